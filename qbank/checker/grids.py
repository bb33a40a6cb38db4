"""Matrices and vectors as values, with entries of any scalar type: what both routes compute with.

Only ``+ - * /`` of the entries are used, so that one set of rules serves exact expressions and numbers alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Entry = Any
"""A scalar of the route's own kind."""
MAX_SIDE = 8
"""Rows or columns of a matrix whose determinant or inverse is worked out."""


class ShapeError(ValueError):
    """The sizes do not fit; the message says why, for the author."""


@dataclass(frozen=True, slots=True)
class Grid:
    """``items`` row by row; ``loose``: written ``(a, b)``, a column whose orientation is left open."""

    items: tuple[Entry, ...]
    columns: int = 1
    loose: bool = False

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.items) // self.columns

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def is_vector(self) -> bool:
        """Tell whether it has one row or one column."""
        return 1 in self.shape

    def at(self, row: int, column: int) -> Entry:
        """Return one entry, counted from 0."""
        return self.items[row * self.columns + column]

    def map(self, change: Callable[[Entry], Entry]) -> Grid:
        """Return the grid with every entry changed."""
        return Grid(tuple(change(item) for item in self.items), self.columns, self.loose)

    def minor(self, row: int, column: int) -> Grid:
        """Return the grid without one row and one column."""
        kept = (self.at(r, c) for r in range(self.rows) for c in range(self.columns) if r != row and c != column)
        return Grid(tuple(kept), self.columns - 1)


def spread(arguments: tuple[Entry, ...], wanted: int) -> tuple[Entry, ...]:
    """Return the components of a vector, where a function of so many numbers has it as its only argument."""
    if len(arguments) == 1 and isinstance(arguments[0], Grid) and arguments[0].is_vector:
        items = arguments[0].items
        return items if len(items) == wanted > 1 else arguments
    return arguments


def added(one: Grid, other: Grid) -> Grid:
    """Return the sum. Raises :class:`ShapeError`."""
    one, other = aligned(one, other)
    items = tuple(a + b for a, b in zip(one.items, other.items, strict=True))
    return Grid(items, one.columns, one.loose and other.loose)


def aligned(one: Grid, other: Grid) -> tuple[Grid, Grid]:
    """Return both in one shape: a loose vector takes the other's orientation. Raises :class:`ShapeError`."""
    if one.shape != other.shape and one.loose:
        one = _turned(one, other)
    elif one.shape != other.shape and other.loose:
        other = _turned(other, one)
    if one.shape != other.shape:
        raise ShapeError(f"a {one.rows}×{one.columns} and a {other.rows}×{other.columns} matrix")
    return one, other


def _turned(loose: Grid, model: Grid) -> Grid:
    return Grid(loose.items, model.columns) if model.rows == 1 and len(loose.items) == len(model.items) else loose


def scaled(factor: Entry, grid: Grid) -> Grid:
    """Return every entry times ``factor``."""
    return grid.map(lambda item: factor * item)


def multiplied(one: Grid, other: Grid) -> Grid:
    """Return the matrix product. Raises :class:`ShapeError`."""
    if one.loose and other.rows == len(one.items) > 1 and other.columns > 1:
        one = Grid(one.items, len(one.items))  # (a, b) times a matrix can only be a row
    if one.columns != other.rows:
        raise ShapeError(f"a {one.rows}×{one.columns} matrix times a {other.rows}×{other.columns} one")
    items = tuple(
        total(one.at(r, k) * other.at(k, c) for k in range(one.columns))
        for r in range(one.rows)
        for c in range(other.columns)
    )
    return Grid(items, other.columns)


def total(items: Iterable[Entry]) -> Entry:
    """Return the sum of one or more entries."""
    iterator = iter(items)
    result = next(iterator)
    for item in iterator:
        result = result + item
    return result


def transposed(grid: Grid) -> Grid:
    """Return the transpose; of a loose vector, the row."""
    return Grid(tuple(grid.at(r, c) for c in range(grid.columns) for r in range(grid.rows)), grid.rows)


def dot(one: Grid, other: Grid) -> Entry:
    """Return the sum of the products of the entries of two vectors. Raises :class:`ShapeError`."""
    if not (one.is_vector and other.is_vector) or len(one.items) != len(other.items):
        raise ShapeError("a dot product of what are no vectors of one size")
    return total(a * b for a, b in zip(one.items, other.items, strict=True))


def cross(one: Grid, other: Grid) -> Grid:
    """Return the cross product of two vectors of size 3. Raises :class:`ShapeError`."""
    if not (one.is_vector and other.is_vector and len(one.items) == len(other.items) == 3):
        raise ShapeError("a cross product needs two vectors of size 3")
    a, b = one.items, other.items
    items = tuple(a[i] * b[j] - a[j] * b[i] for i, j in ((1, 2), (2, 0), (0, 1)))
    return Grid(items, 3 if one.rows == other.rows == 1 else 1, one.loose and other.loose)


def square(grid: Grid) -> int:
    """Return the side of a square grid within limits. Raises :class:`ShapeError`."""
    if grid.rows != grid.columns:
        raise ShapeError(f"a {grid.rows}×{grid.columns} matrix is not square")
    if grid.rows > MAX_SIDE:
        raise ShapeError(f"a matrix of more than {MAX_SIDE} rows")
    return grid.rows


def trace(grid: Grid) -> Entry:
    """Return the sum of the diagonal. Raises :class:`ShapeError`."""
    return total(grid.at(k, k) for k in range(square(grid)))


def characteristic(grid: Grid) -> tuple[list[Entry], Grid]:
    """Return the coefficients c1 … cn of λⁿ + c1 λⁿ⁻¹ + … and the last auxiliary matrix (Faddeev and LeVerrier).

    No division but by whole numbers: it is right for entries of any kind. Raises :class:`ShapeError`.
    """
    side = square(grid)
    one = grid.at(0, 0) * 0 + 1
    zero = one * 0
    auxiliary = identity(side, zero, one)
    coefficients: list[Entry] = []
    for k in range(1, side + 1):
        product = multiplied(grid, auxiliary)
        coefficients.append(-trace(product) / k)
        if k < side:
            auxiliary = added(product, scaled(coefficients[-1], identity(side, zero, one)))
    return coefficients, auxiliary


def identity(side: int, zero: Entry, one: Entry) -> Grid:
    """Return the identity matrix."""
    return Grid(tuple(one if r == c else zero for r in range(side) for c in range(side)), side)


def determinant(grid: Grid) -> Entry:
    """Return the determinant. Raises :class:`ShapeError`."""
    coefficients, _ = characteristic(grid)
    return coefficients[-1] if grid.rows % 2 == 0 else -coefficients[-1]


def adjugate(grid: Grid) -> Grid:
    """Return the adjugate: the inverse times the determinant. Raises :class:`ShapeError`."""
    _, auxiliary = characteristic(grid)
    return auxiliary if grid.rows % 2 else auxiliary.map(lambda item: -item)
