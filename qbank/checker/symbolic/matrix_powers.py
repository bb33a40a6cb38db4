r"""Powers ``A^n`` of matrices with open whole exponents.

With different eigenvalues :math:`A^n = \sum_i \lambda_i^n \prod_{j \ne i} (A - \lambda_j) / (\lambda_i - \lambda_j)`
(Sylvester); with a single one :math:`(\lambda + N)^n = \sum_k \binom{n}{k} \lambda^{n-k} N^k` (the binomial theorem).
"""

from __future__ import annotations

import sympy as sp

from qbank.checker import grids
from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided

from .functions import Expr
from .zero import is_zero

MAX_SIDE = 4


def open_power(base: Grid, exponent: Expr) -> Grid:
    """Return a power with an open exponent that is a whole number, not negative. Raises :class:`Undecided`."""
    if base.rows != base.columns or base.rows > MAX_SIDE or not (exponent.is_integer and exponent.is_nonnegative):
        raise Undecided("a power of a matrix that is no whole number")
    turned = _rotation(base, exponent)
    if turned is not None:
        return turned
    values = _eigenvalues(base)  # those with letters differ as formulas: at other points both sides are continuous
    side = base.rows
    if any(is_zero(value) for value in values) and not exponent.is_positive:
        raise Undecided("a power of a singular matrix that may be the power zero")
    if all(is_zero(value - values[0]) for value in values):
        return _binomial(base, values[0], exponent)
    if any(is_zero(one - other) for at, one in enumerate(values) for other in values[:at]):
        raise Undecided("an open power of a matrix with a repeated eigenvalue")
    total: Grid | None = None
    for one in values:
        part = _unit(side)
        for other in values:
            if other != one:
                part = grids.multiplied(part, grids.scaled(1 / (one - other), _less(base, other)))
        growth = sp.Integer(0) if is_zero(one) else one**exponent
        part = grids.scaled(growth, part)
        total = part if total is None else grids.added(total, part)
    assert total is not None  # noqa: S101 - a matrix has a row
    return total.map(sp.expand)


def _eigenvalues(base: Grid) -> list[Expr]:
    """Return the eigenvalues as often as they occur: the diagonal of a triangular matrix, or real numbers."""
    side = range(base.rows)
    for upper in (True, False):
        if all(base.at(r, c) == 0 for r in side for c in side if (r > c if upper else r < c)):
            return [base.at(at, at) for at in side]
    if any(item.free_symbols or not item.is_Rational for item in base.items):
        raise Undecided("an open power of a matrix whose eigenvalues are open")
    found = sp.roots(sp.Matrix(base.rows, base.rows, list(base.items)).charpoly())
    values = [root for root, count in found.items() for _ in range(count)]
    if len(values) != base.rows or not all(root.is_real for root in values):
        raise Undecided("an open power of a matrix whose eigenvalues were not found")
    return values


def _unit(side: int) -> Grid:
    return grids.identity(side, sp.Integer(0), sp.Integer(1))


def _less(base: Grid, value: Expr) -> Grid:
    return grids.added(base, grids.scaled(-value, _unit(base.rows)))


def _binomial(base: Grid, value: Expr, exponent: Expr) -> Grid:
    """Return the power of a matrix with a single eigenvalue, which is not zero."""
    if is_zero(value):
        raise Undecided("an open power of a nilpotent matrix")
    rest, part = _less(base, value), _unit(base.rows)
    total = grids.scaled(value**exponent, part)
    for k in range(1, base.rows):
        part = grids.multiplied(part, rest)
        chosen = sp.expand(sp.ff(exponent, k)) / sp.factorial(k)
        total = grids.added(total, grids.scaled(chosen * value ** (exponent - k), part))
    return total.map(sp.expand)


def _rotation(base: Grid, exponent: Expr) -> Grid | None:
    """Return the power of a rotation of the plane: one by so many times the angle."""
    if base.rows != 2:
        return None
    cosine, sine = base.at(0, 0), base.at(1, 0)
    for angle in sorted((one.args[0] for one in cosine.atoms(sp.cos)), key=str):
        if cosine == sp.cos(angle) == base.at(1, 1) and sine == -base.at(0, 1) and sine in (
            sp.sin(angle), -sp.sin(angle)
        ):  # fmt: skip
            way = sp.sin(exponent * angle) * (1 if sine == sp.sin(angle) else -1)
            whole = sp.cos(exponent * angle)
            return Grid((whole, -way, way, whole), 2)
    return None
