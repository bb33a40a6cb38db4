"""Names exchanged on the way to an inverse function: ``x = (y - 3)/2``, and renamed ``y = (x - 3)/2``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from .solution import FAILS, UNDECIDED, Line
from .syntax import Name, Node, Relation, names_in, put

EXCHANGING = re.compile(
    r"\b(?:inverse|renam\w+|swap\w*|exchang\w+|interchang\w+|switch\w*|relabel\w*)\b", re.IGNORECASE
)
"""Words that say so, or let expect it."""


def spare_exchanged(lines: Sequence[Line], stated: Iterable[Node]) -> None:
    """Leave undecided, where a false equation is one before it with two names exchanged, that and what comes after.

    ``stated`` are the equations of the question.
    """
    known = {(tree.sides[0], tree.sides[1]) for tree in stated if isinstance(tree, Relation) and tree.signs == ("=",)}
    exchanged = False
    for line in lines:
        if not line.sides:
            continue
        sides = (line.sides[0], line.sides[-1])
        if line.verdict == FAILS:
            exchanged = exchanged or any(other in known for other in _others(sides))
            if exchanged:
                line.verdict, line.against = UNDECIDED, None
                line.method = "names were exchanged: not checked"
        known.add(sides)


def _others(sides: tuple[Node, Node]) -> Iterable[tuple[Node, Node]]:
    """Yield an equation with two of its names exchanged, each pair in turn."""
    names = list(dict.fromkeys(name for side in sides for name in names_in(side)))
    for one, other in combinations(names, 2):
        swap: dict[Name, Node] = {one: other, other: one}
        yield put(sides[0], swap), put(sides[1], swap)
