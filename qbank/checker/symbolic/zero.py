"""Proving that a symbolic value vanishes: the normal form of a rational function in independent quantities.

``docs/equality.md`` describes the procedure. Every answer is "proved" or "no proof found"; nothing is refuted here.
"""

from __future__ import annotations

import sympy as sp
from sympy.functions.elementary.hyperbolic import HyperbolicFunction
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from .functions import Expr
from .values import expandable

MAX_SIMPLIFIED = 400
"""Operations above which sympy's own simplification is not tried."""


def is_zero(expression: Expr) -> bool:
    """Prove that a sympy expression vanishes; ``False`` says only that no proof was found."""
    if expression == 0:
        return True
    try:
        if _normal_numerator(expression) == 0:
            return True
        if sp.count_ops(expression) > MAX_SIMPLIFIED:
            return False
        return bool(sp.simplify(expression) == 0)
    except (sp.PolynomialError, NotImplementedError, ZeroDivisionError, RecursionError):  # all of them sympy's own
        return False


def _normal_numerator(expression: Expr) -> Expr:
    """Return the numerator of a rational function in independent quantities: zero proves zero.

    Exponentials with a common part become powers of one positive quantity; every other function of symbols becomes a
    quantity of its own, keyed by its normalised argument.
    """
    flat = expression.rewrite(sp.exp) if expression.has(TrigonometricFunction, HyperbolicFunction) else expression
    flat = sp.expand_log(flat, force=False) if flat.has(sp.log) else flat
    names: dict[Expr, Expr] = {}
    replaced = _generators(flat, names)
    numerator, _ = sp.fraction(sp.together(replaced))
    return sp.expand(numerator) if expandable(numerator) else numerator


def _generators(expression: Expr, names: dict[Expr, Expr]) -> Expr:
    if expression.is_Atom:
        return expression
    if isinstance(expression, sp.exp):
        total = sp.Integer(1)
        for term in sp.Add.make_args(sp.expand(expression.args[0])):
            number, rest = term.as_coeff_Mul()
            if not isinstance(number, sp.Rational):
                number, rest = sp.Integer(1), term
            base = names.setdefault(sp.exp(rest / number.q), sp.Dummy(f"g{len(names)}", positive=True))
            total *= base**number.p
        return total
    arguments = [_generators(argument, names) for argument in expression.args]
    if expression.is_Add or expression.is_Mul or (expression.is_Pow and expression.exp.is_Integer):
        return expression.func(*arguments)
    whole = expression.func(*(sp.cancel(argument) for argument in arguments))
    return names.setdefault(whole, sp.Dummy(f"g{len(names)}", real=True))


def differs_by_number(difference: Expr) -> bool:
    """Tell whether a difference is a number other than zero, whatever its quantities are."""
    numerator = _normal_numerator(difference)
    return bool(numerator.is_number and numerator != 0 and sp.simplify(difference).is_number)
