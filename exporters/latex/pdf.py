"""PDFs by latexmk, in a folder of their own, with nothing allowed that a document does not need."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.registry import OutputFile

from .readback import question_at

SECONDS = 300
"""Until TeX is ended: for a bank of thousands of questions it is minutes, for a loop it is for ever."""
COMMAND = (
    "latexmk",
    "-norc",
    "-pdf",
    "-interaction=nonstopmode",
    "-halt-on-error",
    "-file-line-error",
    "-no-shell-escape",
)
DATE = "946684800"
"""Start of the year 2000 in UTC: the date inside each PDF, so that the same source gives the same bytes."""

_ERROR = re.compile(r"^(?:\./)?[\w-]+\.tex:(\d+): (.+(?:\n(?!l\.\d|\s*$).+){0,2})", re.MULTILINE)
_HIGH = re.compile(r"^Overfull \\vbox \(([\d.]+)pt too high\)", re.MULTILINE)
_WIDE = re.compile(r"^Overfull \\hbox \(([\d.]+)pt too wide\).* at lines? (\d+)", re.MULTILINE)


def compiled(files: Sequence[OutputFile]) -> tuple[list[OutputFile], list[Diagnostic]]:
    """Return a PDF for each ``.tex`` among ``files``, and what TeX said of those that failed."""
    if shutil.which(COMMAND[0]) is None:
        hint = "install TeX Live; Debian: texlive-latex-extra texlive-fonts-recommended lmodern latexmk"
        return [], [diagnostic("QB424", "no PDF: latexmk is not installed", hint=hint)]
    sources = [file for file in files if file.path.endswith(".tex")]
    figures = [file for file in files if not file.path.endswith(".tex")]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda source: _compile(source, figures), sources))
    return [pdf for made, _ in results for pdf in made], [each for _, told in results for each in told]


def _compile(source: OutputFile, figures: Sequence[OutputFile]) -> tuple[list[OutputFile], list[Diagnostic]]:
    text = source.data.decode()
    with TemporaryDirectory(prefix="qbank-latex-") as name:
        folder = Path(name)
        for file in (source, *figures):
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.data)
        finished = _run([*COMMAND, source.path], folder)
        if finished is None:
            return [], [diagnostic("QB425", f"no PDF of {source.path}: TeX did not end within {SECONDS} s")]
        log = folder / f"{Path(source.path).stem}.log"
        said = log.read_text("utf-8", "replace") if log.exists() else finished
        pdf = log.with_suffix(".pdf")
        if "\n!" in said or _ERROR.search(said) or not pdf.exists():
            return [], [_failure(source.path, text, said)]
        return [OutputFile(pdf.name, pdf.read_bytes())], _wide(source.path, text, said)


def _run(command: Sequence[str], folder: Path) -> str | None:
    """Return what ``command`` printed, whatever its exit status, or ``None`` where it had to be ended."""
    with subprocess.Popen(  # noqa: S603  # a fixed command, in an environment of our own
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
    """Return an environment in which TeX reads and writes ``folder``, and reads its own trees (kpathsea's ``p``)."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TEXMFHOME": str(folder / "texmf"),
        "TEXMFVAR": str(folder / "texmf-var"),
        "TEXMFCONFIG": str(folder / "texmf-config"),
        "TEXMFOUTPUT": str(folder),
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "max_print_line": "10000",
        "SOURCE_DATE_EPOCH": DATE,
        "FORCE_SOURCE_DATE": "1",
        "TZ": "UTC",
    }


def _failure(path: str, text: str, said: str) -> Diagnostic:
    found = _ERROR.search(said)
    if found is None:
        return diagnostic("QB425", f"no PDF of {path}: {' '.join(said.split())[-300:] or 'TeX said nothing'}")
    question = question_at(text, int(found[1]))
    message = " ".join(found[2].split())
    return diagnostic(
        "QB425",
        f"no PDF of {path}: line {found[1]}: {message}",
        hint="" if question else "this is no question’s fault: please report it",
        question=question,
    )


def _wide(path: str, text: str, said: str) -> list[Diagnostic]:
    """Return a warning for each line and page that does not hold what stands on it."""
    lines = {(int(line), float(width)) for width, line in _WIDE.findall(said)}
    told = [
        diagnostic("QB428", f"{path}: a line is {width:.0f} pt too wide", question=question_at(text, line))
        for line, width in sorted(lines)
        if width > 1
    ]
    pages = [float(height) for height in _HIGH.findall(said) if float(height) > 1]
    return told + [diagnostic("QB428", f"{path}: a page is {max(pages):.0f} pt too high") for _ in pages[:1]]
