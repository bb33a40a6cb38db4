"""Two formulas alone, compared."""

from __future__ import annotations

from collections.abc import Sequence

from .deciding.equality import Comparer, Verdict
from .domain import formula_of, parse
from .formulas import bare
from .premises import gather
from .reading.notation import infer
from .reading.reader import read
from .reading.tokens import Unreadable
from .syntax import Relation


def compare_pair(a: str, b: str, assume: Sequence[str]) -> Verdict:
    """Compare two formulas; see :func:`qbank.checker.compare`."""
    left, right = bare(a, ()).latex, bare(b, ()).latex
    notation = infer([left, right])
    try:
        one, other = read(left, notation), read(right, notation)
        domain = parse(assume, infer([left, right, *(formula_of(entry) for entry in assume)]))
    except Unreadable as problem:
        return Verdict("undecided", reason=f"cannot be read: {problem.reason}")
    if isinstance(one, Relation) or isinstance(other, Relation):
        return Verdict("undecided", reason="an equation or inequality, not a value")
    return Comparer(gather([one, other]), domain).compare(one, other)
