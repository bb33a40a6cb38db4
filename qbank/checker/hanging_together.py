r"""Steps with probabilities and moments of which no formula says enough: words may tell how events hang together.

``P(A \cap B) = P(A) P(B)`` is right for two dice, and false for arbitrary events. Such a step is wrong only if it is
false however the events hang together: independent, apart, one part of another, all that can happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from .deciding.equality import Comparer
from .deciding.events import chances, literals, plain_event
from .deciding.regions import NoSet
from .letters import Undecided
from .ruling import NOTHING_GIVEN
from .syntax import Call, Chance, Const, Div, Logic, Moment, Mul, Name, Node, Num, Relation, names_in, rebuild, walk

Gathered = Callable[[Sequence[Node], Sequence[Node]], Comparer]
"""Gives what compares some formulas under the premises and some more."""
ALWAYS = "is false however the events hang together"
REASON = "rests on how the events hang together, which no formula states"
MOMENTS = "rests on moments of which no formula states anything"
_IMPOSSIBLE = (
    "the premises contradict one another",
    "the premises give a probability outside of 0 … 1",
    "the premises leave nothing that can happen",
)


def open_chances(comparer: Comparer, gathered: Gathered, left: Node, right: Node) -> str:
    """Return why a step that is false for arbitrary probabilities and moments may yet be right, or nothing.

    ``ALWAYS`` where it rests on arbitrary probabilities, and is false for all of them.
    """
    random = comparer.premises.random
    kinds = {type(part) for side in (left, right) for part in walk(side) if isinstance(part, Chance | Moment)}
    if random is None or not kinds:
        return ""
    free = [{name for name in names_in(comparer.ordinary(side)) if name.base in random.bases} for side in (left, right)]
    if not free[0] | free[1]:
        return ""
    if kinds == {Moment}:
        return "" if free[0] == free[1] else MOMENTS
    if kinds != {Chance}:
        return REASON
    try:
        return ALWAYS if _fails_always(gathered, left, right) else REASON
    except (NoSet, Undecided):
        return REASON


def _fails_always(gathered: Gathered, left: Node, right: Node) -> bool:
    """Tell whether an equation for ``P(A | B)`` is false in every way in which the two events may hang together."""
    mine, others = _events(left), _events(right)
    if (
        not isinstance(left, Chance)
        or left.given is None
        or len(mine) > 2
        or not others
        or not set(others) <= set(mine)
    ):
        return False
    if any(isinstance(part, Num) and part.value != 1 for part in walk(right)):
        return False  # it may be the probability of an event, which words tell
    places = {
        event: event if isinstance(event, Name) else Name(r"\mathcal{E}", (Num(Fraction(at)),))
        for at, event in enumerate(mine)
    }
    left, right = (_put(side, places) for side in (left, right))
    for world in _worlds(list(places.values()), left, right):
        own = gathered((left, right), world)
        random = own.premises.random
        if random is not None and random.reason in _IMPOSSIBLE:
            continue
        if any(own.compare(left, sure).outcome == "equal" for sure in (Num(Fraction(0)), Num(Fraction(1)))):
            continue  # of what cannot happen, or is sure, nobody writes a formula
        verdict = own.compare(left, right)
        if verdict.outcome != "different" and not verdict.reason.startswith(NOTHING_GIVEN):
            return False
    return True


def _events(node: Node) -> dict[Node, None]:
    """Return the events that the probabilities in a formula are made from, in order."""
    found = [part for chance in chances([node]) for part in (chance.event, chance.given) if part is not None]
    return dict.fromkeys(literal for event in found for literal in literals(plain_event(event)))


def _put(node: Node, places: dict[Node, Name]) -> Node:
    if isinstance(node, Chance):
        given = None if node.given is None else _placed(plain_event(node.given), places)
        return Chance(_placed(plain_event(node.event), places), given)
    return rebuild(node, lambda part: _put(part, places))


def _placed(event: Node, places: dict[Node, Name]) -> Node:
    return places[event] if event in places else rebuild(event, lambda part: _placed(part, places))


def _worlds(events: Sequence[Node], left: Node, right: Node) -> Iterator[list[Node]]:
    """Yield what words may say of the events."""
    if len(events) < 2:
        return
    apart: list[Node] = [Relation((Call("intersection", tuple(events)), Const("empty")), ("=",))]
    whole: list[Node] = [Relation((Call("union", tuple(events)), Name(r"\Omega")), ("=",))]
    inside: list[list[Node]] = [[Relation(pair, (r"\subset",))] for pair in permutations(events)]
    odds = [Chance(event, None) for event in events]
    free: list[Node] = [Relation((Chance(Logic("and", tuple(events)), None), Mul(tuple(odds))), ("=",))]
    half = Div(Num(Fraction(1)), Num(Fraction(2)))
    sizes: list[list[Node]] = [[], [Relation((odds[0], half), ("=",))], [Relation((odds[1], half), ("=",))]]
    if not set(odds) <= set(chances([left, right])):
        sizes.append([Relation((odds[0], odds[1]), ("=",))])
    for way in ([], apart, whole, apart + whole, *inside, inside[0] + inside[1], free):
        yield from (way + size for size in sizes)
