"""Lines of a worked solution that quote a distractor: to reject it, in whatever words."""

from __future__ import annotations

from .choice_evidence import Choice
from .deciding.equality import Comparer
from .solution import FAILS, HOLDS, UNDECIDED, Line
from .syntax import Node


def spare_quoted(found: Choice) -> None:
    """Leave undecided what another option says of a quantity of which the solution also says what the key says.

    The line with the key must hold. A solution that slips and ends at a distractor has no such line.
    """
    key = found.question.key
    if key is None or found.several:
        return
    options = {at: read.tree for at, read in enumerate(found.options, 1) if read.tree is not None}
    right = options.pop(key, None)
    if right is None:
        return
    heads = [line.sides[0] for line in found.worked.lines if line.verdict == HOLDS and _says(found, line, right)]
    for line in found.worked.lines:
        if (
            line.verdict == FAILS
            and any(_says(found, line, one) for one in options.values())
            and line.sides[0] in heads
        ):
            line.verdict, line.against = UNDECIDED, None
            line.method = "says what another option says, and the solution says otherwise: not checked"


def _says(found: Choice, line: Line, option: Node) -> bool:
    """Tell whether a line says ``head = … = option``; one that fails must have no side between."""
    if len(line.sides) < 2 or line.continues or set(line.signs) != {"="} or (line.verdict == FAILS and line.sides[2:]):
        return False
    return line.sides[-1] == option or _equal(found.comparer, line.sides[-1], option)


def _equal(comparer: Comparer, one: Node, other: Node) -> bool:
    return not comparer.parted(one, other) and comparer.compare(one, other).proved
