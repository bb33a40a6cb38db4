"""TikZ files as SVG, which every format shows: TikZ is code, so it is run for those who ask, and never by an export."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from . import tex
from .diagnostic import Diagnostic, Span, diagnostic
from .svg import refusal

MARK = b"<!-- drawn by qbank from "
"""Begins the comment that tells our pictures from those drawn by hand."""
_LIBRARIES = "arrows.meta,automata,backgrounds,calc,decorations.pathreplacing,fit,matrix,patterns,positioning,shapes"
_AROUND = (
    r"\documentclass[tikz,border=1pt]{standalone}",
    r"\usepackage[T1]{fontenc}",
    r"\usepackage{lmodern,amsmath,amssymb}",
    rf"\usetikzlibrary{{{_LIBRARIES}}}",
    r"\begin{document}",
)
"""What stands before a file that is no document of its own: one line, so that its own lines keep their numbers."""
_ERROR = re.compile(r"^(?:\./)?figure\.tex:(\d+): (.+)", re.MULTILINE)


def picture(path: Path) -> tuple[bytes, list[Diagnostic]]:
    """Return the SVG that a TikZ file draws, or nothing and why not. Raises :class:`OSError` for an unreadable file.

    The file is a ``tikzpicture`` or a whole document; pdflatex runs it without a shell and in an empty folder
    (:mod:`qbank.tex`), poppler's ``pdftocairo`` turns its first page into paths.
    """
    missing = [name for name in ("pdflatex", "pdftocairo") if shutil.which(name) is None]
    if missing:
        hint = "Debian: texlive-pictures texlive-latex-extra lmodern poppler-utils"
        return b"", [diagnostic("QB424", f"{path}: {' and '.join(missing)} is not installed", hint=hint)]
    source = path.read_text("utf-8", "replace")
    own = r"\documentclass" in source
    text = source if own else f"{' '.join(_AROUND)}{source}\n\\end{{document}}\n"
    with TemporaryDirectory(prefix="qbank-tikz-") as name:
        folder = Path(name)
        (folder / "figure.tex").write_text(text, "utf-8")
        said = tex.run(["pdflatex", *tex.OPTIONS, "figure.tex"], folder)
        if said is None or not (folder / "figure.pdf").exists() or _ERROR.search(said):
            return b"", [_failure(path, said)]
        tex.run(["pdftocairo", "-svg", "-l", "1", "figure.pdf", "figure.svg"], folder)
        data = (folder / "figure.svg").read_bytes() if (folder / "figure.svg").exists() else b""
    if why := refusal(data):
        return b"", [diagnostic("QB225", f"{path}: what it draws {why}")]
    head, _, rest = data.partition(b"\n")
    return head + b"\n" + MARK + path.name.replace("--", "").encode() + b" -->\n" + rest, []


def _failure(path: Path, said: str | None) -> Diagnostic:
    if said is None:
        return diagnostic("QB425", f"{path}: TeX did not end within {tex.SECONDS} s")
    found = _ERROR.search(said)
    if found is None:
        return diagnostic("QB425", f"{path}: TeX made no picture: {' '.join(said.split())[-200:]}")
    return diagnostic("QB425", f"TeX: {found[2]}", Span(path.as_posix(), int(found[1]), 1, 1))
