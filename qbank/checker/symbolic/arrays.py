"""Arithmetic of values that are expressions or grids of them, and the functions of linear algebra.

Raises :class:`~qbank.checker.letters.Undecided` where sizes do not fit or a determinant may vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import sympy as sp
from flint import fmpq, fmpq_mat
from sympy.polys.matrices import DomainMatrix

from qbank.checker import grids
from qbank.checker.grids import Grid, ShapeError
from qbank.checker.letters import Undecided

from .functions import Expr
from .matrix_powers import open_power
from .zero import differs_by_number, is_zero

Array = Expr
"""An expression or a :class:`Grid` of expressions."""
MAX_OPEN_SIDE, MAX_NAMES = 5, 2
"""Sides of matrices that hold names, and how many names larger ones may hold."""
MAX_MATRIX_POWER = 40


def shaped(work: Callable[..., Array], *arguments: Array) -> Array:
    """Return what ``work`` makes of grids; sizes that do not fit are :class:`Undecided`."""
    try:
        return work(*arguments)
    except ShapeError as problem:
        raise Undecided(str(problem)) from None


def scalar(value: Array) -> Expr:
    """Return ``value``, that of a 1×1 matrix as a number; raise :class:`Undecided` for any other grid."""
    if isinstance(value, Grid):
        if value.shape == (1, 1):
            return value.items[0]
        raise Undecided("a vector or matrix where a number is wanted")
    return value


def grid(value: Array) -> Grid:
    """Return ``value``; raise :class:`Undecided` for what is no grid."""
    if not isinstance(value, Grid):
        raise Undecided("the components of a vector or matrix are not given")
    return value


def added(values: Sequence[Array]) -> Array:
    """Return the sum; a number is added to no matrix."""
    if not any(isinstance(value, Grid) for value in values):
        return sp.Add(*values)
    kept = [value for value in values if isinstance(value, Grid) or value != 0]
    if not all(isinstance(value, Grid) for value in kept):
        return sp.Add(*(_number(value) for value in kept))
    return shaped(lambda: reduce(grids.added, kept))


def _number(value: Array) -> Expr:
    """Return a number beside others: a 1×1 product, as ``w^T x`` in ``w^T x + b``, counts as one."""
    if isinstance(value, Grid) and value.shape != (1, 1):
        raise Undecided("a sum of a vector or matrix and a number")
    return scalar(value)


def multiplied(values: Sequence[Array]) -> Array:
    """Return the product from left to right; a 1×1 product of several counts as a number."""
    if not any(isinstance(value, Grid) for value in values):
        return sp.Mul(*values)
    factor: Expr = sp.Integer(1)
    product: Grid | None = None
    for value in values:
        if not isinstance(value, Grid):
            factor *= value
        elif product is None:
            product = value
        elif product.shape == (1, 1) and value.rows != 1:
            factor, product = factor * product.items[0], value
        else:
            product = shaped(grids.multiplied, product, value)
    assert product is not None  # noqa: S101 - one value is a grid
    inner = product.shape == (1, 1) and sum(isinstance(value, Grid) for value in values) > 1
    return factor * product.items[0] if inner else scaled(factor, product)


def scaled(factor: Expr, value: Array) -> Array:
    """Return a number times a value."""
    return shaped(grids.scaled, factor, value) if isinstance(value, Grid) else factor * value


def power(base: Grid, exponent: Expr) -> Grid:
    """Return a whole power of a square matrix; the power −1 is the inverse."""
    if exponent.free_symbols:
        return open_power(base, exponent)
    if not isinstance(exponent, sp.Integer) or abs(exponent) > MAX_MATRIX_POWER:
        raise Undecided("a power of a matrix that is no small whole number")
    side = shaped(grids.square, base)
    result = grids.identity(side, sp.Integer(0), sp.Integer(1))
    factor = inverse(base) if exponent < 0 else base
    for _ in range(abs(int(exponent))):
        result = tidy(grids.multiplied(result, factor))
    return result


def tidy(value: Grid) -> Grid:
    """Return the grid with small entries multiplied out, so that powers do not grow without bound."""
    return value.map(lambda item: sp.expand(item) if item.is_number else item)


def determinant(value: Array) -> Expr:
    """Return the determinant. Raises :class:`Undecided` for large matrices of many different entries."""
    whole = grid(value)
    side = shaped(grids.square, whole)
    if (numbers := _numbers(whole)) is not None:
        found = numbers.det()
        return sp.Rational(int(found.p), int(found.q))
    names = set().union(*(item.free_symbols for item in whole.items))
    if side > MAX_OPEN_SIDE:
        if len(names) > MAX_NAMES or not all(item.is_polynomial(*names) for item in whole.items):
            raise Undecided("the determinant of a large matrix of many names")
        matrix = DomainMatrix.from_Matrix(sp.Matrix(side, side, list(whole.items)), extension=True)
        return sp.expand(matrix.domain.to_sympy(matrix.charpoly()[-1]) * (-1) ** side)
    return sp.expand(shaped(grids.determinant, whole))


def _numbers(whole: Grid) -> fmpq_mat | None:
    """Return a matrix of rational numbers as flint's."""
    if not all(isinstance(item, sp.Rational) for item in whole.items):
        return None
    return fmpq_mat([[fmpq(int(item.p), int(item.q)) for item in row] for row in _rows(whole)])


def inverse(value: Array) -> Grid:
    """Return the inverse, where the determinant is not zero."""
    whole = grid(value)
    below = determinant(whole)
    if below == 0 or is_zero(below):
        raise Undecided("a matrix without an inverse")
    if (numbers := _numbers(whole)) is not None:
        entries = numbers.inv().entries()
        return Grid(tuple(sp.Rational(int(one.p), int(one.q)) for one in entries), whole.columns)
    if whole.rows > MAX_OPEN_SIDE:
        raise Undecided("the inverse of a large matrix with names in it")
    return shaped(grids.adjugate, whole).map(lambda item: item / below)  # type: ignore[no-any-return]


def rank(value: Array) -> Expr:
    """Return the rank of a matrix of rational numbers, or of one whose largest minor is certain."""
    whole = grid(value)
    if (numbers := _numbers(whole)) is not None:
        return sp.Integer(numbers.rank())
    if whole.rows == whole.columns:
        below = determinant(whole)
        if differs_by_number(below) or (below != 0 and below.is_zero is False):
            return sp.Integer(whole.rows)
    raise Undecided("the rank depends on the entries")


def _rows(whole: Grid) -> list[tuple[Expr, ...]]:
    return [tuple(whole.at(r, c) for c in range(whole.columns)) for r in range(whole.rows)]


def norm(value: Array) -> Expr:
    """Return the length of a vector, the Frobenius norm of a matrix is left out; of a number its absolute value."""
    if not isinstance(value, Grid):
        return sp.Abs(value)
    if not value.is_vector:
        raise Undecided("which norm of a matrix is meant")
    return sp.sqrt(sp.Add(*(item**2 if item.is_extended_real else sp.Abs(item) ** 2 for item in value.items)))


def dot(one: Array, other: Array) -> Expr:
    """Return the product of two vectors entry by entry, added up; of two numbers their product."""
    if not isinstance(one, Grid) and not isinstance(other, Grid):
        return one * other
    left, right = grid(one), grid(other)
    if any(item.has(sp.I) for item in (*left.items, *right.items)):
        raise Undecided("which side of a complex inner product is conjugated is not said")
    return shaped(grids.dot, left, right)


def identity(*size: Expr) -> Grid:
    """Return the identity matrix of a size that is given as a number."""
    if len(size) != 1 or not isinstance(size[0], sp.Integer) or not 1 <= size[0] <= grids.MAX_SIDE:
        raise Undecided("an identity matrix of a size that is not given")
    return grids.identity(int(size[0]), sp.Integer(0), sp.Integer(1))


def _diagonal(*values: Array) -> Grid:
    items = values[0].items if len(values) == 1 and isinstance(values[0], Grid) else tuple(scalar(v) for v in values)
    side = len(items)
    zero = sp.Integer(0)
    return Grid(tuple(items[r] if r == c else zero for r in range(side) for c in range(side)), side)


def _adjugate(value: Array) -> Grid:
    return shaped(grids.adjugate, grid(value))  # type: ignore[no-any-return]


def _hadamard(one: Array, other: Array) -> Grid:
    left, right = shaped(grids.aligned, grid(one), grid(other))
    return Grid(tuple(a * b for a, b in zip(left.items, right.items, strict=True)), left.columns)


def _transposed(value: Array) -> Array:
    return grids.transposed(value) if isinstance(value, Grid) else _number_only(value)


def _hermitian(value: Array) -> Array:
    turned = _transposed(value)
    return turned.map(sp.conjugate) if isinstance(turned, Grid) else sp.conjugate(turned)


def _number_only(value: Expr) -> Expr:
    if value.is_number:
        return value
    raise Undecided("the components of a vector or matrix are not given")


def _entry(value: Array, row: Expr, column: Expr) -> Expr:
    whole = grid(value)
    if not (1 <= row <= whole.rows and 1 <= column <= whole.columns):
        raise Undecided("an entry outside of its matrix")
    return whole.at(int(row) - 1, int(column) - 1)


ARRAYS: Mapping[str, Callable[..., Array]] = {
    "det": determinant,
    "trace": lambda value: shaped(grids.trace, grid(value)),
    "rank": rank,
    "transpose": _transposed,
    "hermitian": _hermitian,
    "inverse": inverse,
    "dot": dot,
    "inner": dot,
    "cross": lambda one, other: shaped(grids.cross, grid(one), grid(other)),
    "norm": norm,
    "diag": _diagonal,
    "adj": _adjugate,
    "hadamard": _hadamard,
    "frobenius": lambda value: sp.sqrt(sp.Add(*(sp.Abs(item) ** 2 for item in grid(value).items))),
    "identity": identity,
    "entry": _entry,
}
"""Functions that take or give vectors and matrices."""
