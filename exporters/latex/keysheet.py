"""The sheet with the keys of all versions of an exam: a table with a line for each question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.exam.keytable import KeyTable
from qbank.registry import OutputFile
from qbank.schema import Bank

from . import expected
from .content import ANSWERS, Printed
from .decoding import arguments, decoded
from .document import values
from .labels import amount
from .strings import STRINGS, strings
from .writer import Writer

NAME = "key.tex"
SIDE_BY_SIDE = 4
"""Versions in one table, at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question: its identifier, the same as LaTeX, its points, and its number and key in each version."""

    id: str
    name: str
    points: str
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Versions that stand side by side."""

    labels: tuple[str, ...]
    by_number: tuple[tuple[tuple[str, str], ...], ...]
    """Key and points in each version of the first question, the second, and so on."""
    rows: tuple[Row, ...]


def key_sheet(
    keys: KeyTable, versions: Sequence[Bank], render: Callable[[str, Mapping[str, object]], str]
) -> tuple[OutputFile, list[Diagnostic]]:
    """Return the sheet; ``versions`` are the questions as each version has them. An error says that it is not right."""
    settings = versions[0].settings
    words = strings(settings.language) or STRINGS["en"]
    writer = Writer()
    printed: list[dict[str, Printed]] = [
        {
            question.id: writer.question(question, int(question.type != "description"), words, "")
            for question in version.questions
            if question.type in ANSWERS
        }
        for version in versions
    ]
    rows = [
        Row(
            row.id,
            writer.text(row.id).replace(r"\_", r"\_\allowbreak{}").replace(".", r".\allowbreak{}"),
            amount(row.points, words),
            tuple((entry.number, shown[row.id].answer.key) for entry, shown in zip(row.entries, printed, strict=True)),
        )
        for row in keys.rows
    ]
    labels = [writer.text(words.version.format(n=label) if label else words.key) for label in keys.versions]
    asked = versions[0].questions
    shown = [printed[0][question.id] for question in asked if question.id in printed[0]]
    shared = values(settings, keys.exam, shown, asked, writer)
    told = {"subtitle": writer.text(words.answer_key), "solved": True, "slides": False}
    text = render("keys.tex.j2", {**shared, **told, "tables": list(_tables(labels, rows))})
    return OutputFile(NAME, text.encode()), [*_differences(text, keys, versions)]


def _tables(labels: Sequence[str], rows: Sequence[Row]) -> Iterator[Table]:
    for cut in _cuts(len(labels)):
        some = tuple(Row(row.id, row.name, row.points, row.cells[cut]) for row in rows)
        ordered = [sorted((*row.cells[n], row.points) for row in some) for n in range(len(labels[cut]))]
        by_number = tuple(tuple((key, points) for _, key, points in cells) for cells in zip(*ordered, strict=True))
        yield Table(tuple(labels[cut]), by_number, some)


def _cuts(versions: int) -> Iterator[slice]:
    """Yield the versions of each table: as few tables as can be, and as even as can be."""
    tables = -(-versions // SIDE_BY_SIDE)
    width = -(-versions // tables)
    for start in range(0, versions, width):
        yield slice(start, min(start + width, versions))


def _differences(text: str, keys: KeyTable, versions: Sequence[Bank]) -> Iterator[Diagnostic]:
    """Read the sheet back, and compare it with the keys that the questions of each version have."""
    words = strings(versions[0].settings.language) or STRINGS["en"]
    by_id = [{question.id: question for question in version.questions} for version in versions]
    numbered: list[tuple[str, str]] = []
    placed: list[tuple[str, str]] = []
    for cut in _cuts(len(versions)):
        some = range(cut.start, cut.stop)
        for rows in zip(*(keys.on_paper(at) for at in some), strict=True):
            numbered += [
                (expected.key(by_id[at][row.id], words), amount(row.points, words))
                for at, row in zip(some, rows, strict=True)
            ]
        placed += [
            (str(row.entries[at].number), expected.key(by_id[at][row.id], words)) for row in keys.rows for at in some
        ]
    wanted = {"mark": numbered, "key": placed if len(versions) > 1 else []}
    if {name: _cells(text, name) for name in wanted} != wanted:
        yield diagnostic("QB427", f"{NAME} has other keys than the versions")


def _cells(text: str, name: str) -> list[tuple[str, ...]]:
    starts = re.finditer(rf"\\qb{name}cell(?=\{{)", text)
    return [tuple(map(decoded, arguments(text, start.end(), 2)[0])) for start in starts]
