r"""Quantities whose unit stands at the end alone are compared with what the units before them give."""

# ruff: noqa: E501 - a case to a line

import pytest

from .questions import single_choice, verdict

TRAIN = r"A train moves with speed $v=36\,\mathrm{km/h}$ and brakes with $a=2\,\mathrm{m/s^2}$. After what time does it stand?"
WRONG = {
    "kilometres an hour": (TRAIN, r"18\,\mathrm s", r"5\,\mathrm s", r"$t=\frac va=\frac{36}2=18\,\mathrm s$."),
    "grams": (r"A body of mass $m = 2000\,\mathrm{g}$ has $v = 3\,\mathrm{m/s}$. What is its kinetic energy?", r"9000\,\mathrm J", r"9\,\mathrm J",
              r"$E = \frac12mv^2 = \frac12\cdot2000\cdot9=9000\,\mathrm J$."),
    "centimetres, rounded": (r"A ball falls from $h = 200\,\mathrm{cm}$ with $g = 9.81\,\mathrm{m/s^2}$. How fast is it at the bottom?",
                             r"62.6\,\mathrm{m/s}", r"6.26\,\mathrm{m/s}", r"$v = \sqrt{2gh} = \sqrt{2\cdot9.81\cdot200} \approx 62.6\,\mathrm{m/s}$."),
}  # fmt: skip
UNCHECKED = {
    "numbers alone": ("A car drives 36 km/h for 10 s. How far?", r"360\,\mathrm{m}", r"100\,\mathrm{m}", r"$s = 36\cdot10=360\,\mathrm{m}$."),
    "a coil": ("A coil of 160 mH is driven at the angular frequency 500 per second. Which reactance has it?", r"80000\,\Omega", r"80\,\Omega",
               r"$X_L = 500\cdot160=80000\,\Omega$."),
    "behind a sum": (r"In series lie $R = 3\,\Omega$ and $X = 4\,\Omega$. What is the sum?", r"7\,\Omega", r"1\,\Omega", r"$R + X = 3 + 4\,\Omega$."),
    "another dimension": (r"A body of mass $m = 2\,\mathrm{kg}$ has acceleration $a = 3$. What force?", r"6\,\mathrm N", r"5\,\mathrm N",
                          r"$F = ma = 2\cdot3=6\,\mathrm N$."),
}  # fmt: skip
RIGHT = {
    "base units": (r"A body of mass $m = 2\,\mathrm{kg}$ has $a = 3\,\mathrm{m/s^2}$. What force?", r"6\,\mathrm N", r"5\,\mathrm N",
                   r"$F = ma = 2\cdot3=6\,\mathrm N$."),
    "numbers as printed": (r"A car drives $36\,\mathrm{km/h}$ for $2\,\mathrm h$. How far?", r"72\,\mathrm{km}", r"18\,\mathrm{km}",
                           r"$s = 36\cdot2=72\,\mathrm{km}$."),
    "prefixes that cancel": (r"A resistor $R = 2\,\mathrm{k\Omega}$ has the voltage $U = 10\,\mathrm{V}$. What current?", r"5\,\mathrm{mA}", r"5\,\mathrm A",
                             r"$I = \frac UR = \frac{10}{2}=5\,\mathrm{mA}$."),
    "rounded": (r"A mass of $m = 3\,\mathrm{kg}$ hangs, $g = 9.81\,\mathrm{m/s^2}$. What is its weight?", r"29.4\,\mathrm N", r"3\,\mathrm N",
                r"$F = mg = 3\cdot 9.81 \approx 29.4\,\mathrm N$."),
}  # fmt: skip


def _evidence(case: tuple[str, str, str, str]) -> str:
    stem, key, other, solution = case
    found: str = verdict(single_choice(stem, [f"${key}$", f"${other}$"], 1, solution))["evidence"]
    return found


@pytest.mark.parametrize("name", WRONG)
def test_numbers_from_other_units_are_refuted(name: str) -> None:
    assert _evidence(WRONG[name]) == "refuted"


@pytest.mark.parametrize("name", UNCHECKED)
def test_numbers_of_unknown_units_bear_nothing_out(name: str) -> None:
    assert _evidence(UNCHECKED[name]) == "asserted"


@pytest.mark.parametrize("name", RIGHT)
def test_right_numbers_stand(name: str) -> None:
    assert _evidence(RIGHT[name]) == "consistent"


def test_an_excluded_root_is_not_shown() -> None:
    steps = verdict(
        single_choice("Find $x$ if $x^2=9$ and $x>0$.", ["$3$", "$-3$", "$9$"], 1, "$x^2=9$ gives $x=-3$.")
    )["steps"]
    assert [step["verdict"] for step in steps] == ["holds", "undecided"]
