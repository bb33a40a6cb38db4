"""Questions answered by choosing among options."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import model_validator

from .question import Model, Question
from .scalars import Flag, Markdown, Number


class Option(Model):
    """One option. A bare text in YAML stands for ``text`` alone."""

    text: Markdown
    correct: Flag | None = None
    feedback: Markdown = ""
    fraction: Number | None = None
    """Share of the points in percent, where it is not all or nothing."""
    pin: Flag = False
    """Stays in its place when options are shuffled."""
    means: Literal["none", "all"] | None = None
    """``none``: none of the above; ``all``: all of the above."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class SingleChoice(Question):
    """Exactly one of the options is right."""

    type: Literal["single-choice"]
    options: tuple[Option, ...]
    answer: Number | None = None
    """Number of the keyed option, counted from 1; or ``correct: true`` on an option, never both."""

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options that the student sees, in the author's order."""
        return self.options

    @property
    def key(self) -> int | None:
        """Number of the keyed option, counted from 1; ``None`` where there is no key yet."""
        if self.answer is not None:
            return int(self.answer)
        return next((n for n, option in enumerate(self.options, 1) if option.correct), None)

    def fraction(self, number: int) -> Decimal:
        """Return what option ``number`` (from 1) earns, in percent of the points."""
        explicit = self.options[number - 1].fraction
        if explicit is not None:
            return explicit
        return Decimal(100 if number == self.key else 0)
