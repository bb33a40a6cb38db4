"""Rational functions with exact coefficients, and linear elimination among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from qbank.checker.syntax import Add, Div, Mul, Neg, Node, Num, Pow

Poly = Any
"""A ``flint.fmpz_mpoly``; flint has no types of its own to speak of."""
MAX_TERMS = 3000
MAX_POWER = 12


class TooLarge(Exception):  # noqa: N818 - a limit, not an error
    """A rational function of too many terms, or a division by zero."""


def generators(node: Node, opens: Callable[[Node], Iterable[Node] | None] = lambda _: None) -> Iterator[Node]:
    """Yield what ``node`` is a rational function of; ``opens`` may say what a leaf is made of."""
    inner = opens(node)
    if inner is not None:
        yield from inner
        return
    match node:
        case Num():
            return
        case Neg(of) | Pow(of, Num() | Neg(Num())) if not isinstance(node, Pow) or _whole(node.exponent) is not None:
            yield from generators(of, opens)
        case Add(parts) | Mul(parts):
            for part in parts:
                yield from generators(part, opens)
        case Div(numerator, denominator):
            yield from generators(numerator, opens)
            yield from generators(denominator, opens)
        case _:
            yield node


def _whole(node: Node) -> int | None:
    match node:
        case Num(value) if value.denominator == 1 and value <= MAX_POWER:
            return int(value)
        case Neg(inner):
            power = _whole(inner)
            return None if power is None else -power
    return None


@dataclass(frozen=True, slots=True)
class Ratio:
    """``above / below``, without a common factor."""

    above: Poly
    below: Poly

    @property
    def number(self) -> Fraction | None:
        """The number that it is, if it is one."""
        if not (self.above.is_constant() and self.below.is_constant()):
            return None
        return Fraction(_constant(self.above), _constant(self.below))

    def __add__(self, other: Ratio) -> Ratio:
        return ratio(self.above * other.below + other.above * self.below, self.below * other.below)

    def __sub__(self, other: Ratio) -> Ratio:
        return ratio(self.above * other.below - other.above * self.below, self.below * other.below)

    def __mul__(self, other: Ratio) -> Ratio:
        return ratio(self.above * other.above, self.below * other.below)

    def __truediv__(self, other: Ratio) -> Ratio:
        return ratio(self.above * other.below, self.below * other.above)


def _constant(poly: Poly) -> int:
    return int(poly.leading_coefficient()) if not poly.is_zero() else 0


def ratio(above: Poly, below: Poly) -> Ratio:
    """Return ``above / below`` in lowest terms. Raises :class:`TooLarge`."""
    if below.is_zero() or len(above) > MAX_TERMS or len(below) > MAX_TERMS:
        raise TooLarge
    common = above.gcd(below)
    if not common.is_one():
        above, below = above / common, below / common
    if below.leading_coefficient() < 0:
        above, below = -above, -below
    return Ratio(above, below)


class Field:
    """The rational functions of some nodes, each an independent quantity."""

    def __init__(self, keys: Sequence[Node]) -> None:
        self.keys = list(dict.fromkeys(keys))
        names = [f"g{at}" for at in range(max(1, len(self.keys)))]
        self.context = flint.fmpz_mpoly_ctx.get(names, flint.Ordering.degrevlex)
        self._gens = self.context.gens()
        self.places = {key: at for at, key in enumerate(self.keys)}

    def of(self, node: Node, opens: Callable[[Node], Ratio | None] = lambda _: None) -> Ratio:
        """Return ``node`` as a rational function; ``opens`` gives the value of leaves. Raises :class:`TooLarge`."""
        known = opens(node)
        if known is not None:
            return known
        match node:
            case Num(value):
                return self.constant(value)
            case Neg(inner):
                return self.constant(Fraction(-1)) * self.of(inner, opens)
            case Add(terms):
                total = self.constant(Fraction(0))
                for term in terms:
                    total = total + self.of(term, opens)
                return total
            case Mul(factors):
                product = self.constant(Fraction(1))
                for factor in factors:
                    product = product * self.of(factor, opens)
                return product
            case Div(numerator, denominator):
                return self.of(numerator, opens) / self.of(denominator, opens)
            case Pow(base, exponent) if (power := _whole(exponent)) is not None:
                inner_ = self.of(base, opens)
                raised = self.constant(Fraction(1))
                for _ in range(abs(power)):
                    raised = raised * inner_
                return raised if power >= 0 else self.constant(Fraction(1)) / raised
        return self.key(node)

    def constant(self, value: Fraction) -> Ratio:
        """Return a number."""
        return Ratio(self._integer(value.numerator), self._integer(value.denominator))

    def _integer(self, value: int) -> Poly:
        return self.context.from_dict({(0,) * len(self._gens): value} if value else {})

    def key(self, node: Node) -> Ratio:
        """Return one of the quantities."""
        return Ratio(self._gens[self.places[node]], self._integer(1))

    def node(self, value: Ratio) -> Node:
        """Return a rational function as a tree."""
        number = value.number
        if number is not None:
            return Num(number)
        above = self._tree(value.above)
        return above if value.below.is_one() else Div(above, self._tree(value.below))

    def _tree(self, poly: Poly) -> Node:
        terms: list[Node] = []
        for powers, coefficient in poly.to_dict().items():
            factors: list[Node] = [
                self.keys[at] if power == 1 else Pow(self.keys[at], Num(Fraction(int(power))))
                for at, power in enumerate(powers)
                if power
            ]
            size = abs(int(coefficient))
            if size != 1 or not factors:
                factors.insert(0, Num(Fraction(size)))
            term = factors[0] if len(factors) == 1 else Mul(tuple(factors))
            terms.append(Neg(term) if coefficient < 0 else term)
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    def used(self, value: Ratio) -> set[int]:
        """Return the places of the quantities in ``value``."""
        return {at for poly in (value.above, value.below) for at, power in enumerate(poly.degrees()) if power > 0}

    def put(self, value: Ratio, at: int, new: Ratio) -> Ratio:
        """Put ``new`` for the quantity at place ``at``. Raises :class:`TooLarge`."""
        if at not in self.used(value):
            return value
        return self._put(value.above, at, new) / self._put(value.below, at, new)

    def _put(self, poly: Poly, at: int, new: Ratio) -> Ratio:
        parts = self.parts(poly, at)
        top = max(parts, default=0)
        total = self._integer(0)
        for power, coefficient in parts.items():
            total += coefficient * new.above**power * new.below ** (top - power)
            if len(total) > MAX_TERMS:
                raise TooLarge
        return ratio(total, new.below**top)

    def parts(self, poly: Poly, at: int) -> dict[int, Poly]:
        """Return the coefficients of the powers of the quantity at place ``at``."""
        found: dict[int, dict[tuple[int, ...], Any]] = {}
        for powers, coefficient in poly.to_dict().items():
            rest = tuple(0 if place == at else int(power) for place, power in enumerate(powers))
            found.setdefault(int(powers[at]), {})[rest] = coefficient
        return {power: self.context.from_dict(terms) for power, terms in found.items()}


def eliminated(
    field: Field, equations: Sequence[Ratio], unknowns: Sequence[int], nonzero: Callable[[Poly], bool]
) -> tuple[dict[int, Ratio], list[Ratio]]:
    """Solve equations (each says that a rational function is zero), one linear unknown at a time, the last first.

    ``nonzero`` tells whether the factor of an unknown may be divided by. Returns what the unknowns are in terms of the
    others, and the equations left over. Raises :class:`TooLarge`.
    """
    solved: dict[int, Ratio] = {}
    left = [equation for equation in equations if not equation.above.is_zero()]
    while True:
        choice = _pivot(field, left, [at for at in unknowns if at not in solved], nonzero)
        if choice is None:
            return solved, left
        equation, at, value = choice
        left = [one for one in left if one is not equation]
        left = [new for one in left if not (new := field.put(one, at, value)).above.is_zero()]
        solved = {place: field.put(known, at, value) for place, known in solved.items()}
        solved[at] = value


def _pivot(
    field: Field, equations: Sequence[Ratio], unknowns: Sequence[int], nonzero: Callable[[Poly], bool]
) -> tuple[Ratio, int, Ratio] | None:
    def count(equation: Ratio) -> int:
        return sum(1 for at in unknowns if equation.above.degrees()[at] > 0)

    for equation in sorted(equations, key=lambda one: (count(one), len(one.above))):
        for at in sorted(unknowns, reverse=True):
            if equation.above.degrees()[at] != 1:
                continue
            parts = field.parts(equation.above, at)
            if nonzero(parts[1]):
                return equation, at, ratio(-parts.get(0, parts[1] * 0), parts[1])
    return None
