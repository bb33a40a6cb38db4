"""Exact values of parameters: rational numbers, and sums of rational multiples of roots, π, e and the like.

A rational value is a plain :class:`~fractions.Fraction`; anything else is an :class:`Irrational`, a sum of monomials.
Signs are decided by ball arithmetic: rigorous, and never by a float.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flint import arb

MAX_BITS = 512
"""Bits of a numerator or denominator: 154 digits, more than anybody prints."""
MAX_TERMS = 40
"""Terms of an irrational sum."""
_MAX_RADICAND = 10**12
"""Beyond it no square is taken out of a root: it would have to be factored."""


class NoValueError(Exception):
    """An expression has no value, or none that can be worked out: the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    r"""A number such as π, ``\ln 2`` or ``\sin 3``: its LaTeX, and for a function the rational or other argument."""

    latex: str
    function: str = field(compare=False)
    argument: Value | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Monomial:
    """The root of a square-free ``radicand`` times powers of atoms."""

    radicand: int = 1
    atoms: tuple[tuple[Atom, int], ...] = ()


_ONE = Monomial()


@dataclass(frozen=True, slots=True)
class Irrational:
    """A sum of rational multiples of monomials, in their order; never a plain rational."""

    terms: tuple[tuple[Monomial, Fraction], ...]


Value = Fraction | Irrational


def bounded(value: Fraction) -> Fraction:
    """Return ``value`` unless it is too large to print. Raises :class:`NoValueError`."""
    if value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS:
        raise NoValueError("the number is too large")
    return value


def _terms(value: Value) -> Mapping[Monomial, Fraction]:
    return {_ONE: value} if isinstance(value, Fraction) else dict(value.terms)


def _made(terms: Mapping[Monomial, Fraction]) -> Value:
    kept = {monomial: bounded(number) for monomial, number in terms.items() if number}
    if not kept:
        return Fraction(0)
    if len(kept) > MAX_TERMS:
        raise NoValueError("the sum has too many terms")
    if kept.keys() == {_ONE}:
        return kept[_ONE]
    return Irrational(tuple(sorted(kept.items())))


def add(one: Value, other: Value) -> Value:
    """Return the sum."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return bounded(one + other)
    terms = dict(_terms(one))
    for monomial, number in _terms(other).items():
        terms[monomial] = terms.get(monomial, Fraction(0)) + number
    return _made(terms)


def negative(value: Value) -> Value:
    """Return the value with its sign turned."""
    if isinstance(value, Fraction):
        return -value
    return Irrational(tuple((monomial, -number) for monomial, number in value.terms))


def multiply(one: Value, other: Value) -> Value:
    """Return the product."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return bounded(one * other)
    terms: dict[Monomial, Fraction] = {}
    for left, number in _terms(one).items():
        for right, factor in _terms(other).items():
            common = math.gcd(left.radicand, right.radicand)
            radicand = left.radicand * right.radicand // common**2
            powers = dict(left.atoms)
            for atom, exponent in right.atoms:
                powers[atom] = powers.get(atom, 0) + exponent
            atoms = tuple(sorted((atom, exponent) for atom, exponent in powers.items() if exponent))
            monomial = Monomial(radicand, atoms)
            terms[monomial] = terms.get(monomial, Fraction(0)) + number * factor * common
    return _made(terms)


def divide(one: Value, other: Value) -> Value:
    """Return the quotient. Raises :class:`NoValueError` for a division by zero, or by a sum that stays a sum."""
    return multiply(one, _inverse(other))


def _inverse(value: Value) -> Value:
    if isinstance(value, Fraction):
        if not value:
            raise NoValueError("division by zero")
        return 1 / value
    if len(value.terms) == 1:
        ((monomial, number),) = value.terms
        atoms = tuple((atom, -exponent) for atom, exponent in monomial.atoms)
        return _made({Monomial(monomial.radicand, atoms): 1 / (number * monomial.radicand)})
    if any(monomial.atoms for monomial, _ in value.terms) or len(value.terms) > 4:
        raise NoValueError("division by a sum that is no rational number")
    # (u + v √n) times (u - v √n) has one root less
    prime = min(_prime_in(monomial.radicand) for monomial, _ in value.terms if monomial.radicand > 1)
    turned = {mono: -number if mono.radicand % prime == 0 else number for mono, number in value.terms}
    conjugate = _made(turned)
    return multiply(conjugate, _inverse(multiply(value, conjugate)))


def power(base: Value, exponent: Value) -> Value:
    """Return a power. Raises :class:`NoValueError` where there is none among the real numbers, or it is too large."""
    if not isinstance(exponent, Fraction):
        return _opaque("power", base, exponent)
    if exponent.denominator == 1:
        return _whole_power(base, int(exponent))
    if exponent.denominator == 2:
        return _whole_power(root(base, 2), exponent.numerator)
    if isinstance(base, Fraction) and base < 0:
        raise NoValueError("a power of a negative number with a broken exponent")
    return _whole_power(root(base, exponent.denominator), exponent.numerator)


def _whole_power(base: Value, exponent: int) -> Value:
    if exponent == 0:
        if not is_nonzero(base):
            raise NoValueError("zero to the power of zero")
        return Fraction(1)
    if abs(exponent) > MAX_BITS and base not in (0, 1, -1):
        raise NoValueError("the number is too large")
    if exponent < 0:
        return _whole_power(_inverse(base), -exponent)
    if isinstance(base, Fraction):
        bits = max(base.numerator.bit_length(), base.denominator.bit_length()) - 1
        if bits * exponent > MAX_BITS:
            raise NoValueError("the number is too large")
        return bounded(base**exponent)
    if exponent > 20:
        raise NoValueError("a high power of an irrational number")
    result: Value = Fraction(1)
    for _ in range(exponent):
        result = multiply(result, base)
    return result


def root(value: Value, degree: int) -> Value:
    """Return the real root. Raises :class:`NoValueError` for an even root of a negative number."""
    if degree < 1:
        raise NoValueError("a root of this degree")
    if sign(value) < 0:
        if degree % 2 == 0:
            raise NoValueError("an even root of a negative number")
        return negative(root(negative(value), degree))
    if isinstance(value, Fraction):
        top, bottom = _exact_root(value.numerator, degree), _exact_root(value.denominator, degree)
        if top is not None and bottom is not None:
            return Fraction(top, bottom)
        if degree == 2:
            whole = value.numerator * value.denominator
            outside, inside = _square_part(whole)
            return _made({Monomial(inside): Fraction(outside, value.denominator)})
    return _opaque("root", value, Fraction(degree))


def _exact_root(number: int, degree: int) -> int | None:
    if degree == 2:
        found = math.isqrt(number)
    else:
        low, high = 0, 1 << (number.bit_length() // degree + 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
        found = low
    return found if found**degree == number else None


@cache
def _square_part(number: int) -> tuple[int, int]:
    """Return ``a`` and square-free ``b`` with ``number = a² b``. Raises :class:`NoValueError` beyond the limit."""
    if number > _MAX_RADICAND:
        raise NoValueError("a root of a number this large")
    outside, factor = 1, 2
    while factor * factor * factor <= number or (factor * factor <= number and factor < 10_000):
        while number % (factor * factor) == 0:
            number //= factor * factor
            outside *= factor
        factor += 1
    whole = math.isqrt(number)
    return (outside * whole, 1) if whole * whole == number else (outside, number)


def _prime_in(number: int) -> int:
    return next((factor for factor in range(2, math.isqrt(number) + 1) if number % factor == 0), number)


def constant(name: str) -> Value:
    """Return π or e. Raises :class:`NoValueError` for anything else."""
    if name not in ("pi", "e"):
        raise NoValueError("this is no real number")
    return _of(Atom({"pi": r"\pi", "e": "e"}[name], name))


def call(function: str, arguments: list[Value]) -> Value:
    """Return a function's value. Raises :class:`NoValueError` where it has none, and for functions unknown here."""
    if function == "sqrt":
        return root(arguments[0], 2)
    if function == "root" and isinstance(arguments[1], Fraction) and arguments[1].denominator == 1:
        if not 1 <= arguments[1] <= 100:
            raise NoValueError("a root of this degree")
        return root(arguments[0], int(arguments[1]))
    if function == "abs":
        return arguments[0] if sign(arguments[0]) >= 0 else negative(arguments[0])
    if function == "sign":
        return Fraction(sign(arguments[0]))
    if function in ("max", "min"):
        chosen = arguments[0]
        for each in arguments[1:]:
            more = sign(add(each, negative(chosen)))
            chosen = each if (more > 0) == (function == "max") and more else chosen
        return chosen
    if function in ("floor", "ceil"):
        return Fraction(_floor(arguments[0]) if function == "floor" else -_floor(negative(arguments[0])))
    if function in _WHOLE:
        return _whole(function, arguments)
    if function in _REAL and len(arguments) == 1:
        return _real(function, arguments[0])
    raise NoValueError("a function that is not worked out here")


def _whole(function: str, arguments: list[Value]) -> Value:
    numbers = [int(each) for each in arguments if isinstance(each, Fraction) and each.denominator == 1]
    if len(numbers) != len(arguments):
        raise NoValueError(f"{_WHOLE[function]} of a number that is not whole")
    if function in ("gcd", "lcm"):
        return bounded(Fraction(math.gcd(*numbers) if function == "gcd" else math.lcm(*numbers)))
    if function == "mod":
        if numbers[1] == 0:
            raise NoValueError("division by zero")
        return Fraction(numbers[0] % abs(numbers[1]))
    if min(numbers) < 0 or max(numbers) > 1000:
        raise NoValueError(f"{_WHOLE[function]} of a number this size")
    return bounded(Fraction(math.factorial(numbers[0]) if function == "factorial" else math.comb(*numbers)))


_WHOLE = {"gcd": "a divisor", "lcm": "a multiple", "mod": "a remainder", "factorial": "a factorial",
          "binomial": "a binomial coefficient"}  # fmt: skip
_REAL = {
    "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "ln": r"\ln", "exp": r"\exp", "arctan": r"\arctan",
    "arcsin": r"\arcsin", "arccos": r"\arccos", "sinh": r"\sinh", "cosh": r"\cosh", "tanh": r"\tanh",
}  # fmt: skip
_COSINES = {Fraction(0): Fraction(1), Fraction(1, 3): Fraction(1, 2), Fraction(1, 2): Fraction(0)}


def _real(function: str, argument: Value) -> Value:
    if function == "exp":
        return power(constant("e"), argument)
    if function == "ln":
        return _logarithm(argument)
    if function in ("sin", "cos", "tan") and (turns := _half_turns(argument)) is not None:
        cosine, sine = _cosine(turns), _cosine(turns - Fraction(1, 2))
        if cosine is not None and sine is not None:
            return {"sin": lambda: sine, "cos": lambda: cosine, "tan": lambda: divide(sine, cosine)}[function]()
    if argument == 0:
        return {"cos": Fraction(1), "cosh": Fraction(1), "arccos": divide(constant("pi"), Fraction(2))}.get(
            function, Fraction(0)
        )
    if function in ("arcsin", "arccos") and sign(add(call("abs", [argument]), Fraction(-1))) > 0:
        raise NoValueError("an arc function outside of -1 to 1")
    return _opaque(function, argument)


def _half_turns(value: Value) -> Fraction | None:
    """Return what multiple of π a value is, if any."""
    if isinstance(value, Fraction):
        return Fraction(0) if not value else None
    ((monomial, number), *more) = value.terms
    plain = not more and monomial.radicand == 1 and [(a.function, n) for a, n in monomial.atoms] == [("pi", 1)]
    return number if plain else None


def _cosine(turns: Fraction) -> Value | None:
    """Return the cosine of ``turns`` times π where it is a rational or a single root."""
    turns = abs(turns) % 2
    turns = 2 - turns if turns > 1 else turns
    if turns > Fraction(1, 2):
        found = _cosine(1 - turns)
        return None if found is None else negative(found)
    if turns in (Fraction(1, 4), Fraction(1, 6)):
        return divide(root(Fraction(2 if turns == Fraction(1, 4) else 3), 2), Fraction(2))
    return _COSINES.get(turns)


def _logarithm(value: Value) -> Value:
    if sign(value) <= 0:
        raise NoValueError("a logarithm of a number that is not positive")
    if isinstance(value, Fraction):
        if value == 1:
            return Fraction(0)
        if value < 1:
            return negative(_logarithm(1 / value))
        for degree in range(value.numerator.bit_length(), 1, -1):
            top, bottom = _exact_root(value.numerator, degree), _exact_root(value.denominator, degree)
            if top is not None and bottom is not None:
                return multiply(Fraction(degree), _opaque("ln", Fraction(top, bottom)))
    elif len(value.terms) == 1:
        ((monomial, number),) = value.terms
        if number == 1 and monomial.radicand == 1 and len(monomial.atoms) == 1 and monomial.atoms[0][0].function == "e":
            return Fraction(monomial.atoms[0][1])
    return _opaque("ln", value)


def _of(atom: Atom) -> Irrational:
    return Irrational(((Monomial(1, ((atom, 1),)), Fraction(1)),))


def _opaque(function: str, argument: Value, second: Value | None = None) -> Irrational:
    """Return a number that is known by its function and arguments alone."""
    from .printing import latex  # noqa: PLC0415  # which prints values of this module

    if function == "root":
        text = rf"\sqrt[{second}]{{{latex(argument)}}}" if second != 2 else rf"\sqrt{{{latex(argument)}}}"
        return _of(Atom(text, f"root {second}", argument))
    if function == "power" and second is not None:
        if sign(argument) <= 0:
            raise NoValueError("a power of a number that is not positive")
        if constant("e") == argument:
            return _of(Atom(f"e^{{{latex(second)}}}", "exp", second))
        shown = latex(argument)
        shown = shown if shown.isdigit() else rf"\left({shown}\right)"
        inner = multiply(second, _logarithm(argument))
        return _of(Atom(f"{shown}^{{{latex(second)}}}", "exp", inner))
    return _of(Atom(rf"{_REAL[function]}({latex(argument)})", function, argument))


# -- how large a value is


def ball(value: Value, bits: int) -> arb:
    """Enclose a value at a working precision of ``bits``."""
    with _precision(bits):
        return _ball(value)


@contextmanager
def _precision(bits: int) -> Iterator[None]:
    import flint  # noqa: PLC0415  # rational values do without

    saved, flint.ctx.prec = flint.ctx.prec, bits
    try:
        yield
    finally:
        flint.ctx.prec = saved


def _ball(value: Value) -> arb:
    from flint import arb, fmpq  # noqa: PLC0415  # see ball

    if isinstance(value, Fraction):
        return arb(fmpq(value.numerator, value.denominator))
    total = arb(0)
    for monomial, number in value.terms:
        product = _ball(number) * arb(monomial.radicand).sqrt()
        for atom, exponent in monomial.atoms:
            product *= _atom_ball(atom) ** exponent
        total += product
    return total


def _atom_ball(atom: Atom) -> arb:
    from flint import arb  # noqa: PLC0415  # see ball

    if atom.argument is None:
        return arb.pi() if atom.function == "pi" else arb(1).exp()
    inner = _ball(atom.argument)
    name, _, degree = atom.function.partition(" ")
    if name == "root":
        return inner.root(int(degree))
    methods: Mapping[str, Callable[[], arb]] = {
        "ln": inner.log, "exp": inner.exp, "sin": inner.sin, "cos": inner.cos, "tan": inner.tan,
        "arctan": inner.atan, "arcsin": inner.asin, "arccos": inner.acos, "sinh": inner.sinh, "cosh": inner.cosh,
        "tanh": inner.tanh,
    }  # fmt: skip
    return methods[name]()


def sign(value: Value) -> int:
    """Return -1, 0 or 1. Raises :class:`NoValueError` where it cannot be told."""
    if isinstance(value, Fraction):
        return (value > 0) - (value < 0)
    for bits in (64, 256, 1024):
        enclosed = ball(value, bits)
        if enclosed > 0:
            return 1
        if enclosed < 0:
            return -1
    raise NoValueError("whether the number is zero cannot be told")


def is_nonzero(value: Value) -> bool:
    """Tell whether a value is not zero. Raises :class:`NoValueError` where it cannot be told."""
    return sign(value) != 0


def _floor(value: Value) -> int:
    if isinstance(value, Fraction):
        return math.floor(value)
    for bits in (64, 256, 1024):
        with _precision(bits):
            found = _ball(value).floor().unique_fmpz()
        if found is not None:
            return int(found)
    raise NoValueError("which whole number is next cannot be told")


def rounded(value: Value, places: int) -> Decimal:
    """Return the value to ``places`` decimals, halves away from zero. Raises :class:`NoValueError`."""
    scaled = multiply(value, Fraction(10**places))
    whole = _floor(add(call("abs", [scaled]), Fraction(1, 2)))
    return Decimal(whole if sign(value) >= 0 else -whole).scaleb(-places)


def decimal(value: Value, digits: int = 20) -> Decimal:
    """Return the value as a decimal: exact where its digits end, else to ``digits`` significant digits."""
    if isinstance(value, Fraction) and (places := ends(value)) is not None:
        return Decimal(int(value * 10**places)).scaleb(-places)
    if not is_nonzero(value):
        return Decimal(0)
    leading = math.floor(math.log10(abs(float(ball(value, 64))))) + 1  # MAX_BITS keeps it within a float
    return rounded(value, max(0, digits - leading))


def ends(value: Fraction) -> int | None:
    """Return how many decimals a rational number has, ``None`` if they never end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
