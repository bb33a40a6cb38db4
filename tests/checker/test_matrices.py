"""Products of named matrices: words rewritten by true identities, against words with something changed."""

from __future__ import annotations

import random
import re

import pytest

from qbank.checker import compare
from qbank.checker.reading.kinds_said import kinds_said

NAMES = "ABC"
SAID = ["A, B, C n×n matrices", "M, N n×n matrices"]


def _word(source: random.Random) -> list[str]:
    """Return letters with their marks: plain, transposed or inverted."""
    return [source.choice(NAMES) + source.choice(["", "", "^T", "^{-1}"]) for _ in range(source.randint(2, 4))]


def _marked(letter: str, mark: str) -> str:
    """Return a letter transposed or inverted once more."""
    base, own = letter[0], letter[1:]
    if own == mark:
        return base
    return base + mark if not own else f"({letter}){mark}"


def _true(word: list[str], source: random.Random) -> str:
    """Rewrite a word by an identity of all square matrices."""
    way = source.randrange(5)
    if way < 2:
        mark = ["^T", "^{-1}"][way]
        return f"({' '.join(_marked(one, mark) for one in reversed(word))}){mark}"
    at = source.randrange(len(word) + 1)
    if way == 2:
        return " ".join([*word[:at], "A", "A^{-1}", *word[at:]])
    if way == 3:
        return " ".join([*word[:at], "(B+C)", *word[at:]]) + " - " + " ".join(
            [*word[:at], "(B+C-I)", *word[at:]]
        )  # fmt: skip
    return " ".join([*word[:at], "B^{-1}", "B", *word[at:]])


def _swapped(word: list[str], source: random.Random) -> list[str] | None:
    """Return a word with two neighbours exchanged, or one mark changed."""
    at = source.randrange(len(word) - 1)
    one, other = word[at : at + 2]
    if one[0] == other[0]:
        return None
    return [*word[:at], other, one, *word[at + 2 :]]


@pytest.mark.parametrize("seed", range(30))
def test_words_rewritten_by_identities_are_proved(seed: int) -> None:
    source = random.Random(seed)  # noqa: S311 - examples, not secrets
    word = _word(source)
    verdict = compare(" ".join(word), _true(word, source), SAID)
    assert (verdict.outcome, verdict.method) == ("equal", "symbolic"), (word, verdict)


@pytest.mark.parametrize("seed", range(30))
def test_words_with_factors_exchanged_are_never_proved(seed: int) -> None:
    source = random.Random(seed)  # noqa: S311
    word = _word(source)
    other = _swapped(word, source)
    if other is None:
        return
    verdict = compare(" ".join(other), _true(word, source), SAID)
    assert verdict.outcome == "different", (word, other, verdict)


def test_every_comparer_knows_kinds() -> None:
    """Bold names never commute, whatever is said of them."""
    assert compare(r"\mathbf{A}\mathbf{B}", r"\mathbf{B}\mathbf{A}").outcome == "different"
    assert not compare(r"\mathbf{A}\mathbf{B}", r"\mathbf{B}\mathbf{A}").proved


def test_a_witness_shows_its_matrices() -> None:
    verdict = compare("AB", "BA", ["A, B matrices"])
    assert verdict.witness is not None
    assert all(re.fullmatch(r"\(\(.*\), \(.*\)\)", text) for text in verdict.witness.point.values())


@pytest.mark.parametrize(
    ("text", "sizes", "traits"),
    [
        (r"Let $A$ be a $3\times 3$ matrix with $\det A=2$.", {("A", 3, 3)}, set()),
        ("Let A and B be symmetric matrices.", set(), {("A", "symmetric"), ("B", "symmetric")}),
        ("Suppose $Q$ is an orthogonal matrix.", set(), {("Q", "orthogonal")}),
        (r"invertible $n\times n$ matrices $A$", {("A", "n", "n")}, {("A", "square")}),
        ("A is not symmetric", set(), set()),
        ("Is $A$ symmetric?", set(), set()),
        ("Find out whether $A$ is symmetric", set(), set()),
    ],
)
def test_words_tell_sizes_and_properties(
    text: str, sizes: set[tuple[str, int | str, int | str]], traits: set[tuple[str, str]]
) -> None:
    found = kinds_said([text])
    assert (set(found.sizes), set(found.traits)) == (sizes, traits)


@pytest.mark.parametrize(
    ("left", "right", "assume", "reason"),
    [
        (r"(X^TX)^{-1}X^T", "X^{-1}", ["X matrix"], "only if X is square"),
        (r"\det(cA)", r"c^n\det(A)", ["A matrix"], "whether n is the size"),
        (r"\frac{\partial}{\partial X}\operatorname{tr}(AX)", "A", [], "transpose"),
        (r"\nabla_{\mathbf{w}}\sigma(\mathbf{w}^T\mathbf{x})", r"\mathbf{x}", [], "not defined"),
    ],
)
def test_what_is_left_open_is_said(left: str, right: str, assume: list[str], reason: str) -> None:
    verdict = compare(left, right, assume)
    assert verdict.outcome == "undecided"
    assert reason in verdict.reason
