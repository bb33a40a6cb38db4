"""Right solutions in the style of many authors: none of their lines is refuted."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.checker.questions import single_choice, verdict

CASES = yaml.safe_load((Path(__file__).parent / "corpus" / "right-solutions.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["stem"][:60].strip() for case in CASES])
def test_no_line_of_a_right_solution_fails(case: dict[str, str]) -> None:
    found = verdict(single_choice(case["stem"], ["$7654321$", "$1234567$"], 1, case["solution"]))
    assert [step for step in found["steps"] if step["verdict"] == "fails"] == []


@pytest.mark.parametrize(
    ("stem", "solution", "line"),
    [
        ("Solve $2x - 3 < 7$.", "$2x < 10$, so $x < 4$.", "x < 4"),
        ("Solve $x^2 - x - 6 = 0$.", "$(x - 3)(x + 2) = 0$, so $x = 3$ or $x = 2$.", "x = 2"),
        ("What is $7^{100} \\bmod 5$?", "Modulo $5$ we have $7 \\equiv 2$ and $2^4 \\equiv 3$.", "2^4 \\equiv 3"),
        ("A mass has $m = 3$, and $g = 9.81$.", "Its weight is $F = mg = 3 \\cdot 9.81 = 24.9$.", "24.9"),
        ("A price of $p = 100$ rises by $10\\,\\%$.", "Then $p = 100 \\cdot 1.1 = 120$.", "120"),
        ("The entropy is $H(p) = -p\\ln p$.", "$H''(p) = -\\frac1p > 0$.", "> 0"),
        ("Let $v = 3$.", "Then $v = 4$.", "v = 4"),
        ("Which is $2 + 2$?", "$2 + 2 = 5$. This is the answer.", "5"),
        ("Let $x$ be a real number. Expand $(x+2)^2$.", "$(x+2)^2 = x^2+4$", "4"),
        ("A ball of mass $m$ is thrown with speed $v$.", "$\\frac{\\frac12mv^2}{mv} = v$", "v"),
        ("Let $f(x) = x^2$, where $x$ is the side of a square.", "$f'(x) = 3x$", "3x"),
        ("A car has $s = 100$ and goes on with $v = 10$ for $t = 3$.", "$s = 100 + 10\\cdot3 = 150$.", "150"),
        ("Shift $y = x^2$ by 3 to the right.", "At 5, $y = (x-3)^2 = 2^2 = 5$.", "2^2"),
        ("Let $n$ be the number of permutations.", "$n(n-1) = n^2 - 1$", "1"),
        ("Let $A$, $B$ be independent with $P(A) = 0.5$, $P(B) = 0.4$.", "$P(A\\cap B) = 0.5\\cdot0.4 = 0.9$", "0.9"),
        ("Where do $y = x^2$ and $y = x + 2$ meet?", "$x^2 = x + 2$, so $x^2 - x - 3 = 0$.", "- 3 = 0"),
        ("Partial fractions?", "$1 = A(x+1) + Bx$; $x = 0$ gives $A = 1$, $x = -1$ gives $B = 1$.", "B = 1"),
        ("Solve $x^2 - 5x + 6 = 0$.", "$x = 2$ gives one root, $x = 4$ gives another.", "x = 4"),
        ("Solve $\\sqrt{2x+3} = x$.", "$x = 3$ and $x = -1$; the first gives $\\sqrt9 = -3$.", "-3"),
        ("Reduce $37 \\bmod 5$.", "$37/5 = 6$ remainder $3$.", "6"),
        ("Let $g = 2$, $p = 11$.", "$A = 2^4 = 16 \\equiv 5$, $K = A^3 = 6^3 = 216 \\equiv 7 \\pmod{11}$.", "6^3"),
        ("What is $7 \\cdot 3 \\bmod 20$?", "$7 \\cdot 3 = 20 \\equiv 0 \\pmod{20}$.", "20"),
        ("Estimate.", "$365\\cdot24=8660$", "8660"),
        ("Estimate.", "$2^{10}\\approx 1042$", "1042"),
        ("Compute.", "$0.33+0.33=0.69$", "0.69"),
        ("Compute.", "$1.2+2.3=3.6$", "3.6"),
        ("Compute.", "$60/5=10$", "10"),
        ("Let $v = (3,4)$ and $k=7$.", "Then $v=(3,5)$.", "5"),
        ("Let $v = (3,4)$ and $k=7$.", "Adding, $v+v = (6,8) = (6,9)$", "9"),
        ("Compute.", "$\\frac7{12}=56\\%$", "56"),
        ("Compute.", "$\\lim_{x\\to\\infty}\\frac{2x}{x+1} = 3$", "3"),
        ("Let $n = 4$.", "$W=3n=3\\cdot0.41=13$", "13"),
        ("Solow: $f(k) = \\sqrt k$. State?", "$0.2f(k) = 0.1k$: $\\sqrt k = 4$, $k^* = 16$.", "4"),
    ],
)
def test_a_slip_without_such_words_still_fails(stem: str, solution: str, line: str) -> None:
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    assert [step["latex"] for step in found["steps"] if step["verdict"] == "fails" and line in step["latex"]]


def test_a_formula_after_its_differential_equation_is_no_definition() -> None:
    solution = "The law gives $$L\\frac{di}{dt} + Ri = V,$$ whose solution is $i(t) = \\frac{V}{R}e^{-Rt/L}$."
    found = verdict(single_choice("A coil $L$ and a resistor $R$ are put at $V$.", ["$1$", "$2$"], 1, solution))
    assert found["steps"][-1]["verdict"] == "undecided"
