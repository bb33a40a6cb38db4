"""Stems of all fields without a check block: their questions are understood, and near misses never misunderstood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checker.questions import single_choice, verdict

FOLDER = Path(__file__).parent / "stems"


def _read(paths: list[Path]) -> list[dict[str, Any]]:
    return [one for path in paths for one in yaml.load(path.read_text(), yaml.BaseLoader)]  # noqa: S506


UNDERSTOOD = _read(sorted(FOLDER.glob("*.yaml")))
NEAR_MISSES = _read(sorted((FOLDER / "near").glob("*.yaml")))


def _found(question: dict[str, Any], key: int) -> dict[str, Any]:
    return verdict(single_choice(question["stem"], question["options"], key))


@pytest.mark.parametrize("question", UNDERSTOOD, ids=[one["stem"][:60] for one in UNDERSTOOD])
def test_what_is_asked_is_derived(question: dict[str, Any]) -> None:
    found = _found(question, 1)
    assert found["evidence"] == "proved", found["summary"]
    assert found["inferred"]
    assert _found(question, len(question["options"]))["evidence"] == "refuted"


@pytest.mark.parametrize("question", NEAR_MISSES, ids=[one["stem"][:60] for one in NEAR_MISSES])
def test_a_word_more_is_not_passed_over(question: dict[str, Any]) -> None:
    """The second option is what the question would ask for without the word that changes it."""
    assert _found(question, 1)["evidence"] != "refuted"
    assert _found(question, 2)["evidence"] not in ("proved", "tested", "consistent")
