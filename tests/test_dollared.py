"""Formulas between brackets spelled with dollars: the same tree, the same places, the same files."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import qbank
from qbank.dollared import with_dollars
from qbank.edits import Back
from qbank.exporting import render
from qbank.markup import parse
from tests.test_markup import PIECES, shape

BANK = r"""questions:
  - id: one
    type: single-choice
    title: About \(x\)
    stem: |
      Let $f(x) = x^2$ and `$x$` be $3$ in number.
      $$f(x)
      = x^2$$
      What is $f'(x)$?
    options:
      - $2x$
      - text: $x$
        feedback: 'Twice $x$, that is.'
      - $x^2$
    answer: 1
    check:
      given: [$f(x) = x^2$]
      find: $f'(x)$
      assume: [$x > 0$]
    explanation: >
      So $$f'(x)
      = 2x$$
      and $f'(1) = 2$.
  - id: two
    type: formula
    parameters: {a: 2..4, b: $2 a$}
    conditions: [$a < b$]
    stem: What is ${@a@} x + {@b@} x$ in all?
    answer: ${@3 a@} x$
"""


def bracketed(text: str) -> str:
    """Write brackets for the dollars of a bank."""
    text = re.sub(r"\$\$(.+?)\$\$", r"\\[\1\\]", text, flags=re.DOTALL)
    return re.sub(r"(?<!`)\$([^$`]+)\$", r"\\(\1\\)", text)


def test_both_spellings_make_one_bank(tmp_path: Path) -> None:
    banks, reports = [], []
    for text in (BANK, bracketed(BANK)):
        path = tmp_path / "bank.yaml"
        path.write_text(text, encoding="utf-8")
        bank, problems = qbank.load(path)
        assert problems == []
        banks.append(bank)
        reports.append(qbank.check(bank))
    assert bracketed(BANK).count(r"\(") > 10
    dumped = [[question.model_dump() for question in bank.questions] for bank in banks]
    assert dumped[1] == dumped[0]
    assert banks[0].questions[0].title == r"About \(x\)"
    assert reports[1][0].questions[0].evidence == "proved"
    assert reports[1][0] == reports[0][0]
    for name in ("moodle", "html", "latex"):
        first, second = (render(bank, name)[0] for bank in banks)
        assert [each.data for each in first] == [each.data for each in second]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, r"\(x\)", r"\[y\]", "5", "{@a@}"]), max_size=15).map("".join))
def test_the_tree_stays_the_same(text: str) -> None:
    spelled, edits = with_dollars(text)
    assert shape(parse(spelled)) == shape(parse(text)) or "{@" in text
    back = Back(edits)
    for new, old in zip(parse(spelled).walk(), parse(text).walk(), strict=True):
        assert new.text == old.text
        assert not new.type.startswith("math") or back.offset(new.offset) == old.offset


def test_what_dollars_cannot_say_stays() -> None:
    assert (
        with_dollars(r"3\(\times\)3, \(\text{if $x$}\), \(a\)\(b\)")[0] == r"3\(\times\)3, \(\text{if $x$}\), $a$\(b\)"
    )
    assert with_dollars(r"a $b,\(x\) c")[0] == r"a $b,\(x\) c"
    assert with_dollars(r"\( x \) \[ y \] `\(z\)`")[0] == r"$x$ $$ y $$ `\(z\)`"
