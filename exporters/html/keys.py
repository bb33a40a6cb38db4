"""The key of each question type as the schema tells it and as the two pages hold it, each as a list of short texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from qbank.schema import Cloze, Essay, Matching, Ordering, Question
from qbank.schema.formula import Formula, undollared
from qbank.schema.numerical import NumericalFields
from qbank.schema.shortanswer import ShortAnswerFields

from .labels import key_number

Data = Mapping[str, Any]


def _of_options(question: Any) -> Iterator[str]:
    count = len(getattr(question, "choices", question.options))
    yield from (f"{n}:{key_number(question.fraction(n))}" for n in range(1, count + 1))


def _of_truth(question: Any) -> Iterator[str]:
    yield from (f"{n}:{100 if question.key is value else 0}" for n, value in enumerate((True, False), 1))


def _of_numbers(question: NumericalFields) -> Iterator[str]:
    yield from (f"{each.low:f}…{each.high:f}:{key_number(each.fraction)}" for each in question.accepted)


def _of_texts(question: ShortAnswerFields) -> Iterator[str]:
    yield from (f"{'*'.join(each.pieces())}:{key_number(each.fraction)}" for each in question.answers)


def _of_formulas(question: Formula) -> Iterator[str]:
    yield f"{undollared(question.answer)}:100"
    yield from (f"{undollared(each.formula)}:{key_number(each.fraction)}" for each in question.answers)


def _of_pairs(question: Matching) -> Iterator[str]:
    matches = question.matches
    yield from (f"{n}:{matches.index(pair.right.strip()) + 1}" for n, pair in enumerate(question.pairs, 1))


def _of_order(question: Ordering) -> Iterator[str]:
    yield from (str(n) for n in range(1, len(question.items) + 1))


def _of_gaps(question: Cloze) -> Iterator[str]:
    for name in question.order:
        gap = question.gaps[name]
        told: Callable[[Any], Iterator[str]] = _of_options
        if isinstance(gap, NumericalFields):
            told = _of_numbers
        elif isinstance(gap, ShortAnswerFields):
            told = _of_texts
        yield from (f"{name}/{each}" for each in told(gap))


def _of_rubric(question: Essay) -> Iterator[str]:
    yield from (f"{n}:{line.points}" for n, line in enumerate(question.rubric, 1))


KEYS: Mapping[str, Callable[[Any], Iterator[str]]] = MappingProxyType(
    {
        "single-choice": _of_options,
        "multiple-choice": _of_options,
        "statements": _of_options,
        "true-false": _of_truth,
        "numerical": _of_numbers,
        "short-answer": _of_texts,
        "formula": _of_formulas,
        "matching": _of_pairs,
        "ordering": _of_order,
        "cloze": _of_gaps,
        "essay": _of_rubric,
        "description": lambda _question: iter(()),
    }
)
"""How each type tells its key."""


def keys_of(question: Question) -> list[str]:
    """Return the key as the schema tells it."""
    return list(KEYS[question.type](question))


def keys_in(known: Data, question: Question) -> list[str]:
    """Return the key as the practice page's script knows it; of a formula and of an essay it knows shares alone."""
    return list(_IN_DATA[known["kind"]](known, question))


def _shares(known: Data, _question: Question) -> Iterator[str]:
    yield from (f"{n}:{key_number(fraction)}" for n, fraction in enumerate(known["fractions"], 1))


def _ranges(known: Data, _question: Question) -> Iterator[str]:
    for each in known["accepted"]:
        yield f"{Decimal(each['low']):f}…{Decimal(each['high']):f}:{key_number(each['fraction'])}"


def _words(known: Data, _question: Question) -> Iterator[str]:
    yield from (f"{'*'.join(each['pieces'])}:{key_number(each['fraction'])}" for each in known["answers"])


def _gaps(known: Data, question: Question) -> Iterator[str]:
    for name, gap in known["gaps"].items():
        yield from (f"{name}/{each}" for each in _IN_DATA[gap["kind"]](gap, question))


def _formulas(known: Data, question: Any) -> Iterator[str]:
    written = [question.answer, *(each.formula for each in question.answers)]
    for source, fraction in zip(written, known["fractions"], strict=True):
        yield f"{undollared(source)}:{key_number(fraction)}"


def _rubric(known: Data, question: Any) -> Iterator[str]:
    counted = known["rubric"] or [None] * len(question.rubric)
    for n, (told, line) in enumerate(zip(counted, question.rubric, strict=True), 1):
        yield f"{n}:{line.points if told is None or float(line.points or 0) == told else told}"


_IN_DATA: Mapping[str, Callable[[Data, Any], Iterator[str]]] = MappingProxyType(
    {
        "one": _shares,
        "several": _shares,
        "number": _ranges,
        "text": _words,
        "formula": _formulas,
        "match": lambda known, _question: (f"{n}:{key}" for n, key in enumerate(known["keys"], 1)),
        "order": lambda known, _question: (str(n) for n in range(1, known["count"] + 1)),
        "gaps": _gaps,
        "essay": _rubric,
    }
)
"""How the script's data of each kind tell the key."""
