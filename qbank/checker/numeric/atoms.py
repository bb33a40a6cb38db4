"""The values of free quantities at one point: exact numbers, vectors and matrices, made up when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import acb, arb, fmpq

from qbank.checker.domain import Interval
from qbank.checker.grids import Grid
from qbank.checker.letters import Letters, Undecided, interval_of
from qbank.checker.printing import latex
from qbank.checker.reading.kinds import BOLD, MATRIX, SET, STATEMENT, VECTOR, Kinds
from qbank.checker.syntax import Deriv, Name, Node, Num

from .layout import Layout, with_traits
from .matrices import Value
from .sampling import SCALES, draw
from .scalars import Scalar, rational

if TYPE_CHECKING:
    from qbank.checker.domain import Domain

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A free quantity and its value, as text too."""

    name: Name | Deriv
    value: Value
    text: str


class Atoms:
    """What every free quantity is at the point numbered ``trial``; ``sizes`` are names that stand for sizes."""

    def __init__(
        self,
        domain: Domain,
        letters: Letters,
        trial: int,
        *,
        sizes: Mapping[Name, int],
        kinds: Kinds,
        layout: Layout,
    ) -> None:
        self.domain = domain
        self.letters = letters
        self.trial = trial
        self.sizes = dict(sizes)
        self.kinds = kinds
        self.drawn: dict[Key, Drawn] = {}
        self._taken: set[Fraction] = set()
        self._count = 0
        self.layout = layout
        self._forms: dict[str, str] = {}
        self.asked = 0
        """How often a value was asked for."""

    def value(self, name: Name | Deriv, key: Key) -> Value:
        """Return the value of a free quantity. Raises ``Outside`` where its domain is empty."""
        self.asked += 1
        if isinstance(name, Name) and name in self.sizes:
            return fmpq(self.sizes[name])
        found = self.drawn.get(key)
        if found is None:
            found = self.drawn[key] = self._made(name, key)
        return found.value

    def fresh(self, sizes: Mapping[Name, int]) -> Atoms:
        """Return the same with nothing drawn yet, and other sizes."""
        return Atoms(self.domain, self.letters, self.trial, sizes=sizes, kinds=self.kinds, layout=self.layout)

    def put(self, name: Name, key: Key, number: Fraction) -> None:
        """Give a name a value."""
        self.drawn[key] = Drawn(name, rational(number), str(number))
        self._taken.add(number)

    def _made(self, name: Name | Deriv, key: Key) -> Drawn:
        kind = self.kinds.of(name) if isinstance(name, Name) else None
        if kind in (SET, STATEMENT):
            raise Undecided(f"{latex(name)} is no number")
        if isinstance(name, Name):
            if (entry := self._entry(name)) is not None:
                return entry
            self._told_apart(name, kind)
        if kind is None:
            value, text = self._number(name, str(key))
            return Drawn(name, value, text)
        rows, columns = self.layout.shape(name, kind) if isinstance(name, Name) else (1, 1)
        traits = self.layout.traits(name) if isinstance(name, Name) else frozenset()
        entries = [self._number(name, f"{key}|{at}") for at in range(rows * columns)]
        grid = Grid(tuple(value for value, _ in entries), columns)
        if traits:
            grid = with_traits(grid, traits)
            entries = [(item, str(item)) for item in grid.items]
        texts = [[entries[r * columns + c][1] for c in range(columns)] for r in range(rows)]
        shown = ", ".join(row[0] if kind == VECTOR else f"({', '.join(row)})" for row in texts)
        return Drawn(name, grid, f"({shown})")

    def _entry(self, name: Name) -> Drawn | None:
        """Return an entry of a vector or matrix of the same base."""
        for count, kind in ((1, VECTOR), (2, MATRIX)):
            if len(name.sub) < count or self.kinds.of(name) is not None:
                continue
            whole = Name(name.base, name.sub[:-count], name.sup)
            if self.kinds.of(whole) != kind:
                continue
            places = [_place(index) for index in name.sub[-count:]]
            shape = self.layout.shape(whole, kind)
            if any(place is None or not 1 <= place <= side for place, side in zip(places, shape, strict=False)):
                raise Undecided(f"how {latex(name)} is taken from {latex(whole)} is not said")
            grid = self.value(whole, (*_key(whole),))
            at = [place - 1 for place in places if place is not None]
            value = grid.at(at[0], at[1] if count == 2 else 0)
            return Drawn(name, value, str(value))
        return None

    def _told_apart(self, name: Name, kind: str | None) -> None:
        r"""Refuse ``x`` or ``x_i`` beside the vector ``\mathbf{x}``: how they hang together is not said."""
        bold = name.base.startswith(BOLD)
        letter = name.base.rpartition("{")[2].rstrip("}") if bold else name.base
        form = name.base if kind is not None else ""
        if (kind is not None or not name.sup) and self._forms.setdefault(letter, form) != form:
            raise Undecided(f"how {letter} and the vector or matrix of that name hang together is not said")

    def _number(self, name: Name | Deriv, seed: str) -> tuple[Scalar, str]:
        interval = interval_of(self.domain, name, self.letters) if isinstance(name, Name) else Interval()
        scale = SCALES[self.trial % len(SCALES)]
        plain = {0: 0, 1: 1, 3: 1}.get(self.trial, 2)
        seed = f"{seed}|{self.trial if scale == 1 else ''}"
        pattern = self._count + (scale == 1)  # the first name lies far out on the side that the scale says
        self._count += 1
        side = -1 if (pattern & self.trial).bit_count() % 2 else 1  # the signs of any two names go all four ways
        found = draw(interval, seed, scale, plain, taken=self._taken, side=side)
        self._taken.add(found)
        if not getattr(interval, "complex", False):
            return rational(found), str(found)
        other = draw(Interval(), seed + "i", 1, 1, taken=self._taken)
        value = acb(arb(rational(found)), arb(rational(other)))
        return value, f"{found} {'+' if other > 0 else '-'} {abs(other)}i"


def _place(index: Node) -> int | None:
    if isinstance(index, Num):
        return int(index.value)
    if isinstance(index, Name) and index.base.startswith("@"):
        return int(index.base[1:].partition(":")[0])
    return None


def _key(name: Name) -> Key:
    return (name.base, *(index_text(index) for index in (*name.sub, *name.sup)), len(name.sub))


def index_text(index: Node) -> str:
    """Return an index as text, as part of what identifies a name."""
    if isinstance(index, Num):
        return str(index.value)
    return index.base if isinstance(index, Name) and not index.sub and not index.sup else latex(index)
