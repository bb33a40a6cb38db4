"""What the author's ``find`` gives in another measure than the stem's words may want: then nothing is decided.

``find`` says what is asked, but not in degrees, as a whole number, or at the point that the words name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import sympy as sp

from .asked import Asked
from .choice_evidence import Choice
from .deciding.equality import Verdict
from .deciding.openness import is_closed
from .digits import apart, rounds
from .letters import Undecided
from .measured import dimension, quantities_printed
from .other_values import other_values
from .printing import latex
from .rounding import printed
from .syntax import Add, Const, Div, Mul, Name, Neg, Node, Num, Relation, Unit, names_in, put, walk
from .units import parse_unit
from .units_of_stems import mixed_units

POSITIVE = re.compile(
    r"\b(?:area|volume|length|distance|probability|chance|magnitude|modulus|norm|radius|mass|variance"
    r"|deviation|how many|how far)\b"
)
"""Words for what is never negative."""
_SIZE = re.compile(
    r"\b(?:decelerat\w*|brak\w+|falls?|drops?|decreas\w*|los(?:t|s|es)|absolute|positive|behind|below|deep|depth|amount"
    r"|how (?:large|strong|much|far|big|great)|by how|strength|attenuat\w*|deficit|shortfall|debt|cool\w*|releas\w*"
    r"|given off|done on|in size|the size|reduc\w*|shrink\w*)\b"
)
"""Words that may ask for a size where the value is negative."""
_COUNT = re.compile(r"\b(?:how many|sample size|number of|how often|fewest|whole|integer)\b")
_NOUNS = frozenset({"loss", "losses", "drop", "depth", "amount", "strength", "attenuation", "deficit", "deceleration"})
"""Words of these that may be the noun for a quantity."""
_TINY = sp.Rational(1, 10**12)
_POWERS = (Fraction(10**3), Fraction(10**6), Fraction(10**9))


def _fraction(value: Fraction) -> Node:
    return (
        Num(value) if value.denominator == 1 else Div(Num(Fraction(value.numerator)), Num(Fraction(value.denominator)))
    )


_TURN = Div(Num(Fraction(180)), Const("pi"))
_RATES = tuple(map(Fraction, ("3.6", "60", "50/3", "10000")))
_CYCLE = Mul((Num(Fraction(2)), Const("pi")))
_TURNS = (Div(Num(Fraction(1)), _CYCLE), Div(Num(Fraction(60)), _CYCLE), _CYCLE, Div(_CYCLE, Num(Fraction(60))))
"""How often a turn goes into an angle, and into one a second for a minute."""
_MEASURES: tuple[tuple[re.Pattern[str], tuple[Node, ...]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b"), factors)
    for words, factors in (
        ("degrees?", (_TURN,)),
        ("radians?", (Div(Num(Fraction(1)), _TURN),)),
        ("percent(?:age)?|per cent", (_fraction(Fraction(100)),)),
        ("decibels?|db", tuple(map(_fraction, (Fraction(10), Fraction(20))))),
        (
            "minutes?|hours?|seconds?",
            tuple(map(_fraction, (Fraction(60), Fraction(1, 60), Fraction(3600), Fraction(1, 3600)))),
        ),
        (
            r"(?:milli|kilo|mega|micro|giga|nano)\w+|thousands?|millions?|k[a-z]{1,3}|litres?|liters?|grams?",
            tuple(_fraction(one) for power in _POWERS for one in (power, 1 / power)),
        ),
        (r"centi\w+|cents?|cm", tuple(map(_fraction, (Fraction(100), Fraction(1, 100))))),
        (
            r"m/s|km/h|mph|met(?:er|re)s? (?:per|a)|rpm|turns?|revolutions?|megajoules?|mj|kwh|hectares?|basis points?",
            tuple(one for rate in _RATES for one in (_fraction(rate), _fraction(1 / rate))) + _TURNS,
        ),
    )
)
"""Words for measures, with what a number may be multiplied by for them."""


def other_measure(found: Choice, asked: Asked) -> str:
    """Return why the value that ``find`` gives may be wanted in another measure, or elsewhere; or nothing."""
    tree = asked.tree
    if found.inferred or asked.kind != "value" or tree is None or isinstance(tree, Relation) or found.several:
        return ""
    words = re.sub(r"\$[^$]*\$", " ", found.question.stem.replace(r"\$", "")).lower()
    bare = [tree.sides[-1] if isinstance(tree, Relation) else tree for tree in _trees(found)]
    number, units = _number(found, tree)
    if units and all(is_closed(one) and not any(isinstance(part, Unit) for part in walk(one)) for one in bare):
        return "the answer has a unit, and no option prints one"
    if number is not None and number < 0 and _never_negative(found.question.stem, tree):
        return "what the words of the stem ask for is never negative"
    opposed = number is not None and number < 0 and _may_ask_size(found.question.stem, tree)
    if opposed and any(found.comparer.compare(option, Neg(tree)).outcome == "equal" for option in bare):
        return "the words of the stem may ask for its size alone"
    if number is not None and _COUNT.search(words) and abs(number - sp.floor(number + sp.Rational(1, 2))) > _TINY:
        whole = [Num(Fraction(int(one))) for one in (sp.floor(number), sp.ceiling(number)) if one >= 0]
        if any(found.comparer.compare(option, one).outcome == "equal" for option in bare for one in whole):
            return "the words of the stem may ask for a whole number"
    if mixed_units(found):
        return "the stem's units of the premises do not go together: give each with its unit"
    for other, why in _others(found, tree, words):
        if any(_differs(found, option, tree) and _near(found, option, other) for option in bare):
            return why
    return other_values(found, tree)


_OPTICS = re.compile(r"\b(?:lens(?:es)?|mirrors?|images?|magnification)\b", re.IGNORECASE)
_CALLED = re.compile(r"\s*(?:is\s+)?\$\s*([^$=<>\s]+)[^$]*\$")
"""A formula right after a noun: what goes by it."""


def _never_negative(stem: str, tree: Node) -> bool:
    """Tell whether the words may ask for what is never negative.

    Nouns before the names of other quantities do not; distances of images have signs.
    """
    for match in POSITIVE.finditer(stem.lower()):
        if _OPTICS.search(stem) and match.group() in ("distance", "length", "radius", "how far"):
            continue
        size = match.group() in ("magnitude", "modulus", "norm", "probability", "chance")
        named = None if size else _CALLED.match(stem, match.end())
        if named is None or not isinstance(tree, Name) or named.group(1) == latex(tree) or "_" in named.group(1):
            return True
    return False


def _may_ask_size(stem: str, tree: Node) -> bool:
    """Tell whether the words may ask for a size.

    A noun before the name of another quantity, "the loss $L$", does not.
    """
    prose = re.sub(r"\$[^$]*\$", lambda match: " " * len(match.group()), stem.replace(r"\$", "  ")).lower()
    for match in _SIZE.finditer(prose):
        named = _CALLED.match(stem, match.end()) if match.group() in _NOUNS else None
        if named is None or named.group(1) == latex(tree):
            return True
    return False


def _trees(found: Choice) -> list[Node]:
    return [read.tree for read in found.options if read.tree is not None]


def _differs(found: Choice, option: Node, tree: Node) -> bool:
    return found.comparer.compare(option, tree).outcome == "different"


def _goes_together(unit: str, stem: str) -> bool:
    """Tell whether the stem's numbers have the very units that are asked for: km/h of 36 km and 2 h."""
    wanted = parse_unit(unit)
    printed = {part.symbol for _, one in quantities_printed(stem) for part in walk(one) if isinstance(part, Unit)}
    return wanted is not None and {symbol for symbol, _ in wanted} <= printed


def _near(found: Choice, option: Node, other: Node) -> bool:
    """Tell whether an option is a value, to the digits printed if these are some."""
    decimal, _ = apart(option)
    number = printed(decimal) if decimal is not None else None
    told = number is not None and abs(number[0]) > _LEAST_DIGITS * number[1]
    return found.comparer.compare(option, other).outcome == "equal" or (told and rounds(found.comparer, other, option))


_LEAST_DIGITS = 20
"""Halves of the last digit that a number must have to say something of what it rounds: 0.12, but not 0 or 0.1."""


def _others(found: Choice, tree: Node, words: str) -> Iterator[tuple[Node, str]]:
    """Yield what the words may want instead, each with the reason."""
    for pattern, factors in _MEASURES:
        if (match := pattern.search(words)) and not _goes_together(match.group(), found.question.stem):
            for factor in factors:
                yield Mul((tree, factor)), f"the words “{match.group()}” may ask for the value in another measure"
    if re.search(r"\b(?:celsius|kelvin|fahrenheit)\b|°", words):
        for shift in (Fraction(273), Fraction(27315, 100)):
            yield Add((tree, Num(shift))), "the words of the stem may ask for another scale of temperature"
    given = [read.tree for read in found.setting.given]
    for read in found.setting.stem if given else ():
        match read.tree:
            case Relation((Name() as name, value), ("=",)) if is_closed(value) and name in set(names_in(tree)):
                if read.tree not in given:
                    yield put(tree, {name: value}), f"the stem's ${read.formula.latex}$ is left out of the premises"


def _number(found: Choice, tree: Node) -> tuple[sp.Expr | None, bool]:
    """Return the number that a value is, if it is one, and whether it has units."""
    algebra = found.comparer.algebra
    try:
        value = algebra.value(found.comparer.ordinary(tree))
    except (Undecided, AttributeError):
        return None, False
    if not isinstance(value, sp.Expr):
        return None, False
    if value.free_symbols:
        return None, any(dimension(value, algebra.keys) or ())
    number = sp.N(value, 30)
    return (number, False) if number.is_Float or number.is_Rational else (None, False)


def doubt_measure(found: Choice, asked: Asked) -> None:
    """Decide nothing of options where the words may want another measure."""
    if reason := other_measure(found, asked):
        found.verdicts = [
            Verdict("undecided", reason=reason) if one.outcome in ("equal", "different") else one
            for one in found.verdicts
        ]
