"""Questions answered by ticking: options, and statements with options."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from qbank.schema import MultipleChoice, Option, SingleChoice, Statements, TrueFalse

from .answer import Choices, PrintedOption, PrintedStatement
from .labels import label, letter, named, worths
from .pen import Path, Pen
from .strings import Strings


class Scored(Protocol):
    """What earns shares of the points."""

    def fraction(self, number: int) -> Decimal:
        """Return what option ``number`` earns, in percent."""


def single_choice(pen: Pen[SingleChoice]) -> Choices:
    """Return options of which one is right."""
    question = pen.question
    return _one(pen, question, question.options, question.key)


def statements(pen: Pen[Statements]) -> Choices:
    """Return statements, and options that say which of them are true."""
    question, words = pen.question, pen.words
    lettered = tuple(
        PrintedStatement(
            letter(number),
            pen.beside(("statements", number - 1, "text"), statement.text),
            pen.plain({True: words.true, False: words.false, None: ""}[statement.correct]),
            pen.beside(("statements", number - 1, "explanation"), statement.explanation),
        )
        for number, statement in enumerate(question.statements, 1)
    )
    return _one(pen, question, question.choices, question.key, lettered)


def _one(
    pen: Pen[SingleChoice] | Pen[Statements],
    scored: Scored,
    choices: Sequence[Option],
    key: int | None,
    lettered: tuple[PrintedStatement, ...] = (),
) -> Choices:
    words = pen.words
    shares = fractions(scored, len(choices))
    return Choices(
        kind="statements" if lettered else "choices",
        instruction=pen.plain(f"{words.tick_one} {words.costs if min(shares) < 0 else ''}".strip()),
        key=named(pen.question.numbering, key) if key else "",
        options=options(pen, (), choices, (key,) if key else (), shares=parted(shares), points=pen.question.points),
        statements=lettered,
    )


def multiple_choice(pen: Pen[MultipleChoice]) -> Choices:
    """Return options of which each is ticked or not."""
    question, words = pen.question, pen.words
    key = question.key or ()
    exactly = question.scoring == "all-or-nothing"
    shares = () if exactly else question.fractions
    told = words.exactly if exactly else words.balanced if min(shares) < 0 else ""
    return Choices(
        kind="choices",
        instruction=pen.plain(f"{words.tick_all} {told}".strip()),
        key=", ".join(named(question.numbering, number) for number in key),
        options=options(pen, (), question.options, key, shares=shares, points=question.points, signed=True),
    )


def true_false(pen: Pen[TrueFalse]) -> Choices:
    """Return the two options of a statement."""
    words, key = pen.words, pen.question.key
    return Choices(
        kind="choices",
        instruction=pen.plain(words.tick_truth),
        key=pen.plain({True: words.true, False: words.false, None: ""}[key]),
        options=tuple(PrintedOption("", pen.plain(text), key is value) for value, text in truths(words).items()),
    )


def truths(words: Strings) -> dict[bool, str]:
    """Return both truth values in words, in the order in which they are printed."""
    return {True: words.true, False: words.false}


def fractions(scored: Scored, count: int) -> tuple[Decimal, ...]:
    """Return what each of ``count`` options earns, in percent."""
    return tuple(scored.fraction(number) for number in range(1, count + 1))


def parted(shares: Sequence[Decimal]) -> Sequence[Decimal]:
    """Return ``shares`` where some earn a part, nothing where it is all or nothing."""
    return shares if any(share not in {0, 100} for share in shares) else ()


def options(
    pen: Pen[Any],
    path: Path,
    choices: Sequence[Option],
    keys: Sequence[int],
    *,
    shares: Sequence[Decimal],
    points: Decimal,
    signed: bool = False,
) -> tuple[PrintedOption, ...]:
    """Return options as they are printed; ``path`` leads to what holds them, ``shares`` is empty for all or nothing."""
    earned = worths(shares, points, pen.words, signed=signed) if shares else [""] * len(choices)
    return tuple(
        PrintedOption(
            label(pen.question.numbering, number),
            pen.beside((*path, "options", number - 1, "text"), option.text),
            number in keys,
            pen.plain(worth),
            pen.text((*path, "options", number - 1, "feedback"), option.feedback),
        )
        for number, (option, worth) in enumerate(zip(choices, earned, strict=True), 1)
    )
