"""Formulas worked out at points for pages that compare by numbers."""

import math
from typing import Any

import pytest

from qbank.checker.sampling_points import ENOUGH, LARGEST, WANTED, Samples, sample
from qbank.schema import Formula
from qbank.schema.check import Notation


def sampled(stem: str, answer: str, **fields: Any) -> Samples:
    found = sample(question(stem, answer, **fields), Notation())
    assert isinstance(found, Samples), found
    return found


def question(stem: str, answer: str, **fields: Any) -> Formula:
    return Formula.model_validate({"id": "q", "type": "formula", "stem": stem, "answer": answer, **fields})


def test_every_answer_is_worked_out_at_every_point() -> None:
    found = sampled("Differentiate $f(x) = x^2$.", "$2x$", answers=["$x^2$", "$\\frac{1}{x - 1}$"])
    assert found.names == ("x",)
    assert len(found.points) == WANTED
    for point, twice, square in zip(found.points, *found.values[:2], strict=True):
        assert twice is not None
        assert square is not None
        assert math.isclose(twice, 2 * point["x"], rel_tol=1e-15)
        assert math.isclose(square, point["x"] ** 2, rel_tol=1e-15)
    assert {point["x"] < 0 for point in found.points} == {True, False}
    assert all(abs(value) <= LARGEST for row in found.values for value in row if value is not None)


def test_points_lie_in_the_domain_that_the_stem_states() -> None:
    found = sampled("Find $\\int \\ln x \\,dx$ for $0 < x < 1$.", "$x \\ln x - x + C$")
    assert all(0 < point["x"] < 1 for point in found.points)
    assert found.names == ("x",)
    assert found.up_to_constant


def test_what_has_no_value_at_a_point_is_left_open() -> None:
    found = sampled("Simplify.", "$x$", answers=["$\\sqrt{x}^2$"])
    assert [value is None for value in found.values[1]] == [point["x"] < 0 for point in found.points]


def test_the_left_side_and_names_with_indices() -> None:
    found = sampled("Solve $w_{21}^{(4)} z = 2$ for $z$.", "$z = \\frac{2}{w_{21}^{(4)}}$")
    assert found.left == "z"
    assert "w_21^(4)" in found.names
    accents = sampled("Let $\\hat{y}_1$ and $\\alpha$ be real.", "$\\alpha \\hat{y}_1$")
    assert accents.names == ("alpha", "haty_1")


def test_names_that_the_stem_defines_have_the_values_it_says() -> None:
    found = sampled("Let $u = t^2$. Differentiate $u^2$ by $u$.", "$2u$")
    assert {"t", "u"} <= set(found.names)
    assert all(math.isclose(point["u"], point["t"] ** 2) for point in found.points)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("$\\sum_{i=1}^{n} i$", "more than arithmetic"),
        ("$\\int_0^x e^{-t^2}\\,dt$", "more than arithmetic"),
        ("$A^{-1}$", "vectors or matrices"),
        ("$x = 1, 2$", "cannot be read"),
        ("$x < 2$", "a relation"),
        ("$\\mathbf{x} + x$", "vectors or matrices"),
        ("$\\sqrt{-1 - x^2}$", "no value"),
        ("$i \\pi$", "more than arithmetic"),
    ],
)
def test_what_a_page_could_not_compare_is_said(answer: str, why: str) -> None:
    found = sample(question("For a matrix $A$.", answer), Notation())
    assert isinstance(found, str), found
    assert why in found


def test_a_number_needs_no_names() -> None:
    found = sampled("How much?", "$\\frac{\\pi}{4}$")
    assert found.names == ()
    assert len(found.points) >= ENOUGH
    assert {round(value, 12) for value in found.values[0] if value is not None} == {round(math.pi / 4, 12)}


def test_the_same_question_has_the_same_points() -> None:
    assert sampled("So?", "$x y$") == sampled("So?", "$x y$")
