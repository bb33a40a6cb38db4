"""Where the names of a question may lie: intervals, integers, and relations between names.

An entry for a base name covers its subscripts and index superscripts, unless a longer name is listed. Names without an
entry are real.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from .reading.notation import Notation
from .reading.reader import read
from .reading.tokens import Unreadable
from .syntax import Div, Name, Neg, Node, Num, Relation, walk


@dataclass(frozen=True, slots=True)
class Interval:
    """Real numbers between ``low`` and ``high``; an open end is one that is left out itself."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    integer: bool = False
    nonzero: bool = False
    parity: int | None = None

    @property
    def positive(self) -> bool:
        """Tell whether every number of it is above zero."""
        return self.low is not None and (self.low > 0 or (self.low == 0 and (self.low_open or self.nonzero)))

    @property
    def empty(self) -> bool:
        """Tell whether nothing lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def __contains__(self, value: Fraction) -> bool:
        low = self.low is None or value > self.low or (value == self.low and not self.low_open)
        high = self.high is None or value < self.high or (value == self.high and not self.high_open)
        whole = not self.integer or value.denominator == 1
        even = self.parity is None or (value.denominator == 1 and value.numerator % 2 == self.parity)
        return low and high and whole and even and not (self.nonzero and value == 0)

    def meet(self, other: Interval) -> Interval:
        """Return what lies in both."""
        lows = [
            (bound, opened)
            for bound, opened in ((self.low, self.low_open), (other.low, other.low_open))
            if bound is not None
        ]
        low, low_open = max(lows, default=(None, False))
        highs = [
            (bound, not opened)
            for bound, opened in ((self.high, self.high_open), (other.high, other.high_open))
            if bound is not None
        ]
        high, closed = min(highs, default=(None, True))
        parity = self.parity if other.parity is None else other.parity
        return Interval(
            low, high, low_open, not closed, self.integer or other.integer, self.nonzero or other.nonzero, parity
        )


REAL = Interval()
_POSITIVE = Interval(low=Fraction(0), low_open=True)
_WORDS = {
    "real": REAL,
    "positive": _POSITIVE,
    "negative": Interval(high=Fraction(0), high_open=True),
    "nonnegative": Interval(low=Fraction(0)),
    "nonpositive": Interval(high=Fraction(0)),
    "nonzero": Interval(nonzero=True),
    "integer": Interval(integer=True),
    "natural": Interval(low=Fraction(1), integer=True),
    "odd": Interval(integer=True, parity=1),
    "even": Interval(integer=True, parity=0),
}
WORDS = frozenset(_WORDS)
"""The plain words that may follow a name."""


@dataclass(frozen=True, slots=True)
class Domain:
    """``intervals``: by name, longest match first; ``relations``: what else every point must satisfy."""

    intervals: tuple[tuple[Name, Interval], ...] = ()
    relations: tuple[Relation, ...] = ()

    def of(self, name: Name) -> Interval:
        """Return where ``name`` lies: the entry with the most indices in common wins."""
        exact = [interval for entry, interval in self.intervals if entry == name]
        family = [interval for entry, interval in self.intervals if entry == Name(name.base)]
        found = REAL
        for interval in exact or family:
            found = found.meet(interval)
        return found

    def names(self) -> Iterator[Name]:
        """Yield every name that an entry or relation speaks of."""
        yield from (name for name, _ in self.intervals)
        for relation in self.relations:
            yield from (part for part in walk(relation) if isinstance(part, Name))


_DOLLARS = re.compile(r"^\s*(\$\$?)(.*?)\1\s*(.*)$", re.DOTALL)
_PLAIN_WORDS = re.compile(r"^(.*?)((?:\s+(?:" + "|".join(sorted(WORDS)) + r")\b)+)\s*$", re.DOTALL)


def parse(entries: Iterable[str], notation: Notation) -> Domain:
    """Read ``assume`` entries: relations in LaTeX, or a name and plain words (``$n$ positive integer``).

    Raises :class:`Unreadable` with the entry in its hint.
    """
    domain = Domain()
    for entry in entries:
        domain = _joined(domain, _entry(entry, notation))
    return domain


def from_relation(relation: Node) -> Domain | None:
    """Return the domain that a relation such as ``0 < y < 1`` states, or ``None`` where it is no inequality."""
    if not isinstance(relation, Relation) or not set(relation.signs) & set(_MIRRORED):
        return None
    domain = Domain()
    for left, sign, right in zip(relation.sides, relation.signs, relation.sides[1:], strict=False):
        if sign in _MIRRORED:
            domain = _joined(domain, _pair(left, sign, right))
    return domain


def _joined(one: Domain, other: Domain) -> Domain:
    return Domain((*one.intervals, *other.intervals), (*one.relations, *other.relations))


def formula_of(entry: str) -> str:
    """Return the LaTeX of an ``assume`` entry without its words."""
    return _parted(entry)[0]


def _parted(entry: str) -> tuple[str, str]:
    if match := _DOLLARS.match(entry):
        return match.group(2), match.group(3)
    if worded := _PLAIN_WORDS.match(entry):
        return worded.group(1), worded.group(2)
    return entry, ""


def _entry(entry: str, notation: Notation) -> Domain:
    formula, rest = _parted(entry)
    node = read(formula, notation)
    words = rest.replace(",", " ").split()
    if unknown := [word for word in words if word not in WORDS]:
        raise Unreadable(
            f"the word {unknown[0]} is not understood in assume", hint="one of " + ", ".join(sorted(WORDS))
        )
    if isinstance(node, Name) and words:
        interval = REAL
        for word in words:
            interval = interval.meet(_WORDS[word])
        return Domain(((node, interval),))
    domain = from_relation(node)
    if domain is None or words or (isinstance(node, Relation) and "=" in node.signs):
        raise Unreadable(
            "neither an inequality nor a name with plain words", hint="write $n$ positive integer, or $0 < y < 1$"
        )
    return domain


_MIRRORED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", r"\ne": r"\ne"}


def _pair(left: Node, sign: str, right: Node) -> Domain:
    if (bound := _constant(left)) is not None and isinstance(right, Name):
        left, sign, right = right, _MIRRORED[sign], left
    bound = _constant(right)
    if not isinstance(left, Name) or bound is None or (sign == r"\ne" and bound != 0):
        return Domain((), (Relation((left, right), (sign,)),))
    interval = {
        "<": Interval(high=bound, high_open=True),
        r"\le": Interval(high=bound),
        ">": Interval(low=bound, low_open=True),
        r"\ge": Interval(low=bound),
        r"\ne": Interval(nonzero=True),
    }[sign]
    return Domain(((left, interval),))


def _constant(node: Node) -> Fraction | None:
    match node:
        case Num(value):
            return value
        case Neg(inner):
            constant = _constant(inner)
            return None if constant is None else -constant
        case Div(Num(above), Num(below)) if below:
            return above / below
    return None
