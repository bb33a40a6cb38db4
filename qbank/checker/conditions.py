r"""Conditions of a stem on what the question runs over: "the sum for $k > 5$", "$P(X > 3)$ given that $X > 1$".

A condition on a free name says where the name lies, and is a domain. One on an integration variable, an index or a
random variable changes the value asked for, and nothing takes it into account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .domain import Domain
from .letters import EXTREMES
from .setting import Setting
from .syntax import Big, Chance, Integral, Limit, Moment, Name, Node, Relation, bound_names, names_in, walk
from .wording import Wording

_SIGNS = frozenset({"<", ">", r"\le", r"\ge", r"\ne", r"\in", r"\notin"})
_WHOLE = re.compile(r"\b(?:integers?|whole|natural|even|odd|prime|discrete|indivisible)\b")
_KNOWN = re.compile(
    r"\b(?:given|if|when|knowing|known|assuming|suppose|provided)(?: that)?(?: the)?(?: event)?"
    r" ⟦(\d+)⟧(?= *(?:$|,|\?|occurs|occurred|happens|happened|has occurred|has happened))"
)


def confined(found: Wording, setting: Setting, asked: Node | None, used: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the conditions of a stem that change what is asked; those at the places ``used`` are part of it."""
    if asked is None:
        return ()
    told: list[str] = []
    running, chances = set(_running(asked)), set(_random(asked, setting))
    for formula in found.formulas:
        if any(start <= formula.offset < end for start, end in used):
            continue
        tree = setting.read(formula).tree
        if isinstance(tree, Relation) and _confines(tree, running, chances):
            told.append(f"${formula.latex}$")
    words = " ".join(sentence.text for sentence in found.sentences)
    if any(_whole_number(part, setting.domain) for part in walk(asked)) or (_extreme(asked) and _WHOLE.search(words)):
        told.append("an extremum among whole numbers")
    if chances:
        for match in _KNOWN.finditer(words + "?"):
            formula = found.formulas[int(match.group(1))]
            if setting.read(formula).tree in chances:
                told.append(f"given ${formula.latex}$")
    return tuple(dict.fromkeys(told))


def _running(asked: Node) -> Iterator[Name]:
    """Yield the names that a sum, a limit or an integral with bounds in the question runs over."""
    for part in walk(asked):
        if isinstance(part, Integral | Limit) or (isinstance(part, Big) and part.operator not in EXTREMES):
            yield from bound_names(part)[0]


def _random(asked: Node, setting: Setting) -> Iterator[Name]:
    """Yield the names of random variables and events, where the question is one of chance."""
    parts = [part for part in walk(asked) if isinstance(part, Chance | Moment)]
    for part in parts:
        sides = part.arguments if isinstance(part, Moment) else (part.event,)
        yield from (name for side in sides for name in names_in(side) if name.base.isupper())
    for tree in (read.tree for read in setting.stem):
        if parts and isinstance(tree, Relation) and tree.signs == (r"\sim",):
            yield from names_in(tree.sides[0])


def _confines(tree: Relation, running: set[Name], chances: set[Name]) -> bool:
    if set(tree.signs) & _SIGNS:
        return bool(set(names_in(tree)) & (running | chances))
    if set(tree.signs) != {"="} or not any(side in chances for side in tree.sides):
        return False
    return any(not any(True for _ in names_in(side)) for side in tree.sides)  # X = 1: an event


def _extreme(asked: Node) -> bool:
    return any(isinstance(part, Big) and part.operator in EXTREMES for part in walk(asked))


def _whole_number(part: Node, domain: Domain) -> bool:
    return isinstance(part, Big) and part.operator in EXTREMES and domain.of(Name(part.index)).integer
