"""Whether a condition holds at a point: what cases, and domains, ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.syntax import Between, Congruence, Const, Logic, Neg, Node, Relation, Set, walk

from .scalars import Jet, Outside, base, divided, sign, whole

if TYPE_CHECKING:
    from .evaluation import Evaluator

_SIGNS: Mapping[str, Callable[[int], bool]] = {
    "=": lambda s: s == 0,
    r"\ne": lambda s: s != 0,
    "<": lambda s: s < 0,
    ">": lambda s: s > 0,
    r"\le": lambda s: s <= 0,
    r"\ge": lambda s: s >= 0,
}
ORDERS = frozenset(_SIGNS)
"""The signs of relations between numbers."""


def truth(point: Evaluator, node: Node) -> bool:
    """Tell whether a condition holds.

    Raises :class:`Outside` where the balls do not tell or a side has no value, :class:`Undecided` for other nodes.
    """
    match node:
        case Const("true" | "false"):
            return node.name == "true"
        case Relation(sides, signs):
            return all(_pair(point, *three) for three in zip(sides, signs, sides[1:], strict=False))
        case Congruence(sides, modulus):
            by = point.number(modulus)
            numbers = [whole(divided(point.number(side) - point.number(sides[0]), by)) for side in sides[1:]]
            return all(number is not None for number in numbers)
        case Logic(operator, operands):
            return _joined(operator, [truth(point, operand) for operand in operands])
    raise Undecided(f"{latex(node)} is no condition that can be checked at a point")


def at_edge(point: Evaluator, node: Node) -> bool:
    """Tell whether something is differentiated where a condition just begins or ceases to hold.

    Raises :class:`Outside` where the balls do not tell.
    """
    for part in walk(node):
        if isinstance(part, Relation) and set(part.signs) <= ORDERS:
            sides = [point.number(side) for side in part.sides]
            moving = any(isinstance(side, Jet) for side in sides)
            if moving and any(sign(base(one) - base(other)) == 0 for one, other in pairwise(sides)):
                return True
    return False


def _joined(operator: str, values: list[bool]) -> bool:
    match operator:
        case "and":
            return all(values)
        case "or":
            return any(values)
        case "not":
            return not values[0]
        case "implies":
            return not values[0] or values[1]
        case "iff":
            return len(set(values)) == 1
        case "xor":
            return sum(values) % 2 == 1
    raise Undecided(f"the operator {operator} is not understood")


def _pair(point: Evaluator, left: Node, how: str, right: Node) -> bool:
    if how in _SIGNS:
        if end := _infinite(left):
            return _SIGNS[how](end)
        if end := _infinite(right):
            return _SIGNS[how](-end)
        return holds(point, left, how, right)
    if how in (r"\in", r"\notin"):
        return _member(point, left, right) == (how == r"\in")
    raise Undecided(f"the sign {how} is no condition that can be checked at a point")


def holds(point: Evaluator, left: Node, how: str, right: Node) -> bool:
    """Tell whether two numbers are related; see :func:`truth`."""
    difference = point.number(left) - point.number(right)
    return _SIGNS[how](sign(point.order(difference)))


def _infinite(node: Node) -> int:
    match node:
        case Const("infinity"):
            return 1
        case Neg(Const("infinity")):
            return -1
    return 0


def _member(point: Evaluator, element: Node, home: Node) -> bool:
    match home:
        case Between(low, high, low_open, high_open):
            above = _pair(point, low, "<" if low_open else r"\le", element)
            return above and _pair(point, element, "<" if high_open else r"\le", high)
        case Set(items):
            return any(_pair(point, element, "=", item) for item in items)
        case Const("empty"):
            return False
        case Const("reals"):
            sign(point.order(point.number(element)))
            return True
        case Const("integers" | "naturals"):
            value = point.order(point.number(element))
            number = whole(value)
            if number is None and not hasattr(value, "p") and value.contains_integer():
                raise Outside("whether a number is whole cannot be told")
            if number == 0 and home.name == "naturals":
                raise Outside("whether zero is a natural number is not said")
            return number is not None and (home.name == "integers" or number > 0)
    raise Undecided(f"{latex(home)} is no set that can be checked at a point")
