"""Another order, the same for the same question everywhere: for what a student is to pair or to put in order."""

from __future__ import annotations

import hashlib


def scrambled(seed: str, count: int) -> list[int]:
    """Return the indices below ``count`` in an order that depends on ``seed`` alone and leaves none in its place.

    (One index has but one place.)
    """

    def place(index: int) -> str:
        return hashlib.sha256(f"{seed}|{index}".encode()).hexdigest()

    circle = sorted(range(count), key=place)
    follows = dict(zip(circle, circle[1:] + circle[:1], strict=True))
    return [follows[index] for index in range(count)]
