r"""Quantities whose unit stands at the end alone: ``t = \frac va = \frac{36}{2} = 18\,\text{s}``.

As numbers the last two sides agree; what they are worth hangs on the units that the numbers were taken from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from .deciding.equality import Comparer
from .letters import Undecided
from .measured import Exponents, dimension, other_units, with_units
from .rounding import unitless
from .ruling import NO_UNIT, UNIT_LATE, Ruling
from .solution import FAILS, HOLDS
from .syntax import Node, Num, put, walk

Printed = Sequence[tuple[Fraction, Node]]
"""Numbers that the stem prints with a unit, each with its quantity."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How claims are judged: ``decide`` the one that a side is the quantity at the end."""

    printed: Printed
    decide: Callable[[Node], Ruling]


def looked_back(comparer: Comparer, before: Sequence[Node], right: Node, ruling: Ruling, judged: Judged) -> Ruling:
    """Judge a quantity after numbers without units again, by the nearest of the sides ``before`` that has units.

    Where no side has units, the numbers must be those of SI units, or be right with the units that the stem prints them
    with; else the step is not checked.
    """
    if ruling.method not in (UNIT_LATE, NO_UNIT) or not before:
        return ruling
    kind = _kind(comparer, right)
    for side in reversed(before[:-1]):
        there = _kind(comparer, side)
        if there is None or not any(there):
            continue
        found = judged.decide(side) if there == kind else replace(ruling, method=NO_UNIT)
        if found.verdict == FAILS and _puts_in_printed(comparer, side, before[-1]):
            return found
        return replace(ruling, method=UNIT_LATE if found.verdict == HOLDS else NO_UNIT)
    return ruling if _as_printed(comparer, before[-1], right, judged.printed) else replace(ruling, method=NO_UNIT)


def _puts_in_printed(comparer: Comparer, side: Node, numbers: Node) -> bool:
    """Tell whether ``numbers`` are a formula with the numbers put in that are printed for its names.

    Others may be those of a changed quantity, of its size alone, or rounded ones.
    """
    bodies = {one.name: unitless(one.body) for one in comparer.premises.definitions}
    for _ in bodies:
        side = put(side, bodies)
    return comparer.compare(unitless(side), numbers).outcome == "equal"


def _kind(comparer: Comparer, node: Node) -> Exponents | None:
    """Return the dimension of a formula; ``None`` where it is not known."""
    try:
        value = comparer.algebra.value(node)
    except Undecided:
        return None
    return dimension(value, comparer.algebra.keys) if isinstance(value, sp.Expr) else None


def _as_printed(comparer: Comparer, left: Node, right: Node, printed: Printed) -> bool:
    """Tell whether numbers are those of SI units, as far as the stem tells, or right with the units it prints."""
    numbers = {part.value for part in walk(left) if isinstance(part, Num)}
    told = [(number, tree) for number, tree in printed if number in numbers]
    if not any(other_units(tree) for _, tree in told):
        return True
    known = dict(told)
    clear = all(known[number] == tree for number, tree in told)
    return clear and comparer.compare(with_units(left, known), right).outcome == "equal"
