"""The HTML exporter: views of the questions, two pages from templates, and a second look at what was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any, ClassVar

from markupsafe import Markup

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.losses import lost
from qbank.registry import ExportOptions, OutputFile
from qbank.schema import Bank, Question

from .answers import ANSWERS, ASKING
from .asked import asked, asked_data
from .gathering import Gathering
from .labels import decimal_text, plain_number, total
from .page import LAYOUTS, TEMPLATES, write_page
from .readback import read_back
from .sitting import SittingView, printed, sitting_view
from .strings import STRINGS, Strings, direction
from .view import QuestionView, question_view
from .writer import Page

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""The shape of a language tag: RFC 5646, section 2.1."""
SCRIPT_WORDS = (
    *("points", "your_answer", "right_answer", "choose_first", "answer_first", "hint", "next_hint", "place"),
    *("bad_number", "two_ways", "example", "bad_formula", "unknown_name", "unit_wrong", "penalty", "moved", "gap"),
    *("words_counted", "words_least", "words_most", "too_few", "too_many", "not_counted", "self_graded"),
)
"""The fixed words that the script of the practice page writes."""
EXAM_WORDS = (*("not_answered", "saved", "minutes_left", "time_over", "hide_time", "show_time"),)
"""Those that the exam page's script writes besides."""
_ENGLISH = Markup(' lang="en"')
"""What the checker says is in English."""


class HtmlExporter:
    """Writes the pages of :data:`~.page.LAYOUTS`, each complete in itself."""

    name: ClassVar[str] = "html"
    documents: ClassVar[Sequence[str]] = tuple(LAYOUTS)
    suffix: ClassVar[str] = ".html"
    description: ClassVar[str] = (
        "pages to practise, to sit an exam, to print and to read the solutions, for any browser"
    )

    def export(self, bank: Bank, options: ExportOptions) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the pages and what they could not carry."""
        templates = TEMPLATES.of(options.templates)
        told = Gathering(list(templates.told))
        language, strings = _language(bank, told)
        told.language = language
        shown = tuple(question for question in bank.questions if _can_show(question, told))
        page = Page(strings, language, options.report, told.context, told.diagnostics.append, bank.settings.notation)
        numbers = count(1)
        views = tuple(question_view(each, next(numbers) if each.type in ASKING else 0, page) for each in shown)
        values = _values(bank, views, language, strings)
        files: list[OutputFile] = []
        for name in options.wanted(LAYOUTS):
            layout = LAYOUTS[name]
            if options.exam and name == "practice.html":
                continue  # it holds the keys, and nobody practises on an exam
            shown_there = tuple(map(asked, views)) if layout.asked else views
            sitting = sitting_view(options.exam, bank, shown_there, strings, told.plain_context())
            added = {"questions": shown_there, "sitting": sitting, "solved": layout.solved}
            if layout.asked:
                added["data"] = _asked_data(sitting, shown_there, strings)
            style = printed(options.paper, sitting) if layout.paper else ""
            data = write_page(layout, {**values, **added}, templates, style=style)
            files.append(OutputFile(name, data))
            told.diagnostics += templates.judged(name, partial(read_back, name, data, shown_there))
        return files, tuple(told.diagnostics)


def _language(bank: Bank, told: Gathering) -> tuple[str, Strings]:
    """Return the language of the page and the fixed words that come nearest."""
    language = bank.settings.language
    if not _LANGUAGE.fullmatch(language):
        told.diagnostics.append(
            diagnostic("QB431", f"{language!r} is not a language tag: the pages say “en”", hint="such as en or pt-BR")
        )
        return "en", STRINGS["en"]
    strings = STRINGS.get(language.lower().partition("-")[0])
    if strings is None:
        message = f"the pages’ own words are not translated into {language!r}: they are in English"
        told.diagnostics.append(diagnostic("QB432", message))
    return language, strings or STRINGS["en"]


def _can_show(question: Question, told: Gathering) -> bool:
    """Tell whether the pages can show this question, and name what they leave out."""
    if question.files:
        told.diagnostics.append(lost("QB434", "HTML", question, "files", "the files that go along with a question"))
    if question.type in ANSWERS:
        return True
    message = f"{question.id} is left out: the pages cannot show the type {question.type}"
    place = question.origin.span("type")
    # what was kept from another program is for that program: the other questions can be shown without it
    severity = Severity.WARNING if question.type == "raw" else None
    told.diagnostics.append(diagnostic("QB433", message, place, question=question.id, severity=severity))
    return False


def _values(bank: Bank, views: Sequence[QuestionView], language: str, strings: Strings) -> dict[str, Any]:
    """Return what the templates show."""
    settings = bank.settings
    english = language.lower().partition("-")[0] == "en"
    return {
        "title": settings.title,
        "author": settings.author,
        "licence": settings.licence,
        "language": language,
        "direction": direction(language),
        "words": strings,
        "questions": views,
        "asked": sum(view.number > 0 for view in views),
        "points": decimal_text(total(view.worth for view in views), strings),
        "worth": decimal_text(total(view.question.points for view in views if view.number), strings),
        "outcomes": _outcomes(strings),
        "shuffles": any(view.answer.shuffles for view in views),
        "foreign": "" if english else _ENGLISH,
        "data": {
            "words": {**_outcomes(strings), **{name: getattr(strings, name) for name in SCRIPT_WORDS}},
            "decimal": strings.decimal,
            "questions": {view.id: _data(view) for view in views if view.number},
        },
    }


def _asked_data(sitting: SittingView, views: Sequence[QuestionView], strings: Strings) -> dict[str, Any]:
    """Return what the exam page's script knows."""
    told = ("title", "course", "date", "version")
    return {
        "words": {name: getattr(strings, name) for name in (*SCRIPT_WORDS, *EXAM_WORDS)},
        "decimal": strings.decimal,
        "exam": {name: getattr(sitting, name) for name in told if getattr(sitting, name)},
        "minutes": sitting.minutes,
        "questions": {view.id: asked_data(view) for view in views if view.number},
    }


def _outcomes(strings: Strings) -> Mapping[str, str]:
    return {"correct": strings.right, "partial": strings.partly_right, "incorrect": strings.wrong}


def _data(view: QuestionView) -> dict[str, Any]:
    """Return what the practice page's script knows of a question."""
    return {
        "kind": view.answer.kind,
        "points": plain_number(view.worth),
        "penalty": plain_number(view.question.penalty or Decimal(0)),
        **view.answer.data(),
    }
