"""A question with parameters as plain data → its family, with every mistake placed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from qbank.checker.syntax import Name, Node, Num
from qbank.diagnostic import Diagnostic, Severity, Span, diagnostic
from qbank.fields import Field, Path, texts
from qbank.place import Place

from . import printing, ranges
from .combining import Plan, Row, UnfitRowError, ordered, planned, rows
from .exact import Value
from .expressions import NAME, Notation, Unreadable, decimals, names, notation_of, read
from .family import Family, Named
from .layout import PLACEHOLDER
from .template import Placeholder, PlaceholderError, Template, ValueMissingError, compiled

MAX_PARAMETERS = 20
MAX_CONDITIONS = 50
_SHOWN = 3
"""Rows that a message names."""


def read_family(
    values: Mapping[str, Any], model: type[BaseModel], place: Place, seed: str = "0"
) -> tuple[Family | None, list[Diagnostic]]:
    """Read a question that has ``parameters`` or ``conditions``.

    ``values`` is the question as plain data, the file's defaults included; ``seed`` decides where combinations are too
    many to look at. Returns the family, ``None`` where something is wrong with it, and the diagnostics.
    """
    reader = _Reader(dict(values), place, str(values.get("id") or ""), seed)
    family = reader.read(model)
    failed = any(each.severity is Severity.ERROR for each in reader.problems)
    return None if failed else family, sorted(reader.problems, key=lambda each: (each.span or Span(""), each.code))


@dataclass(slots=True)
class _Parameter:
    """A parameter on its way: ``lists`` of values, or the ``source`` of an expression."""

    written: str
    path: Path
    lists: list[Value | str] = field(default_factory=list)
    decimals: bool = False
    source: str = ""
    offset: int = 0
    node: Node | None = None


class _Reader:
    """Reads one family."""

    def __init__(self, data: dict[str, Any], place: Place, name: str, seed: str) -> None:
        self.data, self.place, self.name, self.seed = data, place, name, seed
        self.problems: list[Diagnostic] = []
        self.parameters: list[_Parameter] = []
        self.names: dict[Name, _Parameter] = {}
        self.used: set[Name] = set()
        self.notation = Notation()

    def report(self, code: str, message: str, path: Path, span: tuple[int, int] | None = None, hint: str = "") -> None:
        """Note a mistake in a field, or at some of its characters."""
        at = {"offset": span[0], "length": span[1] - span[0]} if span else {}
        where = self.place.span(*path, **at)
        self.problems.append(diagnostic(code, message, where, hint=hint, question=self.name))

    def read(self, model: type[BaseModel]) -> Family | None:
        written, conditions = self.data.pop("parameters", None), self.data.pop("conditions", None)
        self.values(written)
        stated = self.conditions(conditions)
        if self.problems:
            return None
        fields = [each for each in texts(self.data, model) if "{@" in each[1]]
        formulas = [parameter.source for parameter in self.parameters if parameter.source]
        formulas += [source for _, source, _ in stated]
        formulas += [match[1] for _, text, _ in fields for match in PLACEHOLDER.finditer(text)]
        self.notation = notation_of((each.written for each in self.parameters), formulas)
        self.name_all()
        definitions = self.definitions()
        checks = [node for path, source, at in stated if (node := self.expression(source, path, at, "QB125"))]
        templates = self.templates(fields)
        if self.problems:
            return None
        self.unused()
        lists = {name: each.lists for name, each in self.names.items() if each.node is None}
        content = json.dumps([written, conditions], sort_keys=True, ensure_ascii=False)
        found = self.rows(planned(lists, definitions, checks, f"{self.seed} {content}"), stated)
        if not found:
            return None
        self.evaluate(templates, found)
        named = tuple(
            Named(each.written, name, each.node is not None, each.decimals) for name, each in self.names.items()
        )
        made = tuple(tuple(row[each.name] for each in named) for row in found)
        return Family(self.name, self.place, self.data, named, made, templates)

    # -- parameters

    def values(self, written: object) -> None:
        """Read what stands behind ``parameters``."""
        path: Path = ("parameters",)
        if written is None:
            self.report("QB120", "conditions are about parameters, and there are none", ("conditions",))
            return
        if not isinstance(written, dict):
            hint = "write\nparameters:\n  a: 2..9"
            self.report("QB120", "parameters are “name: values” lines", path, hint=hint)
            return
        if len(written) > MAX_PARAMETERS:
            self.report("QB120", f"{len(written)} parameters: there may be {MAX_PARAMETERS}", path)
            return
        for name, value in written.items():
            parameter = _Parameter(name.strip(), (*path, name))
            shown = name if len(name) <= 20 else name[:19] + "…"
            if not NAME.fullmatch(parameter.written):
                hint = "a letter as in LaTeX, with an index if need be: a, n, x_0, \\alpha"
                self.report("QB120", f"“{shown}” is no name for a parameter", parameter.path, hint=hint)
            elif parameter.written in ("e", "i", r"\pi"):
                self.report("QB120", f"“{shown}” stands for a number already", parameter.path, hint="take another name")
            else:
                self.parameters.append(parameter)
                self.value(parameter, value)

    def value(self, parameter: _Parameter, written: object) -> None:
        """Read the values of one parameter."""
        if isinstance(written, list):
            self.listed(parameter, written)
        elif not isinstance(written, str):
            self.report("QB120", f"“{parameter.written}” has no values", parameter.path, hint="such as 2..9")
        elif (formula := _dollared(written)) is not None:
            parameter.source, parameter.offset = formula
        else:
            try:
                found, parameter.decimals = ranges.values(written)
                parameter.lists = list(found)
            except ranges.RangeError as error:
                self.report("QB120", error.message, parameter.path, hint=error.hint)

    def listed(self, parameter: _Parameter, items: list[Any]) -> None:
        """Read a list: of numbers and formulas without names, or of words."""
        if not items or len(items) > ranges.MAX_VALUES:
            self.report("QB120", f"{len(items)} values: 1 to {ranges.MAX_VALUES:,} are possible", parameter.path)
            return
        found: list[Value | str] = []
        for at, item in enumerate(items):
            path = (*parameter.path, at)
            value = self.item(item, path)
            if value is None:
                return
            if value in found:
                self.report("QB120", f"the value {item} is listed twice", path)
                return
            found.append(value)
        if len({isinstance(value, str) for value in found}) > 1:
            self.report("QB120", "some of these values are numbers and others words", parameter.path)
        parameter.lists = found
        parameter.decimals = any("." in item for item in items if not item.startswith("$"))

    def item(self, item: object, path: Path) -> Value | str | None:
        if not isinstance(item, str) or not item.strip():
            self.report("QB120", "a value is a number, a formula between dollars, or words", path)
            return None
        number = ranges.number(item)
        if number is not None:
            return number
        formula = _dollared(item)
        if formula is None:
            if "{@" in item:
                self.report("QB120", "a value cannot hold a placeholder", path)
                return None
            return item.strip()
        node = self.expression(*_told(formula, path), notation=notation_of((), [formula[0]]), known=())
        return None if node is None else self.constant(node, path)

    def constant(self, node: Node, path: Path) -> Value | None:
        try:
            found, _ = rows(Plan({}, ((Name("value"), node),), ""))
        except UnfitRowError as error:
            self.report("QB126", f"this has no value: {error.reason}", path)
            return None
        value = found[0][Name("value")]
        return None if isinstance(value, str) else value

    def name_all(self) -> None:
        """Find how the reader knows each parameter."""
        for parameter in self.parameters:
            try:
                node = read(parameter.written, self.notation)
            except Unreadable:
                node = Num(Fraction(0))
            if isinstance(node, Name) and node not in self.names:
                self.names[node] = parameter
            else:
                message = f"“{parameter.written}” does not read as the name of a number here"
                self.report("QB120", message, parameter.path, hint="take another letter")

    def definitions(self) -> dict[Name, Node]:
        """Read the parameters that are expressions of others, each behind those that it needs."""
        found: dict[Name, Node] = {}
        for name, parameter in self.names.items():
            if parameter.source:
                node = self.expression(parameter.source, parameter.path, parameter.offset)
                if node is not None:
                    parameter.node = found[name] = node
        done, circle = ordered(found)
        if circle:
            told = " → ".join(self.names[name].written for name in circle)
            self.report("QB123", f"these parameters need each other: {told}", self.names[circle[0]].path)
        for name, node in done.items():
            needed = [self.names[need] for need in names(node) if need in self.names]
            self.names[name].decimals = decimals(node) or any(need.decimals for need in needed)
        return done

    def conditions(self, written: object) -> list[tuple[Path, str, int]]:
        """Return the conditions, each with its field and where it starts there."""
        if written is None:
            return []
        if isinstance(written, str):
            written = [written]
            paths: list[Path] = [("conditions",)]
        elif isinstance(written, list):
            paths = [("conditions", at) for at in range(len(written))]
        else:
            self.report("QB125", "conditions are a list of relations such as $a < b$", ("conditions",))
            return []
        if len(written) > MAX_CONDITIONS:
            self.report("QB125", f"{len(written)} conditions: there may be {MAX_CONDITIONS}", ("conditions",))
            return []
        found = []
        for path, item in zip(paths, written, strict=True):
            if isinstance(item, str) and item.strip():
                formula = _dollared(item) or (item, 0)
                found.append((path, *formula))
            else:
                self.report("QB125", "a condition is a relation such as $a < b$", path)
        return found

    def expression(
        self,
        source: str,
        path: Path,
        offset: int = 0,
        code: str = "QB120",
        *,
        notation: Notation | None = None,
        known: tuple[()] | None = None,
    ) -> Node | None:
        """Read an expression or condition; its names must be parameters that are numbers."""
        try:
            node = read(source, notation or self.notation)
        except Unreadable as error:
            span = (offset + error.start, offset + min(error.end, len(source)))
            self.report(code, f"this cannot be read: {error.reason}", path, span, error.hint)
            return None
        allowed = self.names if known is None else {}
        return node if self.all_known(names(node), allowed, path, (offset, offset + len(source))) else None

    def all_known(
        self, needed: list[Name], allowed: Mapping[Name, _Parameter], path: Path, span: tuple[int, int]
    ) -> bool:
        """Check that names are parameters that are numbers, and note that they are used."""
        unknown = [name for name in needed if name not in allowed]
        if unknown:
            told = ", ".join(f"“{printing_of(name)}”" for name in unknown[:_SHOWN])
            defined = ", ".join(each.written for each in allowed.values())
            hint = f"the parameters are {defined}" if defined else ""
            self.report("QB122", f"{told} is no parameter", path, span, hint)
            return False
        self.used.update(needed)
        worded = [name for name in needed if isinstance(next(iter(allowed[name].lists), None), str)]
        if worded:
            self.report("QB122", f"“{allowed[worded[0]].written}” has words for values: no number", path, span)
        return not worded

    # -- texts

    def templates(self, fields: list[tuple[Path, str, Field]]) -> dict[Path, Template]:
        """Read the placeholders of every text."""
        decimal = frozenset(name for name, each in self.names.items() if each.decimals)
        found: dict[Path, Template] = {}
        for path, text, kind in fields:
            try:
                template = compiled(text, kind, self.notation, decimal)
            except PlaceholderError as error:
                self.report(error.code, error.message, path, error.span, error.hint)
                continue
            for each in template.placeholders:
                span = (each.start, each.end)
                if isinstance(each.node, Name) and each.node in self.names and not each.form:
                    self.used.add(each.node)  # words will do
                else:
                    self.all_known(list(each.names), self.names, path, span)
            found[path] = template
        return found

    def unused(self) -> None:
        """Warn about parameters that nothing needs."""
        for name, parameter in self.names.items():
            if name not in self.used:
                message = f"the parameter “{parameter.written}” is used nowhere"
                span = self.place.key(*parameter.path)
                self.problems.append(diagnostic("QB127", message, span, question=self.name))

    # -- values

    def rows(self, plan: Plan, stated: list[tuple[Path, str, int]]) -> list[Row]:
        """Find the combinations that fit."""
        try:
            found, unlooked = rows(plan)
        except UnfitRowError as error:
            told = self.told(error.row)
            hint = "leave these values out with except, or with a condition"
            if error.name is not None:
                parameter = self.names[error.name]
                message = f"“{parameter.written}” has no value with {told}: {error.reason}"
                self.report("QB126", message, parameter.path, hint=hint)
            else:
                self.report("QB125", f"this cannot be decided with {told}: {error.reason}", stated[error.index][0])
            return []
        if not found:
            tried = f"{plan.product - unlooked:,} combinations of values were tried"
            self.report("QB124", f"no values fit the conditions: {tried}", ("conditions",))
        elif unlooked:
            message = f"{plan.product:,} combinations of values are too many: a sample of {len(found):,} variants"
            hint = "the sample follows from the parameters and from seed in qbank.yaml"
            self.report("QB128", message, ("parameters",), hint=hint)
        return found

    def evaluate(self, templates: Mapping[Path, Template], found: list[Row]) -> None:
        """Work out every placeholder for every row; what is the same for many rows once."""
        for path, template in templates.items():
            for each in template.placeholders:
                failed: dict[tuple[Value | str, ...], tuple[Row, str]] = {}
                seen: set[tuple[Value | str, ...]] = set()
                for row in found:
                    key = tuple(row[name] for name in each.names)
                    if key in seen:
                        continue
                    seen.add(key)
                    if reason := _missing(template, each, row):
                        failed[key] = row, reason
                if failed:
                    self.failed(path, each, list(failed.values()), len(seen))

    def failed(self, path: Path, each: Placeholder, rows_: list[tuple[Row, str]], total: int) -> None:
        (row, reason), *more = rows_
        told = self.told({name: row[name] for name in each.names})
        others = f", and for {len(more)} other(s) of {total} values" if more else ""
        hint = "leave these values out with except, or with a condition"
        self.report("QB126", f"this has no value with {told}{others}: {reason}", path, (each.start, each.end), hint)

    def told(self, row: Row) -> str:
        """Name the values of a row."""
        parts = []
        for name, value in row.items():
            each = self.names[name]
            shown = value if isinstance(value, str) else printing.plain(value, decimals=each.decimals)
            parts.append(f"{each.written} = {shown}")
        return ", ".join(parts)


def _missing(template: Template, each: Placeholder, row: Row) -> str:
    """Return why a placeholder has no value for a row, or nothing."""
    alone = Template(template.source, template.field, (each,), (), frozenset())
    try:
        value = alone.values(row)[each.start]
        if each.form and not isinstance(value, str):
            alone.rendered(row)
    except ValueMissingError as error:
        return str(error)
    return ""


def printing_of(name: Name) -> str:
    """Return a name as its author wrote it, more or less."""
    from qbank.checker.printing import latex  # noqa: PLC0415  # for messages alone

    return latex(name)


def _dollared(text: str) -> tuple[str, int] | None:
    """Return what stands between dollars and where it starts, if a text is that alone."""
    stripped = text.strip()
    if len(stripped) < 3 or stripped[0] != "$" or stripped[-1] != "$" or "$" in stripped[1:-1]:
        return None
    return stripped[1:-1], text.index("$") + 1


def _told(formula: tuple[str, int], path: Path) -> tuple[str, Path, int]:
    return formula[0], path, formula[1]
