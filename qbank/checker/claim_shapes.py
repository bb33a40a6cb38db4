"""What the sides of a claim look like: numbers alone, a name and its value, decimals, roots, a formula worked out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .syntax import Apply, Big, Call, Chance, Deriv, Integral, Limit, Moment, Name, Node, Num, names_in, walk

Equation = tuple[Node, Node]
"""Two sides that are equal."""
ORDER = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne"})
"""The signs of claims that order two values, or say that they are the same or not."""


def letters_of(latex: str) -> set[str]:
    """Return the letters and words of a formula that was not read."""
    return set(re.findall(r"\\?[A-Za-z]+", latex)) | set(re.findall("[A-Za-z]", latex))


def isolates(left: Node, right: Node) -> bool:
    """Tell whether a claim gives a name its value."""
    return isinstance(left, Name) and left not in set(names_in(right))


def names_of(pairs: Sequence[Equation]) -> set[Name]:
    """Return the names in some equations."""
    return {name for pair in pairs for side in pair for name in names_in(side)}


def is_constant(node: Node) -> bool:
    """Tell whether a formula is made from numbers alone."""
    return not has_names(node) and not any(isinstance(part, Apply | Chance | Moment | Deriv) for part in walk(node))


def evaluates(left: Node, right: Node) -> bool:
    """Tell whether a claim says what a derivative, integral, sum or limit is, as a formula: nothing to be solved."""
    if not has_names(right):
        return False
    match left:
        case Apply(_, arguments, primes):
            return primes > 0 and all(isinstance(one, Name) for one in arguments)
        case Deriv(of):
            return not isinstance(of, Name)
    return isinstance(left, Integral | Big | Limit)


def has_decimals(node: Node) -> bool:
    """Tell whether numbers with digits behind the point stand in a formula."""
    return any(isinstance(part, Num) and part.places for part in walk(node))


def has_names(node: Node) -> bool:
    """Tell whether any name stands in a formula."""
    return any(True for _ in names_in(node))


def has_roots(node: Node) -> bool:
    """Tell whether a formula may hold for positive quantities alone: it has a root, logarithm or absolute value."""
    return any(isinstance(part, Call) and part.function in ("sqrt", "root", "ln", "abs") for part in walk(node))


def is_zero_number(node: Node) -> bool:
    """Tell whether a formula is a plain 0."""
    return isinstance(node, Num) and node.value == 0


def is_rate(node: Node) -> bool:
    """Tell whether a formula is a first derivative."""
    return (isinstance(node, Apply) and node.primes == 1) or (isinstance(node, Deriv) and len(node.by) == 1)
