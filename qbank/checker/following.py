"""What follows from equations that bind the quantities: by their solutions, branch by branch.

The equations are solved one after another for one quantity each; every branch is a substitution under which all of
them hold. A claim that holds in every branch follows; one that is false at an exact point of a branch, within the
domain, does not, and the point is the witness. Quantities that an equation divides by count as nonzero there, as
everywhere in the checker: formulas are compared where they have values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import sympy as sp

from .angles import TRIANGLES, angle_parts, functions_of_angles
from .deciding.equality import Comparer, Difference
from .deciding.exact import NotReal, known_sign
from .deciding.zeros import is_factored_soon, zeros
from .domain import Interval
from .grids import Grid, ShapeError, aligned
from .letters import Undecided, interval_of
from .printing import latex
from .symbolic.functions import Expr
from .symbolic.sums import SumKey
from .symbolic.zero import is_zero
from .syntax import Big, Name, Node, Unit

MAX_BRANCHES = 12
MAX_EQUATIONS = 12
MAX_TERMS = 24
"""Terms of a polynomial that is factored."""
MAX_SOLVED = 60
"""Terms of an equation that is solved."""
SAMPLES = tuple(Fraction(*pair) for pair in ((3, 2), (-7, 5), (2, 7), (5, 1), (-11, 3), (1, 9), (4, 5), (17, 2)))

FOLLOWS, SOME, NEVER, OPEN = "follows", "some", "never", "open"
"""A claim holds in every branch; in some, and is false in another; in none; or it cannot be told."""
MEANS = (r"\bar{", r"\overline{")
"""How names begin that may be means of what sums run over."""
_WORST = (NEVER, OPEN, SOME)
"""What of the entries of two vectors tells of the whole, before all else."""


@dataclass(frozen=True, slots=True)
class Found:
    """How a claim stands to the equations; ``witness`` is a point that satisfies them and not the claim."""

    outcome: str
    witness: Difference | None = None
    reason: str = ""


@dataclass(slots=True)
class _Branch:
    values: dict[Expr, Expr] = field(default_factory=dict)

    def put(self, expression: Expr) -> Expr:
        return expression.xreplace(self.values) if self.values else expression

    def joined(self, symbol: Expr, value: Expr) -> _Branch:
        known = {one: other.xreplace({symbol: value}) for one, other in self.values.items()}
        return _Branch({**known, symbol: value})


class Following:
    """The solutions of some equations under one set of premises and domains."""

    def __init__(
        self, comparer: Comparer, equations: Sequence[tuple[Node, Node]], kept: frozenset[Name] = frozenset()
    ) -> None:
        """``kept``: the quantities that are solved for last."""
        self.comparer = comparer
        self.kept = kept
        self.complete = True
        self.problem = ""
        self.divides = False
        """A solution was divided by what may vanish together with the rest of its equation."""
        self.opaque = False
        """Quantities such as sums of open size occur: what they are made from is not known."""
        self.branches: list[_Branch] = []
        self._expressions: list[Expr] = []
        self._angles: dict[Expr, Expr] = {}
        """What stands for the functions of angles of which the equations say nothing else."""
        try:
            pairs = [pair for equation in equations for pair in self._pairs(*equation)]
            expressions = [self._difference(*pair) for pair in pairs]
            self._angles = functions_of_angles(expressions, comparer.algebra)
            self._expressions = [one.xreplace(self._angles) for one in expressions]
            self._solve(self._expressions)
        except Undecided as problem:
            self.complete = False
            self.problem = str(problem)
            self.branches = []

    def _pairs(self, left: Node, right: Node) -> list[tuple[Expr, Expr]]:
        """Return the values of two sides, or the entries of two vectors or matrices in pairs."""
        one, other = (self.comparer.algebra.value(side) for side in (left, right))
        if isinstance(one, Grid) and isinstance(other, Grid):
            try:
                one, other = aligned(one, other)
            except ShapeError as problem:
                raise Undecided(str(problem)) from problem
            return [
                (a.xreplace(self._angles), b.xreplace(self._angles))
                for a, b in zip(one.items, other.items, strict=True)
            ]
        if not isinstance(one, sp.Expr) or not isinstance(other, sp.Expr):
            raise Undecided("an equation between what are no numbers")
        return [(one.xreplace(self._angles), other.xreplace(self._angles))]

    def _difference(self, one: Expr, other: Expr) -> Expr:
        if sp.oo in (abs(one), abs(other)) or one.has(sp.zoo, sp.nan):
            raise Undecided("an equation with an infinite side")
        return one - other

    def _leaves(self, expression: Expr) -> list[Expr]:
        """Return the quantities that are plain names. Units are no unknowns; what is neither may be anything."""
        keys = self.comparer.algebra.keys
        free = sorted(expression.free_symbols, key=str)
        self.opaque = self.opaque or any(not isinstance(keys.get(symbol), Name | Unit) for symbol in free)
        return [symbol for symbol in free if isinstance(keys.get(symbol), Name)]

    def _solve(self, expressions: Sequence[Expr]) -> None:
        if len(expressions) > MAX_EQUATIONS:
            raise Undecided("too many equations at once")
        todo: list[tuple[_Branch, list[Expr]]] = [(_Branch(), list(expressions))]
        while todo:
            branch, left = todo.pop(0)
            left = [one for one in (sp.together(branch.put(expression)) for expression in left) if not is_zero(one)]
            if not left:
                if self._allowed(branch) and branch not in self.branches:
                    self.branches.append(branch)
                continue
            if any(map(self._impossible, left)):
                continue
            if any(len(sp.Add.make_args(sp.fraction(one)[0])) > MAX_SOLVED for one in left):
                raise Undecided("an equation with too many terms to be followed")
            at, symbol = self._next(left)
            rest = left[:at] + left[at + 1 :]
            factors = _factors(left[at])
            todo += [(branch, [factor, *rest]) for factor in factors if symbol not in factor.free_symbols]
            expression = sp.Mul(*(factor for factor in factors if symbol in factor.free_symbols))
            self.divides = self.divides or _may_vanish(expression, symbol)
            for value in zeros(expression, symbol):
                residue = expression.xreplace({symbol: value})
                if value.has(sp.zoo, sp.nan, sp.oo):
                    self.complete = False
                    continue
                if is_zero(residue):
                    todo.append(_sound(branch.joined(symbol, value), rest, expressions))
                elif residue.free_symbols or _sign(residue) is None:
                    self.complete = False
            if len(todo) + len(self.branches) > MAX_BRANCHES:
                raise Undecided("too many solutions to follow")

    def _next(self, expressions: Sequence[Expr]) -> tuple[int, Expr]:
        """Return which equation to solve next, and for what: linear with a number before it first, then alone."""
        ranked = []
        angular = {part for _, *functions in angle_parts(self._angles) for part in functions}
        for at, expression in enumerate(expressions):
            free = self._leaves(expression)
            numerator = sp.expand(sp.fraction(expression)[0])
            for symbol in free:
                slope = sp.diff(numerator, symbol)
                linear = symbol not in slope.free_symbols
                ease = 0 if linear and not slope.free_symbols else 1 if len(free) == 1 else 2 if linear else 3
                late = self.comparer.algebra.keys.get(symbol) in self.kept or symbol in angular
                ranked.append((late, ease, len(free), at, str(symbol), symbol))
        if not ranked:
            raise Undecided("an equation of numbers that cannot be told")
        _, _, _, at, _, symbol = min(ranked, key=lambda one: one[:5])
        return at, symbol

    def _interval(self, symbol: Expr) -> Interval | None:
        key = self.comparer.algebra.keys.get(symbol)
        return interval_of(self.comparer.domain, key, self.comparer.premises.letters) if isinstance(key, Name) else None

    def _allowed(self, branch: _Branch) -> bool:
        """Tell whether the equations have values on a branch, and none of its own is sure to lie outside the domain."""
        divisors = (one.base for whole in self._expressions for one in whole.atoms(sp.Pow) if one.exp.is_negative)
        if any(branch.put(one) == 0 for one in divisors):
            return False
        return all(
            value.free_symbols or (interval := self._interval(symbol)) is None or _inside(value, interval) is not False
            for symbol, value in branch.values.items()
        )

    def decide(self, left: Node, sign: str, right: Node) -> Found:
        """Tell how the claim ``left sign right`` stands to the solutions."""
        if self.problem or sign not in ("=", "<", ">", r"\le", r"\ge", r"\ne"):
            return Found(OPEN, reason=self.problem or "not an equation or inequality")
        if not self.branches:
            return Found(OPEN, reason="nothing satisfies the equations before" if self.complete else "not solved")
        try:
            pairs = self._pairs(left, right)
            if len(pairs) > 1 and sign != "=":
                return Found(OPEN, reason="an inequality between what are no numbers")
            if sign == "=":
                for one, other in pairs:
                    self._leaves(one - other)
        except Undecided as problem:
            return Found(OPEN, reason=str(problem))
        found = [self._decided(one, sign, other) for one, other in pairs]
        if any(one.outcome == SOME for one in found) and any(self._of_open_angles(*pair) for pair in pairs):
            return Found(OPEN, reason="an equation with infinitely many solutions")
        return next((one for outcome in _WORST for one in found if one.outcome == outcome), Found(FOLLOWS))

    def _decided(self, one: Expr, sign: str, other: Expr) -> Found:
        """Tell how a claim between two values stands to the solutions."""
        held, witness, unknown = 0, None, False
        for branch in sorted(self.branches, key=lambda one: 0 in one.values.values()):  # a witness without zeros first
            found = self._at(branch, one, sign, other)
            held += found is True
            unknown = unknown or found is None
            witness = witness or (found if isinstance(found, Difference) else None)
        if held == len(self.branches) and self.complete:
            return Found(FOLLOWS)
        if self.opaque and (sign != "=" or self._tied(one - other)):
            return Found(OPEN, reason="an equation with more than plain quantities")
        if unknown or not self.complete:
            return Found(OPEN, witness, "not every solution of the equations before could be followed")
        return Found(SOME if held else NEVER, witness)

    def _of_open_angles(self, left: Expr, right: Expr) -> bool:
        """Tell whether a claim depends on an angle, or a function of one, that the equations leave open."""
        parts = set().union(*(one.free_symbols for pair in self._angles.items() for one in pair))
        return any(branch.put(left - right).free_symbols & parts for branch in self.branches)

    @property
    def _complex(self) -> bool:
        """Tell whether the imaginary unit stands in the equations: their quantities may be complex."""
        return any(one.has(sp.I) for one in self._expressions)

    def _tied(self, expression: Expr) -> bool:
        """Tell whether a quantity that is no plain name, such as a sum, may be made from one that was solved for."""
        algebra = self.comparer.algebra
        solved = {symbol for branch in self.branches for symbol in branch.values}
        used = expression.free_symbols.union(*(one.free_symbols for one in self._expressions))
        hidden = [symbol for symbol in used if not isinstance(algebra.keys.get(symbol), Name | Unit)]
        names = [key for symbol in used if isinstance(key := algebra.keys.get(symbol), Name)]
        summed = {
            key.base for one in hidden for leaf in algebra.leaves(one) if isinstance(key := algebra.keys[leaf], Name)
        }
        if any((hidden and name.base.startswith(MEANS)) or (name.sub and name.base in summed) for name in names):
            return True  # a mean, or x_i beside a sum of all x_i
        return any(
            not isinstance(algebra.keys.get(one), Big | SumKey) or algebra.leaves(one) & solved for one in hidden
        )

    def leaves_open(self, left: Node, right: Node) -> bool:
        """Tell whether the equations leave quantities free on which a claim depends.

        Branches in which a quantity is zero of which the claim does not speak are passed over: it was cancelled.
        """
        try:
            differences = [one - other for one, other in self._pairs(left, right)]
        except Undecided:
            return True
        spoken = set().union(*(one.free_symbols for one in differences))
        kept = [one for one in self.branches if all(value != 0 or name in spoken for name, value in one.values.items())]
        return any(self._unknowns(branch.put(one)) for branch in kept or self.branches for one in differences)

    def breaks_freely(self, left: Node, right: Node) -> Difference | None:
        """Return a point at which an equation is false, where the equations before bind none of its quantities.

        These must be kept for last: each equation before then says what some other quantity is.
        """
        if self.problem or not self.complete or self.opaque:
            return None
        try:
            pairs = self._pairs(left, right)
        except Undecided:
            return None
        spoken = set().union(*((one - other).free_symbols for one, other in pairs))
        kept = [one for one in self.branches if all(value != 0 for value in one.values.values())]
        if any(spoken & set(branch.values) for branch in kept):
            return None
        found = (self._at(branch, one, "=", other) for branch in kept for one, other in pairs)
        return next((one for one in found if isinstance(one, Difference)), None)

    def holds_beside_zeros(self, left: Node, right: Node) -> bool:
        """Tell whether an equation holds on some branch on which no quantity vanishes."""
        try:
            pairs = self._pairs(left, right)
        except Undecided:
            return True
        kept = [branch for branch in self.branches if all(value != 0 for value in branch.values.values())]
        return any(all(self._at(branch, one, "=", other) is True for one, other in pairs) for branch in kept)

    def between(self, node: Node, low: Fraction, high: Fraction) -> bool:
        """Tell whether a formula has a value between two numbers for one of the solutions."""
        if self.problem:
            return False
        try:
            value = self.comparer.algebra.value(node)
        except Undecided:
            return False
        if not isinstance(value, sp.Expr):
            return False
        numbers = [branch.put(value.xreplace(self._angles)) for branch in self.branches]
        ends = [sp.Rational(end.numerator, end.denominator) for end in (low, high)]
        return any(_sign(one - ends[0]) in (0, 1) and _sign(ends[1] - one) in (0, 1) for one in numbers)

    def of_one_unit(self, left: Node, right: Node) -> bool:
        """Tell whether both sides have the same unit on every branch."""
        keys = self.comparer.algebra.keys
        try:
            ratios = [branch.put(one) / branch.put(other) for one, other in self._pairs(left, right)
                      for branch in self.branches]  # fmt: skip
        except Undecided:
            return False
        return not any(isinstance(keys.get(symbol), Unit) for one in ratios for symbol in sp.cancel(one).free_symbols)

    @property
    def only_zeros(self) -> bool:
        """Tell whether there are branches, and some quantity vanishes on each."""
        return bool(self.branches) and all(any(value == 0 for value in one.values.values()) for one in self.branches)

    def _unknowns(self, expression: Expr) -> list[Expr]:
        """Return the quantities in an expression that are no units."""
        keys = self.comparer.algebra.keys
        return [symbol for symbol in expression.free_symbols if not isinstance(keys.get(symbol), Unit)]

    def _impossible(self, expression: Expr) -> bool:
        """Tell whether an equation of numbers and units alone is false."""
        if self._unknowns(expression):
            return False
        return _sign(expression.xreplace(dict.fromkeys(expression.free_symbols, sp.Integer(1)))) not in (0, None)

    def factor_of(self, equations: Sequence[tuple[Node, Node]]) -> bool:
        """Tell whether an equation of one polynomial divides one of ``equations``: its solutions are among theirs."""
        try:
            mine = sp.fraction(sp.together(self._expressions[0]))[0]
            pairs = [pair for equation in equations for pair in self._pairs(*equation)]
            others = [sp.fraction(sp.together(self._difference(*pair)))[0] for pair in pairs]
        except (Undecided, IndexError):
            return False
        free = mine.free_symbols
        if len(free) != 1 or not mine.is_polynomial(*free) or len(self._expressions) > 1:
            return False
        part = sp.Poly(mine, *free).sqf_part()
        return any(
            other.free_symbols == free and other.is_polynomial(*free) and sp.Poly(other, *free).rem(part).is_zero
            for other in others
        )

    @property
    def excluded(self) -> bool:
        """Tell whether nothing satisfies the equations."""
        return self.complete and not self.opaque and not self.divides and not self.problem and not self.branches

    def _at(self, branch: _Branch, left: Expr, sign: str, right: Expr) -> bool | Difference | None:
        """Decide a claim on one branch: a false one with its point, or ``False`` where no point in the domain shows it.

        ``None``: it cannot be told.
        """
        one, other = branch.put(left), branch.put(right)
        difference = one - other
        if sign == "=" and is_zero(difference):
            return True
        free = self._free(branch, difference)
        known = _sign(difference) if not free and sign != "=" else None
        if known is not None and _holds(sign, known):
            return True
        for shift in range(len(SAMPLES)):
            point = self._point(branch, free, shift)
            if point is None:
                continue
            number = difference.xreplace(point)
            known = _sign(number)
            if (known is not None and not _holds(sign, known)) or (known is None and sign == "=" and _nonzero(number)):
                return self._shown(branch, point, left, right)
        if sign == "=":
            for shift in range(len(SAMPLES)):
                numbers = [SAMPLES[(shift + 3 * at) % len(SAMPLES)] for at in range(len(free))]
                anywhere = {s: sp.Rational(n.numerator, n.denominator) for s, n in zip(free, numbers, strict=True)}
                anywhere = self._with_angles(anywhere, shift)
                if self._of_angles(branch, anywhere) and _sign(difference.xreplace(anywhere)) in (-1, 1):
                    return False
        return None

    def _point(self, branch: _Branch, free: Sequence[Expr], shift: int) -> dict[Expr, Expr] | None:
        """Return numbers for the quantities left free, within the domain; ``None`` where these do not fit."""
        point: dict[Expr, Expr] = {}
        for at, symbol in enumerate(free):
            if isinstance(self.comparer.algebra.keys.get(symbol), Unit):
                point[symbol] = sp.Integer(1)
                continue
            interval = self._interval(symbol)
            number = SAMPLES[(shift + 3 * at) % len(SAMPLES)]
            if interval is not None and number not in interval:
                number = next((one for one in (*SAMPLES, Fraction(1, 2), Fraction(2)) if one in interval), number)
                if number not in interval:
                    return None
            point[symbol] = sp.Rational(number.numerator, number.denominator)
        point = self._with_angles(point, shift)
        if not self._of_angles(branch, point):
            return None
        for symbol, value in branch.values.items():
            interval = self._interval(symbol)
            if interval is None or interval.complex or (interval == Interval() and self._complex):
                continue
            if _inside(value.xreplace(point), interval) is not True:
                return None
        algebra = self.comparer.algebra
        for relation in self.comparer.domain.relations:
            for low, sign, high in zip(relation.sides, relation.signs, relation.sides[1:], strict=False):
                try:
                    difference = branch.put(algebra.value(low) - algebra.value(high)).xreplace(point)
                except (Undecided, TypeError):
                    return None
                known = _sign(difference) if not difference.free_symbols else None
                if known is None or not _holds(sign, known):
                    return None
        return point

    def _free(self, branch: _Branch, difference: Expr) -> list[Expr]:
        """Return what a point must give numbers to, the functions of an angle together."""
        free = set().union(difference.free_symbols, *(value.free_symbols for value in branch.values.values()))
        for angle, sine, cosine in angle_parts(self._angles):
            if free & {angle, sine, cosine}:
                free |= {angle, sine, cosine} - set(branch.values)
        return sorted(free, key=str)

    def _with_angles(self, point: Mapping[Expr, Expr], shift: int) -> dict[Expr, Expr]:
        """Put acute angles of right triangles with whole sides for those of a point."""
        found = dict(point)
        for at, (angle, *functions) in enumerate(angle_parts(self._angles)):
            leg, other, hypotenuse = TRIANGLES[(shift + at) % len(TRIANGLES)]
            sine, cosine = sp.Rational(leg, hypotenuse), sp.Rational(other, hypotenuse)
            values = zip((angle, *functions), (sp.acos(cosine), sine, cosine), strict=True)
            found |= {symbol: value for symbol, value in values if symbol in point}
        return found

    def _of_angles(self, branch: _Branch, point: Mapping[Expr, Expr]) -> bool:
        """Tell whether the functions of each angle belong to one angle, and that to its domain."""
        for angle, sine, cosine in angle_parts(self._angles):
            if angle not in point:
                continue
            one, other = (branch.put(part).xreplace(dict(point)) for part in (sine, cosine))
            interval = self._interval(angle)
            if one.free_symbols or other.free_symbols or one**2 + other**2 != 1 or other != sp.cos(point[angle]):
                return False
            if interval is not None and _inside(point[angle], interval) is not True:
                return False
        return True

    def _shown(self, branch: _Branch, point: Mapping[Expr, Expr], left: Expr, right: Expr) -> Difference:
        algebra = self.comparer.algebra
        used = set(left.free_symbols | right.free_symbols) | set(point) | set(branch.values)
        values = {symbol: branch.put(symbol).xreplace(dict(point)) for symbol in sorted(used, key=str)}
        shown = {
            latex(key): _text(value)
            for symbol, value in values.items()
            if isinstance(key := algebra.keys[symbol], Name)
        }
        numbers = [branch.put(side).xreplace(dict(point)) for side in (left, right)]
        return Difference(shown, *(_text(number) for number in numbers))


def _sound(branch: _Branch, rest: list[Expr], whole: Sequence[Expr]) -> tuple[_Branch, list[Expr]]:
    """Return a branch and what is left to solve: all anew, where a value was divided by what is zero on the branch.

    Of ``2bx = y^2`` follows ``x = y^2/(2b)``; with ``b = y = 0`` the equation says nothing of x.
    """
    kept = {one: value for one, value in branch.values.items() if not value.has(sp.nan, sp.zoo, sp.oo)}
    return (branch, rest) if len(kept) == len(branch.values) else (_Branch(kept), list(whole))


def _factors(expression: Expr) -> list[Expr]:
    """Return the factors of a numerator: each of them may be the one that is zero."""
    numerator = sp.fraction(expression)[0]
    free = sorted(numerator.free_symbols, key=str)
    small = numerator.is_polynomial(*free) and len(sp.Add.make_args(sp.expand(numerator))) <= MAX_TERMS
    small = small and is_factored_soon(numerator)
    whole = sp.factor(numerator) if small else sp.factor_terms(numerator)
    factors = [one.base if one.is_Pow and one.exp.is_positive else one for one in sp.Mul.make_args(whole)]
    return [one for one in factors if one.free_symbols]


def _may_vanish(expression: Expr, symbol: Expr) -> bool:
    """Tell whether the factor before ``symbol`` in a linear equation may be zero with the rest: no product of names."""
    slope = sp.diff(sp.expand(expression), symbol)
    if symbol in slope.free_symbols or not slope.free_symbols:
        return False
    return bool(sp.Add.make_args(slope)[1:])


def _text(number: Expr) -> str:
    return str(number) if isinstance(number, sp.Rational) else str(sp.N(number, 8))


def _sign(number: Expr) -> int | None:
    """Return the sign of a number, ``None`` where it has none or it is not known."""
    if number.free_symbols:
        return None
    try:
        return known_sign(number)
    except (Undecided, NotReal):
        return None


def _nonzero(number: Expr) -> bool:
    """Tell whether a number, complex perhaps, is sure not to be zero."""
    if number.free_symbols:
        return False
    value = abs(sp.N(number, 30))
    return bool(value.is_Float and value > sp.Float("1e-12"))


def _holds(sign: str, known: int) -> bool:
    return {"=": known == 0, "<": known < 0, ">": known > 0, r"\le": known <= 0, r"\ge": known >= 0,
            r"\ne": known != 0}[sign]  # fmt: skip


def _inside(number: Expr, interval: Interval) -> bool | None:
    """Tell whether a number lies in an interval; ``None`` where it cannot be told."""
    if interval.nonzero and (zero := _sign(number)) is not None and zero == 0:
        return False
    if interval.integer and isinstance(number, sp.Rational) and number.q != 1:
        return False
    for end, opened, way in ((interval.low, interval.low_open, 1), (interval.high, interval.high_open, -1)):
        if end is None:
            continue
        known = _sign(number - sp.Rational(end.numerator, end.denominator))
        if known is None:
            return None
        if way * known < 0 or (known == 0 and opened):
            return False
    real = _sign(number)
    return None if real is None or (interval.integer and not isinstance(number, sp.Rational)) else True
