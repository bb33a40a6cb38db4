"""Values for free names: exact fractions of few digits within a domain, drawn from a hash of the content alone."""

from __future__ import annotations

import hashlib
from fractions import Fraction

from qbank.checker.domain import Interval

from .functions import Outside

_POOL = [Fraction(part) for part in "1/2 1/3 2/3 3/4 1/4 3/2 5/4 4/3 2/5 3/5 6/5 7/4 5/3 7/5 2 1 5/2 7/3 3 4/5".split()]  # noqa: SIM905
_UNIT = [Fraction(part) for part in "1/2 1/3 2/3 1/4 3/4 2/5 3/5 1/5 4/5 3/7 5/7 4/7".split()]  # noqa: SIM905


SCALES = (1, 1, 7, 1, -41, 1, 1, 307, 1, -13, 1, 1)
"""How far out the points lie, trial by trial, and on which side: an absolute value must not open on one side only."""


def draw(interval: Interval, seed: str, scale: int) -> Fraction:
    """Return a number of ``interval`` that depends on ``seed`` alone."""
    digest = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    if interval.empty:
        raise Outside("no number lies in the domain")
    for attempt in range(64):
        value = _candidate(interval, digest + attempt * 7919, scale)
        if value in interval:
            return value
    raise Outside("no number of the domain was found")


def _candidate(interval: Interval, digest: int, scale: int) -> Fraction:
    low, high = interval.low, interval.high
    if interval.integer:
        start = int(low) if low is not None else (int(high) - 12 if high is not None else -6)
        width = int(high) - start + 1 if high is not None and low is not None else 12
        return Fraction(start + digest % max(1, min(width, 12)))
    if low is not None and high is not None:
        return low + (high - low) * _UNIT[digest % len(_UNIT)]
    size = _POOL[digest % len(_POOL)] * scale
    if low is not None:
        return low + abs(size)
    if high is not None:
        return high - abs(size)
    return size if (digest // len(_POOL)) % 2 else -size
