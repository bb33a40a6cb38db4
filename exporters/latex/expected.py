"""What a document has to hold of a question, told from the question alone: one function for each type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from qbank.schema import (
    ChoiceGap,
    Cloze,
    Essay,
    Formula,
    Matching,
    MultipleChoice,
    Numerical,
    NumericalFields,
    Option,
    Ordering,
    Question,
    ShortAnswer,
    ShortAnswerFields,
    SingleChoice,
    Statements,
    TickGap,
    TrueFalse,
)
from qbank.schema.formula import undollared
from qbank.scrambling import scrambled

from . import escape
from .arranging import fits_in_line
from .blanks import interval, ranges
from .choosing import fractions, parted, truths
from .decoding import OPEN, TICKED, formula
from .essays import MOST_LINES
from .fields import Field, Fields, View, code, markdown, prose
from .gaps import gap_labels, place
from .labels import label, letter, named, points, unit, worths
from .strings import Strings

FULL = Decimal(100)


def expected(question: Question, words: Strings, *, solved: bool, sheet: bool) -> list[Field]:
    """Return what is printed of a question without its solution, in order."""
    view = View(words, solved, sheet)
    if isinstance(question, Cloze):
        return [Field("stem", (), markdown(question.stem, _in_stem(question, view))), *_cloze(question, view)]
    return [Field("stem", (), markdown(question.stem)), *ANSWERS[question.type](question, view)]


def solution(question: Question, words: Strings) -> list[Field]:
    """Return what is printed of the solution, in order."""
    told: list[Field] = []
    if isinstance(question, Statements):
        told += _explained(question, words)
    if isinstance(question, Essay):
        told += [Field("model", (), markdown(question.model_answer))] * bool(question.model_answer.strip())
        told += [
            Field("criterion", (prose("" if each.points is None else points(each.points, words)),), markdown(each.text))
            for each in question.rubric
        ]
    outcomes = {"correct": words.right, "partial": words.partly, "incorrect": words.wrong}
    for name, word in outcomes.items():
        text = getattr(question.feedback, name)
        told += [Field("outcome", (), prose(f"{word}{words.colon}") + markdown(text))] * bool(text.strip())
    told += [Field("hint", (), prose(f"{words.hint}{words.colon}") + markdown(hint)) for hint in question.hints]
    return told + [Field("explanation", (), markdown(question.explanation))] * bool(question.explanation.strip())


def _explained(question: Statements, words: Strings) -> Fields:
    for count, statement in enumerate(question.statements, 1):
        truth = "" if statement.correct is None else f"{truths(words)[statement.correct]}."
        if truth or statement.explanation.strip():
            yield Field("statement", (letter(count),), prose(truth) + markdown(statement.explanation))


def key(question: Question, words: Strings) -> str:
    """Return the key as the marking sheet has it."""
    return KEYS[question.type](question, words) if question.type in KEYS else ""


# ------------------------------------------------------------------------------------------------------------ ticking


def _options(
    choices: Sequence[Option], keys: Sequence[int], worth: Sequence[str], numbering: str, view: View
) -> Fields:
    for count, option in enumerate(choices, 1):
        ticked = view.solved and count in keys
        yield Field("key" if ticked else "option", (label(numbering, count),), markdown(option.text))
        if view.marked and worth:
            yield Field("worth", (prose(worth[count - 1]),))
        if view.marked and option.feedback.strip():
            yield Field("feedback", (markdown(option.feedback),))


def _parted(shares: Sequence[Decimal], value: Decimal, words: Strings) -> list[str]:
    return worths(parted(shares), value, words)


def _single(question: SingleChoice | Statements, view: View) -> Fields:
    worth = _parted(fractions(question, len(question.choices)), question.points, view.words)
    return _options(question.choices, (question.key or 0,), worth, question.numbering, view)


def _statements(question: Statements, view: View) -> Fields:
    for count, statement in enumerate(question.statements, 1):
        yield Field("statement", (letter(count),), markdown(statement.text))
    yield from _single(question, view)


def _multiple(question: MultipleChoice, view: View) -> Fields:
    exactly = question.scoring == "all-or-nothing"
    worth = [] if exactly else worths(question.fractions, question.points, view.words, signed=True)
    return _options(question.options, question.key or (), worth, question.numbering, view)


def _true_false(question: TrueFalse, view: View) -> Fields:
    for value, word in truths(view.words).items():
        yield Field("key" if view.solved and question.key is value else "option", ("",), prose(word))


# ------------------------------------------------------------------------------------------------------------ writing


def _numerical(question: Numerical, view: View) -> Fields:
    named_unit = "" if question.unit_penalty else prose(unit(question.unit))
    if not view.solved:
        yield Field("shortblank", (prose(view.words.answer), named_unit))
        return
    accepted = list(_numbers(question, question.points, view.words, question.unit))
    yield from _answered(accepted[0][1] if accepted else "", accepted, view)


Told = tuple[str, str, str]
"""What is accepted: its worth, its text, its feedback."""


def _numbers(fields: NumericalFields, value: Decimal, words: Strings, named_unit: str = "") -> Iterator[Told]:
    earned = worths([each.fraction for each in fields.accepted], value, words)
    for each, is_range, worth in zip(fields.accepted, ranges(fields), earned, strict=True):
        text = interval(each, is_range=is_range, words=words, named=named_unit)
        yield prose(worth), prose(text), markdown(each.feedback)


def _answered(filled: str, accepted: Sequence[Told], view: View) -> Fields:
    yield Field("answer", (prose(view.words.answer), filled))
    if view.marked:
        yield from _accepted(accepted)


def _accepted(accepted: Sequence[Told]) -> Fields:
    if len(accepted) == 1 and not accepted[0][2]:
        return
    for worth, text, feedback in accepted:
        yield Field("accept", (worth,), text)
        if feedback:
            yield Field("feedback", (feedback,))


def _short_answer(question: ShortAnswer, view: View) -> Fields:
    if not view.solved:
        yield Field("blank", (prose(view.words.answer),))
        return
    yield from _answered(prose(question.key or ""), list(_texts(question, question.points, view.words)), view)


def _texts(fields: ShortAnswerFields, value: Decimal, words: Strings) -> Iterator[Told]:
    earned = worths([each.fraction for each in fields.answers], value, words)
    for each, worth in zip(fields.answers, earned, strict=True):
        yield prose(worth), prose(each.shown), markdown(each.feedback)


def _formula(question: Formula, view: View) -> Fields:
    if not view.solved:
        yield Field("blank", (prose(view.words.answer),))
        return
    earned = worths([FULL, *(each.fraction for each in question.answers)], question.points, view.words)
    further = [(each.formula, each.feedback) for each in question.answers]
    accepted = [
        (prose(worth), _written(latex), markdown(feedback))
        for (latex, feedback), worth in zip([(question.answer, ""), *further], earned, strict=True)
    ]
    yield from _answered(accepted[0][1], accepted, view)


def _written(latex: str) -> str:
    return formula(escape.formula(undollared(latex), lambda _char: None))


# ----------------------------------------------------------------------------------------------------------- arranging


def _matching(question: Matching, view: View) -> Fields:
    shown = [question.matches[index] for index in scrambled(question.scramble, question.matches)]
    for row in range(max(len(question.pairs), len(shown))):
        if row < len(question.pairs):
            pair = question.pairs[row]
            match = letter(shown.index(pair.right.strip()) + 1)
            yield Field("left", (label("123", row + 1), match if view.solved else ""), markdown(pair.left))
        if row < len(shown):
            yield Field("right", (letter(row + 1),), markdown(shown[row]))


def _ordering(question: Ordering, view: View) -> Fields:
    inline = question.layout == "horizontal" and all(map(fits_in_line, question.items))
    for index in scrambled(question.scramble, question.items):
        mark = str(index + 1) if view.solved else ""
        yield Field("inlineplace" if inline else "place", (mark,), markdown(question.items[index]))


# ---------------------------------------------------------------------------------------------------------------- gaps


def _filled(gap: object, question: Cloze, words: Strings) -> str:
    """Return what fills a gap in the line."""
    if isinstance(gap, NumericalFields):
        return next((text for _, text, _ in _numbers(gap, question.points, words)), "")
    if isinstance(gap, ShortAnswerFields):
        return prose(gap.key or "")
    keys = _gap_keys(gap)
    if isinstance(gap, ChoiceGap) and place(gap) == "menu":
        return "".join(markdown(gap.options[each - 1].text) for each in keys)
    return ",".join(named(question.numbering, each) for each in keys)


def _gap_keys(gap: object) -> tuple[int, ...]:
    if isinstance(gap, TickGap):
        return gap.key or ()
    return (gap.key,) if isinstance(gap, ChoiceGap) and gap.key else ()


def _in_stem(question: Cloze, view: View) -> dict[str, str]:
    """Return what stands in each gap of the text."""
    shown = {name: _filled(gap, question, view.words) if view.solved else "" for name, gap in question.gaps.items()}
    for name, gap in question.gaps.items():
        if isinstance(gap, ChoiceGap) and place(gap) == "menu":
            boxes = [TICKED if view.solved and count == gap.key else OPEN for count in range(1, len(gap.options) + 1)]
            shown[name] = "".join(box + markdown(each.text) for box, each in zip(boxes, gap.options, strict=True))
    return shown


def _cloze(question: Cloze, view: View) -> Fields:
    labels = gap_labels(question)
    shares = [question.share(name) for name in question.order]
    for name, share, worth in zip(question.order, shares, worths(shares, question.points, view.words), strict=True):
        gap, value = question.gaps[name], question.points * share / 100
        where = place(gap)
        if where == "row" and not view.marked:
            yield from _row(gap, question.numbering, view)
            continue
        accepted = list(_accepted(_gap_told(gap, value, view))) if view.marked else []
        if where in {"row", "column"} or accepted or (view.marked and labels[name]):
            yield Field("gaphead", (labels[name], prose(worth) if view.marked else ""))
        if isinstance(gap, ChoiceGap | TickGap) and where != "menu":
            yield from _options(gap.options, _gap_keys(gap), _gap_worth(gap, value, view), question.numbering, view)
        else:
            yield from accepted


def _row(gap: object, numbering: str, view: View) -> Fields:
    if isinstance(gap, ChoiceGap | TickGap):
        for count, option in enumerate(gap.options, 1):
            ticked = view.solved and count in _gap_keys(gap)
            yield Field("rowkey" if ticked else "rowoption", (label(numbering, count),), markdown(option.text))


def _gap_worth(gap: ChoiceGap | TickGap, value: Decimal, view: View) -> list[str]:
    if isinstance(gap, ChoiceGap):
        return _parted(fractions(gap, len(gap.options)), value, view.words)
    return [] if gap.scoring == "all-or-nothing" else worths(gap.fractions, value, view.words, signed=True)


def _gap_told(gap: object, value: Decimal, view: View) -> list[Told]:
    if isinstance(gap, NumericalFields):
        return list(_numbers(gap, value, view.words))
    if isinstance(gap, ShortAnswerFields):
        return list(_texts(gap, value, view.words))
    if not isinstance(gap, ChoiceGap):
        return []
    shares = fractions(gap, len(gap.options))
    rows = zip(gap.options, shares, worths(shares, value, view.words), strict=True)
    return [
        (prose(worth), markdown(option.text), markdown(option.feedback))
        for count, (option, share, worth) in enumerate(rows, 1)
        if count == gap.key or share or option.feedback.strip()
    ]


# -------------------------------------------------------------------------------------------------------------- essays


def _essay(question: Essay, view: View) -> Fields:
    if view.solved:
        return
    if question.template.strip():
        written = code if question.response == "code" else markdown
        yield Field("template", (), written(question.template))
    if question.lines and question.response != "none" and view.sheet:
        yield Field("lines", (str(min(question.lines, MOST_LINES)),))


def _nothing(_question: Question, _view: View) -> Fields:
    return iter(())


ANSWERS: Mapping[str, Callable[..., Fields]] = MappingProxyType(
    {
        "single-choice": _single,
        "multiple-choice": _multiple,
        "true-false": _true_false,
        "statements": _statements,
        "numerical": _numerical,
        "short-answer": _short_answer,
        "formula": _formula,
        "matching": _matching,
        "ordering": _ordering,
        "essay": _essay,
        "description": _nothing,
    }
)
"""What is printed behind a stem, by type; of a cloze, whose stem has more to it, see :func:`expected`."""


def _one_key(question: SingleChoice | Statements, _words: Strings) -> str:
    return named(question.numbering, question.key) if question.key else ""


KEYS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "single-choice": _one_key,
        "statements": _one_key,
        "multiple-choice": lambda q, _words: ",".join(named(q.numbering, each) for each in q.key or ()),
        "true-false": lambda q, words: prose(truths(words).get(q.key, "")),
        "numerical": lambda q, words: next((text for _, text, _ in _numbers(q, q.points, words, q.unit)), ""),
        "short-answer": lambda q, _words: prose(q.key or ""),
        "formula": lambda q, _words: _written(q.answer),
        "matching": lambda q, words: ",".join(
            "".join(field.marks).replace(".", "")
            for field in _matching(q, View(words, solved=True, sheet=True))
            if field.name == "left"
        ),
        "ordering": lambda q, _words: ",".join(str(index + 1) for index in scrambled(q.scramble, q.items)),
        "cloze": lambda q, words: ";".join(gap_labels(q)[name] + _filled(q.gaps[name], q, words) for name in q.order),
        "essay": lambda q, words: prose(words.by_rubric) if q.rubric or q.model_answer else "",
    }
)
"""The key in short, by type."""
