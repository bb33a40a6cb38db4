"""The file of an exam: what is read, and what is said of the rest."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from qbank.exam.jsonschema import exam_schema
from qbank.exam.reading import read_exam

from .conftest import MakeExam

ROOT = Path(__file__).parents[2]


def test_the_example_is_read_and_fits_the_schema() -> None:
    source, text, problems = read_exam(ROOT / "docs" / "midterm.yaml")
    assert problems == []
    assert source is not None
    assert source.name == "midterm"
    assert [path.resolve() for path in source.bank] == [ROOT / "bank"]
    jsonschema.validate(yaml.safe_load(text), exam_schema())


def test_an_editor_gets_the_schema() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qbank", "schema", "--exam"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(done.stdout) == exam_schema()


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("sections:\n  - pick: q1\n", "QB103", 5, "takes a list"),
        ("sections:\n  - pick:\n", "QB110", 5, "pick"),
        ("sections:\n", "QB110", 4, "sections"),
        ("sections:\n  - pick:\n      - count: 2\n        points: 3\n", "QB113", 7, "count"),
        ("sections:\n  - pick:\n      - at_most: true\n        tag: a\n", "QB117", 6, "at_most"),
        ("sections:\n  - pick:\n      - points_each: 2\n", "QB110", 6, "which questions"),
        ("sections:\n  - pick:\n      - type: multiple\n", "QB106", 6, "single-choice"),
        ("sections:\n  - pick:\n      - difficulty: harsh\n", "QB106", 6, "medium"),
        ("sections:\n  - pick:\n      - tag: a\n        count: 0\n", "QB111", 7, "between"),
        ("sections:\n  - pick:\n      - tag: a\n        count: 1.5\n", "QB104", 7, "whole"),
        ("sections:\n  - pick:\n      - tag: a\n        count: at most 3\n", "QB104", 7, "is not a number"),
        ("sections:\n  - pick:\n      - tag: a\n        point: 5\n", "QB101", 7, "point"),
        ("versions: 101\nsections:\n  - pick:\n      - q1\n", "QB111", 4, "between"),
        ("paper: a3\nsections:\n  - pick:\n      - q1\n", "QB106", 4, "letter"),
        ("instructions: $\\write18{x}$\nsections:\n  - pick:\n      - q1\n", "QB210", 4, "\\write"),
        ("instructions: '![x](y.png)'\nsections:\n  - pick:\n      - q1\n", "QB117", 4, "figures"),
        ("questions:\n  - id: a\n", "QB460", 1, "questions"),
    ],
)
def test_mistakes_have_a_place(make_exam: MakeExam, text: str, code: str, line: int, words: str) -> None:
    source, problems = make_exam(text)
    assert source is None
    found = {(each.code, each.span.line): f"{each.message} {each.hint}" for each in problems if each.span}
    assert (code, line) in found, problems
    assert words in found[code, line]


def test_a_file_of_questions_is_one_mistake(make_exam: MakeExam) -> None:
    _, problems = make_exam("category: Algebra\nquestions:\n  - id: a\n")
    assert [each.code for each in problems] == ["QB460"]


@pytest.mark.parametrize(
    "bank",
    ["/etc", "../..", "../../x", "missing", "~", "bank/../../../etc", '"\\0"', "x" * 9000, "link"],
)
def test_a_bank_out_of_reach_is_refused(make_exam: MakeExam, tmp_path: Path, bank: str) -> None:
    (tmp_path / "link").symlink_to("/etc")
    source, problems = make_exam("sections:\n  - pick:\n      - q1\n", f"title: x\nbank: {bank}\n")
    assert source is None
    assert {each.code for each in problems} <= {"QB467", "QB027"}
    assert problems


def test_a_bank_beside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "exams").mkdir()
    (tmp_path / "bank").mkdir()
    path = tmp_path / "exams" / "a b.yaml"
    path.write_text("title: x\nbank: ../bank\nsections:\n  - pick:\n      - q1\n", encoding="utf-8")
    source, _, problems = read_exam(path)
    assert problems == []
    assert source is not None
    assert source.bank == (tmp_path / "bank",)
    assert source.name == "a-b"


def test_chance_wants_a_seed(make_exam: MakeExam) -> None:
    head = "title: x\nbank: bank\n"
    for text in ("versions: 2\nsections:\n  - pick:\n      - q1\n", "sections:\n  - pick:\n      - count: 2\n"):
        source, problems = make_exam(text, head)
        assert source is None
        assert "seed" in problems[0].message
    source, problems = make_exam("sections:\n  - pick:\n      - q1\n", head)
    assert source is not None


def test_a_broken_line_is_told_once_with_its_correction(make_exam: MakeExam) -> None:
    source, problems = make_exam("course: Calculus: part 1\nsections:\n  - pick:\n      - q1\n")
    assert source is None
    assert [(each.code, each.span.line if each.span else 0) for each in problems] == [("QB024", 4)]
