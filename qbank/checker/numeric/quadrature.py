"""Definite integrals of functions given as programs.

:func:`rigorous` is flint's: the ball holds the true value. :func:`double_exponential` takes singular and infinite ends,
and only estimates: two rules without a common point must agree, and the ball is wider than their difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from flint import acb, arb, ctx

from qbank.checker.letters import Undecided

from .scalars import Outside, Scalar, ball

Integrand = Callable[[Scalar], Scalar]
BITS = 160
GOAL = 100
"""Bits asked for of a rigorous integral."""
MAX_EVALUATIONS = 400
STEPS = 24
"""Places per unit of the transformed variable."""
AGREEMENT = 60
"""Bits to which the two rules must agree."""


def rigorous(integrand: Integrand, low: Scalar, high: Scalar, limit: int = MAX_EVALUATIONS) -> Scalar | None:
    """Return the integral over a finite path as a ball, or ``None`` where it stays too large.

    ``integrand`` gets complex balls; it raises :class:`Outside` where it is not analytic, or has no value, and
    :class:`Undecided` where nothing can be told: then so does this. ``limit``: evaluations at most.
    """
    problems: list[Undecided] = []

    def called(value: acb, _analytic: bool) -> acb:  # noqa: FBT001 - flint's own signature
        try:
            return acb("nan") if problems else acb(integrand(value))
        except Outside:
            return acb("nan")
        except Undecided as problem:  # flint does not let an exception through
            problems.append(problem)
            return acb("nan")

    with ctx.workprec(BITS):
        goal = arb(2) ** -GOAL
        found = acb.integral(called, acb(low), acb(high), rel_tol=goal, abs_tol=goal, eval_limit=limit)
        if problems:
            raise problems[0]
        if not found.is_finite():
            return None
        size = abs(found)
        return found if bool(found.rad() * 2 + found.rad() < arb(2) ** -40 * (size + 1)) else None


@cache
def _nodes(kind: str, at: int) -> tuple[tuple[arb, arb, arb], ...]:
    """Return places, distances to the nearer end, and weights: at the whole (``at`` 0) or the half (1) steps.

    Places lie in (-1, 1) for ``finite`` and in (0, ∞) for ``half``.
    """
    step = arb(1) / STEPS
    found: list[tuple[arb, arb, arb]] = []
    with ctx.workprec(BITS):
        for k in range(-5 * STEPS, 5 * STEPS + 1):
            t = step * k + step / 2 * at
            bend, slope = t.sinh() * arb.pi() / 2, t.cosh() * arb.pi() / 2
            if kind == "finite":
                near = 1 / (abs(bend).exp() * bend.cosh())  # 1 - |x|
                x = bend.tanh()
                weight = slope / bend.cosh() ** 2
            else:
                x = bend.exp()
                near, weight = x, slope * x
            found.append((x.mid(), near.mid(), (weight * step).mid()))
    return tuple(found)


def _mapped(low: Scalar | None, high: Scalar | None) -> tuple[str, Callable[[arb, arb], arb], arb]:
    """Return which nodes serve an interval, how they lie in it, and what the weights are multiplied by."""
    if low is not None and high is not None:
        start, end = ball(low), ball(high)
        half = (end - start) / 2
        return "finite", lambda x, near: start + half * near if x < 0 else end - half * near, half
    if low is not None:
        return "half", lambda x, _: ball(low) + x, arb(1)
    return "half", lambda x, _: ball(high) - x, arb(1)


def double_exponential(integrand: Integrand, low: Scalar | None, high: Scalar | None) -> Scalar:
    """Return an estimate of an integral; ``None`` is an infinite end.

    Raises :class:`Outside` where the two rules do not agree, or the integrand has no value somewhere.
    """
    if low is None and high is None:
        return double_exponential(integrand, None, arb(0)) + double_exponential(integrand, arb(0), None)
    kind, place, factor = _mapped(low, high)
    with ctx.workprec(BITS):
        totals = [_total(integrand, kind, at, place) for at in (0, 1)]
        one, other = (acb(factor * total) for total in totals)
        apart = abs(one - other)
        if not apart < arb(2) ** -AGREEMENT * (abs(one) + arb(2) ** -20):
            raise Outside("an integral that could not be worked out")
        middle = (one + other) / 2
        spread = apart.upper() * 2**20 + abs(middle).upper() * arb(2) ** -AGREEMENT + arb(2) ** -100
        if middle.imag.is_zero():
            return middle.real + arb(0, spread)
        return middle + acb(arb(0, spread), arb(0, spread))


def _total(integrand: Integrand, kind: str, at: int, place: Callable[[arb, arb], arb]) -> Scalar:
    """Sum up from where the terms are largest both ways, until they vanish."""
    nodes = _nodes(kind, at)
    half = len(nodes) // 2
    sizes = {k: _size(integrand, place, nodes[k]) for k in range(half % (STEPS // 3), len(nodes), STEPS // 3)}
    middle = max(sizes, key=lambda k: (sizes[k], -abs(k - half)))
    total = integrand(place(nodes[middle][0], nodes[middle][1])) * nodes[middle][2]
    for side in (nodes[middle + 1 :], nodes[middle - 1 :: -1]):
        total = total + _tail(integrand, place, side, total)
    return total


def _size(integrand: Integrand, place: Callable[[arb, arb], arb], node: tuple[arb, arb, arb]) -> float:
    """Return how large a term is, coarsely; nothing where there is none."""
    try:
        size = ball(abs(integrand(place(node[0], node[1])) * node[2])).mid()
        return float(size.log()) if size > 0 else float("-inf")
    except (Outside, OverflowError):
        return float("-inf")


def _tail(
    integrand: Integrand, place: Callable[[arb, arb], arb], nodes: tuple[tuple[arb, arb, arb], ...], so_far: Scalar
) -> Scalar:
    total = arb(0)
    small = 0
    for term in _terms(integrand, place, nodes):
        total = total + term
        small = small + 1 if abs(term) < arb(2) ** -(AGREEMENT + 40) * (abs(so_far + total) + arb(2) ** -30) else 0
        if small == 3:
            return total
    raise Outside("an integral whose ends do not die out")


def _terms(
    integrand: Integrand, place: Callable[[arb, arb], arb], nodes: tuple[tuple[arb, arb, arb], ...]
) -> Iterator[Scalar]:
    for x, near, weight in nodes:
        yield integrand(place(x, near)) * weight


@cache
def _roots(length: int) -> tuple[tuple[arb, arb], ...]:
    with ctx.workprec(BITS):
        found = [arb.legendre_p_root(length, k, weight=True) for k in range(length)]
    return tuple((x.mid(), weight.mid()) for x, weight in found)


def gauss(integrand: Integrand, low: Scalar, high: Scalar) -> Scalar:
    """Return an estimate of an integral of a smooth function over a finite interval, at few places.

    Raises :class:`Outside` where two lengths do not agree.
    """
    with ctx.workprec(BITS):
        half, middle = (ball(high) - low) / 2, (ball(high) + low) / 2
        totals = [sum(integrand(middle + half * x) * weight for x, weight in _roots(length)) for length in (17, 22)]
        one, other = (acb(half * total) for total in totals)
        apart = abs(one - other)
        if not apart < arb(2) ** -36 * (abs(one) + arb(2) ** -20):
            raise Outside("an integral that could not be worked out")
        spread = apart.upper() * 2**12 + abs(one).upper() * arb(2) ** -AGREEMENT
        return other.real + arb(0, spread) if other.imag.is_zero() else other + acb(arb(0, spread), arb(0, spread))
