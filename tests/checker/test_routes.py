"""The two routes agree: every function, and derivatives through definitions, with sympy and with numbers."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import pytest
import sympy as sp

from qbank.checker.deciding.equality import Comparer
from qbank.checker.domain import Domain
from qbank.checker.numeric.functions import NUMERIC
from qbank.checker.numeric.point import Point, points
from qbank.checker.premises import gather
from qbank.checker.reading.functions import COMMANDS, INVERSE, WORDS
from qbank.checker.reading.notation import infer
from qbank.checker.reading.reader import read
from qbank.checker.symbolic.functions import SYMBOLIC
from qbank.checker.symbolic.values import SumKey

SECOND = {"binomial": [2], "root": [3]}
PLACES: dict[str, list[float]] = {"arcosh": [1.5, 2.5], "factorial": [3, 5], "binomial": [5, 7], "root": [2, 5]}


def test_both_tables_hold_the_same_functions() -> None:
    assert set(SYMBOLIC) == set(NUMERIC)
    assert {*COMMANDS.values(), *WORDS.values(), *INVERSE.values()} <= set(SYMBOLIC)


@pytest.mark.parametrize("name", sorted(SYMBOLIC))
def test_functions_agree(name: str) -> None:
    second: list[int] = SECOND.get(name, [])
    for place in PLACES.get(name, [0.25, 0.75]):
        symbolic = sp.N(SYMBOLIC[name](sp.Rational(str(place)), *(sp.Integer(number) for number in second)), 30)
        with mp.workdps(30):
            assert mp.almosteq(mp.mpf(str(symbolic)), NUMERIC[name](mp.mpf(place), *second), 1e-20)


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
    comparer = Comparer(found, Domain())
    value = comparer.algebra.value(tree)
    keys = comparer.algebra.keys
    for point in list(points(found, Domain(), 4)):
        with mp.workdps(80):
            numbers = {symbol: sp.Float(str(_number(point, keys[symbol])), 60) for symbol in value.free_symbols}
            assert mp.almosteq(mp.mpf(str(sp.N(value.subs(numbers), 50))), point.value(tree), 1e-30)


def test_points_are_the_same_on_every_machine() -> None:
    notation = infer([r"\sum_{i=1}^n w_i x^2"])
    tree = read(r"\sum_{i=1}^n w_i x^2", notation)
    point = next(points(gather([tree]), Domain(), 1))
    with mp.workdps(30):
        assert str(point.value(tree)) == "0.0416666666666666666666666666667"
