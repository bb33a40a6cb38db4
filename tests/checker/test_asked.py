"""Questions without a check block: what the stem's words ask for is derived, and a wrong key is never let through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checker.questions import single_choice, verdict

FOLDER = Path(__file__).parent / "questions"
QUESTIONS: list[dict[str, Any]] = [
    one
    for path in sorted(FOLDER.glob("*.yaml"))
    for one in yaml.load(path.read_text(), yaml.BaseLoader)  # noqa: S506
]
ALLOWED = {"refuted_or_asserted": {"refuted", "asserted"}, "unrefuted": {"proved", "asserted", "undecided"}}

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=[one["stem"][:60] for one in QUESTIONS])


def _found(question: dict[str, Any], key: int) -> dict[str, Any]:
    return verdict(single_choice(question["stem"], question["options"], key))


@each_question
def test_the_right_key_is_borne_out(question: dict[str, Any]) -> None:
    expected = question.get("expect", "proved")
    found = _found(question, 1)
    assert found["evidence"] in ALLOWED.get(expected, {expected}), found["summary"]
    if found["evidence"] == "proved":
        assert found["inferred"]
        assert found["asked"]


@each_question
def test_a_wrong_key_is_refuted_by_the_right_one(question: dict[str, Any]) -> None:
    expected = question.get("expect", "proved")
    for key in range(2, len(question["options"]) + 1):
        found = _found(question, key)
        assert found["evidence"] not in ("proved", "tested", "consistent"), found["summary"]
        if expected == "proved" and "$" in question["options"][key - 1]:
            assert found["evidence"] == "refuted", found["summary"]
            assert "QB301" in found["codes"]
