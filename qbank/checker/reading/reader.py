"""LaTeX formulas read into syntax trees: a precedence parser that understands the whole input or refuses it.

Nothing is guessed. An unknown name, an ellipsis, a form that textbooks read in two ways: each is refused by
:class:`Unreadable` with its place and a hint. The rules of reading are in ``docs/reading.md``.

Each part of mathematics is a class of its own with a table of what starts its operands; here they are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from qbank.checker.syntax import Node

from . import calculus, cases, chance, logic, matrices, operands, sets
from .arithmetic import RELATIONS
from .chance import ChanceReader
from .indexed_functions import joined_up
from .measures import with_measures
from .notation import Notation
from .places import TwoWays, placed
from .tokens import Token, Unreadable, tokenize

__all__ = ["RELATIONS", "read", "read_tokens"]


def read(text: str, notation: Notation) -> Node:
    """Read one formula or relation.

    ``text`` is LaTeX without dollars; a final full stop or comma is punctuation.
    Raises :class:`Unreadable` with offsets into ``text``.
    """
    return read_tokens(tokenize(text), notation, len(text))


def read_tokens(tokens: Sequence[Token], notation: Notation, end: int) -> Node:
    """Read a formula that is already cut into tokens; ``end`` is the offset where it stops."""
    inside = list(_unaligned(tokens))
    inside = list(with_measures(joined_up(inside, notation.indexed), notation.measures))
    while inside and inside[-1].kind == "op" and inside[-1].text in ".,;:":
        end = inside.pop().start
    if len(inside) > 1 and inside[-1].text == "?" and inside[-2].text.startswith(r"\end"):
        end = inside.pop().start  # "the rank of A = (…)?"
    if not inside:
        raise Unreadable("nothing to read", 0, end)
    tree = _Reader(inside, notation, end).whole()
    try:
        return placed(tree, notation.variables)
    except TwoWays:
        reason = "a derivative of a function at a place is read in two ways"
        raise Unreadable(reason, inside[0].start, end, r"write \left. … \right|_{…} for its value there") from None


def _unaligned(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens without spaces, and without the signs of alignment that stand outside tables."""
    depth = 0
    for token in tokens:
        depth += token.text.startswith(r"\begin") - token.text.startswith(r"\end")
        if token.kind != "space" and (depth > 0 or token.kind != "align"):
            yield token


class _Reader(ChanceReader):
    """Reads all of it: parts of mathematics come before arithmetic, and each calls on the next."""

    operands: ClassVar[Mapping[str, Callable[..., Node]]] = {
        **operands.OPERANDS, **calculus.OPERANDS, **matrices.OPERANDS, **sets.OPERANDS, **logic.OPERANDS,
        **cases.OPERANDS, **chance.OPERANDS,
    }  # fmt: skip
