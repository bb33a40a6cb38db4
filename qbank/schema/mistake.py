"""A mistake found by a model: what pydantic carries from a validator to whoever reports it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

TYPE = "qbank"
"""The ``type`` of every pydantic error that carries our own mistakes."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: ``path`` leads to the field, from the model that found it."""

    code: str
    message: str
    hint: str = ""
    path: tuple[str | int, ...] = ()


def mistaken(*mistakes: Mistake) -> PydanticCustomError:
    """Make the error that a validator raises."""
    template = "; ".join(mistake.message for mistake in mistakes).replace("{", "{{").replace("}", "}}")
    context: dict[str, Any] = {"mistakes": mistakes}
    return PydanticCustomError(TYPE, template, context)
