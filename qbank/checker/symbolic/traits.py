"""What is said of single matrices without components: symmetric, orthogonal and the like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from qbank.checker.syntax import Call, Mul, Name, Neg, Node, Num, Pow, Relation

from .words import IDEMPOTENT, ORTHOGONAL, SKEW, SYMMETRIC


def traits_of(constraints: Sequence[Relation]) -> dict[Name, frozenset[str]]:
    """Return what equations of the premises say of single matrices: ``A^T = A``, ``Q^T Q = I``, ``P^2 = P``."""
    found: dict[Name, frozenset[str]] = {}
    for relation in constraints:
        for one, other in (relation.sides, relation.sides[::-1]):
            if (told := _trait(one, other)) is not None:
                found[told[0]] = found.get(told[0], frozenset()) | {told[1]}
    return found


def _trait(one: Node, other: Node) -> tuple[Name, str] | None:
    match one, other:
        case Call("transpose", (Name() as name,)), Name() if name == other:
            return name, SYMMETRIC
        case Call("transpose", (Name() as name,)), Neg(Name() as same) if name == same:
            return name, SKEW
        case Call("transpose", (Name() as name,)), Pow(Name() as same, Neg(Num(Fraction(numerator=1)))) if name == same:
            return name, ORTHOGONAL
        case Mul((Call("transpose", (Name() as name,)), Name() as same)), Call("identity") if name == same:
            return name, ORTHOGONAL
        case Pow(Name() as name, Num(Fraction(numerator=2, denominator=1))), Name() if name == other:
            return name, IDEMPOTENT
    return None


def grams_in(node: Node) -> Iterator[Name]:
    r"""Yield ``X`` where ``X^TX`` or ``XX^T`` stands in a product."""
    if isinstance(node, Mul):
        for one, other in zip(node.factors, node.factors[1:], strict=False):
            for turned, plain in ((one, other), (other, one)):
                if isinstance(plain, Name) and turned == Call("transpose", (plain,)):
                    yield plain
