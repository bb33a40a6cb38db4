"""The check of one question: plain data in, plain data out, whatever the question holds."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from typing import Any

from qbank.schema import QUESTION_TYPES
from qbank.schema.check import Notation

from .choice import check_choice
from .statements import check_statements

CHECKS: Mapping[str, Callable[[Any, Notation], dict[str, Any]]] = {
    "single-choice": check_choice,
    "statements": check_statements,
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
