r"""Options in polar form with rounded parts, ``5\angle 36.87^\circ``: compared by magnitude and angle."""

from __future__ import annotations

from fractions import Fraction

from .deciding.equality import Comparer, Verdict
from .deciding.openness import is_closed
from .rounding import printed
from .syntax import Call, Const, Div, Mul, Neg, Node, Num, walk

HALF_TURN = 180


def polar_parts(option: Node) -> tuple[Node, Node] | None:
    """Return magnitude and angle of a number in polar form that is printed with decimals."""
    factors = option.factors if isinstance(option, Mul) else (option,)
    turns = [one for one in factors if isinstance(one, Call) and one.function == "exp"]
    rest = tuple(one for one in factors if one not in turns)
    if len(turns) != 1 or not is_closed(option):
        return None
    match turns[0].arguments[0]:
        case Mul((Const("i"), angle)) | Mul((angle, Const("i"))):
            pass
        case Neg(Mul((Const("i"), angle)) | Mul((angle, Const("i")))):
            angle = Neg(angle)
        case _:
            return None
    decimals = any(isinstance(part, Num) and part.places for part in walk(option))
    magnitude = rest[0] if len(rest) == 1 else Mul(rest) if rest else Num(Fraction(1))
    return (magnitude, angle) if decimals else None


def compare_polar(comparer: Comparer, option: Node, asked: Node) -> Verdict | None:
    """Decide whether a number rounds to an option in polar form, in both parts; ``None`` for any other option."""
    parts = polar_parts(option)
    if parts is None:
        return None
    magnitude, angle = parts
    degrees = False
    match angle:
        case Div(Mul((number, Const("pi"))), Num(value)) if value == HALF_TURN:
            angle, degrees = number, True
        case Neg(Div(Mul((number, Const("pi"))), Num(value))) if value == HALF_TURN:
            angle, degrees = Neg(number), True
    turned: Node = Call("arg", (asked,))
    if degrees:
        turned = Div(Mul((turned, Num(Fraction(HALF_TURN)))), Const("pi"))
    found = [_rounds(comparer, Call("abs", (asked,)), magnitude), _rounds(comparer, turned, angle)]
    if all(found):
        return Verdict("equal", "equal to the digits printed")
    if False in found:
        return Verdict("different", "differs in the digits printed", reason="differs in the digits printed")
    return Verdict("undecided", reason="whether it rounds to the digits printed could not be told")


def _rounds(comparer: Comparer, exact: Node, shown: Node) -> bool | None:
    number = printed(shown)
    if number is None or number[1] == Fraction(1, 2):  # a whole number, or a root, is meant exactly
        verdict = comparer.compare(exact, shown)
        return {"equal": True, "different": False}.get(verdict.outcome)
    return comparer.within(exact, *number)
