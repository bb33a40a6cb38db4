"""A bank with families → a bank with variants as questions of their own, for export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from qbank.diagnostic import Diagnostic, Severity
from qbank.evidence import QuestionEvidence, Report
from qbank.schema import Variant

from .combining import chosen

if TYPE_CHECKING:
    from qbank.schema import Bank, Question

    from .family import Family

DEFAULT = 10
"""Variants of each question that are exported unless the user says how many."""


def expanded(
    bank: Bank, report: Report | None, count: int = DEFAULT, seed: str = ""
) -> tuple[Bank, Report | None, list[Diagnostic]]:
    """Put variants in the place of each question with parameters, in a category of their own.

    ``count``: how many of each, or all there are; ``seed`` decides which, else the bank's own. They are the same
    wherever the question, its values and the seed are; a value that is added later changes as few of them as can be.
    Returns the bank, the report with what the evidence says of each variant, and what is wrong with any.
    """
    taken = {question.id for question in bank.questions}
    questions: list[Question] = []
    evidence: list[QuestionEvidence] = []
    told: list[Diagnostic] = []
    variants: dict[str, Variant] = {}
    for question in bank.questions:
        found = report.of(question.id) if report else None
        if question.family is None:
            made = {0: question}
        else:
            family = cast("Family", question.family)
            made, problems = _variants(family, question, count, seed or bank.settings.seed, taken)
            told += problems
            variants |= {each.id: Variant(question, family.values(number)) for number, each in made.items()}
        questions += made.values()
        evidence += [replace(found.of_variant(n), id=each.id) for n, each in made.items()] if found else []
    expanded_bank = replace(bank, questions=tuple(questions), variants=variants)
    return expanded_bank, Report(tuple(evidence)) if report else None, told


def _variants(
    family: Family, question: Question, count: int, seed: str, taken: set[str]
) -> tuple[dict[int, Question], list[Diagnostic]]:
    made: dict[int, Question] = {}
    told: list[Diagnostic] = []
    for number in numbers(family, count, seed):
        name = next(each for each in _names(family.variant_id(number)) if each not in taken)
        taken.add(name)
        variant, problems = family.question(number, {"id": name, "category": category(question)})
        told += [each for each in problems if each.severity is Severity.ERROR]
        if variant is not None:
            made[number] = variant
    return made, told


def numbers(family: Family, count: int, seed: str) -> Sequence[int]:
    """Return which variants (from 0) are exported, in their order: those that are checked, chosen by the seed."""
    return chosen(family.pool, count, lambda number: f"{seed}\0{family.id}\0{family.variant_id(number)}")


def category(question: Question) -> str:
    """Return the category of a question's variants: below its own, by its title or else its identifier."""
    own = " ".join(question.title.replace("/", " ").split()) or question.id
    return f"{question.category}/{own}" if question.category else own


def _names(name: str) -> Iterator[str]:
    """Yield an identifier, and others for one that the author took for another question."""
    yield name
    at = 2
    while True:
        yield f"{name[:90]}.{at}"
        at += 1
