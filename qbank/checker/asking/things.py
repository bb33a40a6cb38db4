"""All that can be asked for, most specific first."""

from __future__ import annotations

from collections.abc import Sequence

from . import algebra, calculus, curves, extrema, series, values
from .clause import Phrase

THINGS: Sequence[Phrase] = (
    *extrema.THINGS,
    *curves.THINGS,
    *series.THINGS,
    *calculus.THINGS,
    *algebra.THINGS,
    *values.THINGS,
)
