r"""Eigenvalues and singular values by their usual letters: ``\lambda_1``, ``\sigma_{\max}`` where the stem says so.

The eigenvalues of a matrix are the numbers whose elementary symmetric functions are the coefficients of its
characteristic polynomial; the singular values are the square roots, none negative, of those of :math:`A^T A`, the
largest first. These equations become premises and are solved like others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from .domain import Domain, Interval
from .setting import Setting
from .syntax import Add, Call, Div, Matrix, Mul, Name, Neg, Node, Num, Pow, Relation, names_in

MAX_SIDE = 3
_WORDS = {
    r"\lambda": re.compile(r"\beigenvalues?\b|\bspectr\w+|\bprincipal component", re.IGNORECASE),
    r"\sigma": re.compile(r"\bsingular values?\b", re.IGNORECASE),
}
_ELSE = re.compile(
    r"\b(?:modulus|moduli|absolute|magnitude|dominant|complex|leading|spectral radius|power|farthest|furthest|in size"
    r"|condition number)\b"  # the largest eigenvalue may be the one farthest from zero
    r"|\b(?:inverse|transpos\w*|laplacian|generali[sz]ed|squares?|squared|powers|adjoint|pencil|shifted|exponential|its"
    r"|product|sum|normali[sz]ed|correlation|adjacency|norm|remainder)\b",  # or those of another matrix may be meant
    re.IGNORECASE,
)
_KIND = r"(?:(?:real|symmetric|matrix|covariance|data|square|following|centred|centered|\d by \d) )*"
_OF = re.compile(
    rf"\b(?:eigenvalues?|singular values?)(?: and [a-z]+)? (?:⟦⟧,? )?(?:of|are|is|be) (?:the |a |an )?{_KIND}⟦⟧"
    rf"|\b(?:of|whose) (?:the |a |an )?(?:\w+ )?matrix(?: ⟦⟧|$|[.?])"
    r"|⟦⟧ has (?:the )?(?:two |three )?(?:real )?eigenvalues\b",
    re.IGNORECASE,
)
"""That they are those of the matrix itself; ``⟦⟧`` stands for a formula."""
_RISING = re.compile(r"\b(?:smallest|least|lowest|ascending|increasing|rising)\b", re.IGNORECASE)
"""Words beside which singular values may be numbered from below."""
_TWO = Num(Fraction(2))
_EXTREMES = frozenset({"max", "min"})


def name_spectrum(setting: Setting, stem: str) -> None:
    """Take what the letters of eigenvalues or singular values mean for premises, where ``find`` asks for them."""
    tree = setting.find.tree if setting.find is not None else None
    if tree is None:
        return
    for base, words in _WORDS.items():
        names = list(dict.fromkeys(name for name in names_in(tree) if name.base == base and name.sub))
        spoken = any(name.base == base for one in setting.stated for name in names_in(one))
        prose = " ".join(re.sub(r"\$+[^$]*\$+", " ⟦⟧ ", stem.replace(r"\$", "")).split())
        if not names or spoken or not words.search(prose) or _ELSE.search(prose):
            continue
        matrices = list(_matrices(setting))
        if len(matrices) == 1 and _alone(setting, matrices[0][0]) and _OF.search(prose):
            if base == r"\sigma" and _RISING.search(prose) and not list(_orders(setting)):
                continue
            _take(setting, base, names, *matrices[0])


def _matrices(setting: Setting) -> Iterator[tuple[Name, Matrix]]:
    """Yield the matrices that the premises write out."""
    for tree in setting.stated:
        match tree:
            case Relation((Name() as name, Matrix(_, columns) as matrix), ("=",)) if columns > 1:
                yield name, matrix


def _alone(setting: Setting, matrix: Name) -> bool:
    """Tell whether the stem has a matrix in no formula but its own: eigenvalues of another are not asked for."""
    for read in setting.stem:
        if read.tree is None and matrix.base in read.formula.latex:
            return False
        match read.tree:
            case Name() | None | Relation((Name(), Matrix()), ("=",)):
                continue
            case tree if matrix in names_in(tree):
                return False
    return True


def _take(setting: Setting, base: str, names: Sequence[Name], of: Name, matrix: Matrix) -> None:
    rows, columns = len(matrix.items) // matrix.columns, matrix.columns
    side = min(rows, columns)
    squared = base == r"\sigma"
    if side > MAX_SIDE or (rows != columns and not squared):
        return
    plain = [Name(base, (Num(Fraction(at)),)) for at in range(1, side + 1)]
    extremes = [name for name in names if name.sub in ((Name("max"),), (Name("min"),))]
    if not set(names) <= {*plain, *extremes}:
        return
    turned = Call("transpose", (of,))
    square: Node = of if not squared else Mul((turned, of)) if rows >= columns else Mul((of, turned))
    values: list[Node] = [Pow(name, _TWO) if squared else name for name in plain]
    setting.functions = [*setting.functions, *_equations(values, square)]
    ends = {"max": plain[0], "min": plain[-1]}
    setting.functions += [Relation((name, ends[_label(name)]), ("=",)) for name in extremes]
    intervals = tuple((name, Interval(low=Fraction(0))) for name in plain if squared)
    falling = [tree for tree in _orders(setting) if set(names_in(tree)) <= set(plain)]
    if extremes and falling:
        return
    if (squared and not falling) or extremes:
        falling = [Relation((one, two), (r"\ge",)) for one, two in pairwise(plain)]
    setting.told = Domain((*setting.told.intervals, *intervals), (*setting.told.relations, *falling))
    setting.settled |= {*names} if falling or side == 1 else set()
    setting.settle()


def _label(name: Name) -> str:
    (index,) = name.sub
    return index.base if isinstance(index, Name) else ""


def _orders(setting: Setting) -> Iterator[Relation]:
    """Yield what the stem says of which value is less."""
    for read in setting.stem:
        if isinstance(read.tree, Relation) and set(read.tree.signs) <= {"<", ">", r"\le", r"\ge"}:
            sides = read.tree.sides
            if all(isinstance(side, Name) for side in sides):
                for at, sign in enumerate(read.tree.signs):
                    yield Relation(sides[at : at + 2], (sign,))


def _equations(values: Sequence[Node], square: Node) -> Iterator[Relation]:
    """Yield that the elementary symmetric functions of the values are those of the eigenvalues of a matrix."""
    trace = Call("trace", (square,))
    side = len(values)
    if side > 1:
        yield Relation((Add(tuple(values)), trace), ("=",))
    if side > 2:
        pairs = tuple(Mul((one, two)) for at, one in enumerate(values) for two in values[at + 1 :])
        minors = Div(Add((Pow(trace, _TWO), Neg(Call("trace", (Mul((square, square)),))))), _TWO)
        yield Relation((Add(pairs), minors), ("=",))
    yield Relation((Mul(tuple(values)) if side > 1 else values[0], Call("det", (square,))), ("=",))
