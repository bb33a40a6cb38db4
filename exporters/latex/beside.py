"""Texts that stand behind a label: an option behind its box, a statement behind its letter.

Such a text begins on the label's line, whatever it begins with, and what it begins with is not centred.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from qbank.markup import Node

from .render import (
    OWN_DISPLAY,
    Context,
    Renderer,
    blocks,
    code,
    figure_alone,
    formula,
    inlines,
    render,
    table,
    without_numbering,
)

MOST_LINES = 25
"""Lines that are kept together beside their label; a longer block begins below it, and may go on over the page."""

_ALIGNED = MappingProxyType({"align": "aligned", "gather": "gathered", "alignat": "alignedat"})


def beside(tree: Node, context: Context) -> str:
    """Return the document ``tree`` as LaTeX. Never raises for a tree that :func:`qbank.markup.parse` made."""
    if not tree.children:
        return ""
    first, *rest = tree.children
    kind = "figure" if figure_alone(first) else first.type
    begun = FIRST.get(kind, render)(first, context)
    followed = blocks(tree._replace(children=tuple(rest)), context)
    joint = "\n" if rest and rest[0].type == "math_block" else "\n\n"
    return joint.join(filter(None, (begun, followed)))


def display_in_line(node: Node, context: Context) -> str:
    """Return a display as a formula of the line, as large as it was and no wider than the line."""
    written = formula(node, context)
    if written is None:
        return code(node, context)
    own = OWN_DISPLAY.fullmatch(written)
    name = own["name"].rstrip("*") if own else ""
    if own and (name not in _ALIGNED or "intertext" in written):
        return render(node, context)
    written = without_numbering(written)
    if own:
        written = re.sub(rf"\\(begin|end)\{{{name}\*?\}}", rf"\\\1{{{_ALIGNED[name]}}}", written)
    return rf"\(\displaystyle\qbfit{{{written}}}\)"


def _block(node: Node, context: Context) -> str:
    lines = sum(1 + part.text.count("\n") for part in node.walk() if part.text)
    body = render(node, context)
    return rf"\qbbelow{body}" if lines > MOST_LINES else f"\\begin{{qbblock}}\n{body}\n\\end{{qbblock}}"


FIRST: Mapping[str, Renderer] = MappingProxyType(
    {
        "bullet_list": _block,
        "ordered_list": _block,
        "blockquote": _block,
        "code_block": _block,
        "rule": _block,
        "heading": lambda node, context: rf"\textbf{{{inlines(node, replace(context, inline=True))}}}",
        "figure": lambda node, context: rf"\qbtop{{{inlines(node, context).strip()}}}",
        "table": lambda node, context: rf"\qbtop{{{table(node, context)}}}",
        "math_block": display_in_line,
    }
)
"""How the first block of such a text is written, where it is not as anywhere else."""
