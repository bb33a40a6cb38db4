r"""Differential equations with initial values solved, so that ``y(1)``, ``y''(0)`` or a constant in them can be asked.

Solved are equations of first order that are linear or separable, and linear ones of second order with constant
coefficients. A formula found is put into the equation and the conditions by both routes. It is what is asked only
where no other solution is possible (Picard and Lindelöf): the equation, solved for its highest derivative, is made of
functions that are analytic along the solution between the place of the initial values and the place asked for. Where no
formula is found, derivatives at the place of the initial values follow by differentiating the equation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.premises import Definition, Premises
from qbank.checker.symbolic.budget import within
from qbank.checker.symbolic.continuity import critical, nonzero
from qbank.checker.symbolic.functions import Expr
from qbank.checker.syntax import Apply, Deriv, Name, Node, Relation, names_in, rebuild, walk

from .dynamics import Dynamic, Motion, applied, differential
from .equality import Comparer, Verdict
from .exact import NotReal, known_sign
from .initial_values import TAME, Problem, Start, entire, singular, solutions
from .openness import is_closed
from .verdicts import undecided
from .written import written

CALLS = 400_000
MAX_OPERATIONS = 80
MAX_DERIVATIVE = 6
BEYOND = "whether the solution of the equation reaches that far"


class Explicit(Comparer):
    """A comparer under premises whose unknown function is known by a formula."""

    function: str
    formula: Expr
    variable: Expr
    entire: bool
    parts: tuple[Expr, ...]
    """What must not vanish along the solution; empty where nothing can go wrong."""
    place: Expr

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide whether two formulas are equal, where the solution is known to reach the places spoken of."""
        if not self.entire and not all(map(self._reached, (left, right))):
            return undecided(BEYOND)
        return super().compare(applied(left, self.function), applied(right, self.function))

    def _reached(self, node: Node) -> bool:
        for part in walk(applied(node, self.function)):
            if isinstance(part, Name) and part.base == self.function:
                return False
            if not isinstance(part, Apply) or part.function != self.function:
                continue
            try:
                there = self.algebra.value(part.arguments[0])
            except Undecided:
                return False
            if not isinstance(there, sp.Expr) or not _reaches(self, there):
                return False
        return True


def _reaches(known: Explicit, there: Expr) -> bool:
    """Tell whether the solution is shown to go on, and to be the only one, from the initial place to another."""
    if there.free_symbols or known.place.free_symbols:
        return False
    try:
        way = known_sign(there - known.place)
        low, high = (known.place, there) if way >= 0 else (there, known.place)
        if way == 0:
            low, high = low - sp.Rational(1, 1000), high + sp.Rational(1, 1000)
        if known.formula.atoms(sp.Function) - known.formula.atoms(*TAME):
            return False
        return all(
            _clear(part, known.variable, low, high) for part in (*critical(known.formula, known.variable), *known.parts)
        )
    except (Undecided, NotReal, TypeError):
        return False


def _clear(part: Expr, x: Expr, low: Expr, high: Expr) -> bool:
    """Show that an expression vanishes nowhere between two places, nor there."""
    signs = [known_sign(part.subs(x, end)) for end in (low, high)]
    if 0 in signs:
        return False
    if nonzero(part, x, low, high):
        return True
    slope = sp.together(sp.diff(part, x))  # of one sign at the ends and monotone between them
    whole = all(nonzero(one, x, low, high) for one in critical(part, x))
    return signs[0] == signs[1] and whole and nonzero(slope, x, low, high)


def explicit(comparer: Comparer) -> Comparer | None:
    """Return a comparer that knows the function that an equation with initial values gives, or ``None``."""
    premises = comparer.premises
    if premises.standing or premises.random is not None:
        return None
    nodes = [side for one in premises.constraints for side in one.sides] + [one.body for one in premises.definitions]
    functions = {
        part.function for node in nodes for part in walk(node)
        if isinstance(part, Apply) and part.function not in premises.functions
    }  # fmt: skip
    found = (_solved(comparer, one) for one in sorted(functions) if not premises.defines(Name(one)))
    return next((one for one in found if one is not None), None)


def _solved(comparer: Comparer, function: str) -> Comparer | None:
    """Return a comparer that knows this function, where its equations speak of no other unknown one."""
    premises = comparer.premises
    turned = _turned(premises, function)  # N(0) = N_0 says what N is at 0, and not what N_0 is
    rest = tuple(one for one in premises.constraints if not _belongs(one.sides, function, premises))
    stated = [(one.sides[0], one.sides[1]) for one in premises.constraints if one not in rest]
    stated += [(one.body, one.name) for one in turned]
    motion = differential(Name(function), stated)
    if motion is None:
        return None
    about = [pair for pair in motion.equations if _lasting(pair, motion) and not _instant(pair, motion)]
    if len(about) != 1:
        return None
    others = [pair for pair in motion.equations if pair not in about]
    free = replace(
        premises,
        definitions=tuple(one for one in premises.definitions if one not in turned),
        constraints=(),
        dependences=tuple(one for one in premises.dependences if one.name.base != function),
    )
    inner = Comparer(free, comparer.domain, kinds=comparer.kinds)
    try:
        starts = [None if _instant(pair, motion) else _start(pair, motion.function, inner) for pair in others]
        chosen = [one for one in starts if one is not None][: motion.order]
        kept = [pair for pair, one in zip(others, starts, strict=True) if one not in chosen]
        problem = _problem(motion, about[0], chosen, inner)
        if problem is None or len(chosen) < motion.order:
            return None
    except (Undecided, NotReal, TypeError, AttributeError):
        return None
    used = [pair for pair in others if pair not in kept]
    try:
        for formula in within(CALLS, lambda: list(solutions(problem))) or ():
            known = _known(comparer, problem, formula, inner, (about[0], *used))
            if known is not None:
                further = (*rest, *(Relation(pair, ("=",)) for pair in kept))
                return _with(known, further, comparer) if further else known
    except (Undecided, NotReal, TypeError, AttributeError):
        pass
    return None if kept or rest else _by_derivatives(comparer, problem, inner, used)


def _belongs(sides: Sequence[Node], function: str, premises: Premises) -> bool:
    """Tell whether an equation speaks of the function, and of no other that is unknown."""
    known = {function, *premises.functions}
    return any(_speaks(side, function) for side in sides) and not any(
        isinstance(part, Apply) and part.function not in known for side in sides for part in walk(side)
    )


def _turned(premises: Premises, function: str) -> list[Definition]:
    """Return the definitions that say what the function is at a place, or how it changes."""
    own = [one for one in premises.definitions if _belongs((one.body,), function, premises)]
    found = [one for one in own if isinstance(one.body, Apply) and not set(names_in(one.body))]
    changing = [one for one in own if _changes(one.body)]
    if len(changing) == 1 and not any(_changes(side) for one in premises.constraints for side in one.sides):
        found.append(changing[0])
    return found


def _changes(node: Node) -> bool:
    return any(isinstance(part, Deriv) or (isinstance(part, Apply) and part.primes and set(names_in(part)))
               for part in walk(node))  # fmt: skip


def _with(known: Explicit, further: Sequence[Relation], comparer: Comparer) -> Comparer | None:
    """Return a comparer with equations still to solve, where the formula holds everywhere."""
    if not known.entire:
        return None
    premises = replace(known.premises, constraints=tuple(further))
    return Comparer(premises, comparer.domain, comparer.told, kinds=comparer.kinds)


def _lasting(pair: tuple[Node, Node], motion: Motion) -> bool:
    return any(motion.variable in set(names_in(side)) or any(isinstance(one, Deriv) for one in walk(side))
               for side in pair)  # fmt: skip


def _instant(pair: tuple[Node, Node], motion: Motion) -> bool:
    """Tell whether an equation says when the function has a value: ``N(t) = 10``."""
    return any(
        own == Apply(motion.function, (motion.variable,)) and is_closed(other) for own, other in (pair, pair[::-1])
    )


def _speaks(node: Node, function: str) -> bool:
    return any((isinstance(part, Apply) and part.function == function) or part == Name(function) for part in walk(node))


def _start(pair: tuple[Node, Node], function: str, inner: Comparer) -> Start | None:
    for own, other in (pair, pair[::-1]):
        if (
            isinstance(own, Apply)
            and own.function == function
            and not _speaks(Relation((other, other), ("=",)), function)
        ):
            values = [inner.algebra.value(node) for node in (own.arguments[0], other)]
            if all(isinstance(value, sp.Expr) for value in values):
                return Start(values[0], own.primes, values[1])
    return None


def _problem(motion: Motion, pair: tuple[Node, Node], starts: Sequence[Start], inner: Comparer) -> Problem | None:
    names = [Name(f"#{motion.function}{order}") for order in range(motion.order + 1)]

    def plain(node: Node) -> Node:
        match node:
            case Apply(function, (place,), order) if function == motion.function:
                if place != motion.variable:
                    raise Undecided("a function at two places in one equation")
                return names[order]
            case Deriv(of, by) if _is(of, motion) and set(by) == {motion.variable}:
                return names[len(by)]
            case Name() if node == Name(motion.function):
                return names[0]
        return rebuild(node, plain)

    sides = [inner.algebra.value(plain(side)) for side in pair]
    if not all(isinstance(side, sp.Expr) for side in sides):
        return None
    *y, highest = (inner.algebra.symbol(name) for name in names)
    gap = sp.expand(sides[0] - sides[1])
    slope = sp.diff(gap, highest)
    if slope == 0 or highest in slope.free_symbols or gap.count_ops() > MAX_OPERATIONS:
        return None
    top = sp.together(-sp.expand(gap - slope * highest) / slope)
    x = inner.algebra.symbol(motion.variable)
    if any({x, *y} & (one.place.free_symbols | one.value.free_symbols) for one in starts):
        return None
    return Problem(motion, x, tuple(y), top, tuple(starts))


def _is(node: Node, motion: Motion) -> bool:
    return node in (Name(motion.function), Apply(motion.function, (motion.variable,)))


def _known(
    comparer: Comparer, problem: Problem, formula: Expr, inner: Comparer, ties: Sequence[tuple[Node, Node]]
) -> Explicit | None:
    """Return a comparer that knows the formula, if it is proved to solve the equation and is the only solution."""
    motion, free = problem.motion, inner.premises
    tree = written(formula, inner.algebra.keys)
    trial = Dynamic(free, comparer.domain, comparer.told, kinds=comparer.kinds)
    trial.motion = replace(motion, equations=tuple(ties), conditions=len(ties) - 1)
    verdict = trial.satisfies(tree)
    parts = singular(problem, formula)
    if verdict.outcome != "equal" or not verdict.proved or parts is None:
        return None
    functions = {**free.functions, motion.function: ((motion.variable,), tree)}
    premises = replace(free, functions=functions, applied=free.applied | {motion.function})
    known = Explicit(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    known.function, known.formula, known.parts = motion.function, formula, parts
    known.variable, known.place = problem.x, problem.starts[0].place
    known.entire = not parts and entire(formula, problem.x)
    return known


class Local(Comparer):
    """A comparer under premises whose unknown function is known by its derivatives at one place."""

    function: str

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide whether two formulas are equal, where they speak of that place alone."""
        sides = [self.ordinary(applied(side, self.function)) for side in (left, right)]
        if any(_speaks(side, self.function) for side in sides):
            return undecided(f"what {self.function} is was not worked out from its equations")
        return super().compare(*sides)


def _by_derivatives(
    comparer: Comparer, problem: Problem, inner: Comparer, starts: Sequence[tuple[Node, Node]]
) -> Local | None:
    """Return a comparer that knows the derivatives where the initial values are, by differentiating the equation."""
    places = {one.place for one in problem.starts}
    if len(places) != 1 or sorted(one.order for one in problem.starts) != list(range(problem.motion.order)):
        return None
    point: dict[Expr, Expr] = {problem.y[one.order]: one.value for one in problem.starts}
    point[problem.x] = places.pop()
    parts = singular(problem, problem.y[0])
    function, keys = problem.motion.function, inner.algebra.keys
    node = next(part.arguments[0] for side in starts[0] for part in walk(side)
                if isinstance(part, Apply) and part.function == function)  # fmt: skip
    try:
        if parts is None or any(known_sign(one.subs(point)) == 0 for one in parts):
            return None
        values = [one.value for one in sorted(problem.starts, key=lambda one: one.order)]
        slope = problem.top
        for _ in range(MAX_DERIVATIVE - len(values)):
            values.append(sp.expand(slope.subs(point)))
            slope = sp.diff(slope, problem.x) + sum(
                sp.diff(slope, y) * following
                for y, following in zip(problem.y, (*problem.y[1:], problem.top), strict=True)
            )
            if slope.count_ops() > MAX_OPERATIONS:
                break
        bodies = [written(value, keys) for value in values]
    except (Undecided, NotReal, TypeError):
        return None
    names = [Name(f"#{function} {order}") for order in range(len(bodies))]
    premises = replace(
        inner.premises,
        definitions=(*inner.premises.definitions, *(Definition(*one) for one in zip(names, bodies, strict=True))),
        standing={Apply(function, (node,), order): name for order, name in enumerate(names)},
    )
    known = Local(premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    known.function = function
    return known
