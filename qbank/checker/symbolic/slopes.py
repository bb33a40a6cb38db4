"""Derivatives of symbolic values by one symbol."""

from __future__ import annotations

import sympy as sp

from qbank.checker.letters import Undecided

from .functions import Expr
from .parts import kinds_of, symbols_of


def slope_of(expression: Expr, symbol: Expr) -> Expr:
    """Return the derivative by a symbol; of cases only inside the open ranges of their conditions."""
    found = slope(expression, symbol)
    if sp.Piecewise not in kinds_of(expression):
        return found
    if any(
        isinstance(part, sp.Eq | sp.Ne)
        for cases in expression.atoms(sp.Piecewise)
        for part in cases.atoms(sp.Eq, sp.Ne)
    ):
        raise Undecided("the derivative of cases that change at a point")
    return found.replace(lambda part: isinstance(part, sp.Piecewise), _opened)


def slope(expression: Expr, symbol: Expr) -> Expr:
    """Differentiate by a symbol as sympy does, without its questions about the signs of all parts."""
    return _slope(expression, symbol, {})


def _slope(expression: Expr, symbol: Expr, known: dict[Expr, Expr]) -> Expr:
    if expression == symbol:
        return sp.S.One
    if symbol not in symbols_of(expression):
        return sp.S.Zero
    found = known.get(expression)
    if found is not None:
        return found
    if isinstance(expression, sp.Add):
        found = sp.Add(*(_slope(part, symbol, known) for part in expression.args))
    elif isinstance(expression, sp.Mul):
        parts = expression.args
        slopes = ((at, _slope(part, symbol, known)) for at, part in enumerate(parts))
        found = sp.Add(*(sp.Mul(*parts[:at], slope, *parts[at + 1 :]) for at, slope in slopes if slope))
    elif isinstance(expression, sp.Pow) and symbol not in symbols_of(expression.exp):
        found = expression * (_slope(expression.base, symbol, known) * expression.exp / expression.base)
    elif isinstance(expression, sp.exp):
        found = expression * _slope(expression.args[0], symbol, known)
    elif isinstance(expression, sp.log) and len(expression.args) == 1:
        found = _of_logarithm(expression.args[0], symbol, known)
    elif isinstance(expression, sp.Piecewise):  # sympy joins pieces of one slope, also where they jump
        found = sp.Piecewise(*((_slope(value, symbol, known), held) for value, held in expression.args), evaluate=False)
    else:
        found = sp.diff(expression, symbol)
        if found.atoms(sp.Derivative, sp.Subs) - expression.atoms(sp.Derivative, sp.Subs):
            raise Undecided("the derivative of a function with jumps")  # sympy knows none, as of the floor
    known[expression] = found
    return found


def _of_logarithm(inside: Expr, symbol: Expr, known: dict[Expr, Expr]) -> Expr:
    """Return the derivative of a logarithm: factor by factor, and of powers by their exponents."""
    if symbol not in symbols_of(inside):
        return sp.S.Zero
    if isinstance(inside, sp.Add) and any(not part.exp.is_number for part in inside.atoms(sp.Pow)):
        inside = sp.factor_terms(inside)  # (a + 1) x^a
    if isinstance(inside, sp.Mul):
        return sp.Add(*(_of_logarithm(part, symbol, known) for part in inside.args))
    if isinstance(inside, sp.exp):
        return _slope(inside.args[0], symbol, known)
    if isinstance(inside, sp.Pow):
        base, exponent = inside.args
        rate = _slope(exponent, symbol, known)
        return (rate * sp.log(base) if rate else sp.S.Zero) + exponent * _of_logarithm(base, symbol, known)
    return _slope(inside, symbol, known) / inside


def _opened(cases: Expr) -> Expr:
    """Return cases with their conditions made strict: where they meet, a derivative is not known."""
    pairs, before = [], sp.true
    for value, condition in cases.args:
        inside = sp.And(before, condition)
        strict = inside.replace(
            lambda part: isinstance(part, sp.Ge | sp.Le),
            lambda part: sp.Gt(part.lhs, part.rhs) if isinstance(part, sp.Ge) else sp.Lt(part.lhs, part.rhs),
        )
        pairs.append((value, strict))
        before = sp.And(before, sp.Not(condition))
    return sp.Piecewise(*pairs)
