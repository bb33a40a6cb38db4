"""Limits, by sympy's algorithm of Gruntz on small expressions, both sides checked."""

from __future__ import annotations

import sympy as sp

from qbank.checker.letters import Undecided

from .budget import within
from .functions import Expr
from .zero import is_zero

MAX_OPERATIONS = 120
CALLS = 250_000
_NO_VALUE = (sp.oo, -sp.oo, sp.zoo, sp.nan, sp.AccumBounds, sp.Limit, sp.Order, sp.Integral)


class Infinite(Undecided):
    """A limit was found to be infinite: what holds it has no value."""


def limit_of(expression: Expr, symbol: Expr, target: Expr, side: str = "") -> Expr:
    """Return the finite limit as ``symbol`` goes to ``target`` (``side``: ``+`` from above, ``-`` from below).

    Raises :class:`Undecided` where there is none or none was found.
    """
    if symbol not in expression.free_symbols:
        return expression
    if expression.count_ops() > MAX_OPERATIONS:
        raise Undecided("a limit of too large an expression")
    if (known := _by_growth(expression, symbol, target, side)) is not None:
        return known
    if target in (sp.oo, -sp.oo):
        return one_sided(expression, symbol, target, "-" if target == sp.oo else "+")
    if side:
        return one_sided(expression, symbol, target, side)
    if (plain := _continuous(expression, symbol, target)) is not None:
        return plain
    above, below = (one_sided(expression, symbol, target, direction) for direction in "+-")
    if not is_zero(above - below):
        raise Undecided("the limits from the two sides are not shown to agree")
    return above


def _by_growth(expression: Expr, symbol: Expr, target: Expr, side: str) -> Expr | None:
    """Return a limit at infinity, or at 0 from above, of terms that vanish or are constant.

    Exponentials of polynomials outgrow powers, and powers outgrow logarithms. Sympy's algorithm knows that too, but
    takes so many calls for it that its budget may be spent.
    """
    if target != sp.oo and not (target == 0 and side == "+"):
        return None
    limits = [_of_term(term, symbol, at_zero=target == 0) for term in sp.Add.make_args(sp.expand(expression))]
    return None if None in limits else sp.Add(*limits)


def _of_term(term: Expr, symbol: Expr, *, at_zero: bool) -> Expr | None:
    constant, rest = term.as_independent(symbol, as_Add=False)
    power, logarithms, exponent = sp.Integer(0), sp.Integer(0), sp.Integer(0)
    for factor in sp.Mul.make_args(rest):
        base, order = factor.as_base_exp()
        if isinstance(factor, sp.exp) and factor.args[0].is_polynomial(symbol):
            exponent += factor.args[0]
        elif base == symbol and order.is_Rational:
            power += order
        elif base == sp.log(symbol) and order.is_Rational:
            logarithms += order
        elif factor != 1:
            return None
    exponent = sp.expand(exponent)
    if at_zero:
        constant, power = constant * sp.exp(exponent.subs(symbol, 0)), -power
    elif symbol in exponent.free_symbols:
        return sp.Integer(0) if sp.LC(exponent, symbol).is_negative else None
    if power < 0 or (power == 0 and logarithms < 0):
        return sp.Integer(0)
    return constant if power == logarithms == 0 else None


def one_sided(expression: Expr, symbol: Expr, target: Expr, side: str) -> Expr:
    """Return the finite limit from one side. Raises :class:`Undecided`."""
    if expression.has(sp.Piecewise):
        expression = _branch(expression, symbol, target, side)
    going = sp.Dummy("n" if target == sp.oo else "x", real=True, **({"positive": True} if target == sp.oo else {}))
    inside = expression.xreplace({symbol: going})
    if (
        target == sp.oo
        and inside.has(sp.Pow)
        and any(
            power.base.is_number and power.base.is_negative and going in power.exp.free_symbols
            for power in inside.atoms(sp.Pow)
        )
    ):
        raise Undecided("a limit of alternating terms")
    if inside.has(sp.factorial, sp.binomial):
        inside = within(CALLS, lambda: sp.combsimp(inside)) or inside
    found = _by_growth(inside, going, target, side) if target == sp.oo else None
    if found is None:
        found = within(CALLS, lambda: sp.limit(inside, going, target, side))
    if found in (sp.oo, -sp.oo) and _grows(inside, going, target, side):
        raise Infinite("the limit is infinite")
    if found is None or going in found.free_symbols or found.has(*_NO_VALUE) or found.has(sp.floor, sp.ceiling):
        raise Undecided("no finite limit was found")
    return found


def _grows(expression: Expr, symbol: Expr, target: Expr, side: str) -> bool:
    """Tell whether an expression of one symbol is seen to grow towards the target too."""
    if expression.free_symbols != {symbol}:
        return False
    near = [sp.Rational(1, 10**at) for at in (2, 4, 8)]
    places = [1 / one if target == sp.oo else target + (one if side == "+" else -one) for one in near]
    sizes = [abs(sp.N(expression.xreplace({symbol: place}), 30)) for place in places]
    return all(one.is_Float for one in sizes) and bool(sizes[0] < sizes[1] < sizes[2] and sizes[2] > 1)


def _branch(expression: Expr, symbol: Expr, target: Expr, side: str) -> Expr:
    """Return cases as they are beside the target on one side, not at it. Raises :class:`Undecided`."""
    if target in (sp.oo, -sp.oo) or expression.free_symbols != {symbol} or target.free_symbols:
        raise Undecided("a limit of cases")

    def beside(cases: Expr) -> Expr:
        for value, condition in cases.args:
            holds = _beside(condition, symbol, target, side)
            if holds is None:
                break
            if holds:
                return value
        raise Undecided("which case holds beside the target is not known")

    return expression.replace(lambda part: isinstance(part, sp.Piecewise), beside)


def _beside(condition: Expr, symbol: Expr, target: Expr, side: str) -> bool | None:
    """Tell whether a condition holds in all points near the target on one side; ``None`` where that is not known."""
    if condition in (sp.true, sp.false):
        return bool(condition)
    if isinstance(condition, sp.And | sp.Or):
        found = [_beside(one, symbol, target, side) for one in condition.args]
        if None in found:
            return None
        return all(found) if isinstance(condition, sp.And) else any(found)
    if not isinstance(condition, sp.core.relational.Relational):
        return None
    gap = sp.expand(condition.lhs - condition.rhs)
    if not gap.is_polynomial(symbol) or sp.degree(gap, symbol) != 1:
        return None
    at, slope = gap.subs(symbol, target), gap.coeff(symbol, 1)
    if not at.is_Rational or not slope.is_Rational:
        return None
    sign = at if at != 0 else slope if side == "+" else -slope
    return bool(condition.func(sign, 0))


def _continuous(expression: Expr, symbol: Expr, target: Expr) -> Expr | None:
    """Return the value at the target where the expression is made of functions continuous there."""
    smooth = (sp.Add, sp.Mul, sp.exp, sp.sin, sp.cos, sp.atan, sp.Abs, sp.Symbol, sp.Rational, sp.NumberSymbol)
    for part in sp.preorder_traversal(expression):
        if isinstance(part, smooth):
            continue
        if isinstance(part, sp.Pow) and part.exp.is_Integer and part.exp > 0:
            continue
        return None
    return expression.xreplace({symbol: target})
