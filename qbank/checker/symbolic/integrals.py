"""Definite integrals, through antiderivatives that are shown to be continuous where they must be.

A definite integral has a value only if the antiderivative is shown to be continuous inside the interval: every
denominator, and every argument of a logarithm, is shown not to vanish there. Ends are reached by limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

import sympy as sp

from qbank.checker.letters import Undecided

from .antiderivatives import antiderivative
from .budget import within
from .continuity import CALLS, continuous, critical, has_rational_coefficients, linear_slope
from .functions import Expr
from .limits import limit_of, one_sided
from .roots import without_roots
from .standard_integrals import of_powers, standard
from .zero import is_zero

MAX_PIECES = 6


def definite(integrand: Expr, symbol: Expr, low: Expr, high: Expr, facts: Sequence[Expr] = ()) -> Expr:
    """Return the definite integral. Raises :class:`Undecided` where it is not found for certain."""
    if low == high or integrand == 0:
        return sp.Integer(0)
    if symbol not in integrand.free_symbols and low.is_finite and high.is_finite:
        return integrand * (high - low)
    if low == sp.oo or high == -sp.oo or (low.is_number and high.is_number and (high - low).is_negative):
        return -definite(integrand, symbol, high, low, facts)
    if (known := of_powers(integrand, symbol, low, high)) is not None:
        return known
    if low.is_nonnegative:
        inside = sp.Dummy("x", positive=True)
        integrand, symbol = integrand.xreplace({symbol: inside}), inside
    if (known := standard(integrand, symbol, low, high)) is not None:
        return known
    integrand = without_roots(integrand, symbol, low, high)
    total: Expr = sp.Integer(0)
    for piece, start, end in _pieces(integrand, symbol, low, high):
        total += _smooth(piece, symbol, start, end, facts)
    return total


def _smooth(integrand: Expr, symbol: Expr, low: Expr, high: Expr, facts: Sequence[Expr]) -> Expr:
    if integrand == 0:
        return sp.Integer(0)
    constant, rest = integrand.as_independent(symbol, as_Add=False)
    if constant != 1:  # k/(cr) has a value only where c is not zero
        return constant * _smooth(rest, symbol, low, high, facts)
    if not continuous(integrand, symbol, low, high):
        raise Undecided("whether the integrand is continuous between the bounds was not shown")
    if low.is_finite and is_zero(low + high) and all(_closed(integrand, symbol, end) for end in (low, high)):
        mirrored = integrand.xreplace({symbol: -symbol})
        if is_zero(integrand + mirrored, facts):
            return sp.Integer(0)
    whole = antiderivative(integrand, symbol, facts)
    if whole is None:
        raise Undecided("no antiderivative was found")
    if whole.has(sp.exp):  # e^{-x} out of sums in denominators
        whole = sp.Add(*(within(CALLS, partial(sp.factor, term)) or term for term in sp.Add.make_args(whole)))
    if not continuous(whole, symbol, low, high):
        raise Undecided("whether the antiderivative is continuous between the bounds was not shown")
    return _end(whole, symbol, high, "-") - _end(whole, symbol, low, "+")


def _end(whole: Expr, symbol: Expr, end: Expr, side: str) -> Expr:
    """Return the value at an end: plainly where all is continuous there too, else by a limit."""
    if end.is_finite is not False and _closed(whole, symbol, end):
        return whole.xreplace({symbol: end})
    if end in (sp.oo, -sp.oo):
        lasting = [term for term in sp.Add.make_args(whole) if not _decays(term, symbol, end)]
        rest = sp.Add(*lasting)
        return limit_of(sp.logcombine(rest, force=True), symbol, end) if rest != 0 else sp.Integer(0)
    return one_sided(whole, symbol, end, side)


def _decays(term: Expr, symbol: Expr, end: Expr) -> bool:
    """Tell whether a term is an exponential that falls, times powers, sines and cosines: it goes to zero."""
    exponent: Expr = sp.Integer(0)
    for factor in sp.Mul.make_args(term):
        if isinstance(factor, sp.exp):
            exponent += factor.args[0]
        elif not _tame(factor, symbol):
            return False
    slope = linear_slope(sp.expand(exponent), symbol)
    if slope is None:
        return False
    slope = sp.factor(slope)
    return bool(slope.is_negative if end == sp.oo else slope.is_positive)


def _tame(part: Expr, symbol: Expr) -> bool:
    """Tell whether an expression grows no faster than a power of ``symbol``."""
    if symbol not in part.free_symbols or part == symbol:
        return True
    if isinstance(part, sp.sin | sp.cos):
        return bool(part.args[0].is_real)
    if isinstance(part, sp.Add | sp.Mul):
        return all(_tame(one, symbol) for one in part.args)
    return isinstance(part, sp.Pow) and part.base == symbol and part.exp.is_number


def _closed(expression: Expr, symbol: Expr, end: Expr) -> bool:
    """Tell whether nothing that must not vanish vanishes at the end itself."""
    for part in critical(expression, symbol):
        value = part.xreplace({symbol: end})
        known = value.is_nonzero
        if known is None and value.is_number:
            known = not is_zero(value)
        if not known:
            return False
    return True


def _pieces(integrand: Expr, symbol: Expr, low: Expr, high: Expr) -> Iterator[tuple[Expr, Expr, Expr]]:
    """Part the interval where absolute values and cases change, and put in what they are on each part."""
    cuts: set[Expr] = set()
    turning = [part for part in integrand.atoms(sp.Abs, sp.Piecewise) if symbol in part.free_symbols]
    for part in turning:
        inner = [part.args[0]] if isinstance(part, sp.Abs) else _changes(part)
        for one in inner:
            if one.is_polynomial(symbol) and sp.degree(one, symbol) == 1 and one.free_symbols == {symbol}:
                slope = one.coeff(symbol, 1)
                cuts.add(-sp.expand(one - slope * symbol) / slope)  # t - \pi
                continue
            if not one.is_polynomial(symbol) or one.free_symbols != {symbol} or not has_rational_coefficients(one):
                raise Undecided("where the integrand changes its form was not found")
            cuts |= set(sp.Poly(one, symbol).real_roots())
    ends = [low, *sorted(cut for cut in cuts if cut > low and cut < high), high]
    if len(ends) > MAX_PIECES + 1:
        raise Undecided("an integrand of too many pieces")
    for start, end in pairwise(ends):
        if not turning:
            yield integrand, start, end
            continue
        middle = _between(start, end)
        put: dict[Expr, Expr] = {}
        for part in turning:
            if isinstance(part, sp.Abs):
                inside = part.args[0]
                put[part] = inside if inside.xreplace({symbol: middle}) > 0 else -inside
            else:
                put[part] = next(
                    (value for value, condition in part.args if condition.xreplace({symbol: middle}) == sp.true), sp.nan
                )
        piece = integrand.xreplace(put)
        if piece.has(sp.nan):
            raise Undecided("the integrand is not defined between the bounds")
        yield piece, start, end


def _changes(cases: Expr) -> list[Expr]:
    """Return what changes its sign where cases change."""
    conditions = [relation for _, condition in cases.args for relation in condition.atoms(sp.Rel)]
    return [relation.lhs - relation.rhs for relation in conditions]


def _between(start: Expr, end: Expr) -> Expr:
    if start == -sp.oo:
        return sp.Integer(0) if end == sp.oo else end - 1
    return start + 1 if end == sp.oo else (start + end) / 2
