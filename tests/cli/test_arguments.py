"""The filters that check, export and list share."""

from pathlib import Path

import pytest

from qbank.cli.arguments import Filters, load_bank
from qbank.diagnostic import Severity

TEXT = """\
category: Algebra
questions:
  - id: sum
    type: single-choice
    stem: What?
    options:
      - one
      - two
    answer: 1
  - id: prose
    type: single-choice
    category: Algebra/History
    tags:
      - second
    stem: Who?
    options:
      - one
      - two
    answer: 1
"""


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, ["sum", "prose"]),
        ({"ids": ["sum"]}, ["sum"]),
        ({"ids": ["s*", "prose"]}, ["sum", "prose"]),
        ({"tags": ["second"]}, ["prose"]),
        ({"categories": ["Algebra"]}, ["sum", "prose"]),
        ({"categories": ["Algebra/"]}, ["sum", "prose"]),
        ({"categories": ["Algebra/History"]}, ["prose"]),
        ({"categories": ["Alg"]}, []),
        ({"types": ["single-choice"]}, ["sum", "prose"]),
        ({"types": ["statements"]}, []),
        ({"tags": ["second"], "ids": ["sum"]}, []),
    ],
)
def test_filters(filters: dict[str, list[str]], ids: list[str], tmp_path: Path) -> None:
    path = tmp_path / "quiz.yaml"
    path.write_text(TEXT, encoding="utf-8")
    wanted = Filters(**{**dict.fromkeys(("ids", "tags", "categories", "types")), **filters})  # type: ignore[typeddict-item]  # all four
    bank, told = load_bank([str(path)], wanted)
    assert [question.id for question in bank.questions] == ids
    assert [each.code for each in told] == ([] if ids else ["QB400"])


def test_an_exam_is_no_bank(tmp_path: Path) -> None:
    path = tmp_path / "midterm.yaml"
    path.write_text("title: Midterm\nsections: []\n", encoding="utf-8")
    _, (told,) = load_bank([str(path)])
    assert (told.code, told.hint) == ("QB400", f"{path.as_posix()} is an exam: qbank exam {path.as_posix()}")


def test_a_problem_elsewhere_is_not_told_twice(tmp_path: Path) -> None:
    path = tmp_path / "quiz.yaml"
    path.write_text(TEXT.replace("stem: Who?", "stem: Who?\n    titel: x"), encoding="utf-8")
    bank, told = load_bank([str(path)], None)
    assert [question.id for question in bank.questions] == ["sum"]
    assert [each.severity for each in told] == [Severity.ERROR]
