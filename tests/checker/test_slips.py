"""Slips in worked solutions beside their right forms: the slip is refuted, the right form is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checker.questions import single_choice, verdict

CASES = yaml.safe_load((Path(__file__).parent / "corpus" / "slips.yaml").read_text("utf-8"))


def judged(case: dict[str, Any], solution: str) -> str:
    """Return what is found of a solution."""
    options = case.get("options", ["$7654321$", "$1234567$"])
    return str(verdict(single_choice(case["stem"], options, 1, solution))["solution"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_slips_are_refuted_and_right_forms_are_not(case: dict[str, Any]) -> None:
    assert [one for one in case.get("right", []) if judged(case, one) == "refuted"] == []
    assert [one for one in case.get("wrong", []) if judged(case, one) != "refuted"] == []
