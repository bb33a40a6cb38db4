"""Options of which one or several are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, cast

from markupsafe import Markup

from qbank.schema import MultipleChoice, Option, Statements, TrueFalse

from .answer import Counted, outcome
from .labels import LABELS, key_number, letter, percent, plain_number
from .writer import Writer, in_words, is_plain_text, spoken

Path = tuple[str | int, ...]


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
    """The text in one line, formulas as LaTeX, where it holds any."""
    words: str
    """The text in one line."""
    feedback: Markup
    fraction: Decimal
    earns: str
    """The same in percent, as the language writes it; nothing where it earns nothing by itself."""
    keyed: bool
    place: str
    """``pin``: stays where it is when shuffled; ``last``: comes last; else nothing."""

    @property
    def key(self) -> str:
        """Its number and share, exactly."""
        return f"{self.number}:{key_number(self.fraction)}"

    @property
    def outcome(self) -> str:
        """What the option is: right, right in part, or wrong."""
        return "correct" if self.keyed else outcome(self.fraction)


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement, lettered; ``correct`` is ``None`` where its truth is not given."""

    letter: str
    text: Markup
    correct: bool | None
    explanation: Markup


@dataclass(frozen=True, slots=True)
class Choosing(Counted):
    """Options, of which one (kind ``one``) or several (kind ``several``) are chosen."""

    kind: str
    prompt: str
    choices: tuple[ChoiceView, ...]
    labels: tuple[str, ...]
    """Of the places, from the first."""
    shuffles: bool = False
    statements: tuple[StatementView, ...] = ()
    exact: bool = False
    """Points for exactly the right ticks."""
    layout: str = "column"
    """``row`` or ``menu`` for a gap in a line."""

    @property
    def explains(self) -> bool:
        """Whether anything is said of the statements."""
        return any(s.explanation or s.correct is not None for s in self.statements)

    def data(self) -> dict[str, Any]:
        """Return the shares of the options, and how places are numbered."""
        told: dict[str, Any] = {
            "fractions": [plain_number(choice.fraction) for choice in self.choices],
            "labels": list(self.labels),
        }
        if self.kind == "several":
            told |= {"keyed": [choice.number for choice in self.choices if choice.keyed], "exact": self.exact}
        return told

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield options, feedback and statements."""
        for choice in self.choices:
            yield f"option {choice.number}", Markup.escape(choice.words) if self.layout == "menu" else choice.text
            yield f"the feedback on option {choice.number}", choice.feedback
        for statement in self.statements:
            yield f"statement ({statement.letter})", statement.text
            yield f"the explanation of statement ({statement.letter})", statement.explanation


def single_choice(writer: Writer) -> Choosing:
    """Return the options of a single choice."""
    return _one(writer, shuffles=writer.question.shuffle)


def statements(writer: Writer) -> Choosing:
    """Return statements and options: a truth table, which keeps its order unless the author says otherwise."""
    question = cast("Statements", writer.question)
    told = question.statements
    return _one(
        writer,
        shuffles=question.shuffle and "shuffle" in question.model_fields_set,
        statements=tuple(
            StatementView(
                letter(n),
                writer.text(("statements", n, "text"), statement.text),
                statement.correct,
                writer.text(("statements", n, "explanation"), statement.explanation, 4),
            )
            for n, statement in enumerate(told)
        ),
    )


def _one(writer: Writer, *, shuffles: bool = False, statements: tuple[StatementView, ...] = ()) -> Choosing:
    question = cast("Choices", writer.question)
    keys = () if question.key is None else (question.key,)
    fractions = [question.fraction(n) for n in range(1, len(question.choices) + 1)]
    choices = option_views(writer, question.choices, fractions, keys, ())
    return Choosing("one", "choose_one", choices, places(writer, choices), shuffles, statements)


def multiple_choice(writer: Writer) -> Choosing:
    """Return the options of a multiple choice."""
    question = cast("MultipleChoice", writer.question)
    exact = question.scoring == "all-or-nothing"
    choices = option_views(writer, question.options, question.fractions, question.key or (), (), exact=exact)
    return Choosing("several", "choose_several", choices, places(writer, choices), question.shuffle, (), exact)


def true_false(writer: Writer) -> Choosing:
    """Return the two options of a statement."""
    words = writer.page.strings
    key = cast("TrueFalse", writer.question).key
    choices = tuple(
        ChoiceView(
            number,
            "",
            Markup("<p>{}</p>").format(text),
            "",
            text,
            Markup(),
            Decimal(100 if keyed else 0),
            "100" if keyed else "0",
            keyed,
            "pin",
        )
        for number, (text, keyed) in enumerate(((words.true, key is True), (words.false, key is False)), 1)
    )
    return Choosing("one", "true_or_false", choices, ("", ""))


def option_views(
    writer: Writer,
    options: Sequence[Option],
    fractions: Sequence[Decimal],
    keys: Sequence[int],
    path: Path,
    *,
    inline: bool = False,
    exact: bool = False,
) -> tuple[ChoiceView, ...]:
    """Return options as the page shows them; ``path`` leads to what holds them."""
    labels = LABELS[writer.question.numbering]
    write = writer.line if inline else writer.text
    return tuple(
        ChoiceView(
            n,
            labels(n),
            write((*path, "options", n - 1, "text"), option.text),
            spoken(option.text, writer.voice),
            in_words(option.text),
            writer.text((*path, "options", n - 1, "feedback"), option.feedback, 4),
            fractions[n - 1],
            "" if exact else percent(fractions[n - 1], writer.page.strings),
            n in keys,
            "pin" if option.pin else "last" if option.means in {"none", "all"} else "",
        )
        for n, option in enumerate(options, 1)
    )


def places(writer: Writer, choices: Sequence[ChoiceView]) -> tuple[str, ...]:
    """Return how the places of options are numbered."""
    return tuple(LABELS[writer.question.numbering](n) for n in range(1, len(choices) + 1))


def fits_menu(options: Sequence[Option]) -> bool:
    """Tell whether a menu, which shows letters alone, shows all that there is to options."""
    return all(is_plain_text(option.text) for option in options)
