r"""Quantities that premises tie to a variable: ``dy/dx`` with ``U = xy = 8``, ``\int y \,dx`` with ``y^2 = x``.

Such a y is no constant beside x. Where the tie is not put in, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from qbank.checker.premises import Definition
from qbank.checker.syntax import Apply, Deriv, Integral, Name, Node, names_in, walk

from .equality import Comparer, Verdict
from .openness import is_closed
from .verdicts import undecided

_TIMES = frozenset({"t", r"\tau"})
_Bodies = Mapping[Name, Sequence[Node]]


class Carried(Comparer):
    """A comparer where it is open what moves along with a variable."""

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide nothing."""
        del left, right
        return undecided("whether the other quantities stay or move along with it is not said")


def carried(comparer: Comparer, asked: Sequence[Node], *, solved: bool) -> Comparer | None:
    """Return a comparer that decides nothing where what is asked has such a quantity; ``None`` where there is none.

    Equations are taken into account at a value of the variable, and where words ask for no extremum; those around
    integrals else only once what can be ``solved`` for is.
    """
    premises = comparer.premises
    if premises.random is not None or premises.standing:
        return None
    bodies = bodies_of(premises.definitions)
    sides = [side for one in premises.constraints for side in one.sides]
    parts = [*moving(reached(asked, bodies)), *(pair for pair in moving(sides) if not isinstance(pair[2], Integral))]
    equations = [
        {*names_in(one)}
        for one in premises.constraints
        if not any(isinstance(part, Deriv) or (isinstance(part, Apply) and part.primes) for part in walk(one))
    ]
    fixed = [{name, *_names(found)} for name, found in bodies.items() if len(found) > 1]
    rated = any(isinstance(part, Deriv) for node in (*sides, *_known(bodies)) for part in walk(node))
    for operand, by, whole in parts:
        if not rated and by.base in _TIMES and isinstance(whole, Deriv) and _at_instant(operand, by, bodies, equations):
            return Carried(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
        beside = _leaves(operand, by, bodies)
        own = {*_names(body for body in bodies.get(by, ()) if not is_closed(body))}
        formulas = bodies.get(operand, []) if isinstance(operand, Name) and not isinstance(whole, Integral) else []
        if len(formulas) > 1 and is_closed(formulas[0]) and not all(map(is_closed, formulas)):  # C = 13, C = q^2 + 4
            return Carried(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
        turned = isinstance(operand, Name) and operand not in bodies and operand in own  # dy/dx where x = sin y
        if (own & beside and not turned) or any(by in tie and tie & beside for tie in fixed):
            return Carried(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
        at_value = any(map(is_closed, bodies.get(by, ())))
        integral = isinstance(whole, Integral)
        if integral and at_value and by not in {*names_in(operand)}:  # 8/V with V = 2 put in, beside dV
            return Carried(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
        curves = isinstance(operand, Name) and operand != by and {operand.base, by.base} <= {*premises.functions}
        plain = isinstance(operand, Name) and all(map(is_closed, bodies.get(operand, ())))
        implied = plain and not integral and not any(operand in one.sides for one in premises.constraints)
        open_ = solved if integral else not premises.tied
        if curves or (not implied and (at_value or open_) and any(by in tie and tie & beside for tie in equations)):
            return Carried(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    return None


def bodies_of(definitions: Iterable[Definition]) -> dict[Name, list[Node]]:
    """Return the formulas of each name."""
    bodies: dict[Name, list[Node]] = {}
    for one in definitions:
        bodies.setdefault(one.name, []).append(one.body)
    return bodies


def _known(bodies: _Bodies) -> Iterator[Node]:
    return (body for found in bodies.values() for body in found)


def _at_instant(operand: Node, time: Name, bodies: _Bodies, equations: Sequence[set[Name]]) -> bool:
    """Tell whether something that changes with time comes down to a number: ``r = 5`` may hold at an instant alone."""
    reached = {*names_in(operand)}
    while grown := [
        found
        for found in (*equations, *({name, *_names(formulas)} for name, formulas in bodies.items()))
        if found & reached and not found <= reached
    ]:
        reached = reached.union(*grown)
    return time not in reached and any(is_closed(body) for name in reached for body in bodies.get(name, ()))


def _names(nodes: Iterable[Node]) -> Iterator[Name]:
    return (name for node in nodes for name in names_in(node))


def moving(nodes: Sequence[Node]) -> Iterator[tuple[Node, Name, Node]]:
    """Yield what is differentiated in total or integrated, by what, and the whole."""
    for part in (part for node in nodes for part in walk(node)):
        match part:
            case Deriv(of, by) if part.total and len(set(by)) == 1:
                yield of, by[0], part
            case Integral(body, by):
                yield body, by, part
            case Apply(function, (Name() as argument,), primes) if primes:
                yield Name(function), argument, part


def reached(nodes: Sequence[Node], bodies: _Bodies) -> list[Node]:
    """Return formulas with all that their names stand for."""
    found, seen, ahead = list(nodes), set[Name](), [name for node in nodes for name in names_in(node)]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            found += bodies.get(name, ())
            ahead += [inner for body in bodies.get(name, ()) for inner in names_in(body)]
    return found


def _leaves(operand: Node, by: Name, bodies: _Bodies) -> set[Name]:
    """Return the names that a formula comes down to, ``by`` left out: those without a formula."""
    found, seen, ahead = set[Name](), {by}, list(names_in(operand))
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        formulas = [body for body in bodies.get(name, ()) if not is_closed(body)]
        if not formulas:
            found.add(name)
        ahead += [inner for body in formulas for inner in names_in(body)]
    return found
