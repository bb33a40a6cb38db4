"""Displays and formulas cut into claims, each with its place and what joins it to the one before."""

# ruff: noqa: E501 - a case to a line

from __future__ import annotations

import pytest

from qbank.checker.cutting import cut, link_of

A = r"\begin{aligned} %s \end{aligned}"


def claims(latex: str) -> list[tuple[str, str]]:
    return [(latex[one.start : one.end], one.link) for one in cut(latex)]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\begin{align*} a &= b \\ &= c \tag{1} \end{align*}", [("a &= b", ""), ("= c", "")]),
        (r"\begin{gather} a = b \\[3pt] c = d\label{x} \end{gather}", [("a = b", ""), ("c = d", "")]),
        (
            r"\begin{equation}\begin{split} a &= b \\ &= c \end{split}\end{equation}",
            [("a &= b", ""), ("= c", "")],
        ),
        (r"2x = 4 \Rightarrow x = 2", [("2x = 4", ""), ("x = 2", "so")]),
        (r"x^2 = 4 \iff x = 2 \text{ or } x = -2", [("x^2 = 4", ""), ("x = 2", "iff"), ("x = -2", "or")]),
        (A % r"2x &= 4 \\ \Rightarrow\quad x &= 2", [("2x &= 4", ""), ("x &= 2", "so")]),
        (A % r"& f' = 2x \text{ and } g' = 3 \\ & \text{so } h' = 5", [("f' = 2x", ""), ("g' = 3", "and"), ("h' = 5", "so")]),
        (r"p \Rightarrow q", [(r"p \Rightarrow q", "")]),
        (r"p \Rightarrow q \equiv \neg p \lor q", [(r"p \Rightarrow q \equiv \neg p \lor q", "")]),
        (A % r"\int x\,dx &= \frac{x^2}{2} + C \quad\text{(power rule)} \\ a &= b", [
            (r"\int x\,dx &= \frac{x^2}{2} + C", ""), ("a &= b", "")]),
        (r"\begin{cases} 2x + y = 1 \\ x - y = 2 \end{cases}", [("2x + y = 1", ""), ("x - y = 2", "and")]),
        (
            r"\left\{\begin{array}{l} x + y = 1 \\ x = 2 \end{array}\right. \Rightarrow y = -1",
            [("x + y = 1", ""), ("x = 2", "and"), ("y = -1", "so")],
        ),
        (
            r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
            [(r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", "")],
        ),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} = A", [(r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} = A", "")]),
        (r"\boxed{x = 2}", [("x = 2", "")]),
        (r"x = \boxed{2}", [(r"x = \boxed{2}", "")]),
        (r"\lim_{x \to 0} f = 1", [(r"\lim_{x \to 0} f = 1", "")]),
        (r"f(x, y) = 2, \quad g = 3,", [("f(x, y) = 2", ""), ("g = 3", "and")]),
        (r"\text{Sigmoid}(x) = 1", [(r"\text{Sigmoid}(x) = 1", "")]),
        (r"\text{net}_j = 1", [(r"\text{net}_j = 1", "")]),
        (A % r"a &= b \\ \intertext{and therefore} c &= d", [("a &= b", ""), ("c &= d", "so")]),
        (r"\underbrace{a + b}_{=c} = d", [(r"\underbrace{a + b}_{=c} = d", "")]),
        (r"\sin^2 x = 1 - \cos^2 x \quad \text{since } \sin^2 x + \cos^2 x = 1", [
            (r"\sin^2 x = 1 - \cos^2 x", ""), (r"\sin^2 x + \cos^2 x = 1", "because")]),
        (r"v = 5 \text{ m}", [(r"v = 5 \text{ m}", "")]),
        (r"a \le b \Leftrightarrow b \ge a", [(r"a \le b", ""), (r"b \ge a", "iff")]),
        (r"\leftarrow a", [(r"\leftarrow a", "")]),
        (r"", []),
    ],
)  # fmt: skip
def test_cut(latex: str, expected: list[tuple[str, str]]) -> None:
    assert claims(latex) == expected


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("so that", "so"), (", where ", "where"), ("and hence", "so"), ("Let", "if"), ("which is", "note"),
        ("Since we know that", "because"), ("if", "if"), ("therefore we set", "if"), ("", "note"),
    ],
)  # fmt: skip
def test_links(words: str, link: str) -> None:
    assert link_of(words) == link


@pytest.mark.parametrize("latex", [r"\begin{aligned} a \\", "}{", r"\end{x}", r"\left", "\\", r"\text{", r"a \\ \\ b"])
def test_broken_latex_is_cut_without_failing(latex: str) -> None:
    for one in cut(latex):
        assert 0 <= one.start < one.end <= len(latex)
