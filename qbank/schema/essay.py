"""Questions that a person grades, and texts that ask nothing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema, model_validator

from .mistake import Mistake, mistaken
from .model import Model
from .question import Question
from .scalars import Markdown, PlainText, Points, WantedMarkdown, read_whole

MAX_COUNT = 100_000


def _count(value: int) -> int:
    if not 0 <= value <= MAX_COUNT:
        raise mistaken(Mistake("QB111", f"{value} is not between 0 and {MAX_COUNT}"))
    return value


Count = Annotated[
    int, BeforeValidator(read_whole), AfterValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0})
]
"""A whole number, 0 or more."""


class Criterion(Model):
    """One line of a rubric. A bare text in YAML stands for `text` alone."""

    text: WantedMarkdown
    """What is looked for."""
    points: Points | None = None
    """Points for it."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Essay(Question):
    """The answer is a text, graded by a person."""

    type: Literal["essay"]
    """`essay`: the answer is a text, graded by a person."""
    model_answer: Markdown = ""
    """What a full answer looks like; for whoever grades."""
    rubric: tuple[Criterion, ...] = ()
    """What earns points; for whoever grades."""
    response: Literal["rich", "plain", "code", "none"] = "rich"
    """What the student writes in: with formatting, without, in a fixed-width font, or nothing but files."""
    template: Markdown = ""
    """A text that the student starts from."""
    lines: Count = 15
    """Room for the answer, in lines."""
    min_words: Count | None = None
    """Least number of words."""
    max_words: Count | None = None
    """Greatest number of words."""
    attachments: Count = 0
    """How many files may be handed in."""
    attachments_required: Count = 0
    """How many files must be handed in."""
    file_types: tuple[PlainText, ...] = ()
    """Kinds of files, such as `.pdf`; left out: any."""

    def mistakes(self) -> Sequence[Mistake]:
        """Return limits that contradict one another, and a rubric that does not add up."""
        found = []
        if self.min_words is not None and self.max_words is not None and self.min_words > self.max_words:
            message = f"at least {self.min_words} words and at most {self.max_words} cannot be"
            found.append(Mistake("QB111", message, path=("max_words",)))
        if self.attachments_required > self.attachments:
            message = f"files to be handed in: at least {self.attachments_required}, at most {self.attachments}"
            found.append(Mistake("QB111", message, "", ("attachments_required",)))
        if self.response == "none" and not self.attachments:
            found.append(Mistake("QB111", "there is nothing to answer with", "allow attachments", ("response",)))
        told = [each.points for each in self.rubric if each.points is not None]
        total = sum(told, Decimal(0))
        if told and len(told) == len(self.rubric) and total != self.points:
            message = f"the rubric gives {total} points, the question {self.points}"
            found.append(Mistake("QB114", message, f"write points: {total}, or change the rubric", ("rubric",)))
        return found


class Description(Question):
    """A text that asks nothing: an introduction to the questions behind it."""

    type: Literal["description"]
    """`description`: a text between questions, which asks nothing and earns no points."""

    points: Annotated[Points, AfterValidator(lambda _: Decimal(0))] = Decimal(0)
    """Always 0: what the file says of all its questions does not count here."""
