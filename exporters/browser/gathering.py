"""What the texts of the bank need beside themselves: figures, each kept once, and a place for what goes wrong."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.figures import FigureError, read
from qbank.markup import Node
from qbank.mathml import MathProblem
from qbank.schema import Question

from ..html.render import Context


@dataclass(slots=True)
class Gathering:
    """Gathers figures and diagnostics while questions are rendered."""

    language: str
    """Of the bank; formulas are said in it, or in that of their question."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    """Each figure's ``data:`` address with its number, in the order of first use."""

    def context(self, question: Question, path: Sequence[str | int], heading: int) -> Context:
        """Return the context of one text; in its place an image names the number of its figure."""

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
            address = f"data:{found.media_type};base64,{base64.b64encode(found.data).decode()}"
            return f"{FIGURE}{self.figures.setdefault(address, len(self.figures))}"

        language = (question.language or self.language).lower().partition("-")[0]
        return Context(figure, problem, heading, language=language)

    def tell(self, found: Diagnostic) -> None:
        """Take what the views tell of a question, but that students judge a formula: here nobody is graded."""
        if found.code != "QB437":
            self.diagnostics.append(found)


FIGURE = "figure:"
"""Before the number of a figure, where a page has its address."""
