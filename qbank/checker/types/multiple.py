"""The check of a question with several right options: the keyed ones must be what is asked, and no other."""

from __future__ import annotations

from typing import Any

from qbank.checker.choice import check_choice
from qbank.schema import MultipleChoice
from qbank.schema.check import Notation as Declared

from .likeness import as_choice


def check_multiple(question: MultipleChoice, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``multiple-choice``; return evidence and diagnostics as plain data."""
    key = question.key
    choice = as_choice(question, question.options, key[0] if key else None)
    return check_choice(choice, declared, several=frozenset(key or ()))
