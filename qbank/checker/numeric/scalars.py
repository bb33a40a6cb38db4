"""Numbers that are never wrong: exact fractions, balls that hold the true value, and truncated Taylor series of them.

A scalar is an ``fmpq`` (exact), an ``arb`` or ``acb`` (a ball, real or complex) or a :class:`Jet`. Fractions stay exact
as long as they are small, so that whole numbers are known to be whole and zeros to be zeros.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, cast

from flint import acb, acb_series, arb, arb_series, ctx, fmpq

Scalar = Any
"""An ``fmpq``, ``arb``, ``acb`` or :class:`Jet`; flint has no types to speak of."""

LARGE = 20_000
"""Bound on the size of powers and the arguments of exponentials, as exponents of e."""
FURTHEST = 10**60
"""The same bound beside a limit."""
FAR = 10**18
"""Whole numbers above this size are not known to be whole."""
MAX_BITS = 2_000
"""Fractions above this size go on as balls."""
MAX_ORDER = 24
"""How many derivatives are taken, all nested ones together."""
ctx.cap = 2 * MAX_ORDER


class Outside(Exception):  # noqa: N818 - says that a point is of no use, and why
    """The formula has no finite value here."""


class Fat(Outside):
    """The ball is too large to tell; more digits may help."""


class Jet:
    """A truncated Taylor series in a small change: ``parts[k]`` is the k-th coefficient.

    A jet of a higher level takes those of lower levels for constants: nested derivatives keep their changes apart.
    """

    __slots__ = ("level", "parts")

    def __init__(self, level: int, parts: Sequence[Scalar]) -> None:
        self.level = level
        self.parts = parts

    def _like(self, other: Scalar) -> Sequence[Scalar] | None:
        """Return the coefficients of ``other`` at this level; ``None`` for a constant."""
        return other.parts if isinstance(other, Jet) and other.level == self.level else None

    def __add__(self, other: Scalar) -> Jet:
        if isinstance(other, Jet) and other.level > self.level:
            return other.__add__(self)
        theirs = self._like(other)
        if theirs is None:
            return Jet(self.level, (self.parts[0] + other, *self.parts[1:]))
        return Jet(self.level, [a + b for a, b in zip(self.parts, theirs, strict=True)])

    __radd__ = __add__

    def __neg__(self) -> Jet:
        return Jet(self.level, [-part for part in self.parts])

    def __sub__(self, other: Scalar) -> Jet:
        return self.__add__(-other)

    def __rsub__(self, other: Scalar) -> Jet:
        return self.__neg__().__add__(other)

    def __mul__(self, other: Scalar) -> Jet:
        if isinstance(other, Jet) and other.level > self.level:
            return other.__mul__(self)
        mine, theirs = self.parts, self._like(other)
        if theirs is None:
            return Jet(self.level, [part * other for part in mine])
        return Jet(self.level, [_convolved(mine, theirs, k) for k in range(len(mine))])

    __rmul__ = __mul__

    def __truediv__(self, other: Scalar) -> Scalar:
        return divided(self, other if isinstance(other, Jet | arb | acb) else fmpq(other))

    def __rtruediv__(self, other: Scalar) -> Scalar:
        return divided(other, self)


def _convolved(one: Sequence[Scalar], other: Sequence[Scalar], k: int) -> Scalar:
    total = one[0] * other[k]
    for j in range(1, k + 1):
        total = total + one[j] * other[k - j]
    return total


def rational(value: Any) -> Scalar:
    """Return a fraction as an exact scalar."""
    return fmpq(value.numerator, value.denominator)


def base(value: Scalar) -> Scalar:
    """Return the value itself, without any small changes."""
    while isinstance(value, Jet):
        value = value.parts[0]
    return value


def without_base(value: Scalar) -> Scalar:
    """Return the small changes alone."""
    if isinstance(value, Jet):
        return Jet(value.level, (without_base(value.parts[0]), *value.parts[1:]))
    return fmpq(0)


def ball(value: Scalar) -> Scalar:
    """Return an exact number as a ball; anything else as it is."""
    return arb(value) if isinstance(value, fmpq) else value


def is_zero(value: Scalar) -> bool:
    """Tell whether a number without small changes is known to be zero."""
    return bool(value == 0) if isinstance(value, fmpq) else bool(value.is_zero())


def holds_zero(value: Scalar) -> bool:
    """Tell whether a number without small changes may be zero."""
    if isinstance(value, fmpq):
        return bool(value == 0)
    return 0 in value


def finite(value: Scalar) -> Scalar:
    """Return ``value``; raise :class:`Fat` unless its ball is finite."""
    if not isinstance(value, fmpq) and not value.is_finite():
        raise Fat("no finite value")
    return value


def real_part(value: Scalar) -> Scalar:
    """Return what must be a real number, without small changes; raise :class:`Outside` if it is not."""
    bottom = base(value)
    if isinstance(bottom, acb):
        if not bottom.imag.is_zero():
            raise Outside("a complex number where a real one is wanted")
        return bottom.real
    return bottom


def sign(value: Scalar) -> int:
    """Return -1, 0 or 1; raise :class:`Fat` where the ball does not tell."""
    value = real_part(value)
    if value > 0:
        return 1
    if value < 0:
        return -1
    if is_zero(value):
        return 0
    raise Fat("the sign cannot be told")


def whole(value: Scalar) -> int | None:
    """Return a value that is exactly a whole number as one."""
    if isinstance(value, fmpq):
        return int(value.p) if value.q == 1 and abs(value.p) < FAR else None
    if isinstance(value, acb) and value.imag.is_zero():
        value = value.real
    known = isinstance(value, arb) and value.is_integer() and abs(value) < FAR
    return int(value.unique_fmpz()) if known else None


def divided(above: Scalar, below: Scalar) -> Scalar:
    """Return a quotient; raise :class:`Outside` for a division by zero."""
    if isinstance(below, Jet) or isinstance(above, Jet):
        return _divided_jets(above, below)
    if is_zero(below):
        raise Outside("a division by zero")
    if holds_zero(below):
        raise Fat("a division by what may be zero")
    return above / below


def _divided_jets(above: Scalar, below: Scalar) -> Scalar:
    level = max(value.level for value in (above, below) if isinstance(value, Jet))
    length = len(next(value.parts for value in (above, below) if isinstance(value, Jet) and value.level == level))
    top, bottom = parts_at(above, level, length), parts_at(below, level, length)
    quotient: list[Scalar] = []
    for k in range(length):
        rest = top[k]
        for j in range(1, k + 1):
            rest = rest - bottom[j] * quotient[k - j]
        quotient.append(divided(rest, bottom[0]))
    return Jet(level, quotient)


def parts_at(value: Scalar, level: int, length: int) -> Sequence[Scalar]:
    """Return the coefficients of ``value`` in the change of ``level``."""
    if isinstance(value, Jet) and value.level == level:
        return value.parts
    return (value, *[fmpq(0)] * (length - 1))


Taylor = Callable[[Scalar, int], Sequence[Scalar]]
"""Coefficients 0 … n of a function at a ball."""


def composed(taylor: Taylor, value: Jet) -> Jet:
    """Return a function of a jet, given the function's Taylor coefficients at any ball."""
    return _sum_of_powers(_taylor(taylor, value.parts[0], len(value.parts) - 1), value)


def _sum_of_powers(coefficients: Sequence[Scalar], value: Jet) -> Jet:
    change = Jet(value.level, (fmpq(0), *value.parts[1:]))
    total = Jet(value.level, (fmpq(1), *[fmpq(0)] * (len(value.parts) - 1))) * coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        total = total * change + coefficient
    return cast("Jet", total)


def _taylor(taylor: Taylor, at: Scalar, order: int) -> Sequence[Scalar]:
    """Return the coefficients at what may be a jet of a lower level itself."""
    if not isinstance(at, Jet):
        return taylor(at, order)
    more = len(at.parts) - 1
    found = _taylor(taylor, at.parts[0], order + more)
    return [_sum_of_powers([found[k + j] * math.comb(k + j, j) for j in range(more + 1)], at) for k in range(order + 1)]


def series(change: Callable[[Any], Any]) -> Taylor:
    """Return the Taylor coefficients of a function that flint's power series have."""

    def coefficients(at: Scalar, order: int) -> Sequence[Scalar]:
        kind = acb_series if isinstance(at, acb) else arb_series
        found = change(kind([ball(at), 1], prec=order + 1))
        parts = [found[k] for k in range(order + 1)]
        if found.prec < order + 1 or not all(part.is_finite() for part in parts):
            raise Outside("no derivative")
        return parts

    return coefficients
