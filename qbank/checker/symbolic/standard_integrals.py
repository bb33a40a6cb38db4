"""Standard integrals by their formulas: of Gauss, Euler and Dirichlet, and of powers between open bounds."""

from __future__ import annotations

import sympy as sp

from .functions import Expr


def standard(integrand: Expr, symbol: Expr, low: Expr, high: Expr) -> Expr | None:
    """Return a standard improper integral: of Gauss, Euler and Dirichlet."""
    if high != sp.oo or low not in (sp.Integer(0), -sp.oo):
        return None
    factor, rest = integrand.as_independent(symbol, as_Add=False)
    if low == 0 and (slope := _dirichlet(rest, symbol)) is not None:
        return factor * sp.sign(slope) * sp.pi / 2
    parts = sp.Mul.make_args(sp.powsimp(rest))
    exponential = [part for part in parts if isinstance(part, sp.exp) and symbol in part.free_symbols]
    if len(exponential) != 1:
        return None
    power = sp.Mul(*(part for part in parts if part is not exponential[0]))
    base, degree = power.as_base_exp() if power != 1 else (symbol, sp.Integer(0))
    exponent = sp.Poly(exponential[0].args[0], symbol) if exponential[0].args[0].is_polynomial(symbol) else None
    if base != symbol or exponent is None or symbol in degree.free_symbols:
        return None
    coefficients = exponent.all_coeffs()
    if low == 0 and exponent.degree() == 1 and (-coefficients[0]).is_positive and (degree + 1).is_positive:
        return factor * sp.exp(coefficients[1]) * sp.gamma(degree + 1) / (-coefficients[0]) ** (degree + 1)
    if exponent.degree() == 2 and (-coefficients[0]).is_positive:
        whole = _gaussian(-coefficients[0], coefficients[1], coefficients[2], degree, low)
        return None if whole is None else factor * whole
    return None


def _dirichlet(rest: Expr, symbol: Expr) -> Expr | None:
    """Return a of ``sin(ax)/x``."""
    wave = [part for part in sp.Mul.make_args(rest) if isinstance(part, sp.sin)]
    if len(wave) != 1 or rest != wave[0] / symbol:
        return None
    slope = wave[0].args[0] / symbol
    return slope if symbol not in slope.free_symbols and slope.is_nonzero else None


def _gaussian(a: Expr, b: Expr, c: Expr, degree: Expr, low: Expr) -> Expr | None:
    """Return the integral of ``x^n exp(-a x² + b x + c)`` over the line, or over half of it where b is 0."""
    half = sp.Rational(1, 2)
    if low == 0:
        if b != 0 or not (degree + 1).is_positive:
            return None
        return sp.exp(c) * half * sp.gamma((degree + 1) * half) * a ** (-(degree + 1) * half)
    if not isinstance(degree, sp.Integer) or not 0 <= degree <= 12:
        return None
    mean, n = b / (2 * a), int(degree)
    moments = sp.Add(
        *(
            sp.binomial(n, k) * mean ** (n - k) * sp.gamma(sp.Rational(k + 1, 2)) * a ** (-sp.Rational(k + 1, 2))
            for k in range(0, n + 1, 2)
        )
    )
    return sp.exp(c + b**2 / (4 * a)) * moments


def of_powers(integrand: Expr, symbol: Expr, low: Expr, high: Expr) -> Expr | None:
    """Return the integral of a sum of whole powers, of which one breaks at zero, between bounds of open sign.

    It has a value only where both bounds are of one sign, and is the same formula whichever that is.
    """
    bounds = [end for end in (low, high) if end != sp.oo]
    if not any(end.free_symbols for end in bounds) or all(end.is_positive for end in bounds):
        return None
    terms = [term.as_independent(symbol, as_Add=False) for term in sp.Add.make_args(sp.expand(integrand))]
    powers = [(factor, *power.as_base_exp()) for factor, power in terms]
    if any(base != symbol or not isinstance(degree, sp.Integer) for _, base, degree in powers if base != 1):
        return None
    degrees = [(factor, degree if base == symbol else sp.Integer(0)) for factor, base, degree in powers]
    if min(degree for _, degree in degrees) >= 0 or not all(end.is_finite for end in bounds):
        return None
    if high == sp.oo and max(degree for _, degree in degrees) > -2:
        return None
    return sp.Add(*(factor * _of_power(degree, low, high) for factor, degree in degrees))


def _of_power(degree: Expr, low: Expr, high: Expr) -> Expr:
    if degree == -1:
        return sp.log(high / low)
    last = sp.Integer(0) if high == sp.oo else high ** (degree + 1)
    return (last - low ** (degree + 1)) / (degree + 1)
