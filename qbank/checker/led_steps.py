r"""Steps from one equation to the next that a solution names: "solving for T gives", "taking logarithms", "so".

The premises may give the quantities values, with units; a step between formulas of names needs none of these. Where the
next equation has the names of the one before, but for those that cancel, it must follow from it alone if its words say
what was done; after a mere "so", from it and all that question and solution say of these names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from .claim_shapes import Equation, is_constant, names_of
from .deciding.equality import Comparer
from .deciding.witness import Difference
from .domain import Domain, Interval
from .following import FOLLOWS, NEVER, Following
from .gathering import gather
from .letters import Undecided
from .plain_claims import COORDINATES
from .setting import Setting
from .solution import UNDECIDED, Line, Worked
from .syntax import Add, Call, Const, Div, Mul, Name, Neg, Node, Num, Pow, Relation, put, walk

_CALLS = frozenset({"sqrt", "exp", "ln", "sin", "cos", "tan"})
_CONSTANTS = (Const("e"), Const("pi"))


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that does not follow from the one before it, or that is not true of what is said to follow."""

    line: Line
    witness: Difference


def broken_steps(worked: Worked, setting: Setting, comparer: Comparer) -> Iterator[Broken]:
    """Yield the lines at which a step goes wrong."""
    for at, (before, line) in enumerate(zip(worked.lines, worked.lines[1:], strict=False)):
        one, other = _equation(before), _equation(line)
        if one is None or other is None or before.doubted or before.aside:
            continue
        anew = _goes_on(before, line, (one, other), worked.lines, worked.prose)
        if not (line.led or anew):
            continue
        if line.either or before.either or line.anew:
            continue
        culprit = line if line.verdict == UNDECIDED else before if line.transformed or anew else None
        if culprit is None or culprit.verdict != UNDECIDED:
            continue
        bare = Comparer(gather([]), Domain(), kinds=comparer.kinds)
        if any(map(bare.algebra.is_array, names_of([one, other]))) or not _same_names(bare, one, other):
            continue
        if anew and (witness := _differs(bare, one, other)) is not None:
            yield Broken(culprit, witness)
            continue
        context = [] if line.transformed or anew else _context(worked.lines[:at], setting, names_of([other]))
        if context is not None and (witness := _apart(bare, [*context, one], other)) is not None:
            yield Broken(culprit, witness)


def _goes_on(before: Line, line: Line, pairs: tuple[Equation, Equation], lines: Sequence[Line], prose: str) -> bool:
    """Tell whether a row without words says anew what the row before it says of one quantity: v², then v.

    Equations of a system look alike; but their names are solved for, or coordinates, or not the same in both.
    """
    one, other = pairs
    between = prose[before.formula.offset + len(before.formula.latex) : line.formula.offset]
    apart = any(letter.isalpha() for letter in between) or not (before.formula.display and line.formula.display)
    heads = [names_of([(pair[0], pair[0])]) for pair in (one, other)]
    made, again = names_of([(one[1], one[1])]), names_of([(other[1], other[1])])
    solved = {each.sides[0] for each in lines if each.sides} & made
    same = heads[0] == heads[1] and len(heads[0]) == 1 and made == again and one[0] != other[0]
    curves = any(name.base in COORDINATES for name in heads[0] | made)
    return not apart and same and len(made) > 1 and not (heads[0] & made or solved or curves)


def _differs(comparer: Comparer, one: Equation, other: Equation) -> Difference | None:
    """Return a positive point at which two formulas for one quantity differ: of v²/2 and v², or of v² and v."""
    own = Comparer(gather([]), _positive([one, other]), kinds=comparer.kinds)
    if isinstance(other[0], Name):
        verdict = own.compare(put(one[0], {other[0]: other[1]}), one[1])
        return verdict.witness if verdict.outcome == "different" else None
    try:
        ratio = sp.cancel(comparer.algebra.value(other[0]) / comparer.algebra.value(one[0]))
    except (Undecided, TypeError, sp.PolynomialError):
        return None
    if not isinstance(ratio, sp.Rational):
        return None
    verdict = own.compare(Mul((Num(Fraction(int(ratio.p), int(ratio.q))), one[1])), other[1])
    return verdict.witness if verdict.outcome == "different" else None


def _positive(pairs: Sequence[Equation]) -> Domain:
    sizes = sorted((name for name in names_of(pairs) if name.base not in COORDINATES), key=str)
    return Domain(tuple((name, Interval(Fraction(0), low_open=True)) for name in sizes))


def _equation(line: Line) -> Equation | None:
    """Return the first equation of a line, where it is one between formulas of names and whole numbers."""
    if line.continues or line.partial or line.headless or line.signs[:1] != ("=",) or line.modulus is not None:
        return None
    return (line.sides[0], line.sides[1]) if all(map(_is_plain, line.sides[:2])) else None


def _is_plain(node: Node) -> bool:
    for part in walk(node):
        match part:
            case Name() | Add() | Mul() | Div() | Neg() | Pow():
                continue
            case Num() if not part.places:
                continue
            case Call(function) if function in _CALLS:
                continue
            case Const() if part in _CONSTANTS:
                continue
        return False
    return True


def _same_names(comparer: Comparer, one: Equation, other: Equation) -> bool:
    """Tell whether two equations have the same names, but for common factors of the first one's sides."""
    names, others = names_of([one]), names_of([other])
    if not others or not others <= names:
        return False
    try:
        ratio = sp.cancel(comparer.algebra.value(one[0]) / comparer.algebra.value(one[1]))
        return all(comparer.algebra.symbol(name) not in ratio.free_symbols for name in names - others)
    except (Undecided, TypeError, sp.PolynomialError):
        return False


def _context(lines: Sequence[Line], setting: Setting, names: set[Name]) -> list[Equation] | None:
    """Return what else is said of names; ``None`` where it is more than equations between formulas.

    What a name is worth in numbers is left out.
    """
    found: list[Equation] = []
    relations = [one for one in (*setting.stated, *setting.solved) if isinstance(one, Relation)]
    relations += [Relation(line.sides, line.signs) for line in lines if len(line.sides) == len(line.signs) + 1]
    for relation in relations:
        pairs = list(zip(relation.sides, relation.sides[1:], strict=False))
        worth = isinstance(relation.sides[0], Name) and any(map(is_constant, relation.sides))
        if worth or not names & names_of(pairs):
            continue
        if set(relation.signs) != {"="} or not all(map(_is_plain, relation.sides)):
            return None
        found += pairs
    return found if all(line.sides and len(line.sides) == len(line.signs) + 1 for line in lines) else None


def _apart(comparer: Comparer, equations: Sequence[Equation], claim: Equation) -> Difference | None:
    """Return a point at which the equations hold and the claim does not, where it is false for positive values too."""
    own = Comparer(gather([]), _positive([*equations, claim]), kinds=comparer.kinds)
    last = equations[-1]
    if any(Following(one, [claim]).decide(last[0], "=", last[1]).outcome == FOLLOWS for one in (comparer, own)):
        return None  # it goes on with some of the solutions
    found = [Following(one, equations).decide(claim[0], "=", claim[1]) for one in (comparer, own)]
    return found[1].witness if all(one.outcome == NEVER and one.witness is not None for one in found) else None
