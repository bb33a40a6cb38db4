r"""The largest and smallest value under conditions: ``\max f(x, y)`` where ``x^2 + 4y^2 = 8``.

On a closed bounded set a continuous function has a largest value. It is taken where the gradient is a combination of
those of the conditions (Lagrange), where these are dependent, or at an end of what the domain leaves to a variable; all
these points are found exactly. The set is bounded if every variable is, if the highest terms of a condition are
definite, or if a sum of positive multiples of variables that have a least value is fixed. Else a linear condition is
solved for one variable, and what is left must be definite and quadratic, or rise and fall in one variable as it should.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from qbank.checker.domain import Interval
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.premises import Definition, Premises
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import Big, Name, Node, names_in, rebuild, walk

from .equality import Comparer, Verdict
from .exact import NotReal, between, known_sign, ordered
from .extrema import extreme_places
from .systems import solve
from .verdicts import undecided
from .written import written
from .zeros import zeros

MAX_VARIABLES = 4
Point = Mapping[Expr, Expr]


class Unclear(Comparer):
    """A comparer where an extremum under conditions is asked that was not found."""

    reason = "the extremum under these conditions was not found"

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide nothing."""
        del left, right
        return undecided(self.reason)


@dataclass(frozen=True, slots=True)
class _Problem:
    """A function of some variables, the conditions that are zero, and where each variable may lie."""

    value: Expr
    ties: tuple[Expr, ...]
    ranges: tuple[tuple[Expr, Interval], ...]
    way: int

    @property
    def variables(self) -> tuple[Expr, ...]:
        """The variables."""
        return tuple(symbol for symbol, _ in self.ranges)


def constrained(comparer: Comparer, asked: Sequence[Node]) -> Comparer | None:
    """Return a comparer that knows the extremum that is asked where equations tie its variables, else ``None``."""
    found = [part for node in asked for part in _outermost(node)]
    premises = comparer.premises
    if len(set(found)) != 1 or premises.random is not None:
        return None
    names, body = _unnested(found[0])
    tied = [one for one in premises.constraints if {*names_in(one.sides[0]), *names_in(one.sides[1])} & set(names)]
    defined = [one for one in premises.definitions if one.name in names]
    doubled = _doubled(premises, names)
    spoken = set(comparer.domain.names())
    if not tied and not defined and not doubled and not spoken & set(names):
        return None
    rest = replace(
        premises,
        constraints=tuple(one for one in premises.constraints if one not in tied),
        definitions=tuple(one for one in premises.definitions if one not in defined and one not in doubled),
    )
    free = Comparer(rest, comparer.domain, comparer.told, kinds=comparer.kinds)
    ties = [(one.sides[0], one.sides[1]) for one in tied] + [(one.name, one.body) for one in (*defined, *doubled)]
    way = 1 if found[0].operator == "max" else -1
    try:
        value = written(_extreme(_problem(free, names, body, ties, way)), free.algebra.keys)
    except (Undecided, NotReal, TypeError, AttributeError, NotImplementedError, sp.PolynomialError):
        return Unclear(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    name = Name("#extremum")
    known = replace(
        rest, definitions=(*rest.definitions, Definition(name, value)), standing={**rest.standing, found[0]: name}
    )
    return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)


def _doubled(premises: Premises, names: Sequence[Name]) -> list[Definition]:
    """Return formulas in the variables for what also has another one: ``V = x^2 h`` beside ``V = 32``."""
    several = [one.name for one in premises.definitions]
    inside = [one for one in premises.definitions if several.count(one.name) > 1 and {*names_in(one.body)} & {*names}]
    kept = {one.name for one in premises.definitions if one not in inside}
    return [one for one in inside if one.name in kept]


def _outermost(node: Node) -> Iterator[Big]:
    if isinstance(node, Big) and node.operator in ("max", "min") and node.lower is None and node.upper is None:
        yield node
        return
    below: list[Big] = []

    def seen(part: Node) -> Node:
        below.extend(_outermost(part))
        return part

    rebuild(node, seen)
    yield from below


def _unnested(node: Big) -> tuple[list[Name], Node]:
    names, body = [Name(node.index)], node.body
    while isinstance(body, Big) and body.operator == node.operator and body.lower is None and body.upper is None:
        names.append(Name(body.index))
        body = body.body
    return names, body


def _problem(
    free: Comparer, names: Sequence[Name], body: Node, ties: Sequence[tuple[Node, Node]], way: int
) -> _Problem:
    algebra = free.algebra
    within = {name for relation in free.domain.relations for name in names_in(relation)}
    if within & set(names) or len(names) > MAX_VARIABLES:
        raise Undecided("an extremum over a region")
    value = algebra.value(body)
    gaps = [algebra.value(left) - algebra.value(right) for left, right in ties]
    ranges = tuple((algebra.symbol(name), interval_of(free.domain, name, free.premises.letters)) for name in names)
    symbols = {symbol for symbol, _ in ranges}
    numerators = tuple(sp.expand(sp.fraction(sp.together(gap))[0]) for gap in gaps)
    if any(isinstance(part, Big) for part in walk(body)) or any(interval.integer for _, interval in ranges):
        raise Undecided("an extremum over what are no real numbers")
    if not all(one.free_symbols <= symbols for one in (value, *gaps)):
        raise Undecided("an extremum with parameters")
    if any(sp.fraction(sp.together(gap))[1].free_symbols for gap in gaps):
        raise Undecided("a condition with quotients")
    return _Problem(value, numerators, ranges, way)


def _extreme(problem: _Problem) -> Expr:
    """Return the extreme value. Raises :class:`Undecided`."""
    if not problem.ties and len(problem.ranges) == 1:
        return _on_interval(problem)
    polynomials = all(one.is_polynomial(*problem.variables) for one in (problem.value, *problem.ties))
    if polynomials and _bounded(problem):
        return _best(problem, [point for point in _candidates(problem) if _within(problem, point, closed=True)])
    for at, tie in enumerate(problem.ties):
        for symbol in problem.variables:
            slope = sp.diff(tie, symbol)
            if symbol not in tie.free_symbols or symbol in slope.free_symbols:
                continue
            if (slope.is_number and slope != 0) or _never_zero(slope, problem):
                return _extreme_without(problem, at, symbol, sp.expand(sp.cancel(symbol - tie / slope)))
    raise Undecided("whether there is an extremum was not shown")


def _never_zero(slope: Expr, problem: _Problem) -> bool:
    """Tell whether a coefficient is a number times powers of variables that are never zero."""
    number, rest = slope.as_coeff_Mul()
    inside = dict(problem.ranges)
    powers = [one.as_base_exp() for one in sp.Mul.make_args(rest)]
    return number != 0 and all(
        (base.is_number and base.is_positive)
        or (base in inside and exponent.is_positive and (_positive(inside[base]) or inside[base].nonzero))
        for base, exponent in powers
    )


def _positive(interval: Interval) -> bool:
    return interval.low is not None and (interval.low > 0 or (interval.low == 0 and interval.low_open))


def _keeps(own: Interval, value: Expr, ranges: Sequence[tuple[Expr, Interval]]) -> bool:
    """Tell whether what a variable was solved for lies in its range for all values of the others."""
    plain = {symbol: sp.Dummy("p", positive=True) for symbol, interval in ranges if _positive(interval)}
    return own == Interval() or (
        own == Interval(low=Fraction(0), low_open=True) and value.xreplace(plain).is_positive is True
    )


def _extreme_without(problem: _Problem, at: int, symbol: Expr, value: Expr) -> Expr:
    """Solve a linear condition for one variable, which must be free to take the value."""
    ranges = tuple(one for one in problem.ranges if one[0] != symbol)
    ties = tuple(sp.expand(one.xreplace({symbol: value})) for one in problem.ties[:at] + problem.ties[at + 1 :])
    rest = _Problem(problem.value.xreplace({symbol: value}), ties, ranges, problem.way)
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
    low, high = _ends(interval)
    slope = sp.diff(value, left)
    if not slope.is_number:
        if not _keeps(own, value, ranges):
            raise Undecided("an extremum over a region")
        return _on_line(rest.value, left, low, high, problem.way)
    for end, upper in ((own.low, False), (own.high, True)):
        if end is None or slope == 0:
            continue
        place = (sp.Rational(end.numerator, end.denominator) - value.xreplace({left: 0})) / slope
        if (slope.is_positive is True) == upper:
            high = place if high is None or known_sign(place - high) < 0 else high
        else:
            low = place if low is None or known_sign(place - low) > 0 else low
    return _on_line(rest.value, left, low, high, problem.way)


def _on_interval(problem: _Problem) -> Expr:
    """Return the extremum of a function of one variable."""
    ((symbol, interval),) = problem.ranges
    low, high = _ends(interval)
    if low is None or high is None:
        return _on_line(problem.value, symbol, low, high, problem.way)
    plain = sp.Dummy("x", real=True)
    ends = [(end, not opened) for end, opened in ((low, interval.low_open), (high, interval.high_open))]
    places = extreme_places(problem.value.xreplace({symbol: plain}), plain, problem.way, low, high)
    values = [problem.value.xreplace({symbol: place}) for place in places]
    best = values[0]
    for value in values[1:]:
        if known_sign(value - best) * problem.way > 0:
            best = value
    taken = [place for place, value in zip(places, values, strict=True) if known_sign(value - best) == 0]
    if not any(all(taking or known_sign(place - end) != 0 for end, taking in ends) for place in taken):
        raise Undecided("the extremum is not taken")
    return best


def _on_line(value: Expr, symbol: Expr, low: Expr | None, high: Expr | None, way: int) -> Expr:
    """Return the extremum in an open interval: the function rises to the first zero of its slope and falls at last."""
    if value.atoms(sp.Function) - value.atoms(sp.exp) or any(not part.exp.is_Integer for part in value.atoms(sp.Pow)):
        raise Undecided("an extremum of a function that may not be smooth")

    def inside(place: Expr) -> bool:
        return (low is None or known_sign(place - low) > 0) and (high is None or known_sign(high - place) > 0)

    below = sp.fraction(sp.together(value))[1]
    if symbol in below.free_symbols and any(inside(root) for root in zeros(below, symbol, None)):
        raise Undecided("an extremum of a function with poles")
    slope = sp.together(sp.diff(value, symbol))
    places = ordered([root for root in dict.fromkeys(zeros(sp.fraction(slope)[0], symbol, None)) if inside(root)])
    if not places:
        raise Undecided("a function without an extremum")
    before = between(low, places[0])
    after = between(places[-1], high)
    if (
        known_sign(slope.xreplace({symbol: before})) * way <= 0
        or known_sign(slope.xreplace({symbol: after})) * way >= 0
    ):
        raise Undecided("a function that may have no extremum")
    best = places[0]
    for place in places[1:]:
        if known_sign(value.xreplace({symbol: place}) - value.xreplace({symbol: best})) * way > 0:
            best = place
    return sp.expand(value.xreplace({symbol: best}))


def _vertex(problem: _Problem) -> Point | None:
    """Return where a quadratic function of all real numbers with definite highest terms has its extremum."""
    variables = problem.variables
    if not problem.value.is_polynomial(*variables) or sp.Poly(problem.value, *variables).total_degree() != 2:
        return None
    hessian = sp.hessian(problem.value, variables)
    if not (-problem.way * hessian).is_positive_definite:
        return None
    found = sp.solve([sp.diff(problem.value, one) for one in variables], variables, dict=True)
    return found[0] if len(found) == 1 and set(found[0]) == set(variables) else None


def _ends(interval: Interval) -> tuple[Expr | None, Expr | None]:
    ends = (interval.low, interval.high)
    low, high = (None if end is None else sp.Rational(end.numerator, end.denominator) for end in ends)
    return low, high


def _bounded(problem: _Problem) -> bool:
    """Tell whether the conditions and ranges leave a bounded set."""
    variables = problem.variables
    if all(None not in _ends(interval) for _, interval in problem.ranges):
        return True
    for tie in problem.ties:
        poly = sp.Poly(tie, *variables)
        degree = poly.total_degree()
        leading = [(powers, coefficient) for powers, coefficient in poly.terms() if sum(powers) == degree]
        form = sum(
            (c * sp.prod(v**p for v, p in zip(variables, powers, strict=True)) for powers, c in leading), sp.Integer(0)
        )
        if degree == 2 and any((side * sp.hessian(form, variables)).is_positive_definite for side in (1, -1)):
            return True
        even = all(power % 2 == 0 for powers, _ in leading for power in powers)
        pure = {at for powers, _ in leading for at, power in enumerate(powers) if power == degree}
        if even and len(pure) == len(variables) and len({known_sign(c) for _, c in leading}) == 1:
            return True
        if degree == 1 and len(leading) == len(variables) and len({known_sign(c) for _, c in leading}) == 1:
            lows, highs = zip(*(_ends(interval) for _, interval in problem.ranges), strict=True)
            if None not in lows or None not in highs:
                return True
    return False


def _candidates(problem: _Problem) -> Iterator[Point]:
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
        for end in _ends(interval):
            if end is not None:
                face = _Problem(
                    problem.value.xreplace({symbol: end}),
                    tuple(tie.xreplace({symbol: end}) for tie in problem.ties),
                    tuple(one for one in problem.ranges if one[0] != symbol),
                    problem.way,
                )
                yield from ({**point, symbol: end} for point in _candidates(face))


def _points(equations: Sequence[Expr], problem: _Problem, factors: Sequence[Expr]) -> Iterator[Point]:
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


def _within(problem: _Problem, point: Point, *, closed: bool) -> bool:
    for symbol, interval in problem.ranges:
        if symbol not in point or point[symbol].free_symbols:
            continue
        low, high = _ends(interval)
        for end, opened, side in ((low, interval.low_open, 1), (high, interval.high_open, -1)):
            if end is None:
                continue
            sign = known_sign(point[symbol] - end) * side
            if sign < 0 or (sign == 0 and opened and not closed):
                return False
        if interval.nonzero and not closed and known_sign(point[symbol]) == 0:
            return False
    return True


def _best(problem: _Problem, points: Sequence[Point]) -> Expr:
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
