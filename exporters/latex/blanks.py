"""Questions answered on a line: a number, a few words, a formula; and what is accepted there."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from qbank.schema import (
    Accepted as Range,
)
from qbank.schema import (
    Formula,
    FormulaAnswer,
    Numerical,
    NumericalFields,
    ShortAnswer,
    ShortAnswerFields,
    Unit,
)

from .answer import Accepted, Blank
from .labels import amount, number, unit, worths
from .pen import Path, Pen
from .strings import Strings

FULL = Decimal(100)


def numerical(pen: Pen[Numerical]) -> Blank:
    """Return a line for a number; where the unit counts, the student writes it."""
    question, words = pen.question, pen.words
    accepted = numbers(pen, question, (), question.points, question.unit)
    cost = question.unit_penalty
    notes = [other_unit(question, each, words) for each in question.units]
    if cost:
        notes.append(words.unit_cost.format(n=amount(cost, words)))
    return Blank(
        kind="blank",
        instruction=pen.plain(words.write_unit if cost else ""),
        key=accepted[0].text if accepted else "",
        notes=tuple(map(pen.plain, notes)),
        accepted=accepted,
        unit="" if cost else pen.plain(unit(question.unit), ("unit",)),
    )


def numbers(
    pen: Pen[Any], fields: NumericalFields, path: Path, points: Decimal, named: str = ""
) -> tuple[Accepted, ...]:
    """Return the numbers that are accepted, the key first; ``named`` is their unit."""
    earned = worths([each.fraction for each in fields.accepted], points, pen.words)
    return tuple(
        Accepted(
            pen.plain(interval(each, is_range=is_range, words=pen.words, named=named)),
            pen.plain(worth),
            pen.text((*path, *(each.path or ("answer",))), each.feedback),
        )
        for each, is_range, worth in zip(fields.accepted, ranges(fields), earned, strict=True)
    )


def ranges(fields: NumericalFields) -> list[bool]:
    """Tell of each that is accepted whether it was written as a range."""
    written = [(fields.answer, fields.range), *((each.value, each.range) for each in fields.answers)]
    return [told is not None for value, told in written if value is not None or told is not None]


def interval(accepted: Range, *, is_range: bool, words: Strings, named: str = "") -> str:
    """Return ``2 to 3``, ``2 ± 0.1`` or ``2``, with its unit."""
    written = number(accepted.value, words)
    if is_range:
        written = f"{number(accepted.low, words)} {words.to} {number(accepted.high, words)}"
    elif accepted.margin:
        written += f" ± {number(accepted.margin.normalize(), words)}"
    return f"{written} {unit(named)}" if named else written


def other_unit(question: Numerical, other: Unit, words: Strings) -> str:
    """Return the key in another unit: ``= 70.632 km/h (1 m/s = 3.6 km/h)``."""
    value = "" if question.key is None else f"= {number(_rounded(question.key * other.factor), words)} "
    return f"{value}{unit(other.name)} (1 {unit(question.unit)} = {number(other.factor, words)} {unit(other.name)})"


def _rounded(value: Decimal) -> Decimal:
    """Return a product without idle zeros, to twelve digits."""
    return Decimal(f"{value:.12g}").normalize()


def short_answer(pen: Pen[ShortAnswer]) -> Blank:
    """Return a line for a few words."""
    question, words = pen.question, pen.words
    return Blank(
        kind="blank",
        instruction=pen.plain(words.capitals if question.case_sensitive else ""),
        key=pen.plain(question.key or ""),
        notes=(pen.plain(words.any_text),) if starred(question) else (),
        accepted=texts(pen, question, (), question.points),
        wide=True,
    )


def starred(fields: ShortAnswerFields) -> bool:
    """Tell whether a pattern is among the answers."""
    return any(each.pattern for each in fields.answers)


def texts(pen: Pen[Any], fields: ShortAnswerFields, path: Path, points: Decimal) -> tuple[Accepted, ...]:
    """Return the texts and patterns that are accepted, as they were written."""
    earned = worths([each.fraction for each in fields.answers], points, pen.words)
    return tuple(
        Accepted(
            pen.plain(each.shown, (*path, "answers", index, "text" if each.text else "pattern")),
            pen.plain(worth),
            pen.text((*path, "answers", index, "feedback"), each.feedback),
        )
        for index, (each, worth) in enumerate(zip(fields.answers, earned, strict=True))
    )


def formula(pen: Pen[Formula]) -> Blank:
    """Return a line for a formula."""
    question = pen.question
    key = pen.formula(("answer",), question.answer)
    earned = worths([FULL, *(each.fraction for each in question.answers)], question.points, pen.words)
    further = _formulas(pen, question.answers, earned[1:])
    return Blank(kind="blank", key=key, accepted=(Accepted(key, pen.plain(earned[0]), ""), *further), tall=True)


def _formulas(pen: Pen[Formula], answers: Sequence[FormulaAnswer], earned: Sequence[str]) -> list[Accepted]:
    return [
        Accepted(
            pen.formula(("answers", index, "formula"), each.formula),
            pen.plain(worth),
            pen.text(("answers", index, "feedback"), each.feedback),
        )
        for index, (each, worth) in enumerate(zip(answers, earned, strict=True))
    ]
