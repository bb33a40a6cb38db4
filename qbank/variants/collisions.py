"""Options that are equal in some variants: those that read the same, told at once, and those that may mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import combinations
from typing import Any

from qbank.checker.reading.notation import infer
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import Name, Node, names_in

from . import exact
from .exact import NoValueError, Value
from .expressions import evaluate
from .family import Family, Path
from .layout import PLACEHOLDER
from .template import Template, ValueMissingError


@dataclass(frozen=True, slots=True)
class Collision:
    """Options ``one`` and ``other`` (from 1) read alike in the variants ``numbers``; ``path`` is the later one's."""

    one: int
    other: int
    path: Path
    numbers: tuple[int, ...]
    said: str


def collisions(family: Family) -> Iterator[Collision]:
    """Yield the pairs of options that read the same in some variants though they are written differently."""
    for paths in _groups(family.data):
        texts = {path: _Texts(family, path) for path in paths}
        same: dict[tuple[Path, Path], list[int]] = {}
        for number in range(family.count):
            seen: dict[str, Path] = {}
            for path in paths:
                text = texts[path].of(number)
                first = seen.setdefault(text, path)
                if first is not path and text:
                    same.setdefault((first, path), []).append(number)
        for (one, other), numbers in same.items():
            if texts[one].source != texts[other].source:  # else the check of any question says so
                said = f"both are “{_short(texts[one].of(numbers[0]))}”"
                yield Collision(paths.index(one) + 1, paths.index(other) + 1, other, tuple(numbers), said)


def suspects(family: Family, most: int) -> list[int]:
    """Return variants, at most so many, in which two options may be equal: they agree where they were evaluated."""
    found: list[int] = []
    for paths in _groups(family.data):
        formulas = [formula for path in paths if (formula := _formula(family, path)) is not None]
        for number in range(family.count):
            row = _row(family, number)
            values = [_value(tree, places, row) for tree, places in formulas]
            known = [value for value in values if value is not None]
            if any(_may_equal(one, other) for one, other in combinations(known, 2)):
                found.append(number)
                if len(found) >= most:
                    return found
    return found


def _groups(data: Mapping[str, Any]) -> Iterator[list[Path]]:
    """Yield the options of a question, of each of its gaps, and the right sides of its pairs."""
    for prefix, holder in [((), data), *((("gaps", name), gap) for name, gap in _mapping(data.get("gaps")))]:
        for name in ("options", "items"):
            listed = holder.get(name)
            if isinstance(listed, list):
                yield [_text_path(listed, (*prefix, name, at), at) for at in range(len(listed))]


def _mapping(value: object) -> list[tuple[str, Any]]:
    return [(name, gap) for name, gap in value.items() if isinstance(gap, dict)] if isinstance(value, dict) else []


def _text_path(listed: Sequence[Any], path: Path, at: int) -> Path:
    return (*path, "text") if isinstance(listed[at], dict) else path


class _Texts:
    """One text in every variant; what has the same values is made once."""

    def __init__(self, family: Family, path: Path) -> None:
        self.family, self.template = family, family.templates.get(path)
        self.source = self.template.source if self.template else _at(family.data, path)
        self.known: dict[tuple[Value | str, ...], str] = {}

    def of(self, number: int) -> str:
        """Return the text, its white space reduced; nothing where it cannot be made."""
        if self.template is None:
            return " ".join(self.source.split())
        row = _row(self.family, number)
        key = tuple(row[name] for each in self.template.placeholders for name in each.names)
        if key not in self.known:
            try:
                self.known[key] = " ".join(self.template.rendered(row).text.split())
            except ValueMissingError:
                self.known[key] = ""
        return self.known[key]


def _at(data: Any, path: Path) -> str:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return data if isinstance(data, str) else ""


def _row(family: Family, number: int) -> dict[Name, Value | str]:
    return {each.name: value for each, value in zip(family.parameters, family.rows[number], strict=True)}


def _formula(family: Family, path: Path) -> tuple[Node, dict[Name, Template | Fraction]] | None:
    """Return an option that is one formula as a tree with a name in place of each placeholder, if it can be read."""
    template = family.templates.get(path)
    source = (template.source if template else _at(family.data, path)).strip()
    if source.startswith("$") and source.endswith("$") and source.count("$") == 2:
        source = source[1:-1]
    elif template is None or template.source.strip() != f"{{@{source[2:-2]}@}}":
        return None
    marks: list[str] = []

    def mark(_: object) -> str:
        marks.append(rf"\mathfrak{{Q}}_{{{len(marks) + 1}}}")
        return f"{{{marks[-1]}}}"

    marked = PLACEHOLDER.sub(mark, source)
    try:
        notation = infer([marked, *marks])
        tree = read(marked, notation)
        names = [read(each, notation) for each in marks]
    except Unreadable:
        return None
    places: dict[Name, Template | Fraction] = {}
    for free in names_in(tree):
        places[free] = _point(free)
    for name, each in zip(names, template.placeholders if template else (), strict=True):
        if not isinstance(name, Name) or template is None:
            return None
        places[name] = replace(template, placeholders=(each,), formulas=(), within=frozenset())
    return tree, places


def _point(name: Name) -> Fraction:
    """Return the value of a name that is no parameter: the same in every option."""
    digest = sha256(repr(name).encode()).digest()
    return Fraction(2 + digest[0] % 50) + Fraction(1 + digest[1] % 97, 101)


def _value(tree: Node, places: Mapping[Name, Template | Fraction], row: Mapping[Name, Value | str]) -> Value | None:
    """Work out an option at the points; ``None`` where it has no value there."""
    known: dict[Name, Value] = {}
    try:
        for name, place in places.items():
            value = place if isinstance(place, Fraction) else next(iter(place.values(row).values()))
            if isinstance(value, str):
                return None
            known[name] = value
        return evaluate(tree, known)
    except (NoValueError, ValueMissingError, KeyError):
        return None


def _may_equal(one: Value, other: Value) -> bool:
    """Whether two values are not shown to differ."""
    try:
        return exact.sign(exact.add(one, exact.negative(other))) == 0
    except NoValueError:
        return True


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
