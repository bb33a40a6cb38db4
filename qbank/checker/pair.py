"""Two formulas alone, compared."""

from __future__ import annotations

from collections.abc import Sequence

from .deciding.equality import Comparer, Verdict
from .deciding.relations import decide
from .domain import formula_of, parse
from .formulas import bare
from .premises import gather
from .reading.notation import infer
from .reading.reader import read
from .reading.tokens import Unreadable
from .syntax import Relation, walk


def compare_pair(a: str, b: str, assume: Sequence[str]) -> Verdict:
    """Compare two formulas; see :func:`qbank.checker.compare`."""
    left, right = bare(a, ()).latex, bare(b, ()).latex
    notation = infer([left, right])
    try:
        one, other = read(left, notation), read(right, notation)
        domain = parse(assume, infer([left, right, *(formula_of(entry) for entry in assume)]))
    except Unreadable as problem:
        return Verdict("undecided", reason=f"cannot be read: {problem.reason}")
    values = [tree for tree in (one, other) if not any(isinstance(part, Relation) for part in walk(tree))]
    comparer = Comparer(gather(values, [one, other]), domain)  # an equation here is compared, and is no premise
    verdict = decide(comparer, one, other)
    return comparer.compare(one, other) if verdict is None else verdict
