"""Vectors and matrices as numbers: sums, products, powers and the functions that take them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from flint import acb, fmpq, fmpq_mat

from qbank.checker import grids
from qbank.checker.grids import Grid, ShapeError
from qbank.checker.letters import Undecided

from .analytic import Mode
from .functions import NUMERIC, absolute, conjugate
from .powers import power
from .scalars import Fat, Jet, Outside, Scalar, base, divided, holds_zero, is_zero, whole

Value = Any
"""A scalar, a ``Grid`` of scalars, or a :class:`Multiple`."""
MAX_POWER = 64


@dataclass(frozen=True, slots=True)
class Multiple:
    """A number times the identity matrix, of whatever size fits."""

    factor: Scalar

    def sized(self, side: int) -> Grid:
        """Return it written out."""
        return grids.identity(side, fmpq(0), fmpq(1)).map(lambda item: item * self.factor)


_ARRAYS = frozenset({Grid, Multiple})


def is_scalar(value: Value) -> bool:
    """Tell whether a value is a number."""
    return value.__class__ not in _ARRAYS


def scalar(value: Value) -> Scalar:
    """Return a number; raise :class:`Undecided` for a matrix."""
    if not is_scalar(value):
        raise Undecided("a vector where a number is wanted")
    return value


def written(value: Value, model: Value) -> Value:
    """Return a multiple of the identity written out in the size of ``model``."""
    if isinstance(value, Multiple) and isinstance(model, Grid):
        return value.sized(_side(model))
    return value


def beside_zero(value: Value, model: Value) -> Value:
    """Return the number 0 beside a matrix as the zero matrix."""
    if isinstance(model, Grid) and isinstance(value, fmpq) and value == 0:
        return model.map(lambda _: fmpq(0))
    return value


def _side(grid: Grid) -> int:
    if grid.rows != grid.columns:
        raise Undecided("an identity matrix beside one that is not square")
    return grid.rows


def total(one: Value, other: Value) -> Value:
    """Return a sum."""
    if is_scalar(one) and is_scalar(other):
        return one + other
    one, other = written(one, other), written(other, one)
    one, other = beside_zero(one, other), beside_zero(other, one)
    if isinstance(one, Multiple) and isinstance(other, Multiple):
        return Multiple(one.factor + other.factor)
    if isinstance(one, Grid) and isinstance(other, Grid):
        return _shaped(grids.added, one, other)
    raise Undecided("a sum of a matrix and a number")


def product(one: Value, other: Value) -> Value:
    """Return a product; a matrix with one entry is that number."""
    if is_scalar(one) and is_scalar(other):
        return one * other
    if isinstance(one, Multiple):
        one, other = other, one
    if isinstance(other, Multiple):
        factor = other.factor
        return Multiple((one.factor if isinstance(one, Multiple) else one) * factor) if not isinstance(
            one, Grid) else grids.scaled(factor, one)  # fmt: skip
    if is_scalar(one):
        return grids.scaled(one, other)
    if is_scalar(other):
        return grids.scaled(other, one)
    if one.is_vector and other.is_vector and one.columns == other.columns == 1 and one.rows > 1:
        raise Undecided("a product of two vectors")
    found = _shaped(grids.multiplied, one, other)
    return found.items[0] if len(found.items) == 1 else found


def _shaped(operation: Callable[..., Any], *operands: Any) -> Any:
    try:
        return operation(*operands)
    except ShapeError as problem:
        raise Undecided(str(problem)) from problem


def inverse(value: Value) -> Value:
    """Return the inverse of a matrix; raise :class:`Outside` where there is none."""
    if isinstance(value, Multiple):
        return Multiple(divided(fmpq(1), value.factor))
    if not isinstance(value, Grid):
        return divided(fmpq(1), value)
    determinant = _shaped(grids.determinant, value)
    return grids.adjugate(value).map(lambda item: divided(item, determinant))


def raised(value: Value, number: int | None) -> Value:
    """Return a whole power of a matrix."""
    if number is None:
        raise Undecided("a matrix to a power that is not whole")
    if abs(number) > MAX_POWER:
        raise Outside("a huge power")
    if isinstance(value, Multiple):
        return Multiple(power(value.factor, fmpq(number), Mode()))
    _shaped(grids.square, value)
    one = inverse(value) if number < 0 else value
    found: Value = Multiple(fmpq(1)).sized(value.rows)
    for _ in range(abs(number)):
        found = grids.multiplied(found, one)
    return found


def _rank(grid: Grid) -> Scalar:
    """Return the rank: exact, or shown to be full by a minor that is not zero."""
    if all(isinstance(item, fmpq) for item in grid.items):
        return fmpq(fmpq_mat(grid.rows, grid.columns, list(grid.items)).rank())
    side = min(grid.shape)
    tall = grid if grid.rows >= grid.columns else grids.transposed(grid)
    for rows in combinations(range(tall.rows), side):
        minor = Grid(tuple(tall.at(r, c) for r in rows for c in range(side)), side)
        if not holds_zero(base(_shaped(grids.determinant, minor))):
            return fmpq(side)
    raise Fat("the rank cannot be told")


def norm(value: Value, mode: Mode) -> Scalar:
    """Return the Euclidean length of a vector."""
    if isinstance(value, Multiple) or (isinstance(value, Grid) and not value.is_vector):
        raise Undecided("which norm of a matrix is meant is not said")
    items = value.items if isinstance(value, Grid) else (value,)
    return root_of_squares(items, mode)


def root_of_squares(items: tuple[Scalar, ...], mode: Mode) -> Scalar:
    """Return the root of the sum of the squared absolute values."""
    sizes = [absolute(item, mode) if isinstance(base(item), acb) else item for item in items]
    found = grids.total(size * size for size in sizes)
    if isinstance(found, Jet) and is_zero(base(found)):
        raise Outside("no derivative at a kink")
    return NUMERIC["sqrt"](found, mode)


def _diagonal(*entries: Value) -> Value:
    if len(entries) == 1 and isinstance(entries[0], Grid):
        grid = entries[0]
        if not grid.is_vector:
            return Grid(tuple(grid.at(k, k) for k in range(_side(grid))), loose=True)
        entries = grid.items
    items = [scalar(entry) for entry in entries]
    side = len(items)
    return Grid(tuple(items[r] if r == c else fmpq(0) for r in range(side) for c in range(side)), side)


def _hermitian(value: Value, mode: Mode) -> Value:
    if not isinstance(value, Grid):
        return conjugate(value, mode)
    return grids.transposed(value).map(lambda item: conjugate(item, mode))


def _inner(one: Grid, other: Grid, mode: Mode) -> Scalar:
    if mode.imaginary:
        raise Undecided("which side of a complex inner product is conjugated is not said")
    return _shaped(grids.dot, one, other)


def _grid(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function take only matrices."""

    def checked(*arguments: Any) -> Any:
        *values, _ = arguments
        if not all(isinstance(value, Grid) for value in values):
            raise Undecided("a number, or a matrix of open size, where a vector or matrix is wanted")
        return _shaped(function, *arguments)

    return checked


def _entrywise(one: Grid, other: Grid) -> Grid:
    one, other = grids.aligned(one, other)
    return Grid(tuple(a * b for a, b in zip(one.items, other.items, strict=True)), one.columns)


def _transposed(value: Value, _: Mode) -> Value:
    return grids.transposed(value) if isinstance(value, Grid) else value


def _entry(value: Value, row: Scalar, column: Scalar, _: Mode) -> Scalar:
    r, c = whole(row) or 0, whole(column) or 0
    if not isinstance(value, Grid) or not (1 <= r <= value.rows and 1 <= c <= value.columns):
        raise Undecided("an entry outside of its matrix")
    return value.at(r - 1, c - 1)


MATRICES: Mapping[str, Callable[..., Value]] = {
    "det": _grid(lambda a, _: grids.determinant(a)), "trace": _grid(lambda a, _: grids.trace(a)),
    "rank": _grid(lambda a, _: _rank(a)), "adj": _grid(lambda a, _: grids.adjugate(a)),
    "dot": _grid(_inner), "cross": _grid(lambda a, b, _: grids.cross(a, b)),
    "inner": _grid(_inner), "transpose": _transposed, "hermitian": _hermitian,
    "frobenius": _grid(lambda a, mode: root_of_squares(a.items, mode)),
    "hadamard": _grid(lambda a, b, _: _entrywise(a, b)),
    "inverse": lambda a, _: inverse(a), "diag": lambda *a: _diagonal(*a[:-1]), "norm": norm, "entry": _entry,
}  # fmt: skip
"""Functions of matrices and the mode."""
