"""Why a line that looks false may be right: its letters may stand for something else than before.

A letter may be set anew, be meant at another place, time or step, or be one name with the capital beside it; a second
formula for it may hold in another case.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .asides import head_of, value_of
from .claim_shapes import has_charge, has_names, is_constant, is_rate
from .deciding.equality import Comparer
from .solution import Line
from .solution_claims import SolutionClaims
from .solution_words import CHANGES, PLACES, SCENE
from .syntax import Apply, Deriv, Mul, Name, Node, names_in, walk


class OtherMeanings(SolutionClaims):
    """Tells what the letters of a line may stand for beside what is known of them."""

    def __init__(self, comparer: Comparer, asked: Node | None) -> None:
        super().__init__(comparer, asked)
        self.made: set[Node] = set()
        """The names that the solution defines."""
        self.anew: set[Node] = set()
        """Names that the solution gives another meaning further on."""
        self.late: set[Node] = set()
        """Names whose values were given in numbers, with the unit at the end alone."""
        self.told = ""
        """The prose of the solution, each word at its place."""
        self.changed: set[Node] = set()
        """Names with a value in the question to which lines give another one, where words tell a change."""
        self.iterates = self.changes = False
        """Question or solution speaks of steps that are repeated, or of what changes."""
        self.turned = False
        """The solution says that something was done to vectors, which may keep their names."""
        """Physical quantities are spoken of."""

    def _elsewhere(self, line: Line) -> str:
        """Return why a line may speak of other values of its letters than those known."""
        if self.anew and (line.continues or self.anew & {name for side in line.sides for name in names_in(side)}):
            return "a letter has another meaning here"
        if any(self._merged(side) for side in line.sides):
            return "capitals side by side may be one name"
        if self.charged and any(map(has_charge, line.sides)):
            return "e may be a charge"
        if self._moved_on(line):
            return "may be of another place or time than the value before"
        value = value_of(line)
        if self.late & {name for side in line.sides[1:] for name in names_in(side)}:
            return "rests on a value of which the unit stands at the end alone"
        if (
            value in self.made
            and not (line.defines or line.taken)
            and line.formula.before.rstrip().endswith(":")
            and line.formula.before.strip(" :\n")
        ):
            return "a formula for another case"
        if self.iterates and value is not None and not value.sub and not any(map(has_names, line.sides[-1:])):
            return "may be the value after a step"
        if self.turned and value is not None and self._is_vector(value):
            return "may be what the vector was turned into"
        if self.changed & {name for side in line.sides for name in names_in(side)}:
            return "may speak of the value after a change"
        constant = value is not None and value in (known := self._defined()) and is_constant(known[value])
        if self.changes and constant and not any(map(has_names, line.sides[1:])):
            return "may be the value after a change"
        if value is not None and self._had_number(value, line) and CHANGES.search(head_of(line, self.told)):
            return "may be the value after a change"
        return ""

    def _had_number(self, name: Name, line: Line) -> bool:
        """Tell whether a line gives a name a number, and a line before gave it one."""
        given = any(one == name and is_constant(value) for one, value in self.thread.equations)
        return given and is_constant(line.sides[-1])

    def _values_changed(self, lines: Sequence[Line]) -> set[Node]:
        """Return the names with a value in the question to which a line gives another."""
        known = self._defined() if self.changes else {}
        found: set[Node] = set()
        for line in lines:
            name = value_of(line)
            value, other = known.get(name) if name is not None else None, line.sides[-1:]
            if name is None or value is None or not (is_constant(value) and all(map(is_constant, other))):
                continue
            if self.comparer.compare(value, other[0]).outcome == "different":
                found.add(name)
        return found

    def _moved_on(self, line: Line) -> bool:
        """Tell whether words of a place or time stand before a line that puts in what the solution says of a name."""
        spoken = {name for side in line.sides for name in names_in(side)}
        puts_in = self.made & spoken and line.sides[0] not in self.made and not is_rate(line.sides[0])
        return bool(puts_in) and PLACES.search(line.formula.before) is not None

    def _merged(self, node: Node) -> bool:
        """Tell whether a capital that the question does not speak of stands before another: ``AC(q)``, ``MU_x``."""
        pairs = (pair for part in walk(node) if isinstance(part, Mul) for pair in pairwise(part.factors))
        return any(
            isinstance(one, Name)
            and one.base.isupper()
            and not one.sub
            and one.base not in self.spoken_of
            and (
                (isinstance(other, Apply) and other.function.isupper())
                or (isinstance(other, Name) and other.base.isupper() and bool(other.sub) and other not in self.named)
            )
            for one, other in pairs
        )

    def _rated(self, left: Node) -> bool:
        """Tell whether a line before speaks of the derivative of the function that a line gives a formula."""
        rates = [part.of for side in self.seen for part in walk(side) if isinstance(part, Deriv)]
        called = {
            one.function if isinstance(one, Apply) else one.base for one in rates if isinstance(one, Apply | Name)
        }
        return isinstance(left, Apply) and left.function in called

    def _sloped_by(self, name: Node) -> bool:
        """Tell whether a name that the question defines is what a derivative before is taken by."""
        by = {one for rate, _ in self.flat for one in (rate.by if isinstance(rate, Deriv) else _arguments(rate))}
        return name in by and name in self._defined()

    def _again(self, left: Node, line: Line) -> bool:
        """Tell whether a line gives a second formula for a name of the solution: "supply gives p = 10 + q"."""
        elsewhere = line.sourced or SCENE.search(line.formula.before) is not None
        return elsewhere and isinstance(left, Name) and left in self.made and has_names(line.sides[-1])


def _arguments(node: Node) -> tuple[Node, ...]:
    return node.arguments if isinstance(node, Apply) else ()
