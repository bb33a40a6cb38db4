r"""Equations, inequalities and sets of real numbers as conditions on quantities, and whether two conditions agree.

A condition in one unknown is decided exactly: its truth can only change where a side vanishes or stops being defined.
All such numbers are found, and the condition is tried at each of them and once between every two neighbours. Two
conditions that agree at all these places agree everywhere; a place where they do not is a witness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from qbank.checker.domain import Interval
from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr, OddRoot
from qbank.checker.symbolic.zero import is_zero
from qbank.checker.syntax import (
    Between,
    Builder,
    Call,
    Const,
    Div,
    Logic,
    Name,
    Neg,
    Node,
    Num,
    PlusMinus,
    Pow,
    Relation,
    Set,
    Tuple,
    put,
    rebuild,
    walk,
)

from .exact import NotReal, between, known_sign, ordered
from .zeros import Window, zeros

MAX_PLACES = 200

Valuer = Callable[[Node], Expr]
"""Gives the symbolic value of a formula; raises :class:`Undecided`."""


@dataclass(frozen=True, slots=True)
class Atom:
    """``difference`` is zero, positive … as ``sign`` says, and every guard holds.

    With the sign ``whole`` or ``natural`` the difference is a number of that kind; whether 0 is natural is left open.
    """

    difference: Expr
    sign: str
    guards: tuple[tuple[Expr, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Junction:
    """``operator`` is ``and or not``; no parts: ``and`` is true, ``or`` is false."""

    operator: str
    parts: tuple[Condition, ...]


Condition = Atom | Junction

TRUE = Junction("and", ())
FALSE = Junction("or", ())
ORDER = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne"})
WHOLE = frozenset({"whole", "natural"})
SET_CALLS = frozenset({"union", "intersection", "setminus", "complement", "symdiff"})


def expanded(node: Node) -> tuple[Node, ...]:
    r"""Return the formula once for each sign of its ``\pm``, in step."""
    if not any(isinstance(part, PlusMinus) for part in walk(node)):
        return (node,)

    def signed(part: Node, upper: bool) -> Node:  # noqa: FBT001 - which of two signs
        if isinstance(part, PlusMinus):
            inner = signed(part.of, upper)
            return inner if upper != part.minus else Neg(inner)
        return rebuild(part, lambda child: signed(child, upper))

    return tuple(signed(node, upper) for upper in (True, False))


def items_of(node: Node) -> tuple[Node, ...] | None:
    r"""Return the values that a list stands for: ``\{1, 2\}``, ``1, 2``, ``\pm 2``; ``None`` for a single value."""
    if isinstance(node, Set | Tuple):
        return tuple(item for part in node.items for item in expanded(part))
    both = expanded(node)
    return both if len(both) > 1 else None


def is_set(node: Node) -> bool:
    """Tell whether a formula is a set by its form."""
    match node:
        case Set() | Between() | Builder():
            return True
        case Const(name):
            return name in ("empty", "reals", "integers", "naturals", "rationals", "complexes")
        case Call(function):
            return function in SET_CALLS
    return False


def is_condition(node: Node) -> bool:
    """Tell whether a formula states something about quantities."""
    parts = node.operands if isinstance(node, Logic) else node.items if isinstance(node, Tuple) else ()
    return isinstance(node, Relation) or (bool(parts) and all(is_condition(one) for one in parts))


class Conditions:
    """Reads formulas as conditions; ``value`` gives the symbolic value of a formula."""

    def __init__(self, value: Valuer) -> None:
        self._value = value

    def of(self, node: Node) -> Condition:
        """Return what a relation, or several joined by words, states. Raises :class:`Undecided`."""
        match node:
            case Relation() if len(both := expanded(node)) > 1:
                return Junction("or", tuple(self.of(one) for one in both))
            case Relation(sides, signs):
                parts = [self._pair(*pair) for pair in zip(sides, signs, sides[1:], strict=False)]
                return parts[0] if len(parts) == 1 else Junction("and", tuple(parts))
            case Logic(operator, operands):
                return self._joined(operator, [self.of(one) for one in operands])
            case Const("true"):
                return TRUE
            case Const("false"):
                return FALSE
            case Tuple(items) if is_condition(node):
                return Junction("or" if _one_name(items) else "and", tuple(self.of(one) for one in items))
        raise Undecided("neither an equation nor an inequality")

    def _joined(self, operator: str, parts: list[Condition]) -> Condition:
        match operator:
            case "and" | "or" | "not":
                return Junction(operator, tuple(parts))
            case "implies":
                return Junction("or", (Junction("not", (parts[0],)), parts[1]))
            case "iff":
                both = Junction("and", tuple(parts))
                return Junction("or", (both, Junction("and", tuple(Junction("not", (one,)) for one in parts))))
        raise Undecided("a connective between conditions that is not understood")

    def _pair(self, left: Node, sign: str, right: Node) -> Condition:
        if sign == r"\in":
            return self.member(left, right)
        if sign == r"\notin":
            return Junction("not", (self.member(left, right),))
        if sign not in ORDER:
            raise Undecided(f"the sign {sign} between two formulas")
        if sign == "=" and isinstance(right, Set) and not isinstance(left, Set | Tuple):
            return self.member(left, right)
        if sign == "=" and isinstance(left, Tuple) and isinstance(right, Tuple) and len(left.items) == len(right.items):
            pairs = zip(left.items, right.items, strict=True)
            return Junction("and", tuple(self._atom(one, "=", other) for one, other in pairs))
        return self._atom(left, sign, right)

    def _atom(self, left: Node, sign: str, right: Node) -> Condition:
        ends = _infinite(left), _infinite(right)
        if any(ends):
            if sign in ("=", r"\ne") or all(ends):
                raise Undecided("infinity as a value")
            above = ends[1] > 0 or ends[0] < 0
            return TRUE if above == (sign in ("<", r"\le")) else FALSE
        difference = self._value(left) - self._value(right)
        guards = tuple(dict.fromkeys((*self.guards(left), *self.guards(right))))
        return Atom(difference, sign, guards)

    def member(self, left: Node, home: Node) -> Condition:
        """Return the condition that ``left`` lies in the set ``home``. Raises :class:`Undecided`."""
        match home:
            case Set(items):
                listed = [item for part in items for item in expanded(part)]
                return Junction("or", tuple(self._atom(left, "=", item) for item in listed))
            case Between(low, high, low_open, high_open):
                above = self._atom(left, ">" if low_open else r"\ge", low)
                below = self._atom(left, "<" if high_open else r"\le", high)
                return Junction("and", (above, below))
            case Tuple((low, high)):  # beside an inequality, a pair is an interval
                return self.member(left, Between(low, high, low_open=True, high_open=True))
            case Builder(element, where, condition):
                inside = self.of(put(condition, {element: left}))
                return inside if where is None else Junction("and", (self.member(left, where), inside))
            case Const("reals"):
                return Junction("and", ()) if not self.guards(left) else Atom(sp.Integer(0), "=", self.guards(left))
            case Const("empty"):
                return FALSE
            case Const("integers" | "naturals" as name):
                value = self._value(left)
                if not value.is_Symbol:
                    raise Undecided("whether a value is a whole number")
                return Atom(value, "whole" if name == "integers" else "natural")
            case Call("union", (one, other)):
                return Junction("or", (self.member(left, one), self.member(left, other)))
            case Call("intersection", (one, other)):
                return Junction("and", (self.member(left, one), self.member(left, other)))
            case Call("setminus", (one, other)):
                return Junction("and", (self.member(left, one), Junction("not", (self.member(left, other),))))
            case Call("symdiff", (one, other)):
                parts = self.member(left, one), self.member(left, other)
                return Junction("and", (Junction("or", parts), Junction("not", (Junction("and", parts),))))
            case Call("complement", (one,)) if is_set(one):
                return Junction("not", (self.member(left, one),))
        raise Undecided("a set that is not understood")

    def guards(self, node: Node) -> tuple[tuple[Expr, str], ...]:
        """Return what must hold for a formula to have a value: each a value and the sign that it must have."""
        found: list[tuple[Expr, str]] = []
        for part in walk(node):
            match part:
                case Div(_, below) if not isinstance(below, Num):
                    found.append((self._value(below), r"\ne"))
                case Call("sqrt", (inside,)):
                    found.append((self._value(inside), r"\ge"))
                case Call("root", (inside, Num(order))) if order % 2 == 0:
                    found.append((self._value(inside), r"\ge"))
                case Call("ln", (inside, *_)):
                    found.append((self._value(inside), ">"))
                case Call("arcsin" | "arccos", (inside,)):
                    found.append((1 - self._value(inside) ** 2, r"\ge"))
                case Pow(base, Neg()) if not isinstance(base, Num | Const):
                    found.append((self._value(base), r"\ne"))
                case Pow(base, Div(_, Num(order))) if order % 2 == 0:
                    found.append((self._value(base), r"\ge"))
                case Pow(base, Div(_, Num())):
                    found.append((self._value(base), "odd"))
        return tuple(dict.fromkeys(guard for guard in found if not guard[0].is_number))


def _one_name(items: Sequence[Node]) -> bool:
    """Tell whether a list gives values of one name: ``x = 1, x = 2`` are alternatives."""
    names = {one.sides[0] if isinstance(one, Relation) and one.signs == ("=",) else None for one in items}
    return len(items) > 1 and len(names) == 1 and isinstance(next(iter(names)), Name)


def _infinite(node: Node) -> int:
    if isinstance(node, Neg):
        return -_infinite(node.of)
    return int(node == Const("infinity"))


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield every atom of a condition."""
    if isinstance(condition, Atom):
        yield condition
    else:
        for part in condition.parts:
            yield from atoms(part)


def symbols(condition: Condition) -> set[Expr]:
    """Return the quantities that a condition speaks of."""
    return {
        symbol for atom in atoms(condition) for value in (atom.difference, *(one for one, _ in atom.guards))
        for symbol in value.free_symbols
    }  # fmt: skip


def holds(condition: Condition, point: Mapping[Expr, Expr]) -> bool:
    """Tell whether a condition holds at an exact point; where a side has no value it does not.

    Raises :class:`Undecided` where that cannot be told.
    """
    if isinstance(condition, Junction):
        if condition.operator == "not":
            return not holds(condition.parts[0], point)
        return (all if condition.operator == "and" else any)(holds(part, point) for part in condition.parts)
    if any(sign == "odd" and known_sign(value.xreplace(point)) < 0 for value, sign in condition.guards):
        if _meets_at(_with_odd_roots(condition.difference), condition.sign, point):
            raise Undecided("whether a root of a negative number is meant to be real")
        return False
    return guarded(condition, point) and _meets_at(condition.difference, condition.sign, point)


def _with_odd_roots(value: Expr) -> Expr:
    """Read powers such as ``x^{2/3}`` as powers of the real root."""
    return value.replace(
        lambda part: part.is_Pow and part.exp.is_Rational and part.exp.q % 2 == 1 and not part.exp.is_Integer,
        lambda part: OddRoot(part.base, sp.Integer(part.exp.q)) ** part.exp.p,
    )


def guarded(atom: Atom, point: Mapping[Expr, Expr]) -> bool:
    """Tell whether both sides of an atom have a value at an exact point. Raises :class:`Undecided`."""
    return all(sign == "odd" or _meets_at(value, sign, point) for value, sign in atom.guards)


def _meets_at(value: Expr, sign: str, point: Mapping[Expr, Expr]) -> bool:
    if sign in WHOLE:
        number = value.xreplace(point)
        if not number.is_Rational:
            raise Undecided("whether a number is whole")
        if sign == "natural" and number == 0:
            raise Undecided("whether 0 counts as natural")
        return bool(number.is_Integer and (sign == "whole" or number > 0))
    try:
        return _meets(known_sign(value.xreplace(point)), sign)
    except NotReal:
        return False


def _meets(way: int, sign: str) -> bool:
    return {"=": way == 0, r"\ne": way != 0, "<": way < 0, ">": way > 0, r"\le": way <= 0, r"\ge": way >= 0}[sign]


def places(conditions: Sequence[Condition], unknown: Expr, interval: Interval) -> list[Expr]:
    """Return the numbers at which conditions in one unknown must be tried, within ``interval``.

    Raises :class:`Undecided` where they cannot all be found.
    """
    ends = [sp.Rational(end.numerator, end.denominator) for end in (interval.low, interval.high) if end is not None]
    window: Window | None = (ends[0], ends[1]) if len(ends) == 2 else None
    cuts: list[Expr] = [*ends, sp.Integer(0)] if interval.nonzero else list(ends)
    for condition in conditions:
        stretch = window or _stretch(condition, unknown, interval)
        for atom in atoms(condition):
            if atom.sign in WHOLE:
                cuts.append(sp.Integer(0))
                continue
            for value in (atom.difference, *(one for one, _ in atom.guards)):
                if unknown in value.free_symbols and not _settled(value):
                    cuts += zeros(value, unknown, stretch)
    real = ordered([cut for cut in dict.fromkeys(cuts) if _is_real(cut)])
    if len(real) > MAX_PLACES:
        raise Undecided("too many places to try")
    if interval.integer:
        return _whole_places(real, interval)
    found: list[Expr] = _inner(None, real[0] if real else None)
    for at, cut in enumerate(real):
        found += [cut, *_inner(cut, real[at + 1] if at + 1 < len(real) else None)]
    if any(atom.sign in WHOLE for condition in conditions for atom in atoms(condition)):
        found += _whole_places(real, Interval())
    return [place for place in found if within(place, interval)]


def _stretch(condition: Condition, unknown: Expr, interval: Interval) -> Window | None:
    r"""Return bounds outside which a condition is false, where it states some: ``\cos x = 0`` and ``0 < x < 6``.

    One of them may be an end of ``interval``.
    """
    if not isinstance(condition, Junction) or condition.operator != "and":
        return None
    told = ((1, interval.low), (-1, interval.high))
    ends = {way: sp.Rational(end.numerator, end.denominator) for way, end in told if end is not None}
    for part in condition.parts:
        if isinstance(part, Junction):
            inner = _stretch(part, unknown, Interval())
            ends |= dict(zip((1, -1), inner, strict=True)) if inner else {}
            continue
        slope = sp.diff(part.difference, unknown)
        if part.sign in ("<", ">", r"\le", r"\ge") and slope.is_Rational and slope != 0:
            way = (1 if slope > 0 else -1) * (1 if part.sign in (">", r"\ge") else -1)
            ends[way] = sp.expand(unknown - part.difference / slope)
    return (ends[1], ends[-1]) if len(ends) == 2 and all(end.is_number for end in ends.values()) else None


def _inner(low: Expr | None, high: Expr | None) -> list[Expr]:
    """Return a number of a stretch that is not whole; a whole one decides nothing for the others."""
    middle = between(low, high)
    while middle.is_Integer:
        middle = between(low, middle) if low is not None else middle - sp.Rational(1, 2)
    return [middle]


def _settled(value: Expr) -> bool:
    """Tell whether a difference is zero everywhere, so that its sign changes nowhere."""
    return bool(sp.expand(value) == 0) or is_zero(value)


def _is_real(number: Expr) -> bool:
    try:
        known_sign(number)
    except NotReal:
        return False
    return True


def within(place: Expr, interval: Interval) -> bool:
    """Tell whether a number lies in an interval. Raises ``NotReal``."""
    for end, opened, way in ((interval.low, interval.low_open, 1), (interval.high, interval.high_open, -1)):
        if end is not None:
            side = known_sign(place - sp.Rational(end.numerator, end.denominator)) * way
            if side < 0 or (side == 0 and opened):
                return False
    return not (interval.nonzero and known_sign(place) == 0)


def _whole_places(cuts: list[Expr], interval: Interval) -> list[Expr]:
    """Return whole numbers around every cut: one in each stretch, and the cuts themselves."""
    found: set[Expr] = {sp.Integer(0), sp.Integer(1)}
    for cut in cuts:
        middle = int(sp.floor(cut))
        found |= {sp.Integer(middle + step) for step in range(-2, 4)}
    return [place for place in sorted(found) if Fraction(int(place)) in interval]


def same_up_to_factor(one: Atom, other: Atom) -> bool:
    """Tell whether two atoms state the same: their differences are proportional, by a factor of the right sign."""
    if one.sign in ("=", r"\ne"):
        return one.sign == other.sign and _ratio(one.difference, other.difference) not in (None, 0)
    ratio = _ratio(one.difference, other.difference)
    if ratio is None:
        return False
    mirrored = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}
    if ratio.is_positive:
        return one.sign == other.sign
    return bool(ratio.is_negative) and mirrored.get(one.sign) == other.sign


def _ratio(one: Expr, other: Expr) -> Expr | None:
    """Return a quotient that is never zero and has a value everywhere, or ``None``."""
    if one == 0 or other == 0:
        return None
    ratio = sp.cancel(sp.together(one / other))
    if ratio.is_number:
        return ratio if known_sign(ratio) else None
    return ratio if ratio.is_positive or ratio.is_negative else None


def matched(one: Condition, other: Condition) -> bool:
    """Prove that two conditions are the same by matching their parts; ``False`` says only that no proof was found."""
    if isinstance(one, Atom) and isinstance(other, Atom):
        return same_up_to_factor(one, other)
    if isinstance(one, Junction) and isinstance(other, Junction) and one.operator == other.operator:
        return all(any(matched(a, b) for b in other.parts) for a in one.parts) and all(
            any(matched(a, b) for a in one.parts) for b in other.parts
        )
    return False
