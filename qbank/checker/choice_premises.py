"""What a choice question rests on: premises that contradict each other, are the key itself, or are not told."""

from __future__ import annotations

from .choice_evidence import Choice
from .deciding.equality import Comparer
from .deciding.statable import left_out
from .gathering import gather
from .setting import Finding
from .syntax import Big, Deriv, Integral, Limit, Node, Relation, walk


def faulty(found: Choice, contradiction: str) -> bool:
    """Report premises that contradict each other or are the key itself; tell whether there are any."""
    before = len(found.findings)
    if contradiction:
        message = f"the premises contradict each other: {contradiction}"
        found.findings.append(Finding("QB305", message, _place(found)))
    for at, read in enumerate(found.setting.assumed):
        if found.asked is not None and read.tree is not None and _is_answer(found, read.tree):
            found.findings.append(Finding("QB306", "this premise is the answer itself", ("check", "assumed", at)))
    return len(found.findings) > before


def report_premises(found: Choice) -> None:
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


def _place(found: Choice) -> tuple[str | int, ...]:
    return ("check", "given") if found.setting.given else ("check", "assumed") if found.setting.assumed else ("stem",)


def _is_answer(found: Choice, premise: Node) -> bool:
    key = found.question.key
    tree = found.options[key - 1].tree if key else None
    if tree is None or not isinstance(premise, Relation) or found.asked not in premise.sides:
        return False
    bare = Comparer(gather([tree, premise]), found.setting.domain, kinds=found.setting.notation.kinds)
    sides = [side for side in premise.sides if side != found.asked and _operations(side) <= _operations(tree)]
    return any(bare.compare(side, tree).outcome == "equal" for side in sides)


def _operations(tree: Node) -> set[type[Node]]:
    """Return the kinds of operations in a formula that are still to be worked out."""
    return {type(part) for part in walk(tree) if isinstance(part, Integral | Big | Limit | Deriv)}
