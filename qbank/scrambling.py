"""Another order, the same for the same question everywhere: for what a student is to pair or to put in order.

The order follows from the texts, not from their places in the bank: those are the key, and an order that follows from
them could be traced back by whoever knows this program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def scrambled(seed: str, texts: Sequence[str]) -> list[int]:
    """Return the indices of ``texts``, all of them different, in an order that depends on ``seed`` and the texts alone.

    Three or more never stay in the order given, which would be no question; so all that the order tells is that it is
    not this one. Of two that would tell everything.
    """

    def place(index: int) -> str:
        return hashlib.sha256(f"{seed}|{texts[index]}".encode()).hexdigest()

    order = sorted(range(len(texts)), key=place)
    return order[::-1] if len(order) > 2 and order == sorted(order) else order
