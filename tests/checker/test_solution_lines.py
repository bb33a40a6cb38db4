"""Lines that lecturers write, each with the verdict it must have; no true line is ever refuted."""

from __future__ import annotations

import pytest

from tests.checker.questions import aligned, single_choice, verdict

SOLVE = "Solve $2x + 3 = 7$."


def _steps(stem: str, solution: str) -> list[str]:
    found = verdict(single_choice(stem, ["$2$", "$1$"], 1, solution))
    return [step["verdict"] for step in found["steps"]]


@pytest.mark.parametrize(
    ("rows", "verdicts"),
    [
        (("2x + 3 &= 7", "2x &= 4", "x &= 2"), ["holds", "holds", "holds"]),
        (("2x + 3 &= 7", "2x &= 5", "x &= 2"), ["holds", "fails", "holds"]),
        (("2x + 3 &= 7", "2x &= 4", "x &= 3"), ["holds", "holds", "fails"]),
    ],
)
def test_an_equation_of_the_stem_is_solved(rows: tuple[str, ...], verdicts: list[str]) -> None:
    assert _steps(SOLVE, aligned(*rows)) == verdicts


@pytest.mark.parametrize(
    "solution",
    [
        r"We have $\frac{4n^2}{(n+1)^2} = 4\left(\frac{n}{n+1}\right)^2 \to 1$.",
        r"$$\frac{4n^2}{(n+1)^2} = 4\left(\frac{n}{n+1}\right)^2 \to 1$$",
        r"We get \\(x = 5\\).",
        r"We get \\[x = 5.\\]",
    ],
)
def test_what_is_not_read_is_named(solution: str) -> None:
    assert _steps(SOLVE, solution) == ["unread"]


@pytest.mark.parametrize(
    "solution",
    [
        r"The region is $0 \le y \le x \le 1$.",
        r"With $v = at$ and $t = \sqrt{\frac{2d}{a}}$ we get $v = \sqrt{2ad}$.",
    ],
)
def test_what_may_be_meant_for_some_values_is_not_refuted(solution: str) -> None:
    assert "fails" not in _steps("What is the speed $v$ after the way $d$ with the acceleration $a$?", solution)


@pytest.mark.parametrize(
    ("stem", "solution", "verdicts"),
    [
        (
            r"Let $A = \begin{pmatrix} 1 & 3 \\ 2 & 4 \end{pmatrix}$. What is $\det A$?",
            r"Here $a_{12} = 3$ and $a_{21} = 3$.",
            ["holds", "undecided"],
        ),
        (r"The data are $y = (2, 4, 9)$. What is the variance?", r"The mean is $\bar y = 4$.", ["fails"]),
        (r"The data are $y = (2, 4, 9)$. What is the variance?", r"The mean is $\bar y = 5$.", ["holds"]),
        (
            r"Let $\mathbf F(x, y, z) = (x^2, yz, z)$. Find $\nabla \cdot \mathbf F$.",
            r"With $F_1 = x^2$ and $F_2 = xz$ we get $\nabla\cdot\mathbf F = 2x + z + 1$.",
            ["holds", "fails", "holds"],
        ),
    ],
)
def test_components_are_no_new_names(stem: str, solution: str, verdicts: list[str]) -> None:
    assert _steps(stem, solution) == verdicts


@pytest.mark.parametrize(
    ("stem", "solution"),
    [
        ("The rate is $r = 0.1$.", "$(1 + r)^3 = 1.1^3 = 1.313$"),
        (r"Let $M = \begin{pmatrix} 4 & 1 \\ 2 & 3 \end{pmatrix}$. Which $\lambda$ satisfy $\det(M - \lambda I) = 0$?",
         r"$\det(M - \lambda I) = \lambda^2 - 7\lambda + 10 = (\lambda + 2)(\lambda - 5)$"),
        ("For which $k > 0$ is $k^2 = 144$?", r"$k = \pm 10$"),
        ("Let $f(x) = x^2 - 3x$. What is its least value?", "$f'(x) = 2x + 3$"),
        ("How fast is it?", aligned(r"\tfrac12 v^2 &= gL - kL", r"v^2 &= 2gL - kL")),
        ("How fast is it?", aligned(r"v^2 &= \frac{GM}{r^2}", r"v &= \sqrt{\frac{GM}{r}}")),
    ],
)  # fmt: skip
def test_slips_beside_right_lines_are_found(stem: str, solution: str) -> None:
    assert "fails" in _steps(stem, solution)
