"""From questions to the values of Moodle's file: what all types have, and which module builds each type's own part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from qbank.diagnostic import Severity
from qbank.evidence import Report
from qbank.losses import said
from qbank.schema import (
    Cloze,
    Description,
    Essay,
    Formula,
    Matching,
    MultipleChoice,
    Numerical,
    Ordering,
    Question,
    Raw,
    ShortAnswer,
    SingleChoice,
    Statements,
    TrueFalse,
)

from . import arranged, choices, gapped, typed, written
from .digits import decimal
from .escape import category_path, plain_name
from .quiz import Body, Item, Rich
from .reading import canonical, kept_item
from .texts import Texts

DEFAULT_PENALTY, STACK_PENALTY = Decimal("33.33333"), Decimal(10)
"""Moodle's and STACK's own, in percent, where the author names none."""
MAX_IDNUMBER = 100


def _stem(texts: Texts, question: Question, _body: Body) -> Rich:
    return texts.rich(question, ("stem",), question.stem)


def _explanation(texts: Texts, question: Question) -> Rich:
    return texts.rich(question, ("explanation",), question.explanation)


def _points(question: Question, _body: Body) -> Decimal:
    return question.points


@dataclass(frozen=True, slots=True)
class Kind:
    """How a type becomes an item. The functions get a question of that type."""

    body: Callable[[Texts, Any], Body]
    text: Callable[[Texts, Any, Any], Rich] = _stem
    feedback: Callable[[Texts, Any], Rich] = _explanation
    points: Callable[[Any, Any], Decimal] = _points
    parts: bool = False
    """Whether hints count the right choices and clear the wrong ones."""
    penalty: Decimal = DEFAULT_PENALTY
    loses: tuple[str, ...] = ()
    """Fields that this type has no place for in Moodle."""


KINDS: Mapping[type[Question], Kind] = MappingProxyType(
    {
        SingleChoice: Kind(choices.single_choice),
        MultipleChoice: Kind(choices.multiple_choice, parts=True),
        TrueFalse: Kind(choices.true_false, penalty=Decimal(100)),
        Statements: Kind(choices.statements, text=choices.lettered, feedback=choices.explained),
        Numerical: Kind(typed.numerical),
        ShortAnswer: Kind(typed.short_answer),
        Formula: Kind(typed.formula),
        Matching: Kind(arranged.matching, parts=True),
        Ordering: Kind(arranged.ordering, parts=True, loses=("numbering",)),
        Cloze: Kind(gapped.cloze, text=gapped.text, points=gapped.points, parts=True, loses=("feedback", "numbering")),
        Essay: Kind(written.essay, loses=("hints", "feedback")),
        Description: Kind(written.description, loses=("hints", "feedback")),
    }
)


def build(texts: Texts, question: Question) -> Item | None:
    """Return the item of a question, or ``None`` and an error where Moodle has no such type."""
    if isinstance(question, Raw):
        return _kept(texts, question)
    kind = KINDS.get(type(question))
    if kind is None:
        texts.tell("QB410", f"the Moodle exporter does not know the type {question.type} yet", question, "type")
        return None
    return _item(texts, question, kind)


def _kept(texts: Texts, question: Raw) -> Item | None:
    """Return a question that is kept whole; one of another program's is left out."""
    if question.format != "moodle-xml":
        message = f"a question kept in the format {question.format} cannot go to Moodle: it is left out"
        texts.tell("QB410", message, question, "format", severity=Severity.WARNING)
        return None
    try:
        canonical(question.content)
    except ValueError as problem:
        texts.tell("QB440", f"this cannot go back to Moodle: {problem}", question, "content")
        return None
    return kept_item(category(texts, question), question.content.strip())


def category(texts: Texts, question: Question) -> str:
    """Return the category of a question as Moodle writes it."""
    return category_path(question.category or texts.settings.title, literal=not question.category)


def build_stack(texts: Texts, question: Formula, report: Report | None) -> Item | None:
    """Return the item of a formula for STACK, or ``None`` and a warning where it can only be a short answer."""
    from . import maxima, stack  # noqa: PLC0415  # they import the reader of formulas

    try:
        body = stack.stack(texts, question, report)
    except maxima.UnprintableError as problem:
        texts.tell("QB441", f"STACK does not get this question, it stays a short answer: {problem}", question, "answer")
        return None
    kind = Kind(
        lambda _texts, _question: body,
        text=lambda texts, question, body: stack.with_field(_stem(texts, question, body)),
        feedback=lambda texts, question: stack.castext(_explanation(texts, question)),
        penalty=STACK_PENALTY,
    )
    return _item(texts, question, kind)


def _item(texts: Texts, question: Question, kind: Kind) -> Item:
    for name in kind.loses:
        if said(question, name):
            texts.lose(question, name)
    body = kind.body(texts, question)
    penalty = kind.penalty if question.penalty is None else question.penalty
    return Item(
        category=category(texts, question),
        idnumber=idnumber(question.id),
        name=plain_name(question.title or question.id),
        text=kind.text(texts, question, body),
        general_feedback=kind.feedback(texts, question),
        grade=decimal(kind.points(question, body)),
        penalty=decimal(penalty / 100),
        hints=() if "hints" in kind.loses else texts.hints(question, parts=kind.parts),
        tags=tuple(dict.fromkeys(plain_name(tag, 50) for tag in question.tags)),
        body=body,
    )


def idnumber(identifier: str) -> str:
    """Return an identifier in the length that Moodle keeps; a longer one ends in a hash of the whole."""
    if len(identifier) <= MAX_IDNUMBER:
        return identifier
    mark = hashlib.sha256(identifier.encode()).hexdigest()[:12]
    return f"{identifier[: MAX_IDNUMBER - 13]}-{mark}"
