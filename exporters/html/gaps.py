"""Gaps in a text, each with an answer of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, cast

from markupsafe import Markup

from qbank.schema import Cloze
from qbank.schema.cloze import ChoiceGap, NumericalGap, ShortAnswerGap, TickGap

from .answer import Answer, Counted
from .choosing import Choosing, fits_menu, option_views, places
from .labels import decimal_text, plain_number
from .writer import Writer
from .writing import number_answer, text_answer


@dataclass(frozen=True, slots=True)
class GapView:
    """One gap: its number in the text, what it is worth, and what it is filled with."""

    name: str
    number: int
    share: Decimal
    points: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class GapsAnswer(Counted):
    """The gaps of a text, by their names, in the order of the text."""

    kind: ClassVar[str] = "gaps"
    prompt: ClassVar[str] = "fill_gaps"
    explains: ClassVar[bool] = False
    gaps: Mapping[str, GapView]
    shuffles: bool

    def data(self) -> dict[str, Any]:
        """Return what each gap is worth, and how it is graded."""
        return {
            "gaps": {
                name: {
                    "kind": gap.answer.kind,
                    "share": plain_number(gap.share),
                    "number": gap.number,
                    **gap.answer.data(),
                }
                for name, gap in self.gaps.items()
            }
        }

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield what the gaps hold."""
        for name, gap in self.gaps.items():
            yield from ((f"{what} of gap {name}", text) for what, text in gap.answer.texts())


def cloze(writer: Writer) -> GapsAnswer:
    """Return the gaps of a text."""
    question = cast("Cloze", writer.question)
    gaps = {
        name: GapView(
            name,
            number,
            question.share(name),
            decimal_text(round(question.points * question.share(name) / 100, 4), writer.page.strings),
            _answer(writer, question.gaps[name], ("gaps", name)),
        )
        for number, name in enumerate(question.order, 1)
    }
    return GapsAnswer(gaps, any(gap.answer.shuffles for gap in gaps.values()))


def _answer(writer: Writer, gap: ChoiceGap | TickGap | NumericalGap | ShortAnswerGap, path: tuple[str, str]) -> Answer:
    if isinstance(gap, NumericalGap):
        return number_answer(writer, gap, path)
    if isinstance(gap, ShortAnswerGap):
        return text_answer(writer, gap, path)
    shuffles = gap.shuffle and writer.question.shuffle
    fractions = [gap.fraction(n) for n in range(1, len(gap.options) + 1)]
    keys = gap.key or () if isinstance(gap, TickGap) else () if gap.key is None else (gap.key,)
    exact = isinstance(gap, TickGap) and gap.scoring == "all-or-nothing"
    choices = option_views(writer, gap.options, fractions, keys, path, inline=True, exact=exact)
    layout = "row" if gap.layout == "menu" and not fits_menu(gap.options) else gap.layout
    labels = ("",) * len(choices) if layout == "menu" else places(writer, choices)
    several = isinstance(gap, TickGap)
    return Choosing("several" if several else "one", "gap", choices, labels, shuffles, (), exact, layout)
