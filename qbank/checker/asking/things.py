"""All that can be asked for, most specific first."""

from __future__ import annotations

from collections.abc import Sequence

from . import (
    algebra,
    calculus,
    chance,
    counting,
    curves,
    equations,
    extrema,
    learning,
    sciences,
    series,
    values,
    vectors,
)
from .clause import Phrase

THINGS: Sequence[Phrase] = (
    *learning.THINGS,
    *sciences.THINGS,
    *chance.THINGS,
    *counting.THINGS,
    *vectors.THINGS,
    *extrema.THINGS,
    *curves.THINGS,
    *series.THINGS,
    *equations.THINGS,
    *calculus.THINGS,
    *algebra.THINGS,
    *values.THINGS,
)
