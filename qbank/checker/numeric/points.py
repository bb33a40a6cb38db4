"""The numeric route: the points that are tried, with sizes for every range and values for every index letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qbank.checker.letters import Undecided
from qbank.checker.reading.kinds import Kinds

from .atoms import Atoms
from .layout import Layouts
from .point import BITS, Point
from .sampling import SIZES
from .scalars import Outside
from .trees import Trees

if TYPE_CHECKING:
    from qbank.checker.domain import Domain
    from qbank.checker.premises import Premises


def points(
    premises: Premises,
    domain: Domain,
    trials: int,
    *,
    imaginary: bool = False,
    kinds: Kinds | None = None,
    layouts: Layouts | None = None,
) -> Iterator[Point]:
    """Yield points to try, over several sizes of every range and values of every index letter.

    ``kinds`` tells which names are vectors and matrices, ``layouts`` their sizes; ``imaginary``: values may be complex.
    """
    letters = premises.letters
    sorts = list(dict.fromkeys(letters.sorts.values()))
    trees = Trees(premises)
    for trial in range(trials):
        layout = (layouts or Layouts()).at(trial)
        side = layout.side if kinds is not None and (kinds.vectors or kinds.matrices) and not layout.sizes else 0
        named = {
            name: side or max(SIZES[(trial + at) % len(SIZES)], letters.largest)
            for at, name in enumerate(name for name in letters.limits if not premises.defines(name))
        }
        sizes = {sort: side or max(SIZES[(trial + at) % len(SIZES)], letters.largest) for at, sort in enumerate(sorts)}
        named |= layout.named
        atoms = Atoms(domain, letters, trial, sizes=named, kinds=kinds or Kinds(), layout=layout)
        point = Point(premises, atoms, sizes, trees, imaginary=imaginary, bits=BITS[0])
        try:
            point.choose_indices()
        except (Outside, Undecided):
            continue
        yield point
