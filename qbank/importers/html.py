"""HTML of other programs as Markdown.

What Markdown can say becomes Markdown; attributes that only style are left out and named; what remains (a video, a
table with merged cells) is kept as it is, as raw HTML. The result is read back: where a block would not say the same
text, it is kept raw as well.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree
from lxml import html as lxml_html

from qbank.markup import parse

from .escaping import begun, coded, escaped, fenced
from .mathematics import Aside, Formula, dollared

Place = Callable[[str], str]
"""Returns where the file of an address lies, seen from the YAML; nothing where the address is to stay as it is.

A path in ``figures/`` is that of a picture; any other file goes along with the question, and is linked.
"""

_BLOCKS = frozenset(
    """address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr html iframe li main nav ol p pre section summary table tbody td tfoot th thead tr ul video audio
    object embed""".split()  # noqa: SIM905  # a list of words reads best as words
)
_TRANSPARENT = frozenset(
    """address article aside body center div figcaption figure footer header html main nav section
    """.split()  # noqa: SIM905  # a list of words reads best as words
)
_MARKS: Mapping[str, str] = MappingProxyType(
    {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "del": "~~", "s": "~~", "strike": "~~"}
)
_TAGS: Mapping[str, str] = MappingProxyType({"sub": "sub", "sup": "sup", "u": "u", "ins": "u"})
_PLAIN = frozenset("span font small big label abbr bdi bdo mark nobr tt time acronym wbr q".split())  # noqa: SIM905  # see above
_CODE = frozenset({"code", "kbd", "samp", "var"})
_HARMLESS = frozenset({"href", "src", "alt", "title", "start", "type", "align", "scope", "id", "name", "target", "rel"})
"""Attributes that Markdown keeps, or that nobody misses."""
_BLANK = " \n\u00a0"
_BR = "\ue002"
"""A line break, while lines are made."""
_NEXT = "\ue003"
"""The end of a line within a formula, which starts nothing of Markdown's."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_MAX_DEPTH = 60
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_ADDRESS = re.compile(r"""(\b(?:src|href|poster)=)"([^"]*)\"""")
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Converted:
    """A text as Markdown, with what became of the rest."""

    text: str
    kept: Mapping[str, int] = field(default_factory=dict)
    """How often each element was kept as raw HTML."""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """How often each attribute that only styles was left out."""


def markdown(source: str, place: Place = lambda _: "") -> Converted:
    """Return HTML as Markdown. Never raises: HTML that cannot be parsed is read as plain text."""
    aside = Aside()
    hidden = aside.hide(_without_controls(source), markup=True)
    writer = _Writer(aside, place)
    try:
        root = lxml_html.fragment_fromstring(hidden, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return Converted(plain_text(source))
    blocks = writer.blocks(root, 0)
    return Converted("\n\n".join(blocks).strip("\n"), dict(writer.kept), dict(writer.dropped))


def plain_text(source: str) -> str:
    """Return plain text as Markdown: each line a line, blank lines between paragraphs, formulas as formulas."""
    aside = Aside()
    hidden = aside.hide(_without_controls(source), markup=False)
    paragraphs = re.split(r"\n[ \t]*\n", hidden.replace("\r\n", "\n").replace("\r", "\n"))
    out = []
    for paragraph in paragraphs:
        lines = [begun(_with_formulas(aside, line.strip(), _held)) for line in paragraph.split("\n") if line.strip()]
        out.append("\\\n".join(lines).replace(_NEXT, "\n"))
    return "\n\n".join(text for text in out if text)


def _without_controls(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def _held(formula: Formula) -> str:
    """Return a formula between dollars, held together."""
    return dollared(formula).replace("\n", _NEXT)


def _in_line(formula: Formula) -> str:
    """Return a formula between dollars, on one line."""
    return " ".join(dollared(formula).split("\n"))


def _with_formulas(aside: Aside, text: str, change: Callable[[Formula], str], *, cell: bool = False) -> str:
    """Return text as Markdown, its marks as formulas; a digit right beside a formula must not end the mathematics."""
    out = ""
    for piece in aside.pieces(text):
        if isinstance(piece, Formula):
            if out[-1:].isdigit() and not piece.display:
                out = f"{out[:-1]}&#{ord(out[-1])};"
            out += change(piece)
        else:
            said = escaped(piece).replace("|", "\\|") if cell else escaped(piece)
            after_formula = out.endswith("$")
            out += f"&#{ord(said[0])};{said[1:]}" if after_formula and said[:1].isdigit() else said
    return out


@dataclass(slots=True)
class _Writer:
    """Writes the blocks and inlines of one fragment."""

    aside: Aside
    place: Place
    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    in_cell: bool = False
    in_line: bool = False
    """Whether all stands on one line: in a heading, a cell, a mark."""

    # -- blocks

    def blocks(self, node: etree._Element, depth: int) -> list[str]:
        """Return the blocks within a node, its runs of text among them."""
        out: list[str] = []
        run: list[str | etree._Element] = []

        def end_run() -> None:
            out.extend(self.paragraphs(run, depth))
            run.clear()

        if node.text:
            run.append(node.text)
        for child in node:
            if isinstance(child.tag, str) and (child.tag in _BLOCKS or _holds_block(child)):
                end_run()
                out += self.block(child, depth + 1)
            elif isinstance(child.tag, str):
                run.append(child)
            if child.tail:
                run.append(child.tail)
        end_run()
        return out

    def block(self, node: etree._Element, depth: int) -> list[str]:
        """Return a block element as blocks of Markdown, or kept as it is."""
        tag = str(node.tag)
        self.note_attributes(node)
        if depth > _MAX_DEPTH:
            return self.raw(node)
        if tag in {"p", "dt", "dd", "summary"} or tag in _TRANSPARENT or tag in _PLAIN or tag in _MARKS or tag in _TAGS:
            return self.blocks(node, depth)
        written = _WRITERS[tag](self, node, depth) if tag in _WRITERS else None
        if written is None or not self.says(node, written):
            return self.raw(node)
        return [written] if written else []

    def raw(self, node: etree._Element) -> list[str]:
        """Return an element as a block of raw HTML."""
        self.kept[str(node.tag)] += 1
        return [fenced(self.source(node), "{=html}")]

    def source(self, node: etree._Element) -> str:
        """Return the HTML of an element, its formulas as they were written."""
        text = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
        text = _ADDRESS.sub(lambda found: f'{found[1]}"{self.place(html.unescape(found[2])) or found[2]}"', text)
        return self.aside.show(text, lambda formula: formula.written)

    def says(self, node: etree._Element, written: str) -> bool:
        """Tell whether Markdown says the same text as the element that it was made from."""
        return _letters(_read(written)) == _letters(self.meant(node))

    def meant(self, node: etree._Element) -> str:
        """Return the text that a reader of an element sees, formulas as LaTeX."""
        parts: list[str] = []
        for event, each in etree.iterwalk(node, events=("start", "end")):
            if not isinstance(each.tag, str):
                parts.append(each.tail or "" if event == "end" and each is not node else "")
            elif event == "start":
                parts.append(each.get("alt") or "" if each.tag == "img" else each.text or "")
            elif each is not node:
                parts.append(each.tail or "")
        return self.aside.show("".join(parts), lambda formula: formula.latex)

    def is_display(self, node: etree._Element) -> bool:
        """Tell whether an element holds a display formula and nothing else."""
        pieces = [piece for piece in self.aside.pieces(self.plain(node)) if not isinstance(piece, str) or piece.strip()]
        return len(pieces) == 1 and isinstance(pieces[0], Formula) and pieces[0].display

    @staticmethod
    def plain(node: etree._Element) -> str:
        """Return the text of an element, formulas as their marks."""
        return "".join(str(part) for part in node.itertext())

    def note_attributes(self, node: etree._Element) -> None:
        """Count the attributes that are left out."""
        self.dropped.update(str(name) for name in node.attrib if name not in _HARMLESS)

    # -- runs of inlines

    def paragraphs(self, run: Sequence[str | etree._Element], depth: int) -> list[str]:
        """Return a run of text and inline elements as paragraphs: two breaks in a row part them."""
        found = []
        for paragraph in re.split(rf"(?:{_BR}[\s\u00a0]*){{2,}}", self.inlines(run, depth)):
            lines = [part.strip(_BLANK) for part in paragraph.split(_BR)]
            broken = ("\n".join(begun(line.strip(" ")) for line in part.split("\n")) for part in lines if part)
            if text := "\\\n".join(broken):
                found.append(_displayed(text).replace(_NEXT, "\n"))
        meant = "".join(each if isinstance(each, str) else self.seen(each) for each in run)
        shown = self.aside.show(meant, lambda formula: formula.latex)
        if _letters(_read("\n\n".join(found))) == _letters(shown):
            return found
        source = "".join(html.escape(each, quote=False) if isinstance(each, str) else self.source(each) for each in run)
        self.kept["p"] += 1
        return [fenced(f"<p>{self.aside.show(source.strip(), lambda formula: formula.written)}</p>", "{=html}")]

    def seen(self, node: etree._Element) -> str:
        """Return the text of an inline element, or its source where it is kept."""
        if self.stays(node) or (node.tag == "a" and self.quietly(node).endswith("{=html}")):
            return _read(self.quietly(node))
        return (node.text or "") + "".join(
            (self.seen(child) if isinstance(child.tag, str) else "") + (child.tail or "") for child in node
        )

    @staticmethod
    def stays(node: etree._Element) -> bool:
        """Tell whether an inline element is kept as raw HTML, or is code."""
        tag = str(node.tag)
        return tag in _CODE or not (tag in _MARKS or tag in _TAGS or tag in _PLAIN or tag in {"br", "a"})

    def quietly(self, node: etree._Element) -> str:
        """Write an inline element without counting what becomes of it."""
        return _Writer(self.aside, self.place, in_cell=self.in_cell, in_line=self.in_line).inline(node, 0)

    def inlines(self, run: Iterable[str | etree._Element], depth: int) -> str:
        """Return text and inline elements as Markdown on one line; a break is a line break."""
        out = ""
        for each in run:
            said = self.text(each) if isinstance(each, str) else self.inline(each, depth + 1)
            if out.endswith((" ", "\n", _BR)):
                said = said.lstrip(" \n")
            if said.startswith(_BR):
                out = out.rstrip(" \n")
            out += said
        return out

    def text(self, text: str) -> str:
        """Return plain text, white space drawn together as a browser does."""
        flat = _SPACE.sub(lambda found: "\n" if "\n" in found[0] and not self.in_line else " ", text)
        flat = flat.replace("\u00ad", "").replace(_BR, "")
        change = _in_line if self.in_line else _held
        return _with_formulas(self.aside, flat, change, cell=self.in_cell)

    def within(self, node: etree._Element, depth: int) -> str:
        """Return what an inline element holds."""
        run: list[str | etree._Element] = [node.text] if node.text else []
        for child in node:
            if isinstance(child.tag, str):
                run.append(child)
            if child.tail:
                run.append(child.tail)
        return self.inlines(run, depth)

    def inline(self, node: etree._Element, depth: int) -> str:
        """Return an inline element."""
        tag = str(node.tag)
        self.note_attributes(node)
        if depth > _MAX_DEPTH:
            return self.kept_inline(node)
        if tag == "br":
            return _BR
        if tag in _MARKS:
            return _marked(_MARKS[tag], self.within(node, depth))
        if tag in _TAGS:
            inner = self.within(node, depth)
            return f"<{_TAGS[tag]}>{inner}</{_TAGS[tag]}>" if inner.strip() and not _breaks(inner) else inner
        if tag in _CODE:
            return coded(self.shown(node)) if self.shown(node).strip() else ""
        if tag in _PLAIN:
            return self.within(node, depth)
        if tag == "a":
            return self.link(node, depth)
        if tag == "img":
            return self.image(node)
        return self.kept_inline(node)

    def shown(self, node: etree._Element) -> str:
        """Return the text of an element as it stands, formulas as they were written."""
        return self.aside.show(self.plain(node), lambda formula: html.unescape(formula.written))

    def kept_inline(self, node: etree._Element) -> str:
        """Return an inline element as raw HTML."""
        self.kept[str(node.tag)] += 1
        return coded(_SPACE.sub(" ", self.source(node))) + "{=html}"

    def link(self, node: etree._Element, depth: int) -> str:
        """Return a link; one that leads nowhere is its text."""
        inner, address = self.within(node, depth), (node.get("href") or "").strip()
        if (where := self.place(address)) and inner.strip() and not _breaks(inner):
            return f"[{inner.strip()}]({_address(where)})"
        if not inner.strip() or not _LINK.match(address) or _breaks(inner):
            if address and not address.startswith("#"):
                self.kept["a"] += 1
                return coded(_SPACE.sub(" ", self.source(node))) + "{=html}"
            return inner
        return f"[{inner.strip()}]({_address(address)})"

    def image(self, node: etree._Element) -> str:
        """Return a figure whose file is known, or the element as it is."""
        where = self.place((node.get("src") or "").strip())
        if not where.startswith("figures/"):
            return self.kept_inline(node)
        alternative = _SPACE.sub(" ", node.get("alt") or "").strip()
        said = _with_formulas(self.aside, alternative.replace("[", "(").replace("]", ")"), _in_line)
        return f"![{said}]({_address(where)})"


def _displayed(text: str) -> str:
    """Return a paragraph with its displays on lines of their own."""
    parts = [part.strip() for part in re.split(r"(?<!\\)(\$\$(?:[^$\\]|\\.)+\$\$)", text)]
    if len(parts) == 1 or any("$$" in part and not part.startswith("$$") for part in parts):
        return text
    return "\n".join(re.sub(r"^\\\n|\\$", "", part) for part in parts if part not in {"", "\\"})


def _holds_block(node: etree._Element) -> bool:
    """Tell whether an inline element has blocks inside, as editors leave them."""
    return any(isinstance(each.tag, str) and each.tag in _BLOCKS for each in node.iterdescendants())


def _breaks(text: str) -> bool:
    return "\n" in text or _BR in text


def _marked(mark: str, inner: str) -> str:
    """Return inlines between marks, which stand right at the text: white space goes outside."""
    core = inner.strip(" \n")
    if not core or _BR in core:
        return inner
    at = inner.index(core)
    return f"{inner[:at]}{mark}{core}{mark}{inner[at + len(core) :]}"


def _address(address: str) -> str:
    """Return an address as Markdown takes it."""
    quoted = re.sub(r"[\s<>()\\]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)
    return quoted.replace("&", "&amp;") if re.search(r"&#?\w+;", quoted) else quoted


def _letters(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\ufeff]+", "", text)


def _read(written: str) -> str:
    return "".join(node.text for node in parse(written).walk())


# -- the block elements that have a form of their own


def _heading(writer: _Writer, node: etree._Element, depth: int) -> str | None:
    text = " ".join(re.split(f"[\n{_BR}{_NEXT}]", writer.within(node, depth))).strip()
    return f"{'#' * int(str(node.tag)[1])} {text}" if text else ""


def _code_block(writer: _Writer, node: etree._Element, _depth: int) -> str | None:
    code = writer.shown(node).replace("\r\n", "\n").strip("\n")
    return fenced("\n".join(line.rstrip() for line in code.split("\n"))) if code.strip() else ""


def _quotation(writer: _Writer, node: etree._Element, depth: int) -> str | None:
    text = "\n\n".join(writer.blocks(node, depth))
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text else ""


def _listing(writer: _Writer, node: etree._Element, depth: int) -> str | None:
    items = [child for child in node if isinstance(child.tag, str)]
    if any(child.tag != "li" for child in items) or (node.text or "").strip():
        return None
    start = node.get("start") or "1"
    if node.tag == "ol" and not re.fullmatch(r"\d{1,8}", start):
        return None
    texts = []
    tight = not any(child.tag == "p" and not writer.is_display(child) for item in items for child in item)
    for number, item in enumerate(items, int(start) if node.tag == "ol" else 1):
        if (item.tail or "").strip():
            return None
        writer.note_attributes(item)
        mark = f"{number}." if node.tag == "ol" else "-"
        inner = writer.blocks(item, depth)
        body = ("\n" if tight else "\n\n").join(inner) if all(map(_is_simple, inner[1:])) else "\n\n".join(inner)
        indented = body.replace("\n", "\n" + " " * (len(mark) + 1))
        texts.append(f"{mark} {indented}".rstrip())
    return re.sub(r"\n +(?=\n)", "\n", ("\n" if tight else "\n\n").join(texts))


def _is_simple(block: str) -> bool:
    """Tell whether a block may follow a paragraph without a blank line."""
    return re.match(r"(?:-|1\.|>|#{1,6}) |```|---|\$\$", block) is not None


def _table(writer: _Writer, node: etree._Element, depth: int) -> str | None:
    rows = list(node.iter("tr"))
    if not rows or any(True for _ in node.iter("caption")) or len(list(node.iter("table"))) > 1:
        return None
    cells = [[cell for cell in row if isinstance(cell.tag, str)] for row in rows]
    if any(cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for row in cells for cell in row):
        return None
    if any(_holds_block_beside_paragraph(cell) for row in cells for cell in row):
        return None
    width = max(map(len, cells))
    if width == 0 or any(len(row) != width for row in cells):
        return None
    texts = [[_cell(writer, cell, depth) for cell in row] for row in cells]
    if any(text is None for row in texts for text in row):
        return None
    headed = all(cell.tag == "th" for cell in cells[0]) or rows[0].xpath("parent::thead") != []
    head, body = (texts[0], texts[1:]) if headed else ([""] * width, texts)
    lines = [head, [_aligned([row[at] for row in cells]) for at in range(width)], *body]
    return "\n".join("| " + " | ".join(str(text) for text in row) + " |" for row in lines)


def _aligned(column: Sequence[etree._Element]) -> str:
    """Return the line below the head of a column: how all its cells are aligned."""
    styles = {_alignment(cell) for cell in column}
    side = styles.pop() if len(styles) == 1 else ""
    return {"left": ":---", "center": ":---:", "right": "---:"}.get(side, "---")


def _alignment(cell: etree._Element) -> str:
    found = _ALIGN.search(cell.get("style") or "")
    return (found[1] if found else cell.get("align") or "").lower()


def _holds_block_beside_paragraph(cell: etree._Element) -> bool:
    return any(
        isinstance(each.tag, str) and each.tag in _BLOCKS and each.tag not in {"p", "div"}
        for each in cell.iterdescendants()
    )


def _cell(writer: _Writer, cell: etree._Element, depth: int) -> str | None:
    writer.in_cell = writer.in_line = True
    blocks = writer.blocks(cell, depth)
    writer.in_cell = writer.in_line = False
    if len(blocks) > 1 or any("\n" in block for block in blocks):
        return None
    return blocks[0] if blocks else ""


_WRITERS: Mapping[str, Callable[[_Writer, etree._Element, int], str | None]] = MappingProxyType(
    {
        **{f"h{level}": _heading for level in range(1, 7)},
        "pre": _code_block,
        "blockquote": _quotation,
        "ul": _listing,
        "ol": _listing,
        "table": _table,
        "hr": lambda _, __, ___: "---",
    }
)
