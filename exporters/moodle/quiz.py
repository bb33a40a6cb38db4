"""What stands in a file of Moodle XML, as values: made from questions, written by the template, read back from bytes.

All texts are as Moodle stores them, HTML or plain text, so that what was written and what was read compare with ``==``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A file within an element. ``name`` is safe: letters, digits, ``.``, ``_`` and ``-``."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Rich:
    """HTML with the files that it shows."""

    html: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An option with what it earns, in percent, and its feedback."""

    fraction: str
    text: Rich
    feedback: Rich


@dataclass(frozen=True, slots=True)
class Item:
    """A question of type ``multichoice``."""

    category: str
    """The whole path, from ``$course$`` on; Moodle's ``//`` stands for a slash within a name."""
    idnumber: str
    name: str
    text: Rich
    general_feedback: Rich
    grade: str
    penalty: str
    single: bool
    shuffle: bool
    numbering: str
    correct: Rich
    partial: Rich
    incorrect: Rich
    answers: tuple[Answer, ...]
    hints: tuple[Rich, ...]
    tags: tuple[str, ...]
