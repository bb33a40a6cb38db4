r"""Differential equations of quantities that nothing else speaks of: they bind no other quantity.

A linear homogeneous one, ``\ddot\theta + \omega^2 \theta = 0``, has the solution zero whatever its coefficients are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from qbank.checker.syntax import Add, Apply, Deriv, Div, Mul, Name, Neg, Node, Num, Relation, names_in, walk

from .equality import Comparer

_ZERO = Num(Fraction(0))


def without_idle_motions(comparer: Comparer, spoken: Sequence[Node]) -> Comparer:
    """Return a comparer without such premises; ``spoken`` are the formulas that are asked for or compared."""
    premises = comparer.premises
    others = [*spoken, *(one.body for one in premises.definitions)]
    idle = [
        one for one in premises.constraints if _is_idle(comparer, one, [*others, *_sides(premises.constraints, one)])
    ]
    if not idle:
        return comparer
    kept = tuple(one for one in premises.constraints if one not in idle)
    functions = {part.of for one in idle for side in one.sides for part in walk(side) if isinstance(part, Deriv)}
    known = replace(
        premises,
        constraints=kept,
        dependences=tuple(one for one in premises.dependences if one.name not in functions),
    )
    return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)


def _sides(constraints: Sequence[Relation], tie: Relation) -> list[Node]:
    return [side for other in constraints if other is not tie for side in other.sides]


def _is_idle(comparer: Comparer, tie: Relation, others: Sequence[Node]) -> bool:
    functions = {part.of for side in tie.sides for part in walk(side) if isinstance(part, Deriv)}
    if len(functions) != 1:
        return False
    (function,) = functions
    if (
        not isinstance(function, Name)
        or comparer.premises.defines(function)
        or any(_holds(node, function) for node in others)
    ):
        return False
    terms = [term for side in tie.sides for term in (side.terms if isinstance(side, Add) else (side,))]
    return all(term == _ZERO or _is_linear(term, function) for term in terms)


def _holds(node: Node, function: Name) -> bool:
    parts = list(walk(node))
    slopes = [part.of for part in parts if isinstance(part, Deriv)]
    applied = any(isinstance(part, Apply) and part.function == function.base for part in parts)
    return function in set(names_in(node)) or function in slopes or applied


def _is_linear(term: Node, function: Name) -> bool:
    """Tell whether a term is the quantity or a derivative of it times others."""
    if isinstance(term, Neg):
        return _is_linear(term.of, function)
    if isinstance(term, Div):
        return not _holds(term.denominator, function) and _is_linear(term.numerator, function)
    factors = term.factors if isinstance(term, Mul) else (term,)
    moving = [one for one in factors if _holds(one, function)]
    if len(moving) == 1 and isinstance(moving[0], Div):
        return _is_linear(moving[0], function)
    return len(moving) == 1 and (moving[0] == function or isinstance(moving[0], Deriv))
