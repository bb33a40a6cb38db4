"""PDFs by latexmk, in a folder of their own, with nothing allowed that a document does not need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from qbank import tex
from qbank.diagnostic import Diagnostic, diagnostic
from qbank.registry import OutputFile

from .readback import question_at
from .scripts import DEBIAN, NAMES, used

COMMAND = ("latexmk", "-norc", *tex.OPTIONS)
ENGINES: Mapping[bool, str] = MappingProxyType({False: "-pdf", True: "-pdflua"})
"""What latexmk is told where a document holds Latin text alone, and where it holds other scripts."""

_ERROR = re.compile(r"^(?:\./)?[\w-]+\.tex:(\d+): (.+(?:\n(?!l\.\d|\s*$).+){0,2})", re.MULTILINE)
_HIGH = re.compile(r"^Overfull \\vbox \(([\d.]+)pt too high\)", re.MULTILINE)
_GLYPHLESS = re.compile(r"^Missing character: There is no (\S+) \((U\+\w+)\)", re.MULTILINE)
_FONTLESS = re.compile(r"^qbank: no font for (\w+)", re.MULTILINE)
_WIDE = re.compile(r"^Overfull \\hbox \(([\d.]+)pt too wide\).* at lines? (\d+)", re.MULTILINE)


def compiled(files: Sequence[OutputFile]) -> tuple[list[OutputFile], list[Diagnostic]]:
    """Return a PDF for each ``.tex`` among ``files``, and what TeX said of those that failed."""
    if shutil.which(COMMAND[0]) is None:
        hint = (
            "install TeX Live; Debian: texlive-latex-extra texlive-fonts-recommended lmodern latexmk; "
            "without it: --to html, and print the exam from the browser to PDF"
        )
        return [], [diagnostic("QB424", "no PDF: latexmk is not installed", hint=hint)]
    sources = [file for file in files if file.path.endswith(".tex")]
    scripts = used("".join(source.data.decode() for source in sources))
    told: list[Diagnostic] = []
    lualatex = bool(scripts) and _has_lualatex()
    if scripts and not lualatex:
        message = f"{_named(scripts)} needs lualatex, which is not installed: boxes are printed"
        told.append(diagnostic("QB421", message, hint=f"Debian: texlive-luatex {_packages(scripts)}"))
    figures = [file for file in files if not file.path.endswith(".tex")]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda source: _compile(source, figures, lualatex=lualatex), sources))
    return [pdf for made, _ in results for pdf in made], told + [each for _, found in results for each in found]


def _compile(
    source: OutputFile, figures: Sequence[OutputFile], *, lualatex: bool
) -> tuple[list[OutputFile], list[Diagnostic]]:
    text = source.data.decode()
    with TemporaryDirectory(prefix="qbank-latex-") as name:
        folder = Path(name)
        for file in (source, *figures):
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.data)
        finished = tex.run([*COMMAND, ENGINES[lualatex and bool(used(text))], source.path], folder)
        if finished is None:
            return [], [diagnostic("QB425", f"no PDF of {source.path}: TeX did not end within {tex.SECONDS} s")]
        log = folder / f"{Path(source.path).stem}.log"
        said = log.read_text("utf-8", "replace") if log.exists() else finished
        pdf = log.with_suffix(".pdf")
        if "\n!" in said or _ERROR.search(said) or not pdf.exists():
            return [], [_failure(source.path, text, said)]
        return [OutputFile(pdf.name, pdf.read_bytes())], [*_wide(source.path, text, said), *_lacking(source.path, said)]


def _has_lualatex() -> bool:
    """Tell whether lualatex finds what loads its fonts: a package of its own with some distributions."""
    if not (shutil.which("lualatex") and shutil.which("kpsewhich")):
        return False
    found = subprocess.run(["kpsewhich", "luaotfload.sty"], stdout=subprocess.DEVNULL, check=False)  # noqa: S607
    return found.returncode == 0


def _failure(path: str, text: str, said: str) -> Diagnostic:
    found = _ERROR.search(said)
    if found is None:
        return diagnostic("QB425", f"no PDF of {path}: {' '.join(said.split())[-300:] or 'TeX said nothing'}")
    number = int(found[1])
    question = question_at(text, number)
    message = " ".join(found[2].split())
    line = "".join(text.split("\n")[number - 1 : number]).strip()[:80]
    hint = f"there stands {line or 'nothing'}: look at your templates; if it is not from them, please report it"
    return diagnostic(
        "QB425", f"no PDF of {path}: line {number}: {message}", hint="" if question else hint, question=question
    )


def _named(scripts: Sequence[str]) -> str:
    return "text in " + " and ".join(NAMES[each] for each in scripts)


def _packages(scripts: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(DEBIAN[each] for each in scripts))


def _lacking(path: str, said: str) -> Iterator[Diagnostic]:
    """Yield a warning for the scripts without a font, and one for the characters that the fonts lack."""
    fontless = list(dict.fromkeys(_FONTLESS.findall(said)))
    if fontless:
        message = f"{path}: no font for {_named(fontless)}: boxes are printed"
        yield diagnostic("QB421", message, hint=f"Debian: {_packages(fontless)}")
    glyphless = dict.fromkeys(_GLYPHLESS.findall(said))
    if glyphless:
        chars = ", ".join(f"{char} ({number})" for char, number in list(glyphless)[:4])
        yield diagnostic("QB421", f"{path}: no glyph in the fonts for {chars}")


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
