"""The check of matchings and orderings: nothing in them may be taken for something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any

from qbank.checker.matching import is_claim
from qbank.checker.setting import Finding
from qbank.checker.syntax import Add, Neg, Node, Num, Relation, names_in
from qbank.evidence import Level
from qbank.schema import Matching, Ordering
from qbank.schema.check import Notation as Declared

from .likeness import Path
from .plain import Parts, reported


def check_matching(question: Matching, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``matching``; return evidence and diagnostics as plain data.

    Two right sides that are written differently and equal in meaning are an error, and so is a distractor that equals
    a right side; where words stand on the other side, which may tell how a formula is written, it is a warning. Where
    each left side, a formula, equals its own right side and no other, the key is ``consistent``.
    """
    lefts: dict[Path, str] = {("pairs", at, "left"): pair.left for at, pair in enumerate(question.pairs)}
    rights: dict[Path, str] = {("pairs", at, "right"): pair.right for at, pair in enumerate(question.pairs)}
    others: dict[Path, str] = {("distractors", at): text for at, text in enumerate(question.distractors)}
    parts = Parts(question, declared, {**lefts, **rights, **others})
    found = [*_same_rights(question, parts, list(rights), list(others)), *_same_lefts(question, parts, list(lefts))]
    if any(not each.severity for each in found):
        return reported(parts, Level.REFUTED, "Parts that are to be told apart are equal.", found)
    if _each_equals_its_own(question, parts, [*rights, *others]):
        summary = "Each left side equals its own right side, by algebra, and no other."
        return reported(parts, Level.CONSISTENT, summary, found)
    return reported(parts, Level.ASSERTED, "The author's word: what belongs together is not derived.", found)


def _normal(text: str) -> str:
    return " ".join(text.split())


def _same_rights(question: Matching, parts: Parts, rights: Sequence[Path], others: Sequence[Path]) -> Iterator[Finding]:
    texts = {**{path: question.pairs[int(path[1])].right for path in rights}}
    texts |= {path: question.distractors[int(path[1])] for path in others}
    for one, other in parts.same([*rights, *others]):
        if _normal(texts[one]) == _normal(texts[other]):
            continue
        if one[0] == "distractors":
            continue  # both are wrong everywhere
        what = f"the right side of pair {int(one[1]) + 1}"
        if other[0] == "distractors":
            message, hint = f"this distractor equals {what}: it would be right too", "leave it out"
        else:
            message = f"this equals {what}, so that either is right in both places"
            hint = "write equal right sides alike: they are then one"
        alike = parts.tree(one) == parts.tree(other)
        severity = (
            "" if alike or parts.valued(("pairs", at, "left") for at in range(len(question.pairs))) else "warning"
        )
        yield Finding("QB303", message, other, hint=hint, length=1, severity=severity)


def _same_lefts(question: Matching, parts: Parts, lefts: Sequence[Path]) -> Iterator[Finding]:
    for one, other in parts.same(lefts):
        if _normal(question.pairs[int(one[1])].right) != _normal(question.pairs[int(other[1])].right):
            message = f"this equals the left side of pair {int(one[1]) + 1}, which has another right side"
            alike = parts.tree(one) == parts.tree(other)
            rights = (("pairs", at, "right") for at in range(len(question.pairs)))
            yield Finding(
                "QB303", message, other, length=1, severity="" if alike or parts.valued(rights) else "warning"
            )


def _each_equals_its_own(question: Matching, parts: Parts, rights: Sequence[Path]) -> bool:
    for at, pair in enumerate(question.pairs):
        left = parts.tree(("pairs", at, "left"))
        for path in rights:
            right = parts.tree(path)
            if left is None or right is None:
                return False
            own = path[0] == "pairs" and _normal(question.pairs[int(path[1])].right) == _normal(pair.right)
            verdict = parts.comparer.compare(left, right)
            if not (verdict.proved if own else verdict.outcome == "different"):
                return False
    return True


def check_ordering(question: Ordering, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``ordering``; return evidence and diagnostics as plain data.

    Items that say the same are an error, and among numbers that are not all equal those that are: steps of one
    derivation are equal with reason. Numbers in ascending or descending order are ``consistent``.
    """
    texts: dict[Path, str] = {("items", at): text for at, text in enumerate(question.items)}
    parts = Parts(question, declared, texts)
    pairs = list(parts.same(list(texts)))
    sized = all(_is_number(parts.tree(path)) for path in texts) and len(pairs) < comb(len(texts), 2)
    found = [
        Finding("QB303", f"this equals item {int(one[1]) + 1}: nobody could tell which comes first", other, length=1)
        for one, other in pairs
        if sized or parts.tree(one) == parts.tree(other)
    ]
    if found:
        return reported(parts, Level.REFUTED, "Items that are to be put in order are equal.", found)
    if not pairs and (direction := _direction(parts, list(texts))):
        return reported(parts, Level.CONSISTENT, f"The items are numbers, in {direction} order.", [])
    return reported(parts, Level.ASSERTED, "The author's word: the order is not derived.", [])


def _is_number(tree: Node | None) -> bool:
    return tree is not None and not is_claim(tree) and not list(names_in(tree))


def _direction(parts: Parts, paths: Sequence[Path]) -> str:
    """Return ``ascending`` or ``descending`` where all items are numbers in that order."""
    trees = [parts.tree(path) for path in paths]
    steps = {_step(parts, one, other) for one, other in pairwise(trees)}
    return steps.pop() if len(steps) == 1 else ""


def _step(parts: Parts, one: Node | None, other: Node | None) -> str:
    if one is None or other is None or isinstance(one, Relation) or isinstance(other, Relation):
        return ""
    if isinstance(one, Num) and isinstance(other, Num):
        return "ascending" if one.value < other.value else "descending"
    for direction, sides in (("ascending", (one, other)), ("descending", (other, one))):
        if _below(parts, *sides):
            return direction
    return ""


def _below(parts: Parts, one: Node, other: Node) -> bool:
    """Tell whether one constant is surely below another."""
    difference = Add((other, Neg(one)))
    bound = Fraction(10**9)
    return parts.comparer.within(difference, bound, bound) is True
