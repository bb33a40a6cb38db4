"""Options that are right in one sense, and need not be what the stem wants: one of several solutions, a complex one."""

from __future__ import annotations

import re

from .asked import Asked
from .choice_evidence import Choice
from .deciding.equality import Verdict
from .syntax import Const, Node, walk
from .untold_kinds import of_untold_kind, says_numbers


def leave_open(found: Choice, asked: Asked) -> None:
    """Leave options undecided of which the stem does not say whether they count."""
    _one_of_several(found)
    _not_real(found)
    _of_any_kind(found, asked)


def _right(found: Choice) -> list[int]:
    return [at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome == "equal"]


_ONE = re.compile(
    r"\b(?:an?|one|any|some|another|first|second|third|principal)\s+(?:[a-z-]+\s+){0,2}"
    r"(?:solutions?|roots?|zeros?|eigenvalues?|values?|points?|number|integer)\b"
    r"|\bsatisf\w+|\bsolves\b|\bpossible\b|(?<!for )\bwhich\b",
    re.IGNORECASE,
)
"""Words that ask for one solution, and not for all."""
_ALL = re.compile(r"\b(?:solutions|roots|zeros|zeroes|all|every|solution set)\b", re.IGNORECASE)
"""Words that ask for all of them."""


def _one_of_several(found: Choice) -> None:
    """Prove no single solution of an equation that has several, where the stem may ask for all."""
    stem = found.question.stem
    if found.relation != "satisfies" or _ONE.search(stem) or not (found.inferred or _ALL.search(stem)):
        return
    for at in _right(found):
        found.verdicts[at - 1] = Verdict("undecided", reason="it is one of several solutions, and all may be asked for")


def _not_real(found: Choice) -> None:
    """Leave a right option with i undecided where neither key nor question speaks of complex numbers."""
    keyed = [found.options[key - 1].tree for key in found.keys]
    spoken = [tree for tree in (*keyed, *found.setting.trees()) if tree is not None]
    if found.relation == "equal" or _COMPLEX.search(found.question.stem) or any(map(_has_i, spoken)):
        return
    for at in _right(found):
        option = found.options[at - 1].tree
        if option is not None and _has_i(option):
            found.verdicts[at - 1] = Verdict("undecided", reason="whether complex numbers count is not said")


_COMPLEX = re.compile(r"\bcomplex\b|\bimaginary\b|\\mathbb\s*\{?\s*C", re.IGNORECASE)


def _has_i(tree: Node) -> bool:
    return any(part == Const("i") for part in walk(tree))


def _of_any_kind(found: Choice, asked: Asked) -> None:
    """Leave claims undecided that hold for numbers, where nobody says that their letters are such."""
    if asked.kind != "claim" or says_numbers(found.question.stem):
        return
    lie = [*found.setting.domain.names()]
    for at in _right(found):
        option = found.options[at - 1].tree
        if option is not None and of_untold_kind(option, found.setting.notation.kinds, lie):
            found.verdicts[at - 1] = Verdict("undecided", reason="what its letters stand for is not said")
