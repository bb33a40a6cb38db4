"""Where the worked solution of a choice question ends: at the key, at another option, or at none."""

from __future__ import annotations

from collections.abc import Sequence

from qbank.evidence import Solution

from .about import sought
from .choice_evidence import Choice
from .choice_reading import put_together
from .ending import Ending
from .judging import Judge
from .setting import Finding


def ending_of(found: Choice) -> Ending:
    """Return where the worked solution ends, against the options."""
    asked = sought(found.question.stem, found.setting)
    return Ending(
        found.worked, [read.tree for read in found.options], found.comparer, asked, found.question.explanation
    )


def report_end(found: Choice, ends: Sequence[int]) -> None:
    """Warn where the worked solution ends at other options (``ends``) than the key."""
    if not ends or found.question.key in ends or _beside_key(found):
        return
    place = next(line for line in reversed(found.worked.lines) if line.sides).formula
    message = f"the solution ends at option {ends[0]}, but the key is option {found.question.key}"
    found.findings.append(Finding("QB323", message, place.path, place.offset, len(place.latex)))


def _beside_key(found: Choice) -> bool:
    """Tell whether the last claim is one of several cases, of which another, before it, ends at the key."""
    ending, key = ending_of(found), found.question.key
    last = ending.last
    return last is not None and key is not None and bool(last.start.aside) and ending.passes(key)


def ends_at_key(tried: Choice) -> bool:
    """Tell whether the worked solution, by itself, holds and ends at the key and at no other option."""
    alone = put_together(tried.question, tried.setting, tried.shapes, None)
    alone.comparer.bound = tried.comparer.bound
    Judge(alone.comparer, None).judge(alone.worked)
    holds = alone.worked.level in (Solution.VERIFIED, Solution.PARTLY)
    return holds and not tried.several and ending_of(alone).reached == [alone.question.key]
