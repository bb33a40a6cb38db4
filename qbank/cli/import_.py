"""``qbank import``: bring the questions of another program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .arguments import BANK
from .check import status
from .console import console

if TYPE_CHECKING:
    from qbank.diagnostic import Diagnostic


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of other programs.", exists=True)],
    *,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="Their format, where the content does not tell it.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="The bank to write into.")] = Path(
        BANK
    ),
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
) -> int:
    """Bring questions from Moodle XML, GIFT, Aiken, QTI, slides and others into YAML.

    What cannot be said in YAML is kept as it is, and named. Nothing is written where a file cannot be read.
    """
    from qbank import importing  # noqa: PLC0415  # for this command alone
    from qbank.report import text  # noqa: PLC0415  # imports rich

    made = importing.import_files(files, from_)
    told = made.diagnostics
    written: Sequence[Path] = []
    if made.files and not any(each.code == "QB601" for each in told):
        written, more = importing.place_files(made.files, output, force=force)
        told = [*told, *more]
    err = console(stderr=True)
    text.problems(err, told, {})
    if not written:
        err.print("Nothing was written.", style="bold red")
        return status(told) or 1
    out = console()
    for path in written:
        if path.suffix == ".yaml":
            out.print(path.as_posix(), soft_wrap=True)
    out.print(_summary(made.types, told))
    out.print(f"Now: “qbank check {output.as_posix()}” looks at the keys.", soft_wrap=True)
    return status(told)


def _summary(types: Counter[str], told: Sequence[Diagnostic]) -> str:
    """Say in one line what came in, what is raw, and how much was changed."""
    total = types.total()
    listed = ", ".join(f"{count} {name}" for name, count in sorted(types.items(), key=lambda pair: (-pair[1], pair[0])))
    changed = len({each.question for each in told if each.question})
    noted = f"; something is noted of {changed}" if changed else ""
    return f"{total} question{'s' * (total != 1)} ({listed}){noted}."
