"""Symbolic values written as syntax trees again, so that a solution can be a premise of both routes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy as sp

from qbank.checker.index_letters import substitute
from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.sums import SumKey
from qbank.checker.syntax import Add, Big, Call, Const, Deriv, Div, Mul, Name, Neg, Node, Num, Pow, Unit, names_in, walk

_NAMES = {
    sp.sin: "sin", sp.cos: "cos", sp.tan: "tan", sp.cot: "cot", sp.sec: "sec", sp.csc: "csc", sp.asin: "arcsin",
    sp.acos: "arccos", sp.atan: "arctan", sp.sinh: "sinh", sp.cosh: "cosh", sp.tanh: "tanh", sp.asinh: "arsinh",
    sp.acosh: "arcosh", sp.atanh: "artanh", sp.exp: "exp", sp.log: "ln", sp.Abs: "abs", sp.re: "re", sp.im: "im",
    sp.conjugate: "conj", sp.Max: "max", sp.Min: "min", sp.floor: "floor", sp.ceiling: "ceil",
    sp.factorial: "factorial", sp.binomial: "binomial", sp.gamma: "gamma", sp.erf: "erf",
}  # fmt: skip


def written(value: Expr, keys: Mapping[Expr, object]) -> Node:
    """Return ``value`` as a tree; ``keys`` tells what each symbol stands for.

    Raises :class:`Undecided` for what has no form in our formulas.
    """
    if value.is_Rational:
        number = Num(Fraction(abs(int(value.p)), int(value.q)))
        return Neg(number) if value < 0 else number
    if value.is_Symbol:
        key = keys.get(value)
        if isinstance(key, SumKey):
            return _sum(key, keys)
        if not isinstance(key, Name | Deriv | Unit):
            raise Undecided("a solution with more than plain quantities")
        return key
    if value in _CONSTANTS:
        return Const(_CONSTANTS[value])
    if value.is_Add:
        return Add(tuple(written(part, keys) for part in value.args))
    if value.is_Mul:
        above, below = sp.fraction(value)
        if below != 1:
            return Div(written(above, keys), written(below, keys))
        return Mul(tuple(written(part, keys) for part in value.args))
    if value.is_Pow:
        return _power(value, keys)
    name = _NAMES.get(value.func)
    if name is None:
        raise Undecided("a solution that has no form as a formula")
    return Call(name, tuple(written(part, keys) for part in value.args))


def _sum(key: SumKey, keys: Mapping[Expr, object]) -> Node:
    """Return a sum of open size, with the letter of its range for its index."""
    letter = key.label.partition(":")[2]
    body = written(key.body, keys)
    taken = {part.index for part in walk(body) if isinstance(part, Big)} | {name.base for name in names_in(body)}
    if not letter or letter in taken or Name(key.label) in set(names_in(body)):
        raise Undecided("a sum that has no form as a formula")
    low, high = (None, None) if isinstance(key.bounds, str) else (written(end, keys) for end in key.bounds)
    return Big(key.operator, letter, low, high, substitute(body, {key.label: Name(letter)}))


_CONSTANTS = {sp.pi: "pi", sp.E: "e", sp.I: "i"}


def _power(value: Expr, keys: Mapping[Expr, object]) -> Node:
    base, exponent = value.args
    if exponent.is_Rational and exponent < 0:
        return Div(Num(Fraction(1)), written(base**-exponent, keys))
    if exponent == sp.Rational(1, 2):
        return Call("sqrt", (written(base, keys),))
    return Pow(written(base, keys), written(exponent, keys))
