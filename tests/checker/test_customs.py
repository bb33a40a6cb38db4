"""Questions that another custom answers otherwise: nothing is proved or refuted; without such an option, all is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checker.questions import single_choice, verdict

OPEN: list[tuple[str, list[str], dict[str, Any]]] = [
    ("What is $f^2(3)$ for $f(x) = x+1$?", ["16", "5"], {}),
    (
        r"What is $A * B$ for $A = \begin{pmatrix}1&2\\3&4\end{pmatrix}$, $B = \begin{pmatrix}1&0\\2&1\end{pmatrix}$?",
        [r"\begin{pmatrix}5&2\\11&4\end{pmatrix}", r"\begin{pmatrix}1&0\\6&4\end{pmatrix}"],
        {},
    ),
    ("What is $(1, 2) * (3, 4)$?", ["11", "(3, 10, 8)"], {}),
    (r"What is $\int v\,dt$?", ["vt", "x"], {}),
    ("What is the angle between $(1,0)$ and $(1,1)$?", ["45", r"\frac\pi4"], {}),
    (r"What is $\arg(-1 - i)$?", [r"-\frac{3\pi}{4}", r"\frac{5\pi}{4}"], {}),
    (
        "What is the Jacobian matrix of $F(x, y) = (x^2, xy)$ in denominator layout?",
        [r"\begin{pmatrix}2x&0\\y&x\end{pmatrix}", r"\begin{pmatrix}2x&y\\0&x\end{pmatrix}"],
        {"given": ["F(x, y) = (x^2, xy)"], "find": "J_F"},
    ),
    (r"What is the gradient of $f(r, \theta) = r^2\sin\theta$?", [r"(2r\sin\theta, r^2\cos\theta)", "(r, 0)"], {}),
    (r"Let $f(r, \varphi) = r^2$. What is the Laplacian of $f$?", ["2", "4"], {}),
    (r"What is the divergence of $F(r,\theta) = (r, 0)$?", ["1", "2"], {}),
    (r"What is the area under $r = \theta$ for $0 \le \theta\le 1$?", [r"\frac12", r"\frac16"], {}),
    ("What is the slope of $r(t) = (t^2, t^3)$ at $t = 1$?", ["(2, 3)", r"\frac32"], {}),
    (
        r"Let $X \sim N(100, 15)$ be the IQ. What is $\operatorname{Var}(X)$?",
        ["15", "225"],
        {"given": [r"X \sim N(100, 15)"], "find": r"\operatorname{Var}(X)"},
    ),
    (
        "Two numbers of apples $x$, $y$ have the sum 7. What is the largest product?",
        ["12.25", "12"],
        {"find": r"\max_{x + y = 7} xy"},
    ),
    ("Simplify $A + A$.", ["2A", "A"], {}),
    (r"Simplify $A\cdot A$.", ["A^2", "A"], {}),
    ("Solve $P^2 = P$ for $P$.", ["0, 1", "0"], {}),
    ("Find all $A$ with $A^2 = 0$.", ["0", "1"], {}),
    (r"What is $\frac{d}{dt}A(t)^2$?", ["2A(t)A'(t)", "A'(t)^2"], {}),
    (r"What is $\frac{d}{dt} A(t)^{-1}$?", ["-A'(t)A(t)^{-2}", "A'(t)"], {}),
    (r"Solve $v\cdot x = 3$ for $x$.", [r"\frac3v", "3v"], {}),
    (r"Solve $a \times x = b$ for $x$.", [r"\frac ba", "ab"], {}),
    ("Which statement is true for all $z$?", ["|z|^2 = z^2", "|z| = z"], {}),
    ("Expand $|a + b|^2$.", ["a^2 + 2ab + b^2", "a^2 + b^2"], {}),
    ("What are the solutions of $x^2 - 5x + 6 = 0$?", ["2", "5"], {"find": "x^2 - 5x + 6 = 0"}),
    (r"What are the solutions of $\sin x = 0$?", ["0", "1"], {"find": r"\sin x = 0"}),
    ("Solve $e^{x} = e^{2}$ for complex $x$.", ["2", "1"], {}),
    (r"For which $a$ is $\begin{pmatrix}a&1\\1&a\end{pmatrix}$ singular?", ["1", "2"], {}),
    ("What is the inverse of $ab$?", ["a^{-1}b^{-1}", "b^{-1}a^{-1}"], {}),
    (r"Insert $7$ into $S = \{1, 5\}$. $|S|$?", ["2", "3"], {}),
    ("In the quaternions, $ij = k$. $ji$?", ["k", "-k"], {}),
]
CLEAR: list[tuple[str, list[str], dict[str, Any]]] = [
    ("What is $f^2(3)$ for $f(x) = x+1$?", ["16", "4"], {}),
    ("What is the angle between $(1,0)$ and $(1,1)$?", [r"\frac\pi4", r"\frac\pi3"], {}),
    ("What is the Jacobian matrix of $F(x, y) = (x^2, xy)$?",
     [r"\begin{pmatrix}2x&0\\y&x\end{pmatrix}", r"\begin{pmatrix}2x&x\\0&x\end{pmatrix}"],
     {"given": ["F(x, y) = (x^2, xy)"], "find": "J_F"}),
    (r"Let $X \sim N(100, 225)$. What is $\operatorname{Var}(X)$?", ["225", "100"],
     {"given": [r"X \sim N(100, 225)"], "find": r"\operatorname{Var}(X)"}),
    ("Simplify $A + A$.", ["2A", "3A"], {}),
    (r"Simplify $x\cdot x$.", ["x^2", "x"], {}),
    ("Solve $a x = b$ for $x$.", [r"\frac ba", "ab"], {}),
    (r"Solve $2\cdot x = 3$ for $x$.", [r"\frac32", "6"], {}),
    ("Which is a solution of $x^2 - 5x + 6 = 0$?", ["2", "5"], {"find": "x^2 - 5x + 6 = 0"}),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "options", "check"), OPEN, ids=[f"{one[0]} {at}" for at, one in enumerate(OPEN)])
def test_nothing_is_decided_where_customs_differ(stem: str, options: list[str], check: dict[str, Any]) -> None:
    for key in (1, 2):
        found = verdict(single_choice(stem, [f"${one}$" for one in options], key, **check))
        assert found["evidence"] in ("asserted", "undecided")


@pytest.mark.parametrize(("stem", "options", "check"), CLEAR, ids=[f"{one[0]} {at}" for at, one in enumerate(CLEAR)])
def test_all_is_decided_where_no_option_is_right_by_another(
    stem: str, options: list[str], check: dict[str, Any]
) -> None:
    found = verdict(single_choice(stem, [f"${one}$" for one in options], 1, **check))
    assert found["evidence"] == "proved"
