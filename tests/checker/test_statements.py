"""Statements (A), (B): their truth values must single out the keyed option."""

from __future__ import annotations

from typing import Any

from tests.checker.questions import verdict

ROWS = ["True, True", "True, False", "False, True", "False, False"]


def statements(values: list[bool | None], answer: int | None, options: list[Any] | None = None) -> dict[str, Any]:
    items = [{"text": "It holds."} | ({} if value is None else {"correct": value}) for value in values]
    data: dict[str, Any] = {"id": "s", "type": "statements", "stem": "Which?", "statements": items}
    if options is not None:
        data["options"] = options
    return data if answer is None else data | {"answer": str(answer)}


def test_agreement_is_consistent() -> None:
    found = verdict(statements([True, False], 2, ROWS))
    assert (found["evidence"], found["codes"]) == ("consistent", [])
    assert found["answer"] == "(A) true, (B) false"


def test_disagreement_shows_the_truth_table() -> None:
    found = verdict(statements([True, False], 3, ROWS))
    (diagnostic,) = found["diagnostics"]
    assert found["evidence"] == "refuted"
    assert diagnostic["code"] == "QB307"
    assert "option 3 is keyed, but the statements are (A) true, (B) false" in diagnostic["message"]
    assert diagnostic["hint"] == "option 2 says so"


def test_a_key_that_follows_is_the_authors_word() -> None:
    assert verdict(statements([True, False], None))["evidence"] == "asserted"


def test_values_left_open_leave_the_key_open() -> None:
    found = verdict(statements([True, None], None, ROWS))
    assert (found["evidence"], found["codes"]) == ("undecided", ["QB300"])


def test_a_keyed_option_without_truth_values_is_asserted() -> None:
    assert verdict(statements([None, None], 1, ROWS))["evidence"] == "asserted"


def test_options_that_say_the_same() -> None:
    found = verdict(
        statements([True, False], 1, [{"text": "Only (A)", "means": "A & ~B"}, "True, False", "False, True"])
    )
    assert (found["evidence"], found["equivalent"]) == ("refuted", [[1, 2]])


def formulas(*items: tuple[str, bool], stem: str = "Which of these statements are true?") -> dict[str, Any]:
    return {
        "id": "s",
        "type": "statements",
        "stem": stem,
        "statements": [{"text": text, "correct": correct} for text, correct in items],
    }


def test_statements_that_are_formulas_are_proved_or_refuted() -> None:
    found = verdict(formulas(("$(x + 1)^2 = x^2 + 2x + 1$", True), (r"For all real $x$, $\sqrt{x^2} = x$", False)))
    assert (found["evidence"], found["codes"]) == ("proved", [])
    assert [one["verdict"] for one in found["statements"]] == ["true", "false"]


def test_a_statement_against_its_truth_value_is_refuted() -> None:
    found = verdict(formulas(("$(x + 1)^2 = x^2 + 1$", True), ("$1 + 1 = 2$", True)))
    assert (found["evidence"], found["codes"]) == ("refuted", ["QB309"])


def test_a_condition_in_words_protects_a_statement() -> None:
    found = verdict(formulas(("$n^2 > 3$", True), stem="Let $n$ be an odd prime. Which hold?"))
    assert found["evidence"] == "asserted"


def test_domains_in_words_confine_a_statement() -> None:
    found = verdict(formulas((r"$\sqrt{x^2} = x$ for all positive numbers $x$", True)))
    assert found["statements"][0]["verdict"] == "true"
