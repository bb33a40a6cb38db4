"""The check of one question: plain data in, plain data out, whatever the question holds."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from typing import Any

from qbank.schema import QUESTION_TYPES
from qbank.schema.check import Notation

from .choice import check_choice
from .statements import check_statements
from .types.formula import check_formula
from .types.gaps import check_cloze
from .types.multiple import check_multiple
from .types.numerical import check_numerical
from .types.pairs import check_matching, check_ordering
from .types.plain import check_description, check_essay, check_raw, check_short_answer
from .types.truth import check_true_false

CHECKS: Mapping[str, Callable[[Any, Notation], dict[str, Any]]] = {
    "single-choice": check_choice,
    "statements": check_statements,
    "multiple-choice": check_multiple,
    "true-false": check_true_false,
    "numerical": check_numerical,
    "short-answer": check_short_answer,
    "formula": check_formula,
    "matching": check_matching,
    "ordering": check_ordering,
    "cloze": check_cloze,
    "essay": check_essay,
    "description": check_description,
    "raw": check_raw,
}
"""How each type is checked."""


def check_question(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Check one question.

    ``payload``: ``question`` (a model as JSON) and ``notation`` (the bank's). Returns ``evidence`` (the fields of
    :class:`~qbank.evidence.QuestionEvidence` that content decides, steps by field and offset) and ``diagnostics``.
    """
    data = payload["question"]
    question = QUESTION_TYPES[data["type"]].model_validate(data)
    return CHECKS[data["type"]](question, Notation.model_validate(payload.get("notation") or {}))


gc.freeze()  # what is imported by now lives as long as the process: no collection need look at it again
