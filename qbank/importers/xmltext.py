"""XML of other programs, parsed safely: no entities of its own, no network, and small faults mended, which is told."""

from __future__ import annotations

import html
import re

from lxml import etree

from qbank.diagnostic import Span, diagnostic

from .draft import Imported, Source

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#\d{1,7};|#x[0-9A-Fa-f]{1,6};)([A-Za-z][A-Za-z0-9]{1,31};)?")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)\b")
_MAX_DEPTH = 200


def parsed(source: Source, imported: Imported) -> etree._Element | None:
    """Return the root; or ``None``, and a problem with line and column in ``imported``."""
    text = source.text()
    if found := _DOCTYPE.search(_CDATA.sub(lambda part: " " * len(part[0]), text)):
        line = text.count("\n", 0, found.start()) + 1
        imported.refuse(source, "a document type is not read: it may expand without end", line)
        return None
    root, error = _parse(text)
    if error is None:
        return root
    mended = mend(text)
    again, _ = _parse(mended) if mended != text else (None, error)
    if again is None:
        line, column = error.position if isinstance(error, etree.XMLSyntaxError) else (1, 1)
        what = re.sub(r", line \d+, column \d+.*", "", str(error))
        hint = "the file may be cut off" if "Premature end" in what or "EndTag" in what else ""
        imported.refuse(source, f"it is no XML: {what}", max(line or 1, 1), max(column or 1, 1), hint)
        return None
    line = error.position[0] if isinstance(error, etree.XMLSyntaxError) else 1
    message = "small faults were mended: entities of HTML, bare “&” or control characters"
    imported.problems.append(diagnostic("QB605", message, Span(source.name, max(line or 1, 1), 1, 1)))
    return again


def line_of(node: etree._Element) -> int:
    """Return the line on which an element begins, 1 where that is not known."""
    line = node.sourceline
    return line if isinstance(line, int) else 1


def mend(text: str) -> str:
    """Return XML with entities of HTML as characters, a bare ``&`` spelled out, and without control characters."""
    parts = _CDATA.split(_CONTROLS.sub("", text))
    return "".join(part if at % 2 else _ENTITY.sub(_character, part) for at, part in enumerate(parts))


def _character(found: re.Match[str]) -> str:
    if found[1] is None:
        return "&amp;"
    meant = html.unescape(found[0])
    return "&amp;" + found[1] if meant == found[0] or meant in "<>&" else meant


def _parse(text: str) -> tuple[etree._Element | None, Exception | None]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, strip_cdata=False)
    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.removeprefix("\ufeff"), count=1).lstrip()
    lead = text[: len(text) - len(data)].count("\n")
    try:
        root = etree.fromstring(("\n" * lead + data).encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, error
    return root, None
