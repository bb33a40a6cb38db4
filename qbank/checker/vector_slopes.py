r"""Gradients by vectors whose components are known: ``\mathbf w - \eta \nabla J(\mathbf w)`` at ``\mathbf w = (2, 1)``.

``J(\mathbf w) = w_1^2 + w_2^2`` is a function of the components of w. ``\nabla_{\mathbf w} L`` is taken by each of
them, all that L is made from put in, at the vector that is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from .reading.kinds import BOLD, VECTOR
from .setting import Setting
from .syntax import Apply, At, Call, Deriv, Matrix, Name, Node, Num, Relation, Tuple, names_in, put, rebuild, walk

MAX_SIDE = 6
MAX_NODES = 400


def by_components(setting: Setting) -> None:
    """Rewrite the premises and what is asked so that gradients are taken by components."""
    functions = dict(_of_components(setting))
    if functions:
        _rewrite(setting, lambda node: _spread(node, functions))
    vectors = {
        one.sides[0]: one.sides[1]
        for one in setting.stated
        if isinstance(one, Relation) and len(one.sides) == 2 and isinstance(one.sides[0], Name)
        and isinstance(one.sides[1], Tuple | Matrix) and _side(one.sides[1]) <= MAX_SIDE
    }  # fmt: skip
    if vectors and setting.find is not None and setting.find.tree is not None:
        bodies = _bodies(setting)
        found = _slopes(setting.find.tree, vectors, bodies)
        setting.find = replace(setting.find, tree=found)


def _rewrite(setting: Setting, change: object) -> None:
    assert callable(change)  # noqa: S101 - given by this module
    for reads in (setting.stem, setting.given, setting.assumed):
        reads[:] = [replace(read, tree=change(read.tree)) if read.tree is not None else read for read in reads]
    if setting.find is not None and setting.find.tree is not None:
        setting.find = replace(setting.find, tree=change(setting.find.tree))


def _side(node: Tuple | Matrix) -> int:
    flat = isinstance(node, Tuple) or 1 in (node.columns, len(node.items) // node.columns)
    return len(node.items) if flat else MAX_SIDE + 1


def _of_components(setting: Setting) -> list[tuple[str, tuple[Name, ...]]]:
    r"""Return functions of a vector that a premise gives by its components: J of ``w_1`` and ``w_2``."""
    found = []
    for tree in setting.stated:
        match tree:
            case Relation((Apply(function, (Name() as vector,), 0), body), ("=",)) if setting.notation.kinds.of(
                vector
            ) == VECTOR and vector not in set(names_in(body)):
                letter = vector.base.partition("{")[2].rstrip("}") if vector.base.startswith(BOLD) else vector.base
                inside = {name for name in names_in(body) if name.base == letter and len(name.sub) == 1}
                numbers = sorted(one.value for name in inside for one in name.sub if isinstance(one, Num))
                if inside and numbers == [Fraction(at) for at in range(1, len(inside) + 1)] and len(inside) > 1:
                    found.append((function, tuple(Name(letter, (Num(number),)) for number in numbers)))
    return found


def _entries(vector: Node, side: int) -> tuple[Node, ...]:
    if isinstance(vector, Tuple) and len(vector.items) == side:
        return vector.items
    return tuple(Call("entry", (vector, Num(Fraction(at)), Num(Fraction(1)))) for at in range(1, side + 1))


def _spread(node: Node, functions: Mapping[str, tuple[Name, ...]]) -> Node:
    """Return a formula in which such functions have the components as arguments."""

    def change(part: Node) -> Node:
        match part:
            case Relation((Apply(function, (Name(),), 0), body), ("=",)) if function in functions:
                return Relation((Apply(function, functions[function]), change(body)), ("=",))
            case Call("grad", (Apply(function, (vector,), 0),)) if function in functions:
                return _gradient(function, functions[function], vector)
            case At(Call("grad", (Apply(function, (Name() as own,), 0),)), names, (vector,)) if (
                function in functions and names == (own,)
            ):
                return _gradient(function, functions[function], vector)
            case Deriv(Apply(function, (Name() as vector,), 0), by) if function in functions and by == (vector,):
                return _gradient(function, functions[function], vector)
            case Apply(function, (vector,), 0) if function in functions:
                return Apply(function, _entries(vector, len(functions[function])))
        return rebuild(part, change)

    return change(node)


def _gradient(function: str, names: tuple[Name, ...], vector: Node) -> Node:
    return At(Call("grad", (Apply(function, names),)), names, _entries(vector, len(names)))


def _bodies(setting: Setting) -> dict[Name, Node]:
    """Return what the premises say names are, the first formula of each."""
    found: dict[Name, Node] = {}
    for tree in setting.stated:
        match tree:
            case Relation((Name() as name, body), ("=",)):
                found.setdefault(name, body)
    return found


def _slopes(node: Node, vectors: Mapping[Name, Node], bodies: Mapping[Name, Node]) -> Node:
    """Return a formula with derivatives by vectors that have components taken by each of these, there."""
    match node:
        case Deriv(of, (by,)) if by in vectors:
            return _by_each(of, by, vectors[by], bodies)
    return rebuild(node, lambda part: _slopes(part, vectors, bodies))


def _by_each(of: Node, by: Name, value: Node, bodies: Mapping[Name, Node]) -> Node:
    assert isinstance(value, Tuple | Matrix)  # noqa: S101 - as gathered
    whole = _expanded(of, by, bodies)
    if whole is None or by not in set(names_in(whole)):
        return Deriv(of, (by,))
    letter = by.base.rpartition("{")[2].rstrip("}")  # no vector itself
    names = tuple(Name(f"#{letter}", (*by.sub, Num(Fraction(at)))) for at in range(1, len(value.items) + 1))
    inside = put(whole, {by: replace(value, items=names)})
    slopes = tuple(Deriv(inside, (name,)) for name in names)
    return At(replace(value, items=slopes), names, value.items)


def _expanded(node: Node, by: Name, bodies: Mapping[Name, Node]) -> Node | None:
    """Return a formula with all that is made from ``by`` put in; ``None`` where that has no end."""
    for _ in range(10):
        made = [name for name in dict.fromkeys(names_in(node)) if name != by and _rests(name, by, bodies)]
        if not made:
            return node
        node = put(node, {name: bodies[name] for name in made})
        if sum(1 for _ in walk(node)) > MAX_NODES:
            return None
    return None


def _rests(name: Name, by: Name, bodies: Mapping[Name, Node]) -> bool:
    """Tell whether a name is made from another one."""
    todo, seen = [name], set[Name]()
    while todo:
        one = todo.pop()
        if one in seen or one not in bodies or one == by:
            continue
        seen.add(one)
        inside = set(names_in(bodies[one]))
        if by in inside:
            return True
        todo += inside
    return False
