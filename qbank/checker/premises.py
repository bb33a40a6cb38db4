r"""What a question states, sorted: definitions, functions, the equations left over, and the ranges of its indices.

A chain ``a = b = c`` whose first side is a name defines that name in as many ways as it has further sides; all must
agree. Definitions hold for every value of their index letters. Whether two letters run over the same range is read from
where they stand: letters that share a slot do (``x_i`` and ``x_j``), unless definitions would then go round in a
circle, as ``net_k = \sum_j w_{kj} o_j`` with ``o_j = g(net_j)`` does: then each letter has a range of its own
(``docs/evidence.md``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from .calls import written_calls
from .deciding.randomness import ANYWHERE, NOTHING, Randomness, Said, rewrite
from .deciding.residues import Remainders, remainders, with_residues
from .domain import Domain
from .letters import Letters, Places, Range, Shape, Tier, Undecided, match, placed
from .named_values import with_names
from .recurrences import recurrences, unrolled
from .syntax import (
    Add,
    Apply,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Mul,
    Name,
    Node,
    Num,
    Relation,
    Tuple,
    letters_of,
    names_in,
    put,
    rebuild,
    substitute,
    walk,
)


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


def gather(
    relations: Sequence[Node],
    others: Iterable[Node] = (),
    declared: Mapping[str, Range | None] = MappingProxyType({}),
    domain: Domain = ANYWHERE,
    words: Said = NOTHING,
) -> Premises:
    """Sort what is stated.

    ``relations`` are the premises in order (formulas that state nothing are passed over); ``others`` are the formulas
    that use them (what is asked first, then options and solution lines), which tell what is differentiated. They add
    letters to the ranges, but never join two. ``declared`` are letters that the author calls indices, with bounds.
    ``domain`` and ``words`` tell of random variables which of two numbers is less, and what is independent.
    """
    used = list(others)
    known = remainders(relations)
    relations = unrolled(_with_items(with_residues(relations, domain), used), used)
    relations, standing = written_calls(relations, used)
    relations, used, named = with_names(relations, used)
    random = rewrite(relations, used, domain, words)
    if random is not None:
        relations, used = random.premises, [random.formula(node) for node in used]
    chains = [chain for node in relations if isinstance(node, Relation) for chain in _equal_runs(node)]
    places = Places(relations, used, declared)
    for tier in Tier:
        premises = _gathered(chains, [*relations, *used], places.letters(tier))
        if not _circular(premises):
            break
    else:
        premises = _without_circles(premises)
    return _with_limits(
        replace(premises, random=random, remainders=known, standing=standing, named=named, tied=words.tied)
    )


def _with_limits(premises: Premises) -> Premises:
    """Return premises with what their limits and integrals bind put in."""
    if not any(isinstance(part, Limit | Integral) for one in premises.definitions for part in walk(one.body)):
        return premises
    definitions = tuple(replace(one, body=premises.opened(one.body)) for one in premises.definitions)
    return replace(premises, definitions=definitions)


def _with_items(relations: Sequence[Node], others: Sequence[Node]) -> Sequence[Node]:
    """Return premises with ``x = (4, 7, 6)`` as what x_1, x_2 and x_3 are, where x_i is spoken of."""
    nodes = (*relations, *others)
    indexed = {
        part.base: None
        for node in nodes
        for part in walk(node)
        if isinstance(part, Name) and len(part.sub) == 1 and not part.sup
    }
    from_zero = {part.base for node in nodes for part in walk(node) if isinstance(part, Name) and _ZERO in part.sub}
    found: list[Node] = []
    for node in relations:
        match node:
            case Relation((Name(base, (), ()) as name, Tuple(items)), ("=",)) if (
                base in indexed and base not in from_zero
            ):
                found += [
                    Relation((Name(base, (Num(Fraction(at)),)), item), ("=",)) for at, item in enumerate(items, 1)
                ]
                if any(part == name for other in nodes if other is not node for part in walk(other)):
                    found.append(node)
            case _:
                found.append(node)
    return found


_ZERO = Num(Fraction(0))


def _equal_runs(relation: Relation) -> Iterator[Relation]:
    """Yield the stretches of a chain that are joined by ``=``: in ``0 < s = 2x``, ``s = 2x``."""
    run = [relation.sides[0]]
    for sign, side in zip(relation.signs, relation.sides[1:], strict=True):
        if sign == "=":
            run.append(side)
            continue
        yield from _alike(run)
        run = [side]
    yield from _alike(run)


def _alike(run: Sequence[Node]) -> Iterator[Relation]:
    """Yield a chain of equal sides; of names that all have one value, ``E_1 = E_2 = 50``, each with it."""
    *names, value = run
    closed = not any(isinstance(part, Name | Apply | Deriv) for part in walk(value))
    if len(set(names)) == len(names) > 1 and closed and all(isinstance(name, Name) for name in names):
        yield from (Relation((name, value), ("=",)) for name in names)
    elif names:
        yield Relation(tuple(run), ("=",) * len(names))


def _gathered(chains: Sequence[Relation], everything: Sequence[Node], letters: Letters) -> Premises:
    definitions: list[Definition] = []
    functions: dict[str, tuple[tuple[Name, ...], Node]] = {}
    constraints: list[Relation] = []
    fixed, moving = _fixed(everything), _moving(everything)
    for chain in chains:
        first, *rest = chain.sides
        if isinstance(first, Apply) and first.function not in functions and (found := _defined(first, rest[0], fixed)):
            functions[first.function] = found
            constraints.extend(Relation((rest[0], side), ("=",)) for side in rest[1:])
            continue
        name, bodies = _orient(chain, moving)
        if name is not None:
            definitions.extend(Definition(name, body) for body in bodies)
        else:
            constraints.extend(Relation((first, side), ("=",)) for side in rest)
    functions = {name: (own, _applied(body, own, functions)) for name, (own, body) in functions.items()}
    premises = Premises(tuple(definitions), functions, tuple(constraints), letters)
    dependences = dict.fromkeys(
        Dependence(part.of, by)
        for node in everything
        for part in walk(node)
        if isinstance(part, Deriv) and isinstance(part.of, Name) and not premises.defines(part.of)
        for by in part.by
        if by != part.of
    )
    applied = frozenset(part.function for node in everything for part in walk(node) if isinstance(part, Apply))
    return Premises(premises.definitions, functions, premises.constraints, letters, tuple(dependences), applied)


def _fixed(everything: Sequence[Node]) -> frozenset[str]:
    """Return the functions that stand before the same names wherever they occur: ``f(x)`` and nothing else."""
    places: dict[str, set[tuple[Node, ...]]] = {}
    for node in everything:
        for part in walk(node):
            if isinstance(part, Apply):
                plain = not part.primes and all(isinstance(one, Name) for one in part.arguments)
                places.setdefault(part.function, set()).add(part.arguments if plain else ())
    return frozenset(function for function, found in places.items() if len(found) == 1 and () not in found)


def _moving(everything: Sequence[Node]) -> frozenset[str]:
    """Return the functions whose derivatives occur."""
    parts = [part for node in everything for part in walk(node)]
    slopes = (part.of for part in parts if isinstance(part, Deriv))
    found = {of.base if isinstance(of, Name) else of.function for of in slopes if isinstance(of, Name | Apply)}
    return frozenset(found | {part.function for part in parts if isinstance(part, Apply) and part.primes})


def _defined(left: Apply, body: Node, fixed: frozenset[str]) -> tuple[tuple[Name, ...], Node] | None:
    r"""Return the parameters and body of the function that ``f(x) = body`` or ``H(j\omega) = body`` defines."""
    number = left.function in fixed and not any(isinstance(part, Name | Apply) for part in walk(body))
    if number or _defines(left, body):
        return tuple(argument for argument in left.arguments if isinstance(argument, Name)), body
    match left.arguments:
        case (Mul((Const("i"), Name() as name)),) if not left.primes and name in set(names_in(body)):
            if any(isinstance(part, Apply | Deriv) for part in walk(body)):
                return None
            whole = Name(f"{name.base}#")
            return (whole,), put(body, {name: Div(whole, Const("i"))})
    return None


def _applied(body: Node, own: Sequence[Name], functions: Mapping[str, tuple[tuple[Name, ...], Node]]) -> Node:
    """Return a function's body with other functions of its parameters applied to them: x in ``v(t) = dx/dt``."""
    if isinstance(body, Name) and body == Name(body.base) and body not in own and body.base in functions:
        parameters = functions[body.base][0]
        return Apply(body.base, parameters) if set(parameters) <= set(own) else body
    return rebuild(body, lambda part: _applied(part, own, functions))


def _defines(left: Apply, body: Node) -> bool:
    """Tell whether ``f(x, y) = body`` defines f: of plain names that the body uses, and without f itself."""
    inside = set(names_in(body))
    recursive = any(isinstance(part, Apply) and part.function == left.function for part in walk(body))
    plain = len(set(left.arguments)) == len(left.arguments) and all(isinstance(one, Name) for one in left.arguments)
    return plain and not left.primes and not recursive and any(argument in inside for argument in left.arguments)


def _orient(chain: Relation, moving: frozenset[str]) -> tuple[Name | None, list[Node]]:
    """Return the name that the chain defines and its bodies: the first bare name that the others do not contain."""
    start = chain.sides[0]
    differential = any(isinstance(part, Apply) and part.primes for part in walk(start))
    differential |= isinstance(start, Apply) and start.function in moving and not any(True for _ in names_in(start))
    for place, side in enumerate(chain.sides):
        if isinstance(side, Name) and not (place and differential):  # L i' + R i = U is no formula for U
            others = [other for at, other in enumerate(chain.sides) if at != place]
            free = [other for other in others if side not in set(names_in(other))]
            if free:
                return side, free
    return None, []


def _circular(premises: Premises) -> bool:
    return any(shape in premises.reach(shape) for shape in premises.edges)


def _without_circles(premises: Premises) -> Premises:
    """Keep, in order, the definitions that close no circle; the others become equations."""
    kept: list[Definition] = []
    constraints = list(premises.constraints)
    functions: dict[str, tuple[tuple[Name, ...], Node]] = {}
    for name, definition_of in premises.functions.items():
        if not _circular(Premises((), {**functions, name: definition_of}, (), premises.letters)):
            functions[name] = definition_of
        else:
            constraints.append(Relation((Apply(name, definition_of[0]), definition_of[1]), ("=",)))
    for definition in premises.definitions:
        trial = Premises((*kept, definition), functions, (), premises.letters)
        if _circular(trial):
            constraints.append(Relation((definition.name, definition.body), ("=",)))
        else:
            kept.append(definition)
    return Premises(
        tuple(kept), functions, tuple(constraints), premises.letters, premises.dependences, premises.applied
    )
