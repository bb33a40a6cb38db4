"""Forms that a question asks for: an option of the value asked for must have the form too."""

from __future__ import annotations

from typing import Any

import pytest

from qbank.checker.deciding.forms import FORMS, judge_form
from qbank.checker.formed import NAMES, wanted_form
from qbank.checker.pair import read_listed
from qbank.checker.reading.notation import infer
from tests.checker.questions import single_choice, verdict

HAVE = {
    "factored": ["(x-2)(x-3)", "2(x-1)(x+1)", "x^2+1", "x^2(x-1)", "-(x-1)^2", r"\frac{(x-1)(x+1)}{2}", "(x-y)(x+y)",
                 "e^x(x+1)", r"2^3\cdot 3", "x^2-2"],
    "expanded": ["x^2-5x+6", "a^2+2ab+b^2", r"\frac{x}{2}+1", r"x^2+2+\frac{1}{x^2}", "-3x"],
    "lowest-terms": [r"\frac23", r"-\frac{2}{3}", "4", r"\frac{x+1}{x-2}", "x+1"],
    "rationalised": [r"\frac{\sqrt2}{2}", r"\sqrt2-1", r"\frac{\sqrt{x}-1}{x-1}"],
    "partial-fractions": [r"\frac{1}{x-1}-\frac{1}{x+1}", r"\frac{1}{2(x-1)}-\frac12\cdot\frac{1}{x+1}",
                          r"\frac{1}{x+1}+\frac{1}{(x+1)^2}", r"1+\frac{1}{x-1}", r"\frac{1}{x}-\frac{x}{x^2+1}"],
    "completed-square": ["(x-2)^2+3", "2(x-1)^2-5", "-(x-3)^2+9", r"\left(x-\frac32\right)^2-\frac14", "x^2+3"],
    "cartesian": ["3+4i", "5", "2i", r"\frac15+\frac25 i"],
    "single-logarithm": [r"\ln(xy)", r"\ln\frac{x^2}{y}"],
    "sum-of-logarithms": [r"\ln x+\ln y", r"2\ln x-\ln y"],
    "scientific": [r"4.5\times10^3", r"4.5\cdot 10^{-3}", r"-1\times 10^2"],
}  # fmt: skip
LACK = {
    "factored": ["x^2-5x+6", "x(x-5)+6", "2(x^2-1)", "6x+12", "(x^2-1)(x+2)", "xe^x+e^x", "x^2-y^2", r"8\cdot 3", "24"],
    "expanded": ["(x-2)(x-3)", "x(x-5)+6", "3(x+1)", "(a+b)^2"],
    "lowest-terms": [r"\frac46", "0.5", r"\frac12+\frac16", r"\frac{x^2-1}{x-1}", r"\frac{2x+2}{4x}"],
    "rationalised": [r"\frac{1}{\sqrt2}", r"\frac{1}{1+\sqrt 2}", r"1+\frac{x}{\sqrt x}"],
    "partial-fractions": [r"\frac{2}{x^2-1}", r"\frac{2}{(x-1)(x+1)}", r"\frac{x+2}{(x+1)^2}", r"\frac{x}{x-1}"],
    "completed-square": ["x^2-4x+7", "(x-1)(x-3)", "(x+1)^2+2x+3", "x(x-4)+7"],
    "cartesian": [r"\frac{1}{3-4i}", "(1+i)(2+i)"],
    "single-logarithm": [r"\ln x+\ln y", r"2\ln x-\ln y"],
    "sum-of-logarithms": [r"\ln(xy)", r"\ln x^2-\ln y"],
    "scientific": [r"45\times10^2", r"0.45\times 10^4", r"10\times 10^2"],
}
OPEN = {
    "factored": ["(2x-2)(x+1)", r"(x-\sqrt2)(x+\sqrt2)", r"\frac{x-1}{x+1}", r"(x-1-1)(x+3)", r"(\sin x-1)(\cos x+1)",
                 "x^{40}-1", "x^{30}-x^{29}"],
    "expanded": ["x^2-3x-2x+6", "-(x+1)", "x^{900}", r"2\cdot 3x", r"(1+\sqrt2)x"],
    "lowest-terms": [r"\frac{\sqrt8}{2}", r"x+\frac{1}{x-1}", r"\frac{-2}{-3}"],
    "rationalised": [r"\frac{2\sqrt2}{4}", r"\sqrt{\frac12}", r"\frac{\sqrt 8}{4}", "2^{-1/2}", r"\frac{1}{\sqrt4}"],
    "partial-fractions": [r"\frac{1}{x^2-2}", r"\frac{1}{x-a}", r"\frac{1}{x-1}+\frac{2}{x-1}"],
    "completed-square": ["(2x-4)^2+3", "3((x-2)^2+1)", "x^2+bx", "(x-2)^2+4-1"],
    "cartesian": [r"\frac{1+2i}{5}", r"5e^{i\theta}"],
    "single-logarithm": [r"2\ln x"],
    "scientific": ["4500"],
}  # fmt: skip


def _judged(form: str, latex: str, stem: str = "") -> bool | None:
    return judge_form(form, read_listed(latex, infer([latex])), stem).has


@pytest.mark.parametrize(
    ("form", "latex", "has"),
    [
        (form, latex, has)
        for has, table in ((True, HAVE), (False, LACK), (None, OPEN))
        for form, formulas in table.items()
        for latex in formulas
    ],
)
def test_a_formula_has_a_form_or_lacks_it_or_that_is_open(form: str, latex: str, *, has: bool | None) -> None:
    assert _judged(form, latex) is has


def test_every_form_has_a_name_and_cases_both_ways() -> None:
    assert set(FORMS) == set(NAMES) == set(HAVE) == set(LACK)


@pytest.mark.parametrize(
    ("form", "latex", "stem", "has"),
    [
        ("factored", "(2x-2)(x+1)", "Factor completely", False),
        ("factored", "x^2-2", "Factor over the real numbers", None),
        ("factored", "(x-1)(x+2)", "Factor over the real numbers", True),
        ("factored", "x^2+1", "Factor modulo 2", None),
        ("factored", "6x(x^2-1)", "Factor out the greatest common factor", None),
        ("expanded", "x^2-3x-2x+6", "Expand and simplify", False),
        ("rationalised", r"\frac{1}{\sqrt3+1}", "Rationalise the numerator", None),
    ],
)
def test_the_stem_may_ask_for_more_or_less(form: str, latex: str, stem: str, *, has: bool | None) -> None:
    assert _judged(form, latex, stem) is has


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("factor $x$ completely", "factored"),
        ("the factored form of $x$", "factored"),
        ("expand $x$", "expanded"),
        ("$x$ in lowest terms", "lowest-terms"),
        ("rationalise the denominator of $x$", "rationalised"),
        ("decompose $x$ into partial fractions", "partial-fractions"),
        ("$x$ in vertex form", "completed-square"),
        ("$z$ in the form $a + bi$", "cartesian"),
        ("$x$ as a single logarithm", "single-logarithm"),
        ("simplify $x$", ""),
        ("the value of $x$", ""),
        ("the taylor expansion of $f$", ""),
    ],
)
def test_words_want_a_form(words: str, form: str) -> None:
    assert wanted_form(words) == form


QUESTIONS: list[tuple[str, list[str]]] = [
    ("Factor $x^2-5x+6$ completely.", ["$(x-2)(x-3)$", "$(x+2)(x+3)$", "$x^2-5x+6$", "$x(x-5)+6$"]),
    ("Factor completely: $2x^2-2$.", ["$2(x-1)(x+1)$", "$(2x-2)(x+1)$", "$2(x^2-1)$"]),
    ("Let $p(x)=x^2-9$. Write $p(x)$ in factored form.", ["$(x-3)(x+3)$", "$x^2-9$", "$(x-3)^2$"]),
    ("Expand $(x-2)(x-3)$.", ["$x^2-5x+6$", "$x(x-5)+6$", "$x^2+6$"]),
    (r"Write $\frac{12}{18}$ in lowest terms.", [r"$\frac23$", r"$\frac46$", r"$\frac{6}{9}$", r"$\frac32$"]),
    (r"Write $\frac{12}{18}$ in simplest form.", [r"$\frac23$", r"$\frac46$", r"$\frac32$"]),
    (r"Rationalise the denominator of $\frac{1}{\sqrt2}$.",
     [r"$\frac{\sqrt2}{2}$", r"$\frac{1}{\sqrt2}$", r"$\sqrt2$"]),
    (r"Rationalize the denominator: $\frac{1}{1+\sqrt2}$.", [r"$\sqrt2-1$", r"$\frac{1}{1+\sqrt2}$", r"$\sqrt2$"]),
    (r"Decompose $\frac{2}{x^2-1}$ into partial fractions.",
     [r"$\frac{1}{x-1}-\frac{1}{x+1}$", r"$\frac{2}{(x-1)(x+1)}$", r"$\frac{1}{x-1}+\frac{1}{x+1}$"]),
    ("Write $x^2-4x+7$ in the form $(x-h)^2+k$.", ["$(x-2)^2+3$", "$x(x-4)+7$", "$(x-2)^2+7$"]),
    ("Complete the square for $x^2-4x+7$.", ["$(x-2)^2+3$", "$x^2-4x+7$", "$(x-2)^2+7$"]),
    (r"Write $\frac{1}{3-4i}$ in the form $a+bi$.",
     [r"$\frac{3}{25}+\frac{4}{25}i$", r"$\frac{1}{3-4i}$", "$3+4i$"]),
    (r"Write $\ln x+\ln y$ as a single logarithm, for $x > 0$ and $y > 0$.",
     [r"$\ln(xy)$", r"$\ln x+\ln y$", r"$\ln(x+y)$"]),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "options"), QUESTIONS, ids=[stem for stem, _ in QUESTIONS])
def test_a_stem_asks_for_a_form(stem: str, options: list[str]) -> None:
    right = verdict(single_choice(stem, options))
    assert right["evidence"] == "proved", right["summary"]
    assert right["relation"].startswith("form:")
    for key in range(2, len(options) + 1):
        wrong = verdict(single_choice(stem, options, key))
        assert wrong["evidence"] == "refuted", wrong["summary"]
        assert "QB301" in wrong["codes"]


def _told(form: str, find: str, options: list[str], key: int, stem: str = "Which is right?") -> dict[str, Any]:
    return verdict(single_choice(stem, options, key, find=find, relation=f"form:{form}"))


def test_a_check_block_asks_for_a_form() -> None:
    options = ["$(x-1)(x+1)$", "$x^2-1$", "$(x-1)^2$"]
    assert _told("factored", "x^2-1", options, 1)["evidence"] == "proved"
    assert _told("factored", "x^2-1", options, 2)["evidence"] == "refuted"
    assert _told("expanded", "x^2-1", options, 2)["evidence"] == "proved"
    assert _told("expanded", "x^2-1", options, 1)["evidence"] == "refuted"


def test_an_option_says_why_it_is_wrong() -> None:
    found = _told("factored", "x^2-1", ["$(x-1)(x+1)$", "$x^2-1$"], 1)
    assert found["options"][1]["verdict"] == "different"
    assert found["options"][1]["method"] == "equal, but not factored: it is a sum"
    wrong = _told("factored", "x^2-1", ["$(x-1)(x+1)$", "$x^2-1$"], 2)
    assert any(one["message"].endswith("equal, but not factored: it is a sum") for one in wrong["diagnostics"])


def test_what_is_open_is_undecided_and_says_why() -> None:
    found = _told("factored", "2x^2-2", ["$2(x-1)(x+1)$", "$(2x-2)(x+1)$"], 1)
    assert found["evidence"] == "undecided"
    assert any("a factor 2 can be taken out" in one["message"] for one in found["diagnostics"])
    assert _told("factored", "2x^2-2", ["$(2x-2)(x+1)$", "$x-1$"], 1)["evidence"] == "undecided"


def test_two_options_of_the_form_prove_and_refute_nothing() -> None:
    options = ["$(x-1)(x+1)$", "$(1+x)(x-1)$", "$x^2-1$"]
    assert _told("factored", "x^2-1", options, 1)["evidence"] == "undecided"
    assert verdict(single_choice("Factor $x^2-1$.", options))["evidence"] == "asserted"


@pytest.mark.parametrize(
    ("stem", "options"),
    [
        ("Factor $x^2-2$ over the real numbers.", [r"$(x-\sqrt2)(x+\sqrt2)$", "$x^2-2$"]),
        ("Factor $x^2-2$.", [r"$(x-\sqrt2)(x+\sqrt2)$", "$x^2-2$"]),
        ("Factor out the greatest common factor of $6x^3-6x$.", ["$6x(x^2-1)$", "$6x(x-1)(x+1)$"]),
        (r"Simplify $\frac{x^2-1}{x-1}$.", ["$x+1$", r"$\frac{x^2-1}{x-1}$", "$x-1$"]),
        ("Let $A$ and $B$ be matrices. Expand $(A+B)^2$.", ["$A^2+AB+BA+B^2$", "$(A+B)(A+B)$"]),
    ],
)
def test_forms_that_are_not_certain_decide_nothing(stem: str, options: list[str]) -> None:
    for key in range(1, len(options) + 1):
        assert verdict(single_choice(stem, options, key))["evidence"] == "asserted"


def test_a_single_option_of_the_value_needs_no_certain_form() -> None:
    found = verdict(single_choice("Factor $2x^2-2$.", ["$(2x-2)(x+1)$", "$x^2-1$", "$(x-1)^2$"]))
    assert found["evidence"] == "proved"


def test_an_author_who_says_what_to_find_is_held_to_the_stems_form() -> None:
    options = ["$(x-1)(x+1)$", "$x^2-1$", "$(x-1)^2$"]
    assert verdict(single_choice("Factor $x^2-1$.", options, 1, find="x^2-1"))["evidence"] == "proved"
    assert verdict(single_choice("Factor $x^2-1$.", options, 2, find="x^2-1"))["evidence"] == "refuted"
    assert verdict(single_choice("What is $x^2-1$ equal to?", options, 1, find="x^2-1"))["evidence"] == "refuted"
