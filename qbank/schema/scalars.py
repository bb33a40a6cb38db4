"""Scalars as authors write them: every YAML scalar arrives as its source text and is read here."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints


def read_flag(value: object) -> object:
    """Read ``true`` or ``false``."""
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


def read_number(value: object) -> object:
    """Read an exact decimal number."""
    return Decimal(value) if isinstance(value, str) else value


Markdown = Annotated[str, StringConstraints(strip_whitespace=False)]
"""Markdown with mathematics in ``$…$`` and ``$$…$$``."""
PlainText = Annotated[str, StringConstraints(strip_whitespace=True)]
"""One line of plain text."""
Latex = Annotated[str, StringConstraints(strip_whitespace=True)]
"""A formula or relation in LaTeX, with or without ``$…$``."""
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]
"""Letters, digits, ``.``, ``_`` and ``-``."""
Flag = Annotated[bool, BeforeValidator(read_flag)]
Number = Annotated[Decimal, BeforeValidator(read_number)]
