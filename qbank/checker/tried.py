"""Values put into an equation: of ``2x + 1 = x^2``, ``x = 1`` gives ``3 = 1``, which is no claim but its failing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from .claim_shapes import Equation, has_names, is_constant, isolates, names_of
from .deciding.equality import Comparer
from .solution import FAILS, UNDECIDED, Line
from .syntax import Name, Node, Relation, put

MAX_POINTS = 16


def spare_tried(lines: Sequence[Line], stated: Iterable[Node], comparer: Comparer) -> None:
    """Leave a false equation undecided that is an equation before it, at values spoken of before it.

    ``stated`` are the equations of the question.
    """
    known: list[Equation] = []
    values: dict[Name, list[Node]] = {}
    equations = [tree.sides for tree in stated if isinstance(tree, Relation) and tree.signs == ("=",)]
    for sides in equations:
        _keep((sides[0], sides[-1]), known, values)
    for line in lines:
        if len(line.sides) < 2 or line.continues or set(line.signs) != {"="}:
            continue
        ends = (line.sides[0], line.sides[-1])
        if line.verdict == FAILS and len(line.sides) == 2 and not isinstance(ends[0], Name):
            if any(_is_at(ends, one, values, comparer) for one in known):
                line.verdict, line.against = UNDECIDED, None
                line.method = "an equation before it, with values put in"
        else:
            _keep(ends, known, values)


def _keep(ends: Equation, known: list[Equation], values: dict[Name, list[Node]]) -> None:
    if isinstance(ends[0], Name) and isolates(*ends) and is_constant(ends[1]):
        values.setdefault(ends[0], []).append(ends[1])
    elif any(map(has_names, ends)):
        known.append(ends)


def _is_at(ends: Equation, equation: Equation, values: Mapping[Name, Sequence[Node]], comparer: Comparer) -> bool:
    """Tell whether both sides are those of an equation with values put in for some of its names."""
    return any(
        all(
            comparer.compare(put(side, point), end).outcome == "equal" for side, end in zip(equation, ends, strict=True)
        )
        for point in _points(names_of([equation]) - names_of([ends]), values)
    )


def _points(names: Iterable[Name], values: Mapping[Name, Sequence[Node]]) -> Iterator[dict[Name, Node]]:
    """Yield the values that were spoken of for some names, in all combinations."""
    known = sorted((name for name in names if values.get(name)), key=str)
    if known:
        yield from (
            dict(zip(known, point, strict=True))
            for point in islice(product(*(values[name] for name in known)), MAX_POINTS)
        )
