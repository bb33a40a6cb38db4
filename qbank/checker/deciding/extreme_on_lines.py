r"""The largest and smallest value of a smooth function of one variable on a half-line or between open ends.

Between two neighbouring zeros of the slope, and outside them, the function rises or falls. On a stretch that ends
openly the largest value is not taken if the function falls from there on.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr

from .exact import NotReal, between, known_sign, ordered
from .zeros import zeros

_SMOOTH = (sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.atan)


def best_on_line(
    value: Expr, symbol: Expr, stretch: tuple[Expr | None, Expr | None], way: int, *, closed: tuple[bool, bool]
) -> list[Expr]:
    """Return where the extremum is taken between two ends, ``None`` for an infinite one.

    Raises :class:`Undecided` where it may not exist.
    """
    low, high = stretch
    check_smooth(value, symbol, stretch, closed=closed)
    slope = sp.together(sp.diff(value, symbol))
    if slope == 0:
        raise Undecided("an extremum of a constant")
    window = (low, high) if low is not None and high is not None else None
    roots = dict.fromkeys(zeros(sp.fraction(slope)[0], symbol, window))
    places = ordered([root for root in roots if _inside(root, low, high)])
    first = slope.xreplace({symbol: between(low, places[0] if places else high)})
    last = slope.xreplace({symbol: between(places[-1] if places else low, high)})
    if (not closed[0] and known_sign(first) * way <= 0) or (not closed[1] and known_sign(last) * way >= 0):
        raise Undecided("a function that may have no extremum")
    places += [end for end, taken in zip(stretch, closed, strict=True) if taken and end is not None]
    return best_of(value, symbol, places, way)


def best_of(value: Expr, symbol: Expr, places: Sequence[Expr], way: int) -> list[Expr]:
    """Return those of some numbers at which a function is largest or smallest."""
    best: list[Expr] = []
    for place in places:
        gap = known_sign(value.xreplace({symbol: place}) - value.xreplace({symbol: best[0]})) * way if best else 1
        if gap >= 0:
            best = [place] if gap else [*best, place]
    return best


def _inside(place: Expr, low: Expr | None, high: Expr | None) -> bool:
    try:
        return (low is None or known_sign(place - low) > 0) and (high is None or known_sign(high - place) > 0)
    except NotReal:
        return False


def check_smooth(
    value: Expr, symbol: Expr, stretch: tuple[Expr | None, Expr | None], *, closed: tuple[bool, bool]
) -> None:
    """Refuse what may not be continuous, or not have a derivative somewhere between the ends.

    At an end that belongs to it a root may be zero; there the function may have no derivative.
    """
    for part in sp.preorder_traversal(value):
        if symbol not in part.free_symbols or part == symbol or part.is_Add or part.is_Mul:
            continue
        if part.is_Pow and part.base is not sp.E:
            if not part.exp.is_Rational and symbol in part.base.free_symbols:
                raise Undecided("an extremum of a function that may not be smooth")
            root, below = not part.exp.is_Integer, part.exp.is_negative
            if symbol in part.base.free_symbols and (root or below):
                _check_clear(part.base, symbol, stretch, closed if below else (False, False), positive=root)
        elif isinstance(part, sp.log):
            _check_clear(part.args[0], symbol, stretch, closed, positive=True)
        elif not isinstance(part, (*_SMOOTH, sp.Pow)):
            raise Undecided("an extremum of a function that may not be smooth")


def _check_clear(
    inner: Expr,
    symbol: Expr,
    stretch: tuple[Expr | None, Expr | None],
    closed: tuple[bool, bool],
    *,
    positive: bool,
) -> None:
    """Refuse a formula that may vanish between the ends, or be negative there."""
    low, high = stretch
    window = (low, high) if low is not None and high is not None else None
    roots = zeros(inner, symbol, window)
    ends = [end for end, taken in zip(stretch, closed, strict=True) if taken and end is not None]
    if any(_inside(root, low, high) for root in roots) or any(
        known_sign(inner.xreplace({symbol: end})) == 0 for end in ends
    ):
        raise Undecided("an extremum of a function with poles")
    if positive and known_sign(inner.xreplace({symbol: between(low, high)})) <= 0:
        raise Undecided("an extremum of what has no value")
