"""Nothing is lost without a word: each field changes what is exported, or is told to be lost."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from qbank.diagnostic import Severity
from qbank.exporting import render
from qbank.registry import OutputFile
from qbank.report.losses import loss
from qbank.schema import QUESTION_TYPES, Bank
from tests.exporters.full_questions import Steps, bank_of, changed, full_questions, leaves, named

FORMATS = ("moodle", "latex", "html")
Outcome = dict[str, tuple[list[str], set[tuple[str, str]], set[str]]]
WITH_OPTIONS = {"single-choice", "multiple-choice", "statements", "cloze"}
FOR_THE_CHECK = {"statements.correct"}
"""Says how the key follows; the key itself is carried."""
ON_PAPER = {"shuffle", "gaps.shuffle", "options.pin", "gaps.options.pin"}
"""They allow other orders than the author's, which is the one that is printed."""


def has_meaning(name: str, kind: str, form: str) -> bool:
    """Tell whether a field does anything in a type of question at all."""
    plain = re.sub(r"^gaps\.\w+\.", "gaps.", name)
    short = plain.removeprefix("gaps.") if plain != "gaps.shuffle" else plain
    return not (
        (name == "shuffle" and kind not in {*WITH_OPTIONS, "matching"})
        or (name == "numbering" and kind not in {*WITH_OPTIONS, "ordering"})
        or (name == "penalty" and kind == "description")
        or short in FOR_THE_CHECK
        or (form == "latex" and short in ON_PAPER)
    )


def pieces(file: OutputFile) -> Iterator[tuple[str, str]]:
    """Yield what a file holds of each question, cut where the questions' ids stand."""
    text = file.data.decode("utf-8", "replace")
    if not file.path.endswith(".xml"):
        parts = re.split(r"(qq\d{3})", text)
        yield from zip(parts[1::2], parts[2::2], strict=True)
        return
    category = ""
    for part in text.split("<question "):
        if part.startswith('type="category"'):
            category = part
        if found := re.search(r"<idnumber>(qq\d{3})", part):
            yield found[1], category + part.replace(found[1], "")


def outcome(bank: Bank, form: str) -> Outcome:
    """Return for each question what the files hold behind its id, what was told, and the fields told to be lost."""
    files, told = render(bank, form)
    held: dict[str, list[str]] = defaultdict(list)
    for file in files:
        for name, piece in pieces(file):
            held[name].append(piece)
    return {
        each.id: (
            held[each.id],
            {(found.code, found.message) for found in told if found.question == each.id},
            {found.field for found in told if found.question == each.id and loss(found)} - {""},
        )
        for each in bank.questions
    }


def silent(folder: Path, question: dict[str, Any], ways: Sequence[Steps]) -> dict[str, list[Steps]]:
    """Return for each format the fields whose change shows nowhere and is not told."""
    if not ways:
        return {form: [] for form in FORMATS}
    others = [changed(folder, question, steps) for steps in ways]
    assert all(others), [steps for steps, other in zip(ways, others, strict=True) if not other]
    names = [f"qq{number:03d}" for number in range(len(ways))]
    one = bank_of(folder, *({**question, "id": name} for name in names))
    two = bank_of(folder, *({**(other or {}), "id": name} for name, other in zip(names, others, strict=True)))
    assert one
    assert two
    found: dict[str, list[Steps]] = {}
    for form in FORMATS:
        before, after = outcome(one, form), outcome(two, form)
        found[form] = [
            steps
            for steps, name in zip(ways, names, strict=True)
            if before[name][:2] == after[name][:2]
            and not any(named(steps).startswith(field) for field in before[name][2] | after[name][2])
        ]
    return found


QUESTIONS = {each["id"]: each for each in full_questions()}


def test_every_type_is_there() -> None:
    assert {each["type"] for each in QUESTIONS.values()} == set(QUESTION_TYPES) - {"raw"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_field_changes_the_export_or_is_told_to_be_lost(name: str, tmp_path: Path) -> None:
    question = QUESTIONS[name]
    first = silent(tmp_path, question, list(leaves(question)))
    again = silent(
        tmp_path, {**question, "shuffle": "true"}, sorted({each for ways in first.values() for each in ways})
    )
    assert {
        f"{form}: {named(steps)}"
        for form in FORMATS
        for steps in set(first[form]) & set(again[form])
        if has_meaning(named(steps), question["type"], form)
    } == set()


def test_no_question_is_refused(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, *QUESTIONS.values())
    assert bank
    for form in (*FORMATS, "browser"):
        assert not [each for each in render(bank, form)[1] if each.severity is Severity.ERROR]
