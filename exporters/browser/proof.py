"""What ``qbank show`` prints of a question's check, beyond what the HTML pages tell."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from qbank.evidence import QuestionEvidence
from qbank.markup import parse
from qbank.schema import Question

from ..html.evidence import inline
from ..html.render import Context, render_inline
from .strings import Words


@dataclass(frozen=True, slots=True)
class ProofView:
    """What was asked, from what, and what came out; empty where the check says nothing of it."""

    premises: tuple[Markup, ...]
    domain: tuple[Markup, ...]
    asked_heading: str
    asked: Markup
    answer_heading: str
    answer: Markup
    relation: str
    equivalent: tuple[str, ...]
    lines: tuple[int, ...]
    """Of the file, for each line of the solution."""
    variants: str


def proof_view(
    question: Question, found: QuestionEvidence, words: Words, derived: str, bank_language: str
) -> ProofView:
    """Return the view; ``derived`` is the heading of an answer that was derived."""
    language = (question.language or bank_language).lower().partition("-")[0]
    premises = tuple(inline(each, language) for each in question.check.given) if question.check else ()
    asked = found.asked or (question.check.find if question.check else "")
    if asked and not premises:
        premises = (Markup.escape(words.premises_of_stem),)
    variants = found.variants
    return ProofView(
        premises=premises,
        domain=tuple(_line(each, language) for each in found.domain),
        asked_heading=words.asked_read if found.inferred else words.asked,
        asked=_line(asked, language),
        answer_heading=derived if asked else words.statements_say,
        answer=Markup.escape(found.answer) if found.type == "statements" else inline(found.answer, language),
        relation=found.relation,
        equivalent=tuple(", ".join(map(str, group)) for group in found.equivalent),
        lines=tuple(step.line for step in found.steps),
        variants=words.variants.format(checked=variants.checked, count=variants.count) if variants else "",
    )


def _line(text: str, language: str) -> Markup:
    """Return a line of the checker's or of the check block: words, formulas between dollars."""
    quiet = Context(figure=lambda _: "", problem=lambda *_: None, language=language)
    return render_inline(parse(text), quiet) if text else Markup()
