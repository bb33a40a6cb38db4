r"""Differentials in a solution: ``du = 2x\,dx`` says that du/dx is 2x."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from fractions import Fraction

from .syntax import Deriv, Div, Mul, Name, Neg, Node, Num, Relation

_DIFFERENTIAL = re.compile(r"d\s*(\\[A-Za-z]+|[A-Za-z])")
_FACTOR_AND_NAME = re.compile(r"(.*?)(?:\\[,;:!]|\s|\\mathrm\{d\})*d\s*(\\[A-Za-z]+|[A-Za-z])", re.DOTALL)
Read = Callable[[str], Node | None]


def differential(latex: str, known: Collection[Node], read: Read) -> Relation | None:
    r"""Return ``du = 2x\,dx`` as ``du/dx = 2x``, also divided or multiplied by numbers; ``None`` for all else.

    One of the two names must be ``known``: one that is defined.
    """
    left, equals, right = latex.partition("=")
    if not equals or "=" in right or r"\int" in latex or not _DIFFERENTIAL.search(left):
        return None
    sides = [_side(side, read) for side in (left, right.rstrip(" .,;"))]
    if sides[0] is None or sides[1] is None or sides[0][1] == sides[1][1]:
        return None
    (one, upper), (other, lower) = sides[0], sides[1]
    if upper not in known and lower in known:
        (one, upper), (other, lower) = (other, lower), (one, upper)
    if upper not in known:
        return None
    return Relation((Mul((one, Deriv(upper, (lower,), total=True))), other), ("=",))


def _side(side: str, read: Read) -> tuple[Node, Name] | None:
    """Return the factor before a differential and the name that it is of."""
    text = side.replace("&", " ").strip()
    below = ""
    fraction = re.fullmatch(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}(.*)", text)
    if fraction and _DIFFERENTIAL.search(fraction.group(1)) and not fraction.group(3).strip(" \\,;:!"):
        text, below = fraction.group(1).strip(), fraction.group(2)
    match = _FACTOR_AND_NAME.fullmatch(text)
    if match is None:
        return None
    factor = _factor(match.group(1).strip().rstrip(" \\,;:!"), read)
    name = read(match.group(2))
    under = _factor(below, read)
    if factor is None or under is None or not isinstance(name, Name):
        return None
    return (Div(factor, under) if below else factor), name


def _factor(latex: str, read: Read) -> Node | None:
    if not latex:
        return Num(Fraction(1))
    if latex == "-":
        return Neg(Num(Fraction(1)))
    return read(latex)
