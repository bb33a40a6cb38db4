"""Names inferred from what a question states."""

from __future__ import annotations

import pytest

from qbank.checker.reading.notation import infer


@pytest.mark.parametrize(
    ("formulas", "words"),
    [
        ([r"net_j = \sum_i w_{ji} o_i"], {"net"}),
        ([r"net^{(d)} = w_0", r"\sum_{i=1}^n x_i"], {"net"}),
        ([r"\frac{\partial loss}{\partial w}"], {"loss"}),
        ([r"abc = 6", "a + b + c = 1"], set()),
        ([r"xy = 6"], set()),
        ([r"y = abc"], set()),
        ([r"x_{max} = 3"], set()),
    ],
)
def test_words(formulas: list[str], words: set[str]) -> None:
    assert infer(formulas).words == words


def test_declared_words_are_kept() -> None:
    assert infer(["ab + c"], words=["ab"]).words == {"ab"}


@pytest.mark.parametrize(
    ("formula", "functions"),
    [
        ("f(x) = x^2", {"f"}),
        ("f(x, y) = x y", {"f"}),
        ("a(b + 1) = c", set()),
        ("y = a(b)", set()),
        ("y = g'(z)", {"g"}),
        (r"y = \text{elu}(z)", {"elu"}),
        (r"y = \text{Sigmoid}(z)", set()),
    ],
)
def test_functions(formula: str, functions: set[str]) -> None:
    assert infer([formula]).functions == functions


def test_digits_are_indices_beside_letters() -> None:
    assert infer([r"y_1 = \sum_j w_{ij} x_j", "w_{21}"]).paired == {"w"}


def test_every_name_is_known() -> None:
    known = infer([r"y^{(d)} = \alpha x_i + \mathbf{b}"]).known
    assert known is not None
    assert known >= {"y", r"\alpha", "x", r"\mathbf{b}"}


def test_a_formula_that_cannot_be_cut_adds_nothing() -> None:
    assert infer(["50 % of x"]).known == frozenset()


@pytest.mark.parametrize(
    ("formulas", "names", "products"),
    [
        (["mgh = 5", "v = 2gh"], set(), {"mgh", "gh"}),
        (["acc = TP + FP"], {"acc", "TP", "FP"}, set()),
        (["net_j = t"], {"net"}, set()),
    ],
)
def test_runs_of_letters(formulas: list[str], names: set[str], products: set[str]) -> None:
    words = infer(formulas).words
    assert names <= words
    assert not products & words


def test_similar_matrices_are_matrices() -> None:
    assert infer(["A = PDP^{-1}"]).kinds.matrices == {"P", "D"}
    assert infer(["RC^{-1}"]).kinds.matrices == set()


def test_words_tell_that_numbers_are_complex() -> None:
    assert infer([r"\overline{zw}"], said=["Let $z$ and $w$ be complex numbers."]).variables.complex
    assert not infer([r"\bar{x} + x"], said=["a complex problem"]).variables.complex


def test_a_letter_before_itself_in_parentheses_is_a_factor() -> None:
    slope = r"\frac{\partial o}{\partial z}"
    assert "o" not in infer([r"o = \frac{1}{1 + e^{-z}}", slope], beside=["-(t - o) o (1 - o)"]).functions
    assert "y" in infer([r"\frac{dy}{dx} = y(1 - y)", "y(0) = 1"]).functions
