r"""Remainders of Taylor expansions: ``\cos x = 1 - \frac{x^2}{2} + O(x^4)`` near zero.

``A = B + O(x^k)`` says that A - B is at most of order k where x goes to 0 (``O((x - a)^k)``: to a). Each O stands for
an unknown bounded factor. The claim holds where neither the difference without them nor the errors of the left side are
of lower order than those of the right side, and is false where the difference is of lower order than all errors.

Orders come from the leading term and, by itself, from numbers close to the point; both must agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from .deciding.equality import Comparer
from .deciding.witness import Difference
from .letters import Undecided
from .printing import latex
from .ruling import WRONG, Ruling
from .solution import FAILS, HOLDS, UNDECIDED
from .symbolic.budget import within
from .symbolic.functions import Expr
from .symbolic.slopes import slope
from .symbolic.zero import is_zero
from .syntax import Add, Call, Limit, Mul, Name, Neg, Node, Num, Pow, rebuild, walk

_X = sp.Symbol("x", real=True)
ORDER = "O"
"""The function by which remainders are written."""
OPEN = "orders that were not decided"
CALLS = 400_000
MAX_ORDER = 12
NEAR = (sp.Rational(1, 10**8), sp.Rational(1, 10**10))
STEP = sp.Rational(1, 100)
"""How far from the point a difference is shown."""
CLOSE = 0.01
"""How far an order found by numbers may be from a whole one."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A side near the point: its value without errors, and the order of these (infinite where there are none)."""

    value: Expr
    errors: Expr


def has_order(*nodes: Node) -> bool:
    """Tell whether a remainder stands in a formula."""
    return any(isinstance(part, Call) and part.function == ORDER for node in nodes for part in walk(node))


def judge(comparer: Comparer, left: Node, sign: str, right: Node) -> Ruling:
    """Judge a claim with remainders."""
    if sign != "=":
        return Ruling(UNDECIDED, OPEN)
    try:
        found = within(CALLS, lambda: _judged(comparer, left, right))
    except Undecided as problem:
        return Ruling(UNDECIDED, str(problem))
    return found or Ruling(UNDECIDED, OPEN)


def _judged(comparer: Comparer, left: Node, right: Node) -> Ruling | None:
    limits = any(isinstance(side, Limit) for side in (left, right))
    place = _place([left, right])
    sides = [side.body if isinstance(side, Limit) else side for side in (left, right)]
    towards = [(side.by, side.to) for side in (left, right) if isinstance(side, Limit)]
    if place is None or any(one != place for one in towards) or comparer.premises.defines(place[0]):
        return None
    one, other = (_side(comparer, side, place) for side in sides)
    difference = _order(one.value - other.value)
    if difference is None:
        return None
    if limits:  # both go to one value
        if min(one.errors, other.errors) > 0 and difference > 0:
            return Ruling(HOLDS, "both go to one value")
        wrong = difference <= 0 < min(one.errors, other.errors)
        return Ruling(FAILS, WRONG, _shown(comparer, place, one, other)) if wrong else None
    if other.errors < sp.oo and difference >= other.errors and one.errors >= other.errors:
        return Ruling(HOLDS, f"agrees up to the order {other.errors}")
    if difference < min(one.errors, other.errors):
        return Ruling(FAILS, f"is wrong in the term of order {difference}", _shown(comparer, place, one, other))
    return None


def _shown(comparer: Comparer, place: tuple[Name, Node], one: _Side, other: _Side) -> Difference | None:
    """Return a point near the place, with both sides there but for their remainders."""
    letter, target = place
    chosen = _chosen(one.value - other.value) | {_X: STEP}
    values = [side.value.subs(chosen).evalf(20) for side in (one, other)]
    if not all(value.is_Float for value in values):
        return None
    keys = comparer.algebra.keys
    point = {latex(letter): str(comparer.algebra.value(target) + STEP)}
    point |= {latex(key): str(value) for symbol, value in chosen.items() if isinstance(key := keys.get(symbol), Name)}
    return Difference(point, *(str(sp.N(value, 12)) for value in values))


def _chosen(value: Expr) -> dict[Expr, Expr]:
    """Return numbers for all that an expression holds besides the distance."""
    others = sorted(value.free_symbols - {_X}, key=str)
    return {one: sp.Rational(7 + 4 * at, 5 + at) for at, one in enumerate(others)}


def _place(nodes: Iterable[Node]) -> tuple[Name, Node] | None:
    """Return the letter that the remainders are of, and where it goes; nothing where they differ in that."""
    parts = (part for node in nodes for part in walk(node))
    found = {_of(part.arguments[0]) for part in parts if isinstance(part, Call) and part.function == ORDER}
    return next(iter(found)) if len(found) == 1 else None


def _of(node: Node) -> tuple[Name, Node] | None:
    match node:
        case Name():
            return node, Num(Fraction(0))
        case Pow(base, Num(power)) if power > 0:
            return _of(base)
        case Add((Name() as letter, Neg(Num() as number))):
            return letter, number
        case Add((Name() as letter, Num() as number)):
            return letter, Neg(number)
    return None


def _side(comparer: Comparer, node: Node, place: tuple[Name, Node]) -> _Side:
    """Return a side in terms of the distance from the point. Raises :class:`Undecided`."""
    letter, target = place
    errors: list[Name] = []
    algebra = comparer.algebra
    value = algebra.value(_factored(node, errors))
    if not isinstance(value, sp.Expr) or comparer.premises.dependences:
        raise Undecided(OPEN)
    symbol, marks = algebra.symbol(letter), [algebra.symbol(error) for error in errors]
    if any(not isinstance(algebra.keys.get(one), Name) for one in value.free_symbols):
        raise Undecided(OPEN)
    value = value.xreplace({symbol: _X}).subs(_X, _X + algebra.value(target))
    exact = value.xreplace(dict.fromkeys(marks, sp.Integer(0)))
    order = _order(value - exact) if marks else sp.oo
    if order is None:
        raise Undecided(OPEN)
    return _Side(exact, order)


def _factored(node: Node, errors: list[Name]) -> Node:
    """Put an unknown factor times its argument for each remainder."""
    if isinstance(node, Call) and node.function == ORDER:
        errors.append(Name(f"{ORDER}#{len(errors)}"))
        return Mul((errors[-1], node.arguments[0]))
    return rebuild(node, lambda part: _factored(part, errors))


def _order(value: Expr) -> Expr | None:
    """Return the order at 0 of an expression in ``_X``, infinite for zero; ``None`` where it is not known."""
    if is_zero(value):
        return sp.oo
    above, below = (_of_analytic(part) for part in sp.fraction(sp.together(value)))
    if above is not None and below is not None:
        power = above - below
    else:
        lead, power = value.leadterm(_X)
        if not power.is_Rational or lead.has(_X) or is_zero(lead):
            return None
    chosen = _chosen(value)
    for side in (1, -1):
        near, nearer = (abs(value.subs(chosen).subs(_X, side * one).evalf(20, maxn=600)) for one in NEAR)
        if not (near.is_Float and nearer.is_Float and near > 0 and nearer > 0):
            if side < 0 and not power.is_Integer:
                continue  # of roots
            return None
        if abs(sp.log(near / nearer) / sp.log(NEAR[0] / NEAR[1]) - power) > CLOSE:
            return None
    return sp.Rational(power)


def _of_analytic(value: Expr) -> Expr | None:
    """Return the order at 0 by the first derivative that does not vanish there."""
    for order in range(MAX_ORDER):
        here = value.xreplace({_X: sp.Integer(0)})
        if here.has(sp.nan, sp.zoo, sp.oo, sp.AccumBounds):
            return None
        if not is_zero(here):
            return sp.Integer(order)
        value = slope(value, _X)
    return None
