"""What every question has, whatever its type."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from pydantic import Field, PrivateAttr

from .check import CheckBlock
from .model import Agreeing, Model
from .scalars import (
    Category,
    Flag,
    Identifier,
    Language,
    Latex,
    Markdown,
    Penalty,
    PlainText,
    Points,
    Values,
    WantedMarkdown,
)

if TYPE_CHECKING:
    from qbank.diagnostic import Diagnostic, Span


class Origin(Protocol):
    """Where a question was written. The loader supplies it; models never make one."""

    @property
    def file(self) -> str:
        """The file as the user named it, with ``/`` between folders."""

    @property
    def root(self) -> Path:
        """The root of the bank: no figure may lie outside it."""

    @property
    def folder(self) -> Path:
        """The folder of the file: figures are named relative to it."""

    def span(self, *path: str | int, offset: int = 0, length: int | None = None) -> "Span":
        """Return the place of a field, e.g. ``span("options", 0, "text", offset=3)``.

        ``offset`` counts characters within the field's text, ``length`` too (left out: to the end of the line);
        a path that leads nowhere gives its nearest parent, one that leads to a list or mapping its first line.
        """


class Family(Protocol):
    """The variants of a question with parameters. The loader supplies it; models never make one."""

    @property
    def count(self) -> int:
        """How many variants there are."""

    def question(self, number: int) -> "tuple[Question | None, list[Diagnostic]]":
        """Make variant ``number`` (from 0), or return what is wrong with it."""

    def told(self, number: int) -> str:
        """Name the values of a variant as a message does: ``a = 3, b = -1``."""


class Feedback(Model):
    """What a student reads after answering, by outcome."""

    correct: Markdown = ""
    """Shown after a right answer."""
    partial: Markdown = ""
    """Shown after an answer that earns some of the points."""
    incorrect: Markdown = ""
    """Shown after a wrong answer."""


class Defaults(Model):
    """The fields that may stand above `questions:` and then hold for every question of the file."""

    category: Category = ""
    """Path such as `Calculus/Derivatives`; left out: the folder of the file."""
    tags: tuple[PlainText, ...] = ()
    """Words to find questions by; those of the file are added to the question's own."""
    points: Points = Decimal(1)
    """Points for a right answer; left out: as `qbank.yaml` says, else 1."""
    penalty: Penalty | None = None
    """What each wrong try costs where several are allowed, in percent of the points."""
    difficulty: Literal["easy", "medium", "hard"] | None = None
    """How hard it is."""
    objective: PlainText = ""
    """The learning objective that it tests."""
    language: Language = ""
    """Language code such as `en` or `de`; left out: as `qbank.yaml` says."""
    author: PlainText = ""
    """Who wrote it; left out: as `qbank.yaml` says."""
    source: PlainText = ""
    """Where it was taken from."""
    status: Literal["draft", "ready"] = "ready"
    """`draft`: a missing key is a warning rather than an error."""
    shuffle: Flag = True
    """Whether options may be shown in another order."""
    numbering: Literal["123", "abc", "ABC", "iii", "III", "none"] = "123"
    """How options are numbered."""


class Question(Agreeing, Defaults):
    """The fields common to all types."""

    id: Identifier
    """Unique in the bank and stable for ever: the identifiers of learning platforms derive from it."""
    type: str
    """The type of the question."""
    title: PlainText = ""
    """A short name, for lists; students may see it."""
    stem: WantedMarkdown
    """The question itself: Markdown, with mathematics in `$…$` and `$$…$$`."""
    hints: tuple[Markdown, ...] = ()
    """Help, shown one after another on request."""
    feedback: Feedback = Feedback()
    """What a student reads after answering, by outcome."""
    explanation: Markdown = ""
    """The worked solution, shown afterwards. The checker verifies it line by line."""
    files: tuple[PlainText, ...] = ()
    """Files that go along with the question, named relative to this one; a text may link to them."""
    check: CheckBlock | None = None
    """What the checker is told, where the stem alone does not suffice."""
    parameters: Mapping[str, Values] = Field(default_factory=dict)
    """Makes a family of variants of the question: names, each with its values."""
    conditions: tuple[Latex, ...] = ()
    """Relations between the parameters, in LaTeX: variants that break one are left out."""

    _origin: Origin | None = PrivateAttr(default=None)
    _family: Family | None = PrivateAttr(default=None)
    _scramble: str = PrivateAttr(default="")

    @property
    def origin(self) -> Origin:
        """Where this question was written. Raises :class:`LookupError` if it was not loaded from a file."""
        origin: Origin | None = (self.__pydantic_private__ or {}).get("_origin")  # ten times as fast as the attribute
        if origin is None:
            raise LookupError(f"question {self.id!r} was not loaded from a file")
        return origin

    @property
    def family(self) -> Family | None:
        """The variants of which this question is the first; ``None`` for a question without parameters."""
        return (self.__pydantic_private__ or {}).get("_family")  # quicker than the attribute

    @property
    def scramble(self) -> str:
        """What decides in which order things are shown that are to be paired or put in order.

        The identifier, or what a version of an exam sets: see :func:`qbank.scrambling.scrambled`.
        """
        own: str = (self.__pydantic_private__ or {}).get("_scramble") or ""
        return own or self.id
