"""Which trees are polynomials in a name."""

from __future__ import annotations

from collections.abc import Callable

from qbank.checker.syntax import Add, Const, Div, Mul, Name, Neg, Node, Num, Pow, bound_names, walk


def degree(node: Node, name: Name, free: Callable[[Name], bool]) -> int | None:
    """Return the degree of ``node`` as a polynomial in ``name``, or ``None`` where it is not plainly one.

    ``free`` tells which other names cannot depend on it.
    """
    match node:
        case Num() | Const():
            return 0
        case Name():
            return 1 if node == name else 0 if free(node) else None
        case Neg(of):
            return degree(of, name, free)
        case Add(terms):
            parts = [degree(term, name, free) for term in terms]
            return None if None in parts else max(part for part in parts if part is not None)
        case Mul(factors):
            parts = [degree(factor, name, free) for factor in factors]
            return None if None in parts else sum(part for part in parts if part is not None)
        case Div(numerator, denominator) if degree(denominator, name, free) == 0:
            return degree(numerator, name, free)
        case Pow(base, Num(value)) if value.denominator == 1 and value >= 0:
            below = degree(base, name, free)
            return None if below is None else below * int(value)
    return 0 if _without(node, name, free) else None


def _without(node: Node, name: Name, free: Callable[[Name], bool]) -> bool:
    """Tell whether a tree plainly does not depend on ``name``."""
    parts = list(walk(node))
    if any(bound_names(part)[0] for part in parts):
        return False
    return all(part != name and free(part) for part in parts if isinstance(part, Name)) and _closed(parts)


def _closed(parts: list[Node]) -> bool:
    return not any(type(part).__name__ in ("Apply", "Big", "Deriv") for part in parts)
