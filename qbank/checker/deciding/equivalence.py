"""Whether two conditions hold for the same values: exactly in one unknown, by proof or witness in several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import sympy as sp

from qbank.checker.domain import REAL
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.numeric.sampling import SCALES, draw
from qbank.checker.printing import latex
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import (
    Name,
)

from .equality import Comparer, Verdict
from .exact import NotReal, known_sign
from .inequalities import (
    Atom,
    Condition,
    Conditions,
    Junction,
    atoms,
    guarded,
    holds,
    matched,
    places,
    symbols,
)
from .systems_compared import alternatives, has_other_roots, is_thin, same_branches, same_systems
from .verdicts import different, equal, number_of, undecided
from .zeros import zeros

POINTS = 12
"""Points at which a difference is looked for."""
CONFIRMED = 2
"""Points at which a proof is tried."""
EDGES = 3
"""Trials that lie on an edge."""
FOLLOWED = 4
"""Branches that are followed from one equation to the next."""
NEAR = (sp.Integer(-10), sp.Integer(10))
"""Where solutions of a periodic equation are looked for."""
NO_SOLUTION = "no real solution was found, and complex ones may be meant"
COMPLEX_NAMES = frozenset("zw")
"""Names that often stand for complex numbers."""
_TRUTH = {True: "true", False: "false"}


def same_solutions(comparer: Comparer, one: Condition, other: Condition, element: Name | None = None) -> Verdict:
    """Decide whether two conditions hold for the same values. Raises :class:`Undecided`."""
    free = sorted(symbols(one) | symbols(other), key=lambda symbol: int(str(symbol)[1:]))
    reason = ""
    if len(free) == 1 and _maybe_complex(comparer, free[0]) and has_other_roots(one, other):
        raise Undecided("whether the unknown is complex is not said")
    if len(free) <= 1:
        try:
            return _by_places(comparer, one, other, free, element)
        except Undecided as problem:
            reason = str(problem)
    proof = "equivalent: the same up to a factor that is never zero" if matched(one, other) else ""
    if not proof and (same_systems(one, other) or same_branches(one, other, free)):
        proof = "equivalent: the same solutions"
    found = _witness(comparer, one, other, free, CONFIRMED if proof else POINTS)
    if found is not None:
        return undecided("a proof and a point contradict each other") if proof else found
    if proof and (doubt := _lost(comparer, one, other, free)):
        return undecided(doubt)
    if proof:
        return equal(proof)
    return undecided(reason or "whether the two have the same solutions could not be decided")


def _by_places(
    comparer: Comparer, one: Condition, other: Condition, free: Sequence[Expr], element: Name | None
) -> Verdict:
    """Decide conditions in one unknown exactly, at every place where their truth can change."""
    unknown = free[0] if free else sp.Dummy("x", real=True)
    key = comparer.algebra.keys.get(unknown)
    name = key if isinstance(key, Name) else None
    if free and not isinstance(name, Name):
        raise Undecided("a condition on what is no plain quantity")
    interval = interval_of(comparer.domain, name or Name("x"), comparer.premises.letters)
    solved = False
    inner = _within_domain(comparer, unknown, one), _within_domain(comparer, unknown, other)
    for place in places(inner, unknown, interval):
        truths = holds(inner[0], {unknown: place}), holds(inner[1], {unknown: place})
        if truths[0] != truths[1]:
            point = {"x" if name is None or name == element else latex(name): _shown(place)}
            return different("holds for one and not for the other", point, *(_TRUTH[truth] for truth in truths))
        solved |= truths[0]
    if not solved and element is None and _only_complex(one, other):
        return undecided(NO_SOLUTION)
    return equal("the same solutions, found exactly")


def _within_domain(comparer: Comparer, unknown: Expr, condition: Condition) -> Condition:
    r"""Return a condition with what the domain says of its one unknown beside its interval: ``0 \le x < 2\pi``."""
    reader = Conditions(lambda node: number_of(comparer, node))
    told = [one for relation in comparer.domain.relations if symbols(one := reader.of(relation)) == {unknown}]
    return Junction("and", (*told, condition)) if told else condition


def _only_complex(one: Condition, other: Condition) -> bool:
    """Tell whether two conditions without a real solution may have other ones, and not the same."""
    for condition in (one, other):
        if not any(atom.sign == "=" and atom.difference.free_symbols for atom in atoms(condition)):
            return False
    if isinstance(one, Atom) and isinstance(other, Atom):
        return not sp.cancel(one.difference / other.difference).is_number
    return True


def _lost(comparer: Comparer, one: Condition, other: Condition, free: Sequence[Expr]) -> str:
    """Return why two conditions proved to be the same are not after all, or nothing.

    One may have no value at a plain point where the other holds; or none was found where either does.
    """
    met = not _only_complex(one, other)
    for here, there in ((one, other), (other, one)):
        if met and not any(atom.guards for atom in atoms(there)):
            continue
        little = isinstance(here, Atom) and here.sign == "=" and _loses_little(here, there)
        for point in _points_on(comparer, here, free, POINTS):
            try:
                if not admitted(comparer, point) or not holds(here, point):
                    continue
                met = True
                if not little and not all(guarded(atom, point) for atom in atoms(there)):
                    return "one of the two has no value where the other holds"
            except (Undecided, NotReal):
                continue
    return "" if met else NO_SOLUTION


def _loses_little(here: Atom, there: Condition) -> bool:
    """Tell whether one condition has a value at nearly all solutions of an equation: ``m`` is seldom 0."""
    guards = [guard for atom in atoms(there) for guard in atom.guards]
    return all(sign == r"\ne" and is_thin(here.difference, value) for value, sign in guards)


def _maybe_complex(comparer: Comparer, unknown: Expr) -> bool:
    key = comparer.algebra.keys.get(unknown)
    if not isinstance(key, Name) or key.base not in COMPLEX_NAMES:
        return False
    return interval_of(comparer.domain, key, comparer.premises.letters) == REAL


def _shown(number: Expr) -> str:
    return str(number) if number.is_Rational else str(sp.N(number, 12))


def _witness(comparer: Comparer, one: Condition, other: Condition, free: Sequence[Expr], trials: int) -> Verdict | None:
    """Look for a point at which both conditions have a meaning, and one holds and the other does not."""
    for turned, (here, there) in enumerate(((one, other), (other, one))):
        for point in _points_on(comparer, here, free, trials):
            try:
                if not admitted(comparer, point) or not holds(here, point) or holds(there, point):
                    continue
                if not all(guarded(atom, point) for atom in atoms(there)):
                    continue
            except (Undecided, NotReal):
                continue
            shown = {_name(comparer, symbol): _shown(value) for symbol, value in point.items()}
            truths = ("false", "true") if turned else ("true", "false")
            return different("holds for one and not for the other", dict(sorted(shown.items())), *truths)
    return None


def _name(comparer: Comparer, symbol: Expr) -> str:
    key = comparer.algebra.keys.get(symbol)
    return latex(key) if isinstance(key, Name) and not key.base.startswith("#") else "x"


def admitted(comparer: Comparer, point: Mapping[Expr, Expr]) -> bool:
    """Tell whether a point lies within the domains; relations of the domain are conditions too."""
    for symbol, value in point.items():
        key = comparer.algebra.keys.get(symbol)
        if not isinstance(key, Name):
            return False
        known_sign(value)  # raises where the value is not real
        interval = interval_of(comparer.domain, key, comparer.premises.letters)
        ends = ((interval.low, interval.low_open, 1), (interval.high, interval.high_open, -1))
        for end, opened, way in ends:
            if end is not None:
                side = known_sign(value - sp.Rational(end.numerator, end.denominator)) * way
                if side < 0 or (side == 0 and opened):
                    return False
        if (interval.integer and not value.is_Integer) or (interval.nonzero and known_sign(value) == 0):
            return False
        if interval.parity is not None and int(value) % 2 != interval.parity:
            return False
    reader = Conditions(lambda node: number_of(comparer, node))
    for relation in comparer.domain.relations:
        condition = reader.of(relation)
        if symbols(condition) <= set(point):
            if not holds(condition, point):
                return False
        elif symbols(condition) & set(point):
            return False
    return True


def _points_on(
    comparer: Comparer, condition: Condition, free: Sequence[Expr], trials: int
) -> Iterator[dict[Expr, Expr]]:
    """Yield points that may satisfy a condition: its equations solved one by one, the rest chosen."""
    for branch in alternatives(condition):
        equations = [atom.difference for atom in branch if atom.sign == "="]
        edges = [atom.difference for atom in branch if atom.sign != "="]
        for trial in range(trials):
            yield from _solved_points(comparer, equations, free, trial)
            if trial < EDGES and edges and not equations:  # points on an edge tell < from ≤
                yield from _solved_points(comparer, [edges[trial % len(edges)]], free, trial)


def _solved_points(
    comparer: Comparer, equations: Sequence[Expr], free: Sequence[Expr], trial: int
) -> Iterator[dict[Expr, Expr]]:
    ways: list[dict[Expr, Expr]] = [{}]
    for equation in equations:
        following: list[dict[Expr, Expr]] = []
        for way in ways[:FOLLOWED]:
            reduced = equation.subs(way, simultaneous=True)
            for symbol in _by_ease(reduced, [one for one in free if one not in way], trial):
                try:
                    values = zeros(reduced, symbol, NEAR)
                except (Undecided, NotReal):
                    continue
                following += [
                    {**{name: old.subs(symbol, value) for name, old in way.items()}, symbol: value} for value in values
                ]
                break
        ways = following
    for way in ways[:FOLLOWED]:
        chosen = {symbol: _drawn(comparer, symbol, trial) for symbol in free if symbol not in way}
        if all(value is not None for value in chosen.values()):
            solved = {symbol: value.subs(chosen, simultaneous=True) for symbol, value in way.items()}
            yield {**chosen, **solved}


def _by_ease(equation: Expr, names: Sequence[Expr], trial: int) -> list[Expr]:
    """Return the quantities to solve for, those in which the equation is linear first."""
    inside = [name for name in names if name in equation.free_symbols]
    turned = inside[trial % len(inside) :] + inside[: trial % len(inside)] if inside else []
    return sorted(turned, key=lambda name: equation.diff(name).has(name))


def _drawn(comparer: Comparer, symbol: Expr, trial: int) -> Expr | None:
    key = comparer.algebra.keys.get(symbol)
    if not isinstance(key, Name):
        return None
    interval = interval_of(comparer.domain, key, comparer.premises.letters)
    scale = SCALES[trial % len(SCALES)]
    value = draw(interval, f"{latex(key)}|{trial}", scale if trial % 4 else 1)
    return sp.Rational(value.numerator, value.denominator)
