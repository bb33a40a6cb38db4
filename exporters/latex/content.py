"""What is printed of a question, as plain values for the templates: every text is LaTeX already."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol

from qbank.evidence import Level, QuestionEvidence
from qbank.schema import Option, Question, Statement

from .strings import Strings

FIGURE = re.compile(r"\s*\\begin\{qbcentre\}\n(\\qbfigure\{.*\})\n\\end\{qbcentre\}\s*")
"""A figure that is a paragraph of its own, as it is written."""
Write = Callable[[Sequence[str | int], str], str]
"""Turns the Markdown of a field, e.g. ``("options", 0, "text")``, into LaTeX."""


class Choices(Protocol):
    """What the types answered by choosing have in common, beside the fields of every question."""

    @property
    def choices(self) -> Sequence[Option]:
        """The options."""

    @property
    def key(self) -> int | None:
        """Number of the keyed option, from 1."""


class Statements(Choices, Protocol):
    """Choices of truth values for statements."""

    @property
    def statements(self) -> Sequence[Statement]:
        """The statements."""


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """An option: its label (``1.``, perhaps empty), its text, whether it is the key, what it is told."""

    label: str
    text: str
    key: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """A statement: its letter, its text, its truth in words, and why."""

    letter: str
    text: str
    truth: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A question."""

    id: str
    number: int
    about: str
    """Identifier, title, category and tags: for teachers."""
    points: str
    stem: str
    statements: tuple[PrintedStatement, ...]
    options: tuple[PrintedOption, ...]
    hints: tuple[str, ...]
    explanation: str
    evidence: str

    @property
    def beside(self) -> tuple[str, str]:
        """The stem without its figure, and the figure, where it has exactly one that stands alone."""
        figures = FIGURE.findall(self.stem)
        return (FIGURE.sub("\n\n", self.stem).strip(), figures[0]) if len(figures) == 1 else (self.stem, "")

    @property
    def explained(self) -> tuple[PrintedStatement, ...]:
        """The statements of which the solution says something."""
        return tuple(each for each in self.statements if each.truth or each.explanation)

    @property
    def solved(self) -> bool:
        """Whether there is anything to read beside the key."""
        return bool(self.explanation or self.hints or self.explained)


def _choice_options(question: Choices, numbering: str, write: Write) -> tuple[PrintedOption, ...]:
    return tuple(
        PrintedOption(
            label(numbering, number),
            write(("options", number - 1, "text"), option.text),
            number == question.key,
            write(("options", number - 1, "feedback"), option.feedback),
        )
        for number, option in enumerate(question.choices, 1)
    )


def _no_statements(_question: Choices, _words: Strings, _write: Write) -> tuple[PrintedStatement, ...]:
    return ()


def _statements(question: Statements, words: Strings, write: Write) -> tuple[PrintedStatement, ...]:
    return tuple(
        PrintedStatement(
            label("ABC", number).rstrip("."),
            write(("statements", number - 1, "text"), statement.text),
            {True: words.true, False: words.false, None: ""}[statement.correct],
            write(("statements", number - 1, "explanation"), statement.explanation),
        )
        for number, statement in enumerate(question.statements, 1)
    )


STATEMENTS: Mapping[str, Callable[..., tuple[PrintedStatement, ...]]] = MappingProxyType(
    {"single-choice": _no_statements, "statements": _statements}
)
"""How a type's statements are printed, by the name of the type: the types that stand here can be printed."""


def printed(question: Question, number: int, words: Strings, write: Write, *, about: str, evidence: str) -> Printed:
    """Return the values of a question whose type stands in :data:`STATEMENTS`; ``about`` and ``evidence`` are LaTeX."""
    choices: Choices = question  # type: ignore[assignment]  # every type in the table has them
    return Printed(
        id=question.id,
        number=number,
        about=about,
        points=points(question.points, words),
        stem=write(("stem",), question.stem),
        statements=STATEMENTS[question.type](question, words, write),
        options=_choice_options(choices, question.numbering, write),
        hints=tuple(write(("hints", n), hint) for n, hint in enumerate(question.hints)),
        explanation=write(("explanation",), question.explanation),
        evidence=evidence,
    )


def label(numbering: str, number: int) -> str:
    """Return ``1.``, ``b.``, ``C.``, ``iv.`` … or nothing; letters go on with ``aa`` after ``z``."""
    sign = NUMBERINGS[numbering](number)
    return f"{sign}." if sign else ""


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, value)
        out += sign * count
    return out


NUMBERINGS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "123": str,
        "abc": _letters,
        "ABC": lambda number: _letters(number).upper(),
        "iii": _roman,
        "III": lambda number: _roman(number).upper(),
        "none": lambda _number: "",
    }
)


def amount(value: Decimal, words: Strings) -> str:
    """Return a number as people of the language write it, without idle zeros."""
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", words.decimal)


def points(value: Decimal, words: Strings) -> str:
    """Return ``1 point``, ``2.5 points`` and so on."""
    return (words.one_point if value == 1 else words.many_points).format(n=amount(value, words))


def evidence_line(found: QuestionEvidence | None, words: Strings, numbering: str = "123") -> str:
    """Return what was shown of the key, in one plain sentence; empty where nothing was checked.

    Options are named as they are printed, those without a label by their number.
    """
    if found is None:
        return ""
    sentence = {
        Level.PROVED: words.assumed if found.assumed else words.proved,
        Level.TESTED: words.tested,
        Level.CONSISTENT: words.consistent,
        Level.ASSERTED: words.asserted,
        Level.UNDECIDED: words.undecided,
        Level.REFUTED: words.refuted,
    }[found.evidence]
    sign = NUMBERINGS[numbering]
    refuted = [sign(o.index) or str(o.index) for o in found.options if not o.keyed and o.verdict == "different"]
    if refuted:
        form = words.refuted_option if len(refuted) == 1 else words.refuted_options
        sentence += "; " + form.format(options=", ".join(refuted))
    return sentence + "."
