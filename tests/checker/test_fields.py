"""Formula pairs and questions over all fields: nothing false may come out, and nearly everything must be decided.

A line of ``corpus/fields.txt`` is ``a ;; b ;; sign ;; assume | assume``. The sign ``=`` wants equal, ``!`` different;
``n=`` only forbids equal and ``n!`` different; ``u`` wants undecided. A ``~`` after it allows undecided too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from qbank.checker import compare
from tests.checker.questions import single_choice, verdict

CORPUS = Path(__file__).parent / "corpus"
WANTED = {"=": "equal", "!": "different", "u": "undecided"}
NEVER = {"n=": "equal", "n!": "different"}


def _pairs() -> Iterator[tuple[str, ...]]:
    for line in (CORPUS / "fields.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield tuple(part.strip() for part in line.split(" ;; "))


PAIRS = list(_pairs())
QUESTIONS: list[dict[str, Any]] = yaml.safe_load((CORPUS / "fields.yaml").read_text())["questions"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " ;; ".join(pair[:3]))
def test_pair(pair: tuple[str, ...]) -> None:
    left, right, sign, *assume = pair
    found = compare(left, right, [entry.strip() for entry in assume[0].split(" | ")] if assume else [])
    sign, lenient = sign.removesuffix("~"), sign.endswith("~")
    allowed = {WANTED[sign]} if sign in WANTED else {"equal", "different", "undecided"} - {NEVER[sign]}
    assert found.outcome in allowed | ({"undecided"} if lenient else set()), (found.method, found.reason, found.witness)


def test_nearly_all_are_decided() -> None:
    sure = [sign for _, _, sign, *_ in PAIRS if sign.removesuffix("~") in ("=", "!")]
    assert len(sure) > 350
    assert sum(sign.endswith("~") for sign in sure) <= len(sure) * 0.04


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["stem"][:60])
@pytest.mark.parametrize("how", ["told", "plain"])
def test_question(question: dict[str, Any], how: str) -> None:
    """The right key as the file says; no wrong one confirmed."""
    block = {name: question[name] for name in ("given", "find", "assume", "relation") if name in question}
    check = block if how == "told" else {}
    solution = question.get("sol", "") if how == "plain" else ""
    right = verdict(single_choice(question["stem"], question["options"], 1, solution, **check))
    assert right["evidence"] == question[how], right["diagnostics"]
    for key in range(2, len(question["options"]) + 1):
        wrong = verdict(single_choice(question["stem"], question["options"], key, solution, **check))
        if question[how] in ("proved", "consistent"):
            assert wrong["evidence"] == "refuted", (key, wrong["diagnostics"])
        else:
            assert wrong["evidence"] not in ("proved", "tested", "consistent"), key


def test_most_questions_are_confirmed() -> None:
    told = [question["told"] for question in QUESTIONS]
    plain = [question["plain"] for question in QUESTIONS]
    assert told.count("proved") >= 0.9 * len(told)
    assert sum(level in ("proved", "tested", "consistent") for level in plain) >= 0.7 * len(plain)
    assert "refuted" not in {*told, *plain}
