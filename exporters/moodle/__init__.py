"""Moodle XML: one file that Moodle's question bank imports."""

from .exporter import MoodleExporter

__all__ = ["MoodleExporter"]
