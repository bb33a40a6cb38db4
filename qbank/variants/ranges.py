"""The values of a parameter as authors write them: ``2..9``, ``0.5..3 by 0.5``, ``-3..3 except 0``, lists."""

from __future__ import annotations

import re
from fractions import Fraction

MAX_VALUES = 10_000
"""Values of one parameter."""
_NUMBER = r"[+-−]?\d{1,30}(?:\.\d{1,30}|/\d{1,30})?"
_ONE = re.compile(rf"\s*({_NUMBER})\s*")
_RANGE = re.compile(
    rf"\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*(?:by\s+({_NUMBER})\s*)?(?:except\s+({_NUMBER}(?:\s*,\s*{_NUMBER})*)\s*)?"
)


class RangeError(Exception):
    """The values cannot be read: why, and what would help."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def number(text: str) -> Fraction | None:
    """Read ``3``, ``-0.5`` or ``1/3`` exactly; ``None`` for anything else."""
    match = _ONE.fullmatch(text)
    if match is None:
        return None
    top, _, bottom = match[1].replace("−", "-").partition("/")
    if bottom and not int(bottom):
        return None
    return Fraction(top) / int(bottom or 1)


def values(text: str) -> tuple[list[Fraction], bool]:
    """Read a range or a number; return the values in order, and whether a decimal point is written.

    Raises :class:`RangeError`.
    """
    single = number(text)
    if single is not None:
        return [single], "." in text
    match = _RANGE.fullmatch(text)
    if match is None:
        hint = "write a range such as 2..9, 0.5..3 by 0.5 or -3..3 except 0, an expression such as $2 a$, or a list"
        if re.fullmatch(rf"\s*{_NUMBER}(?:\s*[,;]\s*{_NUMBER})+\s*", text):
            hint = "write the values as a list, one “- …” per line"
        raise RangeError(f"“{_short(text)}” is not read as values", hint)
    low, high, step, left_out = match.groups()
    start, end, by = number(low), number(high), number(step or "1")
    if start is None or end is None or by is None:
        raise RangeError("a fraction with the denominator 0")
    if by <= 0:
        raise RangeError("the step of a range is above 0")
    count = (end - start) // by + 1
    if count < 1:
        raise RangeError(f"the range {low}..{high} is empty", f"write {high}..{low}" if end < start else "")
    if count > MAX_VALUES:
        raise RangeError(f"{count:,} values: there may be {MAX_VALUES:,}")
    found = [start + by * at for at in range(int(count))]
    for each in (left_out or "").split(","):
        if each.strip():
            exception = number(each)
            if exception not in found:
                raise RangeError(f"{each.strip()} is not in the range {low}..{high}", "leave it out")
            found.remove(exception)
    if not found:
        raise RangeError("nothing is left of the range")
    return found, any("." in (part or "") for part in (low, high, step))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
