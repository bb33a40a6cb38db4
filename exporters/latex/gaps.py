"""Texts with gaps: rules to write on, menus to tick in the line, and options below the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from qbank.markup import parse, plain
from qbank.schema import ChoiceGap, Cloze, Gap, NumericalGap, Option, ShortAnswerGap, TickGap

from .answer import Accepted, Gaps, PrintedGap, PrintedOption
from .arranging import fits_in_line
from .blanks import numbers, starred, texts
from .choosing import fractions, options, parted
from .labels import named, worths
from .pen import Path, Pen

NARROWEST, WIDEST = 4, 14
"""Of a rule, in em."""
LONGEST_MENU = 60
"""Characters of a menu that stays in its line."""


def cloze(pen: Pen[Cloze]) -> Gaps:
    """Return the text without and with its gaps filled in, and what is accepted in each."""
    question, words = pen.question, pen.words
    shares = [question.share(name) for name in question.order]
    labels = gap_labels(question)
    gaps: dict[str, PrintedGap] = {}
    for name, share, worth in zip(question.order, shares, worths(shares, question.points, words), strict=True):
        gap = question.gaps[name]
        printed = WRITERS[gap.type](pen, gap, ("gaps", name), question.points * share / 100)
        gaps[name] = replace(printed, label=labels[name], worth=pen.plain(worth))
    width = _width(question)

    def stem(*, solved: bool) -> str:
        return pen.gaps(("stem",), question.stem, lambda name: _in_text(gaps[name], width, solved=solved), gaps)

    told = [words.fill if all(gap.place == "rule" for gap in gaps.values()) else words.fill_tick]
    if any(isinstance(gap, ShortAnswerGap) and gap.case_sensitive for gap in question.gaps.values()):
        told.append(words.capitals)
    return Gaps(
        kind="gaps",
        instruction=pen.plain(" ".join(told)),
        key="; ".join(f"{gap.label} {gap.filled}".strip() for gap in gaps.values()),
        stems=(stem(solved=False), stem(solved=True)),
        gaps=tuple(gaps.values()),
    )


def gap_labels(question: Cloze) -> dict[str, str]:
    """Return how each gap is named: by its number, where there are several or some are listed below the text."""
    numbered = len(question.gaps) > 1 or any(place(gap) in {"column", "row"} for gap in question.gaps.values())
    return {name: f"({number})" if numbered else "" for number, name in enumerate(question.order, 1)}


def place(gap: Gap) -> str:
    """Return where a gap is answered: on a ``rule``, in a ``menu`` of the line, or in a ``column`` or ``row`` below."""
    if not isinstance(gap, ChoiceGap | TickGap):
        return "rule"
    short = all(fits_in_line(each.text) for each in gap.options)
    if gap.layout == "menu" and short and _length(gap.options) <= LONGEST_MENU:
        return "menu"
    return "row" if gap.layout == "row" and short else "column"


def _length(choices: Sequence[Option]) -> int:
    return sum(len(plain(parse(each.text))) + 3 for each in choices)


def _width(question: Cloze) -> int:
    """Return the width of the rules: one for all, so that none tells the length of its answer."""
    blanks = (gap for gap in question.gaps.values() if isinstance(gap, NumericalGap | ShortAnswerGap))
    longest = max((len(str(gap.key)) for gap in blanks), default=0)
    return min(WIDEST, max(NARROWEST, longest * 7 // 10 + 2))


def _in_text(gap: PrintedGap, width: int, *, solved: bool) -> str:
    if gap.place == "menu":
        marks = ("picked" if solved and each.key else "pick" for each in gap.options)
        picks = r"\qbor{}".join(rf"\qb{mark}{{{each.text}}}" for mark, each in zip(marks, gap.options, strict=True))
        return rf"\qbmenu{{{gap.label}}}{{{picks}}}"
    wide = NARROWEST if gap.listed else width
    return rf"\qbgap{{{gap.label}}}{{{wide}em}}{{{gap.filled if solved else ''}}}"


def _numerical(pen: Pen[Cloze], gap: NumericalGap, path: Path, points: Decimal) -> PrintedGap:
    accepted = numbers(pen, gap, path, points)
    return PrintedGap(filled=accepted[0].text if accepted else "", accepted=accepted)


def _short_answer(pen: Pen[Cloze], gap: ShortAnswerGap, path: Path, points: Decimal) -> PrintedGap:
    notes = (pen.plain(pen.words.any_text),) if starred(gap) else ()
    return PrintedGap(filled=pen.plain(gap.key or ""), accepted=texts(pen, gap, path, points), notes=notes)


def _single_choice(pen: Pen[Cloze], gap: ChoiceGap, path: Path, points: Decimal) -> PrintedGap:
    keys = (gap.key,) if gap.key else ()
    shares = fractions(gap, len(gap.options))
    if place(gap) != "menu":
        printed = options(pen, path, gap.options, keys, shares=parted(shares), points=points)
        return _listed(pen, gap, keys, printed)
    printed = options(pen, path, gap.options, keys, shares=shares, points=points)
    told = [each for each, share in zip(printed, shares, strict=True) if each.key or share or each.feedback]
    return PrintedGap(
        filled="".join(each.text for each in printed if each.key),
        accepted=tuple(Accepted(each.text, each.worth, each.feedback) for each in told),
        options=printed,
        place="menu",
    )


def _multiple_choice(pen: Pen[Cloze], gap: TickGap, path: Path, points: Decimal) -> PrintedGap:
    keys, exactly = gap.key or (), gap.scoring == "all-or-nothing"
    shares = () if exactly else gap.fractions
    printed = options(pen, path, gap.options, keys, shares=shares, points=points, signed=True)
    return _listed(pen, gap, keys, printed, (pen.plain(pen.words.exactly),) if exactly else ())


def _listed(
    pen: Pen[Cloze],
    gap: ChoiceGap | TickGap,
    keys: Sequence[int],
    printed: tuple[PrintedOption, ...],
    notes: tuple[str, ...] = (),
) -> PrintedGap:
    filled = ", ".join(named(pen.question.numbering, key) for key in keys)
    return PrintedGap(filled=filled, options=printed, place=place(gap), notes=notes)


WRITERS: Mapping[str, Callable[..., PrintedGap]] = MappingProxyType(
    {
        "single-choice": _single_choice,
        "multiple-choice": _multiple_choice,
        "numerical": _numerical,
        "short-answer": _short_answer,
    }
)
"""How a gap is printed, by its type; its label and worth are added."""
