"""Slips in worked solutions that are found by plain arithmetic and by what is stated, and right lines that look alike."""

# ruff: noqa: E501 - a case to a line

from __future__ import annotations

import pytest

from tests.checker.questions import single_choice, verdict

VECTORS = "Let $v_1 = (1,1,0)$ and $v_2 = (2,0,1)$."
MATRIX = r"Let $A = \begin{pmatrix}2&1\\1&2\end{pmatrix}$."

SLIPS = [
    ("arithmetic in an update", "Let $w = 1$ and $g = 4$.", r"The update is $w = 1 - 0.1\cdot4 = 0.96$."),
    ("arithmetic of vectors", r"Let $\mathbf w = (1, -2)$.", r"Update: $\mathbf w = (1,-2) - (0.3,0.1) = (1.3,-1.9)$."),
    ("a wrong sum with the right end", r"Let $b = 0.5$ and $y = b$.", r"One step of descent: $y = 2 - 2 + 1.5 = 0.5$."),
    ("many decimals", "What is $a$?", r"$a = 9.81\cdot(0.866 - 0.2\cdot0.5 + 0.10) \approx 3.21$."),
    ("a quotient of decimals", "Independent events with $P(A) = 0.5$, $P(B) = 0.4$, $P(A \\cup B) = 0.7$.", r"$P(A \mid A\cup B) = \frac{P(A)}{P(A\cup B)} = \frac{0.2}{0.7}$."),
    ("a length", "A plane.", r"A normal vector is $\vec n = (2,-1,2)$; its length is $\|\vec n\| = \sqrt{4-1+4} = \sqrt7$."),
    ("a vector anew", VECTORS + " Which vector $u_2$ does Gram--Schmidt produce?", r"$u_1 = v_1 = (1,1,0)$ and $u_2 = v_2 + \frac{v_2\cdot u_1}{u_1\cdot u_1}u_1$, so $u_2 = (2,0,1) - (1,1,0) = (1,-1,1)$, orthogonal to $u_1$."),
    ("a copied vector", VECTORS, r"Here $v_1 = (1,1,1)$."),
    ("a rank", r"What is the rank of \[A = \begin{pmatrix}1&2\\2&4\end{pmatrix}?\]".replace(r"\[", "$$").replace(r"\]", "$$"), r"$\operatorname{rank} A = 2$."),
    ("an aligned determinant", "When is it zero?", "$$\\begin{aligned}\\begin{vmatrix}1&a\\\\2&1\\end{vmatrix} &= 1\\cdot1 - 2a \\\\ &= 1 + 2a\\end{aligned}$$"),
]  # fmt: skip
RIGHT = [
    ("an assignment", "Let $i = 3$.", "The update is $i = i + 1 = 4$."),
    ("an update", "Let $w = 1$ and $g = 4$.", r"The update is $w = 1 - 0.1\cdot4 = 0.6$. The next update gives $w = 0.6 - 0.1\cdot4 = 0.2$."),
    ("rounded in an update", "Let $w = 1$.", r"The update is $w = 1 - 0.1\cdot\frac23 = 0.933$."),
    ("a rounded product", "What is $a$?", r"$a = 9.81\cdot(0.5 - 0.2\cdot0.866) \approx 3.21$."),
    ("many rounded decimals", "What is $a$?", r"$a = 1.41\cdot1.73 + 2.24\cdot2.65 - 0.58\cdot1.32 \approx 7.62$."),
    ("decimals of probabilities", "Independent events with $P(A) = 0.5$, $P(B) = 0.4$.", r"$P(A\cup B) = 0.7$ and $P(A \mid A\cup B) = \frac{P(A)}{P(A\cup B)} = \frac{0.5}{0.7} = 0.714$."),
    ("a list of roots", "Solve $x^2 = 4$.", r"$x = (2, -2)$ is short for two roots."),
    ("a vector", "A plane.", r"A normal vector is $\vec n = (2,-1,2)$; its length is $\|\vec n\| = \sqrt{4+1+4} = 3$."),
    ("a unit vector", VECTORS, r"$u_1 = v_1 = (1,1,0)$, normalised $u_1 = \frac{1}{\sqrt2}(1,1,0)$."),
    ("a point and its name", "Let $P = (1, 2)$.", r"After the shift, $P = (2, 3)$."),
    ("several updates in a row", r"Let $\eta = 0.1$.", r"Updating, $w = 1 - 0.1\cdot2 = 0.8$, then $w = 0.8 - 0.1\cdot1.6 = 0.64$."),
]  # fmt: skip


def failing(stem: str, solution: str) -> list[str]:
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    return [step["latex"] for step in found["steps"] if step["verdict"] == "fails"]


@pytest.mark.parametrize(("stem", "solution"), [case[1:] for case in SLIPS], ids=[case[0] for case in SLIPS])
def test_slips_fail(stem: str, solution: str) -> None:
    assert failing(stem, solution)


@pytest.mark.parametrize(("stem", "solution"), [case[1:] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_right_lines_do_not(stem: str, solution: str) -> None:
    assert not failing(stem, solution)
