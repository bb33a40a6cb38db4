"""The table of codes, and its manual."""

import re
from pathlib import Path

import pytest

from qbank.diagnostic import CODES, Severity, Span, diagnostic

DOCS = Path(__file__).parents[1] / "docs"
HEADING = re.compile(r"^### (QB\d{3}) (.+) \((error|warning|note)\)$", re.MULTILINE)


def test_every_code_is_documented_and_no_other() -> None:
    documented = HEADING.findall((DOCS / "diagnostics.md").read_text(encoding="utf-8"))
    assert documented == [(name, code.title, code.severity.value) for name, code in CODES.items()]


def test_every_code_has_words_of_its_own_in_the_manual() -> None:
    parts = HEADING.split((DOCS / "diagnostics.md").read_text(encoding="utf-8"))
    bodies = [body.split("\n## ")[0].strip() for body in parts[4::4]]
    assert len(bodies) == len(CODES)
    assert all(len(body) > 30 for body in bodies)


def test_codes_stand_in_order() -> None:
    assert list(CODES) == sorted(CODES)


def test_titles_are_unique() -> None:
    titles = [code.title for code in CODES.values()]
    assert len(set(titles)) == len(titles)


def test_the_severity_comes_from_the_table_unless_given() -> None:
    assert diagnostic("QB300", "no key yet").severity is Severity.ERROR
    assert diagnostic("QB300", "no key yet", severity=Severity.WARNING).severity is Severity.WARNING
    with pytest.raises(KeyError):
        diagnostic("QB999", "no such code")


def test_spans_sort_by_file_line_and_column() -> None:
    spans = [Span("b", 1), Span("a", 10, 2), Span("a", 2, 9), Span("a", 10, 1)]
    assert sorted(spans) == [Span("a", 2, 9), Span("a", 10, 1), Span("a", 10, 2), Span("b", 1)]
