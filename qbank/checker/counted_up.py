"""Whole numbers that a count is rounded to, up or down: ``n = 42.68``, so ``n = 43``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .rounding import printed
from .solution import FAILS, UNDECIDED, Line
from .syntax import Node


def spare_rounded_counts(lines: Sequence[Line]) -> None:
    """Leave a false line undecided that gives a quantity the whole number next to a decimal found for it before."""
    decimals: dict[Node, Fraction] = {}
    head: Node | None = None
    for line in lines:
        if not line.sides:
            continue
        head = head if line.continues else line.sides[0]
        value = printed(line.sides[-1])
        if head is None or value is None:
            continue
        number = value[0]
        if number.denominator > 1:
            decimals[head] = number
        elif line.verdict == FAILS and len(line.sides) == 2 and head in decimals and abs(number - decimals[head]) < 1:
            line.verdict, line.against = UNDECIDED, None
            line.method = "the value before it, as a whole number: not checked"
