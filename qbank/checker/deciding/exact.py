"""Exact numbers as sympy writes them, told apart rigorously: by balls that are sure to hold the number.

A number is a sympy expression without symbols. Its sign is read off a ball that keeps clear of zero; where none does,
the number is zero only if algebra proves it. Anything else is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cmp_to_key
from typing import Any

import sympy as sp
from flint import acb, arb, ctx, fmpq, fmpz_poly

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr, OddRoot
from qbank.checker.symbolic.zero import is_zero

PRECISIONS = (128, 512, 2048)
MAX_NUMBER = 400
"""Operations in a number whose sign is asked."""

Ball = Any


class NotReal(Exception):  # noqa: N818 - says what a formula is at a point
    """The formula has no finite real value."""


_FUNCTIONS: Mapping[Any, Callable[[Ball], Ball]] = {
    sp.exp: lambda x: x.exp(), sp.log: lambda x: x.log(),
    sp.sin: lambda x: x.sin(), sp.cos: lambda x: x.cos(), sp.tan: lambda x: x.tan(), sp.cot: lambda x: x.cot(),
    sp.sec: lambda x: x.sec(), sp.csc: lambda x: x.csc(),
    sp.asin: lambda x: x.asin(), sp.acos: lambda x: x.acos(), sp.atan: lambda x: x.atan(),
    sp.sinh: lambda x: x.sinh(), sp.cosh: lambda x: x.cosh(), sp.tanh: lambda x: x.tanh(),
    sp.asinh: lambda x: x.asinh(), sp.acosh: lambda x: x.acosh(), sp.atanh: lambda x: x.atanh(),
    sp.Abs: lambda x: acb(abs(x)), sp.re: lambda x: acb(x.real), sp.im: lambda x: acb(x.imag),
    sp.conjugate: lambda x: acb(x.real, -x.imag), sp.gamma: lambda x: x.gamma(), sp.erf: lambda x: x.erf(),
}  # fmt: skip


@contextmanager
def _precision(bits: int) -> Iterator[None]:
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def ball(number: Expr, bits: int = 256) -> Ball:
    """Return a complex ball of about ``bits`` bits that holds ``number``.

    Raises :class:`NotReal` where it has no finite value, :class:`Undecided` for what is not known here.
    """
    with _precision(bits):
        try:
            found = _ball(number)
        except (ValueError, ZeroDivisionError, OverflowError) as problem:
            raise NotReal(str(problem)) from problem
    return found


def _ball(number: Expr) -> Ball:
    if number.is_Rational:
        return acb(arb(fmpq(int(number.p), int(number.q))))
    if number is sp.pi:
        return acb(arb.pi())
    if number is sp.E:
        return acb(arb.const_e())
    if number is sp.I:
        return acb(0, 1)
    if number in (sp.zoo, sp.nan, sp.oo, -sp.oo):
        raise NotReal("no finite value")
    if number.is_Add:
        return sum((_ball(part) for part in number.args), acb(0))
    if number.is_Mul:
        product = acb(1)
        for part in number.args:
            product *= _ball(part)
        return product
    if number.is_Pow:
        return _power(number)
    if isinstance(number, sp.CRootOf):
        return _root(number)
    if isinstance(number, OddRoot):
        return _odd_root(number)
    function = _FUNCTIONS.get(number.func)
    if function is None:
        raise Undecided("a number of a kind that is not known")
    return function(_ball(number.args[0]))


def _power(number: Expr) -> Ball:
    base, exponent = number.args
    if exponent.is_Integer and abs(exponent) <= MAX_NUMBER:
        return _ball(base) ** int(exponent)
    if base is sp.E:
        return _ball(exponent).exp()
    below = _ball(base)
    if exponent == sp.Rational(1, 2):
        return below.sqrt()
    return below ** _ball(exponent)


def _odd_root(number: Expr) -> Ball:
    inside, order = _ball(number.args[0]), _ball(number.args[1])
    if inside.real > 0:
        return inside ** (1 / order)
    if inside.real < 0:
        return -((-inside) ** (1 / order))
    raise Undecided("a root of a number that may be zero")


def _root(number: Expr) -> Ball:
    """Return a root of a polynomial; sympy counts the real ones first, from below."""
    coefficients = number.poly.all_coeffs()[::-1]
    if not number.is_real or not all(one.is_Integer for one in coefficients):
        raise Undecided("a root that is not real")
    roots: Any = fmpz_poly([int(one) for one in coefficients]).complex_roots()
    real = sorted((root.real for root, _ in roots if root.imag.is_zero()), key=lambda one: float(one.mid()))
    if number.index >= len(real):
        raise Undecided("a root that could not be told from others")
    return acb(real[number.index])


def sign(number: Expr) -> int | None:
    """Return -1, 0 or 1; ``None`` where it cannot be told.

    Raises :class:`NotReal` where ``number`` is no finite real number, :class:`Undecided` where it is not understood.
    """
    if number.is_Rational:
        return int(bool(number > 0)) - int(bool(number < 0))
    if number.free_symbols:
        raise Undecided("the sign depends on other quantities")
    if sp.count_ops(number) > MAX_NUMBER:
        raise Undecided("a number too large to work out")
    for bits in PRECISIONS:
        found = ball(number, bits)
        if not found.imag.contains(0):
            raise NotReal("not real")
        if found.real.is_finite() and not found.real.contains(0):
            return 1 if found.real > 0 else -1
    return 0 if _vanishes_at_root(number) or is_zero(number) else None


def _vanishes_at_root(number: Expr) -> bool:
    """Tell whether a polynomial in one algebraic number is zero: if the polynomial of that number divides it."""
    roots = number.atoms(sp.CRootOf)
    if len(roots) != 1:
        return False
    (root,) = roots
    name = sp.Dummy("r")
    flat = number.xreplace({root: name})
    if not flat.is_polynomial(name) or flat.free_symbols != {name}:
        return False
    return bool(sp.rem(sp.Poly(flat, name), sp.Poly(root.poly.as_expr(name), name)).is_zero)


def known_sign(number: Expr) -> int:
    """Return the sign. Raises :class:`Undecided` where it cannot be told, :class:`NotReal` as :func:`sign` does."""
    found = sign(number)
    if found is None:
        raise Undecided("a number that may be zero")
    return found


def ordered(numbers: list[Expr]) -> list[Expr]:
    """Return real numbers from small to large, each once. Raises :class:`Undecided`."""

    def compared(one: Expr, other: Expr) -> int:
        return known_sign(one - other)

    by_size = sorted(set(numbers), key=cmp_to_key(compared))
    kept: list[Expr] = []
    for number in by_size:
        if not kept or known_sign(number - kept[-1]) != 0:
            kept.append(number)
    return kept


def between(low: Expr | None, high: Expr | None) -> Expr:
    """Return a rational number between two numbers; ``None`` is an infinite end. Raises :class:`Undecided`."""
    if low is None and high is None:
        return sp.Integer(0)
    if low is None:
        return sp.Integer(_whole(high) - 2)
    if high is None:
        return sp.Integer(_whole(low) + 2)
    for whole in range(_whole(low) - 1, _whole(low) + 3):
        if known_sign(whole - low) > 0 and known_sign(high - whole) > 0:
            return sp.Integer(whole)
    for parts in (2, 3, 4, 5, 8, 10, 16, 100, 10**4, 10**8, 10**16):
        start = _whole(low * parts) - 1
        for above in range(start, start + 4):
            middle = sp.Rational(above, parts)
            if known_sign(middle - low) > 0 and known_sign(high - middle) > 0:
                return middle
    raise Undecided("two numbers too close to each other")


def _whole(number: Expr) -> int:
    """Return a whole number within one of ``number``."""
    if abs(float(ball(number).real.mid())) > 10**15:
        raise Undecided("a number too large to work with")
    return round(float(ball(number).real.mid()))
