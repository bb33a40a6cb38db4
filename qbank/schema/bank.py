"""A bank: questions in order, with the settings they stand under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from .question import Model, Question
from .scalars import Number, PlainText


class Settings(Model):
    """``qbank.yaml``: what holds for the whole bank."""

    version: Literal["1"] = "1"
    title: PlainText = "Question bank"
    language: PlainText = "en"
    author: PlainText = ""
    licence: PlainText = ""
    points: Number = Decimal(1)
    """Points of a question that names none."""


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of one or more paths, in the order of the files' names and of the questions in them."""

    questions: tuple[Question, ...] = ()
    settings: Settings = Settings()
    sources: Mapping[str, str] = field(default_factory=dict)
    """The text of every file read, by the name that spans use: to draw the source line under a message."""
