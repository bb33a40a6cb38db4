"""The numeric route: gradients, divergences, curls and the like, component by component from partial derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qbank.checker.grids import Grid, total
from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.syntax import Apply, Call, Deriv, Name, Node, names_in

from .matrices import is_scalar, scalar

if TYPE_CHECKING:
    from .matrices import Value
    from .point import Point

FIELDS = frozenset({"grad", "div", "curl", "laplacian", "hessian", "jacobian"})
_COORDINATES = tuple(map(Name, ("x", "y", "z")))


def field(point: Point, node: Call) -> Value:
    """Return the value of a derivative of a field. Raises :class:`Undecided` where its variables are not known."""
    of = node.arguments[0]
    match node.function:
        case "div" | "curl":
            whole = point.evaluate(of)
            size = len(whole.items) if isinstance(whole, Grid) else 0
            names = _of_function(point, of) or _COORDINATES[:size]
            if size != len(names) or not size:
                raise Undecided("a field with another number of components than variables")
            slopes = [_components(point, of, (name,)) for name in names]
            if node.function == "div":
                return total(slopes[at][at] for at in range(size))
            if size != 3:
                raise Undecided("the curl of a field that has not three components")
            pairs = ((1, 2), (2, 0), (0, 1))
            return Grid(tuple(slopes[a][b] - slopes[b][a] for a, b in pairs), loose=True)
    names = _of_function(point, of) or _coordinates(point, of)
    match node.function:
        case "grad":
            return Grid(tuple(scalar(point.evaluate(Deriv(of, (name,)))) for name in names), loose=True)
        case "laplacian":
            rows = [_components(point, of, (name, name)) for name in names]
            sums = [total(column) for column in zip(*rows, strict=True)]
            whole = point.evaluate(of)
            return sums[0] if is_scalar(whole) else Grid(tuple(sums), whole.columns, whole.loose)
        case "hessian":
            items = (scalar(point.evaluate(Deriv(of, (one, other)))) for one in names for other in names)
            return Grid(tuple(items), len(names))
    rows = [_components(point, of, (name,)) for name in names]
    return Grid(tuple(row[at] for at in range(len(rows[0])) for row in rows), len(names))


def _components(point: Point, of: Node, by: tuple[Name, ...]) -> list[Value]:
    value = point.evaluate(Deriv(of, by))
    return list(value.items) if isinstance(value, Grid) else [value]


def _of_function(point: Point, of: Node) -> tuple[Name, ...]:
    """Return the variables that a function is written or defined with."""
    if isinstance(of, Apply) and all(isinstance(one, Name) for one in of.arguments):
        return tuple(one for one in of.arguments if isinstance(one, Name))
    if isinstance(of, Name) and not of.sub and of.base in point.premises.functions:
        return point.premises.functions[of.base][0]
    return ()


def _coordinates(point: Point, of: Node) -> tuple[Name, ...]:
    """Return x, y and z as far as they are used, or the x_1, x_2, … that are."""
    todo, used = list(names_in(of)), set[Name]()
    while todo:
        name = todo.pop()
        if name in used:
            continue
        used.add(name)
        todo += [inner for body in point.premises.bodies(name) for inner in names_in(body)]
    found = tuple(name for name in _COORDINATES if name in used)
    indexed = sorted({name for name in used if name.base == "x" and len(name.sub) == 1}, key=latex)
    if not found and indexed:
        return tuple(indexed)
    if not found or found != _COORDINATES[: len(found)] or indexed:
        raise Undecided(f"by which variables {latex(of)} is differentiated is not said")
    return found
