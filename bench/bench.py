"""Print how long each step takes: start-up, load, check cold and warm, each export; for the quiz and 1,000 questions.

Every number comes from a process of its own. CPU seconds include worker processes.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .generate import generate

FORMATS = ("moodle", "latex", "html", "browser")
LOAD = "import sys, qbank; bank, told = qbank.load(sys.argv[1]); assert not told, told[0]"


def measure(*command: str, cache: Path) -> tuple[float, float]:
    """Run a command; return its wall and CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    done = subprocess.run(  # noqa: S603  # our own command line
        [sys.executable, *command],
        env={**os.environ, "QBANK_CACHE_DIR": str(cache)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure everything and print a table."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [1000]
    root = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        banks = {"quiz": root / "bank"}
        for size in sizes:
            generate(work / str(size), size)
            banks[f"{size:,}"] = work / str(size)
        print(f"{'':24}{'bank':>8}{'wall s':>10}{'CPU s':>10}")
        row("qbank --help", "", *measure("-m", "qbank", "--help", cache=work))
        for name, bank in banks.items():
            cache = work / f"cache {name}"
            row("load", name, *measure("-c", LOAD, str(bank), cache=cache))
            row("check, cold", name, *measure("-m", "qbank", "check", str(bank), cache=cache))
            row("check, warm", name, *measure("-m", "qbank", "check", str(bank), cache=cache))
            for each in FORMATS:
                command = ["-m", "qbank", "export", str(bank), "--to", each, "-o", str(work / "out"), "--no-check"]
                row(f"export {each}", name, *measure(*command, cache=cache))


def row(step: str, bank: str, wall: float, cpu: float) -> None:
    """Print one row."""
    print(f"{step:24}{bank:>8}{wall:>10.2f}{cpu:>10.2f}", flush=True)


if __name__ == "__main__":
    main()
