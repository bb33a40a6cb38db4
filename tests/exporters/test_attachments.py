"""Files that go along with a question: attached in Moodle where a text names them, named as a loss elsewhere."""

from pathlib import Path

import pytest

import qbank
from qbank.exporting import render
from qbank.importing import import_files, place_files

QUESTION = """\
id: q
type: short-answer
stem: |
  See [the data](files/a.csv).

  ```{=html}
  <video src="files/b.mp4" controls></video>
  ```
answers:
  - text: x
    feedback: Look at [it](files/a.csv) again.
files:
  - files/a.csv
  - files/b.mp4
  - files/c.pdf
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bank" / "files").mkdir(parents=True)
    for name in ("a.csv", "b.mp4", "c.pdf"):
        (tmp_path / "bank" / "files" / name).write_text(name, "utf-8")
    (tmp_path / "bank" / "a.yaml").write_text(QUESTION, "utf-8")
    return tmp_path / "bank"


def test_moodle_has_each_file_where_a_text_names_it_and_the_others_with_the_stem(folder: Path) -> None:
    bank, problems = qbank.load(folder)
    assert problems == []
    (file, *_), told = render(bank, "moodle")
    assert told == []
    text = file.data.decode()
    stem, answer = text[: text.index("<answer")], text[text.index("<answer") :]
    assert 'href="@@PLUGINFILE@@/a.csv"' in stem
    assert 'src="@@PLUGINFILE@@/b.mp4"' in stem
    assert [f'name="{name}"' in stem for name in ("a.csv", "b.mp4", "c.pdf")] == [True, True, True]
    assert [f'name="{name}"' in answer for name in ("a.csv", "b.mp4", "c.pdf")] == [True, False, False]


def test_they_come_back_from_moodle(folder: Path, tmp_path: Path) -> None:
    bank, _ = qbank.load(folder)
    (file, *_), _ = render(bank, "moodle")
    (tmp_path / "quiz.xml").write_bytes(file.data)
    place_files(import_files([tmp_path / "quiz.xml"]).files, tmp_path / "again")
    again, problems = qbank.load(tmp_path / "again")
    assert [each for each in problems if each.severity == "error"] == []
    assert render(again, "moodle")[0][0].data == file.data


@pytest.mark.parametrize(("name", "code"), [("latex", "QB420"), ("html", "QB434")])
def test_others_name_the_loss(folder: Path, name: str, code: str) -> None:
    bank, _ = qbank.load(folder)
    assert code in [each.code for each in render(bank, name)[1] if "files that go along" in each.message]


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "files/none.csv", "https://example.org/a"])
def test_no_file_outside_of_the_bank(folder: Path, name: str) -> None:
    (folder.parent / "secret.txt").write_text("secret", "utf-8")
    (folder / "a.yaml").write_text(QUESTION.replace("files/c.pdf", name), "utf-8")
    bank, problems = qbank.load(folder)
    assert bank.questions == ()
    assert [each.code for each in problems] in (["QB220"], ["QB222"])
