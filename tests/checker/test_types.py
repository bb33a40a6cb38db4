"""The check of the types beside choices and statements: right keys, wrong keys, and what cannot be told apart."""

from typing import Any

import pytest

from qbank.checker.question import check_question
from qbank.schema import QUESTION_TYPES


def checked(kind: str, stem: str, **fields: Any) -> tuple[str, dict[str, str]]:
    """Return the level and the messages by code."""
    question = QUESTION_TYPES[kind].model_validate({"id": "a", "type": kind, "stem": stem, **fields})
    result = check_question({"question": question.model_dump(mode="json")})
    return result["evidence"]["evidence"], {each["code"]: each["message"] for each in result["diagnostics"]}


def level(kind: str, stem: str, **fields: Any) -> str:
    return checked(kind, stem, **fields)[0]


SOLUTIONS = {"stem": "Which of these are solutions of $x^2 - 5x + 6 = 0$?", "options": ["$2$", "$3$", "$4$", "$-2$"]}
TRUE = {
    "stem": "Which of the following statements are true?",
    "options": ["$1 + 1 = 2$", "$2^{10} = 1000$", r"$\frac{1}{2} + \frac{1}{3} = \frac{5}{6}$"],
}
SINES = {
    "stem": r"Which of the following are equal to $\sin(2x)$?",
    "options": [r"$2\sin x\cos x$", r"$2\sin x$", r"$\cos(\frac{\pi}{2} - 2x)$"],
}


@pytest.mark.parametrize(("fields", "right"), [(SOLUTIONS, {1, 2}), (TRUE, {1, 3}), (SINES, {1, 3})])
def test_no_other_set_of_ticks_than_the_right_one_is_proved(fields: dict[str, Any], right: set[int]) -> None:
    count = len(fields["options"])
    for bits in range(1, 2**count):
        key = {n for n in range(1, count + 1) if bits >> (n - 1) & 1}
        found = level("multiple-choice", **fields, answer=sorted(key))
        assert found == ("proved" if key == right else "refuted"), key


def test_two_ticked_options_may_mean_the_same_but_not_a_ticked_and_an_open_one() -> None:
    options = ["$2x$", "$x + x$", "$3x$"]
    assert level("multiple-choice", "Tick what swims.", options=options, answer=[1, 2]) == "asserted"
    assert level("multiple-choice", "Tick what swims.", options=options, answer=[1]) == "refuted"


@pytest.mark.parametrize(
    ("stem", "fields"),
    [
        (r"Compute $\int_0^1 x^2\,dx$.", {"answer": "0.33", "tolerance": "0.01"}),
        ("Let $f(x) = x^3 - 2x$. What is $f'(2)$?", {"answer": "10"}),
        ("Solve $2x + 3 = 10$ for $x$.", {"answer": "3.5"}),
        ("How long?", {"range": "3.1 to 3.2", "check": {"find": r"\pi"}}),
        ("How much?", {"answer": "2.7183", "tolerance": "0.01 %", "check": {"find": "e"}}),
        (
            r"A mass $m = 2\,\mathrm{kg}$ moves at $v = 3\,\mathrm{m/s}$, so that $E = \frac{1}{2} m v^2$.",
            {"answer": "9", "unit": "J", "check": {"find": "E"}},
        ),
    ],
)
def test_a_number_within_its_tolerance_is_proved(stem: str, fields: dict[str, Any]) -> None:
    assert level("numerical", stem, **fields) == "proved"


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": "3.13", "tolerance": "0.01"},
        {"answer": "3.15", "tolerance": "0.2 %"},
        {"range": "3.142 to 3.2"},
        {"answer": "22", "tolerance": "1"},
        {"answer": "-3.14", "tolerance": "0.01"},
    ],
)
def test_a_number_outside_its_tolerance_is_refuted(fields: dict[str, Any]) -> None:
    found, told = checked("numerical", "What?", **fields, check={"find": r"\pi"})
    assert found == "refuted"
    assert told["QB301"].startswith("the answer is keyed, but it is not what follows from the premises")


def test_digits_without_a_tolerance_are_neither_proved_nor_refuted() -> None:
    found, told = checked("numerical", "What?", answer="3.33", check={"find": r"\frac{10}{3}"})
    assert found == "undecided"
    assert "give a tolerance" in told["QB308"]


def test_a_single_answer_does_not_bear_out_how_the_stem_was_read() -> None:
    found, told = checked("numerical", "Let $f(x) = x^3 - 2x$. What is $f'(2)$?", answer="11")
    assert found == "asserted"
    assert "it is 11 and that is 10" in told["QB326"]
    assert level("numerical", "Let $f(x) = x^3 - 2x$.", answer="11", check={"find": "f'(2)"}) == "refuted"


def test_formulas_that_earn_less_must_differ_from_the_key() -> None:
    stem = "Differentiate $f(x) = x^2 e^x$."
    lesser = {"formula": "$2x e^x$", "fraction": "0"}
    assert level("formula", stem, answer="$(x^2 + 2x) e^x$", answers=[lesser]) == "proved"
    found, told = checked("formula", stem, answer="$(x^2 + 2x) e^x$", answers=[lesser | {"formula": "$x(x+2)e^x$"}])
    assert found == "refuted"
    assert told["QB303"] == "the answer and answer 1 of “answers” mean the same"
    # two answers: the wrong key is one of them, so that the right one bears the reading out
    assert level("formula", stem, answer="$2x e^x$", answers=[lesser | {"formula": "$x(x+2)e^x$"}]) == "refuted"


@pytest.mark.parametrize("answer", ["2", "3"])
def test_one_of_several_solutions_proves_no_number(answer: str) -> None:
    check = {"find": "x^2 - 5x + 6 = 0"}
    stem = "What is the larger root of $x^2 - 5x + 6 = 0$?"
    assert level("numerical", stem, answer=answer, check=check) == "undecided"
    assert level("numerical", "What is the root of $2x = 6$?", answer="3", check={"find": "2x = 6"}) == "proved"


@pytest.mark.parametrize(
    ("stem", "answer", "wanted"),
    [
        (r"$\frac{d}{dx} x^2 = 2x$", "true", "proved"),
        (r"$\frac{d}{dx} x^2 = 2x$", "false", "refuted"),
        (r"True or false: $\sqrt{x^2} = x$ for all real $x$.", "true", "refuted"),
        (r"True or false: $\sqrt{x^2} = x$ for all real $x$.", "false", "proved"),
        ("The series converges.", "true", "asserted"),
        (r"$\ln(x^2) = 2\ln x$ for all $x \neq 0$.", "true", "asserted"),
        (r"$\ln(x^2) = 2\ln x$ for all $x > 0$.", "true", "proved"),
        (r"For all $a, b > 0$: $\ln(ab) = \ln a + \ln b$.", "true", "proved"),
        (r"$x^0 = 1$ for all real $x$.", "true", "asserted"),
        ("$AB = BA$ for all $A$, $B$.", "true", "asserted"),
        ("For all $z$: $|z|^2 = z^2$.", "true", "asserted"),
        (r"For all $n \ge 1$, $n! \ge 2^{n-1}$.", "true", "asserted"),
        (r"$\sum_{k=1}^n k = \frac{n(n+1)}{2}$ for all integers $n$.", "true", "asserted"),
        (r"$\sum_{k=1}^n k = \frac{n(n+1)}{2}$ for all positive integers $n$.", "true", "proved"),
        (r"$\sin(\arcsin x) = x$ for all real $x$.", "true", "asserted"),
        (r"$\frac{x^2 + 1}{x^2 + 1} = 1$ for all real $x$.", "true", "proved"),
        ("$1 + 1 = 3$", None, "undecided"),
    ],
)
def test_true_or_false(stem: str, answer: str | None, wanted: str) -> None:
    assert level("true-false", stem, answer=answer) == wanted


def test_right_sides_that_are_equal_in_meaning_are_told() -> None:
    pairs = [{"left": "a", "right": "$2x$"}, {"left": "b", "right": "$3x$"}]
    assert level("matching", "Match.", pairs=pairs) == "asserted"
    assert level("matching", "Match.", pairs=[*pairs, {"left": "c", "right": "$4x - x$"}]) == "asserted"
    assert level("matching", "Match.", pairs=[*pairs, {"left": "c", "right": "$2x$"}]) == "asserted"  # written alike
    slopes = [{"left": "$x^2$", "right": "$2x$"}, {"left": "$x^3$", "right": "$3x^2$"}]
    assert level("matching", "Match.", pairs=slopes, distractors=["$x + x$"]) == "refuted"
    assert level("matching", "Match.", pairs=[*slopes, {"left": "$x^2 + 1$", "right": "$3x - x$"}]) == "refuted"
    assert level("matching", "Match.", pairs=[*slopes, {"left": "$x \\cdot x$", "right": "$7$"}]) == "refuted"


def test_parts_that_differ_in_how_they_are_written_are_told_apart() -> None:
    forms = [{"left": "$(x+1)^2$", "right": "factored"}, {"left": "$x^2 + 2x + 1$", "right": "expanded"}]
    assert level("matching", "Match.", pairs=forms) == "asserted"
    laws = [{"left": "one", "right": "$(a + b) + c = a + (b + c)$"}, {"left": "two", "right": "$a + b = b + a$"}]
    assert level("matching", "Match.", pairs=laws) == "asserted"
    roots = [{"left": "$x^2 = 1$", "right": "two"}, {"left": "$x = 1$", "right": "one"}]
    assert level("matching", "Match.", pairs=roots) == "asserted"


def test_pairs_of_equal_formulas_are_consistent_and_crossed_ones_are_not() -> None:
    squares = [("$(x+1)^2$", "$x^2 + 2x + 1$"), ("$(x-1)^2$", "$x^2 - 2x + 1$")]
    pairs = [{"left": left, "right": right} for left, right in squares]
    assert level("matching", "Match.", pairs=pairs, distractors=["$x^2 + 1$"]) == "consistent"
    crossed = [{"left": pairs[0]["left"], "right": pairs[1]["right"]}, {"left": pairs[1]["left"], "right": "$x$"}]
    assert level("matching", "Match.", pairs=crossed) == "asserted"


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ([r"$\frac{1}{3}$", r"$\sqrt{2}$", r"$\pi$"], "consistent"),
        (["10", "5", "$-1$"], "consistent"),
        (["1", "3", "2"], "asserted"),
        (["$x + x$", "$2x$"], "asserted"),
        (["$2x$", "$3x$", "$2 x$"], "refuted"),
        (["$2x + 3 = 7$", "$2x = 4$", "$x = 2$"], "asserted"),
        (["$2 + 3 \\cdot 4$", "$2 + 12$", "$14$"], "asserted"),
        (["$\\frac24$", "$\\frac12$", "$1$"], "refuted"),
        (["wash", "dry"], "asserted"),
    ],
)
def test_orders(items: list[str], wanted: str) -> None:
    assert level("ordering", "Order.", items=items) == wanted


def gap(answer: str, **fields: Any) -> dict[str, Any]:
    return {"type": "numerical", "answer": answer, **fields}


def test_gaps_behind_a_formula_are_derived() -> None:
    stem = r"Let $f(x) = x^2$. Then $f'(3) =$ [[a]] and $\int_0^1 f(x)\,dx =$ [[b]]."
    third = gap("0.333", tolerance="0.001")
    assert level("cloze", stem, gaps={"a": gap("6"), "b": third}) == "proved"
    found, told = checked("cloze", stem, gaps={"a": gap("7"), "b": third})
    assert found == "refuted"
    assert told["QB301"] == "the key of the gap a is not $f'(3)$: it is 7 and the answer is 6"


def test_a_bare_name_before_a_gap_may_mean_another_of_its_values() -> None:
    stem = "The parabola $y = x^2 - 4x + 3$ meets the axis at $x = 1$ and $x =$ [[root]]."
    assert level("cloze", stem, gaps={"root": gap("3")}) == "asserted"


def test_options_of_a_gap_that_mean_the_same_are_told() -> None:
    menu = {"type": "single-choice", "options": ["$2x$", "$x + x$"], "answer": "1", "layout": "row"}
    assert level("cloze", "It is [[a]].", gaps={"a": menu}) == "refuted"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("short-answer", {"answers": ["x"]}), ("essay", {}), ("description", {}), ("true-false", {"answer": "true"})],
)
def test_a_false_line_of_the_solution_refutes_any_type(kind: str, fields: dict[str, Any]) -> None:
    assert level(kind, "Prose.", **fields, explanation="$(a + b)^2 = a^2 + 2ab + b^2$") == "asserted"
    assert level(kind, "Prose.", **fields, explanation="$(a + b)^2 = a^2 + b^2$") == "refuted"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("multiple-choice", {"options": ["a", "b"]}),
        ("true-false", {}),
        ("numerical", {}),
        ("short-answer", {}),
        ("formula", {}),
        ("cloze", {"stem": "[[a]]", "gaps": {"a": {"type": "numerical"}}}),
    ],
)
def test_a_question_without_a_key_says_so(kind: str, fields: dict[str, Any]) -> None:
    found, told = checked(kind, **{"stem": "What?", **fields})
    assert found == "undecided"
    assert told["QB300"] == "no key yet"
