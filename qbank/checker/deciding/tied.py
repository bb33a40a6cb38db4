r"""Total derivatives along an equation: ``dS/dx`` of ``S = x^2 + 4xh`` where ``x^2 h = 32``.

The equation makes h depend on x. Where it is linear in h, with a coefficient that is never zero in the domain, it says
the same as a formula for h, which takes its place; then S is a function of x alone. So is p in ``\int p\,dV`` by
``p V^\gamma = C``: powers of V, which are zero at one place at most, may stand before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.premises import Definition
from qbank.checker.syntax import Apply, Deriv, Integral, Name, Node, Relation, names_in, walk

from .carried import bodies_of, moving, reached
from .equality import Comparer
from .written import written


def along_ties(comparer: Comparer, asked: Sequence[Node]) -> Comparer:
    """Return a comparer with such equations solved; the same one where there are none."""
    premises = comparer.premises
    if (put_in := _under_integral(comparer, asked)) is not None:
        return put_in
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
            return _with(comparer, tie, found)
    return comparer


def _with(comparer: Comparer, tie: Relation, found: Definition) -> Comparer:
    """Return a comparer with a formula in place of an equation."""
    premises = comparer.premises
    kept = tuple(one for one in premises.constraints if one is not tie)
    known = replace(premises, constraints=kept, definitions=(*premises.definitions, found))
    return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)


def _under_integral(comparer: Comparer, asked: Sequence[Node]) -> Comparer | None:
    """Return a comparer that knows the one quantity under definite integrals that one equation ties to the variable."""
    premises = comparer.premises
    if premises.random is not None or premises.standing:
        return None
    whole = reached(asked, bodies_of(premises.definitions))
    integrals = [part for _, _, part in moving(whole) if isinstance(part, Integral) and part.lower is not None]
    for by in dict.fromkeys(one.by for one in integrals):
        ties = [one for one in premises.constraints if by in names_in(one)]
        inside = {name for one in integrals if one.by == by for name in names_in(one.body)} - {by}
        tied = [name for name in inside if len(ties) == 1 and name in names_in(ties[0])]
        if len(tied) != 1 or any(premises.defines(name) for name in (by, *tied)):
            continue
        if sum(tied[0] in names_in(one) for one in premises.constraints) > 1:
            continue
        found = _solved(comparer, ties[0], tied[0], by, thinly=True)
        if found is not None:
            return _with(comparer, ties[0], found)
    return None


def _slopes(nodes: Sequence[Node]) -> Iterator[tuple[Name, Name]]:
    """Yield the names that are differentiated in total, and by what."""
    for of, by, whole in moving(nodes):
        if isinstance(of, Name) and not isinstance(whole, Integral):
            yield of, by


def _solved(comparer: Comparer, tie: Relation, of: Name, by: Name, *, thinly: bool = False) -> Definition | None:
    """Return the formula for the one quantity that an equation ties to ``by``, if ``of`` is made from it.

    ``thinly``: powers of ``by`` may stand before it.
    """
    algebra = comparer.algebra
    if any(isinstance(part, Deriv | Apply) for side in tie.sides for part in walk(side)):
        return None
    names = {name for side in tie.sides for name in names_in(side) if not comparer.premises.defines(name)}
    made = {of} if thinly else set(comparer.undefined(of))
    others = [name for name in names if name in made and name != by]
    if by not in names or len(others) != 1:
        return None
    try:
        gap = algebra.value(tie.sides[0]) - algebra.value(tie.sides[1])
        symbol = algebra.symbol(others[0])
        slope = sp.diff(gap, symbol)
        if symbol in slope.free_symbols:
            return None
        factors = [one for one in sp.Mul.make_args(slope) if not (thinly and _is_power(one, algebra.symbol(by)))]
        if not all(one.is_nonzero for one in factors):
            return None
        return Definition(others[0], written(sp.cancel(symbol - gap / slope), algebra.keys))
    except (Undecided, TypeError, AttributeError):
        return None


def _is_power(factor: sp.Expr, symbol: sp.Expr) -> bool:
    base, exponent = factor.as_base_exp()
    return bool(base == symbol and symbol not in exponent.free_symbols)
