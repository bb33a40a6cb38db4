r"""What a question states, sorted: definitions, functions, the equations left over, and the ranges of its indices.

A chain ``a = b = c`` whose first side is a name defines that name in as many ways as it has further sides; all must
agree. Definitions hold for every value of their index letters. Whether two letters run over the same range is read from
where they stand: letters that share a slot do (``x_i`` and ``x_j``), unless definitions would then go round in a
circle, as ``net_k = \sum_j w_{kj} o_j`` with ``o_j = g(net_j)`` does: then each letter has a range of its own
(``docs/evidence.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .syntax import Apply, Big, Deriv, Name, Node, Num, Relation, letters_of, names_in, substitute, walk


class Undecided(Exception):  # noqa: N818 - a limit of the checker, said to the author, not an error
    """The checker cannot decide this; the message says why, for the author."""


Shape = tuple[str, tuple[object, ...]]
"""A name with its index letters replaced by their ranges: all names of one family have one shape."""
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

    slots: frozenset[tuple[str, str, int, int]] = frozenset()
    """Where index letters stand: base, ``sub`` or ``sup``, how many indices there, which of them."""

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


def placed(name: Name) -> Iterator[tuple[tuple[str, str, int, int], Node]]:
    """Yield every index of ``name`` with its slot."""
    for kind, indices in (("sub", name.sub), ("sup", name.sup)):
        for place, index in enumerate(indices):
            yield (name.base, kind, len(indices), place), index


@dataclass(frozen=True, slots=True)
class Definition:
    """``name`` stands for ``body``."""

    name: Name
    body: Node


@dataclass(frozen=True, slots=True)
class Dependence:
    """An undefined quantity that is only known through its derivative by ``by``, for every index letter of both."""

    name: Name
    by: Name


@dataclass(frozen=True)
class Premises:
    """All that may be used, in the order in which it was stated."""

    definitions: tuple[Definition, ...] = ()
    functions: Mapping[str, tuple[tuple[Name, ...], Node]] = field(default_factory=dict)
    constraints: tuple[Relation, ...] = ()
    """Equations that define nothing, two sides each."""
    letters: Letters = Letters()
    dependences: tuple[Dependence, ...] = ()

    def bodies(self, name: Name) -> Iterator[Node]:
        """Yield what ``name`` is defined to be, its own indices put in; more than one where a chain says so."""
        for definition in self.definitions:
            found = match(definition.name, name, self.letters)
            if found is not None:
                yield substitute(definition.body, found)

    def defines(self, name: Name) -> bool:
        """Tell whether ``name`` has a definition."""
        return next(self.bodies(name), None) is not None

    def tops(self, name: Name) -> list[tuple[Name, tuple[str, ...]]]:
        """Return the names that the undefined ``name`` depends on directly, each with the letters to sum over.

        A name that feeds another of them is no direct one (``docs/evidence.md``, abstract quantities).
        """
        if not self.dependences:
            return []
        known = self._tops.get(name)
        if known is None:
            known = self._tops[name] = self._found_tops(name)
        return known

    @cached_property
    def _tops(self) -> dict[Name, list[tuple[Name, tuple[str, ...]]]]:
        return {}

    def _found_tops(self, name: Name) -> list[tuple[Name, tuple[str, ...]]]:
        found: dict[Shape, tuple[Name, tuple[str, ...]]] = {}
        for dependence in self.dependences:
            indices = match(dependence.name, name, self.letters)
            if indices is None:
                continue
            by = substitute(dependence.by, indices)
            own = set(letters_of(name))
            free = tuple(
                dict.fromkeys(
                    letter for letter in letters_of(by) if letter not in own and self.letters.sort(Name(letter))
                )
            )
            if isinstance(by, Name):
                found.setdefault(self.letters.shape(by), (by, free))
        reach = {shape: self.reach(shape) for shape in found}
        return [
            top for shape, top in found.items() if not any(shape in reach[other] for other in found if other != shape)
        ]

    def reach(self, start: Shape) -> set[Shape]:
        """Return the families that ``start`` is made from, directly or not."""
        edges = self.edges
        seen: set[Shape] = set()
        todo = [start]
        while todo:
            for following in edges.get(todo.pop(), ()):
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        return seen

    @cached_property
    def edges(self) -> dict[Shape, set[Shape]]:
        """Return which families each family is made from."""
        edges: dict[Shape, set[Shape]] = {}
        for definition in self.definitions:
            below = edges.setdefault(self.letters.shape(definition.name), set())
            below.update(self.letters.shape(part) for part in names_in(definition.body))
        for dependence in self.dependences:
            edges.setdefault(self.letters.shape(dependence.name), set()).add(self.letters.shape(dependence.by))
        return edges


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
        fits = other == sort if other or letters.separate else isinstance(theirs, Num)
        if not fits or found.setdefault(mine.base, theirs) != theirs:
            return None
    return found


def gather(relations: Sequence[Node], others: Iterable[Node] = ()) -> Premises:
    """Sort what is stated.

    ``relations`` are the premises in order (formulas that state nothing are passed over); ``others`` are the formulas
    that use them (what is asked, options, solution lines), which tell the ranges of letters and what is differentiated.
    """
    everything = [*relations, *others]
    chains = [node for node in relations if isinstance(node, Relation) and set(node.signs) == {"="}]
    unified = _gathered(chains, everything, _letters(everything, separate=False))
    if not _circular(unified):
        return unified
    separate = _gathered(chains, everything, _letters(everything, separate=True))
    return separate if not _circular(separate) else _without_circles(separate)


def _gathered(chains: Sequence[Relation], everything: Sequence[Node], letters: Letters) -> Premises:
    definitions: list[Definition] = []
    functions: dict[str, tuple[tuple[Name, ...], Node]] = {}
    constraints: list[Relation] = []
    for chain in chains:
        first, *rest = chain.sides
        if (
            isinstance(first, Apply)
            and not first.primes
            and first.function not in functions
            and _plain(first.arguments)
        ):
            parameters = tuple(argument for argument in first.arguments if isinstance(argument, Name))
            functions[first.function] = (parameters, rest[0])
            constraints.extend(Relation((rest[0], side), ("=",)) for side in rest[1:])
            continue
        name, bodies = _orient(chain)
        if name is not None:
            definitions.extend(Definition(name, body) for body in bodies)
        else:
            constraints.extend(Relation((first, side), ("=",)) for side in rest)
    premises = Premises(tuple(definitions), functions, tuple(constraints), letters)
    dependences = dict.fromkeys(
        Dependence(part.of, by)
        for node in everything
        for part in walk(node)
        if isinstance(part, Deriv) and isinstance(part.of, Name) and not premises.defines(part.of)
        for by in part.by
        if by != part.of
    )
    return Premises(premises.definitions, functions, premises.constraints, letters, tuple(dependences))


def _plain(arguments: tuple[Node, ...]) -> bool:
    return len(set(arguments)) == len(arguments) and all(isinstance(argument, Name) for argument in arguments)


def _orient(chain: Relation) -> tuple[Name | None, list[Node]]:
    """Return the name that the chain defines and its bodies: the first bare name that the others do not contain."""
    for place, side in enumerate(chain.sides):
        if isinstance(side, Name):
            others = [other for at, other in enumerate(chain.sides) if at != place]
            free = [other for other in others if side not in set(names_in(other))]
            if free:
                return side, free
    return None, []


def _letters(everything: Sequence[Node], *, separate: bool) -> Letters:
    bound: list[str] = []
    stated: dict[str, Range] = {}
    slots: dict[tuple[str, str, int, int], list[str]] = {}
    for node in everything:
        for part in walk(node):
            if isinstance(part, Big):
                bound.append(part.index)
                if part.lower is not None and part.upper is not None:
                    stated.setdefault(part.index, (part.lower, part.upper))
            elif isinstance(part, Name):
                for slot, index in placed(part):
                    letters = [inner.base for inner in walk(index) if isinstance(inner, Name)]
                    slots.setdefault(slot, []).extend(letters)
    groups = _groups(bound, [] if separate else list(slots.values()), stated if separate else {})
    sorts = {letter: group[0] for group in groups if set(group) & set(bound) for letter in group}
    bounds: dict[str, Range] = {}
    for letter, limits in stated.items():
        bounds.setdefault(sorts[letter], limits)
    indexed = frozenset(slot for slot, letters in slots.items() if any(letter in sorts for letter in letters))
    return Letters(sorts, bounds, separate, indexed)


def _groups(letters: Sequence[str], together: Sequence[Sequence[str]], stated: Mapping[str, Range]) -> list[list[str]]:
    """Return the letters in groups that run over one range, in order of appearance."""
    groups: list[list[str]] = [[letter] for letter in dict.fromkeys(letters)]
    same = [[one, other] for one in stated for other in stated if one < other and stated[one] == stated[other]]
    for cluster in [*together, *same]:
        touched = [group for group in groups if set(group) & set(cluster)]
        merged = list(dict.fromkeys([letter for group in touched for letter in group] + list(cluster)))
        groups = [group for group in groups if group not in touched] + [merged]
    return groups


def _circular(premises: Premises) -> bool:
    return any(shape in premises.reach(shape) for shape in premises.edges)


def _without_circles(premises: Premises) -> Premises:
    """Keep, in order, the definitions that close no circle; the others become equations."""
    kept: list[Definition] = []
    constraints = list(premises.constraints)
    for definition in premises.definitions:
        trial = Premises((*kept, definition), {}, (), premises.letters)
        if _circular(trial):
            constraints.append(Relation((definition.name, definition.body), ("=",)))
        else:
            kept.append(definition)
    return Premises(tuple(kept), premises.functions, tuple(constraints), premises.letters, premises.dependences)
