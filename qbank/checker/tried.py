"""Values tried in an equation: of ``2x + 1 = x^2``, ``x = 1`` gives ``3 = 1``, which is no claim but its failing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .claim_shapes import Equation, has_names, is_constant, isolates, names_of
from .deciding.equality import Comparer
from .solution import FAILS, UNDECIDED, Line
from .syntax import Name, Node, Relation, put


def spare_tried(lines: Sequence[Line], stated: Iterable[Node], comparer: Comparer) -> None:
    """Leave a false equation of numbers undecided that is an equation before it, at a value spoken of before it.

    ``stated`` are the equations of the question.
    """
    equations = [tree.sides for tree in stated if isinstance(tree, Relation) and tree.signs == ("=",)]
    known = [(sides[0], sides[-1]) for sides in equations if any(map(has_names, sides))]
    values: dict[Name, list[Node]] = {}
    for line in lines:
        if len(line.sides) < 2 or line.continues or set(line.signs) != {"="}:
            continue
        ends = (line.sides[0], line.sides[-1])
        if line.verdict == FAILS and all(map(is_constant, line.sides)):
            if any(_shown(ends, one, values, comparer) for one in known):
                line.verdict, line.against = UNDECIDED, None
                line.method = "a value put into an equation that it does not solve"
        elif isinstance(ends[0], Name) and isolates(*ends) and is_constant(ends[1]):
            values.setdefault(ends[0], []).append(ends[1])
        else:
            known.append(ends)


def _shown(ends: Equation, equation: Equation, values: Mapping[Name, Sequence[Node]], comparer: Comparer) -> bool:
    """Tell whether two numbers are what the sides of an equation are at a value of its one unknown."""
    names = names_of([equation])
    if len(names) != 1:
        return False
    (name,) = names
    return any(
        all(
            comparer.compare(put(side, {name: value}), end).outcome == "equal"
            for side, end in zip(equation, ends, strict=True)
        )
        for value in values.get(name, ())
    )
