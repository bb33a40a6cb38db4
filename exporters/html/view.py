"""What the templates show of a question: plain values, texts rendered already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol, cast

from markupsafe import Markup

from qbank.evidence import Report
from qbank.markup import parse, plain
from qbank.schema import Option, Question, Statements

from .evidence import EvidenceView, evidence_view
from .render import Context, render
from .strings import Strings


class Choices(Protocol):
    """What the types have in common that are answered by choosing one option."""

    @property
    def choices(self) -> Sequence[Option]:
        """The options that the student sees."""

    @property
    def key(self) -> int | None:
        """Number of the keyed option, from 1."""

    def fraction(self, number: int) -> Decimal:
        """Return what option ``number`` earns, in percent."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One option; ``label`` is its number as the question numbers them."""

    number: int
    label: str
    text: Markup
    spoken: str
    """The text in one line, formulas as LaTeX: flattened MathML would not tell a fraction from a product."""
    feedback: Markup
    fraction: Decimal
    keyed: bool
    pin: bool

    @property
    def outcome(self) -> str:
        """``correct``, ``partial`` or ``incorrect``."""
        return "correct" if self.fraction >= 100 else "partial" if self.fraction > 0 else "incorrect"


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement, lettered; ``correct`` is ``None`` where its truth is not given."""

    letter: str
    text: Markup
    correct: bool | None
    explanation: Markup


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question, in the order in which the page shows its parts."""

    question: Question
    number: int
    lang: str
    points: str
    stem: Markup
    statements: tuple[StatementView, ...]
    choices: tuple[ChoiceView, ...]
    hints: tuple[Markup, ...]
    feedback: Mapping[str, Markup]
    explanation: Markup
    shuffle: bool
    details: tuple[tuple[str, str], ...]
    """Names and values that only the solutions show."""
    evidence: EvidenceView | None

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @property
    def category(self) -> str:
        """The category, its levels apart."""
        return self.question.category.replace("/", " › ")

    @property
    def title(self) -> str:
        """The title, or nothing."""
        return self.question.title

    @property
    def difficulty(self) -> str:
        """``easy``, ``medium``, ``hard`` or nothing."""
        return self.question.difficulty or ""

    @property
    def has_explanation(self) -> bool:
        """Whether there is anything to explain after answering."""
        return bool(self.explanation) or any(s.explanation or s.correct is not None for s in self.statements)


@dataclass(frozen=True, slots=True)
class Page:
    """What a question is shown on."""

    strings: Strings
    language: str
    report: Report | None
    context: Callable[[Question, Sequence[str | int], int], Context]
    """Makes the context of one text: the question, the path of the field, the level of its highest heading."""


def question_view(question: Question, number: int, page: Page) -> QuestionView:
    """Return what the page shows of ``question``.

    Raises :class:`KeyError` for a type that is not in :data:`VIEWS`; ask first.
    """
    return VIEWS[question.type](question, number, page)


def _choice_view(question: Question, number: int, page: Page) -> QuestionView:
    return _view(question, number, page, (), shuffle=question.shuffle)


def _statements_view(question: Question, number: int, page: Page) -> QuestionView:
    statements = tuple(
        StatementView(
            letter(n),
            _text(question, page, ("statements", n, "text"), statement.text),
            statement.correct,
            _text(question, page, ("statements", n, "explanation"), statement.explanation, 4),
        )
        for n, statement in enumerate(cast("Statements", question).statements)
    )
    return _view(question, number, page, statements, shuffle=False)  # a truth table keeps its order


VIEWS: Mapping[str, Callable[[Question, int, Page], QuestionView]] = MappingProxyType(
    {"single-choice": _choice_view, "statements": _statements_view}
)
"""The question types that the pages can show."""


def _view(
    question: Question, number: int, page: Page, statements: tuple[StatementView, ...], *, shuffle: bool
) -> QuestionView:
    answered = cast("Choices", question)
    labels = LABELS[question.numbering]
    choices = tuple(
        ChoiceView(
            n,
            labels(n),
            _text(question, page, ("options", n - 1, "text"), option.text),
            _spoken(option.text),
            _text(question, page, ("options", n - 1, "feedback"), option.feedback, 4),
            answered.fraction(n),
            n == answered.key,
            option.pin,
        )
        for n, option in enumerate(answered.choices, 1)
    )
    found = page.report.of(question.id) if page.report else None
    return QuestionView(
        question=question,
        number=number,
        lang=question.language if question.language and question.language != page.language else "",
        points=decimal_text(question.points, page.strings),
        stem=_text(question, page, ("stem",), question.stem),
        statements=statements,
        choices=choices,
        hints=tuple(_text(question, page, ("hints", n), hint, 4) for n, hint in enumerate(question.hints)),
        feedback={
            outcome: _text(question, page, ("feedback", outcome), getattr(question.feedback, outcome), 4)
            for outcome in ("correct", "partial", "incorrect")
        },
        explanation=_text(question, page, ("explanation",), question.explanation, 4),
        shuffle=shuffle and len(choices) > 1,
        details=_details(question, page.strings),
        evidence=evidence_view(found, page.strings, labels) if found else None,
    )


def _spoken(text: str) -> str:
    """Return what a screen reader is to call an option that holds a formula; of others their text will do."""
    tree = parse(text)
    if not any(node.type in {"math", "math_block"} for node in tree.walk()):
        return ""
    return re.sub(r"\\(?:left|right|[,;!: ])(?![A-Za-z])\s*", "", plain(tree))


def _details(question: Question, strings: Strings) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("ID", question.id),
        (strings.objective, question.objective),
        (strings.tags, ", ".join(question.tags)),
        (strings.author, question.author),
        (strings.source, question.source),
    )
    return tuple((name, value) for name, value in pairs if value)


def _text(question: Question, page: Page, path: Sequence[str | int], text: str, heading: int = 3) -> Markup:
    return render(parse(text), page.context(question, path, heading)) if text.strip() else Markup()


def letter(index: int) -> str:
    """Return A, B … Z, AA … for an index from 0."""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def roman(number: int) -> str:
    """Return a number from 1 to 3999 in Roman numerals, in capitals."""
    parts = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True)
    out = ""
    for value, sign in parts:
        out += sign * (number // value)
        number %= value
    return out


_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")

LABELS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "123": str,
        "abc": lambda n: letter(n - 1).lower(),
        "ABC": lambda n: letter(n - 1),
        "iii": lambda n: roman(n).lower(),
        "III": roman,
        "none": lambda _n: "",
    }
)
"""How options are numbered, by the value of ``numbering``."""


def decimal_text(number: Decimal, strings: Strings) -> str:
    """Return a number as the language writes it, without trailing zeros."""
    return format(number.normalize(), "f").replace(".", strings.decimal)


def total(numbers: Iterable[Decimal]) -> Decimal:
    """Return the exact sum."""
    return sum(numbers, Decimal(0))
