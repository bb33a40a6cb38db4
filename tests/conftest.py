"""What several test modules need: the command line as a process, in a folder and with a cache of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def repository() -> Path:
    """The folder that holds ``bank/`` and ``pyproject.toml``."""
    return REPOSITORY


@pytest.fixture
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, so that no test reads the verdicts of another run."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("QBANK_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that lasts for the session: most tests of the command line check the same few questions."""
    return tmp_path_factory.mktemp("shared-cache")


@pytest.fixture
def cli(tmp_path: Path, shared_cache: Path) -> Run:
    """Run ``qbank`` in ``tmp_path``; returns the finished process with its output as text."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "qbank", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "QBANK_CACHE_DIR": str(shared_cache), **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def bank_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write one file of questions to ``bank/quiz.yaml`` and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "bank" / "quiz.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
