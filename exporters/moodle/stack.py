"""Formulas as questions of the plugin STACK, which compares by algebra: one input, and a tree of tests.

Made for STACK 4.4 and later (https://docs.stack-assessment.org/en/Authoring/). A Moodle without the plugin refuses a
whole file for one of these questions, so they go to a file of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from qbank.checker import tree
from qbank.checker.syntax import Add, Matrix, Name, Node, Num, walk
from qbank.evidence import Report
from qbank.schema import Formula
from qbank.schema.formula import undollared

from . import quiz
from .digits import decimal
from .maxima import UnprintableError, maxima, variables
from .quiz import FIELD, Combined, Rich
from .texts import Path, Texts

_END = "-1"


@dataclass(frozen=True, slots=True)
class Test:
    """How STACK compares: a test for the value, and perhaps one for the form that it must have besides."""

    value: str = "AlgEquiv"
    form: str = ""
    by: bool = False
    """Whether the test is told the variable."""


TESTS: Mapping[str, Test] = MappingProxyType(
    {
        "equal": Test(),
        "equivalent": Test(),
        "same-set": Test(),
        "up-to-constant": Test("Int", by=True),
        "form:factored": Test(form="FacForm", by=True),
        "form:expanded": Test(form="Expanded"),
        "form:lowest-terms": Test(form="LowestTerms"),
        "form:partial-fractions": Test(form="PartFrac", by=True),
        "form:completed-square": Test(form="CompSquare", by=True),
    }
)
"""STACK's test for each relation of ours that it knows."""
_CONSTANTS = frozenset({"C", "c", "K", "k"})
_BY = re.compile(r"\\int(?![A-Za-z]).*?(?<![A-Za-z\\])d\s*\\?([A-Za-z]+)", re.DOTALL)


def stack(texts: Texts, question: Formula, report: Report | None) -> quiz.Stack:
    """Build a formula for STACK. Raises :class:`UnprintableError` with what STACK cannot hold."""
    relation = _relation(question, report)
    test = TESTS.get(relation)
    if test is None:
        raise UnprintableError(f"it has no test for “{relation}”")
    key = _tree(texts, question, question.key or "")
    trees = [key]
    by = _variable(question, key) if test.by else ""
    loose = f"[{by},NOCONST]" if test.value == "Int" else ""  # a constant may be left out
    told = by if test.value == "Int" and _constants(key) else loose
    nodes = [quiz.Node(test.value, maxima(key), told, "1", _END, _END, Rich())]
    if test.form:
        nodes.append(quiz.Node(test.form, maxima(key), by, "1", _END, _END, Rich()))
    for index, each in enumerate(question.answers):
        path: Path = ("answers", index)
        try:
            other = _tree(texts, question, undollared(each.formula))
            written = maxima(other)
        except UnprintableError as problem:
            texts.tell("QB441", f"STACK does not get this answer: {problem}", question, *path, "formula")
            continue
        trees.append(other)
        if each.fraction < 0:
            texts.tell("QB417", "STACK takes no points away: this answer earns 0", question, *path, "fraction")
        score = decimal(max(Decimal(0), each.fraction) / 100)
        feedback = castext(texts.rich(question, (*path, "feedback"), each.feedback))
        nodes.append(quiz.Node(test.value, written, loose, score, _END, _END, feedback))
    answer = nodes[0].answer
    return quiz.Stack(
        input="matrix" if isinstance(key, Matrix) else "algebraic",
        answer=answer,
        size=str(max(15, len(answer) + 5)),
        words=",".join(sorted({name for each in trees for name in variables(each) if len(name) > 1})),
        floats=any(isinstance(part, Num) and part.places is not None for each in trees for part in walk(each)),
        combined=_combined(texts, question),
        nodes=tuple(_chained(nodes, formed=bool(test.form))),
    )


def _relation(question: Formula, report: Report | None) -> str:
    """Return how an answer must relate to the key: as the author says, or as the checker understood the stem."""
    if question.check is not None and question.check.relation is not None:
        return question.check.relation
    found = report.of(question.id) if report else None
    return (found.relation if found else "") or "equal"


def _tree(texts: Texts, question: Formula, latex: str) -> Node:
    found = tree(question, latex, texts.settings.notation)
    if isinstance(found, str):
        raise UnprintableError(f"the formula cannot be read: {found}")
    return found


def _constants(key: Node) -> list[str]:
    """Return the names of the constants that are added to a formula."""
    added = [term for term in key.terms if isinstance(term, Name)] if isinstance(key, Add) else []
    return [name for term in added if (name := maxima(term)) in _CONSTANTS]


def _variable(question: Formula, key: Node) -> str:
    """Return the variable: the only name, or else the one that the stem integrates by."""
    names = [name for name in variables(key) if name not in _constants(key)]
    told = set(_BY.findall(f"{question.stem} {question.check.find if question.check else ''}"))
    by = [name for name in names if name in told] if len(names) > 1 else names
    if len(by) != 1:
        raise UnprintableError("it is not plain which name is the variable")
    return by[0]


def _chained(nodes: Sequence[quiz.Node], *, formed: bool) -> list[quiz.Node]:
    """Return the nodes, each with what follows: the form once the value is right, the next answer where it is not."""
    chained = []
    for at, node in enumerate(nodes):
        following = at + 2 if formed and at == 0 else at + 1
        is_form = formed and at == 1
        if_false = _END if is_form or following >= len(nodes) else str(following)
        if_true = "1" if formed and at == 0 else _END
        score = "0" if if_true == "1" else node.score
        chained.append(quiz.Node(node.test, node.answer, node.option, score, if_true, if_false, node.feedback))
    return chained


def _combined(texts: Texts, question: Formula) -> Combined:
    found = texts.combined(question, counted=False)
    return Combined(castext(found.correct), castext(found.partial), castext(found.incorrect), counted=False)


def with_field(text: Rich) -> Rich:
    """Return a question's text with the field for the answer below it."""
    return Rich(f"{castext(text).html}\n<p>{FIELD}</p>", text.files)


def castext(text: Rich) -> Rich:
    """Return HTML in which STACK finds nothing to work out: it looks for ``{@``, ``{#`` and ``[[``."""
    hidden = re.sub(r"\{(?=[@#])", "&#123;", text.html)
    return Rich(re.sub(r"\[(?=\[)", "&#91;", hidden), text.files)
