"""The proof of one question, as printed by ``qbank show``."""

import io
from pathlib import Path

from rich.console import Console

import qbank
from qbank.evidence import QuestionEvidence, Report
from qbank.report.proof import render

TEXT = """\
id: q1
type: single-choice
title: Successor
stem: |
  Given $y = x + 1$, what is $y$?
options:
  - $x + 1$
  - $x$
answer: 1
check:
  given:
    - $y = x + 1$
  find: $y$
"""


def printed(path: Path, found: QuestionEvidence) -> str:
    path.write_text(TEXT, encoding="utf-8")
    bank, told = qbank.load(path)
    assert told == []
    out = io.StringIO()
    render(Console(file=out, width=100, markup=False, highlight=False, emoji=False), bank.questions[0], found)
    return out.getvalue()


def test_the_whole_proof(report: Report, tmp_path: Path) -> None:
    assert printed(tmp_path / "a.yaml", report.questions[0]) == (
        "q1  Successor\n"
        "single-choice, bank/a.yaml:3\n"
        "\n"
        "Given $y = x + 1$, what is $y$?\n"
        "\n"
        "→ 1. $x + 1$\n"
        "     ✓ equal: normal form\n"
        "  2. $x$\n"
        "     ✗ different at x = 1/3: option 2, answer 4/3\n"
        "\n"
        "Premises given\n"
        "    $y = x + 1$\n"
        "\n"
        "Premises assumed, which the student is not told\n"
        "    $a = b$\n"
        "\n"
        "Asked for\n"
        "    $y$\n"
        "\n"
        "Answer derived (equal)\n"
        "    x + 1\n"
        "\n"
        "Written out at\n"
        "    n = 2, 3\n"
        "\n"
        "Equivalent options\n"
        "    2 and 3\n"
        "\n"
        "Solution: verified\n"
        "    9 ✓ holds, normal form  = x + 1\n"
        "   10 · unread              prose\n"
        "\n"
        "Proved. Option 1 is derived; option 2 is refuted.\n"
        "\n"
    )


def test_hostile_text_stays_text(hostile_report: Report, tmp_path: Path) -> None:
    out = printed(tmp_path / "a.yaml", hostile_report.questions[0])
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    assert "\x1b" not in out
    assert "[bold]b[/]" in out
