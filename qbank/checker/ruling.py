"""What is found of one claim of a worked solution, and the reasons that others ask for by name."""

from __future__ import annotations

from dataclasses import dataclass

from .deciding.equality import Difference

RESTS = "rests on what"
NOTHING_GIVEN = "nothing is given of"
NO_UNIT = "units are left out"
SAME_SOLUTIONS = "has the same solutions as the inequality before"
UNIT_LATE = "right as numbers; the unit is written at the end alone"
WRONG = "does not follow from what stands before it"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is found of one claim; ``proved`` is false where it only agrees at every point tried."""

    verdict: str
    method: str
    witness: Difference | None = None
    proved: bool = True
    firm: bool = False
    """It is of numbers alone: no condition could make it true."""
    arithmetic: bool = False
    """So, and they are written out."""
