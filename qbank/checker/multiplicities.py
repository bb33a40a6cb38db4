"""Solutions of an equation counted as often as they occur: by the derivatives that vanish there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .deciding.equality import Comparer, Verdict
from .deciding.inequalities import items_of
from .matching import solves
from .syntax import Add, At, Deriv, Logic, Name, Neg, Node, Num, Relation

_ZERO = Num(Fraction(0))
MOST = 6
"""How often a solution may occur."""


def same_multiset(comparer: Comparer, option: Node, equation: Node, unknowns: Sequence[Name]) -> Verdict:
    """Decide whether ``option`` lists all solutions of an equation in one unknown, each as often as it occurs."""
    verdict = solves(comparer, option, equation, unknowns, whole=True)
    values = _values(option, unknowns)
    if verdict.outcome != "equal":
        return verdict
    if len(unknowns) > 1 or values is None or not isinstance(equation, Relation) or equation.signs != ("=",):
        return Verdict("undecided", reason="how often an equation has a solution is not compared")
    left, right = equation.sides
    for value, number in _counted(comparer, values):
        times = _times(comparer, Add((left, Neg(right))), unknowns[0], value)
        if number is None or times is None:
            return Verdict("undecided", reason="how often a solution occurs could not be told")
        if number != times and _is_condition(option):
            return Verdict("undecided", reason="a condition does not say how often a solution occurs")
        if number != times:
            reason = f"a solution occurs {number} times, and {times} times in the equation"
            return Verdict("different", "another number of values", reason=reason)
    return verdict


def _is_condition(option: Node) -> bool:
    return isinstance(option, Relation) or (isinstance(option, Logic) and option.operator == "or")


def _values(option: Node, unknowns: Sequence[Name]) -> tuple[Node, ...] | None:
    r"""Return the values that an option lists, as ``2, 2`` or ``\lambda_1 = 2, \lambda_2 = 2``."""
    parts = option.operands if isinstance(option, Logic) and option.operator in ("and", "or") else None
    parts = items_of(option) or (option,) if parts is None else parts
    values = [_value(part, unknowns) for part in parts]
    found = tuple(value for value in values if value is not None)
    return found if len(found) == len(values) else None


def _value(part: Node, unknowns: Sequence[Name]) -> Node | None:
    match part:
        case Relation((Name(base), value), ("=",)):
            return value if base == unknowns[0].base else None
        case Relation() | Logic():
            return None
    return part


def _counted(comparer: Comparer, values: Sequence[Node]) -> list[tuple[Node, int | None]]:
    """Return each value with how often it is listed; nothing for that where two may be the same."""
    found: list[tuple[Node, int | None]] = []
    for value in values:
        for at, (other, number) in enumerate(found):
            verdict = comparer.compare(value, other)
            if verdict.outcome != "different":
                found[at] = (other, number + 1 if number is not None and verdict.proved else None)
                break
        else:
            found.append((value, 1))
    return found


def _times(comparer: Comparer, tree: Node, by: Name, value: Node) -> int | None:
    """Return the number of the first derivative that does not vanish at a place."""
    for order in range(MOST):
        slope = Deriv(tree, (by,) * order, total=True) if order else tree
        verdict = comparer.compare(At(slope, (by,), (value,)), _ZERO)
        if verdict.outcome == "different":
            return order
        if not verdict.proved:
            return None
    return None
