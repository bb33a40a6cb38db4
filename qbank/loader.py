"""Paths → Bank: find the files, read them, apply defaults, validate every question, place every mistake."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import figures, texmath
from .diagnostic import Diagnostic, Severity, Span, diagnostic
from .files import SETTINGS_FILE, find, name_of, read, settings_file
from .place import Place
from .schema import QUESTION_TYPES, Bank, Defaults, Question, Settings
from .source import Document, Mapping, Node, Scalar, Sequence, compose, data, last_line
from .validate import validate


class PathNotFoundError(FileNotFoundError):
    """A path handed to :func:`load` does not exist: the caller's misuse, not an author's mistake."""


@dataclass(slots=True)
class _Reading:
    """What one call of :func:`load` gathers."""

    questions: list[Question] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    settings: dict[Path, Settings] = field(default_factory=dict)
    ids: dict[str, Span] = field(default_factory=dict)
    files: set[Path] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of questions, with what holds for all of them."""

    document: Document
    root: Path
    folder: Path
    lines: list[str]
    defaults: dict[str, Any]
    reading: _Reading

    def place(self, node: Node, defaults: Place | None = None) -> Place:
        """Make the place of a node, with the lines of that node alone."""
        lines = {number: self.lines[number] for number in range(node.line, min(last_line(node) + 1, len(self.lines)))}
        return Place(self.document.file, self.root, self.folder, node, lines, defaults)


def load(paths: Iterable[str | Path] | str | Path) -> tuple[Bank, list[Diagnostic]]:
    """Read files and folders into a :class:`Bank`; every mistake of an author is a diagnostic.

    Folders are read recursively (``*.yaml``, ``*.yml``; hidden ones are passed over), in the order of their names.
    A question with a mistake is left out while the others load. An empty folder is an empty bank.
    Raises :class:`PathNotFoundError` for a path that does not exist.
    """
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    for path in given:
        if not path.exists():
            raise PathNotFoundError(f"no such file or folder: {name_of(path)}")
    reading = _Reading()
    for each in given:
        path = each.parent if each.name == SETTINGS_FILE else each
        start = (path if path.is_dir() else path.parent).resolve()
        nearest = settings_file(start)
        files, problems = find(path, nearest.parent if nearest else start)
        reading.problems += problems
        for file in files:
            before = len(reading.problems)
            _read_file(file, start, reading)
            reading.problems[before:] = sorted(reading.problems[before:], key=lambda item: item.span or Span(""))
    return Bank(tuple(reading.questions), _settings_of(reading), reading.sources), reading.problems


def _settings_of(reading: _Reading) -> Settings:
    """Return the settings of the first bank, and warn if there are others."""
    if not reading.settings:
        return Settings()
    first, *others = reading.settings
    for other in others:
        message = (
            f"these settings and those of {name_of(first)} differ: the first hold for what concerns the whole bank"
        )
        if reading.settings[other] != reading.settings[first]:
            reading.problems.append(diagnostic("QB015", message, Span(name_of(other / SETTINGS_FILE))))
    return reading.settings[first]


def _read_file(path: Path, start: Path, reading: _Reading) -> None:
    real = path.resolve()
    if real in reading.files:
        return
    reading.files.add(real)
    folder = path.parent.resolve()
    nearest = settings_file(folder)
    root = nearest.parent if nearest else start
    settings = _read_settings(nearest, path, reading) if nearest else Settings()
    document = _compose(path, name_of(path), reading)
    if document.root is None:
        if not document.problems:
            reading.problems.append(diagnostic("QB013", "the file is empty", Span(document.file)))
        return
    parts = folder.relative_to(root).parts if folder.is_relative_to(root) else ()
    defaults: dict[str, Any] = {
        "category": "/".join(name_of(Path(part)) for part in parts),
        "points": settings.points,
        "language": settings.language,
        "author": settings.author,
    }
    lines = document.text.split("\n")
    file = _File(document, root, folder, lines, {key: value for key, value in defaults.items() if value}, reading)
    questions, problems = len(reading.questions), len(reading.problems)
    _read_questions(file)
    reading.questions[questions:] = _untouched(reading.questions[questions:], document)
    broken = {item.span.line for item in document.problems if item.span and item.severity == Severity.ERROR}
    found = reading.problems[problems:]  # without the echoes of what YAML did to a line
    reading.problems[problems:] = [item for item in found if not (item.span and item.span.line in broken)]


def _untouched(questions: list[Question], document: Document) -> list[Question]:
    """Leave out questions with a mistake of YAML inside; all of them if there is one outside of any question."""
    errors = [item.span.line - 1 for item in document.problems if item.span and item.severity == Severity.ERROR]
    if not errors:
        return questions
    nodes = _question_nodes(document)
    if not all(any(node.line <= line <= last_line(node) for node in nodes) for line in errors):
        return []
    hurt = {node.line for node in nodes for line in errors if node.line <= line <= last_line(node)}
    return [question for question in questions if question.origin.span().line - 1 not in hurt]


def _question_nodes(document: Document) -> list[Node]:
    top = document.root
    listed = top.items.get("questions") if isinstance(top, Mapping) else None
    return listed.items if isinstance(listed, Sequence) else [top] if top else []


def _compose(path: Path, name: str, reading: _Reading) -> Document:
    text, problems = read(path)
    reading.sources[name] = text
    document = Document(name, text, None, problems) if problems else compose(text, name)
    reading.problems += document.problems
    return document


def _read_settings(path: Path, file: Path, reading: _Reading) -> Settings:
    """Read ``qbank.yaml`` once; what is wrong in it is reported, and the defaults hold instead."""
    root = path.parent
    if root not in reading.settings:
        reading.settings[root] = Settings()
        up = next((up for up in (file.parent, *file.parent.parents) if up.resolve() == root), root)
        document = _compose(path, name_of(up / SETTINGS_FILE), reading)
        if isinstance(document.root, Mapping):
            lines = dict(enumerate(document.text.split("\n")))
            place = Place(document.file, root, root, document.root, lines)
            settings, problems = validate(Settings, data(document.root), place)
            reading.problems += problems
            reading.settings[root] = settings or Settings()
        elif document.root is not None:
            message = "settings are “name: value” lines"
            reading.problems.append(diagnostic("QB103", message, Span(document.file)))
    return reading.settings[root]


def _read_questions(file: _File) -> None:
    """Read a file that holds one question, or many below ``questions:``."""
    top, problems = file.document.root, file.reading.problems
    place = file.place(top) if top else None
    if not isinstance(top, Mapping) or place is None:
        hint = "write questions: above the list, and indent it" if isinstance(top, Sequence) else ""
        message = "a file of questions starts with questions:, or with the fields of one question"
        span = place.line_span(top) if place and top else Span(file.document.file)
        problems.append(diagnostic("QB013", message, span, hint=hint))
        return
    if "questions" not in top.items:
        if top.items.keys() & {"type", "stem", "id", "options"}:
            _read_question(file, place)
            return
        near = difflib.get_close_matches("questions", list(top.items), 1)
        hint = f"did you mean questions: instead of {near[0]}:?" if near else ""
        problems.append(diagnostic("QB013", "neither questions: nor type: in this file", place.span(), hint=hint))
        return
    listed = top.items["questions"]
    if not isinstance(listed, Sequence):
        empty = isinstance(listed, Scalar) and listed.value is None
        code, message = ("QB013", "no question below questions:") if empty else ("QB103", "questions: takes a list")
        problems.append(diagnostic(code, message, place.key("questions"), hint="one “- id: …” per question"))
        return
    if not listed.items:
        problems.append(diagnostic("QB013", "no question below questions:", place.key("questions")))
    inner = _File(
        file.document, file.root, file.folder, file.lines, file.defaults | _defaults(top, place, problems), file.reading
    )
    outer = _without_questions(place)
    for node in listed.items:
        _read_question(inner, inner.place(node, outer))


def _without_questions(place: Place) -> Place:
    """Keep the fields above ``questions:`` and their lines."""
    top = place.node
    if not isinstance(top, Mapping):
        return place
    items = {key: node for key, node in top.items.items() if key != "questions"}
    lines = {number: place.line(number) for node in items.values() for number in range(node.line, last_line(node) + 1)}
    return replace(place, node=replace(top, items=items), lines=lines)


def _defaults(top: Mapping, place: Place, problems: list[Diagnostic]) -> dict[str, Any]:
    """Return the fields above ``questions:``; what is wrong is reported once, and not handed down."""
    values = {key: data(node) for key, node in top.items.items() if key != "questions"}
    defaults, found = validate(Defaults, values, place)
    problems += found
    if defaults is None:
        values = {key: value for key, value in values.items() if validate(Defaults, {key: value}, place)[0]}
    return {key: value for key, value in values.items() if value is not None}


def _read_question(file: _File, place: Place) -> None:
    reading = file.reading
    values = data(place.node)
    if not isinstance(values, dict):
        message = "a question is a mapping: “- id: …” with its other fields below"
        reading.problems.append(diagnostic("QB103", message, place.span()))
        return
    name = values.get("id")
    name = name if isinstance(name, str) else ""
    unique = _claim(name, place, reading)
    model = QUESTION_TYPES.get(str(values.get("type")))
    if model is None:
        reading.problems.append(_no_type(values.get("type"), place, name))
        return
    tags = [*_tags(file.defaults), *_tags(values)]
    values = file.defaults | {
        key: value for key, value in values.items() if value is not None or key not in file.defaults
    }
    if tags:
        values["tags"] = list(dict.fromkeys(tags))
    question, problems = validate(model, values, place, name)
    reading.problems += problems
    if question is None:
        return
    question._origin = place  # noqa: SLF001 - the loader's to set
    problems = [*figures.problems(question), *texmath.problems(question)]
    reading.problems += problems
    if unique and not any(item.severity == Severity.ERROR for item in problems):
        reading.questions.append(question)


def _tags(values: dict[str, Any]) -> list[str]:
    tags = values.get("tags")
    return tags if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) else []


def _claim(name: str, place: Place, reading: _Reading) -> bool:
    """Note that an id is taken; report it if it was before."""
    span = place.span("id")
    if not name or reading.ids.setdefault(name, span) is span:
        return True
    first = reading.ids[name]
    message = f"the id “{name}” is taken: it stands in {first.file}:{first.line} already"
    reading.problems.append(diagnostic("QB108", message, span, hint="ids are unique in a bank", question=name))
    return False


def _no_type(written: object, place: Place, name: str) -> Diagnostic:
    known = ", ".join(QUESTION_TYPES)
    if written is None:
        return diagnostic("QB102", "“type” is missing", place.span(), hint=f"the types are {known}", question=name)
    near = difflib.get_close_matches(str(written).lower().replace("_", "-").replace(" ", "-"), QUESTION_TYPES, 1)
    hint = f"did you mean “{near[0]}”?" if near else f"the types are {known}"
    shown = written if isinstance(written, str) and len(written) <= 40 else "this"
    return diagnostic("QB109", f"“{shown}” is not a type of question", place.span("type"), hint=hint, question=name)
