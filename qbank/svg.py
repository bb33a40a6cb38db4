"""Whether an SVG is a picture and nothing more: no code, nothing from elsewhere, nothing that explodes.

The rules follow the "secure static mode" of SVG 2 (https://www.w3.org/TR/SVG2/conform.html#secure-static-mode), in
which pictures are shown by ``<img>``; we refuse what would not be shown there, since learning platforms also hand out
the file itself, where scripts run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}svg"
_FORBIDDEN = {
    "script": "a script",
    "foreignobject": "foreignObject, that is, a web page inside the picture",
    "iframe": "a frame",
    "embed": "an embedded object",
    "object": "an embedded object",
    "audio": "sound",
    "video": "a film",
    "handler": "a script",
    "listener": "a script",
}
_INLINE_DATA = re.compile(
    r"data:(image/(png|jpe?g|gif|webp)|(application/)?(x-)?font[/-]?[a-z0-9+.-]*)[;,]", re.IGNORECASE
)
_CSS_URL = re.compile(r"url\(\s*[\"']?\s*([^\"')\s]*)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@lru_cache(maxsize=16)
def refusal(data: bytes) -> str:
    """Return why ``data`` is refused as an SVG, in words that follow "it", or nothing where it is harmless."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _ENCODING.match(data)
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        return f"is written in {declared[1].decode('ascii')}, not in UTF-8"
    if b"\0" in data or not _is_utf8(data):
        return "is not written in UTF-8"
    if b"<!ENTITY" in data:
        return "declares entities"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return f"is not well-formed: {error.msg}"
    if root.tag != _SVG:
        return "is no SVG: its outermost element is not svg in SVG's namespace"
    return next(_faults(root), "")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _faults(root: etree._Element) -> Iterator[str]:
    for node in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        if isinstance(node, etree._ProcessingInstruction):  # noqa: SLF001  # lxml has no other name for it
            yield f"has a processing instruction ({node.target!s})"
        if not isinstance(node.tag, str):
            continue
        name = etree.QName(node).localname
        if name.lower() in _FORBIDDEN:
            yield f"contains {_FORBIDDEN[name.lower()]}"
        if name == "style":
            yield from _style_faults("".join(map(str, node.itertext())))
        for key, value in node.attrib.items():
            yield from _attribute_faults(name, etree.QName(key).localname, str(value))


def _attribute_faults(element: str, name: str, value: str) -> Iterator[str]:
    if name.lower().startswith("on"):
        yield f"runs a script ({name})"
    elif name in {"href", "src", "base"} or (name in {"to", "from", "values", "by"} and ":" in value):
        address = value.strip()
        if element == "a" and re.match(r"https?://", address):
            return
        if address and not address.startswith("#") and not _INLINE_DATA.match(address):
            yield f"refers to something outside ({_short(address)})"
    else:
        yield from _style_faults(value)


def _style_faults(style: str) -> Iterator[str]:
    if "\\" in style and ("url" in style.lower() or "@" in style):
        yield "hides something in a style sheet behind backslashes"
    if re.search(r"(?i)\b(image-set|image|cross-fade|src)\(", style):
        yield "refers to something in a way that is not checked"
    if "@import" in style.lower():
        yield "imports a style sheet"
    for address in _CSS_URL.findall(style):
        if address and not address.startswith("#") and not _INLINE_DATA.match(address):
            yield f"refers to something outside ({_short(address)})"


def _short(address: str) -> str:
    return address if len(address) <= 60 else address[:59] + "…"
