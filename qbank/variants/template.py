"""Texts with placeholders: where they stand, what they hold, and the text for given values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qbank.checker.syntax import Name, Node
from qbank.edits import Back, Edit
from qbank.fields import Field
from qbank.markup import parse

from . import printing
from .exact import NoValueError, Value
from .expressions import Notation, Unreadable, decimals, evaluate, names, read
from .layout import PLACEHOLDER, Sequence, cut, sequences
from .writing import UnwritableError, applied, edits, relevant

MAX_PLACEHOLDERS = 200
"""In one text."""
_FORM = re.compile(r":\s*(\d|1[0-5]|decimal)\s*$")
_GLUED = re.compile(r"\d\.\{@|@\}\.\d")


class PlaceholderError(Exception):
    """A placeholder cannot be read: what is wrong, where in the text, and what would help."""

    def __init__(self, code: str, message: str, span: tuple[int, int], hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.span, self.hint = code, message, span, hint


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One ``{@ … @}``: its expression, how it is printed, and the names whose values it needs."""

    start: int
    end: int
    node: Node
    form: str
    decimals: bool
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A text with placeholders, read once."""

    source: str
    field: Field
    placeholders: tuple[Placeholder, ...]
    formulas: tuple[tuple[Sequence, ...], ...]
    """Of every formula the parts in which placeholders stand."""
    within: frozenset[int]
    """Where the placeholders start that are written as a part of a formula."""

    def values(self, values: Mapping[Name, Value | str]) -> dict[int, Value | str]:
        """Work out the placeholders, by where they start. Raises :class:`ValueMissingError`."""
        found: dict[int, Value | str] = {}
        for each in self.placeholders:
            if isinstance(each.node, Name):
                found[each.start] = values[each.node]
                continue
            try:
                found[each.start] = evaluate(each.node, values)  # type: ignore[arg-type]  # words were refused before
            except NoValueError as error:
                raise ValueMissingError(str(error), each) from None
        return found

    def rendered(self, values: Mapping[Name, Value | str]) -> Rendered:
        """Return the text for these values. Raises :class:`ValueMissingError`."""
        found = self.values(values)
        changes: list[Edit] = []
        shown: dict[int, printing.Printed] = {}
        for each in self.placeholders:
            value = found[each.start]
            try:
                if isinstance(value, str):
                    changes.append(Edit(each.start, each.end, value))
                elif each.start in self.within:
                    shown[each.start] = printing.printed(value, each.form, decimals=each.decimals)
                elif self.field is Field.NUMBER:
                    changes.append(Edit(each.start, each.end, printing.number(value, each.form)))
                else:
                    text = printing.plain(value, each.form, decimals=each.decimals)
                    changes.append(Edit(each.start, each.end, text))
            except NoValueError as error:
                raise ValueMissingError(str(error), each) from None
        try:
            for parts in self.formulas:
                changes += edits(list(parts), shown)
        except UnwritableError as error:
            blamed = next(each for each in self.placeholders if each.start == error.start)
            raise ValueMissingError(str(error), blamed) from None
        return Rendered(*applied(self.source, changes))


class ValueMissingError(Exception):
    """A placeholder has no value that can be printed, for some values of the parameters."""

    def __init__(self, reason: str, placeholder: Placeholder) -> None:
        super().__init__(reason)
        self.placeholder = placeholder


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with values in place, and what was changed to get there."""

    text: str
    edits: tuple[Edit, ...]

    def source_offset(self, offset: int) -> int:
        """Return where a character of the text stands in the author's source."""
        return Back(self.edits).offset(offset)


def compiled(source: str, field: Field, notation: Notation, decimal: frozenset[Name]) -> Template:
    """Read a text with placeholders; ``decimal`` are the parameters whose values have a decimal point.

    Raises :class:`PlaceholderError` for the first placeholder that cannot be read.
    """
    placeholders = tuple(_placeholders(source, notation, decimal))
    if glued := _GLUED.search(source):
        message = "a placeholder cannot be the digits before or behind a decimal point"
        raise PlaceholderError("QB121", message, glued.span(), "put the whole number into the placeholder")
    formulas = [] if field is Field.NUMBER else [cut(source, *span) for span in _formulas(source, field)]
    within = frozenset(
        item.start for formula in formulas for each in sequences(formula) for item in each.items if item.kind == "value"
    )
    return Template(source, field, placeholders, tuple(tuple(relevant(each)) for each in formulas), within)


def _placeholders(source: str, notation: Notation, decimal: frozenset[Name]) -> list[Placeholder]:
    found: list[Placeholder] = []
    last = 0
    for match in PLACEHOLDER.finditer(source):
        if "{@" in match[1]:
            raise PlaceholderError("QB121", "a placeholder within another one", match.span(), "close it with @}")
        if len(found) >= MAX_PLACEHOLDERS:
            raise PlaceholderError("QB121", f"more than {MAX_PLACEHOLDERS} placeholders in one text", match.span())
        found.append(_placeholder(match, notation, decimal))
        last = match.end()
    opened = source.find("{@", last)
    if opened >= 0:
        raise PlaceholderError("QB121", "this placeholder is not closed", (opened, opened + 2), "close it with @}")
    return found


def _placeholder(match: re.Match[str], notation: Notation, decimal: frozenset[Name]) -> Placeholder:
    inner = match[1]
    form = _FORM.search(inner)
    text = inner[: form.start()] if form else inner
    if not text.strip():
        raise PlaceholderError("QB121", "this placeholder is empty", match.span(), "put a parameter into it: {@a@}")
    try:
        node = read(text, notation)
    except Unreadable as error:
        at = match.start(1)
        hint = error.hint or ("a format is a number of decimals, such as : 2, or : decimal" if ":" in text else "")
        span = (at + error.start, at + min(error.end, len(text)))
        raise PlaceholderError("QB121", f"this placeholder cannot be read: {error.reason}", span, hint) from None
    used = tuple(names(node))
    point = decimals(node) or any(name in decimal for name in used)
    return Placeholder(match.start(), match.end(), node, form[1] if form else "", point, used)


def _formulas(source: str, field: Field) -> list[tuple[int, int]]:
    """Return where the formulas of a text stand; placeholders are masked, so that nothing in them is Markdown."""
    if field is Field.LATEX and "$" not in source:
        return [(0, len(source))]
    masked = PLACEHOLDER.sub(lambda match: "x" * len(match[0]), source)
    nodes = [node for node in parse(masked).walk() if node.type in ("math", "math_block")]
    return [(node.offset, node.offset + len(node.text)) for node in nodes]
