r"""Derivatives by named vectors and matrices of any size.

If the change of a number is ``tr(P dX Q)``, its gradient by ``X`` is ``(Q P)ᵀ``, shaped as ``X`` is (denominator
layout): a column for a column. The derivative of a vector by a vector has two layouts; only a symmetric one, as a
Hessian is, is taken. See Petersen and Pedersen, The Matrix Cookbook, section 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import sympy as sp

from qbank.checker.index_letters import letters_of
from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.reading.kinds import BOLD
from qbank.checker.syntax import Call, Mul, Name

from .functions import Expr
from .slopes import slope_of
from .sums import SumKey
from .words import Letter, Linear, Word

if TYPE_CHECKING:
    from qbank.checker.syntax import Node

    from .named_arrays import NamedArrays, Value

_ONE = sp.Integer(1)


def differentiated(arrays: NamedArrays, of: Node, by: Sequence[Name]) -> Value:
    """Return the derivative of a formula by vectors or matrices. Raises :class:`Undecided`."""
    if not by or len(by) > 2 or not all(arrays.algebra.is_array(name) for name in by):
        raise Undecided("a derivative of matrices by a number")
    if arrays.premises.dependences or any(arrays.premises.defines(name) for name in by):
        raise Undecided(f"a derivative by {latex(by[0])}, on which other quantities may depend")
    value = arrays.value(of)
    if isinstance(value, Linear):
        if len(by) > 1:
            raise Undecided("a second derivative of a vector")
        return _symmetric(arrays, _jacobian(arrays, value, by[0]))
    first = gradient(arrays, value, by[0])
    return first if len(by) == 1 else _symmetric(arrays, _jacobian(arrays, first, by[1]))


def _symmetric(arrays: NamedArrays, found: Linear) -> Linear:
    turned = arrays.words.transposed(found)
    arrays.dimensions.same(found.rows, found.columns)
    gap = arrays.words.added(found, arrays.words.scaled(-_ONE, turned))
    if gap.terms:
        raise Undecided("the derivative of a vector by a vector, which is written in two layouts")
    return found


def gradient(arrays: NamedArrays, value: Expr, by: Name) -> Linear:
    """Return the gradient of a number. Raises :class:`Undecided`."""
    rows, columns = arrays.words.shape(Letter(by))
    total = arrays.words.zero(rows, columns)
    for symbol in sorted(value.free_symbols, key=str):
        inner = _of_symbol(arrays, symbol, by)
        if inner is not None and inner.terms:
            total = arrays.words.added(total, arrays.words.scaled(slope_of(value, symbol), inner))
    return total


def _of_symbol(arrays: NamedArrays, symbol: Expr, by: Name) -> Linear | None:
    key = arrays.algebra.keys[symbol]
    if isinstance(key, SumKey):
        if key.operator != "sum":
            raise Undecided("a derivative of a product with an open number of factors")
        inner = gradient(arrays, key.body, by)
        return arrays.summed(key.bounds, key.label, inner) if inner.terms else None
    match key:
        case Name():
            _apart(key, by)
            return None
        case Call("#word" | "#trace", (Mul(letters),)):
            return _of_cycle(arrays, tuple(map(arrays.letter, letters)), by, trace=key.function == "#trace")
        case Call("#det", (Name() as name,)):
            if name == by:
                factors = arrays.words.inverse(arrays.words.transposed(arrays.words.single(Letter(by))))
                return arrays.words.scaled(symbol, factors)
            _free(arrays, (Letter(name),), by)
            return None
    raise Undecided(f"a derivative by {latex(by)} of what is not taken apart")


def _apart(name: Name, by: Name) -> None:
    """Refuse a number that may be a component of what is differentiated by, or be made from it."""
    letter = by.base.rpartition("{")[2].rstrip("}") if by.base.startswith(BOLD) else by.base
    if name.base in (letter, by.base):
        raise Undecided(f"how {latex(name)} and {latex(by)} hang together is not said")


def _free(arrays: NamedArrays, word: Word, by: Name) -> None:
    """Refuse letters in which what is differentiated by may be hidden."""
    for letter in word:
        if letter.name in arrays.words.made and by.base in repr(arrays.words.made[letter.name]):
            raise Undecided(f"a derivative by {latex(by)} of an inverse or a sum that holds it")
        if letter.name != by and letter.name.base == by.base and any(True for _ in letters_of(letter.name)):
            raise Undecided(f"whether {latex(letter.name)} is {latex(by)} depends on the indices")


def _of_cycle(arrays: NamedArrays, word: Word, by: Name, *, trace: bool) -> Linear | None:
    """Differentiate the trace of a word, or the number that a word is: both are a trace."""
    _free(arrays, word, by)
    words = arrays.words
    rows, columns = words.shape(Letter(by))
    total = words.zero(rows, columns)
    for at, letter in enumerate(word):
        if letter.name != by:
            continue
        before, after = word[:at], word[at + 1 :]
        sign = 1
        if letter.inverted:  # d(X⁻¹) = −X⁻¹ dX X⁻¹
            sign, before, after = -1, (*before, letter), (letter, *after)
        height, width = (columns, rows) if letter.turned else (rows, columns)
        around = words.normal([((*after, *before), sp.Integer(sign))], width, height)  # Q P, from size to size
        if not trace:
            left = words.of_word(after, width, 1) if after else _unit(arrays, width)
            right = words.of_word(before, 1, height) if before else _unit(arrays, height)
            around = words.scaled(sp.Integer(sign), words.multiplied(left, right))
        total = words.added(total, around if letter.turned else words.transposed(around))
    return total


def _unit(arrays: NamedArrays, size: object) -> Linear:
    arrays.dimensions.same(size, 1)
    return Linear({(): _ONE}, 1, 1)


def _jacobian(arrays: NamedArrays, value: Linear, by: Name) -> Linear:
    """Return the matrix of the derivatives of a column by a column, a row for each component."""
    words = arrays.words
    side, width = words.shape(Letter(by))
    if arrays.dimensions.find(value.columns) != 1 or width != 1:
        raise Undecided("a derivative of or by a matrix that is no vector")
    total = words.zero(value.rows, side)
    for word, factor in value.terms.items():
        slope = gradient(arrays, factor, by)
        if slope.terms:
            column = words.of_word(word, value.rows, 1)
            total = words.added(total, words.multiplied(column, words.transposed(slope)))
        total = words.added(total, words.scaled(factor, _of_column(arrays, word, value, by)))
    return total


def _of_column(arrays: NamedArrays, word: Word, model: Linear, by: Name) -> Linear:
    words = arrays.words
    side, _ = words.shape(Letter(by))
    made = words.made.get(word[-1].name) if len(word) == 1 else None
    if made is not None and made.kind == "sum":
        bounds, label, inner, factor = made.parts
        body = Linear({inner: factor}, model.rows, 1)
        found = _jacobian(arrays, body, by)
        return arrays.summed(bounds, label, found)  # type: ignore[no-any-return]
    _free(arrays, word, by)
    places = [at for at, letter in enumerate(word) if letter.name == by]
    if not places:
        return words.zero(model.rows, side)
    if places != [len(word) - 1] or word[-1].turned or word[-1].inverted:
        raise Undecided(f"a derivative by {latex(by)} that changes the order of a product")
    return words.of_word(word[:-1], model.rows, side)
