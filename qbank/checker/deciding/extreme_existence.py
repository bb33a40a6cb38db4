r"""Whether an extremum exists: a set that is bounded, a function that grows in all directions, a convex one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import sympy as sp

from qbank.checker.domain import Interval
from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr

from .exact import known_sign
from .extreme_problems import Problem, ends, terms

_POSITIVE = Interval(low=Fraction(0), low_open=True)
_QUADRATIC = 2
MAX_SAMPLES = 100


def bounded(problem: Problem) -> bool:
    """Tell whether the conditions and ranges leave a bounded set.

    A condition g <= 0 bounds all variables if the highest terms of g are definite; it bounds those of one term
    where all other terms are bounded below.
    """
    low = {symbol: ends(interval)[0] is not None for symbol, interval in problem.ranges}
    high = {symbol: ends(interval)[1] is not None for symbol, interval in problem.ranges}
    sign = {symbol: interval.low is not None and interval.low >= 0 for symbol, interval in problem.ranges}
    conditions = [limit for limit, _ in problem.limits] + [side * tie for tie in problem.ties for side in (1, -1)]
    for _ in range(len(conditions) + 1):
        for one in conditions:
            if _definite(one, problem.variables):
                return True
            _narrow(one, problem.variables, low, high, sign)
    return all(low.values()) and all(high.values())


def _narrow(
    condition: Expr, variables: Sequence[Expr], low: dict[Expr, bool], high: dict[Expr, bool], sign: dict[Expr, bool]
) -> None:
    """Note which variables ``condition <= 0`` bounds, given those that are bounded below and above."""
    alone: dict[Expr, dict[int, Expr]] = {}
    mixed = []
    for powers, coefficient in sp.Poly(condition, *variables).terms():
        inside = [(one, int(power)) for one, power in zip(variables, powers, strict=True) if power]
        if len(inside) == 1:
            alone.setdefault(inside[0][0], {})[inside[0][1]] = coefficient
        elif inside:
            mixed.append((inside, coefficient))

    def bounded_below(one: Expr) -> bool:
        """Tell whether the terms in one variable alone are."""
        degree = max(alone[one])
        way = known_sign(alone[one][degree])
        if degree % 2 == 0:
            return way > 0 or (low[one] and high[one])
        return (low if way > 0 else high)[one]

    for inside, coefficient in mixed:
        whole = all(low[one] and high[one] for one, _ in inside)
        if not whole and not (
            known_sign(coefficient) > 0 and all(sign[one] or power % 2 == 0 for one, power in inside)
        ):
            return
    open_ = [one for one in alone if not bounded_below(one)]
    for one, coefficients in alone.items():
        if [other for other in open_ if other != one]:
            continue
        degree = max(coefficients)
        way = known_sign(coefficients[degree])
        if degree % 2 == 0 and way > 0:
            low[one] = high[one] = True
        elif degree % 2:
            (high if way > 0 else low)[one] = True


def _definite(condition: Expr, variables: Sequence[Expr]) -> bool:
    """Tell whether a polynomial that is at most zero leaves a bounded set, by its highest terms."""
    poly = sp.Poly(condition, *variables)
    degree = poly.total_degree()
    leading = [(powers, coefficient) for powers, coefficient in poly.terms() if sum(powers) == degree]
    if degree == _QUADRATIC:
        form = sum(
            (c * sp.prod(v**p for v, p in zip(variables, powers, strict=True)) for powers, c in leading), sp.Integer(0)
        )
        return bool(sp.hessian(form, variables).is_positive_definite)
    even = all(power % 2 == 0 for powers, _ in leading for power in powers)
    pure = {at for powers, _ in leading for at, power in enumerate(powers) if power == degree}
    return even and degree > 0 and len(pure) == len(variables) and all(known_sign(c) > 0 for _, c in leading)


def coercive(problem: Problem) -> bool:
    """Tell whether a polynomial grows without bound (falls, for a largest value) in all directions.

    It does if its highest terms are definite; or if it has an even power of each variable with a positive coefficient,
    and every other term is of lower degree where these powers all count as 1: it is smaller than their sum far out.
    """
    value, variables = sp.expand(-problem.way * problem.value), problem.variables
    if not value.is_polynomial(*variables):
        return False
    if _definite(value, variables):
        return True
    found = sp.Poly(value, *variables).terms()
    pure = [[powers[at] for powers, _ in found if sum(powers) == powers[at]] for at in range(len(variables))]
    degrees = [max(one, default=0) for one in pure]
    if any(degree == 0 or degree % 2 for degree in degrees):
        return False
    for powers, coefficient in found:
        weight = sum(sp.Rational(power, degree) for power, degree in zip(powers, degrees, strict=True))
        harmless = known_sign(coefficient) > 0 and all(power % 2 == 0 for power in powers)
        if weight > 1 or (weight == 1 and not harmless):
            return False
    return True


def convex_in_logarithms(problem: Problem) -> bool:
    """Tell whether a least value is sought of a sum of powers' products, with positive factors, of positive variables.

    In the logarithms of the variables such a sum is convex, and equations between two products are linear: every point
    where the gradient vanishes along them is a least one.
    """
    if problem.way > 0 or problem.limits or any(interval != _POSITIVE for _, interval in problem.ranges):
        return False
    try:
        if not all(known_sign(coefficient) > 0 for _, coefficient in terms(problem.value, problem.variables)):
            return False
        return all(_between_products(tie, problem.variables) for tie in problem.ties)
    except Undecided:
        return False


def _between_products(tie: Expr, variables: Sequence[Expr]) -> bool:
    signs = [known_sign(coefficient) for _, coefficient in terms(tie, variables)]
    return sorted(signs) == [-1, 1]


def samples(problem: Problem, probes: Sequence[Expr]) -> Iterator[dict[Expr, Expr]]:
    """Yield some points of a problem without equations at which every condition holds."""
    points: list[dict[Expr, Expr]] = [{}]
    for symbol, interval in problem.ranges:
        inside = [one for one in probes if Fraction(int(one.p), int(one.q)) in interval]
        points = [{**point, symbol: one} for point in points for one in inside][:MAX_SAMPLES]
    for point in points:
        if all(known_sign(limit.xreplace(point)) <= -int(strict) for limit, strict in problem.limits):
            yield point
