r"""What an extremum is sought of: a function of some variables, and conditions on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import sympy as sp

from qbank.checker.domain import Domain, Interval, from_relation, home_of
from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import Between, Big, Call, Cases, Const, Logic, Name, Neg, Node, Pow, Relation, Tuple

Point = Mapping[Expr, Expr]
_INFINITE = (Const("infinity"), Neg(Const("infinity")))


@dataclass(frozen=True, slots=True)
class Problem:
    """A function of some variables, what is zero, what is at most zero, and where each variable may lie."""

    value: Expr
    ties: tuple[Expr, ...]
    ranges: tuple[tuple[Expr, Interval], ...]
    way: int
    limits: tuple[tuple[Expr, bool], ...] = ()
    """What is at most zero, and whether it must be less."""

    @property
    def variables(self) -> tuple[Expr, ...]:
        """The variables."""
        return tuple(symbol for symbol, _ in self.ranges)

    @property
    def polynomial(self) -> bool:
        """Tell whether the function and all conditions are polynomials."""
        parts = (self.value, *self.ties, *(limit for limit, _ in self.limits))
        return all(one.is_polynomial(*self.variables) for one in parts)


@dataclass(slots=True)
class Region:
    """Conditions sorted: equations, what is at most (or less than) what, and intervals of single names."""

    ties: list[tuple[Node, Node]] = field(default_factory=list)
    limits: list[tuple[Node, Node, bool]] = field(default_factory=list)
    intervals: Domain = field(default_factory=Domain)

    def add(self, condition: Node) -> None:
        """Add a condition. Raises :class:`Undecided` where it is not understood."""
        match condition:
            case Logic("and", parts):
                for part in parts:
                    self.add(part)
            case Relation(sides, signs):
                for left, sign, right in zip(sides, signs, sides[1:], strict=False):
                    self._pair(left, sign, right)
            case _:
                raise Undecided("an extremum over a region")

    def _pair(self, left: Node, sign: str, right: Node) -> None:
        found = from_relation(Relation((left, right), (sign,)))
        if sign == "=":
            self.ties.append((left, right))
        elif sign == r"\in":
            self._member(left, right)
        elif found is not None and found.intervals:
            self.intervals = Domain((*self.intervals.intervals, *found.intervals))
        elif sign in ("<", r"\le"):
            self.limits.append((left, right, sign == "<"))
        elif sign in (">", r"\ge"):
            self.limits.append((right, left, sign == ">"))
        else:
            raise Undecided("an extremum over a region")

    def _member(self, element: Node, home: Node) -> None:
        match element, home:
            case Tuple(items), Call("cartesian", factors) if len(items) == len(factors):
                for item, factor in zip(items, factors, strict=True):
                    self._member(item, factor)
            case Tuple(items), Pow(Between() as side, _):
                for item in items:
                    self._member(item, side)
            case _, Const("reals"):
                pass
            case Name(), Between(low, high, low_open, high_open):
                if (interval := home_of(home)) is not None:
                    self.intervals = Domain((*self.intervals.intervals, (element, interval)))
                    return
                if low not in _INFINITE:
                    self._pair(low, "<" if low_open else r"\le", element)
                if high not in _INFINITE:
                    self._pair(element, "<" if high_open else r"\le", high)
            case _:
                raise Undecided("an extremum over a region")


def taken_apart(node: Big) -> tuple[list[Name], Node, Node | None]:
    """Return the names that nested extrema are over, the function under them, and the condition on them."""
    names, body = [Name(node.index)], node.body
    while isinstance(body, Big) and body.operator == node.operator and body.lower is None and body.upper is None:
        names.append(Name(body.index))
        body = body.body
    match body:
        case Cases((value,), (condition,)) if condition != Const("true"):
            return names, value, condition
    return names, body, None


def ends(interval: Interval) -> tuple[Expr | None, Expr | None]:
    """Return both ends of an interval, ``None`` for an infinite one."""
    both = (interval.low, interval.high)
    low, high = (None if end is None else sp.Rational(end.numerator, end.denominator) for end in both)
    return low, high


def is_positive(interval: Interval) -> bool:
    """Tell whether an interval holds positive numbers alone."""
    return interval.low is not None and (interval.low > 0 or (interval.low == 0 and interval.low_open))


def terms(value: Expr, variables: Sequence[Expr]) -> Iterator[tuple[tuple[Expr, ...], Expr]]:
    """Yield the exponents and the coefficient of each term of a sum of powers of the variables.

    Raises :class:`Undecided` where it is no such sum.
    """
    for term in sp.Add.make_args(sp.expand(value)):
        coefficient, rest = term.as_independent(*variables, as_Add=False)
        powers = dict.fromkeys(variables, sp.Integer(0))
        for factor in sp.Mul.make_args(rest):
            base, exponent = factor.as_base_exp()
            if factor == 1:
                continue
            if base not in powers or not exponent.is_Rational:
                raise Undecided("no sum of powers")
            powers[base] += exponent
        yield tuple(powers.values()), coefficient
