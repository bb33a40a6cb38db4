"""The numeric route: definite integrals, limits and infinite sums.

Integrals of polynomials are exact and others enclosed by balls where flint can. All else is estimated twice, by rules
without a common point; the estimate then has a ball wider than their difference, and ``doubt`` is noted.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import mpmath as mp
from flint import acb, arb, ctx, fmpq

from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Big,
    Call,
    Cases,
    Const,
    Integral,
    Limit,
    Name,
    Neg,
    Node,
    Relation,
    names_in,
    rebuild,
    walk,
)

from .evaluation import Evaluator
from .functions import Mode, power
from .matrices import Value, scalar
from .polynomials import degree
from .quadrature import double_exponential, gauss, rigorous
from .scalars import MAX_ORDER, Fat, Jet, Outside, Scalar, ball, base, finite, is_zero, parts_at

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
_PARTS = (fmpq(0), fmpq(1, 37), fmpq(1, 7), fmpq(1, 2), fmpq(6, 7), fmpq(36, 37), fmpq(1))
MAX_EVALUATIONS = 1200
_CUT_OFF = (fmpq(80), fmpq(320), fmpq(1280))
"""How far out an integral is followed whose integrand falls like an exponential."""
_CUT, _CUTS_OUT = fmpq(1, 7), (fmpq(211), fmpq(23), fmpq(5))
"""How far from a finite end, and how far out, an improper integral is cut for a second estimate."""
_CLOSE = arb(2) ** -50
_VANISHING = arb(2) ** -20
"""How much smaller the last of the values is than the first where they fall to zero."""
LISTED = 60
"""Terms of a slow infinite sum."""
MAX_LISTED = 300


class Analysis(Evaluator):
    """Works out integrals, limits and infinite sums."""

    def _infinite(self, node: Node | None) -> int:
        match node:
            case Const("infinity"):
                return 1
            case Neg(of):
                return -self._infinite(of)
        return 0

    def _end(self, node: Node) -> Scalar | None:
        """Return the end of an interval, ``None`` for an infinite one."""
        return None if self._infinite(node) else self.number(node)

    # integrals

    def integral(self, node: Integral) -> Value:
        """Return a definite integral."""
        if node.lower is None or node.upper is None:
            raise Undecided("an antiderivative, which is known up to a constant")
        low, high = self._end(node.lower), self._end(node.upper)
        turned = self._infinite(node.lower) > 0 or self._infinite(node.upper) < 0
        if low is None and high is None and self._infinite(node.lower) == self._infinite(node.upper):
            raise Outside("an integral from infinity to infinity")
        if low is not None and high is not None:
            found = self._polynomial(node, low, high)
            if found is not None:
                return found
        if turned:
            return -self._smooth(node, high, low)
        return self._smooth(node, low, high)

    def _smooth(self, node: Integral, low: Scalar | None, high: Scalar | None) -> Value:
        """Return an integral, parted where an absolute value in it has a kink, or cases change."""
        node = replace(node, body=self.folded_out(node.body))
        cuts = [cut for cut in self._kinks(node) if (low is None or cut > low) and (high is None or cut < high)]
        if not cuts:
            return self._between(node, low, high)
        ends = [low]
        for cut in sorted(cuts, key=lambda cut: float(ball(cut))):
            if ends[-1] is None or cut > ends[-1]:  # one place may be met twice, as two balls
                ends.append(cut)
        ends.append(high)
        total: Value = fmpq(0)
        for start, end in pairwise(ends):
            piece = replace(node, body=self._unfolded(node.body, node.by, self._inside(start, end)))
            total = total + self._between(piece, start, end)
        return total

    def _kinks(self, node: Integral) -> list[Scalar]:
        """Return the zeros of what stands in absolute values, where that is linear or quadratic."""
        found: list[Scalar] = self._changes(node)
        for part in walk(node.body):
            if not isinstance(part, Call) or part.function != "abs" or node.by not in set(names_in(part)):
                continue
            size = degree(part.arguments[0], node.by, self.is_free)
            if size not in (1, 2) or self.mode.imaginary or self.mode.analytic:
                return []
            c, b, *rest = self._taylor(replace(node, body=part.arguments[0]), fmpq(0), size)
            if any(isinstance(one, Jet | acb) for one in (c, b, *rest)):
                return []
            if not rest or is_zero(rest[0]):
                found += [] if is_zero(b) else [-c / b]
                continue
            inside = b * b - 4 * rest[0] * c
            if not (inside > 0 or inside <= 0):
                return []
            root = power(inside, fmpq(1, 2), self.mode) if inside > 0 else fmpq(0)
            found += [(-b - root) / (2 * rest[0]), (-b + root) / (2 * rest[0])] if inside > 0 else []
        return list(dict.fromkeys(found)) if all(isinstance(one, fmpq) for one in found) else found

    @abstractmethod
    def folded_out(self, node: Node) -> Node:
        """Return a formula with functions whose formulas have kinks or cases put in."""

    def _changes(self, node: Integral) -> list[Scalar]:
        """Return where cases change, as far as their conditions set bounds to what is integrated by."""
        found: list[Scalar] = []
        for part in walk(node.body):
            if isinstance(part, Cases):
                for condition in part.conditions:
                    sides = condition.sides if isinstance(condition, Relation) else ()
                    found += [self.number(side) for side in sides if node.by not in set(names_in(side))]
        return list(dict.fromkeys(found)) if all(isinstance(one, fmpq) for one in found) else found

    def _case(self, node: Cases) -> Node:
        """Return the value of cases at a point, by conditions that plainly hold or fail there."""
        for value, condition in zip(node.values, node.conditions, strict=True):
            if condition == Const("true"):
                return value
            if not isinstance(condition, Relation):
                break
            sides = [base(self.number(side)) for side in condition.sides]
            holds = []
            for one, sign, other in zip(sides, condition.signs, sides[1:], strict=False):
                if sign not in ("<", ">", r"\le", r"\ge") or not (one < other or one > other):
                    raise Undecided("a case that may change")
                holds.append((one < other) == (sign in ("<", r"\le")))
            if all(holds):
                return value
        raise Undecided("a case that may change")

    def _unfolded(self, node: Node, by: Name, at: Scalar) -> Node:
        """Return a formula with the absolute values of what ``by`` stands in as they are around a point."""
        if isinstance(node, Call) and node.function == "abs" and by in set(names_in(node)):
            (inner,) = node.arguments
            with self.moving({self.key(by): at}):
                value = base(self.number(inner))
            if not (value > 0 or value < 0):
                raise Undecided("an absolute value beside its kink")
            return inner if value > 0 else Neg(inner)
        if isinstance(node, Cases) and by in set(names_in(node)):
            with self.moving({self.key(by): at}):
                return self._case(node)
        return rebuild(node, lambda part: self._unfolded(part, by, at))

    def _polynomial(self, node: Integral, low: Scalar, high: Scalar) -> Scalar | None:
        """Return the integral of a polynomial, whose coefficients are those of its Taylor series anywhere."""
        size = degree(node.body, node.by, self.is_free)
        if size is None or size > MAX_ORDER:
            return None
        at = fmpq(1, 3)
        coefficients = self._taylor(node, at, size)
        return self._antiderivative(coefficients, high - at) - self._antiderivative(coefficients, low - at)

    @abstractmethod
    def is_free(self, name: Name) -> bool:
        """Tell whether a name stands for itself alone: nothing below it can depend on another."""

    def _taylor(self, node: Integral, at: Scalar, order: int) -> Sequence[Scalar]:
        self._level += 1
        level = self._level
        try:
            change = [fmpq(1), *[fmpq(0)] * (order - 1)] if order else []
            with self.moving({self.key(node.by): Jet(level, (at, *change))}):
                value = scalar(self.evaluate(node.body))
        finally:
            self._level -= 1
        return parts_at(value, level, order + 1)

    @staticmethod
    def _antiderivative(coefficients: Sequence[Scalar], change: Scalar) -> Scalar:
        result: Scalar = fmpq(0)
        for k in range(len(coefficients) - 1, -1, -1):
            result = result * change + coefficients[k] / (k + 1)
        return result * change

    def _between(self, node: Integral, low: Scalar | None, high: Scalar | None) -> Scalar:
        """Return an integral whose ends, or whose body, may hold small changes."""
        start, end = (None if one is None else base(one) for one in (low, high))
        moving = any(isinstance(base_, Jet) for base_ in self.frame.moved.values())
        sample = self._body(node, self._inside(start, end)) if moving else fmpq(0)
        result = self._by_parts(node, sample, start, end, lambda value: value)
        for side, bottom, direction in ((high, end, 1), (low, start, -1)):
            if isinstance(side, Jet):
                order = _order(side)
                if order > MAX_ORDER:
                    raise Undecided(f"a derivative of order above {MAX_ORDER}")
                change = side - bottom
                result = result + self._antiderivative(self._taylor(node, bottom, order), change) * direction
        return result

    @staticmethod
    def _inside(low: Scalar | None, high: Scalar | None) -> Scalar:
        if low is not None and high is not None:
            return low + (high - low) * fmpq(5, 11)
        return low + 1 if low is not None else high - 1 if high is not None else fmpq(1, 3)

    def _body(self, node: Integral, at: Scalar) -> Scalar:
        with self.moving({self.key(node.by): at}):
            return self.number(node.body)

    def _by_parts(
        self,
        node: Integral,
        sample: Scalar,
        low: Scalar | None,
        high: Scalar | None,
        part: Callable[[Scalar], Scalar],
    ) -> Scalar:
        """Integrate every coefficient of a jet by itself."""
        if not isinstance(sample, Jet):
            return self._estimated(node, low, high, part)
        level, length = sample.level, len(sample.parts)

        def coefficient(k: int) -> Callable[[Scalar], Scalar]:
            return lambda value: parts_at(part(value), level, length)[k]

        return Jet(level, [self._by_parts(node, one, low, high, coefficient(k)) for k, one in enumerate(sample.parts)])

    def _estimated(
        self, node: Integral, low: Scalar | None, high: Scalar | None, part: Callable[[Scalar], Scalar]
    ) -> Scalar:
        def integrand(at: Scalar) -> Scalar:
            return part(self._body(node, at))

        nested = any(isinstance(inner, Integral | Limit) for inner in walk(node.body))
        if low is not None and high is not None:
            if is_zero(high - low):
                return fmpq(0)
            if not nested and not self.mode.analytic:
                with self.in_mode(Mode(self.mode.imaginary, analytic=True)):
                    found = rigorous(integrand, low, high)
                if found is not None:
                    return found if self.mode.imaginary else found.real
        if self.mode.analytic:
            raise Fat("an integral within an integral")
        if any(isinstance(end, acb) for end in (low, high)):
            raise Undecided("an integral between complex ends")
        self.doubt = True
        rule = double_exponential
        if low is not None and high is not None and (nested or self._within):
            try:
                return self._inward(lambda: self._by_rule(gauss, integrand, low, high))
            except Outside:
                pass
        elif self.otherwise and not nested and not self._within:
            for outside in _CUTS_OUT:
                with suppress(Outside):
                    return self._in_pieces(integrand, low, high, outside)
            raise Outside("an integral that could not be worked out twice")
        try:
            return self._inward(lambda: self._by_rule(rule, integrand, low, high))
        except Outside:
            if nested or self._within or (low is not None and high is not None):
                raise
            if low is None and high is None:
                return self._cut_off(integrand, None, fmpq(0)) + self._cut_off(integrand, fmpq(0), None)
            return self._cut_off(integrand, low, high)

    def _cut_off(self, integrand: Callable[[Scalar], Scalar], low: Scalar | None, high: Scalar | None) -> Scalar:
        """Integrate as far out as matters, where the integrand falls fast: waves that die away."""
        for far in _CUT_OFF:
            start = low if low is not None else ball(high) - far
            end = high if high is not None else ball(low) + far
            edge, way = (end, 1) if high is None else (start, -1)
            sizes = [abs(integrand(edge + far * part * way)).upper() for part in _PARTS]
            if not max(sizes) < arb(2) ** -90:
                continue
            with self.in_mode(Mode(self.mode.imaginary, analytic=True)):
                found = rigorous(integrand, start, end)
            if found is not None:
                return _widened(found if self.mode.imaginary else found.real, arb(2) ** -60)
        raise Outside("an integral that could not be worked out")

    def _by_rule(
        self, rule: Callable[..., Scalar], integrand: Callable[[Scalar], Scalar], low: Scalar | None,
        high: Scalar | None,
    ) -> Scalar:  # fmt: skip
        """Integrate at once, or else in two pieces."""
        if not self.otherwise:
            return rule(integrand, low, high)
        if low is not None and high is not None:
            cut = low + (high - low) * fmpq(5, 12)
        else:
            cut = low + fmpq(7, 3) if low is not None else high - fmpq(7, 3) if high is not None else fmpq(1, 9)
        return rule(integrand, low, cut) + rule(integrand, cut, high)

    def _in_pieces(
        self, integrand: Callable[[Scalar], Scalar], low: Scalar | None, high: Scalar | None, outside: fmpq
    ) -> Scalar:
        """Integrate rigorously between the ends, and estimate what is left near each."""
        inside = _CUT
        if low is not None and high is not None:
            start, end = low + (high - low) * inside / 4, high - (high - low) * inside / 4
        else:
            start = low + inside if low is not None else high - outside if high is not None else -outside
            end = high - inside if high is not None else start + outside * (1 if low is not None else 2)
        total = double_exponential(integrand, low, start) + double_exponential(integrand, end, high)
        cuts = [start + (end - start) * part for part in _PARTS]
        for left, right in pairwise(cuts):
            with self.in_mode(Mode(self.mode.imaginary, analytic=True)):
                middle = rigorous(integrand, left, right, MAX_EVALUATIONS)
            if middle is None:
                raise Outside("an integral that could not be worked out twice")
            total = total + (middle if self.mode.imaginary else middle.real)
        return total

    otherwise = False
    """Estimates are made in another way, to bear out the first ones."""
    _within = 0
    """How many estimated integrals this one stands in."""

    def _inward(self, work: Callable[[], Scalar]) -> Scalar:
        self._within += 1
        if self._within > 2:
            raise Undecided("integrals nested too deep to estimate")
        try:
            return work()
        finally:
            self._within -= 1

    # limits

    def limit(self, node: Limit) -> Value:
        """Return a limit, estimated from values very near."""
        if any(isinstance(base_, Jet) for base_ in self.frame.moved.values()):
            raise Undecided("a derivative of a limit")
        if self.mode.analytic or self._within:
            raise Undecided("a limit within an integral")
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

    # infinite sums

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
                    return _widened(result, tail)
                if self.otherwise or len(terms) != LISTED:
                    continue
                if _converges(terms) is not None and (found := _extrapolated(terms)) is not None:
                    return found
        if self.otherwise and (tail := _converges(terms)) is not None:
            return _widened(result, tail)
        raise Outside("an infinite sum that could not be worked out")


def _order(value: Scalar) -> int:
    """Return the highest total order of the small changes in a jet."""
    return len(value.parts) - 1 + max(map(_order, value.parts)) if isinstance(value, Jet) else 0


def _joined(values: Sequence[Scalar]) -> Scalar:
    """Return a ball around values that agree; raise :class:`Outside` if they do not."""
    one = acb(values[0])
    apart = max((abs(acb(value) - one).upper() for value in values), default=arb(0))
    size = abs(one).upper()
    if len(values) > 1 and size < _CLOSE and abs(acb(values[-1])).upper() < size * _VANISHING:
        return finite(_widened(fmpq(0), size * 2**16))  # it falls to zero, as x ln x does
    if not apart < _CLOSE * (size + _CLOSE):
        raise Outside("a limit whose values do not settle")
    return finite(_widened(values[0], apart * 2**16 + size * arb(2) ** -60 + arb(2) ** -90))


def _widened(value: Scalar, by: arb) -> Scalar:
    if isinstance(value, acb):
        return value + acb(arb(0, by), arb(0, by))
    return ball(value) + arb(0, by)


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
