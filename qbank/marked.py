"""Markdown as the tree of ``markup.py``: markdown-it's tokens become nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from .dollars import TAGS, markdown
from .markup import MAX_NESTING, RAW, Node, paragraphs
from .sourcemap import Run, Source

_MARKDOWN = markdown(MAX_NESTING)
_MAX_ROW = 2000  # of a table, in characters: keeps the search below linear
_CODE_OR_MATHS = re.compile(
    r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|(\\[(\[])(?:[^\\]|\\[^()\[\]])+\\[)\]]|\\."
    r"|(\$\$?)(?=\S)(?:[^$\\]|\\.)+(?<=\S)\3"
)


def marked(text: str) -> Node | None:
    """Return the tree of ``text``, or ``None`` where its marks are nested too deeply."""
    source = Source.of(text)
    mask = next(c for c in map(chr, range(0xE000, 0xF8FF)) if c not in text)
    tokens = _MARKDOWN.parse(_mask_pipes(source.normal, mask))
    return None if _too_deep(tokens) else _Builder(source, mask).build(tokens)


def _mask_pipes(text: str, mask: str) -> str:
    r"""Hide the ``|`` of formulas, so that no table is cut there and ``\|`` stays ``\|``; lengths stay the same."""
    if "|" not in text or ("$" not in text and "\\" not in text):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "|" in line and len(line) <= _MAX_ROW:
            lines[number] = _CODE_OR_MATHS.sub(
                lambda found: found[0].replace("|", mask if found[2] or found[3] else "|"), line
            )
    return "\n".join(lines)


def _too_deep(tokens: Sequence[Token]) -> bool:
    """Whether marks are nested too deeply: from there on markdown-it drops blocks, and walks recurse too far."""
    depth = 0
    for token in tokens:
        depth += token.nesting
        if depth >= MAX_NESTING or (token.children and _too_deep(token.children)):
            return True
    return False


@dataclass(slots=True)
class _Open:
    """A node under construction."""

    type: str
    attributes: dict[str, str] = field(default_factory=dict)
    offset: int = 0
    children: list[Node] = field(default_factory=list)

    def close(self) -> Node:
        return Node(self.type, tuple(self.children), "", self.attributes, self.offset)


class _Builder:
    """Turns markdown-it's tokens into nodes."""

    def __init__(self, source: Source, mask: str) -> None:
        self.source, self.mask = source, mask
        self.cursors: dict[int, int] = {}

    def build(self, tokens: Sequence[Token]) -> Node:
        """Return the document."""
        stack = [_Open("document")]
        for token in tokens:
            offset = self.source.text_starts[token.map[0]] if token.map else stack[-1].offset
            if token.type == "inline":
                stack[-1].children += self._inlines(token, stack[-1])
            elif token.nesting == 1:
                opened = _Open(_BLOCKS[token.type.removesuffix("_open")], self._attributes(token), offset)
                if opened.type == "paragraph" and stack[-1].type == "list_item" and not token.hidden:
                    stack[-2].attributes["tight"] = "0"
                stack.append(opened)
            elif token.nesting == -1:
                done = stack.pop()
                made = paragraphs(done.children, done.offset) if done.type == "paragraph" else [done.close()]
                stack[-1].children += made
            else:
                stack[-1].children.append(self._leaf(token, offset))
        return stack[0].close()

    def _leaf(self, token: Token, offset: int) -> Node:
        """Return a block without blocks inside."""
        kind = _BLOCKS[token.type]
        if token.type == "fence" and token.info.strip() == RAW:
            return Node("html_block", (), self._shown(token.content).rstrip("\n"), {}, offset)
        if kind != "math_block":
            return Node(kind, (), self._shown(token.content), self._attributes(token), offset)
        lines = range(token.map[0] + 1, token.map[1]) if token.map else range(0)
        marks = dict(zip(lines, map(self.source.offset, token.meta["marks"]), strict=True))
        start, end = (self.source.offset(token.meta[key]) for key in ("start", "end"))
        return self._mathematics(kind, start, end, marks)

    def _mathematics(self, kind: str, start: int, end: int, marks: Mapping[int, int]) -> Node:
        """Return a formula, its text cut from the source itself: nothing that Markdown does to texts touches it."""
        text = self.source.slice(start, end, marks)
        return Node(kind, (), text.strip(), {}, start + len(text) - len(text.lstrip()))

    def _inlines(self, token: Token, block: _Open) -> list[Node]:
        """Return the nodes of a run of inlines; display mathematics within a paragraph's run is a ``math_block``."""
        run = self._run(token, cell=block.type == "table_cell")
        stack = [_Open("")]
        for child in token.children or ():
            kind = _INLINES[child.type.removesuffix("_open").removesuffix("_close")]
            if child.nesting == 1:
                stack.append(_Open(kind, self._attributes(child), block.offset))
            elif child.nesting == -1:
                done = stack.pop()
                stack[-1].children.append(done.close())
            elif kind == "math":
                start, end = child.meta["start"], child.meta["end"]
                display = child.type == "math_display" and len(stack) == 1 and block.type == "paragraph"
                stack[-1].children.append(
                    self._mathematics(
                        "math_block" if display else "math",
                        self.source.offset(run.place(start)),
                        self.source.offset(run.place(end)),
                        {line: self.source.offset(mark) for line, mark in run.marks(start, end).items()},
                    )
                )
            else:
                offset = self.source.offset(run.place(child.meta["start"])) if kind == "image" else block.offset
                text = _alternative(child) if kind == "image" else child.content
                stack[-1].children.append(Node(kind, (), self._shown(text), self._attributes(child), offset))
                _take_raw(stack[-1].children)
        return stack[0].children

    def _run(self, token: Token, *, cell: bool) -> Run:
        """Find a run's lines in the source. They are the tails of its lines, or cells in a row."""
        first = token.map[0] if token.map else 0
        content = token.content
        if cell:
            line = self._line(first)
            at = line.find(self._shown(content.replace("|", "\\|")), self.cursors.get(first, 0))
            self.cursors[first] = at + len(content)
            return Run(content, first, [self.source.normal_starts[first] + at], cell=True)
        starts = []
        for number, part in enumerate(content.split("\n"), first):
            found = self._line(number).rfind(self._shown(part.strip()))
            starts.append(self.source.normal_starts[number] + found - (len(part) - len(part.lstrip())))
        return Run(content, first, starts, cell=False)

    def _line(self, number: int) -> str:
        start = self.source.normal_starts[number]
        end = self.source.normal.find("\n", start)
        return self.source.normal[start : end if end >= 0 else None].replace("\0", "\ufffd")

    def _shown(self, text: str) -> str:
        """Undo the mask."""
        return text.replace(self.mask, "|")

    def _attributes(self, token: Token) -> dict[str, str]:
        """Return the attributes of the node made from ``token``."""
        kind = token.type.removesuffix("_open")
        attrs = {key: self._shown(str(value)) for key, value in token.attrs.items()}
        return _ATTRIBUTES[kind](token, attrs) if kind in _ATTRIBUTES else {}


def _take_raw(nodes: list[Node]) -> None:
    """Turn code with ``{=html}`` right behind it into raw HTML."""
    if len(nodes) > 1 and nodes[-2].type == "code" and nodes[-1].type == "text" and nodes[-1].text.startswith(RAW):
        code, after = nodes[-2], nodes[-1].text.removeprefix(RAW)
        nodes[-2:] = [Node("html", (), code.text, {}, code.offset)]
        if after:
            nodes.append(Node("text", text=after, offset=code.offset))


def _alternative(image: Token) -> str:
    """Return the alternative text of an image: its label without marks."""
    return "".join(
        " " if child.type.endswith("break") else _alternative(child) if child.children else child.content
        for child in image.children or ()
    )


_BLOCKS = {
    "paragraph": "paragraph",
    "heading": "heading",
    "bullet_list": "bullet_list",
    "ordered_list": "ordered_list",
    "list_item": "list_item",
    "blockquote": "blockquote",
    "table": "table",
    "thead": "table_head",
    "tbody": "table_body",
    "tr": "table_row",
    "th": "table_cell",
    "td": "table_cell",
    "code_block": "code_block",
    "fence": "code_block",
    "hr": "rule",
    "math_block": "math_block",
}
_INLINES = {
    "text": "text",
    "softbreak": "softbreak",
    "hardbreak": "hardbreak",
    "strong": "strong",
    "em": "emphasis",
    "s": "strikethrough",
    **{name: name for name in TAGS.values()},
    "code_inline": "code",
    "link": "link",
    "image": "image",
    "math_inline": "math",
    "math_display": "math",
}
_ATTRIBUTES: Mapping[str, Callable[[Token, Mapping[str, str]], dict[str, str]]] = {
    "heading": lambda token, _: {"level": token.tag[1:]},
    "bullet_list": lambda _, __: {"tight": "1"},
    "ordered_list": lambda _, attrs: {"start": attrs.get("start", "1"), "tight": "1"},
    "fence": lambda token, _: {"language": token.info.strip().partition(" ")[0]},
    "code_block": lambda _, __: {"language": ""},
    "link": lambda _, attrs: {"href": attrs.get("href", ""), "title": attrs.get("title", "")},
    "image": lambda _, attrs: {"src": attrs.get("src", ""), "title": attrs.get("title", "")},
    "th": lambda _, attrs: {"align": attrs.get("style", "").removeprefix("text-align:"), "header": "1"},
    "td": lambda _, attrs: {"align": attrs.get("style", "").removeprefix("text-align:"), "header": "0"},
}
