"""Questions answered by a formula."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import model_validator

from .mistake import Mistake
from .model import Model
from .question import Question
from .scalars import Latex, Markdown, Percent

FULL = Decimal(100)


class FormulaAnswer(Model):
    """A further formula that is accepted, or known to be wrong. A bare text in YAML stands for `formula` alone."""

    formula: Latex
    """The formula, in LaTeX."""
    fraction: Percent = FULL
    """Share of the points in percent."""
    feedback: Markdown = ""
    """What a student reads after this answer."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"formula": value} if isinstance(value, str) else value


class Formula(Question):
    """The answer is a formula, graded by algebra."""

    type: Literal["formula"]
    """`formula`: the answer is a formula; whatever is equal to it is right."""
    answer: Latex = ""
    """The formula, in LaTeX. `check: relation:` says where equal is not what is meant, such as `up-to-constant`."""
    answers: tuple[FormulaAnswer, ...] = ()
    """Further formulas that earn a part, and wrong ones that get a feedback of their own."""

    @property
    def key(self) -> str | None:
        """The formula, in LaTeX, without its dollars; ``None`` where there is no key yet."""
        return undollared(self.answer) or None

    def mistakes(self) -> Sequence[Mistake]:
        """Return formulas that are empty."""
        return [
            Mistake("QB110", "a formula is wanted here", path=("answers", index, "formula"))
            for index, each in enumerate(self.answers)
            if not undollared(each.formula)
        ]


def undollared(latex: str) -> str:
    """Return a formula without the dollars around it."""
    text = latex.strip()
    for mark in ("$$", "$"):
        if text.startswith(mark) and text.endswith(mark) and len(text) > 2 * len(mark):
            return text[len(mark) : -len(mark)].strip()
    return text
