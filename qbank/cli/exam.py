"""``qbank exam``: assemble an exam from the bank, in several versions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qbank.diagnostic import Severity

from .arguments import Jobs, NoCache, load_bank
from .check import run, status
from .console import console
from .export import idle, template_sources


def exam(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The exam: what to pick, and how to print it.")],
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files and folders of the bank; default: what FILE says.")
    ] = None,
    *,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="FORMAT", help="Format; may be repeated; default: latex.")
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FOLDER", help="Files go to a folder of the exam's name in FOLDER.")
    ] = "build",
    pdf: Annotated[bool, typer.Option("--pdf", help="LaTeX: run latexmk as well, where it is installed.")] = False,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates", metavar="FOLDER", exists=True, file_okay=False, help="Your own templates, in front of ours."
        ),
    ] = None,
    losses: Annotated[bool, typer.Option("--losses", help="Show what is lost at each place, not in a table.")] = False,
    no_check: Annotated[bool, typer.Option("--no-check", help="Do not check the keys.")] = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> int:
    """Assemble an exam from the bank and print it in several shuffled versions, with a table of their keys.

    Nothing is written when a question that FILE names is refuted, undecided or without a key.
    """
    from qbank.exam.making import export_exam, make  # noqa: PLC0415  # for this command alone
    from qbank.exam.reading import read_exam  # noqa: PLC0415  # see above
    from qbank.registry import exam_exporter  # noqa: PLC0415  # see above
    from qbank.report import losses as lost  # noqa: PLC0415  # imports rich
    from qbank.report import text  # noqa: PLC0415  # imports rich

    formats = to or ["latex"]
    for name in formats:
        exam_exporter(name)  # before any work is done
    err = console(stderr=True)
    source, written, told = read_exam(file, [Path(path) for path in paths or ()])
    sources = {file.as_posix(): written}
    if source is None:
        text.problems(err, told, sources)
        err.print("Nothing was written.", style="bold red")
        return status(told) or 1
    bank, problems = load_bank([path.as_posix() for path in source.bank])
    sources |= bank.sources
    check = None if no_check else lambda part: run(part, jobs=jobs, cache=not no_cache)
    made, found = make(bank, source, problems, check)
    told += found
    files: list[Path] = []
    if made:
        files, found = export_exam(made, formats, output, flags=["pdf"] if pdf else [], templates=templates)
        told += found
    lost.render(err, told, sources | template_sources(templates), details=losses, listing="")
    if not files or made is None:
        err.print("Nothing was written.", style="bold red")
        return status(told) or 1
    out = console()
    for path in files:
        out.print(path.as_posix(), soft_wrap=True)
    count, points = len(made.keys.rows), made.keys.exam.points
    worth = f"{points:f} point{'s' * (points != 1)}"
    for line in idle(formats, ["pdf"] if pdf else []):
        err.print(line, style="yellow")
    summary = f"{text.plural(count, 'question')}, {worth}, {text.plural(len(made.versions), 'version')}."
    err.print(summary, style="dim")
    return status([each for each in told if each.severity is Severity.ERROR])
