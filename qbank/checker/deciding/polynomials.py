"""Polynomials with exact coefficients in whatever stands in a formula: names, and all else kept whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from qbank.checker.syntax import Add, Div, Mul, Neg, Node, Num, Pow

MAX_TERMS = 400
MAX_DEGREE = 12

Monomial = tuple[tuple[Node, int], ...]
"""Factors with their exponents, in the order of their form."""


class TooLarge(Exception):  # noqa: N818 - a limit, not an error
    """A polynomial of too many terms."""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A sum of monomials with coefficients other than zero."""

    terms: Mapping[Monomial, Fraction]

    @property
    def constant(self) -> Fraction | None:
        """The number that it is, if it is one."""
        if not self.terms:
            return Fraction(0)
        return self.terms[()] if set(self.terms) == {()} else None

    def plus(self, other: Polynomial, factor: Fraction = Fraction(1)) -> Polynomial:
        """Return ``self + factor·other``."""
        found = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            found[monomial] = found.get(monomial, Fraction(0)) + factor * coefficient
        return _made(found)

    def times(self, other: Polynomial) -> Polynomial:
        """Return the product. Raises :class:`TooLarge`."""
        if len(self.terms) * len(other.terms) > MAX_TERMS * 10:
            raise TooLarge
        found: dict[Monomial, Fraction] = {}
        for one, first in self.terms.items():
            for two, second in other.terms.items():
                key = _joined(one, two)
                found[key] = found.get(key, Fraction(0)) + first * second
        return _made(found)

    def scaled(self, factor: Fraction) -> Polynomial:
        """Return ``factor`` times it."""
        return _made({monomial: factor * coefficient for monomial, coefficient in self.terms.items()})


def _made(terms: Mapping[Monomial, Fraction]) -> Polynomial:
    kept = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
    if len(kept) > MAX_TERMS:
        raise TooLarge
    return Polynomial(kept)


def _joined(one: Monomial, other: Monomial) -> Monomial:
    powers = dict(one)
    for node, exponent in other:
        powers[node] = powers.get(node, 0) + exponent
    return tuple(sorted(powers.items(), key=repr))


def polynomial(node: Node) -> Polynomial:
    """Return ``node`` as a polynomial in its names and whatever is no sum, product or whole power.

    Raises :class:`TooLarge`.
    """
    match node:
        case Num(value):
            return _made({(): value})
        case Neg(of):
            return polynomial(of).scaled(Fraction(-1))
        case Add(terms):
            total = Polynomial({})
            for term in terms:
                total = total.plus(polynomial(term))
            return total
        case Mul(factors):
            product = Polynomial({(): Fraction(1)})
            for factor in factors:
                product = product.times(polynomial(factor))
            return product
        case Div(numerator, denominator):
            below = polynomial(denominator).constant
            if below:
                return polynomial(numerator).scaled(1 / below)
        case Pow(base, Num(exponent)) if exponent.denominator == 1 and 0 < exponent <= MAX_DEGREE:
            inner = polynomial(base)
            power = Polynomial({(): Fraction(1)})
            for _ in range(int(exponent)):
                power = power.times(inner)
            return power
    return Polynomial({((node, 1),): Fraction(1)})
