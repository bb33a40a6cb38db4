"""The file of an exam → its content, with a place for every field; every mistake of its author is a diagnostic."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qbank import texmath
from qbank.diagnostic import Diagnostic, Severity, Span, diagnostic
from qbank.files import name_of, read
from qbank.loader import PathNotFoundError
from qbank.nodes import Mapping, data
from qbank.place import Place
from qbank.schema import Description
from qbank.source import compose
from qbank.texts import texts
from qbank.validate import validate

from .origin import Relocated, Steps
from .schema import ExamFile


@dataclass(frozen=True, slots=True)
class Source:
    """An exam as it was read."""

    name: str
    """The name of the file without its suffix, fit for a folder."""
    file: ExamFile
    place: Place
    bank: tuple[Path, ...]
    """Where the questions are; none, where the file does not say."""


def read_exam(path: Path, bank: Sequence[Path] = ()) -> tuple[Source | None, str, list[Diagnostic]]:
    """Return the exam, or ``None``; the text of the file; and what is wrong with it.

    ``bank``: where the questions are, in place of what the file says.
    Raises :class:`qbank.loader.PathNotFoundError` for a file that does not exist.
    """
    if not path.exists():
        raise PathNotFoundError(f"no such file: {name_of(path)}")
    name = name_of(path)
    text, problems = read(path)
    if problems:
        return None, text, problems
    document = compose(text, name)
    if not isinstance(document.root, Mapping):
        if not document.problems:
            hint = "title:, and sections: with what to pick"
            return None, text, [diagnostic("QB460", "there is no exam in this file", Span(name), hint=hint)]
        return None, text, document.problems
    if "questions" in document.root.items and "sections" not in document.root.items:
        hint = "an exam names questions of a bank: “qbank export” prints all of this file"
        return None, text, [diagnostic("QB460", "this is a file of questions", Span(name), hint=hint)]
    folder = path.parent.resolve()
    place = Place(name, folder, folder, document.root, dict(enumerate(text.split("\n"))))
    file, found = validate(ExamFile, data(document.root), place)
    problems = [*document.problems, *found]
    if file is None:
        return None, text, problems
    found_bank, astray = (tuple(bank), []) if bank else _bank(file, path.parent, place)
    problems += [*_text_problems(file, place), *astray]
    if any(each.severity is Severity.ERROR for each in problems):
        return None, text, problems
    return Source(_folder_name(path), file, place, found_bank), text, problems


def _folder_name(path: Path) -> str:
    return re.sub(r"[^\w.-]+", "-", path.stem).strip(".-") or "exam"


def _bank(file: ExamFile, folder: Path, place: Place) -> tuple[tuple[Path, ...], list[Diagnostic]]:
    """Return where the questions are. An exam may read beside itself, and beside its folder, but no further up."""
    found: list[Path] = []
    told: list[Diagnostic] = []
    if not file.bank:
        hint = "write bank: and where it is, seen from this file, such as ../bank"
        told.append(diagnostic("QB467", "nothing says where the questions are", place.span(), hint=hint))
    for index, given in enumerate(file.bank):
        span = place.span("bank", index) if len(file.bank) > 1 else place.span("bank")
        written = folder / given
        try:
            real = written.resolve()
            near = real.is_relative_to(folder.resolve().parent) and not Path(given).is_absolute()
            there = near and real.exists()
        except (OSError, RuntimeError, ValueError):  # a name that is too long, a circle of links, a NUL
            near, there = True, False
        if not near:
            hint = "put the exam beside the bank, or name the bank on the command line: qbank exam FILE BANK"
            told.append(diagnostic("QB467", f"“{given}” lies too far away to be read", span, hint=hint))
        elif not there:
            told.append(diagnostic("QB467", f"“{given}” does not exist", span, hint="it is named from this file"))
        else:
            short = Path(os.path.normpath(written))  # without ``docs/../``, where no link makes that another place
            found.append(short if short.resolve() == real else written)
    return tuple(found), told


def _always(path: Steps, _: Steps) -> Steps:
    return path


def _text_problems(file: ExamFile, place: Place) -> Iterator[Diagnostic]:
    """Find mathematics that no target takes, and figures, in instructions."""
    written: list[tuple[Steps, str]] = [(("instructions",), file.instructions)]
    written += [(("sections", at, "instructions"), each.instructions) for at, each in enumerate(file.sections)]
    for path, text in written:
        if not text.strip():
            continue
        text_ = Description(id="instructions", type="description", stem=text)
        text_._origin = Relocated(place, partial(_always, path))  # noqa: SLF001  # ours to set
        yield from texmath.problems(texts(text_))
        for found in texts(text_):
            for node in found.tree.walk():
                if node.type == "image":
                    hint = "put it into a question of type description"
                    yield diagnostic("QB117", "instructions show no figures", found.span(node.offset), hint=hint)
