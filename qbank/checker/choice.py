"""The check of a choice question: the answer derived and compared with every option.

Where something is asked (by ``check.find``, or in the stem's own words), the answer follows from the premises, the key
must equal it and every other option must differ. Else the options are compared with one another and with the end of the
worked solution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any

from qbank.evidence import Level, Solution
from qbank.markup import parse, plain
from qbank.schema import CheckBlock, SingleChoice
from qbank.schema.check import Notation as Declared

from .about import sought
from .asked import Asked, denies, read_asked
from .choice_evidence import Choice, evidence_of, numbered, report_undecided
from .choice_premises import faulty, report_premises
from .deciding.equality import Comparer
from .deciding.identities import by_identities
from .deciding.statable import constraint_problems
from .deriving import conditional, derive, right, speaks_of_form, unread
from .domain import Domain
from .ending import Ending
from .formulas import formulas
from .judging import Judge
from .matching import is_claim
from .options import Shape, read_option, shape, unlabelled
from .premises import gather
from .recurrences import recurrences
from .setting import Finding, Setting, read_setting
from .solution import findings
from .solution_reading import read_solution
from .syntax import Apply, Deriv, Logic, Node, Relation, Set, Tuple, names_in, walk
from .units_of_stems import in_stem_units
from .wanted import asked_by_author, solutions_asked, stated_value


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
    found = _read(question, declared)
    found.several, found.accepted = several, accepted
    contradiction = found.comparer.contradiction()
    told = bool(found.setting.given or found.setting.assumed)  # a stem may well speak of y = 0 and of y = 1
    told = told and not any(isinstance(part, Apply) for tree in found.setting.stated for part in _values_given(tree))
    conflict = "the stem's equations exclude one another" if contradiction and not told else ""
    found.comparer.bound = _bound(found) or conflict
    level = Level.ASSERTED
    if check.find:
        level = derive(found)
        if level is Level.UNDECIDED and (measured := _with_units(found)) is not None:
            found, level = measured
        if level is Level.UNDECIDED and (borne := _by_the_stem(found, declared)) is not None:
            found, level = borne
    elif (borne := _inferred(found, conflict)) is not None:
        found, level = borne
    if found.understood is not None:
        _same_options(found)
        _report(found)
    Judge(found.comparer, found.asked).judge(found.worked)
    if found.understood is None:
        level = _consistent(found)
    elif question.key is not None and not several:
        _report_end(found, _ending(found).reached)
    if found.worked.level is Solution.REFUTED or (found.equivalent and not found.formed):
        level = Level.REFUTED
    level = Level.REFUTED if faulty(found, contradiction if told else "") else level
    report_premises(found)
    if question.key is None:
        _no_key(found)
        level = Level.UNDECIDED if level is not Level.REFUTED else level
    elif level is Level.UNDECIDED:
        report_undecided(found, check)
    found.findings += found.setting.findings + findings(found.worked)
    return {"evidence": evidence_of(found, level), "diagnostics": [finding.plain() for finding in found.findings]}


def _values_given(tree: Node) -> Iterator[Node]:
    """Yield the functions whose value at a number is given: ``y(3) = 3`` may single out one branch of several."""
    if isinstance(tree, Relation):
        yield from (side for side in tree.sides if isinstance(side, Apply) and not any(True for _ in names_in(side)))


def _read(question: SingleChoice, declared: Declared) -> Choice:
    asked = bool(question.check and question.check.find)
    shapes = [shape(option.text, ("options", at, "text"), option.means) for at, option in enumerate(question.options)]
    uses = [formula.latex for one in shapes for formula in one.formulas]
    uses += [formula.latex for formula in formulas(question.explanation, ("explanation",))]
    setting = read_setting(question, declared, uses, derived=asked)
    read = [setting.read(formula).tree for one in shapes for formula in one.formulas] if asked else []
    values = [tree for tree in read if tree is not None]
    setting.unapply(values)
    understood = asked_by_author(setting, question.stem, values) if asked else None
    found = _with(question, setting, shapes, understood)
    trees = [read.tree for read in found.options if read.tree is not None]
    relation = question.check.relation if question.check else None
    if understood is not None and (told := stated_value(setting, understood, trees)) is not None:
        found = _with(question, setting, shapes, told)
    elif understood is not None and (solutions := solutions_asked(setting, understood, trees, relation)) is not None:
        found = _with(question, setting, shapes, solutions)
    found.formed = speaks_of_form(question.stem) or denies(question.stem)
    return found


def _with(question: SingleChoice, setting: Setting, shapes: Sequence[Shape], understood: Asked | None) -> Choice:
    """Read options and solution under ``setting``, and put all together."""
    extra = _constants(setting)
    worked = read_solution(question.explanation, setting, question.stem)
    if understood is None or understood.kind in ("value", "solutions"):
        asked = [understood.tree] if understood is not None and understood.tree is not None else []
        bare = unlabelled(shapes, setting, [*asked, *worked.trees])
    else:
        bare = list(shapes)
    options = [read_option(one, setting, ("options", at, "text"), extra) for at, one in enumerate(bare)]
    trees = [read.tree for read in options if read.tree is not None]
    others = [*trees, *worked.trees]
    comparer = setting.comparer(others, worked.definitions)
    if understood is not None and understood.kind == "value" and understood.tree is not None:
        unsolved = partial(setting.unsolved, others, worked.definitions)
        known = by_identities(comparer, unsolved, understood.tree, trees, question.stem)
        if known is not comparer:
            comparer = known
            setting.settled |= set(names_in(understood.tree))
    words = [one.words for one in shapes]
    return Choice(question, setting, options, worked, comparer, shapes=list(shapes), words=words, understood=understood,
                  rounded=[one.rounded for one in bare])  # fmt: skip


def _with_units(found: Choice) -> tuple[Choice, Level] | None:
    """Derive the answer anew with the units that the stem gives the premises, if that tells which option is right."""
    setting = in_stem_units(found)
    if setting is None or found.understood is None or found.understood.kind != "value":
        return None
    tried = _with(found.question, setting, found.shapes, found.understood)
    tried.several, tried.accepted, tried.formed = found.several, found.accepted, found.formed
    tried.comparer.bound = _bound(tried)
    tried.measured = True
    level = derive(tried)
    return (tried, level) if right(tried) and level is not Level.UNDECIDED else None


def _constants(setting: Setting) -> tuple[str, ...]:
    """Return the letters that an option may add: constants of integration that nothing else is called by.

    Beside equations for an unknown function or sequence, more letters are, and what the function depends on.
    """
    known = setting.notation.known
    if known is None:
        return ()
    letters = ["C", "K"]
    parts = [part for tree in (*setting.stated, *setting.solved) for part in walk(tree)]
    if any(isinstance(part, Deriv) or (isinstance(part, Apply) and part.primes) for part in parts):
        letters += [*_FREE, *(by for _, by in setting.notation.variables.derived if by)]
        letters += [by.base for part in parts if isinstance(part, Deriv) for by in part.by]
    elif any(True for _ in recurrences(setting.stated)):
        letters += _FREE
    return tuple(letter for letter in dict.fromkeys(letters) if letter not in known)


_FREE = ("A", "B", "D", "c", "k", "a", "b", r"\alpha", r"\beta")


# with something asked in the stem's words


def _inferred(found: Choice, conflict: str) -> tuple[Choice, Level] | None:
    """Derive what the stem asks for, if its words are understood and the options bear that out."""
    asked = read_asked(found.question.stem, found.setting)
    if isinstance(asked, str):
        found.note = asked
        return None
    if asked.doubts:
        listed = ", ".join(f"“{words}”" for words in asked.doubts[:4])
        found.note = f"{listed} in the stem may change what its formulas mean, so that nothing was derived from it"
        return None
    tried = _understood(found, asked)
    excluded = conflict and "the stem's equations exclude one another" if tried.comparer.contradiction() else ""
    tried.comparer.bound = _bound(tried) or excluded
    level = derive(tried)
    equal = right(tried)
    key = found.question.key
    borne_out = level in (Level.PROVED, Level.TESTED) or (level is Level.REFUTED and _against_key(tried, equal))
    if borne_out and level is Level.REFUTED and _solution_ends_at_key(tried):
        borne_out = False
        found.disputed = True
    if key is None and len(equal) == 1 and tried.verdicts[equal[0] - 1].proved:
        borne_out = True
    if borne_out and not _natural(tried):
        found.note = f"“{asked.words}” has another value where \\log has the base 2 or 10: write \\ln or \\log_2"
        return None
    if borne_out:
        return tried, level
    if level is Level.REFUTED and len(tried.options) == 1 and tried.relation == "equal":
        _doubt_key(found, tried, asked)
    found.note = f"“{asked.words}” {_why_not(tried, equal)}"
    return None


def _by_the_stem(found: Choice, declared: Declared) -> tuple[Choice, Level] | None:
    """Derive what the stem's own words ask for, from what the stem alone states, where ``find`` leaves all open."""
    question, check = found.question, found.question.check
    others = [verdict for at, verdict in enumerate(found.verdicts, 1) if at not in found.keys]
    if check is None or check.waive or any(verdict.outcome == "equal" for verdict in others):
        return None
    if any(one.path[:1] == ("check",) for one in found.setting.findings):
        return None  # what could not be read is to be mended
    bare = check.model_copy(update={"find": "", "given": (), "assumed": ()})
    alone = _read(question.model_copy(update={"check": bare}), declared)
    alone.several, alone.accepted = found.several, found.accepted
    conflict = "the stem's equations exclude one another" if alone.comparer.contradiction() else ""
    alone.comparer.bound = _bound(alone) or conflict
    return _inferred(alone, conflict)


def _doubt_key(found: Choice, tried: Choice, asked: Asked) -> None:
    """Warn where the stem gives another value than the only answer: no other option bears that out."""
    witness = tried.verdicts[0].witness
    if witness is not None:
        told = witness.told("it", "that")
        message = f"option 1 may be wrong: the stem, read as “{asked.words}”, gives another: {told}"
        hint = "if the stem is meant so, mend the answer; else say what is asked with check: find:"
        found.findings.append(Finding("QB326", message, *_place(found, 1), hint=hint))


def _against_key(tried: Choice, equal: list[int]) -> bool:
    """Tell whether the options themselves bear out that the key is wrong: the answer is among them."""
    if not equal or not all(tried.verdicts[at - 1].proved for at in equal):
        return False
    if tried.several:
        return all(verdict.outcome in ("equal", "different") for verdict in tried.verdicts)
    key = tried.question.key
    return key is not None and tried.verdicts[key - 1].outcome == "different" and len(equal) == 1


_PLAIN_LOG = re.compile(r"\\log(?![A-Za-z])(?!\s*_)")
_CALCULUS = re.compile(
    r"\\partial|\\nabla|\\int|\\exp|\\ln|(?<![A-Za-z])e\s*\^|\\frac\s*\{?\s*(?:\\mathrm\{)?d|'|deriv|differenti|gradient|integra"
)


def _natural(tried: Choice) -> bool:
    r"""Tell whether options stand to the answer as they do where ``\log`` has the base 2; in calculus it is ``\ln``."""
    question, setting = tried.question, tried.setting
    texts = [question.stem, *(option.text for option in question.options)]
    if not any(map(_PLAIN_LOG.search, texts)) or _CALCULUS.search(question.stem):
        return True
    options = [one.model_copy(update={"text": _binary(one.text)}) for one in question.options]
    other = question.model_copy(update={"stem": _binary(question.stem), "options": options})
    shapes = [shape(option.text, ("options", at, "text"), option.means) for at, option in enumerate(options)]
    uses = [formula.latex for one in shapes for formula in one.formulas]
    setting = read_setting(other, Declared(), uses, derived=False)
    asked = read_asked(other.stem, setting)
    if isinstance(asked, str):
        return False
    turned = _understood(_with(other, setting, shapes, None), asked)
    turned.comparer.bound = _bound(turned)
    derive(turned)
    return [one.outcome for one in turned.verdicts] == [one.outcome for one in tried.verdicts]


def _binary(text: str) -> str:
    return _PLAIN_LOG.sub(r"\\log_{2}", text)


def _understood(found: Choice, asked: Asked) -> Choice:
    """Return the choice with ``asked`` for what is asked; the formulas that belong to it are no premises."""
    whole = found.setting
    stem = [read for read in whole.stem if not asked.holds(read.formula)]
    find = replace(read, tree=asked.tree) if (read := next(iter(whole.stem), None)) and asked.tree is not None else None
    equations = [read.tree for read in whole.stem if read not in stem and isinstance(read.tree, Relation)]
    setting = replace(whole, stem=stem, find=find, findings=list(whole.findings), solved=[*whole.solved, *equations])
    setting.settle()  # an inequality that is asked for confines nothing
    tried = _with(found.question, setting, found.shapes, asked)
    tried.several, tried.accepted = found.several, found.accepted
    tried.inferred = True
    tried.formed = found.formed or asked.formed
    return tried


def _solution_ends_at_key(tried: Choice) -> bool:
    """Tell whether the worked solution, by itself, holds and ends at the key and at no other option."""
    alone = _with(tried.question, tried.setting, tried.shapes, None)
    alone.comparer.bound = tried.comparer.bound
    Judge(alone.comparer, None).judge(alone.worked)
    holds = alone.worked.level in (Solution.VERIFIED, Solution.PARTLY)
    return holds and not tried.several and _ending(alone).reached == [alone.question.key]


def _why_not(tried: Choice, equal: list[int]) -> str:
    reasons = [verdict.reason for verdict in tried.verdicts if verdict.outcome == "undecided" and verdict.reason]
    if reasons:
        return f"is not decided: {reasons[0]}"
    if len(equal) > 1:
        return f"is the value of {numbered(equal)}: say in the stem what tells them apart"
    return "is not borne out by the options"


def _bound(found: Choice) -> str:
    """Return why no difference refutes anything: a premise that was not read, or one that binds the quantities."""
    if found.setting.unread:
        return f"the premise {found.setting.unread[0].formula.latex} could not be read"
    asked = [found.asked] if found.asked is not None else []
    trees = [read.tree for read in found.options if read.tree is not None]
    return constraint_problems(found.comparer, [*asked, *trees, *found.worked.trees])


def _report(found: Choice) -> None:
    """Report a wrong key, or another option that is right."""
    equal, keys = right(found), sorted(found.keys)
    wrong = [key for key in keys if found.verdicts[key - 1].outcome == "different"]
    for key in wrong:
        verdict = found.verdicts[key - 1]
        sides = ("the left side", "the right side") if found.relation == "satisfies" else ("it", "the answer")
        told = f": {verdict.witness.told(*sides)}" if verdict.witness else ""
        told = f": {verdict.reason}" if verdict.reason.startswith("equal, but") else told
        hint = f"the answer derived is option {equal[0]}: {_shown(found, equal[0])}" if equal else "no option is right"
        rests = "what follows from the premises"
        if found.inferred and found.understood is not None:
            rests = f"what the stem, read as “{found.understood.words}”, gives"
        message = f"option {key} is keyed, but it is not {rests}{told}"
        found.findings.append(Finding("QB301", message, *_place(found, key), hint="" if found.several else hint))
    if (wrong and not found.several) or not keys or found.formed or any(conditional(found, key) for key in keys):
        return
    for other in equal:
        if other not in keys and found.verdicts[other - 1].proved:
            instead = "is not keyed" if found.several else f"the key is option {keys[0]}"
            message = f"option {other} is right too, but {instead}"
            found.findings.append(Finding("QB302", message, *_place(found, other)))


def _place(found: Choice, number: int) -> tuple[tuple[str | int, ...], int, int]:
    """Return field, offset and length of option ``number``: of its formula, where it is one."""
    formula = found.options[number - 1].formula
    return ("options", number - 1, "text"), formula.offset, max(1, len(formula.latex))


def _shown(found: Choice, number: int) -> str:
    return " ".join(plain(parse(found.question.options[number - 1].text)).split())


# without anything asked


def _consistent(found: Choice) -> Level:
    """Compare the options with one another, and with the end of the worked solution."""
    key = found.question.key
    _same_options(found)
    ending = _ending(found)
    found.verdicts += [
        unread(read) if read.tree is None else verdict
        for read, verdict in zip(found.options, ending.verdicts, strict=True)
    ]
    if found.equivalent and not found.formed:
        return Level.REFUTED
    if key is None:
        return Level.UNDECIDED
    if not found.several:
        _report_end(found, ending.reached)
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
    return (_shown(found, at + 1), *(node.attributes.get("src", "") for node in nodes if node.type == "image"))


def _report_end(found: Choice, ends: Sequence[int]) -> None:
    """Warn where the worked solution ends at other options (``ends``) than the key."""
    if not ends or found.question.key in ends:
        return
    place = next(line for line in reversed(found.worked.lines) if line.sides).formula
    message = f"the solution ends at option {ends[0]}, but the key is option {found.question.key}"
    found.findings.append(Finding("QB323", message, place.path, place.offset, len(place.latex)))


def _ending(found: Choice) -> Ending:
    """Return where the worked solution ends, against the options."""
    asked = sought(found.question.stem, found.setting)
    return Ending(found.worked, [read.tree for read in found.options], found.comparer, asked)


def _same_options(found: Choice) -> None:
    """Find options that mean the same: those in words by their words, claims only if they say the same."""
    known = {at for at, verdict in enumerate(found.verdicts) if verdict.outcome == "equal"}
    sure = {at for at in known if found.verdicts[at].proved}
    claims = found.understood is not None and found.understood.kind == "claim"
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
        if same and (not found.formed or left.tree == right_.tree):
            found.equivalent.append((one + 1, other + 1))
            message = f"options {one + 1} and {other + 1} mean the same"
            found.findings.append(Finding("QB303", message, *_place(found, other + 1)))


def _alike(found: Choice, left: Node, right_: Node) -> bool:
    """Tell whether two options have one value whatever the premises say; lists may be meant in their order."""
    if left == right_:
        return True
    if any(isinstance(tree, Set | Tuple | Logic) for tree in (left, right_)):
        return False
    bare = Comparer(gather([left, right_]), Domain(), kinds=found.setting.notation.kinds)
    return not bare.parted(left, right_) and bare.compare(left, right_).proved


def _no_key(found: Choice) -> None:
    equal = right(found)
    hint = (
        f"option {equal[0]} follows from the premises: answer: {equal[0]}"
        if equal and found.understood is not None
        else "add answer: with its number"
    )
    severity = "warning" if found.question.status == "draft" else ""
    found.findings.append(Finding("QB300", "no key yet", ("id",), hint=hint, severity=severity))
