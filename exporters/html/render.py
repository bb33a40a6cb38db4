"""Markup trees as HTML: a read-only table from node type to function. Nothing of the author's passes unescaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from types import MappingProxyType

from markupsafe import Markup

from qbank.markup import Node
from qbank.mathml import MathProblem, to_mathml
from qbank.rawhtml import harmless

_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
"""The only links that leave a text: https://www.iana.org/assignments/uri-schemes has many that run code."""
_PUNCTUATION = re.compile(r"[,.;:!?)\]%…»”’。，、；：！？）]+")
"""What stays on the line of the formula or gap before it."""
_KEEPING = frozenset({"math", "gap"})

_NAME = re.compile(r'<math[^>]* alttext="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Context:
    """What rendering needs beside the tree."""

    figure: Callable[[Node], str]
    """The ``data:`` address of an image, or nothing where it cannot be shown."""
    problem: Callable[[Node, MathProblem], None]
    """Told of each formula that stays LaTeX."""
    heading: int = 3
    """Level of the author's highest heading."""
    gap: Callable[[str], Markup] = Markup.escape
    """What stands for the gap of a name."""
    language: str = ""
    """The primary subtag of the language in which formulas are said; without one they are named by their LaTeX."""


def render(node: Node, context: Context) -> Markup:
    """Return the HTML of a node and all below it."""
    return RENDERERS[node.type](node, context)


def render_inline(node: Node, context: Context) -> Markup:
    """Return a document without its paragraph where it is but one."""
    if len(node.children) == 1 and node.children[0].type == "paragraph":
        return _children(node.children[0], context)
    return render(node, context)


def _children(node: Node, context: Context) -> Markup:
    parts: list[Markup] = []
    last = ""
    for child in node.children:
        if child.type == "text" and parts and (mark := _PUNCTUATION.match(child.text)) and last in _KEEPING:
            parts[-1] = Markup(f'<span class="keep">{parts[-1]}{mark[0]}</span>')  # noqa: S704  # signs that stand for themselves
            parts.append(Markup.escape(child.text[mark.end() :]))
        else:
            parts.append(render(child, context))
        last = child.type
    return Markup("".join(parts))  # noqa: S704  # of escaped parts


def _document(node: Node, context: Context) -> Markup:
    levels = [int(part.attributes["level"]) for part in node.walk() if part.type == "heading"]
    if min(levels, default=1) > 1:
        context = replace(context, heading=context.heading + 1 - min(levels))
    return Markup("\n".join(render(child, context) for child in node.children))  # noqa: S704  # of escaped parts


def _within(tag: str) -> Callable[[Node, Context], Markup]:
    """Return a renderer that puts the children into ``tag``, a name from the table below."""
    return lambda node, context: Markup(f"<{tag}>{_children(node, context)}</{tag}>")  # noqa: S704  # of escaped parts


def _paragraph(node: Node, context: Context) -> Markup:
    if len(node.children) == 1 and node.children[0].type == "image":
        return Markup('<p class="figure">{}</p>').format(_children(node, context))
    if any(part.type == "gap" for part in node.walk()):  # which may hold more than a paragraph can
        return Markup('<div class="paragraph">{}</div>').format(_children(node, context))
    return Markup(f"<p>{_children(node, context)}</p>")  # noqa: S704  # of escaped parts


def _heading(node: Node, context: Context) -> Markup:
    level = min(6, context.heading + int(node.attributes["level"]) - 1)
    return Markup("<h{0}>{1}</h{0}>").format(level, _children(node, context))


def _bullet_list(node: Node, context: Context) -> Markup:
    return Markup("<ul>{}</ul>").format(_items(node, context))


def _ordered_list(node: Node, context: Context) -> Markup:
    start = node.attributes.get("start", "1")
    return Markup("<ol{}>{}</ol>").format(
        Markup(' start="{}"').format(start) if start not in {"", "1"} else "", _items(node, context)
    )


def _items(node: Node, context: Context) -> Markup:
    tight = node.attributes.get("tight") == "1"
    return Markup().join(
        Markup("<li>{}</li>").format(
            Markup("\n").join(
                _children(child, context) if tight and child.type == "paragraph" else render(child, context)
                for child in item.children
            )
        )
        for item in node.children
    )


def _code_block(node: Node, _context: Context) -> Markup:
    return Markup('<pre class="scroller"><code>{}</code></pre>').format(node.text)


def _table(node: Node, context: Context) -> Markup:
    return Markup('<div class="scroller"><table>{}</table></div>').format(_children(node, context))


def _cell(node: Node, context: Context) -> Markup:
    header = node.attributes.get("header") == "1"
    align = node.attributes.get("align", "")
    content = _children(node, context)
    if header and len(node.children) == 1 and node.children[0].type == "math":
        # a heading must have a text, and a formula is none
        text = Markup.escape(said(node.children[0], context.language))
        content = Markup('<span class="vh">{}</span><span aria-hidden="true">{}</span>').format(text, content)
    return Markup("<{tag}{scope}{align}>{content}</{tag}>").format(
        tag="th" if header else "td",
        scope=Markup(' scope="col"') if header else "",
        align=Markup(' class="{}"').format(align) if align else "",
        content=content,
    )


def _math(node: Node, context: Context) -> Markup:
    return Markup(f'<span class="math">{formula(node, context, display=False)}</span>')  # noqa: S704  # of escaped parts


def _math_block(node: Node, context: Context) -> Markup:
    return Markup(f'<div class="math-block scroller">{formula(node, context, display=True)}</div>')  # noqa: S704  # of escaped parts


def formula(node: Node, context: Context, *, display: bool) -> Markup:
    """Return a formula as MathML, or else its LaTeX as it was written, told to ``context.problem``."""
    written = to_mathml(node.text, display=display, language=context.language)
    if isinstance(written, MathProblem):
        context.problem(node, written)
        return Markup('<code class="latex">{}</code>').format(node.text)
    return Markup(written)  # noqa: S704  # held against an allow-list there


def said(node: Node, language: str) -> str:
    """Return a formula in words, or as its LaTeX."""
    written = to_mathml(node.text, display=node.type == "math_block", language=language)
    found = None if isinstance(written, MathProblem) else _NAME.match(written)
    return unescape(found[1]) if found else node.text


def _link(node: Node, context: Context) -> Markup:
    href = node.attributes.get("href", "")
    if not _LINK.match(href):
        return _children(node, context)
    return Markup('<a href="{}" rel="noopener noreferrer"{}>{}</a>').format(
        href, _title(node), _children(node, context)
    )


def _image(node: Node, context: Context) -> Markup:
    address = context.figure(node)
    if not address:
        return Markup('<span class="missing">{}</span>').format(node.text)
    return Markup('<img src="{}" alt="{}"{}>').format(address, node.text, _title(node))


def _title(node: Node) -> Markup:
    title = node.attributes.get("title", "")
    return Markup(' title="{}"').format(title) if title else Markup()


RENDERERS: Mapping[str, Callable[[Node, Context], Markup]] = MappingProxyType(
    {
        "document": _document,
        "paragraph": _paragraph,
        "heading": _heading,
        "bullet_list": _bullet_list,
        "ordered_list": _ordered_list,
        "list_item": _within("li"),
        "blockquote": _within("blockquote"),
        "code_block": _code_block,
        "table": _table,
        "table_head": _within("thead"),
        "table_body": _within("tbody"),
        "table_row": _within("tr"),
        "table_cell": _cell,
        "rule": lambda _node, _context: Markup("<hr>"),
        "math_block": _math_block,
        "text": lambda node, _context: Markup.escape(node.text),
        "softbreak": lambda _node, _context: Markup("\n"),
        "hardbreak": lambda _node, _context: Markup("<br>\n"),
        "strong": _within("strong"),
        "emphasis": _within("em"),
        "strikethrough": _within("s"),
        "subscript": _within("sub"),
        "superscript": _within("sup"),
        "underline": _within("u"),
        "html": lambda node, _context: Markup(harmless(node.text)),  # noqa: S704  # that is what harmless is for
        "html_block": lambda node, _context: Markup("<div>{}</div>").format(Markup(harmless(node.text))),  # noqa: S704  # see above
        "code": lambda node, _context: Markup("<code>{}</code>").format(node.text),
        "link": _link,
        "image": _image,
        "math": _math,
        "gap": lambda node, context: context.gap(node.text),
    }
)
