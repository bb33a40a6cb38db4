"""Solutions in other languages: lines that words may make right are not refuted, numbers that do not add up are."""

from __future__ import annotations

import pytest

from qbank.checker.other_languages import foreign
from tests.checker.questions import single_choice, verdict

SPARED = [
    ("Sei $P$ eine Projektion. Was ist $(I-P)^2$?", "$(I-P)^2 = I - 2P + P^2 = I-P$"),
    ("Leite $f(x)=x^3$ ab.", "Angenommen $f(x)=x^2$, dann ist $f'(x)=2x$."),
    ("Une fonction $f(x)=x^3$. Dérivée?", "Si $f(x)=x^2$, alors $f'(x)=2x$."),
    ("Найдите $f(2)$, если $f(x) = x^2$.", "Пусть $f(x) = x$, тогда $f(2) = 2$."),
    ("函数 $f(x)=x^3$ 的导数是什么?", "若 $f(x)=x^2$, 则 $f'(x)=2x$."),
]


def _fails(stem: str, solution: str) -> list[str]:
    steps = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))["steps"]
    return [step["latex"] for step in steps if step["verdict"] == "fails"]


@pytest.mark.parametrize(("stem", "solution"), SPARED)
def test_what_foreign_words_may_make_right_is_not_refuted(stem: str, solution: str) -> None:
    assert not _fails(stem, solution)


def test_numbers_that_do_not_add_up_are_wrong_in_every_language() -> None:
    assert _fails("Was ist die Summe?", "Es ist $3 + 4 = 8$, und das ist alles.")


def test_english_is_no_foreign_language() -> None:
    assert _fails("What is $f(2)$ for $f(x)=x^2$?", "$f(2) = 5$")
    assert not foreign("A fair die is rolled; the number on it is $X$. Per cent, pro and con.")
    assert not foreign("$x = 1$")
    assert not foreign(r"Integrate: $$\int u\,du$$ \(\alpha\,da\), α, β.")
    assert foreign("Berechne die Ableitung und bestimme $x$.")
