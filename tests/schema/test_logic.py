"""What options say about statements."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.schema.logic import FormulaError, all_valuations, read_formula, read_option, read_row

T, F = True, False


def test_the_all_true_row_comes_first() -> None:
    assert all_valuations(2) == [(T, T), (T, F), (F, T), (F, F)]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("True, False", (T, F)),
        ("true; false", (T, F)),
        ("T/F", (T, F)),
        ("T F T", (T, F, T)),
        ("wahr, falsch", (T, F)),
        ("Vrai / Faux", (T, F)),
        ("(A) true, (B) false", (T, F)),
        ("A: true; B: false", (T, F)),
        ("(A) is true and (B) is false", (T, F)),
        ("true, false, and true", (T, F, T)),
        ("**True**, *False*.", (T, F)),
        ("Incorrect", (F,)),
        ("(B) true, (A) false", None),
        ("True, maybe", None),
        ("TF", None),
        ("", None),
        ("True, " * 30 + "True", None),
    ],
)
def test_rows_of_truth_values(text: str, row: tuple[bool, ...] | None) -> None:
    assert read_row(text) == row


@pytest.mark.parametrize(
    ("text", "count", "row"),
    [
        ("Only (A)", 2, (T, F)),
        ("only B is true", 3, (F, T, F)),
        ("(C) only", 3, (F, F, T)),
        ("Only (A) and (C)", 3, (T, F, T)),
        ("Only A, B and C are correct.", 4, (T, T, T, F)),
        ("Both (A) and (B)", 2, (T, T)),
        ("Both", 2, (T, T)),
        ("Neither (A) nor (B)", 2, (F, F)),
        ("Neither is true", 2, (F, F)),
        ("None of the statements is true", 3, (F, F, F)),
        ("All of them", 3, (T, T, T)),
        # what may be meant in two ways is not read
        ("Both (A) and (B)", 3, None),
        ("Neither", 3, None),
        ("All of the above", 2, None),
        ("None of the above", 2, None),
        ("(A)", 2, None),
        ("(A) and (B)", 2, None),
        ("Only (D)", 2, None),
        ("Only a fool", 2, None),
    ],
)
def test_phrases(text: str, count: int, row: tuple[bool, ...] | None) -> None:
    assert read_option(text, count) == (None if row is None else {row})


def test_a_row_of_the_wrong_length_says_nothing() -> None:
    assert read_option("True, False, True", 2) is None


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ("A & ~B", {(T, F)}),
        ("A | B", {(T, T), (T, F), (F, T)}),
        ("A -> B", {(T, T), (F, T), (F, F)}),
        ("A <-> B", {(T, T), (F, F)}),
        ("!(A & B)", {(T, F), (F, T), (F, F)}),
        ("~~A", {(T, T), (T, F)}),
        ("A & ~A", set()),
    ],
)
def test_formulas(formula: str, rows: set[tuple[bool, ...]]) -> None:
    assert read_formula(formula, 2) == rows


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("", "empty"),
        ("A B", "“B” cannot stand there"),
        ("A &", "ends too early"),
        ("(A", "a “)” is missing"),
        ("A)", "one “)” too many"),
        ("C", "“C” is no statement"),
        ("a", "“a” is no statement"),
        ("A + B", "“+” is not understood"),
        ("A & & B", "“&” cannot stand there"),
        ("()", "“)” cannot stand there"),
        ("__import__('os')", "not understood"),
    ],
)
def test_what_is_no_formula_says_why(formula: str, reason: str) -> None:
    with pytest.raises(FormulaError, match=re.escape(reason)):
        read_formula(formula, 2)


FORMULAS = st.recursive(
    st.sampled_from(["A", "B", "C"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join).map("({})".format)
        | inner.map("(not {})".format)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(FORMULAS)
def test_formulas_agree_with_python(formula: str) -> None:
    ours = read_formula(formula.replace("and", "&").replace("or", "|").replace("not", "~"), 3)
    code = compile(formula, "f", "eval")
    rows = itertools.product((True, False), repeat=3)
    assert ours == {row for row in rows if eval(code, {}, dict(zip("ABC", row, strict=True)))}  # noqa: S307 - ours


def test_precedence_and_grouping() -> None:
    """``~`` binds most, then ``&``, ``|``, ``->`` (to the right), ``<->``."""
    same = [("~A & B | C", "((~A) & B) | C"), ("A -> B -> C", "A -> (B -> C)"), ("A <-> B -> C", "A <-> (B -> C)")]
    for short, long in same:
        assert read_formula(short, 3) == read_formula(long, 3)
    assert read_formula("A -> B -> C", 3) != read_formula("(A -> B) -> C", 3)


def test_a_formula_has_bounds() -> None:
    with pytest.raises(FormulaError, match="longer"):
        read_formula("~" * 1000 + "A", 1)


def test_deep_parentheses_do_not_recurse() -> None:
    assert read_formula("(" * 499 + "A" + ")" * 499, 1) == {(T,)}
