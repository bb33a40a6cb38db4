"""Arguments that several commands take, and the bank that they select."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.selecting import selected

if TYPE_CHECKING:
    from qbank.schema import Bank

BANK = "bank"
"""Where the questions are if no path is given."""

Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH", help="Files and folders; default: bank.")]
Ids = Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="Only this question; * and ? match any.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="Only questions with this tag.")]
Categories = Annotated[
    list[str] | None, typer.Option("--category", metavar="CATEGORY", help="Only this category and those below it.")
]
Types = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="Only questions of this type.")]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes; default: one for each CPU.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Check everything anew.")]


class Filters(TypedDict):
    """What ``--id --tag --category --type`` were given: any of each kind, all of the kinds."""

    ids: Sequence[str] | None
    tags: Sequence[str] | None
    categories: Sequence[str] | None
    types: Sequence[str] | None


def load_bank(paths: Sequence[str] | None, filters: Filters | None = None) -> tuple[Bank, list[Diagnostic]]:
    """Load the paths, keep the questions that the filters let through, and tell what is wrong with the rest of it.

    Problems of questions that were loaded and not selected are left out. Raises
    :class:`qbank.loader.PathNotFoundError`.
    """
    from qbank.loader import load  # noqa: PLC0415  # imports pydantic, which --help does without

    bank, told = load(paths or [BANK])
    if filters and any(filters.values()):
        kept = tuple(question for question in bank.questions if selected(question, **filters))
        dropped = {question.id for question in bank.questions} - {question.id for question in kept}
        told = [each for each in told if each.question not in dropped]
        if bank.questions and not kept:
            told.append(_none_selected(bank, filters))
        bank = replace(bank, questions=kept)
    if not bank.questions and not any(each.severity is Severity.ERROR for each in told):
        exams = [file for file, text in bank.sources.items() if re.search(r"^sections:", text, re.MULTILINE)]
        hint = f"{exams[0]} is an exam: qbank exam {exams[0]}" if exams else ""
        told.append(diagnostic("QB400", f"no question in {', '.join(paths or [BANK])}", hint=hint))
    return bank, told


def did_you_mean(wanted: str, bank: Bank) -> str:
    """Return ``; did you mean “…”?`` with the id that is likest, or nothing."""
    ids = [question.id for question in bank.questions]
    near = [each for each in ids if each.startswith(wanted)] or get_close_matches(wanted, ids)
    return f"; did you mean “{min(near)}”?" if near else ""


def _none_selected(bank: Bank, filters: Filters) -> Diagnostic:
    wanted, *more = [each for values in filters.values() if isinstance(values, list) for each in values]
    if filters["ids"] and not more and not set(wanted) & set("*?["):
        return diagnostic("QB400", f"no question has the id “{wanted}”{did_you_mean(wanted, bank)}")
    return diagnostic("QB400", f"none of {len(bank.questions)} questions is selected by the filters")
