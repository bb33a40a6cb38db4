"""A formula as an answer, compared with the key at points that the checker has worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, cast

from markupsafe import Markup

from qbank.diagnostic import diagnostic
from qbank.schema import Formula
from qbank.schema.formula import undollared

from .answer import Written
from .labels import key_number, percent, plain_number
from .writer import Writer
from .writing import Taken

if TYPE_CHECKING:
    from qbank.checker.sampling_points import Samples

_BY_VALUE = frozenset({None, "equal", "up-to-constant", "approximate"})
"""Relations that the values at points decide."""


@dataclass(frozen=True, slots=True)
class FormulaAnswer(Written):
    """A formula; without ``samples`` the student compares it with the key."""

    kind: ClassVar[str] = "formula"
    prompt: ClassVar[str] = "write_formula"
    taken: tuple[Taken, ...]
    samples: Samples | None
    form: bool
    """The form matters, which values do not tell."""

    def data(self) -> dict[str, Any]:
        """Return the points, and what each formula is there."""
        told: dict[str, Any] = {"fractions": [plain_number(each.fraction) for each in self.taken]}
        found = self.samples
        if found is not None:
            told |= {
                "names": list(found.names),
                "left": found.left,
                "samples": [dict(point) for point in found.points],
                "values": [list(row) for row in found.values],
                "loose": found.up_to_constant,
                "form": self.form,
            }
        return told

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield the right formula and the feedback; the others stand in the solutions alone."""
        for each in self.taken:
            if each.number == 1:
                yield "the right formula", each.shown
            yield f"the feedback on formula {each.number}", each.feedback


def formula(writer: Writer) -> FormulaAnswer:
    """Return the formula that is asked for."""
    from qbank.checker.sampling_points import sample  # noqa: PLC0415  # the checker takes most of a second

    question = cast("Formula", writer.question)
    answers = [("answer",), *(("answers", n, "formula") for n in range(len(question.answers)))]
    sources = [question.answer, *(each.formula for each in question.answers)]
    fractions = [Decimal(100), *(each.fraction for each in question.answers)]
    feedbacks = [Markup()]
    feedbacks += [writer.text(("answers", n, "feedback"), each.feedback, 4) for n, each in enumerate(question.answers)]
    taken = tuple(
        Taken(
            n + 1,
            writer.line(path, f"${undollared(source)}$"),
            "",
            fraction,
            percent(fraction, writer.page.strings),
            feedback,
            f"{undollared(source)}:{key_number(fraction)}",
        )
        for n, (path, source, fraction, feedback) in enumerate(zip(answers, sources, fractions, feedbacks, strict=True))
    )
    relation = question.check.relation if question.check else None
    form = (relation or "").startswith("form:")
    if form or relation in _BY_VALUE:
        found = sample(question, writer.page.notation)
    else:
        found = f"the relation “{relation}” is not told by values"
    if isinstance(found, str):
        writer.page.tell(
            diagnostic(
                "QB437",
                f"students judge this formula by themselves: {found}",
                question.origin.span("answer"),
                question=question.id,
            )
        )
    elif form:
        message = "the page compares the value; whether the form is right, students judge by themselves"
        writer.page.tell(diagnostic("QB437", message, question.origin.span("check"), question=question.id))
    return FormulaAnswer(taken, None if isinstance(found, str) else found, form)
