"""Variants as calculated questions of Moodle's: what a student reads and earns, and which families stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import qbank
from qbank.diagnostic import Diagnostic, Severity
from qbank.registry import ExportOptions, exporter
from qbank.variants.expanding import expanded

from . import moodle_engine
from .moodle_engine import Graded, filled, text, wildcards

RESISTORS = r"""
id: resistors
type: numerical
title: Resistors in parallel
category: Circuits/Basics
stem: |
  Resistors of $R_1 = {@r@}\,\Omega$ and ${@s@}\,\Omega$ are in parallel: $\frac{{@r@} \cdot {@s@}}{{@r@} + {@s@}}$.
  With $\frac{r}{2}$ nothing happens. Which resistance do they have?
parameters:
  r: 20..60 by 10
  s: 2.5..3.5 by 0.5
  t: $\frac{r s}{r + s}$
answer: '{@t : 3@}'
tolerance: TOLERANCE
feedback:
  incorrect: It lies below {@s@}.
explanation: |
  It is $\frac{{@r@} \cdot {@s@}}{{@r@} + {@s@}} \approx {@t : 3@}$.
hints:
  - The reciprocals add up.
"""

CHOICE = r"""
id: squares
type: single-choice
title: Square of {@n@}
stem: What is ${@n@}^2$?
parameters:
  n: 12..30
options:
  - ${@n^2@}$
  - text: ${@2n@}$
    feedback: This is $2 \cdot {@n@}$.
  - ${@n^2 + 1@}$
answer: 1
"""


def exported(folder: Path, source: str, count: int = 12) -> tuple[dict[str, Graded], Sequence[Diagnostic]]:
    (folder / "q.yaml").write_text(source)
    bank, problems = qbank.load([folder])
    assert not problems, problems
    bank, _, problems = expanded(bank, None, count)
    assert not problems
    files, told = exporter("moodle").export(bank, ExportOptions(flags=frozenset({"calculated"})))
    assert not [each for each in told if each.severity is Severity.ERROR], told
    return moodle_engine.load(files[0].data), told


@pytest.mark.parametrize("tolerance", ["0.001", "2 %"])
def test_a_number_is_graded_in_each_variant(tmp_path: Path, tolerance: str) -> None:
    found, told = exported(tmp_path, RESISTORS.replace("TOLERANCE", f"'{tolerance}'"))
    assert not told
    assert list(found) == ["resistors"]
    question = found["resistors"]
    assert (question.kind, question.name) == ("calculated", "Resistors in parallel")
    variants = wildcards(question.node)
    assert len(variants) == 12
    for number, values in enumerate(variants):
        r, s = float(values["v1"]), float(values["s"])
        stem = filled(text(question.node, "questiontext/text"), values)
        assert rf"\(R_1 = {values['v1']}\,\Omega\)" in stem
        assert r"\frac{r}{2}" in stem
        assert rf"\frac{{{values['v1']} \cdot {values['s']}}}" in filled(
            text(question.node, "generalfeedback/text"), values
        )
        right = round(r * s / (r + s), 3)
        margin = 0.001 if tolerance == "0.001" else 0.02 * right
        for off, mark in ((0, 1), (0.99, 1), (-0.99, 1), (1.01, 0), (-1.01, 0)):
            assert question.grade((number, f"{right + off * margin:.9f}")) == mark
        assert f"below {values['s']}" in question.told((number, "77"))


def test_options_have_their_numbers(tmp_path: Path) -> None:
    found, told = exported(tmp_path, CHOICE, 200)
    assert not told
    question = found["squares"]
    assert (question.kind, question.name) == ("calculatedmulti", "squares")
    variants = wildcards(question.node)
    assert len(variants) == 19
    for number, values in enumerate(variants):
        n = int(values["n"])
        options = [filled(text(each, "text"), values) for each in question.node.findall("answer")]
        assert options == [f"<p>\\({each}\\)</p>" for each in (n * n, 2 * n, n * n + 1)] or options == [
            f"\\({each}\\)" for each in (n * n, 2 * n, n * n + 1)
        ]
        assert [question.grade((number, option)) for option in range(3)] == [1, 0, 0]
        assert f"2 \\cdot {n}" in question.told((number, 1))


def test_more_than_a_hundred_variants_are_cut(tmp_path: Path) -> None:
    found, told = exported(tmp_path, CHOICE.replace("12..30", "12..200"), 150)
    assert len(wildcards(found["squares"].node)) == 100
    assert [(each.code, each.severity) for each in told] == [("QB442", Severity.WARNING)]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("n: 12..30", "n: -3..3 except 0", "the stem is not written alike"),
        ("${@n^2@}$\n", "${@n@}x$\n", ""),
        ("answer: 1\n", "answer: 1\nhints:\n  - It is below {@n^2 + 5@}.\n", "their hints differ between variants"),
        ("answer: 1\n", "answer: 1\nfeedback:\n  correct: Yes, {@n@}.\n", "the feedback by outcome"),
        ("What is", "What is $a \\mathrel{=} b$,", "for the start of a formula to be worked out"),
        ("single-choice", "single-choice\nshuffle: true", ""),
    ],
)
def test_what_cannot_be_carried_stays(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in CHOICE
    found, told = exported(tmp_path, CHOICE.replace(old, new), 5)
    if why:
        assert len(found) == 5
        assert {each.kind for each in found.values()} == {"multichoice"}
        assert [each.code for each in told] == ["QB442"]
        assert why in told[0].message
    else:
        assert found["squares"].kind == "calculatedmulti"
