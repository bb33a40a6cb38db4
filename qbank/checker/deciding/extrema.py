r"""The largest and smallest value of a function, and where it is taken: ``\max_x f(x)``, ``\min_{x \in [a, b]} f(x)``.

The zeros of a smooth function's derivative are found exactly. On a closed interval the largest value is one at
these or at an end. On the whole line it is one at these if the function rises before the first and falls after the last
of them; without that nothing is said.
"""

from __future__ import annotations

import sympy as sp

from qbank.checker.domain import Interval
from qbank.checker.index_letters import letters_of
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.symbolic.algebra import Algebra
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.sums import SumKey
from qbank.checker.symbolic.zero import is_zero
from qbank.checker.syntax import Big, Const, Name, Neg, Node, names_in, rebuild, walk

from .exact import NotReal, between, known_sign, ordered
from .extreme_on_lines import check_smooth
from .waves import extreme_of_wave
from .written import written
from .zeros import zeros

OPERATORS = frozenset({"max", "min", "argmax", "argmin"})
PROBES = tuple(map(sp.Rational, ("-7", "-2", "-1/2", "0", "1/3", "1", "5/2", "9")))
"""Where a value found is tried."""


def with_extrema(algebra: Algebra, node: Node) -> Node:
    """Return a formula with the extrema in it worked out, as far as that is possible."""
    if not any(_over_numbers(part) for part in walk(node)):
        return node

    def worked_out(part: Node) -> Node:
        if isinstance(part, Big) and _over_numbers(part):
            try:
                return written(_extremum(algebra, part), algebra.keys)
            except (Undecided, NotReal, NotImplementedError):
                return part
        return rebuild(part, worked_out)

    return worked_out(node)


def _over_numbers(part: Node) -> bool:
    return isinstance(part, Big) and part.operator in OPERATORS and part.index not in set(letters_of(part.body))


def _extremum(algebra: Algebra, node: Big) -> Expr:
    name = Name(node.index)
    if algebra.premises.defines(name):
        raise Undecided("an extremum over what is defined")
    unknown, value = algebra.symbol(name), algebra.value(node.body)
    if not isinstance(value, sp.Expr) or not unknown.is_real or unknown.is_positive:
        raise Undecided("an extremum of what is no number")
    if unknown not in value.free_symbols or _inside_sums(algebra, value, unknown) or unknown.is_integer:
        raise Undecided("an extremum that is not worked out")
    way = 1 if node.operator.endswith("max") else -1
    ends = [None if end is None or _infinite(end) else algebra.value(end) for end in (node.lower, node.upper)]
    if node.lower is None and _confined(algebra, name):
        raise Undecided("an extremum over a part of all numbers")
    if ends == [None, None] and node.operator in ("max", "min"):
        best = extreme_of_wave(value, unknown, way)
        if best is not None:
            return best
    places = _vertex(algebra, value, unknown, way) if ends == [None, None] else None
    if places is None:
        places = extreme_places(value, unknown, way, ends[0], ends[1])
    best = places[0]
    for place in places[1:]:
        if known_sign(value.subs(unknown, place) - value.subs(unknown, best)) * way > 0:
            best = place
    for probe in PROBES:
        inside = ends == [None, None] or (value.free_symbols == {unknown} and _inside(probe, ends[0], ends[1]))
        gap = value.subs(unknown, probe) - value.subs(unknown, best) if inside else sp.Integer(0)
        if gap.is_number and known_sign(gap) * way > 0:
            raise Undecided("an extremum that a point contradicts")
    if node.operator in ("max", "min"):
        return sp.expand(value.subs(unknown, best))
    if any(place != best and is_zero(value.subs(unknown, place) - value.subs(unknown, best)) for place in places):
        raise Undecided("an extremum that is taken at several places")
    return best


def _inside_sums(algebra: Algebra, value: Expr, unknown: Expr) -> bool:
    """Tell whether a quantity stands in sums of open size."""
    keys = (algebra.keys.get(symbol) for symbol in value.free_symbols)
    return any(unknown in algebra.leaves(key.body) for key in keys if isinstance(key, SumKey))


def _confined(algebra: Algebra, name: Name) -> bool:
    """Tell whether anything says where a quantity lies."""
    relations = [*algebra.domain.relations, *algebra.premises.constraints]
    told = interval_of(algebra.domain, name, algebra.premises.letters) != Interval()
    return told or any(name in names_in(one) for one in relations)


def _infinite(node: Node) -> bool:
    return (node.of if isinstance(node, Neg) else node) == Const("infinity")


def _signed(algebra: Algebra, symbol: Expr) -> Expr:
    """Return a quantity of the sign that a quantity has: positive, if nothing says that it is not."""
    key = algebra.keys.get(symbol)
    interval = interval_of(algebra.domain, key, algebra.premises.letters) if isinstance(key, Name) else Interval()
    if interval.high is not None and interval.high <= 0:
        return sp.Dummy("n", negative=True)
    return sp.Dummy("p", positive=True) if interval.low in (None, 0) or interval.positive else sp.Dummy("r", real=True)


def _vertex(algebra: Algebra, value: Expr, unknown: Expr, way: int) -> list[Expr] | None:
    """Return where a quadratic function with other quantities in it has its extremum, if it has one."""
    if not value.is_polynomial(unknown) or sp.degree(value, unknown) != 2 or value.free_symbols == {unknown}:
        return None
    a, b, _ = sp.Poly(value, unknown).all_coeffs()
    # where it has the extremum at all, it has it there; letters of open sign are rather meant to be positive
    open_ = {one: _signed(algebra, one) for one in a.free_symbols}
    if not (-way * a.xreplace(open_)).is_positive or (way * a).is_nonnegative:
        raise Undecided("the sign of the leading coefficient is not known")
    return [sp.cancel(-b / (2 * a))]


def extreme_places(value: Expr, unknown: Expr, way: int, low: Expr | None, high: Expr | None) -> list[Expr]:
    """Return numbers at one of which the extremum is taken. Raises :class:`Undecided` where there may be none."""
    if value.free_symbols != {unknown} or (low is None) != (high is None):
        raise Undecided("an extremum that is not worked out")
    check_smooth(value, unknown, (low, high), closed=(True, True))
    window = None if low is None else (low, high)
    slope = sp.diff(value, unknown)
    if slope == 0 or is_zero(slope):
        raise Undecided("an extremum of a constant")
    found = ordered([root for root in dict.fromkeys(zeros(slope, unknown, window)) if _inside(root, low, high)])
    if low is not None:
        return [low, *found, high]
    if not found:
        raise Undecided("a function without an extremum")
    before, after = (slope.subs(unknown, place) for place in (between(None, found[0]), between(found[-1], None)))
    if known_sign(before) * way <= 0 or known_sign(after) * way >= 0:
        raise Undecided("a function that may have no extremum")
    return found


def _inside(place: Expr, low: Expr | None, high: Expr | None) -> bool:
    try:
        known_sign(place)
        return low is None or (known_sign(place - low) >= 0 and known_sign(high - place) >= 0)
    except NotReal:
        return False
