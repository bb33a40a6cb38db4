"""What kind of value a formula is by its shape: a number, a matrix or vector, a set, a statement."""

from __future__ import annotations

from fractions import Fraction

from .deciding.equality import Comparer
from .deciding.inequalities import SET_CALLS
from .syntax import Add, Call, Div, Logic, Matrix, Mul, Name, Neg, Node, Num, Pow, Relation, Tuple, names_in, walk

NUMBER, NUMBERS = "number", "list of numbers"
_TRUTH = (Num(Fraction(0)), Num(Fraction(1)))
"""Numbers that also stand for a truth value, a matrix of zeros or the identity."""


def plain_kind(tree: Node | None) -> str:
    """Return what kind of value a formula without names is: ``number`` or ``list of numbers``; else nothing."""
    if tree is None or any(isinstance(part, Name) for part in walk(tree)):
        return ""
    if isinstance(tree, Tuple | Matrix):
        return NUMBERS if len(tree.items) > 1 else ""
    return NUMBER if isinstance(tree, Num | Neg | Div | Add | Mul | Pow) else ""


def unlike(comparer: Comparer, one: Node | None, answer: Node | None) -> str:
    """Say how a formula is of another kind than the answer, where both kinds are sure; else nothing."""
    mine, other = plain_kind(one), plain_kind(answer)
    if one is None or answer is None or (mine and mine == other):
        return ""
    if not (mine and other):
        mine, other = (kind or _structured_kind(comparer, tree) for kind, tree in ((mine, one), (other, answer)))
        if not (mine and other) or NUMBER not in (mine, other):
            return ""
        number = one if mine == NUMBER else answer
        if any(comparer.compare(number, value).outcome != "different" for value in _TRUTH):
            return ""
    return f"a {mine}, where the answer is a {other}"


def _structured_kind(comparer: Comparer, tree: Node) -> str:
    match tree:
        case Call(function) if function in SET_CALLS:
            return "set"
        case Logic() if not any(isinstance(part, Relation) for part in walk(tree)):
            return "statement"
    return "matrix or vector" if _is_array(comparer, tree) else ""


def _is_array(comparer: Comparer, tree: Node) -> bool:
    """Tell whether a formula is a matrix or vector of several entries, written out, or a multiple of one."""
    match tree:
        case Matrix(items) | Tuple(items):
            return len(items) > 1 and not any(isinstance(part, Relation) for one in items for part in walk(one))
        case Neg(of):
            return _is_array(comparer, of)
        case Add(terms):
            return all(_is_array(comparer, term) for term in terms)
        case Mul(factors):
            arrays = [factor for factor in factors if _is_array(comparer, factor)]
            return len(arrays) == 1 and all(_is_scalar(comparer, one) for one in factors if one is not arrays[0])
    return False


def _is_scalar(comparer: Comparer, tree: Node) -> bool:
    listed = any(isinstance(part, Matrix | Tuple) for part in walk(tree))
    return not listed and all(comparer.kinds.of(name) is None for name in names_in(tree))
