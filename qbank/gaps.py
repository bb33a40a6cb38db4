"""Gaps in texts: `[[name]]` in a cloze's stem becomes a node of its own in the tree."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .diagnostic import Diagnostic, diagnostic
from .markup import Node, parse
from .schema import Cloze, Question
from .schema.cloze import GAP


def with_gaps(tree: Node, names: Collection[str]) -> Node:
    """Return the tree with each ``[[name]]`` in its text as a node ``gap``, whose ``text`` is the name."""
    children: list[Node] = []
    for child in tree.children:
        if child.type == "text":
            children += _cut(child, names)
        else:
            children.append(with_gaps(child, names) if child.children else child)
    return tree._replace(children=tuple(children))


def _cut(node: Node, names: Collection[str]) -> Iterator[Node]:
    at = 0
    for found in GAP.finditer(node.text):
        if found[1] not in names:
            continue
        if found.start() > at:
            yield node._replace(text=node.text[at : found.start()])
        yield Node("gap", text=found[1], offset=node.offset)
        at = found.end()
    if at < len(node.text) or not node.text:
        yield node._replace(text=node.text[at:])


def problems(question: Question) -> Iterator[Diagnostic]:
    """Find gaps where nothing can be filled in: within formulas, code, links and descriptions of figures."""
    if not isinstance(question, Cloze):
        return
    open_gaps = [node.text for node in with_gaps(parse(question.stem), question.gaps).walk() if node.type == "gap"]
    for found in GAP.finditer(question.stem):
        if found[1] not in open_gaps:
            yield diagnostic(
                "QB131",
                f"the gap {found[0]} stands where nothing can be filled in",
                question.origin.span("stem", offset=found.start(), length=len(found[0])),
                hint="end the formula or code before the gap",
                question=question.id,
            )
