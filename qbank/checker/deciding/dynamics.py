r"""Unknown functions: differential equations and recurrences, checked by putting a formula in.

A formula is what is asked if it makes every equation and every initial value hold, and if it leaves as many constants
free as the order of the equation less the number of conditions. It is refuted by a point at which one of them fails.
A recurrence ``a_{n+1} = 2a_n`` is read as one for a function of n.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from qbank.checker.domain import Domain, Interval
from qbank.checker.letters import Undecided
from qbank.checker.syntax import (
    Add,
    Apply,
    Const,
    Deriv,
    Div,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    names_in,
    rebuild,
    walk,
)

from .equality import Comparer, Verdict

METHOD = "put into the equations, it makes all of them hold"
PARTICULAR = "it solves the equation, but is not the general solution"


@dataclass(frozen=True, slots=True)
class Motion:
    """An unknown function of one variable, and what is said of it."""

    function: str
    variable: Name
    equations: tuple[tuple[Node, Node], ...]
    order: int
    """Of the differential equation; 0 for a recurrence."""
    conditions: int
    start: int = 0
    """The first index for which a recurrence is sure to hold."""
    steps: int = 0
    """How many first values a recurrence leaves open."""


class Dynamic(Comparer):
    """A comparer under premises that say how an unknown function changes."""

    motion: Motion

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide whether two formulas are equal; one that is the unknown function, by putting the other in."""
        for asked, formula in ((right, left), (left, right)):
            if _is_function(asked, self.motion) and not _mentions(formula, self.motion):
                return self.satisfies(formula)
        verdict = super().compare(left, right)
        if verdict.outcome == "different" and any(_mentions(side, self.motion) for side in (left, right)):
            return Verdict("undecided", reason=f"what {self.motion.function} is was not worked out from its equations")
        return verdict

    def is_asked(self, node: Node) -> bool:
        """Tell whether a formula is the unknown function itself."""
        return _is_function(node, self.motion)

    def ties(self) -> Iterator[tuple[Node, Node]]:
        """Yield nothing: the equations say what the unknown function is, and are tried one by one."""
        yield from ()

    def contradiction(self) -> str:
        """Return nothing: whether the equations can hold is not asked."""
        return ""

    def satisfies(self, formula: Node) -> Verdict:
        """Tell whether a formula put in makes every equation hold, and leaves as much open as it must."""
        motion = self.motion
        functions = {**self.premises.functions, motion.function: ((motion.variable,), formula)}
        kept = tuple(one for one in self.premises.definitions if one.name.base != motion.function)
        premises = replace(
            self.premises, functions=functions, definitions=kept, constraints=(), dependences=(),
            applied=self.premises.applied | {motion.function},
        )  # fmt: skip
        inner = Comparer(premises, self._domain(), kinds=self.kinds)
        proved = True
        for left, right in motion.equations:
            verdict = inner.compare(left, right)
            if verdict.outcome != "equal":
                return verdict
            proved = proved and verdict.proved
        if motion.order or not motion.conditions:
            missing = motion.order + motion.steps - motion.conditions - self._constants(inner, formula)
            if missing > 0:
                return Verdict("undecided", reason=PARTICULAR)
        return Verdict("equal", METHOD if proved else "numeric")

    def _domain(self) -> Domain:
        if self.motion.order or self.domain.of(self.motion.variable).integer:
            return self.domain
        counting = (self.motion.variable, Interval(low=Fraction(self.motion.start), integer=True))
        return replace(self.domain, intervals=(*self.domain.intervals, counting))

    def _constants(self, inner: Comparer, formula: Node) -> int:
        """Return how many constants a formula leaves free that the premises do not speak of, independently."""
        known = {name for pair in self.motion.equations for side in pair for name in names_in(side)}
        algebra = inner.algebra
        try:
            value = algebra.value(formula)
            variable = algebra.symbol(self.motion.variable)
        except Undecided:
            return 0
        if not isinstance(value, sp.Expr):
            return 0
        names = [one for one in sorted(value.free_symbols, key=str) if algebra.keys.get(one) not in known]
        names = [one for one in names if one != variable]
        if not names or len(names) > self.motion.order + self.motion.steps:
            return 0
        slopes = [sp.diff(value, name) for name in names]
        if self.motion.order:
            rows = [[sp.diff(slope, variable, power) if power else slope for slope in slopes]
                    for power in range(len(names))]  # fmt: skip
        else:
            rows = [[slope.subs(variable, variable + power) for slope in slopes] for power in range(len(names))]
        determinant = sp.Matrix(rows).det()
        point = {one: sp.Rational(3 + at, 7 + 2 * at) for at, one in enumerate(sorted(value.free_symbols, key=str))}
        number = sp.N(determinant.subs(point), 40)
        return len(names) if number.is_number and abs(number) > sp.Float("1e-20") else 0


def dynamic(comparer: Comparer, asked: Sequence[Node]) -> Dynamic | None:
    """Return a comparer that knows the unknown function which ``asked`` is, where the premises say how it changes."""
    stated = [
        *((one.sides[0], one.sides[1]) for one in comparer.premises.constraints),
        *((one.name, one.body) for one in comparer.premises.definitions),
    ]
    for node in asked:
        motion = differential(node, stated) or _recurrence(node, stated)
        if motion is not None and not _at_one_place(motion, comparer):
            found = Dynamic(comparer.premises, comparer.domain, comparer.told, kinds=comparer.kinds)
            found.motion = motion
            return found
    return None


def _at_one_place(motion: Motion, comparer: Comparer) -> bool:
    """Tell whether an equation speaks of one place alone of a function with a formula: ``f'(x_0) = 0``."""
    known = comparer.premises.functions.get(motion.function)
    return known is not None and bool(motion.order) and motion.variable not in known[0]


def differential(asked: Node, stated: Sequence[tuple[Node, Node]]) -> Motion | None:
    """Return what equations say of the unknown function ``asked``; ``None`` where none holds its derivative."""
    function = asked.base if isinstance(asked, Name) and not asked.sub else getattr(asked, "function", "")
    slopes = [
        part for pair in stated for side in pair for part in walk(side)
        if (isinstance(part, Deriv) and _base(part.of) == function)
        or (isinstance(part, Apply) and part.function == function and part.primes)
    ]  # fmt: skip
    if not function or not slopes:
        return None
    variables = {by for part in slopes if isinstance(part, Deriv) for by in part.by}
    variables |= {one for part in slopes if isinstance(part, Apply) for one in part.arguments if isinstance(one, Name)}
    if len(variables) != 1:
        return None
    variable = variables.pop()
    about = [pair for pair in stated if any(_about(side, function) for side in pair)]
    pairs = [(applied(left, function), applied(right, function)) for left, right in about]
    moving = [pair for pair in pairs if any(variable in set(names_in(side)) or _slope(side) for side in pair)]
    order = max(len(part.by) if isinstance(part, Deriv) else part.primes for part in slopes)
    return Motion(function, variable, tuple(pairs), order, len(pairs) - len(moving))


def _base(node: Node) -> str:
    return node.base if isinstance(node, Name) else node.function if isinstance(node, Apply) else ""


def _about(node: Node, function: str) -> bool:
    return any(
        (isinstance(part, Name) and part == Name(function)) or (isinstance(part, Apply) and part.function == function)
        for part in walk(node)
    )


def _slope(node: Node) -> bool:
    return any(isinstance(part, Deriv) for part in walk(node))


def applied(node: Node, function: str) -> Node:
    """Return a formula with ``y(0)`` as a value of the unknown function y, and ``y'(0)`` of its derivative."""
    match node:
        case Mul((Name() as name, place)) if name == Name(function) and _number(place):
            return Apply(function, (place,))
        case Mul((Deriv(Name() as name, by), place)) if name == Name(function) and _number(place):
            return Apply(function, (place,), len(by))
    return rebuild(node, lambda child: applied(child, function))


def _number(node: Node) -> bool:
    match node:
        case Num() | Const():
            return True
        case Neg(of):
            return _number(of)
        case Div(above, below):
            return _number(above) and _number(below)
    return False


def _recurrence(asked: Node, stated: Sequence[tuple[Node, Node]]) -> Motion | None:
    """Read ``a_{n+1} = 2a_n`` as an equation for a function of n."""
    match asked:
        case Name(base, (Name() as index,), ()) if not index.sub:
            function = base
        case Apply(function, (Name() as index,), 0):
            pass
        case _:
            return None
    about = [pair for pair in stated if any(_terms(side, function) for side in pair)]
    places = {place for pair in about for side in pair for place in _terms(side, function)}
    open_ = {place for place in places if index in set(names_in(place))}
    if len(open_) < 2 or not all(_shifted(place, index) for place in open_):
        return None
    first = sum(1 for pair in about if not any(index in set(names_in(side)) or _open(side, index) for side in pair))
    pairs = tuple((_as_function(left, function), _as_function(right, function)) for left, right in about)
    back = max([Fraction(0), *(-_shift(place) for place in open_)])
    given = min([place.value for place in places if isinstance(place, Num)] or [Fraction(0)])
    shifts = [_shift(place) for place in open_]
    return Motion(function, index, pairs, 0, first, int(back + given), int(max(shifts) - min(shifts)))


def _terms(node: Node, function: str) -> list[Node]:
    found: list[Node] = []
    for part in walk(node):
        if isinstance(part, Name) and part.base == function and len(part.sub) == 1 and not part.sup:
            found.append(part.sub[0])
        if isinstance(part, Apply) and part.function == function and len(part.arguments) == 1:
            found.append(part.arguments[0])
    return found


def _open(node: Node, index: Name) -> bool:
    return any(part == index for part in walk(node))


def _shifted(place: Node, index: Name) -> bool:
    match place:
        case Name():
            return place == index
        case Add((Name() as name, Num() | Neg(Num()))):
            return name == index
    return False


def _shift(place: Node) -> Fraction:
    """Return k of ``n + k``."""
    match place:
        case Add((_, Num(value))):
            return value
        case Add((_, Neg(Num(value)))):
            return -value
    return Fraction(0)


def _as_function(node: Node, function: str) -> Node:
    if isinstance(node, Name) and node.base == function and len(node.sub) == 1 and not node.sup:
        return Apply(function, (node.sub[0],))
    return rebuild(node, lambda child: _as_function(child, function))


def _is_function(node: Node, motion: Motion) -> bool:
    match node:
        case Name(base, (), ()):
            return base == motion.function and bool(motion.order)
        case Name(base, (index,), ()):
            return base == motion.function and index == motion.variable and not motion.order
        case Apply(function, (argument,), 0):
            return function == motion.function and argument == motion.variable
    return False


def _mentions(node: Node, motion: Motion) -> bool:
    return isinstance(node, Relation) or any(
        (isinstance(part, Name) and part.base == motion.function and not (part.sub and motion.order))
        or (isinstance(part, Apply) and part.function == motion.function)
        for part in walk(node)
    )
