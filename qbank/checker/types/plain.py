"""The check of what is not derived: the worked solution line by line, and parts that must be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from qbank.checker.formulas import formulas
from qbank.checker.judging import Judge
from qbank.checker.matching import is_claim
from qbank.checker.options import read_option, shape
from qbank.checker.same_value import same_value
from qbank.checker.setting import Finding, Setting
from qbank.checker.setting_reading import read_setting
from qbank.checker.solution import Worked, findings
from qbank.checker.solution_reading import read_solution
from qbank.checker.syntax import Node, Set, Tuple
from qbank.evidence import Level, Solution
from qbank.schema import Description, Essay, Question, Raw, ShortAnswer
from qbank.schema.check import Notation as Declared

from .likeness import Path

Texts = Mapping[Path, str]
"""Markdown texts by the path of their field."""


class Parts:
    """The parts of a question, each read as a formula where it is one, and its worked solution, judged."""

    def __init__(self, question: Question, declared: Declared, texts: Texts) -> None:
        shapes = {path: shape(text, path) for path, text in texts.items()}
        uses = [formula.latex for one in shapes.values() for formula in one.formulas]
        uses += [formula.latex for formula in formulas(question.explanation, ("explanation",))]
        self.setting: Setting = read_setting(question, declared, uses, derived=False)
        self.trees = {path: read_option(one, self.setting, path).tree for path, one in shapes.items()}
        self.worked: Worked = read_solution(question.explanation, self.setting, question.stem)
        trees = [tree for tree in self.trees.values() if tree is not None]
        self.comparer = self.setting.comparer([*trees, *self.worked.trees], self.worked.definitions)
        if self.setting.unread:
            self.comparer.bound = f"the premise {self.setting.unread[0].formula.latex} could not be read"
        Judge(self.comparer, None).judge(self.worked)

    def alike(self, one: Path, other: Path) -> bool:
        """Tell whether two parts are formulas that are equal whatever the premises say, but for their spelling."""
        left, right = self.trees[one], self.trees[other]
        if left is None or right is None or left == right:
            return left is not None and left == right
        if any(is_claim(tree) or isinstance(tree, Set | Tuple) for tree in (left, right)):
            return False  # equations that hold for the same values may be steps from one to the other
        return same_value(left, right, self.setting)

    def valued(self, paths: Iterable[Path]) -> bool:
        """Tell whether all of these parts are formulas that have a value."""
        trees = [self.trees[path] for path in paths]
        return all(tree is not None and not is_claim(tree) for tree in trees)

    def same(self, paths: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
        """Yield pairs among ``paths`` that are alike."""
        yield from ((one, other) for one, other in combinations(paths, 2) if self.alike(one, other))

    def tree(self, path: Path) -> Node | None:
        """Return a part as a formula, or ``None``."""
        return self.trees[path]


def reported(parts: Parts, level: Level, summary: str, found: Sequence[Finding]) -> dict[str, Any]:
    """Return evidence and diagnostics as plain data; a false line of the solution refutes the question."""
    worked = parts.worked
    if worked.level is Solution.REFUTED:
        level, summary = Level.REFUTED, "A line of the solution is false."
    evidence: dict[str, Any] = {
        "evidence": level.value,
        "solution": worked.level.value,
        "assumed": [],
        "sizes": {},
        "answer": "",
        "relation": "",
        "options": [],
        "statements": [],
        "equivalent": [],
        "steps": [line.plain() for line in worked.lines],
        "summary": summary,
    }
    return {"evidence": evidence, "diagnostics": [one.plain() for one in (*found, *findings(worked))]}


def no_key(question: Question, hint: str) -> Finding:
    """Return the finding that there is no key yet."""
    severity = "warning" if question.status == "draft" else ""
    return Finding("QB300", "no key yet", ("id",), hint=hint, severity=severity)


def check_short_answer(question: ShortAnswer, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``short-answer``: words are the author's."""
    parts = Parts(question, declared, {})
    if question.key is None:
        hint = "add answers: with the texts that are right"
        return reported(parts, Level.UNDECIDED, "No key yet.", [no_key(question, hint)])
    return reported(parts, Level.ASSERTED, "The author's word: words are not derived.", [])


def check_essay(question: Essay, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``essay``: a person grades it."""
    return reported(Parts(question, declared, {}), Level.ASSERTED, "A person grades this: nothing is derived.", [])


def check_description(question: Description, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``description``: it asks nothing."""
    return reported(Parts(question, declared, {}), Level.ASSERTED, "It asks nothing.", [])


def check_raw(question: Raw, declared: Declared) -> dict[str, Any]:
    """Check one question of type ``raw``: its content is not read."""
    return reported(
        Parts(question, declared, {}), Level.ASSERTED, "Kept as it was imported: nothing is read of it.", []
    )
