"""The numeric route: limits and infinite sums, estimated from values near by and from the first terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import mpmath as mp
from flint import acb, arb, ctx, fmpq

from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided
from qbank.checker.premises import Premises
from qbank.checker.printing import latex
from qbank.checker.syntax import Big, Limit

from .integrals import Integrals, widened
from .matrices import Value, scalar
from .scalars import Jet, Outside, Scalar, ball, base, finite

NEAR_BITS = 1024
"""Precision of what is worked out beside a limit."""
_NEAR = (fmpq(7919, 10007 << 100), fmpq(6841, 10007 << 140))
_FAR = ((10**40 + 7, 10**46 + 11, 10**52 + 12), (1009, 1253, 1500))
"""Distances from a limit, and places towards an infinite one: both far out and, where that is too far, nearer.

No two of the places leave the same remainders; a limit is where all agree.
"""
_NEAR_TOO = (fmpq(5003, 10007 << 90), fmpq(4447, 10007 << 170))
_FAR_TOO = (
    (fmpq(10**36 * 7 + 3, 7), fmpq(10**49 * 11 + 5, 11)),
    (10**36 + 8, 10**49 + 13, 10**50 + 21),
    (fmpq(3511, 4), fmpq(3947, 3)),
    (877, 1103, 1361),
)
"""The same for a second estimate, with places that are not whole where there are values."""
_CLOSE = arb(2) ** -50
_VANISHING = arb(2) ** -20
"""How much smaller the last of the values is than the first where they fall to zero."""
LISTED = 60
"""Terms of a slow infinite sum."""
MAX_LISTED = 300


class Limits(Integrals):
    """Works out limits and infinite sums."""

    premises: Premises

    def limit(self, node: Limit) -> Value:
        """Return a limit, estimated from values very near."""
        if any(isinstance(base_, Jet) for base_ in self.frame.moved.values()):
            raise Undecided("a derivative of a limit")
        if self.mode.analytic or self._within:
            raise Undecided("a limit within an integral")
        self.premises.check_limit(node)
        self.doubt = True
        direction = self._infinite(node.to)
        with ctx.workprec(NEAR_BITS), self.in_mode(replace(self.mode, far=True)):
            if direction:
                return self._towards(node, direction)
            to = self.number(node.to)
            sides = {"+": (1,), "-": (-1,)}.get(node.side, (1, -1))
            nears = _NEAR_TOO if self.otherwise else _NEAR
            found = [self._agreeing(node, [to + near * side for near in nears]) for side in sides]
            if len(found) == 1 or all(acb(value).contains(0) for value in found):
                return max(found, key=lambda value: float(abs(acb(value)).upper()))
            return _joined(found)

    def _towards(self, node: Limit, direction: int) -> Scalar:
        problem: Outside | None = None
        for places in _FAR_TOO if self.otherwise else _FAR:
            try:
                return self._agreeing(node, [fmpq(place * direction) for place in places])
            except Outside as found:
                problem = found
        raise problem or Outside("no limit")

    def _agreeing(self, node: Limit, places: Sequence[Scalar]) -> Scalar:
        values: list[Scalar] = []
        for place in places:
            with self.moving({self.key(node.by): place}):
                value = self.evaluate(node.body)
            if isinstance(value, Grid):
                raise Undecided("a limit of vectors")
            values.append(ball(scalar(value)))
        return _joined(values)

    def infinite_sum(self, node: Big, term: Callable[[int], Scalar], low: int) -> Scalar:
        """Return a sum without end: added up where its terms fall fast, else extrapolated."""
        if self.mode.analytic or self._within or node.operator != "sum":
            raise Undecided(f"{latex(node)} cannot be worked out at a point")
        self.doubt = True
        terms: list[Scalar] = []
        result: Scalar = fmpq(0)
        for k in range(low, low + MAX_LISTED):
            terms.append(ball(scalar(term(k))))
            if isinstance(base(terms[-1]), Jet) or isinstance(terms[-1], Jet):
                raise Undecided("a derivative of an infinite sum")
            result = result + terms[-1]
            if len(terms) >= LISTED and len(terms) % 20 == 0:
                tail = _tail(terms, result)
                if tail is not None:
                    return widened(result, tail)
                if self.otherwise or len(terms) != LISTED:
                    continue
                if _converges(terms) is not None and (found := _extrapolated(terms)) is not None:
                    return found
        if self.otherwise and (tail := _converges(terms)) is not None:
            return widened(result, tail)
        raise Outside("an infinite sum that could not be worked out")


def _joined(values: Sequence[Scalar]) -> Scalar:
    """Return a ball around values that agree; raise :class:`Outside` if they do not."""
    one = acb(values[0])
    apart = max((abs(acb(value) - one).upper() for value in values), default=arb(0))
    size = abs(one).upper()
    if len(values) > 1 and size < _CLOSE and abs(acb(values[-1])).upper() < size * _VANISHING:
        return finite(widened(fmpq(0), size * 2**16))  # it falls to zero, as x ln x does
    if not apart < _CLOSE * (size + _CLOSE):
        raise Outside("a limit whose values do not settle")
    return finite(widened(values[0], apart * 2**16 + size * arb(2) ** -60 + arb(2) ** -90))


def _tail(terms: Sequence[Scalar], result: Scalar) -> arb | None:
    """Return a generous bound on what is still to come, where the terms fall like powers."""
    sizes = [abs(one).upper() for one in terms[-20:]]
    size = abs(result).upper()
    if all(one == 0 for one in sizes):
        return arb(size * arb(2) ** -90)
    falling = sizes[9] * fmpq(1, 4) > sizes[19] and sizes[0] * fmpq(1, 4) > sizes[10]
    if falling and max(sizes[-5:]) < arb(2) ** -80 * (size + arb(2) ** -80):
        return arb(max(sizes) * 2**12)
    return None


def _converges(terms: Sequence[Scalar]) -> arb | None:
    """Return a bound on what is still to come where terms alternate, or fall clearly faster than 1/k."""
    if any(isinstance(one, acb) for one in terms):
        return None
    size, last = len(terms), abs(terms[-1]).upper()
    half = abs(terms[size // 2 - 1]).lower()
    if all(one * other < 0 for one, other in zip(terms[-20:], terms[-19:], strict=False)) and last < half:
        return arb(last * 2)
    falls = bool(last * size < half * (size // 2) * fmpq(9, 10))
    return arb(last * size * 8) if falls else None


def _extrapolated(terms: Sequence[Scalar]) -> Scalar | None:
    """Return the limit of the partial sums by Levin's transformation, where two lengths of it agree."""
    if any(isinstance(one, acb) for one in terms):
        return None
    sizes = [abs(one) for one in terms]
    if not (sizes[-1] < sizes[LISTED // 2] * fmpq(9, 10) and sizes[LISTED // 2] < sizes[LISTED // 4]):
        return None
    with mp.workdps(60):
        numbers = [mp.mpf(one.str(60, radius=False)) for one in terms]
        try:
            found = [mp.levin(variant="u").update(numbers[:length])[0] for length in (LISTED - 20, LISTED)]
        except (ZeroDivisionError, ValueError):
            return None
        one, other = (arb(mp.nstr(number, 50)) for number in found)
    apart = abs(one - other).upper()
    if not apart < arb(10) ** -18 * (abs(other) + 1):
        return None
    return other + arb(0, apart * 2**16 + abs(other).upper() * arb(10) ** -18)
