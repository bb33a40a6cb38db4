"""The two routes agree: every function, and derivatives through definitions, with sympy and with numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from flint import acb, arb, ctx, fmpq

from qbank.checker.deciding.equality import Comparer
from qbank.checker.domain import Domain
from qbank.checker.gathering import gather
from qbank.checker.numeric.analytic import RULES, Mode
from qbank.checker.numeric.functions import MANY, NUMERIC
from qbank.checker.numeric.point import Point
from qbank.checker.numeric.points import points
from qbank.checker.numeric.scalars import Jet, ball, rational
from qbank.checker.reading.functions import COMMANDS, INVERSE, WORDS
from qbank.checker.reading.notation import infer
from qbank.checker.reading.reader import read
from qbank.checker.symbolic.functions import SYMBOLIC
from qbank.checker.symbolic.sums import SumKey

SECOND: dict[str, list[int]] = {
    name: [2] for name in ("binomial", "permutations", "mod", "gcd", "lcm", "max", "min")
} | {"root": [3], "mod_inverse": [10]}  # fmt: skip
PLACES: dict[str, list[float]] = {
    "arcosh": [1.5, 2.5], "factorial": [3, 5], "binomial": [5, 7], "permutations": [5, 7], "root": [2, 5, -8],
    "gcd": [4, 9], "lcm": [4, 9], "mod": [7, -7], "arcsec": [1.5, 2.5], "arccsc": [1.5, 2.5], "floor": [2.5, -2.5],
    "ceil": [2.5, -2.5], "abs": [2.5, -2.5], "sign": [2.5, -2.5], "relu": [2.5, -2.5], "max": [1, 3], "min": [1, 3],
    "mod_inverse": [3, -7],
}  # fmt: skip
COMPLEX = ("re", "im", "conj", "arg", "abs", "exp", "ln", "sqrt", "sin", "arccos", "artanh")
SYMBOLS = sorted(set(SYMBOLIC) & (set(NUMERIC) | set(MANY)))


def _applied(name: str, *arguments: Any, mode: Mode = Mode()) -> Any:  # noqa: B008 - frozen
    return MANY[name](arguments, mode) if name in MANY else NUMERIC[name](*arguments, mode)


def test_both_tables_hold_the_functions_that_are_read() -> None:
    read_ = {*COMMANDS.values(), *WORDS.values(), *INVERSE.values()}
    assert read_ & set(SYMBOLIC) <= set(NUMERIC) | set(MANY)


@pytest.mark.parametrize("name", SYMBOLS)
def test_functions_agree(name: str) -> None:
    second = SECOND.get(name, [])
    for place in PLACES.get(name, [0.25, 0.75]):
        symbolic = sp.N(SYMBOLIC[name](sp.Rational(str(place)), *(sp.Integer(number) for number in second)), 30)
        number = _applied(name, rational(Fraction(place)), *(fmpq(number) for number in second))
        assert abs(number - arb(str(symbolic))) < arb("1e-14"), (number, symbolic)


@pytest.mark.parametrize("name", COMPLEX)
def test_functions_of_complex_numbers_agree(name: str) -> None:
    for place in (complex(0.5, 1.5), complex(-2, 0.25), complex(-2, -1)):
        symbolic = complex(sp.N(SYMBOLIC[name](sp.Rational(str(place.real)) + sp.I * sp.Rational(str(place.imag)))))
        number = _applied(name, acb(place.real, place.imag), mode=Mode(imaginary=True))
        assert abs(number - acb(symbolic.real, symbolic.imag)) < arb("1e-12"), (number, symbolic)


@pytest.mark.parametrize("name", sorted(RULES))
def test_taylor_series_agree_with_values(name: str) -> None:
    """The series at a place, summed up nearby, gives the value there: in real and in complex numbers."""
    at, by = {"arcosh": (fmpq(3), fmpq(1, 1000))}.get(name, (fmpq(1, 3), fmpq(1, 1000)))
    with ctx.workprec(128):
        for start in (at, acb(arb(at), arb("0.25"))):
            mode = Mode(imaginary=isinstance(start, acb))
            jet = NUMERIC[name](Jet(1, [start, fmpq(1), *[fmpq(0)] * 7]), mode)
            summed = sum(part * by**k for k, part in enumerate(jet.parts))
            assert abs(summed - NUMERIC[name](start + by, mode)) < arb("1e-18")


def _number(point: Point, key: Any) -> Any:
    """Return the number that a symbol stands for at a point: a name's, or the sum over n of w_i x_i."""
    if not isinstance(key, SumKey):
        return point.value(key)
    return point.value(read(r"\sum_{i=1}^n w_i x_i", infer([r"\sum_{i=1}^n w_i x_i"])))


@pytest.mark.parametrize(
    ("premises", "formula"),
    [
        ([r"y = \sin(u)", "u = x^2"], r"\frac{\partial y}{\partial x}"),
        ([r"y = \sin(u)", "u = x^2"], r"\frac{\partial y}{\partial u}"),
        ([r"s = \sum_{i=1}^n w_i x_i", "o = \\tanh(s)"], r"\frac{\partial o}{\partial w_i}"),
        ([r"f(x) = x^3 e^x"], "f''(2x)"),
        ([r"f(x) = x^3 y"], r"\frac{\partial^2 f(x)}{\partial x \partial y}"),
        ([r"E = \sum_{k=1}^m (y_k - a_k)^2", "a_k = z_k^3"], r"\frac{\partial E}{\partial z_k}"),
        ([r"a = \|(x, y)\|"], r"\frac{\partial a}{\partial x}"),
    ],
)
def test_derivatives_agree(premises: list[str], formula: str) -> None:
    notation = infer([*premises, formula])
    tree = read(formula, notation)
    found = gather([*(read(premise, notation) for premise in premises), tree])
    comparer = Comparer(found, Domain(), kinds=notation.kinds)
    value = comparer.algebra.value(tree)
    keys = comparer.algebra.keys
    for point in list(points(found, Domain(), 4)):
        numbers = {symbol: _decimal(_number(point, keys[symbol])) for symbol in value.free_symbols}
        with ctx.workprec(200):
            assert abs(arb(str(sp.N(value.subs(numbers), 50))) - point.value(tree)) < arb("1e-30")


def _decimal(value: Any) -> Any:
    with ctx.workprec(256):
        return sp.Float(ball(value).str(70, radius=False), 70)


def test_points_are_the_same_on_every_machine() -> None:
    notation = infer([r"\sum_{i=1}^n w_i x^2"])
    tree = read(r"\sum_{i=1}^n w_i x^2", notation)
    point = next(points(gather([tree]), Domain(), 1))
    assert str(point.value(tree)) == "200"
