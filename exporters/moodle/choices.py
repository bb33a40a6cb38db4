"""Choice questions, and statements that are true or false."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from markupsafe import Markup

from qbank.markup import Node
from qbank.schema import MultipleChoice, Option, Question, SingleChoice, Statements, TickFields, TrueFalse

from . import quiz
from .digits import decimal
from .grid import on_grid, outward, whole
from .quiz import Answer, Rich
from .render import Place, Renderer, render, render_labelled
from .texts import Path, Piece, Texts

NUMBERING: Mapping[str, str] = MappingProxyType(
    {"123": "123", "abc": "abc", "ABC": "ABCD", "iii": "iii", "III": "IIII", "none": "none"}
)


def single_choice(texts: Texts, question: SingleChoice) -> quiz.Choice:
    """Build a question with one right option."""
    return _choice(texts, question, shuffle=question.shuffle)


def statements(texts: Texts, question: Statements) -> quiz.Choice:
    """Build a question on statements.

    Rows of truth values have an order of their own, so they are shuffled only where the author says so.
    """
    return _choice(texts, question, shuffle=question.shuffle and "shuffle" in question.model_fields_set)


def _choice(texts: Texts, question: SingleChoice | Statements, *, shuffle: bool) -> quiz.Choice:
    options = question.choices
    fractions = [
        texts.fraction(question, ("options", index), question.fraction(index + 1)) for index in range(len(options))
    ]
    if fractions.count("100") != 1:  # Moodle takes that in silence
        hint = "mark one option as the answer"
        texts.tell("QB412", "one option must earn 100 %, or nobody can get full marks", question, "options", hint=hint)
    return quiz.Choice(
        single=True,
        shuffle=shuffle and may_shuffle(texts, question, options, ("options",)),
        numbering=NUMBERING[question.numbering],
        combined=texts.combined(question, counted=False),
        answers=tuple(_answers(texts, question, options, fractions)),
    )


def multiple_choice(texts: Texts, question: MultipleChoice) -> quiz.Choice:
    """Build a question with several right options."""
    options = question.choices
    fractions = [decimal(each) for each in shares(texts, question, question, ())]
    return quiz.Choice(
        single=False,
        shuffle=question.shuffle and may_shuffle(texts, question, options, ("options",)),
        numbering=NUMBERING[question.numbering],
        combined=texts.combined(question, counted=True),
        answers=tuple(_answers(texts, question, options, fractions)),
    )


def _answers(texts: Texts, question: Question, options: Sequence[Option], fractions: Sequence[str]) -> Iterator[Answer]:
    for index, (option, fraction) in enumerate(zip(options, fractions, strict=True)):
        yield Answer(
            fraction,
            texts.rich(question, ("options", index, "text"), option.text, inline=True),
            texts.rich(question, ("options", index, "feedback"), option.feedback),
        )


def may_shuffle(texts: Texts, question: Question, options: Sequence[Option], path: Path) -> bool:
    """Return whether Moodle may shuffle: not where an option must keep its place, which Moodle cannot do."""
    fixed = any(option.pin or option.means in {"none", "all"} for option in options)
    if fixed:
        message = "Moodle cannot shuffle around an option that keeps its place: the options are not shuffled"
        texts.tell("QB414", message, question, *path)
    return not fixed


# -- what ticks earn


def wanted_shares(ticks: TickFields) -> list[Decimal]:
    """Return what ticking each option is to earn in Moodle, in percent, off the grid too.

    Moodle only adds: all or nothing becomes a wrong tick that takes everything.
    """
    if ticks.scoring == "balanced":
        return list(ticks.fractions)
    right = set(ticks.key or ())
    return [Decimal(100) / len(right) if n in right else Decimal(-100) for n in range(1, len(ticks.options) + 1)]


def shares(texts: Texts, question: Question, ticks: TickFields, path: Path) -> list[Decimal]:
    """Return what ticking each option earns on Moodle's grid, and note what had to change.

    ``path`` leads to what has the options. The right ones make 100 % together, and ticking everything never earns more
    than it would have: what wrong ones take away is only ever rounded up.
    """
    wanted = wanted_shares(ticks)
    note_all_or_nothing(texts, question, ticks, path)
    right = sorted(ticks.key or ())
    found = [each if each > 0 else outward(each) for each in wanted]
    made = whole([wanted[n - 1] for n in right])
    if made is None:
        what = f"{len(right)} right options cannot share the points" if right else "no option is right"
        hint = "Moodle's least share is 5 %: at most 20 options can be right" if right else ""
        texts.tell("QB413" if right else "QB412", f"{what} in Moodle", question, *path, "options", hint=hint)
        return found
    for n, share in zip(right, made, strict=True):
        found[n - 1] = share
    moved = [(old, new) for old, new in zip(wanted, found, strict=True) if on_grid(old) != new]
    if moved:
        before = _listed([old for old, _ in moved])
        after = _listed([new for _, new in moved])
        message = f"Moodle has no fraction of {before}: these options get {after} instead"
        texts.tell("QB416", message, question, *path, "options")
    return found


def _listed(fractions: Sequence[Decimal]) -> str:
    counts = {each: fractions.count(each) for each in dict.fromkeys(fractions)}
    return ", ".join(
        f"{round(each, 5).normalize():f} %" + (f" ({count} times)" if count > 1 else "")
        for each, count in counts.items()
    )


def note_all_or_nothing(texts: Texts, question: Question, ticks: TickFields, path: Path) -> None:
    """Note where all or nothing is not to be had."""
    if ticks.scoring == "all-or-nothing" and len(ticks.key or ()) > 1:
        message = (
            "Moodle cannot grade all or nothing: a wrong tick takes all points away, "
            "but some of the right options alone earn their part"
        )
        texts.tell("QB417", message, question, *path, "scoring")


# -- statements and truth


def true_false(texts: Texts, question: TrueFalse) -> quiz.TrueFalse:
    """Build a statement that is true or false."""
    right = texts.rich(question, ("feedback", "correct"), question.feedback.correct)
    wrong = texts.rich(question, ("feedback", "incorrect"), question.feedback.incorrect)
    if question.feedback.partial.strip():
        texts.lose(question, "feedback.partial")
    return quiz.TrueFalse(bool(question.key), *((right, wrong) if question.key else (wrong, right)))


def lettered(texts: Texts, question: Statements, _body: quiz.Body) -> Rich:
    """Return the stem with the statements below it, lettered (A), (B) and so on."""
    told: list[Piece] = [(("stem",), question.stem, render)]
    told += [
        (("statements", index, "text"), each.text, _labelled(index)) for index, each in enumerate(question.statements)
    ]
    return texts.joined(question, told)


def explained(texts: Texts, question: Statements) -> Rich:
    """Return the explanations of the statements, lettered, before the question's own."""
    solved: list[Piece] = [
        (("statements", index, "explanation"), each.explanation, _labelled(index))
        for index, each in enumerate(question.statements)
    ]
    return texts.joined(question, [*solved, (("explanation",), question.explanation, render)])


def _labelled(index: int) -> Renderer:
    def renderer(tree: Node, place: Place) -> Markup:
        return render_labelled(f"({chr(65 + index)})", tree, place)

    return renderer
