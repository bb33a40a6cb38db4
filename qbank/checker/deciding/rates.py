r"""Rates of change at an instant: ``dy/dt`` from ``x^2 + y^2 = 25``, ``x = 3``, ``y = 4`` and ``dx/dt = 2``.

``x = 3`` then says where x is at that instant, and not that x stays there. Every equation between quantities that
change holds at all times, so its derivative is zero (the chain rule): that gives one equation more between the rates,
each a quantity of its own. A quantity changes if its rate is spoken of, or if it is tied to two that change and has no
value; all others are constants. ``y'(3)`` with ``y(3) = 3`` and an equation in x and y(x) is read in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import sympy as sp

from qbank.checker.domain import Domain
from qbank.checker.letters import Undecided
from qbank.checker.premises import Definition, Premises
from qbank.checker.printing import latex
from qbank.checker.reading.kinds import Kinds
from qbank.checker.syntax import (
    Add,
    Apply,
    Big,
    Deriv,
    Integral,
    Limit,
    Mul,
    Name,
    Node,
    Num,
    Relation,
    names_in,
    negated,
    rebuild,
    walk,
)

from .equality import Comparer, Verdict
from .verdicts import undecided
from .written import written

MAX_TIES = 8
MAX_ORDER = 2
_ZERO = Num(Fraction(0))
_BEYOND = (Apply, Big, Integral, Limit, Deriv)


class Unclear(Comparer):
    """A comparer under premises about an instant that are not understood."""

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide nothing: a derivative of a value at an instant is not zero."""
        del left, right
        return undecided("what is a value at an instant and what changes is not understood")


def instant(comparer: Comparer, asked: Sequence[Node]) -> Comparer | None:
    """Return a comparer under premises about an instant, its rates names of their own; ``None`` where there is none."""
    premises = comparer.premises
    if premises.standing or premises.random is not None:
        return None
    premises, at_place = _without_function(premises, asked)
    nodes = [*asked, *at_place.values(), *(side for tie in premises.constraints for side in tie.sides)]
    nodes += [one.body for one in premises.definitions]
    slopes = dict.fromkeys(
        part for node in nodes for part in walk(node)
        if isinstance(part, Deriv) and isinstance(part.of, Name) and part.of not in part.by
    )  # fmt: skip
    times = {by for part in slopes for by in part.by}
    bodies: dict[Name, Node] = {}
    for one in premises.definitions:
        bodies.setdefault(one.name, one.body)
    by_time = {time: _spoken(part for part in slopes if time in part.by) for time in sorted(times, key=latex)}
    if not any(_triggered(premises, bodies, spoken, time) for time, spoken in by_time.items()):
        return None
    changed = None
    if len(times) == 1 and all(len(part.by) <= MAX_ORDER for part in slopes):
        known = all(part in slopes for node in nodes for part in walk(node) if isinstance(part, Deriv))
        changed = _with_rates(premises, slopes, bodies, comparer.domain) if known else None
    if changed is None:
        return Unclear(comparer.premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    rates = {**changed.standing}
    rates |= {place: rates[slope] for place, slope in at_place.items() if slope in rates}
    return Comparer(replace(changed, standing=rates), comparer.domain, comparer.told, kinds=comparer.kinds)


def _spoken(slopes: Iterable[Deriv]) -> dict[Name, None]:
    return dict.fromkeys(part.of for part in slopes if isinstance(part.of, Name))


def _with_rates(
    premises: Premises, slopes: Mapping[Deriv, None], bodies: Mapping[Name, Node], domain: Domain
) -> Premises | None:
    """Return the premises with a name for every rate, and the derivatives of all equations that last."""
    (time,) = next(iter(slopes)).by[:1]
    spoken = _spoken(slopes)
    ties = [(one.sides[0], one.sides[1]) for one in premises.constraints]
    ties += [(one.name, one.body) for one in premises.definitions if not _value(one.body, bodies, spoken, time)]
    lasting = [tie for tie in ties if not any(isinstance(part, Deriv) for side in tie for part in walk(side))]
    moving = _moving(lasting, bodies, spoken, time)
    lasting = [tie for tie in lasting if any(set(names_in(side)) & {*moving, time} for side in tie)]
    parts = (part for tie in lasting for side in tie for part in walk(side))
    if len(lasting) > MAX_TIES or any(isinstance(part, _BEYOND) for part in parts):
        return None
    rates: dict[Node, Name] = {}
    further: list[Relation] = []
    pace = {name: Name(f"#rate {name.base}", name.sub, name.sup) for name in moving}
    for order in range(1, max(len(part.by) for part in slopes) + 1):
        rates |= {Deriv(name, (time,) * order, total): pace[_nth(pace, name, order - 1)]
                  for name in moving for total in (True, False)}  # fmt: skip
        try:
            lasting = [_derived(tie, pace, time, domain) for tie in lasting]
        except (Undecided, TypeError, AttributeError):
            return None
        further += [Relation(tie, ("=",)) for tie in lasting]
        pace |= {
            rate: Name(f"#rate {rate.base}", rate.sub, rate.sup) for rate in list(pace.values()) if rate not in pace
        }

    def renamed(node: Node) -> Node:
        return rates[node] if node in rates else rebuild(node, renamed)

    constraints = [Relation(tuple(map(renamed, one.sides)), one.signs) for one in premises.constraints]
    return replace(
        premises,
        definitions=tuple(replace(one, body=renamed(one.body)) for one in premises.definitions),
        constraints=(*constraints, *further),
        dependences=tuple(one for one in premises.dependences if one.name not in spoken),
        standing=rates,
    )


def _nth(pace: Mapping[Name, Name], name: Name, order: int) -> Name:
    """Return the name of the derivative of that order."""
    for _ in range(order):
        name = pace[name]
    return name


def _without_function(premises: Premises, asked: Sequence[Node]) -> tuple[Premises, dict[Node, Node]]:
    """Return premises in which y(x) and y(3) are y, x is 3, and what ``y'(3)`` is then, where that is asked."""
    for node in asked:
        for part in walk(node):
            if not isinstance(part, Apply) or part.primes != 1 or len(part.arguments) != 1:
                continue
            function, place = part.function, part.arguments[0]
            if function in premises.functions or any(True for _ in names_in(place)):
                continue
            uses = {
                one for tie in premises.constraints for side in tie.sides for one in walk(side)
                if isinstance(one, Apply) and one.function == function
            }  # fmt: skip
            there = Apply(function, (place,))
            variables = {
                one.arguments[0] for one in uses if one != there and not one.primes and len(one.arguments) == 1
            }
            if len(variables) != 1 or there not in uses or len(uses) != 2:
                continue
            by = variables.pop()
            if not isinstance(by, Name) or premises.defines(by) or premises.defines(Name(function)):
                continue
            inner: dict[Node, Name] = {there: Name(function), Apply(function, (by,)): Name(function)}

            def plain(node: Node, inner: Mapping[Node, Name] = inner) -> Node:
                return inner[node] if node in inner else rebuild(node, lambda child: plain(child, inner))

            ties = [Relation(tuple(map(plain, one.sides)), one.signs) for one in premises.constraints]
            values = [tie for tie in ties if Name(function) in tie.sides and not set(names_in(tie.sides[1]))]
            if len(values) != 1:
                continue
            definitions = (Definition(by, place), Definition(Name(function), values[0].sides[1]))
            changed = replace(
                premises,
                definitions=(*premises.definitions, *definitions),
                constraints=tuple(tie for tie in ties if tie not in values),
            )
            return changed, {part: Deriv(Name(function), (by,))}
    return premises, {}


def _triggered(premises: Premises, bodies: Mapping[Name, Node], spoken: Mapping[Name, None], time: Name) -> bool:
    """Tell whether a quantity that changes is given a value that other equations make use of."""
    sides = [side for tie in premises.constraints for side in tie.sides]
    for name in spoken:
        body = bodies.get(name)
        if body is None:
            tied = any(
                {name, time} <= {*names_in(one.sides[0]), *names_in(one.sides[1])} for one in premises.constraints
            )
            if tied and time in bodies and _value(bodies[time], bodies, spoken, time):
                return True
        elif _value(body, bodies, spoken, time):
            others = [*sides, *(one.body for one in premises.definitions if one.name != name)]
            if any(name in set(names_in(other)) for other in others):
                return True
    return False


def _value(body: Node, bodies: Mapping[Name, Node], spoken: Mapping[Name, None], time: Name) -> bool:
    """Tell whether a definition gives a value at the instant: it is made of nothing that changes."""
    todo, seen = list(names_in(body)), set[Name]()
    if any(isinstance(part, Deriv) for part in walk(body)):
        return False
    while todo:
        name = todo.pop()
        if name in spoken or name == time:
            return False
        if name not in seen and name in bodies:
            todo += names_in(bodies[name])
        seen.add(name)
    return True


def _moving(
    ties: Sequence[tuple[Node, Node]], bodies: Mapping[Name, Node], spoken: Mapping[Name, None], time: Name
) -> list[Name]:
    """Return what changes: what is spoken of, and what has no value and is tied to others twice."""
    found = dict(spoken)
    while True:
        touched = [tie for tie in ties if any(set(names_in(side)) & {*found, time} for side in tie)]
        more = [
            name
            for tie in touched
            for side in tie
            for name in names_in(side)
            if name not in found and name != time
            and (name not in bodies or not _value(bodies[name], bodies, found, time))
            and sum(1 for other in ties if any(name in set(names_in(part)) for part in other)) > 1
        ]  # fmt: skip
        if not more:
            return list(found)
        found |= dict.fromkeys(more)


def _derived(tie: tuple[Node, Node], pace: Mapping[Name, Name], time: Name, domain: Domain) -> tuple[Node, Node]:
    """Return the derivative of an equation by time; ``pace`` names the rate of each quantity that changes."""
    algebra = Comparer(Premises(), domain, kinds=Kinds()).algebra
    gap = algebra.value(Add((tie[0], negated(tie[1]))))
    if not isinstance(gap, sp.Expr):
        raise Undecided("rates of vectors")
    terms: list[Node] = []
    for name in (*pace, *([] if time in pace else [time])):
        slope = sp.diff(gap, algebra.symbol(name))
        if slope != 0:
            by = written(slope, algebra.keys)
            terms.append(Mul((by, pace[name])) if name in pace else by)
    return (Add(tuple(terms)) if len(terms) > 1 else terms[0] if terms else _ZERO), _ZERO
