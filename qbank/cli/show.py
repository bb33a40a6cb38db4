"""``qbank show``: one question with its whole check, as a reader follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .arguments import NoCache, Paths, did_you_mean, load_bank
from .check import run, status
from .console import console

if TYPE_CHECKING:
    from qbank.schema.question import Family


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="Which question.")],  # noqa: A002  # the argument's name
    paths: Paths = None,
    *,
    variant: Annotated[
        str, typer.Option("--variant", metavar="N", help="Which variant: its number, or values such as a=3,b=-1.")
    ] = "",
    no_cache: NoCache = False,
) -> int:
    """Print one question with its whole proof; of a question with parameters one variant."""
    from dataclasses import replace  # noqa: PLC0415  # with the rest

    from qbank.report import proof, text  # noqa: PLC0415  # imports rich

    bank, told = load_bank(paths)
    question = next((each for each in bank.questions if each.id == id), None)
    mine = [each for each in told if each.question == id]
    if question is None:
        text.problems(console(stderr=True), mine, bank.sources)
        typer.echo(f"qbank: no question “{id}” could be read{did_you_mean(id, bank)}", err=True)
        return 1
    shown = question
    if question.family:
        number = picked(question.family, variant)
        if number is None:
            typer.echo(f"qbank: {id} has no variant “{variant}”: they are 1 to {question.family.count}", err=True)
            return 1
        made, problems = question.family.question(number)
        if made is None:
            text.problems(console(stderr=True), problems, bank.sources)
            return status(problems)
        shown = made
        heading = f"Variant {number + 1} of {question.family.count}: {question.family.told(number)}"
        console().print(heading, style="bold", markup=False)
    elif variant:
        typer.echo(f"qbank: {id} has no parameters, hence no variants", err=True)
        return 1
    report, found = run(replace(bank, questions=(shown,)), jobs=1, cache=not no_cache)
    proof.render(console(), shown, report.questions[0])
    if question.family and not variant:
        report, found = run(replace(bank, questions=(question,)), jobs=1, cache=not no_cache)
        whole = report.questions[0]
        console().print(f"{whole.evidence.value.capitalize()}. {whole.summary}\n", markup=False)
    text.problems(console(), [*mine, *found], bank.sources)
    return status([*mine, *found])


def picked(family: Family, wanted: str) -> int | None:
    """Return the number (from 0) of the variant that was asked for by number or values; the first if none was."""
    if not wanted or wanted.isdecimal():
        number = int(wanted or 1) - 1
        return number if 0 <= number < family.count else None
    values = {part.replace(" ", "") for part in wanted.split(",")}
    return next((n for n in range(family.count) if values <= set(family.told(n).replace(" ", "").split(","))), None)
