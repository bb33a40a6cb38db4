"""Two formulas alone, compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .deciding.equality import Comparer, Verdict
from .deciding.inequalities import is_condition
from .deciding.randomness import about_chance, said
from .deciding.relations import decide
from .deciding.solving import solved
from .deciding.statable import constraint_problems
from .domain import formula_of, parse, widened
from .formulas import bare
from .gathering import gather
from .reading.kinds import Kinds
from .reading.kinds_said import kinds_said
from .reading.notation import Notation, infer
from .reading.reader import read
from .reading.tokens import Unreadable
from .syntax import Node, Relation, Set, Tuple, walk

_OPENING = {"(", "[", "{"}
_CLOSING = {")", "]", "}"}


def compare_pair(a: str, b: str, assume: Sequence[str]) -> Verdict:
    """Compare two formulas; see :func:`qbank.checker.compare`."""
    left, right = bare(a, ()).latex, bare(b, ()).latex
    beside = [formula_of(entry) for entry in assume]
    notation = infer([left, right], beside=beside, said=assume, assumed=assume)
    wide = infer([left, right, *(formula_of(entry) for entry in assume)], said=assume, assumed=assume)
    try:
        one, other = read_listed(left, notation), read_listed(right, notation)
        worded, stated, confining = _sorted(assume, wide)
        domain = widened(parse(confining, wide), [one, other])
    except Unreadable as problem:
        return Verdict("undecided", reason=f"cannot be read: {problem.reason}")
    values = [tree for tree in (one, other) if not any(isinstance(part, Relation) for part in walk(tree))]
    # an equation among the two formulas is compared, and is no premise
    premises = gather([*stated, *values], [one, other], domain=domain, words=said(worded, wide))
    comparer = solved(Comparer(premises, domain, kinds=wide.kinds), [], [one, other])
    comparer.bound = constraint_problems(comparer, [one, other])
    verdict = decide(comparer, one, other)
    return comparer.compare(one, other) if verdict is None else verdict


def _sorted(assume: Sequence[str], notation: Notation) -> tuple[list[str], list[Node], list[str]]:
    r"""Part what is assumed: said of chance in words; equations and ``X \sim \dots``; and what confines names."""
    worded: list[str] = []
    stated: list[Node] = []
    confining: list[str] = []
    for entry in assume:
        if kinds_said((), [entry]) != Kinds():
            continue  # what kind of thing a name is: known to the notation
        if about_chance(entry):
            worded.append(entry)
        elif (tree := _equation(entry, notation)) is not None:
            stated.append(tree)
        else:
            confining.append(entry)
    return worded, stated, confining


def _equation(entry: str, notation: Notation) -> Node | None:
    """Return the equation or distribution that an entry states."""
    if not any(sign in entry for sign in ("=", r"\sim")):
        return None
    try:
        tree = read(formula_of(entry), notation)
    except Unreadable:
        return None
    return tree if isinstance(tree, Relation) and set(tree.signs) <= {"=", r"\sim"} else None


def read_listed(latex: str, notation: Notation) -> Node:
    """Read a formula, or several parted by commas: equations all hold, values are a set, ``x = 1, 2`` alternatives.

    Raises :class:`Unreadable`.
    """
    try:
        return read(latex, notation)
    except Unreadable:
        parts = [part for part in parted(latex) if part.strip()]
        if len(parts) < 2:
            raise
    trees = [read(part, notation) for part in parts]
    if all(is_condition(tree) for tree in trees):
        return Tuple(tuple(trees))
    first, *rest = trees
    if isinstance(first, Relation) and first.signs == ("=",) and not any(map(is_condition, rest)):
        return Tuple(tuple(Relation((first.sides[0], value), ("=",)) for value in (first.sides[1], *rest)))
    if any(is_condition(tree) for tree in trees):
        raise Unreadable("equations and values in one list")
    return Set(tuple(trees))


def parted(latex: str) -> Iterator[str]:
    """Yield the parts of a formula between commas that stand in no bracket."""
    depth = start = 0
    for at, sign in enumerate(latex):
        escaped = at and latex[at - 1] == "\\"
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth -= 1
        elif sign in ",;" and depth == 0 and not escaped:
            yield latex[start:at].removesuffix("\\")
            start = at + 1
    yield latex[start:]
