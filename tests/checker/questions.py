"""Questions for the checker's tests, made as an author would: by their fields, checked in this process."""

from __future__ import annotations

from typing import Any

from qbank.checker.question import check_question
from qbank.schema import QUESTION_TYPES


def single_choice(
    stem: str, options: list[str], answer: int | None = 1, explanation: str = "", **check: Any
) -> dict[str, Any]:
    """Return a single-choice question as data; ``check`` are the fields of its check block."""
    data: dict[str, Any] = {"id": "q", "type": "single-choice", "stem": stem, "options": options}
    if answer is not None:
        data["answer"] = str(answer)
    return data | {"explanation": explanation} | ({"check": check} if check else {})


def verdict(data: dict[str, Any], **notation: Any) -> dict[str, Any]:
    """Check a question given as data; return its evidence, with the codes found under ``codes``."""
    question = QUESTION_TYPES[data["type"]].model_validate(data)
    result = check_question({"question": question.model_dump(mode="json"), "notation": notation})
    found: dict[str, Any] = result["evidence"]
    return found | {"codes": [one["code"] for one in result["diagnostics"]], "diagnostics": result["diagnostics"]}


def aligned(*rows: str) -> str:
    r"""Return a display with these rows in ``aligned``."""
    body = " \\\\\n ".join(rows)
    return f"$$\\begin{{aligned}}\n {body}\n\\end{{aligned}}$$"
