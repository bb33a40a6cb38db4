r"""The largest and smallest value under conditions: ``\max f(x, y)`` where ``x^2 + 4y^2 = 8``.

On a closed bounded set a continuous function has a largest value. It is taken where the gradient is a combination of
those of the conditions (Lagrange), where these are dependent, or at an end of what the domain leaves to a variable; all
these points are found exactly. The set is bounded if every variable is, if the highest terms of a condition are
definite, or if a sum of positive multiples of variables that have a least value is fixed. Else a linear condition is
solved for one variable, and what is left must be definite and quadratic, or rise and fall in one variable as it should.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import sympy as sp

from qbank.checker.domain import Interval
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.premises import Definition, Premises
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import Big, Name, Node, names_in, rebuild, walk

from .equality import Comparer, Verdict
from .exact import NotReal, known_sign
from .extrema import OPERATORS, PROBES, with_extrema
from .extreme_existence import bounded, coercive, convex_in_logarithms, samples
from .extreme_on_lines import best_on_line
from .extreme_problems import Point, Problem, Region, ends, is_positive, taken_apart
from .systems import solve
from .verdicts import undecided
from .written import written

MAX_VARIABLES = 4
MAX_LIMITS = 4


class Unclear(Comparer):
    """A comparer where an extremum under conditions is asked that was not found."""

    reason = "the extremum under these conditions was not found"

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide nothing."""
        del left, right
        return undecided(self.reason)


def constrained(comparer: Comparer, asked: Sequence[Node]) -> Comparer | None:
    """Return a comparer that knows the extremum that is asked where equations tie its variables, else ``None``."""
    premises = comparer.premises
    asked = [one.body for one in premises.definitions if one.name in asked and any(_outermost(one.body))] or asked
    found = list(dict.fromkeys(part for node in asked for part in _outermost(node)))
    if not found or premises.random is not None:
        return None
    names, body, condition = taken_apart(found[0])
    tied = [one for one in premises.constraints if {*names_in(one.sides[0]), *names_in(one.sides[1])} & set(names)]
    defined = [one for one in premises.definitions if one.name in names]
    doubled = _doubled(premises, names)
    spoken = set(comparer.domain.names())
    stated = bool(tied or defined or doubled)
    if not stated and not spoken & set(names) and condition is None and len(names) < 2:
        return None
    if stated and len(found) > 1:
        return None
    rest = replace(
        premises,
        constraints=tuple(one for one in premises.constraints if one not in tied),
        definitions=tuple(one for one in premises.definitions if one not in defined and one not in doubled),
    )
    free = Comparer(rest, comparer.domain, comparer.told, kinds=comparer.kinds)
    region = Region([(one.name, one.body) for one in (*defined, *doubled)])
    operator = found[0].operator
    way = 1 if operator.endswith("max") else -1
    try:
        for one in (*tied, *([condition] if condition is not None else [])):
            region.add(one)
        problem = _problem(free, names, body, region, way)
        extreme = _place(problem) if operator.startswith("arg") else _extreme(problem)
        value = written(extreme, free.algebra.keys)
    except (Undecided, NotReal, TypeError, AttributeError, NotImplementedError, sp.PolynomialError):
        return Unclear(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    name = Name(f"#extremum {len(premises.standing)}")
    bodies = (replace(one, body=_in_place(one.body, found[0], name)) for one in rest.definitions)
    known = replace(rest, definitions=(*bodies, Definition(name, value)), standing={**rest.standing, found[0]: name})
    return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)


def with_extrema_named(comparer: Comparer) -> Comparer:
    """Return a comparer whose definitions have the extrema over all numbers in them worked out."""
    premises = comparer.premises
    if not any(True for one in premises.definitions for _ in _outermost(one.body)):
        return comparer
    bodies = tuple(replace(one, body=with_extrema(comparer.algebra, one.body)) for one in premises.definitions)
    return Comparer(replace(premises, definitions=bodies), comparer.domain, comparer.told, kinds=comparer.kinds)


def _in_place(node: Node, extremum: Node, name: Name) -> Node:
    return name if node == extremum else rebuild(node, lambda part: _in_place(part, extremum, name))


def _doubled(premises: Premises, names: Sequence[Name]) -> list[Definition]:
    """Return formulas in the variables for what also has another one: ``V = x^2 h`` beside ``V = 32``."""
    several = [one.name for one in premises.definitions]
    inside = [one for one in premises.definitions if several.count(one.name) > 1 and {*names_in(one.body)} & {*names}]
    kept = {one.name for one in premises.definitions if one not in inside}
    return [one for one in inside if one.name in kept]


def _outermost(node: Node) -> Iterator[Big]:
    """Yield the extrema without ends in a formula that stand in no other."""
    if isinstance(node, Big) and node.operator in OPERATORS and node.lower is None and node.upper is None:
        yield node
        return
    below: list[Big] = []

    def seen(part: Node) -> Node:
        below.extend(_outermost(part))
        return part

    rebuild(node, seen)
    yield from below


def _problem(free: Comparer, names: Sequence[Name], body: Node, region: Region, way: int) -> Problem:
    algebra = free.algebra
    for relation in free.domain.relations:
        if {*names_in(relation)} & {*names}:
            region.add(relation)
    if len(names) > MAX_VARIABLES or len(region.limits) > MAX_LIMITS:
        raise Undecided("an extremum over a region")
    value = algebra.value(body)
    gaps = [algebra.value(left) - algebra.value(right) for left, right in region.ties]
    limits = [(algebra.value(low) - algebra.value(high), strict) for low, high, strict in region.limits]
    ranges = tuple(
        (algebra.symbol(name), interval_of(free.domain, name, free.premises.letters).meet(region.intervals.of(name)))
        for name in names
    )
    symbols = {symbol for symbol, _ in ranges}
    numerators = tuple(sp.expand(sp.fraction(sp.together(gap))[0]) for gap in gaps)
    if any(isinstance(part, Big) for part in walk(body)) or any(interval.integer for _, interval in ranges):
        raise Undecided("an extremum over what are no real numbers")
    if not all(one.free_symbols <= symbols for one in (value, *gaps, *(limit for limit, _ in limits))):
        raise Undecided("an extremum with parameters")
    if any(sp.fraction(sp.together(gap))[1].free_symbols for gap in (*gaps, *(limit for limit, _ in limits))):
        raise Undecided("a condition with quotients")
    return Problem(value, numerators, ranges, way, tuple((sp.expand(limit), strict) for limit, strict in limits))


def _extreme(problem: Problem) -> Expr:
    """Return the extreme value. Raises :class:`Undecided`."""
    best = _found(problem)
    if not problem.ties:
        for point in samples(problem, PROBES):
            gap = problem.value.xreplace(point) - best
            if not gap.free_symbols and gap.is_finite is not False and known_sign(gap) * problem.way > 0:
                raise Undecided("an extremum that a point contradicts")
    return best


def _place(problem: Problem) -> Expr:
    """Return where a function of one variable has its extremum. Raises :class:`Undecided`."""
    if problem.ties or problem.limits or len(problem.ranges) != 1:
        raise Undecided("where this extremum is taken was not found")
    best, *others = _on_interval(problem)
    if others:
        raise Undecided("an extremum that is taken at several places")
    return best


def _found(problem: Problem) -> Expr:
    if not problem.ties and not problem.limits and len(problem.ranges) == 1:
        return sp.expand(problem.value.xreplace({problem.variables[0]: _on_interval(problem)[0]}))
    if problem.polynomial and (bounded(problem) or coercive(problem)):
        points = [point for tight in _tightened(problem) for point in _candidates(tight)]
        return _best(problem, [point for point in points if _within(problem, point, closed=True)])
    if convex_in_logarithms(problem):
        return _best(problem, [point for point in _critical(problem) if _within(problem, point, closed=False)][:1])
    for at, tie in enumerate(problem.ties if not problem.limits else ()):
        for symbol in problem.variables:
            slope = sp.diff(tie, symbol)
            if symbol not in tie.free_symbols or symbol in slope.free_symbols:
                continue
            if (slope.is_number and slope != 0) or _never_zero(slope, problem):
                return _extreme_without(problem, at, symbol, sp.expand(sp.cancel(symbol - tie / slope)))
    raise Undecided("whether there is an extremum was not shown")


def _tightened(problem: Problem) -> Iterator[Problem]:
    """Yield a problem for each choice of inequalities that hold with equality, the others left out."""
    for size in range(min(len(problem.limits), len(problem.variables)) + 1):
        for chosen in combinations(problem.limits, size):
            yield replace(problem, ties=(*problem.ties, *(limit for limit, _ in chosen)), limits=())


def _never_zero(slope: Expr, problem: Problem) -> bool:
    """Tell whether a coefficient is a number times powers of variables that are never zero."""
    number, rest = slope.as_coeff_Mul()
    inside = dict(problem.ranges)
    powers = [one.as_base_exp() for one in sp.Mul.make_args(rest)]
    return number != 0 and all(
        (base.is_number and base.is_positive)
        or (base in inside and exponent.is_positive and (is_positive(inside[base]) or inside[base].nonzero))
        for base, exponent in powers
    )


def _keeps(own: Interval, value: Expr, ranges: Sequence[tuple[Expr, Interval]]) -> bool:
    """Tell whether what a variable was solved for lies in its range for all values of the others."""
    plain = {symbol: sp.Dummy("p", positive=True) for symbol, interval in ranges if is_positive(interval)}
    return own == Interval() or (
        own == Interval(low=Fraction(0), low_open=True) and value.xreplace(plain).is_positive is True
    )


def _extreme_without(problem: Problem, at: int, symbol: Expr, value: Expr) -> Expr:
    """Solve a linear condition for one variable, which must be free to take the value."""
    ranges = tuple(one for one in problem.ranges if one[0] != symbol)
    ties = tuple(sp.expand(one.xreplace({symbol: value})) for one in problem.ties[:at] + problem.ties[at + 1 :])
    rest = Problem(problem.value.xreplace({symbol: value}), ties, ranges, problem.way)
    own = dict(problem.ranges)[symbol]
    if ties:
        if own != Interval():
            raise Undecided("an extremum over a region")
        return _extreme(rest)
    whole = own == Interval() and all(interval == Interval() for _, interval in ranges)
    if whole and (vertex := _vertex(rest)) is not None:
        return sp.expand(rest.value.xreplace(dict(vertex)))
    if len(ranges) != 1:
        raise Undecided("whether there is an extremum was not shown")
    ((left, interval),) = ranges
    low, high = ends(interval)
    slope = sp.diff(value, left)
    if not slope.is_number:
        if not _keeps(own, value, ranges):
            raise Undecided("an extremum over a region")
        return _on_line(rest.value, left, (low, high), problem.way)
    for end, upper in ((own.low, False), (own.high, True)):
        if end is None or slope == 0:
            continue
        place = (sp.Rational(end.numerator, end.denominator) - value.xreplace({left: 0})) / slope
        if (slope.is_positive is True) == upper:
            high = place if high is None or known_sign(place - high) < 0 else high
        else:
            low = place if low is None or known_sign(place - low) > 0 else low
    return _on_line(rest.value, left, (low, high), problem.way)


def _on_line(value: Expr, symbol: Expr, stretch: tuple[Expr | None, Expr | None], way: int) -> Expr:
    """Return the extremum between two ends that do not count."""
    plain = sp.Dummy("x", real=True)
    value = value.xreplace({symbol: plain})
    return sp.expand(value.xreplace({plain: best_on_line(value, plain, stretch, way, closed=(False, False))[0]}))


def _on_interval(problem: Problem) -> list[Expr]:
    """Return where a function of one variable has its extremum: on the closed interval, if not at an open end."""
    ((symbol, interval),) = problem.ranges
    low, high = ends(interval)
    if interval.nonzero:
        raise Undecided("an extremum over what has a gap")
    plain = sp.Dummy("x", real=True)
    value = problem.value.xreplace({symbol: plain})
    left_out = [
        end for end, opened in ((low, interval.low_open), (high, interval.high_open)) if opened and end is not None
    ]
    with suppress(Undecided, NotReal):
        both = best_on_line(value, plain, (low, high), problem.way, closed=(low is not None, high is not None))
        taken = [place for place in both if all(known_sign(place - end) for end in left_out)]
        if taken:
            return taken
    own = (low is not None and not interval.low_open, high is not None and not interval.high_open)
    return best_on_line(value, plain, (low, high), problem.way, closed=own)


def _vertex(problem: Problem) -> Point | None:
    """Return where a quadratic function of all real numbers with definite highest terms has its extremum."""
    variables = problem.variables
    if not problem.value.is_polynomial(*variables) or sp.Poly(problem.value, *variables).total_degree() != 2:
        return None
    hessian = sp.hessian(problem.value, variables)
    if not (-problem.way * hessian).is_positive_definite:
        return None
    found = sp.solve([sp.diff(problem.value, one) for one in variables], variables, dict=True)
    return found[0] if len(found) == 1 and set(found[0]) == set(variables) else None


def _critical(problem: Problem) -> Iterator[Point]:
    """Yield the points where the gradient is a combination of those of the conditions."""
    factors = [sp.Dummy(f"l{at}", real=True) for at in range(len(problem.ties))]
    together = sum((f * g for f, g in zip(factors, problem.ties, strict=True)), sp.Integer(0))
    slopes = [sp.diff(problem.value - together, one) for one in problem.variables]
    yield from _points([sp.fraction(sp.together(slope))[0] for slope in slopes], problem, factors)


def _candidates(problem: Problem) -> Iterator[Point]:
    """Yield the points of the closed set at one of which the extremum is taken."""
    variables = problem.variables
    factors = [sp.Dummy(f"l{at}", real=True) for at in range(len(problem.ties))]
    together = sum((f * g for f, g in zip(factors, problem.ties, strict=True)), sp.Integer(0))
    if variables:
        yield from _points([sp.diff(problem.value - together, one) for one in variables], problem, factors)
        for fixed in factors:
            alike = together.xreplace({fixed: sp.Integer(1)})
            yield from _points([sp.diff(alike, one) for one in variables], problem, [f for f in factors if f != fixed])
    elif all(known_sign(tie) == 0 for tie in problem.ties):
        yield {}
    for symbol, interval in problem.ranges:
        for end in ends(interval):
            if end is not None:
                face = Problem(
                    problem.value.xreplace({symbol: end}),
                    tuple(tie.xreplace({symbol: end}) for tie in problem.ties),
                    tuple(one for one in problem.ranges if one[0] != symbol),
                    problem.way,
                )
                yield from ({**point, symbol: end} for point in _candidates(face))


def _points(equations: Sequence[Expr], problem: Problem, factors: Sequence[Expr]) -> Iterator[Point]:
    for values in solve([*equations, *problem.ties], [*factors, *problem.variables], frozenset()):
        point = {one: values[one] for one in problem.variables if one in values}
        if problem.value.xreplace(dict(point)).free_symbols:
            raise Undecided("more places than can be listed")
        try:
            for value in point.values():
                if not value.free_symbols:
                    known_sign(value)
        except NotReal:
            continue
        yield point


def _within(problem: Problem, point: Point, *, closed: bool) -> bool:
    for symbol, interval in problem.ranges:
        if symbol not in point or point[symbol].free_symbols:
            continue
        low, high = ends(interval)
        for end, opened, side in ((low, interval.low_open, 1), (high, interval.high_open, -1)):
            if end is None:
                continue
            sign = known_sign(point[symbol] - end) * side
            if sign < 0 or (sign == 0 and opened and not closed):
                return False
        if interval.nonzero and not closed and known_sign(point[symbol]) == 0:
            return False
    for limit, strict in problem.limits:
        value = limit.xreplace(dict(point))
        if not value.free_symbols and known_sign(value) > -int(strict and not closed):
            return False
    return True


def _best(problem: Problem, points: Sequence[Point]) -> Expr:
    """Return the best value, which must be taken at a point inside the domain that is fully known."""
    values = [(sp.expand(problem.value.xreplace(dict(point))), point) for point in points]
    best: Expr | None = None
    for value, _ in values:
        if best is None or known_sign(value - best) * problem.way > 0:
            best = value
    if best is None:
        raise Undecided("a set without points")
    for value, point in values:
        whole = set(point) == set(problem.variables) and not any(one.free_symbols for one in point.values())
        if whole and known_sign(value - best) == 0 and _within(problem, point, closed=False):
            return best
    raise Undecided("the extremum is not taken")
