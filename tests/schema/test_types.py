"""What each type earns, and what it calls wrong."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from qbank.schema import QUESTION_TYPES, Cloze, Description, MultipleChoice, Numerical, Question, ShortAnswer
from qbank.schema.mistake import Mistake


def made(kind: str, **fields: Any) -> Any:
    return QUESTION_TYPES[kind].model_validate({"id": "a", "type": kind, "stem": "s", **fields})


def codes(kind: str, **fields: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        made(kind, **fields)
    mistakes: list[Mistake] = [m for each in caught.value.errors() for m in each["ctx"]["mistakes"]]
    return [mistake.code for mistake in mistakes]


@given(st.integers(1, 12), st.integers(0, 12))
def test_whoever_ticks_everything_earns_nothing_and_whoever_ticks_the_key_everything(right: int, wrong: int) -> None:
    if right + wrong < 2:
        return
    question: MultipleChoice = made(
        "multiple-choice", options=["x"] * (right + wrong), answer=list(range(1, right + 1))
    )
    assert question.earned(range(1, right + 1)) == 100
    assert question.earned(range(1, right + wrong + 1)) == (0 if wrong else 100)
    assert question.earned([]) == 0


def test_shares_of_ones_own_stand_and_the_others_share_what_is_left() -> None:
    options = [{"text": "a", "fraction": "50"}, "b", "c", {"text": "d", "fraction": "-10"}]
    question: MultipleChoice = made("multiple-choice", options=options, answer=[1, 2, 3])
    assert list(question.fractions) == [50, 25, 25, -10]
    assert question.earned([1, 4]) == 40
    assert question.earned([4]) == 0


def test_all_or_nothing() -> None:
    question: MultipleChoice = made("multiple-choice", options=["a", "b"], answer="1", scoring="all-or-nothing")
    assert [question.earned([1]), question.earned([1, 2]), question.earned([])] == [100, 0, 0]


def test_an_option_marked_correct_is_keyed_and_none_is_no_key_yet() -> None:
    assert made("multiple-choice", options=["a", {"text": "b", "correct": "true"}]).key == (2,)
    assert made("multiple-choice", options=["a", "b"]).key is None
    assert codes("multiple-choice", options=["a", "b"], answer=[]) == ["QB110"]


@pytest.mark.parametrize(
    ("fields", "inside", "outside"),
    [
        ({"answer": "3.14", "tolerance": "0.01"}, ["3.13", "3.15"], ["3.1299999", "3.1500001"]),
        ({"answer": "-200", "tolerance": "2 %"}, ["-204", "-196"], ["-204.001", "-195.999"]),
        ({"range": "3.1 to 3.2"}, ["3.1", "3.2"], ["3.0999", "3.2001"]),
        ({"range": ["1", "2"]}, ["1", "2"], ["0.9"]),
        ({"answer": "0.5"}, ["0.50"], ["0.5000001"]),
    ],
)
def test_both_ends_of_the_tolerance_are_inside(fields: Any, inside: list[str], outside: list[str]) -> None:
    question: Numerical = made("numerical", **fields)
    assert {question.earned(Decimal(each)) for each in inside} == {100}
    assert {question.earned(Decimal(each)) for each in outside} == {0}


def test_the_first_number_that_fits_counts() -> None:
    answers = [{"value": "10", "tolerance": "5", "fraction": "50"}, {"value": "20", "fraction": "0", "feedback": "no"}]
    question: Numerical = made("numerical", answer="12", tolerance="1", answers=answers)
    assert [question.earned(Decimal(n)) for n in (11, 14, 20, 30)] == [100, 50, 0, 0]
    assert codes("numerical", answer="1", answers=["1"]) == ["QB119"]


def test_units_need_one_of_the_answer() -> None:
    assert codes("numerical", answer="1", units=[{"name": "cm", "factor": "100"}]) == ["QB102"]
    assert codes("numerical", answer="1", unit="m", units=[{"name": "m", "factor": "0"}]) == ["QB111", "QB119"]


def test_a_pattern_takes_any_characters_for_a_star_alone() -> None:
    question: ShortAnswer = made("short-answer", answers=[{"pattern": r"a*b\*"}, "É"])
    assert [question.earned(text)[1] for text in (" A x b* ", "axb", "é", "E\u0301")] == [0, None, 1, 1]
    assert [int(question.earned(text)[0]) for text in ("a x b*", "axb", "é")] == [100, 0, 100]


@given(st.lists(st.sampled_from(["", "a", "b", "*", "ab"]), min_size=1, max_size=3), st.text("ab", max_size=4))
def test_what_is_told_never_to_be_reached_is_never_reached(parts: list[str], text: str) -> None:
    pattern = "".join(parts)
    if not pattern:
        return
    try:
        question: ShortAnswer = made("short-answer", answers=[{"pattern": pattern}, {"text": text or "x"}])
    except ValidationError:
        alone: ShortAnswer = made("short-answer", answers=[{"pattern": pattern}])
        assert alone.earned(text or "x")[0] == 100
    else:
        assert question.earned(text or "x")[1] == 1


def test_capitals_matter_where_they_are_said_to() -> None:
    question: ShortAnswer = made("short-answer", answers=["NaCl"], case_sensitive="true")
    assert question.earned("nacl")[0] == 0
    assert question.earned("NaCl")[0] == 100


def test_pairs_and_items_can_be_told_apart() -> None:
    pairs = [{"left": "a", "right": "b"}, {"left": "a ", "right": "c"}]
    assert codes("matching", pairs=pairs, distractors=["c", "d", "d"]) == ["QB119", "QB119", "QB119"]
    assert codes("matching", pairs=[{"left": "a", "right": "b"}, {"left": "c", "right": "b"}]) == ["QB110"]
    assert codes("ordering", items=["a", "b", "a"]) == ["QB119"]


def test_gaps_share_the_points_by_their_weights() -> None:
    gaps = {
        "one": {"type": "numerical", "answer": "1", "weight": "3"},
        "two": {"type": "short-answer", "answers": ["x"]},
    }
    question: Cloze = made("cloze", stem="[[two]] and [[one]]", gaps=gaps)
    assert question.order == ("two", "one")
    assert [question.share(name) for name in question.order] == [25, 75]
    assert question.key == {"one": 1, "two": "x"}
    assert made("cloze", stem="[[a]]", gaps={"a": {"type": "numerical"}}).key is None


def test_a_description_earns_nothing_whatever_the_file_says() -> None:
    question: Description = made("description", points="5")
    assert question.points == 0


def test_a_rubric_adds_up() -> None:
    assert codes("essay", points="3", rubric=[{"text": "a", "points": "1"}]) == ["QB114"]
    assert made("essay", points="3", rubric=["a", {"text": "b", "points": "1"}]).points == 3


def test_every_type_survives_being_sent_to_a_worker() -> None:
    questions: list[Question] = [
        made("multiple-choice", options=["a", "b"], answer=[2]),
        made("numerical", answer="1e-3", tolerance="2 %", range=None),
        made("numerical", range="1 to 2", answers=[{"range": "3 to 4", "fraction": "50"}]),
        made("cloze", stem="[[a]]", gaps={"a": {"type": "single-choice", "options": ["x", "y"], "answer": "1"}}),
        made("essay", rubric=["x"]),
    ]
    for question in questions:
        again = type(question).model_validate(question.model_dump(mode="json"))
        assert again == question
