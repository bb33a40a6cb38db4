r"""Sets, or events, as unions of regions of a Venn diagram: ``A \setminus B`` is what lies in A and not in B.

A region says of each named set whether it lies inside: n sets make 2ⁿ regions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from qbank.checker.index_letters import substitute
from qbank.checker.syntax import Big, Call, Const, Logic, Name, Node, Num, put, walk

MAX_SETS = 8
MAX_WRITTEN = 12
Region = tuple[bool, ...]
"""For each named set, in order, whether the region lies inside."""
_OPERATIONS: Mapping[str, Callable[[bool, bool], bool]] = {
    "union": lambda one, other: one or other,
    "intersection": lambda one, other: one and other,
    "setminus": lambda one, other: one and not other,
    "symdiff": lambda one, other: one != other,
    "or": lambda one, other: one or other,
    "and": lambda one, other: one and other,
    "xor": lambda one, other: one != other,
}


class NoSet(Exception):  # noqa: N818 - a limit, not an error
    """Not made of named sets; the message says why where that is worth telling."""


def is_operation(node: Node) -> bool:
    """Tell whether ``node`` is a set operation, or the same of events said with a connective."""
    match node:
        case Call("complement" | "union" | "intersection" | "setminus" | "symdiff"):
            return True
        case Logic("and" | "or" | "not" | "xor") | Big("union" | "intersection"):
            return True
    return False


def written_out(node: Node) -> Node:
    r"""Return a ``\bigcup`` or ``\bigcap`` between numbers as what it is made of. Raises :class:`NoSet`."""
    assert isinstance(node, Big)  # noqa: S101 - asked of these alone
    match node.lower, node.upper:
        case Num(low), Num(high) if low.denominator == high.denominator == 1 and 0 <= high - low < MAX_WRITTEN:
            items = [
                put(substitute(node.body, {node.index: number}), {Name(node.index): number})
                for at in range(int(low), int(high) + 1)
                for number in (Num(Fraction(at)),)
            ]
            return items[0] if len(items) == 1 else Call(node.operator, tuple(items))
    raise NoSet("a union or intersection of open size")


def generators(nodes: Sequence[Node], whole: frozenset[Name] = frozenset()) -> list[Node]:
    """Return what the sets are made of: names, and whatever is no operation; ``whole`` names the universe."""
    found: dict[Node, None] = {}
    for node in nodes:
        for part in _bottom(node):
            if part not in (Const("empty"), Const("true"), Const("false")) and part not in whole:
                found[part] = None
    if len(found) > MAX_SETS:
        raise NoSet("too many sets")
    return list(found)


def _bottom(node: Node) -> Iterator[Node]:
    if isinstance(node, Big) and node.operator in ("union", "intersection"):
        node = written_out(node)
    if isinstance(node, Call | Logic) and is_operation(node):
        for part in node.arguments if isinstance(node, Call) else node.operands:
            yield from _bottom(part)
    else:
        yield node


def regions(sets: Sequence[Node]) -> list[Region]:
    """Return all regions that ``sets`` make."""
    return list(product((True, False), repeat=len(sets)))


def inside(node: Node, sets: Sequence[Node], whole: frozenset[Name] = frozenset()) -> frozenset[Region]:
    """Return the regions of which ``node`` is made."""
    return frozenset(region for region in regions(sets) if member(node, dict(zip(sets, region, strict=True)), whole))


def member(node: Node, known: Mapping[Node, bool], whole: frozenset[Name] = frozenset()) -> bool:
    """Tell whether an element lies in ``node``, when it is known of every named set whether it lies there."""
    if node in known:
        return known[node]
    match node:
        case Call("complement", (of,)) | Logic("not", (of,)):
            return not member(of, known, whole)
        case Call(operator, parts) | Logic(operator, parts) if operator in _OPERATIONS and len(parts) > 1:
            value = member(parts[0], known, whole)
            for part in parts[1:]:
                value = _OPERATIONS[operator](value, member(part, known, whole))
            return value
        case Big("union" | "intersection"):
            return member(written_out(node), known, whole)
        case Const("empty" | "false"):
            return False
        case Const("true"):
            return True
        case Name() if node in whole:
            return True
    raise NoSet("")


def name_of(region: Region, sets: Sequence[Node], show: Callable[[Node], str]) -> str:
    """Return a region in words of a formula."""
    parts = [show(one) if held else rf"{_braced(show(one))}^c" for one, held in zip(sets, region, strict=True)]
    return r" \cap ".join(parts)


def _braced(text: str) -> str:
    return text if len(text) == 1 else f"({text})"


def has_operation(node: Node) -> bool:
    """Tell whether a set operation stands anywhere in ``node``."""
    return any(isinstance(part, Call) and is_operation(part) for part in walk(node)) or any(
        isinstance(part, Big) and part.operator in ("union", "intersection") for part in walk(node)
    )
