"""Statements (A), (B) … of which truth values are to be chosen."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any, Literal

from pydantic import model_validator

from .choice import Option
from .question import Model, Question
from .scalars import Flag, Markdown, Number, PlainText


class Statement(Model):
    """One statement, whether it is true, and why."""

    text: Markdown
    correct: Flag | None = None
    explanation: Markdown = ""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class StatementOption(Option):
    """An option that stands for truth values."""

    means: PlainText | None = None  # type: ignore[assignment]  # wider than a choice's: a formula such as A & ~B
    """What a text such as ``Only (A)`` says: a formula in the statements' letters, e.g. ``A & ~B``."""


class Statements(Question):
    """Are these statements true or false? The options say which are."""

    type: Literal["statements"]
    statements: tuple[Statement, ...]
    options: tuple[StatementOption, ...] = ()
    """Left out: all combinations, the all-true one first."""
    answer: Number | None = None
    """Number of the keyed option, counted from 1; left out: it follows from the statements."""

    @property
    def choices(self) -> tuple[StatementOption, ...]:
        """The options that the student sees: the author's, or else all combinations of truth values."""
        if self.options:
            return self.options
        values = product(("True", "False"), repeat=len(self.statements))
        return tuple(StatementOption(text=", ".join(row)) for row in values)

    @property
    def key(self) -> int | None:
        """Number of the keyed option, counted from 1; ``None`` where neither answer nor statements give one."""
        return None if self.answer is None else int(self.answer)

    def fraction(self, number: int) -> Decimal:
        """Return what option ``number`` (from 1) earns, in percent of the points."""
        return Decimal(100 if number == self.key else 0)
