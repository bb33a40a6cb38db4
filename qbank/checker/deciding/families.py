r"""Events of a family with an open index: ``P(A) = \sum_i P(A \mid B_i) P(B_i)``.

Each of ``P(B_i)`` and ``P(A \cap B_i)`` is a quantity with the index i. Where the ``B_i`` are said to be a partition,
what happens at all happens with one of them: ``P(A)`` is the sum of ``P(A \cap B_i)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from qbank.checker.domain import Interval
from qbank.checker.printing import latex
from qbank.checker.syntax import Big, Chance, Div, Logic, Name, Node, Num, walk

from .events import plain_event
from .regions import NoSet


def open_members(chance: Chance) -> list[Name]:
    """Return the events of a probability whose index is no number."""
    parts = [part for part in (chance.event, chance.given) if part is not None]
    names = [name for part in parts for name in walk(part) if isinstance(name, Name)]
    return [name for name in names if any(not isinstance(index, Num) for index in name.sub)]


@dataclass(slots=True)
class Family:
    """Rewrites the probabilities of one question in which a family with an open index takes part."""

    base: str
    partition: bool
    sums: Big | None
    """A sum over the family: its bounds."""
    domain: dict[Name, Interval] = field(default_factory=dict)
    used: bool = False
    """The probability of an event alone was asked for."""

    def value(self, chance: Chance) -> Node:
        """Return a probability as an ordinary formula. Raises :class:`NoSet`."""
        event, given = plain_event(chance.event), None if chance.given is None else plain_event(chance.given)
        if given is None:
            return self._joint(event)
        below = self._joint(given)
        return Div(self._joint(Logic("and", (event, given))), below)

    def _joint(self, event: Node) -> Node:
        conjuncts = list(_conjuncts(event))
        if any(not isinstance(part, Name) for part in conjuncts):
            raise NoSet("an event of a family beside others than names")
        names = [part for part in conjuncts if isinstance(part, Name)]
        mine = list(dict.fromkeys(name for name in names if name.base == self.base))
        others = sorted({latex(name) for name in names if name.base != self.base})
        if len(mine) > 1:
            raise NoSet("two events of one family at once")
        if mine:
            shown = r" \cap ".join([*others, self.base])
            name = Name(rf"\Pr({shown})", mine[0].sub, mine[0].sup)
            self.domain[Name(name.base)] = _UNIT
            return name
        self.used = True
        shown = r" \cap ".join(others)
        if not self.partition or self.sums is None:
            name = Name(rf"\Pr({shown})")
            self.domain[name] = _UNIT
            return name
        index = self.sums.index
        member = Name(rf"\Pr({shown} \cap {self.base})", (Name(index),))
        self.domain[Name(member.base)] = _UNIT
        return Big("sum", index, self.sums.lower, self.sums.upper, member)


_UNIT = Interval(Fraction(0), Fraction(1))


def _conjuncts(event: Node) -> Iterator[Node]:
    if isinstance(event, Logic) and event.operator == "and":
        for part in event.operands:
            yield from _conjuncts(part)
    else:
        yield event


def family_of(chances: Sequence[Chance], nodes: Iterable[Node], partitions: Iterable[str]) -> Family | None:
    """Return the family with an open index in some probabilities; ``None`` where there is none.

    Raises :class:`NoSet` where there are several.
    """
    bases = {name.base for chance in chances for name in open_members(chance)}
    if not bases:
        return None
    if len(bases) > 1:
        raise NoSet("several families of events with open indices")
    (base,) = bases
    sums = [
        part
        for node in nodes
        for part in walk(node)
        if isinstance(part, Big) and any(isinstance(inner, Name) and inner.base == base for inner in walk(part.body))
    ]
    ranges = {(part.lower, part.upper) for part in sums}
    if len(ranges) > 1:
        raise NoSet("sums over a family of events with different bounds")
    return Family(base, base in set(partitions), sums[0] if sums else None)
