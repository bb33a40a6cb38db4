"""The file of an exam as JSON Schema (draft 2020-12), for editors."""

from __future__ import annotations

from typing import Any

from qbank.schema.jsonschema import DRAFT, TEXT, tidied

from .schema import ExamFile


def exam_schema() -> dict[str, Any]:
    """Return the schema of a file that describes an exam."""
    generated: dict[str, Any] = tidied(ExamFile.model_json_schema())
    pick = generated["$defs"]["Pick"]
    generated["$defs"]["Pick"] = {"anyOf": [TEXT, pick], "description": pick["description"]}
    return {"$schema": DRAFT, "title": "qbank: an exam", **generated}
