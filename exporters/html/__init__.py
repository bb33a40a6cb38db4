"""Self-contained HTML pages: to practise on, to sit an exam on, to print, and with the solutions."""

from .exporter import HtmlExporter

__all__ = ["HtmlExporter"]
