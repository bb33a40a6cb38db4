"""A page to search, read and pick from a whole bank: ``index.html``, with its questions in files beside it."""

from .exporter import BrowserExporter

__all__ = ["BrowserExporter"]
