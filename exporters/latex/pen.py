"""Writes the texts of one question, whatever its type."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from qbank.gaps import with_gaps
from qbank.markup import Node, parse
from qbank.schema import Question
from qbank.schema.formula import undollared

from . import escape
from .beside import beside, display_in_line
from .render import Context, render
from .strings import Strings

Path = tuple[str | int, ...]
"""Where a text stands in its question, e.g. ``("options", 0, "text")``."""
Q = TypeVar("Q", bound=Question)


@dataclass(frozen=True, slots=True)
class Pen(Generic[Q]):
    """Writes LaTeX for ``question`` in the words of ``words``; ``at`` knows the surroundings of each field."""

    question: Q
    words: Strings
    at: Callable[[Path], Context]

    def text(self, path: Path, markdown: str) -> str:
        """Return a text of one or several paragraphs."""
        return render(parse(markdown), self.at(path)) if markdown.strip() else ""

    def beside(self, path: Path, markdown: str) -> str:
        """Return a text that stands behind a label, and begins on the label's line."""
        return beside(parse(markdown), self.at(path)) if markdown.strip() else ""

    def gaps(self, path: Path, markdown: str, gap: Callable[[str], str], names: Collection[str]) -> str:
        """Return a text in which ``gap`` writes each of the gaps called ``names``."""
        return render(with_gaps(parse(markdown), names), replace(self.at(path), gap=gap))

    def formula(self, path: Path, latex: str) -> str:
        """Return a formula that was written with or without dollars."""
        return display_in_line(Node("math_block", text=undollared(latex)), self.at(path))

    def code(self, path: Path, text: str) -> str:
        """Return a text line by line, as it stands."""
        return render(Node("code_block", text=text), self.at(path)) if text.strip() else ""

    def plain(self, text: str, path: Path = ()) -> str:
        """Return plain text."""
        return escape.text(text, self.at(path).missing)
