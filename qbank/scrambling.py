"""Another order, the same for the same question everywhere: for what a student is to pair or to put in order."""

from __future__ import annotations

import hashlib


def scrambled(seed: str, count: int) -> list[int]:
    """Return the indices below ``count`` in an order that depends on ``seed`` alone and is not the given one.

    (One index has but one order.)
    """

    def place(index: int) -> str:
        return hashlib.sha256(f"{seed}|{index}".encode()).hexdigest()

    order = sorted(range(count), key=place)
    return order if order != sorted(order) or count < 2 else [*order[1:], order[0]]
