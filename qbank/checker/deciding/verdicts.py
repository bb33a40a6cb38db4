"""Verdicts in few words, for all that decides by what formulas mean."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import (
    Node,
)

from .equality import Comparer, Difference, Verdict


def undecided(reason: str) -> Verdict:
    """Return that nothing was decided, and why."""
    return Verdict("undecided", reason=reason)


def equal(method: str) -> Verdict:
    """Return that two formulas mean the same, and how that was found."""
    return Verdict("equal", method)


def different(method: str, point: Mapping[str, str], left: str, right: str) -> Verdict:
    """Return that two formulas differ at ``point``, where they are ``left`` and ``right``."""
    return Verdict("different", method, Difference(point, left, right))


def number_of(comparer: Comparer, node: Node) -> Expr:
    """Return the symbolic value of a formula that is no vector. Raises :class:`Undecided`."""
    value = comparer.algebra.value(comparer.ordinary(node))
    if not isinstance(value, sp.Expr):
        raise Undecided("a vector or matrix where a number is wanted")
    return value
