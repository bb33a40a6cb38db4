"""What ``given`` and ``find`` reach: each question with its key proved, every other option refuted, and a wrong key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from qbank.checker.question import check_question
from qbank.schema import QUESTION_TYPES

QUESTIONS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "corpus" / "reach.yaml").read_text(encoding="utf-8")
)


def _evidence(asked: dict[str, Any], key: int) -> dict[str, Any]:
    options = [text if "$" in text else f"${text}$" for text in asked["options"]]
    check = {field: asked[field] for field in ("given", "find", "assume", "relation") if field in asked}
    stem = asked.get("stem", "Which of these is it?")
    plain = {"id": "q", "type": "single-choice", "stem": stem, "options": options, "answer": str(key), "check": check}
    question = QUESTION_TYPES["single-choice"].model_validate(plain)
    found = check_question({"question": question.model_dump(mode="json"), "notation": {}})
    evidence: dict[str, Any] = found["evidence"]
    return evidence


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: str(asked["find"]))
def test_the_key_is_proved_and_every_other_one_refuted(asked: dict[str, Any]) -> None:
    """Options stand with the right one first; which wrong one is keyed in its place goes round."""
    right = _evidence(asked, 1)
    verdicts = [option["verdict"] for option in right["options"]]
    assert (right["evidence"], verdicts) == ("proved", ["equal"] + ["different"] * (len(verdicts) - 1))
    wrong = 2 + QUESTIONS.index(asked) % (len(verdicts) - 1)
    assert _evidence(asked, wrong)["evidence"] == "refuted"
