"""What an exporter is told of an exam: the title block, the sections and which version it is.

An exam is exported version by version. The bank handed over then holds the questions of that version, in their order,
with their options in the order of that version and their keys moved along: a question is printed as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions under a title; title and instructions may be empty."""

    title: str
    """Plain text."""
    instructions: str
    """Markdown, without figures."""
    questions: tuple[str, ...]
    """The questions by their ids, in order; all sections together are the questions of the bank that goes along."""
    points: Decimal
    """What the questions of the section are worth together."""


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam, or one version of it. Texts are plain unless said otherwise, and empty where the author gave none.

    The paper is that of :class:`qbank.registry.ExportOptions`, the language that of the bank's settings.
    """

    name: str
    """The name of the exam's file, without its suffix."""
    title: str
    course: str = ""
    date: str = ""
    duration: str = ""
    """How long it takes, in the author's words: ``90 minutes``."""
    author: str = ""
    instructions: str = ""
    """What holds for the whole exam: Markdown, without figures."""
    fields: tuple[str, ...] = ()
    """What the student fills in on the title block, in order; none: the exporter's own."""
    version: str = ""
    """``A``, ``B`` …; empty where there is but one version."""
    sections: tuple[Section, ...] = ()
    grading_table: bool = False
    """Whether the title page has a table of the questions with room for the points reached."""
    answer_space: bool = True
    """Whether room for answers is left below the questions."""

    @property
    def points(self) -> Decimal:
        """What all questions are worth together."""
        return sum((section.points for section in self.sections), Decimal(0))
