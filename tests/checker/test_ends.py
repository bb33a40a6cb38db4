r"""A solution that ends at the value of another quantity than the one asked for bears no key out."""

# ruff: noqa: E501 - a case to a line

import pytest

from .questions import single_choice, verdict

SYSTEM = "Solve $x + y = 7$, $x - y = 3$. What is $x$?"
PARALLEL = r"Two resistors $R_1 = 4\,\Omega$ and $R_2 = 2\,\Omega$ in parallel at $U = 4\,\mathrm V$. What is the current through $R_1$?"
ELSEWHERE = {
    "another name": (SYSTEM, ["2", "5", "3"], "Subtracting gives $2y = 4$, so $y = 2$."),
    "a name after the right one": (SYSTEM, ["2", "5", "3"], "Adding gives $2x = 10$, so $x = 5$. Then $5 + y = 7$, so $y = 2$."),
    "another index": (PARALLEL, [r"2\,\mathrm A", r"1\,\mathrm A", r"3\,\mathrm A"],
                      r"The currents are $I_1=\frac{U}{R_1}=1\,\mathrm A$ and $I_2=\frac U{R_2}=2\,\mathrm A$."),
    "the second of two results": ("What is the power of the test?", ["0.25", "0.75", "0.5"], "We have $p_2=0.75$ and $p_1=1-p_2=0.25$."),
    "what other words ask": ("Two dice are thrown. What is the probability of no six?", [r"\frac{11}{36}", r"\frac{25}{36}", r"\frac16"],
                             r"No six has probability $\frac56\cdot\frac56=\frac{25}{36}$, so at least one six has $1-\frac{25}{36}=\frac{11}{36}$."),
    "the letter of another noun": (r"A body with $m = 2\,\mathrm{kg}$ and $a = 6 - 4$ is pulled. Which force acts?", ["2", "4", "6"], "We have $a = 6 - 4 = 2$."),
    "the place of a maximum": ("A firm earns $P = 10q - q^2$ in all markets. What is the maximal profit it can make?", ["5", "25", "10"],
                               r"$\frac{dP}{dq} = 10 - 2q = 0$, so $q = 5$."),
    "a function for its slope": ("For a firm with $C(q) = q^2 + 3$, what is the marginal cost of the second unit, roughly?", ["7", "4", "3"], "$C(2) = 4 + 3 = 7$."),
    "an equation that is not solved": ("On a market $q_d = 20 - p$ and $q_s = p$. What is the equilibrium price?", ["20", "10", "5"], "We set $20 - p = p$, so $2p = 20$."),
    "a square": ("Which length does the sum of $u = (1,2)$ and $v = (3,1)$ have in the plane of the figure?", ["25", "5", "7"], "$|u+v|^2 = 16 + 9 = 25$."),
    "the variance for the deviation": ("$X$ is the number of heads in 10 tosses of a fair coin. What is the standard deviation of it?", ["2.5", r"\sqrt{2.5}", "5"],
                                       r"$\operatorname{Var}(X) = np(1-p) = 10\cdot\frac12\cdot\frac12 = 2.5$."),
    "a letter that the stem does not know": ("A car starts at rest with $a = 3$. How far does it get in $t = 4$ seconds?", ["12", "24", "48"], r"$v = at = 3\cdot4 = 12$."),
    "the subject of the sentence": ("A neural layer has 3 inputs and 4 outputs with bias. How many parameters does it have?", ["12", "16", "7"], r"The weights are $3\cdot4 = 12$."),
    "a sum for one of its terms": ("What is the sum of the solutions of $x^2 - 5x + 6 = 0$?", ["3", "5", "2"], "$(x-2)(x-3) = 0$. Hence $x = 3$."),
    "another noun of the stem": ("The demand is $q = 20 - 2p$. What is the consumer surplus at the price 6?", ["8", "16", "32"], "At $p = 6$ we have $q = 20 - 12 = 8$."),
    "a negative distance": ("The velocity is $v(t) = t^2 - 4$. What is the total distance travelled from $t = 0$ to $t = 3$?", ["-3", r"\frac{23}{3}", "3"],
                            r"$\int_0^3 (t^2-4)\,dt = 9 - 12 = -3$."),
    "a derivative": ("What does the elasticity of $q = 100 - 5p$ at $p = 10$ amount to?", ["-5", "-1", "50"], r"$\frac{dq}{dp} = -5$."),
    "arithmetic beside a recurrence": ("An algorithm satisfies $T(n) = 2T(n-1) + 1$ with $T(0) = 0$. What is $T(4)$ in steps?", ["16", "15", "31"], "$T(4) = 2^4 = 16$."),
}  # fmt: skip
THERE = {
    "the last claim about the name": (SYSTEM, ["5", "2", "3"], "Adding gives $2x = 10$, so $x = 5$. Then $5 + y = 7$, so $y = 2$."),
    "at least one": ("Two dice are thrown. What is the probability of at least one six?", [r"\frac{11}{36}", r"\frac{25}{36}", r"\frac16"],
                     r"No six has probability $\frac56\cdot\frac56=\frac{25}{36}$, so at least one six has $1-\frac{25}{36}=\frac{11}{36}$."),
    "the letter of the noun": (r"A filter has $R = 1\,\mathrm{k\Omega}$ and $C = 100\,\mathrm{nF}$. Its cut-off frequency is approximately", [r"1.59\,\mathrm{kHz}", r"10\,\mathrm{kHz}"],
                               r"$$\omega_c = \frac{1}{10^3\,\Omega \cdot 10^{-7}\,\mathrm{F}} = 10^4\,\mathrm{s^{-1}}, \qquad f_c = \frac{\omega_c}{2\pi} = \frac{10^4\,\mathrm{s^{-1}}}{2\pi} \approx 1.59\,\mathrm{kHz}.$$"),
    "an equation that is solved": ("What is the equilibrium price for $q_d = 20 - p$ and $q_s = p$ on this market?", ["10", "20", "5"], "$20 - p = p$, so $2p = 20$, so $p = 10$."),
    "a name of its own": ("A firm earns $P = 10q - q^2$ in all markets. Which output maximises what it earns?", ["5", "25", "10"],
                          r"$\frac{dP}{dq} = 10 - 2q = 0$, so $q = 5$."),
}  # fmt: skip


def _evidence(case: tuple[str, list[str], str]) -> str:
    stem, options, solution = case
    found: str = verdict(single_choice(stem, [f"${option}$" for option in options], 1, solution))["evidence"]
    return found


@pytest.mark.parametrize("name", ELSEWHERE)
def test_another_quantity_bears_no_key_out(name: str) -> None:
    assert _evidence(ELSEWHERE[name]) in ("asserted", "refuted")


@pytest.mark.parametrize("name", THERE)
def test_the_quantity_asked_for_does(name: str) -> None:
    assert _evidence(THERE[name]) == "consistent"


MAXIMUM = "Let $f(x)=x^3-3x$. Where has $f$ a local maximum?"
OPEN = {
    "which zero": (MAXIMUM, ["x = -1", "x = 1", "x = 0"], "f'(x) = 0"),
    "how many digits": (r"What is $\pi$ approximately?", ["!≈ $3.14$", "!≈ $3.1$", "!≈ $2.7$"], r"\pi"),
    "how many digits after a sign": (r"What is $\pi$ approximately?", [r"\approx 3.14", r"\approx 3.1", r"\approx 2.7"], r"\pi"),
}  # fmt: skip


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("key", [1, 2])
def test_what_words_tell_apart_is_not_refuted(name: str, key: int) -> None:
    stem, texts, find = OPEN[name]
    options = [text[1:] if text.startswith("!") else f"${text}$" for text in texts]
    found = verdict(single_choice(stem, options, key, find=find))
    assert found["evidence"] == "undecided", found["diagnostics"]


def test_an_option_that_is_no_zero_is_refuted() -> None:
    assert (
        verdict(single_choice(MAXIMUM, ["$x = -1$", "$x = 1$", "$x = 0$"], 3, find="f'(x) = 0"))["evidence"]
        == "refuted"
    )


def test_one_of_two_solutions_is_no_whole_answer() -> None:
    stem = "Which of these is a solution of $x^2 = 4$?"
    assert verdict(single_choice(stem, ["$x = 2$", "$x = -2$", "$x = 0$"], 1, find="x^2 = 4"))["evidence"] == "refuted"


def test_an_equation_that_is_set_up_is_not_refuted() -> None:
    stem = "What is the equilibrium price for $q_d = 20 - p$ and $q_s = p$ on this market?"
    steps = verdict(single_choice(stem, ["$10$", "$20$"], 1, "$20 - p = p$, so $2p = 20$."))["steps"]
    assert "fails" not in [step["verdict"] for step in steps]


MEASURES = {
    "degrees": ("How large is the angle in degrees?", ["30", r"\frac\pi6", "60"], r"\alpha", [r"\sin\alpha = \frac12", r"0 < \alpha < \frac\pi2"]),
    "decibels": ("How many decibels is this?", ["20", "2", "100"], r"\log_{10} 100", []),
    "minutes": ("How many minutes does it take?", ["30", "0.5", "1800"], r"\frac{s}{v}", [r"s = 30\,\mathrm{km}", r"v = 60\,\mathrm{km/h}"]),
    "a whole number": ("What is the minimum sample size?", ["97", "96.04", "96"], "n", [r"n = (1.96\cdot\frac{5}{1})^2"]),
    "no negative area": ("Which area of land lies between the paths $y = x$ and $y = x^2$?", [r"\frac16", r"-\frac16", r"\frac13"], r"\int_0^1 (x^2 - x)\,dx", []),
    "a point that is left out": ("What is the slope at $x = 2$?", ["4", "2x", "2"], "f'(x)", ["f(x) = x^2"]),
    "kelvin": ("The temperature is 20 °C. What is it in kelvin?", [r"293\,\mathrm K", r"20\,\mathrm K"], "T", ["T = 20"]),
    "increasing, then decreasing": ("Where does $f$ change from increasing to decreasing?", ["x = -1", "x = 1"], "f'(x) = 0", ["f(x) = x^3 - 3x"]),
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("key", [1, 2])
def test_another_measure_decides_nothing(name: str, key: int) -> None:
    stem, options, find, given = MEASURES[name]
    found = verdict(single_choice(stem, [f"${option}$" for option in options], key, find=find, given=given))
    assert found["evidence"] == "undecided", found["diagnostics"]


def test_whole_numbers_are_counts() -> None:
    stem = "How many of the integers $1, \\dots, 1000$ are divisible by 4 or 6?"
    given = [r"a = \lfloor 1000 / 4 \rfloor", r"b = \lfloor 1000 / 6 \rfloor", r"c = \lfloor 1000 / 12 \rfloor"]
    assert verdict(single_choice(stem, ["$333$", "$416$"], 1, find="a + b - c", given=given))["evidence"] == "proved"


def test_an_unread_conclusion_is_no_end() -> None:
    stem = "A triangle $ABC$ has $AB = 3$, $BC = 4$ and a right angle at $B$. How long is $AC$?"
    found = verdict(single_choice(stem, ["$25$", "$5$", "$7$"], 1, "$AC^2 = AB^2 + BC^2 = 9 + 16 = 25$, so $AC = 5$."))
    assert found["evidence"] == "asserted"


def test_a_table_of_phi_may_be_any_function() -> None:
    stem = "The heights are normally distributed with mean $170$ and variance $64$. Given $\\Phi(1.5) = 0.9332$, what proportion is taller than $182$?"
    solution = r"$\mathbb{P}(X > 182) = \mathbb{P}\left(Z > \frac{182 - 170}{8}\right) = \mathbb{P}(Z > 1.5) = 1 - \Phi(1.5) = 1 - 0.9332 = 0.0668$."
    assert verdict(single_choice(stem, ["$0.0668$", "$0.9332$"], 1, solution))["solution"] != "refuted"


def test_a_name_of_two_capitals_is_no_product() -> None:
    stem = "The firm has cost $C(q) = q^2 + 10q + 16$. What is the smallest average cost?"
    solution = r"$AC(q) = q + 10 + \frac{16}{q}$. Setting $AC'(q) = 1 - \frac{16}{q^2} = 0$ gives $q = 4$, so the smallest average cost is $AC(4) = 4 + 10 + 4 = 18$."
    assert verdict(single_choice(stem, ["$18$", "$4$", "$16$"], 1, solution))["solution"] != "refuted"
