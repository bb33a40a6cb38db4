"""Antiderivatives, found in several ways; our own zero test confirms each by differentiation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import sympy as sp
from sympy.integrals.manualintegrate import manualintegrate

from .budget import within
from .continuity import CALLS, linear_slope
from .functions import Expr, LogAbs
from .zero import is_zero

MAX_OPERATIONS = 150
MAX_CANDIDATES = 8
_INVERSE = (sp.atan, sp.asin, sp.acos, sp.acot, sp.asinh, sp.acosh, sp.atanh)


def antiderivative(integrand: Expr, symbol: Expr, facts: Sequence[Expr] = ()) -> Expr | None:
    """Return a function whose derivative by ``symbol`` is shown to be ``integrand``, or ``None``."""
    if symbol not in integrand.free_symbols:
        return integrand * symbol
    if integrand.count_ops() > MAX_OPERATIONS:
        return None
    terms = sp.Add.make_args(sp.expand(integrand))
    if len(terms) > 1:
        parts = [_term(term, symbol, facts) for term in terms]
        if all(part is not None for part in parts):
            return sp.Add(*parts)
    return _term(integrand, symbol, facts)


def _term(integrand: Expr, symbol: Expr, facts: Sequence[Expr], depth: int = 0) -> Expr | None:
    factor, rest = integrand.as_independent(symbol, as_Add=False)
    inverse = partial(_inverse_by_parts, depth=depth)
    for attempt in (_table, _rational, partial(_substituted, depth=depth), _exponentials, _by_parts, inverse, _by_hand):
        found = attempt(rest, symbol)
        if found is None or found.has(sp.Integral, sp.Piecewise, sp.RootSum, sp.nan, sp.zoo, sp.oo):
            continue
        if is_zero(_derivative(found, symbol) - rest, facts):
            return factor * found
    return None


def _derivative(expression: Expr, symbol: Expr) -> Expr:
    """Return the derivative, that of ``ln|u|`` as ``u'/u``."""
    inside = expression.replace(
        lambda part: isinstance(part, sp.log) and isinstance(part.args[0], sp.Abs),
        lambda part: LogAbs(part.args[0].args[0]),
    )
    return sp.diff(inside, symbol)


def _substituted(integrand: Expr, symbol: Expr, *, depth: int = 0) -> Expr | None:
    """Return the antiderivative of ``h(g) g'`` as that of h at g."""
    if depth > 1:
        return None
    inner = sp.Dummy("u", real=True)
    found: list[Expr] = []
    for part in sp.preorder_traversal(integrand.replace(sp.tan, lambda of: sp.sin(of) / sp.cos(of))):
        candidates = [part] if isinstance(part, sp.Function) else []
        if isinstance(part, sp.Pow):
            candidates = [part.base] if part.exp.is_number else [part.exp, part]
        candidates += list(part.args) if isinstance(part, sp.Function) else []
        found += [one for one in candidates if one != symbol and symbol in one.free_symbols and one not in found]
    whole = integrand.replace(sp.tan, lambda of: sp.sin(of) / sp.cos(of))
    for candidate in found[:MAX_CANDIDATES]:
        slope = sp.diff(candidate, symbol)
        rest = sp.powsimp(sp.cancel(whole.xreplace({candidate: inner}) / slope.xreplace({candidate: inner})))
        rest = rest.subs(candidate, inner)
        if symbol in rest.free_symbols:
            continue
        outer = _found(rest, inner, depth + 1)
        if outer is not None:
            return outer.xreplace({inner: candidate})
    return None


def _found(integrand: Expr, symbol: Expr, depth: int) -> Expr | None:
    terms = sp.Add.make_args(sp.expand(integrand))
    parts = [_term(term, symbol, (), depth) for term in terms]
    return sp.Add(*parts) if all(part is not None for part in parts) else _term(integrand, symbol, (), depth)


def _exponentials(integrand: Expr, symbol: Expr) -> Expr | None:
    """Return the antiderivative of a polynomial times exponentials, sines and cosines of what is linear."""
    if not integrand.has(sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh):
        return None
    total: Expr = sp.Integer(0)
    for term in sp.Add.make_args(sp.expand(sp.expand(integrand.rewrite(sp.exp)), power_exp=False)):
        exponent, rest = sp.Integer(0), sp.Integer(1)
        for factor in sp.Mul.make_args(term):
            if isinstance(factor, sp.exp):
                exponent += factor.args[0]
            elif isinstance(factor, sp.Pow) and isinstance(factor.base, sp.exp) and factor.exp.is_Integer:
                exponent += factor.base.args[0] * factor.exp
            else:
                rest *= factor
        slope = sp.expand(sp.diff(exponent, symbol))
        if symbol in slope.free_symbols or not rest.is_polynomial(symbol):
            return None
        if slope == 0:
            total += sp.Poly(rest, symbol).integrate().as_expr() * sp.exp(exponent)
            continue
        turn = slope.coeff(sp.I)
        straight = sp.expand(slope - sp.I * turn)
        inverse = (straight - sp.I * turn) / (straight**2 + turn**2)
        part, factor = rest, inverse
        while part != 0:
            total += factor * part * _as_waves(sp.expand(exponent))
            part, factor = sp.expand(sp.diff(part, symbol)), -factor * inverse
    whole = sp.expand(total)
    return whole - sp.I * whole.coeff(sp.I)


def _as_waves(exponent: Expr) -> Expr:
    """Write e to a complex power with sine and cosine."""
    imaginary = exponent.coeff(sp.I)
    real = sp.expand(exponent - sp.I * imaginary)
    return sp.exp(real) * (sp.cos(imaginary) + sp.I * sp.sin(imaginary))


def _by_parts(integrand: Expr, symbol: Expr) -> Expr | None:
    """Return ``∫ p ln^n u`` for a power p: by parts, until the logarithm is gone."""
    logs = [part for part in integrand.atoms(sp.log) if symbol in part.free_symbols]
    if len(logs) != 1 or (slope := linear_slope(logs[0].args[0], symbol)) is None:
        return None
    inside = logs[0].args[0]
    u, rest = sp.Dummy("u", positive=True), sp.Dummy("l", real=True)
    moved = sp.expand(integrand.xreplace({logs[0]: rest}).xreplace({symbol: (u - (inside - slope * symbol)) / slope}))
    total: Expr = sp.Integer(0)
    for term in sp.Add.make_args(moved):
        factor, other = term.as_independent(u, rest, as_Add=False)
        power = sp.degree(other, rest) if other.is_polynomial(rest) and rest in other.free_symbols else 0
        base, exponent = (other / rest**power).as_base_exp() if other != rest**power else (u, sp.Integer(0))
        if base != u or rest in exponent.free_symbols or not exponent.is_number:
            return None
        if exponent == -1:
            total += factor * rest ** (power + 1) / (power + 1)
            continue
        for step in range(power + 1):
            sign = (-1) ** step * sp.ff(power, step) / (exponent + 1) ** (step + 1)
            total += factor * sign * u ** (exponent + 1) * rest ** (power - step)
    return total.xreplace({rest: logs[0], u: inside}) / slope


def _inverse_by_parts(integrand: Expr, symbol: Expr, *, depth: int = 0) -> Expr | None:
    """Return ``∫ p g`` for a polynomial p and an inverse function g: by parts, its derivative being algebraic."""
    inverse = [part for part in integrand.atoms(*_INVERSE) if symbol in part.free_symbols]
    if len(inverse) != 1 or depth > 1:
        return None
    rest = sp.cancel(integrand / inverse[0])
    if not rest.is_polynomial(symbol):
        return None
    whole = sp.Poly(rest, symbol).integrate().as_expr()
    remainder = sp.together(whole * sp.diff(inverse[0], symbol))
    other = _found(remainder, symbol, depth + 1)
    return None if other is None else whole * inverse[0] - other


def _table(integrand: Expr, symbol: Expr) -> Expr | None:
    """Return the antiderivative of a power, an exponential, a sine or cosine of what is linear."""
    if integrand == 1:
        return symbol
    base, exponent = integrand.as_base_exp()
    if symbol not in exponent.free_symbols and (slope := linear_slope(base, symbol)) is not None:
        if exponent == -1:
            return sp.log(sp.Abs(base)) / slope
        if is_zero(exponent + 1):
            return None
        return (
            base ** (exponent + 1) / (exponent + 1) / slope if exponent.is_number or (exponent + 1).is_nonzero else None
        )
    if (
        exponent == -1
        and isinstance(base, sp.sin | sp.cos)
        and (slope := linear_slope(base.args[0], symbol)) is not None
    ):
        one, other = sp.cos(base.args[0]), sp.sin(base.args[0])
        return sp.log(sp.Abs((1 - one) / other if base == other else (1 + other) / one)) / slope
    if (
        isinstance(integrand, sp.exp | sp.sin | sp.cos)
        and (slope := linear_slope(integrand.args[0], symbol)) is not None
    ):
        inside = integrand.args[0]
        whole = {sp.exp: sp.exp(inside), sp.sin: -sp.cos(inside), sp.cos: sp.sin(inside)}[type(integrand)]
        return whole / slope
    return None


def _rational(integrand: Expr, symbol: Expr) -> Expr | None:
    """Return the antiderivative of a rational function with rational coefficients, by partial fractions."""
    if not integrand.is_rational_function(symbol):
        return None
    if integrand.free_symbols != {symbol}:
        return _over_quadratic(integrand, symbol)
    parts = within(CALLS, lambda: sp.apart(integrand, symbol))
    if parts is None:
        return None
    total: Expr = sp.Integer(0)
    for part in sp.Add.make_args(parts):
        found = _table(part.as_independent(symbol, as_Add=False)[1], symbol)
        if found is not None:
            total += part.as_independent(symbol, as_Add=False)[0] * found
        elif part.is_polynomial(symbol):
            total += sp.Poly(part, symbol).integrate().as_expr()
        elif (quadratic := _over_quadratic(part, symbol)) is not None:
            total += quadratic
        else:
            return None
    return total


def _over_quadratic(part: Expr, symbol: Expr) -> Expr | None:
    """Return the antiderivative of ``(mx + n)/(ax² + bx + c)``."""
    above, below = (sp.Poly(one, symbol) for one in sp.fraction(sp.together(part)))
    if below.degree() != 2 or above.degree() > 1:
        return None
    a, b, c = below.all_coeffs()
    m, n = above.coeff_monomial(symbol), above.coeff_monomial(1)
    gap = 4 * a * c - b**2
    if not (gap.is_positive or gap.is_negative):
        return None
    logarithm = m / (2 * a) * sp.log(sp.Abs(below.as_expr()))
    root = sp.sqrt(gap if gap.is_positive else -gap)
    inner = 2 * a * symbol + b
    if gap.is_positive:
        return logarithm + (n - m * b / (2 * a)) * 2 / root * sp.atan(inner / root)
    return logarithm + (n - m * b / (2 * a)) / root * sp.log(sp.Abs((inner - root) / (inner + root)))


def _by_hand(integrand: Expr, symbol: Expr) -> Expr | None:
    found = within(CALLS, lambda: manualintegrate(integrand, symbol))
    if found is None:
        return None
    return _real_logarithms(found, symbol)


def _real_logarithms(expression: Expr, symbol: Expr) -> Expr:
    """Write ``ln|u|`` for ``ln u``: the same derivative, and a real value on both sides of a zero of u."""

    def real(of: Expr) -> Expr:
        return sp.log(of) if symbol not in of.free_symbols or of.is_positive else sp.log(sp.Abs(of))

    return expression.replace(sp.log, real)
