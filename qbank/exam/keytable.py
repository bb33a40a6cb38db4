"""The key of an exam in all of its versions, as values: for whoever marks it, by hand or by machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .sheet import Exam


@dataclass(frozen=True, slots=True)
class Entry:
    """What is right for one question in one version."""

    number: int
    """The number that the question has in that version, from 1."""
    answer: str
    """The key as it is printed there: ``C``, ``A, D``, ``1 B, 2 A``, ``6.667``; empty where a person marks."""
    formula: bool = False
    """``answer`` is a formula in LaTeX, without dollars; else it is plain text."""
    variant: str = ""
    """The values of a question with parameters: ``a = 3, b = -1``."""
    data: Mapping[str, Any] | None = None
    """The same for machines, as JSON has it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question of the exam, with its key in each version."""

    id: str
    title: str
    type: str
    section: int
    """Which section it stands in, from 0."""
    points: Decimal
    entries: tuple[Entry, ...]
    """One for each version, in their order."""


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The keys of an exam; ``rows`` are the questions in the order of the exam's file, before they were shuffled."""

    exam: Exam
    """The exam, of no version in particular."""
    versions: tuple[str, ...]
    """The labels of the versions: ``A``, ``B`` …; one that is empty where there is but one version."""
    rows: tuple[Row, ...]

    def on_paper(self, version: int) -> list[Row]:
        """Return the rows in the order of a version, counted from 0."""
        return sorted(self.rows, key=lambda row: row.entries[version].number)
