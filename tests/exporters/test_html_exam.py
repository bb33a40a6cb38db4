"""The exam page and the sheets as files: nothing of the key in those for students, all of it in the other."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from qbank import load
from qbank.exam.sheet import Exam, Section
from qbank.registry import ExportOptions, Paper, exporter
from qbank.schema import Bank

ASKED = ("exam.html", "sheet.html")

# The same questions with other keys: nothing else is different.
QUESTIONS = r"""
questions:
  - id: one
    type: single-choice
    stem: How much is $1 + 1$?
    options:
      - text: $2$
        feedback: {said}
      - $3$
      - $4$
    answer: {one}
    hints:
      - {said}
    explanation: {said}
  - id: several
    type: multiple-choice
    stem: Which are even?
    options:
      - $2$
      - $3$
      - $4$
    answer: {several}
  - id: truth
    type: true-false
    stem: Water is wet.
    answer: {truth}
    feedback:
      correct: {said}
      incorrect: {said}
  - id: claims
    type: statements
    stem: Which hold?
    statements:
      - text: Fire is hot.
        correct: {truth}
        explanation: {said}
    options:
      - True
      - False
  - id: number
    type: numerical
    stem: How much?
    answer: {number}
    tolerance: {number}
    unit: m
  - id: text
    type: short-answer
    stem: What is it called?
    answers:
      - {said}
  - id: formula
    type: formula
    stem: What is it?
    answer: {formula}
  - id: match
    type: matching
    stem: Match.
    pairs:
      - left: dog
        right: {rights[0]}
      - left: cat
        right: {rights[1]}
      - left: cow
        right: {rights[2]}
    distractors:
      - {rights[3]}
  - id: order
    type: ordering
    stem: Order.
    items:
      - {items[0]}
      - {items[1]}
      - {items[2]}
      - {items[3]}
  - id: gaps
    type: cloze
    stem: A [[{names[0]}]], a [[{names[1]}]] and [[{names[2]}]].
    gaps:
      {names[0]}:
        type: short-answer
        answers:
          - {said}
      {names[1]}:
        type: numerical
        answer: {number}
      {names[2]}:
        type: single-choice
        options:
          - red
          - green
        answer: {gap}
  - id: essay
    type: essay
    stem: Why?
    model_answer: {said}
    rubric:
      - text: {said}
        points: 1
"""
FIRST: dict[str, Any] = {
    "said": "Xylophon",
    "one": 1,
    "several": "\n      - 1\n      - 3",
    "truth": "true",
    "number": "3",
    "formula": "x^2",
    "rights": ["woof", "meow", "moo", "quack"],
    "items": ["egg", "larva", "pupa", "moth"],
    "names": ["xylem", "ten", "red"],
    "gap": 1,
}
SECOND: dict[str, Any] = {
    "said": "Quagga",
    "one": 2,
    "several": "\n      - 2",
    "truth": "false",
    "number": "41",
    "formula": "2z + y",
    "rights": ["quack", "moo", "woof", "meow"],
    "items": ["pupa", "egg", "moth", "larva"],
    "names": ["a", "b", "c"],
    "gap": 2,
}


def bank(folder: Path, values: dict[str, Any]) -> Bank:
    folder.mkdir()
    (folder / "qbank.yaml").write_text("title: Exam\n", "utf-8")
    (folder / "questions.yaml").write_text(QUESTIONS.format(**values), "utf-8")
    found, problems = load(folder)
    assert not [problem for problem in problems if problem.severity == "error"], problems
    return found


def written(made: Bank, options: ExportOptions = ExportOptions()) -> dict[str, str]:  # noqa: B008  # frozen
    files, told = exporter("html").export(made, options)
    assert not [each for each in told if each.severity == "error"]
    return {file.path: file.data.decode() for file in files}


def page(text: str) -> Any:
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Sequence[dict[str, str]]:
    folder = tmp_path_factory.mktemp("exam")
    return [written(bank(folder / name, values)) for name, values in (("first", FIRST), ("second", SECOND))]


@pytest.mark.parametrize("name", ASKED)
def test_banks_that_differ_in_their_keys_give_the_same_page(both: Sequence[dict[str, str]], name: str) -> None:
    assert both[0][name] == both[1][name]
    for other in ("practice.html", "solutions.html", "sheet-solutions.html"):
        assert both[0][other] != both[1][other]


@pytest.mark.parametrize("name", ASKED)
def test_nothing_of_what_is_said_afterwards_is_there(both: Sequence[dict[str, str]], name: str) -> None:
    text = both[0][name]
    assert "Xylophon" not in text
    assert "data-key" not in text
    assert not page(text).xpath("//template")
    assert "xylem" not in text


def test_the_script_knows_what_was_asked_and_not_what_is_right(both: Sequence[dict[str, str]]) -> None:
    data = json.loads(page(both[0]["exam.html"]).get_element_by_id("bank").text)
    assert set(data) == {"words", "decimal", "exam", "minutes", "questions"}
    known = data["questions"]
    assert known["one"] == {
        "type": "single-choice",
        "number": 1,
        "kind": "one",
        "options": {"1": "2", "2": "3", "3": "4"},
        "labels": ["1", "2", "3"],
    }
    assert known["number"] == {"type": "numerical", "number": 5, "kind": "number"}
    assert known["formula"] == {"type": "formula", "number": 7, "kind": "formula"}
    assert sorted(known["match"]["rights"]) == ["meow", "moo", "quack", "woof"]
    assert known["match"]["keys"] == []
    assert sorted(known["order"]["items"]) == ["egg", "larva", "moth", "pupa"]


def test_the_solved_sheet_fills_in_the_keys(both: Sequence[dict[str, str]]) -> None:
    solved = page(both[0]["sheet-solutions.html"])
    ticked = solved.xpath('//article[@data-question="several"]//li[.//span[contains(@class, "ticked")]]')
    assert [item.get("data-key").partition(":")[0] for item in ticked] == ["1", "3"]
    filled = [
        " ".join(part.itertext())
        for part in solved.xpath('//article[@data-question="order"]//span[contains(@class, "filled")]')
    ]
    items = [" ".join(part.itertext()) for part in solved.xpath('//article[@data-question="order"]//li//p')]
    assert [items[filled.index(str(place))] for place in (1, 2, 3, 4)] == FIRST["items"]
    keys = {
        "".join(item.xpath('.//*[@class="number"]//text()')): "".join(
            item.xpath('.//*[@class="brief"]//text()')
        ).strip()
        for item in solved.xpath('//ol[@class="keys"]/li')
    }
    assert keys["1"] == "1"
    assert keys["2"] == "1, 3"
    assert keys["3"] == "True"
    assert keys["5"].replace("\xa0", " ") == "3 m"
    assert sum(re.fullmatch(r"1\xa0[A-D], 2\xa0[A-D], 3\xa0[A-D]", key) is not None for key in keys.values()) == 1
    assert sum("(1) Xylophon" in key and "; (2) " in key and "; (3) " in key for key in keys.values()) == 1
    assert "Xylophon" in "".join(solved.xpath('//article[@data-question="essay"]')[0].itertext())


EXAM = Exam(
    name="final",
    title="Final <exam>",
    course="Zoology 101",
    date="3 May",
    duration="1 h 30 min",
    author="N. N.",
    instructions="Take **your** time; $1 < 2$.",
    fields=("Name", "Seat"),
    version="B",
    sections=(
        Section("Short ones", "One line each.", ("one", "several", "truth"), Decimal(3)),
        Section("Long ones", "", ("essay",), Decimal(1)),
    ),
    grading_table=True,
)


def test_an_exam_has_its_title_block_and_its_sections(tmp_path: Path) -> None:
    made = bank(tmp_path / "bank", FIRST)
    chosen = [next(q for q in made.questions if q.id == name) for name in ("one", "several", "truth", "essay")]
    files = written(Bank(tuple(chosen), made.settings), ExportOptions(exam=EXAM, paper=Paper.LETTER))
    assert list(files) == ["solutions.html", "exam.html", "sheet.html", "sheet-solutions.html"]
    assert json.loads(page(files["exam.html"]).get_element_by_id("bank").text)["minutes"] == 90
    for name in ("exam.html", "sheet.html"):
        shown = page(files[name])
        for script in shown.xpath("//script"):
            script.drop_tree()
        text = " ".join(" ".join(shown.body.itertext()).split())
        for words in ("Zoology 101", "Final <exam>", "Version B", "3 May", "1 h 30 min", "Seat", "Take your time"):
            assert words in text
        assert "Student number" not in text
        assert ["".join(part.itertext()) for part in shown.xpath('//*[@class="part-title"]/span[1]')] == [
            "Short ones",
            "Long ones",
        ]
        assert [len(part.xpath(".//article")) for part in shown.xpath("//main/section[.//article]")] == [3, 1]
        assert not shown.xpath("//article//h2")  # they stand below the sections' titles
    assert "size: letter;" in files["sheet.html"]
    assert r'content: "Zoology 101 · Final \3c exam\3e  · B";' in files["sheet.html"]
    assert page(files["sheet.html"]).xpath('//table[@class="grading"]')


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [
        ("90 minutes", 90),
        ("1 h 30 min", 90),
        ("2 Stunden", 120),
        ("1 heure 15", 75),
        ("2 hours and 5 minutes", 125),
        ("45 分钟", 45),
        ("60", 60),
        ("90 minutes, or 60 in the second part", 0),
        ("1.5 hours", 0),
        ("an afternoon", 0),
        ("", 0),
    ],
)
def test_the_time_is_read_from_the_words_of_the_author(tmp_path: Path, duration: str, minutes: int) -> None:
    made = bank(tmp_path / "bank", FIRST)
    exam = Exam("e", "E", duration=duration, sections=(Section("", "", ("one",), Decimal(1)),))
    files = written(Bank(made.questions[:1], made.settings), ExportOptions(exam=exam))
    shown = page(files["exam.html"])
    assert json.loads(shown.get_element_by_id("bank").text)["minutes"] == minutes
    assert bool(shown.xpath('//*[@id="clock"]')) is bool(minutes)
    assert (f"Time: {duration}" in " ".join(shown.body.itertext())) is bool(duration)
