"""YAML → plain data with a place for every node.

One pass over the parser's events builds the tree: nothing recurses on what the author wrote, nothing is resolved
(``No``, ``0.50`` and ``1:30`` stay as written), and anchors, aliases, tags, merge keys and further documents are
refused as they appear, so that no input can explode or run. What YAML would swallow in silence is reported too
(:mod:`qbank.swallowed`); after a mistake in the syntax the corrected line is tried, so that one run finds the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from . import traps
from .diagnostic import Diagnostic, Span, diagnostic
from .nodes import Document, Mapping, Node, Scalar, Sequence
from .swallowed import swallowed

MAX_BYTES = 5_000_000
"""A bank file of 1,000 questions has 0.7 MB."""
MAX_DEPTH = 24
"""The format itself nests 7 deep."""
MAX_NODES = 150_000
"""Texts, lists and mappings in one file: a file of 1,000 questions has 31,000."""
MAX_PROBLEMS = 50
"""Mistakes in YAML that are reported for one file."""
_REPAIR_WORK = 8_000_000
"""Characters that may be parsed in search of corrected lines, per file."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(text: str, file: str) -> Document:
    """Build the tree of ``text``; ``file`` is the name that spans carry. Mistakes are in ``problems``."""
    lines = text.split("\n")
    found: list[Diagnostic] = []
    work = _REPAIR_WORK

    def accept(trap: traps.Trap, reached: tuple[int, int]) -> bool:
        """Whether a corrected line gets the parser further; on its own line, beyond that line."""
        nonlocal work
        work -= len(text)
        if work < 0 or trap.corrected is None:
            return False
        error = _first_error([*lines[: trap.line], trap.corrected, *lines[trap.line + 1 :]])
        if error is None:
            return True
        now = traps.position(error, len(lines))
        return now[0] > reached[0] if trap.line == reached[0] else now > reached

    while True:
        composer = _Composer(file, lines)
        try:
            root = composer.build(_events(lines))
            break
        except _Refusal as refusal:
            root = None
            found.append(refusal.found)
            break
        except yaml.YAMLError as error:
            root = None
            trap = traps.explain(lines, error, accept)
            found.append(trap.diagnostic(file))
            if trap.corrected is None or len(found) >= MAX_PROBLEMS:
                break
            lines[trap.line] = trap.corrected
    mended = {item.span.line for item in found if item.span}
    others = [item for item in composer.problems if not (item.span and item.span.line in mended)]
    problems = sorted([*found, *others], key=lambda item: (item.span or Span(""), item.code))
    return Document(file, text, root, problems)


def _events(lines: list[str]) -> Iterator[Any]:
    """Return the parser's events: ``yaml.parse`` asks twice for each. Raises ``yaml.YAMLError``."""
    return iter(_LOADER("\n".join(lines)).get_event, None)


def _first_error(lines: list[str]) -> yaml.YAMLError | None:
    """Parse until something is wrong, or too deep."""
    depth = 0
    try:
        for event in _events(lines):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return None
    except yaml.YAMLError as error:
        return error
    return None


class _Refusal(Exception):  # noqa: N818 - never leaves this module
    """Reading on is pointless or dangerous."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.message)
        self.found = found


class _Composer:
    """Builds the tree with a stack of its own."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Diagnostic] = []
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []  # of every mapping on the stack, the key that waits for its value
        self.root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node | None:
        """Return the root of the tree. Raises :class:`_Refusal` and ``yaml.YAMLError``."""
        documents = 0
        for number, event in enumerate(events):
            if number > MAX_NODES:
                hint = "spread the questions over several files"
                raise _Refusal(self.describe("QB002", "the file holds too many values", hint, event))
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.open(event, mapping=kind is yaml.MappingStartEvent)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                closed = self.stack.pop()
                self.keys.pop()
                closed.end_line, closed.end_column = event.end_mark.line, event.end_mark.column
            elif kind is yaml.AliasEvent:
                mark, end = event.start_mark, event.end_mark
                self.report(*traps.say_alias(self.lines, mark.line, mark.column, event.anchor), event)
                written = self.lines[mark.line][mark.column : end.column]
                self.add(Scalar(written, "", mark.line, mark.column, end.line, end.column))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _Refusal(self.describe("QB009", "a file holds one YAML document", "delete the ---", event))
        return self.root

    def scalar(self, event: Any) -> None:
        """Add a text, and look for what YAML swallowed."""
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        start, end, style = event.start_mark, event.end_mark, event.style or ""
        value = None if not style and event.value in _NULLS else event.value
        node = Scalar(value, style, start.line, start.column, end.line, end.column)
        trap = swallowed(self.lines, node)
        if trap:
            self.problems.append(trap.diagnostic(self.file))
            self.bound()
        self.add(node)

    def open(self, event: Any, *, mapping: bool) -> None:
        """Add a list or mapping, and go down into it."""
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        if len(self.stack) >= MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} deep"
            raise _Refusal(self.describe("QB007", message, "no field of a question lies that deep", event))
        start, flow = event.start_mark, bool(event.flow_style)
        node = (
            Mapping({}, {}, flow, start.line, start.column) if mapping else Sequence([], flow, start.line, start.column)
        )
        self.add(node)
        self.stack.append(node)
        self.keys.append(None)

    def refuse_properties(self, event: Any) -> None:
        """Report an anchor or a tag; the value is read as if it had none."""
        mark = event.start_mark
        self.report(*traps.say_property(self.lines, mark.line, mark.column, event.anchor, event.tag), event)

    def describe(self, code: str, message: str, hint: str, event: Any) -> Diagnostic:
        """Make a diagnostic at an event."""
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return diagnostic(code, message, Span(self.file, start.line + 1, start.column + 1, max(1, length)), hint=hint)

    def report(self, code: str, message: str, hint: str, event: Any) -> None:
        """Note a mistake and go on."""
        self.problems.append(self.describe(code, message, hint, event))
        self.bound()

    def bound(self) -> None:
        """Give up on a file with too many mistakes."""
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Refusal(
                diagnostic("QB005", f"more than {MAX_PROBLEMS} mistakes: the rest is not read", Span(self.file))
            )

    def add(self, node: Node) -> None:
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
                span = Span(self.file, node.line + 1, node.column + 1)
                message = "a key must be a plain text"
                hint = "a text that starts with { or [ needs quotes"
                raise _Refusal(diagnostic("QB012", message, span, hint=hint))
            self.keys[-1] = node
            return
        self.keys[-1] = None
        name = key.value or ""
        merging = name == "<<" and not key.style
        if not merging and name not in parent.items:
            parent.items[name] = node
            parent.keys[name] = key
            return
        span = Span(self.file, key.line + 1, key.column + 1, max(1, len(name)))
        if merging:
            message = "a merge key (<<) is not read"
            self.problems.append(diagnostic("QB010", message, span, hint="write the fields out"))
        else:
            first = parent.keys[name]
            message = f"“{name[:40]}” is written twice: first in line {first.line + 1}, column {first.column + 1}"
            self.problems.append(diagnostic("QB011", message, span, hint="keep one of the two"))
        self.bound()
