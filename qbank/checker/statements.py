"""The check of statements (A), (B) …: their truth values must single out the keyed option.

Statements that are formulas are proved or refuted themselves; for the others the author's truth values stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qbank.evidence import Level, Solution
from qbank.schema import Statements
from qbank.schema.check import Notation as Declared

from .setting import Finding
from .statement_claims import Judged, judge_statements


def check_statements(question: Statements, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``statements``; return evidence and diagnostics as plain data."""
    actual, key = question.actual, question.key
    numbers = range(1, len(question.choices) + 1)
    truths = {number: question.truth(number) for number in numbers}
    findings: list[Finding] = []
    fitting = [number for number in numbers if actual is not None and actual in (truths[number] or ())]
    same = [(a, b) for a in numbers for b in numbers if a < b and truths[a] is not None and truths[a] == truths[b]]
    level = Level.ASSERTED
    judged = judge_statements(question, declared)
    against = _contradicted(question, judged)
    findings += against
    for one, other in same:
        findings.append(Finding("QB303", f"options {one} and {other} say the same", ("options", other - 1)))
    if key is None:
        hint = "add correct: true or false to every statement, or answer: with the number of the option"
        if actual is not None:
            options = "several options say" if fitting else "no option says"
            hint = f"the statements are {_told(actual)}, which {options}"
        severity = "warning" if question.status == "draft" else ""
        findings.append(Finding("QB300", "no key yet", ("id",), hint=hint, severity=severity))
        level = Level.UNDECIDED
    elif actual is not None and fitting != [key]:
        level = Level.REFUTED
        findings.append(_against(question, key, fitting))
    elif same:
        level = Level.REFUTED
    elif actual is not None and (question.answer is not None or any(option.correct for option in question.options)):
        level = Level.CONSISTENT
    if against:
        level = Level.REFUTED
    elif key is not None and level in (Level.CONSISTENT, Level.ASSERTED) and actual is not None:
        level = _derived(judged) or level
    option_rows = [
        {
            "index": number,
            "keyed": number == key,
            "verdict": "unread"
            if actual is None or truths[number] is None
            else "equal"
            if number in fitting
            else "different",
            "method": "truth table" if actual is not None else "the truth values of the statements are not given",
            "witness": None,
        }
        for number in numbers
    ]
    statements = [
        {
            "label": chr(ord("A") + at),
            "claimed": statement.correct,
            "verdict": found.verdict,
            "method": found.method,
        }
        for at, (statement, found) in enumerate(zip(question.statements, judged, strict=True))
    ]
    explained = question.explanation.strip() or any(statement.explanation.strip() for statement in question.statements)
    evidence: dict[str, Any] = {
        "evidence": level.value,
        "solution": (Solution.UNREAD if explained else Solution.NONE).value,
        "assumed": [],
        "sizes": {},
        "answer": _told(actual) if actual is not None else "",
        "relation": "truth table" if actual is not None else "",
        "options": option_rows,
        "statements": statements,
        "equivalent": [list(pair) for pair in same],
        "steps": [],
        "summary": _summary(level, actual, key, len(against)),
    }
    return {"evidence": evidence, "diagnostics": [finding.plain() for finding in findings]}


def _contradicted(question: Statements, judged: Sequence[Judged]) -> list[Finding]:
    """Report statements whose truth value is shown to be another than the author's."""
    found = []
    for at, (statement, verdict) in enumerate(zip(question.statements, judged, strict=True)):
        if statement.correct is None or verdict.verdict not in ("true", "false"):
            continue
        if statement.correct != (verdict.verdict == "true") and verdict.proved:
            claimed = "true" if statement.correct else "false"
            message = f"statement ({chr(ord('A') + at)}) is said to be {claimed}, but it {verdict.method}"
            found.append(Finding("QB309", message, ("statements", at, "text"), length=max(1, len(statement.text))))
    return found


def _derived(judged: Sequence[Judged]) -> Level | None:
    """Return the level that proved and refuted statements give; ``None`` where one was not decided."""
    if not all(one.verdict in ("true", "false") for one in judged):
        return None
    return Level.PROVED if all(one.proved for one in judged) else Level.TESTED


def _told(values: tuple[bool, ...]) -> str:
    return ", ".join(f"({chr(ord('A') + at)}) {'true' if value else 'false'}" for at, value in enumerate(values))


def _against(question: Statements, key: int, fitting: list[int]) -> Finding:
    actual = question.actual or ()
    rows = "; ".join(
        f"option {number}: {' or '.join(_told(row) for row in sorted(truth, reverse=True))}"
        for number in range(1, len(question.choices) + 1)
        if (truth := question.truth(number)) is not None
    )
    if not fitting:
        hint = "no option says so"
    elif len(fitting) == 1:
        hint = f"option {fitting[0]} says so"
    else:
        hint = f"options {' and '.join(map(str, fitting))} say so"
    place = ("options", key - 1) if question.options else ("answer",)
    return Finding(
        "QB307",
        f"option {key} is keyed, but the statements are {_told(actual)} ({rows})",
        place,
        hint=hint,
    )


def _summary(level: Level, actual: tuple[bool, ...] | None, key: int | None, against: int = 0) -> str:
    if against:
        return f"{against} of the statements {'is' if against == 1 else 'are'} not as claimed."
    match level:
        case Level.PROVED | Level.TESTED:
            how = (
                "Every statement is proved or refuted as claimed"
                if level is Level.PROVED
                else ("Every statement agrees with its truth value, not all of them by a proof")
            )
            return f"{how}: {_told(actual or ())}, which is option {key}."
        case Level.CONSISTENT:
            return f"The statements' truth values, {_told(actual or ())}, single out option {key}, which is the key."
        case Level.REFUTED:
            return f"The statements are {_told(actual or ())}: option {key} does not say so, or another says it too."
        case Level.UNDECIDED:
            return "There is no key yet."
        case _:
            known = (
                "the key follows from the statements"
                if actual is not None
                else "the statements' truth values are not given"
            )
            return f"The author's word: {known}, and nothing else confirms it."
