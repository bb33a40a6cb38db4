"""Formulas worked out at points, for a page that compares what a student writes with the key by numbers alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import ctx

from .deciding.pointwise import Pointwise
from .formulas import bare
from .letters import Undecided
from .numeric.matrices import is_scalar
from .numeric.scalars import Outside, ball
from .printing import latex
from .reading.kinds import MATRIX, VECTOR
from .setting_reading import read_setting
from .syntax import Add, Call, Const, Div, Mul, Name, Neg, Node, Num, Pow, Relation, children, walk

if TYPE_CHECKING:
    from qbank.schema import Formula
    from qbank.schema.check import Notation

    from .numeric.point import Point

WANTED = 12
"""Points at which formulas are compared."""
ENOUGH = 4
"""Fewer do not tell formulas apart."""
LARGEST = 1e6
"""Beyond that, what double precision leaves of a difference says little."""
FUNCTIONS = frozenset(
    {"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos", "arctan", "arsinh"}
    | {"arcosh", "artanh", "exp", "ln", "sqrt", "root", "abs", "sign", "floor", "ceil", "max", "min", "factorial"}
    | {"binomial", "sigmoid"}
)
"""Those that students can write on the page."""
_CONSTANTS = frozenset({"pi", "e"})
_ARITHMETIC = (Num, Add, Neg, Mul, Div, Pow)
_LETTERS = frozenset("CcKk")
"""How a constant of integration is called."""
_WRAPPERS = re.compile(r"\\(?:mathrm|mathbf|mathit|boldsymbol|bm|text|operatorname|vec)(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Samples:
    """Points, and what each formula is there."""

    names: tuple[str, ...]
    """The names that occur, without braces, blanks and backslashes: ``x_12``, ``alpha``, ``w_21^(4)``."""
    points: tuple[Mapping[str, float], ...]
    values: tuple[tuple[float | None, ...], ...]
    """Of each formula, the key first: its value at each point, ``None`` where it has none."""
    left: str = ""
    """The name that stands alone on the left of the key, as in ``y = 2x``: students may write it or not."""
    up_to_constant: bool = False
    """Whether formulas that differ by a constant are alike; that of the key, ``+ C``, is left out."""


def sample(question: Formula, declared: Notation) -> Samples | str:
    """Work the answers of ``question`` out at points of its domain.

    ``declared`` is the bank's own notation. Returns why, where a page could not compare what a student writes: what
    is no arithmetic of numbers, or has too few values.
    """
    sources = [question.answer, *(each.formula for each in question.answers)]
    entries = [bare(text, ("answer",)) for text in sources]
    setting = read_setting(question, declared, [entry.latex for entry in entries], derived=False)
    trees: list[Node] = []
    for entry in entries:
        found = setting.read(entry)
        if found.tree is None:
            return f"it cannot be read: {found.problem.reason}" if found.problem else "it cannot be read"
        trees.append(found.tree)
    left = _left(trees[0])
    trees = [_right(tree, left) for tree in trees]
    told = question.check.relation if question.check else None
    loose = told == "up-to-constant" or (
        told is None and bool(set(_constants(trees[0])) - {name for tree in setting.trees() for name in _names(tree)})
    )
    if loose:
        trees = [_without_constant(tree, setting.trees()) for tree in trees]
    if unfit := next(_unfit(trees), ""):
        return unfit
    premises = setting.premises(trees)
    used = [name for tree in trees for name in _names(tree)]
    beside = [name for tree in setting.trees() for name in _names(tree)]
    kinds = setting.notation.kinds
    if any(kinds.of(name) in (VECTOR, MATRIX) for name in used):
        return "it holds vectors or matrices"
    free = [name for name in beside if not premises.defines(name)]
    names = {canonical(name): name for name in (*free, *used)}
    if len({*used}) > len({canonical(name) for name in used}):
        return "two of its names cannot be told apart when they are typed"
    pointwise = Pointwise(premises, setting.domain, kinds)
    found_points = list(_points(pointwise, trees, names))
    values = tuple(tuple(at[1][row] for at in found_points) for row in range(len(trees)))
    if sum(value is not None for value in values[0]) < ENOUGH:
        return "it has no value at most points"
    return Samples(
        names=tuple(sorted(names)),
        points=tuple(at[0] for at in found_points),
        values=values,
        left=canonical(left) if left is not None else "",
        up_to_constant=loose,
    )


def canonical(name: Name) -> str:
    r"""Return a name as it is typed, without braces and commands: ``\hat{y}_i^{(d)}`` is ``haty_i^(d)``."""
    return re.sub(r"[{}\s\\]", "", _WRAPPERS.sub("", latex(name)))


def _names(tree: Node) -> Iterator[Name]:
    """Yield the quantities of a formula: no letters that are mere indices."""
    if isinstance(tree, Name):
        yield tree
    else:
        for child in children(tree):
            yield from _names(child)


def _constants(tree: Node) -> list[Name]:
    """Return the terms of a sum that may be a constant of integration."""
    terms = tree.terms if isinstance(tree, Add) else ()
    return [term for term in terms if isinstance(term, Name) and term.base in _LETTERS and not term.sub]


def _without_constant(tree: Node, stem: Sequence[Node]) -> Node:
    spoken = {name for other in stem for name in _names(other)}
    loose = [name for name in _constants(tree) if name not in spoken]
    if not isinstance(tree, Add) or not loose:
        return tree
    rest = tuple(term for term in tree.terms if term != loose[0])
    return rest[0] if len(rest) == 1 else Add(rest)


def _left(tree: Node) -> Name | None:
    """Return the name alone on the left of an equation, which does not stand on its right."""
    if isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Name):
        name = tree.sides[0]
        return None if name in walk(tree.sides[1]) else name
    return None


def _right(tree: Node, left: Name | None) -> Node:
    return tree.sides[1] if isinstance(tree, Relation) and left is not None and tree.sides[0] == left else tree


def _unfit(trees: Sequence[Node]) -> Iterator[str]:
    """Yield what a student could not write on the page, or the page not work out."""
    for tree in trees:
        for part in walk(tree):
            if isinstance(part, Relation):
                yield "it is a relation, not a value"
            known = isinstance(part, (*_ARITHMETIC, Name)) or (isinstance(part, Const) and part.name in _CONSTANTS)
            call = isinstance(part, Call) and part.function in FUNCTIONS and not part.primes
            if not known and not call:
                yield f"{latex(part)} is more than arithmetic of numbers"


def _points(
    pointwise: Pointwise, trees: Sequence[Node], names: Mapping[str, Name]
) -> Iterator[tuple[dict[str, float], list[float | None]]]:
    """Yield points of moderate size, each with the value of every formula, as many as are wanted."""
    count = 0
    before = ctx.prec
    try:
        for point in pointwise.points(*trees):
            place = {key: _value(point, name) for key, name in names.items()}
            told = {key: value for key, value in place.items() if value is not None}
            values = [_value(point, tree) for tree in trees]
            large = any(abs(value) > LARGEST for value in (*told.values(), *values) if value is not None)
            if len(told) < len(names) or large or values[0] is None:
                continue
            yield told, values
            count += 1
            if count == WANTED:
                return
    finally:
        ctx.prec = before


def _value(point: Point, tree: Node) -> float | None:
    """Return a real value to double precision, ``None`` where there is none."""
    with suppress(Outside, Undecided, OverflowError, ValueError):
        ctx.prec = 256
        found = point.evaluate(tree)
        if not is_scalar(found):
            return None
        if isinstance(found, int | Fraction):
            return float(found)
        held = ball(found)
        return float(held.mid()) if hasattr(held, "mid") and held.rad() < abs(held.mid()) * 1e-20 + 1e-30 else None
    return None
