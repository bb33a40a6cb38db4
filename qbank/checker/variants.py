"""The check of a question with parameters: each variant as a question of its own, and what they say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from qbank.diagnostic import Diagnostic, Severity, diagnostic
from qbank.evidence import Failed, Level, QuestionEvidence, Solution, VariantsEvidence
from qbank.schema import Question

if TYPE_CHECKING:
    from qbank.variants.collisions import Collision
    from qbank.variants.family import Family
    from qbank.variants.general import General

MAX_SUSPECTS = 200
"""Variants whose options may be equal that are checked beside the sample, where there are many."""
MAX_FAILED = 20
"""Failed variants that a report names."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is checked at a time: a question, or variant ``number`` of one."""

    question: Question
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A question of the bank with its units, and what was found before any of them is checked."""

    question: Question
    units: tuple[Unit, ...]
    problems: tuple[Diagnostic, ...] = ()
    failed: tuple[Failed, ...] = field(default=())
    general: General | None = None
    """The question that stands for all variants, where one proof may do."""
    proved: int = 0
    """For how many variants one proof does."""


def job(question: Question) -> Job:
    """Return what there is to check of a question.

    Where options collide in some variant, the question is refused for that alone, and only its first variant is checked
    besides: so a refusal is quick, however many variants there are.
    """
    if question.family is None:
        return Job(question, (Unit(question),))
    from qbank.variants.collisions import collisions  # noqa: PLC0415 - with the reader, for families alone

    family = cast("Family", question.family)
    problems: list[Diagnostic] = []
    failed: list[Failed] = []
    for group in collisions(family):
        problems.append(_collided(family, group))
        failed += [_failed(family, number, problems[-1], group.said) for number in group.numbers]
    numbers = [0] if problems else _numbers(family)
    units: list[Unit] = []
    unfit: list[tuple[int, Diagnostic]] = []
    for number in numbers:
        variant, found = (question, []) if number == 0 else family.question(number)
        unfit += [(number, each) for each in found if each.severity is Severity.ERROR]
        if variant is not None and not any(each.severity is Severity.ERROR for each in found):
            units.append(Unit(variant, number))
    failed += [_failed(family, number, each, each.message) for number, each in unfit]
    if problems or unfit:
        return Job(question, tuple(units), (*problems, *_together(unfit)), tuple(failed))
    from qbank.variants.general import general  # noqa: PLC0415 - see above

    return Job(question, tuple(units), general=general(family, question))


def settled(work: Job, reply: Mapping[str, Any] | str | None) -> Job:
    """Leave out the variants that the check of the general question proves; the first is checked all the same."""
    if work.general is None or reply is None or isinstance(reply, str):
        return work
    from qbank.variants.general import covered  # noqa: PLC0415 - see job

    numbers = set(covered(work.general, reply))
    open_ = tuple(unit for unit in work.units if not unit.number or unit.number not in numbers)
    return replace(work, units=open_, proved=len(work.units) - len(open_))


def _numbers(family: Family) -> list[int]:
    """Return which variants are checked: all of them, or a sample that has the first and all suspects."""
    pool = family.pool
    if len(pool) == family.count:
        return list(pool)
    from qbank.variants.collisions import suspects  # noqa: PLC0415 - see job

    return sorted({0, family.count - 1, *pool, *suspects(family, MAX_SUSPECTS)})


def _collided(family: Family, group: Collision) -> Diagnostic:
    first, *others = group.numbers
    more = f", and in {len(others)} other variant(s)" if others else ""
    message = f"options {group.one} and {group.other} are equal with {family.told(first)}{more}: {group.said}"
    span = family.place.span(*group.path)
    hint = "leave these values out with except, or with a condition"
    return diagnostic("QB129", message, span, hint=hint, question=family.id)


def gathered(
    work: Job, found: Sequence[tuple[Unit, QuestionEvidence, list[Diagnostic]]]
) -> tuple[QuestionEvidence, list[Diagnostic]]:
    """Return the evidence of a question from that of its units: of a family the weakest that any variant has."""
    if work.question.family is None:
        ((_, evidence, told),) = found
        return evidence, told
    family = cast("Family", work.question.family)
    levels = list(Level)
    solutions = [Solution.VERIFIED, Solution.NONE, Solution.PARTLY, Solution.UNREAD, Solution.REFUTED]
    worst = max(found, key=lambda each: levels.index(each[1].evidence), default=None)
    raised = [
        (unit.number or 0, each)
        for unit, _, told in found
        for each in told
        if not (work.problems and each.code == "QB303")  # told already, for all variants
    ]
    if worst is None:
        place = work.question.origin.span("id")
        evidence = QuestionEvidence(work.question.id, place.file, place.line, work.question.type, Level.REFUTED)
        unit = Unit(work.question, 0)
    else:
        unit, evidence, _ = worst
    failed = [*work.failed, *(_failed(family, number, each, each.message) for number, each in raised
                              if each.severity is Severity.ERROR)]  # fmt: skip
    level = Level.REFUTED if work.problems else evidence.evidence
    uneven = [] if work.problems else _uneven(family, work, found)
    if uneven:
        level = Level.UNDECIDED
        raised = [(number, each) for number, each in raised if each.code != "QB330"]
        failed += [_failed(family, unit.number or 0, uneven[0], "the key does not follow from the stem here")
                   for unit, each, _ in found if each.evidence is Level.ASSERTED]  # fmt: skip
    solution = max((each.solution for _, each, _ in found), key=solutions.index, default=Solution.NONE)
    checked = len(found) + work.proved
    at_once = work.proved > 0 and len(found) == 1 and level is Level.PROVED
    variants = VariantsEvidence(family.count, checked, at_once, tuple(_bounded(failed)), unit.number or 0)
    same = sum(each.evidence is evidence.evidence for _, each, _ in found)
    same += work.proved * (evidence.evidence is Level.PROVED)
    evidence = replace(
        evidence,
        evidence=level,
        solution=solution,
        variants=variants,
        summary="Undecided: the key follows from the stem in some variants, and not in others."
        if uneven
        else _summary(family, unit, evidence, same, variants, refused=bool(work.problems)),
    )
    return evidence, [*work.problems, *uneven, *_together(_with_values(family, raised, family.count))]


def _uneven(
    family: Family, work: Job, found: Sequence[tuple[Unit, QuestionEvidence, list[Diagnostic]]]
) -> list[Diagnostic]:
    """Return an error where the stem, read alike in all variants, bears the key out in some of them and not in others.

    Of a single question the reading may be at fault as well as the key; here the variants that were proved speak for
    the reading. They may be chance: the key counts as undecided, and not as refuted.
    """
    question = work.question
    borne = work.proved + sum(each.evidence in (Level.PROVED, Level.TESTED) for _, each, _ in found)
    missed = [unit for unit, each, _ in found if each.evidence is Level.ASSERTED]
    if not borne or not missed:
        return []
    first, *others = (unit.number or 0 for unit in missed)
    more = f", and in {len(others)} other variant(s)" if others else ""
    message = f"the key follows from the stem in {borne} variant(s), and not with {family.told(first)}{more}"
    hint = "mend the answer's expression, or give a check: with find: that says what is asked"
    waived = Severity.WARNING if question.check and question.check.waive else None
    span = question.origin.span("stem")
    return [diagnostic("QB308", message, span, hint=hint, question=question.id, severity=waived)]


def _summary(
    family: Family, unit: Unit, evidence: QuestionEvidence, same: int, variants: VariantsEvidence, *, refused: bool
) -> str:
    if refused:
        return "Refused: not every variant is a sound question."
    checked = variants.checked
    if checked == family.count:
        where = f"all {checked} variants" if same == checked else f"{same} of {checked} variants"
    else:
        where = f"{same} of {checked} variants that were checked, of {family.count}"
    if same == checked:
        once = ", by one proof for all of them" if variants.proved_at_once else ""
        return f"In {where}{once}. {evidence.summary}"
    return f"In {where}, as with {family.told(unit.number or 0)}. {evidence.summary}"


def _with_values(
    family: Family, raised: Sequence[tuple[int, Diagnostic]], count: int
) -> Iterator[tuple[int, Diagnostic]]:
    """Name the values in messages, unless all variants have them alike."""
    frequent: dict[tuple[object, ...], int] = {}
    for _, each in raised:
        frequent[_kind(each)] = frequent.get(_kind(each), 0) + 1
    for number, each in raised:
        everywhere = frequent[_kind(each)] >= count and each.severity is not Severity.ERROR
        yield number, each if everywhere else family.blamed(each, number)


def _kind(each: Diagnostic) -> tuple[object, ...]:
    return each.code, each.span and (each.span.file, each.span.line)


def _together(raised: Sequence[tuple[int, Diagnostic]] | Iterator[tuple[int, Diagnostic]]) -> list[Diagnostic]:
    """Report once what several variants have at one place: the first of them, and how many others there are."""
    first: dict[tuple[object, ...], Diagnostic] = {}
    others: dict[tuple[object, ...], set[int]] = {}
    for number, each in raised:
        if _kind(each) not in first:
            first[_kind(each)] = each
        others.setdefault(_kind(each), set()).add(number)
    told = []
    for kind, each in first.items():
        more = len(others[kind]) - 1
        named = each.message.endswith(")") and " (with " in each.message
        told.append(replace(each, message=f"{each.message[:-1]}, and in {more} other variant(s))")
                    if more and named else each)  # fmt: skip
    return told


def _failed(family: Family, number: int, each: Diagnostic, message: str) -> Failed:
    return Failed(family.values(number), each.code, message)


def _bounded(failed: Sequence[Failed]) -> list[Failed]:
    """Return the first few, each variant once."""
    seen: dict[tuple[tuple[str, str], ...], Failed] = {}
    for each in failed:
        seen.setdefault(tuple(each.values.items()), each)
    return list(seen.values())[:MAX_FAILED]
