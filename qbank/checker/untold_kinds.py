"""Letters that are as often matrices, or complex numbers, as real ones: where nobody says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from .reading.kinds import Kinds
from .syntax import Add, Call, Div, Mul, Name, Neg, Node, Num, Pow, Relation, names_in, walk

_OF_MATRICES = frozenset("ABCDIMNXY")
_INVERTED = _OF_MATRICES | frozenset("PQSUVW")
_COMPLEX = frozenset({"z", "w", r"\zeta"})
_COORDINATES = frozenset("xy")
_OF_REALS = frozenset({"abs", "sqrt", "root"})
"""Functions by which a proof may use that a number is real."""
_NUMBERS = re.compile(r"\b(?:real|numbers?|scalars?|integers?|natural)\b|\\mathbb\s*\{?\s*[RNZ]|\\R\b")
_OF_ORDER = frozenset({"max", "min", "relu", "sigmoid", "softplus", "floor", "ceil"})
"""Functions that nobody takes of complex numbers."""


def may_be_matrices(trees: Iterable[Node], kinds: Kinds, told: Iterable[Name]) -> bool:
    """Tell whether formulas in capitals alone are true only if products may be turned round: ``AX = B``.

    ``told`` are the names of which it is said where they lie.
    """
    trees, told = list(trees), set(told)
    names = {name for tree in trees for name in names_in(tree)}
    open_ = {name for name in names if not name.sub and kinds.of(name) is None} - told
    parts = [part for tree in trees for part in walk(tree)]
    if any(_inverted(part, open_) for part in parts):
        return True
    plain = {name for name in open_ if name.base in _OF_MATRICES}
    return len(plain) > 1 and plain == names and any(map(_ordered, parts))


def _inverted(node: Node, names: Iterable[Name]) -> bool:
    r"""Tell whether it is ``A^{-1}``, as nobody writes it of numbers."""
    inverse = isinstance(node, Pow) and node.exponent in (Neg(Num(Fraction(1))), Num(Fraction(-1)))
    return inverse and any(one in names and one.base in _INVERTED for one in names_in(node))


def _ordered(node: Node) -> bool:
    """Tell whether an operation on two capitals depends on their order, for matrices."""
    match node:
        case Mul(factors):
            return len({name for one in factors for name in names_in(one)}) > 1
        case Div(above, below):
            return any(True for _ in names_in(below)) and any(True for _ in names_in(above))
        case Pow(Add(terms), _) | Pow(_, Add(terms)):
            return len({name for one in terms for name in names_in(one)}) > 1
    return False


def may_be_complex(trees: Iterable[Node], told: Iterable[Name], *, ordered: bool = False) -> bool:
    """Tell whether formulas are of a ``z`` that need not be real, with functions that treat real numbers apart.

    ``ordered``: they are equations to be solved, or inequalities.
    """
    trees = list(trees)
    names = {name for tree in trees for name in names_in(tree)}
    open_ = {name for name in names if name.base in _COMPLEX and not name.sub} - {*told}
    if not open_ or any(name.base in _COORDINATES for name in names):
        return False
    calls = [
        one for tree in trees for one in walk(tree) if isinstance(one, Call) and not open_.isdisjoint(names_in(one))
    ]
    functions = {one.function for one in calls}
    return ordered or bool(functions & _OF_REALS and not functions & _OF_ORDER)


def says_numbers(text: str) -> bool:
    """Tell whether a text says that its letters are numbers, and none of them complex."""
    return _NUMBERS.search(text) is not None


def of_untold_kind(claim: Node, kinds: Kinds, told: Iterable[Name]) -> bool:
    """Tell whether a claim that holds for real numbers may be one about matrices or complex numbers.

    So may one that but turns products round; ``told`` are the names of which it is said where they lie.
    """
    told = list(told)
    ordered = all(isinstance(part, Mul | Name | Relation) for part in walk(claim)) and not told
    return ordered or may_be_matrices([claim], kinds, told) or may_be_complex([claim], told, ordered=True)
