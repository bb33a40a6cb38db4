"""Trees that all points of one question have in common, each made once: hashing and rebuilding them costs most.

They are found again by identity: a tree that was made here is handed out as the same object every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qbank.checker.index_letters import plain_letters, substitute
from qbank.checker.syntax import Big, Name, Node, Num, rebuild, walk

if TYPE_CHECKING:
    from qbank.checker.premises import Premises


class Trees:
    """Definitions with indices put in, and sums written out."""

    def __init__(self, premises: Premises) -> None:
        self.premises = premises
        self._put: dict[tuple[int, object], tuple[Node, Node]] = {}
        self._bodies: dict[Name, list[Node]] = {}
        self._terms: dict[tuple[int, Node], tuple[Big, Node]] = {}

    def put(self, node: Node, indices: Mapping[str, Node], chosen: frozenset[tuple[str, Node]]) -> Node:
        """Return ``node`` with ``indices`` put in; ``chosen`` are the same as a set."""
        if not chosen:
            return node
        letters = plain_letters(node)
        key: object = chosen
        if letters is not None and not letters:
            return node
        if letters is not None:  # the same at all points that agree on these
            key = frozenset([pair for pair in chosen if pair[0] in letters])
        found = self._put.get((id(node), key))
        if found is None:  # the node is kept, so that no other takes its id
            found = self._put[id(node), key] = (node, substitute(node, indices))
        return found[1]

    def bodies(self, name: Name) -> list[Node]:
        """Return what ``name`` is defined to be. Raises :class:`Undecided` as the premises do."""
        found = self._bodies.get(name)
        if found is None:
            found = self._bodies[name] = list(self.premises.bodies(name))
        return found

    def term(self, node: Big, value: Node) -> Node:
        """Return the body of a sum with ``value`` put for its index."""
        found = self._terms.get((id(node), value))
        if found is None:
            found = self._terms[id(node), value] = (node, written_at(node.body, node.index, value))
        return found[1]


def written_at(body: Node, letter: str, value: Node) -> Node:
    """Return ``body`` with ``value`` put for an index letter, in indices and where the letter is a value itself."""
    inside = substitute(body, {letter: value})
    if not isinstance(value, Num) or not any(part == Name(letter) for part in walk(inside)):
        return inside

    def put(node: Node) -> Node:
        if node == Name(letter):
            return value
        if isinstance(node, Big) and node.index == letter:
            return node
        return rebuild(node, put)

    return put(inside)
