"""Whether the equations that a claim stands under say anything of its quantities, or only what other quantities are."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from .claim_shapes import Equation, has_names, names_of
from .deciding.equality import Comparer
from .following import Following
from .letters import Undecided
from .syntax import Apply, Call, Name, Node


def have_own(comparer: Comparer, equations: Sequence[Equation], spoken: set[Name]) -> bool:
    """Tell whether each equation has a quantity of its own, which makes it hold whatever the others are."""
    for at, pair in enumerate(equations):
        others = names_of([*equations[:at], *equations[at + 1 :]]) | spoken
        if not any(_is_linear(comparer, pair, name) for name in names_of([pair]) - others):
            return False
    return True


def _is_linear(comparer: Comparer, pair: Equation, name: Name) -> bool:
    algebra = comparer.algebra
    try:
        difference = sp.together(algebra.value(pair[0]) - algebra.value(pair[1]))
        return bool(algebra.linear(sp.numer(difference), algebra.symbol(name)))
    except (Undecided, TypeError):
        return False


def fails_freely(comparer: Comparer, equations: Sequence[Equation], left: Node, right: Node, leaves: set[Name]) -> bool:
    """Tell whether an equation in ``leaves`` is false where the equations, solved for other quantities, all hold."""
    return Following(comparer, equations, frozenset(leaves)).breaks_freely(left, right) is not None


def comes_to(left: Node, right: Node) -> bool:
    """Tell whether a claim says what a function, or its absolute value, comes to at an open place."""
    if isinstance(left, Call) and left.function == "abs":
        left = left.arguments[0]
    return isinstance(left, Apply) and has_names(left) and has_names(right)
