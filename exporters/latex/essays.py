"""Questions that a person grades, and texts that ask nothing."""

from __future__ import annotations

from qbank.schema import Description, Essay

from .answer import Answer, Room
from .labels import points
from .pen import Pen
from .strings import Strings

MOST_LINES = 200
"""Ruled lines at most: eight pages."""


def essay(pen: Pen[Essay]) -> Room:
    """Return room for a text, and what whoever grades is told."""
    question, words = pen.question, pen.words
    instruction = " ".join(filter(None, (_length(question, words), _files(question, words))))
    return Room(
        kind="room",
        instruction=pen.plain(instruction),
        key=pen.plain(words.by_rubric) if question.rubric or question.model_answer else "",
        lines=0 if question.response == "none" else min(question.lines, MOST_LINES),
        template=(pen.code if question.response == "code" else pen.text)(("template",), question.template),
        model=pen.text(("model_answer",), question.model_answer),
        rubric=tuple(
            (
                pen.beside(("rubric", index, "text"), each.text),
                "" if each.points is None else pen.plain(points(each.points, words)),
            )
            for index, each in enumerate(question.rubric)
        ),
        total=pen.plain(points(question.points, words)),
    )


def _length(question: Essay, words: Strings) -> str:
    least, most = question.min_words or 0, question.max_words
    if most is None:
        return words.at_least.format(n=least) if least else ""
    return words.words_between.format(n=least, m=most) if least else words.at_most.format(n=most)


def _files(question: Essay, words: Strings) -> str:
    least, most = question.attachments_required, question.attachments
    if not most:
        return ""
    told = f"{most}" if least == most else f"{least}–{most}"
    kinds = f" ({', '.join(question.file_types)})" if question.file_types else ""
    return words.files.format(n=told + kinds)


def description(_pen: Pen[Description]) -> Answer:
    """Return nothing to be answered."""
    return Answer(kind="nothing")
