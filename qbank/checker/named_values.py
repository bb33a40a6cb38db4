"""Formulas that are one quantity each: the rank of an open matrix, ``y(0)`` of a function that has no formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .syntax import Apply, Call, Deriv, Name, Node, Num, Relation, children, rebuild, walk


def with_names(relations: Sequence[Node], used: Sequence[Node]) -> tuple[Sequence[Node], list[Node], dict[Node, Name]]:
    """Return formulas in which ranks of matrices that no premise gives, and values at numbers, are quantities."""
    given = {node.sides[0] for node in relations if isinstance(node, Relation)}
    given |= set(_elsewhere([*relations, *used]))
    ranks: dict[Node, Name] = {
        part: Name(rf"\operatorname{{rank}}~{part.arguments[0].base}", part.arguments[0].sub)
        for node in relations
        for part in walk(node)
        if isinstance(part, Call) and part.function == "rank"
        and isinstance(part.arguments[0], Name) and part.arguments[0] not in given
    }  # fmt: skip
    ranks |= _at_numbers([*relations, *used])
    if not ranks:
        return relations, list(used), ranks

    def named(node: Node) -> Node:
        return ranks[node] if node in ranks else rebuild(node, named)

    return [named(node) for node in relations], [named(node) for node in used], ranks


def _elsewhere(nodes: Sequence[Node]) -> Iterator[Name]:
    """Yield the matrices of which formulas have more than the rank: that of a product is tied to theirs."""
    for node in nodes:
        if isinstance(node, Name):
            yield node
        elif isinstance(node, Call) and node.function == "rank" and isinstance(node.arguments[0], Name):
            continue
        else:
            yield from _elsewhere(list(children(node)))


def _at_numbers(nodes: Sequence[Node]) -> dict[Node, Name]:
    """Return the values at numbers of functions that stand at numbers only, ``y(0)``, with a name for each."""
    parts = [part for node in nodes for part in walk(node)]
    slopes = {part.of for part in parts if isinstance(part, Deriv)}
    closed: dict[str, list[Apply]] = {}
    others = {of.base for of in slopes if isinstance(of, Name)} | {
        part.base for part in parts if isinstance(part, Name)
    }
    for part in parts:
        if isinstance(part, Apply):
            plain = not part.primes and all(isinstance(one, Num) for one in part.arguments)
            closed.setdefault(part.function, []).append(part)
            others |= set() if plain and len(part.function) == 1 else {part.function}
    return {
        part: Name(f"{function}({','.join(str(one.value) for one in part.arguments if isinstance(one, Num))})")
        for function, found in closed.items()
        if function not in others
        for part in found
    }
