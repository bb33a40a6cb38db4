"""The cache: right or absent, whatever happens to its file."""

import json
import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qbank.checker.cache import Cache, _digest, default_folder, fingerprint, key

VALUE = {"evidence": {"evidence": "proved"}, "diagnostics": []}


def stored(folder: Path, *names: str) -> dict[str, object]:
    with Cache(folder) as cache:
        return dict(cache.get(names))


def store(folder: Path, *names: str) -> None:
    with Cache(folder) as cache:
        for name in names:
            cache.put(name, {**VALUE, "name": name})


def test_what_was_put_is_found_again(tmp_path: Path) -> None:
    store(tmp_path, "a", "b")
    assert stored(tmp_path, "a", "b", "c") == {"a": {**VALUE, "name": "a"}, "b": {**VALUE, "name": "b"}}


def test_a_key_follows_the_content_and_the_program() -> None:
    assert key("1", {"a": 1, "b": 2}) == key("1", {"b": 2, "a": 1})
    names = {key(program, payload) for program in "12" for payload in ({"a": 1}, {"a": 2}, {"a": "\ud800"})}
    assert len(names) == 6


def test_the_fingerprint_is_the_same_in_each_run() -> None:
    assert fingerprint() == fingerprint()


def flip(database: sqlite3.Connection) -> None:
    database.execute("UPDATE verdicts SET value = replace(value, 'proved', 'tested')")


def swap(database: sqlite3.Connection) -> None:
    rows = dict(database.execute("SELECT key, value FROM verdicts"))
    database.execute("UPDATE verdicts SET value = ? WHERE key = 'a'", (rows["b"],))


def blob(database: sqlite3.Connection) -> None:
    database.execute("UPDATE verdicts SET value = x'00ff', digest = NULL")


def forge(database: sqlite3.Connection) -> None:
    value = '{"evidence": "\x1b"}'
    database.execute("UPDATE verdicts SET value = ?, digest = ?", (value, _digest("a", value)))


def other_table(database: sqlite3.Connection) -> None:
    database.execute("DROP TABLE verdicts")
    database.execute("CREATE TABLE verdicts (key TEXT)")


@pytest.mark.parametrize("damage", [flip, swap, blob, forge, other_table])
def test_a_damaged_entry_is_ignored(damage: Callable[[sqlite3.Connection], None], tmp_path: Path) -> None:
    store(tmp_path, "a", "b")
    database = sqlite3.connect(tmp_path / "verdicts.sqlite")
    with database:
        damage(database)
    database.close()
    assert "a" not in stored(tmp_path, "a", "b")
    store(tmp_path, "a")  # and is made anew
    assert stored(tmp_path, "a") == {"a": {**VALUE, "name": "a"}}


@pytest.mark.parametrize("where", [0, 1000, 4096 + 20])
def test_a_damaged_file_is_made_anew(where: int, tmp_path: Path) -> None:
    store(tmp_path, *(str(number) for number in range(200)))
    file = tmp_path / "verdicts.sqlite"
    data = file.read_bytes()
    assert len(data) > where + 3000
    file.write_bytes(data[:where] + b"\xff" * 3000 + data[where + 3000 :])
    for name, value in stored(tmp_path, *(str(number) for number in range(200))).items():
        assert value == {**VALUE, "name": name}
    store(tmp_path, "a")
    assert "a" in stored(tmp_path, "a")


def test_a_folder_that_cannot_be_used_is_no_cache(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    store(file / "below", "a")
    assert stored(file / "below", "a") == {}


def test_the_oldest_go_first(tmp_path: Path) -> None:
    with Cache(tmp_path, limit=10) as cache:
        for number in range(30):
            cache.put(str(number), VALUE)
    database = sqlite3.connect(tmp_path / "verdicts.sqlite")
    with database:
        database.execute("UPDATE verdicts SET used = CAST(key AS INTEGER)")
    database.close()
    with Cache(tmp_path, limit=5):
        pass
    kept = stored(tmp_path, *(str(number) for number in range(30)))
    assert 0 < len(kept) <= 5
    assert max(kept, key=int) == "29"


def test_the_users_folder_holds_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("QBANK_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder().is_relative_to(tmp_path) or os.name == "nt"
    monkeypatch.setenv("QBANK_CACHE_DIR", str(tmp_path / "own"))
    assert default_folder() == tmp_path / "own"


def write_for_ever(folder: Path, prefix: str) -> None:
    with Cache(folder) as cache:
        number = 0
        while True:
            cache.put(f"{prefix}{number}", {"number": number, "text": "x" * 5000})
            number += 1


def test_kill_minus_nine_while_two_write(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_for_ever, args=(tmp_path, prefix)) for prefix in "ab"]
    for writer in writers:
        writer.start()
    until = time.monotonic() + 20
    while len(stored(tmp_path, "a20", "b20")) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    for writer in writers:
        assert writer.pid
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    names = [f"{prefix}{number}" for prefix in "ab" for number in range(21)]
    found = stored(tmp_path, *names)
    assert sorted(found) == sorted(names)
    assert json.dumps(found["a7"]) == json.dumps({"number": 7, "text": "x" * 5000})
    store(tmp_path, "after")
    assert "after" in stored(tmp_path, "after")
