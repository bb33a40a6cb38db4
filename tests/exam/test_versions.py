"""Versions: whatever the seed, what is printed as the key means what the question keys."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qbank
from qbank.evidence import Level, OptionEvidence, QuestionEvidence, Report
from qbank.exam.arranging import Draw, arranged
from qbank.exam.keys import differences, key_table, meant
from qbank.exam.naming import combines, mentions, sums_up
from qbank.exam.picking import picked
from qbank.exam.reading import Source
from qbank.exam.versions import Version, exam, versions
from qbank.schema import Bank, Cloze, Matching, MultipleChoice, Question, SingleChoice, Statements

from .conftest import MakeBank, MakeExam

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def every_type() -> Bank:
    """The showcase and the quiz, and the types as the exporters' tests have them."""
    questions = []
    for path in (ROOT / "bank", ROOT / "tests" / "exporters" / "types"):
        questions += [each for each in qbank.load(path)[0].questions if each.type != "raw"]
    assert len({each.type for each in questions}) == 12
    return Bank(tuple(questions))


def made(bank: Bank, make_exam: MakeExam, text: str) -> tuple[Source, list[Version]]:
    source, problems = make_exam(text)
    assert source is not None, problems
    selection, told = picked(bank, source)
    assert selection is not None, told
    found, told = versions(bank, source, selection)
    assert not [each for each in told if each.severity == "error"]
    table = key_table(exam(source, selection, bank), selection, found)
    assert list(differences(table, found)) == []
    return source, found


def keyed(question: Question) -> object:
    """Return what is right, told without anything of the exam's own: by texts."""
    if isinstance(question, SingleChoice):
        return question.options[(question.key or 0) - 1].text
    if isinstance(question, MultipleChoice):
        return {question.options[number - 1].text: question.fraction(number) for number in question.key or ()}
    if isinstance(question, Statements):
        (row,) = question.truth(question.key or 0) or ((),)
        return dict(zip((each.text for each in question.statements), row, strict=True))
    if isinstance(question, Matching):
        return {pair.left: pair.right for pair in question.pairs}
    if isinstance(question, Cloze):
        return {
            name: sorted((option.text, gap.fraction(number)) for number, option in enumerate(gap.options, 1))
            if gap.type in ("single-choice", "multiple-choice")
            else gap.key
            for name, gap in question.gaps.items()
        }
    return question.model_dump(exclude={"shuffle"})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.text(st.characters(codec="utf-8", categories=["L", "N", "S"]), min_size=1, max_size=8))
def test_the_key_means_the_same_in_every_version(every_type: Bank, seed: str) -> None:
    for question in every_type.questions:
        for version in range(4):
            one = arranged(question, Draw(seed, version))
            assert keyed(one.question) == keyed(question), question.id
            assert one.question.id == question.id
            dumped = [
                each.model_dump(exclude={"shuffle", "answer", "options", "pairs", "statements", "gaps"})
                for each in (one.question, question)
            ]
            assert dumped[0] == dumped[1]
            for path, order in one.moved.items():  # places lead to the author's lines
                moved = one.question.origin.span(*path, 0)
                assert moved == question.origin.span(*path, order[0])


def test_an_exam_of_every_type(every_type: Bank, make_exam: MakeExam) -> None:
    _, found = made(every_type, make_exam, "versions: 27\nsections:\n  - pick:\n      - id: '*'\n")
    assert [each.exam.version for each in found][-2:] == ["Z", "AA"]
    orders = {tuple(question.id for question in each.bank.questions) for each in found}
    assert len(orders) == 27
    moved = [name for name, one in found[0].arranged.items() if one.moved]
    assert len(moved) > 15


CHOICES = """questions:
  - id: pins
    type: single-choice
    stem: Which?
    options:
      - one
      - text: two
        pin: true
      - three
      - four
      - None of the above
    answer: 3
  - id: fixed
    type: single-choice
    stem: Which?
    shuffle: false
    options:
      - one
      - two
      - three
    answer: 3
  - id: names
    type: single-choice
    stem: Which?
    options:
      - one
      - two
      - Both 1 and 2
    answer: 3
  - id: explained
    type: single-choice
    stem: Which?
    numbering: ABC
    options:
      - text: one
        feedback: No.
      - two
      - three
    answer: 3
    explanation: Since $x$ is three, option B is wrong.
  - id: table
    type: statements
    stem: True or false?
    statements:
      - text: One is odd.
        correct: true
      - text: Two is odd.
        correct: false
      - text: Three is even.
        correct: false
  - id: phrases
    type: statements
    stem: Which are true?
    statements:
      - text: One is odd.
        correct: true
      - text: Two is odd.
        correct: false
    options:
      - Only (A)
      - Only (B)
      - Both
      - Neither
"""


def test_options_that_have_a_place_keep_it(make_bank: MakeBank, make_exam: MakeExam) -> None:
    _, found = made(make_bank(CHOICES), make_exam, "versions: 6\nsections:\n  - pick:\n      - id: '*'\n")
    for version in found:
        by_id = {each.id: each for each in version.bank.questions}
        pins, fixed, names = by_id["pins"], by_id["fixed"], by_id["names"]
        assert isinstance(pins, SingleChoice)
        assert pins.options[1].text == "two"
        assert pins.options[4].text == "None of the above"
        for same in (fixed, names):
            assert isinstance(same, SingleChoice)
            assert same.key == 3
        assert not any(each.shuffle for each in version.bank.questions)


def test_the_key_is_in_each_place_once(make_bank: MakeBank, make_exam: MakeExam) -> None:
    """Who copies from a neighbour with another version copies a wrong letter."""
    _, found = made(make_bank(CHOICES), make_exam, "versions: 6\nsections:\n  - pick:\n      - id: '*'\n")
    for name, places in (("pins", {1, 3, 4}), ("explained", {1, 2, 3}), ("phrases", {1, 2, 3, 4})):
        keys = [one.key for version in found for one in version.bank.questions if one.id == name]  # type: ignore[attr-defined]
        assert set(keys[: len(places)]) == places, name


def test_a_truth_table_keeps_its_order_and_statements_move(make_bank: MakeBank, make_exam: MakeExam) -> None:
    _, found = made(make_bank(CHOICES), make_exam, "versions: 6\nsections:\n  - pick:\n      - table\n")
    seen = set()
    for version in found:
        (table,) = version.bank.questions
        assert isinstance(table, Statements)
        assert table.choices[0].text == "True, True, True"
        assert table.key is not None
        assert [each.correct for each in table.statements] == list(
            (table.truth(table.key) or [()]).__iter__().__next__()
        )
        seen.add(table.key)
    assert len(seen) > 1
    orders = [[each.text for each in version.bank.questions[0].statements] for version in found]  # type: ignore[attr-defined]
    assert all(one != following for one, following in itertools.pairwise(orders))


def test_texts_that_name_options_are_told(make_bank: MakeBank, make_exam: MakeExam) -> None:
    source, _ = make_exam("versions: 2\nsections:\n  - pick:\n      - id: '*'\n")
    assert source is not None
    bank = make_bank(CHOICES)
    selection, _ = picked(bank, source)
    assert selection is not None
    told = {
        (each.code, each.question, each.span.line if each.span else 0) for each in versions(bank, source, selection)[1]
    }
    assert told == {("QB468", "names", 28), ("QB465", "explained", 40)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("option B is wrong", ["option B"]),
        ("see options (b) and (c)", ["options (b)"]),
        ("the options are many", []),
        ("answer A is not", ["answer A"]),
        ("the answer a student gives", []),
        ("the answer 9 V", []),
        ("choice 2 holds, $option B$ and `option C` do not", ["choice 2"]),
        ("Option E of four", []),
        ("(B) is wrong, f(B) is a value", ["(B)"]),
        ("The first is the theorem", ["The first is"]),
        ("the first derivative", []),
    ],
)
def test_what_counts_as_naming_an_option(text: str, found: list[str]) -> None:
    assert [each.words for each in mentions(text, "ABC", 4, ordinals=True)] == found
    for each in mentions(text, "ABC", 4, ordinals=True):
        assert text[each.offset :][: each.length].strip() == each.words


def test_options_about_options() -> None:
    for text in ("Both A and C", "(a) and (b)", "1 and 3", "A, B and C", "Neither A nor B", "Only 1 and 2"):
        assert combines(text), text
    for text in ("Only (A)", "salt and pepper", "$x$ and $y$", "A cat and a dog"):
        assert not combines(text), text
    for text in (
        "None of the above",
        "All of these",
        "all of the above are right.",
        "Keine der obigen",
        "Ninguna de las anteriores",
    ):
        assert sums_up(text), text
    for text in ("None", "All of mathematics", "One of the above"):
        assert not sums_up(text), text


def test_variants_differ_or_not(make_exam: MakeExam) -> None:
    bank, _ = qbank.load(ROOT / "bank" / "showcase" / "variants.yaml")
    for how, count in (("different", 4), ("same", 1)):
        _, found = made(bank, make_exam, f"versions: 4\nvariants: {how}\nsections:\n  - pick:\n      - var-parabola\n")
        assert len({each.values["var-parabola"] for each in found}) == count
        assert len({each.bank.questions[0].stem for each in found}) == count
        assert {each.bank.questions[0].id for each in found} == {"var-parabola"}


def test_a_description_stays_before_its_questions(make_exam: MakeExam) -> None:
    bank, _ = qbank.load(ROOT / "bank" / "showcase" / "physics.yaml")
    _, found = made(bank, make_exam, "versions: 5\nsections:\n  - pick:\n      - id: phys-*\n")
    assert {each.bank.questions[0].id for each in found} == {"phys-divider-intro"}


def test_what_is_shuffled_can_be_said(make_bank: MakeBank, make_exam: MakeExam) -> None:
    bank = make_bank(CHOICES)
    for shuffle, questions, options in (("all", 1, 1), ("questions", 1, 0), ("options", 0, 1), ("none", 0, 0)):
        text = f"versions: 3\nshuffle: {shuffle}\nsections:\n  - pick:\n      - id: '*'\n"
        _, found = made(bank, make_exam, text)
        orders = {tuple(each.id for each in version.bank.questions) for version in found}
        keys = {
            tuple(getattr(version.arranged[name].question, "key", 0) for name in ("pins", "explained"))
            for version in found
        }
        assert (len(orders) > 1, len(keys) > 1) == (bool(questions), bool(options))


def test_another_question_leaves_the_others_as_they_were(make_bank: MakeBank, make_exam: MakeExam) -> None:
    text = "versions: 3\nsections:\n  - pick:\n      - id: '*'\n"
    _, before = made(make_bank(CHOICES), make_exam, text)
    more = CHOICES + "  - id: more\n    type: true-false\n    stem: Is it?\n    answer: true\n"
    _, after = made(make_bank(more), make_exam, text)
    for one, other in zip(before, after, strict=True):
        left = [each for each in other.bank.questions if each.id != "more"]
        assert [each.model_dump() for each in one.bank.questions] == [each.model_dump() for each in left]


def test_the_evidence_moves_along(make_bank: MakeBank, make_exam: MakeExam) -> None:
    source, _ = make_exam("versions: 3\nsections:\n  - pick:\n      - explained\n")
    assert source is not None
    bank = make_bank(CHOICES)
    selection, _ = picked(bank, source)
    assert selection is not None
    options = tuple(OptionEvidence(n, n == 3, "equal" if n == 3 else "different") for n in (1, 2, 3))
    found = QuestionEvidence(
        "explained", "", 1, "single-choice", Level.PROVED, options=options, summary="Option 3 it is."
    )
    for version in versions(bank, source, selection, Report((found,)))[0]:
        assert version.report is not None
        (moved,) = version.report.questions
        (question,) = version.bank.questions
        assert [each.index for each in moved.options] == [1, 2, 3]
        assert [each.index for each in moved.options if each.keyed] == [question.key]  # type: ignore[attr-defined]


def test_a_moved_key_is_noticed(make_bank: MakeBank) -> None:
    """The read-back can fail."""
    question = next(each for each in make_bank(CHOICES).questions if each.id == "explained")
    assert meant(question, "C") != meant(question, "B")
    assert json.dumps(meant(question, "C")) == '[["three"], ["one", "three", "two"]]'
