"""Limits, by sympy's algorithm of Gruntz on small expressions, both sides checked."""

from __future__ import annotations

import sympy as sp

from qbank.checker.letters import Undecided

from .budget import within
from .functions import Expr
from .zero import is_zero

MAX_OPERATIONS = 120
CALLS = 250_000
_NO_VALUE = (sp.oo, -sp.oo, sp.zoo, sp.nan, sp.AccumBounds, sp.Limit, sp.Order, sp.Integral)


def limit_of(expression: Expr, symbol: Expr, target: Expr, side: str = "") -> Expr:
    """Return the finite limit as ``symbol`` goes to ``target`` (``side``: ``+`` from above, ``-`` from below).

    Raises :class:`Undecided` where there is none or none was found.
    """
    if symbol not in expression.free_symbols:
        return expression
    if expression.count_ops() > MAX_OPERATIONS:
        raise Undecided("a limit of too large an expression")
    if target in (sp.oo, -sp.oo):
        return one_sided(expression, symbol, target, "-" if target == sp.oo else "+")
    if side:
        return one_sided(expression, symbol, target, side)
    if (plain := _continuous(expression, symbol, target)) is not None:
        return plain
    above, below = (one_sided(expression, symbol, target, direction) for direction in "+-")
    if not is_zero(above - below):
        raise Undecided("the limits from the two sides are not shown to agree")
    return above


def one_sided(expression: Expr, symbol: Expr, target: Expr, side: str) -> Expr:
    """Return the finite limit from one side. Raises :class:`Undecided`."""
    going = sp.Dummy("n" if target == sp.oo else "x", real=True, **({"positive": True} if target == sp.oo else {}))
    inside = expression.xreplace({symbol: going})
    if (
        target == sp.oo
        and inside.has(sp.Pow)
        and any(
            power.base.is_number and power.base.is_negative and going in power.exp.free_symbols
            for power in inside.atoms(sp.Pow)
        )
    ):
        raise Undecided("a limit of alternating terms")
    found = within(CALLS, lambda: sp.limit(inside, going, target, side))
    if found is None or going in found.free_symbols or found.has(*_NO_VALUE) or found.has(sp.floor, sp.ceiling):
        raise Undecided("no finite limit was found")
    return found


def _continuous(expression: Expr, symbol: Expr, target: Expr) -> Expr | None:
    """Return the value at the target where the expression is made of functions continuous there."""
    smooth = (sp.Add, sp.Mul, sp.exp, sp.sin, sp.cos, sp.atan, sp.Abs, sp.Symbol, sp.Rational, sp.NumberSymbol)
    for part in sp.preorder_traversal(expression):
        if isinstance(part, smooth):
            continue
        if isinstance(part, sp.Pow) and part.exp.is_Integer and part.exp > 0:
            continue
        return None
    return expression.xreplace({symbol: target})
