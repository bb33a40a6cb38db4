"""What is picked: named, of a kind, or drawn."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbank.diagnostic import Diagnostic
from qbank.evidence import Level
from qbank.exam.chance import evenly, parts, reachable
from qbank.exam.matching import matched
from qbank.exam.picking import Known, Selection, picked
from qbank.schema import Bank

from .conftest import MakeBank, MakeExam

SIZES = {"easy": 6, "medium": 4, "hard": 2}


def questions(count: int = 12, points: Sequence[str] = ("1",), start: int = 0) -> str:
    """Write numbered questions: the first half on limits, the rest on series; every fourth has another difficulty."""
    levels = [level for level, size in SIZES.items() for _ in range(size)]
    out = ["questions:"]
    for n in range(start, start + count):
        out += [
            f"  - id: q{n}",
            "    type: true-false",
            f"    stem: Statement {n}.",
            "    answer: true",
            f"    category: Calculus/{'Limits' if n % 12 < 6 else 'Series'}",
            f"    difficulty: {levels[n % 12]}",
            f"    points: {points[n % len(points)]}",
            f"    tags: [t{n % 3}]",
        ]
    return "\n".join(out) + "\n"


class Picking:
    """Picks by the text of the list below ``pick:``."""

    def __init__(self, bank: Bank, make_exam: MakeExam) -> None:
        self.bank, self.make_exam = bank, make_exam

    def __call__(
        self, *picks: str, known: Known | None = None, head: str = "", bank: Bank | None = None
    ) -> tuple[Selection | None, list[Diagnostic]]:
        sections = "".join(f"  - pick:\n      - {pick.replace(chr(10), chr(10) + ' ' * 8)}\n" for pick in picks)
        source, problems = self.make_exam(f"{head}sections:\n{sections}")
        assert source is not None, problems
        return picked(bank or self.bank, source, known)

    def ids(self, *picks: str, known: Known | None = None, head: str = "", bank: Bank | None = None) -> list[list[str]]:
        selection, told = self(*picks, known=known, head=head, bank=bank)
        assert selection is not None, told
        return [[question.id for question in section] for section in selection.sections]

    def refused(self, *picks: str, known: Known | None = None) -> list[Diagnostic]:
        selection, told = self(*picks, known=known)
        assert selection is None
        return told


@pytest.fixture
def pick(make_bank: MakeBank, make_exam: MakeExam) -> Picking:
    return Picking(make_bank(questions()), make_exam)


def test_named_questions_keep_their_order(pick: Picking) -> None:
    assert pick.ids("id:\n  - q7\n  - q1", "q3") == [["q7", "q1"], ["q3"]]


def test_all_of_a_kind_come_in_the_order_of_the_bank(pick: Picking) -> None:
    assert pick.ids("category: Calculus/Series\ntag: t0") == [["q6", "q9"]]
    assert pick.ids("id: q1*") == [["q1", "q10", "q11"]]
    assert pick.ids("q1", "id: q1*") == [["q1"], ["q10", "q11"]]


def test_what_is_drawn_follows_from_the_seed(pick: Picking, make_exam: MakeExam) -> None:
    first = pick.ids("category: Calculus\ncount: 5")
    assert first == pick.ids("category: Calculus\ncount: 5")
    assert len(set(first[0])) == 5
    source, _ = make_exam("sections:\n  - pick:\n      - count: 5\n", "title: x\nbank: bank\nseed: other\n")
    assert source is not None
    other, _ = picked(pick.bank, source)
    assert other is not None
    assert [each.id for each in other.questions] != first[0]


def test_nothing_is_drawn_that_is_in_the_exam_anyhow(pick: Picking) -> None:
    drawn, named = pick.ids("count: 9", "id:\n  - q1\n  - q2\n  - q3")
    assert set(drawn).isdisjoint(named)


def test_a_drawing_leaves_others_what_they_need(pick: Picking) -> None:
    for seed in range(10):  # the two hard ones are needed by the second
        many, hard = pick.ids("count: 10", "difficulty: hard\ncount: 2", head=f"course: {seed}\n")
        assert set(hard) == {"q10", "q11"}
        assert len(set(many)) == 10


def test_balance_draws_evenly(pick: Picking) -> None:
    by_id = {each.id: each.difficulty for each in pick.bank.questions}
    (drawn,) = pick.ids("balance: difficulty\ncount: 6")
    assert Counter(by_id[each] for each in drawn) == {"easy": 2, "medium": 2, "hard": 2}
    (drawn,) = pick.ids("balance: difficulty\ncount: 8")
    assert Counter(by_id[each] for each in drawn) == {"easy": 3, "medium": 3, "hard": 2}


def test_points_are_reached_exactly(make_bank: MakeBank, make_exam: MakeExam) -> None:
    pick = Picking(make_bank(questions(points=("1.5", "2", "2.5"))), make_exam)
    for total in ("6", "7.5", "11", "24"):
        selection, _ = pick(f"points: {total}")
        assert selection is not None
        assert sum(each.points for each in selection.questions) == Decimal(total)


def test_points_that_cannot_be_reached(make_bank: MakeBank, make_exam: MakeExam) -> None:
    pick = Picking(make_bank(questions(points=("2",))), make_exam)
    (told,) = pick.refused("points: 5")
    assert told.code == "QB462"
    assert told.message == "5 points cannot be reached: 12 fit, worth 24 together"
    assert told.hint == "write points: 4 or 6, or add at_most: true"
    (told,) = pick.refused("points: 1")
    assert told.hint == "write points: 2"
    (told,) = pick.refused("points: 99")
    assert told.hint == "write points: 24, or add at_most: true"
    selection, _ = pick("points: 5\nat_most: true")
    assert selection is not None
    assert len(selection.questions) == 2
    (told,) = pick.refused("points: 10000\npoints_each: 0.0000001")
    assert "too fine" in told.message


def test_points_of_each_may_be_others(pick: Picking) -> None:
    selection, _ = pick("points: 6\npoints_each: 3")
    assert selection is not None
    assert [each.points for each in selection.questions] == [3, 3]
    assert {each.points for each in pick.bank.questions} == {1}


def test_too_few_is_told_with_what_there_is(pick: Picking) -> None:
    known = Known({"q10": "refuted"}, {})
    (told,) = pick.refused("difficulty: hard\ncount: 3", known=known)
    assert told.message == "3 are to be drawn, but only 1 can be drawn: 2 fit (1 refused)"
    assert told.hint == "write count: 1, or add at_most: true"
    assert pick.ids("difficulty: hard\ncount: 3\nat_most: true") == [["q10", "q11"]]
    told = pick.refused("difficulty: hard\ncount: 2", "tag: t1\ndifficulty: hard\ncount: 1")[0]
    assert told.message.startswith("1 are to be drawn, but only 0 are left")


def test_evidence_at_least(pick: Picking) -> None:
    levels = {f"q{n}": Level.PROVED if n < 3 else Level.CONSISTENT for n in range(5)}
    assert pick.ids("evidence: proved\ncount: 3", known=Known({}, levels)) == [["q0", "q1", "q2"]]
    assert pick.ids("evidence: asserted", known=Known({}, levels)) == [["q0", "q1", "q2", "q3", "q4"]]


def test_excluded_and_drafts_are_not_drawn(make_bank: MakeBank, make_exam: MakeExam) -> None:
    text = questions().replace("id: q5\n", "id: q5\n    status: draft\n")
    pick = Picking(make_bank(text), make_exam)
    (drawn,) = pick.ids("count: 8", head="exclude:\n  - q1*\n")
    assert set(drawn) == {f"q{n}" for n in (0, 2, 3, 4, 6, 7, 8, 9)}


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("id: q99", "QB461", "no question has the id “q99”"),
        ("id: z*", "QB461", "no question has an id like “z*”"),
        ("tag: t9", "QB461", "no question has the tag “t9”"),
        ("category: Calculu", "QB461", "no question is of the category “Calculu”"),
        ("type: essay", "QB461", "no question is of the type “essay”"),
        ("difficulty: hard\ncategory: Calculus/Limits", "QB462", "no question is all of this"),
        ("id:\n  - q1\n  - q1", "QB463", "q1 is in this exam already: it is picked in line 6"),
    ],
)
def test_nothing_there(pick: Picking, text: str, code: str, message: str) -> None:
    (told,) = pick.refused(text)
    assert (told.code, told.message) == (code, message)


def test_what_no_exam_can_be_made_of(make_bank: MakeBank, make_exam: MakeExam) -> None:
    text = """questions:
  - id: intro
    type: description
    stem: Read.
  - id: kept
    type: raw
    format: moodle-xml
    content: <question type="x"/>
"""
    pick = Picking(make_bank(text), make_exam)
    (told,) = pick.refused("intro")
    assert told.message == "nothing in this exam is a question"
    assert "cannot be part of an exam" in pick.refused("kept")[0].message


def test_a_question_named_twice(pick: Picking) -> None:
    (told,) = pick.refused("q1", "q1")
    assert told.code == "QB463"
    (told,) = pick.refused("tag: t1\ndifficulty: hard", "tag: t1\ndifficulty: hard")
    assert "all of them are in the exam already" in told.message


def test_another_question_takes_the_place_of_at_most_one(make_bank: MakeBank, make_exam: MakeExam) -> None:
    """A bank that grows does not turn the exam over."""
    pick = Picking(make_bank(questions(12)), make_exam)
    before = pick.ids("category: Calculus\ncount: 5", "tag: t1\ncount: 2")
    after = pick.ids("category: Calculus\ncount: 5", "tag: t1\ncount: 2", bank=make_bank(questions(13)))
    for one, other in zip(before, after, strict=True):
        assert len(set(one) - set(other)) <= 1


def test_points_that_a_rubric_contradicts(make_bank: MakeBank, make_exam: MakeExam) -> None:
    text = """questions:
  - id: e
    type: essay
    stem: Write.
    points: 3
    rubric:
      - text: Something.
        points: 3
"""
    (told,) = Picking(make_bank(text), make_exam).refused("id: e\npoints_each: 2")
    assert told.code == "QB462"
    assert "the rubric gives 3 points" in told.message


@given(st.lists(st.integers(0, 12), max_size=14), st.integers(1, 60))
def test_every_sum_is_found_and_no_other(worth: list[int], most: int) -> None:
    sums = {0}
    for each in worth:
        sums |= {one + each for one in sums}
    last = reachable(worth, most)
    expected = {one for one in sums if 0 < one <= most}
    assert set(last) == expected if most not in sums else most in last
    for total in last:
        taken = parts(last, worth, total)
        assert taken == sorted(set(taken))
        assert sum(worth[at] for at in taken) == total


@given(st.lists(st.sets(st.sampled_from("abcdefg")), max_size=5), st.data())
def test_nobody_goes_short_who_need_not(wishes: list[set[str]], data: st.DataObject) -> None:
    counts = [data.draw(st.integers(0, len(each))) for each in wishes]
    given_ = matched([sorted(each) for each in wishes], counts)
    things = [thing for each in given_ for thing in each]
    assert len(things) == len(set(things))
    assert all(set(got) <= wish for got, wish in zip(given_, wishes, strict=True))
    # Hall's condition: all are served unless some of them want more than there is for them
    short = any(len(got) < count for got, count in zip(given_, counts, strict=True))
    starved = (
        any(
            sum(counts[at] for at in range(len(wishes)) if group >> at & 1)
            > len(set().union(*(wishes[at] for at in range(len(wishes)) if group >> at & 1)))
            for group in range(1, 2 ** len(wishes))
        )
        if len(wishes)
        else False
    )
    if short:
        assert starved


def test_evenly_keeps_the_order_within_a_group() -> None:
    assert evenly("aaabbc", lambda each: each) == list("abcaba")
