"""Figures in the formats that pdflatex includes: PDF for SVG, PNG and JPEG as they are, others as PNG."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas
from svglib.fonts import FontMap
from svglib.svglib import svg2rlg

from qbank.figures import Figure

FAMILIES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "serif": ("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
        "sans-serif": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
        "monospace": ("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
    }
)
"""PDF's own fonts, upright, bold, italic, bold italic: the same everywhere, whatever fonts a machine has."""
KIN: Mapping[str, str] = MappingProxyType(
    {
        "times": "serif",
        "times new roman": "serif",
        "georgia": "serif",
        "cambria": "serif",
        "latin modern roman": "serif",
        "courier": "monospace",
        "courier new": "monospace",
        "arial": "sans-serif",
        "helvetica": "sans-serif",
        "system-ui": "sans-serif",
    }
)


class ConversionError(ValueError):
    """A figure cannot be converted; the message says why."""


class _Fonts(FontMap):
    """Never asks the machine for fonts: svglib would read files and start ``fc-match``."""

    def find_font(self, font_name: str, weight: str = "normal", style: str = "normal") -> tuple[str, bool]:
        """Return the font of PDF that comes nearest."""
        name = font_name.strip().lower()
        family = KIN.get(name, name)
        bold = weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600)
        chosen = FAMILIES.get(family, FAMILIES["sans-serif"])[bold + 2 * (style in {"italic", "oblique"})]
        return chosen, family in FAMILIES


def convert(figure: Figure) -> tuple[str, bytes]:
    """Return the suffix and the bytes that LaTeX is given for a figure. Raises :class:`ConversionError`."""
    suffix, converter = CONVERTERS[figure.media_type]
    try:
        return suffix, converter(figure.data)
    except ConversionError:
        raise
    except Exception as error:  # the libraries raise whatever comes along
        raise ConversionError(f"it cannot be converted: {error}") from error


def _svg(data: bytes) -> bytes:
    drawing = svg2rlg(io.BytesIO(data), font_map=_Fonts())
    if not isinstance(drawing, Drawing) or drawing.width <= 0 or drawing.height <= 0:
        raise ConversionError("it shows nothing: an SVG needs a width and a height, or a viewBox")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(drawing.width, drawing.height), invariant=1, pageCompression=1)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.save()
    return out.getvalue()


def _png(data: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=("GIF", "WEBP")) as image:
        image.seek(0)
        image.convert("RGBA").save(out, "PNG")
    return out.getvalue()


CONVERTERS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        "image/svg+xml": (".pdf", _svg),
        "image/png": (".png", bytes),
        "image/jpeg": (".jpg", bytes),
        "image/gif": (".png", _png),
        "image/webp": (".png", _png),
    }
)
"""By media type: the suffix that LaTeX reads, and what makes the file."""
