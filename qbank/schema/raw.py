"""Questions of other programs that no type here can hold: kept as they are, to go back where they came from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints, WithJsonSchema

from .question import Question
from .scalars import Markdown


class Raw(Question):
    """A question of another program, kept whole."""

    type: Literal["raw"]
    """`raw`: a question of another program, kept as it was imported."""
    stem: Markdown = ""
    """What it asks, as far as it could be read; for lists alone."""
    format: Literal["moodle-xml", "qti"]
    """What `content` is: `moodle-xml` or `qti`. Only an export to that format carries the question."""
    content: Annotated[str, StringConstraints(min_length=1), WithJsonSchema({"type": "string"})]
    """The question in that format."""
