"""Statements (A), (B) … of which truth values are to be chosen."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from pydantic import model_validator

from . import logic
from .choice import MAX_OPTIONS, Option, fraction_mistakes, key_mistakes, keyed, share, too_many
from .mistake import Mistake
from .model import Model
from .question import Question
from .scalars import Flag, Markdown, Ordinal, PlainText, WantedMarkdown

MAX_COMBINED = 4
"""Statements whose combinations are made where the author lists no options: 16 options at most."""


class Statement(Model):
    """One statement, whether it is true, and why. A bare text in YAML stands for `text` alone."""

    text: WantedMarkdown
    """The statement, without its letter."""
    correct: Flag | None = None
    """Whether it is true."""
    explanation: Markdown = ""
    """Why it is true or false, shown afterwards."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class StatementOption(Option):
    """An option that stands for truth values. A bare text in YAML stands for `text` alone."""

    means: PlainText | None = None  # type: ignore[assignment]  # wider than a choice's: a formula such as A & ~B
    """What the text says, where it is no row of truth values: a formula such as `A & ~B`."""


class Statements(Question):
    """Are these statements true or false? The options say which are."""

    type: Literal["statements"]
    """`statements`: each option gives truth values to the statements (A), (B) …"""
    statements: tuple[Statement, ...]
    """The statements; they are lettered (A), (B) … when shown."""
    options: tuple[StatementOption, ...] = ()
    """The options, read as truth values; left out: all combinations, the all-true one first."""
    answer: Ordinal | None = None
    """Number of the right option, counted from 1; left out: it follows from the statements."""

    @cached_property
    def choices(self) -> tuple[StatementOption, ...]:
        """The options that the student sees: the author's, or else all combinations of truth values."""
        if self.options:
            return self.options
        rows = logic.all_valuations(len(self.statements))
        return tuple(StatementOption(text=", ".join(str(value) for value in row)) for row in rows)

    @cached_property
    def key(self) -> int | None:
        """Number of the keyed option, counted from 1: the author's, or else the only one that the statements fulfil.

        ``None`` where neither gives one. The author's stands even where the statements contradict it:
        that is for the checker to say.
        """
        written = keyed(self.answer, self.options)
        actual = self.actual
        if written is not None or actual is None:
            return written
        fitting = [n for n in range(1, len(self.choices) + 1) if actual in (self.truth(n) or ())]
        return fitting[0] if len(fitting) == 1 else None

    @property
    def actual(self) -> logic.Valuation | None:
        """The truth values of the statements, as the author gives them; ``None`` if one is missing."""
        values = tuple(statement.correct for statement in self.statements)
        return None if None in values else tuple(value is True for value in values)

    def truth(self, number: int) -> logic.Valuations | None:
        """Return the truth values under which option ``number`` (from 1) is right; ``None`` if it cannot be told."""
        option = self.choices[number - 1]
        if option.means is None:
            return logic.read_option(option.text, len(self.statements))
        try:
            return logic.read_formula(option.means, len(self.statements))
        except logic.FormulaError:
            return None

    def fraction(self, number: int) -> Decimal:
        """Return what option ``number`` (from 1) earns, in percent of the points."""
        return share(self.choices, number, self.key)

    def mistakes(self) -> Sequence[Mistake]:
        """Return contradictions between statements, options and key."""
        count = len(self.statements)
        if not 1 <= count <= logic.MAX_STATEMENTS:
            message = f"{count} statements: there must be 1 to {logic.MAX_STATEMENTS}"
            return [Mistake("QB110" if count == 0 else "QB111", message, path=("statements",))]
        if len(self.options) > MAX_OPTIONS:
            return [too_many(self.options)]
        if not self.options and count > MAX_COMBINED:
            message = f"all combinations of {count} statements would be {2**count} options"
            return [Mistake("QB110", message, "write the options that the student is to see", ("statements",))]
        found = [*key_mistakes(self.answer, self.options, len(self.choices)), *self._unread()]
        if len(self.options) == 1:
            found.append(Mistake("QB110", "a choice needs at least two options", path=("options",)))
        return found or [*fraction_mistakes(self.options, self.key)]

    def _unread(self) -> Iterator[Mistake]:
        """Find options whose truth values cannot be told."""
        count = len(self.statements)
        for index, option in enumerate(self.options):
            if option.means is not None:
                try:
                    logic.read_formula(option.means, count)
                except logic.FormulaError as error:
                    hint = "write the statements' letters with & | ~ ( ), such as A & ~B"
                    message = f"“{option.means}” cannot be read: {error}"
                    yield Mistake("QB115", message, hint, ("options", index, "means"))
            elif (row := logic.read_row(option.text)) and len(row) != count:
                values = "one truth value" if len(row) == 1 else f"{len(row)} truth values"
                statements = "one statement" if count == 1 else f"{count} statements"
                yield Mistake("QB116", f"{values} for {statements}", path=("options", index, "text"))
            elif self.truth(index + 1) is None:
                hint = "add what it says, in the statements' letters: means: A & ~B"
                yield Mistake(
                    "QB115", "which statements this option calls true cannot be told", hint, ("options", index)
                )
