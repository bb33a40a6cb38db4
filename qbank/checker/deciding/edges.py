"""Points at which formulas made of pieces may differ: near every number that stands in them, and far out.

Cases, absolute values, whole parts and the like agree on one stretch and not on another. Where algebra proves nothing,
such formulas are looked at near the numbers that may be their edges, for every sign, and beyond them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from qbank.checker.domain import Interval
from qbank.checker.letters import interval_of
from qbank.checker.numeric.point import Point
from qbank.checker.syntax import Big, Call, Cases, Node, Num, Pow, names_in, walk

KINKED = frozenset({"abs", "floor", "ceil", "sign", "max", "min", "mod", "relu", "norm", "arg"})
MAX_NUMBERS = 12
MAX_POINTS = 120
LARGE = Fraction(10**12)
_APART = Fraction(1, 97)
_USUAL = "0 1/7 -1/7 1/2 -1/2 1 -1 9/10 3/2 12/7 5001 -5003 10000000 -10000001/3"
_ALWAYS = list(map(Fraction, _USUAL.split(" ")))


def kinked(*nodes: Node) -> bool:
    """Tell whether formulas are made of pieces."""
    return any(
        isinstance(part, Cases) or (isinstance(part, Call) and part.function in KINKED)
        for node in nodes
        for part in walk(node)
    )


def numbers_in(*nodes: Node) -> list[Fraction]:
    """Return the numbers that stand in formulas, powers of ten and the like worked out, the first ones only."""
    found: dict[Fraction, None] = {}
    for node in nodes:
        for part in walk(node):
            match part:
                case Num(value):
                    found[value] = None
                case Pow(Num(one), Num(other)) if other.denominator == 1 and 0 < other <= 12:
                    found[one ** int(other)] = None
    return [number for number in found if abs(number) <= LARGE][:MAX_NUMBERS]


def _tried(interval: Interval, numbers: list[Fraction]) -> list[Fraction]:
    near = [side * number + step for number in numbers for side in (1, -1) for step in (0, _APART, -_APART)]
    found = [*near, *_ALWAYS, *(number * 3 + 1 for number in numbers)]
    if interval.integer:
        found = [Fraction(round(number) + step) for number in found for step in (0, 1)]
    return [number for number in dict.fromkeys(found) if number in interval]


def edge_points(points: Iterator[Point], *nodes: Node) -> Iterator[Point]:
    """Yield ``points`` with one name put where formulas may change, and short sums where the domain has them."""
    names = [name for name in dict.fromkeys(name for node in nodes for name in names_in(node)) if not name.sup]
    bounds = {part.upper for node in nodes for part in walk(node) if isinstance(part, Big)}
    numbers = numbers_in(*nodes)
    some = list(islice(points, 3))
    made = 0
    for point in some:
        domain, letters = point.atoms.domain, point.premises.letters
        for name in names:
            interval = interval_of(domain, name, letters)
            if getattr(interval, "complex", False) or point.premises.defines(name):
                continue
            if name in point.atoms.sizes:
                if name in bounds and interval.integer and interval.low is not None:
                    yield from (point.sized(name, size) for size in (0, 1) if Fraction(size) in interval)
                continue
            if name.base in letters.sorts or not kinked(*nodes):
                continue
            for number in _tried(interval, numbers):
                made += 1
                if made > MAX_POINTS:
                    return
                yield point.fixed(name, number)
