"""What ``given`` and ``find`` reach: each question with its key proved and every other option refuted."""

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


def _verdict(asked: dict[str, Any], key: int) -> str:
    options = [text if "$" in text else f"${text}$" for text in asked["options"]]
    check = {field: asked[field] for field in ("given", "find", "assume", "relation") if field in asked}
    stem = asked.get("stem", "Which of these is it?")
    plain = {"id": "q", "type": "single-choice", "stem": stem, "options": options, "answer": str(key), "check": check}
    question = QUESTION_TYPES["single-choice"].model_validate(plain)
    found = check_question({"question": question.model_dump(mode="json"), "notation": {}})
    verdict: str = found["evidence"]["evidence"]
    return verdict


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: str(asked["find"]))
def test_the_key_is_proved_and_every_other_one_refuted(asked: dict[str, Any]) -> None:
    """Options stand with the right one first."""
    verdicts = [_verdict(asked, key) for key in range(1, len(asked["options"]) + 1)]
    assert verdicts == ["proved"] + ["refuted"] * (len(verdicts) - 1)
