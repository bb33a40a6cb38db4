"""Functions as sympy expressions, hyperbolic ones through exp: one normal form decides them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

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


class OddRoot(sp.Function):
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


def _root(of: Expr, degree: Expr) -> Expr:
    return OddRoot(of, degree) if degree.is_odd and degree.is_positive else of ** (1 / degree)


SYMBOLIC: Mapping[str, Callable[..., Expr]] = {
    "sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "cot": sp.cot, "sec": sp.sec, "csc": sp.csc,
    "arcsin": sp.asin, "arccos": sp.acos, "arctan": sp.atan,
    "sinh": lambda x: (sp.exp(x) - sp.exp(-x)) / 2, "cosh": lambda x: (sp.exp(x) + sp.exp(-x)) / 2,
    "tanh": _tanh, "coth": lambda x: 1 / _tanh(x), "arsinh": sp.asinh, "arcosh": sp.acosh, "artanh": sp.atanh,
    "exp": sp.exp, "ln": sp.log, "sigmoid": lambda x: 1 / (1 + sp.exp(-x)), "softplus": lambda x: sp.log(1 + sp.exp(x)),
    "sqrt": sp.sqrt, "root": _root, "abs": sp.Abs,
    "factorial": _small(sp.factorial), "binomial": _small(sp.binomial),
}  # fmt: skip
"""Functions as sympy expressions, hyperbolic ones through exp: one normal form decides them all."""
