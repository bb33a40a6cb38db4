r"""Numbers of elements rewritten as ordinary formulas: ``|A \cup B| = |A| + |B| - |A \cap B|``.

The named sets cut one another into regions; each region has a whole number of elements of its own, zero or more, and a
set has the sum of those of its regions. The region outside of all sets has no number: nothing says how large the
universe is, unless a universe is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from qbank.checker.domain import Domain, Interval
from qbank.checker.printing import latex
from qbank.checker.syntax import Add, Call, Name, Node, Num, Relation, rebuild, walk

from .ratios import Field, TooLarge, eliminated, generators
from .regions import NoSet, Region, inside, name_of
from .regions import generators as sets_of
from .sets import UNIVERSES

MAX_SETS = 4
_COUNT = Interval(low=Fraction(0), integer=True)


class Cardinals:
    """Rewrites the numbers of elements in one question. Raises :class:`NoSet` where sets are not named."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        counted = [part for node in nodes for part in walk(node) if isinstance(part, Call) and part.function == "card"]
        wholes = [part.arguments[0] for part in counted]
        self.universe = UNIVERSES & {part for whole in wholes for part in walk(whole) if isinstance(part, Name)}
        self.sets = sets_of(wholes, self.universe)
        if len(self.sets) > MAX_SETS or not all(isinstance(one, Name) for one in self.sets):
            raise NoSet("")
        self.numbers: dict[Region, Name] = {}

    def formula(self, node: Node) -> Node:
        """Return ``node`` with numbers of elements as sums over regions."""
        if isinstance(node, Call) and node.function == "card":
            try:
                regions = inside(node.arguments[0], self.sets, self.universe)
            except NoSet:
                return node  # a number of elements that is not one of these sets': left as it is
            if not self.universe and not all(any(region) for region in regions):
                return node
            names = tuple(self._number(region) for region in sorted(regions, reverse=True))
            return Num(Fraction(0)) if not names else names[0] if len(names) == 1 else Add(names)
        return rebuild(node, self.formula)

    def _number(self, region: Region) -> Name:
        shown = rf"\left|{name_of(region, self.sets, latex)}\right|"
        return self.numbers.setdefault(region, Name(shown))

    def premises(self, nodes: Iterable[Node]) -> list[Node]:
        """Return premises with the equations between numbers of elements solved for a region each."""
        kept: list[Node] = []
        equations: list[tuple[Node, Node]] = []
        for node in nodes:
            new = self.formula(node)
            if new != node and isinstance(new, Relation) and set(new.signs) == {"="}:
                equations += pairwise(new.sides)
            else:
                kept.append(new)
        own = list(self.numbers.values())
        leaves = [leaf for pair in equations for side in pair for leaf in generators(side)]
        table = Field([*own, *(leaf for leaf in leaves if leaf not in own)])
        try:
            zero = [table.of(one) - table.of(other) for one, other in equations]
            solved, left = eliminated(table, zero, range(len(own)), lambda factor: bool(factor.is_constant()))
        except TooLarge:
            return [*kept, *(Relation(pair, ("=",)) for pair in equations)]
        kept += [Relation((own[at], table.node(value)), ("=",)) for at, value in solved.items()]
        return kept + [Relation((table.node(equation), Num(Fraction(0))), ("=",)) for equation in left]

    def domain(self) -> Domain:
        """Return that numbers of elements are whole and not negative."""
        return Domain(tuple((name, _COUNT) for name in self.numbers.values()))


def cardinals(nodes: Sequence[Node]) -> Cardinals | None:
    """Return what rewrites the numbers of elements in ``nodes``; ``None`` where there are none of named sets."""
    if not any(isinstance(part, Call) and part.function == "card" for node in nodes for part in walk(node)):
        return None
    try:
        return Cardinals(nodes)
    except NoSet:
        return None
