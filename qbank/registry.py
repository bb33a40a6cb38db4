"""Exporters, found by the entry points ``qbank.exporters``: ours come through the same door as anybody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from .diagnostic import Diagnostic
from .evidence import Report

if TYPE_CHECKING:
    from .exam.keytable import KeyTable
    from .exam.sheet import Exam
    from .schema import Bank  # pydantic, which naming the formats does not need

GROUP = "qbank.exporters"


class Paper(StrEnum):
    """What documents are printed on."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the user asked of an export; each exporter takes what concerns it."""

    report: Report | None = None
    """The checker's evidence, or ``None`` where nothing was checked."""
    flags: frozenset[str] = frozenset()
    """The exporter's own switches that were set on the command line (``pdf`` …)."""
    templates: Path | None = None
    """A folder of the user's own templates (:mod:`qbank.templating`). It comes from the caller, never from a bank."""
    paper: Paper = Paper.A4
    """The size of printed pages."""
    max_size: int | None = None
    """Most bytes of one file, where the format can be split."""
    exam: Exam | None = None
    """The exam, or the version of it, that the bank handed over holds; ``None``: a bank without a title block."""
    only: frozenset[str] = frozenset()
    """Names of the documents that are wanted of formats with several, without their suffixes."""

    def wanted(self, documents: Iterable[str]) -> list[str]:
        """Return those files among ``documents`` that are wanted: all where none of them is named."""
        files = list(documents)
        return [file for file in files if file.partition(".")[0] in self.only] or files


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to be written: ``path`` is relative to ``build/<format>/``, with ``/`` between folders."""

    path: str
    data: bytes


@runtime_checkable
class Exporter(Protocol):
    """Turns a bank into files. It writes nothing itself; the driver does, whole or not at all."""

    name: str
    """What users write after ``--to``."""
    suffix: str
    """Suffix of the main file, with its dot."""
    description: str
    """One line for ``qbank formats``."""

    def export(self, bank: Bank, options: ExportOptions) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the files and what the format could not carry; an error among these means: write nothing."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a format makes of one question by itself, as text.

    ``before``, ``text`` and ``after`` are together a complete file; the outer two are alike for all questions.
    """

    question: str
    text: str
    before: str = ""
    after: str = ""


@runtime_checkable
class Excerpting(Exporter, Protocol):
    """An exporter that can also give the source of single questions, for another format to show."""

    def excerpts(self, bank: Bank, options: ExportOptions) -> Iterator[Excerpt]:
        """Yield an excerpt for each question that the format can hold, in their order."""


@runtime_checkable
class Composing(Exporter, Protocol):
    """An exporter that writes several documents, each complete in itself; it looks at :attr:`ExportOptions.only`."""

    documents: Sequence[str]
    """The names of their files."""


@runtime_checkable
class KeySheets(Protocol):
    """What an exporter may offer besides: a sheet with the keys of all versions of an exam."""

    def key_sheet(
        self, keys: KeyTable, versions: Sequence[Bank], options: ExportOptions
    ) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the sheet; ``versions`` are the questions as each version has them, in the order of ``keys``."""


class UnknownFormatError(LookupError):
    """No exporter has that name, or it makes no exams: the caller's misuse. The message names what would do."""


class UnknownDocumentError(LookupError):
    """No format that was asked for has such a document: the caller's misuse. The message names what would do."""


def exporters() -> Mapping[str, EntryPoint]:
    """Return every installed exporter by name, in order of the names; none is imported.

    Where two packages offer one name, the first that Python finds wins.
    """
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=GROUP):
        found.setdefault(entry.name, entry)
    return dict(sorted(found.items()))


def find(name: str) -> EntryPoint:
    """Return where the exporter called ``name`` comes from, unimported. Raises :class:`UnknownFormatError`."""
    known = exporters()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean “{near[0]}”?" if near else f"known formats: {', '.join(known) or 'none'}"
        if name.lower() == "pdf":
            hint = "PDFs are made by “latex” with --pdf"
        raise UnknownFormatError(f"unknown format “{name}”; {hint}")
    return known[name]


def exporter(name: str) -> Exporter:
    """Import and return the exporter called ``name``, and no other.

    Raises :class:`UnknownFormatError` for a name that nobody offers, :class:`TypeError` for an entry point that leads
    to something else than an exporter, and whatever the import of a foreign exporter raises.
    """
    entry = find(name)
    made = entry.load()()
    if not isinstance(made, Exporter):
        raise TypeError(f"entry point {entry.value!r} of {GROUP} is no exporter")
    return made


def exam_exporter(name: str) -> Exporter:
    """Import and return the exporter called ``name``, which must make exams.

    An exporter may say how in an attribute ``exams``: ``together`` puts the versions into one export, ``none`` makes
    none; without it each version is exported by itself. Raises what :func:`exporter` raises, and
    :class:`UnknownFormatError` where there are none.
    """
    found = exporter(name)
    if getattr(found, "exams", "") == "none":
        raise UnknownFormatError(f"“{name}” makes no exams: it shows a bank; take latex, html or moodle")
    return found


def known_documents(formats: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """Return the names of documents without suffixes. Raises :class:`UnknownDocumentError` for one of no format."""
    wanted = frozenset(name.partition(".")[0] for name in names)
    if wanted:
        made = [each for each in map(exporter, formats) if isinstance(each, Composing)]
        known = [file.partition(".")[0] for each in made for file in each.documents]
        for name in sorted(wanted - set(known)):
            hint = f"there are {', '.join(dict.fromkeys(known))}" if known else "these formats have one file each"
            raise UnknownDocumentError(f"no document “{name}”; {hint}")
    return wanted
