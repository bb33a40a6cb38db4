"""What exam pages and sheets show around their questions: title block, sections, time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from qbank.exam.sheet import Exam, Section
from qbank.markup import parse
from qbank.registry import Paper
from qbank.schema import Bank

from .labels import decimal_text, total
from .render import Context, render
from .strings import Strings
from .view import QuestionView

_DURATION = re.compile(
    r"(?:(\d{1,2})\s*(?:h(?:ours?|rs?|eures?|oras?)?|Std\.?|Stunden?|个?小时)(?:,|\s*(?:and|und|et|y)\b)?)?"
    r"\s*(?:(\d{1,4})\s*(?:min\.?|mins|minut[eo][ns]?|minutos|Min\.?|Minuten?|分钟?|’|')?)?"
)
"""Hours and minutes, as authors write them in the languages that the pages speak."""
_SIZES = {Paper.A4: "A4", Paper.LETTER: "letter"}


@dataclass(frozen=True, slots=True)
class SectionView:
    """Some questions under a title."""

    title: str
    instructions: Markup
    points: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class SittingView:
    """An exam as a page shows it; a bank that is no exam is one as well."""

    title: str
    course: str
    date: str
    duration: str
    minutes: int
    """The same in minutes; 0 where there is none, or none that can be read."""
    version: str
    instructions: Markup
    fields: tuple[str, ...]
    """What students fill in."""
    grading: bool
    """Whether there is a table for the points reached."""
    room: bool
    """Whether there is room for answers."""
    sections: tuple[SectionView, ...]


MOST_GRADED = 36
"""Questions up to which a sheet has a table of points when nobody says whether it has one."""


def sitting_view(
    exam: Exam | None, bank: Bank, views: Sequence[QuestionView], strings: Strings, context: Context
) -> SittingView:
    """Return how ``views`` stand in an exam, or one after another where there is no exam.

    Instructions are rendered in ``context``. A section without any question that can be shown is left out.
    """
    by_id = {view.id: view for view in views}
    sections = exam.sections if exam else ()
    if not sections:
        sections = (Section("", "", tuple(by_id), total(view.question.points for view in views if view.number)),)
    shown = (
        SectionView(
            section.title,
            _text(section.instructions, context),
            decimal_text(section.points, strings),
            tuple(by_id[name] for name in section.questions if name in by_id),
        )
        for section in sections
    )
    graded = exam.grading_table if exam else sum(view.number > 0 for view in views) <= MOST_GRADED
    return SittingView(
        title=exam.title if exam and exam.title else bank.settings.title,
        course=exam.course if exam else "",
        date=exam.date if exam else "",
        duration=exam.duration if exam else "",
        minutes=minutes(exam.duration) if exam else 0,
        version=exam.version if exam else "",
        instructions=_text(exam.instructions, context) if exam else Markup(),
        fields=(exam.fields if exam else ()) or (strings.name, strings.student_number),
        grading=graded,
        room=exam.answer_space if exam else True,
        sections=tuple(section for section in shown if section.questions),
    )


def _text(text: str, context: Context) -> Markup:
    return render(parse(text), context) if text.strip() else Markup()


def minutes(duration: str) -> int:
    """Return a time in an author's words in minutes (``90 minutes``, ``1 h 30 min``); 0 unless all of it is read."""
    found = _DURATION.fullmatch(duration.strip())
    return int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0


def printed(paper: Paper, sitting: SittingView) -> str:
    """Return the rule for printed pages (CSS Paged Media level 3): size, running title and page numbers."""
    running = " · ".join(filter(None, (sitting.course, sitting.title, sitting.version)))
    return (
        f"@page {{ size: {_SIZES[paper]}; margin: 17mm 17mm 19mm; font: 9pt system-ui, sans-serif; "
        f"@bottom-left {{ content: {_css_string(running)}; }} "
        '@bottom-right { content: counter(page) " / " counter(pages); } }\n'
    )


def _css_string(text: str) -> str:
    r"""Return a text as CSS writes it: all but letters, digits and blanks as ``\HEX`` (CSS Syntax level 3, 4.3.7)."""
    return '"' + re.sub(r"[^\w \-.,:·]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'
