"""Where the unknown of a periodic equation is looked for: in its domain, or in one turn where only turns matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sympy as sp

from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import Name, Node, children

from .equality import Comparer
from .exact import NotReal, known_sign
from .openness import is_closed
from .zeros import Window

_TURNING = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
_LESS = frozenset({"<", r"\le"})
_MORE = frozenset({">", r"\ge"})


def windows(comparer: Comparer, unknowns: Iterable[Expr], used: Sequence[Node]) -> dict[Expr, Window]:
    """Return the bounds of each unknown that the domain holds on both sides.

    An unknown without them that stands only in functions of period 2π, in the premises and in what is ``used``, is
    looked for in one turn: the formulas have the same values in every other.
    """
    found: dict[Expr, Window] = {}
    for symbol in unknowns:
        key = comparer.algebra.keys[symbol]
        bounds = _bounds(comparer, key) if isinstance(key, Name) else (None, None)
        low, high = bounds
        if low is not None and high is not None:
            found[symbol] = low, high
        elif bounds == (None, None) and _turns_only(comparer, symbol, used):
            found[symbol] = -sp.pi, sp.pi
    return found


def _bounds(comparer: Comparer, name: Name) -> tuple[Expr | None, Expr | None]:
    interval = interval_of(comparer.domain, name, comparer.premises.letters)
    lows = [sp.Rational(interval.low.numerator, interval.low.denominator)] if interval.low is not None else []
    highs = [sp.Rational(interval.high.numerator, interval.high.denominator)] if interval.high is not None else []
    for relation in comparer.domain.relations:
        for left, sign, right in zip(relation.sides, relation.signs, relation.sides[1:], strict=False):
            for side, other, above in ((left, right, sign in _LESS), (right, left, sign in _MORE)):
                if side == name and is_closed(other) and sign in _LESS | _MORE:
                    (highs if above else lows).append(comparer.algebra.value(other))
    return _extreme(lows, 1), _extreme(highs, -1)


def _extreme(ends: Sequence[Expr], way: int) -> Expr | None:
    """Return the greatest (``way`` 1) or the least of some numbers."""
    best: Expr | None = None
    for end in ends:
        try:
            if best is None or known_sign(end - best) * way > 0:
                best = end
        except (NotReal, Undecided):
            continue
    return best


def _turns_only(comparer: Comparer, symbol: Expr, used: Sequence[Node]) -> bool:
    ties = [side for pair in comparer.ties() for side in pair]
    return all(_periodic(value, symbol) for value in _values(comparer, [*ties, *used]))


def _values(comparer: Comparer, nodes: Sequence[Node]) -> Iterator[Expr]:
    todo = list(nodes)
    while todo:
        node = todo.pop()
        try:
            value = comparer.algebra.value(node)
        except (Undecided, AttributeError, TypeError):
            todo += [part for part in children(node) if part != node]
            continue
        yield from value.items if isinstance(value, Grid) else (value,)


def _periodic(value: Expr, symbol: Expr) -> bool:
    """Tell whether a value has the period 2π in ``symbol``."""
    if symbol not in value.free_symbols:
        return True
    marks: dict[Expr, Expr] = {}
    for part in value.atoms(*_TURNING):
        slope = sp.diff(part.args[0], symbol)
        if slope.is_Integer:
            marks[part] = sp.Dummy()
    return symbol not in value.xreplace(marks).free_symbols
