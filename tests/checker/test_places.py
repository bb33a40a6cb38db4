"""Derivatives of functions at places, rates of what has a value at an instant, integrals over pieces."""

from __future__ import annotations

import pytest

from tests.checker.questions import single_choice, verdict

AT_PLACES = [
    ("$f(x,y)=x^2y^3$", find, value)
    for find, value in (
        (r"$\partial_x f(1,2)$", "16"),
        (r"$\frac{\partial}{\partial y} f(2,1)$", "12"),
        (r"$\frac{\partial f(1,2)}{\partial x}$", "16"),
        (r"$\frac{\partial^2}{\partial x\partial y}f(1,2)$", "24"),
    )
] + [
    ("$g(x)=x^3$", r"$\frac{dg(2)}{dx}$", "12"),
    ("$g(x)=x^3$", r"$\frac{d^2}{dx^2}g(2)$", "12"),
    ("$g(x)=x^3$", r"$\frac{d}{dx}g(a)$", "3a^2"),
    ("$M_X(t)=e^{3t}$", r"$\frac{d}{dt}M_X(0)$", "3"),
    ("$u(x,t)=e^{-t}\\sin x$", r"$\partial_x u(0,t)$", "e^{-t}"),
    (r"$p(x)=\lambda e^{-\lambda x}$", r"$\frac{\partial}{\partial\lambda} p(1)$", r"(1-\lambda)e^{-\lambda}"),
]


@pytest.mark.parametrize(("given", "find", "value"), AT_PLACES)
def test_a_derivative_is_taken_before_values_are_put_in(given: str, find: str, value: str) -> None:
    options = [f"${value}$", "$0$"]
    assert verdict(single_choice("What?", options, 1, given=[given], find=find))["evidence"] == "proved"
    assert verdict(single_choice("What?", options, 2, given=[given], find=find))["evidence"] == "refuted"


@pytest.mark.parametrize(
    ("given", "find"),
    [(r"$\phi(x,y)=x^2y$", r"$\partial_x\phi(x,x)$"), ("$g(x)=e^{3x}$", r"$\frac{d}{dx} \ln g(0)$")],
)
def test_what_is_read_in_two_ways_decides_nothing(given: str, find: str) -> None:
    assert verdict(single_choice("What?", ["$0$", "$3x^2$"], 1, given=[given], find=find))["evidence"] == "undecided"


@pytest.mark.parametrize(
    "stem",
    [
        r"The radius of a balloon is $r=5$ and grows. What is $\frac{dr}{dt}$?",
        r"A particle is at $x=2$ and moves with $v=3t$. What is $\dot x$?",
        r"Let $V=x^3$ with $x=2$, where $x$ grows with speed $v=3$. What is $\frac{dV}{dt}$?",
        r"A ladder has its foot at $x=3$. Its top is at $y$ with $x^2+y^2=25$. What is $\frac{dy}{dt}$?",
    ],
)
def test_a_value_may_be_that_at_an_instant(stem: str) -> None:
    assert verdict(single_choice(stem, ["$0$", "$36$"], 1))["evidence"] == "asserted"
    assert verdict(single_choice(stem, ["$0$", "$36$"], 2))["evidence"] == "asserted"


def test_pieces_that_are_zero_are_integrated() -> None:
    given = r"$f(x)=\begin{cases}0&x<0\\x&0\le x\le1\\1&x>1\end{cases}$"
    question = single_choice("What?", [r"$\frac32$", "$1$"], 1, given=[given], find=r"$\int_{-1}^2f(x)\,dx$")
    assert verdict(question)["evidence"] == "proved"


def test_a_constant_over_an_infinite_range_is_left_open() -> None:
    found = verdict(single_choice("Let $E$ be constant.", ["$1$", "$2$"], 1, r"$\int_r^\infty E\,ds=\infty$"))
    assert [step["verdict"] for step in found["steps"]] == ["undecided"]
