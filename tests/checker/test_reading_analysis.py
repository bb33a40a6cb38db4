"""What calculus, physics, machine learning and electrical engineering write, read as a student reads it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.checker.printing import latex
from qbank.checker.reading.notation import Notation, infer
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import (
    Add,
    Apply,
    At,
    Big,
    Call,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    PlusMinus,
    Pow,
    Relation,
    Unit,
)
from qbank.checker.units import UNITS, parse_unit
from tests.checker.tables import table

X, Y, T = Name("x"), Name("y"), Name("t")


@pytest.mark.parametrize(("formula", "beside", "expected"), table("reading.txt"))
def test_reads_as_a_student_does(formula: str, beside: list[str], expected: str) -> None:
    assert latex(read(formula, infer(beside))) == expected


@pytest.mark.parametrize(("formula", "beside", "reason"), table("refused.txt"))
def test_refuses_what_is_read_in_two_ways(formula: str, beside: list[str], reason: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read(formula, infer(beside))
    assert problem.value.reason == reason


def _read(formula: str, *beside: str) -> Node:
    return read(formula, infer([formula, *beside]))


def _num(value: int) -> Num:
    return Num(Fraction(value))


DOUBLE = Mul((_num(2), X))


@pytest.mark.parametrize(
    ("formula", "tree"),
    [
        (r"\int_0^1 x\,dx", Integral(X, X, _num(0), _num(1))),
        (r"\int \frac{dx}{x}", Integral(Div(_num(1), X), X)),
        (r"\int_0^1\int_0^x y\,dy\,dx", Integral(Integral(Y, Y, _num(0), X), X, _num(0), _num(1))),
        (r"\int dx\, x", Integral(X, X)),
        (r"\int x\,dx + C", Add((Integral(X, X), Name("C")))),
        (r"\lim_{x\to 0^+} x", Limit(X, X, _num(0), "+")),
        (r"\lim_{x\to -\infty} x", Limit(X, X, Neg(Const("infinity")))),
        (r"\left[2x\right]_0^1", Add((At(DOUBLE, (X,), (_num(1),)), Neg(At(DOUBLE, (X,), (_num(0),)))))),
        (r"\sum_{n\ge 1} n", Big("sum", "n", _num(1), Const("infinity"), Name("n"))),
        ("y'' = y", Relation((Deriv(Y, (X, X), total=True), Y), ("=",))),
        (r"\ddot x = -x", Relation((Deriv(X, (T, T), total=True), Neg(X)), ("=",))),
        (r"x = \pm 2", Relation((X, PlusMinus(_num(2))), ("=",))),
        (r"2 + 3i", Add((_num(2), Mul((_num(3), Const("i")))))),
        (r"5\,\text{m/s}", Mul((_num(5), Unit("m"), Pow(Unit("s"), Neg(_num(1)))))),
        (r"30^\circ", Div(Mul((_num(30), Const("pi"))), _num(180))),
        (r"50\%", Div(_num(50), _num(100))),
        (r"\lfloor x\rfloor", Call("floor", (X,))),
        ("y(0) + y'(0)", Add((Apply("y", (_num(0),)), Apply("y", (_num(0),), 1)))),
    ],
)  # fmt: skip
def test_trees(formula: str, tree: Node) -> None:
    assert _read(formula) == tree


@pytest.mark.parametrize(
    ("beside", "formula", "imaginary"),
    [
        ([r"e^{i\pi}"], "i", True),
        ([r"z = 2 + 3i"], "3i", True),
        ([r"\sum_i x_i"], "3i", False),
        ([r"L\frac{di}{dt} + Ri = V"], "2i", False),
        ([r"i = V/R"], "2i", False),
        ([r"Z = R + j\omega L"], "2j", True),
        ([r"x_j = j + 1"], "2j", False),
        ([r"\sum_{j=1}^n j"], "2j", False),
    ],
)
def test_the_imaginary_unit(beside: list[str], formula: str, imaginary: bool) -> None:  # noqa: FBT001 - a table
    tree = read(formula, infer([*beside, formula]))
    assert (Const("i") in (tree, *(tree.factors if isinstance(tree, Mul) else ()))) is imaginary


def test_i_alone_beside_a_circuit_is_left_open() -> None:
    with pytest.raises(Unreadable, match="imaginary unit"):
        _read("2i + 3", "V = 2i + R")


def test_x_prime_is_a_second_variable_where_nothing_is_differentiated() -> None:
    assert _read("x'", "x' = x + vt") == Name("x'")
    assert _read("x'", "x' = 2x", r"\frac{dx}{dt} = 2x") == Deriv(X, (T,), total=True)


def test_a_bound_name_is_known_inside_alone() -> None:
    notation = infer(["y = 2x"])
    assert isinstance(read(r"\int_0^x t\,dt", notation), Integral)
    with pytest.raises(Unreadable, match="occurs nowhere else"):
        read(r"\int_0^x t\,dt + t", notation)
    with pytest.raises(Unreadable, match="occurs nowhere else"):
        read(r"\int t\,dt", notation)


@pytest.mark.parametrize("formula", [r"\int x", r"\int_0 x\,dx", r"\int x\,d(x^2)", r"\int x\,dx\,dy", r"\lim x"])
def test_an_integral_needs_its_differential_and_a_limit_its_place(formula: str) -> None:
    with pytest.raises(Unreadable):
        _read(formula)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("m/s", [("m", 1), ("s", -1)]),
        (r"kg\,m^2/s^2", [("kg", 1), ("m", 2), ("s", -2)]),
        ("J/(kg K)", [("J", 1), ("kg", -1), ("K", -1)]),
        (r"k\Omega", [("kΩ", 1)]),
        (r"\mu F", [("μF", 1)]),
        (r"\meter\per\second", [("m", 1), ("s", -1)]),
        ("J/mol K", None),
        ("otherwise", None),
        ("if", None),
    ],
)
def test_units(text: str, units: list[tuple[str, int]] | None) -> None:
    assert parse_unit(text) == (None if units is None else tuple(units))


def test_the_table_of_units_is_coherent() -> None:
    assert UNITS["min"].factor == 60
    assert UNITS["N"].exponents == (1, 1, -2, 0, 0, 0, 0)
    assert UNITS["km"].factor == 1000 * UNITS["m"].factor
    assert UNITS["kWh"].factor == 3_600_000
    power = [a + b for a, b in zip(UNITS["V"].exponents, UNITS["A"].exponents, strict=True)]
    assert tuple(power) == UNITS["W"].exponents


def test_a_word_that_is_a_name_is_no_unit() -> None:
    assert _read(r"2\,\mathrm{m}", r"\mathrm{m} = 3") == Mul((_num(2), Name(r"\mathrm{m}")))


NAMES = st.sampled_from([X, Y, T, Name("a", (_num(1),)), Name(r"\theta")])
LEAVES = NAMES | st.integers(0, 99).map(_num) | st.just(Const("pi"))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    names = st.sampled_from([X, Y, T])
    calls = st.sampled_from(["sin", "cos", "exp", "ln", "abs", "sqrt", "floor", "arctan", "tanh"])
    return st.one_of(
        st.lists(inner.filter(lambda n: not isinstance(n, Add | Neg | PlusMinus)), min_size=2, max_size=3).map(
            lambda terms: Add(tuple(terms))
        ),
        st.lists(inner.filter(lambda n: not isinstance(n, Mul | Neg)), min_size=2, max_size=3).map(
            lambda factors: Mul(tuple(factors))
        ),
        st.tuples(inner, inner).map(lambda pair: Div(*pair)),
        st.tuples(inner, NAMES).map(lambda pair: Pow(*pair)),
        st.tuples(calls, inner).map(lambda pair: Call(pair[0], (pair[1],))),
        st.tuples(inner, names).map(lambda pair: Integral(*pair)),
        st.tuples(inner, names, inner, inner).map(lambda four: Integral(*four)),
        st.tuples(inner, names, inner, st.sampled_from(["", "+", "-"])).map(lambda four: Limit(*four)),
        st.tuples(inner, names).map(lambda pair: Deriv(pair[0], (pair[1],))),
        st.tuples(inner, names, inner).map(lambda three: At(three[0], (three[1],), (three[2],))),
        st.tuples(inner, inner).map(lambda pair: Big("sum", "k", *pair, Name("k"))),
        inner.map(lambda node: Call("max", (node, _num(1)))),
    )


@given(st.recursive(LEAVES, _grown, max_leaves=8))
@settings(max_examples=300, deadline=None)
def test_what_is_printed_reads_back(tree: Node) -> None:
    shown = latex(tree)
    try:
        again = read(shown, Notation())
    except Unreadable as problem:
        assert problem.reason.startswith(("more than", "a tower", "an exponent", "a factorial", "what this runs"))  # noqa: PT017
        return
    assert latex(again) == shown
