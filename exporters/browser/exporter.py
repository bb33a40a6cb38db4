"""The exporter of the bank's page: a view of every question, a table to search, and files that the page loads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import PurePosixPath
from posixpath import commonpath
from typing import Any, ClassVar

from markupsafe import Markup

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.evidence import Report
from qbank.losses import losses
from qbank.registry import ExportOptions, OutputFile
from qbank.schema import Bank, Question
from qbank.templating import Templates

from ..html.answers import ANSWERS, ASKING
from ..html.gathering import Gathering
from ..html.page import enclosed, policy
from ..html.strings import STRINGS, Strings, direction
from ..html.view import QuestionView, question_view
from ..html.writer import Page
from .catalogue import catalogue
from .chunks import SIZE, chunked, script, with_shared_formulas
from .proof import proof_view
from .readback import read_back
from .sources import sources
from .strings import WORDS, Words

TEMPLATES = Templates("browser")
PAGES = Templates("html")
"""Where the style comes from that all pages share."""
SCRIPTS = ("state", "texts", "searching", "facets", "listing", "loading", "details", "choosing", "main")
"""The files of the page's script, in their order: each uses what stands before it."""
FIGURE = "figure:"
"""Before the number of a figure, where a page has its address."""
FILES = {"files": "the files that go along with a question"}
"""What the page names and does not carry."""


class BrowserExporter:
    """Writes ``index.html`` and, in ``data``, what it loads when a question is opened."""

    name: ClassVar[str] = "browser"
    suffix: ClassVar[str] = ".html"
    description: ClassVar[str] = "a page to search and filter the whole bank, to read proofs and sources, and to pick"
    exams: ClassVar[str] = "none"
    """Exams are picked on the page; what is picked is printed by other formats."""

    def export(self, bank: Bank, options: ExportOptions) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the page and its files, and what they could not carry. Read back, they hold what the bank does."""
        templates, pages = TEMPLATES.of(options.templates), PAGES.of(options.templates)
        language = bank.settings.language
        figures: dict[str, int] = {}  # each address with its number, in the order of first use
        gathering = Gathering(
            list(templates.told), language, lambda address: f"{FIGURE}{figures.setdefault(address, len(figures))}"
        )
        code = language.lower().partition("-")[0]
        if code not in STRINGS or code not in WORDS:
            message = f"the page’s own words are not translated into {language!r}: they are in English"
            gathering.diagnostics.append(diagnostic("QB432", message))
            code = "en"
        strings, words = STRINGS[code], WORDS[code]
        page = Page(
            *(strings, language, options.report, gathering.context, partial(_tell, gathering.diagnostics)),
            bank.settings.notation,
        )
        numbers = count(1)
        views = [
            question_view(each, next(numbers) if each.type in ASKING else 0, page)
            for each in bank.questions
            if each.type in ANSWERS
        ]
        shown = {view.id: view for view in views}
        common = {
            "language": language,
            "words": strings,
            "own": words,
            "outcomes": {"correct": strings.right, "partial": strings.partly_right, "incorrect": strings.wrong},
            "foreign": "" if code == "en" else Markup(' lang="en"'),
        }
        entries = [
            (each.id, _parts(each, shown.get(each.id), options.report, templates, common)) for each in bank.questions
        ]
        source = sources(bank, options, figures)
        files = [*with_shared_formulas(entries), *chunked("s", source.texts)]
        files += [script("f", number, address) for address, number in figures.items()]
        gathering.diagnostics += losses("QB434", "The bank’s page", FILES, bank)
        gathering.diagnostics += templates.judged("data", partial(read_back, files, bank, views))
        values = {**common, **_values(bank, words, language)}
        data = {
            **catalogue(bank, options.report, strings, words),
            "chunk": SIZE,
            "folder": _folder(bank),
            "formats": source.formats,
            "words": _script_words(words, strings),
        }
        index = OutputFile("index.html", _page(templates, pages, values, data))
        return [index, *files], gathering.diagnostics


def _tell(diagnostics: list[Diagnostic], found: Diagnostic) -> None:
    """Take what the views tell of a question, but that students judge a formula: here nobody is graded."""
    if found.code != "QB437":
        diagnostics.append(found)


def _parts(
    question: Question,
    view: QuestionView | None,
    report: Report | None,
    templates: Templates,
    common: Mapping[str, Any],
) -> dict[str, str]:
    """Return the HTML of each of a question's views: as it is, and its proof."""
    if view is None:
        return {"question": templates.render("kept.html.j2", {**common, "question": question})}
    # what was checked has a view of its own
    made = {"question": templates.render("question.html.j2", {**common, "question": replace(view, evidence=None)})}
    found = report.of(question.id) if report else None
    if found:
        proof = proof_view(question, found, common["own"], common["words"].derived, common["language"])
        made["proof"] = templates.render("proof.html.j2", {**common, "question": view, "proof": proof})
    return made


def _values(bank: Bank, words: Words, language: str) -> dict[str, Any]:
    """Return what the page's template shows."""
    settings = bank.settings
    return {
        "title": settings.title,
        "author": settings.author,
        "licence": settings.licence,
        "direction": direction(language),
        "questions": [(each.id, each.title, words.types.get(each.type, each.type)) for each in bank.questions],
    }


def _folder(bank: Bank) -> str:
    """Return the folder that all files of the bank lie in, as the user named it."""
    folders = {PurePosixPath(question.origin.span().file).parent for question in bank.questions}
    common = commonpath(folders) if len({each.is_absolute() for each in folders}) == 1 else ""
    return "." if common in {"", "/"} else common


def _script_words(words: Words, strings: Strings) -> dict[str, Any]:
    """Return the fixed words that the script writes."""
    names = (
        *("results", "results_all", "remove", "show_all", "show_fewer", "open_branch", "tick", "chosen"),
        *("copied", "position", "loading", "missing", "unknown", "no_source", "whole_file"),
        *("not_checked", "keys", "copy", "download"),
    )
    return {
        **{name: getattr(words, name) for name in names},
        "facets": dict(words.facets),
        "points": strings.points,
        "unnamed": words.without,
    }


def _page(templates: Templates, pages: Templates, values: Mapping[str, Any], data: Mapping[str, Any]) -> bytes:
    """Return the page: style, scripts and table inlined, and a policy that lets in what the script itself loads."""
    # a user's colours hold for all pages
    style = "".join(
        part.source(name)
        for part, name in ((pages, "style.css"), (templates, "browser.css"), (pages, "own.css"), (templates, "own.css"))
    )
    scripts = [enclosed(pages, ("scrollers",)), enclosed(templates, SCRIPTS)]
    table = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    added = {
        "style": Markup(style),  # noqa: S704  # not an author's
        "scripts": [Markup(script) for script in scripts],  # noqa: S704  # see above
        "table": Markup(table),  # noqa: S704  # no tag can begin in it
        # a page from disk has no origin that a policy could name: what the script adds is trusted as the script is
        "policy": policy([style], scripts).replace("script-src ", "script-src 'strict-dynamic' "),
    }
    return templates.render("index.html.j2", {**values, **added}).encode()
