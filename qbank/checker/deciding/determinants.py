r"""Determinants that are given: ``\det(3A^{-1})`` where ``\det A = 2`` and A is a 3 × 3 matrix.

``\det(AB) = \det A \det B``, ``\det(cA) = c^n \det A`` for n rows, ``\det A^k = (\det A)^k`` for whole k, and
``\det A^T = \det A``. A size that is not said stays open, and so does what rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from qbank.checker.letters import Undecided
from qbank.checker.premises import Definition
from qbank.checker.reading.kinds import MATRIX, Kinds
from qbank.checker.syntax import Call, Div, Mul, Name, Neg, Node, Num, Pow, children, names_in

from .equality import Comparer

_ONE = Num(Fraction(1))


def with_determinants(comparer: Comparer, asked: Sequence[Node]) -> Comparer | None:
    """Return a comparer that knows the determinants that are asked from those that are given, else ``None``."""
    premises = comparer.premises
    given: dict[Node, Node] = {
        one.sides[0].arguments[0]: one.sides[1]
        for one in premises.constraints
        if isinstance(one.sides[0], Call) and one.sides[0].function == "det"
        and isinstance(one.sides[0].arguments[0], Name)
    }  # fmt: skip
    if not given:
        return None
    rest = [
        one for one in premises.constraints if not (isinstance(one.sides[0], Call) and _letter(one.sides[0]) in given)
    ]
    spoken = {name for one in rest for side in one.sides for name in names_in(side)}
    spoken |= {name for one in premises.definitions for name in (one.name, *names_in(one.body))}
    if spoken & set(given):
        return None
    found = list(dict.fromkeys(part for node in asked for part in _determinants(node)))
    try:
        bodies = [_determinant(part.arguments[0], given, comparer.kinds) for part in found]
    except Undecided:
        return None
    names = [Name(f"#det {at}") for at in range(len(found))]
    definitions = tuple(Definition(name, body) for name, body in zip(names, bodies, strict=True))
    known = replace(
        premises,
        definitions=(*premises.definitions, *definitions),
        constraints=tuple(rest),
        standing={**premises.standing, **dict(zip(found, names, strict=True))},
    )
    return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)


def _letter(node: Call) -> Node | None:
    return node.arguments[0] if node.function == "det" else None


def _determinants(node: Node) -> Iterator[Call]:
    if isinstance(node, Call) and node.function == "det":
        yield node
        return
    for part in children(node):
        yield from _determinants(part)


def _is_matrix(node: Node, kinds: Kinds) -> bool:
    return (any(kinds.of(name) == MATRIX for name in names_in(node)) and not isinstance(node, Call)) or (
        isinstance(node, Call) and node.function in ("transpose", "inverse")
    )


def _determinant(node: Node, given: Mapping[Node, Node], kinds: Kinds) -> Node:
    """Return the determinant of a product, power or transpose. Raises :class:`Undecided`."""
    if node in given:
        return given[node]
    match node:
        case Neg(of):
            return Mul((Pow(Num(Fraction(-1)), _rows(of, kinds)), _determinant(of, given, kinds)))
        case Div(above, below) if not _is_matrix(below, kinds):
            return Div(_determinant(above, given, kinds), Pow(below, _rows(above, kinds)))
        case Mul(factors):
            matrices = [one for one in factors if _is_matrix(one, kinds)]
            scale = tuple(one for one in factors if one not in matrices)
            parts = [_determinant(one, given, kinds) for one in matrices]
            if scale and matrices:
                parts.append(Pow(scale[0] if len(scale) == 1 else Mul(scale), _rows(matrices[0], kinds)))
            return Mul(tuple(parts)) if len(parts) > 1 else parts[0]
        case Pow(base, Num(value) as exponent) if value.denominator == 1:
            return Pow(_determinant(base, given, kinds), exponent)
        case Pow(base, Neg(Num(value)) as exponent) if value.denominator == 1:
            return Pow(_determinant(base, given, kinds), exponent)
        case Call("transpose", (of,)):
            return _determinant(of, given, kinds)
        case Call("inverse", (of,)):
            return Div(_ONE, _determinant(of, given, kinds))
    raise Undecided("a determinant that no rule gives")


def _rows(node: Node, kinds: Kinds) -> Node:
    """Return how many rows a matrix has, by what is said of one in it. Raises :class:`Undecided`."""
    for name in names_in(node):
        shape = kinds.shape(name)
        if shape is not None and shape[0] == shape[1]:
            return Name(shape[0]) if isinstance(shape[0], str) else Num(Fraction(shape[0]))
    raise Undecided("the size of a matrix is not said")
