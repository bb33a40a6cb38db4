"""The check of a statement that is true or false: proved or refuted itself, where it is a formula."""

from __future__ import annotations

import re
from typing import Any

from qbank.checker.setting import Finding
from qbank.checker.statement_claims import judge_statements
from qbank.evidence import Level
from qbank.schema import Statement, Statements, TrueFalse
from qbank.schema.check import Notation as Declared

from .plain import Parts, no_key, reported

_LEAD = re.compile(
    r"\s*(?:true or false|is (?:it|this|the following) true(?: or false)?"
    r"|decide whether(?: this is true(?: or false)?)?)\s*[:?.]\s*",
    re.IGNORECASE,
)


def check_true_false(question: TrueFalse, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``true-false``; return evidence and diagnostics as plain data."""
    parts = Parts(question, declared, {})
    if question.key is None:
        return reported(parts, Level.UNDECIDED, "No key yet.", [no_key(question, "add answer: true or answer: false")])
    common = {name: getattr(question, name) for name in ("id", "check")}
    told = _LEAD.sub("", question.stem, count=1)
    claim = Statements.model_construct(
        **common, type="statements", stem="", statements=(Statement(text=told, correct=question.key),)
    )
    (judged,) = judge_statements(claim, declared)
    said = "true" if question.key else "false"
    if judged.verdict not in ("true", "false"):
        reason = "it is prose" if judged.verdict == "unread" else judged.method
        return reported(parts, Level.ASSERTED, f"The author's word: {reason}.", [])
    if judged.verdict != said:
        if not judged.proved:
            return reported(parts, Level.ASSERTED, f"The author's word: the statement {judged.method}.", [])
        message = f"the statement is keyed as {said}, but it {judged.method}"
        found = [Finding("QB309", message, ("answer",))]
        return reported(parts, Level.REFUTED, f"The statement {judged.method}.", found)
    level = Level.PROVED if judged.proved else Level.TESTED
    return reported(parts, level, f"The statement {judged.method}.", [])
