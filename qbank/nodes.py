"""What a YAML file becomes: texts, lists and mappings, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .diagnostic import Diagnostic
from .edits import Edit


@dataclass(slots=True)
class Scalar:
    """A text as written: ``value`` is ``None`` for a plain ``null``, ``~`` or nothing at all.

    ``line`` and ``column`` (from 0) are where it starts, its quote or ``|`` included; ``end_line`` and
    ``end_column`` are just behind it. ``style`` is ``""`` (plain), ``'``, ``"``, ``|`` or ``>``.
    """

    value: str | None
    style: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True)
class Respelled(Scalar):
    """A text whose ``value`` is not as written: ``edits`` made it from ``written``."""

    written: str
    edits: tuple[Edit, ...]


@dataclass(slots=True)
class Sequence:
    """A list, with the same places as a :class:`Scalar`; ``flow`` if written with brackets."""

    items: list[Node]
    flow: bool
    line: int
    column: int
    end_line: int = 0
    end_column: int = 0


@dataclass(slots=True)
class Mapping:
    """A mapping; ``keys`` holds the place of every key, ``flow`` tells whether it was written with braces."""

    items: dict[str, Node]
    keys: dict[str, Scalar]
    flow: bool
    line: int
    column: int
    end_line: int = 0
    end_column: int = 0


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class Document:
    r"""A file: its tree (``None`` if empty or not to be read), its text with ``\n`` between lines, its mistakes."""

    file: str
    text: str
    root: Node | None = None
    problems: list[Diagnostic] = field(default_factory=list)


def data(node: Node) -> Any:
    """Return the plain data of a node: ``dict``, ``list``, ``str`` and ``None``."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    return {key: data(item) for key, item in node.items.items()}


def last_line(node: Node) -> int:
    """Return the last line (from 0) of a node: the parser ends a block where the next thing begins."""
    return node.end_line if node.end_column > node.column else max(node.line, node.end_line - 1)
