r"""Formulas are compared with the numbers put in for them, by the values that stem and solution tell."""

# ruff: noqa: E501 - a case to a line

import pytest

from .questions import single_choice, verdict

SLIPS = {
    "values of chains before": ("What is $F_1$ of 40 true positives, 10 false positives and 20 false negatives?",
                                r"$P = \frac{40}{50} = \frac45$ and $R = \frac{40}{60} = \frac23$, so $F_1 = \frac{PR}{P + R} = \frac{2 \cdot \frac45 \cdot \frac23}{\frac45 + \frac23} = \frac{8}{11}$."),
    "numbers beside numbers": ("What is $F_1$ of 40 true positives, 10 false positives and 20 false negatives?",
                               r"$P = \frac{40}{50} = \frac45$ and $R = \frac{40}{60} = \frac23$. Their mean: $F_1 = \frac{2PR}{P + R} = \frac{16/15}{21/15} = \frac{8}{11}$."),
    "units at the end": (r"Find the impedance of $R = 30\,\Omega$ in series with a coil and a capacitor of which the reactances are known.",
                         r"$X_L = 500 \cdot 0.16 = 80\,\Omega$ and $X_C = 40\,\Omega$, so $Z = R + j(X_L + X_C) = 30 + j(80 - 40)$."),
    "prefixes": (r"What is the reactance of $C = 50\,\mathrm{\mu F}$ at $\omega = 500\,\mathrm{rad/s}$?",
                 r"$X_C = \omega C = \frac{1}{500 \cdot 50 \cdot 10^{-6}} = 40\,\Omega$."),
    "cosine of an angle": (r"Which angle do $\vec a = (1, 1, 0)$ and $\vec b = (0, 1, 1)$ enclose?",
                           r"$\cos\theta = \frac{1}{\sqrt 2 \cdot \sqrt 2} = \frac12$, so $\theta = \frac{\pi}{6}$."),
    "vectors": (r"Let $a = \begin{pmatrix} 1 \\ 1 \\ 2 \end{pmatrix}$. What is its length?", r"$a^T a = 1 + 1 + 2 = 4$, so its length is $2$."),
    "values of a function": ("Approximate the integral of $1/(1 + x)$ from 0 to 2 by Simpson's rule with $h = 1$.",
                             r"$f(0) = 1$, $f(1) = 2$ and $f(2) = \frac13$, so $S = \frac{h}{3}[f(0) + 4f(1) + f(2)] = \frac13[1 + 2 + \frac13]$."),
    "cardinalities": ("How many of the numbers up to 200 are divisible by 4 or 6?",
                      r"$|A| = 50$, $|B| = 33$ and $|A \cap B| = 16$, so $|A \cup B| = |A| + |B| + |A \cap B| = 50 + 33 - 16$."),
    "rejected afterwards": ("Is a coin fair that shows 60 heads in 100 throws?",
                            r"$$\chi^2 = \frac{(60 - 50)^2}{50} + \frac{(40 - 50)^2}{50} = 2 - 2 = 4.$$ Since $4 > 3.84$, this is rejected."),
}  # fmt: skip
RIGHT = {
    "rounded otherwise": (r"A stone falls for $t = 3\,\mathrm{s}$ with $g = 9.81\,\mathrm{m/s^2}$. How fast is it?", r"With $g \approx 10$: $v = gt = 10 \cdot 3 = 30\,\mathrm{m/s}$."),
    "other units": (r"What energy has a photon of $\lambda = 400\,\mathrm{nm}$, where $h = 6.63\cdot 10^{-34}\,\mathrm{J\,s}$ and $c = 3\cdot 10^8\,\mathrm{m/s}$?",
                    r"$E = \frac{hc}{\lambda} = \frac{1240}{400} = 3.1\,\mathrm{eV}$."),
    "a changed quantity": (r"A battery with $U = 10\,\mathrm{V}$ feeds $R = 5\,\Omega$. The resistance is doubled. What is the current?", r"$I = \frac{U}{R} = \frac{10}{10} = 1\,\mathrm{A}$."),
    "numbers as printed": (r"Let $U = 12\,\mathrm{V}$ and $R = 4\,\mathrm{k\Omega}$. What is the current?", r"$I = \frac{U}{R} = \frac{12}{4} = 3\,\mathrm{mA}$."),
    "kilohms beside ohms": (r"Find the impedance of $R = 1\,\mathrm{k\Omega}$ and $C = 1\,\mathrm{\mu F}$ at $f = 50\,\mathrm{Hz}$.",
                            r"$\omega = 2\pi f = 314\,\mathrm{s^{-1}}$, $X_C = \frac{1}{\omega C} = 3185\,\Omega$, $|Z| = \sqrt{R^2 + X_C^2} = \sqrt{1^2 + 3.18^2} \approx 3.34\,\mathrm{k\Omega}$."),
    "a size without its sign": (r"What force does $q = -1.6\cdot 10^{-19}\,\mathrm{C}$ feel in $E = 1000\,\mathrm{V/m}$?", r"$F = qE = 1.6 \cdot 10^{-19} \cdot 1000 = 1.6\cdot 10^{-16}\,\mathrm{N}$."),
    "two values": (r"A voltage of $U = 12\,\mathrm{V}$ drops over $R_1 = 2\,\Omega$ and $R_2 = 4\,\Omega$ in series. What is the current?",
                   r"$R = 6\,\Omega$, $I = \frac{U}{R} = \frac{12}{6} = 2\,\mathrm{A}$. In parallel, $R = \frac{8}{6} = \frac43\,\Omega$ and $I = \frac{U}{R} = \frac{12 \cdot 3}{4} = 9\,\mathrm{A}$."),
    "degrees": (r"How long is an arc of radius $r = 2\,\mathrm{m}$ and angle $\theta = 30^\circ$?", r"$s = r\theta = 2 \cdot 30 \cdot \frac{\pi}{180} \approx 1.05\,\mathrm{m}$."),
    "rounded up": (r"How large a sample for $\sigma = 10$, $z = 1.96$ and $d = 2$?", r"$n = \left(\frac{z\sigma}{d}\right)^2 = 96.04$, so we take $n = 97$. The error is then $\frac{\sigma}{\sqrt n} = \frac{10}{\sqrt{97}} \approx 1.02$."),
    "another root": (r"What is the perimeter of a square of area $49$?", r"$a^2 = 49$, so $a = 7$ ($a = -7$ is no length). $P = 4a = 28$."),
    "an equation that is tried": (r"Is $(1, 2, 4)$ in the span of $(1, 0, 1)$ and $(0, 1, 1)$?",
                                  r"$a(1, 0, 1) + b(0, 1, 1) = (1, 2, 4)$ gives $a = 1$, $b = 2$ and $a + b = 4$. But $1 + 2 = 3 \ne 4$."),
    "the lag of a current": (r"Lagging power factor $\cos\varphi = 0.8$. Find the angle.", r"$\cos\varphi = 0.8$ gives $\varphi = -36.87^\circ$."),
}  # fmt: skip


def _failed(stem: str, solution: str) -> list[str]:
    steps = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))["steps"]
    return [step["latex"] for step in steps if step["verdict"] == "fails"]


@pytest.mark.parametrize("name", SLIPS)
def test_another_formula_than_that_of_the_numbers_is_refuted(name: str) -> None:
    assert _failed(*SLIPS[name])


@pytest.mark.parametrize("name", RIGHT)
def test_what_may_be_meant_otherwise_is_not(name: str) -> None:
    assert _failed(*RIGHT[name]) == []


OTHER_VALUES = {
    "another unit in prose": ("A car drives at $v = 36$ km/h for $t = 20$ s. How far does it go?", r"$s = vt = 10 \cdot 20 = 200$ m."),
    "percent": ("A capital of $K_0 = 1000$ earns $p = 5$ percent a year. What is it after $n = 10$ years?", r"$K = K_0 (1 + p)^n = 1000 \cdot 1.05^{10} = 1628.89$."),
    "twice the radius": ("A cylinder has $r = 2$ and $h = 5$. What is its volume?", r"$V = \pi r^2 h = \pi \cdot 4 \cdot 5 = 20\pi$. With twice the radius, $V = \pi r^2 h = \pi \cdot 16 \cdot 5 = 80\pi$."),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_VALUES)
def test_values_may_be_put_in_that_words_tell(name: str) -> None:
    assert _failed(*OTHER_VALUES[name]) == []
