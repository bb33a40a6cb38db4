r"""Sums of whole powers of one name, negative ones too, multiplied out: ``(x - 1/x)^4``."""

from __future__ import annotations

from fractions import Fraction

from qbank.checker.syntax import Add, Div, Mul, Name, Neg, Node, Num, Pow

Powers = dict[int, Fraction]
"""The coefficient of each power."""
MAX_POWER = 60


def powers(node: Node, x: Name) -> Powers | None:
    """Return a formula as a sum of powers of ``x`` with rational coefficients; ``None`` if it is none."""
    match node:
        case Num(value):
            return {0: value}
        case Name():
            return {1: Fraction(1)} if node == x else None
        case Neg(of):
            return _times(powers(of, x), {0: Fraction(-1)})
        case Add(terms):
            total: Powers | None = {}
            for term in terms:
                total = _plus(total, powers(term, x))
            return total
        case Mul(factors):
            product: Powers | None = {0: Fraction(1)}
            for factor in factors:
                product = _times(product, powers(factor, x))
            return product
        case Div(numerator, denominator):
            return _times(powers(numerator, x), _inverse(powers(denominator, x)))
        case Pow(base, Neg(Num(exponent))):
            return _inverse(_raised(powers(base, x), exponent))
        case Pow(base, Num(exponent)):
            return _raised(powers(base, x), exponent)
    return None


def _plus(one: Powers | None, other: Powers | None) -> Powers | None:
    if one is None or other is None:
        return None
    return {power: one.get(power, Fraction(0)) + other.get(power, Fraction(0)) for power in {*one, *other}}


def _times(one: Powers | None, other: Powers | None) -> Powers | None:
    if one is None or other is None or len(one) * len(other) > MAX_POWER**2:
        return None
    found: Powers = {}
    for power, first in one.items():
        for more, second in other.items():
            found[power + more] = found.get(power + more, Fraction(0)) + first * second
    return found


def _raised(base: Powers | None, exponent: Fraction) -> Powers | None:
    if exponent.denominator != 1 or not 0 <= exponent <= MAX_POWER:
        return None
    found: Powers | None = {0: Fraction(1)}
    for _ in range(int(exponent)):
        found = _times(found, base)
    return found


def _inverse(base: Powers | None) -> Powers | None:
    """Return 1 by a single power."""
    terms = [(power, value) for power, value in (base or {}).items() if value]
    return {-terms[0][0]: 1 / terms[0][1]} if len(terms) == 1 else None
