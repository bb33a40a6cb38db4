r"""What cannot be read and stands in several formulas in the very same LaTeX: one quantity, taken as a whole.

``find: \oint_C …`` beside the premise ``\oint_C … = \int_0^{2\pi} …``: what is asked is the other side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from .cutting import sides_of
from .formulas import Formula
from .reading.tokens import Unreadable, tokenize
from .setting import Read
from .syntax import Name, Node, Relation

Signs = tuple[tuple[str, str], ...]
"""A formula by its signs, however it is spaced."""
Reader = Callable[[Formula], Node | None]


def with_whole_sides(find: Read, premises: Sequence[Read], tree_of: Reader) -> tuple[Read, list[Read]]:
    """Return what is asked and the premises, with sides that cannot be read and stand in several as names.

    A premise must be an equation; each of its other sides must be readable.
    """
    formulas = [read.formula for read in (find, *premises) if read.tree is None]
    counts = Counter(signs for formula in formulas for signs in {*map(_signs, _sides(formula))})
    names: dict[Signs, Name] = {}

    def whole(read: Read) -> Read:
        sides = [] if read.tree is not None else _sides(read.formula)
        trees = [_side(side, counts, names, tree_of) for side in sides]
        found = [tree for tree in trees if tree is not None]
        if not found or len(found) < len(trees):
            return read
        if len(found) == 1:
            return replace(read, tree=found[0], problem=None) if read is find else read
        return replace(read, tree=Relation(tuple(found), ("=",) * (len(found) - 1)), problem=None)

    mended = [whole(read) for read in premises]
    return (find, list(premises)) if mended == list(premises) else (whole(find), mended)


def _side(side: Formula, counts: Counter[Signs], names: dict[Signs, Name], tree_of: Reader) -> Node | None:
    tree = tree_of(side)
    signs = _signs(side)
    if tree is None and counts[signs] > 1 and signs:
        return names.setdefault(signs, Name(side.latex))
    return tree


def _sides(formula: Formula) -> list[Formula]:
    """Return the sides of an equation, or a formula alone; nothing of what has other signs, words or commas."""
    latex = formula.latex
    cut = sides_of(latex)
    if any(sign not in ("", "=") for sign, _, _ in cut):
        return []
    return [replace(formula, latex=latex[start:end].strip(), offset=formula.offset + start) for _, start, end in cut]


def _signs(formula: Formula) -> Signs:
    try:
        return tuple((token.kind, token.text) for token in tokenize(formula.latex))
    except Unreadable:
        return ()
