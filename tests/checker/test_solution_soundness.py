"""True solutions, as they are written: no line of them may be refuted, whatever is left to words."""

# ruff: noqa: E501 - a case to a line

from __future__ import annotations

import pytest

from tests.checker.questions import aligned, single_choice, verdict

TRUE = [
    ("symmetry", "Maximise $xy$ subject to $x + y = 10$.", "By symmetry, $x = y$, so $x = 5$ and $y = 5$."),
    ("a bare claim", "Maximise $xy$ subject to $x + y = 10$.", "By the inequality of means, $x = 5$."),
    ("cases", "Let $f(a) = a^2$.", "Let $a = 1$. Then $f(a) = 1$. Let $a = 2$. Then $f(a) = 4$."),
    ("two conditions", "Evaluate $x^2 + 1$.", "If $x = 1$, then $x^2 + 1 = 2$. If $x = 2$, then $x^2 + 1 = 5$."),
    ("meeting curves", "Where does the parabola $x^2$ meet the line $4x$?", "$x^2 = 4x$, so $x(x - 4) = 0$, so $x = 0$ or $x = 4$."),
    ("a lost solution", "Solve $x^2 = 4x$.", aligned("x^2 &= 4x", "x &= 4")),
    ("one root", "Solve $x^2 = 9$ for the length $x$.", r"$x = \sqrt{9} = 3$"),
    ("squaring", r"Solve $\sqrt{x + 2} = x$.", "$x + 2 = x^2$, so $x^2 - x - 2 = 0$, hence $x = 2$."),
    ("a law", "A mass $m = 2$ has acceleration $a = 3$. Find the force $F$.", "$F = ma = 6$"),
    ("energy", "Find the energy $E$ of a mass $m$.", "$E = m c^2$"),
    ("inflection", "Study $f(x) = x^3 - 3x$.", "$f'(x) = 3x^2 - 3 = 0$, so $x = 1$ or $x = -1$. $f''(x) = 6x = 0$, so $x = 0$."),
    ("second test", "Study $f(x) = x^3 - 3x$.", "$f'(x) = 3x^2 - 3$ and $f''(1) = 6 > 0$."),
    ("a mistake", "Expand $(a + b)^2$.", "A common mistake is $(a + b)^2 = a^2 + b^2$."),
    ("a mistake after", "Expand $(a + b)^2$.", "$(a + b)^2 = a^2 + b^2$ is wrong."),
    ("not", "Compute $2 + 2$.", r"It is not $2 + 2 = 5$. Indeed $2 + 2 \ne 5$."),
    ("contradiction", r"Show that $\sqrt{2}$ is irrational.", r"Suppose $\sqrt{2} = \frac{p}{q}$. Then $2q^2 = p^2$."),
    ("even numbers", "Show that the square of an even number $n$ is even.", "Let $n = 2k$. Then $n^2 = 4k^2$."),
    ("an assignment", "Run the loop.", "Then $i = i + 1$."),
    ("row operations", "Reduce the matrix.", "$R_2 = R_2 - 2R_1$"),
    ("a condition after", "Simplify $|x|$.", "$|x| = x$ for $x > 0$ and $|x| = -x$ for $x < 0$."),
    ("a condition in a row", "Simplify $|x|$.", aligned(r"|x| &= x \quad \text{for } x > 0", r"|x| &= -x \quad \text{if } x < 0")),
    ("whole numbers", "Compute the Fourier coefficients for integer $n$.", r"$\sin(n\pi) = 0$ and $\cos(n \pi) = (-1)^n$."),
    ("rounded", "Compute $2/3$.", r"$\frac{2}{3} = 0.667$"),
    ("a general solution", r"Solve $\sin x = 0$.", r"$x = k\pi$"),
    ("complex roots", "Solve $z^2 + 1 = 0$.", "$z^2 = -1$, so $z = i$ or $z = -i$."),
    ("roots of unity", "Solve $z^3 = 1$.", r"$(z - 1)(z^2 + z + 1) = 0$, so $z = 1$ or $z^2 + z + 1 = 0$."),
    ("parameters", "Solve $ax + b = 0$ for $x$.", r"$ax = -b$, so $x = -\frac{b}{a}$."),
    ("separation", r"Solve $\frac{dy}{dx} = 2y$.", r"$\ln |y| = 2x + C$, so $y = A e^{2x}$."),
    ("a trigonometric root", r"Solve $\cos t = \frac{1}{2}$ for $0 < t < \pi$.", r"$t = \frac{\pi}{3}$"),
    ("an estimate", "Show that $2^n > n^2$ for large $n$.", "$2^n > n^2$ for $n > 4$."),
    ("side by side", "Study $f(x) = x^2$.", r"$$f'(x) = 2x, \quad f'(3) = 6, \quad f(x) = 9 \text{ at } x = 3$$"),
    ("setting", "Let $f(x) = x^2 - 4$.", "Setting $f(x) = 0$ gives $x = 2$ or $x = -2$; setting $f(x) = 5$ gives $x = 3$ or $x = -3$."),
    ("critical value", "Let $f(x) = x^2 - 2x$.", "$f'(x) = 0$ at $x = 1$, where $f(x) = -1$."),
    ("by parts", r"Compute $\int \ln x\,dx$ for $x > 0$.", r"$$\int \ln x\,dx = x \ln x - \int 1\,dx = x\ln x - x + C$$"),
    ("constants swallowed", r"Compute $\int (x + 1)\,dx$.", r"$$\int (x + 1)\,dx = \frac{(x+1)^2}{2} + C = \frac{x^2}{2} + x + C$$"),
    ("new letters", "Compute the area.", "With $a = 3$ and $b = 4$, the area is $ab = 12$."),
    ("percent", "Compute the rate.", r"$\frac{3}{20} = 0.15 = 15\%$"),
    ("units", "Convert the speed.", r"$72\,\text{km/h} = 20\,\text{m/s}$"),
    ("pigeonhole", "Prove it.", "Since $5 > 4$, two agree."),
    ("by the way", "Compute $f(2)$ for $f(x) = x^2$.", "The derivative of $y = x^2$, which equals $2x$, is not needed: $f(2) = 4$."),
    ("a known function", r"For $p = \sigma(z)$ and $L = -y\ln p$, what is $\frac{\partial L}{\partial z}$?", r"$\frac{dp}{dz} = p(1 - p)$."),
    ("another place", "A loop of radius $r$.", r"At the top we need $v^2 = gr$. By conservation of energy $\frac12mv^2 = \frac12mgr + 2mgr = \frac52mgr$ at the bottom."),
    ("another place, with a root", "A stone falls from $h$.", r"At the ground $v = \sqrt{2gh}$. Half way down, $\frac12mv^2 = \frac12mgh$."),
    ("another place in the stem", "A stone falls from $h$. What is its kinetic energy half way down?", r"$v^2 = 2gh$. Thus $\frac12mv^2 = \frac12mgh$."),
    ("a covariance matrix", r"Gradient of $f(\mathbf w) = \mathbf w^\top C\mathbf w$ with a covariance matrix $C$?", r"$\nabla f(\mathbf w) = 2C\mathbf w$."),
    ("a Gram matrix", r"Gradient of $f(\mathbf w) = \frac12\mathbf w^\top\mathbf K\mathbf w$, $\mathbf K$ a Gram matrix?", r"The gradient is $\nabla f(\mathbf w) = \mathbf K\mathbf w$."),
    ("a permutation", r"Let $f(\mathbf x) = \frac12\|\mathbf{P}\mathbf x\|^2$, $\mathbf P$ a permutation matrix.", r"$\nabla f(\mathbf x) = \mathbf x$."),
    ("on a sphere", r"Gradient of $f(\mathbf w) = \|\mathbf w\|$?", r"$\nabla f(\mathbf w) = \frac{\mathbf w}{\|\mathbf w\|}$. On the unit sphere $\nabla f(\mathbf w) = \mathbf w$."),
    ("a case of a maximum", r"The loss is $J(\mathbf w) = \max(0, 1 - y\mathbf w^\top\mathbf x)$.", r"$\nabla J(\mathbf w) = -y\mathbf x$"),
    ("one example", r"The loss is $J(\mathbf w) = \frac1n\sum_i(\mathbf w^\top\mathbf x_i - y_i)^2$.", r"For one example, $\nabla J(\mathbf w) = 2(\mathbf w^\top\mathbf x_i - y_i)\mathbf x_i$."),
    ("an excluded root", "Where is $f(x) = x^2 e^{-ax}$, $a > 0$, $x > 0$, greatest?", r"$f'(x) = (2x - ax^2)e^{-ax}$. Setting this to zero gives $x = 0$ or $x = \frac2a$."),
    ("two functions set to zero", "Study $f(x) = x^3 - 3a^2x$ ($a > 0$).", r"$f'(x) = 3x^2 - 3a^2$ and $f''(x) = 6x$. The function itself: setting it to zero gives $x = a\sqrt3$. Setting the derivative to zero gives $x = a$."),
    ("a substitution", r"$g(\theta) = \theta - a\ln\theta$, written with $\theta = e^s$: minimise over $s$.", r"$g'(\theta) = 1 - \frac a\theta$. Setting this to zero gives $\theta = a = e^s$."),
    ("steps of logic", r"Simplify $\neg(p\land\neg q)$.", r"$\neg(p\land\neg q) \equiv \neg p\lor q \Leftrightarrow p \Rightarrow q$"),
    ("a primed variable", "Isothermal: $pV = nRT$.", r"$W = \int_V^{2V}p\,dV' = \int_V^{2V}\frac{nRT}{V'}\,dV' = nRT\ln 2$."),
    ("a derivative along a tie", "Let $S = x^2 + 4xh$ where $x^2h = 32$.", r"$\frac{dS}{dx} = 2x - \frac{128}{x^2}$."),
    ("a tied integrand", r"A gas with $p V^\gamma = c$ expands.", r"$W = \int_{V_1}^{V_2} p\,dV = c\int_{V_1}^{V_2} V^{-\gamma}\,dV$."),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "solution"), [case[1:] for case in TRUE], ids=[case[0] for case in TRUE])
def test_no_true_line_is_refuted(stem: str, solution: str) -> None:
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    assert [step for step in found["steps"] if step["verdict"] == "fails"] == []


@pytest.mark.parametrize(
    ("stem", "right", "wrong", "solution"),
    [
        ("What is the kinetic energy after half of the fall from $h$?", r"$\frac12mgh$", "$mgh$", r"$v^2 = 2gh$, so $\frac12mv^2 = mgh$."),
        (r"Find $\frac{dS}{dx}$ of $S = x^2 + 4xh$ where $x^2h = 32$.", r"$2x - \frac{128}{x^2}$", "$2x + 4h$", r"$\frac{dS}{dx} = 2x + 4h$."),
    ],
)  # fmt: skip
def test_what_rests_on_words_alone_makes_no_key_consistent(stem: str, right: str, wrong: str, solution: str) -> None:
    assert verdict(single_choice(stem, [right, wrong], 2, solution))["evidence"] not in ("consistent", "proved")


def test_another_differential_equation_does_not_follow_whatever_its_constant() -> None:
    found = verdict(single_choice("Solve $y' = 2y$.", ["$7654321$", "$1234567$"], 1, "We have $y' = 2y + b$."))
    assert [step["verdict"] for step in found["steps"]] == ["undecided"]
