"""LaTeX: an exam sheet, the same with solutions, and slides; with ``--pdf`` also as PDF (``docs/latex.md``)."""

from .exporter import LatexExporter

__all__ = ["LatexExporter"]
