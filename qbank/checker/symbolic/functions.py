"""Functions as sympy expressions, hyperbolic ones through exp: one normal form decides them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import sympy as sp
import sympy.assumptions.wrapper
import sympy.sets.setexpr
import sympy.tensor.tensor  # sympy imports these three in the midst of its first operations

from qbank.checker.letters import Undecided

Expr = Any
"""A sympy expression; sympy has no types of its own to speak of."""


def _small(function: Callable[..., Expr]) -> Callable[..., Expr]:
    """Keep numbers to a size for which a factorial or binomial coefficient costs little."""

    def checked(*arguments: Expr) -> Expr:
        if any(argument.is_number and not abs(argument) <= 200 for argument in arguments):
            raise Undecided("a factorial or binomial coefficient above 200")
        return function(*arguments)

    return checked


def _tanh(x: Expr) -> Expr:
    return (1 - sp.exp(-2 * x)) / (1 + sp.exp(-2 * x))


class OddRoot(sp.Function):  # type: ignore[misc]  # sympy has no types
    """The real root of odd degree: ``OddRoot(x, n)`` is negative for a negative x."""

    nargs = (2,)

    @classmethod
    def eval(cls, of: Expr, degree: Expr) -> Expr | None:
        """Work out what is known not to be negative, and numbers."""
        if of.is_nonnegative:
            return of ** (1 / degree)
        if of.is_nonpositive:
            return -((-of) ** (1 / degree))
        return None

    def _eval_is_real(self) -> bool | None:
        known: bool | None = self.args[0].is_real
        return known

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return the derivative by the radicand."""
        if argindex != 1:
            raise Undecided("a derivative by the degree of a root")
        of, degree = self.args
        return self / (degree * of)


class LogAbs(sp.Function):  # type: ignore[misc]  # sympy has no types
    """The logarithm of an absolute value, with the derivative ``u'/u``: for confirming antiderivatives."""

    nargs = (1,)

    def _eval_is_real(self) -> bool | None:
        known: bool | None = self.args[0].is_real
        return known

    def fdiff(self, argindex: int = 1) -> Expr:  # noqa: ARG002 - sympy's signature
        """Return the derivative."""
        return 1 / self.args[0]


def _root(of: Expr, degree: Expr) -> Expr:
    return OddRoot(of, degree) if degree.is_odd and degree.is_positive else of ** (1 / degree)


def _counted(function: Callable[..., Expr]) -> Callable[..., Expr]:
    """Apply a function of whole numbers to whole numbers alone."""

    def checked(*arguments: Expr) -> Expr:
        if not all(isinstance(argument, sp.Integer) for argument in arguments):
            raise Undecided("a function of whole numbers of what is no whole number")
        return sp.Integer(function(*arguments))  # sympy gives plain ints here

    return checked


def _inverse(number: Expr, modulus: Expr) -> int:
    if modulus < 1 or sp.igcd(number, modulus) != 1:
        raise Undecided("a number without an inverse")
    return pow(int(number), -1, int(modulus))


def _modulo(of: Expr, modulus: Expr) -> Expr:
    if modulus == 0:
        raise Undecided("a remainder modulo zero")
    return of - modulus * sp.floor(of / modulus)


def _largest(*arguments: Expr) -> Expr:
    return reduce(lambda one, other: (one + other + sp.Abs(one - other)) / 2, arguments)


def _smallest(*arguments: Expr) -> Expr:
    return reduce(lambda one, other: (one + other - sp.Abs(one - other)) / 2, arguments)


def _floor(of: Expr) -> Expr:
    if of.is_number and not isinstance(of, sp.Rational) and not sp.Abs(of) < LARGE:
        raise Undecided("the whole part of a huge number")
    return sp.floor(of)


LARGE = 10**30

SYMBOLIC: Mapping[str, Callable[..., Expr]] = {
    "sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "cot": sp.cot, "sec": sp.sec, "csc": sp.csc,
    "arcsin": sp.asin, "arccos": sp.acos, "arctan": sp.atan, "arccot": lambda x: sp.pi / 2 - sp.atan(x),
    "arcsec": lambda x: sp.acos(1 / x), "arccsc": lambda x: sp.asin(1 / x),
    "sinh": lambda x: (sp.exp(x) - sp.exp(-x)) / 2, "cosh": lambda x: (sp.exp(x) + sp.exp(-x)) / 2,
    "tanh": _tanh, "coth": lambda x: 1 / _tanh(x), "sech": lambda x: 2 / (sp.exp(x) + sp.exp(-x)),
    "csch": lambda x: 2 / (sp.exp(x) - sp.exp(-x)), "arsinh": sp.asinh, "arcosh": sp.acosh, "artanh": sp.atanh,
    "exp": sp.exp, "ln": sp.log, "sigmoid": lambda x: 1 / (1 + sp.exp(-x)), "softplus": lambda x: sp.log(1 + sp.exp(x)),
    "sqrt": sp.sqrt, "root": _root, "abs": sp.Abs, "relu": lambda x: (x + sp.Abs(x)) / 2, "sign": sp.sign,
    "factorial": _small(sp.factorial), "binomial": _small(sp.binomial),
    "permutations": _small(lambda n, k: sp.factorial(n) / sp.factorial(n - k)), "gamma": _small(sp.gamma),
    "erf": sp.erf, "floor": _floor, "ceil": lambda x: -_floor(-x), "mod": _modulo, "max": _largest, "min": _smallest,
    "gcd": _counted(lambda *items: reduce(sp.igcd, items)), "lcm": _counted(lambda *items: reduce(sp.ilcm, items)),
    "mod_inverse": _counted(_inverse),
    "re": sp.re, "im": sp.im, "conj": sp.conjugate, "arg": sp.arg,
}  # fmt: skip
"""Functions as sympy expressions, hyperbolic ones through exp: one normal form decides them all."""
