r"""Integrals of functions of which nothing is known, by primitives: ``\int_a^b f(2x)\,dx = (F(2b) - F(2a))/2``.

The values of F at different places are any numbers; so formulas in integrals of f alone are compared by them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .deciding.equality import Comparer, Verdict
from .printing import latex
from .syntax import (
    Add,
    Apply,
    At,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    names_in,
    put,
    rebuild,
    walk,
)

_PRIMITIVE = r"\smallint "
"""What the name of a primitive begins with."""
_ENDLESS = Const("infinity")


@dataclass(frozen=True, slots=True)
class InPrimitives:
    """Formulas whose integrals of open functions are written by values of primitives, each a name."""

    formulas: list[Node]
    names: tuple[Name, ...]


def by_primitives(comparer: Comparer, left: Node, right: Node) -> Verdict | None:
    """Compare formulas with integrals of open functions; ``None`` where there are none, or others stand beside them."""
    taken = {part.function for side in (left, right) for part in walk(side) if isinstance(part, Apply)}
    if any(_known(comparer, function) for function in taken):
        return None
    if (found := in_primitives(comparer, (left, right))) is None:
        return None
    told = None if comparer.told is None else comparer.told | {name.base for name in found.names}
    verdict = Comparer(comparer.premises, comparer.domain, told, kinds=comparer.kinds).compare(*found.formulas)
    return None if verdict.outcome == "different" and any(map(applied, found.formulas)) else verdict


def in_primitives(comparer: Comparer, formulas: Sequence[Node]) -> InPrimitives | None:
    """Write integrals of open functions so; ``None`` where there are none, or some could not be."""
    parts = [part for one in formulas for part in walk(one)]
    if any(isinstance(part, Deriv | At | Limit) or part == _ENDLESS for part in parts):
        return None
    taken = {part.function for one in parts if isinstance(one, Integral) for part in applied(one.body)}
    sides = [_without(comparer, one) for one in formulas]
    if not taken or any(part.function in taken for side in sides for part in applied(side)):
        return None
    names = _named(comparer, [part for side in sides for part in applied(side) if _is_primitive(part)])
    if names is None:
        return None
    return InPrimitives([_put(side, names) for side in sides], tuple(dict.fromkeys(names.values())))


def _named(comparer: Comparer, values: Sequence[Apply]) -> dict[Node, Name] | None:
    """Return a name for each value of a primitive; ``None`` where it is open whether two places are one."""
    names: dict[Node, Name] = {}
    free = Comparer(comparer.premises, comparer.domain, kinds=comparer.kinds)  # any name may be a bound
    for value in values:
        for other, name in list(names.items()):
            if not isinstance(other, Apply) or other.function != value.function:
                continue
            verdict = free.compare(value.arguments[0], other.arguments[0])
            if verdict.proved:
                names[value] = name
            elif verdict.outcome != "different":
                return None
        names.setdefault(value, Name(f"{value.function}({latex(value.arguments[0])})"))
    return names


def _put(node: Node, names: Mapping[Node, Name]) -> Node:
    return names[node] if node in names else rebuild(node, lambda part: _put(part, names))


def _is_primitive(node: Apply) -> bool:
    return node.function.startswith(_PRIMITIVE)


def applied(node: Node) -> list[Apply]:
    """Return the applied functions in a formula."""
    return [part for part in walk(node) if isinstance(part, Apply)]


def _known(comparer: Comparer, function: str) -> bool:
    """Tell whether a premise speaks of a function."""
    premises = comparer.premises
    bodies = [*premises.constraints, *(one.body for one in premises.definitions)]
    bodies += [body for _, body in premises.functions.values()]
    return function in premises.functions or any(part.function == function for body in bodies for part in applied(body))


def _without(comparer: Comparer, node: Node) -> Node:
    """Return a formula with integrals of open functions as differences of their primitives."""
    if isinstance(node, Integral) and node.lower is not None and node.upper is not None and applied(node.body):
        return _integrated(comparer, node.body, node.by, (node.lower, node.upper)) or node
    return rebuild(node, lambda part: _without(comparer, part))


def _integrated(comparer: Comparer, body: Node, by: Name, bounds: tuple[Node, Node]) -> Node | None:
    """Return the integral of a linear combination of open functions, each of a linear argument."""

    def integrated(part: Node) -> Node | None:
        return _integrated(comparer, part, by, bounds)

    if not applied(body):
        return Integral(body, by, *bounds)
    match body:
        case Neg(of):
            inner = integrated(of)
            return inner and Neg(inner)
        case Add(terms):
            return _all(terms, integrated)
        case Div(numerator, denominator) if by not in set(names_in(denominator)):
            inner = integrated(numerator)
            return inner and Div(inner, denominator)
        case Mul(factors):
            moving = [one for one in factors if by in set(names_in(one))]
            inner = integrated(moving[0]) if len(moving) == 1 else None
            return inner and Mul((*(one for one in factors if one is not moving[0]), inner))
        case Apply(function, (argument,), 0):
            start, end = (put(argument, {by: Num(Fraction(at))}) for at in (0, 1))
            slope = Add((end, Neg(start)))
            if not comparer.compare(argument, Add((Mul((slope, by)), start))).proved:
                return None
            low, high = (Apply(f"{_PRIMITIVE}{function}", (put(argument, {by: at}),)) for at in bounds)
            return Div(Add((high, Neg(low))), slope)
    return None


def _all(terms: tuple[Node, ...], change: Callable[[Node], Node | None]) -> Node | None:
    found = [changed for term in terms if (changed := change(term)) is not None]
    return Add(tuple(found)) if len(found) == len(terms) else None
