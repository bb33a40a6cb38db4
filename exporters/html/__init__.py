"""Two self-contained HTML pages: ``practice.html`` to answer questions on, ``solutions.html`` to read."""

from .exporter import HtmlExporter

__all__ = ["HtmlExporter"]
