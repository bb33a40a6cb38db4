r"""Premises that leave units out which the stem tells: whether bare numbers are meant in SI units, or in the stem's.

``R = 20``, where students read ``$R = 20\,\mathrm{k\Omega}$``, stands for the quantity of the stem, if both agree as
printed or in SI units (``docs/evidence.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from math import prod

import sympy as sp

from .choice_evidence import Choice
from .deciding.openness import is_closed
from .letters import Undecided
from .measured import Quantity, other_units, quantities_printed, quantity
from .setting import Read, Setting
from .syntax import Mul, Name, Node, Num, Relation, Unit, walk

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


_OTHER_SCALES = re.compile(
    _CELSIUS.pattern + r"|%|\bpercent|\bdB\b|\bdecibel|\bpH\b|\b(?:[aeiou]ach|every|daily|per day)\b"
)
"""Beside these a number is not in proportion to its unit, or stands for something else."""
_CONVERTING = frozenset({Fraction(36, 10), Fraction(24), Fraction(27315, 100), Fraction(273)})


def in_stem_units(found: Choice) -> Setting | None:
    """Return the setting with the stem's quantities for the bare numbers of ``given``; ``None`` where there is none.

    All options must be quantities of one kind, and no formula may hold a number that converts units.
    """
    trees = [read.tree for read in found.options if read.tree is not None]
    kinds = {one.exponents if (one := quantity(tree)) is not None else None for tree in trees}
    setting = found.setting
    if len(kinds) != 1 or None in kinds or not setting.given or _OTHER_SCALES.search(found.question.stem):
        return None
    formulas = [read.tree for read in setting.given if read.tree is not None and _value(read.tree) is None]
    formulas += [tree for tree in (found.asked, *(read.tree for read in setting.assumed)) if tree is not None]
    if any(isinstance(part, Num) and _converts(part.value) for tree in formulas for part in walk(tree)):
        return None
    given = [_measured(found, read) for read in setting.given]
    if None in given or given == setting.given:
        return None
    return replace(setting, given=[read for read in given if read is not None], findings=list(setting.findings))


def mixed_units(found: Choice) -> bool:
    """Tell whether bare numbers of ``given`` are those of stem's quantities in units that no one system has together.

    44 (kHz) beside 2 (min) are such, but not 36 (km) and 2 (h): lengths in km and times in h go with speeds in km/h.
    """
    printed = []
    for read in found.setting.given:
        value = _value(read.tree) if read.tree is not None else None
        told = list(dict.fromkeys(_told(found.setting, value[0]))) if value is not None else []
        if value is not None and len(told) == 1 and found.comparer.compare(value[1], told[0][0].printed()).proved:
            printed.append(told[0][0])
    scales = [one.exponents for one in printed]
    if all(one.factor == 1 for one in printed):
        return False
    powers = [sp.factorrat(sp.Rational(one.factor.numerator, one.factor.denominator)) for one in printed]
    for prime in {prime for one in powers for prime in one}:
        whole = sp.Matrix([[*scale, power.get(prime, 0)] for scale, power in zip(scales, powers, strict=True)])
        if sp.Matrix(scales).rank() < whole.rank():
            return True
    return False


def _converts(number: Fraction) -> bool:
    """Tell whether a number may convert units: 1000, 60, 3.6, 0.01."""
    whole = number.denominator == 1
    return (whole and number != 0 and number % 10 == 0) or (not whole and number < Fraction(1, 5)) or (
        number in _CONVERTING)  # fmt: skip


def _value(tree: Node) -> tuple[Name, Node] | None:
    """Return name and value of ``R = 20``, with a unit or without."""
    match tree:
        case Relation((Name() as name, value), ("=",)) if is_closed(value):
            return name, value
    return None


def _measured(found: Choice, read: Read) -> Read | None:
    """Return a premise with the unit that the stem tells; ``None`` where the stem tells several, or another number."""
    value = _value(read.tree) if read.tree is not None else None
    if value is None or any(isinstance(part, Unit) for part in walk(value[1])):
        return read
    name, number = value
    told = list(dict.fromkeys(_told(found.setting, name)))
    if not told:
        return read
    if len(told) > 1:
        return None
    there, whole = told[0]
    if not any(found.comparer.compare(number, one).proved for one in (there.printed(), there.in_si())):
        return None
    return replace(read, tree=Relation((name, whole), ("=",)))


def _told(setting: Setting, name: Name) -> Iterator[tuple[Quantity, Node]]:
    """Yield the quantities that the stem gives a name."""
    for read in setting.stem:
        if isinstance(read.tree, Relation) and set(read.tree.signs) == {"="} and read.tree.sides[0] == name:
            for side in read.tree.sides[1:]:
                if (found := quantity(side)) is not None:
                    yield found, side
