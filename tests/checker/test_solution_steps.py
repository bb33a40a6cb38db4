"""Steps of worked solutions that rest on what was said before them: slips fail, right ones do not."""

# ruff: noqa: E501 - a case to a line

from __future__ import annotations

import pytest

from tests.checker.questions import single_choice, verdict

SLIPS = [
    ("What is the escape speed?", r"We need $\frac12 mv^2 - \frac{GMm}{R} = 0$. Hence $v^2 = \frac{2GM}{R}$.", r"\frac{2GM}{R}", r"\frac{GM}{R}"),
    ("What is the energy on a circular orbit?", r"From $\frac{mv^2}{r} = \frac{GMm}{r^2}$ follows $v^2 = \frac{GM}{r}$. The kinetic energy is $\frac12 mv^2 = \frac{GMm}{2r}$.", "GMm}{2r}", "GMm}{2r^2}"),
    ("Let $f(x, y) = 2x^3 - 6xy$. Where is $f_x = 0$?", "We need $f_x = 6x^2 - 6y = 0$.", "6y", "6x"),
    ("Solve $x + y + z = 6$, $x - y + z = 2$, $2x + y - z = 1$.", "Subtracting the second equation from the first gives $2y = 4$.", "2y = 4", "2y = 8"),
    (r"Compute $\int_0^2 \frac{x}{1 + x^2}\,dx$.", r"Substitute $u = 1 + x^2$, $du = 2x\,dx$.", r"2x\,dx", r"x\,dx"),
    (r"$x_1,\dots,x_n$ is a sample from $N(\mu, 1)$.", r"With $\ell(\mu) = -\frac12\sum_{i=1}^n (x_i - \mu)^2$ we get $\ell''(\mu) = -n$.", "= -n", "= -2n"),
    (r"Let $F(x, y, z) = x^2 + y^2 - z^2$. What is its gradient?", r"$\nabla F = (2x, 2y, -2z)$.", "-2z", "2z"),
    (r"Ridge regression minimises $J(\mathbf{w}) = \|\mathbf{X}\mathbf{w} - \mathbf{y}\|^2 + \lambda\|\mathbf{w}\|^2$.", r"$\nabla J(\mathbf{w}) = 2\mathbf{X}^\top(\mathbf{X}\mathbf{w} - \mathbf{y}) + 2\lambda\mathbf{w}$.", r"+ 2\lambda", r"+ \lambda"),
    ("One mole of gas at $T$.", r"We have $pV = RT$. The work is $$\begin{aligned} W &= -\int_{V_1}^{V_1/3} p\,dV \\ &= -RT\int_{V_1}^{V_1/3} \frac{dV}{V} \\ &= -RT\ln\frac{V_1/3}{V_1}. \end{aligned}$$", r"-RT\ln", r"RT\ln"),
    (r"For $L(w) = \frac{1}{2n}\sum_{i=1}^n (w x_i - y_i)^2$ find the best $w$.", r"$\frac{dL}{dw} = \frac1n\sum_{i=1}^n x_i(w x_i - y_i)$. Setting this to zero we obtain $w^* = \frac{\sum_{i=1}^n x_i y_i}{\sum_{i=1}^n x_i^2}$.", "x_i^2}", "y_i^2}"),
]  # fmt: skip
TRUE = [
    ("A body of mass $m$ falls with drag $kv$.", r"We have $ma = mg - kv$, hence $v = \frac{mg}{k}$ since the acceleration vanishes."),
    ("Two bodies stick together.", r"Momentum: $m_1v_1 + m_2v_2 = (m_1 + m_2)u$. For equal masses this gives $u = \frac{v_1 + v_2}{2}$."),
    ("A satellite.", r"We have $\frac{mv^2}{r} = \frac{GMm}{r^2}$. Near the surface $GM = gR^2$, so $v^2 = gR$ for $r = R$."),
    ("The deviation of $1, 2, 4$ is", r"$s^2 = \frac{1.77 + 0.11 + 2.79}{2} = 2.33$, so $s = \sqrt{2.33} = 1.53$."),
    ("The revenue is $R = 100q - q^2$, the cost $C = 20q$.", "$MR = R' = 100 - 2q$ and $MC = C' = 20$; hence $100 - 2q = 20$ and $q = 40$."),
    ("Two measurements.", r"Let $S(\mu) = \frac{(a - \mu)^2}{s} + \frac{(b - \mu)^2}{t}$. Then $S'(\mu) = -\frac{2(a - \mu)}{s} - \frac{2(b - \mu)}{t}$. Setting this to zero and assuming equal variances gives $\hat\mu = \frac{a + b}{2}$."),
    ("Two measurements.", r"Let $S(\mu) = \frac{(a - \mu)^2}{s} + \frac{(b - \mu)^2}{t}$. Then $S'(\mu) = -\frac{2(a - \mu)}{s} - \frac{2(b - \mu)}{t}$. Setting this to zero gives $\hat\mu = \frac{a + b}{2}$ for equal variances."),
    ("A line $y = a + bx$.", r"$\frac{\partial S}{\partial a} = 2na + 2bu - 2v$ and $\frac{\partial S}{\partial b} = 2au + 2bw - 2z$. Setting this to zero gives $\hat b = \frac{nz - uv}{nw - u^2}$."),
    ("A satellite on a circular orbit.", r"The force balance is $\frac{mv^2}{r} = \frac{GMm}{r^2}$. Since $v = \frac{2\pi r}{T}$ this becomes $\frac{4\pi^2 r}{T^2} = \frac{GM}{r^2}$."),
    ("The Doppler effect.", "For a moving source $f' = \\frac{f}{1 - v/c}$, for a moving observer $f' = f(1 + v/c)$."),
    ("Find all solutions.", "From $ab = c$ and $a + b = c$ we get $(a-1)(b-1) = 1$. Over the integers $a - 1 = b - 1 = 1$, so $a = b = 2$, or $a - 1 = b - 1 = -1$, so $a = b = 0$."),
    ("Let $f(x) = x^3$.", "We need $f'(x) = 3x^2 = 12$. It is certainly not the case here, as some books have it, that $f'(x) = 2x$."),
    ("Let $f(x, y) = x^2 + y^2$.", r"On the line $y = x$, $\nabla f = 2x(1, 1)$."),
    ("Least squares.", r"Let $J(\mathbf{w}) = \mathbf{w}^\top\mathbf{A}\mathbf{w}$ with symmetric $\mathbf{A}$. Then $\nabla J(\mathbf{w}) = 2\mathbf{A}\mathbf{w}$."),
    (r"Least squares minimises $J(\mathbf{w}) = \|\mathbf{X}\mathbf{w} - \mathbf{y}\|^2$.", r"$\nabla J(\mathbf{w}) = 2\mathbf{X}^\top\mathbf{X}\mathbf{w} - 2\mathbf{X}^\top\mathbf{y}$. Setting it to zero gives $\mathbf{X}^\top\mathbf{X}\mathbf{w} = \mathbf{X}^\top\mathbf{y}$."),
]  # fmt: skip


def _failing(stem: str, solution: str) -> list[str]:
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    return [step["latex"] for step in found["steps"] if step["verdict"] == "fails"]


@pytest.mark.parametrize(("stem", "solution", "right", "wrong"), SLIPS)
def test_a_slip_fails_and_the_right_line_does_not(stem: str, solution: str, right: str, wrong: str) -> None:
    assert solution.count(right) == 1
    assert not _failing(stem, solution)
    assert _failing(stem, solution.replace(right, wrong))


@pytest.mark.parametrize(("stem", "solution"), TRUE)
def test_what_may_rest_on_words_is_not_refuted(stem: str, solution: str) -> None:
    assert not _failing(stem, solution)
