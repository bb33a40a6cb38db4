"""Every option of a question against what is asked: a value, the solutions of an equation, or each a claim itself."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from typing import TypeGuard

import sympy as sp

from qbank.evidence import Level

from .asked import Asked
from .choice_evidence import Choice
from .closed_forms import closed_forms
from .deciding.dynamics import PARTICULAR
from .deciding.equality import Verdict
from .deciding.openness import is_closed
from .deciding.unknown_arrays import ONLY_SQUARE
from .digits import apart, unrounded
from .doubts import alarming
from .formed import PREFIX, judge_forms
from .letters import Undecided
from .matching import (
    antiderivative,
    as_stretch,
    claim,
    fits,
    is_claim,
    related,
    satisfies,
    shared_left,
    solves,
    stands_for,
)
from .measure_words import doubt_measure
from .measured import dimension, quantity
from .multiplicities import same_multiset
from .open_answers import leave_open
from .options import Words
from .other_customs import another_custom
from .polar import compare_polar
from .primitives import by_primitives
from .rounding import printed
from .second_readings import temper, two_readings
from .setting import Read
from .symbolic.dimensions import NO_FIT
from .syntax import Add, Call, Const, Div, Name, Neg, Node, Num, Relation, walk
from .units_of_stems import given_in_si, printed_otherwise
from .value_kinds import plain_kind, unlike

CONSTANTS = frozenset({"C", "c", "K", "k"})
"""Letters for the constant of integration."""
_FORM_WORDS = re.compile(
    r"\b(?:factor(?:i[sz])?(?:e|ed|ing|ation)?|expand(?:ed)?|expansion|simplif\w+|simplest|forms?|express"
    r"|rewrit\w+|written"
    r"|decompos\w+|rationali[sz]\w*|in terms of|lowest|complet\w+ the square|polar|notation|convert\w*|steps?"
    r"|equivalents?)\b",
    re.IGNORECASE,
)


def speaks_of_form(stem: str) -> bool:
    """Tell whether options may differ in their form alone."""
    return bool(_FORM_WORDS.search(stem))


def derive(found: Choice) -> Level:
    """Give every option its verdict; return how well the key follows, regardless of who said what is asked."""
    understood = found.understood
    if understood is None or (understood.tree is None and understood.kind not in ("claim", "fits")):
        problem = found.setting.find.problem if found.setting.find is not None else None
        found.verdicts = [
            Verdict("undecided", reason=problem.reason) if problem and read.tree is not None else unread(read)
            for read in found.options
        ]
        return Level.UNDECIDED
    for tree in _trees(found):
        with suppress(Undecided):
            found.comparer.settled |= found.comparer.derivatives(tree)
    for at, read in enumerate(found.options):
        if _is_rounding(read.tree, understood):
            found.options[at] = replace(read, tree=unrounded(found.comparer, read.tree))
    _without_units(found, understood)
    found.relation = _relation(found, understood)
    asked = understood.tree
    if asked is not None and (reason := two_readings(found, asked) or another_custom(found, asked)):
        found.verdicts = [
            unread(read) if read.tree is None else Verdict("undecided", reason=reason) for read in found.options
        ]
        return Level.UNDECIDED
    found.verdicts = _verdicts(found, understood)
    _unlike(found, understood)
    _dimensionless(found, understood)
    _tabled(found)
    _called(found, understood)
    _rounded(found, understood)
    _without_constant(found)
    _which_constant(found)
    leave_open(found, understood)
    judge_forms(found, understood)
    if understood.tree is not None:
        temper(found, understood.tree)
    doubt_measure(found, understood)
    _in_words(found)
    return level_of(found)


def level_of(found: Choice) -> Level:
    """Return the level that the verdicts on the options amount to."""
    keys = found.keys
    if not keys:
        return Level.UNDECIDED
    if any(found.verdicts[key - 1].outcome == "different" for key in keys):
        return Level.REFUTED
    others = [other for other in right(found) if other not in keys]
    if others:
        sure = any(found.verdicts[other - 1].proved for other in others) and not found.formed
        sure = sure and not any(conditional(found, key) for key in keys)
        return Level.REFUTED if sure else Level.UNDECIDED
    if any(verdict.outcome not in ("equal", "different") for verdict in found.verdicts):
        return Level.UNDECIDED
    return Level.PROVED if all(found.verdicts[key - 1].proved for key in keys) else Level.TESTED


def conditional(found: Choice, key: int) -> bool:
    """Tell whether the key is a formula with words that were not read: "1 for x ≠ 0, undefined for x = 0"."""
    verdict = found.verdicts[key - 1]
    return verdict.outcome == "unread" and found.words[key - 1] is None and "$" in found.question.options[key - 1].text


def right(found: Choice) -> list[int]:
    """Return the numbers of the options that are right."""
    return [at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome == "equal"]


def unread(read: Read) -> Verdict:
    """Return the verdict on an option that says nothing that could be read."""
    return Verdict("unread", reason=read.problem.reason if read.problem else "prose")


def _trees(found: Choice) -> list[Node]:
    return [read.tree for read in found.options if read.tree is not None]


def _verdicts(found: Choice, asked: Asked) -> list[Verdict]:
    if (forms := closed_forms(found, asked)) is not None:
        return forms
    left = shared_left([read.tree for read in found.options])
    verdicts = [
        unread(read) if read.tree is None else _against(found, read.tree, asked, left) for read in found.options
    ]
    if found.relation != "approximate":
        for at, rounded in enumerate(found.rounded):
            if rounded and verdicts[at].outcome == "different":
                verdicts[at] = Verdict("undecided", reason="a rounded number, where an exact one is compared")
    return verdicts


def _against(found: Choice, option: Node, asked: Asked, left: Node | None) -> Verdict:
    comparer, relation = found.comparer, found.relation
    if asked.kind == "fits":
        return fits(comparer, stands_for(option, option, left), asked.unknowns, asked.conditions, nonzero=asked.nonzero)
    if asked.kind == "claim" or asked.tree is None:
        return claim(comparer, option) if is_claim(option) else Verdict("unread", reason="no claim")
    if asked.kind == "solutions" and asked.by is not None:
        unknowns = asked.unknowns or (asked.by,)
        if found.inferred and len(unknowns) == 1:
            option = as_stretch(option, asked.tree)
        wider = asked.also
        if wider is not None and solves(comparer, wider, asked.tree, unknowns, whole=True).outcome != "equal":
            return Verdict("undecided", reason="a test by derivatives leaves open what some points are")
        if relation == "same-multiset":
            return same_multiset(comparer, option, asked.tree, unknowns)
        verdict = solves(comparer, option, asked.tree, unknowns, whole=relation != "satisfies")
        alone = relation == "satisfies" and len(found.options) == 1 and verdict.outcome == "equal"
        if alone and solves(comparer, option, asked.tree, unknowns, whole=True).outcome != "equal":
            return Verdict("undecided", reason="it is one of several solutions: which is asked for is said in words")
    elif relation == "satisfies":
        verdict = satisfies(comparer, option, asked.tree)
    else:
        if not isinstance(asked.tree, Relation) and relation != "equivalent":
            option = unrounded(comparer, option)
            option = stands_for(option, asked.tree, asked.by or left)
            if (told := compare_polar(comparer, option, asked.tree)) is not None:
                return told
        verdict = _unbounded(option, asked.tree) or related(comparer, option, asked.tree, relation)
        if verdict.outcome == "undecided" and relation == "equal" and not comparer.bound:
            verdict = by_primitives(comparer, option, asked.tree) or verdict
    return verdict if found.accepted is None else _accepted(found, verdict, asked)


def _accepted(found: Choice, verdict: Verdict, asked: Asked) -> Verdict:
    """Take a number for right that lies within the tolerance of the value asked for, and only such a one."""
    value, margin = found.accepted or (Fraction(0), Fraction(0))
    if verdict.outcome == "equal" or asked.kind != "value" or asked.tree is None or margin == 0:
        return verdict
    option = found.options[0].tree
    _, unit = apart(option)
    near = found.comparer.within(asked.tree if unit is None else Div(asked.tree, unit), value, margin)
    if near:
        return Verdict("equal", "the value derived lies within the tolerance")
    reason = "whether the value derived lies within the tolerance could not be told"
    return verdict if near is False and verdict.outcome == "different" else Verdict("undecided", reason=reason)


def _without_units(found: Choice, asked: Asked) -> None:
    """Where the premises give bare numbers and all options are quantities of one kind, compare numbers.

    They may be meant in the units that the options print, or in SI units; options of no more than one of these two
    readings may be right. Where the stem prints other units than those of SI, the numbers may be meant in these, unless
    the premises have the values of all such quantities in SI units.
    """
    otherwise = printed_otherwise(found)
    if otherwise and not given_in_si(found):
        return
    if found.inferred or asked.kind != "value" or asked.tree is None or not _is_bare_number(found, asked.tree):
        return
    quantities = [quantity(read.tree) for read in found.options]
    kinds = {one.exponents for one in quantities if one is not None}
    if len(kinds) != 1 or any(quantity(tree) is None for tree in _trees(found)):
        return
    agreeing: list[tuple[set[int], list[Read]]] = []
    for scaled in (True,) if otherwise else (False, True):
        trees = [None if one is None else one.in_si() if scaled else one.printed() for one in quantities]
        options = [replace(read, tree=tree) for read, tree in zip(found.options, trees, strict=True)]
        tried = replace(found, options=options)
        tried.relation = _relation(tried, asked)
        tried.verdicts = _verdicts(tried, asked)
        if equal := set(right(tried)):
            agreeing.append((equal, options))
    if agreeing and all(equal == agreeing[0][0] for equal, _ in agreeing):
        found.options = agreeing[0][1]


def _is_bare_number(found: Choice, tree: Node) -> bool:
    """Tell whether a value is a number without a unit."""
    try:
        value = found.comparer.algebra.value(found.comparer.ordinary(tree))
    except (Undecided, AttributeError):
        return False
    return isinstance(value, sp.Expr) and not sp.cancel(value).free_symbols


def _dimensionless(found: Choice, asked: Asked) -> None:
    """Refute no quantity by one of another kind than all options are: the premises leave units out."""
    told = [quantity(tree) for tree in _trees(found)]
    kinds = {one.exponents for one in told if one is not None}
    if asked.tree is None or right(found) or not kinds:
        return
    try:
        value = found.comparer.algebra.value(found.comparer.ordinary(asked.tree))
    except (Undecided, AttributeError):
        return
    kind = dimension(value, found.comparer.algebra.keys) if isinstance(value, sp.Expr) else None
    whole = None not in told and len(kinds) == 1
    if kind is not None and kind not in kinds and (whole or not any(kind)):
        reason = "what follows from the premises has another unit: give all quantities with theirs, or none"
        found.verdicts = [Verdict("undecided", reason=reason) for _ in found.verdicts]


def _unbounded(option: Node, asked: Node) -> Verdict | None:
    """Tell an infinite answer from numbers."""
    if asked != Const("infinity"):
        return None
    if option == asked:
        return Verdict("equal", "symbolic")
    number = is_closed(option) and Const("infinity") not in set(walk(option))
    return Verdict("different", "a number", reason="a number, where the answer is infinite") if number else None


def _is_rounding(option: Node | None, asked: Asked) -> TypeGuard[Relation]:
    """Tell whether an option is a value with digits of it."""
    value = asked.kind == "value" and not isinstance(asked.tree, Relation)
    return value and isinstance(option, Relation) and r"\approx" in option.signs


def _tabled(found: Choice) -> None:
    """Where premises give rounded numbers, refute nothing if no option is right: each may be made from these."""
    random = found.comparer.premises.random
    if (found.comparer.tabled or (random is not None and random.table)) and not right(found):
        reason = "the premises give rounded numbers"
        found.verdicts = [
            Verdict("undecided", reason=reason) if one.outcome == "different" else one for one in found.verdicts
        ]


def _called(found: Choice, asked: Asked) -> None:
    """Refute no number by ``s^2 = 8/3`` to which it is the right side: that may be what is asked for."""
    tree = asked.tree
    if asked.kind != "solutions" or found.inferred or not isinstance(tree, Relation) or isinstance(tree.sides[0], Name):
        return
    if tree.signs != ("=",) or right(found) or not is_closed(tree.sides[1]) or tree.sides[1] == Num(Fraction(0)):
        return
    trees = _trees(found)
    if any(not is_claim(one) and found.comparer.compare(one, tree.sides[1]).outcome == "equal" for one in trees):
        reason = "whether the equation is to be solved, or its right side is asked for: write the right side alone"
        found.verdicts = [Verdict("undecided", reason=reason) for _ in found.verdicts]


def _unlike(found: Choice, asked: Asked) -> None:
    """Where an option is proved right, one of another kind is not: a list beside a number; nor is what has no value."""
    proved = [found.options[at - 1].tree for at in right(found) if found.verdicts[at - 1].proved]
    for at, read in enumerate(found.options):
        undecided = found.verdicts[at].outcome == "undecided"
        if proved and undecided and (reason := _other_kind(found, asked, read.tree, proved[0])):
            found.verdicts[at] = Verdict("different", reason, reason=reason)
        elif proved and found.verdicts[at].reason == ONLY_SQUARE:
            found.verdicts[at] = Verdict("different", ONLY_SQUARE, reason=ONLY_SQUARE)
        elif proved and found.verdicts[at].reason == NO_FIT and not _is_turned(found, read.tree, asked):
            found.verdicts[at] = Verdict("different", NO_FIT, reason=NO_FIT)


def _other_kind(found: Choice, asked: Asked, option: Node | None, answer: Node | None) -> str:
    """Say how an option is of another kind than the answer; a condition may be solved by what is no condition."""
    if asked.kind == "value" and not isinstance(asked.tree, Relation):
        return unlike(found.comparer, option, answer)
    kinds = plain_kind(option), plain_kind(answer)
    return unlike(found.comparer, option, answer) if all(kinds) else ""


def _is_turned(found: Choice, option: Node | None, asked: Asked) -> bool:
    """Tell whether an option is the transpose of the answer: another way to lay out a derivative."""
    if option is None or asked.tree is None:
        return True
    turned = Call("transpose", (stands_for(option, asked.tree, asked.by),))
    return found.comparer.compare(turned, asked.tree).outcome != "undecided"


def _rounded(found: Choice, asked: Asked) -> None:
    """Where no option is the answer exactly, one that is right to its last digit printed is no wrong one."""
    if asked.tree is None or asked.kind != "value" or found.relation != "equal" or right(found):
        return
    for at, read in enumerate(found.options):
        decimal, scale = apart(read.tree)
        number = printed(decimal) if decimal is not None else None
        if found.verdicts[at].outcome != "different" or number is None:
            continue
        if number[1] == Fraction(1, 2):
            number = number[0], min(number[1], abs(number[0]) * _ROUGHLY)
        if found.comparer.within(asked.tree if scale is None else Div(asked.tree, scale), *number):
            mend = "write \\approx" if found.accepted is None else "give a tolerance"
            reason = f"right to the digits printed, but not equal: {mend}"
            found.verdicts[at] = Verdict("undecided", reason=reason)


_ROUGHLY = Fraction(1, 50)
"""How far off a whole number may be that was rounded: by half of 1, and no more than this part of it."""


def _relation(found: Choice, asked: Asked) -> str:
    """Return the relation wanted: the author's, that of the stem's words, or what the formulas make plain."""
    told = found.question.check.relation if found.question.check else None
    if told == "equivalent" and asked.kind == "value" and asked.by is not None:
        return "equal"  # equations of one left side are compared by their right sides
    if told:
        return "equal" if told.startswith(PREFIX) else told  # the form is judged apart
    if asked.kind in ("claim", "fits"):
        return "claim" if asked.kind == "claim" else "equal"
    if found.accepted is not None and asked.kind == "value":
        return "equal"
    if asked.relation and asked.relation != "same-set":
        return asked.relation
    if asked.kind == "solutions" and asked.relation != "satisfies":
        return _of_solutions(found, asked)
    if antiderivative(asked.tree):
        return "up-to-constant"
    if asked.relation:
        return asked.relation
    rounded = asked.kind == "value" and any(found.rounded)
    return "approximate" if rounded or _decimals(found, asked.tree) else "equal"


def _of_solutions(found: Choice, asked: Asked) -> str:
    """Single values beside an equation of several solutions are solutions of it, not all of them."""
    trees = _trees(found)
    key = found.question.key
    tree = found.options[key - 1].tree if key else None
    if tree is None or asked.tree is None or asked.by is None or re.match(r"all\b|solution set", asked.words):
        return "same-set"
    if not all(isinstance(stands_for(one, asked.by, None), Relation) for one in trees):
        unknowns = asked.unknowns or (asked.by,)
        if any(solves(found.comparer, one, asked.tree, unknowns, whole=True).outcome == "equal" for one in trees):
            return "same-set"
        single = [solves(found.comparer, one, asked.tree, unknowns, whole=False).outcome for one in [tree, *trees]]
        others = found.several or (not found.inferred and single[0] == "different")
        if "equal" in (single if others else single[:1]):
            return "satisfies"
    return "same-set"


def _decimals(found: Choice, asked: Node | None) -> bool:
    """Tell whether no option is the answer exactly, and one, printed with decimals, is it rounded to its digits.

    Decimals may be multiplied by powers of ten and units.
    """
    trees = [tree.sides[-1] if isinstance(tree, Relation) else tree for tree in _trees(found)]
    scaled = [apart(tree) for tree in trees]
    numbers = [printed(decimal) if decimal is not None else None for decimal, _ in scaled]
    if asked is None or not numbers or any(number is None for number in numbers):
        return False
    if {related(found.comparer, tree, asked).outcome for tree in trees} != {"different"}:
        return False
    return any(
        found.comparer.within(asked if scale is None else Div(asked, scale), *number)
        for number, (_, scale) in zip(numbers, scaled, strict=True)
        if number is not None and number[1] != Fraction(1, 2)
    )


def _without_constant(found: Choice) -> None:
    """Where the key has all constants that are free, an option that lacks one is no right one."""
    key = found.question.key
    if key is not None and found.verdicts[key - 1].proved:
        for at, verdict in enumerate(found.verdicts):
            if verdict.reason == PARTICULAR:
                found.verdicts[at] = Verdict("different", PARTICULAR, reason=PARTICULAR)
    if found.relation != "up-to-constant" or key is None or key not in right(found):
        return
    tree = found.options[key - 1].tree
    if tree is None or not _has_constant(tree):
        return
    for at in right(found):
        other = found.options[at - 1].tree
        if other is not None and not _has_constant(other):
            found.verdicts[at - 1] = Verdict("different", "lacks the constant of integration",
                                             reason="lacks the constant of integration")  # fmt: skip


_VALUE_AT_A_PLACE = re.compile(r"[A-Za-z]'?\s*\(\s*-?\d[^)=]*\)\s*=")


def _which_constant(found: Choice) -> None:
    """Decide nothing where the stem may say which antiderivative is wanted, and the author's block does not."""
    told = found.question.check.relation if found.question.check else None
    if found.relation != "up-to-constant" or told:
        return
    alike = right(found)
    trees = [found.options[at - 1].tree for at in alike]
    values = [tree.sides[-1] if isinstance(tree, Relation) else tree for tree in trees if tree is not None]
    several = any(found.comparer.compare(values[0], other).outcome == "different" for other in values[1:])
    stem = found.question.stem
    if several or (len(found.options) == 1 and (alarming(stem) or _VALUE_AT_A_PLACE.search(stem))):
        for at in alike:
            found.verdicts[at - 1] = Verdict("undecided", reason="which constant of integration is wanted is not told")


def _has_constant(tree: Node) -> bool:
    tree = tree.sides[-1] if isinstance(tree, Relation) else tree
    return isinstance(tree, Add) and any(
        isinstance(part, Name) and part.base in CONSTANTS for term in tree.terms for part in walk(term)
    )


def _in_words(found: Choice) -> None:
    """Judge options that speak of the others: none of the above, does not exist."""
    proved = [at for at in right(found) if found.verdicts[at - 1].proved]
    for at, words in enumerate(found.words):
        tree = found.options[at].tree
        tree = tree.sides[-1] if isinstance(tree, Relation) and tree.signs == ("=",) else tree
        infinite = (tree.of if isinstance(tree, Neg) else tree) == Const("infinity")
        if words not in (Words.NONE, Words.VALUELESS) and not (infinite and found.verdicts[at].outcome == "undecided"):
            continue
        others = [verdict for other, verdict in enumerate(found.verdicts) if other != at and found.words[other] is None]
        if proved:
            reason = f"option {proved[0]} is right"
            found.verdicts[at] = Verdict("different", reason, reason=reason)
        elif (
            words is Words.NONE and others and all(one.outcome == "different" for one in others) and not found.inferred
        ):
            found.verdicts[at] = Verdict("equal", "every other option is refuted")
