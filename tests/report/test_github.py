"""GitHub annotations: every line is a command of ours, whatever the bank says."""

import re

from qbank.diagnostic import Diagnostic
from qbank.evidence import Report
from qbank.report.github import render


def test_annotations(report: Report, diagnostics: list[Diagnostic]) -> None:
    place = "file=bank/a.yaml,line=5,col=3,endColumn=8"
    assert render(report, diagnostics).split("\n") == [
        f"::error {place},title=QB101::unknown field “stemm”%0Ahint: did you mean “stem”?",
        "::error file=bank/b.yaml,line=7,col=5,endColumn=9,title=QB301 q2::option 2 is keyed, option 1 is right",
        "::warning title=QB400::nothing to do with a file",
        "",
    ]


def test_nothing_to_say_is_no_output(report: Report) -> None:
    assert render(report, []) == ""


def test_a_bank_cannot_write_commands(hostile_report: Report, hostile_diagnostics: list[Diagnostic]) -> None:
    text = render(hostile_report, hostile_diagnostics)
    lines = text.splitlines()  # at every kind of line break, also those a runner may not split at
    assert len(lines) == len(hostile_diagnostics)
    for line in lines:
        command = re.fullmatch(r"::error (?P<properties>[^:]*)::(?P<message>.*)", line)
        assert command
        names = [each.split("=")[0] for each in command["properties"].split(",")]
        assert names in (["file", "line", "col", "endColumn", "title"], ["title"])
        assert all(each in {"%25", "%0A", "%0D", "%3A", "%2C"} for each in re.findall(r"%..", line))
        assert "\x1b" not in line
        assert "\x00" not in line
