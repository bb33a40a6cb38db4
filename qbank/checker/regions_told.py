r"""Double integrals over a region that premises tell, ``\iint_D f\,dA``, as iterated integrals with bounds.

A disc, ring or part of one between the axes is taken in polar coordinates. Any other region must be told by polynomials
with rational coefficients, linear in one coordinate, between whose bounds the other runs over one bounded interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from .deciding.written import written
from .domain import Domain
from .gathering import gather
from .letters import Undecided
from .reading.integrals import OVER_REGION
from .reading.kinds import Kinds
from .reading.sets import REGION
from .symbolic.algebra import Algebra
from .symbolic.functions import Expr
from .syntax import (
    Add,
    Apply,
    Call,
    Const,
    Div,
    Integral,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    names_in,
    put,
    rebuild,
    walk,
)

MAX_DEGREE = 6
_TWO, _PI = Num(Fraction(2)), Const("pi")
_RADIUS, _ANGLE = Name("r#"), Name(r"\varphi#")
_ORDER = {"<": 1, r"\le": 1, ">": -1, r"\ge": -1}
_QUARTERS = {
    ("", ""): (0, 4), ("+", ""): (-1, 1), ("-", ""): (1, 3), ("", "+"): (0, 2), ("", "-"): (2, 4),
    ("+", "+"): (0, 1), ("-", "+"): (1, 2), ("-", "-"): (2, 3), ("+", "-"): (3, 4),
}  # fmt: skip
"""Between which multiples of a right angle a part of the plane lies, by the signs of x and y."""
PARTING = re.compile(
    r"quadrant|octant|\bupper|\blower|\bleft|\bright|\bhal(?:f|ves)|semi|above|below|outside|between|bounded|enclosed"
    r"|positive|negative|\bfirst|\bsecond|\bthird|\bfourth|sector|annul|\bring|wedge|triang|square|\bnot\b|except|without"
    r"|remov|remain|boundary|edge",
    re.IGNORECASE,
)
"""Words that may tell more of a region than the inequalities beside them."""


def has_regions(node: Node) -> bool:
    """Tell whether a formula has an integral over a region in it."""
    return any(isinstance(part, Call) and part.function == OVER_REGION for part in walk(node))


def coordinates_in(node: Node) -> set[Name]:
    """Return the coordinates of the integrals over regions in a formula."""
    parts = (part for part in walk(node) if isinstance(part, Call) and part.function == OVER_REGION)
    return {name for part in parts for name in names_in(part.arguments[2])}


def is_condition(tree: Node, coordinates: set[Name]) -> bool:
    """Tell whether a premise is an inequality that tells where such coordinates lie."""
    return isinstance(tree, Relation) and {*tree.signs} <= {*_ORDER} and bool({*names_in(tree)} & coordinates)


def region_told(tree: Node | None) -> tuple[Name, Call] | None:
    r"""Return the name and the points of a region: ``D = \{(x, y) : …\}``."""
    match tree:
        case Relation((Name() as name, Call(function) as region), ("=",)) if function == REGION:
            return name, region
    return None


def iterated(node: Node, stated: Sequence[Node], stem: Sequence[Node | None], words: str) -> Node:
    """Return a formula with its integrals over regions written with bounds. Raises :class:`Undecided`.

    ``stated``: the premises; ``stem``: the formulas of the stem, ``None`` for one that was not read.
    """
    if isinstance(node, Call) and node.function == OVER_REGION:
        body, region, names = node.arguments
        assert isinstance(region, Name)  # noqa: S101 - the reader makes no other
        assert isinstance(names, Tuple)  # noqa: S101 - as above
        own = [one for one in names.items if isinstance(one, Name)]
        return _with_bounds(body, region, own, stated, None if _tells_more(own, stated, stem, words) else stem)
    return rebuild(node, lambda part: iterated(part, stated, stem, words))


def _tells_more(names: Sequence[Name], stated: Sequence[Node], stem: Sequence[Node | None], words: str) -> bool:
    """Tell whether the stem may say more of a region than the inequalities among the premises."""
    if PARTING.search(words) or None in stem:
        return True
    relations = [one for one in stem if isinstance(one, Relation) and one not in stated]
    return any({*names_in(one)} & {*names} and not isinstance(one.sides[0], Apply) for one in relations)


def _with_bounds(
    body: Node, region: Name, names: Sequence[Name], stated: Sequence[Node], stem: Sequence[Node | None] | None
) -> Node:
    told = [found[1] for one in stated if (found := region_told(one)) is not None and found[0] == region]
    others = [one for one in stated if region_told(one) is None]
    if len(told) > 1 or _depends(body, names, others):
        raise Undecided("an integral over a region")
    if told:
        point, *conditions = told[0].arguments
        if not isinstance(point, Tuple) or {*point.items} != {*names}:
            raise Undecided("an integral over a region")
    else:
        conditions = [one for one in others if {*names_in(one)} & {*names} and not isinstance(_head(one), Apply)]
        if stem is None or any(region in names_in(one) for one in others):
            raise Undecided("an integral over a region that words may tell")
    pairs = [pair for one in conditions for pair in _pairs(one)]
    return _polar(body, names, pairs) or _by_strips(body, names, pairs)


def _head(tree: Node) -> Node | None:
    return tree.sides[0] if isinstance(tree, Relation) and tree.signs[0] == "=" else None


def _depends(body: Node, names: Sequence[Name], stated: Sequence[Node]) -> bool:
    """Tell whether the coordinates have values, or a name in the integrand a formula."""
    for one in stated:
        if not isinstance(one, Relation) or "=" not in one.signs:
            continue
        bases = {side.base if isinstance(side, Name) else side.function for side in one.sides
                 if isinstance(side, Name | Apply)}  # fmt: skip
        if {name.base for name in names} & bases:
            return True
        used = {name.base for name in names_in(body)} & bases
        if used and any(True for side in one.sides for name in names_in(side) if name.base not in used):
            return True
    return False


def _pairs(condition: Node) -> Iterator[tuple[Node, Node]]:
    """Yield what is at most what. Raises :class:`Undecided` where a condition is of another kind."""
    match condition:
        case Logic("and", parts):
            for part in parts:
                yield from _pairs(part)
        case Relation(sides, signs) if all(sign in _ORDER for sign in signs):
            for left, sign, right in zip(sides, signs, sides[1:], strict=False):
                yield (left, right) if _ORDER[sign] > 0 else (right, left)
        case _:
            raise Undecided("an integral over a region")


# Discs and rings


def _polar(body: Node, names: Sequence[Name], pairs: Sequence[tuple[Node, Node]]) -> Node | None:
    """Return the integral in polar coordinates; ``None`` where the region is of another shape."""
    x, y = names
    square = {Pow(x, _TWO), Pow(y, _TWO)}
    inner, outer, signs = list[Node](), list[Node](), {x: "", y: ""}
    for low, high in pairs:
        if isinstance(high, Add) and len(high.terms) == len(square) and {*high.terms} == square:
            inner.append(low)
        elif isinstance(low, Add) and len(low.terms) == len(square) and {*low.terms} == square:
            outer.append(high)
        elif low == _zero() and high in signs and signs[high] != "-":
            signs[high] = "+"
        elif high == _zero() and low in signs and signs[low] != "+":
            signs[low] = "-"
        else:
            return None
    if len(outer) != 1 or len(inner) > 1:
        return None
    ends = [_root(one) for one in (*(inner or [_zero()]), outer[0])]
    if None in ends or (inner and inner != [_zero()] and not _less(inner[0], outer[0])):
        return None
    cosine, sine = (Mul((_RADIUS, Call(function, (_ANGLE,)))) for function in ("cos", "sin"))
    value = put(_with_radius(body, x, y), {x: cosine, y: sine})
    start, stop = (Div(Mul((_whole(at), _PI)), _TWO) for at in _QUARTERS[signs[x], signs[y]])
    return Integral(Integral(Mul((value, _RADIUS)), _RADIUS, ends[0], ends[1]), _ANGLE, start, stop)


def _zero() -> Node:
    return Num(Fraction(0))


def _whole(at: int) -> Node:
    return Neg(Num(Fraction(-at))) if at < 0 else Num(Fraction(at))


def _root(square: Node) -> Node | None:
    match square:
        case Num(value) if value >= 0:
            return Call("sqrt", (square,)) if value else square
        case Pow(Name() as base, exponent) if exponent == _TWO:
            return Call("abs", (base,))
    return None


def _less(low: Node, high: Node) -> bool:
    return isinstance(low, Num) and isinstance(high, Num) and low.value < high.value


def _with_radius(node: Node, x: Name, y: Name) -> Node:
    """Return a formula with ``r^2`` for ``x^2 + y^2``."""
    if isinstance(node, Add):
        terms = list(node.terms)
        for both, whole in (
            ((Pow(x, _TWO), Pow(y, _TWO)), Pow(_RADIUS, _TWO)),
            ((Neg(Pow(x, _TWO)), Neg(Pow(y, _TWO))), Neg(Pow(_RADIUS, _TWO))),
        ):
            if all(terms.count(one) == 1 for one in both):
                terms = [one for one in terms if one not in both] + [whole]
        node = terms[0] if len(terms) == 1 else Add(tuple(terms))
    return rebuild(node, lambda part: _with_radius(part, x, y))


# Strips


def _by_strips(body: Node, names: Sequence[Name], pairs: Sequence[tuple[Node, Node]]) -> Node:
    """Return the integral over what lies between two bounds of one coordinate, for each value of the other."""
    algebra = Algebra(gather([], [], {}), Domain(), Kinds())
    symbols = [algebra.symbol(name) for name in names]
    gaps = [sp.expand(algebra.value(high) - algebra.value(low)) for low, high in pairs]
    if not gaps or any(
        not gap.is_polynomial(*symbols)
        or gap.free_symbols - {*symbols}
        or not gap.free_symbols
        or not all(number.is_Rational for number in gap.atoms(sp.Number, sp.NumberSymbol))
        or sp.Poly(gap, *symbols).total_degree() > MAX_DEGREE
        for gap in gaps
    ):
        raise Undecided("an integral over a region")
    for at, inner in enumerate(symbols):
        bounds = _strip(gaps, inner, symbols[1 - at])
        if bounds is None:
            continue
        fresh = [Name(f"{name.base}#") for name in names]
        low, high, start, end = (
            put(written(one, algebra.keys), dict(zip(names, fresh, strict=True))) for one in bounds
        )
        value = put(body, dict(zip(names, fresh, strict=True)))
        return Integral(Integral(value, fresh[at], low, high), fresh[1 - at], start, end)
    raise Undecided("an integral over a region")


def _strip(gaps: Sequence[Expr], inner: Expr, outer: Expr) -> tuple[Expr, Expr, Expr, Expr] | None:
    """Return the bounds of the inner and of the outer coordinate."""
    lows, highs, beside = set[Expr](), set[Expr](), list[Expr]()
    for gap in gaps:
        slope = sp.diff(gap, inner)
        if slope == 0:
            beside.append(gap)
        elif not slope.is_Rational:
            return None
        else:
            (lows if slope > 0 else highs).add(sp.expand(inner - gap / slope))
    if len(lows) != 1 or len(highs) != 1:
        return None
    (low,), (high,) = lows, highs
    width = sp.expand(high - low)
    if not width.free_symbols and not width > 0:
        return None
    stretch = _stretch([one for one in (*beside, width) if one.free_symbols], outer)
    return None if stretch is None else (low, high, *stretch)


def _stretch(gaps: Sequence[Expr], outer: Expr) -> tuple[Expr, Expr] | None:
    """Return the ends of the one bounded interval on which all are positive."""
    roots = {root for gap in gaps for root in sp.Poly(gap, outer).real_roots()}
    if not roots or any(root.has(sp.CRootOf) for root in roots):
        return None
    cuts = sorted(roots)
    between = [cuts[0] - 1, *((one + other) / 2 for one, other in pairwise(cuts)), cuts[-1] + 1]
    held = [all(bool(gap.xreplace({outer: place}) > 0) for gap in gaps) for place in between]
    inside = [at for at, one in enumerate(held) if one]
    if not inside or held[0] or held[-1] or inside != list(range(inside[0], inside[-1] + 1)):
        return None
    return cuts[inside[0] - 1], cuts[inside[-1]]
