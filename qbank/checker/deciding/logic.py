r"""Whether two formulas of logic say the same: truth tables, and finite models for quantifiers.

* Propositional formulas: every valuation of the atoms is tried. Atoms are names, predicates applied to terms, and
  relations between real numbers, which know trichotomy: ``\neg(x < 2)`` is ``x \ge 2``.
* With quantifiers: see ``quantifiers.py``.

Nothing of arithmetic but the order of the numbers is used, so a valuation that breaks other laws is no witness: then
nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, product

from qbank.checker.domain import Domain
from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Add,
    Apply,
    Call,
    Chance,
    Const,
    Logic,
    Mul,
    Name,
    Node,
    Num,
    Quantified,
    Relation,
    names_in,
    walk,
)

from .orders import OPPOSITE, lines, ordered
from .quantifiers import DENIALS, FALSE, TRUE, Unfit, by_models, opaque, word
from .witness import Difference, Verdict

MAX_VALUATIONS = 5000


def is_logical(node: Node) -> bool:
    """Tell whether ``node`` is a formula of logic: a connective, a quantifier or a truth value on top.

    Boolean algebra written with ``+`` and products counts where it holds a complement.
    """
    equivalence = isinstance(node, Relation) and set(node.signs) == {r"\equiv"}
    return equivalence or isinstance(node, Logic | Quantified) or node in (TRUE, FALSE) or _is_boolean(node)


def decide_logic(left: Node, right: Node, domain: Domain = Domain()) -> Verdict | None:  # noqa: B008 - frozen
    """Decide whether two formulas have the same truth value in every case; ``None`` where this is not of logic.

    With ``Const("true")`` on the right: whether the left one is a tautology.
    """
    if not (is_logical(left) or is_logical(right)):
        return None
    if _is_boolean(left) or _is_boolean(right):
        left, right = _as_logic(left), _as_logic(right)
    try:
        one, other = normal(left), normal(right)
        if any(isinstance(side, Name) for side in (left, right)) and _numbers(left) & _numbers(right):
            return None  # x beside x = 2 is a number, no proposition
        if any(isinstance(part, Quantified) for side in (one, other) for part in walk(side)):
            return by_models(one, other)
        return _by_table(one, other, domain)
    except Unfit as problem:
        return Verdict("undecided", reason=str(problem)) if str(problem) else None


# Boolean algebra written with + and products


def _is_boolean(node: Node) -> bool:
    parts = list(walk(node))
    negates = any(isinstance(part, Call) and part.function == "complement" for part in parts)
    return (
        isinstance(node, Add | Mul | Call | Logic)
        and negates
        and any(isinstance(part, Add | Mul) for part in parts)
        and all(
            isinstance(part, Add | Mul | Name | Logic)
            or (isinstance(part, Num) and part.value in (0, 1))
            or (isinstance(part, Call) and part.function == "complement")
            for part in parts
        )
    )


def _as_logic(node: Node) -> Node:
    match node:
        case Add(terms):
            return Logic("or", tuple(map(_as_logic, terms)))
        case Mul(factors):
            return Logic("and", tuple(map(_as_logic, factors)))
        case Logic(operator, operands):
            return Logic(operator, tuple(map(_as_logic, operands)))
        case Call("complement", (of,)):
            return Logic("not", (_as_logic(of),))
    return node


# negation normal form

_MEMBERS = frozenset({"union", "intersection", "setminus", "symdiff", "complement"})


def normal(node: Node, *, positive: bool = True) -> Node:
    """Return the negation normal form: ``and``, ``or``, quantifiers, and literals.

    Raises :class:`Unfit` for what is no formula, and for chains of arrows, which are read in two ways.
    """
    match node:
        case Logic("not", (of,)) | Call("complement", (of,)):
            return normal(of, positive=not positive)
        case Num(value) if value in (0, 1):
            return TRUE if (value == 1) == positive else FALSE
        case Logic("and" | "or" as operator, operands):
            dual = {"and": "or", "or": "and"}[operator]
            return Logic(operator if positive else dual, tuple(normal(one, positive=positive) for one in operands))
        case Logic("implies", (one, other)):
            return normal(Logic("or", (Logic("not", (one,)), other)), positive=positive)
        case Logic("iff", (one, other)):
            return _either(one, other, same=positive)
        case Logic("xor", operands) if len(operands) > 1:
            rest = operands[1] if len(operands) == 2 else Logic("xor", operands[1:])
            return _either(operands[0], rest, same=not positive)
        case Logic(operator):
            raise Unfit(f"a chain of {operator} is read in two ways")
        case Quantified(operator, by, home, body):
            if home is not None:
                member = Relation((by, home), (r"\in",))
                inner = Logic("implies" if operator == "forall" else "and", (member, body))
                return normal(Quantified(operator, by, None, inner), positive=positive)
            dual = {"forall": "exists", "exists": "forall"}[operator]
            return Quantified(operator if positive else dual, by, None, normal(body, positive=positive))
        case Const("true" | "false"):
            return node if positive else (FALSE if node == TRUE else TRUE)
        case Relation(sides, signs) if set(signs) == {r"\equiv"}:
            claims = tuple(Logic("iff", pair) for pair in pairwise(sides))
            return normal(claims[0] if len(claims) == 1 else Logic("and", claims), positive=positive)
        case Relation(sides, signs) if len(signs) > 1:
            pairs = zip(sides, signs, sides[1:], strict=False)
            return normal(Logic("and", tuple(Relation((a, b), (s,)) for a, s, b in pairs)), positive=positive)
        case Relation((element, Call() as home), (r"\in" | r"\notin" as sign,)) if home.function in _MEMBERS:
            return normal(_member(element, home), positive=positive == (sign == r"\in"))
        case Relation(sides, (sign,)) if not positive and sign in OPPOSITE:
            return Relation(sides, (OPPOSITE[sign],))
        case Name() | Apply() | Chance(given=None) | Relation():
            return node if positive else Logic("not", (node,))
    raise Unfit("")


def _member(element: Node, home: Call) -> Node:
    """Return what it means to lie in a set made of others."""
    first, *rest = (Relation((element, one), (r"\in",)) for one in home.arguments)
    match home.function:
        case "union":
            return Logic("or", (first, *rest))
        case "intersection":
            return Logic("and", (first, *rest))
        case "setminus":
            return Logic("and", (first, *(Logic("not", (one,)) for one in rest)))
        case "symdiff":
            return Logic("xor", (first, *rest))
    return Logic("not", (first,))


def _either(one: Node, other: Node, *, same: bool) -> Node:
    """Return that two formulas have the same truth value, or not."""
    first, second = normal(one), normal(other)
    not_first, not_second = normal(one, positive=False), normal(other, positive=False)
    if not same:
        second, not_second = not_second, second
    return Logic("or", (Logic("and", (first, second)), Logic("and", (not_first, not_second))))


# truth tables


def _by_table(one: Node, other: Node, domain: Domain) -> Verdict:
    literals = list(dict.fromkeys(atom for side in (one, other) for atom in _atoms(side)))
    orders = {atom: order for atom in literals if isinstance(atom, Relation) and (order := ordered(atom))}
    plain = [atom for atom in literals if atom not in orders and not _negative(atom)]
    plain += [_affirmed(atom) for atom in literals if _negative(atom) and _affirmed(atom) not in plain]
    axes = lines(list(orders.values()))
    if axes.count * 2 ** len(plain) > MAX_VALUATIONS:
        raise Unfit("too many different statements for a truth table")
    doubtful = False
    for places in axes.choices():
        for truths in product((True, False), repeat=len(plain)):
            known = dict(zip(plain, truths, strict=True))
            known |= {atom: order.holds(places) for atom, order in orders.items()}
            first, second = _truth(one, known), _truth(other, known)
            if first == second:
                continue
            if not (axes.free(domain) and all(opaque(atom) for atom in plain)):
                doubtful = True
                continue
            point = {latex(atom): word(value) for atom, value in known.items() if atom in plain}
            return Verdict(
                "different", "truth table", Difference({**point, **axes.shown(places)}, word(first), word(second))
            )
    if doubtful:
        raise Unfit("how the relations depend on one another is not told by logic alone")
    return Verdict("equal", "truth table")


def _numbers(node: Node) -> set[Name]:
    """Return a name that stands alone, or the names that relations hold."""
    if isinstance(node, Name):
        return {node}
    return {name for part in walk(node) if isinstance(part, Relation) for name in names_in(part)}


def _negative(atom: Node) -> bool:
    return isinstance(atom, Relation) and atom.signs[0] in DENIALS


def _affirmed(atom: Node) -> Node:
    assert isinstance(atom, Relation)  # noqa: S101 - only relations are denials
    return Relation(atom.sides, (DENIALS[atom.signs[0]],))


def _atoms(node: Node) -> Iterator[Node]:
    if isinstance(node, Logic):
        for operand in node.operands:
            yield from _atoms(operand)
    elif node not in (TRUE, FALSE):
        yield node


def _truth(node: Node, known: Mapping[Node, bool]) -> bool:
    match node:
        case Logic("and", operands):
            return all(_truth(one, known) for one in operands)
        case Logic("or", operands):
            return any(_truth(one, known) for one in operands)
        case Logic("not", (of,)):
            return not _truth(of, known)
        case Const(name):
            return name == "true"
    return known[node] if node in known else not known[_affirmed(node)]
