r"""The norms ``\|x\|_1`` and ``\|x\|_\infty`` of vectors and matrices: what both routes add up for them."""

from __future__ import annotations

from fractions import Fraction

from .grids import Entry, Grid
from .letters import Undecided
from .syntax import Const, Node, Num


def lines(value: object, order: Node) -> list[list[Entry]]:
    """Return the entries whose absolute values are added up, for each sum; the norm is the largest sum.

    For a matrix these are its columns or its rows. Raises :class:`Undecided` for other norms.
    """
    if not isinstance(value, Grid) or order not in (Num(Fraction(1)), Const("infinity")):
        raise Undecided("this norm is not understood")
    one = order == Num(Fraction(1))
    if value.is_vector:
        return [list(value.items)] if one else [[item] for item in value.items]
    rows, columns = range(value.rows), range(value.columns)
    if one:
        return [[value.at(row, column) for row in rows] for column in columns]
    return [[value.at(row, column) for column in columns] for row in rows]
