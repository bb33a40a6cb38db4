"""The premises of a question: definitions, functions, the equations left over, and the ranges of its indices.

Definitions hold for every value of their index letters. ``gathering`` makes premises of what a question states.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from .deciding.randomness import Randomness
from .deciding.residues import Remainders
from .index_letters import letters_of, substitute
from .letters import Letters, Shape, Undecided, match, placed
from .recurrences import recurrences
from .syntax import Add, Apply, Deriv, Integral, Limit, Name, Node, Relation, names_in, put, rebuild, walk


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
    letters: Letters = field(default_factory=Letters)
    dependences: tuple[Dependence, ...] = ()
    applied: frozenset[str] = frozenset()
    """Functions that are applied somewhere, defined or not."""
    random: Randomness | None = None
    """How probabilities and moments become ordinary formulas, where there are any."""
    standing: Mapping[Node, Name] = field(default_factory=dict)
    """Formulas that are quantities of their own: derivatives at an instant, extrema under conditions."""
    named: Mapping[Node, Name] = field(default_factory=dict)
    """Formulas that are one quantity each, by the name they have: ranks of open matrices, ``y(0)``."""
    remainders: Remainders = field(default_factory=dict)
    """What congruences say of letters."""
    tied: bool = False
    """Whether words say that equations tie quantities to one another."""

    def bodies(self, name: Name) -> Iterator[Node]:
        """Yield what ``name`` is defined to be, its own indices put in; more than one where a chain says so."""
        if name.base in self.functions and name == Name(name.base):
            yield self.functions[name.base][1]  # f for f(x)
        exact = [definition.body for definition in self.definitions if definition.name == name]
        if exact:
            yield from exact
            return
        if (shifted := self.shifted(name)) is not None:
            yield shifted
            return
        general: Name | None = None
        for definition in self.definitions:
            found = match(definition.name, name, self.letters)
            if found is None:
                continue
            if general not in (None, definition.name):
                raise Undecided(f"two definitions fit {name.base} with its indices")
            general = definition.name
            if self._special(definition.name, name):
                raise Undecided(f"{name.base} has a definition of its own for some index")
            inside = substitute(definition.body, found)
            yield put(inside, {Name(letter): index for letter, index in found.items()})

    def shifted(self, name: Name) -> Node | None:
        r"""Return what ``a_{n+1}`` is where ``a_n`` is given by a formula in n, and by no other a."""
        if name.sup or len(name.sub) != 1 or not isinstance(name.sub[0], Add):
            return None
        own = [one for one in self.definitions if one.name.base == name.base]
        if len(own) != 1 or own[0].name.sup or len(own[0].name.sub) != 1:
            return None
        (letter,) = own[0].name.sub
        plain = isinstance(letter, Name) and not letter.sub and not letter.sup
        bases = {part.base for part in names_in(own[0].body)}
        inside = set(names_in(name.sub[0]))
        if not plain or not isinstance(letter, Name) or name.base in bases or inside != {letter}:
            return None
        return put(substitute(own[0].body, {letter.base: name.sub[0]}), {letter: name.sub[0]})

    def _special(self, general: Name, name: Name) -> bool:
        """Tell whether an open index of ``name`` may be one that has a definition of its own."""
        sorted_ = (index for _, index in placed(name) if self.letters.sort(index))
        if all(isinstance(index, Name) and index.base.startswith("@") for index in sorted_):
            return False
        return any(
            definition.name != general and match(general, definition.name, self.letters) is not None
            for definition in self.definitions
            if not any(self.letters.sort(index) for _, index in placed(definition.name))
        )

    @cached_property
    def open_sequences(self) -> frozenset[str]:
        """Bases of names that an equation gives by themselves at other indices, and that are not written out."""
        defined = [Relation((one.name, one.body), ("=",)) for one in self.definitions]
        return frozenset(one.name.base for one in recurrences([*defined, *self.constraints]))

    def opened(self, node: Node) -> Node:
        r"""Return a formula with ``a_n`` as what it is defined to be where n is bound by a limit.

        So is y in ``dy/dx`` where x is bound by an integral.
        """
        if not any(isinstance(part, Limit | Integral) for part in walk(node)):
            return node
        if isinstance(node, Integral):
            return replace(node, body=self.opened(self._sloped(node.body, node.by)))
        if not isinstance(node, Limit):
            return rebuild(node, self.opened)
        letter = node.by.base

        def put_in(part: Node) -> Node:
            indexed = isinstance(part, Name) and letter in set(letters_of(part))
            if isinstance(part, Name) and indexed and (body := next(self.bodies(part), None)) is not None:
                return body if part.base in {name.base for name in names_in(body)} else put_in(body)
            return rebuild(part, put_in)

        return replace(node, body=self.opened(put_in(node.body)))

    def _sloped(self, node: Node, by: Name) -> Node:
        """Return a formula with what is differentiated by a bound name as what it is defined to be."""
        if isinstance(node, Deriv) and isinstance(node.of, Name) and by in node.by:
            bodies = list(self.bodies(node.of))
            return replace(node, of=bodies[0]) if len(bodies) == 1 and by in set(names_in(bodies[0])) else node
        return rebuild(node, lambda part: self._sloped(part, by))

    def check_limit(self, node: Limit) -> None:
        """Raise :class:`Undecided` for a limit of a function of which nothing is said there: ``s E(s)`` for s to 0."""
        for part in walk(node.body):
            if (
                isinstance(part, Apply)
                and part.function not in self.functions
                and {name for one in part.arguments for name in names_in(one)} == {node.by}
            ):
                raise Undecided(f"whether {part.function} has a value there is not said")

    def serves(self, other: Premises, bases: Collection[str]) -> bool:
        """Tell whether these say the same as others of all names with these ``bases``.

        They may know of more places where indices stand, in names that do not occur.
        """
        mine, theirs = self.letters.slots, other.letters.slots
        if not theirs <= mine or any(base in bases for base, *_ in mine - theirs):
            return False
        return self == replace(other, letters=replace(other.letters, slots=mine))

    def defines(self, name: Name) -> bool:
        """Tell whether ``name`` has a definition, or may have one: which of several fits may be open."""
        try:
            return next(self.bodies(name), None) is not None
        except Undecided:
            return True

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

    def _made_from(self, body: Node) -> Iterator[Shape]:
        yield from (self.letters.shape(part) for part in names_in(body))
        yield from ((part.function, ("function",)) for part in walk(body) if isinstance(part, Apply))

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
            edges.setdefault(self.letters.shape(definition.name), set()).update(self._made_from(definition.body))
        for function, (_, body) in self.functions.items():
            edges.setdefault((function, ("function",)), set()).update(self._made_from(body))
        for dependence in self.dependences:
            edges.setdefault(self.letters.shape(dependence.name), set()).add(self.letters.shape(dependence.by))
        return edges
