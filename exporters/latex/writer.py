"""Writes the texts of questions, and remembers figures and what was noticed on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import partial
from itertools import count

from qbank import figures, texscan
from qbank.diagnostic import Diagnostic, Span, diagnostic
from qbank.markup import Node, parse
from qbank.schema import Question

from . import escape
from .content import Printed, printed
from .figures import ConversionError, Converted, convert
from .pen import Path, Pen
from .render import Context, render
from .strings import Strings


class Writer:
    """One export's memory. ``figures`` holds the files that the documents include, by path."""

    def __init__(self) -> None:
        self.figures: dict[str, bytes] = {}
        self._converted: dict[figures.Figure, Converted] = {}
        self._told: list[Diagnostic] = []
        self._missing: dict[tuple[str, Path], tuple[Question | None, dict[str, None]]] = {}

    def question(self, question: Question, number: int, words: Strings, evidence: str) -> Printed:
        """Return all that is printed of ``question``."""
        about = " · ".join(filter(None, (question.id, question.title, question.category, ", ".join(question.tags))))
        pen = Pen(question, words, partial(self._context, question))
        return printed(pen, number, about=self.text(about), evidence=self.text(evidence))

    def text(self, source: str) -> str:
        """Return plain text as LaTeX."""
        return escape.text(source, self._seen(None, ()))

    def markdown(self, source: str) -> str:
        """Return a text that belongs to no question, and has no figures, as LaTeX."""
        context = Context(missing=self._seen(None, ()), image=lambda _node: "", refuse=_faulty)
        return render(parse(source), context) if source.strip() else ""

    def diagnostics(self) -> list[Diagnostic]:
        """Return what was noticed, in the order of the questions."""
        missing = [
            diagnostic(
                "QB421",
                f"no glyph in the fonts for {_named(list(chars))}: a box with the number is printed",
                question.origin.span(*field) if question else None,
                question=question.id if question else "",
            )
            for (_id, field), (question, chars) in self._missing.items()
            if chars
        ]
        return [*dict.fromkeys(self._told), *missing]  # a text may be written twice

    def _seen(self, question: Question | None, field: Path) -> escape.Missing:
        """Return what to tell of characters without a glyph."""
        chars = self._missing.setdefault((question.id if question else "", field), (question, {}))[1]
        return lambda char: chars.update({char: None})

    def _context(self, question: Question, field: Path) -> Context:
        return Context(
            missing=self._seen(question, field),
            image=lambda node: self._image(question, field, node),
            refuse=lambda node: self._refused(question, field, node),
            lost=lambda what: self._lost(question, field, what),
        )

    def _lost(self, question: Question, field: Path, what: str) -> None:
        name = ".".join(step for step in field if isinstance(step, str))
        message = f"LaTeX does not carry {what}"
        self._told.append(diagnostic("QB420", message, question.origin.span(*field), question=question.id, field=name))

    def _image(self, question: Question, field: Path, node: Node) -> str:
        src = node.attributes["src"]
        span = question.origin.span(*field, offset=node.offset)
        try:
            figure = figures.read(question, src)
            converted = self._converted.get(figure) or self._convert(figure, src, span, question)
        except figures.FigureError as error:
            self._told.append(diagnostic(error.code, str(error), span, hint=error.hint, question=question.id))
            return ""
        except ConversionError as error:
            self._told.append(diagnostic("QB426", f"figure “{src}”: {error}", span, question=question.id))
            return ""
        stem = re.sub(r"[^A-Za-z0-9]+", "-", figure.name.rpartition(".")[0]).strip("-") or "figure"
        return self._keep(stem, converted.suffix, converted.data)

    def _convert(self, figure: figures.Figure, src: str, span: Span, question: Question) -> Converted:
        converted = self._converted[figure] = convert(figure)
        if converted.losses:
            message = f"figure “{src}” is printed without {', '.join(converted.losses)}"
            hint = "draw arrowheads as polygons; or save the figure as PNG"
            self._told.append(diagnostic("QB422", message, span, hint=hint, question=question.id))
        return converted

    def _keep(self, stem: str, suffix: str, data: bytes) -> str:
        """Return the path under which a figure is kept: one file for equal figures, a number where names clash."""
        for number in count(1):
            path = f"figures/{stem}{f'-{number}' if number > 1 else ''}{suffix}"
            if self.figures.setdefault(path, data) == data:
                return path
        raise AssertionError

    def _refused(self, question: Question, field: Path, node: Node) -> bool:
        """Tell of a formula that must not reach TeX. The loader lets none through; this is the last gate."""
        found = texscan.faults(node.text, display=node.type == "math_block")
        for fault in found:
            span = question.origin.span(*field, offset=node.offset + fault.offset, length=fault.length)
            self._told.append(diagnostic(fault.code, fault.message, span, hint=fault.hint, question=question.id))
        return bool(found)


def _faulty(node: Node) -> bool:
    return bool(texscan.faults(node.text, display=node.type == "math_block"))


def _named(chars: Sequence[str]) -> str:
    """Return the first few characters by number and name, and how many more there are."""
    named = [f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() for char in chars[:4]]
    return ", ".join(named) + (f" and {len(chars) - 4} more" if len(chars) > 4 else "")
