"""What holds at a point alone, and unknown functions of which equations are given."""

from typing import Any

import pytest

from qbank.checker.question import check_question
from qbank.schema import QUESTION_TYPES


def level(stem: str, options: list[str], find: str, given: tuple[str, ...] = (), explanation: str = "") -> str:
    fields: dict[str, Any] = {"id": "a", "type": "single-choice", "stem": stem, "options": options, "answer": "1"}
    check = {"find": find, "given": list(given)}
    question = QUESTION_TYPES["single-choice"].model_validate({**fields, "check": check, "explanation": explanation})
    found = check_question({"question": question.model_dump(mode="json")})["evidence"]
    return str(found["evidence"])


@pytest.mark.parametrize(
    ("given", "find", "options"),
    [
        (("y'(x) = 2x", "y(0) = 3"), "y(1)", ["$4$", "$5$"]),
        (("y'(x) + 2 y(x) = 0", "y(0) = 1"), "y(1)", ["$e^{-2}$", "$e^2$"]),
        (("y''(x) + y(x) = 0", "y(0) = 1", "y'(0) = 0"), r"y(\pi)", ["$-1$", "$1$"]),
        (("y'(x) = y(x)^2", "y(0) = 1"), "y''(0)", ["$2$", "$1$"]),
    ],
)
def test_an_unknown_function_refutes_nothing(given: tuple[str, ...], find: str, options: list[str]) -> None:
    assert level("What?", options, find, given) in {"proved", "undecided"}
    assert level("What?", options[::-1], find, given) in {"refuted", "undecided"}


@pytest.mark.parametrize(
    ("stem", "find", "options"),
    [
        ("Let $f(x) = x^3$. What is $f'(x)$ at the point $x = 1$?", "f'(x)", ["$3$", "$75$"]),
        (r"Let $z = x^2 y$. Evaluate $\frac{\partial z}{\partial x}$ at $x = 3$, $y = 2$.",
         r"\frac{\partial z}{\partial x}", ["$12$", "$6$"]),
    ],
)  # fmt: skip
def test_find_is_meant_at_the_point_that_the_stem_names(stem: str, find: str, options: list[str]) -> None:
    assert level(stem, options, find) == "proved"
    assert level(stem, options[::-1], find) == "refuted"


def test_the_derivative_of_a_vector_is_that_of_each_entry() -> None:
    stem = r"A curve $\vec{r}(t) = (t, t^2)$ is given."
    assert level(stem, ["$(1, 4)$", "$(1, 2)$"], r"\vec{r}'(2)") != "refuted"
    assert level(stem, ["$1$", "$2$"], "1", explanation=r"We have $\vec{r}'(t) = (1, 2t)$.") == "proved"
