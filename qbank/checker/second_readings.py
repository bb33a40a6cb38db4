"""Where what is asked has two readings, or the stem's words may narrow it: then nothing is proved, or not refuted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

import sympy as sp

from .choice_evidence import Choice
from .deciding.equality import Comparer, Verdict
from .deciding.openness import is_closed
from .domain import Domain, Interval
from .left_to_words import beyond_asking, loose, turns_beside_angles, valueless_in_reals
from .letters import Undecided
from .printing import latex
from .syntax import (
    Add,
    Apply,
    Call,
    Deriv,
    Div,
    Integral,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    names_in,
    walk,
)
from .untold_kinds import may_be_complex, may_be_matrices

_COORDINATES = ("x", "y", "z")
_COUNTERS = frozenset("nmkjpql")
"""Letters that go without saying for whole numbers in an exponent."""
_NARROWING = re.compile(
    r"\b(?:left|right|below|above|under|smaller|smallest|larger|largest|greater|bigger|less|least|most|negative|positive"
    r"|lies?|lying|between|quadrant|integers?|whole|natural|even|odd|acute|obtuse|nonzero|vanish\w*)\b",
    re.IGNORECASE,
)
_PARAMETERS = {
    "dist_exponential": r"\bscale\b|\bparamet|\bwhose mean\b|\b(?:with|has) (?:an? |the )?mean\b",
    "dist_gamma": r"\bscale\b|\brate\b|\bparamet",
    "dist_geometric": r"\bfailures?\b|\btrials?\b|\bparamet|\battempts?\b|\bbefore\b",
    "dist_uniform": r"\bdiscrete\b|\bintegers?\b|\bwhole\b",
    "dist_normal": r"\b(?:with|and) (?:an? |the )?(?:standard )?deviation\b|\bparamet|\bprecision\b",
}
"""Words that may say what a parameter means, by distribution."""
_RECIPROCAL = re.compile(r"\b(?:reciprocal|exponent|inverse function)\b")


def two_readings(found: Choice, tree: Node) -> str:
    """Return why what is asked may mean two things, or nothing."""
    if reason := valueless_in_reals(found, tree):
        return reason
    stem = re.sub(r"\$[^$]*\$", " ", found.question.stem.replace(r"\$", ""))
    if reason := _kinds(found, tree):
        return reason
    if _COORDINATES_OTHER.search(stem) and not any(isinstance(part, Integral) for part in walk(tree)):
        return "whether it is meant in the stem's other coordinates is said in words"
    if reason := _parameters([*found.setting.trees(), tree], stem):
        return reason
    inverse = any(isinstance(part, Call) and part.function.startswith(("arc", "ar")) for part in walk(tree))
    if inverse and _RECIPROCAL.search(stem) and "^" in found.question.stem:
        return "the words of the stem may say that the exponent -1 means the reciprocal"
    return _tied(found.comparer, tree)


def _kinds(found: Choice, tree: Node) -> str:
    """Return why letters may stand for matrices or complex numbers, of which nothing says so."""
    told = [*found.setting.domain.names()]
    spoken = _OF_NUMBERS.search(found.question.stem) is not None
    trees = [tree, *found.setting.trees(), *(read.tree for read in found.options if read.tree is not None)]
    if not spoken and may_be_matrices(trees, found.setting.notation.kinds, told):
        return "whether the capitals are numbers or matrices is not said"
    if not spoken and (may_be_complex(trees, told) or _lacks_solutions(found, tree)):
        return "whether the unknown is complex is not said"
    return ""


def _lacks_solutions(found: Choice, tree: Node) -> bool:
    """Tell whether an equation in a letter that need not be real has other solutions than real ones."""
    asked = found.understood
    if asked is None or asked.kind != "solutions" or asked.by is None or asked.by.base not in _UNKNOWN:
        return False
    if not isinstance(tree, Relation) or tree.signs != ("=",) or asked.by in {*found.setting.domain.names()}:
        return False
    algebra = found.comparer.algebra
    with suppress(Undecided, sp.PolynomialError):
        value = sp.Poly(algebra.value(tree.sides[0]) - algebra.value(tree.sides[1]), algebra.symbol(asked.by))
        if value.domain.is_ZZ or value.domain.is_QQ:
            return bool(len(value.real_roots()) < value.degree())
    return asked.by.base in ("z", "w", r"\zeta")


_UNKNOWN = frozenset({"z", "w", r"\zeta", r"\lambda", "s"})
_COORDINATES_OTHER = re.compile(r"\b(?:polar|spherical|cylindrical) coordinates\b", re.IGNORECASE)
_OF_NUMBERS = re.compile(
    r"\b(?:real|numbers?|scalars?|constants?|coefficients?|integers?|digits?|partial fractions?)\b"
    r"|\\mathbb\s*\{?\s*[RNZC]",
    re.IGNORECASE,
)
"""What says so."""


def _parameters(trees: list[Node], stem: str) -> str:
    for tree in trees:
        for part in walk(tree):
            if not isinstance(part, Call) or part.function not in _PARAMETERS:
                continue
            second = part.arguments[1] if len(part.arguments) > 1 else None
            bare = isinstance(second, Name) and second.base in (r"\sigma", "s")
            if part.function == "dist_normal" and second is not None and _is_squared(second):
                if re.search(r"\bprecision\b|\bsecond paramet|\bwe write\b", stem, re.IGNORECASE):
                    return "what the parameters of the distribution mean can be read in two ways"
                continue
            if isinstance(part.arguments[0], Pow) and part.arguments[0].exponent == Neg(Num(Fraction(1))):
                continue  # words told the mean of an exponential distribution
            if (bare and part.function == "dist_normal") or re.search(_PARAMETERS[part.function], stem, re.IGNORECASE):
                return "what the parameters of the distribution mean can be read in two ways"
    return ""


def _is_squared(node: Node) -> bool:
    r"""Tell whether a parameter is written as a variance: a square, a multiple of one, or a sum of such.

    ``3 \cdot 10^2`` is none: it may be a number in scientific notation.
    """
    match node:
        case Pow(_, Num(Fraction(numerator=2, denominator=1))):
            return True
        case Add(terms):
            return all(map(_is_squared, terms))
        case Div(above, below):
            return _is_squared(above) and not _is_squared(below)
        case Mul(factors):
            squares = [one for one in factors if _is_squared(one)]
            return len(squares) == 1 and not (isinstance(squares[0], Pow) and squares[0].base == Num(Fraction(10)))
    return False


def _tied(comparer: Comparer, tree: Node) -> str:
    """Return why a derivative or antiderivative by a name that others are tied to can be read in two ways."""
    premises = comparer.premises
    for part in walk(tree):
        if isinstance(part, Integral) and part.lower is None and _made_from(comparer, part.by, part.body):
            return f"{part.by.base} is itself made from what stands in the integrand"
        if not isinstance(part, Deriv) or part.total:
            continue
        whole = {part.of, *_bodies(comparer, part.of)}
        for by in part.by:
            for body in whole:
                inside = set(names_in(body))
                tied = (name for name in inside if name.base in _COORDINATES and name != by and not name.sub)
                plain = by in inside and by.base in (*_COORDINATES, "t")
                if plain and any(_made_from(comparer, by, name) for name in tied):
                    return f"whether the others are held in the derivative by {by.base} can be read in two ways"
        if isinstance(part.of, Name) and part.of.base in premises.functions:
            parameters = premises.functions[part.of.base][0]
            if any(premises.defines(name) for name in parameters if name not in part.by) and not all(
                _is_number(comparer, name) for name in parameters
            ):
                return f"whether the other arguments of {part.of.base} are held can be read in two ways"
    return ""


def _bodies(comparer: Comparer, node: Node) -> Iterator[Node]:
    if isinstance(node, Name):
        try:
            yield from comparer.premises.bodies(node)
        except Undecided:
            return


def _is_number(comparer: Comparer, name: Name) -> bool:
    """Tell whether a name has one value, that of a point."""
    bodies = list(_bodies(comparer, name))
    return bool(bodies) and all(is_closed(body) for body in bodies)


def _made_from(comparer: Comparer, by: Name, node: Node) -> bool:
    """Tell whether ``by`` and what stands in a formula are made from one another."""
    try:
        if comparer.premises.defines(by):
            own, others = (comparer.algebra.leaves(comparer.algebra.value(one)) for one in (by, node))
            return bool(own & others)
        defined = isinstance(node, Name) and comparer.premises.defines(node)
        return defined and comparer.algebra.symbol(by) in comparer.algebra.leaves(comparer.algebra.value(node))
    except Undecided:
        return True


def temper(found: Choice, tree: Node) -> None:
    """Take verdicts back that hang on words: where the names lie, which solution is meant, how many digits."""
    key = found.question.key
    found.verdicts = [
        Verdict("undecided", reason="a quantity of its witness is open") if "{#" in repr(one.witness) else one
        for one in found.verdicts
    ]
    none = not any(one.outcome == "equal" for one in found.verdicts)
    if reason := _untold(found, tree) or (loose(found, tree) if none else ""):
        found.verdicts = [
            Verdict("undecided", reason=reason) if one.outcome == "different" else one for one in found.verdicts
        ]
    if key is not None and (reason := _told_apart(found, key)):
        found.verdicts = [
            Verdict("undecided", reason=reason) if one.outcome == "equal" else one for one in found.verdicts
        ]
    if key is None or found.relation not in ("equal", "approximate", "same-set"):
        return
    verdict, option = found.verdicts[key - 1], found.options[key - 1].tree
    if verdict.outcome == "different" and option is not None:
        for comparer, told in _narrowed(found, tree):
            if comparer.compare(option, tree).outcome == "equal":
                reason = f"it is right where {told}, which the words of the stem may say: add it to assume:"
                found.verdicts[key - 1] = Verdict("undecided", reason=reason)
                return
    equal = [at for at, one in enumerate(found.verdicts) if one.outcome == "equal"]
    if len(equal) > 1 and key - 1 in equal and option is not None:
        for at in equal:
            other = found.options[at].tree
            if other is not None and at != key - 1 and _smaller(found, option, other, tree):
                reason = "it has no value at some points where the answer has one"
                found.verdicts[at] = Verdict("undecided", reason=reason)


def _untold(found: Choice, tree: Node) -> str:
    """Return of what nothing is given where no option is right: a quantity that no premise binds and no option has."""
    premises = found.comparer.premises
    if any(one.outcome == "equal" for one in found.verdicts) or premises.random is not None or premises.standing:
        return ""
    told: list[Node] = [one.name for one in premises.dependences]
    for option in found.options:
        if option.tree is not None:
            told += _told_of(option.tree, {tree, *names_in(tree)})
    bound = {name.base for node in told for name in names_in(node)}
    spoken = {part.function for node in told for part in walk(node) if isinstance(part, Apply)}
    asked = {part.function for part in walk(tree) if isinstance(part, Apply)} - set(premises.functions) - spoken
    if asked and type(found.comparer) is Comparer:  # others know the functions that equations give
        return f"nothing is given of the function {min(asked)}"
    with suppress(Undecided):
        loose = sorted((name for name in found.comparer.undefined(tree) if name.base not in bound), key=str)
        return f"nothing is given of {latex(loose[0])}" if loose else ""
    return ""


def _told_of(option: Node, asked: set[Node]) -> list[Node]:
    r"""Return an option, of ``\sigma_1 = 2, \sigma_2 = 1`` the right sides where the left ones are asked for."""
    if isinstance(option, Relation) and option.sides[0] in asked:
        return list(option.sides[1:])
    if isinstance(option, Tuple):
        return [part for item in option.items for part in _told_of(item, asked)]
    return [option]


def _told_apart(found: Choice, key: int) -> str:
    """Return why several options that are right, the key among them, may be told apart by the stem's words."""
    equal = [
        option.tree for option, verdict in zip(found.options, found.verdicts, strict=True) if verdict.outcome == "equal"
    ]
    if found.verdicts[key - 1].outcome != "equal" or len(set(equal)) < 2 or found.several:
        return ""
    option = found.options[key - 1].tree
    if option is not None and any(one is not None and turns_beside_angles(option, one) for one in equal):
        return "whether turns or angles are counted is not known: give the premises with their units"
    if found.relation == "approximate":
        return "several options round the answer: how many digits are wanted is not known"
    if found.relation == "satisfies" and not found.inferred and beyond_asking(found.question.stem):
        return "several options solve it, and the stem's words may say which is meant: add that to find:"
    return ""


def _names(nodes: list[Node]) -> list[Name]:
    return sorted({name for node in nodes for name in names_in(node) if not name.sub and not name.sup}, key=str)[:3]


def _under(found: Choice, intervals: list[tuple[Name, Interval]]) -> Comparer:
    domain = found.setting.domain
    known = {name for name, _ in intervals}
    kept = tuple(entry for entry in domain.intervals if entry[0] not in known)
    inner = Domain((*kept, *intervals), domain.relations)
    return Comparer(found.comparer.premises, inner, kinds=found.comparer.kinds)


def _narrowed(found: Choice, tree: Node) -> Iterator[tuple[Comparer, str]]:
    """Yield comparers under narrower domains, each with the domain in words."""
    names = _names([tree])
    whole = [name for name in names if name.base in _COUNTERS]
    if whole and any(isinstance(part, Pow) and set(whole) & set(names_in(part.exponent)) for part in walk(tree)):
        yield _under(found, [(name, Interval(integer=True)) for name in whole]), "the exponents are integers"
    stem = re.sub(r"\$[^$]*\$", " ", found.question.stem.replace(r"\$", ""))
    if not _NARROWING.search(stem) or not names:
        return
    zero = Fraction(0)
    for interval, told in (
        (Interval(low=zero, low_open=True), "positive"),
        (Interval(high=zero, high_open=True), "negative"),
    ):
        for name in names:
            yield _under(found, [(name, interval)]), f"{name.base} is {told}"
    yield _under(found, [(name, Interval(integer=True)) for name in names]), "the names are integers"
    for at in range(4) if "quadrant" in stem else ():
        quarter = Interval(Fraction(at * 11, 7) + Fraction(1, 50), Fraction((at + 1) * 11, 7) - Fraction(1, 50))
        for name in names:
            yield _under(found, [(name, quarter)]), f"{name.base} lies in quadrant {at + 1}"
    if len(names) > 1:
        one, other = names[:2]
        for sign in "<>":
            inner = replace(found.setting.domain, relations=(Relation((one, other), (sign,)),))
            yield (
                Comparer(found.comparer.premises, inner, kinds=found.comparer.kinds),
                f"{one.base} {sign} {other.base}",
            )


def _smaller(found: Choice, option: Node, other: Node, tree: Node) -> bool:
    """Tell whether ``other`` has no value at negative numbers, where the key has that of the answer."""
    interval = Interval(high=Fraction(0), high_open=True)
    for name in _names([tree]):
        if any(entry == name for entry, _ in found.setting.domain.intervals):
            continue
        comparer = _under(found, [(name, interval)])
        if comparer.compare(option, tree).outcome == "equal" and comparer.compare(other, tree).outcome != "equal":
            return True
    return False
