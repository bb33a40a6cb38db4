r"""Formulas between ``\(…\)`` and ``\[…\]`` spelled with dollars, as all that reads the texts of a question knows them.

The markup reads both spellings alike. What looks at the words around formulas reads one.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pydantic import BaseModel

from .edits import Back, Edit
from .fields import Field, texts
from .markup import MAX_LENGTH, Node, around, parse
from .nodes import Respelled, Scalar
from .place import Place

_MARKS = {r"\(": "$", r"\[": "$$"}
_UNRENDERED = ("parameters", "conditions")
"""Fields that hold formulas, and are read before the others."""


def spell(place: Place, values: dict[str, Any], model: type[BaseModel]) -> bool:
    """Spell the formulas of a question with dollars, in its node; tell whether any were spelled otherwise.

    ``values`` is the node as plain data, ``model`` the type of the question.
    """
    if not any(mark in line for line in place.lines.values() for mark in _MARKS):
        return False
    found = [path for path, _, kind in texts(values, model) if kind in (Field.TEXT, Field.LATEX)]
    for name in _UNRENDERED:
        found += [(name, *path) for path in _paths(values.get(name))]
    return bool([path for path in found if _spelled(place, path)])  # all of them


def _paths(value: Any) -> list[tuple[str | int, ...]]:
    """Return where the texts of plain data stand."""
    if isinstance(value, str):
        return [()]
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(step, *path) for step, inner in steps for path in _paths(inner)]


def _spelled(place: Place, path: tuple[str | int, ...]) -> bool:
    *parents, last = path
    parent, node = place.node_at(*parents), place.node_at(*path)
    if not isinstance(node, Scalar) or not node.value or parent is None or isinstance(parent, Scalar):
        return False
    text, edits = with_dollars(node.value)
    if edits:
        written = {each.name: getattr(node, each.name) for each in fields(node)}
        items: Any = parent.items
        items[last] = Respelled(**{**written, "value": text}, written=node.value, edits=edits)
    return bool(edits)


def with_dollars(text: str) -> tuple[str, tuple[Edit, ...]]:
    r"""Return a text of Markdown with dollars around its formulas, and the edits that were made.

    A formula stays as it is where dollars would not do: it holds some, or a digit or dollar stands beside it. So does
    the whole text where dollars, of which it has others, would make it read otherwise.
    """
    if len(text) > MAX_LENGTH or not any(mark in text for mark in _MARKS):
        return text, ()
    tree = parse(_masked(text))
    edits: list[Edit] = []
    for node in tree.walk():
        if node.type in ("math", "math_block"):
            edits += _edits(text, node, edits[-1].end if edits else -1)
    pieces, at = [], 0
    for each in edits:
        pieces += [text[at : each.start], each.text]
        at = each.end
    spelled = "".join([*pieces, text[at:]])
    if not edits or not _same(parse(_masked(spelled)), tree, Back(edits)):
        return text, ()
    return spelled, tuple(edits)


def _masked(text: str) -> str:
    """Put digits over placeholders: nothing in them is Markdown, and beside a dollar their values may be digits."""
    if "{@" not in text:
        return text
    from .variants.layout import PLACEHOLDER  # noqa: PLC0415  # the reader of formulas, for few texts

    return PLACEHOLDER.sub(lambda match: "0" * len(match[0]), text)


def _edits(text: str, node: Node, last: int) -> list[Edit]:
    """Return the edits that put dollars around a formula; the last one before it ends at ``last``."""
    start, end = around(text, node)
    dollars = _MARKS.get(text[start : start + 2])
    if dollars is None or last == start or dollars in node.text:
        return []
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    if "$" in beside + node.text[0] + node.text[-1] or (dollars == "$" and any(map(str.isdigit, beside))):
        return []
    if dollars == "$":  # which takes no space inside
        return [Edit(start, node.offset, "$"), Edit(node.offset + len(node.text), end, "$")]
    return [Edit(start, start + 2, "$$"), Edit(end - 2, end, "$$")]


def _same(new: Node, old: Node, back: Back) -> bool:
    """Tell whether two trees are the same but for where things stand."""
    if new.type in ("math", "math_block") and back.offset(new.offset) != old.offset:
        return False
    return (new.type, new.text, new.attributes, len(new.children)) == (
        old.type,
        old.text,
        old.attributes,
        len(old.children),
    ) and all(_same(one, other, back) for one, other in zip(new.children, old.children, strict=True))
