"""What each option earns where several are right: shares in percent of the points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from .mistake import Mistake

FULL = Decimal(100)


class Marked(Protocol):
    """What may carry its own share."""

    @property
    def fraction(self) -> Decimal | None:
        """The author's share in percent, or ``None``."""


def balanced(options: Sequence[Marked], keys: Sequence[int]) -> list[Decimal]:
    """Return what ticking each option earns, in percent.

    The keyed options share the points equally, the others take as much away altogether: whoever ticks everything,
    or at random, gets nothing. An option's own ``fraction`` stands; what it leaves is shared by the others.
    """
    right = set(keys)
    open_right = [n for n, option in enumerate(options, 1) if n in right and option.fraction is None]
    told = sum((o.fraction for n, o in enumerate(options, 1) if n in right and o.fraction is not None), Decimal(0))
    wrong = len(options) - len(right)
    share = (FULL - told) / len(open_right) if open_right else Decimal(0)
    loss = -FULL / wrong if wrong else Decimal(0)
    return [
        option.fraction if option.fraction is not None else share if n in right else loss
        for n, option in enumerate(options, 1)
    ]


def share_mistakes(options: Sequence[Marked], keys: Sequence[int]) -> Iterator[Mistake]:
    """Find shares by which the right options do not earn 100 % together, or a wrong one earns something."""
    for number, option in enumerate(options, 1):
        path = ("options", number - 1, "fraction")
        if option.fraction is None:
            continue
        if number in keys and option.fraction <= 0:
            yield Mistake("QB114", f"the right option {number} earns {option.fraction} %", "", path)
        elif number not in keys and option.fraction > 0:
            hint = "what earns points is part of the answer; a wrong option takes some away, or 0"
            yield Mistake("QB114", f"option {number} is not keyed, yet earns {option.fraction} %", hint, path)
    told = [(n, option.fraction) for n, option in enumerate(options, 1) if n in keys and option.fraction is not None]
    total = sum((fraction for _, fraction in told), Decimal(0))
    # 33.33 three times is a whole
    complete = len(told) == len(keys)
    if told and (abs(total - FULL) > Decimal("0.1") if complete else total >= FULL):
        last = ("options", told[-1][0] - 1, "fraction")
        yield Mistake("QB114", f"the right options earn {total} % together", "it must be 100 %", last)
