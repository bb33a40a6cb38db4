"""Where a formula has a value: what must hold of its parts, as claims that can be proved in turn."""

from __future__ import annotations

from fractions import Fraction

from .syntax import Add, Big, Call, Const, Div, Neg, Node, Num, Pow, Relation, names_in, walk

_ZERO, _ONE, _TWO = Num(Fraction(0)), Num(Fraction(1)), Num(Fraction(2))
_EVERYWHERE = frozenset(
    {"sin", "cos", "sinh", "cosh", "tanh", "arctan", "arsinh", "exp", "abs", "sign", "floor", "ceil", "max", "min"}
    | {"erf", "sigmoid", "softplus", "union", "intersection", "setminus", "symdiff", "complement"}
)
"""Functions that have a value at every real number, or of every set."""


def needs(tree: Node) -> list[Relation] | None:
    """Return what must hold for ``tree`` to have a value, each with 0 on its right; ``None``: not known."""
    found: list[Relation] = []
    for part in walk(tree):
        if isinstance(part, Big) and part.lower is not None and part.upper not in (None, Const("infinity")):
            over = Relation((Add((part.upper, Neg(part.lower), _ONE)), _ZERO), (r"\ge",))  # at the least none
            found += [over] if any(True for _ in names_in(over)) else []
        if isinstance(part, Div | Pow | Call) and any(True for _ in names_in(part)):
            wanted = _wanted(part)
            if wanted is None:
                return None
            found += (one for one in wanted if any(True for _ in names_in(one)))
    return list(dict.fromkeys(found))


def _wanted(part: Div | Pow | Call) -> list[Relation] | None:
    match part:
        case Div(_, below):
            return [Relation((below, _ZERO), (r"\ne",))]
        case Pow(base, exponent):
            return _of_power(base, exponent)
        case Call("sqrt", (inside,)):
            return [Relation((inside, _ZERO), (r"\ge",))]
        case Call("root", (inside, Num(order))) if order % 2 == 0:
            return [Relation((inside, _ZERO), (r"\ge",))]
        case Call("ln", (inside,)):
            return [Relation((inside, _ZERO), (">",))]
        case Call("arcsin" | "arccos", (inside,)):
            return [Relation((Add((_ONE, Neg(Pow(inside, _TWO)))), _ZERO), (r"\ge",))]
        case Call(name, _):
            return [] if name in _EVERYWHERE else None


def _of_power(base: Node, exponent: Node) -> list[Relation] | None:
    if isinstance(exponent, Num) and exponent.value.denominator == 1:
        return [] if exponent.value > 0 else [Relation((base, _ZERO), (r"\ne",))]
    if isinstance(exponent, Neg) and isinstance(exponent.of, Num) and exponent.of.value.denominator == 1:
        return [Relation((base, _ZERO), (r"\ne",))]
    return [Relation((base, _ZERO), (">",))]
