"""Imports as a user sees them: ``golden/importers/NAME.*`` gives ``NAME.yaml``, which loads.

``UPDATE_GOLDEN=1 pytest tests/importers/test_importing.py`` writes the files anew: read what changed before you commit.
"""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

import qbank
from qbank.exporting import render
from qbank.importers.draft import Source
from qbank.importing import MAX_BYTES, Import, guess, import_files, importer, importers, place_files
from qbank.schema import Raw, SingleChoice, Statements

FOLDER = Path(__file__).parents[1] / "golden" / "importers"
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".yaml")


def told(made: Import) -> list[str]:
    return [each.code for each in made.diagnostics]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_golden(case: Path, tmp_path: Path) -> None:
    found = guess(Source(case, case.read_bytes()))
    assert found is not None
    assert found.name == case.stem
    made = import_files([case])
    texts = [data.decode() for name, data in sorted(made.files.items()) if name.endswith(".yaml")]
    said = "".join(f"# {each.span.line if each.span else 0} {each.code}: {each.message}\n" for each in made.diagnostics)
    text = "---\n".join(texts) + said
    expected = case.with_suffix(".yaml")
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    place_files(made.files, tmp_path)
    bank, problems = qbank.load(tmp_path)
    assert [each for each in problems if each.severity == "error"] == []
    assert len(bank.questions) == made.types.total()


def test_slides_give_back_the_bank(repository: Path, tmp_path: Path) -> None:
    """The quiz as slides, each question repeated with its solution and a mark, is the quiz again."""
    bank, _ = qbank.load([repository / "bank" / f"quiz-{number}.yaml" for number in (1, 2, 3)])
    marks = iter(["  ", " ←", " *", "  "])
    lines: list[str] = []
    for question in bank.questions:
        stem = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", question.stem).strip()
        assert isinstance(question, SingleChoice | Statements)
        head = [f"{question.id.upper()}: {stem}", ""]
        statements = question.statements if isinstance(question, Statements) else ()
        head += [f"({'AB'[at]}) {each.text.strip()}\n" for at, each in enumerate(statements)]
        options = [f"{at}.  {option.text.strip()}" for at, option in enumerate(question.choices, 1)]
        lines += [*head, *options, ""]
        if not statements and question.key:
            options[question.key - 1] += next(marks)
        solved = [f"({'AB'[at]}) {each.explanation.strip()}\n" for at, each in enumerate(statements)]
        lines += [*head, *options, "", *solved, question.explanation, ""]
    slides = tmp_path / "slides.txt"
    slides.write_text("\n".join(lines), encoding="utf-8")
    made = import_files([slides])
    assert told(made) == ["QB617", "QB617"]
    place_files(made.files, tmp_path / "bank")
    again, problems = qbank.load(tmp_path / "bank")
    assert problems == []
    assert [question.id for question in again.questions] == [question.id for question in bank.questions]
    flat = re.compile(r"\s+")
    for old, new in zip(bank.questions, again.questions, strict=True):
        assert isinstance(old, SingleChoice | Statements)
        assert isinstance(new, SingleChoice | Statements)
        stem = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", old.stem)
        assert flat.sub(" ", new.stem).strip() == flat.sub(" ", stem).strip()
        assert [option.text.strip() for option in new.choices] == [option.text.strip() for option in old.choices]
        assert flat.sub("", new.explanation) == flat.sub("", old.explanation)
        assert new.key == (None if isinstance(old, Statements) else old.key)
        if isinstance(old, Statements) and isinstance(new, Statements):
            assert [each.explanation.strip() for each in new.statements] == [
                each.explanation.strip() for each in old.statements
            ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY a "b">]>\n<quiz><question/></quiz>', 2, "document type"),
        ("<quiz>\n<question type='multichoice'>\n</quiz>", 3, "no XML"),
        ("<quiz>\n<question type='essay'><name><text>x</text></name></question>\n", 3, "no XML"),
    ],
)
def test_broken_or_hostile_xml_is_refused_with_its_place(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    made = import_files([path])
    (problem,) = made.diagnostics
    assert (problem.code, made.files) == ("QB601", {})
    assert words in problem.message
    assert problem.span is not None
    assert problem.span.line == line


def test_small_faults_are_mended_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    text = "<quiz><question type='description'><name><text>A&nbsp;B & C \x0b</text></name>"
    path.write_text(
        text + "<questiontext format='html'><text>x &lt; y</text></questiontext></question></quiz>", "utf-8"
    )
    made = import_files([path])
    assert told(made) == ["QB605"]
    assert "title: A B & C" in made.files["questions.yaml"].decode()


def test_a_file_of_no_known_format_or_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x00\x01\x02" * 10)
    assert told(import_files([path])) == ["QB601"]
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert told(import_files([path])) == ["QB601"]


def test_nothing_is_replaced_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "bank"
    files = {"a/questions.yaml": b"one\n"}
    assert place_files(files, target)[0] == [target / "a/questions.yaml"]
    assert place_files(files, target)[1] == []
    written, problems = place_files({"a/questions.yaml": b"two\n", "b.yaml": b""}, target)
    assert (written, [each.code for each in problems]) == ([], ["QB604"])
    assert not (target / "b.yaml").exists()
    place_files({"a/questions.yaml": b"two\n"}, target, force=True)
    assert (target / "a/questions.yaml").read_bytes() == b"two\n"
    assert sorted(path.name for path in target.iterdir()) == ["a"]


def test_an_unknown_type_is_kept_whole(tmp_path: Path) -> None:
    raw = '<question type="stack"><name><text>S</text></name><stackversion><text>2024</text></stackversion></question>'
    path = tmp_path / "a.xml"
    path.write_text(f"<quiz>{raw}</quiz>", encoding="utf-8")
    place_files(import_files([path]).files, tmp_path / "bank")
    bank, problems = qbank.load(tmp_path / "bank")
    (question,) = bank.questions
    assert problems == []
    assert isinstance(question, Raw)
    assert question.content.strip() == raw


def test_every_importer_says_what_it_reads() -> None:
    assert len(importers()) >= 6
    assert all(importer(name).description for name in importers())


def test_ten_thousand_questions_get_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.gift"
    path.write_text("".join(f"::Sum:: {n} + 1? {{#{n + 1}}}\n\n" for n in range(2000)), encoding="utf-8")
    made = import_files([path])
    assert made.types == {"numerical": 2000}
    assert told(made) == []


@pytest.mark.parametrize("bank", ["bank", "tests/exporters/types"])
def test_from_moodle_and_back_is_the_same_file(repository: Path, tmp_path: Path, bank: str) -> None:
    first, _ = qbank.load(repository / bank)
    (written, *_), _ = render(first, "moodle")
    path = tmp_path / "quiz.xml"
    path.write_bytes(written.data)
    place_files(import_files([path]).files, tmp_path / "bank")
    second, problems = qbank.load(tmp_path / "bank")
    assert [each for each in problems if each.severity == "error"] == []
    order = [question.id for question in first.questions]
    questions = sorted(second.questions, key=lambda question: order.index(question.id))
    (again, *_), _ = render(replace(second, questions=tuple(questions)), "moodle")
    assert again.data == written.data


@pytest.mark.parametrize(
    "formula", [r"\mycommand{1}{2}", r"\frac{1}{", r"\unknown x", r"a } b", r"\begin{foo} x \end{foo}"]
)
def test_formulas_that_cannot_be_read_here_go_back_as_they_were(tmp_path: Path, formula: str) -> None:
    path = tmp_path / "quiz.xml"
    start = "<quiz><question type='description'><name><text>x</text></name><questiontext format='html'><text>"
    path.write_text(f"{start}a \\({formula}\\) b \\(x^2\\)</text></questiontext></question></quiz>", encoding="utf-8")
    made = import_files([path])
    assert told(made) == ["QB612"]
    place_files(made.files, tmp_path / "bank")
    bank, problems = qbank.load(tmp_path / "bank")
    assert problems == []
    (file, *_), _ = render(bank, "moodle")
    assert (
        f"a \\({formula}\\) b \\(x^{{2}}\\)" in file.data.decode()
        or f"a \\({formula}\\) b \\(x^2\\)" in file.data.decode()
    )


def test_dollars_that_open_no_formula_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("1. What $$is $\\sqrt{2}$ or $x_1?\n*a) 1\nb) 2\n", encoding="utf-8")
    place_files(import_files([path]).files, tmp_path / "bank")
    bank, problems = qbank.load(tmp_path / "bank")
    assert problems == []
    assert bank.questions[0].stem.strip() == r"What \$$is $\sqrt{2}$ or \$x_1?"
