"""The export driver: decides what may leave the bank, asks an exporter for files, and puts them in place whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .diagnostic import Diagnostic, Severity, diagnostic
from .evidence import Level, Report
from .output import NotOursError, UnsafePathError, place
from .registry import ExportOptions, OutputFile, Paper, UnknownFormatError, exporter, exporters, known_documents

if TYPE_CHECKING:
    from .schema import Bank, Question


def export(
    bank: Bank,
    to: str | Sequence[str],
    output: str | Path = "build",
    *,
    report: Report | None = None,
    problems: Iterable[Diagnostic] = (),
    flags: Iterable[str] = (),
    skip_refused: bool = False,
    variants: int | None = None,
    seed: str = "",
    templates: str | Path | None = None,
    paper: str = Paper.A4,
    max_size: int | None = None,
    only: Iterable[str] = (),
) -> tuple[list[Path], list[Diagnostic]]:
    """Write ``bank`` in one format into ``output/format``, which is replaced as a whole; or in several.

    ``report`` and ``problems`` are what the check returned; without them only a missing key is a reason to refuse.
    Nothing is written when a question is refused, unless ``skip_refused``, which leaves those questions out and lists
    them; nor when an error comes up in any of the formats. ``flags`` are the exporters' own switches. ``variants`` of
    each question with parameters are written (left out: 10), chosen by ``seed`` (left out: that of the bank).
    ``templates`` is a folder of your own (``docs/templates.md``), ``paper`` a4 or letter, ``max_size`` the most bytes
    of a file where the format can be split, ``only`` the documents wanted of a format with several, such as ``exam``.

    Returns the files written (none where a diagnostic is an error). Raises :class:`qbank.registry.UnknownFormatError`
    and :class:`qbank.registry.UnknownDocumentError`, :class:`ValueError` for another paper, :class:`OSError` for a
    folder of templates that cannot be read.
    """
    formats = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    own = Path(templates) if templates is not None else None
    documents = known_documents(formats, only)
    told = strangers(own) if own else []
    problems = list(problems)
    kept, found = admit(bank, report, problems, skip_refused=skip_refused)
    told += found
    if has_errors(told) or (not kept.questions and has_errors(problems)):
        return [], told
    if any(question.family for question in kept.questions):
        from .variants import expanding  # noqa: PLC0415  # which imports the reader of formulas

        kept, report, found = expanding.expanded(kept, report, variants or expanding.DEFAULT, seed)
        told += found
    options = ExportOptions(report, frozenset(flags), own, Paper(paper), max_size, only=documents)
    rendered: dict[str, Sequence[OutputFile]] = {}
    for name in formats:
        rendered[name], found = render(kept, name, options)
        told += _by_family(kept, found)
    if has_errors(told):
        return [], told
    written: list[Path] = []
    for name, files in rendered.items():
        paths, failed = write(files, name, output)
        written += paths
        told += failed
    return written, told


def _by_family(bank: Bank, told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield once of a question with parameters what is told alike of several of its variants, and of how many."""
    alike: dict[Diagnostic, list[Diagnostic]] = {}
    for number, each in enumerate(told):
        variant = bank.variants.get(each.question) if each.severity is not Severity.ERROR else None
        # of other questions each by itself, told twice or not
        key = replace(each, question=variant.family.id) if variant else replace(each, question=f"{number}")
        alike.setdefault(key, []).append(each)
    for key, (first, *others) in alike.items():
        count = f"told of {len(others) + 1} variants"
        hint = f"{first.hint}; {count}" if first.hint else count
        yield replace(key, hint=hint) if others else first


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether one of them is an error."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


def admit(
    bank: Bank, report: Report | None, problems: Iterable[Diagnostic] = (), *, skip_refused: bool = False
) -> tuple[Bank, list[Diagnostic]]:
    """Return the questions fit for export, and a diagnostic for each of the others.

    Unfit is a question without a key, one whose key is refuted or, unless waived, undecided, and one with an error.
    """
    errors = [each for each in problems if each.severity is Severity.ERROR]
    blamed = {each.question for each in errors}
    known = {question.id for question in bank.questions}
    unread = sum(each.question not in known and each.code != "QB400" for each in errors)
    kept: list[Question] = []
    told: list[Diagnostic] = []
    code, verb = ("QB403", "left out") if skip_refused else ("QB402", "refused")
    hint = "“qbank check” says more; --skip-refused exports the other questions"
    hint = "" if skip_refused or not known else hint
    if unread:
        count = f"{unread} error{'s' * (unread > 1)} in the files"
        told.append(diagnostic(code, f"what could not be read is {verb}: {count}", hint=hint))
    for question in bank.questions:
        reason = refusal(question, report, blamed)
        if not reason:
            kept.append(question)
            continue
        place_ = question.origin.span("id")
        told.append(diagnostic(code, f"{question.id} is {verb}: {reason}", place_, hint=hint, question=question.id))
    if known and not kept and skip_refused:
        told.append(diagnostic("QB400", "no question is left to export"))
    return replace(bank, questions=tuple(kept)), told


def refusal(question: Question, report: Report | None, blamed: Collection[str]) -> str:
    """Return why a question is unfit for export, or nothing; ``blamed`` are those in which errors were found."""
    if getattr(question, "key", 0) is None:  # a type without ``key`` needs none
        return "it has no key yet"
    found = report.of(question.id) if report else None
    if found and found.evidence is Level.REFUTED:
        return "its key or its solution is refuted"
    if found and found.evidence is Level.UNDECIDED and not (question.check and question.check.waive):
        return "its key is undecided"
    return "the check found an error in it" if question.id in blamed else ""


def render(
    bank: Bank, format_name: str, options: ExportOptions | None = None
) -> tuple[Sequence[OutputFile], list[Diagnostic]]:
    """Return the files of one format without writing them.

    An exporter that raises is told as QB901, faults in the user's templates as QB450.
    """
    options = options or ExportOptions()
    return attempted(format_name, options, lambda: exporter(format_name).export(bank, options))


def attempted(
    format_name: str,
    options: ExportOptions,
    produce: Callable[[], tuple[Sequence[OutputFile], Sequence[Diagnostic]]],
) -> tuple[Sequence[OutputFile], list[Diagnostic]]:
    """Return what an exporter produces; what it raises is told, as by :func:`render`."""
    try:
        files, told = produce()
    except UnknownFormatError:
        raise
    except Exception as error:  # noqa: BLE001  # an exporter may be anybody's
        blamed = _templates_faults(error, options.templates)
        return (), blamed or [_internal(format_name, error)]
    return files, [replace(each, format=format_name) for each in told]


def strangers(own: Path) -> list[Diagnostic]:
    """Return what is wrong with where things lie in a folder of templates of the user's."""
    from .templating import misplaced  # noqa: PLC0415  # imports Jinja

    return misplaced(own, list(exporters()))


def _templates_faults(error: Exception, own: Path | None) -> list[Diagnostic]:
    if own is None:
        return []
    from .templating import blame  # noqa: PLC0415  # imports Jinja

    return blame(error, own)


def _internal(format_name: str, error: Exception) -> Diagnostic:
    if os.environ.get("QBANK_DEBUG"):
        raise error
    message = f"the {format_name} exporter failed: {type(error).__name__}: {error}"
    return diagnostic("QB901", message, hint="this is a fault of the program; QBANK_DEBUG=1 shows where")


def write(files: Sequence[OutputFile], format_name: str, output: str | Path) -> tuple[list[Path], list[Diagnostic]]:
    """Put the files into ``output/format_name``, all or none. What the disk refuses is told as a diagnostic."""
    target = Path(output, format_name)
    try:
        return place(files, target), []
    except UnsafePathError as error:
        return [], [diagnostic("QB902", f"the {format_name} exporter failed: {error}")]
    except NotOursError as error:
        hint = "choose another folder with -o, or move its files away"
        return [], [diagnostic("QB404", f"{error.args[0]}: it stays as it is", hint=hint)]
    except OSError as error:
        return [], [diagnostic("QB405", f"{target.as_posix()} cannot be written: {error.strerror or error}")]
