r"""Whether two expressions of set algebra are the same set, and whether statements about sets say the same.

* Named sets: an element lies in each of them or not, independently; two expressions are the same set if they agree in
  every region of the Venn diagram. A region in which they differ is the witness.
* Statements such as ``A \subseteq B`` say that certain regions are empty. Any choice of empty regions is that of some
  sets, so statements are compared by trying all choices.
* Finite sets written out are worked out: union, power set, Cartesian product, number of elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Call,
    Const,
    Logic,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Set,
    Tuple,
    rebuild,
    walk,
)

from .regions import NoSet, Region, generators, has_operation, inside, is_operation, name_of, regions
from .witness import Difference, Verdict

MAX_REGIONS = 12
MAX_ELEMENTS = 300
UNIVERSES = frozenset({Name("U"), Name(r"\Omega"), Name(r"\mathcal{U}")})
"""How the universe is written."""
_CLAIMS = frozenset({r"\subset", r"\subseteq", r"\supset", r"\supseteq", "=", r"\ne", r"\not\subset", r"\not\subseteq"})
_FINITE = frozenset({"union", "intersection", "setminus", "symdiff", "cartesian", "powerset"})


def decide_sets(left: Node, right: Node) -> Verdict | None:
    """Decide whether two set expressions, or two statements about sets, are the same; ``None`` for anything else.

    A statement is compared with ``Const("true")`` to ask whether it always holds.
    """
    try:
        if _states(left) or _states(right):
            return _statements(left, right)
        one, other = evaluated(left), evaluated(right)
        if _written(one) and _written(other) and (_worked(left, one) or _worked(right, other)):
            return _finite(one, other)
        if not (has_operation(left) or has_operation(right)):
            return None
        return _algebra(left, right)
    except NoSet as problem:
        return Verdict("undecided", reason=str(problem)) if str(problem) else None


def _whole(*nodes: Node) -> frozenset[Name]:
    return UNIVERSES & {part for node in nodes for part in walk(node) if isinstance(part, Name)}


def _named(sets: list[Node]) -> None:
    """Raise :class:`NoSet` where something is no named set."""
    if not all(isinstance(one, Name) for one in sets):
        raise NoSet("")


def _algebra(left: Node, right: Node) -> Verdict:
    whole = _whole(left, right)
    sets = generators([left, right], whole)
    _named(sets)
    one, other = inside(left, sets, whole), inside(right, sets, whole)
    if one == other:
        return Verdict("equal", "membership table")
    region = min(one ^ other, key=regions(sets).index)
    point = {rf"x \in {latex(name)}": _word(held) for name, held in zip(sets, region, strict=True)}
    told = (f"x is {'' if region in side else 'not '}in it" for side in (one, other))
    return Verdict("different", "membership table", Difference(point, *told))


def _word(truth: bool) -> str:  # noqa: FBT001 - the value shown
    return "true" if truth else "false"


# statements


def _states(node: Node) -> bool:
    """Tell whether ``node`` is a statement about named sets, with a set operation or inclusion in it."""
    relations = [part for part in walk(node) if isinstance(part, Relation)]
    return (
        isinstance(node, Relation | Logic)
        and bool(relations)
        and any(has_operation(part) or set(part.signs) & (_CLAIMS - {"=", r"\ne"}) for part in relations)
        and all(set(part.signs) <= _CLAIMS for part in relations)
        and not any(isinstance(part, Logic) and not _about(part) for part in walk(node))
    )


def _about(node: Logic) -> bool:
    return all(isinstance(operand, Relation | Logic | Const) for operand in node.operands)


def _statements(left: Node, right: Node) -> Verdict:
    claims = [part for side in (left, right) for part in walk(side) if isinstance(part, Relation)]
    signs = {sign for claim in claims for sign in claim.signs}
    if signs & {r"\subset", r"\supset", r"\not\subset"} and signs & {r"\subseteq", r"\supseteq", r"\not\subseteq"}:
        raise NoSet("a proper subset beside one that may be the whole")
    sides = [side for claim in claims for side in claim.sides]
    whole = _whole(*sides)
    sets = generators(sides, whole)
    _named(sets)
    every = regions(sets)
    if len(every) > MAX_REGIONS:
        raise NoSet("too many sets")
    for held in product((False, True), repeat=len(every)):
        if not any(held):  # the universe is not empty
            continue
        filled = frozenset(region for region, full in zip(every, held, strict=True) if full)
        one, other = (_holds(side, filled, sets, whole) for side in (left, right))
        if one != other:
            shown = ", ".join(name_of(region, sets, latex) for region in every if region in filled)
            return Verdict(
                "different",
                "regions",
                Difference({"regions that are not empty": shown or "none"}, _word(one), _word(other)),
            )
    return Verdict("equal", "regions")


def _holds(node: Node, filled: frozenset[Region], sets: list[Node], whole: frozenset[Name]) -> bool:
    match node:
        case Const("true" | "false" as name):
            return name == "true"
        case Logic("not", (of,)):
            return not _holds(of, filled, sets, whole)
        case Logic("and", operands):
            return all(_holds(one, filled, sets, whole) for one in operands)
        case Logic("or", operands):
            return any(_holds(one, filled, sets, whole) for one in operands)
        case Logic("implies", (one, other)):
            return not _holds(one, filled, sets, whole) or _holds(other, filled, sets, whole)
        case Logic("iff", operands):  # a chain says that all of them stand and fall together
            return len({_holds(one, filled, sets, whole) for one in operands}) == 1
        case Relation(sides, signs):
            parts = [inside(side, sets, whole) & filled for side in sides]
            return all(_claim(one, sign, other) for one, sign, other in zip(parts, signs, parts[1:], strict=False))
    raise NoSet("")


def _claim(one: frozenset[Region], sign: str, other: frozenset[Region]) -> bool:
    match sign:
        case r"\subset" | r"\subseteq":  # both signs in one formula are refused above
            return one <= other
        case r"\supset" | r"\supseteq":
            return one >= other
        case r"\not\subset" | r"\not\subseteq":
            return not one <= other
        case "=":
            return one == other
    return one != other


# finite sets written out


def evaluated(node: Node) -> Node:
    """Return ``node`` with operations on finite sets worked out: also their numbers of elements, as numbers.

    Elements are numbers, names and lists of them; names written differently count as different elements.
    """
    inner = rebuild(node, evaluated)
    match inner:
        case Call(operator, parts) if operator in _FINITE and all(_finite_items(part) is not None for part in parts):
            return _worked_out(operator, parts) or inner
        case Call("card" | "abs", (Set() as whole,)) if (items := _finite_items(whole)) is not None:
            return Num(Fraction(len(items)))
        case Call("card" | "abs", (Const("empty"),)):
            return Num(Fraction(0))
        case Set() if (items := _finite_items(inner)) is not None:
            return Set(tuple(sorted(items, key=_order)))
    return inner


def of_letters(*nodes: Node) -> bool:
    """Tell whether formulas are finite sets whose elements are letters, once their operations are worked out."""
    sets = [_finite_items(evaluated(node)) for node in nodes]
    whole = [part for node in nodes for part in walk(node) if isinstance(part, Set)]
    return (
        bool(whole)
        and all(items is not None for items in sets)
        and all(isinstance(item, Name) for part in whole for item in part.items)
    )


def _finite_items(node: Node) -> frozenset[Node] | None:
    """Return the elements of a finite set of plain elements; ``None`` for anything else."""
    if node == Const("empty"):
        return frozenset()
    if not isinstance(node, Set) or len(node.items) > MAX_ELEMENTS:
        return None
    items = [_element(item) for item in node.items]
    return None if any(item is None for item in items) else frozenset(item for item in items if item is not None)


def _element(node: Node) -> Node | None:
    match node:
        case Num(value):
            return Num(value)
        case Neg(Num(value)):
            return Num(-value)
        case Name() | Const("empty"):
            return node
        case Tuple(items):
            parts = [_element(item) for item in items]
            return Tuple(tuple(part for part in parts if part is not None)) if None not in parts else None
        case Set():
            held = _finite_items(node)
            return None if held is None else (Set(tuple(sorted(held, key=_order))) if held else Const("empty"))
    return None


def _order(node: Node) -> tuple[int, Fraction, str]:
    return (0, node.value, "") if isinstance(node, Num) else (1, Fraction(0), latex(node))


def _worked_out(operator: str, parts: tuple[Node, ...]) -> Node | None:
    sets = [items for part in parts if (items := _finite_items(part)) is not None]
    result = sets[0]
    if operator == "powerset":
        if len(result) > MAX_ELEMENTS.bit_length() - 1:
            return None
        chosen: Iterator[tuple[Node, ...]] = (
            subset for size in range(len(result) + 1) for subset in combinations(sorted(result, key=_order), size)
        )
        return Set(tuple(Set(subset) if subset else Const("empty") for subset in chosen))
    if operator == "cartesian":
        total = 1
        for items in sets:
            total *= len(items)
        if total > MAX_ELEMENTS:
            return None
        return _listed(frozenset(Tuple(pair) for pair in product(*(sorted(items, key=_order) for items in sets))))
    for items in sets[1:]:
        match operator:
            case "union":
                result |= items
            case "intersection":
                result &= items
            case "setminus":
                result -= items
            case _:
                result ^= items
    return _listed(result)


def _listed(items: frozenset[Node]) -> Node:
    return Set(tuple(sorted(items, key=_order))) if items else Const("empty")


def _written(node: Node) -> bool:
    return _finite_items(node) is not None


def _worked(before: Node, after: Node) -> bool:
    """Tell whether there was something to work out."""
    return (
        before != after
        or any(isinstance(part, Set) for part in walk(before) if part is not before)
        or is_operation(before)
    )


def _finite(one: Node, other: Node) -> Verdict:
    first, second = _finite_items(one) or frozenset(), _finite_items(other) or frozenset()
    if first == second:
        return Verdict("equal", "elements")
    lettered = all(isinstance(item, Name) for item in first | second)  # the a, b and c of {a, b, c} differ
    if not lettered and any(isinstance(part, Name) for item in first ^ second for part in walk(item)):
        raise NoSet("")  # whether the elements are different is not said
    element = min(first ^ second, key=_order)
    told = (f"{latex(element)} is {'' if element in side else 'not '}in it" for side in (first, second))
    return Verdict("different", "elements", Difference({}, *told))
