"""The noun phrase of an asking clause, understood whole: from the inside out, each word of it, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qbank.checker.deciding.polynomials import TooLarge
from qbank.checker.syntax import Apply, Between, Chance, Congruence, Logic, Name, Relation, Tuple

from .clause import Clause, Thing, Unclear
from .things import THINGS
from .values import of_value
from .words import APPOSED, APPROXIMATE, DESCRIBED, FORMED, HEADS, IDLE, MODIFIERS, SIDE

MAX_DEPTH = 4
"""So many noun phrases may stand within one another."""


def understood(clause: Clause, text: str, *, alone: bool = False, depth: int = 0) -> tuple[Thing, str] | None:
    """Return what a noun phrase asks for, and the phrase as it was understood; ``None`` if a word of it is not known.

    ``alone``: a mere formula must be all there is. Raises :class:`Unclear` where the words are known but not what they
    ask.
    """
    unclear: Unclear | None = None
    for words in _readings(clause, text):
        try:
            found = _flat(clause, words, alone=alone) or (_nested(clause, words, depth) if depth < MAX_DEPTH else None)
        except Unclear as problem:
            unclear = unclear or problem
            continue
        if found is not None:
            return found, words
    if unclear is not None:
        raise unclear
    return None


def _readings(clause: Clause, text: str) -> Sequence[str]:
    """Return a phrase as it stands, and without the names that it gives things: "the radius $R$ of …"."""

    def unless_said(match: re.Match[str]) -> str:
        numbers = re.findall(r"\d+", match.group())
        return "" if all(_is_mere_name(clause, int(number)) for number in numbers) else match.group()

    without = APPOSED.sub(unless_said, text)
    return (text,) if without == text else (text, without)


def _is_mere_name(clause: Clause, number: int) -> bool:
    """Tell whether a formula is a name of which no equation of the stem says anything else."""
    latex = clause.formula(number).latex
    tree = clause.read(number)
    if tree is None:
        return bool(re.fullmatch(r"[A-Za-z](?:_\{?\w+\}?)?\([a-z]\)", latex))
    if not isinstance(tree, Name | Apply):
        return False
    base = tree.base if isinstance(tree, Name) else tree.function
    said = [one for one in clause.stated() if isinstance(one, Relation)]
    heads = [one.sides[0] for one in said]
    return not any((isinstance(one, Name) and one.base == base) or one == tree for one in heads)


def _flat(clause: Clause, text: str, *, alone: bool) -> Thing | None:
    unclear: Unclear | None = None
    for pattern, build in THINGS:
        thing = pattern.match(text)
        if thing is None or (alone and build is of_value and thing.end() != len(text)):
            continue
        clause.start(thing)
        if not _modified(clause, text[thing.end() :]):
            continue
        try:
            return build(clause, thing.groups())
        except Unclear as problem:
            unclear = unclear or problem
        except TooLarge:
            unclear = unclear or Unclear("a formula of too many terms")
    if unclear is not None:
        raise unclear
    return None


def _nested(clause: Clause, text: str, depth: int) -> Thing | None:
    """Understand "the determinant of the Hessian of …": the inner phrase first, as a formula of its own."""
    head = HEADS.match(text)
    if head is None:
        return None
    inner = understood(clause, text[head.end() :], depth=depth + 1)
    if inner is None or inner[0].kind != "value" or inner[0].tree is None or inner[0].relation:
        return None
    number = clause.add(inner[0])
    return _flat(clause, f"{head.group()}⟦{number}⟧", alone=False)


def _modified(clause: Clause, text: str) -> bool:
    """Take the modifiers after the thing asked for; tell whether nothing is left."""
    while text.strip(" ,?"):
        for name, pattern in MODIFIERS:
            match = pattern.match(text)
            numbers = [int(number) for number in match.groups() if number] if match else []
            if match and _admits(clause, name, numbers):
                clause.modifiers.setdefault(name, []).extend(numbers)
                break
        else:
            match = SIDE.match(text)
            if match:
                clause.direction = "-" if match.group(1) in ("left", "below") else "+"
            elif match := APPROXIMATE.match(text):
                clause.relation = "approximate"
            elif match := FORMED.match(text):
                clause.formed = True
            elif (match := DESCRIBED.match(text)) and _describes(clause, match):
                clause.modifiers.setdefault("described", [])
                clause.described += match.group()
            else:
                match = _bounded(clause, text) or _idle(clause, text)
        if not match:
            return False
        text = text[match.end() :]
    return True


def _describes(clause: Clause, match: re.Match[str]) -> bool:
    """Tell whether words after a name only say what it is the name of: "across the resistor $R_2$"."""
    trees = [clause.read(int(number)) for number in re.findall(r"⟦(\d+)⟧", match.group())]
    return all(isinstance(tree, Name) for tree in trees) and clause.harmless(match.group())


def _bounded(clause: Clause, text: str) -> re.Match[str] | None:
    """Match an inequality after a comma: where a name lies, which the premises hold already."""
    match = _CONDITION.match(text)
    tree = clause.read(int(match.group(1))) if match else None
    plain = isinstance(tree, Relation) and set(tree.signs) <= {"<", ">", r"\le", r"\ge", r"\ne"}
    return match if plain else None


_CONDITION = re.compile(r", ⟦(\d+)⟧(?= *(?:$|,))")


def _idle(clause: Clause, text: str) -> re.Match[str] | None:
    """Match words that change nothing; formulas among them are names or conditions: "and $3$" asks for more."""
    match = IDLE.match(text)
    trees = [clause.tree(int(number)) for number in re.findall(r"⟦(\d+)⟧", match.group())] if match else []
    conditions = (Relation, Name, Logic, Between, Chance, Congruence)
    return match if all(isinstance(tree, conditions) for tree in trees) else None


def _admits(clause: Clause, name: str, numbers: Sequence[int]) -> bool:
    """Tell whether a modifier's formula is what its words lead to expect: "for $x > 0$" is a domain, no variable."""
    if not numbers:
        return True
    latex = clause.formula(numbers[0]).latex
    tree = clause.read(numbers[0])
    if name == "by":
        return isinstance(tree, Name)
    if name == "range":  # a chain of bounds, where the thing asked for takes one; else a mere condition
        return clause.ranged and isinstance(tree, Relation) and len(tree.sides) == 3
    if name == "to" and len(numbers) == 1:
        return any(arrow in latex for arrow in (r"\to", r"\rightarrow", r"\longrightarrow"))
    if name in ("at", "around"):
        equation = isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Name | Tuple)
        return equation or not isinstance(tree, Relation)
    return True
