"""Equations among the premises, solved; unknown functions, put into what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sympy as sp

from qbank.checker.deciding.dynamics import Dynamic
from qbank.checker.deciding.equality import Comparer, Verdict
from qbank.checker.deciding.solving import Branched, solved
from qbank.checker.domain import parse
from qbank.checker.gathering import gather
from qbank.checker.reading.notation import infer
from qbank.checker.reading.reader import read
from qbank.checker.symbolic.sums import expandable


def verdicts(
    given: Sequence[str], find: str, options: Sequence[str], assume: Sequence[str] = ()
) -> tuple[Comparer, list[Verdict]]:
    notation = infer([*given, find, *options])
    premises, asked = [read(text, notation) for text in given], read(find, notation)
    trees = [read(text, notation) for text in options]
    comparer = Comparer(gather([*premises, asked], [asked, *trees]), parse(assume, notation), kinds=notation.kinds)
    ready = solved(comparer, [asked], trees)
    return ready, [ready.compare(tree, asked) for tree in trees]


@pytest.mark.parametrize(
    ("given", "find", "right", "wrong", "assume"),
    [
        (["2x + 3 = 7"], "x", "2", "3", []),
        (["x + y = 5", "x - y = 1"], "xy", "6", "5", []),
        (["x + y + z = 6", "2x - y + z = 3", "x + 2y - z = 2"], "z", "3", "2", []),
        (["x^2 = 4"], "x", "2", "3", ["$x > 0$"]),
        (["e^{-kt} = \\frac{1}{2}"], "t", r"\frac{\ln 2}{k}", r"\frac{k}{\ln 2}", ["$k > 0$"]),
        (["x^2 + y^2 = 25", "x + y = 7"], "xy", "12", "10", []),
        (["a + b = 10", "ab = 21"], "a^2 + b^2", "58", "100", []),
        ([r"\frac{1}{R} = \frac{1}{S} + \frac{1}{T}"], "R", r"\frac{ST}{S + T}", "S + T", []),
        ([r"\ln x + \ln(x - 1) = \ln 6"], "x", "3", "-2", []),
    ],
)
def test_a_solution_takes_the_place_of_the_equations(
    given: list[str], find: str, right: str, wrong: str, assume: list[str]
) -> None:
    _, (key, other) = verdicts(given, find, [right, wrong], assume)
    assert key.outcome == "equal", key
    assert key.proved
    assert other.outcome == "different", other
    assert other.witness is not None


def test_one_of_several_solutions_is_neither_proved_nor_refuted() -> None:
    comparer, found = verdicts(["x^2 = 5x - 6"], "x", ["2", "3", "4"])
    assert isinstance(comparer, Branched)
    assert [one.outcome for one in found] == ["undecided", "undecided", "different"]


@pytest.mark.parametrize(
    ("given", "find", "right", "wrong"),
    [
        (["y'' + y = 0", "y(0) = 1", "y'(0) = 0"], "y", r"\cos x", r"\sin x"),
        ([r"\frac{dy}{dx} = 2y", "y(0) = 3"], "y(x)", "3e^{2x}", "e^{2x}"),
        (["y'' - 3y' + 2y = 0"], "y", "C_1 e^{x} + C_2 e^{2x}", "C_1 e^{-x} + C_2 e^{2x}"),
        (["a_{n+1} = 2a_n", "a_0 = 1"], "a_n", "2^n", "n + 1"),
        (["f(n) = f(n - 1) + 2", "f(0) = 1"], "f(n)", "2n + 1", "2n"),
    ],
)
def test_an_unknown_function_is_put_into_its_equations(given: list[str], find: str, right: str, wrong: str) -> None:
    comparer, (key, other) = verdicts(given, find, [right, wrong])
    assert isinstance(comparer, Dynamic)
    assert key.outcome == "equal", key
    assert key.proved
    assert other.outcome == "different", other


@pytest.mark.parametrize("option", ["e^{kx}", "C_1 e^{kx} + C_2 e^{kx}"])
def test_a_solution_is_not_yet_the_general_one(option: str) -> None:
    _, (found,) = verdicts(["y'' = k^2 y"], "y", [option])
    assert found.outcome == "undecided"


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("(a + b)**8", True),
        ("(a + b)*(c + d)/(a - 1)", True),
        ("(a + b + c + d)**40", False),
        ("(a + b)**(10**9)", False),
        ("*".join(f"(x{n} + y{n} + 1)" for n in range(12)), False),  # no high power, and half a million terms
        ("1/" + "/".join(f"(x{n} + y{n} + 1)" for n in range(12)), False),
    ],
)
def test_only_what_stays_small_is_multiplied_out(text: str, *, within: bool) -> None:
    assert expandable(sp.sympify(text)) is within
