r"""What ``find`` asks is found from premises of every kind: the key is proved, every other option refuted."""

import pytest

from .questions import single_choice, verdict

FOUND = {
    "units": (r"a", [r"F = 10\,\text{N}", r"m = 2\,\text{kg}", "F = ma"], [],
              [r"5\,\text{m/s}^2", r"20\,\text{m/s}^2", r"5\,\text{m/s}"]),
    "units after a bracket": (r"I", [r"I = \frac{U}{Z}", r"U = 10\,\mathrm{V}", r"Z = (3 + 4j)\,\Omega"], [],
                              [r"(1.2 - 1.6j)\,\mathrm{A}", r"(1.2 + 1.6j)\,\mathrm{A}"]),
    "alternatives": ("x", ["x^2 - 5x + 6 = 0"], [],
                     ["$x = 2$ or $x = 3$", "$x = -2$ or $x = -3$", "$x = 2$", "$x = 1$ or $x = 6$"]),
    "an inequality": ("x", ["|x - 2| < 3"], [], ["-1 < x < 5", "x < 5", "$x < -1$ or $x > 5$"]),
    "a system": ("(x, y)", ["x + y = 5", "x - y = 1"], [], ["$x = 3, y = 2$", "$x = 2, y = 3$", "$x = 4, y = 1$"]),
    "all critical points": ("x", ["f(x) = x^3 - 3x", "f'(x) = 0"], [], [r"x = \pm 1", "x = 0", "x = 1"]),
    "an angle in a quadrant": (r"\cos\theta", [r"\sin\theta = \frac{3}{5}", r"0 < \theta < \frac{\pi}{2}"], [],
                               [r"\frac{4}{5}", r"-\frac{4}{5}", r"\frac{3}{4}"]),
    "one turn is enough": (r"\sin^2\theta", [r"\tan\theta = 2"], [], [r"\frac{4}{5}", r"\frac{3}{5}"]),
    "angles as a list": ("x", [r"\sin x = \frac{1}{2}", r"0 \le x < 2\pi"], [],
                         [r"x = \frac{\pi}{6}, \frac{5\pi}{6}", r"x = \frac{\pi}{6}",
                          r"x = \frac{\pi}{3}, \frac{2\pi}{3}"]),
    "a sum of open size": (r"\lambda", [r"\frac{n}{\lambda} - \sum_{i=1}^n x_i = 0"], [],
                           [r"\frac{n}{\sum_{i=1}^n x_i}", r"\frac{1}{n}\sum_{i=1}^n x_i"]),
    "a slope of a curve": (r"\frac{dy}{dx}", ["x^3 + y^3 = 6xy"], [],
                           [r"\frac{2y - x^2}{y^2 - 2x}", r"\frac{2y + x^2}{y^2 - 2x}", "1"]),
    "a slope of a turned function": (r"\frac{dy}{dx}", [r"\sin y = x"], [], [r"\frac{1}{\cos y}", r"\cos y"]),
    "a maximum": (r"\max_{x} f(x)", ["f(x) = 4x - x^2"], [], ["4", "2", "8"]),
    "a maximum at an end": (r"\max_{x \in [0, 3]} f(x)", ["f(x) = x^2 - 2x"], [], ["3", "-1", "0"]),
    "where a maximum is": (r"\arg\max_{x} (4x - x^2)", [], [], ["2", "4"]),
    "a maximum with parameters": (r"\max_{x} (bx - ax^2)", [], ["$a > 0$"], [r"\frac{b^2}{4a}", r"\frac{b}{2a}"]),
    "a value that is stated": (r"\cos\theta", ["u = (1, 2, 2)", "v = (2, 0, 1)",
                               r"\cos\theta = \frac{u \cdot v}{\|u\| \, \|v\|}"], [],
                               [r"\frac{4}{3\sqrt{5}}", r"\frac{4}{\sqrt{5}}"]),
    "chances for every k": ("1 - P(X = 0)", [r"P(X = k) = \frac{\lambda^k}{k!} e^{-\lambda}", r"\lambda = 2"], [],
                            ["1 - e^{-2}", "e^{-2}"]),
    "numbers without dollars": (r"\binom{10}{3}", [], [], ["!120", "!720", "!30"]),
    "fractions with their digits": (r"\frac{16}{22}", [], [], [r"\frac{8}{11} \approx 0.727", r"\frac{4}{5} = 0.8"]),
    "a chance to three digits": (r"P(D \mid T)", [r"P(T \mid D) = 0.95", r"P(T \mid \bar D) = 0.05", "P(D) = 0.01"], [],
                                 ["0.161", "0.95"]),
    "a sequence by its formula": ("S_n", [r"S_n = \sum_{k=1}^n k"], [], [r"\frac{n(n + 1)}{2}", "n^2"]),
}  # fmt: skip


def _question(name: str, key: int) -> dict[str, object]:
    find, given, assume, options = FOUND[name]
    texts = [text[1:] if text.startswith("!") else text if "$" in text else f"${text}$" for text in options]
    return single_choice("What follows?", texts, key, find=find, given=given, assume=assume)


@pytest.mark.parametrize("name", FOUND)
def test_the_right_key_is_proved(name: str) -> None:
    found = verdict(_question(name, 1))
    assert found["evidence"] == "proved", found["diagnostics"]


@pytest.mark.parametrize("name", FOUND)
def test_every_wrong_key_is_refuted(name: str) -> None:
    for key in range(2, len(FOUND[name][3]) + 1):
        found = verdict(_question(name, key))
        assert found["evidence"] == "refuted", (key, found["diagnostics"])


@pytest.mark.parametrize(
    ("find", "given", "options"),
    [
        (r"\cos\theta", [r"\sin\theta = \frac{3}{5}"], [r"$\frac{4}{5}$", r"$-\frac{4}{5}$"]),
        (r"\max_{x} (x^3 - 3x)", [], ["$2$", "$-2$"]),
        (r"\max_{x} e^{x}", [], ["$1$", "$e$"]),
        ("y", [r"y' + y = 3"], ["$3$", "$1$"]),
    ],
    ids=["either sign", "no maximum", "no largest value", "not steady"],
)
def test_what_does_not_follow_is_never_proved(find: str, given: list[str], options: list[str]) -> None:
    assert verdict(single_choice("What follows?", options, 1, find=find, given=given))["evidence"] != "proved"


def test_no_premise_makes_two_numbers_equal() -> None:
    stem = "What is the area under $y = x^2$ from $x = 0$ to $x = 3$?"
    options = ["$9$", "$27$"]
    found = verdict(single_choice(stem, options, 1, find=r"\int_0^3 x^2 \, dx"))
    assert found["evidence"] == "proved"
    assert verdict(single_choice(stem, options, 2, find=r"\int_0^3 x^2 \, dx"))["evidence"] == "refuted"
