"""YAML → plain data with a place for every node.

One pass over the parser's events builds the tree: nothing recurses on what the author wrote, nothing is resolved
(``No``, ``0.50`` and ``1:30`` stay as written), and anchors, aliases, tags, merge keys and further documents are
refused as they appear, so that no input can explode or run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from .diagnostic import Diagnostic, Span, diagnostic

MAX_BYTES = 5_000_000
"""A bank file of 1,000 questions has 0.7 MB."""
MAX_DEPTH = 24
"""The format itself nests 7 deep."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    """A mapping; ``keys`` holds the place of every key."""

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
    """A file: its tree (``None`` if empty or not to be read), its text with ``\\n`` between lines, its mistakes."""

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


class _Refusal(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, found: Diagnostic) -> None:
        self.found = found


def compose(text: str, file: str) -> Document:
    """Build the tree of ``text``; ``file`` is the name that spans carry. Mistakes are in ``problems``."""
    document = Document(file, text)
    try:
        document.root = _Composer(document).build(yaml.parse(text, Loader=_LOADER))
    except _Refusal as refusal:
        document.problems.append(refusal.found)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        span = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file)
        document.problems.append(diagnostic("QB005", f"this is not YAML: {error.problem}", span))
    except yaml.YAMLError as error:
        document.problems.append(diagnostic("QB005", f"this is not YAML: {error}", Span(file)))
    return document


class _Composer:
    """Builds the tree with a stack of its own."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems = document.problems
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.root: Node | None = None

    def refuse(self, code: str, message: str, event: Any, hint: str = "") -> _Refusal:
        mark = event.start_mark
        length = event.end_mark.column - mark.column if event.end_mark.line == mark.line else 1
        span = Span(self.document.file, mark.line + 1, mark.column + 1, max(1, length))
        return _Refusal(diagnostic(code, message, span, hint=hint))

    def build(self, events: Iterator[Any]) -> Node | None:
        documents = 0
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    self.check(event)
                    start, end, value, style = event.start_mark, event.end_mark, event.value, event.style or ""
                    text = None if not style and value in _NULLS else value
                    self.add(Scalar(text, style, start.line, start.column, end.line, end.column), event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self.check(event)
                    start, flow = event.start_mark, bool(event.flow_style)
                    node: Sequence | Mapping
                    if isinstance(event, yaml.MappingStartEvent):
                        node = Mapping({}, {}, flow, start.line, start.column)
                    else:
                        node = Sequence([], flow, start.line, start.column)
                    self.add(node, event)
                    self.stack.append(node)
                    self.keys.append(None)
                    if len(self.stack) > MAX_DEPTH:
                        raise self.refuse("QB007", f"nested more than {MAX_DEPTH} deep", event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    closed = self.stack.pop()
                    self.keys.pop()
                    closed.end_line, closed.end_column = event.end_mark.line, event.end_mark.column
                case yaml.AliasEvent():
                    raise self.refuse("QB006", f"an alias (*{event.anchor}) is not allowed here", event)
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise self.refuse("QB009", "a file holds one YAML document", event)
        return self.root

    def check(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.refuse("QB006", f"an anchor (&{event.anchor}) is not allowed here", event)
        if event.tag is not None:
            raise self.refuse("QB008", f"a tag ({event.tag}) is not allowed here", event)

    def add(self, node: Node, event: Any) -> None:
        """Put a node where it belongs: a key, a value, an item, or the root."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            if not isinstance(node, Scalar):
                raise self.refuse("QB012", "a key must be a plain text", event)
            if node.value == "<<" and not node.style:
                raise self.refuse("QB010", "a merge key (<<) is not allowed here", event)
            self.keys[-1] = node
            return
        self.keys[-1] = None
        name = key.value or ""
        if name in parent.items:
            first = parent.keys[name]
            place = Span(self.document.file, key.line + 1, key.column + 1, max(1, len(name)))
            self.problems.append(
                diagnostic("QB011", f"“{name}” is written twice, first in line {first.line + 1}", place)
            )
            return
        parent.items[name] = node
        parent.keys[name] = key
