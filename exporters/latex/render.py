"""Markup trees as LaTeX: a read-only table from the type of a node to the function that writes it.

The commands named ``qb…`` stand in ``templates/latex/preamble.tex.j2``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from qbank.markup import Node
from qbank.rawhtml import text_of

from . import escape

DEEPEST = 3
"""Lists and quotations within one another; LaTeX ends at six, of which options, solution and slides take some."""
WIDE_CELL, WIDE_TABLE = 20, 60
"""Characters: in a table wider than ``WIDE_TABLE``, columns with cells longer than ``WIDE_CELL`` wrap their text."""

SCHEMES = ("http://", "https://", "mailto:")
"""What a link in a PDF may lead to; of others the address is printed."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a renderer knows of the surroundings.

    ``missing`` hears of characters without a glyph; ``image`` turns an image into the path of a figure (empty: none);
    ``refuse`` hears of each formula and answers whether it must not reach TeX.
    """

    missing: escape.Missing
    image: Callable[[Node], str]
    refuse: Callable[[Node], bool]
    depth: int = 0
    inline: bool = False
    """Within a cell, a heading or a mark, where no paragraph may end."""
    ruled: str = ""
    """A command for each word of a text that is struck out or underlined: lines break between words."""
    gap: Callable[[str], str] = str
    """Writes the gap that has this name."""
    lost: Callable[[str], object] = str
    """Hears of what is not printed."""


Renderer = Callable[[Node, Context], str]


def render(node: Node, context: Context) -> str:
    """Return ``node`` as LaTeX. Never raises for a tree that :func:`qbank.markup.parse` made."""
    return RENDERERS[node.type](node, context)


def inlines(node: Node, context: Context) -> str:
    """Return the children of ``node`` in one line."""
    return "".join(render(child, context) for child in node.children)


def blocks(node: Node, context: Context) -> str:
    """Join blocks by empty lines, except before a display, where an empty line would add one on paper."""
    out = ""
    for child in node.children:
        written = render(child, context)
        if written:
            joint = "" if not out else "\n" if child.type == "math_block" else "\n\n"
            out += joint + written
    return out


def _paragraph(node: Node, context: Context) -> str:
    body = inlines(node, context).strip()
    return f"\\begin{{qbcentre}}\n{body}\n\\end{{qbcentre}}" if figure_alone(node) else body


def figure_alone(node: Node) -> bool:
    """Tell whether ``node`` is a paragraph with a figure and nothing else."""
    alone = [child.type for child in node.children if child.type != "softbreak"]
    return node.type == "paragraph" and alone == ["image"]


def _heading(node: Node, context: Context) -> str:
    return rf"\qbheading{{{inlines(node, replace(context, inline=True))}}}"


def _bullet_list(node: Node, context: Context) -> str:
    return _list(node, context, [r"\textbullet", "–", r"\textasteriskcentered"][context.depth % 3].__str__)


def _ordered_list(node: Node, context: Context) -> str:
    numbers = iter(range(int(node.attributes.get("start") or 1), 10**10))
    return _list(node, context, lambda: f"{next(numbers)}.")


def _list(node: Node, context: Context, label: Callable[[], str]) -> str:
    within = replace(context, depth=context.depth + 1)
    items = [(label(), blocks(item, within)) for item in node.children]
    if context.depth >= DEEPEST:  # LaTeX knows no deeper list: one paragraph for each item
        return "\n\n".join(rf"\qbdeep{{{context.depth - DEEPEST + 1}}}{{{mark}}}{body}" for mark, body in items)
    loose = "[loose]" if node.attributes.get("tight") == "0" else ""
    rows = "\n".join(rf"\item[{mark}] {body}".rstrip() for mark, body in items)
    return f"\\begin{{qbitems}}{loose}\n{rows}\n\\end{{qbitems}}"


def _blockquote(node: Node, context: Context) -> str:
    body = blocks(node, replace(context, depth=context.depth + 1))
    return body if context.depth >= DEEPEST else f"\\begin{{qbquote}}\n{body}\n\\end{{qbquote}}"


def _code_block(node: Node, context: Context) -> str:
    """Write line by line and not as ``verbatim``, which may not stand in an argument or on a slide."""
    lines = node.text.rstrip("\n").split("\n")
    body = "\n".join(rf"\qbline{{{escape.code(line, context.missing)}}}" for line in lines)
    return f"\\begin{{qbcode}}\n{body}\n\\end{{qbcode}}"


def code(node: Node, context: Context) -> str:
    """Return code in a line; what of mathematics must not reach TeX is shown as such."""
    return rf"\texttt{{{escape.code(' '.join(node.text.split()), context.missing)}}}"


def _table(node: Node, context: Context) -> str:
    return f"\\begin{{qbcentre}}\n{table(node, context)}\n\\end{{qbcentre}}"


def table(node: Node, context: Context) -> str:
    """Return a table as it stands in a line."""
    parts = {part.type: part.children for part in node.children}
    head, body = parts.get("table_head", ()), parts.get("table_body", ())
    rows = [*head, *body]
    columns = max(len(row.children) for row in rows)
    widths = [max(_length(row.children[n]) if n < len(row.children) else 0 for row in rows) for n in range(columns)]
    aligned = [cell.attributes.get("align", "") for cell in rows[0].children]
    wide = sum(widths) > WIDE_TABLE and max(widths) > WIDE_CELL
    spec = "".join(_column(align, wraps=wide and widths[n] > WIDE_CELL) for n, align in enumerate(aligned))
    within = replace(context, inline=True)
    written = [" & ".join(_cell(cell, within) for cell in row.children) + r" \\" for row in rows]
    written.insert(len(head), r"\midrule")
    lines = "\n".join([r"\toprule", *written, r"\bottomrule"])
    if wide:
        return f"\\begin{{tabularx}}{{\\linewidth}}{{{spec}}}\n{lines}\n\\end{{tabularx}}"
    return f"\\qbfit{{\\begin{{tabular}}{{{spec}}}\n{lines}\n\\end{{tabular}}}}"


def _column(align: str, *, wraps: bool) -> str:
    if wraps:
        ragged = {"center": r"\centering", "right": r"\raggedleft"}.get(align, r"\raggedright")
        return rf">{{{ragged}\arraybackslash}}X"
    return {"center": "c", "right": "r"}.get(align, "l")


def _cell(node: Node, context: Context) -> str:
    body = inlines(node, context).strip()
    return rf"\textbf{{{body}}}" if body and node.attributes.get("header") == "1" else body


def _length(node: Node) -> int:
    return sum(len(part.text) for part in node.walk())


_NUMBERING = re.compile(r"\\(?:tag\*?\s*\{([^{}]*)\}|notag\b|nonumber\b|displaybreak\b)")
"""What only a display takes, and only one that is not measured."""


def without_numbering(latex: str) -> str:
    """Return a formula for a line, where nothing is numbered: a tag stands behind it in parentheses."""
    return _NUMBERING.sub(lambda tag: rf"\quad\text{{({tag[1]})}}" if tag[1] else "", latex)


def _math(node: Node, context: Context) -> str:
    if context.refuse(node):
        return code(node, context)
    written = escape.formula(without_numbering(node.text), context.missing)
    return rf"{{\({written}\)}}" if context.ruled else rf"\({written}\)"


OWN_DISPLAY = re.compile(
    r"\s*\\begin\{(?P<name>(?:align|alignat|flalign|gather|multline|equation|eqnarray)\*?)\}.*\\end\{(?P=name)\}\s*",
    re.DOTALL,
)


def formula(node: Node, context: Context) -> str | None:
    """Return the LaTeX of a display, or ``None`` where it must not reach TeX."""
    return None if context.refuse(node) else escape.formula(node.text, context.missing).strip()


def _math_block(node: Node, context: Context) -> str:
    written = formula(node, context)
    if written is None:
        return code(node, context)
    if OWN_DISPLAY.fullmatch(written):
        return written
    if _NUMBERING.search(written):
        return f"\\[\n{written}\n\\]"
    return f"\\[\n\\qbfit{{{written}}}\n\\]"


def _text(node: Node, context: Context) -> str:
    if not context.ruled:
        return escape.text(node.text, context.missing)
    return re.sub(r"[^\s]+", lambda word: rf"\{context.ruled}{{{escape.text(word[0], context.missing)}}}", node.text)


def _mark(command: str) -> Renderer:
    def renderer(node: Node, context: Context) -> str:
        return rf"\{command}{{{inlines(node, replace(context, inline=True))}}}"

    return renderer


def _ruled(command: str) -> Renderer:
    def renderer(node: Node, context: Context) -> str:
        return inlines(node, replace(context, ruled=command))

    return renderer


def _html(node: Node, context: Context) -> str:
    context.lost("raw HTML but for its words")
    return escape.text(text_of(node.text), context.missing)


def _link(node: Node, context: Context) -> str:
    """On paper a link cannot be followed: its address is printed after its text, unless that is the address."""
    href = node.attributes.get("href", "")
    label = inlines(node, replace(context, inline=True))
    shown = "" if _plain(node) in {href, href.removeprefix("mailto:")} else escape.code(href, context.missing)
    linked = rf"\href{{{escape.address(href)}}}{{{label}}}" if href.startswith(SCHEMES) else label
    return linked + (rf" \qbaddress{{{shown}}}" if shown else "")


def _plain(node: Node) -> str:
    return "".join(part.text for part in node.walk())


def _image(node: Node, context: Context) -> str:
    path = context.image(node)
    alternative = escape.text(node.text, context.missing)
    return rf"\qbfigure{{{path}}}{{{alternative}}}" if path else rf"\fbox{{{alternative}}}"


RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {
        "document": blocks,
        "paragraph": _paragraph,
        "heading": _heading,
        "bullet_list": _bullet_list,
        "ordered_list": _ordered_list,
        "blockquote": _blockquote,
        "code_block": _code_block,
        "table": _table,
        "rule": lambda _node, _context: r"\qbrule",
        "math_block": _math_block,
        "text": _text,
        "softbreak": lambda _node, _context: "\n",
        "hardbreak": lambda _node, context: " " if context.inline else "\\newline{}",
        "strong": _mark("textbf"),
        "emphasis": _mark("emph"),
        "strikethrough": _ruled("qbstrike"),
        "subscript": _mark("textsubscript"),
        "superscript": _mark("textsuperscript"),
        "underline": _ruled("qbunder"),
        "html": _html,
        "html_block": _html,
        "code": code,
        "link": _link,
        "image": _image,
        "math": _math,
        "gap": lambda node, context: context.gap(node.text),
    }
)
