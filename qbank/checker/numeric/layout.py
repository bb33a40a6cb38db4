"""The sizes and properties of made-up vectors and matrices at the points of one comparison."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from flint import fmpq

from qbank.checker import grids
from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided
from qbank.checker.reading.kinds import VECTOR
from qbank.checker.syntax import Name

Label = Hashable
"""A number, the name of a size as text, or an open size."""
SIDES = (2, 3)
ALL_SIDES = (2, 3, 4, 5)
"""Where a determinant or a trace occurs: what depends on the size itself must not agree or differ by chance."""


@dataclass(frozen=True)
class Layout:
    """The sizes at one point: ``side`` is that of all that is open."""

    side: int = 2
    sizes: Mapping[Name, tuple[int, int]] = field(default_factory=dict)
    named: Mapping[Name, int] = field(default_factory=dict)
    """Names that stand for sizes."""
    told: Mapping[Name, frozenset[str]] = field(default_factory=dict)

    def shape(self, name: Name, kind: str | None) -> tuple[int, int]:
        """Return the rows and columns of a vector or matrix."""
        found = self.sizes.get(name) or self.sizes.get(Name(name.base, (Name("#"),) * bool(name.sub)))
        return found or (self.side, 1 if kind == VECTOR else self.side)

    def traits(self, name: Name) -> frozenset[str]:
        """Return what is said of a matrix."""
        return self.told.get(name, frozenset())


@dataclass(frozen=True)
class Layouts:
    """The sizes in all points: ``shapes`` of names by labels; equal labels are equal sizes."""

    shapes: tuple[tuple[Name, tuple[Label, Label]], ...] = ()
    told: tuple[tuple[Name, frozenset[str]], ...] = ()
    sides: tuple[int, ...] = SIDES

    @property
    def open(self) -> bool:
        """Tell whether some size is not given as a number."""
        return any(not isinstance(label, int) for _, shape in self.shapes for label in shape)

    @property
    def free(self) -> int:
        """Return how many sizes are open and may differ from one another, though they are equal at every point."""
        labels = {label for _, shape in self.shapes for label in shape}
        return sum(not isinstance(label, int | str) for label in labels)

    def at(self, trial: int) -> Layout:
        """Return the sizes at one point: open sizes are all equal, those with names differ."""
        side = self.sides[trial % len(self.sides)]
        names = sorted({label for _, shape in self.shapes for label in shape if isinstance(label, str)})
        if trial // len(self.sides) % 2:
            names.reverse()
        values: dict[Label, int] = {label: side + at for at, label in enumerate(names)}

        def size(label: Label) -> int:
            return label if isinstance(label, int) else values.get(label, side)

        sizes: dict[Name, tuple[int, int]] = {}
        for name, (rows, columns) in self.shapes:
            sizes[name] = (size(rows), size(columns))
            if name.sub:
                sizes.setdefault(Name(name.base, (Name("#"),)), sizes[name])
        return Layout(side, sizes, {Name(label): values[label] for label in names}, dict(self.told))


def with_traits(grid: Grid, traits: frozenset[str]) -> Grid:
    """Return a made-up matrix changed so that it has the properties. Raises :class:`Undecided` for too many."""
    turned = grids.transposed(grid)
    side = grid.rows
    one = grids.identity(side, fmpq(0), fmpq(1))
    traits -= {"square", "invertible"}
    if not traits:
        return grid
    if side != grid.columns or len(traits) > 1:
        raise Undecided("no example of a matrix with these properties was made")
    skew = grids.added(grid, grids.scaled(fmpq(-1), turned))
    if traits == {"symmetric"}:
        return grids.added(grid, turned)
    if traits == {"definite"}:
        return grids.added(grids.multiplied(turned, grid), one)
    if traits == {"skew"}:
        return skew
    below = grids.added(one, grids.scaled(fmpq(1, 7), skew))
    determinant = grids.determinant(below)
    inverse = grids.adjugate(below).map(lambda item: item / determinant)
    if traits == {"orthogonal"}:  # Cayley: (I − K)(I + K)⁻¹; half of them with a reflection
        mirror = one if grid.at(0, 0) > 0 else Grid((-one.items[0], *one.items[1:]), side)
        turn = grids.multiplied(grids.added(one, grids.scaled(fmpq(-1, 7), skew)), inverse)
        return grids.multiplied(mirror, turn)
    if traits == {"idempotent"}:
        diagonal = Grid(tuple(fmpq(int(r == c and r % 2 == 0)) for r in range(side) for c in range(side)), side)
        return grids.multiplied(grids.multiplied(below, diagonal), inverse)
    raise Undecided("no example of a matrix with these properties was made")
