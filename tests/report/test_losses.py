"""What an export tells of its losses, to people and to programs."""

import io
import json
from pathlib import Path

from rich.console import Console

from qbank.diagnostic import Diagnostic, Severity, Span, diagnostic
from qbank.report.losses import render, render_json
from tests.conftest import Run

FIELD = """\
questions:
  - id: one
    type: short-answer
    stem: What?
    difficulty: hard
    answers:
      - this
  - id: two
    type: short-answer
    stem: What then?
    difficulty: easy
    answers:
      - that
"""


def lost(number: int, field: str = "difficulty") -> Diagnostic:
    place = Span("bank/q.yaml", number, 1)
    found = diagnostic("QB411", f"Moodle has no place for “{field}”", place, question=f"q{number}", field=field)
    return Diagnostic(found.code, found.severity, found.message, place, "", found.question, field, "moodle")


def shown(*told: Diagnostic, details: bool = False) -> str:
    out = io.StringIO()
    render(Console(file=out, width=200), told, {}, details=details)
    return out.getvalue()


def test_four_hundred_questions_take_a_line() -> None:
    text = shown(*(lost(number) for number in range(1, 401)), lost(7, "author"))
    assert text.splitlines() == [
        "format  questions  first                         what it does not carry as it is",
        "moodle  400        q1 (bank/q.yaml:1), q2, q3 …  Moodle has no place for “difficulty”",
        "moodle  1          q7 (bank/q.yaml:7)            Moodle has no place for “author”",
        "--losses shows each at its place, --format json lists them all.",
    ]


def test_details_show_each_and_nothing_else_is_gathered() -> None:
    assert shown(lost(1), lost(2), details=True).count("note QB411") == 2
    wrong = diagnostic("QB405", "cannot be written")
    assert shown(wrong) == "error QB405: cannot be written\n\n"
    assert shown() == ""


def test_an_error_is_no_loss() -> None:
    text = shown(diagnostic("QB410", "unknown type", severity=Severity.ERROR))
    assert "error QB410" in text
    assert "questions" not in text


def test_the_document_holds_what_was_lost(tmp_path: Path) -> None:
    path = tmp_path / "build" / "moodle" / "quiz.xml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"1234")
    data = json.loads(render_json([path], tmp_path / "build", [lost(1), diagnostic("QB302", "wrong")]))
    assert data["summary"] == {"files": 1, "losses": 1, "errors": 1, "warnings": 0}
    assert data["files"] == [{"format": "moodle", "path": path.as_posix(), "bytes": 4}]
    assert [(each["question"], each["kind"], each["field"]) for each in data["losses"]] == [
        ("q1", "lost", "difficulty")
    ]
    assert [each["code"] for each in data["diagnostics"]] == ["QB302"]


def test_the_command_prints_the_document_alone(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text(FIELD, encoding="utf-8")
    done = cli("export", "bank.yaml", "--to", "moodle", "--no-check", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert [each["path"] for each in data["files"]] == ["build/moodle/quiz.xml"]
    assert [(each["format"], each["question"], each["line"]) for each in data["losses"]] == [
        ("moodle", "one", 5),
        ("moodle", "two", 11),
    ]
    (tmp_path / "bank.yaml").write_text(FIELD.replace("id: two", "id: one"), encoding="utf-8")
    done = cli("export", "bank.yaml", "--to", "moodle", "--no-check", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["files"]) == (1, [])
