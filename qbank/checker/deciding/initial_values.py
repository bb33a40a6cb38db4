r"""Formulas for the solutions of differential equations with initial values, still to be put in.

Equations of first order that are linear or separable, and linear ones of second order with constant coefficients.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.antiderivatives import antiderivative
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.zero import is_zero

from .dynamics import Motion
from .exact import known_sign


@dataclass(frozen=True, slots=True)
class Start:
    """The derivative of that order has that value at that place."""

    place: Expr
    order: int
    value: Expr


@dataclass(frozen=True, slots=True)
class Problem:
    """An equation, solved for its highest derivative, with initial values."""

    motion: Motion
    x: Expr
    y: tuple[Expr, ...]
    """The function and its derivatives below the highest one."""
    top: Expr
    starts: tuple[Start, ...]


def solutions(problem: Problem) -> Iterator[Expr]:
    """Yield formulas that may solve a problem."""
    if problem.motion.order == 2:
        yield from _constant_coefficients(problem)
        return
    if problem.motion.order != 1 or problem.starts[0].order:
        return
    x, (y,), start, top = problem.x, problem.y, problem.starts[0], problem.top
    factor = sp.cancel(sp.diff(top, y))
    if y not in factor.free_symbols:
        yield from _linear(x, factor, sp.cancel(top - factor * y), start)
        return
    parts = sp.separatevars(sp.factor(top), [x, y], dict=True)
    if parts is None:
        return
    across = parts[y]
    if is_zero(across.subs(y, start.value)):
        yield start.value
        return
    sides = [antiderivative(sp.cancel(1 / across), y), antiderivative(parts["coeff"] * parts[x], x)]
    if any(side is None for side in sides):
        return
    left, right = (_unsigned(side, by, at) for side, by, at in
                   zip(sides, (y, x), (start.value, start.place), strict=True))  # fmt: skip
    whole = left - left.subs(y, start.value) - right + right.subs(x, start.place)
    for value in sp.solve(sp.logcombine(sp.expand(whole), force=True), y):
        if is_zero(value.subs(x, start.place) - start.value):
            yield value


def _unsigned(expression: Expr, by: Expr, at: Expr) -> Expr:
    """Return what an antiderivative with ``ln|u|`` is near a place."""

    def plain(part: Expr) -> Expr:
        inside = part.args[0]
        there = inside.subs(by, at)
        positive = there.is_positive if there.free_symbols else known_sign(there) > 0
        negative = there.is_negative if there.free_symbols else known_sign(there) < 0
        if not positive and not negative:
            raise Undecided("a logarithm whose sign is open")
        return inside if positive else -inside

    return expression.replace(lambda part: isinstance(part, sp.Abs), plain)


def _linear(x: Expr, factor: Expr, free: Expr, start: Start) -> Iterator[Expr]:
    whole = antiderivative(factor, x) if factor != 0 else sp.Integer(0)
    if whole is None:
        return
    growth = sp.exp(sp.expand(_unsigned(whole, x, start.place)))
    forced = antiderivative(sp.powsimp(sp.expand(free / growth)), x) if free != 0 else sp.Integer(0)
    if forced is None:
        return
    forced = _unsigned(forced, x, start.place)
    constant = start.value / growth.subs(x, start.place) - forced.subs(x, start.place)
    yield sp.powsimp(sp.expand(growth * forced)) + constant * growth


def _constant_coefficients(problem: Problem) -> Iterator[Expr]:
    x, (y, slope), top = problem.x, problem.y, sp.expand(problem.top)
    b, c = -sp.diff(top, slope), -sp.diff(top, y)
    if (b.free_symbols | c.free_symbols) & {x, y, slope}:
        return
    force = sp.expand(top + b * slope + c * y)
    inside = sp.factor(b**2 - 4 * c)
    if is_zero(inside):
        basis = [sp.exp(-b * x / 2), x * sp.exp(-b * x / 2)]
    elif inside.is_positive if inside.free_symbols else known_sign(inside) > 0:
        basis = [sp.exp((-b + way * sp.sqrt(inside)) / 2 * x) for way in (1, -1)]
    elif inside.is_negative if inside.free_symbols else known_sign(inside) < 0:
        turn = sp.sqrt(-inside) / 2 * x
        basis = [sp.exp(-b * x / 2) * wave for wave in (sp.cos(turn), sp.sin(turn))]
    else:
        return
    particular: Expr = sp.Integer(0)
    if force != 0:
        determinant = sp.simplify(basis[0] * sp.diff(basis[1], x) - basis[1] * sp.diff(basis[0], x))
        turned = [antiderivative(sp.powsimp(sp.expand(one * force / determinant)), x) for one in basis]
        if any(one is None for one in turned):
            return
        particular = sp.simplify(sp.expand(basis[1] * turned[0] - basis[0] * turned[1]))
    constants = sp.symbols("c:2", cls=sp.Dummy)
    whole = constants[0] * basis[0] + constants[1] * basis[1] + particular
    conditions = [sp.diff(whole, x, one.order).subs(x, one.place) - one.value for one in problem.starts]
    matrix, right = sp.linear_eq_to_matrix(conditions, constants)
    determinant = sp.simplify(matrix.det())
    if is_zero(determinant) or not (
        determinant.is_nonzero or (not determinant.free_symbols and known_sign(determinant))
    ):
        return
    values = matrix.LUsolve(right)
    yield whole.xreplace(dict(zip(constants, (sp.simplify(one) for one in values), strict=True)))


def singular(problem: Problem, formula: Expr) -> tuple[Expr, ...] | None:
    """Return what must not vanish for the equation to be analytic along a formula; ``None`` where that is not known."""
    moving = {problem.x, *problem.y}
    along = {y: sp.diff(formula, problem.x, order) for order, y in enumerate(problem.y)}
    found: list[Expr] = []
    for part in sp.preorder_traversal(problem.top):
        if not part.free_symbols & moving:
            continue
        if isinstance(part, sp.Pow) and not (part.exp.is_Integer and part.exp > 0):
            if part.exp.free_symbols & moving and not part.base.is_positive:
                return None
            found.append(part.base)
        elif isinstance(part, sp.log):
            found.append(part.args[0])
        elif isinstance(part, sp.tan):
            found.append(sp.cos(part.args[0]))
        elif not isinstance(part, _ANALYTIC):
            return None
    return tuple(one.xreplace(along) for one in found if one.free_symbols & moving)


_ANALYTIC = (sp.Add, sp.Mul, sp.Pow, sp.Symbol, sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.atan)


TAME = (sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh, sp.atan)
"""Functions whose poles and branches are known."""


def entire(formula: Expr, x: Expr) -> bool:
    """Tell whether a formula has a value, and all derivatives, at every x."""
    if x not in formula.free_symbols:
        return True
    if isinstance(formula, sp.Pow):
        whole = formula.exp.is_Integer and formula.exp > 0
        return (whole and entire(formula.base, x)) or (bool(formula.base.is_positive) and x not in
                formula.base.free_symbols and entire(formula.exp, x))  # fmt: skip
    known = isinstance(formula, sp.Add | sp.Mul | sp.Symbol | sp.exp | sp.sin | sp.cos | sp.sinh | sp.cosh | sp.tanh)
    return known and all(entire(part, x) for part in formula.args)
