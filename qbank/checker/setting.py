"""What a question sets up for the checker: its names, its premises and domains, and what is asked.

``setting_reading`` makes it, once; all else compares formulas under that setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from .deciding.randomness import NOTHING, Said
from .deciding.residues import tells
from .domain import Domain, Interval, from_relation, home_of, widened
from .formulas import Formula, Path, states
from .gathering import gather
from .letters import Range
from .premises import Premises
from .reading.integrals import OVER_REGION
from .reading.kinds import MATRIX, Kinds
from .reading.notation import Notation
from .reading.reader import read
from .reading.sets import REGION
from .reading.tokens import Unreadable
from .syntax import (
    Apply,
    Call,
    Cases,
    Congruence,
    Deriv,
    Logic,
    Name,
    Node,
    Pow,
    Quantified,
    Relation,
    Tuple,
    rebuild,
    walk,
)

if TYPE_CHECKING:
    from .deciding.equality import Comparer


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the author, placed within a field: becomes a diagnostic in the parent process."""

    code: str
    message: str
    path: Path
    offset: int = 0
    length: int = 1
    hint: str = ""
    severity: str = ""

    def plain(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "severity": self.severity or None,
            "path": list(self.path),
            "offset": self.offset,
            "length": self.length,
        }


@dataclass(frozen=True, slots=True)
class Read:
    """A formula and its tree, or why it was not read."""

    formula: Formula
    tree: Node | None = None
    problem: Unreadable | None = None


def read_formula(formula: Formula, notation: Notation) -> Read:
    """Read one formula; what cannot be read is said, not raised."""
    try:
        return Read(formula, read(formula.latex, notation))
    except Unreadable as problem:
        return Read(formula, problem=problem)


@dataclass(slots=True)
class Setting:
    """The names and premises of one question."""

    notation: Notation
    stem: list[Read]
    given: list[Read]
    assumed: list[Read]
    find: Read | None
    domain: Domain
    functions: list[Node]
    indices: dict[str, Range | None] = field(default_factory=dict)
    """Letters that the author declares as indices, with their bounds where these are given."""
    findings: list[Finding] = field(default_factory=list)
    domains: tuple[str, ...] = ()
    """Where names lie by the stem's words, as entries of ``assume``."""
    words: Said = NOTHING
    """What the stem says in words of independence and the like."""
    strange: list[Read] = field(default_factory=list)
    """Domains and definitions of functions that could not be read."""
    solved: list[Node] = field(default_factory=list)
    """Equations whose solutions are asked for: no premises."""
    told: Domain = field(default_factory=Domain)
    """Where names lie by ``assume`` and the stem's words, beside the premises."""
    settled: frozenset[Name] = frozenset()
    """Names that have one value each by what they are called: the singular values of a matrix."""
    bare: dict[str, Name] = field(default_factory=dict)
    """Functions that also stand without their argument, which is always this name: read as plain quantities."""
    _made: list[tuple[Premises, Domain, Comparer]] = field(default_factory=list, compare=False, repr=False)
    """The comparers made so far, those of the settings that this one was made from included."""

    @property
    def stated(self) -> list[Node]:
        """The premises in force: the given ones, or else what the stem states; then what is assumed."""
        told = self.given or self.stem
        trees = (read.tree for read in (*told, *self.assumed) if read.tree is not None)
        parts = (one for tree in trees if tree not in self.solved for one in _conjuncts(tree))
        return [*self.functions, *(one for one in parts if one not in self.solved)]

    @property
    def untold(self) -> list[str]:
        """The premises that are used but not told to the student, as LaTeX."""
        trees = [read.tree for read in self.stem if read.tree is not None]
        hidden = [read for read in self.given if read.tree is not None and not _stands(read.tree, trees)]
        return [read.formula.latex for read in (*hidden, *self.assumed)]

    @property
    def unread(self) -> list[Read]:
        """Premises that are in force and could not be read, or say what is not understood."""
        told = self.given or [read for read in self.stem if not read.problem or states(read.formula.latex)]
        told = [read for read in told if read.tree is None or read.tree not in self.solved]
        return [read for read in (*told, *self.assumed, *self.strange) if read.problem or self._idle(read.tree)]

    def _idle(self, tree: Node | None) -> bool:
        r"""Tell whether what was read is no premise: ``\approx``, a congruence with open ends, an unknown set."""
        if isinstance(tree, Congruence):
            asked = self.find.tree if self.find is not None else None
            return not tells(tree, self.stated, self.domain, asked)
        if isinstance(tree, Logic | Cases | Quantified):
            known = isinstance(tree, Logic) and all(isinstance(one, Relation) for one in _conjuncts(tree))
            return not known and any(isinstance(part, Relation) for part in walk(tree))
        if not isinstance(tree, Relation):
            return False
        placed = set(tree.signs) == {r"\in"} and home_of(tree.sides[-1]) is not None
        return not placed and not set(tree.signs) <= _UNDERSTOOD

    def trees(self) -> list[Node]:
        """Return every tree that was read."""
        found = [*self.stem, *self.given, *self.assumed, *([self.find] if self.find else [])]
        return [*self.functions, *(read.tree for read in found if read.tree is not None)]

    def settle(self) -> None:
        """Work out the domain anew: what is told, and what the premises in force say of it."""
        domain = self.told
        for tree in self.stated:
            placed = _placed(tree)
            domain = Domain((*domain.intervals, *placed.intervals), domain.relations)
            stated = from_relation(tree)
            if stated is not None:
                domain = Domain((*domain.intervals, *stated.intervals), (*domain.relations, *stated.relations))
        trees = self.trees()
        self.domain = widened(domain, trees)
        told = {name for name, _ in self.domain.intervals}
        whole = dict.fromkeys(name for tree in trees for name in _exponents(tree, self.notation.kinds))
        powers = tuple((name, Interval(low=Fraction(1), integer=True)) for name in whole if name not in told)
        self.domain = Domain((*self.domain.intervals, *powers), self.domain.relations)

    def solve(self, equations: Sequence[Node]) -> None:
        """Take premises whose solutions are asked for out of the premises."""
        self.solved = list(equations)
        self.settle()

    def read(self, formula: Formula, extra: Iterable[str] = ()) -> Read:
        """Read a formula with the names of this question, and ``extra`` ones."""
        known = self.notation.known
        more = frozenset(extra)
        notation = replace(self.notation, known=known | more) if more and known is not None else self.notation
        found = read_formula(formula, notation)
        if found.tree is not None and any(
            isinstance(part, Call) and part.function in (OVER_REGION, REGION) for part in walk(found.tree)
        ):
            found = Read(formula, problem=Unreadable("an integral over a region"))
        return self._unapplied(found)

    def unapply(self, others: Iterable[Node]) -> None:
        """Take y(x) for y where the question, ``others`` included, also writes y alone and states no formula for it."""
        trees = [*self.trees(), *others]
        used = [read.tree for read in (*self.given, *self.assumed, self.find) if read is not None]
        spoken = (part for tree in (*others, *used) if tree is not None for part in walk(tree))
        alone = {part.base for part in spoken if isinstance(part, Name) and not part.sub and not part.sup}
        found: dict[str, set[tuple[Node, ...]]] = {}
        for tree in trees:
            for part in walk(tree):
                if isinstance(part, Apply):
                    found.setdefault(part.function, set()).add(part.arguments)
        stated = {
            tree.sides[0].function
            for tree in self.trees()
            if isinstance(tree, Relation) and isinstance(tree.sides[0], Apply) and not tree.sides[0].primes
        }
        for function, arguments in found.items():
            (one,) = arguments if len(arguments) == 1 else ((),)
            if function in alone and function not in stated and len(one) == 1 and isinstance(one[0], Name):
                self.bare[function] = one[0]
        if self.bare:
            self.stem = [self._unapplied(read) for read in self.stem]
            self.given = [self._unapplied(read) for read in self.given]
            self.assumed = [self._unapplied(read) for read in self.assumed]
            self.find = self._unapplied(self.find) if self.find else None

    def _unapplied(self, read: Read) -> Read:
        return replace(read, tree=self._plain(read.tree)) if self.bare and read.tree is not None else read

    def _plain(self, node: Node) -> Node:
        if isinstance(node, Apply) and node.function in self.bare:
            name = Name(node.function)
            return Deriv(name, (self.bare[node.function],) * node.primes, total=True) if node.primes else name
        return rebuild(node, self._plain)

    def premises(self, others: Sequence[Node]) -> Premises:
        """Return the premises of ``others``, their equations solved; without sympy where there is none to solve."""
        found = self._gathered(others, ())
        bodies = (part for each in found.definitions for part in walk(each.body))
        if found.constraints or any(isinstance(part, Apply | Deriv) for part in bodies):
            return self.comparer(others).premises
        return found

    def comparer(self, others: Iterable[Node], more: Sequence[Node] = ()) -> Comparer:
        """Return what compares formulas under the premises and ``more``; ``others`` are the formulas to come."""
        from .deciding.solving import solved  # noqa: PLC0415  # sympy takes most of a second

        others = list(others)
        return solved(self.unsolved(others, more), self._asked(), others)

    def unsolved(self, others: Iterable[Node], more: Sequence[Node] = ()) -> Comparer:
        """Return the same with the equations among the premises left as they are."""
        from .deciding.equality import Comparer  # noqa: PLC0415  # as above

        others = list(others)
        premises = self._gathered(others, more)
        spoken = [part for tree in [*self.trees(), *more] for part in walk(tree)]
        told = {part.base for part in spoken if isinstance(part, Name)}
        told |= {part.function for tree in self.trees() for part in walk(tree) if isinstance(part, Apply)}
        kinds = self.notation.kinds
        whole = (*self._relations(others, more), *self._asked(), *others)
        bases = {part.base for tree in whole for part in walk(tree) if isinstance(part, Name)}
        alike = (
            one
            for stated, domain, one in self._made
            if domain == self.domain and one.kinds == kinds and stated.serves(premises, bases)
        )
        found = Comparer(premises, self.domain, frozenset(told), kinds=kinds, like=next(alike, None))
        self._made.append((premises, self.domain, found))
        return found

    def _asked(self) -> list[Node]:
        return [self.find.tree] if self.find is not None and self.find.tree is not None else []

    def _relations(self, others: Sequence[Node], more: Sequence[Node]) -> list[Node]:
        """Return what is stated, and what is looked at for the letters that run in it."""
        relations = [*self.stated, *more]
        if self.find is None:  # nothing is derived: all formulas say alike how letters run
            relations += [tree for tree in others if not isinstance(tree, Relation)]
        for tree in self._asked():
            relations += tree.sides if isinstance(tree, Relation) else [tree]
        return relations

    def _gathered(self, others: Sequence[Node], more: Sequence[Node]) -> Premises:
        wanted = [*self._asked(), *others]
        return gather(self._relations(others, more), wanted, self.indices, self.domain, self.words)


def _exponents(tree: Node, kinds: Kinds) -> Iterator[Name]:
    """Yield the letters that count how often a matrix is multiplied by itself."""
    for part in walk(tree):
        match part:
            case Pow(Name() as base, Name(letter, (), ()) as exponent) if letter in _COUNTING:
                if kinds.of(base) == MATRIX:
                    yield exponent


_COUNTING = frozenset({"n", "k", "m", "r", "p", "N"})


def _conjuncts(tree: Node) -> list[Node]:
    """Return the equations of a system that is written as one formula; else the formula alone."""
    if isinstance(tree, Logic) and tree.operator == "and":
        return [one for operand in tree.operands for one in _conjuncts(operand)]
    return [tree]


_UNDERSTOOD = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\sim"})


def _placed(tree: Node) -> Domain:
    r"""Return what ``n \in \mathbb{Z}`` or ``x \in [0, 1]`` says of its names."""
    if not isinstance(tree, Relation) or set(tree.signs) != {r"\in"}:
        return Domain()
    interval = home_of(tree.sides[-1])
    items = tree.sides[0].items if isinstance(tree.sides[0], Tuple) else tree.sides[:-1]
    names = [one for one in items if isinstance(one, Name)]
    if interval is None or interval == Interval() or interval.kind:
        return Domain()
    return Domain(tuple((name, interval) for name in names))


def _stands(given: Node, stem: Iterable[Node]) -> bool:
    """Tell whether a premise stands in the stem: as it is, or as sides of a longer chain in their order."""
    if not isinstance(given, Relation):
        return given in stem
    for tree in stem:
        if isinstance(tree, Relation) and set(tree.signs) == set(given.signs) == {"="}:
            rest = iter(tree.sides)
            if all(side in rest for side in given.sides):
                return True
        elif tree == given:
            return True
    return False
