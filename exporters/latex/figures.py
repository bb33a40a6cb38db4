"""Figures in the formats that pdflatex includes: PDF for SVG, PNG and JPEG as they are, others as PNG."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PIL import Image
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas
from svglib.fonts import FontMap
from svglib.svglib import svg2rlg

from qbank.figures import Figure

from .losses import heard, losses

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


@dataclass(frozen=True, slots=True)
class Converted:
    """A figure for LaTeX; ``losses`` tells what of it will not be shown."""

    suffix: str
    data: bytes
    losses: tuple[str, ...] = ()


def convert(figure: Figure) -> Converted:
    """Return what LaTeX is given for a figure. Raises :class:`ConversionError`."""
    try:
        return CONVERTERS[figure.media_type](figure.data)
    except ConversionError:
        raise
    except Exception as error:  # the libraries raise whatever comes along
        raise ConversionError(f"it cannot be converted: {error}") from error


def _svg(data: bytes) -> Converted:
    with heard() as said:
        drawing = svg2rlg(io.BytesIO(data), font_map=_Fonts())
    if not isinstance(drawing, Drawing) or drawing.width <= 0 or drawing.height <= 0:
        raise ConversionError("it shows nothing: an SVG needs a width and a height, or a viewBox")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(drawing.width, drawing.height), invariant=1, pageCompression=1)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.save()
    return Converted(".pdf", out.getvalue(), tuple(losses(data) or said))


def _png(data: bytes) -> Converted:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=("GIF", "WEBP")) as image:
        image.seek(0)
        image.convert("RGBA").save(out, "PNG")
    return Converted(".png", out.getvalue())


CONVERTERS: Mapping[str, Callable[[bytes], Converted]] = MappingProxyType(
    {
        "image/svg+xml": _svg,
        "image/png": lambda data: Converted(".png", data),
        "image/jpeg": lambda data: Converted(".jpg", data),
        "image/gif": _png,
        "image/webp": _png,
    }
)
"""What makes of a figure one that LaTeX reads, by media type."""
