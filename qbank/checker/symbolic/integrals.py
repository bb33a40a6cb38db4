"""Integrals through antiderivatives that our own zero test confirms by differentiation, continuous where they must be.

A definite integral has a value only if the antiderivative is shown to be continuous inside the interval: every
denominator, and every argument of a logarithm, is shown not to vanish there. Ends are reached by limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

import sympy as sp
from sympy.integrals.manualintegrate import manualintegrate

from qbank.checker.letters import Undecided

from .budget import within
from .functions import Expr, LogAbs
from .limits import limit_of, one_sided
from .roots import without_roots
from .zero import is_zero

MAX_OPERATIONS = 150
CALLS = 150_000
MAX_PIECES = 6
MAX_CANDIDATES = 8
_BREAKING = (sp.tan, sp.cot, sp.sec, sp.csc, sp.floor, sp.ceiling, sp.sign, sp.Piecewise, sp.atan2, sp.arg,
             sp.factorial, sp.gamma, sp.binomial, sp.Heaviside, sp.DiracDelta, sp.Integral)  # fmt: skip


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
    if len(logs) != 1 or (slope := _slope(logs[0].args[0], symbol)) is None:
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


_INVERSE = (sp.atan, sp.asin, sp.acos, sp.acot, sp.asinh, sp.acosh, sp.atanh)


def _table(integrand: Expr, symbol: Expr) -> Expr | None:
    """Return the antiderivative of a power, an exponential, a sine or cosine of what is linear."""
    if integrand == 1:
        return symbol
    base, exponent = integrand.as_base_exp()
    if symbol not in exponent.free_symbols and (slope := _slope(base, symbol)) is not None:
        if exponent == -1:
            return sp.log(sp.Abs(base)) / slope
        if is_zero(exponent + 1):
            return None
        return (
            base ** (exponent + 1) / (exponent + 1) / slope if exponent.is_number or (exponent + 1).is_nonzero else None
        )
    if exponent == -1 and isinstance(base, sp.sin | sp.cos) and (slope := _slope(base.args[0], symbol)) is not None:
        one, other = sp.cos(base.args[0]), sp.sin(base.args[0])
        return sp.log(sp.Abs((1 - one) / other if base == other else (1 + other) / one)) / slope
    if isinstance(integrand, sp.exp | sp.sin | sp.cos) and (slope := _slope(integrand.args[0], symbol)) is not None:
        inside = integrand.args[0]
        whole = {sp.exp: sp.exp(inside), sp.sin: -sp.cos(inside), sp.cos: sp.sin(inside)}[type(integrand)]
        return whole / slope
    return None


def _slope(expression: Expr, symbol: Expr) -> Expr | None:
    """Return the factor of ``symbol`` in a linear expression, if it is not zero."""
    slope = sp.diff(expression, symbol)
    return None if slope == 0 or symbol in slope.free_symbols else slope


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


def definite(integrand: Expr, symbol: Expr, low: Expr, high: Expr, facts: Sequence[Expr] = ()) -> Expr:
    """Return the definite integral. Raises :class:`Undecided` where it is not found for certain."""
    if low == high or integrand == 0:
        return sp.Integer(0)
    if symbol not in integrand.free_symbols and low.is_finite and high.is_finite:
        return integrand * (high - low)
    if low == sp.oo or high == -sp.oo or (low.is_number and high.is_number and (high - low).is_negative):
        return -definite(integrand, symbol, high, low, facts)
    if low.is_nonnegative:
        inside = sp.Dummy("x", positive=True)
        integrand, symbol = integrand.xreplace({symbol: inside}), inside
    if (known := _standard(integrand, symbol, low, high)) is not None:
        return known
    integrand = without_roots(integrand, symbol, low, high)
    total: Expr = sp.Integer(0)
    for piece, start, end in _pieces(integrand, symbol, low, high):
        total += _smooth(piece, symbol, start, end, facts)
    return total


def _smooth(integrand: Expr, symbol: Expr, low: Expr, high: Expr, facts: Sequence[Expr]) -> Expr:
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
    slope = _slope(sp.expand(exponent), symbol)
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
    if expression.is_polynomial(symbol) and expression.free_symbols == {symbol} and _rational_coefficients(expression):
        return _no_root(expression, symbol, low, high)
    moved = _moved(expression, symbol, low, high)
    return moved is not None and _one_sign(moved)


def _rational_coefficients(expression: Expr) -> bool:
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
    slope = _slope(inside, symbol)
    if slope is None or not (low.is_finite and high.is_finite):
        return False
    ends = [inside.xreplace({symbol: end}) / sp.pi for end in (low, high)]
    shift = sp.Rational(1, 2) if isinstance(expression, sp.cos) else sp.Integer(0)
    if not all(end.is_number for end in ends):
        return False
    ends.sort(key=float)
    first = sp.floor(ends[0] - shift)
    return bool(sp.Le(ends[1] - shift, first + 1) == sp.true)


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
            if not one.is_polynomial(symbol) or one.free_symbols != {symbol} or not _rational_coefficients(one):
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


def _standard(integrand: Expr, symbol: Expr, low: Expr, high: Expr) -> Expr | None:
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
