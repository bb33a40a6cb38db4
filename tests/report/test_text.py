"""What people read."""

import io

import pytest
from rich.console import Console

from qbank.diagnostic import Diagnostic
from qbank.draw import display_width
from qbank.evidence import Report
from qbank.report import text

SOURCES = {"bank/a.yaml": "1\n2\n3\n4\n  stemm: x\n"}


def printed(report: Report, diagnostics: list[Diagnostic], width: int = 0) -> str:
    """Return what is printed: in a pipe, or on a terminal of so many columns."""
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=bool(width),
        width=width or None,
        color_system=None,
        markup=False,
        highlight=False,
        emoji=False,
    )
    text.render(console, report, diagnostics, SOURCES)
    return out.getvalue()


def test_the_whole_report_in_a_pipe(report: Report, diagnostics: list[Diagnostic]) -> None:
    assert printed(report, diagnostics) == (
        "question  type           evidence  solution  what was confirmed\n"
        "q1        single-choice  proved    verified  Option 1 is derived; option 2 is refuted.\n"
        "q2        statements     refuted   –         Option 2 says what the statements do not.\n"
        "\n"
        "bank/a.yaml:5:3: error QB101: unknown field “stemm”\n"
        "    5 |   stemm: x\n"
        "      |   ^^^^^\n"
        "      hint: did you mean “stem”?\n"
        "\n"
        "bank/b.yaml:7:5: error QB301: option 2 is keyed, option 1 is right\n"
        "\n"
        "warning QB400: nothing to do with a file\n"
        "\n"
        "2 questions (1 proved, 1 refuted), 2 errors, 1 warning.\n"
        "Mend the errors above; “qbank show q2” prints its whole check.\n"
    )


def test_a_clean_bank_is_told_the_next_step(report: Report) -> None:
    out = printed(Report(report.questions[:1]), [])
    assert out.splitlines()[-2:] == [
        "1 question (1 proved).",
        "Ready to export, e.g. “qbank export --to moodle”; “qbank show ID” prints a proof.",
    ]


@pytest.mark.parametrize("width", [120, 80, 60])
def test_the_table_fits_the_terminal(width: int, report: Report) -> None:
    rows = printed(report, [], width).split("\n\n")[0].splitlines()
    assert all(display_width(row) <= width for row in rows)
    words = " ".join(" ".join(rows).split())
    assert "refuted." in words


def test_hostile_text_stays_on_its_line(hostile_report: Report, hostile_diagnostics: list[Diagnostic]) -> None:
    out = printed(hostile_report, hostile_diagnostics)
    assert not any(line.startswith("::") for line in out.splitlines())
    assert "\x1b" not in out
    assert "\x00" not in out
    assert "\u202e" not in out
    assert "[bold]b[/]" in out
