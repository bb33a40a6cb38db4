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
from .syntax import Between, Call, Const, Div, Name, Neg, Node, Num, Pow, Relation, Set, Tuple, names_in, walk


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
    complex: bool = False
    """Any complex number; then the ends say nothing."""
    kind: str = ""
    """``vector matrix set boolean`` for what is no number."""

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
            low,
            high,
            low_open,
            not closed,
            self.integer or other.integer,
            self.nonzero or other.nonzero,
            parity,
            self.complex or other.complex,
            self.kind or other.kind,
        )


REAL = Interval()
_POSITIVE = Interval(low=Fraction(0), low_open=True)
_KINDS = ("vector", "matrix", "set", "boolean")
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
_WORDS |= {"complex": Interval(complex=True), **{word: Interval(kind=word) for word in _KINDS}}
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


def widened(domain: Domain, nodes: Iterable[Node]) -> Domain:
    """Return the domain with names complex whose parts are taken (``Re z``), where nothing is said of them.

    A formula that shows the parts itself, as ``Re(a + bi)`` does, speaks of real a and b.
    """
    told = {entry.base for entry, _ in domain.intervals}
    parts = [part for node in nodes for part in walk(node) if isinstance(part, Call) and part.function in PARTS]
    shown = any(Const("i") in walk(part) for part in parts)
    names = dict.fromkeys(name for part in parts for name in names_in(part) if name.base not in told)
    return domain if shown else _joined(domain, Domain(tuple((name, Interval(complex=True)) for name in names)))


PARTS = frozenset({"conj", "re", "im", "arg"})
"""Functions that say little of a real number."""


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
    words = rest.replace(",", " ").split()
    if unknown := [word for word in words if word not in WORDS]:
        raise Unreadable(
            f"the word {unknown[0]} is not understood in assume", hint="one of " + ", ".join(sorted(WORDS))
        )
    interval = REAL
    for word in words:
        interval = interval.meet(_WORDS[word])
    domain = Domain()
    parts = _commas(formula)
    if not words and not _states(parts[-1]) and len(parts) == 1:
        raise Unreadable(_NEITHER, hint=_HOW)
    for at in range(len(parts)):
        part = parts[at] if words else _completed(parts, at)
        domain = _joined(domain, _one(part, notation, interval if words else None))
    return domain


_NEITHER = "neither an inequality nor a name with plain words"
_HOW = "write $n$ positive integer, $0 < y < 1$ or $x \\in \\mathbb{R}$"
_SIGN = re.compile(r"\\(?:leqslant|geqslant|leq|geq|le|ge|neq|ne|lt|gt|in)(?![A-Za-z])|[<>]")
_OPENING, _CLOSING = "([{", ")]}"


def _commas(formula: str) -> list[str]:
    """Part a formula at its commas outside brackets."""
    parts, depth = [""], 0
    for sign in formula:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if sign == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    if r"\in" in formula and depth != 0:  # a half-open interval: its brackets do not match
        return [formula]
    return [part.strip() for part in parts if part.strip()] or [formula]


def _states(part: str) -> bool:
    return _SIGN.search(part) is not None


def _completed(parts: list[str], at: int) -> str:
    r"""Give a part what it shares with its neighbours: ``a, b > 0`` and ``x \ne 0, 1``."""
    part = parts[at]
    if _states(part):
        return part
    for later in parts[at + 1 :]:
        if sign := _SIGN.search(later):
            return f"{part} {later[sign.start() :]}"
    for earlier in reversed(parts[:at]):
        if signs := list(_SIGN.finditer(earlier)):
            return f"{earlier[: signs[-1].end()]} {part}"
    return part


def _one(part: str, notation: Notation, interval: Interval | None) -> Domain:
    """Return the domain that one relation, membership or name with plain words states."""
    inside = re.search(r"\\in(?![A-Za-z])", part)
    if inside is not None:
        names = [read(name, notation) for name in _commas(part[: inside.start()])]
        home = _home(part[inside.end() :].strip(), notation)
        entries = [
            (name, home if interval is None else home.meet(interval)) for name in names if isinstance(name, Name)
        ]
        if len(entries) != len(names):
            raise Unreadable(_NEITHER, hint=_HOW)
        return Domain(tuple(entries))
    node = read(part, notation)
    if isinstance(node, Name) and interval is not None:
        return Domain(((node, interval),))
    domain = from_relation(node)
    if domain is None or interval is not None or (isinstance(node, Relation) and "=" in node.signs):
        raise Unreadable(_NEITHER, hint=_HOW)
    return domain


_ZERO = Fraction(0)
_NUMBERS = {
    "R": REAL, "Q": REAL, "Z": Interval(integer=True), "N": Interval(low=_ZERO, integer=True),
    "C": Interval(complex=True),
}  # fmt: skip
_NUMBER_SET = re.compile(
    r"\\(?:mathbb|mathbf|Bbb)\s*\{?\s*([RQZNC])\s*\}?\s*"
    r"(\^\s*\{?\s*[+*]\s*\}?|_\s*\{?\s*(?:\+|0|1|(?:>|\\ge|\\geq)\s*[01])\s*\}?|"
    r"\\setminus\s*\\\{\s*0\s*\\\}|\^\s*(?:\{.*\}|\w))?$"
)


def _home(text: str, notation: Notation) -> Interval:
    r"""Return what lies in a set: ``\mathbb{R}``, ``(0, 1)``, ``\{1, 2\}``, ``\mathbb{R}^{n \times n}``.

    ``\mathbb{N}`` may begin with 0 or 1: nothing is proved of it that 0 would break.
    """
    if match := _NUMBER_SET.match(text):
        home, suffix = _NUMBERS[match.group(1)], re.sub(r"[\s{}]", "", match.group(2) or "")
        if not suffix:
            return home
        if suffix in {"^+", "_+", "_>0", "_1", r"_\ge1", r"_\geq1"}:
            low = Fraction(1) if home.integer else _ZERO
            return home.meet(Interval(low=low, low_open=not home.integer))
        if suffix in {"_0", r"_\ge0", r"_\geq0"}:
            return home.meet(Interval(low=_ZERO))
        if suffix == "^*" or suffix.startswith(r"\setminus"):
            return home.meet(Interval(nonzero=True))
        return Interval(kind="matrix" if r"\times" in suffix else "vector")
    pair = re.fullmatch(r"(?:\\left)?([(\[\]])(.*),(.*?)(?:\\right)?([)\[\]])", text)
    if pair:
        ends = [_end(read(end, notation)) for end in pair.group(2, 3)]
        return Interval(ends[0], ends[1], pair.group(1) != "[", pair.group(4) != "]")
    listed = re.fullmatch(r"(?:\\left)?\\\{(.*?)(?:\\right)?\\\}", text)
    if listed and re.search(r"\\l?dots(?:c|b)?(?![A-Za-z])", text):
        written_out = home_of(read(text, notation))  # 0, 1, …, 42
        if written_out is not None:
            return written_out
    elif listed:
        return _listed([_constant(read(item, notation)) for item in _commas(listed.group(1))])
    raise Unreadable("this set is not understood in assume", hint=_HOW)


def _end(node: Node) -> Fraction | None:
    """Return an end of an interval, ``None`` for an infinite one. Raises :class:`Unreadable`."""
    if node in (Const("infinity"), Neg(Const("infinity"))):
        return None
    constant = _constant(node)
    if constant is None:
        raise Unreadable("an interval whose ends are no numbers", hint="write $a < x < b$")
    return constant


def _listed(items: list[Fraction | None]) -> Interval:
    """Return the whole numbers of a list without gaps but 0. Raises :class:`Unreadable`."""
    numbers: set[Fraction] = {item for item in items if item is not None}
    if len(numbers) == len(items) and numbers and all(number.denominator == 1 for number in numbers):
        low, high = min(numbers), max(numbers)
        missing = set(range(int(low), int(high) + 1)) - numbers
        if missing <= {0}:
            return Interval(low, high, integer=True, nonzero=bool(missing))
    raise Unreadable("a list of numbers with gaps is not understood in assume", hint=_HOW)


_HOMES = {"reals": "R", "rationals": "Q", "integers": "Z", "naturals": "N", "complexes": "C"}


def home_of(node: Node) -> Interval | None:
    r"""Return what lies in a set that is read, else ``None``: ``\mathbb{Z}``, ``[0, 1]``, ``\{1, 2, 3\}``."""
    match node:
        case Const(name):
            return _NUMBERS[_HOMES[name]] if name in _HOMES else None
        case Pow(Const("reals" | "complexes"), exponent):
            return Interval(kind="matrix" if isinstance(exponent, Tuple) else "vector")
        case Between(low, high, low_open, high_open):
            try:
                return Interval(_end(low), _end(high), low_open, high_open)
            except Unreadable:
                return None
        case Set(items):
            try:
                return _listed([_constant(item) for item in items])
            except Unreadable:
                return None
    return None


_MIRRORED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", r"\ne": r"\ne"}


def _pair(left: Node, sign: str, right: Node) -> Domain:
    if (bound := _constant(left)) is not None and isinstance(right, Name):
        left, sign, right = right, _MIRRORED[sign], left
    if (bound := _constant(left)) is not None and isinstance(right, Call):
        left, sign, right = right, _MIRRORED[sign], left
    bound = _constant(right)
    if isinstance(left, Call) and left.function == "abs" and isinstance(left.arguments[0], Name) and bound is not None:
        within = {"<": Interval(-bound, bound, low_open=True, high_open=True), r"\le": Interval(-bound, bound)}
        if sign in within and bound >= 0:
            return Domain(((left.arguments[0], within[sign]),))
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
