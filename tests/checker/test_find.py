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
    """The first option is the key; with another keyed, the question is refuted. Which other goes round."""
    check = {name: entry[name] for name in ("given", "find", "assume", "relation", "symbols") if name in entry}
    expected = entry.get("expect", "proved")
    right = verdict(single_choice(entry["stem"], entry["options"], 1, **check))
    assert right["evidence"] == expected, right["diagnostics"]
    others = [option["verdict"] for option in right["options"]][1:]
    assert expected != "proved" or others == ["different"] * len(others)
    wrong = 2 + ASKED.index(entry) % len(others)
    found = verdict(single_choice(entry["stem"], entry["options"], wrong, **check))
    assert found["evidence"] == ("refuted" if expected == "proved" else "undecided"), (wrong, found["diagnostics"])


def test_find_that_asks_for_something_else_than_the_stem_proves_nothing() -> None:
    """The wrong key would be proved: it is what ``find`` asks for."""
    options = ["$3x^2$", "$6x$", "$x^2$"]
    found = verdict(single_choice("Let $f(x) = x^3$. What is $f''(x)$?", options, 1, find="f'(x)"))
    assert found["evidence"] == "undecided"
    assert "asks for something else, which is option 2" in found["diagnostics"][0]["message"]
    assert (
        verdict(single_choice("Let $f(x) = x^3$. What is $f''(x)$?", options, 2, find="f''(x)"))["evidence"] == "proved"
    )
