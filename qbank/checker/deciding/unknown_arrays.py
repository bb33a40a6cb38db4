"""A matrix or vector that equations determine, ``AX = B`` where A and B are given: its entries are the unknowns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided
from qbank.checker.premises import Definition
from qbank.checker.reading.kinds import MATRIX, VECTOR
from qbank.checker.symbolic.named_arrays import NamedArrays
from qbank.checker.syntax import Matrix, Name, Neg, Node, Num, Pow, Tuple, names_in, walk

from .equality import Comparer, Verdict
from .verdicts import equal, undecided

MAX_SIDE = 4
ONLY_SQUARE = "it has a value only if a matrix is square that need not be"


def with_entries(comparer: Comparer, asked: Sequence[Node]) -> Comparer | None:
    """Return a comparer in which the one array that equations leave unknown has names for entries, else ``None``."""
    premises = comparer.premises
    names = dict.fromkeys(
        name
        for tie in comparer.ties()
        for side in tie
        for name in names_in(side)
        if comparer.kinds.of(name) in (MATRIX, VECTOR) and not premises.defines(name)
    )
    if len(names) != 1 or not any(name in names for node in asked for name in names_in(node)):
        return None
    (unknown,) = names
    column = comparer.kinds.of(unknown) == VECTOR
    shapes = [(r, c) for r in range(1, MAX_SIDE + 1) for c in ((1,) if column else range(1, MAX_SIDE + 1))]
    found = [one for rows, columns in shapes if (one := _sized(comparer, unknown, rows, columns)) is not None]
    return found[0] if len(found) == 1 else None


class Satisfying(Comparer):
    """A comparer under equations that leave an array open, as those of an eigenvector do: each that fits is right."""

    unknown: Name
    equations: Sequence[tuple[Node, Node]]
    named: bool = False
    """The equations are between arrays without components."""

    def ties(self) -> Iterator[tuple[Node, Node]]:
        """Yield nothing: the equations say what the unknown array may be."""
        yield from ()

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide whether one formula is what the unknown may be, by putting it into the equations."""
        for asked, formula in ((right, left), (left, right)):
            if asked == self.unknown and self.named and self.unknown not in set(names_in(formula)):
                if super().compare(formula, Num(Fraction(0))).outcome != "different":
                    return undecided("the zero vector is a solution of little worth")
                return self._fits(formula)
            if asked == self.unknown and isinstance(formula, Matrix | Tuple):
                if all(item == Num(Fraction(0)) for item in formula.items):
                    return undecided("the zero vector is a solution of little worth")
                return self._fits(formula)
        return super().compare(left, right)

    def _fits(self, formula: Node) -> Verdict:
        premises = self.premises
        known = replace(
            premises, definitions=(*premises.definitions, Definition(self.unknown, formula)), constraints=()
        )
        inner = Comparer(known, self.domain, kinds=self.kinds)
        verdicts = [inner.compare(*tie) for tie in self.equations]
        failing = [one for one in verdicts if one.outcome != "equal"]
        if not failing and self.named and (reason := self._narrowed(formula)):
            return undecided(reason)
        return failing[0] if failing else equal("put into the equations, it makes all of them hold")

    def _narrowed(self, formula: Node) -> str:
        """Return why a formula is right in a special case only: it inverts what the equations leave oblong."""
        arrays = NamedArrays(self.algebra)
        try:
            for tie in self.equations:
                arrays.values(*tie)
        except Undecided:
            return ""
        for part in walk(formula):
            if isinstance(part, Pow) and isinstance(part.exponent, Neg) and isinstance(part.base, Name):
                name = part.base
                if not arrays.words.traits.get(name) and not arrays.dimensions.square(*arrays.shape(name)):
                    return ONLY_SQUARE
        return ""


def satisfying(comparer: Comparer, sized: Comparer, asked: Sequence[Node]) -> Comparer:
    """Return a comparer to which every array that fits is what is asked, where nothing else is."""
    entries = [one for one in sized.premises.definitions if one not in comparer.premises.definitions]
    if len(entries) != 1 or [node for node in asked if node != entries[0].name]:
        return comparer
    found = Satisfying(comparer.premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    found.unknown = entries[0].name
    found.equations = list(comparer.ties())
    return found


def fitting(comparer: Comparer, asked: Sequence[Node]) -> Comparer | None:
    r"""Return a comparer to which what makes the equations hold is right: w in ``X^T(Xw - y) + \lambda w = 0``.

    ``None`` where something else is asked than one vector or matrix without components, or nothing ties it.
    """
    unknown = asked[0] if len(asked) == 1 else None
    if not isinstance(unknown, Name):
        return None
    ties = list(comparer.ties())
    if comparer.kinds.of(unknown) not in (MATRIX, VECTOR) or comparer.premises.defines(unknown) or not ties:
        return None
    if not all(any(unknown in set(names_in(side)) for side in tie) for tie in ties):
        return None
    found = Satisfying(comparer.premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    found.unknown, found.equations, found.named = unknown, ties, True
    return found


def _sized(comparer: Comparer, unknown: Name, rows: int, columns: int) -> Comparer | None:
    """Return a comparer with the unknown in that shape, if all equations are ones between arrays of one shape then."""
    premises = comparer.premises
    entries = tuple(
        Name(f"#{unknown.base} {row} {column}") for row in range(1, rows + 1) for column in range(1, columns + 1)
    )
    body = Matrix(entries, columns)
    known = replace(premises, definitions=(*premises.definitions, Definition(unknown, body)))
    sized = Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)
    for tie in comparer.ties():
        if not any(unknown in set(names_in(side)) for side in tie):
            continue
        try:
            values = [sized.algebra.value(side) for side in tie]
        except (Undecided, TypeError, AttributeError):
            return None
        if not all(isinstance(value, Grid) for value in values) or values[0].shape != values[1].shape:
            return None
    return sized
