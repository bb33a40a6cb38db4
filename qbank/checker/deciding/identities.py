r"""Equations that hold for every value of a variable: ``p(t) = 2t^2 - 3t + 4`` beside ``p(t) = a + b(t-1) + c(t-1)^2``.

Their constants follow by comparing coefficients, or derivatives at one place where both sides are smooth: necessary
conditions, whose solutions are then put into the equations and must make these hold for every value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import sympy as sp

from qbank.checker.letters import Undecided, interval_of
from qbank.checker.premises import Premises
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import Apply, Deriv, Name, Node, Num, Relation, names_in, walk

from .equality import Comparer
from .initial_values import TAME
from .solving import Branched, quantities, solved
from .written import written

MAX_OPERATIONS = 300
_PLACES = (Fraction(0), Fraction(1), Fraction(2), Fraction(-1), Fraction(3), Fraction(1, 2))
_CONSTANTS = re.compile(
    r"\b(?:constants?|coefficients?|partial[- ]fractions?|decompos\w+|identit(?:y|ies)|identically|(?:for|of) all"
    r"|in the form|written as|complet\w+ the square|expan\w+|basis)\b",
    re.IGNORECASE,
)
"""Words by which an equation between formulas of one variable holds for all its values."""
_CURVES = re.compile(
    r"\b(?:lines?|curves?|graphs?|parabolas?|slopes?|perpendicular|parallel|orthogonal|intersect\w*|meets?|met|cross\w*"
    r"|touch\w*|tangents?|pass(?:es|ing)? through|when|time)\b",
    re.IGNORECASE,
)
"""Words by which it may hold where curves meet alone, or at one time."""


def by_identities(
    comparer: Comparer, unsolved: Callable[[], Comparer], asked: Node, options: Sequence[Node], stem: str
) -> Comparer:
    """Return a comparer that knows what constants make the premises hold for every value of their one variable.

    ``comparer`` is returned as it is where it leaves nothing open of what is ``asked``; ``unsolved`` makes the one
    whose equations are not solved.
    """
    spoken = {name for option in options for name in names_in(option)}
    if not _open(comparer, asked, spoken):
        return comparer
    whole = unsolved()
    ties = list(whole.ties())
    worded = _CONSTANTS.search(stem) is not None and not _CURVES.search(stem)
    variables = {one for tie in ties if (one := _variable(whole, tie, worded=worded))}
    if len(variables) != 1 or not (variables & quantities_of(whole, [side for tie in ties for side in tie])):
        return comparer
    (variable,) = variables
    if variable in spoken | quantities_of(whole, [asked]) or whole.premises.defines(variable):
        return comparer
    try:
        known = _compared(whole, ties, variable)
        found = solved(Comparer(known, whole.domain, whole.told, kinds=whole.kinds), [asked], [])
    except (Undecided, TypeError, AttributeError, sp.PolynomialError):
        return comparer
    if _open(found, asked, spoken) or not all(found.compare(*tie).outcome == "equal" for tie in ties):
        return comparer
    return found


def quantities_of(comparer: Comparer, nodes: Sequence[Node]) -> set[Name]:
    """Return the names of the free quantities that formulas are made of."""
    keys = comparer.algebra.keys
    return {key for symbol in quantities(comparer, nodes) if isinstance(key := keys.get(symbol), Name)}


def _open(comparer: Comparer, asked: Node, spoken: set[Name]) -> bool:
    """Tell whether what is asked depends on a quantity that no option speaks of."""
    branches = comparer.branches if isinstance(comparer, Branched) else [comparer]
    return any(quantities_of(branch, [asked]) - spoken for branch in branches)


def _variable(comparer: Comparer, tie: tuple[Node, Node], *, worded: bool) -> Name | None:
    """Return the variable for all of whose values an equation holds."""
    functions = comparer.premises.functions
    applied = [
        (side, part)
        for side in tie
        for part in walk(side)
        if isinstance(part, Apply) and part.function in functions and len(part.arguments) == 1
    ]
    if all(isinstance(side, Apply) for side in tie):
        return None  # curves that meet
    for side, part in applied:
        argument = part.arguments[0]
        other = tie[1] if side is tie[0] else tie[0]
        if isinstance(argument, Name) and (part.primes or side == part) and argument in set(names_in(other)):
            return argument
    derived = any(isinstance(part, Deriv) and isinstance(part.of, Name) for side in tie for part in walk(side))
    leaves = [quantities_of(comparer, [side]) for side in tie]
    for few, more in (leaves, leaves[::-1]):
        if (worded or derived) and len(few) == 1 and few < more and not applied:
            return next(iter(few))
    return None


def _compared(comparer: Comparer, ties: Sequence[tuple[Node, Node]], variable: Name) -> Premises:
    """Return the premises with the equations that hold for every value as equations of their constants."""
    premises, algebra = comparer.premises, comparer.algebra
    x = algebra.symbol(variable)
    constraints: list[Relation] = []
    for tie in ties:
        gap = algebra.value(tie[0]) - algebra.value(tie[1])
        if x not in gap.free_symbols:
            constraints.append(Relation(tie, ("=",)))
        elif Relation(tie, ("=",)) not in premises.constraints:
            raise Undecided("two formulas for one quantity")
        elif any(isinstance(algebra.keys.get(one), Deriv) for one in gap.free_symbols):
            raise Undecided("an unknown function")
        else:
            zero = Num(Fraction(0))
            constraints += [
                Relation((written(one, algebra.keys), zero), ("=",)) for one in _conditions(comparer, gap, variable, x)
            ]
    return replace(premises, constraints=tuple(constraints))


def _conditions(comparer: Comparer, gap: Expr, variable: Name, x: Expr) -> list[Expr]:
    """Return what is zero where ``gap`` is zero for every value of x."""
    above = sp.expand(sp.fraction(sp.together(gap))[0])
    if above.is_polynomial(x):
        return [one for one in sp.Poly(above, x).coeffs() if one != 0]
    unknown = len(above.free_symbols) - 1
    if above.atoms(sp.Function) - above.atoms(*TAME) or sp.count_ops(above) > MAX_OPERATIONS:
        raise Undecided("an equation that is not compared by coefficients")
    home = interval_of(comparer.domain, variable, comparer.premises.letters)
    for place in _PLACES:
        if place not in home:
            continue
        there = sp.Rational(place.numerator, place.denominator)
        found: list[Expr] = []
        slope = above
        for _ in range(unknown + 4):
            found.append(sp.expand(slope.subs(x, there)))
            slope = sp.diff(slope, x)
        if not any(one.has(sp.zoo, sp.nan, sp.oo) for one in found):
            return [one for one in found if one != 0]
    raise Undecided("an equation that is smooth at none of the places tried")
