"""``qbank check``: prove the answer keys."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.evidence import Level, Report

from .arguments import BANK, Categories, Filters, Ids, Jobs, NoCache, Paths, Tags, Types, load_bank
from .console import Progress, console, write

if TYPE_CHECKING:
    from qbank.checker.unchanged import Known
    from qbank.schema import Bank


class Format(StrEnum):
    """How the report is written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


class FailOn(StrEnum):
    """What makes the exit status 1."""

    ERROR = "error"
    WARNING = "warning"


def check(
    paths: Paths = None,
    *,
    format: Annotated[Format, typer.Option("--format", "-f", help="How the report is written.")] = Format.TEXT,  # noqa: A002  # the option's name
    require: Annotated[
        Level | None, typer.Option("--require", metavar="LEVEL", help="Weakest evidence that passes, e.g. consistent.")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="What makes the exit status 1.")] = FailOn.ERROR,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    id: Ids = None,  # noqa: A002  # the option's name
    tag: Tags = None,
    category: Categories = None,
    type: Types = None,  # noqa: A002  # the option's name
) -> int:
    """Check that the answer keys are right, and say why."""
    filters = Filters(ids=id, tags=tag, categories=category, types=type)
    from qbank.checker import unchanged  # noqa: PLC0415  # imports hashes, YAML and SQLite

    known = None if no_cache or require else unchanged.recall(paths or [BANK], filters)
    if known is None:
        bank, told = load_bank(paths, filters)
        report, found = run(bank, jobs=jobs, cache=not no_cache)
        told += found
        known = unchanged.Known(report, told, bank.sources)
        if not no_cache:
            keep(paths or [BANK], filters, bank, known)
        told += required(bank, report, require)
    report, told = known.report, known.diagnostics
    if format is Format.TEXT:
        from qbank.report import text  # noqa: PLC0415  # imports rich

        text.render(console(), report, told, known.sources)
    else:
        from qbank.report import renderer  # noqa: PLC0415  # imports JSON or XML

        write(renderer(format.value)(report, told))
    return status(told, fail_on)


KEYLESS = frozenset({"essay", "description", "raw"})
"""Types that have no key, so that nothing more than ``asserted`` can be required of them."""


def run(bank: Bank, *, jobs: int | None, cache: bool) -> tuple[Report, list[Diagnostic]]:
    """Check the bank, with a progress bar where somebody watches."""
    from qbank.checker.run import check as check_bank  # noqa: PLC0415  # imports pydantic

    with Progress() as progress:
        return check_bank(bank, jobs=jobs, cache=cache, progress=progress)


def keep(paths: Sequence[str], filters: Filters, bank: Bank, known: Known) -> None:
    """Remember the run for as long as nothing changes."""
    from qbank.checker.unchanged import remember  # noqa: PLC0415  # see check
    from qbank.figures import shown  # noqa: PLC0415  # imports pydantic

    figures = {path for question in bank.questions for path in shown(question)}
    remember(paths, filters, known.report, known.diagnostics, figures)


def required(bank: Bank, report: Report, least: Level | None) -> list[Diagnostic]:
    """Return an error for each question whose evidence is weaker than ``least``."""
    if least is None:
        return []
    levels = list(Level)
    places = {question.id: question.origin.span("id") for question in bank.questions}
    return [
        diagnostic("QB401", f"{found.id} is {found.evidence}, {least} is required", places[found.id], question=found.id)
        for found in report.questions
        if levels.index(found.evidence) > levels.index(least)
        and not (found.type in KEYLESS and found.evidence is Level.ASSERTED)
    ]


def status(told: Sequence[Diagnostic], fail_on: FailOn = FailOn.ERROR) -> int:
    """Return the exit status: 3 for a fault of ours, 1 for problems, else 0."""
    severities = {each.severity for each in told}
    if any(each.code.startswith("QB9") and each.severity is Severity.ERROR for each in told):
        return 3
    failing = {Severity.ERROR} if fail_on is FailOn.ERROR else {Severity.ERROR, Severity.WARNING}
    return 1 if severities & failing else 0
