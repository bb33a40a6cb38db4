"""The exporter: from a bank to its documents, their figures and, if asked, PDFs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from types import MappingProxyType

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.evidence import Report
from qbank.exam.keytable import KeyTable
from qbank.losses import losses, lost, said
from qbank.registry import Excerpt, ExportOptions, OutputFile
from qbank.schema import Bank, Question
from qbank.templating import Templates

from .answer import columns
from .content import ANSWERS, Printed
from .document import values
from .essays import MOST_LINES
from .evidence import evidence_line
from .excerpts import cut
from .keysheet import key_sheet
from .packages import BODY, packages
from .pdf import compiled
from .readback import compare
from .scripts import DEBIAN, NAMES, fonts, used
from .strings import STRINGS, Strings, strings
from .worksheet import runs
from .writer import Writer

DOCUMENTS: Mapping[str, tuple[str, bool, Callable[[Strings], str]]] = MappingProxyType(
    {
        "exam.tex": ("sheet.tex.j2", False, lambda _words: ""),
        "solutions.tex": ("sheet.tex.j2", True, lambda words: words.solutions),
        "key.tex": ("key.tex.j2", True, lambda words: words.answer_key),
        "worksheet.tex": ("worksheet.tex.j2", False, lambda words: words.worksheet),
        "slides.tex": ("slides.tex.j2", True, lambda _words: ""),
    }
)
"""Each document with its template, whether it shows keys and solutions, and its subtitle."""
OF_EXAMS = ("exam.tex", "solutions.tex")
"""The documents of a version of an exam; the keys of all versions stand on one sheet."""


def _longest(labels: Iterable[str]) -> str:
    """Return the longest label: what the width of the column of labels is taken from."""
    return max(labels, key=len, default="")


_TEMPLATES = Templates("latex", tex=True, filters={"longest": _longest, "columns": columns})


class LatexExporter:
    """Writes LaTeX that compiles by itself with pdflatex or lualatex of Debian's TeX Live."""

    name = "latex"
    suffix = ".tex"
    documents = tuple(DOCUMENTS)
    description = "LaTeX: exam, solutions, answer key, worksheet, slides (--pdf: compiled by latexmk)"

    def export(self, bank: Bank, options: ExportOptions) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the documents and figures, with ``pdf`` among the flags also the PDFs, and what was noticed."""
        words = strings(bank.settings.language)
        templates = _TEMPLATES.of(options.templates)
        told: list[Diagnostic] = [] if words else [_unknown_language(bank.settings.language)]
        words = words or STRINGS["en"]
        told += templates.told
        told += _not_carried(bank)
        told += [_unprintable(question) for question in bank.questions if question.type not in ANSWERS]
        asked = [question for question in bank.questions if question.type in ANSWERS]
        if options.exam and not options.exam.answer_space:
            asked = [_unruled(question) for question in asked]
        writer = Writer()
        shown = _printed(asked, words, options.report, writer)
        shared = {
            **values(bank.settings, options.exam, shown, asked, writer),
            "runs": runs(shown),
            "paper": options.paper,
        }
        texts = {
            name: _render(
                templates, template, {**shared, "solved": solved, **_of_document(name, subtitle(words), writer)}
            )
            for name in options.wanted(DOCUMENTS)
            for template, solved, subtitle in [DOCUMENTS[name]]
            if not options.exam or name in OF_EXAMS
        }
        told += writer.diagnostics()
        if not _failed(told):  # what is left out is told already
            for name, text in texts.items():
                told += templates.judged(name, partial(compare, name, text, asked, words))
        files = [OutputFile(name, text.encode()) for name, text in texts.items()]
        files += [OutputFile(path, data) for path, data in sorted(writer.figures.items())]
        files += templates.figures()
        scripts = used("".join(texts.values()))
        if "pdf" in options.flags and not _failed(told):
            made, noticed = compiled(files)
            files += made
            told += noticed
        elif scripts:
            told.append(_for_lualatex(scripts))
        return files, told

    def excerpts(self, bank: Bank, options: ExportOptions) -> Iterator[Excerpt]:
        """Yield each question as the solutions print it; around it stands a document that is the same for all."""
        words = strings(bank.settings.language) or STRINGS["en"]
        asked = [question for question in bank.questions if question.type in ANSWERS]
        writer = Writer()
        shown = _printed(asked, words, None, writer)
        shared = {**values(bank.settings, None, shown, asked, writer), "runs": (), "paper": options.paper}
        about = _of_document("solutions.tex", "", writer)
        text = _render(_TEMPLATES.of(options.templates), "sheet.tex.j2", {**shared, "solved": True, **about})
        yield from cut(text)

    def key_sheet(
        self, keys: KeyTable, versions: Sequence[Bank], options: ExportOptions
    ) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the sheet with the keys of all versions of an exam; see :class:`qbank.registry.KeySheets`."""
        templates = _TEMPLATES.of(options.templates)
        sheet, told = key_sheet(
            keys, versions, lambda name, values: _render(templates, name, {**values, "paper": options.paper})
        )
        if "pdf" not in options.flags or _failed(told):
            return [sheet], told
        made, noticed = compiled([sheet])
        return [sheet, *made], [*told, *noticed]


def _printed(asked: Iterable[Question], words: Strings, report: Report | None, writer: Writer) -> Sequence[Printed]:
    shown = []
    numbers = count(1)
    for question in asked:
        number = 0 if question.type == "description" else next(numbers)
        found = report.of(question.id) if report else None
        shown.append(writer.question(question, number, words, evidence_line(found, words, question.numbering)))
    return shown


def _unruled(question: Question) -> Question:
    """Return an essay without its lines to write on, any other question as it is."""
    return question.model_copy(update={"lines": 0}) if question.type == "essay" else question


def _failed(told: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in told)


def _of_document(name: str, subtitle: str, writer: Writer) -> dict[str, object]:
    return {
        "subtitle": writer.text(subtitle),
        "slides": name == "slides.tex",
        "scored": name == "exam.tex",
    }


def _render(templates: Templates, name: str, values: Mapping[str, object]) -> str:
    """Fill a template, and its preamble once more: the packages follow from what the first filling uses."""
    text = templates.render(name, {**values, "packages": (), "scripts": ()})
    found = {"packages": packages(text), "scripts": used(text), "fonts": fonts(str(values["language"]))}
    preamble = templates.render(name, {**values, **found}, until=BODY)
    return preamble + text.partition(BODY)[2]


def _for_lualatex(scripts: Sequence[str]) -> Diagnostic:
    message = f"there is text in {' and '.join(NAMES[each] for each in scripts)}: compile with lualatex"
    packages = " ".join(dict.fromkeys(DEBIAN[each] for each in scripts))
    hint = f"it takes a font of yours; Debian: texlive-luatex {packages}"
    return diagnostic("QB421", message, hint=hint, severity=Severity.NOTE)


def _unprintable(question: Question) -> Diagnostic:
    message = f"questions of type {question.type} cannot be printed"
    severity = Severity.WARNING if question.type == "raw" else None
    return diagnostic("QB429", message, question.origin.span("type"), question=question.id, severity=severity)


def _unknown_language(language: str) -> Diagnostic:
    message = f"LaTeX has no words for the language “{language}”: the printed words are English"
    return diagnostic("QB423", message, hint=f"known: {', '.join(STRINGS)}")


NO_PLACE: Mapping[str, str] = MappingProxyType(
    {
        "penalty": "the penalty for further attempts",
        "difficulty": "the difficulty",
        "objective": "the learning objective",
        "source": "the source",
        "author": "the author of a single question",
        "files": "files that go along with a question",
        "language": "the language of a single question",
    }
)
"""Fields that have no place on paper, by what they are."""


def _not_carried(bank: Bank) -> Iterator[Diagnostic]:
    """Yield what the questions set and paper cannot carry."""
    yield from losses("QB420", "LaTeX", NO_PLACE, bank)
    for question in bank.questions:
        if question.type == "ordering" and said(question, "numbering"):
            yield lost("QB420", "LaTeX", question, "numbering", "the numbering of items to be ordered")
        if getattr(question, "lines", 0) > MOST_LINES:
            yield lost("QB420", "LaTeX", question, "lines", f"more than {MOST_LINES} lines of room for an answer")
