"""Checking a bank: order, places, failures, and what the cache saves."""

from collections.abc import Callable
from pathlib import Path

import pytest

import qbank
from qbank.checker.run import usable_cpus
from qbank.evidence import Level
from qbank.schema import Bank

pytestmark = pytest.mark.usefixtures("cache_folder")

FUNCTION = "child_functions:act"


@pytest.fixture
def bank_of(tmp_path: Path) -> Callable[..., Bank]:
    """Make a bank of questions with these ids."""

    def make(*ids: str, **fields: str) -> Bank:
        more = "".join(f"    {name}: {value}\n" for name, value in fields.items())
        texts = [
            f"  - id: {each}\n    type: single-choice\n    stem: What?\n    options:\n      - one\n      - two\n"
            f"    answer: 1\n    explanation: |\n      1\n      2\n{more}"
            for each in ids
        ]
        (tmp_path / "bank.yaml").write_text("questions:\n" + "".join(texts), encoding="utf-8")
        bank, told = qbank.load(tmp_path / "bank.yaml")
        assert told == []
        return bank

    return make


def test_results_come_in_the_banks_order(bank_of: Callable[..., Bank]) -> None:
    ids = ["sleep0.4", "a", "b", "sleep0.2", "c"]
    report, told = qbank.check(bank_of(*ids), function=FUNCTION, jobs=2)
    assert [found.id for found in report.questions] == ids
    assert {found.evidence for found in report.questions} == {Level.PROVED}
    assert told == []


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("loop", "QB390"),
        ("memory", "QB391"),
        ("exit", "QB392"),
        ("raise", "QB392"),
        ("recursion", "QB392"),
        ("shape", "QB392"),
    ],
)
def test_a_failure_is_told_at_its_question_and_never_kept(action: str, code: str, bank_of: Callable[..., Bank]) -> None:
    bank = bank_of("a", action, "b")
    for _ in range(2):
        report, told = qbank.check(bank, function=FUNCTION, deadline=1.0)
        assert [found.evidence for found in report.questions] == [Level.PROVED, Level.UNDECIDED, Level.PROVED]
        assert [(each.code, each.severity.value, each.question) for each in told] == [(code, "error", action)]
        assert told[0].span is not None
        assert told[0].span.line == report.questions[1].line


def test_the_deadline_comes_from_the_environment(bank_of: Callable[..., Bank], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QBANK_DEADLINE", "0.5")
    _, told = qbank.check(bank_of("loop"), function=FUNCTION)
    assert [each.code for each in told] == ["QB390"]


def test_places_become_lines(bank_of: Callable[..., Bank]) -> None:
    report, told = qbank.check(bank_of("a"), function="child_functions:place")
    found = report.questions[0]
    assert (found.line, found.steps[0].line) == (2, 11)
    assert found.sizes == {"n": (2, 3)}
    witness = found.options[0].witness
    assert witness is not None
    assert witness.point == {"x": "1/3"}
    span = told[0].span
    assert span is not None
    assert (span.line, span.column, span.length, told[0].hint) == (7, 10, 2, "h")


def test_a_second_run_asks_no_worker(
    bank_of: Callable[..., Bank], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("COUNT_FILE", str(trace))
    function = "child_functions:count"
    first, _ = qbank.check(bank_of("a", "b"), function=function)
    again, _ = qbank.check(bank_of("a", "b"), function=function)
    assert first == again
    assert sorted(trace.read_text(encoding="utf-8").split()) == ["a", "b"]
    qbank.check(bank_of("a", "b", title="Changed"), function=function)
    assert len(trace.read_text(encoding="utf-8").split()) == 4
    qbank.check(bank_of("a", "b"), function=function, cache=False)
    assert len(trace.read_text(encoding="utf-8").split()) == 6


def test_a_moved_question_is_placed_anew_from_the_cache(bank_of: Callable[..., Bank]) -> None:
    qbank.check(bank_of("a"), function="child_functions:place")
    report, told = qbank.check(bank_of("b", "a"), function="child_functions:place")
    found = report.of("a")
    assert found is not None
    assert found.steps[0].line == 21
    assert [each.span.line for each in told if each.span] == [7, 17]


def test_progress_counts_to_the_total(bank_of: Callable[..., Bank]) -> None:
    seen: list[tuple[int, int]] = []
    qbank.check(bank_of("a", "b"), function=FUNCTION, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_an_empty_bank_is_an_empty_report() -> None:
    report, told = qbank.check(Bank(), function=FUNCTION)
    assert (report.questions, told) == ((), [])
    assert usable_cpus() >= 1
