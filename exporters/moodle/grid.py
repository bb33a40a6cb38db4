"""Moodle's fractions: what the shares of answers become on the grid that its import takes.

The grid (``question/engine/bank.php``) has no 9.09 %, so eleven equal parts are not to be had: the nearest shares that
make a whole are found instead, and the author is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

_EXACT = tuple(
    Fraction(*each)
    for each in (
        *((100, 1), (90, 1), (250, 3), (80, 1), (75, 1), (70, 1), (200, 3), (60, 1), (50, 1), (40, 1), (100, 3)),
        *((30, 1), (25, 1), (20, 1), (50, 3), (100, 7), (25, 2), (100, 9), (10, 1), (5, 1), (0, 1)),
    )
)
GRID = tuple(round(Decimal(each.numerator) / each.denominator, 5).normalize() for each in _EXACT)
"""The fractions that Moodle imports, in percent, from 100 to 0; negative ones too."""
_ROUNDED = Decimal("0.005")  # 33.33 stands for 33.33333
_UNITS = tuple(int(each * 252 / 10) for each in _EXACT)
"""The grid in whole numbers: the least that keeps thirds, sevenths, eighths and ninths exact."""
_WHOLE = _UNITS[0]


@lru_cache(maxsize=256)
def on_grid(wanted: Decimal) -> Decimal | None:
    """Return the fraction of the grid that ``wanted`` stands for, rounded as people round; ``None`` for none."""
    near = min(GRID, key=lambda each: abs(each - abs(wanted)))
    return near.copy_sign(wanted) if abs(near - abs(wanted)) <= _ROUNDED else None


def around(wanted: Decimal) -> tuple[Decimal, Decimal]:
    """Return the neighbours of ``wanted``, which is within -100 … 100 and not on the grid."""
    both = sorted({sign * each for each in GRID for sign in (1, -1)})
    return max(each for each in both if each < wanted), min(each for each in both if each > wanted)


def outward(wanted: Decimal) -> Decimal:
    """Return what a wrong option takes away: ``wanted`` (0 or less), or the next fraction further from 0."""
    found = on_grid(wanted)
    return found if found is not None else around(wanted)[0]


def whole(wanted: Sequence[Decimal]) -> list[Decimal] | None:
    """Return positive fractions of the grid, nearest to ``wanted``, that make 100 together.

    ``None`` where there are none: the least is 5, so more than 20 shares never fit. Where several are as near, the
    first of equal shares get more.
    """
    exact = [on_grid(each) for each in wanted]
    found = [each for each in exact if each is not None]
    if len(found) == len(wanted) and abs(sum(found, Decimal(-100))) < Decimal("0.001"):
        return found
    if len(wanted) > _WHOLE // min(filter(None, _UNITS)):
        return None
    at = _nearest(tuple(round(each * _WHOLE / 100, 3) for each in wanted))
    return None if at is None else [GRID[index] for index in at]


@lru_cache(maxsize=64)
def _nearest(wanted: tuple[Decimal, ...]) -> tuple[int, ...] | None:
    """Return the places on the grid with the least sum of squared distances, by sums reached so far."""
    reached: dict[int, tuple[Decimal, tuple[int, ...]]] = {0: (Decimal(0), ())}
    for share in wanted:
        following: dict[int, tuple[Decimal, tuple[int, ...]]] = {}
        for total, (cost, chosen) in reached.items():
            for index, unit in enumerate(_UNITS[:-1]):
                if (sum_ := total + unit) > _WHOLE:
                    continue
                dearer = cost + (share - unit) * (share - unit)
                known = following.get(sum_)
                if known is None or (dearer, (*chosen, index)) < known:
                    following[sum_] = dearer, (*chosen, index)
        reached = following
    return reached[_WHOLE][1] if _WHOLE in reached else None
