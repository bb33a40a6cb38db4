"""Expressions and conditions of parameters: read by the checker's reader, worked out exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from qbank.checker.reading.notation import Notation, infer
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import (
    Add,
    Apply,
    Big,
    Call,
    Congruence,
    Const,
    Div,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Set,
    names_in,
    walk,
)

from . import exact
from .exact import NoValueError, Value

__all__ = ["Notation", "Unreadable", "decimals", "evaluate", "holds", "names", "notation_of", "read"]

NAME = re.compile(r"(?:[A-Za-z]|\\[A-Za-z]{2,12})(?:_(?:[A-Za-z0-9]|\{[A-Za-z0-9]{1,10}\}))?")
"""How a parameter may be called."""
_MAX_STEPS = 100
"""Terms of a sum or product that is written with ``\\sum`` or ``\\prod``."""


def notation_of(parameters: Iterable[str], formulas: Iterable[str]) -> Notation:
    """Return how formulas read in which each parameter is a number: ``a(b + 1)`` is a product."""
    return infer([*parameters, *formulas])


def names(node: Node) -> list[Name]:
    """Return the names that must have a value, in their order, each once."""
    found = dict.fromkeys(names_in(node))
    found |= dict.fromkeys(Name(part.function) for part in walk(node) if isinstance(part, Apply))
    return list(found)


def decimals(node: Node) -> bool:
    """Tell whether a number in it is written with a decimal point."""
    return any(isinstance(part, Num) and part.places is not None for part in walk(node))


def evaluate(node: Node, values: Mapping[Name, Value]) -> Value:
    """Work out an expression. Raises :class:`NoValueError` where it has no value that can be had."""
    match node:
        case Num(value):
            return exact.bounded(value)
        case Name():
            return values[node]
        case Neg(of):
            return exact.negative(evaluate(of, values))
        case Add(terms):
            return _gathered(exact.add, Fraction(0), (evaluate(term, values) for term in terms))
        case Mul(factors):
            return _gathered(exact.multiply, Fraction(1), (evaluate(factor, values) for factor in factors))
        case Div(numerator, denominator):
            return exact.divide(evaluate(numerator, values), evaluate(denominator, values))
        case Pow(base, exponent):
            return exact.power(evaluate(base, values), evaluate(exponent, values))
        case Const(name):
            return exact.constant(name)
        case Call(function, arguments, 0):
            return exact.call(function, [evaluate(argument, values) for argument in arguments])
        case Apply(function, (argument,), 0) if Name(function) in values:
            return exact.multiply(values[Name(function)], evaluate(argument, values))
        case Big("sum" | "prod" as operator, index, lower, upper, body) if lower is not None and upper is not None:
            return _big(operator, Name(index), (evaluate(lower, values), evaluate(upper, values)), body, values)
    raise NoValueError("this kind of expression is not worked out")


def _gathered(combine: Callable[[Value, Value], Value], start: Value, parts: Iterable[Value]) -> Value:
    total = start
    for part in parts:
        total = combine(total, part)
    return total


def _big(operator: str, index: Name, bounds: tuple[Value, Value], body: Node, values: Mapping[Name, Value]) -> Value:
    if any(isinstance(part, Big) for part in walk(body)):
        raise NoValueError("a sum within a sum")
    low, high = bounds
    if not (isinstance(low, Fraction) and isinstance(high, Fraction) and low.denominator == high.denominator == 1):
        raise NoValueError("a sum whose bounds are no whole numbers")
    if high - low >= _MAX_STEPS:
        raise NoValueError(f"a sum of more than {_MAX_STEPS} terms")
    parts = (evaluate(body, {**values, index: Fraction(at)}) for at in range(int(low), int(high) + 1))
    if operator == "sum":
        return _gathered(exact.add, Fraction(0), parts)
    return _gathered(exact.multiply, Fraction(1), parts)


_ORDERS: Mapping[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0, r"\ne": lambda sign: sign != 0, "<": lambda sign: sign < 0,
    ">": lambda sign: sign > 0, r"\le": lambda sign: sign <= 0, r"\ge": lambda sign: sign >= 0,
}  # fmt: skip


def holds(node: Node, values: Mapping[Name, Value]) -> bool:
    """Tell whether a condition holds. Raises :class:`NoValueError` where it cannot be told, or is no condition."""
    match node:
        case Relation(sides, signs):
            return all(_related(one, sign, other, values) for one, sign, other in zip(sides, signs, sides[1:],
                                                                                      strict=False))  # fmt: skip
        case Logic("not", (operand,)):
            return not holds(operand, values)
        case Logic("and", operands):
            return all(holds(operand, values) for operand in operands)
        case Logic("or", operands):
            return any(holds(operand, values) for operand in operands)
        case Congruence((first, *others), modulus):
            by = evaluate(modulus, values)
            start = evaluate(first, values)
            return all(_divides(by, exact.add(start, exact.negative(evaluate(each, values)))) for each in others)
    raise NoValueError("this is no condition: a relation such as $a < b$ is wanted")


def _related(one: Node, sign: str, other: Node, values: Mapping[Name, Value]) -> bool:
    if sign in _ORDERS:
        difference = exact.add(evaluate(one, values), exact.negative(evaluate(other, values)))
        return _ORDERS[sign](exact.sign(difference))
    if sign == r"\mid":
        return _divides(evaluate(one, values), evaluate(other, values))
    if sign in (r"\in", r"\notin"):
        return _within(evaluate(one, values), other, values) == (sign == r"\in")
    raise NoValueError(f"{sign} is not decided here")


def _within(value: Value, home: Node, values: Mapping[Name, Value]) -> bool:
    match home:
        case Set(items):
            return any(evaluate(item, values) == value for item in items)
        case Const("integers"):
            return isinstance(value, Fraction) and value.denominator == 1
        case Const("naturals"):
            return isinstance(value, Fraction) and value.denominator == 1 and value > 0
        case Const("rationals"):
            return isinstance(value, Fraction)
    raise NoValueError("a set that is not decided here: list its members")


def _divides(by: Value, value: Value) -> bool:
    if not (isinstance(by, Fraction) and isinstance(value, Fraction) and by.denominator == value.denominator == 1):
        raise NoValueError("divisibility of numbers that are not whole")
    return value == 0 if by == 0 else value % by == 0
