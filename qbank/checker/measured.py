"""Options that are quantities: a number and a unit, apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from .symbolic.functions import Expr
from .symbolic.values import BASE_UNITS
from .syntax import Div, Mul, Neg, Node, Num, Pow, Relation, Unit, rebuild, walk
from .units import UNITS, parse_unit

Exponents = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """``number`` times a unit that is ``factor`` SI units of the dimension ``exponents``."""

    number: Node
    factor: Fraction
    exponents: Exponents

    def printed(self) -> Node:
        """Return the number as it is printed."""
        return self.number

    def in_si(self) -> Node:
        """Return the number of SI units."""
        if self.factor == 1:
            return self.number
        sign, number = (True, self.number.of) if isinstance(self.number, Neg) else (False, self.number)
        factors = number.factors if isinstance(number, Mul) else (number,)
        whole = Mul((*factors, Num(self.factor)))
        return Neg(whole) if sign else whole


def quantity(tree: Node | None) -> Quantity | None:
    """Return an option as a number with a unit, ``v = 3 m/s`` too; ``None`` where it is none."""
    match tree:
        case Relation((_, right), ("=",)):
            return quantity(right)
        case Neg(of):
            inner = quantity(of)
            return None if inner is None else Quantity(Neg(inner.number), inner.factor, inner.exponents)
        case Mul(factors):
            units = [factor for factor in factors if _holds_unit(factor)]
            rest = tuple(factor for factor in factors if not _holds_unit(factor))
            measure = _measure(Mul(tuple(units))) if units and rest else None
            if measure is None or not any(measure[1]):
                return None
            return Quantity(rest[0] if len(rest) == 1 else Mul(rest), *measure)
    return None


def _holds_unit(node: Node) -> bool:
    return any(isinstance(part, Unit) for part in walk(node))


def _measure(node: Node) -> tuple[Fraction, Exponents] | None:
    """Return how many SI units a product of units is, and of what dimension."""
    match node:
        case Unit(symbol):
            return UNITS[symbol].factor, tuple(UNITS[symbol].exponents)
        case Pow(base, exponent):
            inner = _measure(base)
            power = exponent.of if isinstance(exponent, Neg) else exponent
            if inner is None or not isinstance(power, Num) or power.value.denominator != 1:
                return None
            times = int(power.value) * (-1 if isinstance(exponent, Neg) else 1)
            return inner[0] ** times, tuple(times * one for one in inner[1])
        case Mul(factors):
            found: tuple[Fraction, Exponents] = (Fraction(1), (0,) * 7)
            for factor in factors:
                inner = _measure(factor)
                if inner is None:
                    return None
                found = found[0] * inner[0], tuple(a + b for a, b in zip(found[1], inner[1], strict=True))
            return found
        case Div(above, below):
            one = (Fraction(1), (0,) * 7) if above == Num(Fraction(1)) else _measure(above)
            other = _measure(below)
            if one is None or other is None:
                return None
            return one[0] / other[0], tuple(a - b for a, b in zip(one[1], other[1], strict=True))
    return None


_PRINTED = re.compile(
    r"(?<![\w.^_])(\d+(?:\.\d+)?)(?:[\s~$]|\\[,;: ])*(?:\\(?:mathrm|text|rm|operatorname)\b\s*)?"
    r"(?:\{\s*((?:[^{}$]|\{[^{}$]*\})+)\}|([A-Za-zµμΩ]+(?:/[A-Za-z]+)?(?:\^\{?-?\d\}?)?))"
)
"""A number and the unit after it, in formulas and in prose."""


def quantities_printed(text: str) -> list[tuple[Fraction, Node]]:
    """Return the numbers that a text prints with a unit, each with the quantity that they make."""
    found: list[tuple[Fraction, Node]] = []
    for number, braced, plain in _PRINTED.findall(text):
        units = parse_unit(braced or plain)
        if units is not None:
            powers = (Pow(Unit(symbol), _whole(exponent)) for symbol, exponent in units)
            found.append((Fraction(number), Mul((Num(Fraction(number)), *powers))))
    return found


def _whole(number: int) -> Node:
    return Num(Fraction(number)) if number >= 0 else Neg(Num(Fraction(-number)))


def other_units(tree: Node) -> bool:
    """Tell whether a formula has another unit than those of SI: 36 km/h, 160 mH, 2000 g."""
    return any(isinstance(part, Unit) and UNITS[part.symbol].factor != 1 for part in walk(tree))


def with_units(node: Node, known: Mapping[Fraction, Node]) -> Node:
    """Return a formula with the quantities that are known for its numbers."""
    if isinstance(node, Num):
        return known.get(node.value, node)
    return rebuild(node, lambda child: with_units(child, known))


def dimension(value: Expr, keys: Mapping[Expr, object]) -> Exponents | None:
    """Return the dimension of a number with units, all zero for a bare number; ``None`` where it is none."""
    value = sp.cancel(value)
    found: dict[str, int] = {}
    for symbol in value.free_symbols:
        key = keys.get(symbol)
        degree = sp.cancel(symbol * sp.diff(value, symbol) / value) if value != 0 else sp.Integer(0)
        if not isinstance(key, Unit) or not isinstance(degree, sp.Integer):
            return None
        found[key.symbol] = int(degree)
    return tuple(found.get(base, 0) for base in BASE_UNITS)
