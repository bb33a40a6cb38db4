"""Stems whose words change what their formulas mean: the plain reading proves and refutes nothing."""

from __future__ import annotations

import pytest

from tests.checker.questions import single_choice, verdict

MISLEADING = [
    ("At first $m = 6$. Then one more is bought. What is $m$?", ("$7$", "$6$", "$5$")),
    ("Let $b = 9$. We take its root instead. What is $b$?", ("$3$", "$9$", "$81$")),
    ("We measure angles in degrees. What is $\\cos(60)$?", (r"$\frac12$", "$\\cos(60)$", "$0$")),
    ("In a number system with base eight, what is $6+3$?", ("$11$", "$9$", "$10$")),
    ("Let $f(x) = x^2$ for $x > 1$ and $f(x) = 5x$ otherwise. What is $f(-3)$?", ("$-15$", "$9$", "$3$")),
    ("If $b = 0$, then $u$ is $a$. Let $u = a + b$. For $b = 2$, what is $u$?", ("$a + 2$", "$a$", "$2$")),
    (r"Compute $\int_0^1 x^2\,dx$ using the midpoint rule with one interval.", (r"$\frac14$", r"$\frac13$", "$1$")),
    (r"Evaluate $\sqrt{9.3}$ by linear approximation.", ("$3.05$", r"$\sqrt{9.3}$", "$3$")),
    ("A pupil believes that $y = 4$, with a wrong sign. What is $y$?", ("$-4$", "$4$", "$0$")),
    ("We use the maximum norm. What is the norm of $(5, 12)$?", ("$12$", "$13$", "$17$")),
    ("Let $g(t) = t^2$, delayed by $2$. What is $g(5)$?", ("$9$", "$25$", "$5$")),
    (r"The tree with $n = 16$ leaves has the height $h = \log n$. What is $h$?", ("$4$", r"$\ln 16$", "$16$")),
    ("Find $1$ and $2$ and $3$, the sum of $1$ and $2$ and $3$.", ("$6$", "$3$", "$2$")),
    ("Let $h(x) = |x - 1|$. Find $h'(1)$.", ("does not exist", "$0$", "$1$")),
]


@pytest.mark.parametrize(("stem", "options"), MISLEADING, ids=[stem[:50] for stem, _ in MISLEADING])
@pytest.mark.parametrize("key", [1, 2])
def test_the_plain_reading_proves_and_refutes_nothing(stem: str, options: tuple[str, ...], key: int) -> None:
    assert verdict(single_choice(stem, list(options), key))["evidence"] == "asserted"


HARMLESS = [
    ("A cart moves along a rail with $x(t) = 4t^2 - t$. What is $x'(2)$?", ("$15$", "$14$", "$16$")),
    (r"Two springs $k_1$ and $k_2$ are in series, so $\frac1k = \frac1{k_1} + \frac1{k_2}$. What is $k$?",
     (r"$\frac{k_1 k_2}{k_1 + k_2}$", "$k_1 + k_2$", "$k_1 k_2$")),
    (r"Compute the derivative of $x\sin x$ using the product rule.",
     (r"$\sin x + x\cos x$", r"$\cos x$", r"$x\cos x$")),
    (r"Let $a$ be positive. What is $\log(a^3)$?", (r"$3\log a$", r"$(\log a)^3$", r"$\log(3a)$")),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "options"), HARMLESS, ids=[stem[:50] for stem, _ in HARMLESS])
def test_stories_stay_in_reach(stem: str, options: tuple[str, ...]) -> None:
    assert verdict(single_choice(stem, list(options), 1))["evidence"] == "proved"
    assert verdict(single_choice(stem, list(options), 2))["evidence"] == "refuted"
