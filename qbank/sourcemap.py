"""Where a text's inlines stand in its source: markdown-it keeps the lines of blocks, and no more."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The text, and the same with plain line breaks; lines start at different places in the two."""

    text: str
    normal: str
    text_starts: tuple[int, ...]
    normal_starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Source:
        """Cut into lines as markdown-it does."""
        breaks = [match.end() for match in re.finditer(r"\r\n?|\n", text)]
        normal = re.sub(r"\r\n?", "\n", text)
        return cls(text, normal, (0, *breaks), (0, *(match.end() for match in re.finditer("\n", normal))))

    def offset(self, position: int) -> int:
        """Return the place in ``text`` of a place in ``normal``."""
        line = bisect_right(self.normal_starts, position) - 1
        return self.text_starts[line] + position - self.normal_starts[line]

    def slice(self, start: int, end: int, marks: Mapping[int, int]) -> str:
        """Return ``text[start:end]``, what stands before a line's mark (``>`` of a quotation) turned into spaces."""
        out = self.text[start:end]
        for line, mark in marks.items():
            first = self.text_starts[line] - start
            width = min(mark - start, len(out)) - first
            if width > 0 and first > 0:
                out = out[:first] + " " * width + out[first + width :]
        return out


class Run:
    """A run of inlines: where each of its lines starts in the source's normal text."""

    def __init__(self, content: str, first: int, starts: Sequence[int], *, cell: bool) -> None:
        self.content, self.first, self.starts, self.cell = content, first, starts, cell
        self.breaks = [0, *(match.end() for match in re.finditer("\n", content))]

    def place(self, position: int) -> int:
        r"""Return the place of ``content[position]``; in a table's cell ``|`` was written ``\|``."""
        line = bisect_right(self.breaks, position) - 1
        escapes = self.content.count("|", 0, position) if self.cell else 0
        return self.starts[line] + position - self.breaks[line] + escapes

    def marks(self, start: int, end: int) -> dict[int, int]:
        """Return the places where the lines begin that ``content[start:end]`` continues on, by the source's lines."""
        lines = range(bisect_right(self.breaks, start), bisect_right(self.breaks, end))
        return {self.first + line: self.starts[line] for line in lines}
