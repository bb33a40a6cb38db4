r"""Equations that are meant modulo n, and quotients with a remainder: ``16 \equiv 5``, so ``16^3 = 5^3``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import gcd

import sympy as sp

from .deciding.congruences import residue_or_none, whole
from .deciding.equality import Comparer
from .grids import Grid
from .letters import Undecided
from .solution import FAILS, UNDECIDED, Line, Worked
from .syntax import Add, Call, Div, Matrix, Mul, Name, Neg, Node, Num, Pow, Relation, Tuple, names_in, put, walk

_NONE = -1
"""What a quotient leaves whose denominator has no inverse."""
_WHOLE = frozenset({"mod", "gcd", "lcm", "factorial", "binomial", "transpose", "det"})
_Residues = tuple[int, ...]


def spare_remainders(worked: Worked, stated: Iterable[Node], comparer: Comparer) -> None:
    """Leave lines undecided that are false as they stand, but not by the remainders that are spoken of.

    ``stated``: the equations of the question.
    """
    numbers = sorted(worked.remainders)
    values: dict[Node, Node] = {
        tree.sides[0]: tree.sides[-1]
        for tree in stated
        if isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Name)
    }
    before: Node | None = None
    for line in worked.lines:
        if not line.sides:
            before = None
            continue
        sides = [before, *line.sides] if line.continues and before is not None else list(line.sides)
        own = whole(line.modulus) if line.modulus is not None else None
        bases = [own] if own else numbers
        by_words = not bases and worked.modular and all(map(is_whole, sides))
        by_words = by_words or any(_right(sides, values, base, comparer) for base in bases)
        if line.verdict == FAILS and (by_words or _in_whole_numbers(line)):
            line.verdict, line.against = UNDECIDED, None
            line.method = "right by remainders, or not decided by them: not checked"
        if not line.continues and isinstance(sides[0], Name) and line.signs[:1] == ("=",):
            values[sides[0]] = sides[1]
        before = sides[-1]


def _right(sides: Sequence[Node], values: Mapping[Node, Node], modulus: int, comparer: Comparer) -> bool:
    """Tell whether sides are of whole numbers, and no two in a row are known to leave different remainders."""
    if not all(map(is_whole, sides)):
        return False
    known = [_residues(side, values, modulus, comparer) for side in sides]
    return not any(one and other and _differ(one, other) for one, other in pairwise(known))


def _differ(one: _Residues, other: _Residues) -> bool:
    """Tell whether two lists of remainders differ; a plain 0 is as long as it must be."""
    if len(one) != len(other) and (0,) in (one, other):
        return any(one + other)
    return len(one) == len(other) and one != other


def is_whole(side: Node) -> bool:
    """Tell whether a formula is made of names and whole numbers."""
    parts = list(walk(side))
    plain = all(isinstance(part, Name | Num | Add | Mul | Neg | Pow | Div | Call | Matrix | Tuple) for part in parts)
    calls = all(part.function in _WHOLE for part in parts if isinstance(part, Call))
    return plain and calls and all(part.value.denominator == 1 for part in parts if isinstance(part, Num))


def _residues(side: Node, values: Mapping[Node, Node], modulus: int, comparer: Comparer) -> _Residues | None:
    """Return the remainder of a number, or those of the entries of a vector or matrix."""
    filled = {name: values[name] for name in names_in(side) if name in values}
    side = put(side, filled) if filled else side
    if isinstance(side, Div) and whole(side) is None:
        above, below = (residue_or_none(part, modulus) for part in (side.numerator, side.denominator))
        if above is None or below is None:
            return None
        return (above * pow(below, -1, modulus) % modulus if gcd(below, modulus) == 1 else _NONE,)
    number = residue_or_none(side, modulus)
    return _of_entries(side, modulus, comparer) if number is None else (number,)


def _of_entries(side: Node, modulus: int, comparer: Comparer) -> _Residues | None:
    try:
        value = comparer.algebra.value(comparer.ordinary(side))
    except (Undecided, TypeError):
        return None
    entries = value.items if isinstance(value, Grid) else ()
    if not entries or not all(isinstance(one, sp.Rational) and gcd(int(one.q), modulus) == 1 for one in entries):
        return None
    return tuple(int(one.p) * pow(int(one.q), -1, modulus) % modulus for one in entries)


def _in_whole_numbers(line: Line) -> bool:
    """Tell whether a line has the whole part of a quotient, or that and one more: division with a remainder, pages."""
    return any(isinstance(one, Div) and _cut(one, other) for one, other in pairwise(line.sides))


def _cut(quotient: Div, value: Node) -> bool:
    above, below, told = (whole(one) for one in (quotient.numerator, quotient.denominator, value))
    if above is None or not below or above % below == 0:
        return False
    return told in (above // below, -(-above // below))
