"""Whether bare numbers of premises are meant in SI units, where the stem prints quantities in other units."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction
from math import prod

import sympy as sp

from .choice_evidence import Choice
from .deciding.equality import is_closed
from .letters import Undecided
from .measured import Quantity, other_units, quantities_printed, quantity
from .syntax import Mul, Node, Num, Relation

_CELSIUS = re.compile(r"(?:°|\\circ\}?\s*(?:\\[a-z]+\{)?|\\degree)\s*[CF]\b|[Cc]elsius|[Ff]ahrenheit")


def printed_otherwise(found: Choice) -> bool:
    """Tell whether the stem has a quantity in another unit than that of SI: 36 km/h, 160 mH, 2000 g, 20 °C."""
    trees = [read.tree for read in found.setting.stem if read.tree is not None]
    trees += [tree for _, tree in quantities_printed(found.question.stem)]
    return any(map(other_units, trees)) or _CELSIUS.search(found.question.stem) is not None


def given_in_si(found: Choice) -> bool:
    """Tell whether every quantity that the stem prints in another unit is a premise's number in SI units.

    One with a name, ``v = 36 km/h``, must be that of the premise for the name; of others no premise has the number as
    it is printed.
    """
    told = {one.name: _value_of(found, one.body) for one in found.comparer.premises.definitions}
    named = {read.tree.sides[0]: quantity(read.tree) for read in found.setting.stem
             if isinstance(read.tree, Relation) and len(read.tree.sides) == 2 and other_units(read.tree)}  # fmt: skip
    if _CELSIUS.search(found.question.stem) or None in named.values():
        return False
    if any(one is not None and (name not in told or told[name] != _si(one)) for name, one in named.items()):
        return False
    numbers = {value for name, value in told.items() if name not in named}
    trees = [tree for _, tree in quantities_printed(found.question.stem)]
    trees += [read.tree for read in found.setting.stem if read.tree is not None and not isinstance(read.tree, Relation)]
    for one in (quantity(tree) for tree in trees if other_units(tree)):
        if one is None or _si(one) is None:
            return False
        known = any(other is not None and _si(other) == _si(one) for other in named.values())
        if not known and (_si(one) not in numbers or _plain_number(one.number) in numbers):
            return False
    return True


def _si(one: Quantity) -> Fraction | None:
    return _plain_number(one.in_si())


def _value_of(found: Choice, body: Node) -> Fraction | None:
    """Return a number that a premise gives, as a fraction."""
    with suppress(Undecided, AttributeError):
        value = found.comparer.algebra.value(body) if is_closed(body) else None
        if isinstance(value, sp.Rational):
            return Fraction(int(value.p), int(value.q))
    return None


def _plain_number(node: Node | None) -> Fraction | None:
    """Return the value of a product of numbers."""
    match node:
        case Num(value):
            return value
        case Mul(factors) if all(isinstance(one, Num) for one in factors):
            return prod((one.value for one in factors if isinstance(one, Num)), start=Fraction(1))
    return None
