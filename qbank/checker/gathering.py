r"""What a question states sorted into premises: definitions, functions, and the equations left over.

A chain ``a = b = c`` whose first side is a name defines that name in as many ways as it has further sides; all must
agree. Whether two letters run over the same range is read from where they stand: letters that share a slot do (``x_i``
and ``x_j``), unless definitions would then go round in a circle, as ``net_k = \sum_j w_{kj} o_j`` with
``o_j = g(net_j)`` does: then each letter has a range of its own (``docs/evidence.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from .calls import written_calls
from .deciding.randomness import ANYWHERE, NOTHING, Said, rewrite
from .deciding.residues import remainders, with_residues
from .domain import Domain
from .letters import Letters, Places, Range, Tier, placed
from .named_values import with_names
from .premises import Definition, Dependence, Premises
from .recurrences import unrolled
from .shares import with_shares
from .syntax import (
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
    Pow,
    Relation,
    Tuple,
    names_in,
    put,
    rebuild,
    walk,
)


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
    relations = with_shares(_with_functions(relations, used, domain), used)
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


def _with_functions(relations: Sequence[Node], others: Sequence[Node], domain: Domain) -> Sequence[Node]:
    r"""Return premises with ``2\pi r B(r) = \mu j \pi r^2`` as what B(r) is, where r is positive.

    Not where another equation speaks of the function, or something of its derivative.
    """
    found: list[Node] = []
    moving: frozenset[str] | None = None
    for node in relations:
        solved = _function_in(node, domain)
        if solved is not None:
            moving = _moving([*relations, *others]) if moving is None else moving
            function = solved.sides[0]
            rest = (side for one in relations if one is not node and isinstance(one, Relation) for side in _bound(one))
            spoken = {part.function for side in rest for part in walk(side) if isinstance(part, Apply)} | moving
            if isinstance(function, Apply) and function.function not in spoken:
                node = solved  # noqa: PLW2901 - it says the same
        found.append(node)
    return found


def _bound(relation: Relation) -> Sequence[Node]:
    """Return the sides of an equation that says something of what is in them: not the formula for a name."""
    return () if isinstance(relation.sides[0], Name) and relation.signs == ("=",) else relation.sides


def _function_in(node: Node, domain: Domain) -> Relation | None:
    """Return a function alone on the left of an equation, where what stands before it there is positive."""
    match node:
        case Relation((Mul(factors), body), ("=",)):
            pass
        case _:
            return None
    applied = [one for one in factors if isinstance(one, Apply)]
    rest = tuple(one for one in factors if not isinstance(one, Apply))
    if len(applied) != 1 or not _defines(applied[0], body) or not all(_is_positive(one, domain) for one in rest):
        return None
    return Relation((applied[0], Div(body, Mul(rest) if len(rest) > 1 else rest[0])), ("=",))


def _is_positive(node: Node, domain: Domain) -> bool:
    match node:
        case Num(value):
            return value > 0
        case Const(name):
            return name in ("pi", "e")
        case Name():
            return domain.of(node).positive
        case Pow(base, _):
            return _is_positive(base, domain)
    return False


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
    integrals = [part for node in everything for part in walk(node) if isinstance(part, Integral)]
    for chain in chains:
        first, *rest = chain.sides
        if isinstance(first, Apply) and first.function not in functions and (found := _defined(first, rest[0], fixed)):
            functions[first.function] = found
            constraints.extend(Relation((rest[0], side), ("=",)) for side in rest[1:])
            continue
        name, bodies = _orient(chain, moving)
        if name is not None and not _ties(chain, name, integrals):
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
    dependences = {one: None for one in dependences if not _independent(one, dependences, premises, everything)}
    applied = frozenset(part.function for node in everything for part in walk(node) if isinstance(part, Apply))
    return Premises(premises.definitions, functions, premises.constraints, letters, tuple(dependences), applied)


def _independent(one: Dependence, others: Iterable[Dependence], premises: Premises, everything: Sequence[Node]) -> bool:
    r"""Tell whether ``\partial w_j/\partial w_k`` is that of two entries of one list, made from nothing known.

    Then it is 1 for the same entry and else 0. Of layers, ``o_k`` may depend on ``o_j``: a formula says how, or
    something unknown depends on each, and no definition has one.
    """
    letters = premises.letters
    family = letters.shape(one.by)
    if letters.shape(one.name) != family or family == (one.by.base, ()):
        return False
    if not all(letters.sort(index) for name in (one.name, one.by) for _, index in placed(name)):
        return False
    told = any(
        isinstance(node, Relation) and any(isinstance(side, Deriv) and side.of == one.name for side in node.sides)
        for node in everything
    )
    used = any(letters.shape(name) == family for part in premises.definitions for name in names_in(part.body))
    mine = all(letters.shape(other.name) == family for other in others if letters.shape(other.by) == family)
    return (
        not told
        and (used or mine)
        and all(letters.shape(other.by) == family for other in others if letters.shape(other.name) == family)
    )


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


def _ties(chain: Relation, name: Name, integrals: Sequence[Integral]) -> bool:
    """Tell whether an equation says less what its right side is than how others move along: ``p V^2 = c`` by dV."""
    if len(chain.sides) != 2 or chain.sides[1] != name or isinstance(chain.sides[0], Name):
        return False
    names = {*names_in(chain.sides[0])}
    return any(one.by in names and len(names) > 1 and name not in names_in(one.body) for one in integrals)


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
