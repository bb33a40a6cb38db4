"""Recurrences asked at a number: ``a_{n+1} = a_n^2`` with ``a_0 = 2`` is written out up to the ``a_3`` asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .index_letters import folded, substitute
from .letters import Slot, placed
from .syntax import Add, Big, Name, Neg, Node, Num, Relation, names_in, put, rebuild, walk

MAX_STEPS = 12
MAX_NODES = 4000
"""Of all steps together: definitions put into one another grow."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The name at the left of ``relation`` from itself at other places of ``letter``, which stands in ``slot``."""

    relation: Relation
    slot: Slot
    letter: str
    shift: int

    @property
    def name(self) -> Name:
        """What is defined, at the letter."""
        side = self.relation.sides[0]
        assert isinstance(side, Name)  # noqa: S101 - made so by ``recurrences``
        return side


def recurrences(relations: Sequence[Node]) -> Iterator[Recurrence]:
    """Yield the equations that give a name by itself at other indices."""
    for node in relations:
        if not isinstance(node, Relation) or node.signs != ("=",) or not isinstance(node.sides[0], Name):
            continue
        head, body = node.sides
        inside = [name for name in names_in(body) if isinstance(head, Name) and name.base == head.base]
        for slot, index in placed(head) if isinstance(head, Name) else ():
            found = index_shift(index)
            if found is None:
                continue
            others = [index_shift(other) for name in inside for place, other in placed(name) if place == slot]
            if others and all(other is not None and other[0] == found[0] for other in others) and found not in others:
                yield Recurrence(node, slot, *found)


def unrolled(relations: Sequence[Node], others: Sequence[Node]) -> Sequence[Node]:
    """Return the premises with recurrences written out as far as ``others`` use them; the same where none is.

    They are left alone where ``others`` speak of the sequence at an open index, where two recurrences give one name,
    where their letter has a value, or where too many steps would be needed.
    """
    found = list(recurrences(relations))
    if not found:
        return relations
    letters, names = {one.letter for one in found}, {one.name.base for one in found}
    if len(found) != len(names) or len(letters) != 1:
        return relations
    (letter,) = letters
    own = {one.relation for one in found}
    if any(_speaks_of(node, letter) for node in relations) or any(
        isinstance(part, Name) and part.base == letter for node in others if node not in own for part in walk(node)
    ):
        return relations
    slots = {one.slot for one in found}
    stated = [node for node in relations if node not in own]
    last = max(_numbers([*stated, *(node for node in others if node not in own)], slots), default=-1)
    written: list[Node] = []
    for one in found:
        starts = [
            int(index.value)
            for node in stated
            if isinstance(node, Relation) and isinstance(node.sides[0], Name) and node.sides[0].base == one.name.base
            for place, index in placed(node.sides[0])
            if place == one.slot and isinstance(index, Num)
        ]
        back = [
            shift[1] - one.shift
            for name in names_in(one.relation.sides[1])
            for place, index in placed(name)
            if place == one.slot and (shift := index_shift(index)) is not None
        ]
        if not starts or max(back) >= 0 or last - min(starts) > MAX_STEPS:
            return relations
        begin = min(starts)
        first = next(at for at in range(begin, last + 2 + len(starts)) if at not in starts)
        if first + min(back) < begin:
            return relations
        written += [_at(one.relation, letter, at - one.shift) for at in range(first, last + 1)]
    low = min((number for number in _numbers(written, slots)), default=0)
    for node in stated:
        if any(isinstance(part, Name) and part.base == letter for part in walk(node)):
            written += [_at(node, letter, at) for at in range(low, last + 1)]
        else:
            written.append(node)
    if sum(1 for node in written for _ in walk(node)) > MAX_NODES:
        return relations
    return written


def index_shift(index: Node) -> tuple[str, int] | None:
    """Return the letter and the number that an index such as ``n + 1`` is the sum of; ``None`` for any other."""
    match index:
        case Name(base, (), ()):
            return base, 0
        case Add((Name(base, (), ()), Num(value))) | Add((Num(value), Name(base, (), ()))) if value.denominator == 1:
            return base, int(value)
        case Add((Name(base, (), ()), Neg(Num(value)))) if value.denominator == 1:
            return base, -int(value)
    return None


def _speaks_of(node: Node, letter: str) -> bool:
    """Tell whether a premise gives the letter a value or sums over it."""
    if any(isinstance(part, Big) and part.index == letter for part in walk(node)):
        return True
    return isinstance(node, Relation) and any(side == Name(letter) for side in node.sides)


def _numbers(nodes: Sequence[Node], slots: set[Slot]) -> Iterator[int]:
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Name):
                for slot, index in placed(part):
                    if slot in slots and isinstance(index, Num) and index.value.denominator == 1:
                        yield int(index.value)


def _at(node: Node, letter: str, at: int) -> Node:
    """Return an equation at one value of the letter."""
    number = Num(Fraction(at))
    return _folded(put(substitute(node, {letter: number}), {Name(letter): number}))


def _folded(node: Node) -> Node:
    """Work out the indices of all names."""
    if isinstance(node, Name):
        return Name(node.base, tuple(map(folded, node.sub)), tuple(map(folded, node.sup)))
    return rebuild(node, _folded)
