"""Algebraic numbers decided exactly: a bound below which only zero lies, and arithmetic with enough digits.

For generators that are algebraic numbers, bounds of all their conjugates and of their denominators are kept. A nonzero
algebraic number x of degree at most n, for which d·x is an algebraic integer with conjugates of at most H, satisfies
|d·x| ≥ H^(1-n), since the norm of d·x is a whole number (C. Burnikel et al., "A strong and easily computable separation
bound for arithmetic expressions involving radicals", Algorithmica 27, 2000).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flint import acb, arb, ctx, fmpq

from .quotients import Polynomial, Ring, TooLarge

MAX_BITS = 20_000


@dataclass(frozen=True, slots=True)
class Algebraic:
    """An algebraic number: ``house`` bounds log₂ of its conjugates, ``below``·x is an algebraic integer."""

    value: Callable[[], acb]
    house: float
    below: int
    degree: int
    """Of the number over those it is made from."""


def value_of(polynomial: Polynomial, ring: Ring, bits: int) -> acb:
    """Return the value of a polynomial in numeric generators, as a ball."""
    before = ctx.prec
    ctx.prec = bits
    try:
        total = acb(0)
        values: dict[int, acb] = {}
        for exponents, coefficient in polynomial.to_dict().items():
            term = acb(fmpq(coefficient))
            for at, power in enumerate(exponents):
                if power:
                    place = ring.place(at)
                    if place not in values:
                        values[place] = ring.generators[place].data.value()
                    term *= values[place] ** int(power)
            total += term
        return total
    finally:
        ctx.prec = before


def bounds(polynomial: Polynomial, ring: Ring) -> tuple[float, int]:
    """Return log₂ of a bound for all conjugates, and a denominator."""
    sizes: list[float] = []
    whole: Mapping[tuple[int, ...], fmpq] = polynomial.to_dict()
    below = 1
    highest: dict[int, int] = {}
    for exponents, coefficient in whole.items():
        size = math.log2(abs(int(coefficient.p))) - math.log2(int(coefficient.q))
        below = math.lcm(below, int(coefficient.q))
        for at, power in enumerate(exponents):
            if power:
                place = ring.place(at)
                size += ring.generators[place].data.house * int(power)
                highest[place] = max(highest.get(place, 0), int(power))
        sizes.append(size)
    for place, power in highest.items():
        below *= ring.generators[place].data.below ** int(power)
    return (max(sizes) + math.log2(len(sizes)) + 0.01 if sizes else 0.0), below


def vanishes(polynomial: Polynomial, ring: Ring) -> bool:
    """Decide whether a polynomial in numeric generators is zero. Raises :class:`TooLarge`."""
    if polynomial.is_zero():
        return True
    if polynomial.is_constant():
        return False
    degree = math.prod(ring.generators[at].data.degree for at in support(polynomial, ring))
    house, below = bounds(polynomial, ring)
    least = math.log2(below) + (degree - 1) * max(0.0, house + math.log2(below))
    bits = 64
    while True:
        value = value_of(polynomial, ring, bits)
        if not value.contains(0):
            return False
        if value.abs_upper() < arb(2) ** (-int(least) - 2):
            return True
        if bits > min(MAX_BITS, 4 * least + 400):
            raise TooLarge
        bits *= 2


def sign_of(polynomial: Polynomial, ring: Ring) -> int:
    """Return the sign of a real polynomial in numeric generators. Raises :class:`TooLarge`."""
    if vanishes(polynomial, ring):
        return 0
    bits = 64
    while bits <= MAX_BITS:
        value = value_of(polynomial, ring, bits).real
        if value > 0:
            return 1
        if value < 0:
            return -1
        bits *= 2
    raise TooLarge


def support(polynomial: Polynomial, ring: Ring) -> list[int]:
    """Return the generators in a polynomial and all that these are made from."""
    found: set[int] = set()
    todo = ring.occurring(polynomial)
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            relation = ring.generators[at].relation
            if relation is not None:
                todo += ring.occurring(relation)
    return sorted(found)


def is_numeric(polynomial: Polynomial, ring: Ring) -> bool:
    """Tell whether the polynomial holds nothing but algebraic numbers."""
    return all(ring.generators[at].numeric for at in ring.occurring(polynomial))


def root_of(value: Polynomial, power: int, ring: Ring) -> Algebraic:
    """Return the positive root of a positive number."""
    house, below = bounds(value, ring)

    def worked_out() -> acb:
        base = value_of(value, ring, ctx.prec).real
        return acb(base.root(power))

    return Algebraic(worked_out, house / power, below, power)
