r"""Formulas followed by the numbers put into them, term by term: each name must get one number.

In ``P(+ \mid D) P(D) + P(+ \mid \bar D) P(D) = 0.95 \cdot 0.02 + 0.1 \cdot 0.98`` no number can be P(D). In
``m_1 T_2 + m_2 T_1 = 0.2 \cdot 350 + 0.3 \cdot 290`` the numbers are those told of the names, in other places. The
order of terms and factors does not matter, nor do signs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, permutations

from .rounding import measured, printed
from .solution import Line
from .syntax import Add, Chance, Div, Mul, Name, Neg, Node, Num, Relation, Unit, names_in, walk

MAX_PARTS = 4
"""Terms of a sum, and factors of a term, that are tried in every order."""
Terms = list[list[Node]]


def told_numbers(stated: Sequence[Node]) -> dict[Node, Fraction]:
    """Return the numbers that a question prints for names and probabilities, whatever their units."""
    found: dict[Node, Fraction] = {}
    for tree in stated:
        if isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Name | Chance):
            quantity = measured(tree.sides[1])
            number = printed(quantity[0] if quantity is not None else tree.sides[1])
            if number is not None:
                found[tree.sides[0]] = abs(number[0])
    return found


def misplaced(line: Line, told: Mapping[Node, Fraction]) -> bool:
    """Tell whether numbers in a line cannot be those of the names in the side before them."""
    signs = line.signs if len(line.signs) == len(line.sides) - 1 else line.signs[1:]
    steps = zip(pairwise(line.sides), signs, strict=False)
    return any(sign in ("=", r"\approx") and _misplaced(left, right, told) for (left, right), sign in steps)


def _misplaced(left: Node, right: Node, told: Mapping[Node, Fraction]) -> bool:
    if any(True for _ in names_in(right)):
        return False
    ones, others = _terms(_above(left)), _terms(_above(right))
    if not 2 <= len(ones) <= MAX_PARTS or not 2 <= max(map(len, ones)) <= MAX_PARTS:
        return False
    atoms = [one for term in ones for one in term]
    numbers = [_number(one) for term in others for one in term]
    if sorted(map(len, ones)) != sorted(map(len, others)) or None in numbers:
        return False
    names = [one for one in atoms if _number(one) is None]
    if not all(isinstance(one, Name | Chance) for one in names):
        return False
    known = {one: number for one in atoms if (number := _number(one)) is not None}
    printed_ = {one: told[one] for one in names if one in told}
    if len(printed_) == len(set(names)) and Counter((known | printed_)[one] for one in atoms) == Counter(numbers):
        known |= printed_  # else they may be put in otherwise than they are told
    elif len(set(names)) == len(names):
        return False
    return not any(_fit(ones, order, known) for order in permutations(others))


def _above(node: Node) -> Node:
    """Return what stands above the line of a fraction, without units."""
    if isinstance(node, Mul) and len(rest := [one for one in node.factors if not _is_unit(one)]) == 1:
        node = rest[0]
    return node.numerator if isinstance(node, Div) and isinstance(node.numerator, Add) else node


def _is_unit(node: Node) -> bool:
    parts = list(walk(node))
    return any(isinstance(part, Unit) for part in parts) and not any(isinstance(part, Add | Name) for part in parts)


def _terms(node: Node) -> Terms:
    found = []
    for one in node.terms if isinstance(node, Add) else (node,):
        term = one.of if isinstance(one, Neg) else one
        factors = term.factors if isinstance(term, Mul) else (term,)
        found.append([factor for factor in factors if not _is_unit(factor)])
    return found


def _number(node: Node) -> Fraction | None:
    match node:
        case Div(Num(above), Num(below)) if below:
            return abs(above / below)
    number = printed(node)
    return None if number is None else abs(number[0])


def _fit(ones: Terms, others: Sequence[list[Node]], known: Mapping[Node, Fraction]) -> bool:
    """Tell whether each name can get one number, with the terms in these orders."""
    if [len(term) for term in ones] != [len(term) for term in others]:
        return False
    return any(True for _ in _assigned(ones, others, dict(known)))


def _assigned(ones: Terms, others: Sequence[list[Node]], known: dict[Node, Fraction]) -> Iterator[None]:
    if not ones:
        yield None
        return
    for order in permutations(others[0]):
        values = dict(known)
        pairs = zip(ones[0], map(_number, order), strict=True)
        if all(value is not None and values.setdefault(one, value) == value for one, value in pairs):
            yield from _assigned(ones[1:], others[1:], values)
