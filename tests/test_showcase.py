"""The showcase in ``bank/showcase/``: every type, checked, and at home in every format."""

from collections import Counter
from pathlib import Path

import pytest

import qbank
from qbank.checker.run import check
from qbank.diagnostic import Severity
from qbank.evidence import Level
from qbank.exporting import render
from qbank.schema import QUESTION_TYPES, Bank

ROOT = Path(__file__).resolve().parents[1]
DERIVED = {
    "calc-log-derivative", "calc-double-angle", "calc-chain-true", "calc-root-false", "calc-limits", "calc-pi",
    "calc-product-rule", "phys-divider", "phys-divider-current", "var-parabola", "var-triangle",
}  # fmt: skip


@pytest.fixture(scope="module")
def showcase() -> Bank:
    bank, problems = qbank.load(ROOT / "bank" / "showcase")
    assert problems == []
    return bank


def test_there_are_two_questions_of_each_type_and_two_families(showcase: Bank) -> None:
    found = Counter(question.type for question in showcase.questions)
    assert {kind for kind, count in found.items() if count >= 2} == set(QUESTION_TYPES) - {"raw"}
    assert sum(question.family is not None for question in showcase.questions) >= 2


def test_what_can_be_derived_is_proved_and_nothing_is_refuted(showcase: Bank) -> None:
    report, problems = check(showcase, cache=False)
    assert [each for each in problems if each.severity is not Severity.NOTE] == []
    assert {each.id for each in report.questions if each.evidence is Level.PROVED} == DERIVED
    levels = {each.evidence for each in report.questions}
    assert levels <= {Level.PROVED, Level.CONSISTENT, Level.ASSERTED}


@pytest.mark.parametrize("name", ["moodle", "latex", "html"])
def test_every_format_takes_it(showcase: Bank, name: str) -> None:
    files, told = render(showcase, name)
    assert files
    assert [each for each in told if each.severity is Severity.ERROR] == []
