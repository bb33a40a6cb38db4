"""What is printed of a question, as plain values for the templates: every text is LaTeX already."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from . import arranging, blanks, choosing, essays, gaps
from .answer import Answer
from .labels import amount, points
from .pen import Pen

FIGURE = re.compile(r"\s*\\begin\{qbcentre\}\n(\\qbfigure\{.*\})\n\\end\{qbcentre\}\s*")
"""A figure that is a paragraph of its own, as it is written."""

ANSWERS: Mapping[str, Callable[..., Answer]] = MappingProxyType(
    {
        "single-choice": choosing.single_choice,
        "multiple-choice": choosing.multiple_choice,
        "true-false": choosing.true_false,
        "statements": choosing.statements,
        "numerical": blanks.numerical,
        "short-answer": blanks.short_answer,
        "formula": blanks.formula,
        "matching": arranging.matching,
        "ordering": arranging.ordering,
        "cloze": gaps.cloze,
        "essay": essays.essay,
        "description": essays.description,
    }
)
"""How a type is answered, by its name: the types that stand here can be printed."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A question; ``number`` is 0 for a text that asks nothing."""

    id: str
    number: int
    about: str
    """Identifier, title, category and tags: for teachers."""
    points: str
    value: str
    """The points as a number."""
    stem: str
    solved_stem: str
    """With gaps filled in; else the same."""
    answer: Answer
    outcomes: tuple[tuple[str, str], ...]
    """Feedback by outcome: of which, and the text."""
    hints: tuple[str, ...]
    explanation: str
    evidence: str

    def beside(self, *, solved: bool) -> tuple[str, str]:
        """Return the stem without its figure, and the figure, where it has exactly one that stands alone."""
        stem = self.solved_stem if solved else self.stem
        figures = FIGURE.findall(stem)
        return (FIGURE.sub("\n\n", stem).strip(), figures[0]) if len(figures) == 1 else (stem, "")

    @property
    def solved(self) -> bool:
        """Whether there is anything to read beside the key."""
        return bool(self.explanation or self.hints or self.outcomes or self.answer.solution)


def printed(pen: Pen[Any], number: int, *, about: str, evidence: str) -> Printed:
    """Return the values of a question whose type stands in :data:`ANSWERS`; ``about`` and ``evidence`` are LaTeX."""
    question, words = pen.question, pen.words
    answer = ANSWERS[question.type](pen)
    stem, solved_stem = answer.stems or (pen.text(("stem",), question.stem),) * 2
    outcomes = {"correct": words.right, "partial": words.partly, "incorrect": words.wrong}
    return Printed(
        id=question.id,
        number=number,
        about=about,
        points=pen.plain(points(question.points, words)) if number else "",
        value=pen.plain(amount(question.points, words)),
        stem=stem,
        solved_stem=solved_stem,
        answer=answer,
        outcomes=tuple(
            (pen.plain(word), written)
            for name, word in outcomes.items()
            if (written := pen.text(("feedback", name), getattr(question.feedback, name)))
        ),
        hints=tuple(pen.text(("hints", index), hint) for index, hint in enumerate(question.hints)),
        explanation=pen.text(("explanation",), question.explanation),
        evidence=evidence,
    )
