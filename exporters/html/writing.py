"""Answers that are written: numbers, words, texts; and texts that ask nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, cast

from markupsafe import Markup

from qbank.losses import lost, said
from qbank.schema import Essay, Numerical, ShortAnswer
from qbank.schema.numerical import NumericalFields
from qbank.schema.shortanswer import ShortAnswerFields

from .answer import Written, outcome
from .labels import decimal_text, key_number, measured, percent, plain_number
from .strings import Strings
from .writer import Writer

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that earns points or gets a feedback, as the page shows it; ``key`` says the same exactly."""

    number: int
    shown: Markup
    aside: str
    """The range around a number."""
    fraction: Decimal
    earns: str
    feedback: Markup
    key: str

    @property
    def outcome(self) -> str:
        """Whether it is right, right in part, or wrong."""
        return outcome(self.fraction)


@dataclass(frozen=True, slots=True)
class NumberAnswer(Written):
    """A number in a line of its own or in a gap, perhaps with a unit."""

    kind: ClassVar[str] = "number"
    taken: tuple[Taken, ...]
    bounds: tuple[tuple[Decimal, Decimal], ...]
    unit: str = ""
    units: tuple[tuple[str, Decimal], ...] = ()
    unit_penalty: Decimal | None = None

    @property
    def prompt(self) -> str:
        """What to write."""
        return "write_number_and_unit" if self.unit_penalty is not None else "write_number"

    @property
    def suffix(self) -> str:
        """The unit, where it is not part of what is asked."""
        return self.unit if self.unit_penalty is None else ""

    def units_shown(self, words: Strings) -> list[tuple[str, str]]:
        """Return the other units with their factors, as the language writes them."""
        return [(name, measured(factor, words)) for name, factor in self.units]

    def data(self) -> dict[str, Any]:
        """Return exact bounds, as text, with their shares; and the units."""
        told: dict[str, Any] = {
            "accepted": [
                {"low": str(low), "high": str(high), "fraction": plain_number(each.fraction)}
                for each, (low, high) in zip(self.taken, self.bounds, strict=True)
            ]
        }
        if self.unit:
            told["units"] = {self.unit: "1", **{name: str(factor) for name, factor in self.units}}
            told["unitPenalty"] = None if self.unit_penalty is None else plain_number(self.unit_penalty)
        return told

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield the feedback."""
        for each in self.taken:
            yield f"the feedback on answer {each.number}", each.feedback


def numerical(writer: Writer) -> NumberAnswer:
    """Return the number that is asked for."""
    question = cast("Numerical", writer.question)
    units = tuple((unit.name, unit.factor) for unit in question.units)
    return number_answer(writer, question, (), question.unit, units, question.unit_penalty)


def number_answer(  # noqa: PLR0917  # what a question has and a gap has not comes last
    writer: Writer,
    told: NumericalFields,
    path: Path,
    unit: str = "",
    units: tuple[tuple[str, Decimal], ...] = (),
    unit_penalty: Decimal | None = None,
) -> NumberAnswer:
    """Return a number as an answer; ``path`` leads to the gap."""
    words = writer.page.strings
    behind = f"\u00a0{unit}" if unit else ""
    taken = tuple(
        Taken(
            n,
            Markup.escape(measured(each.value, words) + behind),
            ""
            if each.low == each.high
            else words.between.format(low=measured(each.low, words), high=measured(each.high, words)),
            each.fraction,
            percent(each.fraction, words),
            writer.text((*path, *each.path), each.feedback, 4),
            f"{each.low:f}…{each.high:f}:{key_number(each.fraction)}",
        )
        for n, each in enumerate(told.accepted, 1)
    )
    bounds = tuple((each.low, each.high) for each in told.accepted)
    return NumberAnswer(taken, bounds, unit, units, unit_penalty)


@dataclass(frozen=True, slots=True)
class TextAnswer(Written):
    """A word or a few."""

    kind: ClassVar[str] = "text"
    prompt: ClassVar[str] = "write_text"
    taken: tuple[Taken, ...]
    pieces: tuple[tuple[str, ...], ...]
    case_sensitive: bool

    def data(self) -> dict[str, Any]:
        """Return each answer in pieces, between which anything may stand, with its share."""
        return {
            "answers": [
                {"pieces": list(pieces), "fraction": plain_number(each.fraction)}
                for each, pieces in zip(self.taken, self.pieces, strict=True)
            ],
            "caseSensitive": self.case_sensitive,
        }

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield the feedback."""
        for each in self.taken:
            yield f"the feedback on answer {each.number}", each.feedback


def short_answer(writer: Writer) -> TextAnswer:
    """Return the texts that are accepted."""
    return text_answer(writer, cast("ShortAnswer", writer.question), ())


def text_answer(writer: Writer, told: ShortAnswerFields, path: Path) -> TextAnswer:
    """Return a text as an answer; ``path`` leads to the gap."""
    taken = tuple(
        Taken(
            n,
            Markup.escape("…".join(each.pieces())),
            "",
            each.fraction,
            percent(each.fraction, writer.page.strings),
            writer.text((*path, "answers", n - 1, "feedback"), each.feedback, 4),
            f"{'*'.join(each.pieces())}:{key_number(each.fraction)}",
        )
        for n, each in enumerate(told.answers, 1)
    )
    return TextAnswer(taken, tuple(tuple(each.pieces()) for each in told.answers), told.case_sensitive)


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One line of a rubric."""

    number: int
    text: Markup
    points: Decimal | None
    shown: str


@dataclass(frozen=True, slots=True)
class EssayAnswer:
    """A text, which the student compares with the model answer."""

    kind: ClassVar[str] = "essay"
    prompt: ClassVar[str] = "write_essay"
    explains: ClassVar[bool] = False
    shuffles: ClassVar[bool] = False
    response: str
    template: str
    lines: int
    least: int | None
    most: int | None
    files: bool
    model_answer: Markup
    rubric: tuple[CriterionView, ...]

    @property
    def counted(self) -> bool:
        """Whether students can give themselves points: every line of the rubric says how many."""
        return bool(self.rubric) and all(line.points is not None for line in self.rubric)

    def data(self) -> dict[str, Any]:
        """Return the limits, and the points of the rubric."""
        return {
            "least": self.least,
            "most": self.most,
            "rubric": [plain_number(line.points or Decimal(0)) for line in self.rubric] if self.counted else [],
        }

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield model answer and rubric."""
        yield "the model answer", self.model_answer
        for line in self.rubric:
            yield f"line {line.number} of the rubric", line.text


def essay(writer: Writer) -> EssayAnswer:
    """Return the text that is asked for, and what it is compared with."""
    question = cast("Essay", writer.question)
    for name in ("attachments", "attachments_required", "file_types"):
        if said(question, name):
            writer.page.tell(lost("QB434", "HTML", question, name, f"files that are handed in (“{name}”)"))
    return EssayAnswer(
        response=question.response,
        template=question.template,
        lines=max(2, min(question.lines, 60)),
        least=question.min_words,
        most=question.max_words,
        files=question.attachments > 0,
        model_answer=writer.text(("model_answer",), question.model_answer, 4),
        rubric=tuple(
            CriterionView(
                n,
                writer.text(("rubric", n - 1, "text"), line.text, 4),
                line.points,
                "" if line.points is None else decimal_text(line.points, writer.page.strings),
            )
            for n, line in enumerate(question.rubric, 1)
        ),
    )


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A text that asks nothing."""

    kind: ClassVar[str] = "nothing"
    prompt: ClassVar[str] = ""
    counted: ClassVar[bool] = False
    explains: ClassVar[bool] = False
    shuffles: ClassVar[bool] = False

    def data(self) -> dict[str, Any]:  # as every kind does
        """Return nothing."""
        return {}

    def texts(self) -> Iterator[tuple[str, Markup]]:  # as every kind does
        """Yield nothing."""
        yield from ()


def description(writer: Writer) -> NoAnswer:
    """Return that nothing is asked."""
    question = writer.question
    for name in ("hints", "feedback", "difficulty"):
        if said(question, name):
            writer.page.tell(lost("QB434", "HTML", question, name, f"“{name}” of a text that asks nothing"))
    return NoAnswer()
