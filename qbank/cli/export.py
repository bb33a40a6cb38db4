"""``qbank export``: write the bank in the formats of other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from qbank.diagnostic import Severity
from qbank.evidence import Report

from .arguments import Categories, Filters, Ids, Jobs, NoCache, Paths, Tags, Types, load_bank
from .check import run, status
from .console import console


def export(
    paths: Paths = None,
    *,
    to: Annotated[list[str], typer.Option("--to", metavar="FORMAT", help="Format; may be repeated (“qbank formats”).")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FOLDER", help="Files go to FOLDER/FORMAT.")
    ] = "build",
    pdf: Annotated[bool, typer.Option("--pdf", help="LaTeX: run latexmk as well, where it is installed.")] = False,
    variants: Annotated[
        int | None, typer.Option("--variants", metavar="N", min=1, help="Variants of each question with parameters.")
    ] = None,
    seed: Annotated[str, typer.Option("--seed", metavar="SEED", help="Decides which variants.")] = "",
    stack: Annotated[
        bool, typer.Option("--stack", help="Moodle: formulas as questions of the plugin STACK, in a file of their own.")
    ] = False,
    no_check: Annotated[bool, typer.Option("--no-check", help="Export without checking the keys.")] = False,
    skip_refused: Annotated[bool, typer.Option("--skip-refused", help="Leave refused questions out.")] = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    id: Ids = None,  # noqa: A002  # the option's name
    tag: Tags = None,
    category: Categories = None,
    type: Types = None,  # noqa: A002  # the option's name
) -> int:
    """Write the bank for Moodle, LaTeX, HTML and others.

    Nothing is written when a question is refuted, undecided or without a key.
    """
    from qbank import exporting  # noqa: PLC0415  # for this command alone
    from qbank.registry import find  # noqa: PLC0415  # see above
    from qbank.report import text  # noqa: PLC0415  # imports rich

    for name in to:
        find(name)  # before any work is done
    filters = Filters(ids=id, tags=tag, categories=category, types=type)
    bank, told = load_bank(paths, filters)
    report: Report | None = None
    if not no_check:
        report, found = run(bank, jobs=jobs, cache=not no_cache)
        told += found
    written, more = exporting.export_all(
        bank,
        list(dict.fromkeys(to)),
        output,
        report=report,
        problems=told,
        flags=[name for name, given in (("pdf", pdf), ("stack", stack)) if given],
        skip_refused=skip_refused,
        variants=variants,
        seed=seed,
    )
    err = console(stderr=True)
    if not skip_refused:
        text.problems(err, [each for each in told if each.severity is Severity.ERROR], bank.sources)
    text.problems(err, more, bank.sources)
    if not written:
        err.print("Nothing was written.", style="bold red")
        return status([*told, *more]) or 1
    out = console()
    for path in written:
        out.print(path.as_posix(), soft_wrap=True)
    warnings = sum(each.severity is Severity.WARNING for each in told)
    if warnings:
        err.print(f"{text.plural(warnings, 'warning')} in the bank: “qbank check” shows them.", style="yellow")
    return status(more)
