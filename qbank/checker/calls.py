"""Functions given by themselves at smaller arguments: ``T(n) = 2T(n/2) + n`` with ``T(1) = 1``, written out to T(8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, prod

from .syntax import Add, Apply, Call, Div, Mul, Name, Neg, Node, Num, Pow, Relation, put, rebuild, walk

MAX_CALLS = 64
MAX_BITS = 1 << 14
"""Of a power that is worked out."""


@dataclass(frozen=True, slots=True)
class Recursion:
    """``function`` of ``letter`` is ``body``, which holds the function; ``known`` are its values where it starts."""

    relation: Relation
    function: str
    letter: Name
    body: Node


def written_calls(relations: Sequence[Node], used: Sequence[Node]) -> tuple[Sequence[Node], dict[Node, Name]]:
    """Return premises with such functions written out as far as ``used`` asks for their values at numbers.

    Each value is a quantity of its own, by which it stands in the second result. The premises are returned as they are
    where a function has two such equations, or a value is not reached.
    """
    standing: dict[Node, Name] = {}
    found: Sequence[Node] = relations
    for one in _recursions(relations):
        wanted = [value for node in used for value in _values(node, one.function)]
        if not wanted or any(_open(node, one.function) for node in used if node not in relations):
            continue
        written = _written(one, relations, wanted)
        if written is None:
            continue
        names = {value: Name(f"{one.function}({value})") for value in written}
        standing |= {Apply(one.function, (_number(value),)): name for value, name in names.items()}
        found = [node for node in found if node != one.relation and not _starts(node, one.function)]
        found += [
            Relation((names[value], _named(body, one.function, names)), ("=",)) for value, body in written.items()
        ]
    return found, standing


def _recursions(relations: Sequence[Node]) -> Iterator[Recursion]:
    found: dict[str, list[Recursion]] = {}
    for node in relations:
        match node:
            case Relation((Apply(function, (Name() as letter,), 0), body), ("=",)) if any(
                isinstance(part, Apply) and part.function == function and not part.primes for part in walk(body)
            ):
                found.setdefault(function, []).append(Recursion(node, function, letter, body))
    for several in found.values():
        if len(several) == 1:
            yield several[0]


def _written(one: Recursion, relations: Sequence[Node], wanted: Sequence[Fraction]) -> dict[Fraction, Node] | None:
    """Return the value at every number that is needed, by those at others."""
    starts = {
        value: node.sides[1]
        for node in relations
        if isinstance(node, Relation) and (value := _starts(node, one.function)) is not None
    }
    found: dict[Fraction, Node] = {}
    todo = list(wanted)
    while todo:
        value = todo.pop()
        if value in found:
            continue
        if len(found) >= MAX_CALLS or not starts or value < min(starts):
            return None
        if value in starts:
            found[value] = starts[value]
            continue
        body = _folded(put(one.body, {one.letter: _number(value)}), one.function)
        below = list(_values(body, one.function))
        if not below or _open(body, one.function) or any(other >= value for other in below):
            return None
        found[value] = body
        todo += below
    return found


def _starts(node: Node, function: str) -> Fraction | None:
    """Return the number at which an equation gives the function its value."""
    match node:
        case Relation((Apply(name, (argument,), 0), _), ("=",)) if name == function:
            return fraction_of(argument)
    return None


def _values(node: Node, function: str) -> Iterator[Fraction]:
    for part in walk(node):
        if isinstance(part, Apply) and part.function == function and len(part.arguments) == 1 and not part.primes:
            value = fraction_of(part.arguments[0])
            if value is not None:
                yield value


def _open(node: Node, function: str) -> bool:
    """Tell whether the function stands at something else than a number."""
    return any(
        isinstance(part, Apply)
        and part.function == function
        and (part.primes or len(part.arguments) != 1 or fraction_of(part.arguments[0]) is None)
        for part in walk(node)
    )


def _folded(node: Node, function: str) -> Node:
    if isinstance(node, Apply) and node.function == function and len(node.arguments) == 1:
        value = fraction_of(node.arguments[0])
        if value is not None:
            return Apply(function, (_number(value),))
    return rebuild(node, lambda part: _folded(part, function))


def _named(node: Node, function: str, names: dict[Fraction, Name]) -> Node:
    if isinstance(node, Apply) and node.function == function and (value := fraction_of(node.arguments[0])) in names:
        return names[value]
    return rebuild(node, lambda part: _named(part, function, names))


def _number(value: Fraction) -> Node:
    return Num(value) if value >= 0 else Neg(Num(-value))


def fraction_of(node: Node) -> Fraction | None:
    """Return a formula of numbers alone as a fraction."""
    match node:
        case Num(value):
            return value
        case Neg(of):
            inner = fraction_of(of)
            return None if inner is None else -inner
        case Add(parts) | Mul(parts):
            values = [inner for part in parts if (inner := fraction_of(part)) is not None]
            if len(values) < len(parts):
                return None
            return prod(values, start=Fraction(1)) if isinstance(node, Mul) else sum(values, start=Fraction(0))
        case Div(above, below):
            upper, lower = fraction_of(above), fraction_of(below)
            return None if upper is None or not lower else upper / lower
        case Call("floor" | "ceil" as function, (of,)):
            inner = fraction_of(of)
            return None if inner is None else Fraction(floor(inner) if function == "floor" else -floor(-inner))
        case Pow(base, exponent):
            inner, power = fraction_of(base), fraction_of(exponent)
            if inner is None or power is None or power.denominator > 1 or (power < 0 and not inner):
                return None
            size = max(inner.numerator.bit_length(), inner.denominator.bit_length())
            return inner ** int(power) if size * abs(power) <= MAX_BITS else None
    return None
