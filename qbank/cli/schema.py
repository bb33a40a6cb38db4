"""``qbank schema``: the format as a JSON Schema, for editors."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from .console import write


def schema(
    *,
    settings: Annotated[bool, typer.Option("--settings", help="That of qbank.yaml instead.")] = False,
    exam: Annotated[bool, typer.Option("--exam", help="That of an exam instead.")] = False,
) -> int:
    """Print the JSON Schema of the format, for editors."""
    from qbank.exam.jsonschema import exam_schema  # noqa: PLC0415  # imports pydantic
    from qbank.schema.jsonschema import bank_schema, settings_schema  # noqa: PLC0415  # see above

    made = exam_schema() if exam else settings_schema() if settings else bank_schema()
    write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    return 0
