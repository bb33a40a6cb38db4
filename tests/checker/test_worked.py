"""Worked solutions from all fields: no line of a right one fails, and planted slips are found at their own lines."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checker.questions import single_choice, verdict

TABLES = Path(__file__).parent / "solutions"
CASES = [case for table in sorted(TABLES.glob("*.yaml")) for case in yaml.safe_load(table.read_text("utf-8"))]
BROKEN = [(case, right, wrong) for case in CASES for right, wrong in case["planted"]]
CAUGHT = 0.95
"""The share of planted slips that must be refuted."""


@cache
def steps(stem: str, solution: str) -> list[dict[str, Any]]:
    """Return the steps of a solution, followed once for all that ask."""
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    return list(found["steps"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_right_solution_is_not_refuted(case: dict[str, Any]) -> None:
    found = steps(case["stem"], case["solution"])
    assert found
    assert [step for step in found if step["verdict"] == "fails"] == []


def test_right_solutions_are_followed() -> None:
    found = [step["verdict"] for case in CASES for step in steps(case["stem"], case["solution"])]
    assert found.count("holds") >= 0.9 * len(found)


def test_planted_slips_are_caught_at_their_lines() -> None:
    missed, elsewhere = [], []
    for case, *texts in BROKEN:
        right, wrong = (text[:-2] + "\n" if text.endswith("\\n") else text for text in texts)
        at = case["solution"].index(right)
        found = steps(case["stem"], case["solution"].replace(right, wrong, 1))
        failed = [step for step in found if step["verdict"] == "fails"]
        if not failed:
            missed.append((case["name"], wrong))
        elif not any(
            step["offset"] <= at + len(wrong) and at <= step["offset"] + len(step["latex"]) for step in failed
        ):
            elsewhere.append((case["name"], wrong))
    assert len(BROKEN) - len(missed) >= CAUGHT * len(BROKEN), missed
    assert len(elsewhere) <= (1 - CAUGHT) * len(BROKEN), elsewhere
