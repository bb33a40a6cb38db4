"""What the words of a stem ask for: derived, and taken only where the options bear it out."""

from __future__ import annotations

import re
from dataclasses import replace

from qbank.evidence import Level
from qbank.schema import CheckBlock
from qbank.schema.check import Notation as Declared

from .asked import Asked, read_asked
from .choice_ends import ends_at_key
from .choice_evidence import Choice, numbered, place_of
from .choice_reading import bound, put_together, read_choice
from .deriving import derive, right
from .options import shape
from .setting import Finding
from .setting_reading import read_setting
from .syntax import Relation

_PLAIN_LOG = re.compile(r"\\log(?![A-Za-z])(?!\s*_)")
_CALCULUS = re.compile(
    r"\\partial|\\nabla|\\int|\\exp|\\ln|(?<![A-Za-z])e\s*\^|\\frac\s*\{?\s*(?:\\mathrm\{)?d|'|deriv|differenti|gradient|integra"
)


def infer(found: Choice, conflict: str) -> tuple[Choice, Level] | None:
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
    tried.comparer.bound = bound(tried) or excluded
    level = derive(tried)
    equal = right(tried)
    key = found.question.key
    borne_out = level in (Level.PROVED, Level.TESTED) or (level is Level.REFUTED and _against_key(tried, equal))
    if borne_out and level is Level.REFUTED and ends_at_key(tried):
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


def infer_from_stem(found: Choice, declared: Declared) -> tuple[Choice, Level] | None:
    """Derive what the stem's own words ask for, from what the stem alone states, where ``find`` leaves all open."""
    check = found.question.check
    others = [verdict for at, verdict in enumerate(found.verdicts, 1) if at not in found.keys]
    if check is None or check.waive or any(verdict.outcome == "equal" for verdict in others):
        return None
    if any(one.path[:1] == ("check",) for one in found.setting.findings):
        return None  # what could not be read is to be mended
    return _from_stem(found, declared)


def asked_otherwise(found: Choice, declared: Declared) -> str:
    """Return what the stem's words ask for, where they prove another option than ``find`` does; else nothing."""
    if found.several or found.understood is None:
        return ""
    asked = read_asked(found.question.stem, found.setting)
    if isinstance(asked, str) or asked.tree is None or asked.tree == found.understood.tree:
        return ""
    borne = _from_stem(found, declared)
    if borne is None or borne[1] is not Level.REFUTED:
        return ""
    return f"the stem, read as “{asked.words}”, asks for something else, which is {numbered(right(borne[0]))}"


def _from_stem(found: Choice, declared: Declared) -> tuple[Choice, Level] | None:
    check = found.question.check or CheckBlock()
    bare = check.model_copy(update={"find": "", "given": (), "assumed": ()})
    alone = read_choice(found.question.model_copy(update={"check": bare}), declared)
    alone.several, alone.accepted = found.several, found.accepted
    conflict = "the stem's equations exclude one another" if alone.comparer.contradiction() else ""
    alone.comparer.bound = bound(alone) or conflict
    return infer(alone, conflict)


def _doubt_key(found: Choice, tried: Choice, asked: Asked) -> None:
    """Warn where the stem gives another value than the only answer: no other option bears that out."""
    witness = tried.verdicts[0].witness
    if witness is not None:
        told = witness.told("it", "that")
        message = f"option 1 may be wrong: the stem, read as “{asked.words}”, gives another: {told}"
        hint = "if the stem is meant so, mend the answer; else say what is asked with check: find:"
        found.findings.append(Finding("QB326", message, *place_of(found, 1), hint=hint))


def _against_key(tried: Choice, equal: list[int]) -> bool:
    """Tell whether the options themselves bear out that the key is wrong: the answer is among them."""
    if not equal or not all(tried.verdicts[at - 1].proved for at in equal):
        return False
    if tried.several:
        return all(verdict.outcome in ("equal", "different") for verdict in tried.verdicts)
    key = tried.question.key
    return key is not None and tried.verdicts[key - 1].outcome == "different" and len(equal) == 1


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
    turned = _understood(put_together(other, setting, shapes, None), asked)
    turned.comparer.bound = bound(turned)
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
    tried = put_together(found.question, setting, found.shapes, asked)
    tried.several, tried.accepted = found.several, found.accepted
    tried.inferred = True
    tried.formed = found.formed or asked.formed
    return tried


def _why_not(tried: Choice, equal: list[int]) -> str:
    reasons = [verdict.reason for verdict in tried.verdicts if verdict.outcome == "undecided" and verdict.reason]
    if reasons:
        return f"is not decided: {reasons[0]}"
    if len(equal) > 1:
        return f"is the value of {numbered(equal)}: say in the stem what tells them apart"
    return "is not borne out by the options"
