r"""Integrals of open functions whose values premises give: ``\int_0^2 f(x)\,dx = 3`` and ``\int_2^5 f(x)\,dx = 4``.

They are differences of a primitive's values at the bounds; what is asked must be a combination of those that are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from .deciding.equality import Comparer
from .deciding.polynomials import Polynomial, TooLarge, polynomial
from .domain import Domain
from .gathering import gather
from .primitives import applied, in_primitives
from .setting import Setting
from .syntax import Add, Apply, Integral, Name, Neg, Node, Relation, walk


def take_integrals(setting: Setting, tree: Node, options: Sequence[Node]) -> None:
    """Write integrals of functions that only premises of this kind speak of by their primitives, where they suffice."""
    inside = {part.function for one in walk(tree) if isinstance(one, Integral) for part in applied(one.body)}
    about = [one for one in setting.stated if any(part.function in inside for part in applied(one))]
    equations = [one for one in about if isinstance(one, Relation) and one.signs == ("=",)]
    spoken = any(part.function in inside for option in options for part in applied(option))
    if not inside or not equations or spoken or isinstance(tree, Relation):
        return
    sides = [side for one in equations for side in one.sides]
    free = Comparer(gather([]), Domain(), kinds=setting.notation.kinds)
    found = in_primitives(free, [tree, *sides])
    if found is None or any(part.function in inside for one in found.formulas for part in applied(one)):
        return
    asked, *rest = found.formulas
    differences = [Add((left, Neg(right))) for left, right in zip(rest[::2], rest[1::2], strict=True)]
    mentions = [one for one in about if one not in equations and one != tree and not isinstance(one, Apply)]
    if mentions or not _suffice([asked, *differences], found.names):
        return
    put = dict(zip([tree, *equations], [asked, *map(_equation, zip(rest[::2], rest[1::2], strict=True))], strict=True))
    for reads in (setting.stem, setting.given, setting.assumed):
        reads[:] = [replace(read, tree=put.get(read.tree, read.tree)) if read.tree else read for read in reads]
    if setting.find is not None:
        setting.find = replace(setting.find, tree=asked)


def _equation(sides: tuple[Node, Node]) -> Relation:
    return Relation(sides, ("=",))


def _suffice(formulas: Sequence[Node], names: Sequence[Name]) -> bool:
    """Tell whether the first formula's part in the names is a combination of those of the others."""
    try:
        rows = [_weights(polynomial(one), names) for one in formulas]
    except TooLarge:
        return False
    known = [row for row in rows if row is not None]
    if len(known) < len(rows) or not any(known[0]):
        return False
    return bool(sp.Matrix(known[1:]).rank() == sp.Matrix(known).rank())


def _weights(found: Polynomial, names: Sequence[Name]) -> list[sp.Rational] | None:
    """Return the numbers by which the names stand in a sum; ``None`` where they stand otherwise."""
    weights = dict.fromkeys(names, sp.Integer(0))
    for monomial, coefficient in found.terms.items():
        inside = [part for part, _ in monomial if any(one in weights for one in walk(part))]
        if not inside:
            continue
        if len(monomial) > 1 or monomial[0][1] != 1 or not isinstance(inside[0], Name):
            return None
        weights[inside[0]] = sp.Rational(coefficient.numerator, coefficient.denominator)
    return list(weights.values())
