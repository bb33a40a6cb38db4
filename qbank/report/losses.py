"""What an export did: for people a line for each kind of loss, for programs every one (``docs/formats.md``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from qbank.diagnostic import CODES, Diagnostic, Loss, Severity

from . import as_json, text

FIRST = 3
"""Questions that a line names."""
LISTING = ", --format json lists them all"


def loss(found: Diagnostic) -> Loss | None:
    """Return what a diagnostic says of the export; ``None`` for an error, after which nothing is exported."""
    code = CODES.get(found.code)
    return code.loss if code and found.severity is not Severity.ERROR else None


def render(
    console: Console,
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    *,
    details: bool = False,
    listing: str = LISTING,
) -> None:
    """Print problems at their places, and below them what is lost: gathered, or with ``details`` each at its place."""
    told = list(diagnostics)
    text.problems(console, [each for each in told if details or not loss(each)], sources)
    if not details:
        summary(console, told, listing=listing)


def summary(console: Console, diagnostics: Iterable[Diagnostic], *, listing: str = LISTING) -> None:
    """Print a line for each kind of loss: the format, how many questions, the first of them, and what it is.

    ``listing`` ends the line that says where more is told.
    """
    kinds = _gathered(diagnostics)
    if not kinds:
        return
    rows: list[text.Row] = [
        [(name, "dim") for name in ("format", "questions", "first", "what it does not carry as it is")]
    ]
    for (_, name, what), found in kinds:
        style = "yellow" if any(each.severity is Severity.WARNING for each in found) else ""
        count = len({each.question for each in found})
        rows.append([(name, "bold"), (str(count), ""), (_first(found), ""), (what, style)])
    text.table(console, rows)
    console.print(f"--losses shows each at its place{listing}.", style="dim")


def _gathered(diagnostics: Iterable[Diagnostic]) -> list[tuple[tuple[Loss, str, str], list[Diagnostic]]]:
    """Return the losses by kind, format and words: whole questions first, then fields, then what is changed."""
    kinds: dict[tuple[Loss, str, str], list[Diagnostic]] = {}
    for each in diagnostics:
        kind = loss(each)
        if kind:
            what = each.message if kind is Loss.LOST else CODES[each.code].title
            kinds.setdefault((kind, each.format, what), []).append(each)
    order = list(Loss)
    return sorted(kinds.items(), key=lambda kind: order.index(kind[0][0]))


def _first(found: Sequence[Diagnostic]) -> str:
    """Return the first questions concerned, with the place of the first of all."""
    ids = list(dict.fromkeys(each.question for each in found if each.question))
    place = f" ({found[0].span.file}:{found[0].span.line})" if found[0].span else ""
    return ", ".join([f"{ids[0]}{place}", *ids[1:FIRST]]) + (" …" if len(ids) > FIRST else "") if ids else "–"


def render_json(files: Sequence[Path], output: str | Path, diagnostics: Sequence[Diagnostic]) -> str:
    """Return as a JSON document what was written below ``output``, what was lost, and all other diagnostics."""
    severities = Counter(each.severity for each in diagnostics)
    lost = [each for each in diagnostics if loss(each)]
    return as_json.written(
        {
            "version": 1,
            "summary": {
                "files": len(files),
                "losses": len(lost),
                "errors": severities[Severity.ERROR],
                "warnings": severities[Severity.WARNING],
            },
            "files": [_file(path, Path(output)) for path in files],
            "losses": [_loss(each) for each in lost],
            "diagnostics": [as_json.diagnostic_data(each) for each in diagnostics if not loss(each)],
        }
    )


def _file(path: Path, output: Path) -> dict[str, Any]:
    return {"format": path.relative_to(output).parts[0], "path": path.as_posix(), "bytes": path.stat().st_size}


def _loss(found: Diagnostic) -> dict[str, Any]:
    return {"format": found.format, "kind": loss(found), "field": found.field, **as_json.diagnostic_data(found)}
