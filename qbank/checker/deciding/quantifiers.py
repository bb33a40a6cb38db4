"""Formulas with quantifiers, in negation normal form: compared by finite models, or by their form.

Over one-place predicates, a formula without equality cannot tell apart two elements that satisfy the same predicates:
the models whose elements are pairwise unlike are all there are (Löwenheim 1915). With predicates of more places, equal
forms are equal, and a model of at most three elements in which two formulas differ refutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from qbank.checker.printing import latex
from qbank.checker.syntax import Apply, Chance, Const, Logic, Name, Node, Quantified, Relation, Tuple, put, walk

from .witness import Difference, Verdict

MAX_TYPES = 8
"""Kinds of elements that one-place predicates tell apart: three predicates."""
MAX_MODELS = 4100
MAX_ELEMENTS = 3
TRUE, FALSE = Const("true"), Const("false")
DENIALS = {r"\notin": r"\in", r"\ne": "="}


class Unfit(Exception):  # noqa: N818 - a limit, not an error
    """Not a formula of logic, or one beyond the limits."""


def word(truth: bool) -> str:  # noqa: FBT001 - the value shown
    """Return a truth value as text."""
    return "true" if truth else "false"


@dataclass(frozen=True, slots=True)
class _Model:
    """Elements ``0 … size - 1``; ``holds``: for each predicate the tuples of elements that it is true of."""

    size: int
    holds: Mapping[str, frozenset[tuple[int, ...]]]
    constants: Mapping[Name, int]


@dataclass(slots=True)
class _Signature:
    """The predicates of some formulas with their numbers of places, and the names that stand for elements."""

    places: dict[str, int] = field(default_factory=dict)
    free: dict[Name, None] = field(default_factory=dict)
    arithmetic: bool = False
    """Something is compared that is no uninterpreted predicate."""

    def add(self, node: Node, bound: frozenset[Name] = frozenset()) -> None:
        """Take in the predicates of ``node``."""
        match node:
            case Logic(_, operands):
                for operand in operands:
                    self.add(operand, bound)
            case Quantified(_, by, _, body):
                self.add(body, bound | {by})
            case Const("true" | "false"):
                pass
            case Name() if node in bound:
                raise Unfit("a quantifier over statements")
            case _:
                symbol, terms = _predicate(node)
                if self.places.setdefault(symbol, len(terms)) != len(terms):
                    raise Unfit("a predicate with different numbers of places")
                self.arithmetic = self.arithmetic or not opaque(node)
                self.free |= {term: None for term in terms if term not in bound}


def _predicate(node: Node) -> tuple[str, tuple[Name, ...]]:
    """Return a predicate and the names it is said of; a relation is one of its own kind."""
    match node:
        case Apply(function, arguments, 0) if all(isinstance(one, Name) for one in arguments):
            return function, tuple(one for one in arguments if isinstance(one, Name))
        case Chance(Name() as event, None):  # P(x), read as a probability
            return "P", (event,)
        case Chance(Tuple(items), None) if all(isinstance(one, Name) for one in items):
            return "P", tuple(one for one in items if isinstance(one, Name))
        case Relation((Name() as element, Name() as home), (r"\in" | r"\notin",)):
            return rf"\in {latex(home)}", (element,)
        case Relation((Name() as element, Const(home)), (r"\in" | r"\notin",)) if home != "empty":
            return _HOME + home, (element,)
        case Name():
            return latex(node), ()
        case Relation():
            kept, _ = _straight(node)
            names = tuple(dict.fromkeys(part for side in kept.sides for part in walk(side) if isinstance(part, Name)))
            blank = {name: Name(f"#{at}") for at, name in enumerate(names)}
            return latex(put(kept, blank)), names
    raise Unfit("a statement with quantifiers that is not understood")


_HOME = r"\in \mathbb "


def _straight(relation: Relation) -> tuple[Relation, bool]:
    r"""Return a relation with ``<``, ``=`` or ``\in`` that says the same, or the opposite: then also true."""
    one, other = relation.sides
    match relation.signs[0]:
        case ">":
            return Relation((other, one), ("<",)), False
        case r"\ge":
            return Relation((one, other), ("<",)), True
        case r"\le":
            return Relation((other, one), ("<",)), True
        case "=" | r"\ne" as sign:
            low, high = sorted((one, other), key=latex)
            return Relation((low, high), ("=",)), sign != "="
        case r"\notin":
            return Relation((one, other), (r"\in",)), True
    return relation, False


def _denied(node: Node) -> bool:
    """Tell whether a relation is written as the opposite of the predicate that stands for it."""
    return isinstance(node, Relation) and _straight(node)[1]


def opaque(node: Node) -> bool:
    """Tell whether nothing is known of an atom, so that it may be true or false whatever else holds."""
    return isinstance(node, Apply | Chance | Name) or (
        isinstance(node, Relation) and node.signs[0] in (r"\in", r"\notin") and isinstance(node.sides[1], Name)
    )


def by_models(one: Node, other: Node) -> Verdict:
    """Compare two formulas in negation normal form. Raises :class:`Unfit`."""
    signature = _Signature()
    for side in (one, other):
        signature.add(side)
    if _shape(one) == _shape(other):
        return Verdict("equal", "negation normal form")
    monadic = all(count <= 1 for count in signature.places.values())
    models = _unlike_models(signature) if monadic else _small_models(signature)
    homes = [symbol for symbol in signature.places if symbol.startswith(_HOME)]
    for model in models:
        if not all(model.holds[home] for home in homes):
            continue
        first, second = _true_in(one, model, {}), _true_in(other, model, {})
        if first != second:
            if signature.arithmetic or len(homes) > 1:
                raise Unfit("statements about numbers under quantifiers are compared by their form alone")
            return Verdict("different", "finite model", Difference(_told(model), word(first), word(second)))
    if monadic:
        return Verdict("equal", "finite models")
    raise Unfit("no model of few elements tells the two apart, which is no proof")


def _unlike_models(signature: _Signature) -> Iterator[_Model]:
    """Yield the models without two like elements: with one-place predicates there are no others."""
    unary = [symbol for symbol, count in signature.places.items() if count == 1]
    nullary = [symbol for symbol, count in signature.places.items() if count == 0]
    kinds = list(product((True, False), repeat=len(unary)))
    if len(kinds) > MAX_TYPES or len(nullary) > 3 or len(signature.free) > 2:
        raise Unfit("too many predicates")
    for size in range(1, len(kinds) + 1):
        for chosen in combinations(kinds, size):
            holds = {
                symbol: frozenset((at,) for at, kind in enumerate(chosen) if kind[place])
                for place, symbol in enumerate(unary)
            }
            yield from _completed(size, holds, nullary, list(signature.free))


def _small_models(signature: _Signature) -> Iterator[_Model]:
    nullary = [symbol for symbol, count in signature.places.items() if count == 0]
    others = [(symbol, count) for symbol, count in signature.places.items() if count]
    for size in range(1, MAX_ELEMENTS + 1):
        spaces = [list(product(range(size), repeat=count)) for _, count in others]
        if 2 ** sum(map(len, spaces)) * size ** len(signature.free) * 2 ** len(nullary) > MAX_MODELS:
            return
        for choice in product(*(_subsets(space) for space in spaces)):
            holds = {symbol: chosen for (symbol, _), chosen in zip(others, choice, strict=True)}
            yield from _completed(size, holds, nullary, list(signature.free))


def _subsets(space: Sequence[tuple[int, ...]]) -> Iterator[frozenset[tuple[int, ...]]]:
    for size in range(len(space) + 1):
        yield from map(frozenset, combinations(space, size))


def _completed(
    size: int, holds: Mapping[str, frozenset[tuple[int, ...]]], nullary: Sequence[str], free: Sequence[Name]
) -> Iterator[_Model]:
    for truths in product((True, False), repeat=len(nullary)):
        said = {symbol: frozenset({()} if truth else ()) for symbol, truth in zip(nullary, truths, strict=True)}
        for elements in product(range(size), repeat=len(free)):
            yield _Model(size, {**holds, **said}, dict(zip(free, elements, strict=True)))


def _true_in(node: Node, model: _Model, bound: Mapping[Name, int]) -> bool:
    match node:
        case Logic("and", operands):
            return all(_true_in(one, model, bound) for one in operands)
        case Logic("or", operands):
            return any(_true_in(one, model, bound) for one in operands)
        case Logic("not", (of,)):
            return not _true_in(of, model, bound)
        case Quantified(operator, by, _, body):
            told: Callable[[Iterator[bool]], bool] = all if operator == "forall" else any
            return told(_true_in(body, model, {**bound, by: at}) for at in range(model.size))
        case Const(name):
            return name == "true"
    symbol, terms = _predicate(node)
    element = tuple(bound[term] if term in bound else model.constants[term] for term in terms)
    return (element in model.holds[symbol]) != _denied(node)


def _told(model: _Model) -> dict[str, str]:
    """Return a model in words: the elements, and what is true of which."""
    letters = "abcdefgh"
    shown = {"the elements": ", ".join(letters[: model.size])}
    for symbol, said in model.holds.items():
        if said == frozenset({()}) or (not said and symbol.isalpha()):
            shown[symbol] = word(bool(said)) if said in (frozenset({()}), frozenset()) else ""
        names = ("".join(letters[at] for at in element) for element in sorted(said) if element)
        listed = ", ".join(names)
        if listed or not said:
            shown[symbol] = f"true of {listed}" if listed else "true of nothing"
    return shown | {latex(name): letters[at] for name, at in model.constants.items()}


def _shape(node: Node, bound: tuple[Name, ...] = ()) -> object:
    """Return the form without the names of bound variables and the order of equal connectives and quantifiers."""
    match node:
        case Logic("and" | "or" as operator, operands):
            flat: list[object] = []
            for operand in operands:
                shape = _shape(operand, bound)
                if isinstance(shape, tuple) and shape[0] == operator:
                    flat.extend(shape[1])
                else:
                    flat.append(shape)
            return (operator, tuple(sorted(set(flat), key=repr)))
        case Logic("not", (of,)):
            return ("not", _shape(of, bound))
        case Quantified(operator, _, _, _):
            run: list[Name] = []
            body: Node = node
            while isinstance(body, Quantified) and body.operator == operator:
                run.append(body.by)
                body = body.body
            orders = (tuple(run), tuple(reversed(run)))
            return (operator, len(run), min((_shape(body, (*bound, *order)) for order in orders), key=repr))
        case Const(name):
            return ("const", name)
    symbol, terms = _predicate(node)
    placed = tuple(len(bound) - 1 - bound[::-1].index(term) if term in bound else latex(term) for term in terms)
    said = ("said", symbol, placed)
    return ("not", said) if _denied(node) else said
