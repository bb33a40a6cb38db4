"""Each question's source: its YAML, and what the other formats make of it by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qbank.registry import Excerpting, ExportOptions, exporter
from qbank.schema import Bank

from .written import written

FORMATS = ("yaml", "moodle", "latex")
"""The sources in the order in which the page offers them; all but the first are exporters that give excerpts."""
LARGEST = 200_000
"""Characters of a source that the page carries, figures not counted."""
_DATA = re.compile(r"[A-Za-z0-9+/=]{64,}")
FIGURE = "\x01figure:{}\x01"
"""Stands in a source for the data of a figure, which the page has already."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of every question by format, in the bank's order; and what all of one format have in common."""

    texts: Sequence[tuple[str, Mapping[str, str]]]
    formats: Mapping[str, Mapping[str, str]]
    """For each format the ``suffix`` of a file, and what comes ``before`` and ``after`` a question in it."""


def sources(bank: Bank, options: ExportOptions, figures: Mapping[str, int]) -> Sources:
    """Return the sources of every question. ``figures`` are addresses of figures and their numbers."""
    known = {address.partition(",")[2]: number for address, number in figures.items()}

    def shared(match: re.Match[str]) -> str:
        return FIGURE.format(known[match[0]]) if match[0] in known else match[0]

    found: dict[str, dict[str, str]] = {each.id: {} for each in bank.questions}
    formats = {FORMATS[0]: {"suffix": ".yaml", "before": "", "after": ""}}
    for question in bank.questions:
        if text := written(question, bank):
            found[question.id][FORMATS[0]] = text
    for name in FORMATS[1:]:
        writer = exporter(name)
        if not isinstance(writer, Excerpting):
            continue
        for excerpt in writer.excerpts(bank, options):
            text = _DATA.sub(shared, excerpt.text)
            if len(text) <= LARGEST:
                formats[name] = {"suffix": writer.suffix, "before": excerpt.before, "after": excerpt.after}
                found[excerpt.question][name] = text
    return Sources(list(found.items()), formats)
