r"""Options that are closed forms of a sequence: ``a_n = 2^{n+1} - n - 2`` for ``a_n = 2a_{n-1} + n``, ``a_0 = 0``.

One that has another term than the recurrence gives is wrong; one that has the first terms and satisfies the equation
for every n is right, since these determine the sequence.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

from .asked import Asked
from .choice_evidence import Choice
from .deciding.equality import Comparer, Verdict
from .deciding.witness import Difference
from .gathering import gather
from .letters import Undecided
from .matching import stands_for
from .recurrences import index_shift
from .recurring import Recurring, recurring
from .solution import HOLDS
from .syntax import Name, Node, Num, Relation, names_in, put, walk

TRIED = 8
"""Terms with which a closed form is compared first."""


def closed_forms(found: Choice, asked: Asked) -> list[Verdict] | None:
    """Return the verdicts on all options; ``None`` where no general term of one recurrence is asked for."""
    known = recurring(found.setting) if asked.kind == "value" and found.relation == "equal" else None
    if known is None or asked.tree is None or asked.tree != Name(known[0].base, (known[0].letter,)):
        return None
    sequence = known[0]
    start = _start(sequence)
    if start is None or found.comparer.bound:
        return None
    sequence.comparer = Comparer(gather([]), found.setting.domain, kinds=found.setting.notation.kinds)
    verdicts = []
    for read in found.options:
        form = None if read.tree is None else stands_for(read.tree, asked.tree, None)
        if form is None or isinstance(form, Relation) or set(names_in(form)) - {sequence.letter}:
            reason = read.problem.reason if read.problem else "no formula in the index alone"
            verdicts.append(Verdict("unread" if read.tree is None else "undecided", reason=reason))
        else:
            verdicts.append(_judged(sequence, form, start))
    return verdicts


def _start(sequence: Recurring) -> int | None:
    """Return where a sequence begins, if its first terms and the equation determine all that follow."""
    back = [
        found[1] - sequence.shift
        for part in walk(sequence.body)
        if isinstance(part, Name) and part.base == sequence.base and len(part.sub) == 1
        if (found := index_shift(part.sub[0])) is not None
    ]
    first = min(sequence.values)
    if not back or max(back) >= 0 or not set(range(first, first - min(back))) <= sequence.values.keys():
        return None
    return first


def _judged(sequence: Recurring, form: Node, start: int) -> Verdict:
    """Compare a closed form with the sequence from ``start`` on."""
    for at in range(start, start + TRIED):
        with suppress(Undecided):
            mine, term = sequence.value(put(form, {sequence.letter: Num(Fraction(at))})), sequence.term(at)
            if mine.is_Rational and term.is_Rational and mine != term:
                point = {sequence.letter.base: str(at)}
                return Verdict("different", "numeric", Difference(point, str(mine), str(term)))
    try:
        ruling = sequence.closed(form, set())
    except Undecided as problem:
        return Verdict("undecided", reason=str(problem))
    if ruling.verdict == HOLDS:
        return Verdict("equal", "symbolic")
    return Verdict("undecided", reason="whether it satisfies the recurrence for every index")
