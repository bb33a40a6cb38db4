"""Whether a formula is continuous, or not zero, strictly between two bounds: shown, or left open."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from .budget import within
from .functions import Expr

CALLS = 150_000
_BREAKING = (sp.tan, sp.cot, sp.sec, sp.csc, sp.floor, sp.ceiling, sp.sign, sp.Piecewise, sp.atan2, sp.arg,
             sp.factorial, sp.gamma, sp.binomial, sp.Heaviside, sp.DiracDelta, sp.Integral)  # fmt: skip


def critical(expression: Expr, symbol: Expr) -> Iterator[Expr]:
    """Yield what must not vanish for the expression to be continuous in ``symbol``."""
    for part in sp.preorder_traversal(expression):
        if symbol not in part.free_symbols:
            continue
        if (
            isinstance(part, sp.Pow)
            and symbol in part.base.free_symbols
            and not (part.exp.is_number and part.exp.is_nonnegative)
        ):
            yield part.base
        elif isinstance(part, sp.log):
            yield part.args[0]
        elif isinstance(part, sp.tan | sp.sec):
            yield sp.cos(part.args[0])
        elif isinstance(part, sp.cot | sp.csc):
            yield sp.sin(part.args[0])


def continuous(expression: Expr, symbol: Expr, low: Expr, high: Expr) -> bool:
    """Show that an expression is continuous strictly between the bounds; ``False``: it was not shown."""
    breaking = [one for one in _BREAKING if one not in (sp.tan, sp.cot, sp.sec, sp.csc)]
    if any(symbol in part.free_symbols for part in expression.atoms(*breaking)):
        return False
    return all(nonzero(part, symbol, low, high) for part in critical(expression, symbol))


def nonzero(expression: Expr, symbol: Expr, low: Expr, high: Expr) -> bool:
    """Show that an expression is not zero strictly between the bounds."""
    if isinstance(expression, sp.Abs):
        return nonzero(expression.args[0], symbol, low, high)
    if isinstance(expression, sp.exp):
        return True
    if isinstance(expression, sp.Mul):
        return all(
            nonzero(factor, symbol, low, high) if symbol in factor.free_symbols else bool(factor.is_nonzero)
            for factor in expression.args
        )
    if isinstance(expression, sp.Pow) and symbol not in expression.exp.free_symbols:
        return nonzero(expression.base, symbol, low, high)
    if expression.is_nonzero:
        return True
    if isinstance(expression, sp.sin | sp.cos):
        return _within_branch(expression, symbol, low, high)
    if isinstance(expression, sp.Add) and len(expression.args) == 2 and abs(expression.args[0]) == 1:
        wave = sp.Mul(*(one for one in sp.Mul.make_args(expression.args[1]) if one != -1))
        if isinstance(wave, sp.sin | sp.cos):  # 1 + sin u vanishes only where cos u does
            other = sp.cos if isinstance(wave, sp.sin) else sp.sin
            return _within_branch(other(wave.args[0]), symbol, low, high)
    if (
        expression.is_polynomial(symbol)
        and expression.free_symbols == {symbol}
        and has_rational_coefficients(expression)
    ):
        return _no_root(expression, symbol, low, high)
    moved = _moved(expression, symbol, low, high)
    return moved is not None and _one_sign(moved)


def has_rational_coefficients(expression: Expr) -> bool:
    """Tell whether all numbers in an expression are fractions."""
    return all(isinstance(number, sp.Rational) for number in expression.atoms(sp.Number, sp.NumberSymbol))


def _no_root(expression: Expr, symbol: Expr, low: Expr, high: Expr) -> bool:
    """Tell whether a polynomial has no root strictly between the bounds: its real roots are isolated exactly."""
    polynomial = sp.Poly(expression, symbol)
    if polynomial.degree() > 12 or not all(coefficient.is_Rational for coefficient in polynomial.all_coeffs()):
        return False
    roots = within(CALLS, polynomial.real_roots)
    if roots is None:
        return False
    return all(sp.Gt(root, low) == sp.false or sp.Lt(root, high) == sp.false for root in roots)


def _within_branch(expression: Expr, symbol: Expr, low: Expr, high: Expr) -> bool:
    """Tell whether a sine or cosine of something linear has no zero strictly between the bounds."""
    inside = expression.args[0]
    slope = linear_slope(inside, symbol)
    if slope is None or not (low.is_finite and high.is_finite):
        return False
    ends = [inside.xreplace({symbol: end}) / sp.pi for end in (low, high)]
    shift = sp.Rational(1, 2) if isinstance(expression, sp.cos) else sp.Integer(0)
    if not all(end.is_number for end in ends):
        return False
    ends.sort(key=float)
    first = sp.floor(ends[0] - shift)
    return bool(sp.Le(ends[1] - shift, first + 1) == sp.true)


def linear_slope(expression: Expr, symbol: Expr) -> Expr | None:
    """Return the factor of ``symbol`` in a linear expression, if it is not zero."""
    slope = sp.diff(expression, symbol)
    return None if slope == 0 or symbol in slope.free_symbols else slope


def _moved(expression: Expr, symbol: Expr, low: Expr, high: Expr) -> Expr | None:
    """Return the expression with the open interval made that of all positive numbers."""
    going = sp.Dummy("p", positive=True)
    if low == -sp.oo and high == sp.oo:
        return None
    if high == sp.oo:
        inside = low + going
    elif low == -sp.oo:
        inside = high - going
    else:
        inside = (low + high * going) / (1 + going)
    return sp.fraction(sp.together(expression.xreplace({symbol: inside})))[0]


def _one_sign(expression: Expr) -> bool:
    """Tell whether an expression in positive quantities is plainly positive or plainly negative."""
    whole = sp.expand(expression)
    return bool(whole.is_positive or whole.is_negative)
