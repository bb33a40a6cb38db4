"""Equations in several unknowns solved exactly, branch by branch.

Every step keeps all solutions: an equation that factors holds where one factor vanishes; one that is linear in an
unknown is solved for it, and where its coefficient may vanish that case is followed too; one in a single unknown has
the zeros that ``zeros`` finds; else two equations give a third with one unknown fewer (a resultant). What comes out is
put into the equations again. Quantities that are no unknowns are parameters: a coefficient made of them alone counts as
nonzero, since the solution has no value where it vanishes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.zero import is_zero

from .exact import NotReal, sign
from .zeros import Window, zeros

MAX_BRANCHES = 24
MAX_STEPS = 150
MAX_FACTORED = 200
"""Operations above which an equation is not factored."""
MAX_RESULTANT = 12
"""Product of the degrees in the unknown that a resultant takes out."""
MAX_EQUATIONS = 16

Values = Mapping[Expr, Expr]


@dataclass(slots=True)
class _Way:
    """A branch on the way: equations still to solve, what must not vanish, and what is known."""

    equations: list[Expr]
    values: dict[Expr, Expr] = field(default_factory=dict)
    nonzero: tuple[Expr, ...] = ()
    resultants: int = 0

    def put(self, symbol: Expr, value: Expr, equations: Sequence[Expr], nonzero: Sequence[Expr] = ()) -> _Way:
        """Return the branch on which ``symbol`` is ``value``."""
        values = {one: other.xreplace({symbol: value}) for one, other in self.values.items()}
        return _Way(
            [one.xreplace({symbol: value}) for one in equations],
            {**values, symbol: value},
            tuple(one.xreplace({symbol: value}) for one in (*self.nonzero, *nonzero)),
            self.resultants,
        )


def solve(
    equations: Sequence[Expr],
    unknowns: Sequence[Expr],
    parameters: frozenset[Expr],
    windows: Mapping[Expr, Window] = MappingProxyType({}),
) -> list[Values]:
    """Return all solutions of ``equations`` (each equal to zero): for every branch what the unknowns are.

    ``unknowns``: best first; any other symbol may be solved for too unless it is one of ``parameters``, which are
    solved for last. ``windows``: where an unknown in a periodic equation is looked for. Raises :class:`Undecided`
    where a solution might be missed.
    """
    if len(equations) > MAX_EQUATIONS:
        raise Undecided("too many equations at once")
    rank = {symbol: at for at, symbol in enumerate(unknowns)}
    todo = [_Way([sp.together(one) for one in equations])]
    found: list[Values] = []
    for _ in range(MAX_STEPS):
        if not todo:
            break
        way = _simplified(todo.pop())
        if way is None:
            continue
        if not way.equations:
            if _stands(equations, way.values):
                found.append(way.values)
            continue
        todo += _step(way, rank, parameters, windows)
        if len(todo) + len(found) > MAX_BRANCHES:
            raise Undecided("too many solutions to follow")
    if todo:
        raise Undecided("equations that take too many steps to solve")
    return _distinct(found)


def _simplified(way: _Way) -> _Way | None:
    """Drop equations that hold; return ``None`` for a branch that cannot be."""
    kept: list[Expr] = []
    if any(is_zero(one) for one in way.nonzero):
        return None
    for equation in way.equations:
        numerator = sp.fraction(sp.together(equation))[0]
        numerator = sp.expand(numerator) if sp.count_ops(numerator) <= MAX_FACTORED else numerator
        if numerator == 0 or is_zero(numerator):
            continue
        if not numerator.free_symbols or numerator.is_positive or numerator.is_negative:
            if not numerator.free_symbols and sign_or_none(numerator) is None:
                raise Undecided("a number that may be zero")
            return None
        if numerator not in kept:
            kept.append(numerator)
    return _Way(kept, way.values, way.nonzero, way.resultants)


def sign_or_none(number: Expr) -> int | None:
    """Return the sign of a number; 2 for one that is not real."""
    try:
        return sign(number)
    except NotReal:
        return 2


def _step(
    way: _Way, rank: Mapping[Expr, int], parameters: frozenset[Expr], windows: Mapping[Expr, Window]
) -> list[_Way]:
    for at, equation in enumerate(way.equations):
        factors = _factors(equation)
        if len(factors) > 1:
            rest = way.equations[:at] + way.equations[at + 1 :]
            return [_Way([factor, *rest], way.values, way.nonzero, way.resultants) for factor in factors]
        if factors and factors[0] != equation:
            way.equations[at] = factors[0]
    choice = _linear(way.equations, rank, parameters)
    alone = _alone(way.equations, rank, parameters)
    if choice is not None and not (choice[1] in parameters and alone is not None):
        return _solved_linear(way, *choice, parameters)
    if alone is not None:
        at, symbol = alone
        rest = way.equations[:at] + way.equations[at + 1 :]
        kept = way.equations[at]
        return [
            way.put(symbol, value, rest)
            for value in zeros(kept, symbol, windows.get(symbol))
            if is_zero(kept.xreplace({symbol: value})) or _open(kept.xreplace({symbol: value}))
        ]
    return [_eliminated(way, rank, parameters)]


def _open(residue: Expr) -> bool:
    """Tell that a candidate is wrong; raise :class:`Undecided` where that is not known."""
    if residue.free_symbols or sign_or_none(residue) in (None, 0):
        raise Undecided("a solution that could not be confirmed")
    return False


def _factors(equation: Expr) -> list[Expr]:
    if sp.count_ops(equation) > MAX_FACTORED:
        return [equation]
    try:
        _, factors = sp.factor_list(equation)
    except (sp.PolynomialError, NotImplementedError):
        return [equation]
    return [_root(one) for one, _ in factors if one.free_symbols and not (one.is_positive or one.is_negative)]


def _root(factor: Expr) -> Expr:
    """Return what must vanish where a power with letters in its exponent does: its base."""
    return (
        factor.base if isinstance(factor, sp.Pow) and not factor.exp.is_number and factor.base is not sp.E else factor
    )


def _linear(
    equations: Sequence[Expr], rank: Mapping[Expr, int], parameters: frozenset[Expr]
) -> tuple[int, Expr, Expr] | None:
    """Return the equation, unknown and coefficient to solve next, where one is linear in an unknown."""
    best: tuple[tuple[int, ...], int, Expr, Expr] | None = None
    for at, equation in enumerate(equations):
        for symbol in sorted(equation.free_symbols, key=str):
            slope = sp.diff(equation, symbol)
            if symbol in slope.free_symbols:
                continue
            unsure = not (slope.is_number or slope.is_nonzero or slope.free_symbols <= parameters)
            worth = (int(symbol in parameters), int(unsure), int(not slope.is_number), len(equation.free_symbols))
            key = (*worth, rank.get(symbol, len(rank)), at)
            if best is None or key < best[0]:
                best = (key, at, symbol, slope)
    return best and best[1:]


def _solved_linear(way: _Way, at: int, symbol: Expr, slope: Expr, parameters: frozenset[Expr]) -> list[_Way]:
    equation = way.equations[at]
    rest = way.equations[:at] + way.equations[at + 1 :]
    offset = sp.expand(equation - slope * symbol)
    value = sp.cancel(-offset / slope) if not offset.has(sp.exp, sp.log) else -offset / slope
    ways = [way.put(symbol, value, rest, (slope,))]
    if not (slope.is_number or slope.is_nonzero or slope.free_symbols <= parameters):
        ways.append(_Way([slope, offset, *rest], way.values, way.nonzero, way.resultants))
    return ways


def _alone(equations: Sequence[Expr], rank: Mapping[Expr, int], parameters: frozenset[Expr]) -> tuple[int, Expr] | None:
    """Return an equation and the one unknown in it, or the unknown of a quadratic one."""
    choices = []
    for at, equation in enumerate(equations):
        free = equation.free_symbols - parameters
        if len(free) == 1:
            choices.append((0, 0, at, next(iter(free))))
        if not free and equation.free_symbols:
            choices.append((2, 0, at, min(equation.free_symbols, key=str)))
        if len(equations) == 1:
            choices += [(1, rank.get(one, len(rank)), at, one) for one in sorted(free, key=str)]
    return min(choices, key=lambda one: (*one[:3], str(one[3])))[2:] if choices else None


def _eliminated(way: _Way, rank: Mapping[Expr, int], parameters: frozenset[Expr]) -> _Way:
    """Add the resultant of two equations: every common zero is one of it."""
    if way.resultants >= 3:
        raise Undecided("equations that are not solved by algebra")
    choices = []
    for a, one in enumerate(way.equations):
        for b in range(a + 1, len(way.equations)):
            other = way.equations[b]
            for symbol in sorted((one.free_symbols & other.free_symbols) - parameters, key=str):
                if one.is_polynomial(symbol) and other.is_polynomial(symbol):
                    size = sp.degree(one, symbol) * sp.degree(other, symbol)
                    choices.append((size, -rank.get(symbol, len(rank)), str(symbol), a, b, symbol))
    if not choices or min(choices)[0] > MAX_RESULTANT:
        raise Undecided("equations that are not solved by algebra")
    for _, _, _, a, b, symbol in sorted(choices, key=lambda one: one[:5])[:4]:
        found = sp.expand(sp.resultant(way.equations[a], way.equations[b], symbol))
        if found != 0 and all(_factors(found) != _factors(one) for one in way.equations):
            return _Way([found, *way.equations], way.values, way.nonzero, way.resultants + 1)
    raise Undecided("equations that are not solved by algebra")


def _stands(equations: Sequence[Expr], values: Values) -> bool:
    """Put a solution into the equations; raise :class:`Undecided` where that proves nothing."""
    for equation in equations:
        left = equation.xreplace(dict(values))
        if left.has(sp.zoo, sp.nan, sp.oo):
            return False
        if is_zero(left):
            continue
        if left.free_symbols or sign_or_none(left) in (None, 0):
            raise Undecided("a solution that could not be confirmed")
        return False
    return True


def _distinct(found: Sequence[Values]) -> list[Values]:
    kept: list[Values] = []
    for values in found:
        if not any(
            set(values) == set(other) and all(is_zero(values[symbol] - other[symbol]) for symbol in values)
            for other in kept
        ):
            kept.append(values)
    return kept
