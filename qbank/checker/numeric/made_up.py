"""Smooth functions without symmetries that stand for undefined ones, always the same for a name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flint import fmpq

from qbank.checker import grids

from .analytic import RULES, Mode
from .scalars import Scalar


def made_up(name: str, arguments: Sequence[Scalar], mode: Mode) -> Scalar:
    """Return the value of the function called ``name``; its derivatives follow from those of what it is made of."""
    digest = hashlib.sha256(name.encode()).digest()
    weights = [[fmpq(1 + digest[(3 * at + kind) % 31], 97 + at) for at in range(len(arguments))] for kind in range(3)]
    one, other, last = (
        grids.total(weight * argument for weight, argument in zip(row, arguments, strict=True)) for row in weights
    )
    waves = RULES["sin"](one + fmpq(1 + digest[31], 97), mode)
    return waves + other * other * fmpq(1, 7) + RULES["exp"](last * fmpq(1, 5), mode)
