"""The JSON report keeps its names and their order."""

import json

from qbank.diagnostic import Diagnostic
from qbank.evidence import Report
from qbank.report.as_json import render


def test_the_whole_document(report: Report, diagnostics: list[Diagnostic]) -> None:
    document = json.loads(render(report, diagnostics))
    assert list(document) == ["version", "summary", "questions", "diagnostics"]
    assert document["version"] == 1
    assert document["summary"] == {
        "questions": 2,
        "errors": 2,
        "warnings": 1,
        "evidence": {"proved": 1, "refuted": 1},
    }
    assert list(document["questions"][0].items()) == [
        ("id", "q1"),
        ("file", "bank/a.yaml"),
        ("line", 3),
        ("type", "single-choice"),
        ("evidence", "proved"),
        ("solution", "verified"),
        ("assumed", ["$a = b$"]),
        ("sizes", {"n": [2, 3]}),
        ("answer", "x + 1"),
        ("relation", "equal"),
        (
            "options",
            [
                {"index": 1, "keyed": True, "verdict": "equal", "method": "normal form"},
                {
                    "index": 2,
                    "keyed": False,
                    "verdict": "different",
                    "witness": {"point": {"x": "1/3"}, "option": "2", "answer": "4/3"},
                },
            ],
        ),
        ("statements", []),
        ("equivalent", [[2, 3]]),
        (
            "steps",
            [
                {"line": 9, "latex": "= x + 1", "verdict": "holds", "method": "normal form"},
                {"line": 10, "latex": "prose", "verdict": "unread"},
            ],
        ),
        ("asked", ""),
        ("inferred", False),
        ("domain", []),
    ]
    assert document["questions"][1]["statements"] == [{"label": "A", "claimed": True, "verdict": "unread"}]
    assert list(document["diagnostics"][0].items()) == [
        ("code", "QB101"),
        ("severity", "error"),
        ("message", "unknown field “stemm”"),
        ("hint", "did you mean “stem”?"),
        ("file", "bank/a.yaml"),
        ("line", 5),
        ("column", 3),
        ("question", ""),
    ]
    assert document["diagnostics"][2]["file"] is None


def test_hostile_text_comes_back_as_it_was(
    hostile_report: Report, hostile_diagnostics: list[Diagnostic], hostile: str
) -> None:
    written = render(hostile_report, hostile_diagnostics).encode("utf-8", "backslashreplace")
    document = json.loads(written.decode("utf-8"))
    assert document["questions"][0]["answer"] == hostile
    assert document["diagnostics"][0]["message"] == hostile
