"""Formulas that are the same number at every point of a comparison."""

from __future__ import annotations

from fractions import Fraction

from qbank.checker.letters import Undecided
from qbank.checker.premises import Premises
from qbank.checker.syntax import Apply, Big, Matrix, Node, Num, Unit, names_in, put, walk


def is_constant(premises: Premises, node: Node) -> bool:
    """Tell whether a formula comes down to numbers alone, definitions put in; sums, units and matrices do not count."""
    try:
        return _is_constant(premises, node, frozenset())
    except Undecided:
        return False


def _is_constant(premises: Premises, node: Node, above: frozenset[str]) -> bool:
    """``above`` are the names and functions whose definitions led here."""
    for part in walk(node):
        if isinstance(part, Big | Unit | Matrix):
            return False
        if isinstance(part, Apply):
            if part.function in above or part.function not in premises.functions:
                return False
            parameters, body = premises.functions[part.function]
            body = put(body, {name: Num(Fraction(0)) for name in parameters})
            if not _is_constant(premises, body, above | {part.function}):
                return False
    for name in names_in(node):
        if name.base in above or (name.sub and name.base in premises.letters.sorts):
            return False
        bodies = list(premises.bodies(name))
        if not bodies or not all(_is_constant(premises, body, above | {name.base}) for body in bodies):
            return False
    return True
