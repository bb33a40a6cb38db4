"""Right solutions in the style of many authors: none of their lines is refuted."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.checker.questions import single_choice, verdict

CASES = yaml.safe_load((Path(__file__).parent / "corpus" / "right-solutions.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["stem"][:60].strip() for case in CASES])
def test_no_line_of_a_right_solution_fails(case: dict[str, str]) -> None:
    found = verdict(single_choice(case["stem"], ["$7654321$", "$1234567$"], 1, case["solution"]))
    assert [step for step in found["steps"] if step["verdict"] == "fails"] == []
