"""Templates of the user's own: what they may do, and what is said of those that cannot be used."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import qbank
from qbank.exporting import render
from qbank.registry import ExportOptions
from qbank.schema import Bank
from qbank.templating import Templates
from tests.conftest import Run

BANK = """\
id: sum
type: single-choice
title: A sum
stem: What is $1 + 1$?
options:
  - text: $2$
    feedback: Well done.
  - $3$
answer: 1
explanation: Count.
"""
Own = Callable[..., Path]
SOLUTIONS = "html/solutions.html.j2"


@pytest.fixture
def bank(bank_file: Callable[[str], Path]) -> Bank:
    loaded, told = qbank.load(bank_file(BANK))
    assert not told
    return loaded


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """Write files into a folder of templates and return it."""

    def write(**files: str) -> Path:
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


def page(bank: Bank, folder: Path, name: str = "solutions.html") -> tuple[str, list[str]]:
    files, told = render(bank, "html", ExportOptions(templates=folder))
    return {file.path: file.data.decode() for file in files}.get(name, ""), [each.message for each in told]


def faults(bank: Bank, folder: Path, name: str = "html") -> list[tuple[str, str, int, str]]:
    """Return code, file, line and message of what is told where nothing comes out."""
    files, told = render(bank, name, ExportOptions(templates=folder))
    assert not files
    return [
        (each.code, Path(each.span.file).name, each.span.line, each.message)
        for each in told
        if each.span and each.code == "QB450"
    ]


# -- what they may do


@pytest.mark.parametrize("name", ["html", "latex", "moodle"])
def test_a_folder_without_templates_changes_nothing(name: str, repository: Path, own: Own) -> None:
    showcase, _ = qbank.load(repository / "bank" / "showcase")
    plain = [question for question in showcase.questions if not question.family]
    some = Bank(tuple(plain), showcase.settings, showcase.sources)
    assert render(some, name, ExportOptions(templates=own())) == render(some, name)


EXTENDED = '{{% extends "qbank/html/{}.html.j2" %}}{{% block foot %}}{}{{% endblock %}}'


def test_a_block_takes_the_place_of_ours(bank: Bank, own: Own) -> None:
    text = EXTENDED.format("solutions", "<footer>{{ words.points }} {{ super() }}</footer>")
    made, told = page(bank, own(**{SOLUTIONS: text}))
    assert told == []
    assert (
        made.replace("<footer>Points </footer>", "")
        == page(bank, own(**{SOLUTIONS: EXTENDED.format("solutions", "")}))[0]
    )


def test_nothing_is_kept_between_two_exports(bank: Bank, own: Own) -> None:
    before = render(bank, "html")
    assert page(bank, own(**{"html/own.css": "main { color: teal }"}))[0].count("color: teal") == 1
    assert render(bank, "html") == before


def test_a_part_takes_the_place_of_ours_wherever_it_is_used(bank: Bank, own: Own) -> None:
    folder = own(**{"html/base.html.j2": EXTENDED.format("base", "<footer>mine</footer>")})
    assert all("<footer>mine</footer>" in page(bank, folder, name)[0] for name in ("practice.html", "solutions.html"))


def test_what_a_document_no_longer_says_is_a_warning(bank: Bank, own: Own) -> None:
    folder = own(**{"html/solutions.html.j2": "<article data-question='sum'>{{ title }}</article>"})
    files, told = render(bank, "html", ExportOptions(templates=folder))
    assert "solutions.html" in {file.path for file in files}
    assert [each.code for each in told] == ["QB452"]
    assert "solutions.html" in told[0].message


def test_figures_of_the_folder_can_be_embedded(bank: Bank, own: Own) -> None:
    folder = own(
        **{
            "html/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "html/solutions.html.j2": '{% extends "qbank/html/solutions.html.j2" %}'
            '{% block foot %}<img src="{{ embedded("html/logo.svg") }}" alt="">{% endblock %}',
        }
    )
    made, told = page(bank, folder)
    assert (told, made.count("data:image/svg+xml;base64,PHN2Zy")) == ([], 1)


def test_our_own_templates_are_the_same_for_everybody(own: Own) -> None:
    shared = Templates("html")
    assert shared.of(None) is shared
    assert shared.of(own()) is not shared


# -- what they may not do

CANNOT = [
    ("a\n{% block %}", 2, "block"),
    ("a\n{% block foot %}\n{% if title %}\nb\n", 3, "the “if title” of this line is not closed"),
    ("{% if title %}\n{% endblock %}", 2, "“endblock” stands where the “if title” of line 1 is still open"),
    ("\n{% set x = 1 %}{% endset %}", 2, "“endset” closes nothing"),
    ("{{ 1 | nosuch }}", 1, "nosuch"),
    ("\n\n  {{ unknown }}", 3, "'unknown' is undefined"),
    (
        "{% for question in questions %}\n{{ question.nosuch }}{% endfor %}",
        2,
        "“QuestionView” has no attribute 'nosuch'",
    ),
    ("a\n{{ 1 // 0 }}", 2, "ZeroDivisionError"),
    ('a\n{% include "html/nosuch.html.j2" %}', 2, "there is no template html/nosuch.html.j2"),
    ('a\n{% include "html/" ~ "nosuch" %}', 2, "html/nosuch"),
    ('{% include "../secret.txt" %}', 1, "there is no template ../secret.txt"),
    ('{% include "html/../../secret.txt" %}', 1, "secret.txt"),
    ('{% set up = ".." %}{% include up ~ "/secret.txt" %}', 1, "secret.txt"),
    ('{% include "/etc/passwd" %}', 1, "/etc/passwd"),
    ('{{ embedded("../secret.png") }}', 1, "no figure"),
    ('{{ embedded("/etc/passwd") }}', 1, "no figure"),
    ('{% include "html/solutions.html.j2" %}', 1, "without end"),
    ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
    ("{{ self.__init__.__globals__ }}", 1, "unsafe"),
    ("{{ cycler.__init__.__globals__.os }}", 1, "unsafe"),
    ("{{ '{0.__class__}'.format(title) }}", 1, "unsafe"),
    ("{% set q = questions[0].question %}{{ q.model_construct() }}", 1, "unsafe"),
    ("{% set q = questions[0].question %}{{ q.origin.folder.read_text() }}", 1, ""),
    ("{{ questions.append(1) }}", 1, ""),
    ("{{ range(10000000) }}", 1, "OverflowError"),
    ("{{ lipsum() }}", 1, "'lipsum' is undefined"),
    ("{{ [1, 2] | random }}", 1, "random"),
]


@pytest.mark.parametrize(("text", "line", "said"), CANNOT)
def test_a_fault_is_told_at_its_line(bank: Bank, own: Own, tmp_path: Path, *, text: str, line: int, said: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(b"secret")
    found = faults(bank, own(**{SOLUTIONS: text}))
    assert [each[:3] for each in found] == [("QB450", "solutions.html.j2", line)]
    assert said in found[0][3]
    assert "qbank." not in found[0][3]


def test_all_faults_are_told_at_once(bank: Bank, own: Own, tmp_path: Path) -> None:
    folder = own(**{SOLUTIONS: "{% if %}", "html/base.html.j2": "{{", "html/parts.html.j2": ""})
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (folder / "html" / "practice.html.j2").symlink_to(tmp_path / "secret")
    (folder / "html" / "style.css").write_bytes(b"\xff")
    os.mkfifo(folder / "html" / "own.css")
    (folder / "html" / "scrollers.js").symlink_to("nowhere")
    told = [(file, line) for _, file, line, _ in faults(bank, folder)]
    assert told == [
        ("base.html.j2", 1),
        ("own.css", 1),
        ("practice.html.j2", 1),
        ("scrollers.js", 1),
        ("solutions.html.j2", 1),
        ("style.css", 1),
    ]


def test_links_inside_the_folder_are_followed(bank: Bank, own: Own) -> None:
    folder = own(**{"shared/mine.css": "main { color: teal }", "html/note.txt": ""})
    (folder / "html" / "own.css").symlink_to("../shared/mine.css")
    made, told = page(bank, folder)
    assert "color: teal" in made
    assert told == ["nothing uses this file"]


def test_what_has_no_effect_is_told(bank: Bank, own: Own, tmp_path: Path) -> None:
    folder = own(
        **{
            "html/solution.html.j2": "",
            "html/practice.html.j2": '{% extends "qbank/html/practice.html.j2" %}\n{% block foots %}{% endblock %}',
            "latx/sheet.tex.j2": "",
            "sheet.tex.j2": "",
        }
    )
    written, told = qbank.export(bank, "html", tmp_path / "build", templates=folder)
    assert written
    assert [(each.code, Path(each.span.file).name, each.span.line, each.hint) for each in told if each.span] == [
        ("QB451", "latx", 1, "did you mean latex/?"),
        ("QB451", "sheet.tex.j2", 1, "templates lie in folders named like the formats, as latex/"),
        ("QB451", "practice.html.j2", 2, "did you mean foot?"),
        ("QB451", "solution.html.j2", 1, "did you mean html/solutions.html.j2?"),
    ]


def test_a_wrong_key_in_moodle_stays_an_error(bank: Bank, own: Own) -> None:
    text = '<answer fraction="0"><text>x</text></answer>'
    files, told = render(bank, "moodle", ExportOptions(templates=own(**{"moodle/multichoice.xml.j2": text})))
    assert files
    assert {each.code for each in told} == {"QB419"}


def test_a_folder_that_is_not_there_is_the_callers_mistake(bank: Bank, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        qbank.export(bank, "html", tmp_path / "build", templates=tmp_path / "nosuch")


def test_the_command_draws_the_line_and_writes_nothing(
    cli: Run, bank_file: Callable[[str], Path], own: Own, tmp_path: Path
) -> None:
    bank_file(BANK)
    own(**{SOLUTIONS: "<p>\n  {{ titel }}\n"})
    done = cli("export", "--to", "html", "--no-check", "--templates", "own")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "own/html/solutions.html.j2:2:3: error QB450: this template cannot be used: 'titel' is undefined\n"
        "    2 |   {{ titel }}\n"
        "      |   ^^^^^^^^^^^\n"
    )
    assert not (tmp_path / "build").exists()
    assert cli("export", "--to", "html", "--templates", "nosuch").returncode == 2
    assert cli("export", "--to", "moodle", "--max-size", "big").returncode == 2
    assert cli("export", "--to", "moodle", "--paper", "a5").returncode == 2
