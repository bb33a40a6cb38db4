r"""Determinants that are given: ``\det(3A^{-1})`` where ``\det A = 2`` and A is a 3 × 3 matrix.

``\det(AB) = \det A \det B``, ``\det(cA) = c^n \det A`` for n rows, ``\det A^k = (\det A)^k`` for whole k,
``\det A^T = \det A``, and ``\det\operatorname{adj} A = (\det A)^{n - 1}``. A size that is not said stays open, and so
does what rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from qbank.checker.letters import Undecided
from qbank.checker.premises import Definition
from qbank.checker.reading.kinds import MATRIX, Kinds
from qbank.checker.syntax import Add, Call, Div, Mul, Name, Neg, Node, Num, Pow, Relation, children, names_in, rebuild

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
    made = {one.name: one.body for one in premises.definitions if comparer.kinds.of(one.name) == MATRIX}
    spoken = {name for one in rest for side in one.sides for name in _beside(side)}
    spoken |= {name for one in premises.definitions if one.name not in made
               for name in (one.name, *_beside(one.body))}  # fmt: skip
    if spoken & {*given, *made} or set(given) & set(made):
        return None
    equations = [side for one in rest for side in one.sides] + [one.body for one in premises.definitions]
    found = list(dict.fromkeys(part for node in (*asked, *equations) for part in _determinants(node)))
    for part in found:  # those of which nothing is given are quantities of their own
        for name in names_in(_put_in(part.arguments[0], made)):
            if comparer.kinds.of(name) == MATRIX:
                given.setdefault(name, Name(f"det {name.base}", name.sub, name.sup))
    try:
        bodies = [_determinant(_put_in(part.arguments[0], made), given, comparer.kinds) for part in found]
    except Undecided:
        return None
    names = [Name(f"#det {at}") for at in range(len(found))]
    definitions = tuple(Definition(name, body) for name, body in zip(names, bodies, strict=True))
    standing: dict[Node, Name] = dict(zip(found, names, strict=True))

    def renamed(node: Node) -> Node:
        return standing[node] if node in standing else rebuild(node, renamed)

    known = replace(
        premises,
        definitions=(*(replace(one, body=renamed(one.body)) for one in premises.definitions), *definitions),
        constraints=tuple(Relation(tuple(map(renamed, one.sides)), one.signs) for one in rest),
        standing={**premises.standing, **standing},
    )
    return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)


def _beside(node: Node) -> Iterator[Name]:
    """Yield the names that stand outside determinants."""
    if isinstance(node, Name):
        yield node
    if not (isinstance(node, Call) and node.function == "det"):
        for part in children(node):
            yield from _beside(part)


def _put_in(node: Node, made: Mapping[Name, Node], depth: int = 4) -> Node:
    """Return a formula with matrices as what they are made from."""
    if isinstance(node, Name) and node in made and depth:
        return _put_in(made[node], made, depth - 1)
    return rebuild(node, lambda part: _put_in(part, made, depth))


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
        case Call("adj", (of,)):
            return Pow(_determinant(of, given, kinds), Add((_rows(of, kinds), Neg(_ONE))))
    raise Undecided("a determinant that no rule gives")


def _rows(node: Node, kinds: Kinds) -> Node:
    """Return how many rows a matrix has, by what is said of one in it. Raises :class:`Undecided`."""
    for name in names_in(node):
        shape = kinds.shape(name)
        if shape is not None and shape[0] == shape[1]:
            return Name(shape[0]) if isinstance(shape[0], str) else Num(Fraction(shape[0]))
    raise Undecided("the size of a matrix is not said")
