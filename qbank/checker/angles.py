r"""Angles that equations know by their functions alone: of ``\sin\theta = 0.6`` the sine is the unknown.

The angle itself has infinitely many values. Sine and cosine are taken as independent: what follows so, follows. A point
that refutes is one at which both belong to one acute angle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from .symbolic.algebra import Algebra
from .symbolic.functions import Expr
from .syntax import Name

TRIANGLES = ((3, 4, 5), (5, 12, 13), (4, 3, 5), (8, 15, 17), (12, 5, 13), (7, 24, 25))
"""Legs and hypotenuse of right triangles."""


def functions_of_angles(expressions: Sequence[Expr], algebra: Algebra) -> dict[Expr, Expr]:
    """Return what to put for the functions of the angles that occur in nothing else."""
    found: dict[Expr, Expr] = {}
    for angle in sorted(set().union(*(one.free_symbols for one in expressions)), key=str):
        key = algebra.keys.get(angle)
        if not isinstance(key, Name):
            continue
        sine, cosine = (
            algebra.symbol(Name(rf"\{function} {key.base}", key.sub, key.sup)) for function in ("sin", "cos")
        )
        parts = {sp.sin(angle): sine, sp.cos(angle): cosine, sp.tan(angle): sine / cosine}
        inside = [one for one in expressions if angle in one.free_symbols]
        if all(angle not in one.xreplace(parts).free_symbols for one in inside):
            found |= parts
    return found


def angle_parts(functions: Mapping[Expr, Expr]) -> list[tuple[Expr, Expr, Expr]]:
    """Return each angle with what stands for its sine and its cosine."""
    return [
        (one.args[0], functions[one], functions[sp.cos(one.args[0])]) for one in functions if isinstance(one, sp.sin)
    ]
