"""Reads a written file back and compares it: with the values that were to be written, and with the questions.

The second comparison goes past rendering and escaping: keys, points, and the letters of every text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from types import MappingProxyType
from typing import Any

from qbank.gaps import with_gaps
from qbank.markup import parse
from qbank.schema import (
    Cloze,
    Description,
    Essay,
    Formula,
    Matching,
    MultipleChoice,
    Numerical,
    NumericalGap,
    Ordering,
    Question,
    Raw,
    ShortAnswer,
    ShortAnswerGap,
    ShortAnswerText,
    SingleChoice,
    Statements,
    TickGap,
    TrueFalse,
)

from .arranged import GRADING, MAX_MATCH, match_text
from .build import idnumber
from .calculated import variants
from .choices import wanted_shares
from .escape import plain_name, xml_text
from .gapped import weights
from .letters import bare, intended, intended_tree, seen, without_gaps
from .quiz import FIELD, Combined, Item, Kept, Rich, Stack
from .reading import canonical, infos, parsed, read
from .typed import ANY, literal
from .written import RESPONSE, points_label

FULL = Decimal(100)
_ROUNDED = Decimal("0.005")
_STORED = Decimal("0.0000001")
"""All that Moodle stores of marks."""


def differences(
    data: bytes, pairs: Sequence[tuple[Question, Item]], about: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """Yield the id of each question that the file holds otherwise, with what differs; ``about``: of the categories."""
    try:
        root = parsed(data)
        stored = [each for found in read(root) for each in variants(found)]
    except ValueError as error:
        yield "", f"it is no Moodle XML ({error})"
        return
    used = {item.category for _, item in pairs}
    wanted = {name: text for name, text in about.items() if any(f"{each}/".startswith(f"{name}/") for each in used)}
    if infos(root) != wanted:
        yield "", "what is told about categories"
    if len(stored) != len(pairs):
        yield "", f"it holds {len(stored)} questions, not {len(pairs)}"
        return
    for (question, item), found in zip(pairs, stored, strict=True):
        if isinstance(question, Raw):
            if found.body != Kept(canonical(question.content)) or found.category != item.category:
                yield question.id, "what was kept"
            continue
        if type(item.body) is not type(found.body):
            yield question.id, "the type"
        for name, ours, theirs in zip(Item._fields, item, found, strict=True):
            if ours != theirs:
                yield question.id, name
        for what in _content_differences(question, found):
            yield question.id, what


def _content_differences(question: Question, item: Item) -> Iterator[str]:
    """Compare an item with the question itself."""
    if item.idnumber != idnumber(question.id):
        yield "the identifier"
    if abs(Decimal(item.grade) - _points(question)) > _STORED:
        yield "the points"
    for what, found, meant in _texts(question, item):
        if seen(found) != meant:
            yield what
    if item.hints and len(item.hints) != len(question.hints):
        yield "the number of hints"
    try:
        yield from _BODIES[type(question)](question, item.body)
    except (AttributeError, TypeError) as error:  # another kind of body
        yield f"the type ({error})"


def _points(question: Question) -> Decimal:
    return Decimal(sum(weights(question).values())) if isinstance(question, Cloze) else question.points


def _texts(question: Question, item: Item) -> Iterator[tuple[str, Rich, str]]:
    """Yield the texts that all types have, with what they should say."""
    statements = question.statements if isinstance(question, Statements) else ()
    lettered = [(f"({chr(65 + index)})", each) for index, each in enumerate(statements)]
    told = [label + intended(each.text) for label, each in lettered]
    solved = [label + intended(each.explanation) for label, each in lettered if each.explanation.strip()]
    if isinstance(question, Cloze):
        yield "the text", without_gaps(item.text), intended_tree(with_gaps(parse(question.stem), question.gaps))
    else:
        field = [bare(FIELD)] if isinstance(item.body, Stack) else []
        yield "the text", item.text, "".join([intended(question.stem), *told, *field])
    yield "the explanation", item.general_feedback, "".join([*solved, intended(question.explanation)])
    for number, (hint, meant) in enumerate(zip(item.hints, question.hints, strict=False), 1):
        yield f"hint {number}", hint.text, intended(meant)


def _combined(question: Question, combined: Combined) -> Iterator[str]:
    told = question.feedback
    if seen(combined.correct) != intended(told.correct):
        yield "the feedback on right answers"
    if seen(combined.partial) != intended(told.partial):
        yield "the feedback on partly right answers"
    if seen(combined.incorrect) != intended(told.incorrect):
        yield "the feedback on wrong answers"


# -- each type


def _choice(question: SingleChoice | Statements, body: Any) -> Iterator[str]:
    if [n for n, answer in enumerate(body.answers, 1) if Decimal(answer.fraction) == 100] != [question.key]:
        yield "the key"
    for number, answer in enumerate(body.answers, 1):
        if abs(Decimal(answer.fraction) - question.fraction(number)) > _ROUNDED:
            yield f"what option {number} earns"
    yield from _options(question, body)


def _multiple(question: MultipleChoice, body: Any) -> Iterator[str]:
    earned = [Decimal(answer.fraction) for answer in body.answers]
    yield from _ticks(earned, wanted_shares(question), question.key or ())
    if body.single:
        yield "that several options can be ticked"
    yield from _options(question, body)


def _ticks(earned: Sequence[Decimal], wanted: Sequence[Decimal], key: Sequence[int]) -> Iterator[str]:
    """Compare what ticks earn: the right ones make a whole, and no wrong one takes less than it should."""
    if [n for n, each in enumerate(earned, 1) if each > 0] != list(key):
        yield "the key"
    if abs(sum((each for each in earned if each > 0), -FULL)) > _ROUNDED:
        yield "what the right options earn together"
    wrong: list[tuple[Decimal, Decimal]] = [pair for pair in zip(earned, wanted, strict=True) if pair[1] <= 0]
    if any(not each - 10 < found < each + _ROUNDED for found, each in wrong):
        yield "what wrong options take away"


def _options(question: SingleChoice | MultipleChoice | Statements, body: Any) -> Iterator[str]:
    yield from _combined(question, body.combined)
    if len(body.answers) != len(question.choices):
        yield "the number of options"
    for number, (answer, option) in enumerate(zip(body.answers, question.choices, strict=False), 1):
        if seen(answer.text) != intended(option.text):
            yield f"the text of option {number}"
        if seen(answer.feedback) != intended(option.feedback):
            yield f"the feedback on option {number}"


def _true_false(question: TrueFalse, body: Any) -> Iterator[str]:
    if body.right != question.key:
        yield "the key"
    chosen = (body.if_true, body.if_false) if body.right else (body.if_false, body.if_true)
    if [seen(each) for each in chosen] != [intended(question.feedback.correct), intended(question.feedback.incorrect)]:
        yield "the feedback"


def _numerical(question: Numerical, body: Any) -> Iterator[str]:
    wanted = [(each.fraction, each.low, each.high, each.feedback) for each in question.accepted]
    found = [each for each in body.answers if each.value != ANY]
    if len(found) != len(wanted):
        yield "the number of answers"
    for answer, (fraction, low, high, feedback) in zip(found, wanted, strict=False):
        yield from _interval(answer.value, answer.tolerance, low, high)
        yield from _earned(question, answer, fraction, feedback)
    yield from _any_other(question, body)
    yield from _units(question, body)


def _units(question: Numerical, body: Any) -> Iterator[str]:
    meant = [(question.unit, Decimal(1))] if question.unit else []
    meant += [(each.name, each.factor) for each in question.units]
    if [name for name, _ in body.units] != [xml_text(name.replace(" ", "")) for name, _ in meant]:
        yield "the units"
    factors = zip((Decimal(found) for _, found in body.units), (factor for _, factor in meant), strict=False)
    if any(abs(found - factor) > Decimal("1e-18") for found, factor in factors):
        yield "the factors of the units"
    if Decimal(body.unit_penalty or 0) * 100 != (question.unit_penalty or 0):
        yield "what a wrong unit costs"


def _interval(value: str, tolerance: str, low: Decimal, high: Decimal) -> Iterator[str]:
    """Compare what is accepted, with all that Moodle keeps of a number."""
    with localcontext(prec=700):
        middle, margin = Decimal(value), Decimal(tolerance)
        fine = Decimal("1e-13") * max(abs(low), abs(high))
        if not low - fine <= middle - margin <= low or not high <= middle + margin <= high + fine:
            yield f"what is accepted around {value}"


def _earned(question: Question, answer: Any, fraction: Decimal, feedback: str) -> Iterator[str]:
    if abs(Decimal(answer.fraction) - fraction) > _ROUNDED:
        yield "what an answer earns"
    told = question.feedback
    general = told.correct if fraction == FULL else told.partial if fraction > 0 else told.incorrect
    if seen(answer.feedback) != intended(feedback) + intended(general):
        yield "the feedback on an answer"


def _any_other(question: Question, body: Any) -> Iterator[str]:
    """Compare the feedback on any other answer, if there is one."""
    if intended(question.feedback.incorrect) and ANY not in {
        getattr(each, "value", "") or getattr(each, "text", "") for each in body.answers
    }:
        yield "the feedback on wrong answers"


def _short_answer(question: ShortAnswer, body: Any) -> Iterator[str]:
    if body.case_sensitive != question.case_sensitive:
        yield "whether capitals matter"
    found = body.answers[: len(question.answers)]
    yield from _patterns([each.text for each in found], question.answers)
    for answer, each in zip(found, question.answers, strict=False):
        yield from _earned(question, answer, each.fraction, each.feedback)
    yield from _any_other(question, body)


def _patterns(found: Sequence[str], wanted: Sequence[ShortAnswerText]) -> Iterator[str]:
    """Compare the pieces between the stars."""
    pieces = [[xml_text(piece) for piece in each.pieces()] for each in wanted]
    if [[piece.replace("\\*", "*") for piece in re.split(r"(?<!\\)\*", each)] for each in found] != pieces:
        yield "the answers"


def _formula(question: Formula, body: Any) -> Iterator[str]:
    if isinstance(body, Stack):
        yield from _stack(question, body)
        return
    first = body.answers[0]
    if first.fraction != "100" or first.text != literal(" ".join((question.key or "").split())):
        yield "the key"
    yield from _earned(question, first, Decimal(100), "")
    yield from _any_other(question, body)


def _stack(question: Formula, body: Stack) -> Iterator[str]:
    """Compare the outcomes: Maxima's formulas are compared where they are written."""
    yield from _combined(question, body.combined)
    if body.nodes[0].answer != body.answer or Decimal(max(each.score for each in body.nodes[:2])) != 1:
        yield "the key"
    scores = [Decimal(each.score) * 100 for each in body.nodes if each.test == body.nodes[0].test][1:]
    wanted = [max(Decimal(0), each.fraction) for each in question.answers]
    if any(score not in wanted for score in scores):
        yield "what an answer earns"


def _matching(question: Matching, body: Any) -> Iterator[str]:
    yield from _combined(question, body.combined)
    wanted = [(intended(each.left), _match(each.right.strip())) for each in question.pairs]
    wanted += [("", _match(each)) for each in dict.fromkeys(map(str.strip, question.distractors))]
    if [(seen(left), right) for left, right in body.pairs] != wanted:
        yield "the pairs"


def _match(source: str) -> str:
    return plain_name(match_text(source), MAX_MATCH)


def _ordering(question: Ordering, body: Any) -> Iterator[str]:
    yield from _combined(question, body.combined)
    if [seen(each) for each in body.items] != [intended(each) for each in question.items]:
        yield "the items"
    if body.grading != GRADING[question.scoring] or body.layout.lower() != question.layout:
        yield "the scoring or layout"


def _cloze(question: Cloze, body: Any) -> Iterator[str]:
    if len(body.parts) != len(question.order):
        yield "the number of gaps"
    meant = weights(question)
    for name, part in zip(question.order, body.parts, strict=False):
        if int(part.weight) != meant[name]:
            yield f"the weight of gap {name}"
        yield from (f"{what} of gap {name}" for what in _gap(question.gaps[name], part.alternatives))


def _gap(gap: Any, alternatives: Sequence[Any]) -> Iterator[str]:
    earned = [Decimal(each.fraction) for each in alternatives]
    if isinstance(gap, NumericalGap):
        wanted = [each.fraction for each in gap.accepted]
        for each, accepted in zip(alternatives, gap.accepted, strict=False):
            yield from _interval(each.text, each.tolerance, accepted.low, accepted.high)
    elif isinstance(gap, ShortAnswerGap):
        wanted = [each.fraction for each in gap.answers]
        yield from _patterns([each.text for each in alternatives], gap.answers)
    else:
        if [seen(Rich(each.text)) for each in alternatives] != [intended(option.text) for option in gap.options]:
            yield "the options"
        ticks = isinstance(gap, TickGap)
        wanted = earned if ticks else [gap.fraction(number) for number in range(1, len(gap.options) + 1)]
        yield from _ticks(earned, wanted_shares(gap), gap.key or ()) if isinstance(gap, TickGap) else ()
    if len(earned) != len(wanted) or any(abs(a - b) > _ROUNDED for a, b in zip(earned, wanted, strict=False)):
        yield "what is earned"
    told = getattr(gap, "options", None) or getattr(gap, "accepted", None) or gap.answers
    if [seen(Rich(each.feedback)) for each in alternatives] != [intended(each.feedback) for each in told]:
        yield "the feedback"


def _essay(question: Essay, body: Any) -> Iterator[str]:
    rubric = [points_label(each) + intended(each.text) for each in question.rubric]
    if seen(body.grader) != intended(question.model_answer) + "".join(rubric):
        yield "what the grader reads"
    rich = body.template_format == "html"
    template = intended(question.template) if rich else bare(xml_text(question.template))
    if (seen(Rich(body.template)) if rich else bare(body.template)) != template:
        yield "the template"
    wanted = (RESPONSE[question.response], question.lines, question.attachments, question.attachments_required)
    if (body.response, int(body.lines), int(body.attachments), int(body.attachments_required)) != wanted:
        yield "the form of the answer"
    if (body.min_words, body.max_words) != tuple(
        "" if each is None else str(each) for each in (question.min_words, question.max_words)
    ):
        yield "the limits"


_BODIES: Mapping[type[Question], Callable[[Any, Any], Iterator[str]]] = MappingProxyType(
    {
        SingleChoice: _choice,
        Statements: _choice,
        MultipleChoice: _multiple,
        TrueFalse: _true_false,
        Numerical: _numerical,
        ShortAnswer: _short_answer,
        Formula: _formula,
        Matching: _matching,
        Ordering: _ordering,
        Cloze: _cloze,
        Essay: _essay,
        Description: lambda _, __: iter(()),
    }
)
