r"""Customs of which the stem does not say which one holds: ``f^2(3)``, ``A * B``, coordinates r and θ, ``N(100, 15)``.

Where an option is right by another custom than the checker's, nothing is decided; nor is it where the custom itself
cannot be told from the formulas (``docs/evidence.md``, what letters stand for).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import isqrt

from .choice_evidence import Choice
from .claim_shapes import has_names
from .deciding.equality import Comparer
from .domain import Interval
from .setting import Read
from .syntax import (
    Add,
    Apply,
    Call,
    Const,
    Deriv,
    Div,
    Integral,
    Matrix,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    names_in,
    rebuild,
    walk,
)

_TWO = Num(Fraction(2))
_ITERATED = re.compile(r"[A-Za-z]\s*\^\s*(?:\{\s*\d\s*\}|\d)\s*(?:\\left\s*)?\(")
_STARRED = re.compile(r"\*|\\ast(?![A-Za-z])|\\star(?![A-Za-z])")
_DOTTED = re.compile(r"(?<![\\A-Za-z])[A-Za-z]\s*\\(?:cdot|times)(?![A-Za-z])\s*[A-Za-z]")
_OF_CURVES = re.compile(
    r"\b(?:gradient|divergence|curl|laplacian|slope|area|length|volume|tangent|normal)\b|\\nabla|\\Delta"
)
_RADIAL, _ANGULAR = frozenset({"r", r"\rho"}), frozenset({r"\theta", r"\phi", r"\varphi"})
_OF_MATRICES = frozenset("ABCDMNPXY")
_MOTION = frozenset({"v", "a", "x", "s", "i", "I", "u", "P", "F"})
_NUMBERS = re.compile(r"\b(?:real|numbers?|scalars?|constants?)\b|\\mathbb\s*\{?\s*[RC]", re.IGNORECASE)
_VARIANCE = re.compile(r"\bvariance\b|\\sigma\s*\^", re.IGNORECASE)


def another_custom(found: Choice, tree: Node) -> str:
    """Return why what is asked, ``tree``, may be meant by another custom; or nothing."""
    for reason, right in _customs(found, tree):
        if any(right(option) and not _equal(found.comparer, option, tree) for option in _options(found)):
            return reason
    return _untold(found, tree)


def _options(found: Choice) -> list[Node]:
    return [read.tree for read in found.options if read.tree is not None]


def _equal(comparer: Comparer, one: Node, other: Node) -> bool:
    return comparer.compare(one, other).outcome == "equal"


def _customs(found: Choice, tree: Node) -> Iterator[tuple[str, Callable[[Node], bool]]]:
    """Yield other customs, each with what tells whether an option is right by it."""

    def is_(other: Node) -> Callable[[Node], bool]:
        return lambda option: _equal(found.comparer, option, other)

    latex = _latex(found)
    if _ITERATED.search(latex) and (other := _iterated(tree)) != tree:
        yield "whether a number above a function is a power or counts how often it is applied is not said", is_(other)
    if isinstance(tree, Call) and tree.function == "jacobian":
        yield "whether rows or columns belong to the variables is not said", is_(Call("transpose", (tree,)))
    if isinstance(tree, Call) and tree.function == "arg":
        turn = Mul((_TWO, Const("pi")))
        for other in (Add((tree, turn)), Add((tree, Neg(turn)))):
            yield "in which range the argument lies is not said", is_(other)
    if isinstance(tree, Call) and tree.function.startswith("arc"):
        degrees = Div(Mul((tree, Num(Fraction(180)))), Const("pi"))
        yield "whether the angle is in degrees is not said", is_(degrees)
    if (deviating := _with_deviations(found, tree)) is not None:
        yield (
            "whether the second number of the normal law is a variance is not said",
            lambda option: _equal(deviating, option, tree),
        )
    if _is_boolean(found, tree):
        yield (
            "whether the capitals are numbers or truth values is not said",
            lambda option: _same_truth(option, tree),
        )


def _latex(found: Choice) -> str:
    find = found.setting.find
    return f"{found.question.stem} {find.formula.latex if find is not None else ''}"


def _iterated(node: Node) -> Node:
    """Return a formula with powers of a function's values as the function applied again and again."""
    match node:
        case Pow(Apply(function, (of,), 0), Num(times)) if times in (2, 3, 4):
            inner = _iterated(of)
            for _ in range(int(times)):
                inner = Apply(function, (inner,))
            return inner
    return rebuild(node, _iterated)


def _with_deviations(found: Choice, tree: Node) -> Comparer | None:
    """Return a comparer for which the plain second numbers of normal laws are deviations; ``None`` without such."""
    setting = found.setting
    if _VARIANCE.search(re.sub(r"[Ww]hat is the variance", "", found.question.stem)):
        return None

    def squared(node: Node) -> Node:
        match node:
            case Call("dist_normal", (mean, Num(value) as second)) if not _is_square(value):
                return Call("dist_normal", (mean, Pow(second, _TWO)))
        return rebuild(node, squared)

    def reread(reads: list[Read]) -> list[Read]:
        return [replace(read, tree=squared(read.tree)) if read.tree is not None else read for read in reads]

    other = replace(setting, stem=reread(setting.stem), given=reread(setting.given), assumed=reread(setting.assumed))
    if other.stated == setting.stated:
        return None
    return other.comparer([tree, *_options(found)], ())


def _is_square(value: Fraction) -> bool:
    """Tell whether a number is the square of another, as variances that are printed are."""
    return value >= 0 and all(isqrt(one) ** 2 == one for one in (value.numerator, value.denominator))


def _is_boolean(found: Choice, tree: Node) -> bool:
    """Tell whether all that is asked is made of few capitals, by sums and products alone."""
    names = set(names_in(tree))
    capitals = all(name.base.isupper() and len(name.base) == 1 and not name.sub for name in names)
    told = any(isinstance(one, Relation) for one in found.setting.stated)
    return capitals and 0 < len(names) <= 4 and not names & {*found.setting.domain.names()} and not told


def _same_truth(one: Node, other: Node) -> bool:
    """Tell whether two sums of products are true at the same truth values of their capitals."""
    names = sorted({name.base for node in (one, other) for name in names_in(node)})
    points = [dict(zip(names, point, strict=True)) for point in product((False, True), repeat=len(names))]
    return all((value := _truth(one, point)) is not None and value is _truth(other, point) for point in points)


def _truth(node: Node, point: dict[str, bool]) -> bool | None:
    match node:
        case Name(base):
            return point[base]
        case Num(value) if value in (0, 1):
            return bool(value)
        case Add(terms):
            parts = [_truth(term, point) for term in terms]
            return None if None in parts else any(parts)
        case Mul(factors):
            parts = [_truth(factor, point) for factor in factors]
            return None if None in parts else all(parts)
        case Pow(base, Num(value)) if value > 0:
            return _truth(base, point)
    return None


def _untold(found: Choice, tree: Node) -> str:
    """Return of what in a formula no custom goes without saying, or nothing."""
    parts = list(walk(tree))
    is_array = found.comparer.algebra.is_array
    arrays = any(isinstance(part, Tuple | Matrix) or (isinstance(part, Name) and is_array(part)) for part in parts)
    if _STARRED.search(_formulas(found)) and arrays and not any(isinstance(part, Apply) for part in parts):
        return "which product the sign * means is not said"
    asked = found.understood
    by = asked.by if asked is not None and asked.kind == "solutions" else None
    names = {name for part in parts for name in names_in(part)}
    complex_ = re.search(r"\bcomplex\b", found.question.stem) is not None
    if by is not None and complex_ and any(isinstance(part, Call) or _exponential(part, by) for part in parts):
        return "which complex numbers solve it was not judged"
    known = arrays or any(is_array(name) for option in _options(found) for name in names_in(option))
    if not known and any(turned_round(one, other) for one, other in combinations(_options(found), 2)):
        return "whether the order of factors counts is not said"
    if by is not None and by in names and _DOTTED.search(asked.words if asked is not None else ""):
        return "whether the letters beside the sign of a product are vectors is not said"
    if _of_polar_coordinates(found) and _OF_CURVES.search(f"{found.question.stem} {_formulas(found)}"):
        return "whether these are polar coordinates is not said"
    if "slope" in found.question.stem and any(isinstance(option, Tuple) for option in _options(found)):
        return "what the slope of a vector is is not said"
    if _NUMBERS.search(found.question.stem):
        return ""
    if any(isinstance(part, Deriv) and _of_matrices(part.of) for part in parts):
        return "whether the functions in capitals are numbers or matrices is not said"
    if any(_squared_size(part) and not _of_numbers(found, part) for part in parts):
        return "whether the letters are numbers or vectors is not said"
    moving = (part.body for part in parts if isinstance(part, Integral) and part.by.base == "t")
    if any(isinstance(body, Name) and body.base in _MOTION for body in moving):
        return "whether it changes with t is not said"
    if by is not None and by.base in _OF_MATRICES and names == {by} and _without_numbers(tree):
        return "whether the capitals are numbers or matrices is not said"
    return ""


def _exponential(part: Node, by: Node) -> bool:
    return isinstance(part, Pow) and by in set(names_in(part.exponent))


def turned_round(one: Node, other: Node) -> bool:
    """Tell whether two products differ in the order of their factors alone: nobody writes both of numbers."""
    match one, other:
        case Mul(left), Mul(right):
            return left != right and all(map(has_names, left)) and sorted(map(repr, left)) == sorted(map(repr, right))
    return False


def _formulas(found: Choice) -> str:
    """Return the formulas that are asked."""
    asked = found.understood.words if found.understood is not None else ""
    find = found.setting.find
    return f"{asked} {find.formula.latex if find is not None else ''}"


def _of_polar_coordinates(found: Choice) -> bool:
    """Tell whether a function or a curve is given by a radius and an angle."""
    trees = [*found.setting.stated, *(read.tree for read in found.setting.stem if read.tree is not None)]
    asked = found.understood.tree if found.understood is not None else None
    for tree in (*trees, *found.setting.solved, *((asked,) if asked is not None else ())):
        for part in walk(tree):
            bases = {one.base for one in part.arguments if isinstance(one, Name)} if isinstance(part, Apply) else set()
            if isinstance(part, Deriv):
                bases = {name.base for name in names_in(part.of)}
            if isinstance(part, Relation) and isinstance(part.sides[0], Name) and part.sides[0].base in _RADIAL:
                bases = {part.sides[0].base, *(name.base for name in names_in(part.sides[-1]))}
            if bases & _RADIAL and bases & _ANGULAR:
                return True
    return bool(
        re.search(
            r"\$\s*r\s*(?:\(\s*\\(?:theta|(?:var)?phi)\s*\))?\s*=[^$]*\\(?:theta|(?:var)?phi)", found.question.stem
        )
    )


def _of_matrices(node: Node) -> bool:
    """Tell whether products or powers of functions in capitals are differentiated, as those of matrices may be."""

    def capital(part: Node) -> bool:
        return isinstance(part, Apply) and part.function in _OF_MATRICES - {"C", "P"}

    return any(
        (isinstance(part, Pow) and capital(part.base))
        or (isinstance(part, Mul) and sum(map(capital, part.factors)) > 1)
        for part in walk(node)
    )


def _squared_size(node: Node) -> bool:
    """Tell whether a formula is ``|a + b|^2``, of letters that may be vectors."""
    match node:
        case Pow(Call("abs", (Add(terms),)), Num(value)) if value == 2:
            plain = [term.of if isinstance(term, Neg) else term for term in terms]
            return all(isinstance(term, Name) for term in plain)
    return False


def _of_numbers(found: Choice, node: Node) -> bool:
    """Tell whether all names in a formula are told to lie among the real or complex numbers."""
    told = [found.setting.told.of(name) for name in names_in(node)]
    return all(interval != Interval() and not interval.kind for interval in told)


def _without_numbers(tree: Node) -> bool:
    """Tell whether no numbers but 0 and 1 stand in an equation with a square, exponents apart."""
    squares = [part for part in walk(tree) if isinstance(part, Pow)]
    exponents = {id(part.exponent) for part in squares}
    numbers = [part for part in walk(tree) if isinstance(part, Num) and id(part) not in exponents]
    return bool(squares) and all(part.value in (0, 1) for part in numbers)
