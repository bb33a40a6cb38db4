"""Diagnostics as text, in the manner of a good compiler: place, message, the source line underlined, the hint.

    bank/quiz.yaml:12:5: error QB101: unknown field “stemm”
       12 |     stemm: Which of these is prime?
          |     ^^^^^
          hint: did you mean “stem”?

:func:`segments` gives the same text in pieces that name their role, so that a terminal can colour them.
Nothing that an author wrote reaches a terminal raw: control characters are shown as pictures.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from .diagnostic import Diagnostic, Span

WIDTH = 120
"""Columns of the source line that are shown; a longer line is cut around the place."""
_TAB = 4
_VISIBLE_FORMAT = frozenset("\u00ad\u200b\u200c\u200d")


class Role(StrEnum):
    """What a piece of drawn text is; ``error``, ``warning`` and ``note`` also colour the underline."""

    PLACE = "place"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    MESSAGE = "message"
    GUTTER = "gutter"
    SOURCE = "source"
    HINT = "hint"
    PLAIN = "plain"


Segment = tuple[str, Role]


def draw(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], *, width: int = WIDTH) -> str:
    """Return diagnostics as plain text, a blank line between two; ``sources`` maps file names to their text."""
    return "\n".join("".join(text for text, _ in segments(found, sources, width=width)) for found in diagnostics)


def segments(found: Diagnostic, sources: Mapping[str, str], *, width: int = WIDTH) -> list[Segment]:
    """Return one diagnostic in pieces with their roles, ending with a line break."""
    role = Role(found.severity.value)
    pieces: list[Segment] = []
    if found.span:
        pieces.append((f"{clean(found.span.file)}:{found.span.line}:{found.span.column}: ", Role.PLACE))
    pieces += [(f"{found.severity} {found.code}", role), (": ", Role.PLAIN), (clean(found.message), Role.MESSAGE)]
    pieces.append(("\n", Role.PLAIN))
    gutter = 5
    if found.span:
        gutter = max(gutter, len(str(found.span.line)))
        pieces += _source(found.span, sources, gutter, width, role)
    if found.hint:
        first, *rest = (clean(line) for line in found.hint.split("\n"))
        pieces.append((f"{'':{gutter + 1}}hint: {first}\n", Role.HINT))
        pieces += [(f"{'':{gutter + 3}}{line}\n", Role.HINT) for line in rest]
    return pieces


def _source(span: Span, sources: Mapping[str, str], gutter: int, width: int, role: Role) -> Iterator[Segment]:
    lines = sources.get(span.file, "").split("\n")
    line = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
    if not line.strip():
        return
    start = min(span.column - 1, len(line))
    stop = max(start + 1, min(start + span.length, len(line)))
    far = 4 * width  # a line of megabytes is cut before it is measured
    first = max(0, start - far)
    cells = _cells(line[first : start + far])
    shown, begin, end = _window(cells, start - first, stop - first, width)
    yield f"{span.line:>{gutter}} | ", Role.GUTTER
    yield f"{shown}\n", Role.SOURCE
    yield f"{'':{gutter}} | ", Role.GUTTER
    yield f"{'':{begin}}{'^' * max(1, end - begin)}\n", role


def _cells(line: str) -> list[str]:
    """Return what is shown for every character of a line: a tab becomes spaces, a control character its picture."""
    cells, column = [], 0
    for char in line:
        cell = " " * (_TAB - column % _TAB) if char == "\t" else clean(char)
        cells.append(cell)
        column += display_width(cell)
    return cells


def _window(cells: list[str], start: int, stop: int, width: int) -> tuple[str, int, int]:
    """Cut the line around ``start:stop``; return it with the columns between which the underline stands."""
    widths = [display_width(cell) for cell in cells]
    first, last = 0, len(cells)
    if sum(widths) > width:
        room = width - 2  # an ellipsis at either end
        first, used = start, 0
        while first > 0 and used + widths[first - 1] <= room // 3:
            first -= 1
            used += widths[first]
        last = first
        used = 0
        while last < len(cells) and used + widths[last] <= room:
            used += widths[last]
            last += 1
    left, right = "…" if first else "", "…" if last < len(cells) else ""
    shown = left + "".join(cells[first:last]).rstrip() + right
    begin = min(len(left) + sum(widths[first:start]), width - 1)  # past the end of a full line, its last column
    return shown, begin, begin + sum(widths[start : min(stop, last)])


def clean(text: str) -> str:
    """Replace what would steer a terminal or turn the direction of writing: pictures for controls, ``�`` for others."""
    if text.isprintable():
        return text
    return "".join(map(_clean, text))


def _clean(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if char in _VISIBLE_FORMAT or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return char
    return "�"


def display_width(text: str) -> int:
    """Return how many terminal columns ``text`` takes: wide characters two, combining and invisible ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(char) in {"W", "F"}
        else 1
        for char in text
    )
