"""Values for free names: exact fractions of few digits within a domain, drawn from a hash of the content alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from fractions import Fraction

from qbank.checker.domain import Interval

from .scalars import Outside


def _fractions(text: str) -> list[Fraction]:
    return [Fraction(part) for part in text.split()]


_POOL = _fractions("1/2 1/3 2/3 3/4 1/4 3/2 5/4 4/3 2/5 3/5 6/5 7/4 5/3 7/5 2 1 5/2 7/3 3 4/5")
_PLAIN = (_fractions("2 3 5 4 1 6 7"), _fractions("1 2 1/2 3 3/2 4 5/2"))
"""The simplest first, so that witnesses are easy to follow."""
_UNIT = _fractions("1/2 1/3 2/3 1/4 3/4 2/5 3/5 1/5 4/5 3/7 5/7 4/7")

SCALES = (1, 1, 7, 1, -41, 1, 1, 307, 1, -13, 1, 1)
"""How far out the points lie, trial by trial, and on which side: an absolute value must not open on one side only."""
SIZES = (2, 3, 4, 2, 3, 5, 6, 7)
"""How long sums are written out, trial by trial: a formula in n itself must not agree by chance."""


def draw(
    interval: Interval,
    seed: str,
    scale: int,
    plain: int = 2,
    *,
    taken: Collection[Fraction] = (),
    side: int = 0,
) -> Fraction:
    """Return a number of ``interval`` that depends on ``seed`` alone, and is none of ``taken`` if that can be.

    ``plain`` 0 asks for small whole numbers, 1 for halves; ``side`` (1 or -1) for a sign where both may be.
    Raises :class:`Outside` where no number of the domain was found.
    """
    digest = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    if interval.empty:
        raise Outside("no number lies in the domain")
    second: Fraction | None = None
    for attempt in range(64):
        value = _candidate(interval, digest + attempt * 7919, scale, plain, side)
        if value in interval:
            if value not in taken:
                return value
            second = value if second is None else second
            if attempt >= 32:
                break
    if second is None:
        raise Outside("no number of the domain was found")
    return second


def _candidate(interval: Interval, digest: int, scale: int, plain: int, side: int) -> Fraction:
    low, high = interval.low, interval.high
    if interval.integer:
        start = int(low) if low is not None else (int(high) - 12 if high is not None else -6 if plain else 1)
        width = int(high) - start + 1 if high is not None and low is not None else 12
        return Fraction(start + digest % max(1, min(width, 12 if plain else 6)))
    if low is not None and high is not None:
        return low + (high - low) * _UNIT[digest % len(_UNIT)]
    pool = _PLAIN[plain] if plain < len(_PLAIN) else _POOL
    size = pool[digest % len(pool)] * scale
    if low is not None:
        return low + abs(size)
    if high is not None:
        return high - abs(size)
    return size * (side or ((digest // len(pool)) % 2 or -1))
