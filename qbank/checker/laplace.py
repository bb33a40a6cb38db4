r"""Inverse Laplace transforms of rational functions, by partial fractions over the rational numbers.

``1/(s - a)^n`` is that of ``t^{n-1} e^{at}/(n - 1)!``, and ``(s + b)/((s + b)^2 + w^2)`` that of ``e^{-bt} \cos wt``.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import factorial

import sympy as sp

from .syntax import Add, Call, Div, Mul, Name, Neg, Node, Num, Pow

INVERSE = re.compile(
    r"\s*\\mathcal\s*\{?\s*L\s*\}?\s*\^\s*\{\s*-\s*1\s*\}\s*(?:\\left\s*)?"
    r"(?:\\\{(?P<braced>.*?)(?:\\right\s*)?\\\}|\[(?P<bracketed>.*?)(?:\\right\s*)?\]|\((?P<inside>.*?)(?:\\right\s*)?\))\s*",
    re.DOTALL,
)
r"""``\mathcal{L}^{-1}\{…\}`` alone."""
_S = sp.Symbol("s")
_MOST = 8


def inverse(tree: Node, s: Name, t: Name) -> Node | None:
    """Return the function of ``t > 0`` with this transform; ``None`` where the formula is of another kind."""
    value = _rational(tree, s)
    if value is None or not value.has(_S):
        return None
    top, bottom = (sp.Poly(part, _S) for part in sp.fraction(sp.cancel(value)))
    if top.degree() >= bottom.degree() or bottom.degree() > _MOST:
        return None
    terms = [_term(part, t) for part in sp.Add.make_args(sp.apart(value, _S))]
    found = [term for term in terms if term is not None]
    if len(found) < len(terms):
        return None
    return found[0] if len(found) == 1 else Add(tuple(found))


def _rational(node: Node, s: Name) -> sp.Expr | None:
    match node:
        case Num(value):
            return sp.Rational(value.numerator, value.denominator)
        case Name():
            return _S if node == s else None
        case Neg(of):
            inner = _rational(of, s)
            return None if inner is None else -inner
        case Add(items) | Mul(items):
            parts = [_rational(item, s) for item in items]
            whole = sp.Add if isinstance(node, Add) else sp.Mul
            return None if None in parts else whole(*parts)
        case Div(numerator, denominator):
            over, below = _rational(numerator, s), _rational(denominator, s)
            return None if over is None or below is None or sp.expand(below) == 0 else over / below
        case Pow(base, Num(exponent)) if exponent.denominator == 1 and 0 < exponent <= _MOST:
            inner = _rational(base, s)
            return None if inner is None else inner ** int(exponent)
    return None


def _term(part: sp.Expr, t: Name) -> Node | None:
    """Return what a partial fraction is the transform of."""
    top, bottom = sp.fraction(sp.together(part))
    lead, factors = sp.factor_list(bottom, _S)
    if len(factors) != 1:
        return None
    factor, times = sp.Poly(factors[0][0], _S), int(factors[0][1])
    top = sp.Poly(top / lead, _S)
    if factor.degree() == 1:
        slope, offset = factor.all_coeffs()
        weight = top.as_expr() / slope**times / factorial(times - 1)
        power = [Pow(t, Num(Fraction(times - 1)))] if times > 1 else []
        return Mul((_number(weight), *power, _exponential(-offset / slope, t)))
    if factor.degree() != 2 or times != 1:
        return None
    a, b, c = factor.all_coeffs()
    shift = b / (2 * a)
    square = c / a - shift**2
    rate, rest = top.coeff_monomial(_S) / a, top.coeff_monomial(1) / a
    if square.is_negative:
        return None
    root = Call("sqrt", (_number(square),))
    angle = Mul((root, t))
    sine = Div(Mul((_number(rest - rate * shift), Call("sin", (angle,)))), root)
    wave = Add((Mul((_number(rate), Call("cos", (angle,)))), sine))
    return Mul((_exponential(-shift, t), wave))


def _exponential(rate: sp.Expr, t: Name) -> Node:
    return Call("exp", (Mul((_number(rate), t)),))


def _number(value: sp.Expr) -> Node:
    whole = sp.Rational(value)
    number = Num(Fraction(abs(int(whole.p)), int(whole.q)))
    return Neg(number) if whole < 0 else number
