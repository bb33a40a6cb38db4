"""What of an SVG does not reach the PDF, so that nothing is lost in silence."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from lxml import etree
from reportlab.pdfbase.pdfmetrics import getFont, unicode2T1

PROPERTIES: Mapping[str, str] = MappingProxyType(
    {
        "marker-start": "arrowheads (marker-start)",
        "marker-mid": "markers (marker-mid)",
        "marker-end": "arrowheads (marker-end)",
        "filter": "filters",
        "mask": "masks",
        "textLength": "stretched text (textLength)",
        "text-decoration": "underlined or struck text",
        "mix-blend-mode": "blending",
    }
)
"""Attributes and style properties that svglib passes over, by what they do."""
ELEMENTS: Mapping[str, str] = MappingProxyType(
    {"pattern": "patterns", "textPath": "text along a path", "animate": "animation"}
)


def losses(data: bytes) -> list[str]:
    """Return what the SVG asks for and the PDF will not show, in the order in which it occurs."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return list(dict.fromkeys(_losses(etree.fromstring(data, parser))))


def _losses(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name in ELEMENTS:
            yield ELEMENTS[name]
        style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]*)", element.get("style", "")))
        for key, value in {**element.attrib, **style}.items():
            if key in PROPERTIES and str(value).strip() != "none":
                yield PROPERTIES[str(key)]
            if key == "font-size" and str(value).strip().endswith("%"):
                yield "font sizes in percent"
        if name == "text":
            yield from (f"“{char}” (U+{ord(char):04X})" for char in _unshown("".join(map(str, element.itertext()))))


def _unshown(text: str) -> Iterator[str]:
    """Yield the characters that neither the fonts of PDF nor its symbol fonts have."""
    font = getFont("Times-Roman")
    for char in text:
        parts = unicode2T1(char, [font, *font.substitutionFonts])
        black_square = any(part.fontName == "ZapfDingbats" and written == b"n" for part, written in parts)
        if black_square and not char.isspace() and char != "■":
            yield char


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collect what svglib logs while it draws, instead of letting it print."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("svglib")
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
