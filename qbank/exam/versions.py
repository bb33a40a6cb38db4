"""The questions of an exam → its versions, each an ordinary bank, with what the exporters are told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, cast

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.evidence import QuestionEvidence, Report
from qbank.numbering import letters
from qbank.schema import Bank, MultipleChoice, Question, SingleChoice
from qbank.texts import texts

from .arranging import Arranged, Draw, Order, arranged, stays
from .chance import shuffled
from .copying import changed, changed_question
from .naming import mentions
from .picking import Selection
from .reading import Source
from .sheet import Exam, Section

if TYPE_CHECKING:
    from qbank.variants import Family

_NAMES_OPTIONS = re.compile(r"(?i)\boptions? \d")
"""In the checker's summary: options by their numbers in the file."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what an exporter prints, and how each question was arranged, by its id."""

    exam: Exam
    bank: Bank
    report: Report | None
    arranged: Mapping[str, Arranged]
    values: Mapping[str, str]
    """Of the questions with parameters: ``a = 3, b = -1``, by their ids."""


def versions(
    bank: Bank, source: Source, selection: Selection, report: Report | None = None
) -> tuple[list[Version], list[Diagnostic]]:
    """Return the versions in order, and what is to be said of them: an error among it means that one is not whole."""
    told: list[Diagnostic] = []
    made = []
    for number in range(source.file.versions):
        version, found = _version(bank, source, selection, report, number)
        made.append(version)
        told += found
    moved = {name for each in made for name, one in each.arranged.items() if ("options",) in one.moved}
    for index, section in enumerate(selection.sections):
        if source.file.shuffled(index, "options"):
            told += chain.from_iterable(_mentions(question, moved) for question in section)
    return made, list(dict.fromkeys(told))


def exam(source: Source, selection: Selection, bank: Bank) -> Exam:
    """Return what exporters are told of the exam, whatever the version."""
    file = source.file
    sections = tuple(
        Section(
            title=section.title,
            instructions=section.instructions,
            questions=tuple(question.id for question in questions),
            points=sum((question.points for question in questions), Decimal(0)),
        )
        for section, questions in zip(file.sections, selection.sections, strict=True)
    )
    return Exam(
        name=source.name,
        title=file.title,
        course=file.course,
        date=file.date,
        duration=file.duration,
        author=file.author or bank.settings.author,
        instructions=file.instructions,
        fields=file.fields,
        sections=sections,
        grading_table=file.grading_table,
        answer_space=file.answer_space,
    )


def _version(
    bank: Bank, source: Source, selection: Selection, report: Report | None, number: int
) -> tuple[Version, list[Diagnostic]]:
    file, draw = source.file, Draw(source.file.seed, number)
    told: list[Diagnostic] = []
    done: dict[str, Arranged] = {}
    values: dict[str, str] = {}
    numbers: dict[str, int] = {}
    order: list[tuple[str, ...]] = []
    for index, section in enumerate(selection.sections):
        questions = _shuffled_questions(section, draw) if file.shuffled(index, "questions") else section
        for question in questions:
            chosen = _chosen(question, file.seed, number if file.variants == "different" else 0)
            one, value, found = _variant(question, chosen)
            told += found
            if one is None:
                continue
            numbers[question.id] = chosen
            if value:
                values[question.id] = value
            done[question.id] = arranged(one, draw) if file.shuffled(index, "options") else _fixed(one)
        order.append(tuple(question.id for question in questions if question.id in done))
    general = exam(source, selection, bank)
    sections = tuple(replace(each, questions=names) for each, names in zip(general.sections, order, strict=True))
    label = letters(number + 1) if file.versions > 1 else ""
    settings = changed(
        bank.settings, title=file.title, author=general.author, language=file.language or bank.settings.language
    )
    questions_ = tuple(done[name].question for names in order for name in names)
    return (
        Version(
            exam=replace(general, version=label, sections=sections),
            bank=Bank(questions_, settings, bank.sources),
            report=_report(report, done, numbers),
            arranged=done,
            values=values,
        ),
        told,
    )


def _fixed(question: Question) -> Arranged:
    """Return a question in its author's order, which no exporter changes."""
    return Arranged(changed_question(question, shuffle=False) if question.shuffle else question, question)


def _shuffled_questions(questions: Sequence[Question], draw: Draw) -> list[Question]:
    """Return questions in another order. A text that asks nothing stays before the questions that stand behind it."""
    blocks: list[list[Question]] = [[]]
    for question in questions:
        if question.type == "description":
            blocks.append([question])
            blocks.append([])
        else:
            blocks[-1].append(question)
    seed = (draw.seed, "questions", draw.version)
    return [question for block in blocks for question in shuffled(block, *seed, name=lambda each: each.id)]


def _chosen(question: Question, seed: str, number: int) -> int:
    """Return which variant of a question with parameters a version takes, from 0; 0 for any other question."""
    if question.family is None:
        return 0
    family = cast("Family", question.family)
    pool = shuffled(family.pool, seed, "variant", question.id, name=family.variant_id)
    return pool[number % len(pool)]


def _variant(question: Question, chosen: int) -> tuple[Question | None, str, list[Diagnostic]]:
    """Return that variant, its values, and what is wrong with it."""
    if question.family is None:
        return question, "", []
    family = cast("Family", question.family)
    made, problems = family.question(chosen, {"id": question.id})
    told = [each for each in problems if each.severity is Severity.ERROR]
    if made is not None and made.points != question.points:
        made = changed_question(made, points=question.points)
    return made, family.told(chosen), told


def _report(report: Report | None, done: Mapping[str, Arranged], variants: Mapping[str, int]) -> Report | None:
    """Return the evidence of the variants taken, with options and statements counted as this version counts them."""
    if report is None:
        return None
    known = [(name, each, report.of(name)) for name, each in done.items()]
    return Report(tuple(_evidence(found.of_variant(variants[name]), each) for name, each, found in known if found))


def _evidence(found: QuestionEvidence, one: Arranged) -> QuestionEvidence:
    options, statements = one.moved.get(("options",)), one.moved.get(("statements",))
    if options is not None:
        places = _places(options)
        found = replace(
            found,
            options=tuple(
                sorted(
                    (replace(each, index=places.get(each.index, each.index)) for each in found.options),
                    key=lambda each: each.index,
                )
            ),
            equivalent=tuple(tuple(sorted(places.get(each, each) for each in group)) for group in found.equivalent),
            summary="" if _NAMES_OPTIONS.search(found.summary) else found.summary,
        )
    if statements is not None and len(found.statements) == len(statements):
        moved = tuple(
            replace(found.statements[at], label=found.statements[place].label) for place, at in enumerate(statements)
        )
        # the table of options stays, and what was said of them was said of other statements
        found = replace(found, statements=moved, options=(), equivalent=(), summary="")
    return found


def _places(order: Order) -> dict[int, int]:
    """Return where each option stands now, both counted from 1."""
    return {at + 1: place + 1 for place, at in enumerate(order)}


def _mentions(question: Question, moved: set[str]) -> Iterator[Diagnostic]:
    """Tell of texts that speak of options by their place."""
    if not isinstance(question, SingleChoice | MultipleChoice) or not question.shuffle:
        return
    path = stays(question, question.options, stem=question.stem)
    if path is not None:
        message = "this speaks of options by their place: they stand in the same order in all versions"
        yield diagnostic("QB468", message, question.origin.span(*path), question=question.id)
        return
    if question.id not in moved:
        return
    for text in texts(question):
        if text.path[0] == "stem" or text.path[-1] == "text":
            continue
        found = next(mentions(text.source, question.numbering, len(question.options), ordinals=True), None)
        if found:
            message = f"“{found.words}” may mean another option in each version"
            hint = "name the option by what it says, or write shuffle: false"
            span = text.span(found.offset, found.length)
            yield diagnostic("QB465", message, span, hint=hint, question=question.id)
