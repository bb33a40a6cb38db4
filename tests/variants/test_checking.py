"""The check of a question with parameters, and what is exported of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import qbank
from qbank.evidence import Level
from qbank.report import renderer
from qbank.variants import expanding

DERIVATIVE = """
title: Slopes
stem: |
  Let $f(x) = {@a@}x^2 + {@b@}x$. Calculate $f'(x)$.
parameters:
  a: -1..2 except 0
  b: -1..2 except 0
options:
  - ${@2a@}x + {@b@}$
  - ${@a@}x + {@b@}$
  - ${@2a@}x - {@b@}$
answer: 1
"""


def check(bank: Any) -> tuple[Any, list[Any]]:
    report, told = qbank.check(bank, jobs=1, cache=False)
    return report.questions, told


def test_every_variant_is_proved(load: Callable[..., Any]) -> None:
    bank, _ = load(DERIVATIVE)
    ((found,), told) = check(bank)
    assert told == []
    assert (found.id, found.evidence) == ("q", Level.PROVED)
    assert (found.variants.count, found.variants.checked, found.variants.failed) == (9, 9, ())
    data = json.loads(renderer("json")(qbank.check(bank, jobs=1, cache=False)[0], told))["questions"][0]["variants"]
    assert {"count": 9, "checked": 9, "failed": []}.items() <= data.items()


def test_one_proof_does_for_all_variants_of_a_plain_expression(load: Callable[..., Any]) -> None:
    solution = "explanation: $f'(x) = 2 \\cdot {@a@}x + {@b@} = {@2a@}x + {@b@}$\n"
    bank, _ = load(DERIVATIVE.replace("a: -1..2", "a: -9..9") + solution)
    ((found,), told) = check(bank)
    assert (told, found.evidence, found.solution) == ([], Level.PROVED, "verified")
    assert (found.variants.count, found.variants.checked, found.variants.proved_at_once) == (54, 54, True)


@pytest.mark.parametrize(
    ("stem", "options", "level", "values"),
    [
        (
            "Let $f(x) = {@a@}x^2$. Calculate $f'(x)$.",
            ("$\\frac{2{@a@}^2x}{{@a@}}$", "${@a@}x + 1$"),
            "undecided",
            "a = 0",
        ),
        ("Let $f(x) = {@a@}x$. Calculate $f'(x)$.", ("${@\\sqrt{a^2}@}$", "${@a@} + 20$"), "undecided", "a = -6"),
        ("Let $f(x) = {@a@}x^2$. Calculate $f'(x)$.", ("${@2a@}x$", "${@a@}x + 3x$"), "refuted", "a = 3"),
        ("Solve ${@a - 2@}x = {@(a - 2)(a + 1)@}$ for $x$.", ("${@a + 1@}$", "${@a + 30@}$"), "undecided", "a = 2"),
    ],
)
def test_a_value_for_which_the_common_proof_fails_is_found(
    load: Callable[..., Any], stem: str, options: tuple[str, str], level: str, values: str
) -> None:
    listed = "".join(f"  - {option}\n" for option in options)
    bank, _ = load(f"stem: {stem}\nparameters:\n  a: -6..6\noptions:\n{listed}answer: 1\n")
    ((found,), told) = check(bank)
    assert found.evidence == level
    assert not found.variants.proved_at_once
    assert any(values in each.message for each in told), told


def test_a_distractor_that_equals_the_key_for_one_value_of_500_is_named_at_once(load: Callable[..., Any]) -> None:
    bank, _ = load(
        "stem: Calculate ${@a@} + 14$.\nparameters:\n  a: 1..500\n"
        "options:\n  - ${@a + 14@}$\n  - ${@2a - 300@}$\n  - ${@a - 1000@}$\nanswer: 1\n"
    )
    start = time.monotonic()
    ((found,), told) = check(bank)
    assert time.monotonic() - start < 60
    assert found.evidence is Level.REFUTED
    assert [(each.code, each.span.line) for each in told] == [("QB129", 8)]
    assert "options 1 and 2 are equal with a = 314:" in told[0].message
    assert [(dict(each.values), each.code) for each in found.variants.failed] == [({"a": "314"}, "QB129")]


def test_options_that_are_written_differently_and_mean_the_same_are_found(load: Callable[..., Any]) -> None:
    bank, _ = load(
        "stem: Calculate $\\frac{d}{dx} \\frac{{@a + 1@}}{2} x^2$.\nparameters:\n  a: 1..4\n"
        "options:\n  - ${@a + 1@}x$\n  - ${@a@}x + 3x$\n  - $x + {@2a + 20@}$\nanswer: 1\n"
        "conditions:\n  - $a \\ne 7$\n"
    )
    ((found,), told) = check(bank)
    assert "QB303" not in [each.code for each in told]
    bank, _ = load(
        "stem: Calculate $\\frac{d}{dx} \\frac{{@a + 1@}}{2} x^2$.\nparameters:\n  a: 1..4\n"
        "options:\n  - ${@a + 1@}x$\n  - ${@a@}x + {@a - 2@}x$\n  - $x + {@2a + 20@}$\nanswer: 1\n"
    )
    ((found,), told) = check(bank)
    assert found.evidence is Level.REFUTED
    assert any(each.code in ("QB302", "QB303") and "with a = 3" in each.message for each in told)


def test_a_key_that_is_wrong_in_some_variants_is_an_error(load: Callable[..., Any]) -> None:
    bank, _ = load(
        "stem: Calculate $\\int_0^{{@a@}} x \\,dx$.\nparameters:\n  a: 1..3\n"
        "options:\n  - ${@a@}$\n  - ${@a + 10@}$\nanswer: 1\n"
    )
    ((found,), told) = check(bank)
    assert found.evidence is Level.UNDECIDED
    assert [(each.code, "a = 1" in each.message) for each in told] == [("QB308", True)]
    with_find = "check:\n  find: $\\int_0^{{@a@}} x \\,dx$\n"
    bank, _ = load(
        "stem: What?\nparameters:\n  a: 1..3\noptions:\n  - ${@a@}$\n  - ${@a + 10@}$\nanswer: 1\n" + with_find
    )
    ((found,), told) = check(bank)
    assert found.evidence is Level.REFUTED
    assert "(with a = 1, and in 1 other variant(s))" in told[0].message


def test_a_line_of_the_solution_is_named_at_the_authors_place(load: Callable[..., Any]) -> None:
    bank, _ = load(DERIVATIVE + "explanation: |\n  The rule gives\n  $f'(x) = {@2a@}x + {@b^2@}$.\n")
    ((found,), told) = check(bank)
    assert found.evidence is Level.REFUTED
    wrong = next(each for each in told if each.code == "QB304")
    assert wrong.span.line == 17
    assert "with a = -1, b = -1" in wrong.message


def test_exported_variants_are_questions_of_their_own(load: Callable[..., Any], tmp_path: Path) -> None:
    bank, _ = load(DERIVATIVE)
    files = {}
    for count in (1, 4, 100):
        written, told = qbank.export(bank, "moodle", tmp_path / str(count), variants=count)
        assert [each.code for each in told if each.severity == "error"] == []
        files[count] = Path(written[0]).read_text(encoding="utf-8")
    assert [files[count].count("<questiontext") for count in (1, 4, 100)] == [1, 4, 9]
    assert "Slopes" in files[1]
    ids = {count: {line for line in files[count].split() if "q-v-a" in line} for count in files}
    assert ids[1] < ids[4] < ids[100]


def test_of_one_variant_alone_formulas_and_values_are_told(load: Callable[..., Any]) -> None:
    bank, _ = load(DERIVATIVE)
    report, _ = qbank.check(bank, jobs=1, cache=False)
    made, told, _ = expanding.expanded(bank, report, 100)
    assert told is not None
    found = told.questions
    assert len(found) == len(made.questions) > 1
    assert {each.evidence for each in found} == {Level.PROVED}
    (first,) = (each for each in found if any(option.witness for option in each.options))
    family = bank.questions[0].family
    assert first.id == family.variant_id(0)
    assert all(not (each.answer or each.steps or each.asked) for each in found if each is not first)
    assert {tuple(option.verdict for option in each.options) for each in found} == {("equal", "different", "different")}


def test_what_all_variants_lose_is_told_once(load: Callable[..., Any], tmp_path: Path) -> None:
    bank, _ = load(DERIVATIVE + "penalty: 0.5\n")
    told = {count: qbank.export(bank, "latex", tmp_path, variants=count, only=["exam"])[1] for count in (1, 4)}
    assert [(each.code, each.question, each.hint) for each in told[4]] == [("QB420", "q", "told of 4 variants")]
    ((code, question),) = ((each.code, each.question) for each in told[1])
    assert code == "QB420"
    assert question.startswith("q-v-")


def test_the_seed_chooses_the_variants(load: Callable[..., Any], tmp_path: Path) -> None:
    bank, _ = load(DERIVATIVE)
    texts = [
        Path(qbank.export(bank, "moodle", tmp_path / name, variants=2, seed=seed)[0][0]).read_bytes()
        for name, seed in (("a", "1"), ("b", "1"), ("c", "5"))
    ]
    assert texts[0] == texts[1] != texts[2]


@pytest.mark.parametrize("kind", ["numerical", "true-false"])
def test_other_types_have_variants_too(load: Callable[..., Any], kind: str) -> None:
    body = {
        "numerical": "stem: Calculate $\\frac{{@a@}}{{@b@}}$.\nanswer: '{@a/b@}'\ntolerance: 0.001\n",
        "true-false": "stem: ${@a@} + {@b@} = {@a + b@}$\nanswer: true\n",
    }[kind]
    bank, told = load(f"{body}parameters:\n  a: 1..2\n  b: 2..3\n", head=f"id: q\ntype: {kind}\n")
    assert told == []
    ((found,), told) = check(bank)
    assert (found.evidence, told) == (Level.PROVED, [])
