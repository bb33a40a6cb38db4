"""What sympy expressions are made of, found out once: sympy itself walks through the whole expression every time."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from .functions import Expr

KEPT = 1 << 13
"""Expressions of which this is known, parts of others included."""
_PLAIN = sp.Basic.free_symbols
_NUMBERLESS = frozenset({sp.nan, sp.zoo, sp.oo, sp.S.NegativeInfinity})


@lru_cache(KEPT)
def symbols_of(expression: Expr) -> frozenset[Expr]:
    """Return the free symbols."""
    if type(expression).free_symbols is not _PLAIN:
        return frozenset(expression.free_symbols)
    return frozenset().union(*map(symbols_of, expression.args))


@lru_cache(KEPT)
def kinds_of(expression: Expr) -> frozenset[type]:
    """Return the classes of all parts."""
    return frozenset({type(expression)}).union(*map(kinds_of, expression.args))


@lru_cache(KEPT)
def size_of(expression: Expr) -> int:
    """Return how many operations and operands there are."""
    return 1 + sum(map(size_of, expression.args))


@lru_cache(KEPT)
def has_no_value(expression: Expr) -> bool:
    """Tell whether infinity or what is no number stands anywhere."""
    return expression in _NUMBERLESS or any(map(has_no_value, expression.args))


@lru_cache(KEPT)
def is_smooth(expression: Expr) -> bool:
    """Tell whether there are sums, products, whole powers and exponentials alone: nothing has branches."""
    return (
        expression.is_Symbol
        or expression.is_Rational
        or isinstance(expression, sp.Add | sp.Mul | sp.exp)
        or (isinstance(expression, sp.Pow) and expression.exp.is_Integer)
    ) and all(map(is_smooth, expression.args))
