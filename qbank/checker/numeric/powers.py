"""Powers of numbers as balls: exact where they can be, and refused where they are huge."""

from __future__ import annotations

import math

from flint import acb, arb, fmpq

from .analytic import RULES, Mode
from .scalars import (
    MAX_BITS,
    Fat,
    Jet,
    Outside,
    Scalar,
    ball,
    base,
    composed,
    divided,
    finite,
    holds_zero,
    is_zero,
    series,
    sign,
    whole,
)


def power(one: Scalar, other: Scalar, mode: Mode) -> Scalar:
    """Return a power; raise :class:`Outside` where there is none, or a huge one."""
    number = whole(other) if not isinstance(other, Jet) else None
    if number is not None:
        return _whole_power(one, number, mode)
    low = base(one)
    if is_zero(low):
        if isinstance(one, Jet) or isinstance(other, Jet | acb) or sign(other) <= 0:
            raise Outside("a power of zero")
        return fmpq(0)
    if isinstance(low, acb) or (mode.imaginary and is_negative(low)):
        return exponential(other * RULES["ln"](one, mode), mode)
    if sign(low) < 0:
        raise Outside("a root of a negative number")
    if isinstance(one, fmpq) and isinstance(other, fmpq) and other.q == 2 and (root := exact_root(one)) is not None:
        return _whole_power(root, int(other.p), mode)
    if isinstance(other, Jet | acb):
        return exponential(other * RULES["ln"](one, mode), mode)
    if isinstance(one, Jet):
        return composed(series(lambda s: s ** arb(other)), one)
    base_ = ball(one)
    if not abs(base_.log() * other) < mode.largest:
        raise Outside("a huge power")
    return finite(base_ ** ball(other))


def is_negative(value: Scalar) -> bool:
    """Tell whether a number is real and below zero."""
    return not isinstance(value, acb) and sign(value) < 0


def exponential(value: Scalar, mode: Mode) -> Scalar:
    """Return e to a power."""
    return RULES["exp"](value, mode)


def exact_root(value: fmpq) -> fmpq | None:
    """Return the root of an exact square, ``None`` for any other number."""
    if value < 0:
        return None
    above, below = math.isqrt(int(value.p)), math.isqrt(int(value.q))
    return fmpq(above, below) if above**2 == value.p and below**2 == value.q else None


def _whole_power(one: Scalar, number: int, mode: Mode) -> Scalar:
    low = base(one)
    if number <= 0 and is_zero(low):
        raise Outside("a power of zero")
    if number < 0 and holds_zero(low):
        raise Fat("a division by what may be zero")
    if abs(number) > 64 and not is_zero(low) and abs(ball(low)) != 1:
        size = abs(ball(low))
        if not abs(size.log() * number) < mode.largest:
            raise Outside("a huge power")
    if isinstance(one, Jet):
        return _repeated(one, number) if number >= 0 else divided(fmpq(1), _repeated(one, -number))
    if isinstance(one, fmpq):
        if one.height_bits() * abs(number) <= MAX_BITS or is_zero(one) or abs(one) == 1:
            return one ** (number if abs(number) <= MAX_BITS else number % 2 + 2)
        one = arb(one)
    return finite(one**number)


def _repeated(one: Scalar, number: int) -> Scalar:
    """Return a power with few products."""
    total: Scalar = fmpq(1)
    while number:
        if number % 2:
            total = total * one
        number //= 2
        if number:
            one = one * one
    return total
