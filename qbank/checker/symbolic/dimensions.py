"""The numbers of rows and columns of named vectors and matrices: which of them a formula forces to be equal.

Every sum, product and inverse joins sizes; what is not joined stays open, so that a proof holds for every size.
"""

from __future__ import annotations

from collections.abc import Hashable

from qbank.checker.letters import Undecided

Dimension = Hashable
"""A number, or the label of a size that is open: the name of one (``n``) as text, any other as a tuple."""


NO_FIT = "the sizes of vectors and matrices do not fit"


class Dimensions:
    """Sizes joined so far. Named vectors and matrices are never taken to have only one entry."""

    def __init__(self) -> None:
        self._up: dict[Dimension, Dimension] = {}

    def find(self, one: Dimension) -> Dimension:
        """Return what stands for all sizes joined with ``one``: a number or a stated name before any label."""
        while one in self._up:
            one = self._up[one]
        return one

    def same(self, one: Dimension, other: Dimension) -> None:
        """Join two sizes. Raises :class:`Undecided` where they cannot be equal, or only for numbers."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return
        if _rank(one) > _rank(other):
            one, other = other, one
        if isinstance(one, int) and (isinstance(other, int) or one == 1):
            raise Undecided(NO_FIT)
        self._up[other] = one

    def square(self, rows: Dimension, columns: Dimension) -> bool:
        """Tell whether two sizes are known to be equal."""
        return self.find(rows) == self.find(columns)


def _rank(one: Dimension) -> int:
    return 0 if isinstance(one, int) else 1 if isinstance(one, str) else 2
