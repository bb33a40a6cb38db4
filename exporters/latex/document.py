"""What the documents say besides the questions: title block, sections, grading table, running head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from textwrap import shorten

from qbank.exam.sheet import Exam
from qbank.schema import Question, Settings

from .content import Printed
from .escape import metadata
from .labels import amount, points
from .strings import STRINGS, Strings, strings
from .writer import Writer

RUNNING, BESIDE = 60, 36
"""Characters of the title that fit into a running head, and into one that has room for a name."""
IN_ROW = 13
"""Cells in one row of the grading table."""
MOST_ROWS = 3
"""Rows of the grading table; longer ones are told by section, where there are several."""


@dataclass(frozen=True, slots=True)
class Grading:
    """The grading table: rows of questions, the total last; or a line for each section. Each with its points."""

    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    by_section: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedExam:
    """The title block; every text is LaTeX, and empty where the author gave none."""

    course: str
    date: str
    duration: str
    version: str
    """In words: ``Version A``."""
    instructions: str
    fields: tuple[str, ...]
    """What the student fills in."""
    grading: Grading | None


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """Some questions under a title; without an exam, all of them under none."""

    title: str
    instructions: str
    points: str
    questions: tuple[Printed, ...]


def values(
    settings: Settings, exam: Exam | None, shown: Sequence[Printed], asked: Sequence[Question], writer: Writer
) -> dict[str, object]:
    """Return what all templates are given, but for what differs from document to document."""
    words = strings(settings.language) or STRINGS["en"]
    counted = [question for question in shown if question.number]
    title = exam.title if exam and exam.title else settings.title
    author = exam.author if exam and exam.author else settings.author
    total = sum((question.points for question in asked), Decimal(0))
    number = words.one_question if len(counted) == 1 else words.many_questions
    facts = [writer.text(author), writer.text(exam.duration if exam else "")]
    facts.append(writer.text(f"{number.format(n=len(counted))}, {points(total, words)}"))
    alike = {question.answer.instruction for question in counted} == {writer.text(words.tick_one)}
    return {
        "words": _escaped(words, writer),
        "questions": shown,
        "asked": counted,
        "sections": list(_sections(exam, shown, words, writer)),
        "exam": _exam(exam, counted, words, writer),
        "instructions": writer.text(words.instructions) if alike else "",
        "title": writer.text(title),
        "author": writer.text(author),
        "licence": writer.text(settings.licence),
        "facts": r" \textbullet{} ".join(filter(None, facts)),
        "running": writer.text(shorten(title, RUNNING, placeholder=" …")),
        "beside": writer.text(shorten(title, BESIDE, placeholder=" …")),
        "properties": f"pdftitle={{{metadata(title)}}},pdfauthor={{{metadata(author)}}}",
        "language": settings.language,
        "total": writer.text(amount(total, words)),
        "page": _page(words, writer),
    }


def _escaped(words: Strings, writer: Writer) -> Strings:
    """Return the words as LaTeX; those with something to be filled in are no more to be used."""
    return replace(words, **{field.name: writer.text(getattr(words, field.name)) for field in fields(words)})


def _page(words: Strings, writer: Writer) -> str:
    macros = {"{n}": r"\thepage{}", "{m}": r"\pageref{LastPage}"}
    return "".join(macros.get(part) or writer.text(part) for part in re.split(r"(\{[nm]\})", words.page))


def _exam(exam: Exam | None, counted: Sequence[Printed], words: Strings, writer: Writer) -> PrintedExam:
    if exam is None:
        return PrintedExam("", "", "", "", "", tuple(map(writer.text, (words.name, words.number))), None)
    text = writer.text
    return PrintedExam(
        course=text(exam.course),
        date=text(exam.date),
        duration=text(exam.duration),
        version=text(words.version.format(n=exam.version)) if exam.version else "",
        instructions=writer.markdown(exam.instructions),
        fields=tuple(map(text, exam.fields or (words.name, words.number))),
        grading=_grading(exam, counted, writer, words) if exam.grading_table else None,
    )


def _sections(exam: Exam | None, shown: Sequence[Printed], words: Strings, writer: Writer) -> Iterator[PrintedSection]:
    if exam is None:
        yield PrintedSection("", "", "", tuple(shown))
        return
    by_id = {question.id: question for question in shown}
    for section in exam.sections:
        yield PrintedSection(
            writer.text(section.title),
            writer.markdown(section.instructions),
            writer.text(points(section.points, words)),
            tuple(by_id[name] for name in section.questions if name in by_id),
        )


def _grading(exam: Exam, counted: Sequence[Printed], writer: Writer, words: Strings) -> Grading:
    """Return the grading table, by question or, where that would be long, by section."""
    if len(counted) > IN_ROW * MOST_ROWS and len(exam.sections) > 1:
        named = [
            (writer.text(section.title or str(number)), amount(section.points, words))
            for number, section in enumerate(exam.sections, 1)
        ]
        return Grading(by_section=tuple(named))
    cells = [(str(question.number), question.value) for question in counted]
    cells.append((writer.text(words.total), amount(exam.points, words)))
    rows = -(-len(cells) // IN_ROW)
    long = -(-len(cells) // rows)
    return Grading(rows=tuple(tuple(cells[at : at + long]) for at in range(0, len(cells), long)))
