"""Formulas compared at exact points: what the numbers alone tell.

Every value is a ball that holds the true one. Balls that do not overlap show a difference beyond doubt; overlapping
ones of tiny radius count as agreement at that point, which proves nothing. Estimated values (improper integrals,
limits, infinite sums) show a difference only if several points agree on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import islice

from flint import arb, ctx, fmpq

from qbank.checker.domain import REAL, Domain, Interval
from qbank.checker.grids import Grid, ShapeError, aligned
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.numeric.layout import Layouts
from qbank.checker.numeric.matrices import Multiple, Value, beside_zero, is_scalar, written
from qbank.checker.numeric.point import Point
from qbank.checker.numeric.points import points
from qbank.checker.numeric.scalars import Fat, Outside, Scalar, ball, base, rational, sign
from qbank.checker.numeric.truth import ORDERS, truth
from qbank.checker.premises import Premises
from qbank.checker.reading.kinds import MATRIX, VECTOR, Kinds
from qbank.checker.syntax import Add, Call, Const, Deriv, Integral, Limit, Name, Node, Relation, Unit, walk

from .edges import edge_points
from .witness import Difference, told_apart

TRIALS = 60
WANTED = 8
ENOUGH = 4
"""Points that must agree at least."""
CONFIRMED = 2
"""Points at which agreement is looked at with more digits."""
MARGIN = arb(2) ** -20
"""Part of its size by which an estimated value must differ at least."""
TIMES = 3
"""How much more than all estimates of one value do, two values must differ."""
MAX_STEPS = 60_000
"""Work after which no more points are tried than are enough."""
MAX_REFUSED = 24
"""Points without a value that are tried before the formulas are given up."""
_COMPLEX_CALLS = frozenset({"re", "im", "conj", "arg"})


class Pointwise:
    """Compares formulas at the points of one set of premises and domains."""

    def __init__(self, premises: Premises, domain: Domain, kinds: Kinds | None = None) -> None:
        """``kinds``: which names are vectors and matrices."""
        self.premises = premises
        self.domain = domain
        self.kinds = kinds
        self.layouts = Layouts()
        """The sizes of vectors and matrices in what is compared just now."""
        self._made: dict[tuple[bool, Layouts], tuple[list[Point], Iterator[Point]]] = {}
        self._admission: dict[int, bool] = {}

    def points(self, *nodes: Node) -> Iterator[Point]:
        """Yield points of the domain, made once; complex numbers are in play where any formula speaks of them."""
        imaginary = self._complex(*nodes)
        known, more = self._made.setdefault(
            (imaginary, self.layouts),
            (
                [],
                points(
                    self.premises,
                    self.domain,
                    TRIALS,
                    imaginary=imaginary,
                    kinds=self.kinds,
                    layouts=self.layouts,
                ),
            ),
        )
        for at in range(TRIALS):
            if at == len(known):
                known.extend(islice(more, 1))
                if at == len(known):
                    return
            if self._admits(known[at]):
                yield known[at]

    def of_matrices(self, *nodes: Node) -> bool:
        """Tell whether vectors or matrices without components stand in formulas: exact ones were made up for them."""
        kinds = self.kinds
        found = {kinds.of(part) for node in nodes for part in walk(node) if isinstance(part, Name)} if kinds else set()
        return bool(found & {MATRIX, VECTOR})

    def _complex(self, *nodes: Node) -> bool:
        return self._imaginary or any(map(_speaks_of_complex, nodes))

    @cached_property
    def _imaginary(self) -> bool:
        nodes = [definition.body for definition in self.premises.definitions]
        nodes += [body for _, body in self.premises.functions.values()]
        nodes += [side for relation in self.premises.constraints for side in relation.sides]
        declared = any(getattr(interval, "complex", False) for _, interval in self.domain.intervals)
        return declared or any(map(_speaks_of_complex, nodes))

    def difference(
        self,
        left: Node,
        right: Node,
        leaves: Callable[[], list[Name | Deriv]],
        proved: Callable[[], bool] = lambda: False,
    ) -> Difference | int:
        """Return a witness, or how many points agreed; ``leaves`` are the quantities that a witness shows.

        ``proved`` tells whether the algebra has proved them equal: then the points only confirm that, and fewer do.
        Raises :class:`Undecided` where this route cannot tell.
        """
        agreed = refused = work = 0
        doubtful: list[Difference] = []
        sides: dict[int, Difference] = {}
        wanted = len(self.layouts.sides) if self.layouts.shapes and self.layouts.open else 1
        for point in self.points(left, right):
            try:
                found = self._at(point, left, right, leaves, confirm=agreed < CONFIRMED)
            except Outside:
                refused += 1
                if refused > MAX_REFUSED and not agreed:
                    break
                continue
            finally:
                work += point.steps
            constant = not point.atoms.drawn and not point.sizes and not point.atoms.sizes
            if isinstance(found, Difference):
                if not self._doubted(point, left, right):
                    sides.setdefault(point.atoms.layout.side, found)
                    if len(sides) >= wanted:
                        return next(iter(sides.values()))
                    continue
                if len(doubtful) < CONFIRMED and not self._confirmed(point, left, right):
                    raise Undecided("an estimate alone refutes nothing")
                doubtful.append(found)
                if constant or len(doubtful) >= ENOUGH:
                    return doubtful[0]
                continue
            agreed += 1
            if constant:
                return WANTED
            if agreed >= WANTED or (agreed >= ENOUGH and work > MAX_STEPS):
                break
            if agreed == ENOUGH and not doubtful and not self._doubted(point, left, right) and proved():
                break
        if sides:
            raise Undecided("a difference was found for some sizes of the matrices only")
        return 0 if doubtful else agreed

    def beyond(self, left: Node, right: Node, leaves: Callable[[], list[Name | Deriv]]) -> Difference | None:
        """Return a witness near the numbers that stand in formulas made of pieces, or far out, if there is one."""
        if any(isinstance(part, Integral | Limit) for node in (left, right) for part in walk(node)):
            return None
        for point in edge_points(self.points(left, right), left, right):
            with suppress(Outside, Undecided):
                if not self._inside(point):
                    continue
                found = self._at(point, left, right, leaves, confirm=False)
                if isinstance(found, Difference) and not self._doubted(point, left, right):
                    return found
        return None

    def doubted(self, left: Node, right: Node) -> bool:
        """Tell whether values of the two rest on estimates."""
        imaginary = self._complex(left, right)
        made, _ = self._made.get((imaginary, self.layouts), ([], None))
        return any(self._doubted(point, left, right) for point in made)

    @staticmethod
    def _doubted(point: Point, *nodes: Node) -> bool:
        return any(point.estimated(node) for node in nodes)

    def _at(
        self, point: Point, left: Node, right: Node, leaves: Callable[[], list[Name | Deriv]], *, confirm: bool
    ) -> Difference | None:
        """Compare at one point; raise :class:`Outside` where it tells nothing."""
        try:
            one, other = self.values(point, left, right)
            different = _differ(one, other, point.bits, loose=self._doubted(point, left, right))
        except Fat:
            different = None
        exact = different is not None and not _balls(one) and not _balls(other)
        if different is None or (confirm and not exact and not different and not self._doubted(point, left, right)):
            finer = point.finer()
            one, other = self.values(finer, left, right)
            different = _differ(one, other, finer.bits, loose=self._doubted(finer, left, right))
            if different is None:
                raise Outside("the numbers are too uncertain to tell apart")
        if different and any(isinstance(part, Unit) for node in (left, right) for part in walk(node)):
            return self._in_si(point, left, right, leaves)
        return Difference(point.shown(leaves()), *told_apart(one, other)) if different else None

    def _in_si(self, point: Point, left: Node, right: Node, leaves: Callable[[], list[Name | Deriv]]) -> Difference:
        """Return a difference between quantities with units, in SI units."""
        if _adds_bare_numbers(left) or _adds_bare_numbers(right):
            raise Outside("a bare number and a quantity are added")
        plain = point.in_si()
        one, other = self.values(plain, left, right)
        told, its = told_apart(one, other)
        its += " (in SI units)" if told != its else " (in SI units), of another dimension"
        return Difference(point.shown(leaves()), told + " (in SI units)", its)

    def _confirmed(self, point: Point, left: Node, right: Node) -> bool:
        """Tell whether a difference between estimates is clear, and seen by other estimates too."""
        try:
            careful = point.careful()
            pairs = self.values(point, left, right), self.values(careful, left, right)
        except (Outside, Undecided):
            return False
        with ctx.workprec(point.bits):
            rows = [value.items if isinstance(value, Grid) else (value,) for pair in pairs for value in pair]
            return any(map(_clear, *rows))

    @staticmethod
    def values(point: Point, left: Node, right: Node) -> tuple[Value, Value]:
        """Return both values in one shape. Raises ``Outside`` and ``Undecided`` as :meth:`Point.value` does."""
        one, other = point.value(left), point.value(right)
        one, other = written(one, other), written(other, one)
        one, other = beside_zero(one, other), beside_zero(other, one)
        if isinstance(one, Multiple) and isinstance(other, Multiple):
            return one.factor, other.factor
        if isinstance(one, Grid) and isinstance(other, Grid):
            try:
                return aligned(one, other)
            except ShapeError as problem:
                raise Undecided(str(problem)) from problem
        if not is_scalar(one) or not is_scalar(other):
            raise Undecided("a vector or matrix, and a number")
        return one, other

    def broken(self, left: Node, how: str, right: Node, leaves: Callable[[], list[Name | Deriv]]) -> Difference | None:
        """Return a point where an inequality is false, if one was found. Raises :class:`Undecided`."""
        for point in self.points(left, right):
            with suppress(Outside):
                one, other = self.values(point, left, right)
                if not is_scalar(one):
                    raise Undecided("an inequality between vectors")
                if not self._doubted(point, left, right) and not truth(point, Relation((left, right), (how,))):
                    return Difference(point.shown(leaves()), *told_apart(one, other))
        return None

    def near(self, node: Node, value: Scalar, tolerance: Scalar) -> bool | None:
        """Tell whether a constant lies within ``tolerance`` of ``value``; ``None`` where the ball does not tell."""
        for point in islice(self.points(node), 1):
            for precise in (point, point.finer()):
                found = precise.value(node)
                if not is_scalar(found) or precise.estimated(node):
                    return None
                with suppress(Fat), ctx.workprec(precise.bits):
                    return sign(tolerance - abs(base(found) - value)) >= 0
        return None

    # the domain

    def _admits(self, point: Point) -> bool:
        """Tell whether the point satisfies every relation of the domain, and defined names lie in theirs."""
        known = self._admission.get(id(point))
        if known is None:
            try:
                known = self._inside(point)
            except Outside:
                known = False
            self._admission[id(point)] = known
        return known

    def _inside(self, point: Point) -> bool:
        letters = self.premises.letters
        for name, size in point.atoms.sizes.items():
            if not _within(fmpq(size), interval_of(self.domain, name, letters)):
                return False
        for letter in point.indices:
            if not _within(point.value(Name(letter)), interval_of(self.domain, Name(letter), letters)):
                return False
        for relation in self.domain.relations:
            if set(relation.signs) <= ORDERS:
                with ctx.workprec(point.bits):
                    point.steps = 0
                    if not truth(point, point.grounded(relation)):
                        return False
        return all(_within(value, interval) for name, interval in self._bounded for value in point.all_values(name))

    @cached_property
    def _bounded(self) -> list[tuple[Name, Interval]]:
        """Defined names of which the domain says more than that they are real."""
        names = dict.fromkeys(definition.name for definition in self.premises.definitions)
        found = ((name, interval_of(self.domain, name, self.premises.letters)) for name in names)
        return [(name, interval) for name, interval in found if interval != REAL]


def _speaks_of_complex(node: Node) -> bool:
    return any(
        part == Const("i") or (isinstance(part, Call) and part.function in _COMPLEX_CALLS) for part in walk(node)
    )


def _balls(value: Value) -> bool:
    items = value.items if isinstance(value, Grid) else (value,)
    return not all(isinstance(item, fmpq) for item in items)


def _differ(one: Value, other: Value, bits: int, *, loose: bool) -> bool | None:
    """Tell whether two values differ: ``False`` if they agree as far as can be asked, ``None`` if nothing tells."""
    if isinstance(one, Grid):
        found = [_differ(a, b, bits, loose=loose) for a, b in zip(one.items, other.items, strict=True)]
        return True if True in found else None if None in found else False
    if isinstance(one, fmpq) and isinstance(other, fmpq):
        return bool(one != other)
    with ctx.workprec(bits):
        gap = ball(one) - other
        if 0 not in gap:
            return True
        wide = abs(gap).upper()
        size = max(abs(ball(one)).upper(), abs(ball(other)).upper())
        near, tiny, most = (30, 50, 10) if loose else (40, bits * 3 // 5, 40)
        close = wide <= size * arb(2) ** -near and wide <= arb(2) ** -most  # beside a huge value, 1 would be lost
        return False if close or wide <= arb(2) ** -tiny else None


def _clear(one: Scalar, other: Scalar, again: Scalar, other_again: Scalar) -> bool:
    """Tell whether two values, each estimated twice, differ by far more than the estimates of each do."""
    gap = abs(ball(one) - other)
    size = abs(ball(one)) + abs(ball(other))
    spread = abs(ball(one) - again) + abs(ball(other) - other_again)
    return bool(gap > size * MARGIN and gap > spread * TIMES)


def _within(value: Value, interval: Interval) -> bool:
    """Tell whether a value lies in an interval; raises ``Outside`` where the ball does not tell."""
    if not is_scalar(value) or getattr(interval, "complex", False):
        return True
    low = 1 if interval.low is None else sign(value - rational(interval.low))
    high = 1 if interval.high is None else sign(rational(interval.high) - value)
    inside = low > 0 if interval.low_open else low >= 0
    below = high > 0 if interval.high_open else high >= 0
    number = value.p if isinstance(value, fmpq) and value.q == 1 else None
    whole = number is not None or not interval.integer
    whole = whole and (interval.parity is None or (number is not None and number % 2 == interval.parity))
    return inside and below and whole and not (interval.nonzero and sign(value) == 0)


def _adds_bare_numbers(tree: Node) -> bool:
    r"""Tell whether bare numbers are added to a quantity: the unit of ``30 + 40j\,\Omega`` may be that of the sum."""
    sums = [
        [{type(leaf) for leaf in walk(term)} for term in part.terms] for part in walk(tree) if isinstance(part, Add)
    ]
    return any(any(Unit in each for each in terms) and any(not each & {Unit, Name} for each in terms) for terms in sums)
