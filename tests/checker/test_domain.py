"""Domains: plain words, inequalities, families."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qbank.checker.domain import REAL, Interval, from_relation, parse
from qbank.checker.reading.notation import Notation
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import Name, Num

ANY = Notation()


@pytest.mark.parametrize(
    ("entry", "inside", "outside"),
    [
        ("$n$ positive integer", ["1", "7"], ["0", "1/2", "-1"]),
        ("n positive integer", ["1"], ["0", "1/2"]),
        ("$n$ even", ["0", "2"], ["1", "1/2"]),
        ("$n$ natural, odd", ["1", "3"], ["2", "-1"]),
        ("$0 < n < 1$", ["1/2"], ["0", "1", "2"]),
        (r"$0 \le n \le 1$", ["0", "1"], ["-1", "2"]),
        ("$1 > n > 0$", ["1/2"], ["0", "1"]),
        (r"$n \ne 0$", ["1", "-1"], ["0"]),
        (r"$n \ge -\frac{1}{2}$", ["-1/2"], ["-1"]),
        ("$n$ nonnegative", ["0"], ["-1"]),
    ],
)
def test_entries(entry: str, inside: list[str], outside: list[str]) -> None:
    interval = parse([entry], ANY).of(Name("n"))
    assert all(Fraction(value) in interval for value in inside)
    assert not any(Fraction(value) in interval for value in outside)


def test_a_base_name_covers_its_indices_unless_a_longer_one_is_listed() -> None:
    domain = parse(["$x$ positive", "$x_1 < 0$"], ANY)
    assert domain.of(Name("x", (Num(Fraction(2)),))).positive
    assert domain.of(Name("x", (Num(Fraction(1)),))).high == 0
    assert domain.of(Name("y")) == REAL


def test_entries_of_one_name_meet() -> None:
    domain = parse(["$x$ positive", "$x < 3$", "$x$ integer"], ANY)
    assert [value for value in range(-2, 6) if Fraction(value) in domain.of(Name("x"))] == [1, 2]


@pytest.mark.parametrize("entry", ["$x$ happy", "$x = 3$", r"$x \in [0, y]$", "$x < $", "words"])
def test_what_is_not_understood_is_refused(entry: str) -> None:
    with pytest.raises(Unreadable):
        parse([entry], ANY)


def test_relations_between_names_are_kept() -> None:
    domain = parse(["$a < b$"], ANY)
    assert not domain.intervals
    assert len(domain.relations) == 1


def test_an_equation_is_no_domain() -> None:
    assert from_relation(read("a = b", ANY)) is None


def test_an_empty_interval() -> None:
    assert Interval(low=Fraction(1), high=Fraction(0)).empty
    assert Interval(low=Fraction(1), high=Fraction(1), low_open=True).empty
    assert not REAL.empty
