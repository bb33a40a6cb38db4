"""What rests on a custom is decided, but for words of the stem that may set the custom aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from .questions import single_choice, verdict

ENTRIES = yaml.safe_load((Path(__file__).parent / "checks" / "conventions.yaml").read_text("utf-8"))
PLAIN = [entry for entry in ENTRIES if "plain" in entry]
DOUBTFUL = [(entry, stem) for entry in ENTRIES for stem in entry.get("doubtful", ())]


def _evidence(entry: dict[str, Any], stem: str, key: int) -> str:
    check = {name: entry[name] for name in ("given", "find", "assume") if name in entry}
    found = verdict(single_choice(stem, entry["options"], key, **check))
    return str(found["evidence"])


@pytest.mark.parametrize("entry", PLAIN, ids=[entry["plain"] for entry in PLAIN])
def test_the_custom_is_followed(entry: dict[str, Any]) -> None:
    assert [_evidence(entry, entry["plain"], key) for key in (1, 2)] == ["proved", "refuted"]


@pytest.mark.parametrize(("entry", "stem"), DOUBTFUL, ids=[stem for _, stem in DOUBTFUL])
def test_words_may_set_it_aside(entry: dict[str, Any], stem: str) -> None:
    """Every option is keyed in turn."""
    keys = range(1, len(entry["options"]) + 1)
    assert [_evidence(entry, stem, key) for key in keys] == ["undecided"] * len(keys)
