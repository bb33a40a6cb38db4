"""Equations compared as wholes: systems by elimination, products by their factors, others solved for a quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sympy as sp
from sympy.solvers.solveset import NonlinearError

from qbank.checker.letters import Undecided
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.zero import is_zero

from .equality import Verdict
from .exact import NotReal, ball, known_sign
from .inequalities import (
    Atom,
    Condition,
    Junction,
    atoms,
    matched,
    symbols,
)
from .verdicts import different, equal
from .zeros import zeros

POINTS = 12
MAX_COMPLEX_DEGREE = 8


def alternatives(condition: Condition) -> Iterator[tuple[Atom, ...]]:
    """Yield the atoms of every alternative of a condition; none where it denies something."""
    if isinstance(condition, Atom):
        yield (condition,)
    elif condition.operator == "and":
        yield tuple(atom for part in condition.parts for atom in atoms(part))
    elif condition.operator == "or":
        for part in condition.parts:
            yield from alternatives(part)
    else:
        yield ()


def same_roots(one: Condition, other: Condition) -> Verdict:
    """Decide whether polynomial equations in one unknown have the same complex solutions. Raises :class:`Undecided`."""
    free = symbols(one) | symbols(other)
    if len(free) > 1:
        if matched(one, other):
            return equal("equivalent: the same up to a factor that is never zero")
        raise Undecided("complex equations in several unknowns")
    roots = [_complex_roots(condition) for condition in (one, other)]
    for own, others, turned in ((roots[0], roots[1], False), (roots[1], roots[0], True)):
        for root in own:
            signs = [_apart(root, match) for match in others]
            if all(signs):
                truths = ("false", "true") if turned else ("true", "false")
                return different("solves one and not the other", {"the unknown": str(root)}, *truths)
            if None in signs and False not in signs:
                raise Undecided("whether two solutions are the same")
    return equal("the same complex solutions")


def has_other_roots(one: Condition, other: Condition) -> bool:
    """Tell whether polynomial equations have complex solutions that are not real: then it matters what is meant."""
    if any(atom.sign != "=" for condition in (one, other) for atom in atoms(condition)):
        return False
    try:
        roots = [root for condition in (one, other) for root in _complex_roots(condition)]
    except Undecided:
        return False
    return any(not ball(root).imag.contains(0) for root in roots)


def _complex_roots(condition: Condition) -> list[Expr]:
    found: list[Expr] = []
    for branch in alternatives(condition):
        if len(branch) != 1 or branch[0].sign != "=":
            raise Undecided("a complex condition that is no equation")
        (atom,) = branch
        unknown = sp.Dummy("z")
        difference = atom.difference.xreplace(dict.fromkeys(atom.difference.free_symbols, unknown))
        numerator = sp.fraction(sp.together(difference))[0]
        if not numerator.is_polynomial(unknown) or sp.degree(numerator, unknown) > MAX_COMPLEX_DEGREE:
            raise Undecided("a complex equation that is no polynomial")
        poly = sp.Poly(numerator, unknown)
        roots = sp.roots(poly)
        if sum(roots.values()) != poly.degree():
            raise Undecided("a complex equation that is not solved by algebra")
        found += list(roots)
    return found


def _apart(one: Expr, other: Expr) -> bool | None:
    """Tell whether two complex numbers differ; ``None`` where that is not known."""
    gap = one - other
    for bits in (128, 512):
        found = ball(gap, bits)
        if not (found.real.contains(0) and found.imag.contains(0)):
            return True
    return False if is_zero(gap) else None


def same_systems(one: Condition, other: Condition) -> bool:
    """Prove that two systems of linear equations have the same solutions, or two equations the same factors."""
    sides = [_equations(condition) for condition in (one, other)]
    mine, theirs = sides
    if mine is None or theirs is None:
        return False
    if len(mine) == len(theirs) == 1:
        factors = []
        for condition, equations in ((one, mine), (other, theirs)):  # what one needs, the other need not
            guards = [guard for atom in atoms(condition) for guard in atom.guards]
            factors.append(_squarefree(equations[0], [value for value, sign in guards if sign in (">", r"\ne")]))
        return factors[0] is not None and factors[0] == factors[1]
    names = sorted(
        set().union(*(equation.free_symbols for equations in (mine, theirs) for equation in equations)), key=str
    )
    forms = []
    for equations in (mine, theirs):
        try:
            matrix, right = sp.linear_eq_to_matrix(list(equations), names)
        except NonlinearError:
            return False
        if not all(entry.is_Rational for entry in (*matrix, *right)):
            return False
        reduced, _ = matrix.row_join(right).rref()
        forms.append([row for row in reduced.tolist() if any(row)])
    return bool(forms[0] == forms[1])


def _equations(condition: Condition) -> list[Expr] | None:
    """Return the equations that hold at once; alternatives are one equation, their product."""
    found = [condition] if isinstance(condition, Atom) else list(condition.parts) if condition.operator == "and" else []
    if isinstance(condition, Junction) and condition.operator == "or":
        branches = list(alternatives(condition))
        if branches and all(len(branch) == 1 and branch[0].sign == "=" for branch in branches):
            return [sp.Mul(*(branch[0].difference for branch in branches))]
    if not found or not all(isinstance(atom, Atom) and atom.sign == "=" for atom in found):
        return None
    return [atom.difference for atom in atoms(Junction("and", tuple(found)))]


def _squarefree(equation: Expr, never_zero: Sequence[Expr]) -> frozenset[Expr] | None:
    """Return the factors of an equation over the rationals, each once, without those that are never zero."""
    try:
        found = _factored(equation)
        spared = frozenset[Expr]().union(*(_factored(value) for value in never_zero))
    except sp.PolynomialError:
        return None
    return frozenset(factor for factor in found - spared if not (factor.is_positive or factor.is_negative))


def _factored(value: Expr) -> frozenset[Expr]:
    numerator, _ = sp.fraction(sp.together(value))
    _, factors = sp.factor_list(sp.expand(numerator))
    return frozenset(sp.Poly(factor).monic().as_expr() for factor, _ in factors)


def same_branches(one: Condition, other: Condition, free: Sequence[Expr]) -> bool:
    """Prove that two equations are the same by solving both for one quantity."""
    pair = [_equations(condition) or [] for condition in (one, other)]
    if len(pair[0]) != 1 or len(pair[1]) != 1:
        return False
    for symbol in free:
        if not all(_stands_in_every_factor(equations[0], symbol) for equations in pair):
            continue  # what else makes a product vanish would be lost
        try:
            branches = [_true_branches(equations[0], symbol) for equations in pair]
        except (Undecided, NotReal):
            continue
        if branches[0] and all(
            all(any(_same_branch(value, match) for match in theirs) for value in mine)
            for mine, theirs in (branches, branches[::-1])
        ):
            return True
    return False


def _stands_in_every_factor(equation: Expr, symbol: Expr) -> bool:
    """Tell whether no factor of an equation without ``symbol`` can vanish."""
    if symbol not in equation.free_symbols:
        return False
    try:
        factors = _factored(equation)
    except sp.PolynomialError:
        return not sp.fraction(sp.together(equation))[0].is_Mul
    return all(symbol in one.free_symbols or one.is_positive or one.is_negative for one in factors)


def is_thin(equation: Expr, guard: Expr) -> bool:
    """Tell whether only a thin part of the solutions of an equation in several quantities makes ``guard`` vanish.

    The equation is irreducible and linear in one of them, so that its solutions are a graph, and is no factor of the
    guard: on the graph, the guard vanishes on a part of lower dimension alone. ``m = 0`` is thin for ``y = m x + c``.
    """
    try:
        factors, others = _factored(equation), _factored(guard)
    except sp.PolynomialError:
        return False
    moving = [factor for factor in factors if not (factor.is_positive or factor.is_negative)]
    if len(moving) != 1 or len(moving[0].free_symbols) < 2 or moving[0] in others:
        return False
    (whole,) = moving
    return any(whole.is_polynomial(one) and sp.degree(whole, one) == 1 for one in whole.free_symbols)


def _same_branch(value: Expr, match: Expr) -> bool:
    """Prove that two branches agree, and that there are points at which both are real: else it says nothing."""
    if not is_zero(value - match):
        return False
    free = sorted(value.free_symbols | match.free_symbols, key=str)
    for trial in range(POINTS):
        signs = ((-1) ** ((trial >> at) % 2) for at in range(len(free)))
        values = (sp.Rational(way * (3 + trial + at), 2 + at) for at, way in enumerate(signs))
        point = dict(zip(free, values, strict=True))
        try:
            known_sign(value.subs(point, simultaneous=True))
            known_sign(match.subs(point, simultaneous=True))
        except (NotReal, Undecided):
            continue
        return True
    return False


def _true_branches(equation: Expr, symbol: Expr) -> list[Expr]:
    found = zeros(equation, symbol)
    if not all(is_zero(equation.subs(symbol, value)) for value in found):
        raise Undecided("a solution that could not be confirmed")
    return found
