"""The texts of a question: every field that holds Markdown, whatever the type."""

from __future__ import annotations

from typing import get_args

import pytest

from qbank.schema import QUESTION_TYPES, Question, SingleChoice, Statements
from qbank.schema.scalars import MARKDOWN
from qbank.texts import texts


def paths(question: Question) -> dict[str, str]:
    return {".".join(map(str, text.path)): text.source for text in texts(question)}


def test_texts_of_a_choice() -> None:
    question = SingleChoice.model_validate(
        {
            "id": "q",
            "type": "single-choice",
            "title": "no $text$",
            "stem": "s",
            "options": ["a", {"text": "b", "feedback": "f"}],
            "answer": "1",
            "hints": ["h", "i"],
            "feedback": {"correct": "c", "partial": " "},
            "explanation": "e",
        }
    )
    assert paths(question) == {
        "stem": "s",
        "hints.0": "h",
        "hints.1": "i",
        "feedback.correct": "c",
        "explanation": "e",
        "options.0.text": "a",
        "options.1.text": "b",
        "options.1.feedback": "f",
    }


def test_texts_of_statements() -> None:
    question = Statements.model_validate(
        {
            "id": "q",
            "type": "statements",
            "stem": "s",
            "statements": [{"text": "a", "correct": "true", "explanation": "w"}, "b"],
        }
    )
    assert paths(question) == {
        "stem": "s",
        "statements.0.text": "a",
        "statements.0.explanation": "w",
        "statements.1.text": "b",
    }


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_the_stem_of_every_type_is_marked(name: str) -> None:
    field = QUESTION_TYPES[name].model_fields["stem"]
    assert MARKDOWN in [*field.metadata, *get_args(field.annotation)]


def test_a_text_is_parsed_and_placed() -> None:
    question = SingleChoice.model_validate(
        {"id": "q", "type": "single-choice", "stem": "$x$", "options": ["a", "b"], "answer": "1"}
    )
    first = next(texts(question))
    assert [node.text for node in first.tree.walk() if node.type == "math"] == ["x"]
    with pytest.raises(LookupError, match="not loaded from a file"):
        first.span(0)
