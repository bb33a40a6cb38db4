"""Finite sets and lists, compared element by element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice, permutations

from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Add,
    Mul,
    Neg,
    Node,
    Num,
)

from .equality import Comparer, Verdict
from .verdicts import different, equal, number_of, undecided

MAX_PRODUCT = 12
MAX_ORDERS = 5040
_ZERO = Fraction(0)


def same_items(comparer: Comparer, left: Sequence[Node], right: Sequence[Node], *, repeated: bool = False) -> Verdict:
    """Compare two lists whose order does not matter; ``repeated``: how often a value occurs does."""
    verdicts = {(a, b): _compared(comparer, one, other) for a, one in enumerate(left) for b, other in enumerate(right)}
    alike = {pair for pair, verdict in verdicts.items() if verdict.outcome == "equal"}
    proved = {pair for pair in alike if verdicts[pair].proved}
    if repeated:
        return _same_multiset(left, right, verdicts)
    for chosen, method in ((proved, "the same elements"), (alike, "numeric")):
        if all(any((a, b) in chosen for b in range(len(right))) for a in range(len(left))) and all(
            any((a, b) in chosen for a in range(len(left))) for b in range(len(right))
        ):
            return equal(method)
    for own, others, turned in ((left, right, False), (right, left, True)):
        for at, item in enumerate(own):
            row = [verdicts[(b, at) if turned else (at, b)] for b in range(len(others))]
            missing = _missing(comparer, item, others, row)
            if missing is not None:
                shown = f"{latex(item)} is an element", f"{latex(item)} is none"
                return different("an element of one only", missing, *(shown[::-1] if turned else shown))
    open_ = next((one for one in verdicts.values() if one.outcome == "undecided"), None)
    return undecided(open_.reason if open_ else "which elements are the same could not be decided")


def _compared(comparer: Comparer, one: Node, other: Node) -> Verdict:
    from .relations import decide  # noqa: PLC0415 - elements may be sets and intervals themselves

    inner = decide(comparer, one, other)
    return comparer.compare(one, other) if inner is None else inner


def _missing(
    comparer: Comparer, item: Node, others: Sequence[Node], row: Sequence[Verdict]
) -> Mapping[str, str] | None:
    """Return a point at which ``item`` is none of ``others``."""
    if any(verdict.outcome == "equal" for verdict in row):
        return None
    if all(verdict.outcome == "different" for verdict in row):
        points = [verdict.witness.point for verdict in row if verdict.witness]
        if len(points) == len(row) and all(point == points[0] for point in points):
            return points[0] if points else {}
    if len(others) > MAX_PRODUCT or not _scalar(comparer, item, *others):
        return None
    gaps = Mul(tuple(Add((item, Neg(other))) for other in others))
    verdict = comparer.compare(gaps, Num(_ZERO))
    return verdict.witness.point if verdict.outcome == "different" and verdict.witness else None


def _scalar(comparer: Comparer, *nodes: Node) -> bool:
    try:
        for node in nodes:
            number_of(comparer, node)
    except Undecided:
        return False
    return True


def _same_multiset(left: Sequence[Node], right: Sequence[Node], verdicts: Mapping[tuple[int, int], Verdict]) -> Verdict:
    if len(left) != len(right):
        if all(verdict.outcome != "undecided" for verdict in verdicts.values()):
            return different("another number of values", {}, f"{len(left)} values", f"{len(right)} values")
        return undecided("lists of different lengths")
    for order in islice(permutations(range(len(right))), MAX_ORDERS):
        row = [verdicts[a, b] for a, b in enumerate(order)]
        if all(verdict.outcome == "equal" for verdict in row):
            return equal("the same values" if all(verdict.proved for verdict in row) else "numeric")
    decided = all(verdict.outcome != "undecided" for verdict in verdicts.values())
    still = all(not verdict.witness.point for verdict in verdicts.values() if verdict.witness)
    if decided and still:
        return different("other values", {}, ", ".join(map(latex, left)), ", ".join(map(latex, right)))
    return undecided("which values are the same could not be decided")
