"""What every question has, whatever its type."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from .check import CheckBlock
from .scalars import Flag, Identifier, Markdown, Number, PlainText

if TYPE_CHECKING:
    from ..diagnostic import Span


class Model(BaseModel):
    """Frozen and strict: an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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

    def span(self, *path: str | int, offset: int = 0, length: int | None = None) -> Span:
        """Return the place of a field, e.g. ``span("options", 0, "text", offset=3)``.

        ``offset`` counts characters within the field's text, ``length`` too (left out: to the end of the line);
        a path that leads nowhere gives its nearest parent, one that leads to a list or mapping its first line.
        """


class Feedback(Model):
    """What a student reads after answering, by outcome."""

    correct: Markdown = ""
    partial: Markdown = ""
    incorrect: Markdown = ""


class Question(Model):
    """The fields common to all types."""

    kind: ClassVar[str] = ""

    id: Identifier = Field(description="Unique in the bank and stable for ever: LMS identifiers derive from it.")
    type: str
    title: PlainText = ""
    stem: Markdown
    category: PlainText = ""
    """Path such as ``Calculus/Derivatives``; the loader fills it in from the file or the folder."""
    tags: tuple[PlainText, ...] = ()
    points: Number = Decimal(1)
    penalty: Number | None = None
    difficulty: Literal["easy", "medium", "hard"] | None = None
    objective: PlainText = ""
    language: PlainText = ""
    author: PlainText = ""
    source: PlainText = ""
    status: Literal["draft", "ready"] = "ready"
    hints: tuple[Markdown, ...] = ()
    feedback: Feedback = Feedback()
    explanation: Markdown = ""
    shuffle: Flag = True
    numbering: Literal["123", "abc", "ABC", "iii", "III", "none"] = "123"
    check: CheckBlock | None = None

    _origin: Origin | None = PrivateAttr(default=None)

    @property
    def origin(self) -> Origin:
        """Where this question was written."""
        if self._origin is None:
            raise LookupError(f"question {self.id!r} was not loaded from a file")
        return self._origin
