"""Worker processes: whatever a question does, the others are answered, and nothing is left running."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from qbank.checker.workers import Pool, Reply

FUNCTION = "child_functions:act"


def ask(*actions: str, **options: Any) -> list[Reply]:
    payloads = [{"question": {"id": action}} for action in actions]
    with Pool(FUNCTION, **{"jobs": 2, "deadline": 20.0, **options}) as pool:
        replies = dict(pool.answers(payloads))
    return [replies[index] for index in range(len(actions))]


@pytest.mark.parametrize(
    ("action", "failure"),
    [
        ("memory", "memory"),
        ("recursion", "recursion"),
        ("exit", "crash"),
        ("segfault", "crash"),
        ("raise", "exception: ValueError"),
        ("set", "exception: TypeError"),
    ],
)
def test_a_failure_spares_the_questions_around_it(action: str, failure: str) -> None:
    before, failed, after = ask("a", action, "b", jobs=1)
    assert failed == failure
    assert isinstance(before, dict)
    assert isinstance(after, dict)


def test_a_worker_that_overruns_is_killed_and_replaced() -> None:
    begin = time.monotonic()
    replies = ask("loop", "a", "sleep30", "b", jobs=1, deadline=0.5)
    assert [reply if isinstance(reply, str) else "fine" for reply in replies] == ["time", "fine", "time", "fine"]
    assert time.monotonic() - begin < 10


def test_a_stray_print_is_no_answer() -> None:
    assert all(isinstance(reply, dict) for reply in ask("print", "a", "print"))


def test_one_worker_answers_many_questions_and_two_share_them() -> None:
    pids = {reply["pid"] for reply in ask(*"abcdef", jobs=1) if isinstance(reply, dict)}
    assert len(pids) == 1
    pids = {reply["pid"] for reply in ask("sleep0.3", "sleep0.3", jobs=2) if isinstance(reply, dict)}
    assert len(pids) == 2


def test_hashes_do_not_depend_on_the_run() -> None:
    hashes = {reply["hash"] for _ in range(2) for reply in ask("a") if isinstance(reply, dict)}
    assert len(hashes) == 1


def test_without_a_checker_every_question_fails_and_nothing_hangs() -> None:
    with Pool("no_such_module:act", jobs=2) as pool:
        assert dict(pool.answers([{}, {}, {}])) == {0: "crash", 1: "crash", 2: "crash"}


def test_where_processes_cannot_fork_they_are_spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "send_fds")
    replies = ask("a", "raise", "print", "loop", "exit", "b", deadline=2.0)
    kinds = [reply if isinstance(reply, str) else "fine" for reply in replies]
    assert kinds == ["fine", "exception: ValueError", "fine", "time", "crash", "fine"]


def test_the_current_folder_is_not_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert isinstance(ask("a")[0], dict)


def children(marker: str) -> list[str]:
    """Return the command lines of processes that carry the marker in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"MARKER={marker}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().decode())
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_parent(how: signal.Signals, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom qbank.checker.workers import Pool\n"
        f"with Pool({FUNCTION!r}, 2) as pool:\n"
        "    for _ in pool.answers([{'question': {'id': each}} for each in ('a', 'loop', 'loop')]):\n"
        "        print('busy', flush=True)\n"
    )
    marker = str(tmp_path)
    parent = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "MARKER": marker},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"busy\n"
        assert len(children(marker)) >= 3
        parent.send_signal(how)
        parent.wait(10)
        until = time.monotonic() + 10
        while children(marker) and time.monotonic() < until:
            time.sleep(0.05)
        assert children(marker) == []
