"""The sheet to practise on: which questions stand in two columns, and how much room there is to work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from .answer import Blank, Choices, Ordered, Pairs, Room
from .content import Printed

LONGEST = 900
"""Characters of LaTeX up to which a stem stands in a column."""
LONGEST_SIDE = 60
"""Characters of LaTeX up to which the sides of a pair do."""
ROOM: Mapping[str, int] = MappingProxyType({"numerical": 18, "formula": 25, "choice": 12})
"""Millimetres to work in, below a question that is calculated."""
_BROAD = (r"\begin{qbcode}", r"\begin{tabular", r"\qbfigure")


@dataclass(frozen=True, slots=True)
class Run:
    """Questions that follow one another in ``columns`` columns, each with its room to work in millimetres."""

    columns: int
    questions: tuple[tuple[Printed, int], ...]


def runs(questions: Sequence[Printed]) -> list[Run]:
    """Return the questions in runs; a single one that would fit into a column is not worth two."""
    found = []
    for broad, together in groupby(questions, _broad):
        each = tuple((question, _room(question)) for question in together)
        found.append(Run(1 if broad or len(each) == 1 else 2, each))
    return list(_joined(found))


def _joined(found: Sequence[Run]) -> Iterator[Run]:
    """Join runs of one column that follow one another."""
    for columns, together in groupby(found, lambda run: run.columns):
        if columns == 1:
            yield Run(1, tuple(each for run in together for each in run.questions))
        else:
            yield from together


def _broad(question: Printed) -> bool:
    """Tell whether a question needs the whole width."""
    answer = question.answer
    if isinstance(answer, Room):
        return True
    if isinstance(answer, Pairs):
        return any(side and len(side.text) > LONGEST_SIDE for row in answer.rows for side in row)
    if isinstance(answer, Ordered) and any(r"\qbfigure" in text for _, text in answer.items):
        return True
    texts = [question.stem, *(each.text for each in getattr(answer, "options", ()))]
    return len(question.stem) > LONGEST or any(part in text for text in texts for part in _BROAD)


def _room(question: Printed) -> int:
    answer = question.answer
    if isinstance(answer, Blank):
        return 0 if answer.wide else ROOM["formula" if answer.tall else "numerical"]
    if isinstance(answer, Choices) and not answer.statements and all(r"\(" in each.text for each in answer.options):
        return ROOM["choice"]
    return 0
