"""Quotients of sparse polynomials over generators, some of which satisfy a relation ``gⁿ = v``.

A generator is a quantity of its own: a symbol, an exponential, a root. Whatever relation is left out costs proofs and
never soundness: a quotient whose numerator vanishes is zero whatever its generators are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from qbank.checker.records import record

Polynomial = Any
"""A flint polynomial with rational coefficients; flint has no types to speak of."""
MAX_TERMS = 3000
MAX_TEXT = 2000
MAX_POWER = 60
"""Powers of sums above this are not multiplied out."""


class TooLarge(Exception):  # noqa: N818 - a limit, not an error
    """The normal form is given up: too many generators or terms, or a function that has none."""


@dataclass(slots=True)
class Generator:
    """``kind`` and ``name`` tell it; ``data`` is what its kind needs; ``numeric``: an algebraic number."""

    kind: str
    name: str
    data: Any = None
    real: bool = True
    positive: bool = False
    """Never negative, and zero on no open set."""
    numeric: bool = False
    power: int = 0
    relation: Polynomial = None
    """``g**power - value``: the leading term is the first."""


@record
class Quotient:
    """``top / bottom``."""

    top: Polynomial
    bottom: Polynomial


@dataclass(slots=True)
class Ring:
    """The generators made so far; later ones have the smaller places, so that they lead in the order."""

    size: int
    generators: list[Generator] = field(default_factory=list)
    by_name: dict[str, int] = field(default_factory=dict)
    related: list[int] = field(default_factory=list)
    """The generators of which a power is known, the latest first."""
    context: Any = None
    variables: tuple[Polynomial, ...] = ()

    def __post_init__(self) -> None:
        self.context = fmpq_mpoly_ctx.get([f"g{at}" for at in range(self.size)], Ordering.lex)
        self.variables = self.context.gens()

    def constant(self, value: object) -> Polynomial:
        """Return a constant polynomial."""
        return self.context.constant(value)

    def number(self, above: int, below: int = 1) -> Quotient:
        """Return a rational number."""
        return Quotient(self.constant(fmpq(above, below)), self.constant(1))

    def place(self, at: int) -> int:
        """Return the place among the variables of the generator numbered ``at``; its own inverse."""
        return self.size - 1 - at

    def add(self, generator: Generator) -> int:
        """Return the number of the generator, made if it is new."""
        known = self.by_name.get(generator.name)
        if known is not None:
            return known
        if len(self.generators) >= self.size:
            raise TooLarge
        self.generators.append(generator)
        self.by_name[generator.name] = len(self.generators) - 1
        return len(self.generators) - 1

    def variable(self, at: int) -> Polynomial:
        """Return a generator as a polynomial."""
        return self.variables[self.place(at)]

    def as_quotient(self, at: int) -> Quotient:
        """Return a generator as a quotient."""
        return Quotient(self.variable(at), self.constant(1))

    def relate(self, at: int, power: int, value: Polynomial) -> None:
        """Let the generator's power be a polynomial in earlier generators."""
        if at not in self.related:
            self.related = sorted((*self.related, at), reverse=True)
        self.generators[at].power = power
        self.generators[at].relation = self.variable(at) ** power - value

    def reduced(self, polynomial: Polynomial) -> Polynomial:
        """Use all relations, the latest generator's first."""
        if len(polynomial) > MAX_TERMS:
            raise TooLarge
        if not self.related:
            return polynomial
        degrees = polynomial.degrees()
        for at in self.related:
            generator = self.generators[at]
            if degrees[self.place(at)] >= generator.power:
                polynomial = divmod(polynomial, generator.relation)[1]
                degrees = polynomial.degrees()
        return polynomial

    def added(self, one: Quotient, other: Quotient) -> Quotient:
        """Return the sum."""
        if one.bottom == other.bottom:
            return self.lowest(one.top + other.top, one.bottom)
        if one.bottom.is_one():
            return Quotient(one.top * other.bottom + other.top, other.bottom)
        if other.bottom.is_one():
            return Quotient(one.top + other.top * one.bottom, one.bottom)
        common = one.bottom.gcd(other.bottom)
        left, right = one.bottom / common, other.bottom / common
        return self.lowest(one.top * right + other.top * left, one.bottom * right)

    def multiplied(self, one: Quotient, other: Quotient) -> Quotient:
        """Return the product."""
        if one.bottom.is_one() and other.bottom.is_one():
            return Quotient(self.reduced(one.top * other.top), one.bottom)
        return self.lowest(one.top * other.top, one.bottom * other.bottom)

    def inverse(self, one: Quotient) -> Quotient:
        """Return one over it. Raises :class:`ZeroDivisionError`."""
        top = self.reduced(one.top)
        if top.is_zero():
            raise ZeroDivisionError
        return self.lowest(one.bottom, top)

    def power(self, one: Quotient, exponent: int) -> Quotient:
        """Return a whole power."""
        if exponent < 0:
            return self.power(self.inverse(one), -exponent)
        if exponent > MAX_POWER and len(one.top) + len(one.bottom) > 2:
            raise TooLarge
        if exponent < 2:
            return self.lowest(one.top, one.bottom) if exponent else self.number(1)
        result: Quotient | None = None
        square = one
        while exponent:
            if exponent & 1:
                result = square if result is None else self.multiplied(result, square)
            exponent >>= 1
            if exponent:
                square = self.multiplied(square, square)
        return result or one

    def scaled(self, one: Quotient, factor: fmpq) -> Quotient:
        """Return it times a number."""
        return Quotient(one.top * factor, one.bottom)

    def negative(self, one: Quotient) -> Quotient:
        """Return minus it."""
        return Quotient(-one.top, one.bottom)

    def lowest(self, top: Polynomial, bottom: Polynomial) -> Quotient:
        """Return the quotient in lowest terms, its denominator with leading coefficient 1 and free of bare roots."""
        top, bottom = self.reduced(top), self.reduced(bottom)
        if bottom.is_zero():
            raise ZeroDivisionError
        if bottom.is_constant():
            return Quotient(top / bottom.leading_coefficient(), self.constant(1))
        common = top.gcd(bottom)
        if not common.is_one():
            top, bottom = top / common, bottom / common
        return self._rooted(top, bottom)

    def _rooted(self, top: Polynomial, bottom: Polynomial) -> Quotient:
        """Rationalise a denominator that holds a root as a bare factor."""
        content = bottom.term_content().degrees() if not bottom.is_zero() else ()
        for at in reversed(self.related):
            low, generator = content[self.place(at)], self.generators[at]
            if low:
                factor = self.variable(at) ** (generator.power - low)
                return self.lowest(top * factor, bottom * factor)
        lead = bottom.leading_coefficient()
        return Quotient(top / lead, bottom / lead)

    def occurring(self, *polynomials: Polynomial) -> list[int]:
        """Return the numbers of the generators that occur, the earliest first."""
        found = set()
        for polynomial in polynomials:
            if not polynomial.is_zero():
                found |= {self.place(at) for at, degree in enumerate(polynomial.degrees()) if degree > 0}
        return sorted(found)

    def text(self, polynomial: Polynomial) -> str:
        """Return the polynomial in the generators' names: the same text for the same polynomial, in every ring.

        Names hold texts in their turn: long ones are shortened to their hash, since they would double at every level.
        """
        parts = []
        for exponents, coefficient in polynomial.to_dict().items():
            names = sorted(
                f"{self.generators[self.place(at)].name}^{power}" for at, power in enumerate(exponents) if power
            )
            parts.append(f"{coefficient}*{'*'.join(names)}")
        found = "+".join(sorted(parts))
        return "{" + (found if len(found) <= MAX_TEXT else blake2b(found.encode(), digest_size=20).hexdigest()) + "}"

    def quotient_text(self, one: Quotient) -> str:
        """Return the quotient as text; equal text is an equal value."""
        return self.text(one.top) + "/" + self.text(one.bottom)
