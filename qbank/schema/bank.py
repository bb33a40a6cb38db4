"""A bank: questions in order, with the settings they stand under."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pydantic import Field

from .check import Notation
from .model import Model
from .question import Question
from .scalars import Category, Language, Markdown, PlainText, Points


class Settings(Model):
    """`qbank.yaml`: what holds for the whole bank."""

    version: Literal["1"] = "1"
    """Version of the format."""
    title: PlainText = "Question bank"
    """Name of the bank, shown in exports."""
    language: Language = "en"
    """Language of questions that name none: a code such as `en` or `de`."""
    author: PlainText = ""
    """Author of questions that name none."""
    licence: PlainText = ""
    """Under what licence the questions may be used, e.g. `CC BY 4.0`."""
    points: Points = Decimal(1)
    """Points of a question that names none."""
    seed: PlainText = "0"
    """Decides which variants of questions with parameters are exported."""
    categories: dict[Category, Markdown] = Field(default_factory=dict)
    """What categories hold, by their names from the top: shown where a learning platform lists them."""
    notation: Notation = Notation()
    """How the mathematics of all questions reads; the fields are those of `check`."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Where a question comes from that was made from one with parameters: that one, and the values."""

    family: Question
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of one or more paths, in the order of the files' names and of the questions in them."""

    questions: tuple[Question, ...] = ()
    settings: Settings = field(default_factory=Settings)
    sources: Mapping[str, str] = field(default_factory=dict)
    """The text of every file read, by the name that spans use: to draw the source line under a message."""
    variants: Mapping[str, Variant] = field(default_factory=dict)
    """By identifier, the questions that were made from one with parameters, where variants stand in its place."""
