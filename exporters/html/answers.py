"""What a student answers with, a kind for each question type."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from .answer import Answer
from .choosing import multiple_choice, single_choice, statements, true_false
from .formulas import formula
from .gaps import cloze
from .pairing import matching, ordering
from .writer import Writer
from .writing import description, essay, numerical, short_answer

__all__ = ["ANSWERS", "ASKING", "Answer"]

ANSWERS: Mapping[str, Callable[[Writer], Answer]] = MappingProxyType(
    {
        "single-choice": single_choice,
        "multiple-choice": multiple_choice,
        "true-false": true_false,
        "statements": statements,
        "numerical": numerical,
        "short-answer": short_answer,
        "formula": formula,
        "matching": matching,
        "ordering": ordering,
        "cloze": cloze,
        "essay": essay,
        "description": description,
    }
)
"""The question types that the pages can show."""
ASKING = frozenset(ANSWERS) - {"description"}
"""Those of them that ask something."""
