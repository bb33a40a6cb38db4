"""The HTML exporter: views of the questions, two pages from templates, and a second look at what was written."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any, ClassVar

from markupsafe import Markup

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.figures import FigureError, read
from qbank.markup import Node
from qbank.mathml import MathProblem
from qbank.registry import ExportOptions, OutputFile
from qbank.schema import Bank, Question

from .answers import ANSWERS, ASKING
from .labels import decimal_text, plain_number, total
from .page import LAYOUTS, TEMPLATES, write_page
from .readback import read_back
from .render import Context
from .strings import STRINGS, Strings
from .view import QuestionView, question_view
from .writer import Page

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""The shape of a language tag: RFC 5646, section 2.1."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
SCRIPT_WORDS = (
    *("points", "your_answer", "right_answer", "choose_first", "answer_first", "hint", "next_hint", "place"),
    *("bad_number", "two_ways", "example", "bad_formula", "unknown_name", "unit_wrong", "penalty", "moved", "gap"),
    *("words_counted", "words_least", "words_most", "too_few", "too_many", "not_counted", "self_graded"),
)
"""The fixed words that the script writes."""
_ENGLISH = Markup(' lang="en"')
"""What the checker says is in English."""


class HtmlExporter:
    """Writes ``practice.html`` and ``solutions.html``, each complete in itself."""

    name: ClassVar[str] = "html"
    suffix: ClassVar[str] = ".html"
    description: ClassVar[str] = "a page to practise on and a page of solutions, for any browser, without a network"

    def export(self, bank: Bank, options: ExportOptions) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the two pages and what they could not carry."""
        templates = TEMPLATES.of(options.templates)
        told = _Told(list(templates.told))
        language, strings = _language(bank, told)
        shown = tuple(question for question in bank.questions if _can_show(question, told))
        page = Page(strings, language, options.report, told.context, told.diagnostics.append, bank.settings.notation)
        numbers = count(1)
        views = tuple(question_view(each, next(numbers) if each.type in ASKING else 0, page) for each in shown)
        values = _values(bank, views, language, strings)
        files = tuple(OutputFile(name, write_page(layout, values, templates)) for name, layout in LAYOUTS.items())
        for file in files:
            told.diagnostics += read_back(file.path, file.data, views)
        return files, tuple(told.diagnostics)


@dataclass(slots=True)
class _Told:
    """Gathers diagnostics, each formula and figure once."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def context(self, question: Question, path: Sequence[str | int], heading: int) -> Context:
        """Return the context of one text: what goes wrong in it is placed there."""

        def problem(node: Node, found: MathProblem) -> None:
            self.diagnostics.append(
                diagnostic(
                    "QB430",
                    f"a formula is shown as LaTeX: {found.message.rstrip('.')}",
                    question.origin.span(*path, offset=node.offset + found.offset),
                    hint="write it with other commands, or accept that this page shows its source",
                    question=question.id,
                )
            )

        def figure(node: Node) -> str:
            try:
                found = read(question, node.attributes["src"])
            except FigureError as error:
                place = question.origin.span(*path, offset=node.offset)
                self.diagnostics.append(diagnostic("QB436", str(error), place, hint=error.hint, question=question.id))
                return ""
            return f"data:{found.media_type};base64,{base64.b64encode(found.data).decode()}"

        return Context(figure, problem, heading)


def _language(bank: Bank, told: _Told) -> tuple[str, Strings]:
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


def _can_show(question: Question, told: _Told) -> bool:
    """Tell whether the pages can show this question, and name what they leave out."""
    if question.files:
        message = "the pages do not carry the files that go along with a question"
        told.diagnostics.append(diagnostic("QB434", message, question.origin.span("files"), question=question.id))
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
        "direction": "rtl" if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        "words": strings,
        "questions": views,
        "asked": sum(view.number > 0 for view in views),
        "points": decimal_text(total(view.worth for view in views), strings),
        "outcomes": _outcomes(strings),
        "shuffles": any(view.answer.shuffles for view in views),
        "foreign": "" if english else _ENGLISH,
        "data": {
            "words": {**_outcomes(strings), **{name: getattr(strings, name) for name in SCRIPT_WORDS}},
            "decimal": strings.decimal,
            "questions": {view.id: _data(view) for view in views if view.number},
        },
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
