"""Verdicts kept between runs, by the content that they depend on, in the user's own cache folder.

Never inside a bank: a pull request could ship verdicts of its own there. One SQLite file in write-ahead mode: two runs
may share it, and one that is killed leaves it whole. Every row carries its own digest; whatever is damaged is made
anew. A cache that cannot be used is no cache: it never fails a run.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any, Self

LIMIT = 50_000
"""Verdicts kept; beyond it those not used for longest go."""
PACKAGES = ("sympy", "mpmath", "python-flint", "markdown-it-py", "mdit-py-plugins")
"""Packages whose version a verdict may depend on."""


def fingerprint() -> str:
    """Return a digest of the program: its own source files, Python's version and the packages it computes with."""
    digest = hashlib.sha256(sys.version.encode())
    for name in PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            digest.update(f"{name} {metadata.version(name)}\n".encode())
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def key(program: str, payload: object) -> str:
    """Return the name of the verdict on this payload by this program."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{program}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def default_folder() -> Path:
    """Return the folder of the cache: ``QBANK_CACHE_DIR``, or else the user's cache folder."""
    named = os.environ.get("QBANK_CACHE_DIR")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415  # not needed where the folder is named

    return Path(platformdirs.user_cache_dir("qbank", appauthor=False))


class Cache:
    """The verdicts of earlier runs; a context manager."""

    def __init__(self, folder: Path | None = None, limit: int = LIMIT) -> None:
        self._file = (folder or default_folder()) / "verdicts.sqlite"
        self._limit = limit
        self._database: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        with suppress(OSError, sqlite3.OperationalError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._database = _open(self._file)
            except sqlite3.DatabaseError as error:
                self._mend(error)
        return self

    def __exit__(self, *_: object) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._evict(self._database)
            self._database.close()
            self._database = None

    def get(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return what is known of these keys."""
        found: dict[str, dict[str, Any]] = {}
        if self._database is None:
            return found
        wanted = list(dict.fromkeys(keys))
        try:
            for start in range(0, len(wanted), 500):
                part = wanted[start : start + 500]
                marks = ",".join("?" * len(part))
                rows = self._database.execute(f"SELECT key, digest, value FROM verdicts WHERE key IN ({marks})", part)  # noqa: S608  # marks alone
                for name, digest, value in rows:
                    if digest == _digest(name, value):
                        with suppress(ValueError, RecursionError):
                            found[name] = json.loads(value)
            with self._database:
                now = int(time.time())
                self._database.executemany(
                    "UPDATE verdicts SET used = ? WHERE key = ? AND used < ?",
                    [(now, name, now - 86_400) for name in found],
                )
        except sqlite3.DatabaseError as error:
            self._mend(error)
        return found

    def put(self, name: str, result: Mapping[str, Any]) -> None:
        """Keep one verdict, at once, so that an interrupted run has not worked in vain."""
        if self._database is None:
            return
        value = json.dumps(result, separators=(",", ":"))
        with suppress(sqlite3.Error), self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)",
                (name, _digest(name, value), value, int(time.time())),
            )

    def _mend(self, error: sqlite3.DatabaseError) -> None:
        """Start afresh where the file is damaged; a lock or a read-only disk is not damage."""
        if isinstance(error, sqlite3.OperationalError):
            return
        if self._database is not None:
            self._database.close()
            self._database = None
        with suppress(OSError, sqlite3.Error):
            for suffix in ("", "-wal", "-shm"):
                self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
            self._database = _open(self._file)

    def _evict(self, database: sqlite3.Connection) -> None:
        (count,) = database.execute("SELECT count(*) FROM verdicts").fetchone()
        if count > self._limit:
            with database:
                database.execute(
                    "DELETE FROM verdicts WHERE key IN (SELECT key FROM verdicts ORDER BY used LIMIT ?)",
                    (count - self._limit * 9 // 10,),
                )


def _open(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=5.0)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, digest TEXT, value TEXT, used INTEGER)"
        )
        if [row[1] for row in database.execute("PRAGMA table_info(verdicts)")] != ["key", "digest", "value", "used"]:
            raise sqlite3.DatabaseError("made by another program")  # noqa: TRY301  # closed below
    except BaseException:
        database.close()
        raise
    return database


def _digest(name: str, value: str) -> str:
    """Bind a value to its key: a flipped bit or a swapped row shows."""
    return hashlib.sha256(f"{name}\0{value}".encode()).hexdigest()
