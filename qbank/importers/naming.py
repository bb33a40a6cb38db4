"""Identifiers, folders and file names for imported questions: from their names, stable, and unlike one another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_FOLDED = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d"})
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
MAX_LENGTH = 60


def slug(text: str, otherwise: str = "question") -> str:
    """Return a text in small letters, digits and hyphens; other scripts have none, so that ``otherwise`` stands."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    ascii_ = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.sub(r"[^A-Za-z0-9]+", "-", ascii_).strip("-").lower()
    if len(words) > MAX_LENGTH:
        words = words[:MAX_LENGTH].rpartition("-")[0] or words[:MAX_LENGTH]
    return words or otherwise


def identifier(wanted: str, title: str, taken: Collection[str]) -> str:
    """Return an id that is not ``taken``: the one wanted where it is one, else one made from it or from the title."""
    base = wanted if _IDENTIFIER.fullmatch(wanted) else slug(wanted or title)
    return free(base, taken)


def free(base: str, taken: Collection[str]) -> str:
    """Return a name that is not ``taken``, with a number behind it where it must have one."""
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base[:95]}-{count}"
    return name


def file_name(name: str) -> str:
    """Return a file's name in letters that every system keeps."""
    stem, dot, suffix = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    suffix = re.sub(r"[^a-z0-9]", "", suffix.lower())[:10]
    return slug(stem, "file") + (f".{suffix}" if suffix else "")
