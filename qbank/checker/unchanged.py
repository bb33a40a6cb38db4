"""A bank that has not changed since it was checked: its report is recalled, and no question is read again.

What a report depends on is compared first: the program, the names and bytes of every file, the figures that questions
show. One record is kept for each way of calling; a run that had nothing to recall replaces it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qbank.diagnostic import Diagnostic, Severity, Span
from qbank.evidence import (
    Failed,
    Level,
    OptionEvidence,
    QuestionEvidence,
    Report,
    Solution,
    StatementEvidence,
    Step,
    VariantsEvidence,
    Witness,
)
from qbank.files import SETTINGS_FILE, find, name_of, read, settings_file

from .cache import Cache, fingerprint

_FIGURE_CODES = "QB22"
_PASSING = ("QB390", "QB391", "QB392")
"""Failures of a worker, which may not happen again."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a run told: its report and diagnostics, and the text of every file."""

    report: Report
    diagnostics: list[Diagnostic]
    sources: Mapping[str, str]


def recall(paths: Sequence[str], choice: Mapping[str, object]) -> Known | None:
    """Return what an earlier run on ``paths``, with the filters ``choice``, told, if nothing has changed since."""
    inventory = _inventory(paths)
    if inventory is None:
        return None
    with Cache() as cache:
        name = _name(paths, choice)
        found = cache.get([name]).get(name)
    sources = {shown: read(path)[0] for shown, path in inventory.items()}
    try:
        if found is None or found["content"] != _content(inventory, sources):
            return None
        if any(_digest_of(Path(path)) != digest for path, digest in found["figures"]):
            return None
        report = Report(tuple(_question(each) for each in found["questions"]))
        return Known(report, [_diagnostic(each) for each in found["diagnostics"]], sources)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def remember(
    paths: Sequence[str],
    choice: Mapping[str, object],
    report: Report,
    diagnostics: Sequence[Diagnostic],
    figures: Iterable[Path],
) -> None:
    """Keep what this run told; ``figures`` are the files that its questions show. Passing failures are not kept."""
    inventory = _inventory(paths)
    if inventory is None or not all(_lasting(each, inventory) for each in diagnostics):
        return
    sources = {shown: read(path)[0] for shown, path in inventory.items()}
    data = {
        "content": _content(inventory, sources),
        "figures": [[str(path), _digest_of(path)] for path in sorted(set(figures))],
        "questions": [asdict(each) for each in report.questions],
        "diagnostics": [asdict(each) for each in diagnostics],
    }
    with Cache() as cache:
        cache.put(_name(paths, choice), data)


def _lasting(told: Diagnostic, inventory: Mapping[str, Path]) -> bool:
    """Tell whether a diagnostic depends on the files of the inventory alone."""
    elsewhere = told.span is not None and told.span.file not in inventory
    return not (elsewhere or told.code.startswith(_FIGURE_CODES) or told.code in _PASSING)


def _inventory(paths: Sequence[str]) -> dict[str, Path] | None:
    """Return every file that the paths stand for, settings included, by the name shown; ``None`` if some cannot be."""
    found: dict[str, Path] = {}
    for path in map(Path, paths):
        if not path.exists():
            return None
        folder = path.parent if path.name == SETTINGS_FILE else path
        start = (folder if folder.is_dir() else folder.parent).resolve()
        nearest = settings_file(start)
        files, problems = find(folder, nearest.parent if nearest else start)
        if problems:
            return None
        for file in files:
            found[name_of(file)] = file
            settings = settings_file(file.parent.resolve())
            if settings:
                found[name_of(settings)] = settings
    return found


def _name(paths: Sequence[str], choice: Mapping[str, object]) -> str:
    call = (
        [[str(Path(path).resolve()), path] for path in paths],
        sorted((name, value or None) for name, value in choice.items()),
    )
    return "run " + hashlib.sha256(json.dumps(call).encode("utf-8", "surrogatepass")).hexdigest()


def _content(inventory: Mapping[str, Path], sources: Mapping[str, str]) -> str:
    digest = hashlib.sha256(fingerprint().encode())
    for shown, path in inventory.items():
        digest.update(f"\0{shown}\0{path.resolve()}\0{_digest_of(path)}".encode("utf-8", "surrogatepass"))
        digest.update(sources[shown].encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _digest_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _question(data: dict[str, Any]) -> QuestionEvidence:
    options = tuple(
        OptionEvidence(**{**each, "witness": Witness(**each["witness"]) if each["witness"] else None})
        for each in data["options"]
    )
    return QuestionEvidence(
        **{
            **data,
            "evidence": Level(data["evidence"]),
            "solution": Solution(data["solution"]),
            "assumed": tuple(data["assumed"]),
            "domain": tuple(data["domain"]),
            "sizes": {name: tuple(sizes) for name, sizes in data["sizes"].items()},
            "options": options,
            "statements": tuple(StatementEvidence(**each) for each in data["statements"]),
            "equivalent": tuple(tuple(group) for group in data["equivalent"]),
            "steps": tuple(Step(**each) for each in data["steps"]),
            "variants": _variants(data["variants"]) if data["variants"] else None,
        }
    )


def _variants(data: dict[str, Any]) -> VariantsEvidence:
    return VariantsEvidence(**{**data, "failed": tuple(Failed(**each) for each in data["failed"])})


def _diagnostic(data: dict[str, Any]) -> Diagnostic:
    span = Span(**data["span"]) if data["span"] else None
    return Diagnostic(**{**data, "severity": Severity(data["severity"]), "span": span})
