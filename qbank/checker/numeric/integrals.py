"""The numeric route: definite integrals.

Those of polynomials are exact and others enclosed by balls where flint can. All else is estimated twice, by rules
without a common point; the estimate then has a ball wider than their difference, and ``doubt`` is noted.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

from flint import acb, arb, fmpq

from qbank.checker.letters import Undecided
from qbank.checker.syntax import Call, Cases, Const, Integral, Limit, Name, Neg, Node, Relation, names_in, rebuild, walk

from .analytic import Mode
from .evaluation import Evaluator
from .matrices import Value, scalar
from .polynomials import degree
from .powers import power
from .quadrature import double_exponential, gauss, rigorous
from .scalars import MAX_ORDER, Fat, Jet, Outside, Scalar, ball, base, is_zero, parts_at

_PARTS = (fmpq(0), fmpq(1, 37), fmpq(1, 7), fmpq(1, 2), fmpq(6, 7), fmpq(36, 37), fmpq(1))
MAX_EVALUATIONS = 1200
_CUT_OFF = (fmpq(80), fmpq(320), fmpq(1280))
"""How far out an integral is followed whose integrand falls like an exponential."""
_CUT, _CUTS_OUT = fmpq(1, 7), (fmpq(211), fmpq(23), fmpq(5))
"""How far from a finite end, and how far out, an improper integral is cut for a second estimate."""


class Integrals(Evaluator):
    """Works out definite integrals."""

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
            sizes = [abs(ball(integrand(edge + far * part * way))).upper() for part in _PARTS]
            if not max(sizes) < arb(2) ** -90:
                continue
            with self.in_mode(Mode(self.mode.imaginary, analytic=True)):
                found = rigorous(integrand, start, end)
            if found is not None:
                return widened(found if self.mode.imaginary else found.real, arb(2) ** -60)
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


def _order(value: Scalar) -> int:
    """Return the highest total order of the small changes in a jet."""
    return len(value.parts) - 1 + max(map(_order, value.parts)) if isinstance(value, Jet) else 0


def widened(value: Scalar, by: arb) -> Scalar:
    """Return a ball around ``value`` that is wider by ``by``."""
    if isinstance(value, acb):
        return value + acb(arb(0, by), arb(0, by))
    return ball(value) + arb(0, by)
