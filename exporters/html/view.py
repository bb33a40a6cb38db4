"""What the templates show of a question: plain values, texts rendered already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from qbank.schema import Question

from .answers import ANSWERS, Answer
from .evidence import EvidenceView, evidence_view
from .labels import LABELS, decimal_text
from .strings import Strings
from .writer import Page, Writer

OUTCOMES = ("correct", "partial", "incorrect")


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question, in the order in which the page shows its parts."""

    question: Question
    number: int
    """Counted from 1; 0 for a text that asks nothing."""
    lang: str
    points: str
    stem: tuple[Markup | str, ...]
    """In pieces: between them stand gaps, by their names."""
    answer: Answer
    """What the student answers with."""
    hints: tuple[Markup, ...]
    feedback: Mapping[str, Markup]
    explanation: Markup
    details: tuple[tuple[str, str], ...]
    """Names and values that only the solutions show."""
    evidence: EvidenceView | None

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @property
    def category(self) -> str:
        """The category, its levels apart."""
        return self.question.category.replace("/", " › ")

    @property
    def title(self) -> str:
        """The title, or nothing."""
        return self.question.title

    @property
    def difficulty(self) -> str:
        """``easy``, ``medium``, ``hard`` or nothing."""
        return self.question.difficulty or ""

    @property
    def template(self) -> str:
        """The template of its kind of answer: boxes look as radio buttons do."""
        return "one" if self.answer.kind == "several" else self.answer.kind

    @property
    def has_explanation(self) -> bool:
        """Whether there is anything to explain after answering."""
        return bool(self.explanation) or self.answer.explains

    @property
    def worth(self) -> Decimal:
        """The points that the practice page counts."""
        return self.question.points if self.answer.counted else Decimal(0)


def question_view(question: Question, number: int, page: Page) -> QuestionView:
    """Return what the page shows of ``question``.

    Raises :class:`KeyError` for a type that is not in :data:`~.answers.ANSWERS`; ask first.
    """
    writer = Writer(question, page)
    answer = ANSWERS[question.type](writer)
    found = page.report.of(question.id) if page.report else None
    asks = answer.kind != "nothing"
    return QuestionView(
        question=question,
        number=number,
        lang=question.language if question.language and question.language != page.language else "",
        points=decimal_text(question.points, page.strings),
        stem=writer.stem(tuple(getattr(question, "gaps", ()))),
        answer=answer,
        hints=tuple(writer.text(("hints", n), hint, 4) for n, hint in enumerate(question.hints if asks else ())),
        feedback={
            outcome: writer.text(("feedback", outcome), getattr(question.feedback, outcome), 4)
            for outcome in (OUTCOMES if asks else ())
        },
        explanation=writer.text(("explanation",), question.explanation, 4),
        details=_details(question, page.strings),
        evidence=evidence_view(found, page.strings, LABELS[question.numbering], page.language.lower().partition("-")[0])
        if found
        else None,
    )


def _details(question: Question, strings: Strings) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("ID", question.id),
        (strings.objective, question.objective),
        (strings.tags, ", ".join(question.tags)),
        (strings.author, question.author),
        (strings.source, question.source),
    )
    return tuple((name, value) for name, value in pairs if value)
