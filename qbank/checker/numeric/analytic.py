"""Analytic functions of balls, with their Taylor coefficients: real, or complex with principal branches.

:class:`Mode` says which. In real mode a root or logarithm of a negative number has no value. Within an integral balls
are complex and large; ``analytic`` then demands that a function be analytic all over the ball.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flint import acb, arb, fmpq

from .scalars import FAR, FURTHEST, LARGE, Fat, Jet, Outside, Scalar, ball, base, composed, finite, series


@dataclass(frozen=True, slots=True)
class Mode:
    """``imaginary``: values may be complex; ``analytic``: see above; ``far``: powers may be huge, beside a limit."""

    imaginary: bool = False
    analytic: bool = False
    far: bool = False

    @property
    def largest(self) -> int:
        """The largest logarithm of a power."""
        return FURTHEST if self.far else LARGE


@dataclass(frozen=True, slots=True)
class Rule:
    """A function of one ball, its power series, and the bounds of its real arguments.

    Outside those bounds the real axis is a branch cut; ``turned``: so is the imaginary axis beyond ±i.
    """

    direct: Callable[[Any], Any]
    series: Callable[[Any], Any]
    low: int | None = None
    high: int | None = None
    largest: int = LARGE
    turned: bool = False

    def __call__(self, value: Scalar, mode: Mode) -> Scalar:
        """Return the function's value; raise :class:`Outside` where there is none."""
        if isinstance(value, Jet):
            self(base(value), mode)  # within its bounds?
            return composed(series(self.series), self._lifted(value, mode))
        return finite(self.direct(self._checked(ball(value), mode)))

    def _checked(self, value: Scalar, mode: Mode) -> Scalar:
        """Return the argument, as a complex one where the function leaves the real numbers."""
        largest = mode.largest if self.largest == LARGE else self.largest
        if self.largest < FAR and not abs(value) < largest:
            raise Outside("a huge argument")
        if self.turned and mode.analytic and isinstance(value, acb) and 0 in value.real and not abs(value.imag) < 1:
            raise Fat("a ball that meets a branch cut")
        if self.low is None:
            return value
        real = isinstance(value, arb)
        if real and mode.imaginary and not self._inside(value):
            if not self._beyond(value):
                raise Fat("an argument at the end of a branch cut")
            return acb(value)
        if real and self._beyond(value):
            raise Outside("an argument without a real value")
        if not real and mode.analytic and 0 in value.imag and not self._inside(value.real):
            raise Fat("a ball that meets a branch cut")
        return value

    def _inside(self, value: Any) -> bool:
        return bool((self.low is None or value >= self.low) and (self.high is None or value <= self.high))

    def _beyond(self, value: Any) -> bool:
        return bool((self.low is not None and value < self.low) or (self.high is not None and value > self.high))

    def _lifted(self, value: Jet, mode: Mode) -> Jet:
        """Return a jet whose base is complex where the function leaves the real numbers."""
        if mode.imaginary and self.low is not None and isinstance(base(value), arb | fmpq):
            return value if self._inside(ball(base(value))) else value + acb(0)
        return value


def _plain(name: str, of_series: Callable[[Any], Any] | None = None, largest: int = LARGE) -> Rule:
    return Rule(_method(name), of_series or _method(name), largest=largest)


def _method(name: str) -> Callable[[Any], Any]:
    return lambda value: getattr(value, name)()


def _integrated(name: str, slope: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the power series of a function from that of its derivative."""

    def whole_series(argument: Any) -> Any:
        start = getattr(argument[0], name)()
        return (slope(argument) * argument.derivative()).integral() + start

    return whole_series


def _arc(name: str, slope: Callable[[Any], Any], low: int | None, high: int | None) -> Rule:
    return Rule(_method(name), _integrated(name, slope), low, high, FAR, turned=low is None)


def _hyperbolic(sign_: int) -> Callable[[Any], Any]:
    return lambda s: (s.exp() + sign_ * (-s).exp()) / 2


_SINH, _COSH = _hyperbolic(-1), _hyperbolic(1)
_TURN = FAR
"""Bound on angles."""
RULES: Mapping[str, Rule] = {
    "exp": _plain("exp"), "sin": _plain("sin", largest=_TURN), "cos": _plain("cos", largest=_TURN),
    "tan": _plain("tan", largest=_TURN), "cot": _plain("cot", lambda s: s.cos() / s.sin(), _TURN),
    "sec": _plain("sec", lambda s: 1 / s.cos(), _TURN), "csc": _plain("csc", lambda s: 1 / s.sin(), _TURN),
    "sinh": _plain("sinh", _SINH), "cosh": _plain("cosh", _COSH), "tanh": _plain("tanh", lambda s: _SINH(s) / _COSH(s)),
    "coth": _plain("coth", lambda s: _COSH(s) / _SINH(s)), "sech": _plain("sech", lambda s: 1 / _COSH(s)),
    "csch": _plain("csch", lambda s: 1 / _SINH(s)),
    "arcsin": _arc("asin", lambda s: 1 / (1 - s * s).sqrt(), -1, 1),
    "arccos": _arc("acos", lambda s: -1 / (1 - s * s).sqrt(), -1, 1),
    "arctan": _arc("atan", lambda s: 1 / (1 + s * s), None, None),
    "arsinh": _arc("asinh", lambda s: 1 / (1 + s * s).sqrt(), None, None),
    "arcosh": _arc("acosh", lambda s: 1 / ((s - 1).sqrt() * (s + 1).sqrt()), 1, None),
    "artanh": _arc("atanh", lambda s: 1 / (1 - s * s), -1, 1),
    "ln": Rule(_method("log"), _method("log"), 0, None, FAR**9),
    "sqrt": Rule(_method("sqrt"), _method("sqrt"), 0, None, FAR**9),
    "gamma": _plain("gamma", largest=10_000), "erf": _plain("erf"),
}  # fmt: skip
"""Analytic functions of one argument."""
