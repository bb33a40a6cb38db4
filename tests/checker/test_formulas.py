"""Formulas of a text: where they stand, rows of displays, parts of rows."""

from __future__ import annotations

import pytest

from qbank.checker.formulas import formulas, states


def cut(text: str) -> list[str]:
    found = list(formulas(text, ("stem",)))
    assert all(text[one.offset : one.offset + len(one.latex)] == one.latex for one in found)
    return [one.latex for one in found]


def test_inline_formulas() -> None:
    assert cut("Let $a = 1$ and $b$, for $5.") == ["a = 1", "b"]


def test_rows_of_a_display() -> None:
    text = "$$\\begin{aligned}\n a &= b \\\\\n   &= c \\\\[2pt]\n & \\text{so}\n\\end{aligned}$$"
    assert cut(text) == ["a &= b", "= c", r"\text{so}"]


def test_rows_inside_cases_stay() -> None:
    text = "$$f = \\begin{cases} a \\\\ b \\end{cases}$$"
    assert cut(text) == [r"f = \begin{cases} a \\ b \end{cases}"]


def test_parts_of_a_row() -> None:
    assert cut(r"$$a = b \quad c = d$$") == ["a = b", "c = d"]
    assert cut("$a = 1, b = 2$") == ["a = 1", "b = 2"]
    assert cut("$f(a, b) = 2$") == ["f(a, b) = 2"]
    assert cut("$(x, y)$") == ["(x, y)"]


@pytest.mark.parametrize("latex", ["a = b", "0 < x", r"x \ge 2", r"\sum_{i=1}^n p_i = 1", r"X \sim N"])
def test_what_states_something(latex: str) -> None:
    assert states(latex)


@pytest.mark.parametrize(
    "latex",
    [
        "a",
        r"\sum_{i=1}^n x_i",
        "y = ?",
        "y =",
        r"x \in \mathbb{R}",
        r"i = 1, \dots, n",
        r"w \leftarrow w - 1",
        r"a \to b",
    ],
)
def test_what_states_nothing(latex: str) -> None:
    assert not states(latex)
