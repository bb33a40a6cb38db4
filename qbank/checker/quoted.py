"""Lines of a worked solution that quote a distractor: to reject it, in whatever words."""

from __future__ import annotations

import re

from .choice_evidence import Choice
from .claim_shapes import has_names
from .deciding.equality import Comparer
from .solution import FAILS, HOLDS, UNDECIDED, Line
from .solution_words import STOP, WORKING
from .syntax import Node


def spare_quoted(found: Choice) -> None:
    """Leave undecided what another option says of a quantity of which the solution also says what the key says.

    The line with the key must hold. A solution that slips and ends at a distractor has no such line. No line is quoted
    that stands among words of a derivation alone, in its sentence and the next.
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
            and not _derived(line, found.worked.prose)
        ):
            line.verdict, line.against = UNDECIDED, None
            line.method = "says what another option says, and the solution says otherwise: not checked"


def _derived(line: Line, prose: str) -> bool:
    """Tell whether the sentence of a line, and the next one, have no words but those of a derivation."""
    start, end = line.formula.offset, line.formula.offset + len(line.formula.latex)
    before = [match.end() for match in STOP.finditer(prose, 0, start)]
    after = [match.end() for match in STOP.finditer(prose, end)]
    text = prose[before[-1] if before else 0 : after[1] if len(after) > 1 else len(prose)]
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", text)}
    return bool(words) and words <= WORKING and not _SIGNS.search(text)


_SIGNS = re.compile(r"[^\w\s.,:;()*-]|\d")
"""What may part a rejected line from the right one: a question mark, a cross, a number of an option."""


def _says(found: Choice, line: Line, option: Node) -> bool:
    """Tell whether a line says ``head = … = option``; one that fails must have no side between."""
    if len(line.sides) < 2 or line.continues or set(line.signs) != {"="} or (line.verdict == FAILS and line.sides[2:]):
        return False
    said = line.sides[-1]
    return said == option or (has_names(said) == has_names(option) and _equal(found.comparer, said, option))


def _equal(comparer: Comparer, one: Node, other: Node) -> bool:
    return not comparer.parted(one, other) and comparer.compare(one, other).proved
