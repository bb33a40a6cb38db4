"""What an author may write in the file of an exam."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from qbank.schema import QUESTION_TYPES
from qbank.schema.mistake import Mistake, mistaken
from qbank.schema.model import Agreeing, Model
from qbank.schema.scalars import Flag, Language, Markdown, PlainText, Points, Values, read_number, within

MAX_VERSIONS = 100
"""Nobody tells more apart; each is several documents."""
MAX_QUESTIONS = 1_000
"""Of an exam."""

Shuffle = Literal["all", "questions", "options", "none"]


def _whole(value: Any) -> Any:
    number = read_number(value)
    if isinstance(number, Decimal) and number != number.to_integral_value():
        raise mistaken(Mistake("QB104", f"“{value}” is not a whole number"))
    return int(number) if isinstance(number, Decimal) else number


Count = Annotated[
    int,
    BeforeValidator(_whole),
    within(1, MAX_QUESTIONS),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_QUESTIONS}),
]
Number = Annotated[
    int,
    BeforeValidator(_whole),
    within(1, MAX_VERSIONS),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_VERSIONS}),
]


class Pick(Agreeing):
    """Some questions of the bank. A bare text in YAML stands for `id` alone."""

    id: Values = ()
    """These questions, in this order; `*` and `?` stand for any letters."""
    tag: Values = ()
    """Questions with this tag, or with any of several."""
    category: Values = ()
    """Questions of this category and of those below it."""
    type: Values = ()
    """Questions of this type, such as `numerical`."""
    difficulty: Values = ()
    """Questions of this difficulty: `easy`, `medium`, `hard`."""
    evidence: Literal["proved", "tested", "consistent", "asserted"] | None = None
    """Questions whose key is confirmed at least so well: `proved`, `tested`, `consistent` or `asserted`."""
    count: Count | None = None
    """How many of them, drawn at random; left out, with no `points` either: all of them."""
    points: Points | None = None
    """How many points those that are drawn are worth together, in place of `count`."""
    at_most: Flag = False
    """Take as many as there are, or come as near to the points as can be from below, where it is not exact."""
    balance: Literal["difficulty", "category", "type"] | None = None
    """Draw as evenly as can be from each difficulty, category or type."""
    points_each: Points | None = None
    """Points of each question, in place of its own."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value

    @property
    def drawn(self) -> bool:
        """Whether questions are drawn at random."""
        return self.count is not None or self.points is not None

    @property
    def named(self) -> bool:
        """Whether each question is named by its id in full."""
        return bool(self.id) and not self.drawn and not any("*" in each or "?" in each for each in self.id)

    def mistakes(self) -> Sequence[Mistake]:
        """Return fields that contradict one another, and words that are none of those allowed."""
        return list(self._mistakes())

    def _mistakes(self) -> Iterator[Mistake]:
        if self.count is not None and self.points is not None:
            yield Mistake("QB113", "both “count” and “points” are here", "keep one of the two", ("points",))
        if self.points == 0:
            yield Mistake("QB111", "0 points are no question", "leave the entry out", ("points",))
        for name in ("at_most", "balance"):
            if getattr(self, name) and not self.drawn:
                hint = "add count: and how many questions, or points:"
                yield Mistake("QB117", f"“{name}” says how to draw, but all of them are taken", hint, (name,))
        if not (self.drawn or self.id or self.tag or self.category or self.type or self.difficulty or self.evidence):
            yield Mistake("QB110", "nothing says which questions", "add id:, tag:, category: or count:")
        if self.named and any((self.tag, self.category, self.type, self.difficulty, self.evidence)):
            hint = "name the questions, or say what they must be"
            yield Mistake("QB113", "the questions are named already", hint, ("id",))
        for name, known in (("type", list(QUESTION_TYPES)), ("difficulty", ["easy", "medium", "hard"])):
            for index, word in enumerate(getattr(self, name)):
                if word not in known:
                    message = f"“{word[:40]}” is none of {', '.join(known)}"
                    near = get_close_matches(word.lower().replace("_", "-"), known, 1)
                    hint = f"did you mean “{near[0]}”?" if near else f"write one of them behind {name}:"
                    yield Mistake("QB106", message, hint, (name, index))


class ExamSection(Model):
    """Some of the questions, under a title."""

    title: PlainText = ""
    """Stands above the questions."""
    instructions: Markdown = ""
    """What the student is told before the first of them."""
    shuffle: Shuffle | None = None
    """What differs between the versions here; left out: as for the whole exam."""
    pick: tuple[Pick, ...]
    """Which questions, in order."""


class ExamFile(Agreeing):
    """The file of an exam."""

    version: Literal["1"] = "1"
    """Version of the format."""
    bank: Values = ()
    """Where the questions are: files and folders, named from this file."""
    title: PlainText
    """Stands on top."""
    course: PlainText = ""
    """The course, above the title."""
    date: PlainText = ""
    """The day, as it is to be printed."""
    duration: PlainText = ""
    """How long it takes, as it is to be printed: `90 minutes`."""
    author: PlainText = ""
    """Who sets it; left out: as `qbank.yaml` says."""
    language: Language = ""
    """A code such as `en` or `de`; left out: as `qbank.yaml` says."""
    paper: Literal["a4", "letter"] = "a4"
    """What it is printed on: `a4` or `letter`."""
    instructions: Markdown = ""
    """What the student is told before the first question."""
    fields: tuple[PlainText, ...] = ()
    """What the student fills in on top: left out, the name and the number."""
    grading_table: Flag = False
    """Print a table in which the points reached are written."""
    answer_space: Flag = True
    """Leave room for answers that are written."""
    versions: Number = 1
    """How many versions: A, B, C …"""
    variants: Literal["same", "different"] = "different"
    """Whether each version has another variant of a question with parameters."""
    shuffle: Shuffle | None = None
    """What differs between the versions; left out: questions and options, where there is more than one version."""
    seed: PlainText = ""
    """Decides what is drawn and how it is shuffled: any text that students do not guess."""
    exclude: Values = ()
    """Questions that must not be drawn, by id: those of the last exam."""
    sections: tuple[ExamSection, ...]
    """The parts of the exam, in order."""

    def mistakes(self) -> Sequence[Mistake]:
        """Return parts of the exam that hold nothing, and chance without a seed."""
        return list(self._mistakes())

    def _mistakes(self) -> Iterator[Mistake]:
        if not self.sections:
            yield Mistake("QB110", "an exam has at least one section", "add “- pick:”", ("sections",))
        for index, section in enumerate(self.sections):
            if not section.pick:
                yield Mistake(
                    "QB110", "nothing is picked here", "list questions below pick:", ("sections", index, "pick")
                )
        orders = [self.shuffle, *(section.shuffle for section in self.sections)]
        drawn = any(pick.drawn for section in self.sections for pick in section.pick)
        if not self.seed and (drawn or self.versions > 1 or any(each not in {None, "none"} for each in orders)):
            message = "“seed” is missing: something is drawn or shuffled here"
            yield Mistake("QB102", message, "write seed: and any text that students do not guess")

    def shuffled(self, section: int, what: Literal["questions", "options"]) -> bool:
        """Return whether ``what`` differs between the versions in a section (from 0)."""
        own = self.sections[section].shuffle or self.shuffle or ("all" if self.versions > 1 else "none")
        return own in {"all", what}
