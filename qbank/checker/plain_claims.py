"""One claim of a worked solution judged for all values of its quantities.

What is false for arbitrary values may be meant for some alone, be rounded, or rest on words: then nothing is refuted.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import sympy as sp

from .claim_shapes import ORDER, has_decimals, has_roots, has_unit, is_constant
from .congruence_claims import Congruences
from .deciding.equality import Comparer
from .deciding.inequalities import items_of
from .deciding.relations import CONSTANTS_OF_INTEGRATION, decide
from .domain import Domain, Interval, from_relation
from .grounds import Grounds
from .hanging_together import ALWAYS
from .letters import Undecided
from .matching import related
from .rates import rate
from .rounding import coarse, looked_up, may_be_rounded, measured, printed, rounded_inside, unitless
from .ruling import NO_UNIT, SAME_SOLUTIONS, UNIT_LATE, WRONG, Ruling
from .solution import FAILS, HOLDS, UNDECIDED, Line
from .solution_words import CHANGES
from .symbolic.limits import Infinite
from .syntax import (
    Apply,
    At,
    Between,
    Big,
    Builder,
    Congruence,
    Const,
    Div,
    Integral,
    Limit,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Set,
    Tuple,
    Unit,
    names_in,
    put,
    rebuild,
    walk,
)

WHOLE = frozenset({"n", "m", "k", "j", "l", "N", "M"})
"""Letters that often stand for whole numbers without a word said."""
COORDINATES = frozenset({"x", "y", "z"})
_STRUCTURED = (Set, Between, Builder, Logic)
TENS = 10
CLOSE = Fraction(1, 500)
"""How far formulas of decimals may differ for rounding on the way."""


class PlainClaims(Grounds):
    """Decides claims by themselves, under the premises and domains of one comparer."""

    def __init__(self, comparer: Comparer) -> None:
        super().__init__(comparer)
        self.ordered: Relation | None = None
        """The last inequality that was claimed."""
        self.congruences = Congruences()
        """The congruences that hold so far."""
        self.other_units = False
        """The stem speaks of units that are no powers of ten of those of the SI."""
        self.barred = ""
        """Why nothing can be refuted: the premises exclude one another."""

    def _plain(self, left: Node, sign: str, right: Node, line: Line | None) -> Ruling:
        """Judge a claim for all values of its quantities."""
        if sign == "=":
            by = line.constant_of if line is not None else None
            left, right = _limits(left), _limits(right)
            ruling = self._equality(left, right, by)
            if ruling.verdict == UNDECIDED and (found := self._improper(left, right)) is not None:
                return found
            if ruling.verdict == FAILS and by is not None:
                zero = dict.fromkeys(self._integration_constants(left, right), Num(Fraction(0)))
                left, right = put(left, zero), put(right, zero)
            return self._spared(ruling, left, right, line) if ruling.verdict == FAILS else ruling
        if sign == r"\approx":
            quantity = measured(right)
            number = printed(quantity[0] if quantity is not None else right)
            scales: list[Node] = [] if quantity is None else [quantity[1]]
            late = quantity is not None and self._in_units(quantity[1]) and not self._in_units(left)
            if quantity is not None and late:
                scales = [unitless(quantity[1]), *self._in_si(quantity[1])]
            values: list[Node] = [Div(left, scale) for scale in scales] or [left]
            own = (self._untouched(left) if is_constant(left) else None) or self.comparer
            near = [own.within(value, *number) if number is not None else None for value in values]
            close = True if True in near else None if None in near else False
            if close is False and (may_be_rounded(self.comparer, left, right) or looked_up(self.comparer, left, right)):
                close = None
            if close is False and isinstance(left, Apply) and left.function not in self.comparer.premises.functions:
                close = None  # a value of a solution, found step by step
            if close is False and number is not None and any(coarse(self.comparer, one, *number) for one in values):
                close = None
            if close is False and (reason := self._rests_on_words(left, right)):
                return Ruling(UNDECIDED, reason)
            if close and late:
                return Ruling(UNDECIDED, UNIT_LATE)
            verdict = HOLDS if close else UNDECIDED if close is None else FAILS
            return Ruling(
                verdict,
                "holds to the digits printed"
                if close
                else "is wrong in the digits printed"
                if verdict == FAILS
                else "a rounded value that was not decided",
            )
        if sign == r"\equiv" and line is not None and line.modulus is not None:
            stated = [] if self.setting is None else self.setting.stated
            return self.congruences.judge(self.comparer, Congruence((left, right), line.modulus), stated)
        if line is not None and len(line.signs) > 1 and self._places(left, right):
            return Ruling(UNDECIDED, "may say where the quantities lie")
        if (broken := self._narrowed(line, left, right).breaks(left, sign, right)) is not None:
            positive = self._positive(line, left, right)
            if positive is not None and positive.breaks(left, sign, right) is None:
                return Ruling(UNDECIDED, "holds where all quantities are positive, which nothing says")
            return Ruling(FAILS, "is false", broken)
        if self.comparer.compare(Relation((left, right), (sign,)), Const("true")).proved:
            return Ruling(HOLDS, "holds for all values")
        return Ruling(UNDECIDED, "holds at every point tried, but inequalities are not proved yet")

    def _improper(self, left: Node, right: Node) -> Ruling | None:
        """Judge integrals, limits and series again: for positive quantities, or as what has no finite value."""
        bounded = any(map(_unbounded, (left, right)))
        if self.comparer.bound or not bounded:
            return None
        leaves = self._leaves(left) | self._leaves(right)
        free = sorted(leaves - {name for name, _ in self.comparer.domain.intervals}, key=str)
        if free:
            domain = self.comparer.domain
            domain = Domain((*domain.intervals, *((name, _FRACTION) for name in free)), domain.relations)
            positive = Comparer(self.comparer.premises, domain, self.comparer.told, kinds=self.comparer.kinds)
            verdict = positive.compare(left, right)
            if verdict.outcome == "equal" and verdict.proved:
                return Ruling(HOLDS, "holds for positive quantities")
            if verdict.outcome == "different":
                reason = self._rests_on_words(left, right)
                return Ruling(UNDECIDED, reason) if reason else Ruling(FAILS, WRONG, verdict.witness)
            return None
        values = []
        for side in (left, right):
            try:
                values.append(self.comparer.algebra.value(side))
            except Infinite:
                values.append(None)
            except Undecided:
                return None
        return Ruling(FAILS, "has an infinite side and a finite one") if values.count(None) == 1 else None

    def _spared(self, ruling: Ruling, left: Node, right: Node, line: Line | None) -> Ruling:
        """Look again at what is false as it stands: it may be rounded, or claimed for some values alone."""
        if self._in_units(left) != self._in_units(right):
            return self._unit_at_end(left, right)
        number = printed(right)
        if number is not None and number[1] < Fraction(1, 2) and self.comparer.within(left, *number):
            return Ruling(UNDECIDED, "right to the digits printed, but not equal: write \\approx")
        table = looked_up(self.comparer, left, right)
        if table or rounded_inside(self.comparer, left, right) or self._to_its_digits(left, right):
            return Ruling(UNDECIDED, "right to the digits printed, but not equal: write \\approx")
        if reason := self._rests_on_words(left, right):
            return Ruling(UNDECIDED, reason)
        if self._open_chances(left, right) == ALWAYS:
            return replace(ruling, method=ALWAYS)
        if self._puts_in(left, right) and (self.other_units or (line and CHANGES.search(line.formula.before))):
            return Ruling(UNDECIDED, "may put in other values than those told")
        narrow = self._narrowed(line, left, right)
        if narrow is self.comparer:
            return ruling
        verdict = narrow.compare(left, right)
        if verdict.outcome == "different":
            return Ruling(FAILS, WRONG, verdict.witness)
        if verdict.proved and line is not None and line.under is not None:
            return Ruling(HOLDS, "holds under the condition that follows")
        return Ruling(UNDECIDED, "holds only for some values, such as whole or positive numbers")

    def _puts_in(self, left: Node, right: Node) -> bool:
        """Tell whether numbers stand beside names to which numbers are given: these may be given anew in words."""
        values = {name for name, body in self._defined().items() if is_constant(body)}
        placed = any(isinstance(part, At) for part in walk(left))
        return is_constant(right) and (placed or bool(values & set(names_in(left))))

    def _to_its_digits(self, left: Node, right: Node) -> bool:
        """Tell whether a quantity is right to its digits, or two formulas of decimals are equal but for rounding."""
        if (quantity := measured(right)) is not None and (number := printed(quantity[0])) is not None:
            scales = [quantity[1], unitless(quantity[1]), *self._in_si(quantity[1])]
            if any(self.comparer.within(Div(left, scale), *number) for scale in scales):
                return True
        number = printed(right)
        if number is not None and abs(number[0]) >= TENS and has_decimals(left) and self.comparer.within(left, *number):
            return True
        if not (has_decimals(left) or has_decimals(right)):
            return False
        ratio = Div(left, right)
        return bool(self.comparer.within(ratio, Fraction(1), CLOSE))

    def _unit_at_end(self, left: Node, right: Node) -> Ruling:
        r"""Judge ``2 \cdot 3 = 6\,\text{m}``: the numbers, where the unit is put on at the end alone."""
        quantity = measured(right)
        if quantity is None or self._moves(left) or self._in_units(left):
            return Ruling(UNDECIDED, NO_UNIT)
        verdict = self.comparer.compare(left, unitless(right))
        scaled = [Mul((quantity[0], scale)) for scale in self._in_si(quantity[1])]
        if any(self.comparer.compare(left, one).outcome != "different" for one in scaled):
            return Ruling(UNDECIDED, NO_UNIT)
        rounded = rounded_inside(self.comparer, left, unitless(right))
        if verdict.outcome != "different" or rounded or self._to_its_digits(left, right):
            return Ruling(UNDECIDED, UNIT_LATE if verdict.proved else NO_UNIT)
        return Ruling(FAILS, WRONG, verdict.witness)

    def _in_si(self, unit: Node) -> list[Node]:
        """Return what a unit is as a number of basic ones, where that is known."""
        try:
            value = self.comparer.algebra.value(unit)
        except Undecided:
            return []
        number = value.xreplace(dict.fromkeys(value.free_symbols, 1)) if isinstance(value, sp.Expr) else None
        return [Num(Fraction(int(number.p), int(number.q)))] if isinstance(number, sp.Rational) else []

    def _in_units(self, node: Node) -> bool:
        """Tell whether units stand in a formula, or in what it is made from; zero has those it was made from."""
        try:
            value = self.comparer.algebra.value(node)
        except Undecided:
            return has_unit(node)
        if value == 0:
            bodies = (self._defined().get(name) for name in self._reached(set(names_in(node))))
            return any(has_unit(one) for one in (node, *bodies) if one is not None)
        symbols = getattr(value, "free_symbols", ())
        return any(isinstance(self.comparer.algebra.keys.get(symbol), Unit) for symbol in symbols)

    def _places(self, left: Node, right: Node) -> bool:
        r"""Tell whether an inequality bounds an open quantity, as ``0 \le x \le \sqrt y`` describes a region."""
        return any(isinstance(side, Name) and self._moves(side) for side in (left, right))

    def _narrowed(self, line: Line | None, *nodes: Node) -> Comparer:
        """Return a comparer for the values that a claim may be meant for.

        These are its condition's, whole numbers for n, and positive ones below roots.
        """
        domain = self.comparer.domain
        defined = self._defined()
        names = {name for node in nodes for name in names_in(node) if name.base in WHOLE and not name.sub}
        names -= set(defined)
        listed = {name for name, _ in domain.intervals}
        intervals = [(name, Interval(integer=True)) for name in sorted(names - listed, key=str)]
        if any(map(has_roots, nodes)):  # √(x²) = x where x is a length: nobody says that lengths are positive
            free = set().union(*(self._leaves(node) for node in nodes)) - names - listed
            free -= set(self.comparer.premises.letters.limits)  # sizes
            intervals += [(name, _FRACTION) for name in sorted(free, key=str)]
        relations: tuple[Relation, ...] = ()
        if line is not None and line.under is not None and (found := from_relation(line.under)) is not None:
            intervals += found.intervals
            relations = found.relations
        if not intervals and not relations:
            return self.comparer
        narrowed = Domain((*domain.intervals, *intervals), (*domain.relations, *relations))
        own = Comparer(self.comparer.premises, narrowed, self.comparer.told, kinds=self.comparer.kinds)
        own.bound, own.settled = self.comparer.bound, self.comparer.settled
        return own

    def _positive(self, line: Line | None, *nodes: Node) -> Comparer | None:
        """Return a comparer under which quantities are positive where nothing says otherwise, as sizes are.

        Nothing where there are none such; coordinates may have any sign.
        """
        listed = {name for name, _ in self.comparer.domain.intervals}
        free = set().union(*(self._leaves(node) for node in nodes)) - listed
        sizes = sorted((name for name in free if name.base not in COORDINATES), key=str)
        if not sizes:
            return None
        base = self._narrowed(line, *nodes)
        intervals = [(name, Interval(Fraction(0), low_open=True, integer=name.base in WHOLE)) for name in sizes]
        domain = Domain((*base.domain.intervals, *intervals), base.domain.relations)
        own = Comparer(base.premises, domain, base.told, kinds=base.kinds)
        own.bound, own.settled = base.bound, base.settled
        return own

    def _equality(self, left: Node, right: Node, by: Name | None) -> Ruling:
        if by is not None:
            zero = dict.fromkeys(self._integration_constants(left, right), Num(Fraction(0)))
            one, other = (rate(put(side, zero), by, self._defined()) for side in (left, right))
            if one is None or other is None:
                return Ruling(UNDECIDED, "an antiderivative inside a formula")
            ruling = self._equality(one, other, None)
            return Ruling(ruling.verdict, "up to a constant, " + ruling.method, ruling.witness, ruling.proved)
        values = items_of(right)
        listed = values is not None and items_of(left) is None and isinstance(left, Name)
        if listed and not (isinstance(right, Tuple) and self._is_vector(left)):
            return Ruling(UNDECIDED, "a list of values")
        verdict = self.comparer.compare(left, right)
        for narrower in (self._untouched, self._beside_others):
            if verdict.outcome == "undecided" and (own := narrower(left, right)) is not None:
                verdict = own.compare(left, right)
        if verdict.outcome == "undecided" and not self.comparer.bound:
            one, other = (self._expanded(side) for side in (left, right))
            if (one, other) != (left, right) or any(
                isinstance(part, _STRUCTURED) for part in (*walk(one), *walk(other))
            ):
                verdict = related(self.comparer, one, other)
        if verdict.outcome == "different":
            return Ruling(FAILS, WRONG, verdict.witness)
        if verdict.outcome == "undecided":
            return Ruling(UNDECIDED, verdict.reason)
        if verdict.proved:
            return Ruling(HOLDS, "the same formula" if verdict.method == "identical" else "by algebra")
        return Ruling(UNDECIDED, "agrees at every point tried, but no proof was found", proved=False)

    def _expanded(self, node: Node) -> Node:
        """Put in what sets and the like are defined to be: they have no value that a definition could be put in for."""
        kept = {name: body for name, body in self._defined().items() if isinstance(body, _STRUCTURED)}
        for _ in range(4):
            node = put(node, kept)
        return node

    def _integration_constants(self, *nodes: Node) -> set[Name]:
        """Return the constants of integration: C, c, K and k where the question does not speak of them."""
        told = self.comparer.told or frozenset()
        names = {name for node in nodes for name in names_in(node)}
        return {name for name in names if name.base in CONSTANTS_OF_INTEGRATION - told and name not in self._defined()}

    def _ordered(self, claim: Relation) -> Ruling | None:
        """Judge an inequality that is being solved: it has the solutions of the one before, or of the question's."""
        free = Comparer(self.comparer.premises, Domain(), kinds=self.comparer.kinds)
        before = [self.ordered] if self.ordered is not None else []
        stated = [] if self.setting is None else [one for one in self.setting.stated if isinstance(one, Relation)]
        stated += [] if self.setting is None else [one for one in self.setting.solved if isinstance(one, Relation)]
        for one in (*before, *(one for one in stated if set(one.signs) <= ORDER and not set(one.signs) <= {"="})):
            if set(names_in(one)) == set(names_in(claim)) and _same_solutions(free, one, claim):
                return Ruling(HOLDS, SAME_SOLUTIONS)
        return None

    def _equal(self, left: Node, right: Node) -> bool:
        return self.comparer.compare(left, right).outcome == "equal"


def _unbounded(node: Node) -> bool:
    """Tell whether an integral with open or infinite bounds, a limit or a series stands in a formula."""
    return any(
        isinstance(part, Limit)
        or (isinstance(part, Integral) and part.lower is not None)
        or (isinstance(part, Big) and part.upper == Const("infinity"))
        for part in walk(node)
    )


def _limits(node: Node) -> Node:
    r"""Read ``[F]_0^\infty`` as the limits that it stands for."""
    if isinstance(node, At) and len(node.names) == 1 and node.values[0] in _INFINITE:
        return Limit(_limits(node.of), node.names[0], node.values[0])
    return rebuild(node, _limits)


_INFINITE = (Const("infinity"), Neg(Const("infinity")))


def _same_solutions(comparer: Comparer, one: Relation, other: Relation) -> bool:
    verdict = decide(comparer, one, other)
    return verdict is not None and verdict.proved


_FRACTION = Interval(Fraction(0), Fraction(1), low_open=True, high_open=True)
"""Positive, and as an angle below a quarter turn."""
