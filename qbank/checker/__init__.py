"""The checker: answer keys confirmed from the LaTeX that students read.

``compare`` decides whether two formulas alone are equal; ``qbank.check`` checks a bank. The pipeline of one question:
``tokens`` → ``reader`` (with ``notation``) → ``premises`` → ``algebra`` and ``numeric``, two routes → ``equality`` →
``choice``, ``statements`` and ``solution``. Importing this package is cheap; sympy comes with the first comparison.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qbank.schema import Question
    from qbank.schema.check import Notation

    from .deciding.equality import Verdict
    from .syntax import Node


def compare(a: str, b: str, assume: Iterable[str] = ()) -> Verdict:
    """Decide whether two formulas are equal wherever both have a value.

    ``a`` and ``b`` are LaTeX, with or without dollars; their names are inferred from both. ``assume`` are domains as in
    a question's ``check`` block, e.g. ``["$x > 0$", "$n$ positive integer"]``; names without one are real.
    Returns a verdict whose ``outcome`` is ``equal``, ``different`` (with a ``witness``) or ``undecided`` (with a
    ``reason``): what cannot be read is undecided, never an exception.
    """
    from .pair import compare_pair  # noqa: PLC0415 - sympy takes most of a second

    return compare_pair(a, b, tuple(assume))


def tree(question: Question, latex: str, notation: Notation) -> Node | str:
    """Read a formula with the names of ``question``, and those of the bank's ``notation``.

    ``latex`` is with or without dollars. Returns its syntax tree (:mod:`qbank.checker.syntax`), or in words why it
    cannot be read; never an exception.
    """
    from .trees import read_tree  # noqa: PLC0415 - as above

    return read_tree(question, latex, notation)


__all__ = ["compare", "tree"]
