"""What texts need beside themselves while they are rendered: figures, and a place for what goes wrong."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.figures import FigureError, read
from qbank.markup import Node
from qbank.mathml import MathProblem
from qbank.schema import Question

from .render import Context


@dataclass(slots=True)
class Gathering:
    """Gathers diagnostics while the texts of a page are rendered."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    language: str = "en"
    """Of the page; formulas are said in it, or in that of their question."""
    address: Callable[[str], str] = str
    """Returns what a page names a figure by, told its ``data:`` address."""

    def context(self, question: Question, path: Sequence[str | int], heading: int) -> Context:
        """Return the context of one text: what goes wrong in it is placed there."""

        def problem(node: Node, found: MathProblem) -> None:
            place = question.origin.span(*path, offset=node.offset + found.offset)
            message = f"a formula is shown as LaTeX: {found.message.rstrip('.')}"
            hint = "write it with other commands, or accept that this page shows its source"
            self.diagnostics.append(diagnostic("QB430", message, place, hint=hint, question=question.id))

        def figure(node: Node) -> str:
            try:
                found = read(question, node.attributes["src"])
            except FigureError as error:
                place = question.origin.span(*path, offset=node.offset)
                self.diagnostics.append(diagnostic("QB436", str(error), place, hint=error.hint, question=question.id))
                return ""
            return self.address(f"data:{found.media_type};base64,{base64.b64encode(found.data).decode()}")

        return Context(figure, problem, heading, language=_primary(question.language or self.language))

    def plain_context(self) -> Context:
        """Return the context of a text that belongs to no question; each page shows it, its problems are told once."""

        def problem(node: Node, found: MathProblem) -> None:
            message = f"a formula is shown as LaTeX: {node.text}: {found.message.rstrip('.')}"
            if (told := diagnostic("QB430", message)) not in self.diagnostics:
                self.diagnostics.append(told)

        return Context(lambda _node: "", problem, language=_primary(self.language))


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]
