"""``qbank list``: the questions of a bank."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qbank.diagnostic import Severity

from .arguments import Categories, Filters, Ids, Paths, Tags, Types, load_bank
from .check import status
from .console import console, write

if TYPE_CHECKING:
    from qbank.schema import Question


class Format(StrEnum):
    """How the list is written."""

    TEXT = "text"
    JSON = "json"


def list_(
    paths: Paths = None,
    *,
    format: Annotated[Format, typer.Option("--format", "-f", help="How the list is written.")] = Format.TEXT,  # noqa: A002  # the option's name
    id: Ids = None,  # noqa: A002  # the option's name
    tag: Tags = None,
    category: Categories = None,
    type: Types = None,  # noqa: A002  # the option's name
) -> int:
    """List the questions, without checking them."""
    from qbank.report import text  # noqa: PLC0415  # imports rich

    bank, told = load_bank(paths, Filters(ids=id, tags=tag, categories=category, types=type))
    if format is Format.JSON:
        write(json.dumps({"questions": [_data(each) for each in bank.questions]}, indent=2, ensure_ascii=False) + "\n")
    elif bank.questions:
        head = [(name, "dim") for name in ("question", "type", "title", "category", "tags", "place")]
        text.table(console(), [head, *(_row(each) for each in bank.questions)])
    text.problems(console(stderr=True), [each for each in told if each.severity is Severity.ERROR], bank.sources)
    return status(told)


def _data(question: Question) -> dict[str, Any]:
    place = question.origin.span("id")
    return {
        "id": question.id,
        "type": question.type,
        "title": question.title,
        "category": question.category,
        "tags": list(question.tags),
        "file": place.file,
        "line": place.line,
    } | ({"variants": question.family.count} if question.family else {})


def _row(question: Question) -> list[tuple[str, str]]:
    place = question.origin.span("id")
    tags = ", ".join(question.tags)
    return [
        (question.id, "bold"),
        (question.type + (f", {question.family.count} variants" if question.family else ""), ""),
        (question.title or "–", ""),
        (question.category or "–", ""),
        (tags or "–", ""),
        (f"{place.file}:{place.line}", "dim"),
    ]
