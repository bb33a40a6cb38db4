"""What a stem says in words alone: right keys that no witness may refute, and wrong ones that nothing may confirm."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checker.questions import single_choice, verdict

LEFT_OPEN: list[tuple[str, list[str], dict[str, Any]]] = [
    # a property that words alone give
    ("Permutation matrix $P$: $PP^T$?", ["$I$", "$P^2$", "$P$"], {"find": "PP^T", "assume": ["$P$ matrix"]}),
    ("Orthogonal vectors $u$, $v$: $|u + v|^2$?", ["$|u|^2 + |v|^2$", "$(|u| + |v|)^2$"], {"find": "|u + v|^2"}),
    ("For an even function $f$: $f(-x)$?", ["$f(x)$", "$-f(x)$"], {"find": "f(-x)", "functions": ["f"]}),
    ("For mutually exclusive events: $P(A\\cup B)$?", ["$P(A) + P(B)$", "$P(A)P(B)$"], {"find": "P(A\\cup B)"}),
    ("Let the matrices $A$ and $B$ commute. $(A+B)^2$ is", ["$A^2 + 2AB + B^2$", "$A^2 + B^2$"], {"find": "(A+B)^2"}),
    # which of several solutions
    ("$f'(x) = 0$ for $f(x) = x^3 - 3x$, at the peak.", ["$x = -1$", "$x = 1$"],
     {"given": ["f(x) = x^3 - 3x"], "find": "f'(x) = 0"}),
    ("When does the ball land again? $h(t) = 4t - t^2$", ["$t = 4$", "$t = 0$"],
     {"given": ["h(t) = 4t - t^2"], "find": "h(t) = 0"}),
    # customs
    ("Let $u = (1, i)$, $v = (i, 1)$. $\\langle u, v\\rangle$?", ["$0$", "$2i$"],
     {"given": ["u = (1, i)", "v = (i, 1)"], "find": "\\langle u, v\\rangle"}),
    ("How far is the horizon in km?", ["$5$", "$6$"], {"given": ["d = \\sqrt{25.5}"], "find": "d"}),
    ("The angular cutoff frequency with $a = 1000\\,\\frac{1}{\\mathrm s}$?",
     ["$1000\\,\\mathrm{rad/s}$", "$1000\\,\\mathrm{Hz}$", "$1\\,\\mathrm{Hz}$"],
     {"given": ["a = 1000\\,\\frac{1}{\\mathrm s}"], "find": "a"}),
    ("$f(x) = \\ln x$: $f(-1)$ in the reals?", ["not defined", "$i\\pi$"],
     {"given": ["f(x) = \\ln x"], "find": "f(-1)"}),
    ("Where is $x^2 - 4x + 4$ zero?", ["$x = 2$", "$x = -2$"],
     {"find": "x^2 - 4x + 4 = 0", "relation": "same-multiset"}),
    # no derivative
    ("$f(x) = \\lfloor x\\rfloor$. $f'(1)$?", ["does not exist", "$0$"],
     {"given": ["f(x) = \\lfloor x\\rfloor"], "find": "f'(1)"}),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "options", "check"), LEFT_OPEN)
def test_words_alone_may_say_what_is_meant(stem: str, options: list[str], check: dict[str, Any]) -> None:
    assert verdict(single_choice(stem, options, 1, **check))["evidence"] == "undecided"


def test_words_that_only_ask_leave_nothing_open() -> None:
    expand = single_choice("Expand $(x+1)^2$.", ["$x^2 + 1$", "$x^2 + x + 1$"], 1, find="(x+1)^2")
    assert verdict(expand)["evidence"] == "refuted"
    solve = single_choice("Which is a solution of $x^2 = 4$?", ["$x = 2$", "$x = -2$", "$x = 1$"], 1, find="x^2 = 4")
    assert "QB302" in verdict(solve)["codes"]


def test_a_unit_after_an_imaginary_part() -> None:
    given = ["Z = (3 + 4j)\\,\\Omega"]
    question = single_choice(
        "$Z = 3 + 4j\\,\\Omega$. $|Z|$?", ["$5\\,\\Omega$", "$7\\,\\Omega$"], 1, given=given, find="|Z|"
    )
    assert verdict(question)["evidence"] == "proved"


@pytest.mark.parametrize(
    "stem",
    [
        "Division: $17 =$ [[a]] $\\cdot 5 + 2$",
        "As a root: $\\sqrt{50} =$ [[a]] $\\sqrt2$.",
        "The inverse of $4 =$ [[a]].",
    ],
)
def test_a_gap_inside_a_formula_or_of_something_made_from_it_is_not_derived(stem: str) -> None:
    gap = {"type": "numerical", "answer": "3"}
    assert verdict({"id": "q", "type": "cloze", "stem": stem, "gaps": {"a": gap}})["evidence"] == "asserted"


WRONG_ENDS = [
    ("The probability of at least one six in two rolls?", "\\frac{25}{36}", "\\frac{11}{36}",
     "The probability of none is $p = (\\frac56)^2 = \\frac{25}{36}$. So the answer is $\\frac{11}{36}$."),
    ("Maximise $A = x(10-x)$.", "24", "25", "For $x = 4$, $A = 24$; for $x = 6$, $A = 24$. So the maximum is $25$."),
    ("Number of handshakes among 5?", "20", "10", "$5\\cdot4 = 20$ counts each twice."),
    ("The probability of a six in two rolls?", "\\frac{25}{36}", "\\frac{11}{36}",
     "The probability of none is $p = (\\frac56)^2 = \\frac{25}{36}$. Take the complement."),
    ("What is $\\int_{-1}^1\\frac{dx}{x^2}$?", "-2", "0",
     "$\\int_{-1}^1\\frac{dx}{x^2} = \\left[-\\frac1x\\right]_{-1}^1 = -1 - 1 = -2$"),
    ("Mean of $X$ with $P(X = 0) = 0.2$, $P(X = 1) = 0.5$, $P(X = 4) = 0.3$", "\\frac53", "1.7",
     "$E[X] = \\frac{0 + 1 + 4}{3} = \\frac53$"),
    ("Write the remainder of $2^{10}$ on division by $7$.", "1024", "2",
     "$2^3 = 8 \\equiv 1$, so $2^{10} = 2^9 \\cdot 2 \\equiv 2 \\pmod 7$."),
    ("What is the units digit of $7^4$?", "2401", "1", "$7^4 = 2401$"),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "wrong", "right", "explanation"), WRONG_ENDS)
def test_what_the_solution_goes_on_from_is_not_its_end(stem: str, wrong: str, right: str, explanation: str) -> None:
    found = verdict(single_choice(stem, [f"${wrong}$", f"${right}$"], 1, explanation))
    assert found["evidence"] in ("asserted", "refuted")


@pytest.mark.parametrize(
    "explanation",
    [
        "$3 \\cdot 4 = 12$. So the answer is $12$.",
        "So it is $3 \\cdot 4 = 12$ square metres in all.",
    ],
)
def test_words_behind_a_conclusion_leave_it_the_end(explanation: str) -> None:
    found = verdict(single_choice("How large is a field of 3 by 4?", ["$12$", "$7$"], 1, explanation))
    assert found["evidence"] == "consistent"
