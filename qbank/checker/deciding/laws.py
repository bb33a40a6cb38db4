r"""Probabilities of random variables whose distribution is known: ``P(a < X \le b)`` as an ordinary formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key, partial
from itertools import groupby

from qbank.checker.domain import Domain
from qbank.checker.syntax import Add, Call, Chance, Div, Logic, Mul, Name, Neg, Node, Num, Relation, names_in, put

from .distributions import CONTINUOUS, ONE, ZERO, Stretch, minus, probability, total
from .events import happens, literals, plain_event
from .polynomials import TooLarge, polynomial
from .regions import NoSet

_MIRRORED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", "=": "=", r"\ne": r"\ne"}
_SIDES = {"<": (-1,), ">": (1,), r"\le": (-1, 0), r"\ge": (0, 1), "=": (0,), r"\ne": (-1, 1)}


@dataclass(frozen=True, slots=True)
class Setting:
    """``laws`` of random variables, what others are ``defined`` to be, and groups that are ``independent``."""

    laws: Mapping[Name, Call]
    defined: Mapping[Name, Node]
    independent: Sequence[Sequence[Name]]
    domain: Domain


def told(chances: Iterable[Chance], setting: Setting) -> dict[Chance, Node]:
    """Return the probabilities that the distributions tell."""
    found: dict[Chance, Node] = {}
    for chance in chances:
        try:
            value = _chance(chance, setting)
        except (NoSet, TooLarge):
            continue
        if value is not None:
            found[chance] = value
    return found


def _chance(chance: Chance, setting: Setting) -> Node | None:
    event = plain_event(put(chance.event, setting.defined))
    if chance.given is None:
        return _probability(event, setting)
    given = plain_event(put(chance.given, setting.defined))
    below = _probability(given, setting)
    both = _probability(Logic("and", (event, given)), setting)
    return None if below in (None, ZERO) or below is None or both is None else Div(both, below)


def _probability(event: Node, setting: Setting) -> Node | None:
    by_name: dict[Name, None] = {}
    for literal in literals(event):
        inside = [name for name in dict.fromkeys(names_in(literal)) if name in setting.laws]
        if len(inside) != 1 or not isinstance(literal, Relation):
            return None
        by_name[inside[0]] = None
    if len(by_name) == 1:
        return _of_one(event, next(iter(by_name)), setting)
    mutual = any(set(by_name) <= set(group) for group in setting.independent)
    if not mutual or not isinstance(event, Logic) or event.operator != "and":
        return None
    factors = []
    for name in by_name:
        own = tuple(part for part in _conjuncts(event) if name in set(names_in(part)))
        if any(len({one for one in names_in(part) if one in setting.laws}) > 1 for part in own):
            return None
        factor = _of_one(Logic("and", own) if len(own) > 1 else own[0], name, setting)
        if factor is None:
            return None
        factors.append(factor)
    return Mul(tuple(factors))


def _conjuncts(event: Node) -> list[Node]:
    if isinstance(event, Logic) and event.operator == "and":
        return [part for operand in event.operands for part in _conjuncts(operand)]
    return [event]


def _of_one(event: Node, name: Name, setting: Setting) -> Node | None:
    """Return the probability of an event of one random variable, as that of stretches of the line."""
    cuts: dict[Node, tuple[str, Node] | tuple[str, Node, Node]] = {}
    for literal in dict.fromkeys(literals(event)):
        assert isinstance(literal, Relation)  # noqa: S101 - told above
        cuts[literal] = _solved(literal, name)
    chained = [cut[1:] for cut in cuts.values() if len(cut) == 3]
    ends = {end: None for cut in cuts.values() for end in cut[1:] if isinstance(end, Node)}
    marks = _sorted(list(ends), chained, _joined_ends(event, cuts), setting.domain)
    if marks is None:
        return None
    held = [
        place
        for place in range(2 * len(marks) + 1)
        if happens(event, partial(_holds_at, cuts=cuts, marks=marks, place=place))
    ]
    law = setting.laws[name]
    if law.function in CONTINUOUS:  # points weigh nothing: stretches that only a point parts are one
        held = sorted({*held, *(at + 1 for at in held if at % 2 == 0 and at + 2 in held)})
    parts = []
    for _, run in groupby(enumerate(held), lambda pair: pair[1] - pair[0]):
        places = [place for _, place in run]
        low, high = places[0], places[-1]
        stretch = Stretch(
            None if low == 0 else marks[(low - 1) // 2],
            None if high == 2 * len(marks) else marks[high // 2 if high % 2 == 0 else (high - 1) // 2],
            low % 2 == 1,
            high % 2 == 1,
        )
        part = probability(law, stretch)
        if part is None:
            return None
        parts.append(part)
    return ONE if held == list(range(2 * len(marks) + 1)) else total(parts)


def _holds_at(
    literal: Node, cuts: Mapping[Node, tuple[str, Node] | tuple[str, Node, Node]], marks: Sequence[Node], place: int
) -> bool:
    return _at(cuts[literal], marks, place)


def _at(cut: tuple[str, Node] | tuple[str, Node, Node], marks: Sequence[Node], place: int) -> bool:
    """Tell whether a relation holds at a place: even places are stretches, odd ones the marks themselves."""

    def side(end: Node) -> int:
        mark = 2 * marks.index(end) + 1
        return (place > mark) - (place < mark)

    if len(cut) == 3:
        inside = side(cut[1]) in ((0, 1) if cut[0] in (r"\le", r"\ge") else (1,)) and side(cut[2]) in (
            (0, -1) if cut[0] in (r"\le", r"\ge") else (-1,)
        )
        return inside == (cut[0] in ("<", r"\le"))
    return side(cut[1]) in _SIDES[cut[0]]


def _solved(relation: Relation, name: Name) -> tuple[str, Node] | tuple[str, Node, Node]:
    """Solve a relation for the random variable: a sign and an end; of ``|X - a| < c`` both ends.

    An absolute value with ``>`` or ``>=`` is the opposite of one with ``<=`` or ``<``. Raises :class:`NoSet`.
    """
    (left, right), (sign,) = relation.sides, relation.signs
    if name not in set(names_in(left)):
        left, right, sign = right, left, _MIRRORED[sign]
    if name in set(names_in(right)):
        raise NoSet("")
    if isinstance(left, Call) and left.function == "abs" and sign in ("<", ">", r"\le", r"\ge"):
        low, high = (_isolated(left.arguments[0], end, "<", name) for end in (Neg(right), right))
        ends = (low[1], high[1]) if low[0] == "<" else (high[1], low[1])
        shown = {"<": "<", r"\le": r"\le", ">": r"\ge", r"\ge": ">"}[sign]
        return (shown, *(_plain(end) for end in ends))  # type: ignore[return-value]
    turned, end = _isolated(left, right, sign, name)
    return turned, _plain(end)


def _isolated(left: Node, right: Node, sign: str, name: Name) -> tuple[str, Node]:
    match left:
        case Name() if left == name:
            return sign, right
        case Neg(of):
            return _isolated(of, Neg(right), _MIRRORED[sign], name)
        case Add(terms):
            own = [term for term in terms if name in set(names_in(term))]
            if len(own) == 1:
                rest = [Neg(term) for term in terms if term is not own[0]]
                return _isolated(own[0], Add((right, *rest)), sign, name)
        case Mul((Num(factor), other)) | Mul((other, Num(factor))) if factor:
            turned = sign if factor > 0 else _MIRRORED[sign]
            return _isolated(other, Mul((Num(1 / factor), right)), turned, name)
        case Div(numerator, denominator) if _positive(denominator) and name not in set(names_in(denominator)):
            return _isolated(numerator, Mul((right, denominator)), sign, name)
    raise NoSet("")


def _positive(node: Node) -> bool:
    r"""Tell whether a divisor is positive: a number, a root, or a standard deviation by its usual letter."""
    match node:
        case Num(value):
            return value > 0
        case Call("sqrt"):
            return True
        case Name(base):
            return base == r"\sigma"
        case Mul(factors):
            return all(map(_positive, factors))
        case Div(numerator, denominator):
            return _positive(numerator) and _positive(denominator)
    return False


def _plain(node: Node) -> Node:
    """Return a number for what is one."""
    constant = polynomial(node).constant
    return node if constant is None else Num(constant)


def _joined_ends(
    event: Node, cuts: Mapping[Node, tuple[str, Node] | tuple[str, Node, Node]]
) -> list[tuple[Node, Node]]:
    """Return pairs of ends ``a < X < b`` of one conjunction: then a is the lower one."""
    plain = [cuts[part] for part in _conjuncts(event) if part in cuts and len(cuts[part]) == 2]
    lows = [cut[1] for cut in plain if cut[0] in (">", r"\ge")]
    highs = [cut[1] for cut in plain if cut[0] in ("<", r"\le")]
    return [(low, high) for low in lows for high in highs] if len(lows) == len(highs) == 1 else []


def _sorted(
    ends: list[Node], chained: Sequence[tuple[object, ...]], joined: Sequence[tuple[Node, Node]], domain: Domain
) -> list[Node] | None:
    known = {*(tuple(pair) for pair in chained), *joined}

    def compared(one: Node, other: Node) -> int:
        if isinstance(one, Num) and isinstance(other, Num):
            return -1 if one.value < other.value else 1
        if (one, other) in known or _precedes(one, other, domain):
            return -1
        if (other, one) in known or _precedes(other, one, domain):
            return 1
        raise NoSet("")

    return sorted(ends, key=cmp_to_key(compared))


def _precedes(one: Node, other: Node, domain: Domain) -> bool:
    """Tell whether ``one`` is less than ``other`` for sure, or at most it where names may be zero."""
    difference = polynomial(minus(other, one))
    if not difference.terms:
        raise NoSet("")
    for monomial, coefficient in difference.terms.items():
        if coefficient < 0:
            return False
        for node, _ in monomial:
            if not isinstance(node, Name):
                return False
            low = domain.of(node).low
            if low is None or low < Fraction(0):
                return False
    return True
