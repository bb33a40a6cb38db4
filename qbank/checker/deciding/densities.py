r"""Densities written out in cases: ``f(x) = 2x`` for ``0 \le x \le 1``, and 0 elsewhere.

The law of the variable is ``dist_density(x, cases)``; probabilities and expectations are integrals over the pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from qbank.checker.syntax import (
    Add,
    Apply,
    Between,
    Call,
    Cases,
    Const,
    Integral,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    names_in,
    put,
)

INFINITY = Const("infinity")
Piece = tuple[Node, Node, Node]
"""A formula of the density, and the ends between which it holds."""


def density_of(premises: Iterable[Node], variables: Sequence[Name]) -> dict[Name, Call]:
    """Return the law of the one random variable of a question whose premises define one density f by cases."""
    found: list[tuple[Name, str, Call]] = []
    for premise in premises:
        match premise:
            case Relation((Apply(function, (Name() as at,), 0), Cases() as cases), ("=",)) if function[:1] in "fp":
                law = Call("dist_density", (at, cases))
                if pieces(law) is not None:
                    found.append((at, function, law))
    return {variables[0]: found[0][2]} if len(found) == len(variables) == 1 else {}


def pieces(law: Call) -> list[Piece] | None:
    """Return the pieces of a density in order; ``None`` where a condition is no stretch between plain ends."""
    at, cases = law.arguments
    if not isinstance(at, Name) or not isinstance(cases, Cases):
        return None
    found: list[Piece] = []
    for value, condition in zip(cases.values, cases.conditions, strict=True):
        if value == Num(Fraction(0)) or (isinstance(value, Num) and value.value == 0):
            continue
        ends = _ends(at, condition)
        if ends is None:
            return None
        found.append((value, *ends))
    return found or None


def _ends(at: Name, condition: Node) -> tuple[Node, Node] | None:
    match condition:
        case Relation((low, name, high), ("<" | r"\le", "<" | r"\le")) if name == at:
            return low, high
        case Relation((high, name, low), (">" | r"\ge", ">" | r"\ge")) if name == at:
            return low, high
        case Relation((name, low), (">" | r"\ge",)) if name == at:
            return low, INFINITY
        case Relation((name, high), ("<" | r"\le",)) if name == at:
            return Neg(INFINITY), high
        case Relation((name, Between(low, high)), (r"\in",)) if name == at:
            return low, high
    return None


def expected(law: Call, name: Name, node: Node) -> list[Node]:
    """Return the integrals whose sum is the expectation of ``node``, a formula in the variable ``name``."""
    at = law.arguments[0]
    assert isinstance(at, Name)  # noqa: S101 - a law is made of pieces
    weight = put(node, {name: at})
    return [Integral(Mul((weight, value)), at, low, high) for value, low, high in pieces(law) or []]


def between(law: Call, low: Node | None, high: Node | None) -> list[Node] | None:
    """Return the integrals whose sum is the probability of a stretch; ``None`` where ends cannot be compared."""
    at = law.arguments[0]
    assert isinstance(at, Name)  # noqa: S101 - as above
    return (
        None
        if (cut := list(_cut(law, low, high))).count(None)
        else [Integral(value, at, start, end) for piece in cut if piece is not None for value, start, end in (piece,)]
    )


def whole_weight(laws: Iterable[Call]) -> list[Node]:
    """Return that densities with letters in them have an integral of 1, which may say what a letter is."""
    found: list[Node] = []
    for law in laws:
        if set(names_in(law)) - {law.arguments[0]}:
            parts = tuple(between(law, None, None) or ())
            found.append(Relation((parts[0] if len(parts) == 1 else Add(parts), Num(Fraction(1))), ("=",)))
    return found


def _cut(law: Call, low: Node | None, high: Node | None) -> Iterator[Piece | None]:
    for value, start, end in pieces(law) or []:
        first, last = _later(start, low), _later(_turned(end), None if high is None else _turned(high))
        if first is None or last is None:
            yield None
        elif not (isinstance(first, Num) and isinstance(last, Num) and first.value >= -last.value):
            yield value, first, _turned(last)


def _turned(node: Node) -> Node:
    if isinstance(node, Num):
        return Num(-node.value)
    return node.of if isinstance(node, Neg) else Neg(node)


def _later(one: Node, other: Node | None) -> Node | None:
    """Return the later of two lower ends; ``None`` where that is open."""
    if other is None or one == other:
        return one
    if one == Neg(INFINITY):
        return other
    if isinstance(one, Num) and isinstance(other, Num):
        return max(one, other, key=lambda number: number.value)
    return None
