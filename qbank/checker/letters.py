"""The index letters of a question: which letters they are, and which run over the same range.

Letters that share a slot do (``x_i`` and ``x_j``), unless definitions would then go round in a circle, as
``net_k = sum_j w_kj o_j`` with ``o_j = g(net_j)`` does: then fewer and fewer do (``docs/evidence.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache

from .domain import Domain, Interval
from .shares import whole_of
from .syntax import Big, Name, Node, Num, Relation, names_in, walk


class Undecided(Exception):  # noqa: N818 - a limit of the checker, said to the author, not an error
    """The checker cannot decide this; the message says why, for the author."""


Shape = tuple[str, tuple[object, ...]]
"""A name with its index letters replaced by their ranges: all names of one family have one shape."""

Slot = tuple[str, str, int, int]
"""A place for an index: base, ``sub`` or ``sup``, how many indices stand there, which of them."""

Range = tuple[Node, Node]
"""Lower and upper bound of an index, both included."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The index letters of a question: for each the range it runs over (named by one of its letters), and bounds."""

    sorts: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[str, Range] = field(default_factory=dict)
    """By range, where the question states them."""
    separate: bool = False
    """Each letter has a range of its own."""

    slots: frozenset[Slot] = frozenset()
    """Where index letters stand."""
    limits: tuple[Name, ...] = ()
    """Names in the bounds of sums: they stand for sizes."""
    largest: int = 0
    """The largest number that stands where an index letter does."""

    def sort(self, index: Node) -> str | None:
        """Return the range of an index letter, ``None`` for anything else.

        Bound labels ``#1:k`` and index values ``@1:k`` carry theirs.
        """
        if not isinstance(index, Name) or index.sub or index.sup:
            return None
        letter = index.base.rstrip("'")
        return letter.partition(":")[2] if letter.startswith(("#", "@")) else self.sorts.get(letter)

    def shape(self, name: Name) -> Shape:
        """Return the family of ``name``: where letters and numbers share a slot, ``x_1`` is one of the ``x_i``."""
        parts: list[object] = []
        for slot, index in placed(name):
            if self.separate:
                parts.append(("range", sort) if (sort := self.sort(index)) else index)
            else:
                parts.append("index" if slot in self.slots else index)
        return name.base, tuple(parts)


def placed(name: Name) -> Iterator[tuple[Slot, Node]]:
    """Yield every index of ``name`` with its slot."""
    for kind, indices in (("sub", name.sub), ("sup", name.sup)):
        for place, index in enumerate(indices):
            yield (name.base, kind, len(indices), place), index


def match(pattern: Name, name: Name, letters: Letters) -> dict[str, Node] | None:
    """Return what the index letters of ``pattern`` must stand for to give ``name``, or ``None``."""
    if pattern.base != name.base or len(pattern.sub) != len(name.sub) or len(pattern.sup) != len(name.sup):
        return None
    found: dict[str, Node] = {}
    for mine, theirs in zip((*pattern.sub, *pattern.sup), (*name.sub, *name.sup), strict=True):
        sort = letters.sort(mine)
        if sort is None or not isinstance(mine, Name):
            if mine != theirs:
                return None
            continue
        other = letters.sort(theirs)
        if letters.separate and isinstance(theirs, Num):
            raise Undecided(f"which range the number in an index of {name.base} belongs to cannot be told")
        fits = other == sort if other else isinstance(theirs, Num)
        if not fits or found.setdefault(mine.base, theirs) != theirs:
            return None
    return found


def interval_of(domain: Domain, name: Name, letters: Letters) -> Interval:
    """Return where ``name`` may lie: by its own entry, by that of its family (``x_i`` for ``x_1``), or by its base."""
    if (whole := whole_of(name)) is not None:  # a share is positive where all are
        interval = interval_of(domain, whole, letters)
        signed = interval.low is None or interval.low < 0
        return Interval() if signed else Interval(low=Fraction(0), low_open=interval.positive)
    own = [entry for entry, _ in domain.intervals if entry == name]
    family = [entry for entry, _ in domain.intervals if entry.sub + entry.sup and _matches(entry, name, letters)]
    return domain.of(own[0] if own else family[0] if family else name)


def _matches(entry: Name, name: Name, letters: Letters) -> bool:
    try:
        return match(entry, name, letters) is not None
    except Undecided:
        return False


class Tier(IntEnum):
    """How readily letters are taken to run over one range."""

    SHARED = 0
    """Letters that share a slot anywhere do."""
    FORMULA = 1
    """Letters that share a slot within one formula do: ``e^{z_i} / \\sum_j e^{z_j}``."""
    SEPARATE = 2
    """Only letters with the same bounds do."""


KEPT = 256
"""Formulas whose names are kept: each is looked at under several sets of premises."""


class Places:
    """Where index letters stand in the formulas of a question."""

    def __init__(self, relations: Sequence[Node], others: Sequence[Node], declared: Mapping[str, Range | None]) -> None:
        """``relations`` are the premises, ``others`` the formulas that use them, ``declared`` letters of the author."""
        everything = (*relations, *others)
        bigs = [part for node in everything for part in walk(node) if isinstance(part, Big) and not _is_extremum(part)]
        self._stated: dict[str, Range] = {letter: bounds for letter, bounds in declared.items() if bounds is not None}
        for big in bigs:
            if big.lower is not None and big.upper is not None:
                self._stated.setdefault(big.index, (big.lower, big.upper))
        self._names = [_named(node) for node in everything]
        self._relations = self._names[: len(relations)]
        self._everywhere = _slots(self._names)
        self._bound = [*declared, *(big.index for big in bigs), *self._generic(relations)]
        ends = [end for big in bigs for end in (big.lower, big.upper) if end is not None]
        ends += [end for limits in self._stated.values() for end in limits]
        self._limits = tuple(dict.fromkeys(name for end in ends for name in names_in(end)))

    def letters(self, tier: Tier) -> Letters:
        """Return the index letters and their ranges."""
        stated, bound = self._stated, self._bound
        shared = [_slots(self._relations)] if tier is Tier.SHARED else []
        if tier is Tier.FORMULA:
            shared = [_slots([names]) for names in self._relations]
        together = [letters for slots in shared for letters in slots.values()]
        together += [[one, other] for one in stated for other in stated if one < other and stated[one] == stated[other]]
        groups = _groups(bound, together)
        if tier is Tier.SHARED:
            groups = _with_newcomers(groups, self._everywhere)
        sorts = {letter: group[0] for group in groups if set(group) & set(bound) for letter in group}
        bounds: dict[str, Range] = {}
        for letter, limits in stated.items():
            bounds.setdefault(sorts[letter], limits)
        indexed = frozenset(
            slot for slot, letters in self._everywhere.items() if any(letter in sorts for letter in letters)
        )
        numbers = (
            int(index.value)
            for names in self._names
            for _, places in names
            for slot, index, _ in places
            if isinstance(index, Num) and slot in indexed
        )
        largest = max(numbers, default=0)
        return Letters(sorts, bounds, tier is not Tier.SHARED, indexed, self._limits, largest)

    def _generic(self, relations: Sequence[Node]) -> Iterator[str]:
        """Yield letters for which a definition holds generally although no sum runs over them.

        ``o_j = g(z_j)`` defines o_1 and o_k too, where those occur: j is an index on both sides, and no quantity.
        """
        there: dict[Slot, set[Node]] = {}
        for names in self._names:
            for _, places in names:
                for slot, index, _ in places:
                    there.setdefault(slot, set()).add(index)
        for node in relations:
            if not isinstance(node, Relation) or not isinstance(node.sides[0], Name):
                continue
            if any(node.sides[0] in set(names_in(side)) for side in node.sides[1:]):
                continue  # an equation, and no definition: p_s = 0.8 p_s + 0.4 p_r
            values = set(names_in(node))
            inside = {index for side in node.sides[1:] for _, places in _named(side) for _, index, _ in places}
            for slot, index in placed(node.sides[0]):
                if not isinstance(index, Name) or len(index.base) > 1:
                    continue
                value = index in values
                if value and index.base not in COUNTING:
                    continue  # a label: the x of E_x = x^2
                others_there = there[slot] - {index}
                if (value or index in inside) and any(
                    isinstance(other, Num) or _is_letter(other) for other in others_there
                ):
                    yield index.base


def _is_extremum(big: Big) -> bool:
    r"""Tell whether ``\max_x f(x)`` is over the values of a quantity; ``\max_j z_j`` is over an index."""
    places = (index for name in names_in(big.body) for _, index in placed(name))
    return big.operator in EXTREMES and Name(big.index) not in set(places)


EXTREMES = frozenset({"max", "min", "argmax", "argmin"})

_Placed = list[tuple[Slot, Node, list[str]]]
"""The indices of a name, each with its slot and the letters in it."""


@lru_cache(KEPT)
def _named(node: Node) -> list[tuple[Name, _Placed]]:
    """Return the names within a formula that have indices, as often as they stand there."""
    return [
        (
            part,
            [(slot, index, [inner.base for inner in walk(index) if isinstance(inner, Name)]) for slot, index in found],
        )
        for part in walk(node)
        if isinstance(part, Name) and (found := list(placed(part)))
    ]


def _slots(formulas: Iterable[list[tuple[Name, _Placed]]]) -> dict[Slot, list[str]]:
    """Return the letters that stand in every slot, in order of appearance."""
    slots: dict[Slot, list[str]] = {}
    for names in formulas:
        for _, places in names:
            for slot, _, letters in places:
                slots.setdefault(slot, []).extend(letters)
    return slots


COUNTING = frozenset("ijknpqrst")
"""Letters that count where they are an index, also where they are a value too: ``a_n = 3n + 1``."""


def _is_letter(index: Node) -> bool:
    return isinstance(index, Name) and len(index.base) == 1


def _groups(letters: Sequence[str], together: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the letters in groups that run over one range, in order of appearance."""
    groups: list[list[str]] = [[letter] for letter in dict.fromkeys(letters)]
    for cluster in together:
        touched = [group for group in groups if set(group) & set(cluster)]
        merged = list(dict.fromkeys([letter for group in touched for letter in group] + list(cluster)))
        groups = [group for group in groups if group not in touched] + [merged]
    return groups


def _with_newcomers(groups: list[list[str]], slots: Mapping[Slot, list[str]]) -> list[list[str]]:
    """Add letters that only the using formulas have to the one group that shares a slot with them."""
    known = {letter: group for group in groups for letter in group}
    for letters in slots.values():
        homes = {id(known[letter]): known[letter] for letter in letters if letter in known}
        if len(homes) == 1:
            (home,) = homes.values()
            for letter in letters:
                if letter not in known:
                    home.append(letter)
                    known[letter] = home
    return groups
