"""Banks with one question that has parameters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

import qbank
from qbank.diagnostic import Diagnostic
from qbank.schema import Bank

HEAD = "id: q\ntype: single-choice\n"

Load = Callable[..., tuple[Bank, list[Diagnostic]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a question from its fields; ``settings`` is the text of ``qbank.yaml``."""

    def loaded(text: str, head: str = HEAD, settings: str = "") -> tuple[Bank, list[Diagnostic]]:
        if settings:
            (tmp_path / "qbank.yaml").write_text(settings, encoding="utf-8")
        (tmp_path / "q.yaml").write_text(head + dedent(text), encoding="utf-8")
        return qbank.load(tmp_path)

    return loaded
