"""Inequalities in a solution that are being solved: false for most values, and yet right.

``2x < 10`` after ``2x - 3 < 7`` holds where the inequality of the question does. Only a linear one that has other
solutions than the one it is put as following from is wrong; of all others it is not known what the words add.
"""

from __future__ import annotations

import re

import sympy as sp

from .claim_shapes import ORDER
from .deciding.equality import Comparer
from .deciding.relations import decide
from .domain import Domain
from .letters import Undecided
from .ruling import Ruling
from .setting import Setting
from .solution import FAILS, UNDECIDED, Line
from .syntax import Name, Relation, names_in

SOLVING = "an inequality that is being solved"
_ASKING = re.compile(
    r"\b(solve|where|which|when|domain|converg\w+|intervals?|increas\w+|decreas\w+|conca\w+|convex\w*|range|values?|"
    r"positive|negative|defined|condition\w*|how (many|long|large|small)|smallest|largest|least|stable|stability)\b",
    re.IGNORECASE,
)


def being_solved(setting: Setting | None, stem: str, before: Relation | None, claim: Relation) -> bool:
    """Tell whether an inequality may be one that is solved: the question, or a line before, speaks of its names so."""
    names = set(names_in(claim))
    known = [] if setting is None else [*setting.stated, *setting.solved]
    stated = [one for one in known if isinstance(one, Relation) and set(one.signs) <= ORDER - {"="}]
    earlier = [*stated, *([before] if before is not None else [])]
    return any(names & set(names_in(one)) for one in earlier) or _ASKING.search(stem) is not None


def ruled(comparer: Comparer, before: Relation | None, claim: Relation, ruling: Ruling, line: Line) -> Ruling:
    """Return the ruling of an inequality that is being solved, which is false as a claim for all values."""
    if ruling.verdict != FAILS or not any(True for _ in names_in(claim)):
        return ruling
    if line.led and not line.either and before is not None and len(before.sides) == len(claim.sides) == 2:
        (name, *others) = {*names_in(before), *names_in(claim)}
        free = Comparer(comparer.premises, Domain(), kinds=comparer.kinds)
        if not others and all(_linear(comparer, one, name) for one in (before, claim)):
            verdict = decide(free, before, claim)
            if verdict is not None and verdict.outcome == "different":
                return ruling
    return Ruling(UNDECIDED, SOLVING)


def _linear(comparer: Comparer, relation: Relation, name: Name) -> bool:
    try:
        value = comparer.algebra.value(relation.sides[0]) - comparer.algebra.value(relation.sides[1])
        symbol = comparer.algebra.symbol(name)
    except (Undecided, TypeError):
        return False
    return bool(sp.expand(value).is_polynomial(symbol)) and sp.degree(sp.expand(value), symbol) <= 1
