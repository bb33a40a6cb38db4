"""What may leave the bank, and what happens when an exporter fails."""

from collections.abc import Sequence
from dataclasses import replace
from errno import ENOSPC
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import qbank
from qbank import registry
from qbank.diagnostic import Diagnostic, diagnostic
from qbank.evidence import Level, QuestionEvidence, Report
from qbank.registry import ExportOptions, OutputFile, UnknownFormatError
from qbank.schema import Bank

TEXT = """\
questions:
  - id: good
    type: single-choice
    stem: What?
    options:
      - one
      - two
    answer: 1
  - id: other
    type: single-choice
    stem: What?
    options:
      - one
      - two
    {other}
"""


class Ids:
    """Writes the ids of the questions that it gets."""

    name = "ids"
    suffix = ".txt"
    description = "ids"

    def export(self, bank: Bank, options: ExportOptions) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        if "escape" in options.flags:
            return [OutputFile("../out.txt", b"")], []
        if "fail" in options.flags:
            raise LookupError("broken")
        if "error" in options.flags:
            return [OutputFile("ids.txt", b"")], [diagnostic("QB405", "cannot")]
        return [OutputFile("ids.txt", " ".join(question.id for question in bank.questions).encode())], []


@pytest.fixture(autouse=True)
def _entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QBANK_DEBUG", raising=False)
    entries = tuple(EntryPoint(name, f"{__name__}:Ids", registry.GROUP) for name in ("ids", "ids2"))
    monkeypatch.setattr(EntryPoint, "load", lambda _: Ids)
    monkeypatch.setattr(registry, "entry_points", lambda group: entries if group == registry.GROUP else ())


def load(folder: Path, other: str = "answer: 2") -> Bank:
    path = folder / "quiz.yaml"
    path.write_text(TEXT.format(other=other), encoding="utf-8")
    bank, _ = qbank.load(path)
    assert len(bank.questions) == 2
    return bank


def evidence(level: Level) -> Report:
    return Report(
        tuple(
            QuestionEvidence(id=name, file="quiz.yaml", line=1, type="single-choice", evidence=found)
            for name, found in [("good", Level.PROVED), ("other", level)]
        )
    )


@pytest.mark.parametrize("level", [Level.PROVED, Level.TESTED, Level.CONSISTENT, Level.ASSERTED])
def test_what_is_not_refused_is_written(level: Level, tmp_path: Path) -> None:
    written, told = qbank.export(load(tmp_path), "ids", tmp_path / "build", report=evidence(level))
    assert told == []
    assert written == [tmp_path / "build" / "ids" / "ids.txt"]
    assert written[0].read_text(encoding="utf-8") == "good other"


REFUSALS = [
    ("answer: 2", Level.REFUTED, "refuted"),
    ("answer: 2", Level.UNDECIDED, "undecided"),
    ("tags: [keyless]", Level.ASSERTED, "no key"),
    ("tags: [keyless]", None, "no key"),
]


@pytest.mark.parametrize(("other", "level", "reason"), REFUSALS)
def test_one_refused_question_stops_all(other: str, level: Level | None, reason: str, tmp_path: Path) -> None:
    report = evidence(level) if level else None
    written, told = qbank.export(load(tmp_path, other), "ids", tmp_path / "build", report=report)
    assert written == []
    assert not (tmp_path / "build").exists()
    assert [(each.code, each.question, each.span is not None) for each in told] == [("QB402", "other", True)]
    assert reason in told[0].message


@pytest.mark.parametrize(("other", "level", "reason"), REFUSALS)
def test_or_is_left_out_and_listed(other: str, level: Level | None, reason: str, tmp_path: Path) -> None:
    report = evidence(level) if level else None
    bank = load(tmp_path, other)
    written, told = qbank.export(bank, "ids", tmp_path / "build", report=report, skip_refused=True)
    assert written[0].read_text(encoding="utf-8") == "good"
    assert [(each.code, each.severity.value, each.question) for each in told] == [("QB403", "warning", "other")]
    assert reason in told[0].message


def test_a_waived_question_is_written(tmp_path: Path) -> None:
    bank = load(tmp_path, "answer: 2\n    check:\n      waive: proved by hand")
    written, told = qbank.export(bank, "ids", tmp_path / "build", report=evidence(Level.UNDECIDED))
    assert (len(written), told) == (1, [])
    written, told = qbank.export(bank, "ids", tmp_path / "build", report=evidence(Level.REFUTED))
    assert (written, [each.code for each in told]) == ([], ["QB402"])


def test_an_error_anywhere_stops_all(tmp_path: Path) -> None:
    bank = load(tmp_path)
    for question in ("other", "", "lost"):
        problem = diagnostic("QB101", "unknown field", question=question)
        written, told = qbank.export(bank, "ids", tmp_path / "build", problems=[problem])
        assert (written, [each.code for each in told]) == ([], ["QB402"])


def test_with_none_left_nothing_is_written(tmp_path: Path) -> None:
    problems = [diagnostic("QB101", "unknown field", question=name) for name in ("good", "other")]
    written, told = qbank.export(load(tmp_path), "ids", tmp_path / "build", problems=problems, skip_refused=True)
    assert (written, [each.code for each in told]) == ([], ["QB403", "QB403", "QB400"])


@pytest.mark.parametrize("skip_refused", [True, False])
def test_where_nothing_is_selected_nothing_is_refused(tmp_path: Path, *, skip_refused: bool) -> None:
    none = replace(load(tmp_path), questions=())
    problem = diagnostic("QB400", "no question has the id “x”")
    done = qbank.export(none, "ids", tmp_path / "build", problems=[problem], skip_refused=skip_refused)
    assert done == ([], [])
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(("flag", "code"), [("fail", "QB901"), ("escape", "QB902"), ("error", "QB405")])
def test_a_failing_exporter_is_told_and_writes_nothing(flag: str, code: str, tmp_path: Path) -> None:
    written, told = qbank.export(load(tmp_path), "ids", tmp_path / "build", flags=[flag])
    assert (written, [each.code for each in told]) == ([], [code])
    assert not (tmp_path / "build").exists()


def test_debugging_shows_the_exception(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QBANK_DEBUG", "1")
    with pytest.raises(LookupError, match="broken"):
        qbank.export(load(tmp_path), "ids", tmp_path / "build", flags=["fail"])


def test_a_folder_of_others_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build" / "ids").mkdir(parents=True)
    (tmp_path / "build" / "ids" / "mine").write_text("", encoding="utf-8")
    written, told = qbank.export(load(tmp_path), "ids", tmp_path / "build")
    assert (written, [each.code for each in told]) == ([], ["QB404"])
    (tmp_path / "file").write_text("", encoding="utf-8")
    written, told = qbank.export(load(tmp_path), "ids", tmp_path / "file")
    assert (written, [each.code for each in told]) == ([], ["QB404"])
    monkeypatch.setattr("pathlib.Path.write_bytes", _full)
    written, told = qbank.export(load(tmp_path), "ids", tmp_path / "disk")
    assert (written, [each.code for each in told]) == ([], ["QB405"])
    assert [path.name for path in (tmp_path / "disk").iterdir()] == []


def _full(*_: object) -> int:
    raise OSError(ENOSPC, "No space left on device")


def test_an_unknown_format_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"known formats: ids, ids2"):
        qbank.export(load(tmp_path), "moodle", tmp_path / "build")
