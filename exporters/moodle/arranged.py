"""Questions in which things are to be paired, or put in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from qbank.markup import parse
from qbank.schema import Matching, Ordering

from . import quiz
from .escape import plain_name
from .readable import is_plain, readable
from .texts import Path, Texts

MAX_MATCH = 255
"""Characters that Moodle keeps of a match."""

_ENTITY = re.compile(r"&(?=[A-Za-z0-9#]{1,8};)")  # what format_string would take for one

GRADING: Mapping[str, str] = MappingProxyType(
    {
        "position": "ABSOLUTE_POSITION",
        "neighbours": "RELATIVE_NEXT_EXCLUDE_LAST",
        "all-or-nothing": "ALL_OR_NOTHING",
    }
)


def matching(texts: Texts, question: Matching) -> quiz.Matching:
    """Build a question on pairs. Matches stand in a menu, so they are plain text; those that are equal are one."""
    told: list[tuple[Path, str]] = [(("pairs", at, "right"), each.right) for at, each in enumerate(question.pairs)]
    told += [(("distractors", at), each) for at, each in enumerate(question.distractors)]
    shown: dict[str, str] = {}
    for path, source in told:
        if (match := _alike(source)) not in shown:
            shown[match] = _match(texts, question, path, source.strip())
    if len(set(shown.values())) < len(shown):
        message = "some right sides look alike as plain text, which is all that Moodle shows of them"
        texts.tell("QB440", message, question, "pairs", hint="write them so that their words differ")
    pairs = [
        (texts.rich(question, ("pairs", at, "left"), each.left, inline=True), shown[_alike(each.right)])
        for at, each in enumerate(question.pairs)
    ]
    pairs += [(quiz.Rich(), shown[match]) for match in dict.fromkeys(map(_alike, question.distractors))]
    return quiz.Matching(question.shuffle, texts.combined(question, counted=True), tuple(pairs))


def _alike(source: str) -> str:
    """Return a right side so that those that are written alike are equal."""
    return " ".join(source.split())


def _match(texts: Texts, question: Matching, path: Path, source: str) -> str:
    """Return a right side as plain text, and note what gets lost."""
    tree = parse(source)
    full = match_text(source)
    if not is_plain(tree):
        message = f"Moodle's menus hold plain text alone: this is shown as “{full}”"
        texts.tell("QB418", message, question, *path)
    cut = plain_name(full, MAX_MATCH)
    if cut != full:
        texts.tell("QB418", f"Moodle keeps {MAX_MATCH} characters of a match: the end is cut off", question, *path)
    return cut


def match_text(source: str) -> str:
    """Return Markdown as the plain text that Moodle shows of it in a menu, however long."""
    shown = plain_name(readable(parse(source)), limit=1_000_000)
    return _ENTITY.sub("&amp;", shown) or "–"


def ordering(texts: Texts, question: Ordering) -> quiz.Ordering:
    """Build a question on the order of items."""
    items = [texts.rich(question, ("items", index), source, inline=True) for index, source in enumerate(question.items)]
    layout = question.layout.upper()
    return quiz.Ordering(layout, GRADING[question.scoring], texts.combined(question, counted=True), tuple(items))
