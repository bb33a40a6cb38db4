"""Edits of a text, and the way back: where a character of the edited text stood before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``text`` in place of the source from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class Back:
    """The way back from a text to what it was before ``edits``, which are in order and do not overlap."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        shifts = accumulate((len(each.text) - (each.end - each.start) for each in edits), initial=0)
        self.starts = [each.start + shift for each, shift in zip(edits, shifts, strict=False)]

    def offset(self, offset: int) -> int:
        """Return where a character stood; within an edit, where that starts."""
        at = bisect_right(self.starts, offset) - 1
        if at < 0:
            return offset
        last = self.edits[at]
        beyond = offset - self.starts[at] - len(last.text)
        return last.start if beyond < 0 else last.end + beyond

    def span(self, offset: int, length: int | None) -> tuple[int, int | None]:
        """Return where ``length`` characters stood (``None``: to the end of the line), and how many they were.

        What was edited counts as a whole.
        """
        start = self.offset(offset)
        if length is None:
            return start, None
        last = self.offset(offset + max(1, length) - 1)
        stop = next((each.end for each in self.edits if each.start <= last < each.end), last + 1)
        return start, max(1, stop - start)
