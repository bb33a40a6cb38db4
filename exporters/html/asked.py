"""Questions as they are asked: without anything that their keys had a part in.

Two banks that differ in their keys alone (which option is right, what belongs together, in which order things stand …)
give the same views here, and so the same exam and the same sheet, byte for byte. So what a page shows or hides tells
nothing, to whoever reads its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from .answer import Answer
from .choosing import Choosing
from .formulas import FormulaAnswer
from .gaps import GapsAnswer
from .pairing import MatchAnswer, OrderAnswer, Side
from .view import QuestionView
from .writing import EssayAnswer, NumberAnswer, TextAnswer


def asked(view: QuestionView) -> QuestionView:
    """Return a question without its key, its feedback, hints and explanation, and what was checked."""
    answer = view.answer
    stem = view.stem
    if isinstance(answer, GapsAnswer):  # their names may be what they are to be filled with
        stem = tuple(str(answer.gaps[part].number) if at % 2 else part for at, part in enumerate(stem))
    return replace(
        view,
        stem=stem,
        answer=_asked(answer),
        hints=(),
        feedback={},
        explanation=Markup(),
        details=(),
        evidence=None,
    )


def _asked(answer: Any) -> Any:
    taking = _WITHOUT_KEY.get(type(answer))
    return taking(answer) if taking else answer


def _choosing(answer: Choosing) -> Choosing:
    return replace(
        answer,
        choices=tuple(
            replace(choice, feedback=Markup(), fraction=Decimal(0), earns="", keyed=False) for choice in answer.choices
        ),
        statements=tuple(replace(each, correct=None, explanation=Markup()) for each in answer.statements),
    )


def _match(answer: MatchAnswer) -> MatchAnswer:
    return replace(answer, rights=_numbered(answer.rights), keys=())


def _order(answer: OrderAnswer) -> OrderAnswer:
    items = _numbered([answer.items[index] for index in answer.shown])
    return replace(answer, items=items, shown=tuple(range(len(items))))


def _numbered(sides: Sequence[Side]) -> tuple[Side, ...]:
    return tuple(replace(side, number=number) for number, side in enumerate(sides, 1))


def _gaps(answer: GapsAnswer) -> GapsAnswer:
    gaps = [replace(gap, name=str(gap.number), answer=_asked(gap.answer)) for gap in answer.gaps.values()]
    return replace(answer, gaps={gap.name: gap for gap in gaps})


_WITHOUT_KEY: Mapping[type, Callable[[Any], Answer]] = MappingProxyType(
    {
        Choosing: _choosing,
        NumberAnswer: lambda answer: replace(
            answer, taken=(), bounds=(), units=(), unit_penalty=None if answer.unit_penalty is None else Decimal(0)
        ),
        TextAnswer: lambda answer: replace(answer, taken=(), pieces=()),
        FormulaAnswer: lambda answer: replace(answer, taken=(), samples=None, form=False),
        MatchAnswer: _match,
        OrderAnswer: _order,
        GapsAnswer: _gaps,
        EssayAnswer: lambda answer: replace(answer, model_answer=Markup(), rubric=()),
    }
)
"""What is left of each kind of answer."""


def asked_data(view: QuestionView) -> dict[str, Any]:
    """Return what the exam page's script knows of a question: what its answers are called in the file it saves."""
    return {"type": view.question.type, "number": view.number, **_data(view.answer)}


def _data(answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": answer.kind}
    if isinstance(answer, Choosing):
        told["options"] = {choice.number: choice.words for choice in answer.choices}
        told["labels"] = list(answer.labels)
    elif isinstance(answer, MatchAnswer):
        told |= answer.data() | {
            "lefts": [left.words for left in answer.lefts],
            "rights": [right.words for right in answer.rights],
        }
    elif isinstance(answer, OrderAnswer):
        told |= {"labels": list(answer.labels), "items": [item.words for item in answer.items]}
    elif isinstance(answer, GapsAnswer):
        told["gaps"] = {name: {"number": gap.number, **_data(gap.answer)} for name, gap in answer.gaps.items()}
    elif isinstance(answer, EssayAnswer):
        told |= answer.data()
    return told
