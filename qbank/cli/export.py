"""``qbank export``: write the bank in the formats of other programs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qbank.diagnostic import Severity
from qbank.evidence import Report
from qbank.registry import Paper

from .arguments import Categories, Filters, Ids, Jobs, NoCache, Paths, Tags, Types, load_bank
from .check import run, status
from .console import console, write


class Format(StrEnum):
    """How the outcome is told."""

    TEXT = "text"
    JSON = "json"


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
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="LaTeX and HTML: this document alone, such as exam; may repeat."),
    ] = None,
    stack: Annotated[
        bool, typer.Option("--stack", help="Moodle: formulas as questions of the plugin STACK, in a file of their own.")
    ] = False,
    calculated: Annotated[
        bool, typer.Option("--calculated", help="Moodle: variants as one calculated question, where that can be.")
    ] = False,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates", metavar="FOLDER", exists=True, file_okay=False, help="Your own templates, in front of ours."
        ),
    ] = None,
    paper: Annotated[Paper, typer.Option("--paper", help="LaTeX and HTML: size of the printed pages.")] = Paper.A4,
    per_category: Annotated[bool, typer.Option("--per-category", help="Moodle: a file for each category.")] = False,
    max_size: Annotated[
        str | None, typer.Option("--max-size", metavar="SIZE", help="Moodle: split files larger than, e.g., 20MB.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How the outcome is told.")] = Format.TEXT,  # noqa: A002  # the option's name
    losses: Annotated[bool, typer.Option("--losses", help="Show what is lost at each place, not in a table.")] = False,
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
    from qbank.registry import find, known_documents  # noqa: PLC0415  # see above

    for name in to:
        find(name)  # before any work is done
    known_documents(to, only or ())
    most = size(max_size) if max_size else None
    switches = {"pdf": pdf, "stack": stack, "per-category": per_category, "calculated": calculated}
    flags = [name for name, given in switches.items() if given]
    filters = Filters(ids=id, tags=tag, categories=category, types=type)
    bank, told = load_bank(paths, filters)
    report: Report | None = None
    if not no_check:
        report, found = run(bank, jobs=jobs, cache=not no_cache)
        told += found
    written, more = exporting.export(
        bank,
        to,
        output,
        report=report,
        problems=told,
        flags=flags,
        skip_refused=skip_refused,
        variants=variants,
        seed=seed,
        templates=templates,
        paper=paper,
        max_size=most,
        only=only or (),
    )
    if format is Format.JSON:
        from qbank.report import losses as lost  # noqa: PLC0415  # imports rich

        write(lost.render_json(written, output, [*told, *more]))
        return status(more if written else [*told, *more]) or (0 if written else 1)
    errors = [each for each in told if each.severity is Severity.ERROR]
    warnings = sum(each.severity is Severity.WARNING for each in told)
    for path in written:
        typer.echo(path.as_posix())
    hints = idle(to, flags) if written else []
    if errors or warnings or more or hints or not written:
        from qbank.report import losses as lost  # noqa: PLC0415  # imports rich, which silence does without
        from qbank.report import text  # noqa: PLC0415  # see above

        err = console(stderr=True)
        text.problems(err, [each for each in errors if each.code == "QB400" or not skip_refused], bank.sources)
        lost.render(err, more, {**bank.sources, **template_sources(templates)}, details=losses)
        if not written:
            err.print("Nothing was written.", style="bold red")
            return status([*told, *more]) or 1
        if warnings:
            hints.append(f"{text.plural(warnings, 'warning')} in the bank: “qbank check” shows them.")
        for line in hints:
            err.print(line, style="yellow")
    return status(more)


def idle(formats: Collection[str], flags: Iterable[str]) -> list[str]:
    """Return a line for each switch that none of our formats asked for takes; one of somebody else's may take any."""
    if not set(formats) <= {"browser", "html", "latex", "moodle"}:
        return []
    homes = {name: "latex" if name == "pdf" else "moodle" for name in flags}
    return [
        f"--{name} changes nothing here: it is for --to {home}" for name, home in homes.items() if home not in formats
    ]


def size(written: str) -> int:
    """Return a size such as ``20MB``, ``500 kB`` or ``8000000`` in bytes. Raises :class:`typer.BadParameter`."""
    found = re.fullmatch(r"(?i)\s*(\d{1,9}(?:\.\d{1,3})?)\s*([kMG]?)(i?)B?\s*", written)
    if not found or not float(found[1]):
        raise typer.BadParameter(f"“{written}” is no size such as 20MB", param_hint="--max-size")
    step = 1024 if found[3] else 1000
    return int(float(found[1]) * step ** " kMG".lower().index(found[2].lower() or " "))


def template_sources(templates: Path | None) -> dict[str, str]:
    """Return the texts of the user's own templates by their names, to draw lines of them."""
    if templates is None:
        return {}
    from qbank.templating import sources  # noqa: PLC0415  # imports Jinja

    return sources(templates)
