"""The point that a stem names for what it asks, "at $x = 1$": no premise of the lines that speak of every x.

A line with the letter on both sides claims something for all its values, unless the line itself names the point; one
with the letter on one side alone is meant at the point. So are values that a solution gives to a letter which lines
before have used: "With $r = 5$".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from .deciding.equality import Comparer
from .setting import Read, Setting
from .solution import Line, Worked
from .solution_words import STOP
from .syntax import Apply, At, Deriv, Div, Matrix, Name, Neg, Node, Num, Relation, Tuple, names_in, put, walk

_AT = re.compile(
    r"\b(?:at|at (?:the|a|this) points?|points? (?:where|with)|when|for|about|around|near|x-coordinate)\W*$",
    re.IGNORECASE,
)
_AT_POINT = re.compile(r"(?:^|[^\w\s]\s*)at(?: the point)?\s*$", re.IGNORECASE)
"""How a sentence or clause begins that speaks of a point."""
COORDINATES = (Name("x"), Name("y"), Name("z"))
_AND = re.compile(r"\W*(?:and)?\W*")


def points_named(setting: Setting, asked: Node | None) -> tuple[dict[Name, Node], list[Read]]:
    """Return the values at which the stem asks, and where it says so.

    A name whose rate is spoken of is none: its value belongs to an instant, and its equations to all of them. Of a
    slope dy/dx at x = 1 and y = 2 both are.
    """
    rates = [part for tree in setting.trees() for part in walk(tree) if isinstance(part, Deriv)]
    told: list[tuple[Name, Node, Read]] = []
    within = False
    for read in setting.stem:
        value = _value(read.tree)
        within = value is not None and (
            _AT.search(read.formula.before) is not None or (within and _AND.fullmatch(read.formula.before) is not None)
        )
        if within and value is not None:
            told.append((*value, read))
    places = {name for name, _, _ in told}
    moving = {rate.of for rate in rates if not places >= set(rate.by)}
    found = {name: value for name, value, _ in told if name not in moving}
    reads = [read for name, _, read in told if name not in moving]
    for part in walk(asked) if asked is not None else ():
        if isinstance(part, At):
            found |= {name: value for name, value in zip(part.names, part.values, strict=True) if _closed(value)}
    return found, reads


def points_given(lines: Sequence[Line]) -> Iterator[tuple[Name, Node]]:
    """Yield the values that a solution gives to names which lines before it have used."""
    used: set[Name] = set()
    for line in lines:
        value = _value(Relation(line.sides, line.signs)) if line.signs == ("=",) and len(line.sides) == 2 else None
        taken = line.defines and value is not None and not line.rooted
        if taken and value is not None and value[0] in used and not isinstance(value[1], Matrix):
            yield value
        used.update(name for side in line.sides for name in names_in(side))


_FOUND = re.compile(
    r"\b(?:yields?|gives?|giving|yielding|find|finds|get|obtain|read off|reads off|equating|solving|comparing"
    r"|with (?:the )?solutions?|(?:the )?solutions? (?:is|are)|results? in|(?:it )?follows(?: that)?)\W*$",
    re.IGNORECASE,
)


def is_found(line: Line) -> bool:
    """Tell whether a line gives a new name a plain number as a result, "equating yields $c = 2$": that is a claim."""
    if not line.defines or line.supposed or len(line.sides) != 2 or line.signs != ("=",):
        return False
    value = line.sides[1].of if isinstance(line.sides[1], Neg) else line.sides[1]
    number = isinstance(value, Num) or (isinstance(value, Div) and isinstance(value.numerator, Num))
    return number and _closed(value) and _FOUND.search(line.formula.before) is not None


def off_points(worked: Worked, setting: Setting, comparer: Comparer) -> Iterator[Line]:
    """Yield the lines that say what a formula in the coordinates is "at $(1, 2)$", and are false there."""
    for line in worked.lines:
        names = {name for side in line.sides for name in names_in(side)}
        plain = not any(isinstance(part, Apply | Deriv) for side in line.sides for part in walk(side))
        if not names or not plain or isinstance(line.sides[0], Name) or set(line.signs) != {"="} or line.continues:
            continue
        before = [one for one in worked.remarks if one.offset < line.formula.offset]
        if not before or STOP.search(worked.prose[before[-1].offset : line.formula.offset]):
            continue
        place = setting.read(before[-1]).tree
        if (
            not isinstance(place, Tuple)
            or not _AT_POINT.search(before[-1].before)
            or not all(map(_closed, place.items))
        ):
            continue
        here = dict(zip(COORDINATES, place.items, strict=False))
        sides = [put(side, here) for side in line.sides]
        if not names <= set(here) or len(place.items) > len(COORDINATES):
            continue
        if any(comparer.compare(one, other).outcome == "different" for one, other in pairwise(sides)):
            yield line


def placed(node: Node, points: Mapping[Name, Node]) -> Node:
    """Return a formula at the points."""
    fixed = not any(isinstance(part, Name | Apply) for part in walk(node))
    return node if fixed or not points else At(node, tuple(points), tuple(points.values()))


def _value(tree: Node | None) -> tuple[Name, Node] | None:
    if not isinstance(tree, Relation) or tree.signs != ("=",):
        return None
    name, value = tree.sides
    return (name, value) if isinstance(name, Name) and _closed(value) else None


def _closed(node: Node) -> bool:
    return not any(True for _ in names_in(node))
