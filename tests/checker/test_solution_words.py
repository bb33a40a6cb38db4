"""Worked solutions that rest on words: right lines are not refuted, false ones are not passed."""

from __future__ import annotations

import pytest

from tests.checker.questions import single_choice, verdict


def levels(stem: str, solution: str) -> list[str]:
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    return [step["verdict"] for step in found["steps"]]


@pytest.mark.parametrize(
    ("stem", "solution"),
    [
        ("A car goes 100 km in 10 h. How fast is it?", r"$v = \frac{s}{t} = \frac{100}{10} = 10$."),
        (r"A heater of $R = 5$ is at $U = 10$. Its power?", r"$P = UI = \frac{U^2}{R} = \frac{100}{5} = 20$."),
        (r"Find the cosine of the angle $\theta$.", r"$\cos\theta = \frac{4}{3\sqrt5}$."),
        ("Calls are Poisson distributed with mean 2.", r"$P(X \ge 1) = 1 - P(X = 0) = 1 - e^{-2}$."),
        (r"Find the derivative of $f(x) = x^2$.", r"One might think that $f'(x) = x$. But $f'(x) = 2x$."),
        ("What is the sum?", r"It is not $3 \cdot 4 = 13$, but $3 \cdot 4 = 12$."),
        ("What is the sum?", r"A common mistake is $3 \cdot 4 = 13$."),
        (r"Find the impedance $Z$.", r"$\frac1Z = \frac1R + \mathrm{j}\omega C$."),
        (
            "An iteration starts with $x=1$ and updates $x\\leftarrow x-\\eta f'(x)$ with $f(x)=x^2$, $\\eta=0.1$.",
            r"Here $f'(1)=2$, so $x=1-0.1\cdot2=0.8$.",
        ),
        ("Its maximal area?", "The area is $A(x)=x(10-x)$. $A'(x)=10-2x=0$ gives $x=5$, so $A=25$."),
        ("For which $k$ do the lines $y=2x+1$ and $y=kx+3$ not intersect?", "They are parallel, so $k=2$."),
        (r"Write $1.2-1.6j$ in polar form.", r"It is $1.2-1.6j = 2\angle-53.13^\circ$."),
    ],
)
def test_no_right_line_is_refuted(stem: str, solution: str) -> None:
    assert "fails" not in levels(stem, solution)


@pytest.mark.parametrize(
    ("stem", "solution"),
    [
        ("A car goes 100 km in 10 h. How fast is it?", r"$v = \frac{s}{t} = \frac{100}{10} = 9$."),
        (
            "The order does not matter.",
            r"As order does not matter for a committee, there are $\frac{720}{6} = 144$ ways.",
        ),
        (r"Let $\sigma = 8$.", r"The standard error is $\frac{8}{\sqrt{64}} = 8$."),
        (
            r"Find the maximum.",
            r"$g(q) = -2q^2 + 80q$. First-order condition: $g'(q) = -4q + 80 = 0$, thus $q^* = 40$.",
        ),
        (r"Find all $\lambda$.", r"$$\lambda^2 - 7\lambda + 10 = 0$$ has the roots $\lambda_1 = 5$, $\lambda_2 = -2$."),
        ("Work it out.", "Now\n\\begin{align*}\n3 \\cdot 4 &= 13 \\\\\n&= 13\n\\end{align*}\n"),
        ("Work it out.", r"$\blacktriangle = 3 \cdot 4 = 13$."),
    ],
)
def test_slips_are_found(stem: str, solution: str) -> None:
    assert "fails" in levels(stem, solution)


def test_a_value_of_a_name_that_the_question_speaks_of_is_no_definition() -> None:
    assert levels(r"Let $a_0 = 0$ and $a_n = 2a_{n-1} + 1$.", r"Then $a_3 = 8$.") != ["holds"]
    assert levels(r"Maximise $p(q) = 80q - 2q^2$.", r"The best is $q^* = 40$.") == ["undecided"]


def test_a_remark_is_not_the_end() -> None:
    question = single_choice(
        r"Which value results?",
        ["$12$", "$13$"],
        2,
        r"$3 \cdot 4 = 12$. Note that $3 + 10 = 13$.",
    )
    assert verdict(question)["evidence"] != "consistent"


def test_what_somebody_claims_is_no_premise() -> None:
    assert levels("A student claims that $(a+b)^2=a^2+b^2$.", "In fact $(a+b)^2=a^2+ab+b^2$.") == ["fails"]
