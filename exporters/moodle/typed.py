"""Questions whose answer is typed: a number, a word, a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from qbank.schema import Formula, Numerical, Question, ShortAnswer, ShortAnswerText
from qbank.schema.formula import undollared

from . import quiz
from .digits import around, decimal, spelled
from .escape import xml_text
from .quiz import NumberAnswer, TextAnswer
from .texts import Path, Texts

ANY = "*"
"""Moodle's pattern for any answer."""
_MISREAD = re.compile(r"[\d.,+-]|e[+-]?\d", re.IGNORECASE)
_LEAST_FACTOR, _DECIMALS = Decimal("1e-12"), 19


def numerical(texts: Texts, question: Numerical) -> quiz.Numerical:
    """Build a question on a number. A feedback on wrong answers becomes that on any other number."""
    texts.lose_unearned(question, [each.fraction for each in question.accepted])
    answers = []
    for accepted in question.accepted:
        path = accepted.path[:-1]
        made = around(accepted.value, accepted.low, accepted.high)
        if made.trouble:
            texts.tell("QB417", made.trouble, question, *(path or _key_path(question)))
        fraction = texts.fraction(question, path, accepted.fraction)
        feedback = texts.outcome(question, accepted.fraction, accepted.path, accepted.feedback)
        answers.append(NumberAnswer(fraction, made.value, made.tolerance, feedback))
    if question.feedback.incorrect.strip():
        answers.append(NumberAnswer("0", ANY, "0", texts.outcome(question, Decimal(0))))
    penalty = "" if question.unit_penalty is None else decimal(question.unit_penalty / 100)
    return quiz.Numerical(tuple(answers), tuple(_units(texts, question)), penalty)


def _key_path(question: Numerical) -> Path:
    return ("answer",) if question.answer is not None else ("range",)


def _units(texts: Texts, question: Numerical) -> Iterator[tuple[str, str]]:
    """Yield the units by the names that Moodle compares: it takes all blanks out of an answer before."""
    told: list[tuple[Path, str, Decimal]] = [(("unit",), question.unit, Decimal(1))] if question.unit else []
    told += [(("units", at, "name"), each.name, each.factor) for at, each in enumerate(question.units)]
    for path, written, factor in told:
        name = xml_text(written.replace(" ", ""))
        if name != written:
            message = f"Moodle takes blanks out of answers: the unit “{written}” is “{name}” there, written either way"
            texts.tell("QB418", message, question, *path)
        if _MISREAD.match(name) or "," in name or len(name) > 50:
            message = f"Moodle cannot recognise the unit “{written}”: it takes part of it for the number"
            texts.tell("QB417", message, question, *path, hint="name the unit by letters, at most 50")
        kept = round(factor, _DECIMALS)
        if factor < _LEAST_FACTOR:
            texts.tell("QB417", f"Moodle keeps {_DECIMALS} decimals of a factor", question, *path[:-1], "factor")
        yield name, spelled(kept)


def short_answer(texts: Texts, question: ShortAnswer) -> quiz.ShortAnswer:
    """Build a question on a text. A feedback on wrong answers becomes that on any other text."""
    texts.lose_unearned(question, [each.fraction for each in question.answers])
    answers = []
    for index, each in enumerate(question.answers):
        path = ("answers", index)
        fraction = texts.fraction(question, path, each.fraction)
        feedback = texts.outcome(question, each.fraction, (*path, "feedback"), each.feedback)
        answers.append(TextAnswer(fraction, pattern(each), feedback))
    return quiz.ShortAnswer(question.case_sensitive, (*answers, *_any_other(texts, question, answers)))


def _any_other(texts: Texts, question: Question, answers: list[TextAnswer]) -> Iterator[TextAnswer]:
    if question.feedback.incorrect.strip() and all(each.text != ANY for each in answers):
        yield TextAnswer("0", ANY, texts.outcome(question, Decimal(0)))


def pattern(answer: ShortAnswerText) -> str:
    """Return an accepted text as Moodle's pattern: a star that is meant is escaped."""
    return xml_text(answer.pattern or literal(answer.text)).strip()


def literal(text: str) -> str:
    """Return the pattern that a text alone fits."""
    return text.replace("*", "\\*")


def formula(texts: Texts, question: Formula) -> quiz.ShortAnswer:
    """Build a short answer with the spellings of the formula that students are likely to type."""
    from .spelling import spellings  # noqa: PLC0415  # imports the reader of formulas

    texts.lose_unearned(question, [each.fraction for each in question.answers])
    message = "Moodle compares formulas letter by letter: right there is the answer written in {}, such as {}"
    told: list[tuple[str, Decimal, Path, str]] = [(question.key or "", Decimal(100), (), "")]
    told += [
        (undollared(each.formula), each.fraction, ("answers", index, "feedback"), each.feedback)
        for index, each in enumerate(question.answers)
    ]
    answers: dict[str, TextAnswer] = {}
    for latex, earns, path, own in told:
        fraction = texts.fraction(question, path[:-1], earns)
        feedback = texts.outcome(question, earns, path, own)
        found = spellings(texts.settings, question, latex)
        if not path:
            hint = "" if texts.stack else "--stack writes questions for Moodle's STACK, which compares by algebra"
            ways = "one way" if len(found) == 1 else f"{len(found)} ways"
            shown = " or ".join(dict.fromkeys((found[0], found[-1])))
            texts.tell("QB417", message.format(ways, shown), question, "answer", hint=hint)
        for each in found:
            answers.setdefault(literal(each), TextAnswer(fraction, literal(each), feedback))
    listed = list(answers.values())
    return quiz.ShortAnswer(case_sensitive=True, answers=(*listed, *_any_other(texts, question, listed)))
