r"""Laws of random variables that premises state by their masses: ``P(X = k) = \binom{n}{k} p^k (1 - p)^{n - k}``.

A formula for open k whose values add to one leaves nothing for other events: the words of the stem name the law, too.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .deciding.openness import is_closed
from .setting import Setting
from .solution_laws import ROUGHLY, law_stated
from .syntax import Call, Chance, Moment, Name, Node, Relation, names_in, walk

_CALLED = {
    "dist_binomial": re.compile(r"\bbinomial(?:ly)?\b(?! (?:theorem|coefficient|expansion))", re.IGNORECASE),
    "dist_poisson": re.compile(r"\bpoisson\b", re.IGNORECASE),
    "dist_geometric": re.compile(r"\bgeometric(?:ally)?\b(?! (?:series|mean|sum))", re.IGNORECASE),
}
_OTHERWISE = re.compile(
    r"\b(?:truncat\w*|inflat\w*|censor\w*|mixture|mixed|negative|compound|conditional\w*|given that|provided|zero-\w+"
    r"|at least one|positive)\b",
    re.IGNORECASE,
)


def take_masses(setting: Setting, stem: str) -> None:
    """Take a premise for the masses of a random variable for its law, where the stem calls the law by its name."""
    if ROUGHLY.search(stem) or _OTHERWISE.search(stem):
        return
    stated = [tree for tree in setting.stated if not isinstance(tree, Name | Chance | Moment)]  # these say nothing
    about = [tree for tree in stated if any(isinstance(part, Chance) for part in walk(tree))]
    law = _law(about[0]) if len(about) == 1 else None
    if law is None or not isinstance(law.sides[1], Call):
        return
    variable = law.sides[0]
    told = [tree for tree in stated if tree != about[0] and variable in set(names_in(tree))]
    if not told and (words := _CALLED.get(law.sides[1].function)) is not None and words.search(stem):
        for reads in (setting.stem, setting.given, setting.assumed):
            reads[:] = [replace(read, tree=law) if read.tree == about[0] else read for read in reads]


def _law(tree: Node) -> Relation | None:
    """Return the law that an equation for ``P(X = k)`` with an open k states."""
    match tree:
        case Relation((Chance(Relation((Name(), Name() as k), ("=",)), None), body), ("=",)):
            return law_stated(tree, "") if not is_closed(body) and k in set(names_in(body)) else None
    return None
