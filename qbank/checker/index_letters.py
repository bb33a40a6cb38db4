"""Letters inside indices: which a formula holds, and how others are put in their place.

An index is no quantity: ``x_i`` holds the letter i, ``i x`` the name i. What a sum binds is spared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from .syntax import Add, Big, Name, Neg, Node, Num, children, rebuild, walk


def letters_of(node: Node) -> Iterator[str]:
    """Yield every bare letter inside the indices of ``node``."""
    for name in walk(node):
        if isinstance(name, Name):
            for index in (*name.sub, *name.sup):
                yield from (part.base for part in walk(index) if isinstance(part, Name) and not part.sub)


def plain_letters(node: Node) -> frozenset[str] | None:
    """Return the letters inside the indices of ``node``; ``None`` where it holds sums or indices to be worked out."""
    try:
        return node._letters  # noqa: SLF001 - kept for this function alone
    except AttributeError:
        found: set[str] | None = None if isinstance(node, Big) else set()
        if isinstance(node, Name):
            parts = [part for index in (*node.sub, *node.sup) for part in walk(index)]
            plain = all(isinstance(part, Name | Num) for part in parts)
            found = {part.base for part in parts if isinstance(part, Name)} if plain else None
        else:
            for child in children(node):
                inside = plain_letters(child)
                found = None if found is None or inside is None else found | inside
        node._letters = None if found is None else frozenset(found)  # noqa: SLF001
        return node._letters  # noqa: SLF001


def substitute(node: Node, indices: Mapping[str, Node]) -> Node:
    """Replace index letters inside indices and bounds, sparing bound ones and renaming those in the way."""
    letters = plain_letters(node)
    if not indices or (letters is not None and letters.isdisjoint(indices)):
        return node
    if isinstance(node, Name):
        return Name(
            node.base,
            tuple(_index(part, indices) for part in node.sub),
            tuple(_index(part, indices) for part in node.sup),
        )
    if isinstance(node, Big):
        inner = {letter: value for letter, value in indices.items() if letter != node.index}
        index, body = node.index, node.body
        while any(isinstance(part, Name) and part.base == index for value in inner.values() for part in walk(value)):
            body = substitute(body, {index: Name(index + "'")})
            index += "'"
        return Big(
            node.operator,
            index,
            node.lower and substitute(node.lower, indices),
            node.upper and substitute(node.upper, indices),
            substitute(body, inner),
        )
    return rebuild(node, lambda child: substitute(child, indices))


def _index(node: Node, indices: Mapping[str, Node]) -> Node:
    if isinstance(node, Name) and not node.sub and not node.sup:
        return indices.get(node.base, node)
    return folded(rebuild(node, lambda child: _index(child, indices)))


def folded(index: Node) -> Node:
    """Work out an index that is a sum of numbers: ``x_{1 + 1}`` is ``x_2``."""
    match index:
        case Neg(Num(value)):
            return Num(-value)
        case Add(terms) if all(isinstance(folded(term), Num) for term in terms):
            return Num(sum((number.value for term in terms if isinstance(number := folded(term), Num)), Fraction(0)))
    return index
