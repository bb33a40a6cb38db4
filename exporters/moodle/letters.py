"""The letters of a text, as its author meant them and as the file has them: past rendering and escaping they agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape
from types import MappingProxyType

from qbank.markup import Node, parse
from qbank.rawhtml import harmless

from .escape import xml_text
from .mathjax import respell
from .quiz import Rich
from .reading import parts


def seen(rich: Rich) -> str:
    """Return what a reader of the HTML sees, without white space: text, formulas, alternative texts."""
    inner = rich.html.replace("<p>", "").replace("</p>", "")
    if "<" not in inner:  # nothing but paragraphs, as in most texts
        return bare(unescape(inner))
    from lxml import etree  # noqa: PLC0415  # most banks do without

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(f"<div>{rich.html}</div>".encode(), parser)
    for node in root.iter("img"):
        node.text = node.get("alt")
    return bare("".join(map(str, root.itertext())))


def without_gaps(rich: Rich) -> Rich:
    """Return the text of a cloze with nothing in its gaps."""
    at, kept = 0, []
    for start, end, _ in parts(rich.html):
        kept.append(rich.html[at:start])
        at = end
    return Rich("".join([*kept, rich.html[at:]]))


def intended(source: str) -> str:
    """Return what a reader of the source should see, without white space."""
    return intended_tree(parse(source)) if source.strip() else ""


def intended_tree(tree: Node) -> str:
    """Return the same of a tree; a gap has no letters."""
    marks = {"math": (r"\(", r"\)"), "math_block": (r"\[", r"\]")}
    found = []
    for node in tree.walk():
        opening, closing = marks.get(node.type, ("", ""))
        text = _TEXTS.get(node.type, str)(node.text)
        found.append(opening + text + closing)
    return bare(xml_text("".join(found)))


def _raw(source: str) -> str:
    return seen(Rich(harmless(xml_text(source), media=True)))


_TEXTS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"gap": lambda _: "", "math": respell, "math_block": respell, "html": _raw, "html_block": _raw}
)
"""What becomes of the texts of some nodes."""


def bare(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())
