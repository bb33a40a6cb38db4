"""Paths → Bank: find the files, read them, apply defaults, validate every question, place every mistake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .diagnostic import Diagnostic, diagnostic
from .place import Place
from .schema import QUESTION_TYPES, Bank, Question, Settings
from .source import Document, Mapping, Node, Sequence, compose, data

SETTINGS_FILE = "qbank.yaml"
_SUFFIXES = (".yaml", ".yml")


class PathNotFoundError(FileNotFoundError):
    """A path handed to :func:`load` does not exist: the caller's misuse, not an author's mistake."""


@dataclass(slots=True)
class _Reading:
    """What one call of :func:`load` gathers."""

    questions: list[Question] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    settings: dict[Path, Settings] = field(default_factory=dict)


def load(paths: Iterable[str | Path] | str | Path) -> tuple[Bank, list[Diagnostic]]:
    """Read files and folders into a :class:`Bank`; every author's mistake is a diagnostic.

    Folders are read recursively (``*.yaml``, ``*.yml``; hidden ones are skipped). A question with an error is left
    out while the others load. Raises :class:`PathNotFoundError` for a path that does not exist.
    """
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    reading = _Reading()
    for path in given:
        if not path.exists():
            raise PathNotFoundError(f"no such file or folder: {path}")
    for path in given:
        for file in _files(path):
            _read_file(file, path if path.is_dir() else path.parent, reading)
    settings = next(iter(reading.settings.values()), Settings())
    return Bank(tuple(reading.questions), settings, reading.sources), reading.problems


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = [
        file
        for file in path.rglob("*")
        if file.suffix in _SUFFIXES
        and file.name != SETTINGS_FILE
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]
    return sorted(found, key=lambda file: file.as_posix().encode())


def _read_file(file: Path, root: Path, reading: _Reading) -> None:
    document = compose(file.read_bytes().decode().replace("\r\n", "\n"), file.as_posix())
    reading.sources[document.file] = document.text
    reading.problems += document.problems
    if document.root is None:
        return
    settings_file = next((up / SETTINGS_FILE for up in file.resolve().parents if (up / SETTINGS_FILE).is_file()), None)
    settings = Settings()
    if settings_file:
        root = settings_file.parent
        if root not in reading.settings:
            found = compose(settings_file.read_text(), settings_file.as_posix())
            reading.settings[root] = Settings.model_validate(data(found.root) if found.root else {})
        settings = reading.settings[root]
    _read_questions(document, root, file, settings, reading)


def _read_questions(document: Document, root: Path, file: Path, settings: Settings, reading: _Reading) -> None:
    top = document.root
    if not isinstance(top, Mapping):
        return
    folder = file.resolve().parent.relative_to(root.resolve()).as_posix()
    defaults: dict[str, Any] = {"points": str(settings.points), "category": "" if folder == "." else folder}
    nodes: list[Node] = [top]
    above: Node | None = None
    listed = top.items.get("questions")
    if isinstance(listed, Sequence):
        nodes, above = listed.items, top
        defaults |= {key: data(node) for key, node in top.items.items() if key != "questions"}
    lines = document.text.split("\n")
    for node in nodes:
        place = Place(
            document.file,
            root,
            file.parent,
            node,
            tuple(lines[node.line : node.end_line + 1]),
            node.line,
            Place(document.file, root, file.parent, above, tuple(lines)) if above else None,
        )
        _read_question(place, defaults, reading)


def _read_question(place: Place, defaults: dict[str, Any], reading: _Reading) -> None:
    values = data(place.node)
    if not isinstance(values, dict) or values.get("type") not in QUESTION_TYPES:
        reading.problems.append(diagnostic("QB109", "unknown question type", place.span("type")))
        return
    try:
        question = QUESTION_TYPES[values["type"]].model_validate(defaults | values)
    except ValidationError as error:
        for item in error.errors():
            path = tuple(item["loc"])
            reading.problems.append(diagnostic("QB101", item["msg"], place.span(*path), question=str(values.get("id"))))
        return
    question._origin = place  # noqa: SLF001 - the loader's to set
    reading.questions.append(question)
