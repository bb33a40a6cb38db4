r"""Relations between real numbers as places on a line: how ``x < 2``, ``x \ge 2`` and ``x = 3`` bear on one another.

Each relation compares a quantity, say x or x − y, with a number. The numbers cut the line of that quantity into points
and open stretches; a relation holds on some of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from qbank.checker.domain import Domain
from qbank.checker.printing import latex
from qbank.checker.syntax import Name, Relation

from .polynomials import Monomial, TooLarge, polynomial

OPPOSITE = {"<": r"\ge", r"\ge": "<", ">": r"\le", r"\le": ">", "=": r"\ne", r"\ne": "=",
            r"\in": r"\notin", r"\notin": r"\in"}  # fmt: skip
_MIRRORED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", "=": "=", r"\ne": r"\ne"}

Axis = tuple[tuple[Monomial, Fraction], ...]
"""A quantity: a polynomial without a constant term, its first coefficient 1."""
Places = Mapping[Axis, Fraction]


@dataclass(frozen=True, slots=True)
class Order:
    """``axis sign threshold``."""

    axis: Axis
    sign: str
    threshold: Fraction

    def holds(self, places: Places) -> bool:
        """Tell whether it holds where the quantities have these values."""
        value = places[self.axis] if self.axis else Fraction(0)
        return {
            "<": value < self.threshold,
            ">": value > self.threshold,
            r"\le": value <= self.threshold,
            r"\ge": value >= self.threshold,
            "=": value == self.threshold,
            r"\ne": value != self.threshold,
        }[self.sign]


def ordered(relation: Relation) -> Order | None:
    """Return the comparison of a quantity with a number that a relation of two sides states; ``None`` for others."""
    sign = relation.signs[0]
    if len(relation.signs) != 1 or sign not in _MIRRORED:
        return None
    try:
        difference = polynomial(relation.sides[0]).plus(polynomial(relation.sides[1]), Fraction(-1))
    except TooLarge:
        return None
    constant = difference.terms.get((), Fraction(0))
    rest = sorted(((one, value) for one, value in difference.terms.items() if one), key=repr)
    if not rest:
        return Order((), sign, -constant)
    lead = rest[0][1]
    axis = tuple((monomial, value / lead) for monomial, value in rest)
    return Order(axis, sign if lead > 0 else _MIRRORED[sign], -constant / lead)


@dataclass(frozen=True, slots=True)
class Lines:
    """The values to try on each axis: every threshold, and one number on each side of it."""

    values: Mapping[Axis, tuple[Fraction, ...]]

    @property
    def count(self) -> int:
        """The number of choices."""
        total = 1
        for values in self.values.values():
            total *= len(values)
        return total

    def choices(self) -> Iterator[Places]:
        """Yield every choice of one value on each axis."""
        for chosen in product(*self.values.values()):
            yield dict(zip(self.values, chosen, strict=True))

    @property
    def plain(self) -> bool:
        """Tell whether every axis is a name of its own, so that each choice is a point."""
        return all(_name(axis) is not None for axis in self.values)

    def shown(self, places: Places) -> dict[str, str]:
        """Return a choice as text."""
        return {latex(name): str(value) for axis, value in places.items() if (name := _name(axis)) is not None}

    def free(self, domain: Domain) -> bool:
        """Tell whether nothing but the relations themselves confines the names on the axes."""
        names = {name for axis in self.values if (name := _name(axis)) is not None}
        bases = {name.base for name in domain.names()}
        return self.plain and not any(name.base in bases for name in names)


def _name(axis: Axis) -> Name | None:
    match axis:
        case (((((Name() as name), 1),), _),):
            return name
    return None


def lines(orders: Sequence[Order]) -> Lines:
    """Return the lines on which these comparisons lie."""
    thresholds: dict[Axis, set[Fraction]] = {}
    for order in orders:
        if order.axis:
            thresholds.setdefault(order.axis, set()).add(order.threshold)
    values: dict[Axis, tuple[Fraction, ...]] = {}
    for axis, found in thresholds.items():
        marks = sorted(found)
        between = [(low + high) / 2 for low, high in pairwise(marks)]
        values[axis] = tuple(sorted([marks[0] - 1, *marks, *between, marks[-1] + 1]))
    return Lines(values)
