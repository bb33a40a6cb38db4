"""Whether two formulas are equal: ``docs/equality.md`` describes the procedure.

1. Both are evaluated at exact points of the domain; a point where they differ, confirmed at twice the digits, is a
   witness: **different**.
2. Where all points agree, their difference is brought to the normal form of a rational function in independent
   quantities (names, exponentials, logarithms, sums); zero there, or zero after sympy's simplification, is a proof:
   **equal**, method ``symbolic``.
3. Else the points alone speak: **equal**, method ``numeric``, which never counts as proved.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import mpmath as mp
import sympy as sp

from qbank.checker.domain import REAL, Domain, Interval
from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.numeric.functions import Outside, Value
from qbank.checker.numeric.point import DIGITS, SIZES, Point, points
from qbank.checker.premises import Premises
from qbank.checker.printing import latex
from qbank.checker.symbolic.algebra import Algebra
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.zero import differs_by_number
from qbank.checker.syntax import Apply, Big, Deriv, Name, Node, letters_of, names_in, substitute, walk

TRIALS = 24
WANTED = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """A point where two formulas differ, as text."""

    point: Mapping[str, str]
    left: str
    right: str

    def told(self, left: str = "the first", right: str = "the second") -> str:
        """Return it in words; ``left`` and ``right`` name the two."""
        where = ", ".join(f"{name} = {value}" for name, value in self.point.items())
        return (f"at {where}, " if where else "") + f"{left} is {self.left} and {right} is {self.right}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``outcome`` is ``equal``, ``different`` or ``undecided``; ``method`` is ``symbolic`` or ``numeric``.

    ``witness`` shows a difference; ``reason`` says why nothing was decided.
    """

    outcome: str
    method: str = ""
    witness: Difference | None = None
    reason: str = ""

    @property
    def proved(self) -> bool:
        """Tell whether equality was shown by algebra."""
        return self.outcome == "equal" and self.method != "numeric"


_HOLDS = {"<": operator.lt, ">": operator.gt, r"\le": operator.le, r"\ge": operator.ge, r"\ne": operator.ne}


class Comparer:
    """Compares formulas under one set of premises and domains."""

    def __init__(self, premises: Premises, domain: Domain, told: frozenset[str] | None = None) -> None:
        """``told``: the names that the question speaks of; ``None``: every name is as good as any."""
        self.premises = premises
        self.domain = domain
        self.told = told
        self.algebra = Algebra(premises, domain)
        self.settled: set[str] = set()
        """Abstract derivatives that count as quantities of their own, as LaTeX."""
        self._known: dict[tuple[Node, Node, str], Verdict] = {}
        self.bound = ""
        """Why no difference refutes anything here, if so."""
        self._points = list(points(premises, domain, TRIALS))

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide whether ``left`` equals ``right``.

        A difference is undecided where a premise may be missing: see :meth:`left_open`.
        """
        known = self._known.get((left, right, self.bound))
        if known is None:
            known = self._known[left, right, self.bound] = self._compared(left, right)
        return known

    def _compared(self, left: Node, right: Node) -> Verdict:
        if left == right:
            return self._same(left)
        if letter := self._clash(left, right):
            return Verdict("undecided", reason=f"{letter} is an index and a quantity at once")
        try:
            one, other = self.algebra.value(left), self.algebra.value(right)
            if isinstance(one, sp.Rational) and isinstance(other, sp.Rational):
                found: Difference | int = WANTED if one == other else Difference({}, str(one), str(other))
            else:
                found = self._difference(left, right)
        except Undecided as problem:
            return Verdict("undecided", reason=str(problem))
        if isinstance(found, Difference):
            reason = self.left_open(left, right)
            return Verdict("undecided", reason=reason) if reason else Verdict("different", "numeric", found)
        if found < WANTED // 2:
            return Verdict("undecided", reason="no point of the domain was found where both have a value")
        return Verdict("equal", "symbolic" if self.vanishes(one, other) else "numeric")

    def _clash(self, *nodes: Node) -> str:
        """Return a letter that a sum runs over and that stands free for a value in the same formula."""
        for node in (*nodes, *(definition.body for definition in self.premises.definitions)):
            summed = {part.index for part in walk(node) if isinstance(part, Big)}
            free = summed and {name.base for name in names_in(node) if not name.sub and not name.sup}
            if summed and (both := summed & (free or set())):
                return min(both)
        return ""

    def _same(self, node: Node) -> Verdict:
        """Compare a formula with itself: equal, if it means anything."""
        try:
            self.algebra.value(node)
        except Undecided as problem:
            return Verdict("undecided", reason=str(problem))
        return Verdict("equal", "identical")

    def _difference(self, left: Node, right: Node) -> Difference | int:
        """Return a witness, or how many points agreed."""
        agreed = 0
        for point in self._points:
            try:
                found = self._at(point, left, right)
            except Outside:
                continue
            if isinstance(found, Difference):
                return found
            agreed += 1
            if agreed >= WANTED:
                break
        return agreed

    def _at(self, point: Point, left: Node, right: Node) -> Difference | None:
        """Compare at one point; raise :class:`Outside` where it tells nothing.

        Values that agree to nearly all digits are equal. Else both are worked out again with twice the digits: a
        difference that shrinks was one of rounding; one that stays, while either value hardly moves, is real.
        """
        with mp.workdps(DIGITS + 30):
            one, other = _numbers(self._values(point, left, right))
            if not self._admitted(point):
                raise Outside("outside the domain")
            if _distance(one, other) <= _scale(one, other) * mp.mpf(10) ** -DIGITS:
                return None
        with mp.workdps(2 * (DIGITS + 30)):
            again = point.again()
            one_again, other_again = _numbers(self._values(again, left, right))
            apart = _distance(one_again, other_again)
            if apart <= _distance(one, other) * mp.mpf(10) ** -10:
                return None
            if max(_distance(one, one_again), _distance(other, other_again)) > apart * mp.mpf(10) ** -6:
                raise Outside("the numbers are too uncertain to tell apart")
            return Difference(again.shown(self._leaves(left, right)), *_told_apart(one_again, other_again))

    def _leaves(self, *nodes: Node) -> list[Name | Deriv]:
        """Return the free quantities that the nodes depend on."""
        symbols = set().union(*(self.algebra.leaves(self.algebra.value(node)) for node in nodes))
        keys = [self.algebra.keys[symbol] for symbol in symbols]
        return [key for key in keys if isinstance(key, Name | Deriv)]

    def _values(self, point: Point, left: Node, right: Node) -> tuple[Value, Value]:
        one, other = point.value(left), point.value(right)
        if isinstance(one, tuple) != isinstance(other, tuple) or (isinstance(one, tuple) and len(one) != len(other)):
            raise Undecided("a vector and a number, or vectors of different sizes")
        return one, other

    def _admitted(self, point: Point) -> bool:
        """Tell whether the point satisfies every relation of the domain, and defined names lie in theirs."""
        for name, size in point.named_sizes.items():
            if Fraction(size) not in interval_of(self.domain, name, self.premises.letters):
                return False
        for letter in point.indices:
            if not _inside(point.value(Name(letter)), interval_of(self.domain, Name(letter), self.premises.letters)):
                return False
        for relation in self.domain.relations:
            left, right = (point.value(side) for side in relation.sides)
            if not _HOLDS[relation.signs[0]](left, right):
                return False
        return all(_inside(value, interval) for name, interval in self._bounded for value in point.all_values(name))

    @cached_property
    def _bounded(self) -> list[tuple[Name, Interval]]:
        """Defined names of which the domain says more than that they are real."""
        names = dict.fromkeys(definition.name for definition in self.premises.definitions)
        found = ((name, interval_of(self.domain, name, self.premises.letters)) for name in names)
        return [(name, interval) for name, interval in found if interval != REAL]

    def ties(self) -> Iterator[tuple[Node, Node]]:
        """Yield the equations that the premises hold beside definitions: second definitions of a name included."""
        for relation in self.premises.constraints:
            yield relation.sides[0], relation.sides[1]
        first: dict[Name, Node] = {}
        for definition in self.premises.definitions:
            other = first.setdefault(definition.name, definition.body)
            if other != definition.body:
                yield other, definition.body

    def contradiction(self) -> str:
        """Return an equation of the premises that no point satisfies, as LaTeX; or nothing."""
        for left, right in self.ties():
            try:
                difference = self.algebra.value(left) - self.algebra.value(right)
            except (Undecided, TypeError):
                continue
            constant = sp.simplify(difference) if not self.algebra.leaves(difference) else difference
            verdict = self.compare(left, right)
            if verdict.outcome == "different" and not constant.free_symbols:
                return f"{latex(left)} = {latex(right)}"
            if verdict.outcome == "different" and differs_by_number(difference):
                return f"{latex(left)} = {latex(right)}"
        return ""

    def index_letters(self, node: Node) -> set[str]:
        """Return the index letters that stand free in ``node``."""
        bound = {part.index for part in walk(node) if isinstance(part, Big)}
        return {letter for letter in letters_of(node) if letter in self.premises.letters.sorts} - bound

    def confined(self, symbol: Expr) -> bool:
        """Tell whether the domain says more of a quantity than that it is real."""
        key = self.algebra.keys[symbol]
        related = {name.base for relation in self.domain.relations for name in names_in(relation)}
        if not isinstance(key, Name):
            return False
        return key.base in related or interval_of(self.domain, key, self.premises.letters) != REAL

    def left_open(self, left: Node, right: Node) -> str:
        """Return why a difference between two formulas proves nothing, or nothing.

        Either the premises bind the quantities, or one side holds what the other does not and nothing is given of:
        an abstract derivative, or a name or function that neither stem nor premises speak of.
        """
        if self.bound:
            return self.bound
        if words := self._word_functions(left, right):
            return f"the function {words[0]} is not defined"
        loose = (self.derivatives(left) ^ self.derivatives(right)) - self.settled - self._given_derivatives
        strange = (
            (self._bases(left) ^ self._bases(right)) - (self.told or frozenset()) if self.told is not None else set()
        )
        ranges = [self._open_ranges(side) for side in (left, right)]
        if ranges[0] - ranges[1] and ranges[1] - ranges[0]:
            return "nothing says that the sums run over the same range"
        if not loose and not strange:
            return ""
        return f"nothing is given of {', '.join(sorted(loose | strange))}"

    def _word_functions(self, *nodes: Node) -> list[str]:
        """Return functions of several letters without a definition, in the nodes or in any premise."""
        bodies = [definition.body for definition in self.premises.definitions]
        used = {part.function for node in (*nodes, *bodies) for part in walk(node) if isinstance(part, Apply)}
        return sorted(name for name in used - set(self.premises.functions) if len(name) > 1 and name.isalpha())

    def _open_ranges(self, node: Node) -> set[str]:
        """Return the ranges without stated bounds that sums in ``node`` run over."""
        letters = self.premises.letters
        sorts = {
            letters.sorts.get(part.index, part.index)
            for part in walk(node)
            if isinstance(part, Big) and part.lower is None
        }
        return sorts - set(letters.bounds)

    def derivatives(self, node: Node) -> set[str]:
        """Return the abstract derivatives that the value of ``node`` holds, as LaTeX with ranges for indices."""
        return {latex(self._by_range(part)) for part in self.algebra.abstract(self.algebra.value(node))}

    @cached_property
    def _given_derivatives(self) -> set[str]:
        """Abstract derivatives that a premise gives a name, as ``δ_k = -∂E/∂net_k`` does."""
        found: set[str] = set()
        for definition in self.premises.definitions:
            try:
                value = self.algebra.value(definition.body)
            except Undecided:
                continue
            rest = value.as_coeff_Mul()[1] if not isinstance(value, Grid) else None
            if rest is not None and isinstance(self.algebra.keys.get(rest), Deriv):
                found |= self.derivatives(definition.body)
        return found

    def _bases(self, node: Node) -> set[str]:
        """Return the names that the value of ``node`` depends on, and the functions without a definition in it."""
        functions = {part.function for part in walk(node) if isinstance(part, Apply)} - set(self.premises.functions)
        names = {leaf.base for leaf in self._leaves(node) if isinstance(leaf, Name)}
        return functions | {base for base in names if not base.startswith("#")}

    def _by_range(self, node: Node) -> Node:
        """Put for every index letter the range that it runs over."""
        letters = {name.base for name in walk(node) if isinstance(name, Name)}
        sorts = {letter: sort for letter in letters if (sort := self.premises.letters.sort(Name(letter)))}
        return substitute(node, {letter: Name(sort) for letter, sort in sorts.items()})

    def sizes(self) -> dict[str, list[int]]:
        """Return the sizes at which sums were written out."""
        return {sort: sorted(set(SIZES)) for sort in dict.fromkeys(self.premises.letters.sorts.values())}

    def within(self, node: Node, value: Fraction, tolerance: Fraction) -> bool | None:
        """Tell whether the constant ``node`` is ``value`` to within ``tolerance``; ``None`` where it cannot be told."""
        try:
            exact = self.algebra.value(node)
            if isinstance(exact, Grid) or exact.free_symbols or not self._points:
                return None
            with mp.workdps(DIGITS):
                distance = abs(self._points[0].value(node) - mp.mpf(value.numerator) / value.denominator)
                near = bool(distance <= mp.mpf(tolerance.numerator) / tolerance.denominator)
        except (Undecided, Outside):
            return None
        return near if near or not self.bound else None

    def breaks(self, left: Node, sign: str, right: Node) -> Difference | None:
        """Return a point where an inequality is false, if one was found and nothing is left open."""
        if sign not in _HOLDS:
            return None
        try:
            if self.left_open(left, right):
                return None
            for point in self._points:
                with suppress(Outside), mp.workdps(DIGITS):
                    one, other = self._values(point, left, right)
                    clear = abs(one - other) > mp.mpf(10) ** -30 or sign in ("<", ">")
                    if self._admitted(point) and not _HOLDS[sign](one, other) and clear:
                        return Difference(point.shown(self._leaves(left, right)), *_told_apart([one], [other]))
        except (Undecided, TypeError):
            return None
        return None

    def vanishes(self, one: Expr, other: Expr) -> bool:
        """Prove that two values are equal; ``False`` says only that no proof was found."""
        return self.algebra.agree(one, other)


def _inside(value: Value, interval: Interval) -> bool:
    """Tell whether a value lies in an interval, as far as numbers tell."""
    if isinstance(value, tuple):
        return True
    low, high = (
        None if end is None else mp.mpf(end.numerator) / end.denominator for end in (interval.low, interval.high)
    )
    above = low is None or value > low or (value == low and not interval.low_open)
    below = high is None or value < high or (value == high and not interval.high_open)
    return bool(above and below and not (interval.nonzero and value == 0) and not (interval.integer and value % 1))


def _numbers(values: tuple[Value, Value]) -> tuple[list[Value], list[Value]]:
    one, other = values
    return (list(one), list(other)) if isinstance(one, tuple) else ([one], [other])


def _distance(one: list[Value], other: list[Value]) -> Value:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _scale(one: list[Value], other: list[Value]) -> Value:
    return max(abs(value) for value in (*one, *other))


def _told_apart(one: list[Value], other: list[Value]) -> tuple[str, str]:
    """Print both values with as many digits as it takes to see the difference, 8 at least."""
    for digits in (8, 16, 32, DIGITS):
        left, right = _text(one, digits), _text(other, digits)
        if left != right:
            break
    return left, right


def _text(values: list[Value], digits: int) -> str:
    shown = [str(mp.nstr(value, digits, strip_zeros=True)) for value in values]
    return shown[0] if len(shown) == 1 else f"({', '.join(shown)})"
