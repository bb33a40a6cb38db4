"""Probabilities, random variables and their moments: identities, premises, and what must never be assumed."""

from __future__ import annotations

import pytest

from qbank.checker import compare

PARTITION = r"$B_1, \ldots, B_n$ form a partition"
MEAN = [
    r"$\bar X = \frac{1}{n}\sum_{i=1}^n X_i$",
    r"$X_1, \ldots, X_n$ are i.i.d.",
    r"$\operatorname{Var}(X_i) = \sigma^2$",
]
TEST = ["$P(A)=0.3$", r"$P(B\mid A)=0.9$", r"$P(B\mid A^c)=0.2$"]
INDEPENDENT = ["$A$ and $B$ are independent"]
NORMAL = [r"$X \sim \mathcal{N}(\mu, \sigma^2)$"]

EQUAL: list[tuple[str, str, list[str]]] = [
    (r"P(A\cup B)", r"P(A)+P(B)-P(A\cap B)", []),
    (r"P(A^c)", "1-P(A)", []),
    (r"P(A\cap B^c)", r"P(A)-P(A\cap B)", []),
    (r"P(A\mid B)", r"\frac{P(B\mid A)P(A)}{P(B)}", []),
    (r"P(A\mid B)", r"\frac{P(B\mid A)P(A)}{P(B\mid A)P(A)+P(B\mid A^c)P(A^c)}", []),
    (r"P(A\cap B\cap C)", r"P(A)P(B\mid A)P(C\mid A\cap B)", []),
    (r"P(A\cup B)", "P(A)+P(B)", ["A and B are mutually exclusive"]),
    (r"P(A\cap B)", "P(A)P(B)", INDEPENDENT),
    (r"P(A^c\cap B^c)", "P(A^c)P(B^c)", INDEPENDENT),
    (r"P(A\mid B)", "P(A)", INDEPENDENT),
    (r"P(A\cup B)", r"0.58", ["$P(A)=0.3$", "$P(B)=0.4$", *INDEPENDENT]),
    (r"P(A\mid B)", r"\frac{27}{41}", TEST),
    ("P(B)", "0.41", TEST),
    ("P(A)", r"\sum_{i=1}^n P(A\mid B_i)P(B_i)", [PARTITION]),
    (r"P(B_k\mid A)", r"\frac{P(A\mid B_k)P(B_k)}{\sum_{i=1}^n P(A\mid B_i)P(B_i)}", [PARTITION]),
    ("P(X>2)", r"1-P(X\le 2)", []),
    ("P(X=2)", r"\frac{\lambda^2 e^{-\lambda}}{2}", [r"$X\sim \text{Poisson}(\lambda)$"]),
    (r"P(X\ge 2)", r"1-(1-p)^{10}-10p(1-p)^9", [r"$X\sim \text{Bin}(10,p)$"]),
    ("P(X>3)", "e^{-6}", [r"$X\sim \text{Exp}(2)$"]),
    (r"P(X > s+t \mid X > s)", "P(X>t)", [r"$X\sim \text{Exp}(\lambda)$", "$s>0$", "$t>0$"]),
    (r"P(X\le 5)", r"\Phi(1)", [r"$X\sim N(3,4)$"]),
    (r"\operatorname{Var}(aX+b)", r"a^2\operatorname{Var}(X)", []),
    (r"\operatorname{Var}(X)", "E[X^2]-E[X]^2", []),
    (r"\operatorname{Var}(X+Y)", r"\operatorname{Var}(X)+\operatorname{Var}(Y)+2\operatorname{Cov}(X,Y)", []),
    (r"\operatorname{Var}(X-Y)", r"\operatorname{Var}(X)+\operatorname{Var}(Y)", ["X and Y are independent"]),
    (r"\operatorname{Cov}(X+Y,X-Y)", r"\operatorname{Var}(X)-\operatorname{Var}(Y)", []),
    (r"\operatorname{Var}(\bar X)", r"\frac{\sigma^2}{n}", MEAN),
    ("E[X^2]", "13", ["$E[X]=3$", r"$\operatorname{Var}(X)=4$"]),
    ("E[X^2]", r"\mu^2+\sigma^2", NORMAL),
    (r"E[e^{tX}]", r"e^{\mu t+\sigma^2 t^2/2}", NORMAL),
    ("E[E[X\\mid Y]]", "E[X]", []),
    (r"\operatorname{Var}(X)", r"E[\operatorname{Var}(X\mid Y)]+\operatorname{Var}(E[X\mid Y])", []),
    (r"|A\cup B|", r"|A|+|B|-|A\cap B|", []),
    (r"|A\cup B|", "14", ["$|A|=10$", "$|B|=7$", r"$|A\cap B|=3$"]),
    (r"\sum_{i=1}^n (x_i-\bar x)^2", r"\sum_{i=1}^n x_i^2-n\bar x^2", [r"$\bar x=\frac{1}{n}\sum_{i=1}^n x_i$"]),
]
DIFFERENT: list[tuple[str, str, list[str]]] = [
    (r"P(A\cup B)", "P(A)+P(B)", []),
    (r"P(A\cap B)", "P(A)P(B)", []),
    (r"P(A\mid B)", r"P(B\mid A)", []),
    (r"P(A\mid B)", r"\frac{P(A\cap B)}{P(A)}", []),
    (r"P(A\mid B)", r"\frac{27}{40}", TEST),
    (r"P(A\cap B\cap C)", "P(A)P(B)P(C)", INDEPENDENT),
    ("P(X>2)", "1-P(X<2)", []),
    (r"P(X\le 5)", r"\Phi(2)", [r"$X\sim N(3,4)$"]),
    ("P(X=2)", r"\frac{\lambda^2 e^{-\lambda}}{3}", [r"$X\sim \text{Poisson}(\lambda)$"]),
    (r"\operatorname{Var}(aX+b)", r"a\operatorname{Var}(X)", []),
    (r"\operatorname{Var}(aX+b)", r"a^2\operatorname{Var}(X)+b", []),
    (r"\operatorname{Var}(X+Y)", r"\operatorname{Var}(X)+\operatorname{Var}(Y)", []),
    (r"\operatorname{Var}(X-Y)", r"\operatorname{Var}(X)-\operatorname{Var}(Y)", ["X and Y are independent"]),
    ("E[XY]", "E[X]E[Y]", []),
    ("E[X^2]", "E[X]^2", []),
    (r"\operatorname{Var}(\bar X)", r"\frac{\sigma^2}{n^2}", MEAN),
    (r"\operatorname{Var}(X)", r"E[\operatorname{Var}(X\mid Y)]", []),
    (r"|A\cup B|", "|A|+|B|", []),
    (r"|A\cup B|", "17", ["$|A|=10$", "$|B|=7$", r"$|A\cap B|=3$"]),
]
OPEN: list[tuple[str, str, list[str]]] = [
    ("P(A)", r"\sum_{i=1}^n P(A\mid B_i)P(B_i)", []),
    (r"\operatorname{Var}(\bar X)", r"\frac{\sigma^2}{n^2}", []),
    (r"P(X+Y=2)", "P(X=1)P(Y=1)", []),
]


@pytest.mark.parametrize(("a", "b", "assume"), EQUAL)
def test_equal(a: str, b: str, assume: list[str]) -> None:
    verdict = compare(a, b, assume=assume)
    assert verdict.proved, verdict


@pytest.mark.parametrize(("a", "b", "assume"), DIFFERENT)
def test_different(a: str, b: str, assume: list[str]) -> None:
    verdict = compare(a, b, assume=assume)
    assert verdict.outcome == "different", verdict
    assert verdict.witness is not None


@pytest.mark.parametrize(("a", "b", "assume"), OPEN)
def test_what_words_leave_open_is_not_refuted(a: str, b: str, assume: list[str]) -> None:
    assert compare(a, b, assume=assume).outcome == "undecided"


def test_independence_in_doubt_says_nothing() -> None:
    for words in ("$A$ and $B$ are not independent", "A and B are conditionally independent given C"):
        assert compare(r"P(A\cap B)", "P(A)P(B)", assume=[words]).outcome != "equal"


def test_a_standard_deviation_is_not_negative() -> None:
    assert compare(r"P(|X-\mu|\le 2\sigma)", r"\operatorname{erf}(\sqrt{2})", assume=NORMAL).proved
