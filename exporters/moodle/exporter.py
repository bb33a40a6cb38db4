"""The Moodle exporter: questions become values, the values a file, and the file is read back and compared."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import ClassVar

from markupsafe import Markup, escape

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.losses import losses
from qbank.registry import Excerpt, ExportOptions, OutputFile
from qbank.schema import Bank, Formula, Question
from qbank.templating import Templates

from .build import build, build_stack
from .calculated import gathered
from .escape import cdata
from .parting import parted
from .quiz import Combined, Item, Rich
from .readback import differences
from .reading import parsed, read
from .texts import Texts


def _files(value: Rich, indent: str = "    ") -> Markup:
    """Return the files of a text, each on its line."""
    if not value.files:
        return Markup()
    lines = (
        f'{indent}  <file name="{escape(file.name)}" path="/" encoding="base64">'
        f"{base64.b64encode(file.data).decode('ascii')}</file>\n"
        for file in value.files
    )
    return Markup("".join(lines))  # noqa: S704  # escaped here


def _rich(value: Rich, tag: str, indent: str = "    ") -> Markup:
    """Return a text with its files as an element; a filter, since a macro for each text takes a third of the export."""
    text = f"{indent}  <text>{cdata(value.html)}</text>\n"
    return Markup(f'<{tag} format="html">\n{text}{_files(value, indent)}{indent}</{tag}>')  # noqa: S704  # escaped here


def _combined(value: Combined) -> Markup:
    """Return the feedback by outcome, as elements."""
    texts = {"correct": value.correct, "partiallycorrect": value.partial, "incorrect": value.incorrect}
    elements = "".join(f"    {_rich(text, f'{outcome}feedback')}\n" for outcome, text in texts.items())
    return Markup(elements + "    <shownumcorrect/>\n" * value.counted)  # noqa: S704  # escaped there


_TEMPLATES = Templates(
    "moodle",  # what is kept was checked to be one element
    filters={"cdata": cdata, "rich": _rich, "combined": _combined, "files": _files, "kept": Markup},
)

NO_PLACE: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("objective", "difficulty", "author", "source", "language"), "")
)
"""Fields that Moodle has no place for in any type of question."""


class MoodleExporter:
    """Writes ``quiz.xml``, for Moodle's import of format «Moodle XML».

    With the flag ``stack`` formulas go to ``stack.xml``, for Moodles with the plugin STACK; with ``calculated`` the
    variants of a question become one calculated question where that can be.
    """

    name: ClassVar[str] = "moodle"
    suffix: ClassVar[str] = ".xml"
    description: ClassVar[str] = "Moodle XML, to be imported into a question bank of Moodle 4 or 5"
    exams: ClassVar[str] = "together"
    """The versions of an exam are categories of one file."""

    def export(self, bank: Bank, options: ExportOptions) -> tuple[Sequence[OutputFile], Sequence[Diagnostic]]:
        """Return the files, and what Moodle cannot carry. Read back, they must hold what the questions say."""
        templates = _TEMPLATES.of(options.templates)
        texts = Texts(bank.settings, "stack" in options.flags)
        plain: list[tuple[Question, Item]] = []
        stacked: list[tuple[Question, Item]] = []
        for question in bank.questions:
            if texts.stack and isinstance(question, Formula):
                item = build_stack(texts, question, options.report)
                if item is not None:
                    stacked.append((question, item))
                    continue
            if (item := build(texts, question)) is not None:
                plain.append((question, item))
        items = [item for _, item in plain]
        if "calculated" in options.flags:
            items, plain = gathered(texts, plain, bank)
        found = [*templates.told, *texts.diagnostics, *losses("QB411", "Moodle", NO_PLACE, bank), *_licence(bank)]
        about = texts.categories()
        files = []
        for name, written, pairs in (("quiz.xml", items, plain), ("stack.xml", [item for _, item in stacked], stacked)):
            if not pairs and (name == "stack.xml" or stacked):
                continue
            data = write(written, templates, about)
            parts = list(
                parted(
                    name,
                    written,
                    partial(write, templates=templates, about=about),
                    by_category="per-category" in options.flags,
                    most=options.max_size,
                )
            )
            made = [
                (path, data if len(parts) == 1 else write([written[at] for at in part], templates, about))
                for path, part in parts
            ]
            files += [OutputFile(path, content) for path, content in made]
            found += _too_large(made, options.max_size)
            if any(each.severity is Severity.ERROR for each in texts.diagnostics):
                continue
            differing = [*differences(data, pairs, about), *_parts_differ(data, made, parts)]
            for question_id, what in differing:
                message = f"the Moodle file read back differs: {what}"
                hint = "a template of your own made it" if options.templates else "this is a fault of qbank's"
                found.append(diagnostic("QB419", message, hint=hint, question=question_id))
        return files, found

    def excerpts(self, bank: Bank, options: ExportOptions) -> Iterator[Excerpt]:
        """Yield a file for each question alone; formulas become short answers, variants are each by themselves."""
        templates, texts = _TEMPLATES.of(options.templates), Texts(bank.settings)
        for question in bank.questions:
            if (item := build(texts, question)) is not None:
                yield Excerpt(question.id, write([item], templates).decode())


def write(
    items: Sequence[Item], templates: Templates = _TEMPLATES, about: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Return the file; a category is named wherever it changes, with what is told ``about`` it where it comes first."""
    left = dict(about)
    groups: list[tuple[str, str, list[Item]]] = []
    for category, group in groupby(items, lambda item: item.category):
        above = [name for name in left if category.startswith(f"{name}/")]
        groups += [(name, left.pop(name), []) for name in sorted(above)]
        groups.append((category, left.pop(category, ""), list(group)))
    return templates.render("quiz.xml.j2", {"groups": groups}).encode()


def _parts_differ(
    whole: bytes, made: Sequence[tuple[str, bytes]], parts: Sequence[tuple[str, Sequence[int]]]
) -> Iterator[tuple[str, str]]:
    """Yield the file that holds other questions than its part of the whole, which was compared with the bank."""
    if len(made) == 1:
        return
    stored = list(read(parsed(whole)))
    for (name, data), (_, part) in zip(made, parts, strict=True):
        if list(read(parsed(data))) != [stored[at] for at in part]:
            yield "", f"{name} holds other questions"


def _too_large(made: Sequence[tuple[str, bytes]], most: int | None) -> Iterator[Diagnostic]:
    for name, data in made:
        if most and len(data) > most:
            message = f"{name} has {len(data):,} bytes, more than the {most:,} asked for: it holds one question"
            yield diagnostic("QB443", message, hint="use smaller figures in it, or allow larger uploads")


def _licence(bank: Bank) -> Iterator[Diagnostic]:
    if bank.settings.licence:
        yield diagnostic("QB411", "Moodle has no place for the “licence” of the bank", field="licence")
