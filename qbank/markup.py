r"""Markdown with mathematics, parsed once into a small tree that every target walks.

``parse`` knows CommonMark with tables, strikethrough, mathematics (``$…$`` and ``$$…$$``, ``\(…\)`` and ``\[…\]``, bare
display environments) and ``<sub>``, ``<sup>``, ``<u>`` (see ``dollars.py``). Other HTML shows as text, unless it is
marked as pandoc does (``raw_attribute``): a fenced block with the language ``{=html}``, or code with ``{=html}`` right
behind it. Texts without Markdown are read here, the others in ``marked.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

MAX_LENGTH = 100_000
"""Characters in one text; a longer one is left as plain text."""
MAX_NESTING = 20
"""Blocks within blocks, marks within marks; deeper text is left as plain text."""


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Node(NamedTuple):
    """A node of the tree; a tuple, which is made in a third of the time of a dataclass.

    Blocks: ``document paragraph heading bullet_list ordered_list list_item blockquote code_block table
    table_head table_body table_row table_cell rule math_block html_block``.
    Inlines: ``text softbreak hardbreak strong emphasis strikethrough subscript superscript underline code link image
    math html``.
    ``text`` is the literal content of ``text code code_block math math_block html html_block`` (LaTeX without its
    marks) and the alternative text of ``image``. ``attributes``: ``level`` (heading), ``start`` (ordered_list),
    ``tight`` ("1"/"0", lists), ``language`` (code_block), ``href``/``title`` (link), ``src``/``title`` (image),
    ``align`` (table_cell: "left", "center", "right" or ""), ``header`` ("1"/"0", table_cell), ``refused`` (document:
    why the text was not read as Markdown but left as it stands).
    ``offset`` is where the content starts in the text that was parsed, in characters: exact for mathematics (character
    ``n`` of ``text`` stands at ``offset + n``) and for images, of the block otherwise.
    """

    type: str
    children: tuple[Node, ...] = ()
    text: str = ""
    attributes: Mapping[str, str] = _NOTHING
    offset: int = 0

    def walk(self) -> list[Node]:
        """Return this node and all below it, in reading order."""
        found, ahead = [], [self]
        while ahead:
            node = ahead.pop()
            found.append(node)
            if node.children:
                ahead.extend(node.children[::-1])
        return found


@lru_cache(maxsize=32_768)  # an exporter asks twice for each text of a bank
def parse(text: str) -> Node:
    """Return the tree of ``text``, a ``document``. Never raises: see ``refused``."""
    if len(text) > MAX_LENGTH:
        return _left_plain(text, f"it is longer than {MAX_LENGTH:,} characters")
    if _UNMARKED.fullmatch(text):
        return _unmarked(text)
    from .marked import marked  # noqa: PLC0415  # markdown-it, which many a bank does not need

    return marked(text) or _left_plain(text, f"its marks are nested more than {MAX_NESTING} deep")


def plain(node: Node) -> str:
    """Return the text of ``node`` on one line, without marks: formulas as LaTeX, images as their alternative text."""
    parts = [(" " if part.type in _BREAKING else "") + part.text for part in node.walk()]
    return " ".join("".join(parts).split())


_BREAKING = frozenset(
    {"paragraph", "heading", "bullet_list", "ordered_list", "list_item", "blockquote", "code_block", "rule"}
    | {"table", "table_head", "table_body", "table_row", "table_cell", "math_block", "softbreak", "hardbreak"}
)
"""What starts on a line of its own, and ends of lines."""


def around(source: str, formula: Node) -> tuple[int, int]:
    """Return where a formula of ``source`` begins and ends, its marks included."""
    start, end = formula.offset, formula.offset + len(formula.text)
    before = source[max(0, start - _REACH) : start].rstrip(_GAP)
    behind = source[end : end + _REACH].lstrip(_GAP)
    for opening, closing in _MARKS:
        if before.endswith(opening) and behind.startswith(closing):
            gap = len(source[end : end + _REACH]) - len(behind)
            return max(0, start - _REACH) + len(before) - len(opening), end + gap + len(closing)
    return start, end


_MARKS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_GAP = " \t\r\n>"
"""What may stand between a mark and a formula; ``>`` starts a line of a quotation."""
_REACH = 200  # of it, in characters
# what reads as it does in Markdown without being Markdown: in printable ASCII, and letters of any script
_WORDS = r"(?:[^\W_]|[ ,.;:?!'\"()/=+%-]|[’–]|[“”])++"  # a set with more ranges beyond Latin-1 is slow to compile
_LATEX = r"[ -#%-\[\]-~]|\\[ -~]"
_DOLLARED = rf"(?<![^\W_A-Za-z])\$(?![ $])(?:{_LATEX})++(?<! )\$(?![^\W_A-Za-z]|\$)"
_BRACKETED = r"\\\((?! )(?:[ -#%-\[\]-~]|\\[ -'*-Z\\^-~])++(?<! )\\\)"
_DISPLAY = rf"(?<!\$)\$\$(?=[^$]*[^ $])(?:{_LATEX})++\$\$(?!\$)"
_LINES = rf"\$\$(?=[^$]*[^\s$])(?:{_LATEX}|\n(?! *\n))++\$\$(?=\n|\Z)"
_STARTING = (
    r"(?=[^\W\d_]|[(\"“]|\\\(|\$(?!\$)|[0-9]++(?:[^.)\d]|\Z))"  # a line, and no list, heading, rule or quotation
)
_LINE = rf"{_STARTING}(?:{_WORDS}|{_DOLLARED}|{_BRACKETED}|{_DISPLAY})++(?<! )"
_BLOCK = rf"(?:{_LINES}|{_LINE}(?:\n{_LINE})*+)"
_UNMARKED = re.compile(rf"(?:(?:{_LINES}|{_LINE})(?:\n+|\Z))++")
"""Paragraphs without Markdown but formulas, as most texts are."""
_ITS_BLOCKS = re.compile(rf"(?P<math_block>{_LINES})|(?P<paragraph>{_BLOCK})")
_ITS_PIECES = re.compile(
    rf"(?P<text>{_WORDS})|(?P<math_block>{_DISPLAY})|(?P<math>{_DOLLARED}|{_BRACKETED})|(?P<softbreak>\n)"
)
RAW = "{=html}"
"""Marks raw HTML, as in pandoc."""


def _unmarked(text: str) -> Node:
    """Return the tree of a text that :data:`_UNMARKED` matches, without markdown-it, which takes ten times as long."""
    end = len(text.rstrip("\n"))
    if text.find("\n", 0, end) < 0:
        return Node("document", tuple(_paragraphs_of(text, 0, end)))
    blocks: list[Node] = []
    for block in _ITS_BLOCKS.finditer(text):
        blocks += [_display(block)] if block.lastgroup == "math_block" else _paragraphs_of(text, *block.span())
    return Node("document", tuple(blocks))


def _paragraphs_of(text: str, start: int, end: int) -> list[Node]:
    nodes = []
    for piece in _ITS_PIECES.finditer(text, start, end):
        kind, words = piece.lastgroup or "", piece[0]
        if kind == "math":
            marks = 1 if words[0] == "$" else 2
            nodes.append(Node(kind, (), words[marks:-marks], _NOTHING, piece.start() + marks))
        elif kind == "math_block":
            nodes.append(_display(piece))
        else:
            nodes.append(Node(kind, (), words if kind == "text" else "", _NOTHING, start))
    return paragraphs(nodes, start)


def _display(found: re.Match[str]) -> Node:
    inner = found[0][2:-2]
    return Node("math_block", (), inner.strip(), _NOTHING, found.start() + 2 + len(inner) - len(inner.lstrip()))


def _left_plain(text: str, why: str) -> Node:
    """Return ``text`` as it stands, line by line, in one paragraph."""
    children: list[Node] = []
    for line in text.splitlines():
        children += [Node("softbreak"), Node("text", text=line)]
    return Node("document", (Node("paragraph", tuple(children[1:])),), attributes={"refused": why})


def paragraphs(nodes: Sequence[Node], offset: int) -> list[Node]:
    """Make a paragraph of inlines, cut at display mathematics, which becomes blocks of its own."""
    if not any(node.type == "math_block" for node in nodes):
        return [Node("paragraph", tuple(nodes), offset=offset)]
    out: list[Node] = []
    piece: list[Node] = []
    for node in [*nodes, Node("math_block")]:
        if node.type != "math_block":
            piece.append(node)
            continue
        if text := _trimmed(piece):
            out.append(Node("paragraph", tuple(text), offset=offset))
        out.append(node)
        piece = []
    return out[:-1]


def _trimmed(nodes: Sequence[Node]) -> list[Node]:
    """Return ``nodes`` without breaks and white space at the ends."""
    out = list(nodes)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while out and (out[end].type in {"softbreak", "hardbreak"} or out[end].type == "text"):
            text = strip(out[end].text)
            if text:
                out[end] = Node("text", text=text, offset=out[end].offset)
                break
            out.pop(end)
    return out
