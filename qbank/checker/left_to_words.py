"""What the stem may say in words alone of what ``find`` asks for: of a permutation matrix P, which root is meant.

No list of such words ends. So the words that merely ask are listed instead: beside any other, a difference at values
that no premise confines refutes nothing, and several solutions are not all right (``docs/evidence.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import sympy as sp

from .choice_evidence import Choice
from .letters import Undecided
from .options import Words
from .printing import latex
from .syntax import (
    Apply,
    Big,
    Chance,
    Const,
    Deriv,
    Integral,
    Limit,
    Moment,
    Name,
    Node,
    Relation,
    Unit,
    names_in,
    walk,
)
from .wording import wording

_ASKING = frozenset(
    """a an the this these those that is are was be of for in to by at from with and or as let we you if when then where
    what which whats how who it its one each every all any some please now thus so there here following given
    find finds compute calculate evaluate determine simplify expand factor factorise factorize solve solves solving
    solved differentiate integrate give gives write state express show obtain choose select mark rewrite define defined
    equals equal satisfies satisfy has have holds hold true correct right answer option options
    value values expression expressions formula formulas term terms result function functions equation equations number
    numbers variable variables real derivative derivatives integral sum product difference quotient solution solutions
    root roots zero zeros set sets identity constant constants respect only exactly inequality system""".split()  # noqa: SIM905 - a list of words reads best as words
)


def beyond_asking(stem: str) -> bool:
    """Tell whether a stem has words that do more than ask."""
    texts = (sentence.text for sentence in wording(stem, ("stem",)).sentences)
    return any(word not in _ASKING for text in texts for word in re.findall(r"[^\W\d_]+", text))


def loose(found: Choice, tree: Node) -> str:
    """Return of what in ``tree`` no premise says anything, where words of the stem may; or nothing.

    What is differentiated by, summed or integrated over may have any value.
    """
    said = {name.base for one in found.setting.stated for name in _spoken(one)}
    said |= {one.name.base for one in found.comparer.premises.dependences}
    free = {name.base for name in names_in(tree)} - {base for part in walk(tree) for base in _running(part)}
    functions = {part.function for part in walk(tree) if isinstance(part, Apply)}
    chances = any(isinstance(part, Chance | Moment) for part in walk(tree))
    if not (free | functions or chances) or (free | functions) & said or not beyond_asking(found.question.stem):
        return ""
    return f"the words of the stem may say more of {latex(tree)}: add it to given: or assume:"


def turns_beside_angles(one: Node, other: Node) -> bool:
    """Tell whether one quantity is in hertz and the other in radians: 50 Hz are no 50 rad/s, though both are 1/s."""
    units = [{part.symbol for part in walk(node) if isinstance(part, Unit)} for node in (one, other)]
    turns, angles = ([bool(symbols & of) for symbols in units] for of in (_TURNS, _ANGLES))
    return (turns[0] and angles[1]) or (turns[1] and angles[0])


_TURNS = frozenset({"Hz", "kHz", "MHz", "GHz", "mHz", "Bq"})
_ANGLES = frozenset({"rad", "mrad", "krad", "Mrad"})


def valueless_in_reals(found: Choice, tree: Node) -> str:
    r"""Return why ``\sqrt{-4}`` may have no value: an option says so, and nothing speaks of complex numbers."""
    stem = found.question.stem
    said = re.search(r"\bcomplex\b|\bimaginary\b|\\mathbb\s*\{?\s*C", stem)
    if Words.VALUELESS not in found.words or said or any(Const("i") in walk(one) for one in found.setting.stated):
        return ""
    with suppress(Undecided, AttributeError):
        value = found.comparer.algebra.value(found.comparer.ordinary(tree))
        if isinstance(value, sp.Expr) and value.has(sp.I):
            return "nothing speaks of complex numbers: among real ones it has no value"
    return ""


def _spoken(one: Node) -> Iterator[Name]:
    """Yield the names and functions that a premise says something of."""
    if isinstance(one, Relation):
        yield from names_in(one)
        yield from (Name(part.function) for part in walk(one) if isinstance(part, Apply))


def _running(part: Node) -> Iterator[str]:
    match part:
        case Deriv():
            yield from (name.base for name in part.by)
        case Integral() | Limit():
            yield part.by.base
        case Big():
            yield part.index
