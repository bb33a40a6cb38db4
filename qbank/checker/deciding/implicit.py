r"""Derivatives of a quantity that an equation ties to others: ``dy/dx`` from ``x^2 + y^2 = 25``.

Along a curve ``F = 0`` the slope is ``-F_x / F_y`` where ``F_y`` is not zero (the theorem on implicit functions). Two
formulas that agree at all points agree on the curve too; a difference counts only at a point of the curve.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import Add, Deriv, Div, Mul, Name, Neg, Node, Num, names_in, negated, put, rebuild, walk

from .equality import Comparer, Verdict
from .equivalence import admitted
from .exact import NotReal, known_sign
from .openness import is_closed
from .verdicts import different, equal, undecided
from .zeros import zeros

PLACES = tuple(sp.Rational(*pair) for pair in ((1, 1), (2, 1), (1, 2), (-1, 1), (3, 1), (1, 3), (-2, 3), (5, 4)))
WINDOW = (sp.Integer(-10), sp.Integer(10))
MAX_ORDER = 2


@dataclass(frozen=True, slots=True)
class Curve:
    """``equation`` is zero on it; along it, ``height`` depends on ``place``."""

    equation: Node
    height: Name
    place: Name

    def slope(self, order: int) -> Node:
        """Return the derivative of that order, as a formula in the names of the equation."""
        first = Div(Neg(Deriv(self.equation, (self.place,))), Deriv(self.equation, (self.height,)))
        if order == 1:
            return first
        return Add((Deriv(first, (self.place,)), Mul((Deriv(first, (self.height,)), first))))


class Implicit(Comparer):
    """A comparer under an equation that ties a quantity to what it is differentiated by."""

    curve: Curve
    free: Comparer
    """The same without the equation."""

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide whether two formulas are equal on the curve."""
        left, right = self.along(left), self.along(right)
        verdict = self.free.compare(left, right)
        if verdict.outcome != "different" or (is_closed(left) and is_closed(right)):
            return verdict
        try:
            return self._on_curve(left, right)
        except (Undecided, NotReal, sp.PolynomialError) as problem:
            return undecided(str(problem))

    def ties(self) -> Iterator[tuple[Node, Node]]:
        """Yield nothing: the equation is the curve."""
        yield from ()

    def contradiction(self) -> str:
        """Return nothing: whether the curve has points is not asked."""
        return ""

    def along(self, node: Node) -> Node:
        """Return a formula with the slope in place of the derivative."""
        curve = self.curve
        if isinstance(node, Deriv) and node.of == curve.height and set(node.by) == {curve.place}:
            return curve.slope(len(node.by))
        return rebuild(node, self.along)

    def passes(self, points: Mapping[Name, Node]) -> bool:
        """Tell whether a point with values for both quantities is said to lie on the curve, and does."""
        if not {self.curve.height, self.curve.place} <= set(points):
            return False
        return self.free.compare(put(self.curve.equation, points), Num(Fraction(0))).outcome == "equal"

    def _on_curve(self, left: Node, right: Node) -> Verdict:
        algebra = self.free.algebra
        sides = [algebra.value(side) for side in (left, right)]
        tie = algebra.value(self.curve.equation)
        if not all(isinstance(value, sp.Expr) for value in (*sides, tie)):
            return undecided("vectors on a curve")
        height, place = (algebra.symbol(name) for name in (self.curve.height, self.curve.place))
        for point in self._points(tie, height, place, sorted(sides[0].free_symbols | sides[1].free_symbols, key=str)):
            values = [side.subs(point, simultaneous=True) for side in sides]
            try:
                lies = known_sign(tie.subs(point, simultaneous=True)) == 0
                if not lies or not admitted(self.free, point) or known_sign(values[0] - values[1]) == 0:
                    continue
            except (Undecided, NotReal, TypeError):
                continue
            shown = {latex(key): str(value if value.is_Rational else sp.N(value, 12)) for symbol, value in point.items()
                     if isinstance(key := algebra.keys[symbol], Name)}  # fmt: skip
            return different("differs at a point of the curve", shown, *(str(sp.N(value, 12)) for value in values))
        above, below = (sp.fraction(sp.together(one))[0] for one in (sides[0] - sides[1], tie))
        if above.is_polynomial(height) and below.is_polynomial(height) and sp.rem(above, below, height) == 0:
            return equal("symbolic")
        return undecided("whether both agree on the whole curve")

    @staticmethod
    def _points(tie: Expr, height: Expr, place: Expr, others: Sequence[Expr]) -> Iterator[dict[Expr, Expr]]:
        every = dict.fromkeys((*sorted(tie.free_symbols, key=str), *others))
        free = [one for one in every if one not in (height, place)]
        for trial, value in enumerate(PLACES):
            chosen = {one: PLACES[(trial + at) % 3] + 2 + at for at, one in enumerate(free)}
            for known, sought in ((place, height), (height, place)):
                try:
                    found = zeros(tie.subs({**chosen, known: value}, simultaneous=True), sought, WINDOW)
                except (Undecided, NotReal):
                    continue
                yield from ({**chosen, known: value, sought: one} for one in found if one.is_real)
            try:  # on a line through the origin, where a curve of degree 3 may have a node
                found = zeros(tie.subs({**chosen, height: value * place}, simultaneous=True), place, WINDOW)
            except (Undecided, NotReal):
                continue
            yield from ({**chosen, place: one, height: value * one} for one in found if one.is_real and not one.is_zero)


def implicit(comparer: Comparer, asked: Sequence[Node]) -> Implicit | None:
    """Return a comparer that knows the slope that is ``asked``, where one equation ties the two quantities."""
    slopes = {
        (part.of, part.by[0])
        for node in asked
        for part in walk(node)
        if isinstance(part, Deriv) and isinstance(part.of, Name) and len(set(part.by)) == 1
        and len(part.by) <= MAX_ORDER
    }  # fmt: skip
    if len(slopes) != 1:
        return None
    ((height, place),) = slopes
    premises = comparer.premises
    ties = list(comparer.ties())
    turned = [one for one in premises.definitions if one.name == place and height in set(names_in(one.body))]
    if not ties and len(turned) == 1:  # x = \sin y
        ties = [(place, turned[0].body)]
        premises = replace(premises, definitions=tuple(one for one in premises.definitions if one is not turned[0]))
    if len(ties) != 1 or premises.defines(height) or premises.defines(place):
        return None
    left, right = ties[0]
    if not {height, place} <= {*names_in(left), *names_in(right)} or any(
        isinstance(part, Deriv) for side in ties[0] for part in walk(side)
    ):
        return None
    open_ = replace(
        premises,
        constraints=(),
        dependences=tuple(one for one in premises.dependences if one.name != height),
    )
    found = Implicit(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    found.curve = Curve(Add((left, negated(right))), height, place)
    found.free = Comparer(open_, comparer.domain, comparer.told, kinds=comparer.kinds)
    return found
