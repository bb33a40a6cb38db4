"""A bank that has not changed is recalled whole; whatever changes is checked anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import qbank
from qbank.checker import unchanged
from qbank.checker.unchanged import Known, recall, remember
from qbank.diagnostic import Severity, diagnostic
from qbank.figures import shown

QUESTION = """\
id: d-1
type: single-choice
stem: "![A sine](sine.svg) The derivative of $f = x^2$?"
options:
  - $2x$
  - $x$
answer: 1
check:
  find: $\\frac{df}{dx}$
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="{}" height="1"/></svg>'


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keeps the verdict on the question; each test has a folder of its own, of which nothing is known before."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QBANK_CACHE_DIR", str(cache))
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "qbank.yaml").write_text("title: Test\n")
    (folder / "one.yaml").write_text(QUESTION)
    (folder / "sine.svg").write_text(SVG.format(2))
    return folder


def checked(folder: Path) -> Known:
    bank, told = qbank.load([folder])
    report, found = qbank.check(bank, jobs=1)
    known = Known(report, [*told, *found], bank.sources)
    figures = [path for question in bank.questions for path in shown(question)]
    remember([str(folder)], {}, known.report, known.diagnostics, figures)
    return known


def test_recalled_as_it_was(folder: Path) -> None:
    assert recall([str(folder)], {}) is None
    known = checked(folder)
    again = recall([str(folder)], {})
    assert again is not None
    assert again.report == known.report
    assert again.report.questions[0].evidence == "proved"
    assert again.diagnostics == known.diagnostics
    assert str(folder / "one.yaml") in again.sources
    assert recall([str(folder)], {"ids": ["d-1"]}) is None
    assert recall([str(folder / "one.yaml")], {}) is None


def rewrite(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text)


@pytest.mark.parametrize(
    "change",
    [
        rewrite("one.yaml", QUESTION.replace("answer: 1", "answer: 2")),
        rewrite("two.yaml", QUESTION.replace("d-1", "d-2")),
        rewrite("qbank.yaml", "title: Other\n"),
        rewrite("sine.svg", SVG.format(3)),
        lambda folder: (folder / "sine.svg").unlink(),
        lambda folder: (folder / "one.yaml").unlink(),
    ],
)
def test_changes_are_seen(folder: Path, change: Callable[[Path], object]) -> None:
    checked(folder)
    change(folder)
    assert recall([str(folder)], {}) is None


def test_another_program_checks_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(folder)
    monkeypatch.setattr(unchanged, "fingerprint", lambda: "another")
    assert recall([str(folder)], {}) is None


def test_passing_failures_are_not_kept(folder: Path) -> None:
    known = checked(folder)
    (folder / "qbank.yaml").write_text("title: Anew\n")
    timeout = diagnostic("QB390", "the check ran out of time")
    assert timeout.severity is Severity.ERROR
    remember([str(folder)], {}, known.report, [timeout], [])
    assert recall([str(folder)], {}) is None
