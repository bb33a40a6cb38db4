"""The driver: from a bank and the file of an exam to its versions, and from these to files, all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.evidence import QuestionEvidence, Report
from qbank.exporting import attempted, has_errors, refusal, render, strangers, write
from qbank.registry import ExportOptions, KeySheets, OutputFile, Paper, exam_exporter, exporters
from qbank.schema import Bank, Question

from .copying import changed_question
from .keys import as_csv, as_json, differences, key_table
from .keytable import KeyTable
from .picking import Known, candidates, picked
from .reading import Source
from .versions import Version, exam, versions

Check = Callable[[Bank], tuple[Report, list[Diagnostic]]]


@dataclass(frozen=True, slots=True)
class Made:
    """An exam that may be written: its versions, and the table of their keys."""

    source: Source
    versions: tuple[Version, ...]
    keys: KeyTable


def make(
    bank: Bank, source: Source, problems: Sequence[Diagnostic] = (), check: Check | None = None
) -> tuple[Made | None, list[Diagnostic]]:
    """Return the exam that ``source`` describes, or ``None`` and what is in its way.

    ``problems`` are what loading the bank returned. ``check`` proves keys, of the questions of the exam alone; without
    it nothing is known of them. A question that is refused is not drawn; one that is named, or taken with all of its
    kind, stops the exam.
    """
    names = {question.id for question in bank.questions}
    unread = [each for each in problems if each.severity is Severity.ERROR and each.question not in names]
    told = [*_unread(source, len(unread)), *(() if check else _unchecked(source))]
    if has_errors(told):
        return None, [*unread, *told]
    checked = _Checked(bank, check, problems)
    if check:
        checked.look_at(candidates(bank, source))
    while True:
        selection, found = picked(bank, source, checked.known)
        if selection is None:
            missing = any(each.code == "QB461" for each in found)  # perhaps since it could not be read
            return None, [*(unread if missing else ()), *told, *checked.passed_over(), *found]
        checked.look_at(selection.questions)
        refused = {question.id for question in selection.questions} & set(checked.known.refused)
        if refused - selection.drawn:
            return None, [*told, *found, *checked.refused(refused - selection.drawn)]
        if not refused:
            break
    made, more = versions(bank, source, selection, checked.report)
    told += [*found, *checked.passed_over(), *more]
    if has_errors(told):
        return None, told
    keys = key_table(exam(source, selection, bank), selection, made)
    told += differences(keys, made)
    return (None if has_errors(told) else Made(source, tuple(made), keys)), told


class _Checked:
    """What is known of the questions that were looked at so far."""

    def __init__(self, bank: Bank, check: Check | None, problems: Iterable[Diagnostic]) -> None:
        self.bank, self.check = bank, check
        self.by_id = {question.id: question for question in bank.questions}
        self.problems = [each for each in problems if each.severity is Severity.ERROR]
        self.evidence: dict[str, QuestionEvidence] = {}
        self.why: dict[str, str] = {}
        """Of every question that was looked at, why it is refused; empty where it is not."""

    @property
    def report(self) -> Report | None:
        return Report(tuple(self.evidence.values())) if self.check else None

    @property
    def known(self) -> Known:
        refused = {name: why for name, why in self.why.items() if why}
        return Known(refused, {name: found.evidence for name, found in self.evidence.items()})

    def look_at(self, questions: Sequence[Question]) -> None:
        """Check those of the questions that were not looked at before."""
        fresh = tuple(self.by_id[each.id] for each in questions if each.id not in self.why)
        if self.check and fresh:
            report, found = self.check(replace(self.bank, questions=fresh))
            self.evidence |= {each.id: each for each in report.questions}
            self.problems += [each for each in found if each.severity is Severity.ERROR]
        blamed = {each.question for each in self.problems}
        self.why |= {question.id: refusal(question, self.report, blamed) for question in fresh}

    def refused(self, names: set[str]) -> Iterator[Diagnostic]:
        """Yield why questions that were asked for cannot be in an exam."""
        yield from (each for each in self.problems if each.question in names)
        for question in self.bank.questions:
            if question.id in names:
                message = f"{question.id} is refused: {self.why[question.id]}"
                hint = "pick another question, or mend it: “qbank check” says more"
                yield diagnostic("QB402", message, question.origin.span("id"), hint=hint, question=question.id)

    def passed_over(self) -> Iterator[Diagnostic]:
        """Yield which questions were not drawn since they are refused."""
        for question in self.bank.questions:
            if why := self.why.get(question.id):
                message = f"{question.id} is not drawn: {why}"
                span = question.origin.span("id")
                yield diagnostic("QB464", message, span, hint="“qbank check” says more", question=question.id)


def _unread(source: Source, count: int) -> Iterator[Diagnostic]:
    """Tell of errors by which questions could not be read: they are not drawn, but all of a kind must be all."""
    if not count:
        return
    whole = [
        source.place.span("sections", section, "pick", number)
        for section, each in enumerate(source.file.sections)
        for number, pick in enumerate(each.pick)
        if not pick.named and not pick.drawn
    ]
    what = f"{count} error{'s' * (count > 1)} in the files of the bank"
    if whole:
        message = f"{what}: what could not be read may belong to this"
        yield diagnostic("QB402", message, whole[0], hint="“qbank check” says more")
    else:
        yield diagnostic("QB464", f"{what}: what could not be read was not considered", hint="“qbank check” says more")


def _unchecked(source: Source) -> Iterator[Diagnostic]:
    for section, each in enumerate(source.file.sections):
        for number, pick in enumerate(each.pick):
            if pick.evidence is not None:
                span = source.place.span("sections", section, "pick", number, "evidence")
                yield diagnostic("QB462", "nothing is known of the evidence without a check", span)


# ----------------------------------------------------------------------------------------------------------- to files


def export_exam(
    made: Made,
    formats: Sequence[str],
    output: str | Path = "build",
    *,
    flags: Iterable[str] = (),
    templates: Path | None = None,
) -> tuple[list[Path], list[Diagnostic]]:
    """Write an exam into ``output/name``, which is replaced as a whole: documents of each version, and the keys.

    Returns the files written; none where a diagnostic is an error. Raises
    :class:`qbank.registry.UnknownFormatError`.
    """
    options = ExportOptions(flags=frozenset(flags), templates=templates, paper=Paper(made.source.file.paper))
    files = {"key.csv": as_csv(made.keys), "key.json": as_json(made.keys)}
    told = strangers(templates) if templates else []
    for name in dict.fromkeys(formats):
        for label, rendered, found in _rendered(made, name, options):
            told += found
            _add(files, label, rendered)
    told = list(dict.fromkeys(told))  # versions share their questions, and what is to be said of them
    if has_errors(told):
        return [], told
    name = made.source.name + ("-exam" if made.source.name in exporters() else "")  # not in the place of an export
    paths, failed = write([OutputFile(path, data) for path, data in files.items()], name, output)
    return paths, told + failed


def _rendered(
    made: Made, name: str, options: ExportOptions
) -> Iterator[tuple[str, Sequence[OutputFile], Sequence[Diagnostic]]]:
    """Yield the files of each version with its label, then those that concern all versions, with none."""
    found = exam_exporter(name)
    if getattr(found, "exams", "") == "together":
        yield ("", *render(_together(made), name, replace(options, report=None)))
        return
    for version in made.versions:
        own = replace(options, report=version.report, exam=version.exam)
        yield (version.exam.version, *render(version.bank, name, own))
    if isinstance(found, KeySheets):
        banks = [version.bank for version in made.versions]
        yield ("", *attempted(name, options, partial(found.key_sheet, made.keys, banks, options)))


def _together(made: Made) -> Bank:
    """Return all versions as one bank, each in a category of its own."""
    questions: list[Question] = []
    title = made.keys.exam.title.replace("/", "//")
    for version in made.versions:
        by_id = {question.id: question for question in version.bank.questions}
        for number, section in enumerate(version.exam.sections, 1):
            names = [title, version.exam.version, f"{number} {section.title}".strip().replace("/", "//")]
            category = "/".join(filter(None, names))
            questions += [changed_question(by_id[name], category=category) for name in section.questions]
    return replace(made.versions[0].bank, questions=tuple(questions))


def _add(files: dict[str, bytes], label: str, rendered: Sequence[OutputFile]) -> None:
    """Add the files of a version, named after it; in a folder of its own where its figures clash with others."""
    named = {_named(file.path, label): file.data for file in rendered}
    if any(files.get(path, data) != data for path, data in named.items()):
        named = {f"{label or 'all'}/{path}": data for path, data in named.items()}
    files |= named


def _named(path: str, label: str) -> str:
    """Return ``exam-A.tex`` for ``exam.tex``; what lies in a folder, such as a figure, is shared by the versions."""
    pure = PurePosixPath(path)
    return path if not label or len(pure.parts) > 1 else f"{pure.stem}-{label}{pure.suffix}"
