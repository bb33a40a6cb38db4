"""What the list, the search and the filters know of each question: a table of short values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qbank.evidence import Report
from qbank.markup import Node, parse, plain
from qbank.schema import Bank, Question

from ..html.labels import decimal_text, plain_number
from ..html.strings import Strings
from .plain import in_characters
from .strings import Words

LONGEST = 240
"""Characters of a stem that the list may show."""
FACETS = ("category", "tag", "type", "difficulty", "level", "language", "status")
_ORDERED = {
    "difficulty": ("easy", "medium", "hard"),
    "level": ("refuted", "undecided", "asserted", "consistent", "tested", "proved"),
}
"""Values whose order says something."""
_GAP = re.compile(r"\[\[[^\]]*\]\]")


@dataclass(slots=True)
class _Values:
    """The values of one facet, numbered as they come."""

    numbers: dict[str, int]

    def number(self, value: str) -> int:
        return self.numbers.setdefault(value, len(self.numbers))


def catalogue(bank: Bank, report: Report | None, strings: Strings, words: Words) -> dict[str, Any]:
    """Return the facets with their values, and a row for each question.

    A row is: id, title, the stem as the list shows it, the stem as written (left empty where it is the same), points
    and points as written, file and line, of a variant the question it comes from, then one number, or for tags a list
    of numbers, for each of :data:`FACETS`.
    """
    values = {name: _Values({value: at for at, value in enumerate(_ORDERED.get(name, ()))}) for name in FACETS}
    rows = []
    for question in bank.questions:
        found = report.of(question.id) if report else None
        span = question.origin.span()
        said = {
            "category": question.category,
            "type": question.type,
            "difficulty": question.difficulty or "",
            "level": found.evidence.value if found else "",
            "language": question.language or bank.settings.language,
            "status": question.status,
        }
        shown, source = stem_line(question)
        rows.append(
            [
                question.id,
                _composed(question.title),
                shown,
                "" if shown == source else source,
                plain_number(question.points),
                decimal_text(question.points, strings),
                f"{span.file}:{span.line}",
                bank.variants[question.id].family.id if question.id in bank.variants else "",
                *(
                    [values[name].number(_composed(tag)) for tag in question.tags]
                    if name == "tag"
                    else values[name].number(_composed(said[name]))
                    for name in FACETS
                ),
            ]
        )
    return {
        "facets": {name: _named(name, found.numbers, strings, words) for name, found in values.items()},
        "rows": rows,
    }


def _named(name: str, values: Iterable[str], strings: Strings, words: Words) -> list[Sequence[str]]:
    """Return each value with its name."""
    names = {
        "type": words.types,
        "difficulty": strings.difficulties,
        "level": strings.levels,
        "status": words.statuses,
    }.get(name, {})
    return [(value, names.get(value, value) or words.without) for value in values]


def stem_line(question: Question) -> tuple[str, str]:
    """Return the stem in one line twice: as a list shows it, formulas in plain characters, and as it was written."""
    tree = parse(question.stem)
    shown = _GAP.sub("…", plain(_in_characters(tree)))
    if len(shown) > LONGEST:
        shown = shown[:LONGEST].rpartition(" ")[0] + " …"
    return _composed(shown), _composed(" ".join(question.stem.split()))


def _in_characters(node: Node) -> Node:
    if node.type in {"math", "math_block"}:
        return node._replace(text=in_characters(node.text))
    return node._replace(children=tuple(map(_in_characters, node.children)))


def _composed(text: str) -> str:
    """Return a text whose letters carry their accents: the search takes one sign for one letter."""
    return unicodedata.normalize("NFC", text)
