"""Values, functions and units that a worked solution may have changed since the stem told them.

``s = 100 - 8 = 92`` goes on from ``s = 100``; "swapped" and "shifted" leave the names; "mWb" in the prose is a factor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from .claim_shapes import has_names, is_constant
from .deciding.equality import Comparer
from .exchanged import EXCHANGING
from .solution import Line, Worked
from .solution_words import CURVED, TURNING
from .syntax import Apply, Div, Matrix, Mul, Name, Node, Num, Pow, Set, Tuple, names_in, walk
from .units import UNITS

_CURVES = frozenset({"r", r"\rho", r"\theta", r"\phi", r"\varphi"})
"""Letters for coordinates other than x, y and z."""
_BEHIND = re.compile(r"⟦\d+⟧ ([^\s⟦.,;?!]{1,4})(?![^\s.,;?!])")
_UNITS = {symbol.lower() for symbol in UNITS} - {"a", "in", "at", "d", "as"}
_WORKED_ON = re.compile(
    r"\b(?:subtract(?:s|ed|ing)?|add(?:s|ed|ing)?|insert(?:s|ed|ing)?|delet\w+|remov\w+|eliminat\w+|row[- ]reduc\w+"
    r"|push\w*|pops?)\b",
    re.IGNORECASE,
)
"""Words for what is done to a matrix or a list."""
_CLOSE = Fraction(1, 50)
_SCALES = (1, 2, 3, 6, 9, 12)


class Changes:
    """What stem and solution say of changes; ``bodies`` is what the question says of its names and functions."""

    def __init__(self, worked: Worked, comparer: Comparer, bodies: Mapping[Node, Node]) -> None:
        self.comparer = comparer
        self.bodies = bodies
        self.swapped = EXCHANGING.search(worked.stem) is not None
        self.turned = any(one.search(worked.stem) for one in (TURNING, _WORKED_ON))
        self.curved = CURVED.search(f"{worked.stem} {worked.prose}") is not None
        self.known = {name for tree in bodies.items() for side in tree for name in names_in(side)}
        texts = [one.text for one in worked.wording.sentences] if worked.wording is not None else []
        self.units = any(match.group(1) in _UNITS for text in texts for match in _BEHIND.finditer(text))
        self.moved: set[Node] = set()
        """Functions and curves that have another formula now."""

    def reason(self, line: Line) -> str:
        """Return why a false line may speak of what was changed, or nothing."""
        head, names = line.sides[0], {name for side in line.sides for name in names_in(side)}
        before = self.bodies.get(head)
        values = {name for name in names if name in self.bodies and is_constant(self.bodies[name])}
        if isinstance(head, Name) and before is not None and isinstance(before, Num) and _goes_on_from(line, before):
            return "may be the value after a change"
        if self.swapped and values:
            return "may speak of values that were exchanged"
        formed = before is not None and (has_names(before) or isinstance(before, Matrix | Set | Tuple))
        if self.turned and formed and set(line.signs) == {"="}:
            self.moved.add(head)
            return "may be what the function was turned into"
        parts = [part for side in line.sides for part in walk(side)]
        moved = {one.function for one in self.moved if isinstance(one, Apply)}
        if self.moved & set(parts) or any(part.function in moved for part in parts if isinstance(part, Apply)):
            return "may be what the function was turned into"
        if self.curved and any(name.base in _CURVES and name not in self.known for name in names):
            return "other coordinates are spoken of"
        if self.units and self._scaled(line):
            return "may put in the units that words tell"
        return ""

    def adds_up_wrongly(self, line: Line) -> bool:
        """Tell whether two sides of numbers alone differ by more than rounding: that is false whatever changed."""
        return any(
            is_constant(one)
            and is_constant(other)
            and self.comparer.compare(one, other).outcome == "different"
            and not self.comparer.within(Div(one, other), Fraction(1), _CLOSE)
            for one, other in pairwise(line.sides)
        )

    def _scaled(self, line: Line) -> bool:
        """Tell whether two sides in a row differ by a power of ten."""
        compare = self.comparer.compare
        return any(
            compare(_times(one, scale), other).outcome == "equal"
            or compare(one, _times(other, scale)).outcome == "equal"
            for one, other in pairwise(line.sides)
            for scale in _SCALES
        )


def _times(node: Node, scale: int) -> Node:
    return Mul((node, Pow(Num(Fraction(10)), Num(Fraction(scale)))))


def _goes_on_from(line: Line, value: Num) -> bool:
    """Tell whether the formula for a name starts from the value that it had."""
    numbers = [part for part in walk(line.sides[1]) if isinstance(part, Num)] if len(line.sides) > 1 else []
    return is_constant(line.sides[1]) and len(numbers) > 1 and any(one.value == value.value for one in numbers)
