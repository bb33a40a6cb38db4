"""``qbank exam`` from the file to the paper."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import qbank
from qbank.diagnostic import Diagnostic
from qbank.evidence import Report
from qbank.exam.making import export_exam, make
from qbank.exam.reading import read_exam
from qbank.schema import Bank
from tests.conftest import Run

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "exams.md").read_text(encoding="utf-8")
BANK = """category: Sums
questions:
  - id: two
    type: single-choice
    numbering: ABC
    stem: What is $1 + 1$?
    options:
      - $2$
      - $3$
      - $4$
      - $5$
    answer: 1
    check:
      find: $1 + 1$
  - id: many
    type: multiple-choice
    numbering: ABC
    stem: Which of these are animals?
    options:
      - cat
      - dog
      - oak
      - elm
    answer:
      - 1
      - 2
  - id: wrong
    type: single-choice
    stem: What is $2 + 2$?
    options:
      - $3$
      - $4$
    answer: 1
    check:
      find: $2 + 2$
  - id: word
    type: single-choice
    numbering: ABC
    stem: Which is a fish?
    options:
      - perch
      - lark
      - toad
    answer: 1
  - id: pairs
    type: matching
    stem: Which letter comes first?
    pairs:
      - left: alpha
        right: beta
      - left: gamma
        right: delta
      - left: kappa
        right: lambda
  - id: keyless
    type: single-choice
    stem: What is this?
    options:
      - one
      - other
"""
EXAM = "title: Test\nbank: bank\nseed: s\nversions: 2\nsections:\n  - pick:\n"


@dataclass(frozen=True)
class Done:
    """What an exam came to: the files by name, and what was said."""

    files: dict[str, Path]
    told: list[Diagnostic]

    @property
    def words(self) -> list[str]:
        return [f"{each.code}: {each.message}" for each in self.told]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, list[Diagnostic]]:
    """What the checker says of the bank, once for all tests."""
    path = tmp_path_factory.mktemp("bank") / "quiz.yaml"
    path.write_text(BANK, encoding="utf-8")
    return qbank.check(qbank.load(path)[0], jobs=1, cache=False)


Exam = Callable[..., Done]


@pytest.fixture
def exam(tmp_path: Path, bank_file: Callable[[str], Path], known: tuple[Report, list[Diagnostic]]) -> Exam:
    def check(part: Bank) -> tuple[Report, list[Diagnostic]]:
        report, told = known
        names = {question.id for question in part.questions}
        return Report(tuple(each for each in report.questions if each.id in names)), [
            each for each in told if each.question in names
        ]

    def run(
        picks: str, *formats: str, head: str = EXAM, bank: str = BANK, checked: bool = True, pdf: bool = False
    ) -> Done:
        bank_file(bank)
        path = tmp_path / "test.yaml"
        path.write_text(head + picks, encoding="utf-8")
        source, _, told = read_exam(path)
        assert source is not None, told
        loaded, problems = qbank.load(source.bank)
        made, told = make(loaded, source, problems, check if checked else None)
        if made is None:
            return Done({}, told)
        files, more = export_exam(made, formats or ["latex"], tmp_path / "build", flags=["pdf"] if pdf else [])
        return Done({file.name: file for file in files}, [*told, *more])

    return run


def rows(tmp_path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((tmp_path / "build/test/key.csv").read_text(encoding="utf-8"))))


def test_the_files_of_an_exam(exam: Exam, tmp_path: Path) -> None:
    done = exam("      - two\n      - many\n      - pairs\n")
    assert set(done.files) == {
        *("exam-A.tex", "exam-B.tex", "solutions-A.tex", "solutions-B.tex", "key.tex", "key.csv", "key.json")
    }
    before = {path: path.read_bytes() for path in done.files.values()}
    exam("      - two\n      - many\n      - pairs\n")
    assert before == {path: path.read_bytes() for path in before}
    table = rows(tmp_path)
    assert [(each["version"], each["number"]) for each in table] == [(v, n) for v in "AB" for n in "123"]
    told = json.loads(done.files["key.json"].read_text(encoding="utf-8"))
    listed = [each for version in told["versions"] for each in version["questions"]]
    assert [each["key"] for each in listed] == [each["key"] for each in table]
    assert all(each["in_bank"] in (1, [1, 2], [2, 1]) for each in listed if "in_bank" in each)


def test_a_single_version_has_no_letter(exam: Exam, tmp_path: Path) -> None:
    done = exam("      - two\n      - word\n", head="title: Test\nbank: bank\nsections:\n  - pick:\n")
    assert "exam.tex" in done.files
    assert [each["key"] for each in rows(tmp_path)] == ["A", "A"]  # nothing is shuffled


@pytest.mark.parametrize(
    ("name", "why"), [("wrong", "its key or its solution is refuted"), ("keyless", "it has no key yet")]
)
def test_nothing_is_written_when_a_named_question_is_refused(exam: Exam, tmp_path: Path, name: str, why: str) -> None:
    done = exam(f"      - two\n      - {name}\n")
    assert f"QB402: {name} is refused: {why}" in done.words
    assert not (tmp_path / "build").exists()


def test_another_is_drawn_in_the_place_of_one_that_is_refused(exam: Exam, tmp_path: Path) -> None:
    done = exam("      - type: single-choice\n        count: 2\n")
    assert {each["id"] for each in rows(tmp_path)} == {"two", "word"}
    assert set(re.findall(r"QB464: (\w+) is not drawn", str(done.words))) <= {"wrong", "keyless"}
    done = exam("      - type: single-choice\n        count: 3\n")
    assert not done.files
    assert "QB462: 3 are to be drawn, but only 2 can be drawn: 4 fit (2 refused)" in done.words
    assert set(re.findall(r"QB464: (\w+) is not drawn", str(done.words))) == {"wrong", "keyless"}


def test_a_question_that_cannot_be_read_may_belong_to_all_of_a_kind(exam: Exam, tmp_path: Path) -> None:
    bank = BANK.replace("stem: Which is a fish?", "stems: x")
    done = exam("      - type: matching\n", bank=bank)
    assert not done.files
    assert any("may belong to this" in each for each in done.words)
    done = exam("      - type: matching\n        count: 1\n", bank=bank)
    assert "was not considered" in done.words[0]
    assert len(rows(tmp_path)) == 2
    done = exam("      - word\n", bank=bank)
    assert any(each.startswith("QB101: “stems” is not a field") for each in done.words)
    assert "QB461: no question has the id “word”" in done.words


def test_the_versions_are_categories_in_moodle(exam: Exam) -> None:
    done = exam("      - two\n      - many\n", "moodle", head=EXAM.replace("title: Test", "title: A/B"))
    tree = ET.parse(done.files["quiz.xml"])  # noqa: S314  # ours
    categories = [each.findtext("text") for each in tree.iter("category")]
    assert categories == ["$course$/top/A//B/A/1", "$course$/top/A//B/B/1"]
    assert {each.text for each in tree.iter("shuffleanswers")} == {"false"}
    keyed = {
        tuple(str(answer.findtext("text")) for answer in question.iter("answer") if answer.get("fraction") != "0")
        for question in tree.iter("question")
        if question.get("type") == "multichoice" and question.findtext("single") == "true"
    }
    assert keyed == {(r"\(2\)",)}


def test_the_pages_show_each_version(exam: Exam) -> None:
    done = exam("      - two\n      - word\n", "html", "latex")
    for version in "AB":
        assert f"Version {version}" in done.files[f"exam-{version}.html"].read_text(encoding="utf-8")
    assert len(done.words) == len(set(done.words))


def test_figures_that_clash_have_folders_of_their_own(exam: Exam, bank_file: Callable[[str], Path]) -> None:
    folder = bank_file(BANK).parent
    for name, colour in (("a", "red"), ("b", "blue")):
        (folder / name).mkdir()
        dot = f'<rect width="9" height="9" fill="{colour}"/>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{dot}</svg>'
        (folder / name / "dot.svg").write_text(svg, encoding="utf-8")
        text = f"id: dot-{name}\ntype: true-false\nstem: '![dot]({name}/dot.svg)'\nanswer: true\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = exam("      - id: dot-*\n", head=EXAM.replace("versions: 2", "versions: 5"), checked=False)
    shown = set()
    for file in [path for path in done.files.values() if path.name.startswith("exam-")]:
        names = re.findall(r"\\qbfigure\{(.*?)\}", file.read_text(encoding="utf-8"))
        assert len(names) == 2
        assert len({(file.parent / name).read_bytes() for name in names}) == 2
        shown.add(file.parent.name)
    assert len(shown) > 1


def test_no_evidence_without_a_check(exam: Exam) -> None:
    done = exam("      - evidence: proved\n", checked=False)
    assert done.words == ["QB462: nothing is known of the evidence without a check"]


def test_the_command(cli: Run, bank_file: Callable[[str], Path]) -> None:
    folder = bank_file(BANK).parent
    path = folder / "test.yaml"  # which the bank passes over
    path.write_text(EXAM.replace("bank: bank", "bank: ."), encoding="utf-8")
    done = cli("exam", path, "--no-check")
    assert (done.returncode, done.stdout) == (1, "")
    assert "QB110" in done.stderr
    path.write_text(EXAM.replace("bank: bank", "bank: .") + "      - two\n", encoding="utf-8")
    done = cli("exam", path, "--no-check", "--to", "moodle")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["build/test/key.csv", "build/test/key.json", "build/test/quiz.xml"]
    assert "1 question, 1 point, 2 versions." in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.yaml"],
        ["test.yaml", "nowhere"],
        ["test.yaml", "--to", "docs"],
        ["test.yaml", "--to", "latex", "--to", "browser"],
    ],
)
def test_misuse(cli: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "test.yaml").write_text(EXAM + "      - two\n", encoding="utf-8")
    assert cli("exam", *arguments).returncode == 2


def test_the_manual_shows_the_example() -> None:
    example = (ROOT / "docs" / "midterm.yaml").read_text(encoding="utf-8").split("\n", 1)[1]
    assert f"```yaml\n{example}```" in DOC


@pytest.mark.skipif(
    not (shutil.which("latexmk") and shutil.which("pdftotext")) and os.environ.get("CI") != "true",
    reason="latexmk or pdftotext is not installed (make test installs them)",
)
def test_the_printed_keys_point_at_what_is_right(exam: Exam, tmp_path: Path) -> None:
    """What a marker reads beside a number in key.pdf is, on the paper of that version, what the bank keys."""
    assert exam("      - many\n      - word\n      - pairs\n", pdf=True).files
    folder = tmp_path / "build" / "test"

    def text(name: str) -> str:
        done = subprocess.run(["pdftotext", "-layout", folder / name, "-"], capture_output=True, text=True, check=True)
        return done.stdout

    key = text("key.pdf")
    table = re.findall(r"^\s*([123])\s+(.+?)\s+1\s+(.+?)\s+1$", key, re.MULTILINE)
    assert [number for number, _, _ in table] == ["1", "2", "3"]
    right = {"animals": {"cat", "dog"}, "fish": {"perch"}}
    followers = {"alpha": "beta", "gamma": "delta", "kappa": "lambda"}
    for column, version in enumerate("AB", 1):
        paper = text(f"exam-{version}.pdf")
        assert f"Version {version}" in paper
        printed = re.split(r"^\s*Question \d+", paper.partition("Question 1")[2], flags=re.MULTILINE)
        for row in table:
            part = printed[int(row[0]) - 1]
            options = dict(re.findall(r"([A-E])\.?\s+([a-z]+)", part))
            if "letter" in part:
                lefts = dict(re.findall(r"(\d)\.\s+([a-z]+)", part))
                pairs = [each.split() for each in row[column].split(", ")]
                assert {lefts[number]: options[letter] for number, letter in pairs} == followers
            else:
                name = next(each for each in right if each in part)
                assert {options[letter] for letter in row[column].split(", ")} == right[name]
    assert [each["key"] for each in rows(tmp_path)] == [row[column] for column in (1, 2) for row in table]
