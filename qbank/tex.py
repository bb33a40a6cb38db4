"""Runs TeX in a folder of its own, with nothing allowed that a document does not need."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

SECONDS = 300
"""Until TeX is ended: for a bank of thousands of questions it is minutes, for a loop it is for ever."""
DATE = "946684800"
"""Start of the year 2000 in UTC: the date inside each PDF, so that the same source gives the same bytes."""
OPTIONS = ("-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-no-shell-escape")
"""What every engine, and latexmk, is told."""


def run(command: Sequence[str], folder: Path) -> str | None:
    """Return what ``command`` printed, whatever its exit status, or ``None`` where it had to be ended.

    TeX reads and writes ``folder``, and reads its own trees. Raises :class:`OSError` where the command is not there.
    """
    with subprocess.Popen(  # noqa: S603  # commands of ours, in an environment of our own
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            return process.communicate(timeout=SECONDS)[0].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            _kill(process)
            process.communicate()
            return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End ``process`` and, where the system knows groups, the TeX that it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment; ``p`` is what kpathsea calls paranoid."""
    from qbank.checker.cache import default_folder  # noqa: PLC0415  # imports sympy

    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TEXMFHOME": str(folder / "texmf"),
        "TEXMFVAR": str(default_folder() / "tex"),  # lualatex keeps there what it read from fonts
        "TEXMFCONFIG": str(folder / "texmf-config"),
        "TEXMFOUTPUT": str(folder),
        **{name: os.environ[name] for name in ("OSFONTDIR",) if name in os.environ},
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "max_print_line": "10000",
        "SOURCE_DATE_EPOCH": DATE,
        "FORCE_SOURCE_DATE": "1",
        "TZ": "UTC",
    }
