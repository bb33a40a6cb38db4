"""How answers are printed: plain values for the templates, in which every text is LaTeX already.

``kind`` names the template in ``templates/latex/answers``; ``<kind>.solution`` is what the solution says of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BLOCK = re.compile(
    r"\n\n|\\begin\{(?:qb|tabularx|(?:align|alignat|flalign|gather|multline|equation|eqnarray)\*?\})|\\\[|\\newline"
)
"""What a text has that is more than a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What all kinds have."""

    kind: str
    instruction: str = ""
    """What the student is to do."""
    key: str = ""
    """The key in short, for the marking sheet."""
    notes: tuple[str, ...] = ()
    """How it is graded: for whoever grades."""
    stems: tuple[str, str] | None = None
    """The stem without and with the key, where that stands within it."""

    @property
    def shown(self) -> bool:
        """Whether the question with its key is another slide than without."""
        return bool(self.key)

    @property
    def solution(self) -> bool:
        """Whether the solution has something to say of it."""
        return False


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """An option: its label (``1.``, perhaps empty), its text, whether it is keyed, what it earns, what it is told.

    ``worth`` is empty where all or nothing is earned.
    """

    label: str
    text: str
    key: bool
    worth: str = ""
    feedback: str = ""


def columns(options: Sequence[PrintedOption], told: bool = False) -> str:  # noqa: FBT001, FBT002  # a filter
    """Return the numbers of columns in which options may stand, the most first; TeX takes the first that holds them.

    None where an option is more than a line, or something is ``told`` of one. None leaves a single option over.
    """
    number = len(options)
    if number < 2 or any(
        _BLOCK.search(option.text) or (told and (option.worth or option.feedback)) for option in options
    ):
        return ""
    offered = [count for count in (5, 4, 3, 2) if number % count != 1 or (count == 2 and number > 3)]
    return ",".join(str(count) for count in offered if (count, number) != (4, 6) and (count < 5 or number % 5 == 0))


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """A statement: its letter, its text, its truth in words, and why."""

    letter: str
    text: str
    truth: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices(Answer):
    """Options to be ticked, below statements or without."""

    options: tuple[PrintedOption, ...]
    statements: tuple[PrintedStatement, ...] = ()

    @property
    def explained(self) -> tuple[PrintedStatement, ...]:
        """The statements of which the solution says something."""
        return tuple(each for each in self.statements if each.truth or each.explanation)

    @property
    def solution(self) -> bool:
        """Whether the truth of a statement is told."""
        return bool(self.explained)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An answer that earns something, or gets a feedback: as text, what it earns, what is told."""

    text: str
    worth: str
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank(Answer):
    """A line to write on: ``unit`` stands behind it, ``tall`` leaves room for a formula, ``wide`` takes all of it."""

    accepted: tuple[Accepted, ...]
    unit: str = ""
    tall: bool = False
    wide: bool = False

    @property
    def listed(self) -> bool:
        """Whether there is more to say than the key."""
        return len(self.accepted) > 1 or any(each.feedback for each in self.accepted)


@dataclass(frozen=True, slots=True)
class PrintedSide:
    """One side of a pair: its label, its text, and the letter that belongs to it (of a left side)."""

    label: str
    text: str
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs(Answer):
    """Two columns, row by row; the shorter one ends with nothing."""

    rows: tuple[tuple[PrintedSide | None, PrintedSide | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered(Answer):
    """Things to be numbered, each with its number, in the order in which they are shown."""

    items: tuple[tuple[int, str], ...]
    inline: bool
    """Beside one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedGap:
    """A gap: its label (``(1)``, empty where there is but one), what it is worth, and what fills it."""

    filled: str
    label: str = ""
    worth: str = ""
    accepted: tuple[Accepted, ...] = ()
    """What earns something, or gets a feedback."""
    options: tuple[PrintedOption, ...] = ()
    place: str = "rule"
    """``rule``, or where its options stand: in a ``menu`` of the line, or below the text in a ``column`` or ``row``."""
    notes: tuple[str, ...] = ()
    """How it is graded."""

    @property
    def listed(self) -> bool:
        """Whether its options stand below the text."""
        return self.place in {"column", "row"}

    @property
    def told(self) -> bool:
        """Whether there is more to say than what fills it."""
        return len(self.accepted) > 1 or any(each.feedback for each in self.accepted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps(Answer):
    """The gaps of a text; they stand in the stems."""

    gaps: tuple[PrintedGap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Answer):
    """Room for a text; ``rubric`` has texts with their points, ``total`` the points of the question."""

    lines: int
    template: str
    model: str
    rubric: tuple[tuple[str, str], ...]
    total: str

    @property
    def shown(self) -> bool:
        """A model answer stands in the solution."""
        return False

    @property
    def solution(self) -> bool:
        """Whether there is a model answer or a rubric."""
        return bool(self.model or self.rubric)
