"""A choice question under check, and what its evidence says in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from qbank.evidence import Level
from qbank.markup import parse, plain
from qbank.schema import CheckBlock, SingleChoice

from .asked import Asked
from .deciding.equality import Comparer, Verdict
from .options import Shape, Words
from .setting import Finding, Read, Setting
from .solution import Worked
from .syntax import Node, Relation

METHODS = {
    "symbolic": "derived from the premises, equal by algebra",
    "identical": "the same formula",
    "numeric": "equal at every point tried",
}


@dataclass(slots=True)
class Choice:
    """A choice question under check: what was read of it, and the verdicts so far."""

    question: SingleChoice
    setting: Setting
    options: list[Read]
    worked: Worked
    comparer: Comparer
    verdicts: list[Verdict] = field(default_factory=list)
    equivalent: list[tuple[int, int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    """What the options consist of, as they are written."""
    rounded: list[bool] = field(default_factory=list)
    r"""Which options are numbers after ``\approx``."""
    words: list[Words | None] = field(default_factory=list)
    understood: Asked | None = None
    """What is asked, by ``find`` or as the stem was understood."""
    inferred: bool = False
    """The stem's own words say what is asked: the options must bear that out."""
    formed: bool = False
    """Options may have one value and differ in form."""
    measured: bool = False
    """The premises have the units that the stem tells."""
    disputed: bool = False
    """What the stem was understood to ask has another answer than the solution ends at."""
    relation: str = ""
    note: str = ""
    """Why nothing was derived from the stem's own words."""
    several: frozenset[int] = frozenset()
    """The numbers of all keyed options, where there may be several."""
    accepted: tuple[Fraction, Fraction] | None = None
    """Where a number is asked for: the key, and how far off an answer may be."""

    @property
    def keys(self) -> frozenset[int]:
        """The numbers of the keyed options."""
        key = self.question.key
        return self.several or (frozenset() if key is None else frozenset({key}))

    @property
    def asked(self) -> Node | None:
        """The value that is asked for, if it is one and could be read."""
        tree = self.understood.tree if self.understood and self.understood.kind == "value" else None
        return None if isinstance(tree, Relation) else tree


def numbered(numbers: Sequence[int]) -> str:
    """Return ``option 2`` or ``options 2, 3 and 4``."""
    if len(numbers) == 1:
        return f"option {numbers[0]}"
    return f"options {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def evidence_of(found: Choice, level: Level) -> dict[str, Any]:
    """Return the evidence of a question as plain data."""
    derived = found.understood is not None
    options = []
    for at, verdict in enumerate(found.verdicts, 1):
        witness = verdict.witness if verdict.outcome == "different" else None
        options.append(
            {
                "index": at,
                "keyed": at in found.keys,
                "verdict": verdict.outcome,
                "method": METHODS.get(verdict.method, verdict.method) if verdict.outcome == "equal" else verdict.reason,
                "witness": witness and {"point": dict(witness.point), "option": witness.left, "answer": witness.right},
            }
        )
        if witness:
            options[-1]["method"] = "differs at a point"
    right = next((at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome == "equal"), None)
    shown = found.options[right - 1].formula.latex if right and derived else ""
    return {
        "evidence": level.value,
        "solution": found.worked.level.value,
        "assumed": found.setting.untold,
        "sizes": found.comparer.sizes() if level is Level.TESTED else {},
        "answer": shown,
        "relation": found.relation if derived else "",
        "asked": found.understood.words if found.understood else "",
        "inferred": found.inferred,
        "domain": [*(found.question.check.assume if found.question.check else ()), *found.setting.domains],
        "options": options,
        "statements": [],
        "equivalent": [list(pair) for pair in found.equivalent],
        "steps": [line.plain() for line in found.worked.lines],
        "summary": _summary(found, level),
    }


def _faults(found: Choice, source: str) -> str:
    """Say in a few words why the question is refuted."""
    codes = {finding.code for finding in found.findings}
    faults = []
    if "QB301" in codes:
        right = [at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome == "equal"]
        wrong = [at for at in sorted(found.keys) if found.verdicts[at - 1].outcome == "different"]
        instead = f": {numbered(right)} {'does' if len(right) == 1 else 'do'}" if right else ""
        instead = instead or (", nor does any other" if len(found.verdicts) > 1 else "")
        faults.append(f"{numbered(wrong)} {'does' if len(wrong) == 1 else 'do'} not follow from {source}{instead}")
    if "QB302" in codes:
        faults.append("another option is right too")
    if "QB303" in codes:
        faults.append("options mean the same")
    if "QB304" in codes:
        faults.append("a line of the solution is false")
    if codes & {"QB305", "QB306"}:
        faults.append("the premises cannot stand")
    told = "; ".join(faults)
    return told[:1].upper() + told[1:]


def _summary(found: Choice, level: Level) -> str:
    key = numbered(sorted(found.keys)) if found.keys else ""
    key = key[:1].upper() + key[1:]
    others = [at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome == "different"]
    source = "the given premises" if found.setting.given else "the stem"
    source += ", with the stem's units," if found.measured else ""
    if untold := len(found.setting.untold):
        source += f" and {untold} premise{'s' if untold > 1 else ''} not told to the student"
    refuted = f"; {numbered(others)} refuted by {'a witness' if len(others) == 1 else 'witnesses'}" if others else ""
    if found.inferred and found.understood is not None:
        source += f" (read as “{found.understood.words}”)"
    if found.relation == "claim" and level in (Level.PROVED, Level.TESTED):
        shown = "proved" if level is Level.PROVED else "true at every point tried, without a proof"
        return f"What {key.lower()} claim{'s' * (len(found.keys) == 1)} is {shown}{refuted}."
    match level:
        case Level.PROVED:
            return f"{key} derived from {source} by algebra{refuted}."
        case Level.TESTED:
            agrees = "agrees" if len(found.keys) == 1 else "agree"
            return f"{key} {agrees} with {source} at every point tried, without a proof{refuted}."
        case Level.CONSISTENT:
            return f"The solution's lines follow from one another and end at option {found.question.key} and no other."
        case Level.ASSERTED:
            return f"The author's word: {found.note or 'nothing here could be checked'}."
        case Level.UNDECIDED:
            return "No key yet." if not found.keys else "No proof of the key was found."
        case Level.REFUTED:
            return f"{_faults(found, source)}."


def report_undecided(found: Choice, check: CheckBlock, otherwise: str = "") -> None:
    """Report why no proof was found (``otherwise``: the stem asks for another thing), or that the author accepts it."""
    reasons: dict[str, list[int]] = {}
    for at, verdict in enumerate(found.verdicts, 1):
        if verdict.outcome in ("undecided", "unread") and verdict.reason:
            reasons.setdefault(verdict.reason, []).append(at)
    told = "; ".join(f"{numbered(numbers)}: {reason}" for reason, numbers in reasons.items())
    equal = [at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome == "equal"]
    if not told and len(equal) > 1:
        told = f"{numbered(equal)} have the same value, and which form is wanted is not known"
    told = otherwise or told or "what is asked could not be read"
    if check.waive:
        found.findings.append(Finding("QB325", f"undecided, and waived ({check.waive}): {told}", ("check", "waive")))
    else:
        mend = "ask with find: for what the stem asks" if otherwise else "mend or complete given:"
        hint = f"{mend}, or accept it with waive: and the reason"
        found.findings.append(Finding("QB308", f"no proof was found: {told}", ("check", "find"), hint=hint))


def place_of(found: Choice, number: int) -> tuple[tuple[str | int, ...], int, int]:
    """Return field, offset and length of option ``number``: of its formula, where it is one."""
    formula = found.options[number - 1].formula
    return ("options", number - 1, "text"), formula.offset, max(1, len(formula.latex))


def option_text(found: Choice, number: int) -> str:
    """Return the text of option ``number``, without marks and line breaks."""
    return " ".join(plain(parse(found.question.options[number - 1].text)).split())
