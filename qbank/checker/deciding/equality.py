"""Whether two formulas are equal: ``docs/equality.md`` describes the procedure.

1. Both are evaluated at exact points of the domain with balls that hold the true values; a point where the balls do not
   overlap is a witness: **different**.
2. Where all points agree, their difference is brought to the normal form of a rational function in independent
   quantities (names, exponentials, logarithms, sums); zero there, or zero after sympy's simplification, is a proof:
   **equal**, method ``symbolic``.
3. Else the points alone speak: **equal**, method ``numeric``, which never counts as proved.

What is no plain value (an equation, a set, both signs at once) is left to ``relations.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from functools import cache, cached_property
from typing import TypeVar, cast

import sympy as sp

from qbank.checker.domain import REAL, Domain
from qbank.checker.grids import Grid
from qbank.checker.index_letters import letters_of
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.numeric.sampling import SIZES
from qbank.checker.numeric.scalars import Outside, rational
from qbank.checker.premises import Premises
from qbank.checker.printing import latex
from qbank.checker.reading.kinds import Kinds
from qbank.checker.symbolic.algebra import Algebra
from qbank.checker.symbolic.array_numbers import arrays_in
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.named_arrays import NamedArrays
from qbank.checker.symbolic.parts import is_smooth
from qbank.checker.symbolic.values import open_identity, sized
from qbank.checker.symbolic.zero import differs_by_number
from qbank.checker.syntax import (
    Add,
    Apply,
    Between,
    Big,
    Builder,
    Call,
    Chance,
    Congruence,
    Deriv,
    Div,
    Integral,
    Logic,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    PlusMinus,
    Pow,
    Quantified,
    Relation,
    Set,
    names_in,
    negated,
    rebuild,
    walk,
)

from .arrays_compared import by_words, written
from .congruences import worked_out
from .exact import NotReal, ball
from .extrema import with_extrema
from .openness import Openness, is_closed
from .pointwise import ENOUGH, WANTED, Pointwise
from .regions import NoSet
from .residues import folded
from .sets import evaluated
from .witness import Difference, Verdict, told_apart

__all__ = ["Comparer", "Difference", "Verdict"]
MOST_BITS = 8192
"""Digits with which two numbers are looked at that agree and are not proved equal."""
Answer = TypeVar("Answer", bound=Verdict | None)
_INEQUALITIES = frozenset({"<", ">", r"\le", r"\ge", r"\ne"})
_NO_VALUES = (Relation, Set, Between, Builder, Logic, Quantified, Chance, Moment, Congruence, PlusMinus)


class Comparer(Openness):
    """Compares formulas under one set of premises and domains."""

    def __init__(
        self,
        premises: Premises,
        domain: Domain,
        told: frozenset[str] | None = None,
        *,
        kinds: Kinds,
        like: Comparer | None = None,
    ) -> None:
        """``told``: the names that the question speaks of; ``None``: every name is as good as any.

        ``kinds``: which names are vectors and matrices; without it they would commute like numbers.
        ``like``: a comparer under the same premises, domain and kinds, whose values are used again.
        """
        if premises.random is not None:
            domain = premises.random.within(domain)
            told = told if told is None else told | premises.random.bases
        super().__init__(premises, told, Algebra(premises, domain, kinds) if like is None else like.algebra)
        self.domain = domain
        self.kinds = kinds
        self.pointwise: Pointwise = Pointwise(premises, domain, kinds) if like is None else like.pointwise
        self._known: dict[tuple[object, ...], Verdict | None] = {} if like is None else like._known  # noqa: SLF001
        self._deciding: set[tuple[Node, Node]] = set()

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide whether ``left`` equals ``right``.

        A difference is undecided where a premise may be missing: see :meth:`left_open`.
        """
        left, right = self.ordinary(left), self.ordinary(right)
        return self.remembered((left, right), lambda: self._decided(left, right))

    def _decided(self, left: Node, right: Node) -> Verdict:
        try:
            return self._related(left, right) or self._compared(left, right)
        except (Undecided, Outside, NoSet, NotReal) as problem:  # a limit met where nobody expected it
            return Verdict("undecided", reason=str(problem) or "what is written is not understood")

    def under_way(self) -> frozenset[tuple[Node, Node]]:
        """Return the pairs that are being compared by what they mean just now: those are taken for plain values."""
        return frozenset(self._deciding)

    def remembered(self, what: tuple[object, ...], decide: Callable[[], Answer]) -> Answer:
        """Return what ``decide`` gives, found out once for ``what`` and all else that a verdict rests on."""
        key = (*what, self.bound, self.told, frozenset(self.settled))
        if key not in self._known:
            self._known[key] = decide()
        return cast("Answer", self._known[key])

    def parted(self, left: Node, right: Node) -> bool:
        """Tell whether the points alone show that :meth:`compare` will not find two plain values equal."""
        left, right = self.ordinary(left), self.ordinary(right)
        if _no_value(left) or _no_value(right) or left == right or self.kinds != Kinds():
            return False
        try:
            return isinstance(self.pointwise.difference(left, right, list), Difference)
        except Undecided:
            return False

    def ordinary(self, node: Node) -> Node:
        """Return a formula with its probabilities, moments and remainders of numbers as ordinary formulas."""
        node = node if self.premises.random is None else self.premises.random.formula(node)
        node = _renamed(node, self.premises.standing) if self.premises.standing else node
        node = _renamed(node, self.premises.named) if self.premises.named else node
        node = self.premises.opened(node)
        if self.premises.random is not None and self.premises.random.table:
            node = self._by_table(node, self.premises.random.table)
        if any(isinstance(part, Call) and part.function == "card" for part in walk(node)):
            node = evaluated(node)
        remainders = any(isinstance(part, Call) and part.function in ("mod", "gcd", "lcm") for part in walk(node))
        return with_extrema(self.algebra, worked_out(folded(node, self.premises.remainders)) if remainders else node)

    def _by_table(self, node: Node, table: Mapping[Fraction, Num]) -> Node:
        r"""Return a formula with the values of ``\Phi`` that the premises give in place of the exact ones."""
        if not any(isinstance(part, Call) and part.function == "erf" for part in walk(node)):
            return node
        if isinstance(node, Call) and node.function == "erf":
            with suppress(Undecided, AttributeError, TypeError):
                place = sp.simplify(self.algebra.value(node.arguments[0]) * sp.sqrt(2))
                for sign in (1, -1):
                    if place.is_Rational and (known := table.get(sign * Fraction(int(place.p), int(place.q)))):
                        value = 2 * known.value - 1
                        return Num(value) if sign > 0 else negated(Num(value))
        return rebuild(node, lambda part: self._by_table(part, table))

    def _related(self, left: Node, right: Node) -> Verdict | None:
        """Compare what is no plain value by what it means; ``None`` for plain values."""
        from .relations import decide  # noqa: PLC0415 - the two modules call each other

        if (left, right) in self._deciding or not (_no_value(left) or _no_value(right)):
            return None
        self._deciding.add((left, right))
        try:
            return decide(self, left, right)
        finally:
            self._deciding.discard((left, right))

    def _compared(self, left: Node, right: Node) -> Verdict:
        if left == right:
            return self._same(left)
        if letter := self._clash(left, right):
            return Verdict("undecided", reason=f"{letter} is an index and a quantity at once")
        try:
            one, other = self._beside(left, right), self._beside(right, left)
        except Undecided as problem:
            if arrays_in(self.algebra, left, right) or any(map(_holds_identity, (left, right))):
                return by_words(self, self.pointwise, left, right)
            return self._by_numbers(left, right, str(problem))
        proved = cache(lambda: self.vanishes(one, other))
        try:
            if _is_arithmetic(left) and _is_arithmetic(right) and one.is_Rational and other.is_Rational:
                found: Difference | int = WANTED if one == other else Difference({}, str(one), str(other))
            else:
                found = self.pointwise.difference(
                    left, right, lambda: self._leaves(left, right), lambda: _smooth(one, other) and proved()
                )
            if isinstance(found, Difference):
                return self._different(left, right, found, one, other)
        except Undecided as problem:
            if (apart := self._numbers_apart(left, right, one, other)) is not None:
                return apart
            return Verdict("undecided", reason=str(problem))
        if found < ENOUGH:
            return Verdict("undecided", reason="no point of the domain was found where both have a value")
        if proved():
            return Verdict("equal", "symbolic")
        if not isinstance(one, Grid) and not isinstance(other, Grid) and differs_by_number(one - other):
            return Verdict("undecided", reason="the digits agree and the formulas do not")
        if (apart := self._numbers_apart(left, right, one, other, MOST_BITS)) is not None:
            return apart
        beyond = self.pointwise.beyond(left, right, lambda: self._leaves(left, right))
        return Verdict("equal", "numeric") if beyond is None else self._different(left, right, beyond, one, other)

    def _beside(self, node: Node, model: Node) -> Expr:
        """Return the value of a formula; of the identity and of zero, in the size of what it is compared with."""
        if not open_identity(node) and node not in (Num(Fraction(0)), Call("zero", ())):
            return self.algebra.value(node)
        other = self.algebra.value(model) if not open_identity(model) else None
        if not isinstance(other, Grid):
            return self.algebra.value(node)
        if not open_identity(node):
            return other.map(lambda _: sp.Integer(0))
        return self.algebra.value(sized(node, other.rows))

    def _different(self, left: Node, right: Node, found: Difference, one: Expr, other: Expr) -> Verdict:
        reason = self.left_open(left, right)
        if not reason and one == other:
            reason = "the two routes contradict each other"
        elif not reason and self.pointwise.doubted(left, right) and self.vanishes(one, other):
            reason = "an estimate contradicts the algebra"
        return Verdict("undecided", reason=reason) if reason else Verdict("different", "numeric", found)

    def _numbers_apart(self, left: Node, right: Node, one: Expr, other: Expr, bits: int = 256) -> Verdict | None:
        """Tell two exact numbers apart by rigorous balls, where the points could not: neither rests on an estimate."""
        if isinstance(one, tuple | Grid) or isinstance(other, tuple | Grid) or (one - other).free_symbols:
            return None
        try:
            values = [ball(number, bits) for number in (one, other)]
        except (NotReal, Undecided):
            return None
        if (values[0] - values[1]).contains(0) or self.left_open(left, right):
            return None
        told, its = told_apart(*values)
        if told == its:  # they part beyond all digits shown
            gap = (values[0] - values[1]).real
            told += f" {'+' if gap > 0 else '-'} {abs(gap).str(3, radius=False)}"
        return Verdict("different", "numeric", Difference({}, told, its))

    def _by_numbers(self, left: Node, right: Node, reason: str) -> Verdict:
        """Look for a difference where algebra has no value: only where all that is written is plain."""
        if self._plain(left, right):
            try:
                found = self.pointwise.difference(left, right, lambda: written(left, right))
                if isinstance(found, Difference) and not self.left_open(left, right):
                    return Verdict("different", "numeric", found)
                if found == WANTED and self.pointwise.of_matrices(left, right):
                    return Verdict("equal", "numeric")
            except Undecided:
                pass
        return Verdict("undecided", reason=reason)

    def _plain(self, *nodes: Node) -> bool:
        """Tell whether formulas stand for themselves: nothing defined, no derivative of what may depend on more."""
        premises = self.premises
        if self.bound or premises.definitions or premises.dependences or premises.constraints:
            return False
        return not any(
            isinstance(part, Deriv) and not set(part.by) <= set(names_in(part.of))
            for node in nodes
            for part in walk(node)
        )

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
            if arrays_in(self.algebra, node):
                NamedArrays(self.algebra).values(node)
            else:
                self.algebra.value(node)
        except Undecided as problem:
            return Verdict("undecided", reason=str(problem))
        return Verdict("equal", "identical")

    def ties(self) -> Iterator[tuple[Node, Node]]:
        """Yield the equations that the premises hold beside definitions: second definitions of a name included."""
        for relation in self.premises.constraints:
            if relation not in self.tabled:
                yield relation.sides[0], relation.sides[1]
        first: dict[Name, Node] = {}
        for definition in self.premises.definitions:
            other = first.setdefault(definition.name, definition.body)
            if other != definition.body:
                yield other, definition.body

    @cached_property
    def tabled(self) -> tuple[Relation, ...]:
        r"""Return the premises that give a number rightly to some digits, ``\sqrt2 = 1.414``: they bind nothing."""
        return tuple(one for one in self.premises.constraints if is_closed(one.sides[0]) and self._is_rounded(one))

    def _is_rounded(self, relation: Relation) -> bool:
        match relation.sides:
            case (exact, Num(value, places)) if places and not isinstance(exact, Num):
                return bool(self.within(exact, value, Fraction(1, 2 * 10**places)))
        return False

    def contradiction(self) -> str:
        """Return an equation of the premises that no point satisfies, as LaTeX; or nothing."""
        for left, right in self.ties():
            try:
                difference = self.algebra.value(left) - self.algebra.value(right)
            except (Undecided, TypeError):
                continue
            used = {part.function for side in (left, right) for part in walk(side) if isinstance(part, Apply)}
            if used - set(self.premises.functions) or self.compare(left, right).outcome != "different":
                continue  # whether a function that is not defined has such values is open
            constant = sp.simplify(difference) if not self.algebra.leaves(difference) else difference
            if not constant.free_symbols or differs_by_number(difference):
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

    def sizes(self) -> dict[str, list[int]]:
        """Return the sizes at which sums were written out."""
        return {sort: sorted(set(SIZES)) for sort in dict.fromkeys(self.premises.letters.sorts.values())}

    def within(self, node: Node, value: Fraction, tolerance: Fraction) -> bool | None:
        """Tell whether the constant ``node`` is ``value`` to within ``tolerance``; ``None`` where it cannot be told."""
        node = self.ordinary(node)
        try:
            if not self._constant(node):
                return None
            near = self.pointwise.near(node, rational(value), rational(tolerance))
        except (Undecided, Outside):
            return None
        return near if near or not self.bound else None

    def _constant(self, node: Node) -> bool:
        try:
            exact = self.algebra.value(node)
        except Undecided:
            return self._plain(node) and not any(True for _ in names_in(node))
        if isinstance(exact, tuple | Grid):
            return False
        return not exact.free_symbols or not sp.cancel(exact).free_symbols  # a mass that cancels

    def breaks(self, left: Node, sign: str, right: Node) -> Difference | None:
        """Return a point where an inequality is false, if one was found and nothing is left open."""
        if sign not in _INEQUALITIES:
            return None
        left, right = self.ordinary(left), self.ordinary(right)
        try:
            if self.left_open(left, right):
                return None
            return self.pointwise.broken(left, sign, right, lambda: self._leaves(left, right))
        except Undecided:
            return None

    def vanishes(self, one: Expr, other: Expr) -> bool:
        """Prove that two values are equal; ``False`` says only that no proof was found."""
        if isinstance(one, tuple):
            return (
                isinstance(other, tuple)
                and len(one) == len(other)
                and all(self.vanishes(*pair) for pair in zip(one, other, strict=True))
            )
        if isinstance(other, tuple):
            return False
        return self.algebra.agree(one, other)


def _holds_identity(node: Node) -> bool:
    return any(isinstance(part, Call) and part.function == "identity" for part in walk(node))


def _is_arithmetic(node: Node) -> bool:
    """Tell whether a formula is numbers and the four operations alone: both routes would do the same sum."""
    return all(isinstance(part, Num | Add | Neg | Mul | Div | Pow) for part in walk(node))


def _smooth(*values: Expr) -> bool:
    """Tell whether values are made of sums, products, whole powers and exponentials alone: nothing has branches."""
    return all(is_smooth(item) for value in values for item in (value.items if isinstance(value, Grid) else (value,)))


def _renamed(node: Node, names: Mapping[Node, Name]) -> Node:
    return names[node] if node in names else rebuild(node, lambda child: _renamed(child, names))


def _no_value(node: Node) -> bool:
    """Tell whether a formula is, or holds, what is no plain value."""
    if isinstance(node, _NO_VALUES):
        return True
    return any(
        isinstance(part, PlusMinus | Chance | Moment) or (isinstance(part, Integral) and part.lower is None)
        for part in walk(node)
    )
