"""Parameters, conditions and placeholders of a question, and the variants that they make."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbank.variants.family import Family
from qbank.variants.ranges import RangeError, values

SUM = """
stem: What is ${@a@} + {@b@}$?
options:
  - ${@a + b@}$
  - ${@a - b@}$
answer: 1
"""


def family(bank: Any) -> Family:
    found = bank.questions[0].family
    assert isinstance(found, Family)
    return found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2..5", ["2", "3", "4", "5"]),
        ("-1..1", ["-1", "0", "1"]),
        ("−1..1 except 0", ["-1", "1"]),
        ("0.5..2 by 0.5", ["1/2", "1", "3/2", "2"]),
        ("0..1 by 1/3", ["0", "1/3", "2/3", "1"]),
        ("1 .. 9 by 4 except 5, 9", ["1"]),
        ("7", ["7"]),
    ],
)
def test_a_range_has_exact_values(written: str, expected: list[str]) -> None:
    assert [str(each) for each in values(written)[0]] == expected


@pytest.mark.parametrize(
    "written",
    ["5..2", "1..2 by 0", "1..2 by -1", "1..1000000", "1..2..3", "a..b", "1/0..2", "1..3 except 9", "2, 3", ""],
)
def test_what_is_no_range_is_refused(written: str) -> None:
    with pytest.raises(RangeError):
        values(written)


@given(st.integers(-500, 500), st.integers(0, 60), st.fractions(min_value="1/8", max_value=3, max_denominator=8))
def test_a_range_stays_within_its_ends(low: int, size: int, step: Any) -> None:
    found, _ = values(f"{low}..{low + size} by {step}")
    assert found[0] == low
    assert found[-1] <= low + size < found[-1] + step
    assert {later - earlier for earlier, later in pairwise(found)} <= {step}


def test_variants_come_in_order_and_fit_the_conditions(load: Callable[..., Any]) -> None:
    bank, told = load("parameters:\n  a: 1..3\n  b: 1..3\nconditions:\n  - $a < b$\n" + SUM)
    assert told == []
    made = family(bank)
    assert [made.told(n) for n in range(made.count)] == ["a = 1, b = 2", "a = 1, b = 3", "a = 2, b = 3"]
    assert bank.questions[0].stem.strip() == "What is $1 + 2$?"
    second, problems = made.question(1)
    assert problems == []
    assert second is not None
    assert [option.text for option in second.choices] == ["$4$", "$-2$"]  # type: ignore[attr-defined]


def made_of(load: Callable[..., Any], parameters: str, body: str = "") -> tuple[Any, list[Any]]:
    text = body or "stem: '{@a@}'\noptions:\n  - x\n  - y\nanswer: 1\n"
    found: tuple[Any, list[Any]] = load(f"parameters:\n{parameters}\n{text}")
    return found


def test_parameters_may_be_worked_out_from_others_in_any_order(load: Callable[..., Any]) -> None:
    bank, told = made_of(
        load, "  d: $2 c$\n  a: 3..4\n  c: $a^2 - \\frac{1}{2}$", "stem: '{@d@}, {@c@}'\noptions: [x, y]"
    )
    assert [each.code for each in told] == []
    assert bank.questions[0].stem == "17, 17/2"
    assert family(bank).told(1) == "a = 4"


def test_values_may_be_words_and_formulas(load: Callable[..., Any]) -> None:
    bank, told = made_of(
        load,
        "  a:\n    - Ann\n    - Ben\n  x:\n    - $\\frac{\\pi}{3}$\n    - 1/2",
        "stem: '{@a@} has ${@x@}$'\noptions: [x, y]",
    )
    assert told == []
    stems = [family(bank).question(n)[0].stem for n in range(4)]  # type: ignore[union-attr]
    assert stems == ["Ann has $\\frac{\\pi}{3}$", "Ann has $\\frac{1}{2}$", "Ben has $\\frac{\\pi}{3}$",
                     "Ben has $\\frac{1}{2}$"]  # fmt: skip


def test_decimals_stay_decimals(load: Callable[..., Any]) -> None:
    bank, _ = made_of(load, "  a: 0.5..1 by 0.25", "stem: '{@a@} and {@a/2@} and {@a/3@}'\noptions: [x, y]")
    assert bank.questions[0].stem == "0.5 and 0.25 and 1/6"


@pytest.mark.parametrize(
    ("parameters", "body", "code", "line"),
    [
        ("  net: 1..3", "", "QB120", 4),
        ("  e: 1..3", "", "QB120", 4),
        ("  a: 3..1", "", "QB120", 4),
        ("  a:\n    - 1\n    - 1", "", "QB120", 6),
        ("  a:\n    - 1\n    - Ann", "", "QB120", 4),
        ("  a: $b$\n  b: $a$", "", "QB123", 4),
        ("  a: $a + 1$", "", "QB123", 4),
        ("  a: $c + 1$", "", "QB122", 4),
        ("  a: $1 +$", "", "QB120", 4),
        ("  a: 1..3", "stem: '{@c@}'\noptions: [x, y]", "QB122", 5),
        ("  a: 1..3", "stem: '{@a'\noptions: [x, y]", "QB121", 5),
        ("  a: 0..3", "stem: '{@1/a@}'\noptions: [x, y]", "QB126", 5),
        ("  a: 0..3\n  b: $1/a$", "stem: '{@a@}{@b@}'\noptions: [x, y]", "QB126", 5),
        ("  a: 1..3\nconditions:\n  - $a > 3$", "", "QB124", 5),
        ("  a: 1..3\nconditions:\n  - $a + 1$", "", "QB125", 6),
        ("  a: 1..3\nconditions:\n  - $2 \\mid a/2$", "", "QB125", 6),
        ("  a: 1..3\n  b: 1..2", "", "QB127", 5),
        ("  a:\n    - Ann", "stem: '{@a + 1@}'\noptions: [x, y]", "QB122", 6),
    ],
)
def test_each_mistake_has_its_code_and_place(
    load: Callable[..., Any], parameters: str, body: str, code: str, line: int
) -> None:
    _, told = made_of(load, parameters, body)
    assert [(each.code, each.span.line) for each in told] == [(code, line)]


def test_all_mistakes_are_told_in_one_run(load: Callable[..., Any]) -> None:
    _, told = made_of(
        load, "  a: 1..3\n  b: $c$", "stem: '{@d@} {@a@'\nhints:\n  - '{@1/(a-1)@} {@f@}'\noptions: [x, y]"
    )
    assert sorted(each.code for each in told) == ["QB121", "QB122", "QB122"]


def test_a_missing_value_is_named(load: Callable[..., Any]) -> None:
    _, told = made_of(load, "  a: -2..2\n  b: 1..500", "stem: '{@b@} {@1/(a - 1)@}'\noptions: [x, y]")
    assert [each.message for each in told] == ["this has no value with a = 1: division by zero"]
    assert told[0].span.length == len("{@1/(a - 1)@}")


def test_a_mistake_in_a_variant_names_its_values_and_the_authors_place(load: Callable[..., Any]) -> None:
    bank, told = made_of(load, "  a: 1..3", "stem: x\noptions:\n  - ${@a@}x$\n  - 7\nanswer: '{@a@}'")
    assert [(each.code, each.message) for each in told] == []
    wrong, problems = family(bank).question(2)
    assert wrong is None
    assert [each.code for each in problems] == ["QB112"]
    assert problems[0].message.endswith("(with a = 3)")
    assert problems[0].span is not None
    assert problems[0].span.line == 9


def test_placeholders_without_parameters_are_a_warning(load: Callable[..., Any]) -> None:
    bank, told = load("stem: '{@a@}'\noptions: [x, y]\nanswer: 1\n")
    assert [(each.code, each.severity) for each in told] == [("QB122", "warning")]
    assert bank.questions[0].stem == "{@a@}"


def test_identifiers_follow_from_the_values(load: Callable[..., Any]) -> None:
    ids = []
    for written in ("1..2", "0..3"):
        bank, _ = made_of(load, f"  a: {written}\n  b: -1/2..1/2", "stem: '{@a@} {@b@}'\noptions: [x, y]")
        ids.append([family(bank).variant_id(n) for n in range(family(bank).count)])
    assert ids[0] == ["q-v-a1-bm1_2", "q-v-a1-b1_2", "q-v-a2-bm1_2", "q-v-a2-b1_2"]
    assert set(ids[0]) < set(ids[1])
    assert len(set(ids[1])) == 8


def test_a_family_travels_between_processes(load: Callable[..., Any]) -> None:
    bank, _ = made_of(load, "  a: 1..3")
    made = pickle.loads(pickle.dumps(bank.questions[0])).family  # noqa: S301 - our own
    assert made.question(2)[0].stem == "3"
    assert made == family(bank)


SCRIPT = """
import sys, qbank
from qbank.variants.expanding import expanded
bank, told = qbank.load(sys.argv[1])
print(told)
for question in expanded(bank, None, 5, "s")[0].questions:
    print(question.id, question.category, question.model_dump())
"""


def test_variants_do_not_depend_on_the_order_of_hashes(load: Callable[..., Any], tmp_path: Path) -> None:
    load("parameters:\n  a: 1..400\n  b: 1..400\n" + SUM)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path)], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"QB128" in next(iter(outputs))


def test_a_sample_follows_from_the_seed_of_the_bank(load: Callable[..., Any]) -> None:
    body = "parameters:\n  a: 1..9000\n  b: 1..9000\n" + SUM
    samples = []
    for settings in ("seed: one\n", "seed: one\n", "seed: two\n"):
        bank, told = load(body, settings=settings)
        assert [each.code for each in told] == ["QB128"]
        assert family(bank).count == 10_000
        samples.append(family(bank).rows)
    assert samples[0] == samples[1] != samples[2]


def test_ten_thousand_variants_load_in_seconds(load: Callable[..., Any]) -> None:
    start = time.process_time()
    bank, told = load("parameters:\n  a: 1..100\n  b: 1..100\n" + SUM)
    assert told == []
    assert family(bank).count == 10_000
    assert time.process_time() - start < 10
