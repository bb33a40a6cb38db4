"""Paths → Bank: find the files and their settings, read them, gather the questions and every mistake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .diagnostic import Diagnostic, Span, diagnostic
from .files import SETTINGS_FILE, find, name_of, read, settings_file
from .nodes import Document, Mapping, data
from .place import Place
from .questions import QuestionReader
from .schema import Bank, Question, Settings
from .source import compose
from .validate import validate


class PathNotFoundError(FileNotFoundError):
    """A path handed to :func:`load` does not exist: the caller's misuse, not an author's mistake."""


@dataclass(slots=True)
class _Reading:
    """What one call of :func:`load` gathers."""

    questions: list[Question] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    settings: dict[Path, tuple[str, Settings]] = field(default_factory=dict)  # by root: the file's name, what it says
    ids: dict[str, Place] = field(default_factory=dict)
    files: set[Path] = field(default_factory=set)


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


def _read_file(path: Path, start: Path, reading: _Reading) -> None:
    """Read one file of questions; one that was read before is passed over."""
    real, folder = path.resolve(), path.parent.resolve()
    if real in reading.files:
        return
    reading.files.add(real)
    nearest = settings_file(folder)
    root = nearest.parent if nearest else start
    if not real.is_relative_to(root):
        reading.problems.append(diagnostic("QB014", "this link leads out of the bank: not read", Span(name_of(path))))
        return
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
    reader = QuestionReader(document, root, folder, reading.ids, settings.seed)
    questions, problems = reader.read({key: value for key, value in defaults.items() if value != ""})
    reading.questions += questions
    reading.problems += problems


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
        # the settings are named as the user named the file, not by where they lie on this machine
        up = next((up for up in (file.parent, *file.parent.parents) if up.resolve() == root), root)
        name = name_of(up / SETTINGS_FILE)
        reading.settings[root] = name, _validated_settings(path, name, reading)
    return reading.settings[root][1]


def _validated_settings(path: Path, name: str, reading: _Reading) -> Settings:
    root = path.parent
    if not path.resolve().is_relative_to(root):
        reading.problems.append(diagnostic("QB014", "this link leads out of the bank: not read", Span(name)))
        return Settings()
    document = _compose(path, name, reading)
    if not isinstance(document.root, Mapping):
        if document.root is not None:
            reading.problems.append(diagnostic("QB103", "settings are “name: value” lines", Span(name)))
        return Settings()
    place = Place(name, root, root, document.root, dict(enumerate(document.text.split("\n"))))
    settings, problems = validate(Settings, data(document.root), place)
    reading.problems += problems
    return settings or Settings()


def _settings_of(reading: _Reading) -> Settings:
    """Return the settings of the first bank, and warn if there are others that differ."""
    if not reading.settings:
        return Settings()
    (first, settings), *others = reading.settings.values()
    for name, other in others:
        if other != settings:
            message = f"these settings differ from {first}, which hold for what concerns the whole bank"
            reading.problems.append(diagnostic("QB015", message, Span(name)))
    return settings
