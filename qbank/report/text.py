"""The report that people read: a line for each question, each problem at its source line, what to do next."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from qbank.diagnostic import Diagnostic, Severity
from qbank.draw import Role, clean, display_width, segments
from qbank.evidence import Level, Report

STYLES: Mapping[Role, str] = {
    Role.PLACE: "bold",
    Role.ERROR: "bold red",
    Role.WARNING: "bold yellow",
    Role.NOTE: "bold cyan",
    Role.MESSAGE: "bold",
    Role.GUTTER: "blue",
    Role.SOURCE: "default",
    Role.HINT: "cyan",
    Role.PLAIN: "default",
}
LEVEL_STYLES: Mapping[Level, str] = {
    Level.PROVED: "bold green",
    Level.TESTED: "green",
    Level.CONSISTENT: "green",
    Level.ASSERTED: "yellow",
    Level.UNDECIDED: "bold yellow",
    Level.REFUTED: "bold red",
}
_GAP = 2
_LEAST = 40
"""Columns that the last column of a table needs to stand beside the others."""

Row = Sequence[tuple[str, str]]
"""Cells as text and style."""


def render(console: Console, report: Report, diagnostics: Sequence[Diagnostic], sources: Mapping[str, str]) -> None:
    """Print the whole report. ``sources`` maps file names to their text."""
    if report.questions:
        head = [(name, "dim") for name in ("question", "type", "evidence", "solution", "what was confirmed")]
        rows = [
            [
                (found.id, "bold"),
                (found.type, ""),
                (found.evidence.value, LEVEL_STYLES[found.evidence]),
                (found.solution.value if found.solution.value != "none" else "–", ""),
                (found.summary, ""),
            ]
            for found in report.questions
        ]
        table(console, [head, *rows])
        console.print()
    problems(console, diagnostics, sources)
    summary(console, report, diagnostics)


def problems(console: Console, diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
    """Print each diagnostic with its source line, a blank line after each."""
    width = max(_LEAST, min(console.width - 8, 120)) if console.is_terminal else 120
    for found in diagnostics:
        pieces = [(text, STYLES[role]) for text, role in segments(found, sources, width=width)]
        console.print(Text.assemble(*pieces), soft_wrap=True)


def summary(console: Console, report: Report, diagnostics: Sequence[Diagnostic]) -> None:
    """Print what came out in one line, and the next step in another."""
    severities = Counter(found.severity for found in diagnostics)
    levels = Counter(found.evidence for found in report.questions)
    told = ", ".join(f"{levels[level]} {level}" for level in Level if levels[level])
    parts = [plural(len(report.questions), "question") + (f" ({told})" if told else "")]
    parts += [plural(severities[each], each.value) for each in (Severity.ERROR, Severity.WARNING) if severities[each]]
    errors = severities[Severity.ERROR]
    console.print(Text(", ".join(parts) + ".", "bold red" if errors else "bold green"), soft_wrap=True)
    refuted = next((found.id for found in report.questions if found.evidence is Level.REFUTED), None)
    if refuted:
        step = f"Mend the errors above; “qbank show {refuted}” prints its whole check."
    elif errors:
        step = "Mend the errors above, then check again."
    elif report.questions:
        step = "Ready to export, e.g. “qbank export --to moodle”; “qbank show ID” prints a proof."
    else:
        return
    console.print(Text(step), soft_wrap=True)


def plural(number: int, noun: str) -> str:
    """Return ``1 question`` or ``2 questions``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def table(console: Console, rows: Sequence[Row]) -> None:
    """Print rows in columns. On a terminal the last column wraps inside its own space, or below when there is none."""
    cells = [[(clean(text), style) for text, style in row] for row in rows]
    widths = [max(display_width(row[column][0]) for row in cells) for column in range(len(rows[0]) - 1)]
    indent = sum(widths) + _GAP * len(widths)
    if not console.is_terminal:
        for row in cells:  # there may be thousands: not through the layout
            padded = [
                f"{text}{'':{width - display_width(text) + _GAP}}"
                for (text, _), width in zip(row, widths, strict=False)
            ]
            console.file.write("".join([*padded, row[-1][0]]).rstrip() + "\n")
        return
    room = console.width - indent
    for row in cells:
        line = Text()
        for (text, style), width in zip(row, widths, strict=False):
            line.append(text, style)
            line.append(" " * (width - display_width(text) + _GAP))
        text, style = row[-1]
        if room < _LEAST:
            line.rstrip()
            if row is cells[0]:
                text = ""
            text = textwrap.indent("\n".join(["", *textwrap.wrap(text, max(_LEAST, console.width - 4))]), "    ")
        else:
            text = f"\n{'':{indent}}".join(textwrap.wrap(text, room))
        line.append(text, style)
        line.rstrip()
        console.print(line, soft_wrap=True)
