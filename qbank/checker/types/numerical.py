"""The check of a number as an answer: the exact value is derived, and lies within the tolerance of the key or not."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from qbank.checker.choice import check_choice
from qbank.checker.doubts import alarming
from qbank.checker.units import UNITS
from qbank.evidence import Level
from qbank.schema import Accepted, CheckBlock, Numerical, NumericalFields, Question
from qbank.schema.check import Notation as Declared
from qbank.schema.cloze import GAP

from .likeness import as_choice, option, renamed

_UNIT = re.compile(r"[A-Za-zΩµ°%]+(?:\^?-?\d)?(?:\s*[/·*]\s*[A-Za-zΩµ]+(?:\^?-?\d)?)*")


def check_numerical(question: Numerical, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``numerical``; return evidence and diagnostics as plain data."""
    key = question.accepted[0] if question.key is not None else None
    field = "range" if question.range is not None else "answer"
    options = [option(numeral(key, question.unit))] if key else []
    choice = as_choice(question, options, 1 if key else None)
    result = check_choice(choice, declared, accepted=margin(key) if key else None)
    return renamed(result, {1: "the answer"}, {1: ((field,), -1)}, "add answer: with the number")


_GAPS = re.compile(r"(?:\$(?:[^$\\]|\\.)+?(?:=|\\approx)\s*\$\s*)?" + GAP.pattern)
"""A gap, with the formula that asks for it."""
_THEN = re.compile(r"(?<![\w,] )\bThen\b")
"""At the start of a sentence it is no part of a condition."""
_NAME = re.compile(r"\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?")


def check_value(
    question: Question, text: str, gap: NumericalFields, asked: str, declared: Declared
) -> tuple[Level, str]:
    """Derive what a formula in ``text`` asks for, and compare it with a number; return the level, and what differs.

    ``text`` is the stem up to the end of the sentence with the gap. A bare name is not derived: the text around it says
    which of its values is meant.
    """
    key = gap.accepted[0]
    if _NAME.fullmatch(asked) or alarming(_THEN.sub("", text)):
        return Level.ASSERTED, ""
    check = (question.check or CheckBlock()).model_copy(update={"find": asked})
    choice = as_choice(question, [option(numeral(key))], 1, stem=_GAPS.sub("…", text))
    choice = choice.model_copy(update={"check": check, "explanation": ""})
    result = check_choice(choice, declared, accepted=margin(key))
    level = Level(result["evidence"]["evidence"])
    wrong = [each["message"] for each in result["diagnostics"] if each["code"] == "QB301"]
    if level is Level.REFUTED and not wrong:
        return Level.UNDECIDED, ""
    return level, wrong[0].rpartition(": ")[2] if wrong else ""


def margin(key: Accepted) -> tuple[Fraction, Fraction]:
    """Return the number and how far off an answer may be, exactly."""
    return Fraction(key.value), Fraction(key.margin)


def numeral(key: Accepted, unit: str = "") -> str:
    """Return the number in LaTeX between dollars, with its unit if that is one."""
    number = format(key.value, "f")
    known = _UNIT.fullmatch(unit) and all(word in UNITS for word in re.findall(r"[A-Za-zΩµ]+", unit))
    spelled = re.sub(r"\s*[·*]\s*", r" \\cdot ", unit)
    return rf"${number}\,\mathrm{{{spelled}}}$" if known else f"${number}$"
