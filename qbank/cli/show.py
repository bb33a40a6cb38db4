"""``qbank show``: one question with its whole check, as a reader follows it."""

from __future__ import annotations

from typing import Annotated

import typer

from .arguments import NoCache, Paths, did_you_mean, load_bank
from .check import run, status
from .console import console


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="Which question.")],  # noqa: A002  # the argument's name
    paths: Paths = None,
    *,
    no_cache: NoCache = False,
) -> int:
    """Print one question with its whole proof."""
    from dataclasses import replace  # noqa: PLC0415  # with the rest

    from qbank.report import proof, text  # noqa: PLC0415  # imports rich

    bank, told = load_bank(paths)
    question = next((each for each in bank.questions if each.id == id), None)
    mine = [each for each in told if each.question == id]
    if question is None:
        text.problems(console(stderr=True), mine, bank.sources)
        typer.echo(f"qbank: no question “{id}” could be read{did_you_mean(id, bank)}", err=True)
        return 1
    report, found = run(replace(bank, questions=(question,)), jobs=1, cache=not no_cache)
    proof.render(console(), question, report.questions[0])
    text.problems(console(), [*mine, *found], bank.sources)
    return status([*mine, *found])
