"""The question types, built without a file."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from qbank.schema import Question, SingleChoice, Statements

T, F = True, False


def choice(**fields: Any) -> SingleChoice:
    return SingleChoice.model_validate(
        {"id": "a", "type": "single-choice", "stem": "s", "options": ["x", "y", "z"]} | fields
    )


def statements(*truths: bool | None, **fields: Any) -> Statements:
    listed = [{"text": f"s{n}", "correct": truth} for n, truth in enumerate(truths)]
    return Statements.model_validate({"id": "a", "type": "statements", "stem": "s", "statements": listed} | fields)


def mistakes(build: Any, *arguments: Any, **fields: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(ValidationError) as caught:
        build(*arguments, **fields)
    return [(item.code, item.path) for error in caught.value.errors() for item in error["ctx"]["mistakes"]]


def shares(question: SingleChoice | Statements) -> list[Decimal]:
    return [question.fraction(number) for number in range(1, len(question.choices) + 1)]


def test_the_key_by_number_or_by_mark() -> None:
    assert choice(answer="2").key == 2
    assert choice(options=["x", {"text": "y", "correct": "true"}]).key == 2
    assert choice(options=["x", {"text": "y", "correct": "false"}], answer="1").key == 1
    assert choice().key is None


def test_what_options_earn() -> None:
    assert shares(choice(answer="2")) == [0, 100, 0]
    assert shares(
        choice(answer="1", options=["x", {"text": "y", "fraction": "33.3"}, {"text": "z", "fraction": "-50"}])
    ) == [
        100,
        Decimal("33.3"),
        -50,
    ]
    assert shares(choice()) == [0, 0, 0]


def test_contradictions_of_a_choice() -> None:
    assert mistakes(choice, answer="4") == [("QB112", ("answer",))]
    assert mistakes(choice, answer="0") == [("QB112", ("answer",))]
    marked = [{"text": "x", "correct": "true"}, {"text": "y", "correct": "true"}]
    assert mistakes(choice, options=marked) == [("QB113", ("options", 1, "correct"))]
    assert mistakes(choice, options=[*marked[:1], "y"], answer="1") == [("QB113", ("answer",))]
    assert mistakes(choice, options=["x"]) == [("QB110", ("options",))]
    assert mistakes(choice, options=[]) == [("QB110", ("options",))]
    assert mistakes(
        choice, answer="1", options=[{"text": "x", "fraction": "90"}, {"text": "y", "fraction": "100"}]
    ) == [
        ("QB114", ("options", 0, "fraction")),
        ("QB114", ("options", 1, "fraction")),
    ]


def test_a_question_is_frozen_and_has_no_origin_of_its_own() -> None:
    question: Question = choice()
    with pytest.raises(ValidationError):
        question.title = "other"  # type: ignore[misc]  # that is the point
    with pytest.raises(LookupError):
        _ = question.origin


def test_left_out_options_are_all_combinations() -> None:
    question = statements(T, F)
    assert [option.text for option in question.choices] == ["True, True", "True, False", "False, True", "False, False"]
    assert question.key == 2
    assert shares(question) == [0, 100, 0, 0]
    assert question.truth(2) == frozenset({(True, False)})


def test_the_key_follows_from_the_statements_or_is_the_authors() -> None:
    assert statements(T, T, options=["Only (A)", "Both"]).key == 2
    assert statements(T, T, options=["Only (A)", "Both"], answer="1").key == 1  # the checker refutes it
    assert statements(T, T, options=["Only (A)", {"text": "Both", "correct": "true"}]).key == 2
    assert statements(T, None, options=["Only (A)", "Both"]).key is None
    assert statements(T, None, options=["Only (A)", "Both"]).actual is None
    assert statements(T, T, options=["Only (A)", "Only (B)"]).key is None
    assert statements(T, T, options=["Both", {"text": "At least one", "means": "A | B"}]).key is None


def test_means_is_what_the_option_says() -> None:
    question = statements(F, T, options=["True, False", {"text": "Exactly one", "means": "A & ~B | ~A & B"}])
    assert question.truth(2) == frozenset({(True, False), (False, True)})
    assert question.key == 2


def test_contradictions_of_statements() -> None:
    assert mistakes(statements, T, T, answer="5") == [("QB112", ("answer",))]
    assert mistakes(statements, T, T, options=["True", "Both"]) == [("QB116", ("options", 0, "text"))]
    assert mistakes(statements, T, T, options=["Who knows", "Both"]) == [("QB115", ("options", 0))]
    assert mistakes(statements, T, T, options=[{"text": "x", "means": "C"}, "Both"]) == [
        ("QB115", ("options", 0, "means"))
    ]
    assert mistakes(statements, T, T, options=["Both"]) == [("QB110", ("options",))]
    assert mistakes(statements) == [("QB110", ("statements",))]
    assert mistakes(statements, *[T] * 11) == [("QB111", ("statements",))]
    assert mistakes(statements, *[T] * 5) == [("QB110", ("statements",))]


def test_five_statements_need_their_options_written() -> None:
    assert statements(*[T] * 5, options=["All of them", "None of them"]).key == 1


def test_equal_questions_stay_equal_whatever_was_asked_of_them() -> None:
    one, two = statements(T, F), statements(T, F)
    assert one.key == 2
    assert one == two
