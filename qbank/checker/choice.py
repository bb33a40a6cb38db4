"""The check of a choice question: the answer derived and compared with every option.

Where something is asked (``check.find``), the answer follows from the premises, the key must equal it and every other
option must differ. Else the options are compared with one another and with the end of the worked solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import combinations
from typing import Any

from qbank.evidence import Level, Solution
from qbank.markup import parse, plain
from qbank.schema import CheckBlock, SingleChoice
from qbank.schema.check import Notation as Declared

from .choice_evidence import Choice, evidence_of, numbered
from .deciding.equality import Comparer, Verdict
from .deciding.statable import constraint_problems, left_out
from .formulas import Formula, formulas
from .letters import Undecided
from .premises import gather
from .setting import Finding, Read, read_setting
from .judging import Judge
from .solution import findings, printed
from .solution_reading import read_solution
from .syntax import Node, Relation


def check_choice(question: SingleChoice, declared: Declared) -> dict[str, Any]:
    """Check one single-choice question; return evidence and diagnostics as plain data."""
    found = _read(question, declared)
    check = question.check or CheckBlock()
    contradiction = found.comparer.contradiction()
    told = bool(found.setting.given or found.setting.assumed)  # a stem may well speak of y = 0 and of y = 1
    found.comparer.bound = _bound(found) or (
        "the stem's equations exclude one another" if contradiction and not told else ""
    )
    level = _derived(found) if check.find else Level.ASSERTED
    Judge(found.comparer, found.asked).judge(found.worked)
    if not check.find:
        level = _consistent(found)
    elif question.key is not None:
        _report_end(found, _ends(found))
    if found.worked.level is Solution.REFUTED:
        level = Level.REFUTED
    level = Level.REFUTED if _faulty(found, contradiction if told else "") else level
    _report_premises(found)
    if question.key is None:
        _no_key(found)
        level = Level.UNDECIDED if level is not Level.REFUTED else level
    elif level is Level.UNDECIDED:
        _undecided(found, check)
    found.findings += found.setting.findings + findings(found.worked)
    return {"evidence": evidence_of(found, level), "diagnostics": [finding.plain() for finding in found.findings]}


def _read(question: SingleChoice, declared: Declared) -> Choice:
    asked = bool(question.check and question.check.find)
    own = [_option_formula(option.text, at) for at, option in enumerate(question.options)]
    uses = [formula.latex for formula in own if formula]
    uses += [formula.latex for formula in formulas(question.explanation, ("explanation",))]
    setting = read_setting(question, declared, uses, derived=asked)
    options = [
        setting.read(formula) if formula else Read(Formula("", ("options", at, "text"), 0))
        for at, formula in enumerate(own)
    ]
    worked = read_solution(question.explanation, setting)
    trees = [read.tree for read in options if read.tree is not None]
    comparer = setting.comparer([*trees, *worked.trees], worked.definitions)
    return Choice(question, setting, options, worked, comparer)


def _option_formula(text: str, at: int) -> Formula | None:
    """Return the one formula that an option consists of; ``None`` where it holds prose."""
    path = ("options", at, "text")
    found = [node for node in parse(text).walk() if node.type in ("math", "math_block")]
    rest = "".join(node.text for node in parse(text).walk() if node.type in ("text", "code", "code_block", "image"))
    if len(found) != 1 or rest.strip(" .,;\n"):
        return None
    return Formula(found[0].text.strip(), path, found[0].offset + len(found[0].text) - len(found[0].text.lstrip()))


# with something asked


def _derived(found: Choice) -> Level:
    """Compare every option with what is asked."""
    asked, key = found.asked, found.question.key
    if asked is None:
        found.verdicts = [_unread(read) for read in found.options]
        return Level.UNDECIDED
    for read in found.options:
        if read.tree is not None:
            with suppress(Undecided):
                found.comparer.settled |= found.comparer.derivatives(read.tree)
    found.verdicts = [_against(found, read, asked) for read in found.options]
    _same_options(found)
    equal = [at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome == "equal"]
    if key is None:
        return Level.UNDECIDED
    wrong = found.verdicts[key - 1].outcome == "different"
    if wrong:
        _wrong_key(found, key, equal)
    for other in equal:
        if other != key and not wrong:
            found.findings.append(
                Finding("QB302", f"option {other} is right too, but the key is option {key}", *_place(found, other))
            )
    if wrong or any(other != key for other in equal) or found.equivalent:
        return Level.REFUTED
    if any(verdict.outcome not in ("equal", "different") for verdict in found.verdicts):
        return Level.UNDECIDED
    return Level.PROVED if found.verdicts[key - 1].proved else Level.TESTED


def _against(found: Choice, read: Read, asked: Node) -> Verdict:
    """Compare one option with what is asked; a number right to its last digit printed is no wrong one."""
    if read.tree is None:
        return _unread(read)
    verdict = found.comparer.compare(read.tree, asked)
    if verdict.outcome == "different" and (number := printed(read.tree)) is not None:
        value, half = number
        if half < Fraction(1, 2) and found.comparer.within(asked, value, half):
            return Verdict("undecided", reason="right to the digits printed, but not equal: write \\approx")
    return verdict


def _bound(found: Choice) -> str:
    """Return why no difference refutes anything: a premise that was not read, or one that binds the quantities."""
    if found.setting.unread:
        return f"the premise {found.setting.unread[0].formula.latex} could not be read"
    check = found.question.check
    if check and check.relation not in (None, "equal"):
        return f"the relation {check.relation} cannot be checked yet"
    asked = [found.asked] if found.asked is not None else []
    return constraint_problems(found.comparer, [*asked, *_trees(found.options), *found.worked.trees])


def _trees(reads: Sequence[Read]) -> list[Node]:
    return [read.tree for read in reads if read.tree is not None]


def _unread(read: Read) -> Verdict:
    return Verdict("unread", reason=read.problem.reason if read.problem else "prose")


def _place(found: Choice, number: int) -> tuple[tuple[str | int, ...], int, int]:
    """Return field, offset and length of option ``number``: of its formula, where it is one."""
    formula = found.options[number - 1].formula
    return ("options", number - 1, "text"), formula.offset, max(1, len(formula.latex))


def _wrong_key(found: Choice, key: int, equal: list[int]) -> None:
    verdict = found.verdicts[key - 1]
    told = f": {verdict.witness.told('it', 'the answer')}" if verdict.witness else ""
    hint = f"the answer derived is option {equal[0]}: {_shown(found, equal[0])}" if equal else "no option is right"
    found.findings.append(
        Finding(
            "QB301",
            f"option {key} is keyed, but it is not what follows from the premises{told}",
            *_place(found, key),
            hint=hint,
        )
    )


def _shown(found: Choice, number: int) -> str:
    return " ".join(plain(parse(found.question.options[number - 1].text)).split())


# without anything asked


def _consistent(found: Choice) -> Level:
    """Compare the options with one another, and with the end of the worked solution."""
    key = found.question.key
    _same_options(found)
    last = found.worked.last
    ends: list[int] = []
    for read in found.options:
        if read.tree is None or last is None:
            found.verdicts.append(_unread(read) if read.tree is None else Verdict("undecided"))
            continue
        verdict = found.comparer.compare(read.tree, last)
        found.verdicts.append(verdict)
        if verdict.outcome == "equal":
            ends.append(len(found.verdicts))
    if found.equivalent:
        return Level.REFUTED
    if key is None:
        return Level.UNDECIDED
    _report_end(found, ends)
    clean = [at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome != "different"]
    whole = all(line.verdict in ("holds", "unread") for line in found.worked.lines)
    if ends == [key] and clean == [key] and found.worked.links and whole:
        return Level.CONSISTENT
    found.findings.append(
        Finding(
            "QB330",
            "the key is the author's word: nothing in the question states what the answer follows from",
            ("stem",),
            hint="add check: with find: (what is asked) and, where the stem does not state them, given: (the premises)",
        )
    )
    return Level.ASSERTED


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


def _ends(found: Choice) -> list[int]:
    """Return the options that equal the end of the worked solution."""
    last = found.worked.last
    if last is None:
        return []
    trees = ((at, read.tree) for at, read in enumerate(found.options, 1) if read.tree is not None)
    return [at for at, tree in trees if found.comparer.compare(tree, last).outcome == "equal"]


def _same_options(found: Choice) -> None:
    """Find options that mean the same, those in words by their words."""
    known = {at for at, verdict in enumerate(found.verdicts) if verdict.outcome == "equal"}
    for one, other in combinations(range(len(found.options)), 2):
        left, right = found.options[one], found.options[other]
        if left.tree is None or right.tree is None:
            same = left.tree is right.tree and _words(found, one) == _words(found, other)
        elif {one, other} <= known:
            same = True
        elif one in known or other in known:
            continue  # one is the answer, the other is not
        else:
            same = found.comparer.compare(left.tree, right.tree).outcome == "equal"
        if same:
            found.equivalent.append((one + 1, other + 1))
            found.findings.append(
                Finding("QB303", f"options {one + 1} and {other + 1} mean the same", *_place(found, other + 1))
            )


# premises and reports


def _faulty(found: Choice, contradiction: str) -> bool:
    """Report premises that contradict each other or are the key itself; tell whether there are any."""
    before = len(found.findings)
    if contradiction:
        message = f"the premises contradict each other: {contradiction}"
        found.findings.append(Finding("QB305", message, _premise_place(found)))
    for at, read in enumerate(found.setting.assumed):
        if found.asked is not None and read.tree is not None and _is_answer(found, read.tree):
            found.findings.append(Finding("QB306", "this premise is the answer itself", ("check", "assumed", at)))
    return len(found.findings) > before


def _report_premises(found: Choice) -> None:
    """Report premises that the student is not told, and equations of the stem that were left out."""
    setting = found.setting
    untold = setting.untold
    if untold:
        place = ("check", "assumed") if setting.assumed else ("check", "given")
        listed = "; ".join(f"${text}$" for text in untold)
        message = f"the answer rests on what the student is not told: {listed}"
        found.findings.append(Finding("QB320", message, place, hint="say it in the stem"))
    if found.asked is None or not setting.given:
        return
    for formula, number in left_out(setting, found.asked, found.options, found.question.key):
        message = (
            f"the stem's ${formula.latex}$ is left out of the premises; with it the answer would be option {number}"
        )
        found.findings.append(Finding("QB321", message, formula.path, formula.offset, len(formula.latex)))


def _premise_place(found: Choice) -> tuple[str | int, ...]:
    return ("check", "given") if found.setting.given else ("check", "assumed") if found.setting.assumed else ("stem",)


def _is_answer(found: Choice, premise: Node) -> bool:
    key = found.question.key
    tree = found.options[key - 1].tree if key else None
    if tree is None or not isinstance(premise, Relation) or found.asked not in premise.sides:
        return False
    bare = Comparer(gather([tree, premise]), found.setting.domain)
    return any(side != found.asked and bare.compare(side, tree).outcome == "equal" for side in premise.sides)


def _no_key(found: Choice) -> None:
    equal = [at for at, verdict in enumerate(found.verdicts, 1) if verdict.outcome == "equal"]
    hint = (
        f"option {equal[0]} follows from the premises: answer: {equal[0]}" if equal else "add answer: with its number"
    )
    severity = "warning" if found.question.status == "draft" else ""
    found.findings.append(Finding("QB300", "no key yet", ("id",), hint=hint, severity=severity))


def _undecided(found: Choice, check: CheckBlock) -> None:
    reasons: dict[str, list[int]] = {}
    for at, verdict in enumerate(found.verdicts, 1):
        if verdict.outcome in ("undecided", "unread") and verdict.reason:
            reasons.setdefault(verdict.reason, []).append(at)
    told = "; ".join(f"{numbered(numbers)}: {reason}" for reason, numbers in reasons.items())
    told = told or "what is asked could not be read"
    if check.waive:
        found.findings.append(Finding("QB325", f"undecided, and waived ({check.waive}): {told}", ("check", "waive")))
    else:
        hint = "mend or complete given:, or accept it with waive: and the reason"
        found.findings.append(Finding("QB308", f"no proof was found: {told}", ("check", "find"), hint=hint))
