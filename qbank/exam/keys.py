"""The key table of an exam, taken from each version as it is printed, and compared with what the questions key."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.markup import parse, plain
from qbank.numbering import letters, named
from qbank.schema import (
    ChoiceGap,
    Cloze,
    Formula,
    Gap,
    Matching,
    MultipleChoice,
    Numerical,
    NumericalFields,
    Ordering,
    Question,
    ShortAnswer,
    ShortAnswerFields,
    SingleChoice,
    Statements,
    TickGap,
    TrueFalse,
)
from qbank.schema.formula import undollared
from qbank.scrambling import scrambled

from .arranging import Arranged
from .keytable import Entry, KeyTable, Row
from .picking import Selection
from .sheet import Exam
from .versions import Version


def key_table(exam: Exam, selection: Selection, versions: Sequence[Version]) -> KeyTable:
    """Return the table; texts that ask nothing are not in it. ``exam`` is of no version in particular."""
    numbers = [_numbers(version) for version in versions]
    rows = []
    for index, section in enumerate(selection.sections):
        for question in section:
            if question.type == "description":
                continue
            entries = tuple(
                _entry(version.arranged[question.id], counted[question.id], version.values.get(question.id, ""))
                for version, counted in zip(versions, numbers, strict=True)
            )
            rows.append(Row(question.id, question.title, question.type, index, question.points, entries))
    return KeyTable(exam, tuple(version.exam.version for version in versions), tuple(rows))


def _numbers(version: Version) -> dict[str, int]:
    """Return the number of each question that asks something, as exporters count."""
    asked = [question.id for question in version.bank.questions if question.type != "description"]
    return {name: number for number, name in enumerate(asked, 1)}


def _entry(one: Arranged, number: int, variant: str) -> Entry:
    answer, data = _KEYS[one.question.type](one) if one.question.type in _KEYS else ("", {})
    return Entry(number, answer, isinstance(one.question, Formula), variant, data)


_Key = tuple[str, dict[str, Any]]


def _single(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, SingleChoice | Statements)  # noqa: S101  # by the table below
    key = question.key or 0
    label = named(question.numbering, key)
    told = {"option": key, "label": label, "in_bank": _places(one, [key])[0]}
    moved = one.moved.get(("statements",))
    if moved:
        told |= {"statements": [at + 1 for at in moved]}
    return label, told


def _multiple(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, MultipleChoice)  # noqa: S101  # by the table below
    keys = list(question.key or ())
    labels = [named(question.numbering, key) for key in keys]
    return ", ".join(labels), {"options": keys, "labels": labels, "in_bank": _places(one, keys)}


def _places(one: Arranged, keys: Sequence[int]) -> list[int]:
    """Return the numbers that options have in the bank."""
    order = one.moved.get(("options",))
    if order is None and isinstance(one.original, Statements):
        return [one.original.key or 0]
    return [order[key - 1] + 1 if order else key for key in keys]


def _true_false(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, TrueFalse)  # noqa: S101  # by the table below
    return ("True" if question.key else "False"), {"truth": question.key}


def _numbers_accepted(fields: NumericalFields) -> list[dict[str, str]]:
    return [
        {"low": f"{each.low:f}", "high": f"{each.high:f}", "percent": _plain(each.fraction)} for each in fields.accepted
    ]


def _numerical(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, Numerical)  # noqa: S101  # by the table below
    value = f"{question.key:f}" if question.key is not None else ""
    written = question.accepted[0]
    shown = value
    if question.range is not None:
        shown = f"{written.low:f} to {written.high:f}"
    elif written.margin:
        shown = f"{value} ± {_plain(written.margin)}"
    unit = f" {question.unit}" if question.unit else ""
    return shown + unit, {"value": value, "unit": question.unit, "accepted": _numbers_accepted(question)}


def _texts_accepted(fields: ShortAnswerFields) -> list[dict[str, Any]]:
    return [
        {"text" if each.text else "pattern": each.shown, "percent": _plain(each.fraction)} for each in fields.answers
    ]


def _short_answer(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, ShortAnswer)  # noqa: S101  # by the table below
    told = {"accepted": _texts_accepted(question), "case_sensitive": question.case_sensitive}
    return question.key or "", told


def _formula(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, Formula)  # noqa: S101  # by the table below
    accepted = [{"formula": question.key or "", "percent": "100"}]
    accepted += [{"formula": undollared(each.formula), "percent": _plain(each.fraction)} for each in question.answers]
    return question.key or "", {"accepted": accepted}


def _matching(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, Matching)  # noqa: S101  # by the table below
    matches = question.matches
    shown = [matches[index] for index in scrambled(question.scramble, matches)]
    right = [letters(shown.index(pair.right.strip()) + 1) for pair in question.pairs]
    pairs = [f"{number} {letter}" for number, letter in enumerate(right, 1)]
    return ", ".join(pairs), {"letters": right}


def _ordering(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, Ordering)  # noqa: S101  # by the table below
    places = [index + 1 for index in scrambled(question.scramble, question.items)]
    return ", ".join(map(str, places)), {"places": places}


def _cloze(one: Arranged) -> _Key:
    question = one.question
    assert isinstance(question, Cloze)  # noqa: S101  # by the table below
    told: list[dict[str, Any]] = []
    shown: list[str] = []
    for number, name in enumerate(question.order, 1):
        gap = question.gaps[name]
        share: dict[str, Any] = {"gap": name, "percent": _plain(question.share(name))}
        if isinstance(gap, NumericalFields):
            answer = f"{gap.key:f}" if gap.key is not None else ""
            share |= {"value": answer, "accepted": _numbers_accepted(gap)}
        elif isinstance(gap, ShortAnswerFields):
            answer = gap.key or ""
            share |= {"accepted": _texts_accepted(gap), "case_sensitive": gap.case_sensitive}
        else:
            keys = [gap.key] if isinstance(gap.key, int) else list(gap.key or ())
            order = one.moved.get(("gaps", name, "options"))
            answer = ", ".join(plain(parse(gap.options[key - 1].text)) for key in keys)  # a menu has no labels
            share |= {"options": keys, "in_bank": [order[key - 1] + 1 if order else key for key in keys]}
        told.append(share)
        shown.append(f"({number}) {answer}" if len(question.order) > 1 else answer)
    return "; ".join(shown), {"gaps": told}


_KEYS: Mapping[str, Callable[[Arranged], _Key]] = MappingProxyType(
    {
        "single-choice": _single,
        "statements": _single,
        "multiple-choice": _multiple,
        "true-false": _true_false,
        "numerical": _numerical,
        "short-answer": _short_answer,
        "formula": _formula,
        "matching": _matching,
        "ordering": _ordering,
        "cloze": _cloze,
    }
)
"""How the key of a type is told, by its name; what is not here is marked by a person."""


def _plain(value: Decimal) -> str:
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


# --------------------------------------------------------------------------------------------------------- read back


def differences(table: KeyTable, versions: Sequence[Version]) -> Iterator[Diagnostic]:
    """Yield a fault wherever what a version's key stands for is not what the question keys in its author's order."""
    for index, version in enumerate(versions):
        for row in table.rows:
            one, answer = version.arranged[row.id], row.entries[index].answer
            if meant(one.question, answer) != meant(
                one.original, _entry(Arranged(one.original, one.original), 1, "").answer
            ):
                message = f"the key {answer} of version {version.exam.version} is not that of {row.id}"
                yield diagnostic("QB466", message, one.original.origin.span("id"), question=row.id)


def meant(question: Question, answer: str) -> object:
    """Return what a printed key stands for in a question, by the texts that it points at: whatever their order."""
    if isinstance(question, SingleChoice | MultipleChoice):
        labels = {named(question.numbering, n): each.text for n, each in enumerate(question.options, 1)}
        return sorted(labels[label] for label in answer.split(", ")), sorted(labels.values())
    if isinstance(question, Statements):
        numbers = {named(question.numbering, n): n for n in range(1, len(question.choices) + 1)}
        texts = [each.text for each in question.statements]
        rows = question.truth(numbers[answer]) or ()
        return frozenset(frozenset(zip(texts, row, strict=True)) for row in rows), sorted(texts)
    if isinstance(question, Matching):
        shown = [question.matches[at] for at in scrambled(question.scramble, question.matches)]
        right = [shown[_number(part.split()[1]) - 1] for part in answer.split(", ")]
        return sorted(zip([pair.left for pair in question.pairs], right, strict=True))
    if isinstance(question, Ordering):
        shown_ = [question.items[at] for at in scrambled(question.scramble, question.items)]
        return [text for _, text in sorted(zip(map(int, answer.split(", ")), shown_, strict=True))]
    if isinstance(question, Cloze):
        return [_gap(gap) for gap in question.gaps.values()]
    return answer


def _gap(gap: Gap) -> object:
    if isinstance(gap, ChoiceGap | TickGap):
        keys = [gap.key] if isinstance(gap.key, int) else list(gap.key or ())
        return sorted(gap.options[key - 1].text for key in keys), sorted(each.text for each in gap.options)
    return gap


def _number(letter: str) -> int:
    return next(number for number in range(1, 1000) if letters(number) == letter)


# ------------------------------------------------------------------------------------------------------- for machines

COLUMNS = ("version", "number", "id", "variant", "type", "section", "points", "key")


def as_csv(table: KeyTable) -> bytes:
    """Return the table with a line for each question of each version, in the order of the paper: RFC 4180, UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for at, version in enumerate(table.versions):
        for row in table.on_paper(at):
            entry = row.entries[at]
            cells = (version, entry.number, row.id, entry.variant, row.type, row.section + 1, _plain(row.points))
            writer.writerow([_safe(str(cell)) for cell in (*cells, entry.answer)])
    return out.getvalue().encode()


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: those begin with one of ``= + - @``."""
    number = cell[1:2].isdigit() and cell[0] in "+-"
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") and cell and not number else cell


def as_json(table: KeyTable) -> bytes:
    """Return the table with all that is accepted, for programs."""
    told = {
        "version": 1,
        "exam": table.exam.name,
        "title": table.exam.title,
        "points": _plain(table.exam.points),
        "versions": [
            {
                "label": version,
                "questions": [
                    {
                        "number": row.entries[at].number,
                        "id": row.id,
                        "type": row.type,
                        "section": row.section + 1,
                        "points": _plain(row.points),
                        "variant": row.entries[at].variant,
                        "key": row.entries[at].answer,
                        **(row.entries[at].data or {}),
                    }
                    for row in table.on_paper(at)
                ],
            }
            for at, version in enumerate(table.versions)
        ],
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()
