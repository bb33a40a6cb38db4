r"""Quantities that words or formulas say add to a number, ``\sum_k t_k = 1``: written by free ones.

``t_k = s_k / \sum_j s_j`` has this sum for all s, and each t with it is of this form: s may be t. So s is what is free,
and nothing is lost or added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from .syntax import Big, Deriv, Div, Mul, Name, Node, Num, Relation, walk

MARK = "%"
"""Ends the base of a free name s: no name that is read has it."""


def with_shares(relations: Sequence[Node], others: Sequence[Node]) -> Sequence[Node]:
    """Return premises with such sums as what their terms are, where nothing else says so or differentiates by them."""
    found: list[Node] = []
    for node in relations:
        share = _share(node)
        taken = share is None or any(_speaks(other, share[0]) for other in (*relations, *others) if other is not node)
        found.append(node if taken or share is None else Relation(share, ("=",)))
    return found


def _share(node: Node) -> tuple[Name, Node] | None:
    """Return the term of such a sum, and what it is."""
    match node:
        case Relation((Big("sum", index, _, _, Name() as term) as total, Num(value)), ("=",)) if value:
            pass
        case Relation((Num(value), Big("sum", index, _, _, Name() as term) as total), ("=",)) if value:
            pass
        case _:
            return None
    places = [*term.sub, *term.sup]
    if places.count(Name(index)) != 1 or any(isinstance(place, Num) for place in places):
        return None
    bound = index + MARK
    free = replace(term, base=term.base + MARK)
    every = Name(free.base, *(tuple(Name(bound) if one == Name(index) else one for one in part)
                              for part in (free.sub, free.sup)))  # fmt: skip
    share: Node = Div(free, replace(total, index=bound, body=every))
    return term, share if value == 1 else Mul((Num(Fraction(value)), share))


def _speaks(node: Node, term: Name) -> bool:
    """Tell whether a formula says what entries of the list are, or differentiates by one."""
    defined = isinstance(node, Relation) and "=" in node.signs and any(_entry(side, term) for side in node.sides)
    return defined or any(_entry(by, term) for part in _slopes(node) for by in part.by)


def _slopes(node: Node) -> Iterator[Deriv]:
    yield from (part for part in walk(node) if isinstance(part, Deriv))


def _entry(node: Node, term: Name) -> bool:
    return isinstance(node, Name) and node.base == term.base


def whole_of(name: Node) -> Name | None:
    """Return the name of the list that a free name stands for; ``None`` for anything else."""
    free = isinstance(name, Name) and name.base.endswith(MARK)
    return replace(name, base=name.base.removesuffix(MARK)) if isinstance(name, Name) and free else None
