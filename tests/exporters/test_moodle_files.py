"""Moodle's XML in several files: by category, below a size, nothing lost between them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lxml import etree

import qbank
from qbank.diagnostic import Diagnostic
from qbank.exporting import render
from qbank.registry import ExportOptions
from tests.conftest import Run

QUESTION = """\
  - id: q{number}
    type: short-answer
    category: {category}
    stem: {stem}
    answers:
      - this
"""
CATEGORIES = ["Algebra/Groups", "algebra/groups", "数学", "Algebra/Groups", "x" * 300, "A: b?"]


def export(
    folder: Path, *flags: str, most: int | None = None, categories: Sequence[str] = CATEGORIES
) -> tuple[dict[str, list[str]], list[Diagnostic]]:
    """Return the ids of the questions in each file."""
    text = "questions:\n" + "".join(
        QUESTION.format(number=number, category=f"'{category}'", stem="word " * (10 + number))
        for number, category in enumerate(categories)
    )
    (folder / "quiz.yaml").write_text(text, encoding="utf-8")
    bank, problems = qbank.load(folder / "quiz.yaml")
    assert not problems
    files, told = render(bank, "moodle", ExportOptions(flags=frozenset(flags), max_size=most))
    return {
        file.path: [
            str(each.findtext("idnumber"))
            for each in etree.fromstring(file.data)
            if isinstance(each.tag, str) and each.get("type") != "category"
        ]
        for file in files
    }, told


def test_a_file_for_each_category(tmp_path: Path) -> None:
    files, told = export(tmp_path, "per-category")
    assert told == []
    long = next(name for name in files if "xxx" in name)
    assert len(long) < 110
    assert files == {
        "quiz-Algebra_Groups.xml": ["q0", "q3"],
        "quiz-algebra_groups-2.xml": ["q1"],
        "quiz-数学.xml": ["q2"],
        long: ["q4"],
        "quiz-A-b.xml": ["q5"],
    }


@pytest.mark.parametrize("most", [1500, 2500, 4000])
def test_files_stay_below_a_size(most: int, tmp_path: Path) -> None:
    files, told = export(tmp_path, most=most)
    assert told == []
    assert list(files) == [f"quiz-{number}.xml" for number in range(1, len(files) + 1)]
    assert [each for ids in files.values() for each in ids] == [f"q{number}" for number in range(6)]
    assert export(tmp_path, most=most) == (files, told)


def test_names_sort_as_the_parts_do(tmp_path: Path) -> None:
    files, _ = export(tmp_path, most=100, categories=["A"] * 10)
    assert files == {f"quiz-{number:02}.xml": [f"q{number - 1}"] for number in range(1, 11)}
    assert sorted(files) == list(files)


def test_one_file_keeps_its_name(tmp_path: Path) -> None:
    assert list(export(tmp_path, most=1_000_000)[0]) == ["quiz.xml"]


def test_a_question_that_is_too_large_is_told_and_written(tmp_path: Path) -> None:
    files, told = export(tmp_path, most=100)
    assert [len(ids) for ids in files.values()] == [1] * 6
    assert [each.code for each in told] == ["QB443"] * 6


def test_both_on_the_command_line(cli: Run, bank_file: Callable[[str], Path], tmp_path: Path) -> None:
    bank_file("questions:\n" + "".join(QUESTION.format(number=n, category=f"C{n % 2}", stem="x") for n in range(4)))
    done = cli("export", "--to", "moodle", "--no-check", "--per-category", "--max-size", "1.5kB")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [f"build/moodle/quiz-C{c}-{n}.xml" for c in (0, 1) for n in (1, 2)]
    assert (tmp_path / "build" / "moodle" / "quiz-C0-1.xml").stat().st_size <= 1500
