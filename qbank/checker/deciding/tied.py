r"""Total derivatives along an equation: ``dS/dx`` of ``S = x^2 + 4xh`` where ``x^2 h = 32``.

The equation makes h depend on x. Where it is linear in h, with a coefficient that is never zero in the domain, it says
the same as a formula for h, which takes its place; then S is a function of x alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.premises import Definition
from qbank.checker.syntax import Apply, Deriv, Integral, Name, Node, Relation, names_in, walk

from .carried import moving
from .equality import Comparer
from .written import written


def along_ties(comparer: Comparer, asked: Sequence[Node]) -> Comparer:
    """Return a comparer with such equations solved; the same one where there are none."""
    premises = comparer.premises
    sides = [side for one in premises.constraints for side in one.sides]
    slopes = list(dict.fromkeys(_slopes([*asked, *sides])))
    if len(slopes) != 1 or premises.random is not None or premises.standing:
        return comparer
    ((of, by),) = slopes
    if not premises.defines(of) or premises.defines(by):
        return comparer
    for tie in premises.constraints:
        found = _solved(comparer, tie, of, by)
        if found is not None:
            kept = tuple(one for one in premises.constraints if one is not tie)
            known = replace(premises, constraints=kept, definitions=(*premises.definitions, found))
            return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)
    return comparer


def _slopes(nodes: Sequence[Node]) -> Iterator[tuple[Name, Name]]:
    """Yield the names that are differentiated in total, and by what."""
    for of, by, whole in moving(nodes):
        if isinstance(of, Name) and not isinstance(whole, Integral):
            yield of, by


def _solved(comparer: Comparer, tie: Relation, of: Name, by: Name) -> Definition | None:
    """Return the formula for the one quantity that an equation ties to ``by``, if ``of`` is made from it."""
    algebra = comparer.algebra
    if any(isinstance(part, Deriv | Apply) for side in tie.sides for part in walk(side)):
        return None
    names = {name for side in tie.sides for name in names_in(side) if not comparer.premises.defines(name)}
    made = set(comparer.undefined(of))
    others = [name for name in names if name in made and name != by]
    if by not in names or len(others) != 1:
        return None
    try:
        gap = algebra.value(tie.sides[0]) - algebra.value(tie.sides[1])
        symbol = algebra.symbol(others[0])
        slope = sp.diff(gap, symbol)
        if symbol in slope.free_symbols or not slope.is_nonzero:
            return None
        return Definition(others[0], written(sp.cancel(symbol - gap / slope), algebra.keys))
    except (Undecided, TypeError, AttributeError):
        return None
