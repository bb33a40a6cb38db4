"""Functions as mpmath computes them, each kept to arguments for which it costs little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mpmath as mp

Value = Any
"""An mpmath real, or a tuple of them for a vector."""


class Outside(Exception):  # noqa: N818 - says that a point is of no use, and why
    """The formula has no finite real value here."""


def finite(value: Value) -> Value:
    """Return ``value``; raise :class:`Outside` unless it is finite and real."""
    if isinstance(value, mp.mpc) or not mp.isfinite(value):
        raise Outside("no finite real value")
    return value


def power(base: Value, exponent: Value) -> Value:
    """Return a real power; raise :class:`Outside` where there is none, or a huge one."""
    if base == 0 and exponent <= 0:
        raise Outside("a power of zero")
    if base < 0 and exponent != mp.floor(exponent):
        raise Outside("a root of a negative number")
    if base != 0 and abs(exponent) * abs(mp.log(abs(base))) > LARGE:
        raise Outside("a huge power")
    return finite(base**exponent)


def _root(x: Value, n: Value) -> Value:
    root = mp.mpf(1) / n
    return -((-x) ** root) if x < 0 and n == int(n) and int(n) % 2 else x**root


def _whole_number(function: Callable[..., Value]) -> Callable[..., Value]:
    def checked(*arguments: Value) -> Value:
        if any(argument > 200 for argument in arguments):
            raise Outside("a factorial above 200")
        return function(*arguments)

    return checked


LARGE = 10_000
"""Bound on the arguments of exponentials and on the size of powers, as exponents of e."""
FAR = 10**9
"""Bound on angles."""


def _within(function: Callable[[Value], Value], bound: int = LARGE) -> Callable[[Value], Value]:
    """Keep the argument to a size for which the function costs little."""

    def checked(argument: Value) -> Value:
        if abs(argument) > bound:
            raise Outside("a huge argument")
        return function(argument)

    return checked


NUMERIC: Mapping[str, Callable[..., Value]] = {
    **{name: _within(getattr(mp, name), FAR) for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
    **{name: _within(getattr(mp, name)) for name in ("exp", "sinh", "cosh", "tanh", "coth")},
    "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan,
    "arsinh": mp.asinh, "arcosh": mp.acosh, "artanh": mp.atanh,
    "ln": mp.log, "sigmoid": _within(lambda x: 1 / (1 + mp.exp(-x))),
    "softplus": _within(lambda x: mp.log(1 + mp.exp(x))),
    "sqrt": mp.sqrt, "root": _root, "abs": abs,
    "factorial": _whole_number(mp.factorial), "binomial": _whole_number(mp.binomial),
}  # fmt: skip
"""Functions as mpmath computes them."""
