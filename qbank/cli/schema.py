"""``qbank schema``: the format as a JSON Schema, for editors."""

from __future__ import annotations

import json

from .console import write


def schema() -> int:
    """Print the JSON Schema of the format, for editors."""
    from qbank.schema.document import json_schema  # noqa: PLC0415  # imports pydantic

    write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0
