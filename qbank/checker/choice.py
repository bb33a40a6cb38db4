"""The check of a choice question: the answer derived and compared with every option.

Where something is asked (by ``check.find``, or in the stem's own words), the answer follows from the premises, the key
must equal it and every other option must differ. Else the options are compared with one another and with the end of the
worked solution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

from qbank.evidence import Level, Solution
from qbank.markup import parse
from qbank.schema import CheckBlock, SingleChoice
from qbank.schema.check import Notation as Declared

from .choice_asked import asked_otherwise, infer, infer_from_stem
from .choice_ends import ending_of, report_end
from .choice_evidence import Choice, evidence_of, option_text, place_of, report_undecided
from .choice_premises import faulty, report_premises
from .choice_reading import bound, put_together, read_choice
from .deriving import conditional, derive, right, unread
from .judging import Judge
from .left_to_words import turns_beside_angles
from .matching import is_claim
from .other_customs import turned_round
from .other_operations import ordered_factors
from .quoted import spare_quoted
from .same_value import same_value
from .setting import Finding
from .solution import findings
from .syntax import Apply, Logic, Node, Relation, Set, Tuple, names_in
from .units_of_stems import in_stem_units
from .wording import wording


def check_choice(
    question: SingleChoice,
    declared: Declared,
    *,
    several: frozenset[int] = frozenset(),
    accepted: tuple[Fraction, Fraction] | None = None,
) -> dict[str, Any]:
    """Check one single-choice question; return evidence and diagnostics as plain data.

    ``several``: all keyed options, where there may be more than one; ``accepted``: where a number is asked for, the key
    and how far off an answer may be.
    """
    check = question.check or CheckBlock()
    found = read_choice(question, declared)
    found.several, found.accepted = several, accepted
    contradiction = found.comparer.contradiction()
    told = bool(found.setting.given or found.setting.assumed)  # a stem may well speak of y = 0 and of y = 1
    told = told and not any(isinstance(part, Apply) for tree in found.setting.stated for part in _values_given(tree))
    conflict = "the stem's equations exclude one another" if contradiction and not told else ""
    found.comparer.bound = bound(found) or conflict
    level, otherwise = Level.ASSERTED, ""
    if check.find:
        level = derive(found)
        if level is Level.UNDECIDED and (measured := _with_units(found)) is not None:
            found, level = measured
        if level is Level.UNDECIDED and (borne := infer_from_stem(found, declared)) is not None:
            found, level = borne
        if level in (Level.PROVED, Level.TESTED) and (otherwise := asked_otherwise(found, declared)):
            level = Level.UNDECIDED
    elif (borne := infer(found, conflict)) is not None:
        found, level = borne
    if found.understood is not None:
        _same_options(found)
        _report(found)
    Judge(found.comparer, found.asked).judge(found.worked)
    spare_quoted(found)
    if found.understood is None:
        level = _consistent(found)
    elif question.key is not None and not several:
        report_end(found, ending_of(found).reached)
    if found.worked.level is Solution.REFUTED or (found.equivalent and not found.formed):
        level = Level.REFUTED
    level = Level.REFUTED if faulty(found, contradiction if told else "") else level
    report_premises(found)
    if question.key is None:
        _no_key(found)
        level = Level.UNDECIDED if level is not Level.REFUTED else level
    elif level is Level.UNDECIDED:
        report_undecided(found, check, otherwise)
    found.findings += found.setting.findings + findings(found.worked)
    return {"evidence": evidence_of(found, level), "diagnostics": [finding.plain() for finding in found.findings]}


def _values_given(tree: Node) -> Iterator[Node]:
    """Yield the functions whose value at a number is given: ``y(3) = 3`` may single out one branch of several."""
    if isinstance(tree, Relation):
        yield from (side for side in tree.sides if isinstance(side, Apply) and not any(True for _ in names_in(side)))


def _with_units(found: Choice) -> tuple[Choice, Level] | None:
    """Derive the answer anew with the units that the stem gives the premises, if that tells which option is right."""
    setting = in_stem_units(found)
    if setting is None or found.understood is None or found.understood.kind != "value":
        return None
    tried = put_together(found.question, setting, found.shapes, found.understood)
    tried.several, tried.accepted, tried.formed = found.several, found.accepted, found.formed
    tried.comparer.bound = bound(tried)
    tried.measured = True
    level = derive(tried)
    return (tried, level) if right(tried) and level is not Level.UNDECIDED else None


def _report(found: Choice) -> None:
    """Report a wrong key, or another option that is right."""
    equal, keys = right(found), sorted(found.keys)
    wrong = [key for key in keys if found.verdicts[key - 1].outcome == "different"]
    for key in wrong:
        verdict = found.verdicts[key - 1]
        sides = ("the left side", "the right side") if found.relation == "satisfies" else ("it", "the answer")
        told = f": {verdict.witness.told(*sides)}" if verdict.witness else ""
        told = f": {verdict.reason}" if verdict.reason.startswith("equal, but") else told
        hint = (
            f"the answer derived is option {equal[0]}: {option_text(found, equal[0])}"
            if equal
            else "no option is right"
        )
        rests = "what follows from the premises"
        if found.inferred and found.understood is not None:
            rests = f"what the stem, read as “{found.understood.words}”, gives"
        message = f"option {key} is keyed, but it is not {rests}{told}"
        found.findings.append(Finding("QB301", message, *place_of(found, key), hint="" if found.several else hint))
    if (wrong and not found.several) or not keys or found.formed or any(conditional(found, key) for key in keys):
        return
    for other in equal:
        if other not in keys and found.verdicts[other - 1].proved:
            instead = "is not keyed" if found.several else f"the key is option {keys[0]}"
            message = f"option {other} is right too, but {instead}"
            found.findings.append(Finding("QB302", message, *place_of(found, other)))


def _consistent(found: Choice) -> Level:
    """Compare the options with one another, and with the end of the worked solution."""
    key = found.question.key
    _same_options(found)
    ending = ending_of(found)
    found.verdicts += [
        unread(read) if read.tree is None else verdict
        for read, verdict in zip(found.options, ending.verdicts, strict=True)
    ]
    if found.equivalent and not found.formed:
        return Level.REFUTED
    if key is None:
        return Level.UNDECIDED
    if not found.several:
        report_end(found, ending.reached)
    if found.disputed:
        found.note += f", and the solution ends at option {key}"
    elif (
        found.worked.level is not Solution.REFUTED
        and not _loose_words(found)
        and not found.several
        and ending.confirms(key)
    ):
        return Level.CONSISTENT
    found.findings.append(
        Finding(
            "QB330",
            f"the key is the author's word: {found.note or 'nothing states what the answer follows from'}",
            ("stem",),
            hint="add check: with find: (what is asked) and, where the stem does not state them, given: (the premises)",
        )
    )
    return Level.ASSERTED


def _loose_words(found: Choice) -> bool:
    """Tell whether an option was not read and is none of the known words."""
    return any(read.tree is None and word is None for read, word in zip(found.options, found.words, strict=True))


def _words(found: Choice, at: int) -> tuple[str, ...]:
    """Return an option's text and the files it shows."""
    nodes = parse(found.question.options[at].text).walk()
    return (option_text(found, at + 1), *(node.attributes.get("src", "") for node in nodes if node.type == "image"))


def _same_options(found: Choice) -> None:
    """Find options that mean the same: those in words by their words, claims only if they say the same.

    Which of them is or has something may depend on how they are written: that is but a warning.
    """
    known = {at for at, verdict in enumerate(found.verdicts) if verdict.outcome == "equal"}
    sure = {at for at in known if found.verdicts[at].proved}
    claims = found.understood is not None and found.understood.kind == "claim"
    which = found.understood is None and _asks_which(found.question.stem)
    for one, other in combinations(range(len(found.options)), 2):
        left, right_ = found.options[one], found.options[other]
        if left.tree is None or right_.tree is None:
            same = left.tree is right_.tree and _words(found, one) == _words(found, other)
        elif is_claim(left.tree) or is_claim(right_.tree) or claims:
            same = left.tree == right_.tree
        elif {one, other} <= known:
            same = {one, other} <= sure and (found.relation != "satisfies" or left.tree == right_.tree)
        elif one in known or other in known:
            continue  # one is the answer, the other is not
        else:
            same = _alike(found, left.tree, right_.tree)
        if {one + 1, other + 1} <= found.keys:
            continue  # both are to be ticked
        if not same:
            continue
        message = f"options {one + 1} and {other + 1} mean the same"
        if left.tree == right_.tree or not (found.formed or which):
            found.equivalent.append((one + 1, other + 1))
            found.findings.append(Finding("QB303", message, *place_of(found, other + 1)))
        elif not found.formed:
            hint = "nothing is wrong if the question is about how they are written, or where they are defined"
            found.findings.append(Finding("QB303", message, *place_of(found, other + 1), hint=hint, severity="warning"))


_WHICH = re.compile(r"\b(?:which|welche[rsnm]?|quel(?:le)?s?|cu[aá]l(?:es)?)\b([^.?!]*)|\bodd one\b|哪", re.IGNORECASE)
_ANY = re.compile(
    r"\W*(?:(?:(?:one|of|these|the|following|answers?|options?|values?|is|are|right|correct|true)\b"
    r"|(?:equals?|equal to|same as|equivalent to)\b|\$[^$]*\$)\W*)*",
    re.IGNORECASE,
)


def _asks_which(stem: str) -> bool:
    """Tell whether a stem asks which option is, or has, something more than to be right."""
    found = _WHICH.search(stem)
    return found is not None and (found[1] is None or _ANY.fullmatch(found[1]) is None)


def _alike(found: Choice, left: Node, right_: Node) -> bool:
    """Tell whether two options have one value whatever the premises say; lists may be meant in their order."""
    if left == right_:
        return True
    if any(isinstance(tree, Set | Tuple | Logic) for tree in (left, right_)) or ordered_factors(
        wording(found.question.stem, ("stem",))
    ):
        return False
    if turns_beside_angles(left, right_) or turned_round(left, right_):
        return False
    return same_value(left, right_, found.setting)


def _no_key(found: Choice) -> None:
    equal = right(found)
    hint = (
        f"option {equal[0]} follows from the premises: answer: {equal[0]}"
        if equal and found.understood is not None
        else "add answer: with its number"
    )
    severity = "warning" if found.question.status == "draft" else ""
    found.findings.append(Finding("QB300", "no key yet", ("id",), hint=hint, severity=severity))
