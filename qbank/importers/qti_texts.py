r"""Texts of QTI as Markdown: HTML with its pictures, and formulas as MathML, Canvas' pictures, or LaTeX."""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from qbank.figures import suffix_of

from .archive import Archive, ArchiveError, Files, shortened
from .html import markdown, plain_text
from .mathml import MathmlError, latex_of
from .media import inlined, stored
from .xmltext import mend

_IMAGE = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_MATH = re.compile(r"<(?P<name>(?:[A-Za-z][\w.-]*:)?math)\b[^>]*>.*?</(?P=name)\s*>", re.DOTALL)
_BASE = re.compile(r"^(?:\$|%24)(?:IMS-CC-FILEBASE|CANVAS_COURSE_REFERENCE)(?:\$|%24)/?", re.IGNORECASE)
_STUB = re.compile(r"^@X@EmbeddedFile\.(?:requestUrlStub|location)@X@/?")
_NAMESPACE = re.compile(r"""\s(?:xmlns|xlink|xsi)(?::\w+)?=("[^"]*"|'[^']*')""")
_TAG = re.compile(
    r"</?(?:p|br|div|span|img|b|i|em|strong|sub|sup|ul|ol|li|table|tr|td|th|font|a|pre|code|h[1-6]|u|math|center|hr)"
    r"\b[^<>]*>|&(?:nbsp|lt|gt|amp|quot|#\d+|#x[0-9a-f]+);",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Texts:
    """Reads the texts of one question."""

    files: Files
    folder: str
    """Of the file that the question stands in, within the package."""
    media: dict[str, bytes] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    missing: dict[str, None] = field(default_factory=dict)
    """Files that are named and not there."""

    def html(self, source: str) -> str:
        """Return HTML as Markdown."""
        if not source.strip():
            return ""
        source = _MATH.sub(lambda found: self._mathml(found[0]), source)
        found = markdown(_IMAGE.sub(lambda image: _equation(image[0]), source), self.place)
        self.kept.update(found.kept)
        self.dropped.update(found.dropped)
        return found.text

    def plain(self, source: str) -> str:
        """Return plain text as Markdown."""
        return plain_text(source)

    def said(self, source: str, texttype: str | None) -> str:
        """Return a text as HTML, whatever ``texttype`` it has; where none is told, the text itself shows it."""
        if texttype in {"text/html", "text/xhtml"}:
            return source
        whole = re.fullmatch(r"\s*<(p|div|span)\b.*</\1>\s*", source, re.DOTALL | re.IGNORECASE)
        if whole or (texttype in {None, ""} and _TAG.search(source)):
            return source
        lines = [html.escape(line, quote=False) for line in source.strip().splitlines()]
        return "<br>".join(line.strip() for line in lines)

    def _mathml(self, source: str) -> str:
        """Return a formula as LaTeX; what cannot be said in LaTeX stays."""
        bare = re.sub(
            r"(</?)[A-Za-z][\w.-]*:", r"\1", re.sub(r"""\s(?:xmlns|xlink)(?::\w+)?=("[^"]*"|'[^']*')""", "", source)
        )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(mend(bare), parser)
            latex = latex_of(root)
        except (etree.XMLSyntaxError, MathmlError, ValueError):
            return bare
        display = root.get("display") == "block" or root.get("mode") == "display"
        return _formula(latex, display=display)

    # -- files

    def place(self, address: str) -> str:
        """Return the path of a file beside the YAML, or nothing for an address that is to stay."""
        if address.startswith("data:"):
            return inlined(self.media, address)
        if not address or address.startswith(("#", "//", "@@")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address):
            return ""
        name = _STUB.sub("", _BASE.sub("", address)).partition("?")[0].partition("#")[0]
        if not name:
            return ""
        in_base = name != address.partition("?")[0]
        spelled = [f"web_resources/{name}", name] if in_base else [name]
        found = next((path for each in spelled if (path := self.files.find(each, self.folder))), "")
        if not found:
            found = self._by_name(posixpath.basename(unquote(name)))
        if not found:
            self.missing[address] = None
            return ""
        try:
            data = self.files.data(found)
        except ArchiveError:
            self.missing[address] = None
            return ""
        if not isinstance(self.files, Archive) and not suffix_of(data):
            return ""  # beside a lone file, pictures alone are taken
        return stored(self.media, unquote(posixpath.basename(found)), data)

    def _by_name(self, name: str) -> str:
        """Return the one file of this name, wherever it lies."""
        found = [path for path in self.files.names() if posixpath.basename(path) == name]
        return found[0] if len(found) == 1 else ""

    def lost(self) -> str:
        """Return the names of missing files, for a message."""
        return ", ".join(shortened(name) for name in self.missing)


def _formula(latex: str, *, display: bool) -> str:
    inner = html.escape(latex, quote=False)
    return f"\\[{inner}\\]" if display else f"\\({inner}\\)"


def _equation(image: str) -> str:
    """Return the formula that a picture of Canvas shows; any other picture as it is."""
    if "equation" not in image.lower() and "LaTeX:" not in image:
        return image
    try:
        node = lxml_html.fragment_fromstring(image)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return image
    latex = (node.get("data-equation-content") or "").strip()
    alternative = (node.get("alt") or "").strip()
    if not latex and alternative.startswith("LaTeX:"):
        latex = alternative.removeprefix("LaTeX:").strip()
    source = node.get("src") or ""
    if not latex and "equation_images/" in source:
        latex = unquote(unquote(source.partition("equation_images/")[2].partition("?")[0]))
    return _formula(latex, display=False) if latex else image
