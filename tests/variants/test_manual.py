"""The manual of variants tells the truth."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import qbank
from qbank.evidence import Level

TEXT = (Path(__file__).parents[2] / "docs" / "variants.md").read_text(encoding="utf-8")
EXAMPLES = [body for body in re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL) if "id:" in body]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda body: re.findall(r"id: (\S+)", body)[0])
def test_the_examples_are_proved(load: Callable[..., Any], example: str) -> None:
    bank, told = load(example, head="")
    assert told == []
    report, found = qbank.check(bank, jobs=2, cache=False)
    assert found == []
    assert [each.evidence for each in report.questions] == [Level.PROVED]
