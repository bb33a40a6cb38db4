"""What the sides of a claim look like: numbers alone, a name and its value, decimals, roots, a formula worked out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from .syntax import (
    Add,
    Apply,
    Big,
    Call,
    Cases,
    Chance,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Unit,
    children,
    names_in,
    walk,
)

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


def spread(node: Node) -> Fraction:
    """Return how far the decimals in a product may be off, rounded to the digits printed, as a share."""
    decimals = (part for part in walk(node) if isinstance(part, Num) and part.places and part.value)
    return sum((Fraction(1, 2 * 10 ** (one.places or 0)) / abs(one.value) for one in decimals), Fraction(0))


def is_product(node: Node) -> bool:
    """Tell whether a formula is positive numbers and units, multiplied and divided: rounding moves it little."""
    match node:
        case Num() | Unit():
            return True
        case Mul(factors):
            return all(map(is_product, factors))
        case Div(above, below):
            return is_product(above) and is_product(below)
        case Pow(base, exponent):
            return is_product(base) and isinstance(exponent.of if isinstance(exponent, Neg) else exponent, Num)
        case Call("sqrt", (inside,)):
            return is_product(inside)
    return False


def has_names(node: Node) -> bool:
    """Tell whether any name stands in a formula."""
    return any(True for _ in names_in(node))


def has_unit(node: Node) -> bool:
    """Tell whether a unit stands in a formula."""
    return any(isinstance(part, Unit) for part in walk(node))


def has_roots(node: Node) -> bool:
    """Tell whether a formula may hold for positive quantities alone: it has a root, logarithm or absolute value."""
    return any(isinstance(part, Call) and part.function in ("sqrt", "root", "ln", "abs") for part in walk(node))


def is_zero_number(node: Node) -> bool:
    """Tell whether a formula is a plain 0."""
    return isinstance(node, Num) and node.value == 0


def is_rate(node: Node) -> bool:
    """Tell whether a formula is a first derivative."""
    return (isinstance(node, Apply) and node.primes == 1) or (isinstance(node, Deriv) and len(node.by) == 1)


def is_gradient(node: Node) -> bool:
    """Tell whether a formula is a gradient."""
    return isinstance(node, Call) and node.function == "grad"


def has_cases(node: Node) -> bool:
    """Tell whether a formula may be smooth in parts alone."""
    return isinstance(node, Cases) or (
        isinstance(node, Call) and node.function in ("abs", "max", "min", "relu", "sign")
    )


def has_bare_numbers(node: Node) -> bool:
    """Tell whether a number stands in a formula elsewhere than in an exponent."""
    if isinstance(node, Pow):
        return has_bare_numbers(node.base)
    return isinstance(node, Num) or any(map(has_bare_numbers, children(node)))


def worked_out(left: Node, right: Node, equations: Sequence[Equation]) -> bool:
    """Tell whether a claim says what a formula in quantities is of which equations say what they are."""
    known: dict[Name, set[Name]] = {}
    for one, other in equations:
        name = one.base if isinstance(one, Pow) and not has_names(one.exponent) else one
        if isinstance(name, Name) and isolates(name, other):
            known[name] = set(names_in(other))
    inside, made = set(names_in(left)), set(names_in(right))
    told = inside & set(known)
    if isinstance(left, Name) or not told or not made or not inside - told <= made:
        return False
    return made <= set().union(*(known[name] for name in told), inside - told)


def is_derived(node: Node) -> bool:
    """Tell whether a derivative of a quantity, or a determinant, stands in a formula."""
    return any(
        (isinstance(part, Deriv) and isinstance(part.of, Name)) or (isinstance(part, Call) and part.function == "det")
        for part in walk(node)
    )


def is_differentiated(node: Node) -> bool:
    """Tell whether a side is that of an equation that was differentiated: a sum of which some terms hold a slope."""
    return isinstance(node, Add) and 0 < sum(map(is_derived, node.terms)) < len(node.terms)


def has_charge(node: Node) -> bool:
    """Tell whether e is a plain factor in a formula, as the charge of an electron is, and no base of a power."""
    return any(isinstance(part, Mul) and Const("e") in part.factors for part in walk(node))
