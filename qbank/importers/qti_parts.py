"""What an item of QTI holds, of whatever version: interactions, a way to score responses, and feedback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol

Responses = Mapping[str, tuple[str, ...]]
"""What a student answers: values by the identifiers of interactions; a pair is two identifiers with a space."""

Kind = Literal["choice", "menu", "text", "number", "essay", "upload", "order", "match", "associate"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a response gives: its score, and the feedback that is then shown."""

    score: Decimal
    shown: frozenset[str]


class Scoring(Protocol):
    """The way an item scores responses."""

    def run(self, responses: Responses) -> Outcome:
        """Return what these responses give. Raises :class:`UnreadableError` for what is not understood."""

    def named(self, ident: str) -> Sequence[str]:
        """Return the values with which responses to an interaction are compared, in order, each once."""

    def key(self, ident: str) -> tuple[str, ...]:
        """Return the right response to an interaction where it is declared, else nothing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen."""

    ident: str
    text: str
    """Markdown."""
    fixed: bool = False
    feedback: str = ""


@dataclass(slots=True)
class Interaction:
    """What the student does."""

    ident: str
    kind: Kind
    choices: list[Choice] = field(default_factory=list)
    targets: list[Choice] = field(default_factory=list)
    """Of a matching: the right sides."""
    many: bool = False
    """Whether several choices may be made."""
    most: int = 0
    """How many choices may be made; 0 for any number."""
    shuffle: bool = False
    gap: str = ""
    """Its name in the stem, where it stands in the text."""
    label: str = ""
    """What it asks for, where several have the same choices: the left side of a pair."""
    lines: str = ""
    rich: bool = False
    layout: str = ""


@dataclass(slots=True)
class Item:
    """An item as it was read; all texts are Markdown."""

    ident: str
    title: str
    stem: str
    interactions: list[Interaction]
    scoring: Scoring
    feedback: dict[str, str] = field(default_factory=dict)
    """The texts that scoring shows, by their keys."""
    told: dict[str, list[str]] = field(default_factory=dict)
    """Feedback by outcome."""
    solutions: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    rubric: list[str] = field(default_factory=list)
    """For whoever grades."""
    points: Decimal | None = None
    """What the question is worth."""
    maximum: Decimal | None = None
    """What scoring gives at most, where that is declared."""
    truth: bool = False
    """Whether it is called a question of true or false."""
    rows: bool = False
    """Whether its interactions are the left sides of a matching."""
    language: str = ""
    tags: list[str] = field(default_factory=list)


BLANK = "\ue018"
"""The place of a lone gap in a text."""
