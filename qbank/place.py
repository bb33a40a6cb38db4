"""From a field to its place in the file: line, column and length for every node, and for every character of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .diagnostic import Span
from .edits import Back
from .nodes import Mapping as MappingNode
from .nodes import Node, Respelled, Scalar, Sequence

_ESCAPES = {"x": 4, "u": 6, "U": 10}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question was written; implements :class:`qbank.schema.Origin`.

    ``lines`` are the file's lines by number (from 0), as far as ``node`` reaches: not more, since questions are sent
    to other processes. ``defaults`` is the place of the fields above, which apply where the question names none.
    """

    file: str
    root: Path
    folder: Path
    node: Node
    lines: Mapping[int, str]
    defaults: Place | None = None

    def span(self, *path: str | int, offset: int = 0, length: int | None = None) -> Span:
        """Return the place of a field; see :meth:`qbank.schema.Origin.span`."""
        if path and self.defaults and self.node_at(path[0]) is None and self.defaults.node_at(path[0]):
            return self.defaults.span(*path, offset=offset, length=length)
        node: Node = self.node
        key: Scalar | None = None
        for step in path:
            if isinstance(node, MappingNode) and isinstance(step, str) and step in node.items:
                key, node = node.keys[step], node.items[step]
            elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
                node, key = node.items[step], None
            else:
                break
        if isinstance(node, Scalar) and node.value:
            return self._inside(node, offset, length)
        if key is not None:
            return self._at(key.line, key.column, key.end_line, key.end_column)
        if isinstance(node, Scalar):  # nothing is there: the whole line
            line = self.line(node.line)
            return self._at(node.line, len(line) - len(line.lstrip()), node.line, len(line.rstrip()))
        return self.line_span(node)

    def key(self, *path: str | int) -> Span:
        """Return the place of a field's name rather than of its value."""
        *parents, last = path
        node = self.node_at(*parents)
        if isinstance(node, MappingNode) and isinstance(last, str) and last in node.keys:
            key = node.keys[last]
            return self._at(key.line, key.column, key.end_line, key.end_column)
        return self.span(*path)

    def node_at(self, *path: str | int) -> Node | None:
        """Return the node that a path leads to, if any."""
        node: Node | None = self.node
        for step in path:
            if isinstance(node, MappingNode) and isinstance(step, str):
                node = node.items.get(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def line_span(self, node: Node) -> Span:
        """Return the place from a node's start to the end of its line."""
        return self._at(node.line, node.column, node.line, len(self.line(node.line).rstrip()))

    def line(self, number: int) -> str:
        """Return a line of the file, counted from 0."""
        return self.lines.get(number, "")

    def _at(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """Make a span of one line; what reaches further ends with the line."""
        end = end_column if end_line == line else len(self.line(line).rstrip())
        return Span(self.file, line + 1, column + 1, max(1, end - column))

    def _inside(self, node: Scalar, offset: int, length: int | None) -> Span:
        value = node.value or ""
        if isinstance(node, Respelled):
            value = node.written
            offset, length = Back(node.edits).span(offset, length)
        offset = max(0, min(offset, len(value)))
        stop = len(value) if length is None else min(len(value), offset + max(1, length))
        if node.style == "|":
            return self._in_block(node, value, offset, stop)
        raw = "\n".join(
            self.line(number)[: node.end_column if number == node.end_line else None]
            for number in range(node.line, node.end_line + 1)
        )
        start = node.column + len(node.style)
        if node.style == ">":
            start = raw.find("\n") + 1
        begin = _align(raw, start, value, 0, offset, style=node.style)
        end = _align(raw, begin, value, offset, stop, style=node.style)
        before = raw[:begin]
        row = before.count("\n")
        column = begin - (before.rfind("\n") + 1)
        line_end = raw.find("\n", begin)
        end = min(end, line_end if line_end >= 0 else len(raw))
        return Span(self.file, node.line + row + 1, column + 1, max(1, end - begin))

    def _in_block(self, node: Scalar, value: str, offset: int, stop: int) -> Span:
        """Exact: every row of a ``|`` block ends its own source line."""
        row = value.count("\n", 0, offset)
        begin = value.rfind("\n", 0, offset) + 1
        end = value.find("\n", begin)
        text = value[begin : end if end >= 0 else len(value)]
        if not text and offset == len(value) and row:  # just behind the last line break
            row -= 1
            begin = value.rfind("\n", 0, begin - 1) + 1
            text = value[begin : offset - 1]
        number = node.line + 1 + row
        column = len(self.line(number)) - len(text) + offset - begin
        column = max(0, min(column, len(self.line(number))))
        return Span(self.file, number + 1, column + 1, max(1, min(stop, begin + len(text)) - offset))


def _align(raw: str, at: int, value: str, begin: int, stop: int, *, style: str) -> int:
    """Walk source and value side by side from ``raw[at]``, ``value[begin]``; return where ``value[stop]`` stands.

    Line folding drops and changes white space only, so everything else serves as an anchor.
    """
    i, j = at, begin
    while i < len(raw):
        char = raw[i]
        if j < stop and style == '"' and char == "\\":
            following = raw[i + 1 : i + 2]
            i += _ESCAPES.get(following, 2)
            j += following != "\n"
        elif j < stop and style == "'" and raw.startswith("''", i):
            i, j = i + 2, j + 1
        elif j < stop and char == value[j]:
            i, j = i + 1, j + 1
        elif char in " \t\n" and (j >= len(value) or char != value[j]):
            if j >= len(value):
                break
            i += 1
        elif j >= stop:
            break
        elif value[j] in " \n":
            j += 1
        else:
            i, j = i + 1, j + 1
    return i
