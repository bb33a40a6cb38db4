"""What ``find`` may ask for, and how options may be written: each form proved, and each wrong key caught."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from .questions import single_choice, verdict

CHECKS = Path(__file__).parent / "checks"
ASKED = [entry for name in ("find", "solved") for entry in yaml.safe_load((CHECKS / f"{name}.yaml").read_text("utf-8"))]


@pytest.mark.parametrize("entry", ASKED, ids=[f"{at}: {entry['stem'][:50]}" for at, entry in enumerate(ASKED)])
def test_the_key_is_proved_and_no_other(entry: dict[str, Any]) -> None:
    """The first option is the key; with any other keyed, the question is refuted."""
    check = {name: entry[name] for name in ("given", "find", "assume", "relation", "symbols") if name in entry}
    expected = entry.get("expect", "proved")
    for number in range(1, len(entry["options"]) + 1):
        found = verdict(single_choice(entry["stem"], entry["options"], number, **check))
        wanted = expected if number == 1 else "refuted" if expected == "proved" else "undecided"
        assert found["evidence"] == wanted, (number, found["diagnostics"])
