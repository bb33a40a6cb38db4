r"""Where the variables of an extremum lie: what the stem says of it beyond ``find`` and the premises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .setting import Setting
from .syntax import Apply, Big, Cases, Name, Node, Relation, names_in, put, walk

_SIDED = re.compile(
    r"\b(?:\w*quadrant|octant|upper|lower|left|right|positive|negative|non-?negative|non-?positive|nonzero|interior|inside"
    r"|outside|boundary|integers?|whole|natural|rational|first|second|odd|even)\b",
    re.IGNORECASE,
)
"""Words that may leave a part of a curve or region."""
_PARTING = re.compile(
    r"\b(?:halves|half|above|below|parts?|rim|edges?|bounds|boundary|perimeter|at least|at most|no (?:more|less|fewer)"
    r"|range|integers?|whole|natural|odd|even|ten|twelve|twenty|thirty|forty|fifty|sixty|hundred)\b",
    re.IGNORECASE,
)
"""Words that may leave a part of a region that conditions describe."""
_LOCATED = re.compile(
    r"\b(?:interval|dis[ck]s?|circle|square|triangle|rectangle|region|sphere|ball|ellipse|line|segment|plane|curve|domain"
    r"|set|subject|constraint|constrained|condition|between|over|restricted|limited|when|where|with|if)\b",
    re.IGNORECASE,
)
"""Words that may say where the variables of an extremum lie."""


def _extremal(node: Node) -> bool:
    return isinstance(node, Big) and node.operator in ("max", "min", "argmax", "argmin")


def _confined_by_stem(setting: Setting, tree: Node, stem: str) -> str:
    """Return why the stem may say more of where the variables of an extremum lie than the block does; or nothing."""
    names = {Name(part.index) for part in walk(tree) if isinstance(part, Big) and _extremal(part)}
    inner = [part for part in walk(tree) if isinstance(part, Relation)]
    told = [*setting.stated, *inner]
    for read in setting.stem:
        match read.tree:
            case Relation((Apply(_, arguments, 0), *_), ("=", *_)) if all(isinstance(one, Name) for one in arguments):
                continue
            case Relation((Name() as name, _), ("=",)) if name not in names and len(names) < _SEVERAL:
                continue
            case Relation() as relation if names & {*names_in(relation)} and relation not in told:
                return "the stem says where the variables lie, and the block does not"
    prose = re.sub(r"\$[^$]*\$", " ", stem.replace(r"\$", ""))
    ties = [
        one for one in told if isinstance(one, Relation) and names & {*names_in(one)} and not _is_header(one, names)
    ]
    bounded = any(isinstance(part, Big) and _extremal(part) and part.lower is not None for part in walk(tree))
    bounded = bounded or bool(setting.assumed) or bool(names & {*setting.domain.names()})
    if any(set(one.signs) != {"="} for one in ties) or bounded:
        return "words of the stem may leave a part of the region" if _PARTING.search(prose) else ""
    if len(names) < _SEVERAL:
        return ""
    if _SIDED.search(prose) or (not ties and _LOCATED.search(prose)):
        return "words of the stem may say where the variables lie, and the block does not"
    return ""


_SEVERAL = 2


def _is_header(relation: Relation, names: set[Name]) -> bool:
    """Tell whether an equation defines a function or a quantity that is no variable of the extremum."""
    first = relation.sides[0]
    return relation.signs[0] == "=" and (isinstance(first, Apply) or (isinstance(first, Name) and first not in names))


def over_others(setting: Setting, tree: Node, stem: str, options: Sequence[Node]) -> str:
    """Return why an extremum may be over other names or a smaller set than was taken; or nothing.

    An option may have one of the names; the stem may say more of where they lie than the block does.
    """
    tree = put(tree, dict(_named(setting)))
    if not any(map(_extremal, walk(tree))):
        return ""
    over = {
        part.index for part in walk(tree) if isinstance(part, Big) and any(isinstance(one, Cases) for one in walk(part))
    }
    used = {name.base for option in options for name in names_in(option)}
    if over & used:
        return "over which names the extremum is taken is not understood"
    return _confined_by_stem(setting, tree, stem)


def _named(setting: Setting) -> Iterator[tuple[Name, Node]]:
    """Yield the names that a premise gives to what has an extremum in it."""
    for one in setting.stated:
        match one:
            case Relation((Name() as name, body), ("=",)) if any(map(_extremal, walk(body))):
                yield name, body
