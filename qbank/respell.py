"""How a text is to be spelled in YAML so that it arrives as it is: for hints that show the corrected line."""

from __future__ import annotations

import re

_UNSAFE_START = re.compile(r"[|>*&!%@`'\"{}\[\],#]|[-?:](?:\s|$)")
_UNSAFE_INSIDE = re.compile(r":(?:\s|$)|\s#|[\n\t]")
_READ_AS_NOTHING = frozenset({"", "~", "null", "Null", "NULL", "---", "..."})


def plain_safe(text: str) -> bool:
    """Whether a text of one line survives without quotes, in block style."""
    return (
        text not in _READ_AS_NOTHING
        and text == text.strip()
        and not _UNSAFE_START.match(text)
        and not _UNSAFE_INSIDE.search(text)
    )


def respell(text: str, *, quote: bool = False) -> str:
    """Spell a text of one line: without quotes where that is safe (unless ``quote``), else in quotes.

    Single quotes keep LaTeX as it is; double quotes serve where the text has an apostrophe and no backslash.
    """
    if not quote and plain_safe(text):
        return text
    if "'" in text and not re.search(r'["\\]', text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
