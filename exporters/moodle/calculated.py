"""The variants of a question as one calculated question of Moodle's, where it can carry them unharmed.

Moodle puts the values of wildcards into a text as they stand (``question/type/calculated/question.php``), so all
variants must be written alike but for numbers: ``x + 3`` and ``x - 3`` are not, nor ``2x`` and ``x``. Each number that
differs becomes a wildcard with a value for each variant. What Moodle makes of that is made here too, by
:func:`variants`, to compare it with the variants themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, count, groupby, zip_longest
from textwrap import shorten
from typing import TypeVar

from qbank.diagnostic import Severity
from qbank.schema import Bank, Question

from . import quiz
from .build import category, idnumber
from .digits import DIGITS, spelled
from .escape import plain_name
from .quiz import Answer, Dataset, Item, NumberAnswer, Rich, Worked
from .texts import Texts
from .typed import ANY

T = TypeVar("T")
MOST = 100
"""Values of a wildcard that Moodle's forms can show (``CALCULATEDQUESTIONMAXITEMNUMBER``)."""
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)", re.ASCII)
_EXPRESSION = "{="
"""With this Moodle begins a formula within a text."""
_SHOWN = 40
"""Characters of a text that a message shows."""
_PART_DIGITS = 12


class DifferentError(Exception):
    """Moodle cannot carry the variants as one question; the message says why."""


def gathered(
    texts: Texts, pairs: Sequence[tuple[Question, Item]], bank: Bank
) -> tuple[list[Item], list[tuple[Question, Item]]]:
    """Put a calculated question in the place of the variants of each question that Moodle can carry so.

    Returns what is to be written, and what Moodle must make of it: :func:`variants` of what was written.
    """
    items: list[Item] = []
    made: list[tuple[Question, Item]] = []
    for family, group in groupby(pairs, key=lambda pair: _family(bank, pair[0])):
        members = list(group)
        try:
            item, expected = _calculated(texts, family, members, bank) if family else (None, members)
        except DifferentError as problem:
            texts.tell("QB442", f"the variants stay questions of their own: {problem}", members[0][0], "parameters")
            item, expected = None, members
        items += [item] if item else [own for _, own in members]
        made += expected
    return items, made


def _family(bank: Bank, question: Question) -> Question | None:
    found = bank.variants.get(question.id)
    return found.family if found else None


def _calculated(
    texts: Texts, family: Question, members: Sequence[tuple[Question, Item]], bank: Bank
) -> tuple[Item, list[tuple[Question, Item]]]:
    if len(members) > MOST:
        message = (
            f"Moodle's calculated questions have at most {MOST} sets of values: {len(members) - MOST} are left out"
        )
        texts.tell("QB442", message, family, "parameters", severity=Severity.WARNING)
        members = members[:MOST]
    known = [bank.variants[question.id].values for question, _ in members]
    parameters = {name: [values[name] for values in known] for name in known[0]}
    names = {item.name for _, item in members}
    name = names.pop() if len(names) == 1 and family.title else plain_name(family.id)
    path, number = category(texts, family), idnumber(family.id)
    expected = [
        (question.model_copy(update={"id": family.id}), own._replace(category=path, idnumber=number, name=name))
        for question, own in members
    ]
    return merged([item for _, item in expected], parameters), expected


def merged(items: Sequence[Item], parameters: Mapping[str, Sequence[str]]) -> Item:
    """Return the variants of one question as a calculated question, with the name and place of the first.

    ``parameters``: their values in each variant, by name, after which wildcards are named. Raises
    :class:`DifferentError`.
    """
    first = items[0]
    if not isinstance(first.body, quiz.Numerical | quiz.Choice):
        raise DifferentError("Moodle has calculated questions for numbers and for options alone")
    for what in ("hints", "grade", "penalty", "tags"):
        _same(f"their {what}", [getattr(item, what) for item in items])
    cards = Wildcards(items, parameters)
    text = cards.rich("the stem", [item.text for item in items])
    feedback = cards.rich("the explanation", [item.general_feedback for item in items])
    numbers = [item.body for item in items if isinstance(item.body, quiz.Numerical)]
    choices = [item.body for item in items if isinstance(item.body, quiz.Choice)]
    body = _number(cards, numbers) if numbers else _choice(cards, choices)
    return first._replace(text=text, general_feedback=feedback, body=body)


def _number(cards: Wildcards, bodies: Sequence[quiz.Numerical]) -> quiz.CalculatedNumber:
    _same("their units", [(body.units, body.unit_penalty) for body in bodies])
    answers = tuple(_worked(cards, row) for row in _rows([body.answers for body in bodies]))
    return quiz.CalculatedNumber(answers, bodies[0].units, bodies[0].unit_penalty, cards.datasets())


def _choice(cards: Wildcards, bodies: Sequence[quiz.Choice]) -> quiz.CalculatedChoice:
    for what, name in (
        ("single", "the number of right options"),
        ("shuffle", "the shuffling"),
        ("numbering", "the numbering"),
        ("combined", "the feedback by outcome, where Moodle puts in no values,"),
    ):
        _same(name, [getattr(body, what) for body in bodies])
    answers = []
    for number, row in enumerate(_rows([body.answers for body in bodies]), 1):
        _same(f"what option {number} earns", [each.fraction for each in row])
        text = cards.rich(f"option {number}", [each.text for each in row])
        feedback = cards.rich(f"the feedback on option {number}", [each.feedback for each in row])
        answers.append(Worked(Answer(row[0].fraction, text, feedback)))
    first = bodies[0]
    return quiz.CalculatedChoice(
        first.single, first.shuffle, first.numbering, first.combined, tuple(answers), cards.datasets()
    )


def _rows(answers: Sequence[Sequence[T]]) -> list[tuple[T, ...]]:
    _same("the number of answers", [len(each) for each in answers])
    return list(zip(*answers, strict=True))


def _same(what: str, values: Sequence[object]) -> None:
    if any(value != values[0] for value in values):
        raise DifferentError(f"{what} differ{'' if what.startswith('their') else 's'} between variants")


# -- numbers


def _worked(cards: Wildcards, row: Sequence[NumberAnswer]) -> Worked:
    """Return one accepted answer of all variants."""
    _same("what an answer earns", [each.fraction for each in row])
    feedback = cards.rich("the feedback on an answer", [each.feedback for each in row])
    values = [each.value for each in row]
    if ANY in values:
        _same("the feedback on any other answer", values)
        return Worked(Answer(row[0].fraction, Rich(ANY), feedback))
    tolerance, relative = _tolerance([(Decimal(each.value), Decimal(each.tolerance)) for each in row])
    exponent = any("e" in value for value in values)
    length = max(_figures(value) if exponent else _decimals(value) for value in values)
    formula = Rich("{" + cards.name(tuple(values)) + "}")
    return Worked(Answer(row[0].fraction, formula, feedback), tolerance, relative, exponent, str(length))


def _tolerance(rows: Sequence[tuple[Decimal, Decimal]]) -> tuple[str, bool]:
    """Return the tolerance that all variants have, absolute or as a part of the answer."""
    tolerances = [tolerance for _, tolerance in rows]
    if len(set(tolerances)) == 1:
        return spelled(tolerances[0]), False
    value, tolerance = rows[0]
    if all(value for value, _ in rows):
        part = round(tolerance / abs(value), _PART_DIGITS)
        if all(part_of(part, value) == spelled(tolerance) for value, tolerance in rows):
            return spelled(part), True
    raise DifferentError("the tolerance differs between variants and is no fixed part of the answer")


def part_of(part: Decimal, value: Decimal) -> str:
    """Return a relative tolerance as the absolute one that it comes to."""
    return spelled(part * abs(value))


def _figures(value: str) -> int:
    return min(DIGITS, len(Decimal(value).normalize().as_tuple().digits))


def _decimals(value: str) -> int:
    return len(value.partition(".")[2])


# -- texts


class Wildcards:
    """The wildcards of one question: those with the same values in all variants are one."""

    def __init__(self, items: Sequence[Item], parameters: Mapping[str, Sequence[str]]) -> None:
        self._known: dict[tuple[str, ...], str] = {}
        self._named = {tuple(values): name for name, values in reversed([*parameters.items()])}
        self._written = "".join(text for item in items for text in _texts(item))

    def datasets(self) -> tuple[Dataset, ...]:
        """Return the wildcards that were asked for. Raises :class:`DifferentError` if there are none."""
        if not self._known:
            raise DifferentError("no value stands in them")
        return tuple(Dataset(name, values) for values, name in self._known.items())

    def name(self, values: tuple[str, ...]) -> str:
        """Return the name of the wildcard with these values: a parameter's where it can be, and in no formula."""
        if values not in self._known:
            own = self._named.get(values, "")
            names = [own] if re.fullmatch(r"[A-Za-z]\w*", own, re.ASCII) else []
            taken = set(self._known.values())
            free = chain(names, (f"v{number}" for number in count(1)))
            self._known[values] = next(
                name for name in free if name not in taken and f"{{{name}}}" not in self._written
            )
        return self._known[values]

    def rich(self, what: str, texts: Sequence[Rich]) -> Rich:
        """Return a text of all variants with wildcards where their numbers differ. Raises :class:`DifferentError`."""
        _same(f"the figures of {what}", [text.files for text in texts])
        if all(text == texts[0] for text in texts):
            return texts[0]
        if any(_EXPRESSION in text.html for text in texts):
            raise DifferentError(f"Moodle takes “{_EXPRESSION}” in {what} for the start of a formula to be worked out")
        cut = [_NUMBER.split(text.html) for text in texts]
        for other in cut:
            if other[::2] != cut[0][::2]:
                raise DifferentError(f"{what} is not written alike: {_apart(cut[0], other)}")
        numbers = zip(*(parts[1::2] for parts in cut), strict=True)
        made = [values[0] if len(set(values)) == 1 else "{" + self.name(tuple(values)) + "}" for values in numbers]
        woven = "".join(a + b for a, b in zip(cut[0][::2], [*made, ""], strict=True))
        return Rich(woven, texts[0].files)


def _texts(item: Item) -> Iterator[str]:
    """Yield the texts of an item in which Moodle looks for wildcards."""
    yield item.text.html
    yield item.general_feedback.html
    for answer in getattr(item.body, "answers", ()):
        yield answer.feedback.html
        if isinstance(answer, Answer):
            yield answer.text.html


def _apart(one: Sequence[str], other: Sequence[str]) -> str:
    """Show where two texts part that were cut at their numbers."""
    pairs = enumerate(zip_longest(one, other))
    at = next(at for at, (a, b) in pairs if at % 2 == 0 and a != b)
    shown = ["".join(parts[max(0, at - 1) : at + 2]).strip() for parts in (one, other)]
    return " and ".join(f"“{shorten(text, _SHOWN, placeholder='…')}”" for text in shown)


# -- what Moodle makes of it


def variants(item: Item) -> Iterator[Item]:
    """Yield the question that a student gets for each value of the wildcards; an ordinary one is itself."""
    if not isinstance(item.body, quiz.Calculated):
        yield item
        return
    for row in zip(*(each.values for each in item.body.datasets), strict=True):
        known = {each.name: value for each, value in zip(item.body.datasets, row, strict=True)}
        yield item._replace(
            text=_filled(item.text, known),
            general_feedback=_filled(item.general_feedback, known),
            body=_body(item.body, known),
        )


def _body(body: quiz.Calculated, known: Mapping[str, str]) -> quiz.Numerical | quiz.Choice:
    if isinstance(body, quiz.CalculatedNumber):
        answers = tuple(_answered(each, known) for each in body.answers)
        return quiz.Numerical(answers, body.units, body.unit_penalty)
    options = tuple(
        Answer(each.answer.fraction, _filled(each.answer.text, known), _filled(each.answer.feedback, known))
        for each in body.answers
    )
    return quiz.Choice(body.single, body.shuffle, body.numbering, body.combined, options)


def _answered(worked: Worked, known: Mapping[str, str]) -> NumberAnswer:
    value = _filled(worked.answer.text, known).html
    tolerance = part_of(Decimal(worked.tolerance), Decimal(value)) if worked.relative else worked.tolerance
    return NumberAnswer(worked.answer.fraction, value, tolerance, _filled(worked.answer.feedback, known))


def _filled(text: Rich, known: Mapping[str, str]) -> Rich:
    html = text.html
    for name, value in known.items():
        html = html.replace("{" + name + "}", value)
    return Rich(html, text.files)
