"""Where a differential equation with initial values says nothing for certain, nothing is proved or refuted."""

from __future__ import annotations

from typing import Any

import pytest

from qbank.checker.question import check_question
from qbank.schema import QUESTION_TYPES

OPEN = [
    (["y'(x) = y(x)^2", "y(0) = 1"], "y(2)", ["-1", "1"]),  # it ends at 1
    (["y'(x) = 2\\sqrt{y(x)}", "y(0) = 0"], "y(1)", ["1", "0"]),  # both solve it
    (["y'(x) = 1 + y(x)^2", "y(0) = 0"], "y(\\pi)", ["0", "1"]),
    (["y'(x) = \\frac{y(x)}{x}", "y(1) = 1"], "y(-1)", ["-1", "1"]),  # not beyond 0
    (["y''(x) + y(x) = 0", "y(0) = 0", "y(\\pi) = 0"], "y(1)", ["0", "1"]),  # any multiple of the sine
]


@pytest.mark.parametrize(("given", "find", "options"), OPEN, ids=lambda one: str(one)[:30])
def test_what_is_not_said_stays_open(given: list[str], find: str, options: list[str]) -> None:
    """Neither key is proved or refuted."""
    for key in ("1", "2"):
        plain: dict[str, Any] = {
            "id": "q", "type": "single-choice", "stem": "Which value is it?", "answer": key,
            "options": [f"${text}$" for text in options], "check": {"given": given, "find": find},
        }  # fmt: skip
        question = QUESTION_TYPES["single-choice"].model_validate(plain)
        found = check_question({"question": question.model_dump(mode="json"), "notation": {}})
        assert found["evidence"]["evidence"] == "undecided", found["diagnostics"]
