r"""Formulas beside the numbers that are put in for them: ``F_1 = \frac{2PR}{P + R} = \frac{16/15}{22/15}``.

What a quantity is worth may be told anywhere: in the stem, or at the end of a chain before or after the line. Where all
quantities of a formula are told one value each, and the chain works it out in numbers, both must agree. A quantity that
is told two values, that is supposed to have one, or that is a variable, has none here. Units count as numbers, as
printed or in SI; a power of ten between the two sides is a prefix, and what is rounded may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from .claim_shapes import is_constant
from .cutting import IF
from .deciding.equality import Comparer
from .deciding.witness import Difference
from .domain import Domain
from .gathering import gather
from .grids import Grid
from .letters import Undecided
from .printing import latex
from .rounding import unitless
from .setting import Setting
from .solution import Line, Worked
from .solution_words import CHANGES, CHANGING, OTHER_UNITS
from .symbolic.functions import Expr
from .syntax import (
    Add,
    Apply,
    Big,
    Call,
    Chance,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Moment,
    Mul,
    Name,
    Node,
    Num,
    Pow,
    Relation,
    Unit,
    children,
    names_in,
    rebuild,
    walk,
)
from .units import UNITS

DIGITS = 30
CLOSE = sp.Rational(3, 100)
"""How far rounded values may lead apart: 9.81 and 10 differ by less."""
SCALE = sp.Rational(1, 50)
"""How far a ratio may be from a power of ten, as an exponent, where prefixes were put in."""
EXACT = sp.Rational(1, 10**12)
_VARIABLES = frozenset({"x", "y", "z"})
_TURNING = frozenset({"sin", "cos", "tan"})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a chain, and its line."""

    node: Node
    line: Line
    close: bool
    """It stands after an approximate sign."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A line whose formula has another value than the numbers beside it."""

    line: Line
    witness: Difference


def disagreements(worked: Worked, setting: Setting, comparer: Comparer) -> Iterator[Disagreement]:
    """Yield the lines in which a formula, worked out with the values told, is not what stands beside it."""
    if worked.iterates:
        return
    chains = list(_chains(worked.lines))
    told = _Told(worked, setting, comparer, chains)
    for chain in chains:
        if told.other_units or any(_other_units(side.node) for side in chain):
            continue
        for at, side in enumerate(chain):
            number = _number_beside(chain, at)
            if number is None or not _claims(side.line) or is_constant(side.node):
                continue
            alone = at == 0 and len(chain) == 2 and not any(isinstance(part, Add) for part in walk(number))
            if alone and not told.quantity(side.node) and not told.measured(side.node, number):
                continue  # an equation, such as one that is tried
            witness = told.apart(side.node, number)
            if witness is not None:
                yield Disagreement(side.line, witness)


def _chains(lines: Sequence[Line]) -> list[list[Side]]:
    """Return the sides that are put as equal; lines in a row that begin with the same name go on with it."""
    found: list[list[Side]] = []
    last: Node | None = None
    for line in lines:
        if not line.sides or line.modulus is not None or line.constant_of is not None:
            last = None
            continue
        signs = line.signs if line.continues else ("=", *line.signs)
        again = line.continues or (isinstance(last, Name) and line.sides[0] == last)
        for at, (sign, side) in enumerate(zip(signs, line.sides, strict=False)):
            if sign not in ("=", r"\approx") or not found or (at == 0 and not again):
                found.append([])
            found[-1].append(Side(side, line, sign == r"\approx"))
        last = last if line.continues else line.sides[0]
        if any(is_constant(side) for side in line.sides):
            last = None  # a further value for it is one of its own
    return found


def _number_beside(chain: Sequence[Side], at: int) -> Node | None:
    """Return the numbers that a side is worked out in: the next ones, else those before."""
    after = [side.node for side in chain[at + 1 :] if is_constant(side.node)]
    return after[0] if after else None


def _claims(line: Line) -> bool:
    """Tell whether a line is put as true, of the values that hold throughout."""
    if CHANGES.search(line.formula.before):
        return False
    return not (
        line.doubted or line.supposed or line.conditional or line.aside or line.anew or line.under or line.either
    )


class _Told:
    """The values that a question and its solution tell of quantities."""

    def __init__(self, worked: Worked, setting: Setting, comparer: Comparer, chains: Sequence[Sequence[Side]]) -> None:
        self.comparer = Comparer(gather([]), Domain(), kinds=comparer.kinds)
        self.bound = _bound([*setting.trees(), *worked.trees])
        prose = f"{worked.stem} {worked.prose}"
        self.other_units = bool(OTHER_UNITS.search(prose))
        turns = any(
            isinstance(part, Call) and part.function in _TURNING for tree in worked.trees for part in walk(tree)
        )
        self.other_units = self.other_units or (turns and "degree" in prose)
        self.percent = "%" in prose
        self.values: dict[Node, Node] = {}
        self.close: set[Node] = set()
        self.dropped: set[Node] = set()
        if not CHANGING.search(worked.stem):
            for tree in setting.stated:
                if isinstance(tree, Relation) and set(tree.signs) <= {"=", r"\approx"}:
                    self._take(tree.sides[0], tree.sides[1:], close=tree.signs[-1] != "=")
        self.given = {name for name, value in self.values.items() if isinstance(name, Name) and _has_unit(value)}
        for chain in chains:
            line = chain[0].line
            if chain[0].close or line.doubted:
                continue
            numbers = [side for side in chain[1:] if is_constant(side.node)]
            if numbers and (line.supposed or line.link == IF or line.aside or line.either or line.anew):
                self.dropped.add(chain[0].node)
            exact = [side for side in numbers if not side.close] or numbers
            self._take(chain[0].node, [side.node for side in exact[-1:]], close=bool(exact) and exact[-1].close)

    def _take(self, left: Node, sides: Iterable[Node], *, close: bool) -> None:
        """Note what a quantity is worth, or that it has several values."""
        number = next((side for side in reversed(list(sides)) if is_constant(side)), None)
        if number is None or not self.quantity(left):
            return
        if left in self.values and self._differ(self.values[left], number, loosely=True) is not False:
            self.dropped.add(left)
        self.values.setdefault(left, number)
        if close:
            self.close.add(left)

    def quantity(self, node: Node) -> bool:
        r"""Tell whether a formula is one quantity, and no variable: a name, ``f(0)``, ``P(A)``, ``\cos\theta``."""
        match node:
            case Name():
                return node not in self.bound and not (node.base in _VARIABLES and not node.sub and not node.sup)
            case Apply(_, arguments):
                return all(map(is_constant, arguments))
            case Chance() | Moment():
                return True
            case Call("card"):
                return True
            case Call(function, (Name() as inner,)):
                return function in {"abs", *_TURNING} and inner not in self.bound
        return False

    def measured(self, formula: Node, number: Node) -> bool:
        """Tell whether a product of quantities that the stem gives with their units is said to be a quantity."""
        names = set(names_in(formula))
        plain = all(isinstance(part, Name | Num | Mul | Div | Pow) for part in walk(formula))
        return plain and len(names) > 1 and names <= self.given and _has_unit(number)

    def apart(self, formula: Node, number: Node) -> Difference | None:
        """Return how a formula differs from numbers, with the values told; ``None`` where it may be the same."""
        if formula in self.values:
            return self._within(formula, number)
        used: dict[Node, Node] = {}
        filled = self._filled(formula, used)
        if filled is None or not used:
            return None
        return self._shown(filled, number, used)

    def _within(self, quantity: Node, number: Node) -> Difference | None:
        r"""Compare ``\cos\theta`` with a number where θ itself has a value."""
        used: dict[Node, Node] = {}
        inside = rebuild(quantity, lambda part: self._filled(part, used) or part)
        plain = isinstance(quantity, Call) and is_constant(inside) and bool(used)
        return self._shown(inside, number, used) if plain else None

    def _shown(self, filled: Node, number: Node, used: Mapping[Node, Node]) -> Difference | None:
        if not self._differ(filled, number, loosely=bool(self.close & set(used))):
            return None
        point = {latex(one): latex(value) for one, value in used.items()}
        return Difference(point, latex(filled), latex(number))

    def _filled(self, node: Node, used: dict[Node, Node]) -> Node | None:
        """Put the values told into a formula; ``None`` where one is missing."""
        if node in self.values:
            if node in self.dropped:
                return None
            used[node] = self.values[node]
            return self.values[node]
        if isinstance(node, Name | Apply | Chance | Moment | Big | Integral | Limit | Deriv):
            return None
        parts = list(children(node))
        filled = {part: self._filled(part, used) for part in parts}
        if any(one is None for one in filled.values()):
            return None
        return rebuild(node, lambda part: filled[part] or part)

    def _differ(self, one: Node, other: Node, *, loosely: bool) -> bool | None:
        """Tell whether two formulas of numbers are worth different things in every reading of their units."""
        parts = [*walk(one), *walk(other)]
        units = any(isinstance(part, Unit) for part in parts)
        if _other_units(one) or _other_units(other):
            return None
        readings = [_in_si, unitless] if units else [unitless]
        for reading in readings:
            ratio = self._ratio(reading(one), reading(other), units=units or self.percent, loosely=loosely)
            if ratio is not True:
                return ratio
        return True

    def _ratio(self, one: Node, other: Node, *, units: bool, loosely: bool) -> bool | None:
        """Tell whether two numbers or vectors differ, but for rounding and, with units, for prefixes and signs."""
        decimals = [part for part in dict.fromkeys([*walk(one), *walk(other)]) if isinstance(part, Num) and part.places]
        holders: dict[Node, Node] = {part: Name("#told", (Num(Fraction(at)),)) for at, part in enumerate(decimals)}
        try:
            sides = [_entries(self.comparer.algebra.value(_put(side, holders))) for side in (one, other)]
            symbols = [self.comparer.algebra.symbol(holders[part]) for part in decimals]
        except Undecided:
            return None
        if not sides[0] or len(sides[0]) != len(sides[1]):
            return None
        angles = any(part == Const("pi") for side in (one, other) for part in walk(side))
        meant = _Meant(decimals, symbols, units=units, loosely=loosely, angles=angles)
        found = [meant.differ(*pair) for pair in zip(*sides, strict=True)]
        return True if True in found else None if None in found else False


@dataclass(frozen=True, slots=True)
class _Meant:
    """How exactly the numbers of two sides are meant: their decimals, and what stands for each of them."""

    decimals: list[Num]
    symbols: list[Expr]
    units: bool
    loosely: bool
    angles: bool

    def differ(self, one: Expr, other: Expr) -> bool | None:
        """Tell whether two numbers differ by more than rounding may explain."""
        at = {symbol: _rational(part.value) for symbol, part in zip(self.symbols, self.decimals, strict=True)}
        left, right = _value(one, at), _value(other, at)
        if left is None or right is None:
            return None
        inexact = bool(self.decimals) or self.units or self.loosely
        if abs(left - right) <= (CLOSE if inexact else EXACT) * max(abs(left), abs(right), EXACT):
            return False
        if self.loosely and not self.decimals:
            return None
        moved = sp.Integer(0)
        for symbol, part in zip(self.symbols, self.decimals, strict=True):
            there = {**at, symbol: at[symbol] + sp.Rational(1, 2 * 10 ** (part.places or 0))}
            ends = _value(one, there), _value(other, there)
            if ends[0] is None or ends[1] is None:
                return None
            moved += abs((ends[0] - ends[1]) - (left - right))
        if abs(left - right) <= moved:
            return False
        if left == 0 or right == 0:
            return True
        turned = self.angles and min(abs(_tens(left / right * turn)) for turn in (180 / sp.pi, sp.pi / 180)) < SCALE
        size = _tens(left / right)
        return not turned and not (self.units and abs(size - round(size)) < SCALE)


def _entries(value: object) -> list[Expr]:
    """Return the number, or the numbers of a vector or matrix."""
    items = value.items if isinstance(value, Grid) else (value,)
    return [one for one in items if isinstance(one, sp.Expr)]


def _put(node: Node, holders: Mapping[Node, Node]) -> Node:
    return holders[node] if node in holders else rebuild(node, lambda part: _put(part, holders))


def _value(side: Expr, at: Mapping[Expr, Expr]) -> Expr | None:
    """Return a number to many digits, ``None`` where it is none."""
    number = sp.N(side.xreplace(dict(at)), DIGITS)
    return number if number.is_number and number.is_finite else None


def _tens(ratio: Expr) -> Expr:
    """Return of which power of ten a ratio is, whatever its sign."""
    return sp.N(sp.log(abs(ratio), 10))


def _rational(value: Fraction) -> Expr:
    return sp.Rational(value.numerator, value.denominator)


def _in_si(node: Node) -> Node:
    """Return a formula with units of the SI as the numbers that they are."""
    return Num(UNITS[node.symbol].factor) if isinstance(node, Unit) else rebuild(node, _in_si)


def _other_units(node: Node) -> bool:
    """Tell whether units stand in a formula that are no powers of ten of those of the SI."""
    return any(isinstance(part, Unit) and not _is_power_of_ten(UNITS[part.symbol].factor) for part in walk(node))


def _has_unit(node: Node) -> bool:
    return any(isinstance(part, Unit) for part in walk(node))


def _is_power_of_ten(factor: Fraction) -> bool:
    digits = f"{factor.numerator}{factor.denominator}"
    return set(digits.replace("1", "", 2)) <= {"0"}


def _bound(trees: Iterable[Node]) -> set[Name]:
    """Return the names that are variables somewhere: of functions, derivatives, integrals, limits and sums."""
    found: set[Name] = set()
    for tree in trees:
        for part in walk(tree):
            match part:
                case Apply(_, arguments):
                    found |= {one for one in arguments if isinstance(one, Name)}
                case Deriv(_, by):
                    found |= set(by)
                case Integral(_, by) | Limit(_, by):
                    found.add(by)
                case Big():
                    found.add(Name(part.index))
    return found
