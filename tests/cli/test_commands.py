"""The commands as a user runs them: output, streams and exit status."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Write = Callable[[str], Path]

GOOD = """\
category: Algebra
tags: [first]
questions:
  - id: sum
    type: single-choice
    title: A sum
    stem: |
      Let $y = x + x$. What is $y$?
    options:
      - $2x$
      - $x^2$
    answer: 1
    check:
      find: $y$
  - id: prose
    type: single-choice
    category: Algebra/History
    tags: [second]
    stem: Who wrote it?
    options:
      - al-Khwarizmi
      - Fermat
    answer: 1
"""
WRONG = GOOD.replace("answer: 1\n    check", "answer: 2\n    check")
KEYLESS = GOOD.replace("    answer: 1\n    check:\n      find: $y$\n", "")
UNKNOWN = GOOD.replace("title: A sum", "titel: A sum")
EVERY = ["--to", "moodle", "--to", "html", "--to", "latex"]
FORMATS = ["text", "json", "github", "sarif", "junit"]


@pytest.fixture
def good(bank_file: Write) -> Path:
    return bank_file(GOOD)


@pytest.mark.usefixtures("good")
def test_check_a_good_bank(cli: Run) -> None:
    done = cli("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1].split()[:3] == ["sum", "single-choice", "proved"]
    assert "2 questions (1 proved, 1 asserted)." in done.stdout


def test_check_a_wrong_key(cli: Run, bank_file: Write) -> None:
    bank_file(WRONG)
    done = cli("check", "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["summary"]["evidence"] == {"asserted": 1, "refuted": 1}
    assert {each["question"] for each in report["diagnostics"] if each["severity"] == "error"} == {"sum"}


def test_check_a_missing_key(cli: Run, bank_file: Write) -> None:
    bank_file(KEYLESS)
    done = cli("check", "--format", "json")
    assert done.returncode == 1
    assert "QB300" in [each["code"] for each in json.loads(done.stdout)["diagnostics"]]
    bank_file(KEYLESS.replace("    title: A sum", "    title: A sum\n    status: draft"))
    assert cli("check").returncode == 0
    assert cli("list").returncode == 0
    assert cli("export", "--to", "moodle").returncode == 1


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", [GOOD, UNKNOWN])
def test_stdout_holds_the_report_alone(name: str, text: str, cli: Run, bank_file: Write) -> None:
    bank_file(text)
    done = cli("check", "--format", name)
    assert done.stderr == ""
    assert done.returncode == (0 if text == GOOD else 1)
    if name in {"json", "sarif"}:
        json.loads(done.stdout)
    if name == "junit":
        assert done.stdout.startswith("<?xml")


@pytest.mark.usefixtures("good")
def test_the_second_check_says_the_same(cli: Run) -> None:
    first = cli("check", "--format", "json", "--no-cache").stdout
    assert cli("check", "--format", "json", "--no-cache", "--jobs", "1").stdout == first
    assert cli("check", "--format", "json").stdout == first
    assert cli("check", "--format", "json").stdout == first


@pytest.mark.usefixtures("good")
def test_required_evidence(cli: Run) -> None:
    assert cli("check", "--require", "asserted").returncode == 0
    done = cli("check", "--require", "consistent")
    assert done.returncode == 1
    assert "bank/quiz.yaml:15:9: error QB401: prose is asserted, consistent is required" in done.stdout
    assert cli("check", "--require", "consistent", "--id", "sum").returncode == 0
    assert cli("check", "--require", "certain").returncode == 2


def test_warnings_fail_on_request(cli: Run, bank_file: Write) -> None:
    bank_file(KEYLESS.replace("    title: A sum", "    title: A sum\n    status: draft"))
    assert cli("check", "--fail-on", "warning").returncode == 1


@pytest.mark.usefixtures("good")
def test_filters(cli: Run) -> None:
    filters = ["--tag", "second", "--id", "p*", "--category", "Algebra", "--type", "single-choice"]
    done = cli("list", "--format", "json", *filters)
    assert [question["id"] for question in json.loads(done.stdout)["questions"]] == ["prose"]
    assert done.returncode == 0
    done = cli("list", "--tag", "nonsense")
    assert (done.returncode, done.stdout) == (1, "")
    assert "QB400: none of 2 questions is selected" in done.stderr


@pytest.mark.usefixtures("good")
def test_list(cli: Run) -> None:
    assert json.loads(cli("list", "--format", "json").stdout)["questions"][0] == {
        "id": "sum",
        "type": "single-choice",
        "title": "A sum",
        "category": "Algebra",
        "tags": ["first"],
        "file": "bank/quiz.yaml",
        "line": 4,
    }
    assert "bank/quiz.yaml:15" in cli("list").stdout


@pytest.mark.usefixtures("good")
def test_show(cli: Run) -> None:
    done = cli("show", "sum")
    assert done.returncode == 0
    assert "→ 1. $2x$" in done.stdout
    assert "✗ different at x = " in done.stdout
    assert "Proved." in done.stdout
    done = cli("show", "sun")
    assert (done.returncode, done.stdout) == (1, "")
    assert "did you mean “sum”?" in done.stderr


@pytest.mark.usefixtures("good")
def test_export(cli: Run, tmp_path: Path) -> None:
    done = cli("export", *EVERY)
    assert done.returncode == 0, done.stderr
    written = done.stdout.splitlines()
    assert written
    assert all((tmp_path / path).is_file() for path in written)
    assert {path.split("/")[1] for path in written} == {"moodle", "html", "latex"}


@pytest.mark.usefixtures("good")
def test_export_of_some_documents_alone(cli: Run, tmp_path: Path) -> None:
    many = ["--to", "html", "--to", "latex", "--to", "moodle", "--no-check"]
    assert cli("export", *many, "--only", "exam", "--only", "slides.tex").returncode == 0
    written = [path.name for path in sorted((tmp_path / "build").rglob("*")) if path.is_file()]
    assert sorted(name for name in written if name[0] != ".") == ["exam.html", "exam.tex", "quiz.xml", "slides.tex"]
    done = cli("export", "--to", "latex", "--only", "slide")
    assert done.returncode == 2
    assert "no document “slide”; there are exam, solutions, key, worksheet, slides" in done.stderr
    assert cli("export", "--to", "moodle", "--only", "exam").returncode == 2


@pytest.mark.usefixtures("good")
def test_exporting_twice_gives_the_same_bytes(cli: Run, tmp_path: Path) -> None:
    for folder in "ab":
        assert cli("export", *EVERY, "-o", folder, PYTHONHASHSEED=str(ord(folder))).returncode == 0
    trees = [
        {
            path.relative_to(tmp_path / folder): path.read_bytes()
            for path in (tmp_path / folder).rglob("*")
            if path.is_file()
        }
        for folder in "ab"
    ]
    assert trees[0] == trees[1]


@pytest.mark.usefixtures("good")
def test_where_nothing_is_selected_the_reason_is_told_once(cli: Run) -> None:
    for more in ([], ["--skip-refused"]):
        done = cli("export", "--to", "moodle", "--no-check", "--id", "nope", *more)
        assert done.returncode == 1
        assert done.stderr == "error QB400: no question has the id “nope”\n\nNothing was written.\n"


@pytest.mark.usefixtures("good")
def test_an_option_of_another_format_is_told(cli: Run) -> None:
    done = cli("export", "--to", "html", "--no-check", "--pdf", "--stack")
    assert done.returncode == 0
    assert "--pdf changes nothing here: it is for --to latex" in done.stderr
    assert "--stack changes nothing here: it is for --to moodle" in done.stderr


def test_a_refuted_bank_is_not_exported(cli: Run, bank_file: Write, tmp_path: Path) -> None:
    bank_file(WRONG)
    done = cli("export", "--to", "moodle")
    assert (done.returncode, done.stdout) == (1, "")
    assert "QB402" in done.stderr
    assert "Nothing was written." in done.stderr
    assert not (tmp_path / "build").exists()
    done = cli("export", "--to", "moodle", "--skip-refused")
    assert done.returncode == 0
    assert "question left out of export" in done.stderr
    assert "sum" in done.stderr
    assert cli("export", "--to", "moodle", "--no-check").returncode == 0


@pytest.mark.usefixtures("good")
def test_misuse_is_told_with_status_2(cli: Run) -> None:
    done = cli("export", "--to", "moodel")
    assert (done.returncode, done.stderr) == (2, "qbank: unknown format “moodel”; did you mean “moodle”?\n")
    assert "“latex” with --pdf" in cli("export", "--to", "pdf").stderr
    done = cli("check", "nowhere")
    assert (done.returncode, done.stderr) == (2, "qbank: no such file or folder: nowhere\n")
    for arguments in (["export"], ["check", "--format", "xml"], ["check", "--jobs", "0"], ["nonsense"], ["show"]):
        done = cli(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_no_question_is_a_problem(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    for arguments in (["check"], ["export", "--to", "moodle"], ["check", "--format", "github"]):
        done = cli(*arguments)
        assert done.returncode == 1
        assert "QB400" in done.stdout + done.stderr


def test_our_own_fault_is_told_without_traceback(cli: Run, good: Path) -> None:
    broken = good.parent / "site"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import qbank.loader\ndef load(paths): raise ZeroDivisionError('x')\nqbank.loader.load = load\n",
        encoding="utf-8",
    )
    done = cli("list", PYTHONPATH=str(broken))
    assert done.returncode == 3
    assert "QB901: ZeroDivisionError: x" in done.stderr
    assert "Traceback" not in done.stderr
    done = cli("list", PYTHONPATH=str(broken), QBANK_DEBUG="1")
    assert "Traceback" in done.stderr


def test_formats_schema_and_version(cli: Run) -> None:
    listed = [line.split()[0] for line in cli("formats").stdout.splitlines()]
    assert listed[:6] == ["export", "browser", "html", "latex", "moodle", "import"]
    assert {"aiken", "amc", "gift", "moodle", "slides", "text2qti"} <= set(listed[5:])
    assert json.loads(cli("schema").stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert cli("--version").stdout.startswith("qbank ")
    done = cli("--help")
    assert done.returncode == 0
    commands = ("check", "export", "import", "list", "show", "schema", "formats")
    assert [each for each in commands if each not in done.stdout] == []


@pytest.mark.usefixtures("good")
def test_colours_on_request_only(cli: Run) -> None:
    assert "\x1b" not in cli("check").stdout
    assert "\x1b[" in cli("check", FORCE_COLOR="1", TERM="xterm").stdout
    assert "\x1b[3" not in cli("check", FORCE_COLOR="1", TERM="xterm", NO_COLOR="1").stdout


@pytest.mark.usefixtures("good")
def test_any_locale_will_do(cli: Run) -> None:
    for encoding in ("ascii", "latin-1"):
        assert cli("show", "sum", PYTHONIOENCODING=encoding).returncode == 0
        assert json.loads(cli("check", "--format", "json", PYTHONIOENCODING=encoding).stdout)["version"] == 1


@pytest.mark.usefixtures("good")
def test_a_closed_pipe_ends_quietly(tmp_path: Path, cache_folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    for command in (["list"], ["check", "--format", "json"], ["schema"]):
        done = subprocess.run(
            [sys.executable, "-m", "qbank", *command],
            cwd=tmp_path,
            env={**os.environ, "QBANK_CACHE_DIR": str(cache_folder)},
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (141, "")
    os.close(writer)


@pytest.mark.usefixtures("good")
def test_interrupting_ends_quietly(tmp_path: Path, cache_folder: Path) -> None:
    slow = tmp_path / "site"
    slow.mkdir()
    (slow / "sitecustomize.py").write_text(
        "import sys, qbank.checker.run as run\n"
        "def work(*a, **k):\n    print('busy', file=sys.stderr, flush=True)\n"
        "    import time\n    time.sleep(60)\n    yield\n"
        "run._work = work\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "qbank", "check"],
        cwd=tmp_path,
        env={**os.environ, "QBANK_CACHE_DIR": str(cache_folder), "PYTHONPATH": str(slow)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr
        assert process.stdout
        assert process.stderr.readline() == "busy\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert (process.stdout.read(), process.stderr.read()) == ("", "")


@pytest.mark.usefixtures("good")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_told(tmp_path: Path, shared_cache: Path) -> None:
    for command in (["check"], ["check", "--format", "json"], ["list"]):
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            done = subprocess.run(
                [sys.executable, "-m", "qbank", *command],
                cwd=tmp_path,
                env={**os.environ, "QBANK_CACHE_DIR": str(shared_cache)},
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert (done.returncode, done.stderr) == (2, "qbank: the system refuses: No space left on device\n")


@pytest.mark.usefixtures("good")
def test_a_closed_stdout_is_no_fault(tmp_path: Path, shared_cache: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m qbank list >&-', sys.executable],
        cwd=tmp_path,
        env={**os.environ, "QBANK_CACHE_DIR": str(shared_cache)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("seconds", ["soon", "-1", "0", "nan", "inf"])
def test_a_deadline_is_a_number_of_seconds(seconds: str, cli: Run) -> None:
    done = cli("check", "--no-cache", QBANK_DEADLINE=seconds)
    assert done.returncode == 2
    assert f"QBANK_DEADLINE is “{seconds}”" in done.stderr


@pytest.mark.usefixtures("good")
def test_ids_are_suggested(cli: Run) -> None:
    assert "no question has the id “su”; did you mean “sum”?" in cli("check", "--id", "su").stdout
    assert "no question “prosa” could be read; did you mean “prose”?" in cli("show", "prosa").stderr
    assert "none of 2 questions is selected by the filters" in cli("check", "--id", "z*").stdout
