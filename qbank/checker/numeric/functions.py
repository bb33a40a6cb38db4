"""Functions of numbers as balls that are made of the analytic ones, or not analytic everywhere; the tables of all."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from flint import acb, fmpq

from .analytic import RULES, Mode
from .powers import exact_root, exponential, is_negative, power
from .scalars import FAR, Fat, Jet, Outside, Scalar, ball, base, divided, is_zero, real_part, sign, whole


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
        negative = _side(low) < 0 if extended else is_negative(low)
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


def _inverse(number: int, modulus: int) -> int:
    if modulus < 1 or math.gcd(number, modulus) != 1:
        raise Outside("a number without an inverse")
    return pow(number, -1, modulus)


def modulo(value: Scalar, by: Scalar, mode: Mode) -> Scalar:
    """Return the remainder, which has the sign of the modulus."""
    return value - by * floor(divided(value, by), mode)


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
    return divided(fmpq(1), 1 + exponential(-value, mode))


def _sqrt(value: Scalar, mode: Mode) -> Scalar:
    if isinstance(value, fmpq) and (exact := exact_root(value)) is not None:
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
    "sigmoid": _sigmoid, "softplus": lambda x, mode: RULES["ln"](1 + exponential(x, mode), mode),
    "relu": lambda x, mode: extreme([x, fmpq(0)], 1, mode),
    "factorial": factorial, "binomial": binomial, "permutations": permutations, "mod": modulo,
    "re": real_of, "im": imag_of, "conj": conjugate, "arg": argument,
}  # fmt: skip
"""Functions of a fixed number of scalars and the mode."""

MANY: Mapping[str, Callable[[Sequence[Scalar], Mode], Scalar]] = {
    "max": lambda values, mode: extreme(values, 1, mode), "min": lambda values, mode: extreme(values, -1, mode),
    "gcd": lambda values, _: fmpq(math.gcd(*_integers(values))),
    "lcm": lambda values, _: fmpq(math.lcm(*_integers(values))),
    "mod_inverse": lambda values, _: fmpq(_inverse(*_integers(values))),
}  # fmt: skip
"""Functions of any number of scalars."""
