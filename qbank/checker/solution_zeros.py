"""Values that a solution calls roots, solutions or extrema: of which formula, its words do not always tell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .claim_shapes import has_names, names_of
from .claims import EXCLUDED, UNSTATED
from .cutting import IFF, SO
from .deciding.equality import Comparer
from .domain import Domain
from .following import FOLLOWS, NEVER, SOME, Following
from .ruling import Ruling
from .solution import FAILS, HOLDS, UNDECIDED, Line
from .solution_claims import SolutionClaims
from .syntax import Name, Node, Num, names_in, put

ZERO = "is a zero of a formula before it"


class Zeros(SolutionClaims):
    """Judges a value as a zero of a formula before it, or as a solution of the equation before it."""

    def __init__(self, comparer: Comparer, asked: Node | None) -> None:
        super().__init__(comparer, asked)
        self.zeros_in = -1
        """The last sentence that speaks of roots."""

    def _one_value(self, kin: Name, value: Node, line: Line) -> Ruling:
        r"""Judge ``\lambda_1 = 5`` and ``q^* = 20``: a solution of the equation for λ or q that stands before it."""
        held = [pair for pair in self.thread.equations if kin in names_of([pair])]
        if not held:
            return self._zero(kin, value, line) or Ruling(UNDECIDED, UNSTATED)
        if kin in held[-1] and not any(has_names(side) for side in held[-1] if side != kin):
            return Ruling(UNDECIDED, UNSTATED)  # another value: f = -2, and f_max = 2
        found = self._following(held[-1:]).decide(kin, "=", value)
        if found.outcome in (FOLLOWS, SOME):
            return Ruling(HOLDS, "is one of the solutions")
        leads = line.link in (SO, IFF) or not line.formula.first or self.thread.equations[-1] == held[-1]
        loose = {name for name in names_of(held[-1:]) if self._undefined(name)} - {kin, *names_in(value)}
        if found.outcome == NEVER and found.witness is not None and leads and not loose:
            return Ruling(FAILS, "is no solution of the equation before it", found.witness, firm=True)
        return Ruling(UNDECIDED, UNSTATED)

    def _zero(self, name: Name, value: Node, line: Line) -> Ruling | None:
        """Judge a value that is called a root: of some formula before it, which the words do not always tell."""
        if line.zero_words and line.sentence != self.zeros_in:
            self.zeros_in = line.sentence
        if line.sentence != self.zeros_in or has_names(value):
            return None
        sides = [side for side in self.seen if name in set(names_in(side)) and side != name][-12:]
        found = [self._following([(side, Num(Fraction(0)))]).decide(name, "=", value) for side in sides]
        if any(one.outcome in (FOLLOWS, SOME) for one in found):
            return Ruling(HOLDS, ZERO)
        if found and all(one.outcome == NEVER and one.witness is not None for one in found):
            if self._excluded_root(sides, name, value):
                return Ruling(UNDECIDED, EXCLUDED)
            return Ruling(FAILS, "is no zero of a formula before it", found[-1].witness, firm=True)
        return None

    def _excluded_root(self, sides: Sequence[Node], name: Name, value: Node) -> bool:
        """Tell whether only the conditions of the question keep a value from being a zero of one of some formulas."""
        bare = Comparer(self.comparer.premises, Domain(), self.comparer.told, kinds=self.comparer.kinds)
        found = [Following(bare, [(side, Num(Fraction(0)))]).decide(name, "=", value) for side in sides]
        return any(one.outcome != NEVER for one in found)

    def _where_zero(self, line: Line) -> Ruling | None:
        """Judge the place where the formula before a line is said to vanish, by what that formula is there."""
        if line.zero_of is None:
            return None
        positive = self._positive(line, line.zero_of) or self.comparer
        found = [one.compare(line.zero_of, Num(Fraction(0))) for one in (self.comparer, positive)]
        if found[0].proved:
            return Ruling(HOLDS, ZERO)
        if all(one.outcome == "different" for one in found):
            return Ruling(FAILS, "is no zero of the formula before it", found[1].witness, firm=True)
        return None

    def _where_flat(self, name: Name, value: Node) -> Ruling | None:
        r"""Judge ``\hat\lambda = \frac1n\sum_i x_i`` after "setting this to zero": where the one derivative is zero."""
        lefts = {rate for rate, _ in self.flat}
        sides = [side for _, side in self.flat if name in set(names_in(side))]
        held = names_of(self.thread.equations)
        if len(lefts) != 1 or not sides or self.base or not set(names_in(value)) <= set(names_in(sides[-1])) - held:
            return None
        found = self.comparer.compare(put(sides[-1], {name: value}), Num(Fraction(0)))
        if found.proved:
            return Ruling(HOLDS, ZERO)
        if found.outcome == "different":
            return Ruling(FAILS, "is no zero of the derivative before it", found.witness, firm=True)
        return None
