"""Questions with parameters on the command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

SUM = """\
id: sum
type: single-choice
stem: Calculate ${@a@} + {@b@}$.
parameters:
  a: 2..3
  b: -1..1 except 0
options:
  - ${@a + b@}$
  - ${@a + 7@}$
answer: 1
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "q.yaml"
    path.write_text(SUM, encoding="utf-8")
    return path


def test_a_list_says_how_many_variants_there_are(cli: Run, bank: Path) -> None:
    assert "single-choice, 4 variants" in cli("list", bank).stdout
    assert json.loads(cli("list", bank, "--format", "json").stdout)["questions"][0]["variants"] == 4


@pytest.mark.parametrize(
    ("asked", "heading", "stem"),
    [
        ((), "Variant 1 of 4: a = 2, b = -1", "Calculate $2 - 1$."),
        (("--variant", "4"), "Variant 4 of 4: a = 3, b = 1", "Calculate $3 + 1$."),
        (("--variant", "a=3, b=-1"), "Variant 3 of 4: a = 3, b = -1", "Calculate $3 - 1$."),
    ],
)
def test_one_variant_is_shown(cli: Run, bank: Path, asked: tuple[str, ...], heading: str, stem: str) -> None:
    shown = cli("show", "sum", bank, *asked)
    assert shown.returncode == 0, shown.stderr
    assert heading in shown.stdout
    assert stem in shown.stdout
    assert ("all 4 variants" in " ".join(shown.stdout.split())) == (not asked)


def test_a_variant_that_is_not_there_is_refused(cli: Run, bank: Path) -> None:
    shown = cli("show", "sum", bank, "--variant", "9")
    assert shown.returncode == 1
    assert "1 to 4" in shown.stderr


def test_as_many_variants_are_exported_as_asked_for(cli: Run, bank: Path, tmp_path: Path) -> None:
    done = cli("export", bank, "--to", "moodle", "--variants", "2", "--seed", "x", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "moodle" / "quiz.xml").read_text(encoding="utf-8").count("<questiontext") == 2
