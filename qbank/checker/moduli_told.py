r"""Moduli that texts tell: "modulo $26$", "mod two", ``\mathbb{F}_2``, GF(8), "XOR", the clock, days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"[\s~$\\({{_/-]*(?P<number>\d+|{'|'.join(_WORDS)})\b"
_OF_RING = re.compile(
    rf"(?:\bmod(?:ulo|ulus)?\b|\\[pb]?mod\b|\\mathbb\s*\{{?\s*Z\s*\}}?\s*[_/]|\balphabet (?:of|with)\b){_NUMBER}",
    re.IGNORECASE,
)
_OF_FIELD = re.compile(
    rf"(?:\bGF\}}?|\\mathbb\s*\{{?\s*F\s*\}}?\s*_|\bfields? (?:of|with)(?: order)?\b|\bcharacteristic\b){_NUMBER}",
    re.IGNORECASE,
)
_OF_BITS = re.compile(
    r"\bX-?OR\b|\bexclusive[- ]or\b|\\oplus(?![A-Za-z])|\bCRC\b|\bsyndromes?\b|\bcode ?words?\b"
    r"|\bparity[- ](?:check|bit|symbol)s?\b|\b(?:even|odd) parity\b|\bhamming codes?\b|\bbitwise\b"
    r"|\bbinary (?:code|field|polynomial)s?\b",
    re.IGNORECASE,
)
_OF_CLOCK = re.compile(r"\bclocks?\b|\bo['’]clock\b", re.IGNORECASE)
_OF_WEEK = re.compile(r"\bweek ?days?\b|\bdays? of the week\b", re.IGNORECASE)
_MODULAR = re.compile(r"\bmod(?:ulo|ular)?\b|\bfinite fields?\b|\bclock arithmetic\b", re.IGNORECASE)


def moduli_told(text: str) -> set[int]:
    """Return the moduli that a text tells, with its LaTeX."""
    found = set(_numbers(_OF_RING, text)) | {_characteristic(number) for number in _numbers(_OF_FIELD, text)}
    found |= {2} if _OF_BITS.search(text) else set()
    found |= {12, 24} if _OF_CLOCK.search(text) else set()
    found |= {7} if _OF_WEEK.search(text) else set()
    return {number for number in found if number > 1}


def is_modular(text: str) -> bool:
    """Tell whether a text says that whole numbers are reckoned by remainders."""
    return _MODULAR.search(text) is not None


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    for match in pattern.finditer(text):
        number = match.group("number").lower()
        yield int(number) if number.isdigit() else _WORDS.index(number) + 2


def _characteristic(order: int) -> int:
    """Return the prime of which the size of a field is a power."""
    return next((number for number in range(2, order) if order % number == 0), order)
