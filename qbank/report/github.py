"""Annotations for GitHub Actions: workflow commands, one line each.

The runner obeys whatever line starts with ``::``, so every text is escaped as its toolkit does:
``%``, carriage return and line feed everywhere, ``:`` and ``,`` in properties besides.
"""

from __future__ import annotations

from collections.abc import Sequence

from qbank.diagnostic import Diagnostic, Severity
from qbank.draw import clean
from qbank.evidence import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(_report: Report, diagnostics: Sequence[Diagnostic]) -> str:
    """Return one workflow command for each diagnostic; nothing where there is nothing to say."""
    return "".join(f"{_command(found)}\n" for found in diagnostics)


def _command(found: Diagnostic) -> str:
    properties: dict[str, object] = {}
    if found.span:
        span = found.span
        properties = {
            "file": span.file,
            "line": span.line,
            "col": span.column,
            "endColumn": span.column + span.length,
        }
    properties["title"] = f"{found.code} {found.question}".rstrip()
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    text = f"{found.message}\nhint: {found.hint}" if found.hint else found.message
    return f"::{_COMMANDS[found.severity]} {told}::{_data(text)}"


def _data(text: str) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    return "%0A".join(clean(line).replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return clean(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
