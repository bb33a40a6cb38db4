r"""Distributions that a solution itself states bind its lines, and no key."""

# ruff: noqa: E501 - a case to a line

import pytest

from .questions import single_choice, verdict

POISSON = r"Calls arrive with a mean of 3 an hour. How likely are two or more?"
HEIGHTS = r"Heights are normal with mean 170 and variance 64. How many are above 182?"
SLIPS = {
    "a law": (POISSON, r"Let $X \sim \mathrm{Pois}(3)$. Then $P(X \ge 2) = 1 - P(X = 0) - P(X = 2)$."),
    "a mass": (POISSON, r"The number $X$ of calls has $P(X = k) = \frac{3^k}{k!} e^{-3}$, so $P(X \ge 2) = 1 - P(X = 1) - P(X = 2)$."),
    "trials until the first": ("A machine fails with probability 0.1 a day. How likely does it last three days?", r"$P(T = k) = \frac{1}{10} \left(\frac{9}{10}\right)^{k-1}$, so $P(T > 3) = \left(\frac{9}{10}\right)^2$."),
    "standardised": (HEIGHTS, r"Let $X \sim \mathcal{N}(170, 64)$. $P(X > 182) = P\left(Z > \frac{182 - 170}{64}\right) = P(Z > 1.5)$."),
    "the wrong tail": (HEIGHTS, r"$P(X > 182) = P(Z > 1.5) = \Phi(1.5)$."),
}  # fmt: skip
RIGHT = {
    "a law": (POISSON, r"Let $X \sim \mathrm{Pois}(3)$. Then $P(X \ge 2) = 1 - P(X = 0) - P(X = 1) = 1 - 4e^{-3} \approx 0.801$."),
    "a mass": (POISSON, r"The number $X$ of calls has $P(X = k) = \frac{3^k}{k!} e^{-3}$, so $P(X \ge 2) = 1 - P(X = 0) - P(X = 1)$."),
    "two laws for one letter": (POISSON, r"In one hour $X \sim \mathrm{Pois}(3)$, in two hours $X \sim \mathrm{Pois}(6)$. So $P(X = 0) = e^{-6}$."),
    "an approximation": ("A coin is thrown 100 times.", r"$X \sim \mathrm{Bin}(100, 1/2)$, approximately $X \sim \mathcal{N}(50, 25)$. So $P(X \le 50) \approx 0.5$ and $P(X = 50) \approx 0.0796$."),
    "under two hypotheses": ("A test.", r"Under the null hypothesis $X \sim \mathrm{Bin}(10, 1/2)$, so $P(X \ge 9) = \frac{11}{1024}$. Under the alternative, $X \sim \mathrm{Bin}(10, 0.8)$ and $P(X \ge 9) \approx 0.376$."),
    "another Z": ("Let $X$ and $Y$ be independent and normal, each with mean 1 and variance 2.", r"Let $Z = X + Y$. Then $P(Z > 2) = 1 - \Phi(0) = 0.5$."),
    "a Z of the question": ("What is $P(Z > 2)$ for $Z = X + Y$ with independent normal variables of mean 1?", r"$P(Z > 2) = 1 - \Phi(0) = 0.5$."),
    "a value of the table": (HEIGHTS + r" Given is $\Phi(1.5) = 0.9332$.", r"$P(X > 182) = P\left(Z > \frac{182 - 170}{8}\right) = P(Z > 1.5) = 1 - \Phi(1.5) = 1 - 0.9332 = 0.0668$."),
    "drawing without putting back": ("Two of five red and three blue balls are drawn.", r"$P(X = k) = \frac{\binom{5}{k}\binom{3}{2 - k}}{\binom{8}{2}}$, so $P(X = 1) = \frac{15}{28}$."),
}  # fmt: skip


def _failed(stem: str, solution: str) -> list[str]:
    steps = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))["steps"]
    return [step["latex"] for step in steps if step["verdict"] == "fails"]


@pytest.mark.parametrize("name", SLIPS)
def test_another_probability_than_that_of_the_law_is_refuted(name: str) -> None:
    assert _failed(*SLIPS[name])


@pytest.mark.parametrize("name", RIGHT)
def test_what_the_law_gives_or_another_may_is_not(name: str) -> None:
    assert _failed(*RIGHT[name]) == []


def test_components_are_no_vectors() -> None:
    stem = "For which $k$ are the vectors $(1, 0, 2)$, $(0, 1, 1)$ and $(2, k, 7)$ dependent?"
    solution = r"$\det \begin{pmatrix} 1 & 0 & 2 \\ 0 & 1 & 1 \\ 2 & k & 7 \end{pmatrix} = 1 \cdot (7 + k) - 4$."
    assert _failed(stem, solution)
    assert _failed(stem, solution.replace("7 + k", "7 - k")) == []
