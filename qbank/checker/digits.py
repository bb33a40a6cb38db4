"""Options that are printed numbers: an exact value beside its digits, decimals with powers of ten and units."""

from __future__ import annotations

from .deciding.equality import Comparer
from .deciding.openness import is_closed
from .polar import HALF_TURN
from .rounding import printed
from .syntax import Const, Div, Mul, Name, Neg, Node, Num, Relation, walk


def unrounded(comparer: Comparer, option: Node) -> Node:
    r"""Return ``\frac45`` for ``\frac45 = 0.8``, and ``\frac{8}{11}`` for ``\frac{8}{11} \approx 0.727``."""
    if not isinstance(option, Relation) or not set(option.signs) <= {"=", r"\approx"}:
        return option
    if r"\approx" not in option.signs:
        first, *rest = option.sides
        plain = is_closed(option) and all(comparer.compare(first, side).proved for side in rest)
        return first if plain else option
    at = option.signs.index(r"\approx")
    head = option.sides[: at + 1]
    if not all(rounds(comparer, head[-1], side) for side in option.sides[at + 1 :]):
        return option
    return head[0] if at == 0 else Relation(head, option.signs[:at])


def rounds(comparer: Comparer, value: Node, side: Node) -> bool:
    """Tell whether a number, with a unit perhaps, is another one to the digits printed."""
    decimal, scale = apart(side)
    number = printed(decimal) if decimal is not None else None
    return number is not None and bool(comparer.within(value if scale is None else Div(value, scale), *number))


def apart(tree: Node | None) -> tuple[Node | None, Node | None]:
    r"""Return the decimal of ``9.98 \cdot 10^4\,\mathrm{Pa}``, and what it is multiplied by if there is something."""
    if isinstance(tree, Neg):
        inner, scale = apart(tree.of)
        return (tree, None) if inner is None or scale is None else (Neg(inner), scale)
    match tree:
        case Div(Mul((Num() as number, Const("pi"))), Num(half_turn)) if half_turn == HALF_TURN:
            return number, Div(Const("pi"), Num(half_turn))  # 53.1°
    if not isinstance(tree, Mul) or not isinstance(tree.factors[0], Num):
        return tree, None
    rest = tree.factors[1:]
    if any(isinstance(part, Name) for factor in rest for part in walk(factor)):
        return tree, None
    return tree.factors[0], rest[0] if len(rest) == 1 else Mul(rest)
