"""A formula of a question as a syntax tree, for those who write it in another language."""

from __future__ import annotations

from qbank.schema import Question
from qbank.schema.check import Notation

from .formulas import bare
from .setting_reading import read_setting
from .syntax import Node


def read_tree(question: Question, latex: str, notation: Notation) -> Node | str:
    """Return the tree of a formula; see :func:`qbank.checker.tree`."""
    formula = bare(latex, ())
    found = read_setting(question, notation, [formula.latex], derived=False).read(formula)
    if found.tree is not None:
        return found.tree
    return found.problem.reason if found.problem else "it cannot be read"
