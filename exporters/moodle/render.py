"""Markup trees as HTML for Moodle: a read-only table from node type to function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from types import MappingProxyType

from markupsafe import Markup

from qbank.markup import Node
from qbank.rawhtml import harmless

from .escape import html_attribute, html_math, html_text, xml_text
from .mathjax import respell

Place = Callable[[Node], str]
"""Makes the address at which an image is to be had, or nothing where there is none; and what stands for a gap."""
Renderer = Callable[[Node, Place], Markup]
"""Makes the HTML of a node."""

_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def render(node: Node, place: Place) -> Markup:
    """Return the HTML of a node and all below it."""
    return RENDERERS[node.type](node, place)


def render_inline(document: Node, place: Place) -> Markup:
    """Return the HTML of a document; where it is one paragraph, without the paragraph."""
    if len(document.children) == 1 and document.children[0].type == "paragraph":
        return _children(document.children[0], place)
    return render(document, place)


def render_labelled(label: str, document: Node, place: Place) -> Markup:
    """Return the HTML of a document with a label in its first paragraph, or before it where it starts otherwise."""
    first, *rest = document.children or (Node("paragraph"),)
    if first.type == "paragraph":
        opening = Markup("<p>{} {}</p>").format(html_text(label), _children(first, place))
    else:
        opening = Markup("<p>{}</p>\n{}").format(html_text(label), render(first, place))
    return Markup("\n").join([opening, *(render(node, place) for node in rest)])


def _children(node: Node, place: Place) -> Markup:
    return Markup("".join(render(child, place) for child in node.children))  # noqa: S704  # of escaped parts


def _document(node: Node, place: Place) -> Markup:
    return Markup("\n".join(render(child, place) for child in node.children))  # noqa: S704  # of escaped parts


def _within(tag: str) -> Renderer:
    return lambda node, place: Markup(f"<{tag}>{_children(node, place)}</{tag}>")  # noqa: S704  # of escaped parts


def _lines(tag: str) -> Renderer:
    opening, closing = Markup(f"<{tag}>\n"), Markup(f"\n</{tag}>")  # noqa: S704  # a name of ours
    return lambda node, place: opening + Markup("\n").join(render(child, place) for child in node.children) + closing


def _heading(node: Node, place: Place) -> Markup:
    level = min(6, int(node.attributes["level"]) + 3)  # Moodle's own headings on the page end with h3
    return Markup("<h{0}>{1}</h{0}>").format(level, _children(node, place))


def _ordered_list(node: Node, place: Place) -> Markup:
    start = node.attributes["start"]
    opening = Markup("<ol>\n") if start == "1" else Markup('<ol start="{}">\n').format(start)
    return opening + Markup("\n").join(_item(item, node, place) for item in node.children) + Markup("\n</ol>")


def _bullet_list(node: Node, place: Place) -> Markup:
    items = Markup("\n").join(_item(item, node, place) for item in node.children)
    return Markup("<ul>\n{}\n</ul>").format(items)


def _item(item: Node, around: Node, place: Place) -> Markup:
    tight = around.attributes["tight"] == "1"
    parts = [
        _children(child, place) if tight and child.type == "paragraph" else render(child, place)
        for child in item.children
    ]
    return Markup("<li>{}</li>").format(Markup("\n").join(parts))


def _cell(node: Node, place: Place) -> Markup:
    tag = "th" if node.attributes["header"] == "1" else "td"
    align = node.attributes["align"]
    style = Markup(' style="text-align: {}"').format(align) if align else Markup()
    scope = Markup(' scope="col"') if tag == "th" else Markup()
    return Markup("<{0}{1}{2}>{3}</{0}>").format(tag, scope, style, _children(node, place))


def _link(node: Node, place: Place) -> Markup:
    if not _LINK.match(node.attributes["href"]):
        address = place(node)
        return (
            Markup('<a href="{}">{}</a>').format(address, _children(node, place)) if address else _children(node, place)
        )
    return Markup('<a href="{}"{}>{}</a>').format(
        html_attribute(node.attributes["href"]), _title(node), _children(node, place)
    )


def _image(node: Node, place: Place) -> Markup:
    source = place(node)
    if not source:
        return Markup("<em>{}</em>").format(html_text(node.text))
    return Markup('<img class="img-fluid" src="{}" alt="{}"{}>').format(source, html_attribute(node.text), _title(node))


def _title(node: Node) -> Markup:
    title = node.attributes["title"]
    return Markup(' title="{}"').format(html_attribute(title)) if title else Markup()


_ADDRESS = re.compile(r"""(\b(?:src|href|poster)=)"([^":]*)\"""")


def _raw(node: Node, place: Place) -> Markup:
    """Return raw HTML, made harmless; its addresses of files of the question become Moodle's."""

    def found(address: re.Match[str]) -> str:
        link = Node("link", attributes={"href": unescape(address[2])}, offset=node.offset)
        return f'{address[1]}"{place(link) or address[2]}"'

    return Markup(_ADDRESS.sub(found, harmless(xml_text(node.text), media=True)))  # noqa: S704  # that is what it is for


RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {
        "document": _document,
        "paragraph": _within("p"),
        "heading": _heading,
        "bullet_list": _bullet_list,
        "ordered_list": _ordered_list,
        "blockquote": _lines("blockquote"),
        "code_block": lambda node, _: Markup("<pre><code>{}</code></pre>").format(html_text(node.text, typeset=False)),
        "table": lambda node, place: Markup('<table class="generaltable">{}</table>').format(_children(node, place)),
        "table_head": _within("thead"),
        "table_body": _within("tbody"),
        "table_row": _within("tr"),
        "table_cell": _cell,
        "rule": lambda _, __: Markup("<hr>"),
        "math_block": lambda node, _: Markup("<p>{}</p>").format(html_math(respell(node.text), display=True)),
        "text": lambda node, _: html_text(node.text),
        "softbreak": lambda _, __: Markup("\n"),
        "hardbreak": lambda _, __: Markup("<br>\n"),
        "strong": _within("strong"),
        "emphasis": _within("em"),
        "strikethrough": _within("del"),
        "subscript": _within("sub"),
        "superscript": _within("sup"),
        "underline": _within("u"),
        "html": _raw,
        "html_block": _raw,
        "code": lambda node, _: Markup("<code>{}</code>").format(html_text(node.text, typeset=False)),
        "link": _link,
        "image": _image,
        "gap": lambda node, place: Markup(place(node)),  # noqa: S704  # a mark of ours
        "math": lambda node, _: html_math(respell(node.text), display=False),
    }
)
