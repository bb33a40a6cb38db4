"""Closed forms of sums: finite ones by telescoping, infinite ones as limits of those or from a short table.

A finite closed form is taken only if ``F(n) − F(n−1) = f(n)`` is proved by our own zero test: then the sum from a to b
is ``F(b) − F(a−1)`` for all whole a ≤ b + 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sympy as sp
from sympy.concrete.gosper import gosper_term

from .budget import within
from .functions import Expr
from .limits import limit_of
from .zero import is_zero

MAX_OPERATIONS = 80
MAX_DEGREE = 10
MAX_SHIFT = 12
CALLS = 200_000


def finite(term: Expr, index: Expr, low: Expr, high: Expr, facts: Sequence[Expr] = ()) -> Expr | None:
    """Return the sum of ``term`` from ``low`` to ``high`` in closed form, or ``None``."""
    if term.count_ops() > MAX_OPERATIONS:
        return None
    counted = sp.Dummy("k", integer=True)
    inside = term.xreplace({index: counted})
    binomial = _binomial(inside, counted, low, high)
    if binomial is not None:
        return binomial
    whole = telescoped(inside, counted, facts)
    if whole is None:
        return None
    return whole.xreplace({counted: high}) - whole.xreplace({counted: low - 1})


def telescoped(term: Expr, index: Expr, facts: Sequence[Expr] = ()) -> Expr | None:
    """Return F with F(k) − F(k−1) shown to be the term, or ``None``."""
    for attempt in (_polynomial, _geometric, _fractions, _gosper):
        found = attempt(term, index)
        if found is None or found.has(sp.nan, sp.zoo, sp.oo, sp.Sum, sp.Piecewise, sp.gamma):
            continue
        if is_zero(found - found.xreplace({index: index - 1}) - term, facts):
            return found
    return None


def _polynomial(term: Expr, index: Expr) -> Expr | None:
    """Return Faulhaber's sum, from 0, of a polynomial."""
    if not term.is_polynomial(index):
        return None
    return _recurrence(sp.Poly(term, index), sp.Integer(1), index)


def _geometric(term: Expr, index: Expr) -> Expr | None:
    """Return the sum of a polynomial times ``rᵏ``: the polynomial Q with Q(k) r − Q(k−1) = r P(k)."""
    ratio, rest = _parted(term, index)
    if ratio == 1 or not rest.is_polynomial(index) or is_zero(ratio - 1):
        return None
    found = _recurrence(sp.Poly(rest, index), ratio, index)
    return None if found is None else found * ratio**index


def _recurrence(polynomial: Expr, ratio: Expr, index: Expr) -> Expr | None:
    """Return Q with ``Q(k) − Q(k−1)/r = P(k)``, from the highest coefficient down."""
    degree = polynomial.degree()
    if degree > MAX_DEGREE:
        return None
    plain = ratio == 1
    top = degree + 1 if plain else degree
    left = polynomial.as_expr()
    found: Expr = sp.Integer(0)
    for power in range(top, 0 if plain else -1, -1):
        monomial = index**power
        step = sp.expand(monomial - (monomial.xreplace({index: index - 1}) if power else 1) / ratio)
        reached = power - 1 if plain else power
        lead = sp.expand(step).coeff(index, reached)
        wanted = sp.expand(left).coeff(index, reached)
        factor = wanted / lead
        found += factor * monomial
        left = sp.expand(left - factor * step)
    return found


def _fractions(term: Expr, index: Expr) -> Expr | None:
    """Return the sum of partial fractions ``c/(k+a)^m`` whose places differ by whole numbers and whose c cancel."""
    if not term.is_rational_function(index) or term.is_polynomial(index):
        return None
    parts = within(CALLS, lambda: sp.apart(term, index))
    if parts is None:
        return None
    groups: dict[tuple[Expr, Expr], list[tuple[Expr, Expr]]] = {}
    for part in sp.Add.make_args(parts):
        factor, rest = part.as_independent(index, as_Add=False)
        base, exponent = rest.as_base_exp()
        slope = sp.diff(base, index)
        if index in slope.free_symbols or slope == 0 or not exponent.is_Integer or exponent > 0:
            return None
        place = sp.expand(base / slope - index)
        whole = sp.floor(place) if place.is_number else place.as_coeff_Add()[0]
        groups.setdefault((exponent, sp.expand(place - whole)), []).append((factor * slope**exponent, whole))
    found: Expr = sp.Integer(0)
    for (exponent, place), members in groups.items():
        if not is_zero(sp.Add(*(factor for factor, _ in members))):
            return None
        first = min(whole for _, whole in members)
        for factor, whole in members:
            if whole - first > MAX_SHIFT:
                return None
            found += sp.Add(
                *(factor * (index + place + step) ** exponent for step in range(int(first) + 1, int(whole) + 1))
            )
    return found


def _gosper(term: Expr, index: Expr) -> Expr | None:
    """Return Gosper's sum of a hypergeometric term."""
    if not term.has(sp.factorial):
        return None
    found = within(CALLS, lambda: gosper_term(term, index))
    if found is None:
        return None
    return sp.simplify(found * term).xreplace({index: index + 1})


def _binomial(term: Expr, index: Expr, low: Expr, high: Expr) -> Expr | None:
    """Return a sum over all k of ``C(n, k) wᵏ`` times a falling power of k, by the binomial theorem."""
    choices = [part for part in sp.Mul.make_args(term) if isinstance(part, sp.binomial)]
    if low != 0 or len(choices) != 1:
        return None
    size, chosen = choices[0].args
    if chosen != index or index in size.free_symbols or not is_zero(size - high):
        return None
    ratio, rest = _parted(term / choices[0], index)
    if not rest.is_polynomial(index) or sp.Poly(rest, index).degree() > 4:
        return None
    total: Expr = sp.Integer(0)
    left = sp.expand(rest)
    for power in range(sp.Poly(left, index).degree(), -1, -1):
        factor = left.coeff(index, power)
        left = sp.expand(left - factor * sp.expand(sp.ff(index, power)))
        total += factor * sp.expand(sp.ff(size, power)) * ratio**power * (1 + ratio) ** (size - power)
    return total


def infinite(term: Expr, index: Expr, low: Expr, facts: Sequence[Expr] = (), *, strict: bool = False) -> Expr | None:
    """Return the value of a convergent series from ``low`` on, or ``None``.

    Powers of an open quantity are summed as if they converged, unless ``strict`` asks for a proof that they do.
    """
    if term.count_ops() > MAX_OPERATIONS or not isinstance(low, sp.Integer):
        return None
    counted = sp.Dummy("k", integer=True, nonnegative=True)
    inside = term.xreplace({index: counted})
    found = _one_series(inside, counted, low, facts, strict=strict)
    return _by_parts(inside, counted, low, facts, strict=strict) if found is None else found


def _by_parts(term: Expr, index: Expr, low: Expr, facts: Sequence[Expr], *, strict: bool) -> Expr | None:
    """Return the value of a sum of series of different ratios, each of which has a value.

    Where one ratio is open and the other parts converge, both sides have a value for the same ratios.
    """
    parts: dict[tuple[Expr, bool], Expr] = {}
    for part in sp.Add.make_args(sp.expand(term)):
        kind = (_parted(part, index)[0], part.has(sp.factorial))
        parts[kind] = parts.get(kind, sp.Integer(0)) + part
    if len(parts) < 2 or sum(bool(ratio.free_symbols) for ratio, _ in parts) > 1:
        return None
    values = [_one_series(part, index, low, facts, strict=strict) for part in parts.values()]
    return None if None in values else sp.Add(*values)


def _one_series(term: Expr, index: Expr, low: Expr, facts: Sequence[Expr], *, strict: bool) -> Expr | None:
    """Return the value of a series of one ratio, or ``None``."""
    ratio, _ = _parted(term, index)
    if strict and ratio.free_symbols and not term.has(sp.factorial) and not _small(ratio, facts):
        return None
    for attempt in (_geometric_series, _exponential_series, _zeta_series, _alternating_series):
        found = attempt(term, index, int(low), facts)
        if found is not None:
            return found
    return _limit_of_sums(term, index, low, facts)


def _parted(term: Expr, index: Expr) -> tuple[Expr, Expr]:
    """Return r and the rest of ``rest · rᵏ``."""
    ratio, rest = sp.Integer(1), sp.Integer(1)
    for factor in sp.Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        slope = sp.diff(exponent, index)
        if index in exponent.free_symbols and index not in base.free_symbols and index not in slope.free_symbols:
            ratio *= base**slope
            rest *= base ** sp.expand(exponent - slope * index)
        else:
            rest *= factor
    return ratio, rest


def _small(ratio: Expr, facts: Sequence[Expr]) -> bool:
    """Show that a number or quantity lies strictly between −1 and 1."""
    if ratio.is_number:
        return bool(sp.Abs(ratio) < 1)
    gaps = [fact for fact in facts if fact.free_symbols <= ratio.free_symbols]
    above = any(is_zero(fact - (1 - ratio)) for fact in gaps)
    below = ratio.is_nonnegative or any(is_zero(fact - (1 + ratio)) for fact in gaps)
    return bool(above and below)


def _geometric_series(term: Expr, index: Expr, low: int, facts: Sequence[Expr]) -> Expr | None:
    """Return the sum of a polynomial times ``rᵏ`` with |r| < 1: minus what telescopes, at the start.

    Where r is open, this is the sum wherever it has a value.
    """
    ratio, rest = _parted(term, index)
    if ratio == 1 or not rest.is_polynomial(index) or not (ratio.free_symbols or _small(ratio, facts)):
        return None
    whole = _recurrence(sp.Poly(rest, index), ratio, index)
    if whole is None:
        return None
    start = sp.Integer(low - 1)
    return -whole.xreplace({index: start}) * ratio**start


def _summed_from(value: Expr, term: Callable[[int], Expr], first: int, low: int) -> Expr | None:
    """Return the sum from ``low`` of what is ``value`` from ``first`` on."""
    if not 0 <= abs(low - first) <= 20:
        return None
    if low >= first:
        return value - sp.Add(*(term(k) for k in range(first, low)))
    return value + sp.Add(*(term(k) for k in range(low, first)))


def _exponential_series(term: Expr, index: Expr, low: int, _facts: Sequence[Expr]) -> Expr | None:
    """Return the sum of a polynomial times ``xᵏ/k!``; of ``xᵏ/(2k)!`` and ``xᵏ/(2k+1)!``, x of one sign."""
    below = [
        part for part in sp.Mul.make_args(term) if isinstance(part, sp.Pow) and isinstance(part.base, sp.factorial)
    ]
    if len(below) != 1 or below[0].exp != -1 or low < 0:
        return None
    inside = sp.expand(below[0].base.args[0])
    ratio, rest = _parted(term / below[0], index)
    if not rest.is_polynomial(index) or (ratio == 0):
        return None
    polynomial = sp.Poly(rest, index)

    def at(k: int) -> Expr:
        return term.xreplace({index: sp.Integer(k)})

    if inside in (2 * index, 2 * index + 1) and polynomial.degree() == 0:
        whole = _half_exponential(ratio, odd=inside != 2 * index)
        return None if whole is None else _summed_from(whole * rest, at, 0, low)
    shift = inside - index
    if not isinstance(shift, sp.Integer) or abs(shift) > 5 or polynomial.degree() > 4:
        return None
    total: Expr = sp.Integer(0)
    left = sp.expand(rest.xreplace({index: index - shift}))  # k + shift becomes k
    for power in range(int(polynomial.degree()), -1, -1):
        factor = left.coeff(index, power)
        left = sp.expand(left - factor * sp.expand(sp.ff(index, power)))
        total += factor * ratio**power
    return _summed_from(total * sp.exp(ratio) * ratio**-shift, at, -int(shift), low)


def _half_exponential(ratio: Expr, *, odd: bool) -> Expr | None:
    """Return the sum of ``rᵏ/(2k)!`` or ``rᵏ/(2k+1)!`` from 0 on, for an r of known sign."""
    size = ratio if ratio.is_nonnegative else -ratio
    factors = sp.Mul.make_args(sp.sqrt(size))
    root = sp.Mul(*(one.args[0] if isinstance(one, sp.Abs) else one for one in factors))  # both sums are even in it
    if not size.is_nonnegative or root == 0:
        return None
    if ratio.is_nonnegative:
        rising, falling = sp.exp(root), sp.exp(-root)
        return (rising - falling) / (2 * root) if odd else (rising + falling) / 2
    return sp.sin(root) / root if odd else sp.cos(root)


def _zeta_series(term: Expr, index: Expr, low: int, _facts: Sequence[Expr]) -> Expr | None:
    """Return a multiple of ``Σ 1/k^{2m}``, Euler's sum."""
    factor, rest = term.as_independent(index, as_Add=False)
    power = -rest.as_base_exp()[1]
    if rest.as_base_exp()[0] != index or not isinstance(power, sp.Integer) or power < 2 or power % 2 or low < 1:
        return None
    return _summed_from(factor * sp.zeta(power), lambda k: term.xreplace({index: sp.Integer(k)}), 1, low)


def _alternating_series(term: Expr, index: Expr, low: int, _facts: Sequence[Expr]) -> Expr | None:
    """Return the sum of ``(−1)ᵏ/k`` or ``(−1)ᵏ/(2k+1)``."""
    ratio, rest = _parted(term, index)
    factor, inner = rest.as_independent(index, as_Add=False)

    def at(k: int) -> Expr:
        return term.xreplace({index: sp.Integer(k)})

    if ratio == -1 and inner == 1 / index and low >= 1:
        return _summed_from(-factor * sp.log(2), at, 1, low)
    if ratio == -1 and inner == 1 / (2 * index + 1) and low >= 0:
        return _summed_from(factor * sp.pi / 4, at, 0, low)
    return None


def _limit_of_sums(term: Expr, index: Expr, low: Expr, facts: Sequence[Expr]) -> Expr | None:
    """Return the limit of the partial sums of what telescopes."""
    if not term.is_rational_function(index):
        return None
    whole = telescoped(term, index, facts)
    if whole is None:
        return None
    return limit_of(whole, index, sp.oo) - whole.xreplace({index: low - 1})
