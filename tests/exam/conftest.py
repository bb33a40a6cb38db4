"""A bank and an exam from text."""

from collections.abc import Callable
from pathlib import Path

import pytest

import qbank
from qbank.diagnostic import Diagnostic
from qbank.exam.reading import Source, read_exam
from qbank.schema import Bank

MakeBank = Callable[[str], Bank]
MakeExam = Callable[..., tuple[Source | None, list[Diagnostic]]]


@pytest.fixture
def make_bank(tmp_path: Path) -> MakeBank:
    """Load the questions of a text."""

    def make(text: str) -> Bank:
        folder = tmp_path / "bank"
        folder.mkdir(exist_ok=True)
        (folder / "quiz.yaml").write_text(text, encoding="utf-8")
        bank, problems = qbank.load(folder)
        assert [each.message for each in problems if each.severity == "error"] == []
        return bank

    return make


@pytest.fixture
def make_exam(tmp_path: Path) -> MakeExam:
    """Read an exam; its title, bank and seed are added."""

    def make(text: str, head: str = "title: Exam\nbank: bank\nseed: s\n") -> tuple[Source | None, list[Diagnostic]]:
        (tmp_path / "bank").mkdir(exist_ok=True)
        path = tmp_path / "exam.yaml"
        path.write_text(head + text, encoding="utf-8")
        source, _, problems = read_exam(path)
        return source, problems

    return make
