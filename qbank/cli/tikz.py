"""``qbank tikz``: pictures of TikZ files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .console import console


def tikz(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False, help="TikZ files that you trust.")
    ],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace an SVG that was not drawn by this command.")] = False,
) -> int:
    """Draw TikZ files as SVG beside them, for questions to show.

    TikZ is code: this runs it, with TeX confined. An export never does.
    """
    from qbank import tikz as drawing  # noqa: PLC0415  # for this command alone
    from qbank.report import text  # noqa: PLC0415  # imports rich

    told = []
    for target in (file.with_suffix(".svg") for file in files):
        if target.exists() and not force and drawing.MARK not in target.read_bytes()[:1000]:
            typer.echo(f"qbank: {target} was not drawn by this command: --force replaces it", err=True)
            return 2
    for file in files:
        data, found = drawing.picture(file)
        told += found
        if data:
            target = file.with_suffix(".svg")
            fresh = target.with_name(f".{target.name}.new")
            fresh.write_bytes(data)
            fresh.replace(target)
            console().print(target.as_posix(), soft_wrap=True, markup=False, highlight=False)
    text.problems(console(stderr=True), told, {file.as_posix(): file.read_text("utf-8", "replace") for file in files})
    return 1 if told else 0
