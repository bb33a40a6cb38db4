"""One option against what is asked: by the relation wanted, as a solution, or as a claim by itself.

Every kind of formula has its own procedure in ``deciding``; here the right one is chosen, definitions of sets and
propositions are put in, and a difference counts only where no premise is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from .deciding.congruences import decide_congruence
from .deciding.equality import Comparer, Verdict
from .deciding.inequalities import SET_CALLS
from .deciding.logic import decide_logic
from .deciding.openness import is_closed
from .deciding.relations import decide
from .deciding.sets import decide_sets
from .letters import Undecided
from .syntax import (
    Between,
    Big,
    Builder,
    Call,
    Congruence,
    Const,
    Deriv,
    Integral,
    Logic,
    Matrix,
    Name,
    Node,
    Num,
    Quantified,
    Relation,
    Set,
    Tuple,
    names_in,
    put,
    walk,
)

TRUE = Const("true")
_STRUCTURED = (Set, Between, Builder, Logic, Quantified)


def related(comparer: Comparer, option: Node, asked: Node, relation: str = "") -> Verdict:
    """Decide whether ``option`` is what is ``asked``, in the sense of ``relation`` (empty: by the formulas' kind)."""
    option, asked = _filled(comparer, option), _filled(comparer, asked)
    wanted = None if relation in ("", "equal") else relation
    if wanted == "up-to-constant" and isinstance(asked, Name):
        asked = next(comparer.premises.bodies(asked), asked)
    try:
        verdict = decide(comparer, option, asked, wanted)
        if verdict is None:
            verdict = comparer.compare(option, asked)
    except Undecided as problem:
        return Verdict("undecided", reason=str(problem))
    return verdict if is_closed(option) and is_closed(asked) else _bounded(comparer, verdict)


def _filled(comparer: Comparer, tree: Node) -> Node:
    """Put in what names of sets, intervals and propositions are defined to be."""
    found = {
        definition.name: definition.body
        for definition in comparer.premises.definitions
        if isinstance(definition.body, _STRUCTURED)
    }
    return put(tree, found) if found else tree


def _bounded(comparer: Comparer, verdict: Verdict) -> Verdict:
    if verdict.outcome == "different" and comparer.bound:
        return Verdict("undecided", reason=comparer.bound)
    return verdict


# solutions


def as_condition(option: Node, unknowns: Sequence[Name]) -> Node | None:
    """Return an option as a condition on names: ``3``, ``x = 3``, ``{2, 3}``, ``x = 2 or x = 3``, ``(1, 2)``."""
    if len(unknowns) > 1:
        return _as_system(option, unknowns)
    by = unknowns[0]
    if (values := _numbered(option)) is not None:
        option = Set(values)
    match option:
        case Relation() | Logic() | Congruence():
            return option if by in set(names_in(option)) else None
        case Set(items) | Tuple(items) if items and isinstance(option, Set):
            parts = [Relation((by, item), ("=",)) for item in items]
            return parts[0] if len(parts) == 1 else Logic("or", tuple(parts))
        case Between() | Builder():
            return Relation((by, option), (r"\in",))
        case Call(function) if function in SET_CALLS:
            return Relation((by, option), (r"\in",))
        case Const(name) if name in ("empty", "true", "false", "infinity"):
            return None
        case Tuple():
            return None
    return Relation((by, option), ("=",))


def _as_system(option: Node, unknowns: Sequence[Name]) -> Node | None:
    """Return an option as a condition on several names at once."""
    match option:
        case Tuple(items) if len(items) == len(unknowns) and not any(map(is_claim, items)):
            pairs = zip(unknowns, items, strict=True)
            return Logic("and", tuple(Relation((name, item), ("=",)) for name, item in pairs))
        case Set(items) if items:
            parts = [_as_system(item, unknowns) for item in items]
            found = tuple(part for part in parts if part is not None)
            return None if len(found) < len(parts) else found[0] if len(found) == 1 else Logic("or", found)
        case Relation((Tuple() as left, right), ("=",)) if left.items == tuple(unknowns):
            return _as_system(right, unknowns)
        case Relation() | Logic():
            return option if set(names_in(option)) & set(unknowns) else None
    return None


def _numbered(option: Node) -> tuple[Node, ...] | None:
    r"""Return the values in ``\lambda_1 = 1, \lambda_2 = 3``: solutions with numbers."""
    parts = option.operands if isinstance(option, Logic) and option.operator in ("and", "or") else ()
    equations = [part for part in parts if isinstance(part, Relation) and part.signs == ("=",)]
    names = [one.sides[0] for one in equations]
    subscripted = {name.base for name in names if isinstance(name, Name) and name.sub}
    if len(equations) != len(parts) or len(set(names)) < 2 or len(subscripted) != 1:
        return None
    return tuple(one.sides[1] for one in equations) if all(isinstance(one, Name) and one.sub for one in names) else None


def solves(comparer: Comparer, option: Node, equation: Node, unknowns: Sequence[Name], *, whole: bool) -> Verdict:
    """Decide whether ``option`` holds all solutions of ``equation`` (``whole``), or is one of them."""
    condition, by = as_condition(option, unknowns), unknowns[0]
    if condition is None:
        return Verdict("undecided", reason="not understood as solutions")
    if whole:
        verdict = decide(comparer, condition, equation, "equivalent")
        return _bounded(comparer, verdict) if verdict else Verdict("undecided", reason="the equation was not solved")
    if len(unknowns) > 1:
        return Verdict("undecided", reason="more than one value")
    if not isinstance(condition, Relation) or condition.signs != ("=",) or condition.sides[0] != by:
        return Verdict("undecided", reason="more than one value")
    return claim(comparer, put(equation, {by: condition.sides[1]}))


def as_stretch(option: Node, equation: Node) -> Node:
    """Return ``(1, 2)`` among the solutions of an inequality as the interval that it is there."""
    signs = {sign for part in walk(equation) if isinstance(part, Relation) for sign in part.signs}
    if isinstance(option, Tuple) and len(option.items) == 2 and signs & {"<", ">", r"\le", r"\ge", r"\ne"}:
        return Between(*option.items, low_open=True, high_open=True)
    return option


def satisfies(comparer: Comparer, option: Node, equation: Node) -> Verdict:
    """Decide whether a function ``y = …`` makes a differential equation true, by putting it in."""
    if not (isinstance(option, Relation) and option.signs == ("=",) and isinstance(equation, Relation)):
        return Verdict("undecided", reason="no function that could be put into the equation")
    left, body = option.sides
    name = left.base if isinstance(left, Name) else getattr(left, "function", "")
    unknown = [part for part in walk(equation) if isinstance(part, Name) and part.base == name]
    if not unknown or any(not isinstance(part, Name) for part in (left,)):
        return Verdict("undecided", reason="how it is put into the equation is not understood")
    variables = {part.by[0] for part in walk(equation) if isinstance(part, Deriv)}
    if not variables:
        return Verdict("undecided", reason="no derivative to put it into")
    free = Comparer(comparer.premises, comparer.domain, kinds=comparer.kinds)  # for every value of its constants
    free.bound = comparer.bound
    return claim(free, put(equation, {unknown[0]: body}))


def fits(
    comparer: Comparer, option: Node, unknowns: Sequence[Name], conditions: Sequence[Node], *, nonzero: bool
) -> Verdict:
    """Decide whether conditions on the components of a vector or point hold for those of ``option``."""
    match option:
        case Tuple(items) | Matrix(items) | Set(items):
            pass
        case Between(low, high, True, True):
            items = (low, high)
        case _:
            items = (option,)
    if len(items) != len(unknowns):
        return Verdict("undecided", reason="of another length")
    values = dict(zip(unknowns, items, strict=True))
    if nonzero and all(isinstance(item, Num) and item.value == 0 for item in items):
        return Verdict("different", "zero", reason="all its components are zero")
    verdict = reduce(_worse, (claim(comparer, put(condition, values)) for condition in conditions))
    if verdict.outcome == "different":
        return Verdict("different", "a condition fails", reason="it does not satisfy what is asked for")
    return verdict


# claims


def is_claim(tree: Node) -> bool:
    """Tell whether a formula says something that is true or false."""
    return isinstance(tree, Relation | Logic | Quantified | Congruence)


def claim(comparer: Comparer, tree: Node) -> Verdict:
    """Decide whether a claim holds for all values of its names: ``equal`` if so, else ``different`` with a witness."""
    tree = _filled(comparer, tree)
    try:
        verdict = _claimed(comparer, tree)
        if verdict.outcome == "equal" and any(map(_may_diverge, walk(tree))):
            strict = Comparer(comparer.premises, comparer.domain, comparer.told, kinds=comparer.kinds)
            strict.bound, strict.algebra.strict = comparer.bound, True
            verdict = _claimed(strict, tree)
    except Undecided as problem:
        verdict = Verdict("undecided", reason=str(problem))
    return _bounded(comparer, verdict)


def _may_diverge(node: Node) -> bool:
    """Tell whether a formula is a series with an open quantity: what it is said to be holds only where it converges."""
    return isinstance(node, Big) and node.upper == Const("infinity") and any(True for _ in names_in(node))


def _claimed(comparer: Comparer, tree: Node) -> Verdict:
    if isinstance(tree, Relation) and set(tree.signs) == {"="} and not _sets(tree):
        pairs = zip(tree.sides, tree.sides[1:], strict=False)
        return reduce(_worse, (related(comparer, left, right) for left, right in pairs))
    if isinstance(tree, Relation) and len(tree.signs) == 1 and tree.signs[0] in ("<", ">", r"\le", r"\ge", r"\ne"):
        left, right = tree.sides
        if (broken := comparer.breaks(left, tree.signs[0], right)) is not None:
            return Verdict("different", "numeric", broken)
    for decided in (
        decide_sets(tree, TRUE),
        decide_logic(tree, TRUE, comparer.domain),
        decide_congruence(tree, TRUE, comparer.domain),
    ):
        if decided is not None and decided.outcome != "undecided":
            return decided
    if isinstance(tree, Relation) and not _sets(tree):
        return _always(comparer, tree)
    return Verdict("undecided", reason="no proof, and no point where it fails")


def _always(comparer: Comparer, tree: Relation) -> Verdict:
    """Decide an inequality as a condition: does it have the same solutions as ``0 = 0``."""
    zero = Num(Fraction(0))
    verdict = decide(comparer, tree, Relation((zero, zero), ("=",)), "equivalent")
    return verdict or Verdict("undecided", reason="no proof, and no point where it fails")


def _sets(tree: Relation) -> bool:
    signs = set(tree.signs) & {r"\in", r"\notin", r"\subset", r"\subseteq"}
    return bool(signs) or any(isinstance(side, Set | Between | Builder) for side in tree.sides)


def _worse(one: Verdict, other: Verdict) -> Verdict:
    """Return the verdict on a chain from those on its links: one false link makes it false."""
    order = ("different", "undecided", "equal")
    if one.outcome != other.outcome:
        return min(one, other, key=lambda verdict: order.index(verdict.outcome))
    return one if not one.proved else other


def stands_for(option: Node, asked: Node, by: Node | None) -> Node:
    """Return the value that an option gives to what is asked: ``3`` for ``x = 3`` or ``f'(2) = 3``."""
    if isinstance(option, Relation) and set(option.signs) == {"="} and option.sides[0] in (asked, by):
        return option.sides[-1]
    if isinstance(asked, Tuple) and all(isinstance(item, Name) for item in asked.items):
        return _listed(option, asked) or option
    return option


def _listed(option: Node, asked: Tuple) -> Node | None:
    r"""Return the list of values that ``x = 1, y = 2``, or ``\pi = (…)`` for the ``\pi_i``, gives to the names."""
    match option:
        case Relation((Name(base, (), ()), Tuple() as value), ("=",)):
            return value if {base} == {name.base for name in asked.items if isinstance(name, Name)} else None
        case Relation((Const("pi"), Tuple() as value), ("=",)):
            return value if {name.base for name in asked.items if isinstance(name, Name)} == {r"\pi"} else None
        case Logic("and", operands):
            told = {
                one.sides[0]: one.sides[1]
                for one in operands
                if isinstance(one, Relation) and one.signs == ("=",) and one.sides[0] in asked.items
            }
            whole = len(told) == len(operands) == len(asked.items)
            return Tuple(tuple(told[name] for name in asked.items)) if whole else None
    return None


def shared_left(options: Sequence[Node | None]) -> Node | None:
    """Return the left side that all options share, ``f'(x) = …``, if they do and no right side holds it."""
    relations = [one for one in options if one is not None]
    firsts = {one.sides[0] if isinstance(one, Relation) and set(one.signs) == {"="} else None for one in relations}
    if len(firsts) != 1 or len(relations) < 2 or (left := firsts.pop()) is None or isinstance(left, Num):
        return None
    rights = [side for one in relations if isinstance(one, Relation) for side in one.sides[1:]]
    return None if any(part == left for side in rights for part in walk(side)) else left


def antiderivative(tree: Node | None) -> bool:
    """Tell whether a formula is an integral without bounds."""
    return isinstance(tree, Integral) and tree.lower is None and tree.upper is None
