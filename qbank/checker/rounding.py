r"""Printed numbers: what a decimal stands for, after ``\approx`` and inside formulas.

After ``\approx`` a number stands for all values within half a unit of its last digit; the same goes for decimals inside
functions, which are often rounded before they are put in (``e^{-0.69} = 0.5``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

import sympy as sp

from .calls import fraction_of
from .deciding.equality import Comparer
from .letters import Undecided
from .syntax import Apply, Call, Chance, Const, Div, Mul, Name, Neg, Node, Num, Pow, Unit, rebuild, walk

DIGITS = 40
TINY = sp.Float("1e-30", DIGITS)
TABLE = Fraction(1, 10000)
"""How far a value from a table may be off."""
TENTH = Fraction(1, 10)
PHI = r"\Phi"
MAX_DECIMALS = 4
"""Decimals in one step whose last digits are all moved at once."""


def printed(node: Node) -> tuple[Fraction, Fraction] | None:
    """Return a printed number and half a unit of its last digit."""
    sign = -1 if isinstance(node, Neg) else 1
    number = node.of if isinstance(node, Neg) else node
    if not isinstance(number, Num):
        return None
    return sign * number.value, Fraction(1, 2 * 10 ** (number.places or 0))


def measured(node: Node) -> tuple[Node, Node] | None:
    r"""Return the printed number of a quantity and what it is multiplied by: a unit, a power of ten, degrees."""
    match node:
        case Neg(of):
            inner = measured(of)
            return None if inner is None else (Neg(inner[0]), inner[1])
        case Div(Mul((Num() as number, Const("pi"))), Num() as below):
            return number, Div(Const("pi"), below)
        case Div(above, below) if _scale(below):
            inner = measured(above) or ((above, Num(Fraction(1))) if isinstance(above, Num) else None)
            return None if inner is None else (inner[0], Div(inner[1], below))
        case Mul((Num() as number, *rest)) if rest and all(map(_scale, rest)):
            return number, Mul(tuple(rest)) if len(rest) > 1 else rest[0]
    return None


def _scale(node: Node) -> bool:
    """Tell whether a formula is made of units and powers of ten alone."""
    match node:
        case Unit():
            return True
        case Pow(base, exponent):
            ten = isinstance(base, Num) and base.value == 10
            return (ten or _scale(base)) and not any(isinstance(part, Name) for part in walk(exponent))
        case Mul(factors):
            return all(map(_scale, factors))
        case Div(above, below):
            return _scale(above) and _scale(below)
    return False


def unitless(node: Node) -> Node:
    """Return a formula with 1 for every unit."""
    return Num(Fraction(1)) if isinstance(node, Unit) else rebuild(node, unitless)


def may_be_rounded(comparer: Comparer, left: Node, right: Node) -> bool:
    """Tell whether a value is close to a printed one if the decimals in it, of three digits or more, were rounded."""
    digits = [len(str(part.value.numerator)) for part in walk(left) if isinstance(part, Num) and part.places]
    near = comparer.within(Div(unitless(left), unitless(right)), Fraction(1), TENTH / 4) is not False
    return near and any(one >= 3 for one in digits) and may_overlap(comparer, left, unitless(right))


def looked_up(comparer: Comparer, left: Node, right: Node) -> bool:
    r"""Tell whether a printed number is what tables give: Φ at two decimals, to four."""
    number = printed(right)
    places = [part for part in walk(left) if isinstance(part, Apply) and part.function == PHI and not part.primes]
    if number is None or not places:
        return False
    rounded: dict[Node, Node] = {}
    for part in places:
        try:
            place = sp.N(comparer.algebra.value(comparer.ordinary(part.arguments[0])), DIGITS)
        except (Undecided, TypeError):
            return False
        if not place.is_Float:
            return False
        at = Fraction(round(float(place) * 100), 100)
        rounded[part] = Apply(part.function, (Num(at, 2) if at >= 0 else Neg(Num(-at, 2)),), 0)
    return bool(comparer.within(replaced(left, rounded), number[0], max(number[1], len(places) * TABLE)))


def coarse(comparer: Comparer, value: Node, number: Fraction, half: Fraction) -> bool:
    r"""Tell whether a printed number has zeros for digits (``4988 \approx 5000``), or was cut off, or is near."""
    if (exact := printed(value)) is not None and abs(exact[0] - number) <= exact[1]:
        return True  # 10 \approx 9.967
    if half < Fraction(1, 2):
        return bool(comparer.within(value, number + (half if number > 0 else -half), half))
    zeros = len(str(number)) - len(str(number).rstrip("0")) if number else 0
    near = isinstance(value, Num) and comparer.within(Div(value, Num(abs(number) or Fraction(1))), Fraction(1), TENTH)
    return bool(near) or bool(zeros and comparer.within(value, number, half * 10**zeros))


def rounded_inside(comparer: Comparer, left: Node, right: Node) -> bool:
    """Tell whether two numbers may be equal where decimals inside functions and powers were rounded.

    Every decimal of the step is moved by half a unit of its last digit, up and down; the numbers may be equal if the
    difference does not keep its sign. Arguments of the normal distribution have two decimals in tables.
    """
    decimals = list(dict.fromkeys(part for side in (left, right) for part in walk(side) if _is_decimal(part)))
    parts = [part for side in (left, right) for part in walk(side)]
    chances = any(isinstance(part, Chance) for part in parts)
    calls = [part for part in parts if isinstance(part, Call | Pow) or (isinstance(part, Apply) and not chances)]
    inside = any(_is_decimal(part) for call in calls for part in walk(call))
    tabled = [part for part in parts if isinstance(part, Chance) or (isinstance(part, Apply) and part.function == PHI)]
    inside = inside or any(isinstance(part, Num) and part.places == 2 for one in tabled for part in walk(one))
    if worked_out(left, right) or (chances and comparer.within(Div(left, right), Fraction(1), TENTH / 4) is False):
        return False
    return bool(decimals) and (inside or _irrational(left) or _irrational(right)) and may_overlap(comparer, left, right)


def worked_out(left: Node, right: Node) -> bool:
    """Tell whether decimals of one digit come to a number that the other side had the digits to print.

    Nothing was rounded then: of ``1.1^3 = 1.313`` the left is 1.331.
    """
    inner, outer = (
        [part.places for part in walk(side) if isinstance(part, Num) and part.places] for side in (left, right)
    )
    if not inner or not outer or max(inner) > 1 or (value := fraction_of(left)) is None:
        return False
    return bool((value * Fraction(10) ** max(outer)).denominator == 1)


def may_overlap(comparer: Comparer, left: Node, right: Node) -> bool:
    """Tell whether moving the last digits of decimals by half a unit can make two sides equal."""
    decimals = list(dict.fromkeys(part for side in (left, right) for part in walk(side) if _is_decimal(part)))
    if len(decimals) > MAX_DECIMALS:
        return _near(comparer, left, right, decimals)
    real: set[int] = set()
    imaginary: set[int] = set()
    for ways in product((1, -1), repeat=len(decimals)):
        moved = {one: _moved(one, way) for one, way in zip(decimals, ways, strict=True)}
        number = _apart(comparer, left, right, moved)
        if number is None:
            return True
        for part, signs in zip(number, (real, imaginary), strict=True):
            signs.add(0 if abs(part) < TINY else 1 if part > 0 else -1)
    return all(len(signs) > 1 or signs == {0} for signs in (real, imaginary))


def _near(comparer: Comparer, left: Node, right: Node, decimals: Sequence[Node]) -> bool:
    """Tell the same of many decimals: move one after another, and allow twice what all these moves make."""
    ways = [{one: _moved(one, way)} for one in decimals for way in (1, -1)]
    here, *there = (_apart(comparer, left, right, moved) for moved in ({}, *ways))
    if here is None:
        return True
    for at in (0, 1):
        moves = [abs(one[at] - here[at]) for one in there if one is not None]
        if len(moves) < len(ways) or abs(here[at]) <= sum(moves) + TINY:
            continue
        return False
    return True


def _apart(comparer: Comparer, left: Node, right: Node, moved: Mapping[Node, Node]) -> tuple[sp.Expr, sp.Expr] | None:
    """Return the difference of two sides, real and imaginary, once decimals are moved; ``None``: it has no value."""
    one, other = (comparer.ordinary(replaced(side, moved)) for side in (left, right))
    try:
        difference = comparer.algebra.value(one) - comparer.algebra.value(other)
    except (Undecided, TypeError):
        return None
    if not isinstance(difference, sp.Expr):
        return None
    free = sorted(difference.free_symbols, key=str)
    point = {symbol: sp.Rational(2 * at + 3, 2) for at, symbol in enumerate(free)}
    number = sp.N(difference.xreplace(point), DIGITS)
    if not number.is_number or number.has(sp.nan, sp.zoo):
        return None
    parts = number.as_real_imag()
    return parts if all(part.is_Float or part.is_Rational for part in parts) else None


def _irrational(node: Node) -> bool:
    """Tell whether a formula without decimals holds what is worked out to digits: functions, roots, e and pi."""
    parts = list(walk(node))
    return not any(map(_is_decimal, parts)) and any(
        isinstance(part, Apply | Call | Const) or (isinstance(part, Pow) and not isinstance(part.exponent, Num | Neg))
        for part in parts
    )


def _is_decimal(node: Node) -> bool:
    return isinstance(node, Num) and bool(node.places)


def _moved(node: Node, way: int) -> Node:
    value, half = printed(node) or (Fraction(0), Fraction(0))
    moved = value + way * half
    return Num(moved) if moved >= 0 else Neg(Num(-moved))


def replaced(node: Node, moved: Mapping[Node, Node]) -> Node:
    """Put nodes for parts of a formula, whole ones first."""
    return moved[node] if node in moved else rebuild(node, lambda child: replaced(child, moved))
