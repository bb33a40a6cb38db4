"""Words, conditions and values that change an answer, in solutions, statements and the other types.

Stems of single choice that are one word away from what they seem to ask are in ``stems/near/attacks.yaml``.
"""

from __future__ import annotations

from typing import Any

import pytest

from qbank.checker.question import check_question
from qbank.schema import QUESTION_TYPES
from tests.checker.questions import single_choice, verdict

WRONG = ("proved", "tested", "consistent")


def _check(fields: dict[str, Any]) -> dict[str, Any]:
    question = QUESTION_TYPES[fields["type"]].model_validate({"id": "q", **fields})
    found: dict[str, Any] = check_question({"question": question.model_dump(mode="json"), "notation": {}})["evidence"]
    return found


STATEMENTS = [
    (r"$\sqrt{x^2} = x$ for $x \ge 0$.", True),
    (r"$\sqrt{x^2} = -x$ for $x \le 0$.", True),
    (r"$\sqrt{x^2} = x$ for all real $x$.", False),
    (r"$x^2 \ge x$ for $x \ge 1$.", True),
    (r"$x^2 \ge x$ for $0 < x < 1$.", False),
    (r"$x^2 \ge x$ for all integers $x$.", True),
    (r"$n^2 \ge n$ for $n \in \mathbb{N}$.", True),
    (r"$x^2 \ge x$ for $x \in [1, 2]$.", True),
    (r"For $x < 0$, $|x| = -x$.", True),
    (r"$xy > 0$ for $x > 0$ and $y > 0$.", True),
    (r"$x^2 = x$ for some $x$.", True),
    (r"It is not true that $x^2 \ge 0$ for all real $x$.", False),
    (r"$(a + b)^2 = a^2 + b^2$ if $ab = 0$.", True),
    (r"$(a + b)^2 = a^2 + b^2$ modulo $2$.", True),
    (r"$a^2 \ne 4$ for $a \ne 2$.", False),
    (r"$1 + 1 = 10$ in binary.", True),
    (r"$\sin(90) = 1$ in degrees.", True),
    (r"$AB = BA$ for all matrices $A$ and $B$.", False),
]


@pytest.mark.parametrize(("stem", "truth"), STATEMENTS, ids=[stem for stem, _ in STATEMENTS])
def test_a_statement_is_judged_where_it_says(stem: str, truth: bool) -> None:  # noqa: FBT001 - a table's column
    assert _check({"type": "true-false", "stem": stem, "answer": truth})["evidence"] != "refuted"
    assert _check({"type": "true-false", "stem": stem, "answer": not truth})["evidence"] not in WRONG


SEVERAL = [
    ("Which are positive solutions of $x^2 = 4$?", ["$2$", "$-2$", "$4$"], {1}, {1, 2}),
    ("Which of these are positive roots of $x^2 - x - 6 = 0$?", ["$3$", "$-2$", "$4$"], {1}, {1, 2}),
    ("Which are not solutions of $x^2 = 4$?", ["$2$", "$-2$", "$4$"], {3}, {1, 2}),
    ("Which are integer solutions of $2x^2 - 5x + 2 = 0$?", ["$2$", r"$\frac12$", "$4$"], {1}, {1, 2}),
    (r"Which are antiderivatives of $2x$?", ["$x^2$", "$x^2 + 1$", "$2x^2$"], {1, 2}, {1}),
]


@pytest.mark.parametrize(("stem", "options", "keys", "naive"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_several_keys_are_those_that_the_words_ask_for(
    stem: str, options: list[str], keys: set[int], naive: set[int]
) -> None:
    for marked, right in ((keys, True), (naive, False)):
        rows = [{"text": text, "correct": at in marked} for at, text in enumerate(options, 1)]
        found = _check({"type": "multiple-choice", "stem": stem, "options": rows})["evidence"]
        assert found != "refuted" if right else found not in WRONG


NUMBERS = [
    (r"What is $\sin 30$ (in degrees)?", "0.5", "-0.988"),
    ("How many seconds are in $2$ hours?", "7200", "2"),
    ("Let $f(x) = x^2$. What is $f'(3)$, rounded up to tens?", "10", "6"),
    (r"A car with $v = 36\,\mathrm{km/h}$: what is $v$ in m/s?", "10", "36"),
    ("Let $x = 5$. What is $x^2$ modulo $7$?", "4", "25"),
    ("Solve $x^2 = 4$. What is the negative solution?", "-2", "2"),
    ("What is the smaller root of $x^2 - 5x + 6 = 0$?", "2", "3"),
]


@pytest.mark.parametrize(("stem", "answer", "naive"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_number_is_what_the_words_ask_for(stem: str, answer: str, naive: str) -> None:
    fields = {"type": "numerical", "stem": stem, "tolerance": "0.001"}
    assert _check({**fields, "answer": answer})["evidence"] != "refuted"
    assert _check({**fields, "answer": naive})["evidence"] not in WRONG


SOLUTIONS = [
    ("Let $f(x) = x^2$. At $x = 1$, which is the tangent?", "We have $f(x) = x^5$."),
    ("Let $f(x) = x^2$. At $x = 1$, which is the tangent?", "It is $y = 1 + 2(x - 1) = 7x - 6$."),
    ("Find the tangent to $y = x^3 - x$ at the point where $x = 2$.", "It is $y = 6 + 6(x - 2) = 6x - 6$."),
    ("How fast does it grow?", r"$V = \frac43\pi r^3$, so $\frac{dV}{dt} = 2\pi r^2\frac{dr}{dt}$. With $r = 5$."),
    (r"Let $f(x, y) = x^2 + xy$. What is $\frac{\partial f}{\partial x}$ at the point where $x = 1$ and $y = 2$?",
     r"$\frac{\partial f}{\partial x} = 2x + xy$, and at $x = 1$, $y = 2$ this is $2 + 2 = 4$."),
    ("What is $(x+1)^2$ at $x = 0$?", "We have $(x + 1)^2 = x^2 + x + 1$, so at $x = 0$ it is $1$."),
    ("Find the speed.", r"We start with $\gamma m c^2 = 2 m c^2$. Equating yields $\gamma = 1$."),
    ("Let $x + 1 = 3$. What is $x$?", "This yields $x = 2$, and we find $q = 7$."),
]  # fmt: skip
"""Each holds a line that is true at one point only, or that nothing shows."""


@pytest.mark.parametrize(("stem", "solution"), SOLUTIONS, ids=[solution for _, solution in SOLUTIONS])
def test_a_value_named_once_proves_no_line_about_all(stem: str, solution: str) -> None:
    found = verdict(single_choice(stem, ["$2x - 1$", "$7x - 6$"], 1) | {"explanation": solution})
    assert found["solution"] != "verified"


@pytest.mark.parametrize(
    ("stem", "key", "solution"),
    [
        ("Let $f(x) = x^3$. What is $f'(x)$ at $x = 2$?", "$12$", r"$f'(x) = 3x^2 = 3 \cdot 4 = 12$."),
        ("What force $F = k x$ is needed for $x = 0.1$ and $k = 200$?", "$20$", r"$F = kx = 200 \cdot 0.1 = 20$."),
        (r"Evaluate $\frac{x^2-1}{x-1}$ at $x = 3$.", "$4$", r"$\frac{x^2-1}{x-1} = \frac{9 - 1}{2} = 4$"),
        (r"Compute $\frac{\partial f}{\partial x}$ of $f(x,y) = x^2y$ at $x = 1$, $y = 2$.", "$4$",
         r"$\frac{\partial f}{\partial x} = 2xy = 2\cdot 1\cdot 2 = 4$"),
    ],
)  # fmt: skip
def test_values_are_put_in_at_the_point(stem: str, key: str, solution: str) -> None:
    found = verdict(single_choice(stem, [key, "$77$"], 1) | {"explanation": solution})
    assert found["solution"] == "verified"


def test_numbers_are_not_taken_for_si_where_the_stem_has_other_units() -> None:
    fields: dict[str, Any] = {
        "type": "single-choice",
        "stem": r"A car drives at $v = 36\,\mathrm{km/h}$ for $t = 10\,\mathrm{s}$. How far does it get?",
        "options": [r"$100\,\mathrm{m}$", r"$360\,\mathrm{m}$", r"$36\,\mathrm{m}$"],
        "check": {"given": ["$v = 36$", "$t = 10$"], "find": "$v t$"},
    }
    assert _check({**fields, "answer": "1"})["evidence"] != "refuted"
    assert _check({**fields, "answer": "2"})["evidence"] not in WRONG
