"""One question in the order of one version: an ordinary question, its options in another order and its key moved.

Where each part stands follows from the seed, the version and the question's identifier alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from qbank.schema import (
    ChoiceGap,
    Cloze,
    Matching,
    MultipleChoice,
    Option,
    Question,
    SingleChoice,
    Statements,
    TickGap,
    logic,
)

from .chance import rank, shuffled
from .copying import changed, changed_question
from .naming import combines, mentions, sums_up
from .origin import Relocated, Steps

Order = tuple[int, ...]
"""Which of the author's parts (from 0) stands at each place."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """A question as a version has it, and ``moved``: by the path of a list, the order of what stands in it."""

    question: Question
    original: Question
    """The same in the author's order."""
    moved: Mapping[Steps, Order] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draw:
    """What decides an order: the exam's seed, and the number of the version, from 0."""

    seed: str
    version: int

    def order(self, name: str, texts: Sequence[str]) -> Order:
        """Return the indices of texts in a random order, which follows from the texts and not from their order."""
        seed = (self.seed, "order", self.version, name)
        return tuple(shuffled(range(len(texts)), *seed, name=lambda at: texts[at]))


def arranged(question: Question, draw: Draw) -> Arranged:
    """Return a question in the order of a version: as it is where its author wants no shuffling."""
    if not question.shuffle:
        return Arranged(question, question)
    fields, moved = _ARRANGE[question.type](question, draw) if question.type in _ARRANGE else ({}, {})
    moved = {path: order for path, order in moved.items() if list(order) != sorted(order)}
    origin = Relocated(question.origin, lambda path: _written(path, moved)) if moved else question.origin
    made = changed_question(question, origin, **fields, shuffle=False)
    made._scramble = rank(draw.seed, "scramble", draw.version, question.id)  # noqa: SLF001  # ours to set
    return Arranged(made, question, moved)


def _written(path: Steps, moved: Mapping[Steps, Order]) -> Steps:
    """Return where a part of the arranged question stands in the author's."""
    steps = list(path)
    for at, step in enumerate(path):
        order = moved.get(path[:at])
        if order is not None and isinstance(step, int) and step < len(order):
            steps[at] = order[step]
    return tuple(steps)


_Fields = tuple[dict[str, Any], dict[Steps, Order]]


def stays(question: Question, options: Sequence[Option], *, stem: str) -> Steps | None:
    """Return the path of what forbids to move a question's options: a stem or an option that names others by place."""
    texts: list[tuple[Steps, str]] = [(("stem",), stem)] if stem else []
    texts += [(("options", at, "text"), each.text) for at, each in enumerate(options)]
    for path, text in texts:
        if next(mentions(text, question.numbering, len(options)), None):
            return path
        if path[0] == "options" and combines(text):
            return path
    summing = _summing(options)
    astray = [
        at
        for at in summing
        if options[at].means is None and not options[at].pin and not {*summing}.issuperset(range(at, len(options)))
    ]
    return ("options", astray[0], "text") if astray else None


def _summing(options: Sequence[Option]) -> list[int]:
    return [at for at, each in enumerate(options) if each.means or sums_up(each.text)]


def _order(options: Sequence[Option], keys: Sequence[int], name: str, draw: Draw, *, summing: bool = True) -> Order:
    """Return the order of options. One that is pinned keeps its place, one that is ``summing`` up others comes last.

    A single key takes each place in turn, so that in as many versions as there are places no two agree.
    """
    pinned = {at for at, each in enumerate(options) if each.pin}
    last = [at for at in _summing(options) if at not in pinned] if summing else []
    free = [at for at in range(len(options)) if at not in pinned and at not in last]
    places = [at for at in range(len(options)) if at not in pinned]
    content = [free[at] for at in draw.order(name, [options[at].text for at in free])]
    if len(keys) == 1 and keys[0] - 1 in free:
        key = keys[0] - 1
        turns = shuffled(range(len(free)), draw.seed, "turns", name)
        content.remove(key)
        content.insert(turns[draw.version % len(free)], key)
    order = list(range(len(options)))
    for place, at in zip(places, [*content, *last], strict=True):
        order[place] = at
    return tuple(order)


def _moved(options: Sequence[Option], order: Order) -> tuple[Option, ...]:
    return tuple(options[at] for at in order)


def _single(question: SingleChoice, draw: Draw) -> _Fields:
    if stays(question, question.options, stem=question.stem) is not None:
        return {}, {}
    order = _order(question.options, [question.key or 0], question.id, draw)
    fields: dict[str, Any] = {"options": _moved(question.options, order)}
    if question.answer is not None:
        fields["answer"] = order.index(question.answer - 1) + 1
    return fields, {("options",): order}


def _multiple(question: MultipleChoice, draw: Draw) -> _Fields:
    if stays(question, question.options, stem=question.stem) is not None:
        return {}, {}
    order = _order(question.options, question.key or (), question.id, draw)
    fields: dict[str, Any] = {"options": _moved(question.options, order)}
    if question.answer is not None:
        fields["answer"] = tuple(sorted(order.index(number - 1) + 1 for number in question.answer))
    return fields, {("options",): order}


def _statements(question: Statements, draw: Draw) -> _Fields:
    """Move the options; where these are a whole truth table, which has an order of its own, move the statements."""
    rows = [logic.read_row(option.text) if option.means is None else None for option in question.choices]
    if None in rows or "shuffle" in question.model_fields_set:
        order = _order(question.choices, [question.key or 0], question.id, draw, summing=False)
        fields: dict[str, Any] = {"options": tuple(question.choices[at] for at in order)}
        if question.answer is not None:
            fields["answer"] = order.index(question.answer - 1) + 1
        return fields, {("options",): order}
    count = len(question.statements)
    bare = not any(each.feedback or each.fraction is not None or each.pin for each in question.options)
    if set(rows) != set(logic.all_valuations(count)) or not bare or _speaks_of_statements(question):
        return {}, {}
    order = _turned([each.text for each in question.statements], question.id, draw)
    fields = {"statements": tuple(question.statements[at] for at in order)}
    row = rows[question.key - 1] if question.key else None
    if row is not None and question.options:
        fields["answer"] = rows.index(tuple(row[at] for at in order)) + 1
        fields["options"] = tuple(changed(each, correct=None) for each in question.options)
    elif row is not None and question.answer is not None:
        fields["answer"] = rows.index(tuple(row[at] for at in order)) + 1
    return fields, {("statements",): order}


def _turned(texts: Sequence[str], name: str, draw: Draw) -> Order:
    """Return the indices of texts in a random order that begins with another of them in each version."""
    order = shuffled(range(len(texts)), draw.seed, "order", name, name=lambda at: texts[at])
    turn = draw.version % len(order)
    return (*order[turn:], *order[:turn])


def _speaks_of_statements(question: Statements) -> bool:
    """Tell whether any text may mean a statement by its letter or place, so that they had better stay."""
    texts = [question.stem, question.explanation, *question.hints]
    texts += [question.feedback.correct, question.feedback.partial, question.feedback.incorrect]
    texts += [text for each in question.statements for text in (each.text, each.explanation)]
    return any(_STATEMENT.search(text) for text in texts)


_STATEMENT = re.compile(
    r"\([A-J]\)|(?i:\bstatements? (?:[a-j]|\d)\b|\b(?:first|second|third|former|latter|previous|above|preceding)\b)"
)


def _matching(question: Matching, draw: Draw) -> _Fields:
    order = draw.order(question.id, [each.left for each in question.pairs])
    return {"pairs": tuple(question.pairs[at] for at in order)}, {("pairs",): order}


def _cloze(question: Cloze, draw: Draw) -> _Fields:
    gaps: dict[str, Any] = {}
    moved: dict[Steps, Order] = {}
    for name, gap in question.gaps.items():
        gaps[name] = gap
        if not isinstance(gap, ChoiceGap | TickGap) or not gap.shuffle:
            continue
        if stays(question, gap.options, stem="") is not None:
            gaps[name] = changed(gap, shuffle=False)
            continue
        keys = gap.key if isinstance(gap.key, tuple) else (gap.key or 0,)
        order = _order(gap.options, keys, f"{question.id}/{name}", draw)
        fields: dict[str, Any] = {"options": _moved(gap.options, order), "shuffle": False}
        if isinstance(gap, ChoiceGap) and gap.answer is not None:
            fields["answer"] = order.index(gap.answer - 1) + 1
        elif isinstance(gap, TickGap) and gap.answer is not None:
            fields["answer"] = tuple(sorted(order.index(number - 1) + 1 for number in gap.answer))
        gaps[name] = changed(gap, **fields)
        moved["gaps", name, "options"] = order
    return {"gaps": gaps}, moved


_ARRANGE: Mapping[str, Callable[[Any, Draw], _Fields]] = MappingProxyType(
    {
        "single-choice": _single,
        "multiple-choice": _multiple,
        "statements": _statements,
        "matching": _matching,
        "cloze": _cloze,
    }
)
"""What moves in a question, by its type. Things to be put in order are scrambled by the version's seed alone."""
