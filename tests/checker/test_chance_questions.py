"""Whole questions on chance: what the stem states is solved for what is asked, wrong keys are caught."""

from __future__ import annotations

import pytest

from tests.checker.questions import single_choice, verdict

DENSITY = r"The density of $X$ is $f(x)=\begin{cases}2x & 0\le x\le 1\\ 0 & \text{otherwise}\end{cases}$."
TABLE = "$X$ has $P(X=0)=0.2$, $P(X=1)=0.5$ and $P(X=2)=0.3$."
TESTED = r"A test has $P(D)=0.01$, $P(T\mid D)=0.95$ and $P(T\mid D^c)=0.05$."

QUESTIONS = [
    (TESTED, r"$P(D\mid T)$", [r"$\frac{19}{118}$", "$0.95$", r"$\frac{1}{100}$"]),
    ("Events $A$ and $B$ are independent with $P(A)=0.5$ and $P(A\\cup B)=0.8$.", "$P(B)$", ["$0.6$", "$0.3$"]),
    (r"Let $X\sim \text{Bin}(10,p)$.", r"$\operatorname{Var}(2X+1)$", ["$40p(1-p)$", "$20p(1-p)$", "$10p(1-p)$"]),
    ("Let $X\\sim N(100, 225)$.", "$P(X>130)$", [r"$1-\Phi(2)$", r"$\Phi(2)$"]),
    (TABLE, "$E[X]$", ["$1.1$", "$1$"]),
    (TABLE, r"$\operatorname{Var}(X)$", ["$0.49$", "$1.7$"]),
    (DENSITY, "$E[X]$", [r"$\frac{2}{3}$", r"$\frac{1}{2}$"]),
    (DENSITY, r"$P(X>\frac{1}{2})$", [r"$\frac{3}{4}$", r"$\frac{1}{2}$"]),
    (DENSITY.replace("2x", "c x^2"), "$E[X]$", [r"$\frac{3}{4}$", r"$\frac{2}{3}$"]),
]


@pytest.mark.parametrize(("stem", "find", "options"), QUESTIONS)
def test_the_right_key_is_proved_and_a_wrong_one_refuted(stem: str, find: str, options: list[str]) -> None:
    assert verdict(single_choice(stem, options, find=find))["evidence"] == "proved"
    assert verdict(single_choice(stem, options, answer=2, find=find))["evidence"] == "refuted"


@pytest.mark.parametrize(
    ("stem", "find"),
    [
        ("Events $A$ and $B$ satisfy $P(A)=0.5$ and $P(A\\cup B)=0.8$.", "$P(B)$"),
        ("A fair die is rolled; $X$ is what it shows.", "$E[X]$"),
    ],
)
def test_what_only_words_tell_is_neither_proved_nor_refuted(stem: str, find: str) -> None:
    assert verdict(single_choice(stem, ["$0.6$", "$3.5$"], find=find))["evidence"] == "undecided"
