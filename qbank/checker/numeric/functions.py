"""Functions of numbers as balls, with their Taylor coefficients: real, or complex with principal branches.

:class:`Mode` says which. In real mode a root or logarithm of a negative number has no value. Within an integral balls
are complex and large; ``analytic`` then demands that a function be analytic all over the ball.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flint import acb, arb, fmpq

from .scalars import (
    FAR,
    FURTHEST,
    LARGE,
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
    real_part,
    series,
    sign,
    whole,
)


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
    if isinstance(low, acb) or (mode.imaginary and _negative(low)):
        return _exp(other * RULES["ln"](one, mode), mode)
    if sign(low) < 0:
        raise Outside("a root of a negative number")
    if isinstance(one, fmpq) and isinstance(other, fmpq) and other.q == 2 and (root := _square_root(one)) is not None:
        return _whole_power(root, int(other.p), mode)
    if isinstance(other, Jet | acb):
        return _exp(other * RULES["ln"](one, mode), mode)
    if isinstance(one, Jet):
        return composed(series(lambda s: s ** arb(other)), one)
    base_ = ball(one)
    if not abs(base_.log() * other) < mode.largest:
        raise Outside("a huge power")
    return finite(base_ ** ball(other))


def _negative(value: Scalar) -> bool:
    return not isinstance(value, acb) and sign(value) < 0


def _exp(value: Scalar, mode: Mode) -> Scalar:
    return RULES["exp"](value, mode)


def _square_root(value: fmpq) -> fmpq | None:
    """Return the root of an exact square."""
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


# functions that are not analytic everywhere


def absolute(value: Scalar, mode: Mode) -> Scalar:
    """Return the absolute value; at a kink there is no derivative."""
    low = base(value)
    if isinstance(low, acb):
        if mode.analytic and not mode.imaginary:
            return value if _side(low) > 0 else -value
        if mode.analytic:
            raise Fat("not analytic")
        real, imaginary = real_of(value, mode), imag_of(value, mode)
        if isinstance(value, Jet):
            return RULES["sqrt"](real * real + imaginary * imaginary, mode)
        return abs(value)
    if isinstance(value, Jet):
        return value if _side(low) > 0 else -value
    return abs(value)


def _side(low: Scalar) -> int:
    """Return on which side of zero a number is; within an integral, a ball by its real part."""
    found = sign(low.real if isinstance(low, acb) else low)
    if found == 0:
        raise Outside("no derivative at a kink")
    return found


def _piecewise_constant(function: Callable[[Scalar], int], jump: Callable[[Scalar], bool]) -> Callable[..., Scalar]:
    def step(value: Scalar, mode: Mode) -> Scalar:
        low = base(value)
        low = low.real if isinstance(low, acb) and mode.analytic else real_part(low)
        if isinstance(value, Jet) and jump(low):
            raise Outside("no derivative at a jump")
        return fmpq(function(low))

    return step


def _floor(value: Scalar) -> int:
    if isinstance(value, fmpq):
        return int(value.p) // int(value.q)
    found = value.floor().unique_fmpz() if abs(value) < FAR else None
    if found is None:
        raise Fat("the whole part cannot be told")
    return int(found)


floor = _piecewise_constant(_floor, lambda low: whole(low) is not None)
ceil = _piecewise_constant(lambda low: -_floor(-low), lambda low: whole(low) is not None)
signum = _piecewise_constant(sign, lambda low: sign(low) == 0)


def extreme(values: Sequence[Scalar], which: int, mode: Mode) -> Scalar:
    """Return the largest (``which`` 1) or smallest (-1) value."""
    best = values[0]
    for value in values[1:]:
        difference = base(value - best)
        if isinstance(difference, acb) and mode.analytic and not mode.imaginary:
            difference = difference.real
        try:
            found = sign(difference) * which
        except Fat:
            if any(isinstance(one, Jet | acb) for one in (value, best)):
                raise
            best = ball(best).max(ball(value)) if which > 0 else ball(best).min(ball(value))
            continue
        if found == 0 and isinstance(value - best, Jet):
            raise Outside("no derivative at a kink")
        best = value if found > 0 else best
    return best


def root(value: Scalar, degree: Scalar, mode: Mode) -> Scalar:
    """Return a root; a real odd one of a negative number is negative."""
    number = whole(degree)
    low = base(value)
    if number is None or number < 1:
        return power(value, divided(fmpq(1), degree), mode)
    if number % 2 and not is_zero(low):
        extended = isinstance(low, acb) and mode.analytic and not mode.imaginary
        negative = _side(low) < 0 if extended else _negative(low)
        if negative and mode.imaginary:
            raise Outside("an odd root of a negative number among complex numbers")
        if negative:
            return -power(-value, fmpq(1, number), mode)
    return power(value, fmpq(1, number), mode)


def factorial(value: Scalar, mode: Mode) -> Scalar:
    """Return a factorial; of a number that is not whole, through the gamma function."""
    number = whole(value) if not isinstance(value, Jet) else None
    if number is None:
        if not isinstance(base(value), acb) and not base(value) < 200:
            raise Outside("a factorial above 200")
        return RULES["gamma"](value + 1, mode)
    if number < 0:
        raise Outside("a factorial of a negative number")
    if number > 200:
        raise Outside("a factorial above 200")
    return fmpq(math.factorial(number))


def falling(value: Scalar, number: int) -> Scalar:
    """Return n(n − 1)…, ``number`` factors."""
    if not 0 <= number <= 200:
        raise Outside("a product of more than 200 factors")
    total: Scalar = fmpq(1)
    for at in range(number):
        total = total * (value - at)
    return total


def binomial(upper: Scalar, lower: Scalar, mode: Mode) -> Scalar:
    """Return a binomial coefficient; zero for a lower number below zero or above a whole upper one."""
    number = whole(lower) if not isinstance(lower, Jet) else None
    if number is not None:
        top = whole(upper) if not isinstance(upper, Jet) else None
        if top is not None and 0 <= top <= 200 and top - number < number:
            number = top - number
        return fmpq(0) if number < 0 else falling(upper, number) / math.factorial(min(number, 200))
    below = factorial(lower, mode) * factorial(upper - lower, mode)
    return divided(factorial(upper, mode), below)


def permutations(upper: Scalar, lower: Scalar, _: Mode) -> Scalar:
    """Return the number of ordered choices."""
    number = whole(lower) if not isinstance(lower, Jet) else None
    if number is None:
        raise Outside("ordered choices of a number that is not whole")
    return falling(upper, number)


def _integers(values: Sequence[Scalar]) -> list[int]:
    found = [whole(base(value)) for value in values]
    if any(isinstance(value, Jet) for value in values) or None in found:
        raise Outside("no whole numbers")
    return [number for number in found if number is not None]


def modulo(value: Scalar, by: Scalar, mode: Mode) -> Scalar:
    """Return the remainder, which has the sign of the modulus."""
    return value - by * floor(divided(value, by), mode)


# complex numbers


def _by_parts(value: Scalar, change: Callable[[Scalar], Scalar], mode: Mode) -> Scalar:
    """Change every coefficient: right where the small change itself is real."""
    if isinstance(value, Jet):
        return Jet(value.level, [_by_parts(part, change, mode) for part in value.parts])
    if isinstance(value, acb) and mode.analytic and mode.imaginary:
        raise Fat("not analytic")
    return change(value)


def real_of(value: Scalar, mode: Mode) -> Scalar:
    """Return the real part."""
    return _by_parts(value, lambda part: part.real if isinstance(part, acb) and not mode.analytic else part, mode)


def imag_of(value: Scalar, mode: Mode) -> Scalar:
    """Return the imaginary part."""
    return _by_parts(value, lambda part: part.imag if isinstance(part, acb) and not mode.analytic else fmpq(0), mode)


def conjugate(value: Scalar, mode: Mode) -> Scalar:
    """Return the complex conjugate."""
    return _by_parts(value, lambda part: part.conjugate() if isinstance(part, acb) else part, mode)


def argument(value: Scalar, mode: Mode) -> Scalar:
    """Return the principal argument, in (−π, π]."""
    if is_zero(base(value)):
        raise Outside("the argument of zero")
    return imag_of(RULES["ln"](value, Mode(imaginary=True, analytic=mode.analytic)), mode)


def _reciprocal_arc(name: str) -> Callable[..., Scalar]:
    return lambda x, mode: RULES[name](divided(fmpq(1), x), mode)


def _arccot(value: Scalar, mode: Mode) -> Scalar:
    """Textbooks differ for negative numbers: there, no value."""
    if isinstance(base(value), acb) or sign(base(value)) <= 0:
        raise Outside("an inverse cotangent on whose branch textbooks differ")
    return RULES["arctan"](divided(fmpq(1), value), mode)


def _sigmoid(value: Scalar, mode: Mode) -> Scalar:
    return divided(fmpq(1), 1 + _exp(-value, mode))


def _sqrt(value: Scalar, mode: Mode) -> Scalar:
    if isinstance(value, fmpq) and (exact := _square_root(value)) is not None:
        return exact
    if isinstance(value, Jet) and is_zero(base(value)):
        raise Outside("a root without a derivative")
    return RULES["sqrt"](value, mode)


def _exact_or(rule: str, at: int, exact: int) -> Callable[..., Scalar]:
    """Keep one value exact: e^0, ln 1, sin 0 and the like."""

    def checked(value: Scalar, mode: Mode) -> Scalar:
        return fmpq(exact) if isinstance(value, fmpq) and value == at else RULES[rule](value, mode)

    return checked


_EXACT = {"exp": (0, 1), "ln": (1, 0), "sin": (0, 0), "cos": (0, 1), "tan": (0, 0), "sinh": (0, 0), "cosh": (0, 1),
          "tanh": (0, 0), "arctan": (0, 0), "arcsin": (0, 0), "arccos": (1, 0), "erf": (0, 0)}  # fmt: skip

NUMERIC: Mapping[str, Callable[..., Scalar]] = {
    **RULES,
    **{name: _exact_or(name, *pair) for name, pair in _EXACT.items()},
    "sqrt": _sqrt, "root": root, "abs": absolute, "sign": signum, "floor": floor, "ceil": ceil,
    "arccot": _arccot, "arcsec": _reciprocal_arc("arccos"), "arccsc": _reciprocal_arc("arcsin"),
    "sigmoid": _sigmoid, "softplus": lambda x, mode: RULES["ln"](1 + _exp(x, mode), mode),
    "relu": lambda x, mode: extreme([x, fmpq(0)], 1, mode),
    "factorial": factorial, "binomial": binomial, "permutations": permutations, "mod": modulo,
    "re": real_of, "im": imag_of, "conj": conjugate, "arg": argument,
}  # fmt: skip
"""Functions of a fixed number of scalars and the mode."""

MANY: Mapping[str, Callable[[Sequence[Scalar], Mode], Scalar]] = {
    "max": lambda values, mode: extreme(values, 1, mode), "min": lambda values, mode: extreme(values, -1, mode),
    "gcd": lambda values, _: fmpq(math.gcd(*_integers(values))),
    "lcm": lambda values, _: fmpq(math.lcm(*_integers(values))),
}  # fmt: skip
"""Functions of any number of scalars."""
