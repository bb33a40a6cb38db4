"""The numeric route: sums and products, largest and smallest values, written out over the ranges of their indices."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq

from qbank.checker.index_letters import letters_of
from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.syntax import Big, Name, Node, Num

from .functions import MANY
from .limits import Limits
from .matrices import Value, product, scalar, total
from .scalars import Outside, base, whole
from .trees import Trees, written_at

if TYPE_CHECKING:
    from qbank.checker.premises import Premises

MAX_RANGE = 100


class Sums(Limits):
    """Works out sums; ``sizes``: how many values each index range has."""

    def __init__(self, premises: Premises, sizes: Mapping[str, int], trees: Trees, *, imaginary: bool) -> None:
        super().__init__(imaginary=imaginary)
        self.premises = premises
        self.sizes = sizes
        self.trees = trees
        self._written: dict[tuple[int, int, int], tuple[Big, list[Node]]] = {}

    @abstractmethod
    def grounded(self, node: Node) -> Node:
        """Return ``node`` with the values of the free index letters put in."""

    def big(self, node: Big) -> Value:
        """Return the value of a sum or product, or of the largest or smallest of several values."""
        if node.operator not in ("sum", "prod", "max", "min"):
            raise Undecided(f"{latex(node)} cannot be worked out at a point")
        if node.upper is not None and self._infinite(node.upper):
            if node.lower is None or self._infinite(node.lower):
                raise Undecided("a sum without a first term")
            sort, low = self._sort(node.index), self._whole(node.lower)
            return self.infinite_sum(
                node, lambda k: self.number(written_at(node.body, node.index, self.numbers(k, k, sort)[0])), low
            )
        if node.operator in ("max", "min") and node.index not in set(letters_of(node.body)):
            raise Undecided(f"{latex(node)} runs over all values of {node.index}")
        values = [self.evaluate(term) for term in self._terms(node)]
        if node.operator in ("max", "min"):
            if not values:
                raise Outside("the largest of nothing")
            return MANY[node.operator]([scalar(value) for value in values], self.mode)
        if not values:
            return fmpq(0 if node.operator == "sum" else 1)
        result = values[0]
        for value in values[1:]:
            result = total(result, value) if node.operator == "sum" else product(result, value)
        return result

    def _terms(self, node: Big) -> list[Node]:
        """Write a sum out, once for each range: its bounds may be arguments of a function.

        It is found again by identity, since hashing a deep tree costs more than that saves.
        """
        sort = self._sort(node.index)
        if node.lower is None or node.upper is None:
            low, high = self._bounds(sort)
        else:
            low, high = self._whole(node.lower), self._whole(node.upper)
        known = self._written.get((id(node), low, high))
        if known is None:
            terms = [self.trees.term(node, value) for value in self.numbers(low, high, sort)]
            known = self._written[id(node), low, high] = (node, terms)
        return known[1]

    def _sort(self, index: str) -> str:
        return self.premises.letters.sorts.get(index.rstrip("'"), index)

    def _bounds(self, sort: str) -> tuple[int, int]:
        return self._stated(sort) or (1, self.sizes.get(sort, 0))

    def values_of(self, sort: str) -> list[Node]:
        """Return the values of an index of this sort."""
        return self.numbers(*self._bounds(sort), sort)

    def numbers(self, low: int, high: int, sort: str) -> list[Node]:
        """Return the values from ``low`` to ``high``, which name their sort where sorts are told apart."""
        if high - low > MAX_RANGE:
            raise Undecided("a range too long to write out")
        if self.premises.letters.separate:
            return [Name(f"@{at}:{sort}") for at in range(low, high + 1)]
        return [Num(Fraction(at)) for at in range(low, high + 1)]

    def _stated(self, sort: str) -> tuple[int, int] | None:
        bounds = self.premises.letters.bounds.get(sort)
        if bounds is None or self._infinite(bounds[1]):
            return None
        return self._whole(bounds[0]), self._whole(bounds[1])

    def _whole(self, node: Node) -> int:
        number = whole(base(self.number(self.grounded(node))))
        if number is None or abs(number) > 1000:
            raise Undecided(f"the bound {latex(node)} is no small whole number")
        return number
