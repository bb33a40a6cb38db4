"""Formulas that are known up to a constant, and numbers that are rounded."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import (
    Add,
    Call,
    Const,
    Deriv,
    Div,
    Integral,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Unit,
    names_in,
    walk,
)

from .equality import Comparer, Verdict
from .exact import known_sign
from .verdicts import different, equal, number_of, undecided

CONSTANTS_OF_INTEGRATION = frozenset("CcKk")
_ZERO = Fraction(0)
_HALF_TURN = 180
HALF = sp.Rational(1, 2)
_SHARE = sp.Rational(1, 100)
"""How far a whole number may be off to be taken for one that was rounded, as a share."""
_Rounded: TypeAlias = tuple[Expr, Expr, Node | None]
"""The degrees that are π."""


def is_antiderivative(node: Node) -> bool:
    """Tell whether a formula holds an integral without bounds as a term."""
    return any(isinstance(part, Integral) and part.lower is None and part.upper is None for part in _terms(node))


def _terms(node: Node) -> Iterator[Node]:
    """Yield the terms of a sum, without their factors' parts: where an antiderivative may stand."""
    match node:
        case Add(terms):
            for term in terms:
                yield from _terms(term)
        case Neg(of):
            yield from _terms(of)
        case Mul(factors):
            yield from factors
        case _:
            yield node


def up_to_constant(comparer: Comparer, left: Node, right: Node) -> Verdict:
    """Compare two antiderivatives by their derivatives.

    The rule for logarithms: ``ln x`` and ``ln|x|`` have one derivative where both have a value, and count as equal.
    """
    integrals = [part for node in (left, right) for part in _terms(node) if isinstance(part, Integral)]
    by = integrals[0].by if integrals else _variable(left, right)
    if by is None:
        return undecided("which variable the antiderivatives are of is not said")
    if any(part.by != by for part in integrals):
        return undecided("antiderivatives by different variables")
    verdict = comparer.compare(_slope(left, by), _slope(right, by))
    if verdict.outcome == "equal" and verdict.proved:
        return equal("equal derivatives: the same up to a constant")
    return verdict


def _variable(*nodes: Node) -> Name | None:
    names = dict.fromkeys(name for node in nodes for name in names_in(node))
    moving = [name for name in names if name.base not in CONSTANTS_OF_INTEGRATION]
    return moving[0] if len(moving) == 1 else None


def _slope(node: Node, by: Name) -> Node:
    """Return the derivative of a formula, antiderivatives undone by hand."""
    match node:
        case Integral(body, variable, None, None) if variable == by:
            return body
        case Add(terms):
            return Add(tuple(_slope(term, by) for term in terms))
        case Neg(of):
            return Neg(_slope(of, by))
        case Mul(factors) if len(moving := [one for one in factors if by in set(names_in(one))]) == 1:
            return Mul((*(one for one in factors if one is not moving[0]), _slope(moving[0], by)))
        case Div(above, below) if by not in set(names_in(below)):
            return Div(_slope(above, by), below)
        case Call("ln", (Call("abs", (inside,)),)):
            return Div(Deriv(inside, (by,)), inside)
        case Name() if node != by:
            return Num(_ZERO)
    if any(isinstance(part, Integral) and part.lower is None for part in walk(node)):
        raise Undecided("an antiderivative within a formula")
    return Deriv(node, (by,)) if by in set(names_in(node)) else Num(_ZERO)


def approximate(comparer: Comparer, left: Node, right: Node) -> Verdict | None:
    """Compare a decimal, or one times powers of ten and units, with an exact value: right if that rounds to it.

    Of a complex number ``a + bi`` both parts are compared. A whole number may be rounded, if it is off by little.
    """
    for one, other in ((left, right), (right, left)):
        if (rounded := rounded_number(one)) is not None:
            return _rounds(_exact(comparer, other, rounded[2]), rounded[0], rounded[1], one)
    for one, other in ((left, right), (right, left)):
        if (rounded := _whole_number(one)) is not None:
            number, half, scale = rounded
            return _rounds(_exact(comparer, other, scale), number, half, one)
        if (parts := _rectangular(one)) is not None:
            *pair, scale = parts
            exact = _exact(comparer, other, scale)
            found = [
                _rounds(part, number, half, one)
                for part, (number, half, _) in zip(exact.as_real_imag(), pair, strict=True)
            ]
            return next((verdict for verdict in found if verdict.outcome != "equal"), found[0])
    return None


def _exact(comparer: Comparer, node: Node, scale: Node | None) -> Expr:
    exact = number_of(comparer, node if scale is None else Div(node, scale))
    return sp.cancel(exact) if exact.free_symbols else exact


def _rounds(exact: Expr, number: Expr, half: Expr, shown: Node) -> Verdict:
    if exact.free_symbols:
        return undecided("a rounded number beside what is none")
    off = sp.Abs(exact - number)
    if off == 0 or known_sign(half - off) >= 0:
        coarse = half == HALF and off != 0 and known_sign(off - abs(number) * _SHARE) > 0
        return (
            undecided("whether a number was rounded is not known") if coarse else equal("equal to the digits printed")
        )
    if half == HALF and known_sign(half * _zeros_at_end(number) - off) >= 0:
        return undecided("which digits of the rounded number count is not known")
    return different("differs in the digits printed", {}, latex(shown), str(sp.N(exact, 12)))


def _whole_number(node: Node) -> _Rounded | None:
    """Return a whole number, alone or times units, as one rounded to units."""
    match node:
        case Neg(of):
            inner = _whole_number(of)
            return inner and (-inner[0], inner[1], inner[2])
        case Num(value, None) if value.denominator == 1:
            return sp.Integer(value.numerator), HALF, None
        case Mul((Num() as first, *rest)) if rest and all(isinstance(one, Unit) for one in rest):
            inner = _whole_number(first)
            return inner and (inner[0], inner[1], rest[0] if len(rest) == 1 else Mul(tuple(rest)))
    return None


def _without_i(node: Node) -> Node | None:
    """Return ``b`` of ``bi``."""
    match node:
        case Neg(of) if (inner := _without_i(of)) is not None:
            return Neg(inner)
        case Mul((Const("i"), Num() as factor) | (Num() as factor, Const("i"))):
            return factor
    return None


def _rectangular(node: Node) -> tuple[_Rounded, _Rounded, Node | None] | None:
    """Return both parts of ``a + bi``, and the units that it is multiplied by."""
    match node:
        case Mul((Add((_, _)) as inner, *units)) if units and all(isinstance(one, Unit) for one in units):
            found = _rectangular(inner)
            return found and (found[0], found[1], units[0] if len(units) == 1 else Mul(tuple(units)))
        case Add((real, imaginary)):
            pair = [
                rounded_number(one) or _whole_number(one) for one in (real, _without_i(imaginary)) if one is not None
            ]
            whole = [one for one in pair if one is not None and one[2] is None]
            return (whole[0], whole[1], None) if len(whole) > 1 else None
    return None


def _zeros_at_end(number: Expr) -> Expr:
    """Return the power of ten that a whole number ends with: 500 may be meant to the hundreds."""
    digits = str(abs(number))
    return sp.Integer(10) ** (len(digits) - len(digits.rstrip("0"))) if number else sp.Integer(1)


def rounded_number(node: Node) -> _Rounded | None:
    """Return a decimal number, half a unit of its last digit, and what it is multiplied by."""
    match node:
        case Neg(of):
            inner = rounded_number(of)
            return inner and (-inner[0], inner[1], inner[2])
        case Num(value, places_) if places_ is not None:
            return sp.Rational(value.numerator, value.denominator), sp.Rational(1, 2 * 10**places_), None
        case Div(Mul((Num() as first, Const("pi"))), Num(half_turn)) if half_turn == _HALF_TURN:
            inner = rounded_number(first)
            return inner and (inner[0], inner[1], Div(Const("pi"), Num(half_turn)))
        case Mul((Num() as first, *rest)) if not any(True for factor in rest for _ in names_in(factor)):
            inner = rounded_number(first)
            return inner and (inner[0], inner[1], rest[0] if len(rest) == 1 else Mul(tuple(rest)))
    return None
