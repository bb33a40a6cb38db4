"""The check of a formula as an answer: derived like the key of a choice; answers that earn less must differ from it."""

from __future__ import annotations

from typing import Any

from qbank.checker.choice import check_choice
from qbank.schema import Formula
from qbank.schema.check import Notation as Declared
from qbank.schema.formula import undollared

from .likeness import Path, as_choice, option, renamed


def check_formula(question: Formula, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``formula``; return evidence and diagnostics as plain data.

    The key is an option, and so is every further answer that earns less: it is refuted like a distractor. Further
    answers that earn everything are not judged: they stand there because they are *not* equal.
    """
    key = question.key
    lesser = [(at, each) for at, each in enumerate(question.answers) if each.fraction < 100]
    told: list[tuple[str, str, tuple[Path, int]]] = []
    if key is not None:
        told.append((key, "the answer", (("answer",), question.answer.find(key))))
    for at, each in lesser:
        latex = undollared(each.formula)
        place: tuple[Path, int] = ("answers", at, "formula"), each.formula.find(latex)
        told.append((latex, f"answer {at + 1} of “answers”", place))
    options = [option(f"${latex}$") for latex, _, _ in told]
    result = check_choice(as_choice(question, options, 1 if key is not None else None), declared)
    names = {at: name for at, (_, name, _) in enumerate(told, 1)}
    # the option has a dollar before its formula
    paths = {at: (path, start - 1) for at, (_, _, (path, start)) in enumerate(told, 1)}
    return renamed(result, names, paths, "add answer: with the formula")
