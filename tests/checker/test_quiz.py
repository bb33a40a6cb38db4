"""The user's quiz: what is proved, and that no wrong key and no wrong line passes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import qbank
from qbank.checker.question import check_question
from qbank.checker.run import payload
from qbank.schema import Bank

BANK: Bank = qbank.load([Path(__file__).parents[2] / "bank"])[0]
IDS = ["q1-1", "q1-2", "q2-1", "q2-2", "q3-1", "q3-2"]
LEVELS = {
    "q1-1": ("consistent", "unread"),
    "q1-2": ("proved", "verified"),
    "q2-1": ("proved", "partly"),
    "q2-2": ("proved", "partly"),
    "q3-1": ("consistent", "unread"),
    "q3-2": ("proved", "partly"),
}


def data_of(name: str) -> dict[str, Any]:
    question = next(question for question in BANK.questions if question.id == name)
    copy: dict[str, Any] = json.loads(json.dumps(payload(BANK, question)))
    return copy


@cache
def checked(name: str) -> dict[str, Any]:
    """Check a question as it stands, once for all that ask."""
    return check_question(data_of(name))


def errors(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in result["diagnostics"] if one["code"] in {"QB301", "QB302", "QB304", "QB307", "QB308"}]


@pytest.mark.parametrize("name", IDS)
def test_levels(name: str) -> None:
    result = checked(name)
    assert (result["evidence"]["evidence"], result["evidence"]["solution"]) == LEVELS[name]
    assert errors(result) == []


@pytest.mark.parametrize("name", ["q1-2", "q2-1", "q2-2", "q3-2"])
def test_every_distractor_has_a_witness(name: str) -> None:
    options = checked(name)["evidence"]["options"]
    for option in options:
        assert option["verdict"] == ("equal" if option["keyed"] else "different")
        assert option["keyed"] or option["witness"]["option"] != option["witness"]["answer"]


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("key", [1, 2, 3, 4])
def test_a_moved_key_is_refuted(name: str, key: int) -> None:
    data = data_of(name)
    if int(data["question"]["answer"]) == key:
        return
    data["question"]["answer"] = key
    result = check_question(data)
    assert result["evidence"]["evidence"] == "refuted"
    (error,) = errors(result)
    assert f"option {key} is keyed" in error["message"]
    assert "and the answer is" in error["message"] or "(A) " in error["message"]  # a witness or the truth table


def _wrong(latex: str) -> list[str]:
    """Return wrong lines to put for a right one."""
    left, equals, right = latex.partition("=")
    full_stop = "." if right.endswith(".") else ""
    right = right.removesuffix(".")
    if not equals:
        return [rf"2 \cdot \left({latex}\right)", f"{latex} + 1"]
    wrong = [rf"2 \cdot \left({right}\right)", f"1 + {right}", rf"\left({right}\right)^2"]
    if "-" in right:
        wrong.append(right.replace("-", "+", 1))
    return [f"{left}= {one}{full_stop}" for one in wrong]


LINES = [
    (name, at)
    for name in ("q1-2", "q2-1", "q2-2", "q3-2")
    for at, step in enumerate(checked(name)["evidence"]["steps"])
    if step["verdict"] == "holds"
]


def test_the_lines_that_are_tried() -> None:
    assert len(LINES) == 5 + 3 + 4 + 5


@pytest.mark.parametrize(("name", "at"), LINES)
def test_a_wrong_line_is_named(name: str, at: int) -> None:
    data = data_of(name)
    text = data["question"]["explanation"]
    step = checked(name)["evidence"]["steps"][at]
    for wrong in _wrong(step["latex"]):
        before, after = text[: step["offset"]], text[step["offset"] + len(step["latex"]) :]
        data["question"]["explanation"] = before + wrong + after
        result = check_question(data)
        failed = [number for number, one in enumerate(result["evidence"]["steps"]) if one["verdict"] == "fails"]
        assert failed == [at], wrong
        assert result["evidence"]["solution"] == result["evidence"]["evidence"] == "refuted"
        (error,) = errors(result)
        assert (error["code"], error["path"], error["offset"]) == ("QB304", ["explanation"], step["offset"])


def test_what_is_not_told_is_listed() -> None:
    result = checked("q2-2")
    assert result["evidence"]["assumed"] == [
        r"net_k = \sum_j w_{kj} o_j",
        r"\delta_k = -\frac{\partial E}{\partial net_k}",
    ]
    told = {one["code"]: one["message"] for one in result["diagnostics"]}
    assert "net_k" in told["QB320"]
    assert r"$E = \frac{1}{2} (y_j - o_j)^2$" in told["QB321"]
    assert "option 4" in told["QB321"]


def test_without_its_assumptions_a_question_is_undecided_not_refuted() -> None:
    for name in ("q2-2", "q3-2"):
        data = data_of(name)
        data["question"]["check"]["assumed"] = []
        assert check_question(data)["evidence"]["evidence"] == "undecided"


def test_prose_and_arrows_are_named_unread() -> None:
    for name, sign in (("q2-1", "with tanh activation"), ("q3-2", r"\xrightarrow")):
        result = checked(name)
        (step,) = [one for one in result["evidence"]["steps"] if one["verdict"] == "unread"]
        assert sign in step["latex"]
        assert "QB322" in [one["code"] for one in result["diagnostics"]]
