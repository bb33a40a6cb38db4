"""Vectors, lines and planes, eigenvectors, and matrices of which only determinants are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from qbank.checker.deciding.polynomials import polynomial
from qbank.checker.syntax import (
    Add,
    At,
    Call,
    Deriv,
    Div,
    Matrix,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    names_in,
    put,
)

from .clause import (
    Clause,
    Groups,
    Phrase,
    Thing,
    Unclear,
    allow,
    function_of,
    pair_of,
    phrase,
    point_of,
    variables_of,
)
from .words import NOUNS, OF, formula

ZERO, ONE, TWO = (Num(Fraction(value)) for value in range(3))


def items_of(clause: Clause, number: int) -> tuple[Node, ...]:
    """Return the components of a vector that is written out. Raises :class:`Unclear`."""
    tree = function_of(clause, number).body
    if (pair := pair_of(tree)) is not None:
        return pair
    if isinstance(tree, Tuple):
        return tree.items
    if isinstance(tree, Matrix) and 1 in (tree.columns, len(tree.items) // tree.columns):
        return tree.items
    raise Unclear("a vector that is not written out")


def _two(clause: Clause) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    one, other = items_of(clause, clause.numbered("f")), items_of(clause, clause.numbered("g"))
    if len(one) != len(other):
        raise Unclear("vectors of different lengths")
    return one, other


def dot(one: Sequence[Node], other: Sequence[Node]) -> Node:
    """Return the scalar product of two vectors by their components."""
    return Add(tuple(Mul(pair) for pair in zip(one, other, strict=True)))


def length(vector: Sequence[Node]) -> Node:
    """Return the length of a vector by its components."""
    return Call("sqrt", (Add(tuple(Pow(item, TWO) for item in vector)),))


def _like(clause: Clause, group: str, items: tuple[Node, ...]) -> Node:
    """Return a vector written as the stem writes its vectors."""
    tree = function_of(clause, clause.numbered(group)).body
    return Matrix(items, tree.columns) if isinstance(tree, Matrix) else Tuple(items)


def _projection(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    one, other = _two(clause)
    factor = Div(dot(one, other), dot(other, other))
    if clause.word("scalar"):
        return Thing("value", Div(dot(one, other), length(other)))
    return Thing("value", _like(clause, "f", tuple(Mul((factor, item)) for item in other)))


def _cosine(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    one, other = _two(clause)
    return Thing("value", Div(dot(one, other), Mul((length(one), length(other)))))


def _unit(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    vector = items_of(clause, clause.numbered("f"))
    size = length(vector)
    return Thing("value", _like(clause, "f", tuple(Div(item, size) for item in vector)))


def _directional(clause: Clause, _: Groups) -> Thing:
    allow(clause, "at", "direction", "origin")
    function = function_of(clause, clause.numbered("f"))
    names = variables_of(function)
    if not clause.modifiers.get("direction"):
        raise Unclear("in which direction?")
    direction = items_of(clause, clause.modifiers["direction"][0])
    if len(direction) != len(names):
        raise Unclear("in which direction?")
    point = dict(point_of(clause, "at", names))
    if set(point) != set(names):
        raise Unclear("the directional derivative at which point?")
    slopes = [put_at(Deriv(function.body, (name,)), point) for name in names]
    used = frozenset(clause.modifiers.get("at", ()))
    return Thing("value", Div(dot(slopes, direction), length(direction)), used=used)


def put_at(tree: Node, point: dict[Name, Node]) -> Node:
    """Return a formula taken at a point."""
    return At(tree, tuple(point), tuple(point.values()))


def _distance(clause: Clause, _: Groups) -> Thing:
    """Ask for the distance of two points, or of a point and a line or plane given by one linear equation."""
    allow(clause)
    point = items_of(clause, clause.numbered("f"))
    tree = clause.tree(clause.numbered("g"))
    if not isinstance(tree, Relation):
        other = items_of(clause, clause.numbered("g"))
        if len(point) != len(other) or clause.word("plane"):
            raise Unclear("a distance from what?")
        return Thing("value", length([Add((one, Neg(two))) for one, two in zip(point, other, strict=True)]))
    names = tuple(map(Name, "xyz"[: len(point)]))
    if tree.signs != ("=",) or not set(names_in(tree)) <= set(names) or not clause.word("plane"):
        raise Unclear("a distance from what?")
    body = Add((tree.sides[0], Neg(tree.sides[1])))
    slopes = tuple(_slope(body, name, names) for name in names)
    value = put(body, dict(zip(names, point, strict=True)))
    used = frozenset({clause.numbered("g")})
    return Thing("value", Div(Call("abs", (value,)), length(slopes)), used=used)


def _slope(body: Node, name: Name, names: Sequence[Name]) -> Node:
    """Return the coefficient of a name in a formula that is linear in all names. Raises :class:`Unclear`."""
    found = polynomial(body)
    if any(monomial and (len(monomial) > 1 or monomial[0][1] != 1 or monomial[0][0] not in names)
           for monomial in found.terms):  # fmt: skip
        raise Unclear("no linear equation")
    return Num(found.terms.get(((name, 1),), Fraction(0)))


def _line(clause: Clause, _: Groups) -> Thing:
    """Ask for the slope of the line through two points."""
    allow(clause)
    one, other = _two(clause)
    if len(one) != 2:
        raise Unclear("points of the plane are expected")
    return Thing("value", Div(Add((other[1], Neg(one[1]))), Add((other[0], Neg(one[0])))))


def _midpoint(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    one, other = _two(clause)
    return Thing("value", Tuple(tuple(Div(Add(pair), TWO) for pair in zip(one, other, strict=True))))


def _spanned(clause: Clause, _: Groups) -> Thing:
    """Ask for the area of a parallelogram or triangle, or the volume of a parallelepiped or tetrahedron."""
    allow(clause)
    numbers = [int(number) for number in re.findall(r"⟦(\d+)⟧", clause.word("list"))]
    vectors = [items_of(clause, number) for number in numbers]
    shape = clause.word("shape")
    if clause.word("corners"):
        first, *rest = vectors
        vectors = [tuple(Add((a, Neg(b))) for a, b in zip(one, first, strict=True)) for one in rest]
    flat = shape in ("parallelogram", "triangle")
    if len(vectors) != (2 if flat else 3) or len({len(vector) for vector in vectors}) != 1:
        raise Unclear("how many vectors span it?")
    size = len(vectors[0])
    if size == len(vectors):
        inner: Node = Call("abs", (Call("det", (Matrix(tuple(item for one in vectors for item in one), size),)),))
    elif flat and size == 3:
        one, other = vectors
        inner = length([minor(one, other, a, b) for a, b in combinations(range(3), 2)])
    else:
        raise Unclear("what is spanned is not understood")
    parts = {"parallelogram": 1, "triangle": 2, "parallelepiped": 1, "tetrahedron": 6}[shape]
    return Thing("value", inner if parts == 1 else Div(inner, Num(Fraction(parts))))


def minor(one: Sequence[Node], other: Sequence[Node], a: int, b: int) -> Node:
    """Return a two-by-two determinant of two vectors' components."""
    return Add((Mul((one[a], other[b])), Neg(Mul((one[b], other[a])))))


# which of the options is one


def _equation(left: Node, right: Node = ZERO) -> Relation:
    return Relation((left, right), ("=",))


def _unknowns(count: int) -> tuple[Name, ...]:
    return tuple(Name(f"?{at}") for at in range(1, count + 1))


def _eigenvector(clause: Clause, _: Groups) -> Thing:
    """Ask which vector is an eigenvector: ``Av`` is a multiple of ``v``, by a given number or by any."""
    allow(clause)
    matrix = function_of(clause, clause.numbered("f")).body
    if not isinstance(matrix, Matrix) or len(matrix.items) != matrix.columns**2:
        raise Unclear("an eigenvector of a matrix that is not written out")
    vector = _unknowns(matrix.columns)
    image = [dot(row, vector) for row in matrix.rows]
    if not clause.word("value"):
        pairs = combinations(range(len(vector)), 2)
        conditions = tuple(_equation(minor(image, vector, a, b)) for a, b in pairs)
        return Thing("fits", None, unknowns=vector, conditions=conditions, nonzero=True)
    value = clause.tree(clause.numbered("value"))
    value = value.sides[-1] if isinstance(value, Relation) else value
    conditions = tuple(_equation(one, Mul((value, name))) for one, name in zip(image, vector, strict=True))
    return Thing("fits", None, unknowns=vector, conditions=conditions, nonzero=True,
                 used=frozenset({clause.numbered("value")}))  # fmt: skip


def _kernel(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    matrix = function_of(clause, clause.numbered("f")).body
    if not isinstance(matrix, Matrix):
        raise Unclear("the null space of a matrix that is not written out")
    vector = _unknowns(matrix.columns)
    return Thing("fits", None, unknowns=vector, nonzero=True,
                 conditions=tuple(_equation(dot(row, vector)) for row in matrix.rows))  # fmt: skip


def _orthogonal(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    vectors = [items_of(clause, int(number)) for number in re.findall(r"⟦(\d+)⟧", clause.word("list"))]
    vector = _unknowns(len(vectors[0]))
    if any(len(one) != len(vector) for one in vectors):
        raise Unclear("vectors of different lengths")
    conditions = tuple(_equation(dot(one, vector)) for one in vectors)
    return Thing("fits", None, unknowns=vector, conditions=conditions, nonzero=True)


def _parallel(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    given = items_of(clause, clause.numbered("f"))
    vector = _unknowns(len(given))
    conditions = tuple(_equation(minor(given, vector, a, b)) for a, b in combinations(range(len(given)), 2))
    return Thing("fits", None, unknowns=vector, conditions=conditions, nonzero=True)


def _lies(clause: Clause, _: Groups) -> Thing:
    """Ask which point lies on a curve or surface."""
    allow(clause)
    tree = clause.tree(clause.numbered("f"))
    names = tuple(name for name in map(Name, "xyz") if name in set(names_in(tree)))
    if not isinstance(tree, Relation) or set(names_in(tree)) != set(names) or len(names) < 2:
        raise Unclear("on what does the point lie?")
    return Thing("fits", None, unknowns=names, conditions=(tree,), used=frozenset({clause.numbered("f")}))


def _nullity(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    matrix = function_of(clause, clause.numbered("f")).body
    if not isinstance(matrix, Matrix):
        raise Unclear("a matrix that is not written out")
    rank = Call("rank", (matrix,))
    if clause.word("space") in ("null space", "kernel", "nullspace", "nullity", "solution space"):
        return Thing("value", Add((Num(Fraction(matrix.columns)), Neg(rank))))
    return Thing("value", rank)


def _characteristic(clause: Clause, _: Groups) -> Thing:
    """Ask for the characteristic polynomial of a matrix with an even number of rows: there both signs agree."""
    allow(clause)
    matrix = function_of(clause, clause.numbered("f")).body
    value = Name(r"\lambda")
    if not isinstance(matrix, Matrix) or len(matrix.items) != matrix.columns**2 or matrix.columns % 2:
        raise Unclear("the sign of a characteristic polynomial of odd degree is a custom")
    if value in set(names_in(matrix)):
        raise Unclear(r"the matrix holds a \lambda of its own")
    diagonal = range(0, len(matrix.items), matrix.columns + 1)
    items = tuple(Add((item, Neg(value))) if at in diagonal else item for at, item in enumerate(matrix.items))
    return Thing("value", Call("det", (Matrix(items, matrix.columns),)))


_F, _G = formula("f"), formula("g")
_ONTO = r"(?: vector)? (?:onto|on|to|along) (?:the (?:line|direction) (?:spanned by |of |through the origin and )?)?"
_LISTED = r"⟦\d+⟧(?:(?:, and |, | and )⟦\d+⟧)*"
_WHICH = r"(?:(?:which|one) (?:(?:vector|point|of the|following|vectors|points)\s?)*)?"
THINGS: Sequence[Phrase] = (
    phrase(rf"(?:orthogonal |perpendicular |vector )?projection{OF}{_F}{_ONTO}{_G}", _projection),
    phrase(rf"(?P<scalar>scalar) projection{OF}{_F}{_ONTO}{_G}", _projection),
    phrase(rf"cosine of the angle(?: ⟦\d+⟧)? between {_F} and {_G}", _cosine),
    phrase(rf"unit vector (?:in (?:the )?(?:same )?direction (?:of|as)|parallel to|pointing in the direction of) {_F}",
           _unit),
    phrase(rf"directional derivative{OF}{_F}", _directional),
    phrase(rf"(?:shortest |euclidean )?distance (?:between|from|of) {_F} (?:and|to|from) "
           rf"(?P<plane>(?:the )?(?:plane|line) )?{_G}", _distance),
    phrase(rf"slope of the (?:straight )?line (?:through|passing through|joining|connecting|that passes through)"
           rf" {_F} and {_G}", _line),
    phrase(rf"midpoint of (?:the (?:line )?segment )?(?:between |joining |from |with endpoints )?{_F} (?:and|to) {_G}",
           _midpoint),
    phrase(rf"(?:area|volume) of (?:the )?(?P<shape>parallelogram|triangle|parallelepiped|tetrahedron) "
           rf"(?:spanned by|determined by|formed by|(?P<corners>with (?:the )?(?:vertices|corners)(?: at)?)) {NOUNS}"
           rf"(?P<list>{_LISTED})", _spanned),
    phrase(rf"{_WHICH}(?:(?:is )?an? )?eigenvector{OF}{_F}(?: (?:for|to|with|corresponding to|associated with"
           rf"|belonging to)"
           rf" (?:the |its )?(?:eigenvalue )?⟦(?P<value>\d+)⟧)?", _eigenvector),
    phrase(rf"{_WHICH}eigenvector (?:for|to|corresponding to|associated with) (?:the )?eigenvalue ⟦(?P<value>\d+)⟧"
           rf" of {_F}", _eigenvector),
    phrase(rf"{_WHICH}(?:lies |is )?in the (?:null space|nullspace|kernel) of {_F}", _kernel),
    phrase(rf"{_WHICH}(?:is )?(?:orthogonal|perpendicular|normal) to (?:both )?{NOUNS}(?P<list>{_LISTED})",
           _orthogonal),
    phrase(rf"{_WHICH}(?:is )?(?:parallel|collinear) to {_F}", _parallel),
    phrase(rf"{_WHICH}(?:lies|is|lie) on {_F}", _lies),
    phrase(rf"dimension of the (?P<space>null space|nullspace|kernel|column space|row space|image|range|solution space)"
           rf"{OF}{_F}", _nullity),
    phrase(rf"(?P<space>nullity){OF}{_F}", _nullity),
    phrase(rf"characteristic polynomial{OF}{_F}", _characteristic),
)  # fmt: skip
