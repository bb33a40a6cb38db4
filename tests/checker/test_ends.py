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
}  # fmt: skip
THERE = {
    "the last claim about the name": (SYSTEM, ["5", "2", "3"], "Adding gives $2x = 10$, so $x = 5$. Then $5 + y = 7$, so $y = 2$."),
    "at least one": ("Two dice are thrown. What is the probability of at least one six?", [r"\frac{11}{36}", r"\frac{25}{36}", r"\frac16"],
                     r"No six has probability $\frac56\cdot\frac56=\frac{25}{36}$, so at least one six has $1-\frac{25}{36}=\frac{11}{36}$."),
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
