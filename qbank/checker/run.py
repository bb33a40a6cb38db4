"""Check a bank: what is known from the cache, the rest by worker processes, the results in the bank's order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from qbank.diagnostic import Diagnostic, Severity, Span, diagnostic
from qbank.evidence import Level, OptionEvidence, QuestionEvidence, Report, Solution, StatementEvidence, Step, Witness
from qbank.schema import Bank, Question

from .cache import Cache, fingerprint, key
from .variants import gathered, job, settled
from .workers import DEADLINE, Failure, Pool

FUNCTION = "qbank.checker.question:check_question"
"""The pure function, from plain data to plain data, that checks one question. The only part that needs sympy."""

FAILURES: Mapping[str, tuple[str, str, str]] = {
    "time": ("QB390", "the check ran out of time", "Write the premises in a simpler form, or split the question."),
    "memory": ("QB391", "the check ran out of memory", "Write the premises in a simpler form, or split the question."),
    "recursion": ("QB392", "the check failed: the mathematics is nested too deeply", "Nest it less deeply."),
    "crash": ("QB392", "the check failed: its process ended", "Please report the question; the fault is ours."),
}
"""Failure of a worker to code, message and hint."""


def check(
    bank: Bank,
    *,
    jobs: int | None = None,
    cache: bool = True,
    progress: Callable[[int, int], None] | None = None,
    deadline: float | None = None,
    function: str = FUNCTION,
) -> tuple[Report, list[Diagnostic]]:
    """Check every question of the bank.

    ``jobs``: number of worker processes, by default one for each usable CPU. ``cache``: use and extend the verdicts of
    earlier runs. ``progress``: called with the number of questions done and of all. ``deadline``: seconds for one
    question (or ``QBANK_DEADLINE``). ``function``: what checks one question, ``module:name``.
    Returns the evidence and what there is to say about it, both in the bank's order. Raises nothing for any bank.
    """
    work = [job(question) for question in bank.questions]
    how: dict[str, Any] = {"jobs": jobs, "deadline": deadline, "function": function, "cache": cache}
    general = [each.general.question for each in work if each.general]
    if general:  # one proof may do for all variants
        proofs = iter(_replies([payload(bank, question) for question in general], progress=None, **how))
        work = [settled(each, next(proofs)) if each.general else each for each in work]
    units = [unit.question for each in work for unit in each.units]
    results = _replies([payload(bank, question) for question in units], progress=progress, **how)
    evidence: list[QuestionEvidence] = []
    diagnostics: list[Diagnostic] = []
    replies = (_read(question, reply) for question, reply in zip(units, results, strict=True))
    for each in work:
        found, told = gathered(each, [(unit, *next(replies)) for unit in each.units])
        evidence.append(found)
        diagnostics += sorted(told, key=lambda each: each.span or Span(""))
    return Report(tuple(evidence)), diagnostics


def _replies(payloads: list[dict[str, Any]], *, cache: bool, **how: Any) -> list[Mapping[str, Any] | Failure]:
    """Return the reply to every payload, those of earlier runs among them."""
    results: dict[int, Mapping[str, Any] | Failure] = {}
    if cache:
        program = f"{fingerprint()} {how['function']}"
        keys = [key(program, each) for each in payloads]
        with Cache() as known:
            hits = known.get(keys)
            results = {index: hits[name] for index, name in enumerate(keys) if name in hits}
            for index, reply in _work(payloads, results, **how):
                results[index] = reply
                if isinstance(reply, dict):
                    known.put(keys[index], reply)
    else:
        results = dict(_work(payloads, results, **how))
    return [results[index] for index in range(len(payloads))]


def payload(bank: Bank, question: Question) -> dict[str, Any]:
    """Return what a verdict depends on: the question's content and the bank's notation, no file and no line."""
    return {"question": question.model_dump(mode="json"), "notation": bank.settings.notation.model_dump(mode="json")}


class DeadlineError(ValueError):
    """``QBANK_DEADLINE`` is no number of seconds."""


def default_deadline() -> float:
    """Return the seconds that one question may take. Raises :class:`DeadlineError`."""
    named = os.environ.get("QBANK_DEADLINE")
    if not named:
        return DEADLINE
    try:
        seconds = float(named)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise DeadlineError(f"QBANK_DEADLINE is “{named}”: a number of seconds is wanted, such as 60")
    return seconds


def usable_cpus() -> int:
    """Return the number of CPUs that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(
    payloads: list[dict[str, Any]],
    known: Mapping[int, object],
    *,
    jobs: int | None,
    deadline: float | None,
    function: str,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[int, Mapping[str, Any] | Failure]]:
    """Yield index and reply of every payload that is not known yet."""
    open_ = [index for index in range(len(payloads)) if index not in known]
    done, total = len(payloads) - len(open_), len(payloads)
    if progress:
        progress(done, total)
    if not open_:
        return
    seconds = deadline or default_deadline()
    with Pool(function, min(jobs or usable_cpus(), len(open_)), seconds) as pool:
        for index, reply in pool.answers([payloads[index] for index in open_]):
            yield open_[index], reply
            done += 1
            if progress:
                progress(done, total)


def _read(question: Question, reply: Mapping[str, Any] | Failure) -> tuple[QuestionEvidence, list[Diagnostic]]:
    """Turn plain data into values, its places into lines."""
    if isinstance(reply, str):
        return _failed(question, reply)
    try:
        evidence = _evidence(question, reply["evidence"])
        diagnostics = [_diagnostic(question, each) for each in reply["diagnostics"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return _failed(question, f"exception: {type(error).__name__}")
    return evidence, diagnostics


def _failed(question: Question, failure: Failure) -> tuple[QuestionEvidence, list[Diagnostic]]:
    kind, _, name = failure.partition(": ")
    code, message, hint = FAILURES.get(
        kind, ("QB392", f"the check failed: {name or kind}", "The fault is ours: please report it with the question.")
    )
    place = question.origin.span("id")
    evidence = QuestionEvidence(
        question.id,
        place.file,
        place.line,
        question.type,
        Level.UNDECIDED,
        Solution.UNREAD,
        summary=f"Undecided: {message}.",
    )
    waived = question.check is not None and question.check.waive
    severity = Severity.WARNING if waived else None
    return evidence, [diagnostic(code, message, place, hint=hint, question=question.id, severity=severity)]


def _evidence(question: Question, data: Mapping[str, Any]) -> QuestionEvidence:
    place = question.origin.span("id")
    return QuestionEvidence(
        id=question.id,
        file=place.file,
        line=place.line,
        type=question.type,
        evidence=Level(data["evidence"]),
        solution=Solution(data.get("solution", "none")),
        assumed=tuple(data.get("assumed", ())),
        sizes={name: tuple(sizes) for name, sizes in data.get("sizes", {}).items()},
        answer=data.get("answer", ""),
        relation=data.get("relation", ""),
        options=tuple(_option(each) for each in data.get("options", ())),
        statements=tuple(StatementEvidence(**each) for each in data.get("statements", ())),
        equivalent=tuple(tuple(group) for group in data.get("equivalent", ())),
        steps=tuple(_step(question, each) for each in data.get("steps", ())),
        asked=data.get("asked", ""),
        domain=tuple(data.get("domain", ())),
        inferred=bool(data.get("inferred", False)),
        summary=data.get("summary", ""),
    )


def _option(data: Mapping[str, Any]) -> OptionEvidence:
    witness = data.get("witness")
    return OptionEvidence(**{**data, "witness": Witness(**witness) if witness else None})


def _step(question: Question, data: Mapping[str, Any]) -> Step:
    line = question.origin.span(*data["path"], offset=data.get("offset", 0)).line
    return Step(line, data["latex"], data["verdict"], data.get("method", ""))


def _diagnostic(question: Question, data: Mapping[str, Any]) -> Diagnostic:
    span = question.origin.span(*data["path"], offset=data.get("offset", 0), length=data.get("length", 1))
    severity = Severity(data["severity"]) if data.get("severity") else None
    return diagnostic(
        data["code"], data["message"], span, hint=data.get("hint", ""), question=question.id, severity=severity
    )
