r"""Other values that the stem may want than the one that ``find`` gives: with ``\pi \approx 3``, among whole numbers.

Where an option has such a value, nothing is decided (``docs/evidence.md``, what is asked by ``find``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

import sympy as sp

from .choice_evidence import Choice
from .deciding.openness import is_closed
from .digits import apart, rounds
from .letters import Undecided
from .rounding import printed
from .symbolic.functions import Expr
from .syntax import Big, Call, Cases, Const, Div, Mul, Name, Node, Num, Relation, Unit, put, rebuild, walk
from .wording import Wording, wording

_CONSTANTS = {"pi": sp.pi, "e": sp.E}
_COUNTED = re.compile(r"⟦(\d+)⟧ (?:[a-z-]+ )?[a-z]+s\b")
"""``$x$ chairs``: a noun of which there are x."""
_NUMBER = re.compile(r"\b(?:number|count|many)\b[^⟦]*⟦(\d+)⟧")


def other_values(found: Choice, tree: Node) -> str:
    """Return why an option that differs from what is asked, ``tree``, may be what the stem wants; or nothing."""
    read = found.setting
    for one in (*read.stem, *read.given, *read.assumed):
        match one.tree:
            case Relation((Const(name), Num(value)), ("=" | r"\approx",)) if name in _CONSTANTS:
                constant = _CONSTANTS[name]
                exact = _value(found, tree)
                if exact is not None and exact.has(constant):
                    rough = exact.subs(constant, sp.Rational(value.numerator, value.denominator))
                    if any(_is(found, option, rough, exact) for option in _options(found)):
                        return f"the value of ${one.formula.latex}$ may be put in"
            case Relation(sides, signs) if r"\approx" in signs and tree in sides and one in read.stem:
                roughly = [side for side in sides if side != tree and not is_closed(side)]
                if any(_alike(found, option, tree, side) for option in _options(found) for side in roughly):
                    return f"the approximation ${one.formula.latex}$ may be wanted"
    if (turned := _in_degrees(found, tree)) is not None:
        compare = found.comparer.compare
        if any(
            compare(one, turned).outcome == "equal" or rounds(found.comparer, turned, one) for one in _options(found)
        ):
            return "the angle may be one in degrees"
    if _ROUNDED.search(found.question.stem) and any(
        option.outcome == "different" and read.tree is not None and rounds(found.comparer, tree, read.tree)
        for option, read in zip(found.verdicts, found.options, strict=True)
    ):
        return "the words of the stem may ask for a rounded value"
    if any(
        _is(found, option, value, None)
        for value in (*_among_wholes(found, tree), *_of_pairs(found, tree))
        for option in _options(found)
    ):
        return "the words of the stem may ask for whole numbers"
    return ""


_ROUNDED = re.compile(r"\b(?:round\w*|decimals?|decimal places|significant|nearest)\b", re.IGNORECASE)
_DEGREES = re.compile(r"\bdegrees?\b|\bdeg\b")
_TURNING = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_HALF_TURN = Num(Fraction(180))


def _in_degrees(found: Choice, tree: Node) -> Node | None:
    """Return what is asked with bare angles taken for degrees, where words speak of such; ``None`` where none is."""
    if not any(_DEGREES.search(sentence.text) for sentence in wording(found.question.stem, ("stem",)).sentences):
        return None
    bodies = {
        one.sides[0]: one.sides[1]
        for one in found.setting.stated
        if isinstance(one, Relation) and one.signs == ("=",) and isinstance(one.sides[0], Name)
    }
    for _ in bodies:
        tree = put(tree, bodies)

    def turned(node: Node) -> Node:
        match node:
            case Call(function, (angle,)) if function in _TURNING and not _marked(angle):
                return Call(function, (Div(Mul((angle, Const("pi"))), _HALF_TURN),))
        return rebuild(node, turned)

    whole = turned(tree)
    return whole if whole != tree else None


def _marked(angle: Node) -> bool:
    return any(part == Const("pi") or isinstance(part, Unit) for part in walk(angle))


def _options(found: Choice) -> list[Node]:
    return [read.tree for read in found.options if read.tree is not None]


def _value(found: Choice, tree: Node) -> Expr | None:
    with suppress(Undecided, AttributeError):
        value = found.comparer.algebra.value(found.comparer.ordinary(tree))
        return value if isinstance(value, sp.Expr) else None
    return None


def _is(found: Choice, option: Node, value: Expr, beside: Expr | None) -> bool:
    """Tell whether an option is a value, to its digits if it has such, and not that ``beside`` it."""
    own = _value(found, option)
    if own is None or (beside is not None and sp.simplify(own - beside) == 0):
        return False
    gap = sp.simplify(own - value)
    number = printed(apart(option)[0] or option)
    near = Fraction(0) if number is None or number[1] == Fraction(1, 2) else number[1]
    return gap == 0 or bool(near and gap.is_number and abs(gap) <= sp.Rational(near.numerator, near.denominator))


def _alike(found: Choice, option: Node, tree: Node, side: Node) -> bool:
    compare = found.comparer.compare
    return compare(option, side).outcome == "equal" and compare(option, tree).outcome == "different"


def _among_wholes(found: Choice, tree: Node) -> Iterator[Expr]:
    """Yield the values beside an extremum over a letter that counts things, where it lies between whole numbers."""
    words = wording(found.question.stem, ("stem",))
    for part in walk(tree):
        if not isinstance(part, Big) or part.operator not in ("max", "min") or part.index not in _counting(words):
            continue
        body = part.body.values[0] if isinstance(part.body, Cases) else part.body
        value, letter = _value(found, body), found.comparer.algebra.symbol(Name(part.index))
        if value is not None and value.free_symbols == {letter} and value.is_polynomial(letter):
            slope = sp.diff(value, letter)
            for root in sp.real_roots(slope) if slope.has(letter) else ():
                if not root.is_integer:
                    yield from (value.subs(letter, whole) for whole in (sp.floor(root), sp.ceiling(root)))


def _of_pairs(found: Choice, tree: Node) -> Iterator[Expr]:
    """Yield the values of an extremum under one linear equation between two names at whole numbers beside its place."""
    algebra = found.comparer.algebra
    match tree:
        case Big(("max" | "min"), one, body=Big(("max" | "min"), other, body=body)):
            names = (Name(one), Name(other))
        case _:
            return
    conditions: tuple[Node, ...] = body.conditions if isinstance(body, Cases) else ()
    value = _value(found, body.values[0] if isinstance(body, Cases) else body)
    first, second = (algebra.symbol(name) for name in names)
    for equation in (*conditions, *found.setting.stated):
        if value is None or not isinstance(equation, Relation) or equation.signs != ("=",):
            continue
        sides = [_value(found, side) for side in equation.sides]
        if sides[0] is None or sides[1] is None or (sides[0] - sides[1]).free_symbols != {first, second}:
            continue
        for at in sp.solve(sides[0] - sides[1], second)[:1]:
            along = sp.expand(value.subs(second, at))
            if not at.is_polynomial(first) or sp.degree(at, first) != 1 or along.free_symbols != {first}:
                continue
            slope = sp.diff(along, first) if along.is_polynomial(first) else sp.Integer(0)
            for root in sp.real_roots(slope) if slope.has(first) else ():
                wholes = () if root.is_integer else (sp.floor(root), sp.ceiling(root))
                yield from (along.subs(first, whole) for whole in wholes if at.subs(first, whole).is_integer)


def _counting(words: Wording) -> set[str]:
    """Return the formulas of a stem that count things."""
    return {
        words.formulas[int(number)].latex.strip()
        for sentence in words.sentences
        for pattern in (_COUNTED, _NUMBER)
        for number in pattern.findall(sentence.text)
    }
