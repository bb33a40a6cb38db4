"""Texts that speak of options by their place: “option B”, “Both A and C”, “None of the above”, “the first is …”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qbank.markup import parse
from qbank.numbering import LABELS

_LABEL = r"\(?(?P<label>[A-Z]|\d{1,2}|(?<=\()[a-z]{1,4}|[a-z](?=\))|[ivx]{1,4}(?=[).]))\)?(?![\w’'])"
_OPTION = re.compile(
    rf"(?i:\b(?:options?|choices?|alternatives?|distractors?|réponses?|choix|respuestas?|opci(?:ón|ones)|Antworten"
    rf"|Möglichkeit(?:en)?|Option(?:en)?)\b|\b(?:answers?|Antwort)\b(?=\s*\(?[A-Z]\b|\s*\([a-z]\)))\s+{_LABEL}"
)
_BARE = re.compile(r"(?<![\w)\]}])\((?P<label>[A-Z]|[a-z])\)")
_ORDINAL = re.compile(
    r"(?i)\bthe (?:first|second|third|fourth|fifth|last)"
    r"(?: (?:one|options?|answers?|choices?|alternatives?)\b"
    r"|,? (?:is|are|says|follows|holds|equals|and the|two|three)\b)"
    r"|\b(?:die|der|das) (?:erste|zweite|dritte|vierte|letzte)n? (?:Antwort|Option|Möglichkeit)"
)
_PART = r"\(?(?:[A-Z]|[a-z]|\d{1,2}|[ivx]{2,4})\)?"
_COMBINED = re.compile(
    rf"(?:(?i:both|only|either|neither|sowohl|nur|weder|solo|les deux)\s+)?{_PART}(?:\s*,\s*{_PART})*"
    rf"\s*,?\s*(?i:and|or|nor|&|und|oder|noch|et|ou|y|o)\s+{_PART}(?:\s+(?i:only|are (?:true|correct|right)))?\.?"
)
_ABOVE = re.compile(
    r"(?i)(?:none|all|both|neither|any|each|two|some) of (?:the )?"
    r"(?:above|these|them|preceding|others?|options|answers)\b.{0,30}"
    r"|(?:all|none|both) (?:are|is) (?:correct|right|true|wrong|false)"
    r"|(?:keine|alle|beide)[rs]? (?:der |davon\b|dieser )?(?:obigen|genannten|antworten|aussagen|möglichkeiten)?.{0,30}"
    r"|(?:aucune?|toutes|tous) (?:de |des |les |ces ).{0,40}|(?:ninguna|todas) (?:de )?(?:las|estas).{0,40}"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text speaks of an option: ``length`` characters from ``offset``."""

    offset: int
    length: int
    words: str


def mentions(text: str, numbering: str, count: int, *, bare: bool = True, ordinals: bool = False) -> Iterator[Mention]:
    """Yield where a text speaks of one of ``count`` options by its label or number; formulas and code are passed over.

    ``bare``: ``(B)`` alone may mean an option; ``ordinals``: so may ``the first is``.
    """
    plain = _masked(text)
    labels = {LABELS[each](number) for each in (numbering, "ABC", "abc", "123") for number in range(1, count + 1)}
    found = [each for each in _OPTION.finditer(plain) if each["label"] in labels]
    if bare and numbering in ("abc", "ABC"):
        own = {LABELS[numbering](number) for number in range(1, count + 1)}
        found += [each for each in _BARE.finditer(plain) if each["label"] in own]
    if ordinals:
        found += _ORDINAL.finditer(plain)
    for each in sorted(found, key=lambda match: match.start()):
        yield Mention(each.start(), len(each[0]), " ".join(each[0].split()))


def combines(text: str) -> bool:
    """Tell whether an option's text is about other options alone: ``Both A and C``."""
    return _COMBINED.fullmatch(text.strip()) is not None


def sums_up(text: str) -> bool:
    """Tell whether an option's text speaks of all that stands above it: ``None of the above``."""
    return _ABOVE.fullmatch(text.strip().strip("*_").rstrip(".")) is not None


def _masked(text: str) -> str:
    """Return a text as long as ``text``, with spaces for formulas and code."""
    masked = text
    for node in parse(text).walk():
        if node.type in ("math", "math_block", "code", "code_block") and node.text:
            at = text.find(node.text, node.offset)
            if at >= 0:
                masked = masked[:at] + " " * len(node.text) + masked[at + len(node.text) :]
    return masked
