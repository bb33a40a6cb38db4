"""Values and quantities that formulas name, and moments of random variables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from qbank.checker.syntax import (
    Apply,
    At,
    Call,
    Const,
    Deriv,
    Integral,
    Matrix,
    Moment,
    Name,
    Num,
    Relation,
    Tuple,
    names_in,
)

from .clause import (
    Clause,
    Groups,
    Phrase,
    Thing,
    Unclear,
    allow,
    function_of,
    number_of,
    phrase,
    plain,
    point_of,
    taken,
    variables_of,
)
from .words import KIND, OF, F


def of_value(clause: Clause, groups: Groups) -> Thing:
    """Ask for the value of a formula, perhaps at a point. Raises :class:`Unclear`."""
    allow(clause, "at", "curve")
    number = number_of(groups)
    tree = clause.tree(number)
    if isinstance(tree, Relation) and "at" not in clause.modifiers:
        return of_quantity(clause, groups)
    if isinstance(tree, Const | Num):
        raise Unclear("a number: what of it is asked?")
    if "at" in clause.modifiers:
        function = function_of(clause, number)
        names = variables_of(function)
        if isinstance(tree, Deriv) and isinstance(tree.of, Name) and len(set(tree.by)) == 1:
            names = (tree.by[0], tree.of)  # dy/dx at (3, 4)
        elif isinstance(tree, Deriv) and isinstance(tree.of, Name | Apply):
            names = _parameters(clause, tree.of) or names
        tree, used = taken(clause, function.body, names)
        return Thing("value", tree, used=used)
    relation = "up-to-constant" if isinstance(tree, Integral) and tree.lower is None else ""
    return Thing("value", tree, relation)


def _parameters(clause: Clause, of: Name | Apply) -> tuple[Name, ...]:
    """Return the variables of a function that the stem gives by a formula."""
    base = of.base if isinstance(of, Name) else of.function
    for tree in clause.stated():
        match tree:
            case Relation((Apply(function, arguments, 0), _), ("=",)) if function == base:
                return plain(arguments)
    return ()


def of_quantity(clause: Clause, groups: Groups) -> Thing:
    """Ask for a quantity by its name, ``I``, or by its definition, ``I = -C dV/dt``."""
    number = number_of(groups)
    tree = clause.tree(number)
    if not isinstance(tree, Relation):
        clause.modifiers.pop("described", None)
        return of_value(clause, groups)
    allow(clause, "at", "described")
    first = tree.sides[0]
    defines = isinstance(first, Name) and first not in set(names_in(tree.sides[-1]))
    if tree.signs != ("=",) or not defines:
        raise Unclear("an equation: what of it is asked?")
    at = point_of(clause, "at", tuple(dict.fromkeys(names_in(tree.sides[1]))))
    if not at:
        return Thing("value", first)
    names, values = tuple(name for name, _ in at), tuple(value for _, value in at)
    return Thing("value", At(tree.sides[1], names, values), used=frozenset(clause.modifiers["at"]))


_MOMENTS = {"expected value": "mean", "expectation": "mean", "mean": "mean", "variance": "variance",
            "standard deviation": "deviation"}  # fmt: skip


def _moment(clause: Clause, groups: Groups) -> Thing:
    allow(clause)
    tree = clause.tree(number_of(groups))
    if isinstance(tree, Relation):
        tree = tree.sides[0]
    return Thing("value", Moment(_MOMENTS[groups[0] or ""], (tree,)))


def _rounded(clause: Clause, groups: Groups) -> Thing:
    return replace(of_value(clause, groups), relation="approximate")


_MADE_OF = re.compile(
    r"\b(?:inverse|reciprocal|negative|opposite|complement|conjugate|square|root|logarithm|absolute|relative|error"
    r"|maxim\w+"
    r"|minim\w+|average|mean|median|mode|sum|product|difference|quotient|ratio|derivative|integral|limit|slope|gradient"
    r"|determinant|norm|magnitude|modulus|argument|transpose|remainder|rank|trace|variance|deviation|covariance"
    r"|number|of"
    r"|percentage|fraction|coefficient|interval|second|third|last|next|previous|smallest|largest|closest|nearest"
    r"|approximat\w+|estimat\w+|to|for|from|and|or|in|on|is|are|does|do|by|with|an?|if|when|unit|order|degree|factor"
    r"|equation|equations|system|solution|solutions|set|matrix|antiderivative|primitive|series|sequence|term"
    r"|function|expression|statement|proposition|formula|best|worst|true|false|possible|estimator|estimate)\b"
)
"""Words for what is made of a formula, or that make more of a phrase than a name for it."""


GOES_BY: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("velocity", "speed"), "vuwc"),
        "acceleration": "ag",
        "current": "Ii",
        "voltage": "UVuvE",
        "impedance": "Z",
        "resistance": "R",
        "force": "FNTG",
        "energy": "EWKUT",
        "power": "PSQ",
        "work": "W",
        "momentum": "pP",
        "mass": "mM",
        "charge": "Qq",
        "capacitance": "C",
        "inductance": "L",
        "frequency": "fν",
        "period": "T",
        "pressure": "pP",
        "temperature": "T",
        "area": "AS",
        "volume": "V",
        "perimeter": "PLU",
        "length": "lLs",
        "height": "hH",
        "radius": "rR",
        "distance": "dsxrbg",
        "time": "tT",
        **dict.fromkeys(("loss", "cost"), "LJCEK"),
        "profit": "PG",
        "revenue": "R",
        "entropy": "HS",
    }
)
"""The letters that a quantity goes by: with another one, the equation is something that it follows from."""
_KINDS = r"(?:(?:total|equivalent|kinetic|potential|resulting|net|electric|magnetic|input|output|image|object) )*"


def _named(clause: Clause, groups: Groups) -> Thing:
    """Ask for a quantity in apposition: "the current $I$". Of an equation, its words and its letter must agree."""
    tree = clause.tree(number_of(groups))
    if isinstance(tree, Relation) and not _defined(clause.word("words"), tree):
        raise Unclear("an equation: what of it is asked?")
    return of_quantity(clause, groups)


def _defined(words: str, relation: Relation) -> bool:
    """Tell whether an equation defines what the words name: not "slope $y = x^2$", nor "peak voltage $U = 230$ V"."""
    noun = re.fullmatch(rf"{_KINDS}([a-z]+)", words.strip())
    first = relation.sides[0]
    if noun is None or not isinstance(first, Name) or not any(True for _ in names_in(relation.sides[-1])):
        return False
    return first.base in GOES_BY.get(noun[1], "")


def _described(clause: Clause, groups: Groups) -> Thing:
    """Ask for a quantity that words describe before its name: "the image distance $b$"."""
    allow(clause, "at", "described")
    tree = clause.tree(number_of(groups))
    words = clause.word("words")
    if isinstance(tree, Relation) and _defined(words, tree):
        return of_quantity(clause, groups)
    if not isinstance(tree, Name | Apply) or _MADE_OF.search(words) or not clause.harmless(words):
        raise Unclear("the sentence that asks was not understood whole")
    return of_quantity(clause, groups)


def _written(clause: Clause, groups: Groups) -> Thing:
    r"""Ask for a formula that is itself what the words say: "the divergence $\operatorname{div} F$"."""
    if isinstance(clause.tree(number_of(groups)), Name | Apply | Tuple | Matrix | Relation | Num):
        raise Unclear("the sentence that asks was not understood whole")
    return of_value(clause, groups)


def _size(clause: Clause, groups: Groups) -> Thing:
    """Ask for a magnitude that a formula says: "its magnitude $|Z|$"."""
    allow(clause, "described")
    tree = clause.tree(number_of(groups))
    if not isinstance(tree, Call) or tree.function not in ("abs", "norm"):
        raise Unclear("the magnitude of what?")
    return Thing("value", tree)


_QUANTITY = (
    r"(?:(?:total|average|mean|instantaneous|equivalent|kinetic|potential|final|initial|resulting|net|current|optimal"
    r"|expected|angular|electric|magnetic|input|output|resonance|resonant|maximal|marginal|effective|corresponding) )*"
    r"(?:velocity|speed|acceleration|current|voltage|impedance|resistance|force|energy|power|momentum|mass|charge"
    r"|capacitance|inductance|frequency|period|work|pressure|temperature|density|area|volume|perimeter|length|height"
    r"|radius|distance|time|angle|entropy|loss|profit|cost|revenue|price|demand|probability|score|accuracy|precision"
    r"|recall|derivative|phasor|amplitude|flux|field strength|half-life|efficiency|elasticity|weight|output|gain)"
    r"(?: phasor| function| step)?"
)
"""What a formula in apposition is: "the current $I$". """


THINGS: Sequence[Phrase] = (
    phrase(rf"(expected value|expectation|mean|variance|standard deviation){OF}{F}", _moment),
    phrase(rf"(?:approximate|estimate)(?: the value of)? {KIND}{F}", _rounded),
    phrase(rf"closed(?:-| )form(?: expression| formula)?{OF}(?:the )?{KIND}{F}", of_value),
    phrase(rf"(?P<words>{_QUANTITY}) ⟦(\d+)⟧", _named),
    phrase(r"(?:divergence|curl|gradient|trace|rank|inverse|transpose|hessian|jacobian|laplacian|variance|expectation"
           r"|expected value|covariance|conditional probability|partial derivative|determinant) ⟦(\d+)⟧", _written),
    phrase(r"(?:magnitude|modulus|absolute value|norm|length) ⟦(\d+)⟧", _size),
    phrase(rf"(?:value|result|outcome|expression|formula|simplified value|wert|valeur"
           rf"|valor){OF}(?:the )?{KIND}{F}", of_value),
    phrase(rf"{KIND}{F}", of_value),
    phrase(r"(?P<words>(?:[a-z][a-z'-]* ){1,5})⟦(\d+)⟧", _described),
)  # fmt: skip
