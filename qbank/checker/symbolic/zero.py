"""Proving that a symbolic value vanishes: a normal form over independent quantities, and exact algebraic numbers.

``docs/equality.md`` describes the procedure. Every answer is "proved" or "no proof found"; nothing is refuted here.
"Zero" means: wherever all parts of the expression have values (finite real ones, where nothing complex occurs).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import sympy as sp
from flint import arb, ctx, fmpq

from . import generated  # noqa: F401 - ``Generators`` imports it when it is first needed
from .constants import is_numeric, value_of, vanishes
from .functions import Expr
from .generators import Generators
from .knowledge import Again, Knowledge
from .parts import kinds_of, symbols_of
from .quotients import Generator, Polynomial, Quotient, Ring, TooLarge

SIZES = (24, 96)
"""Generators that a pass may make."""
MAX_PASSES = 24
MAX_BRANCHES = 64
MAX_SIGNS = 3


def is_zero(expression: Expr, facts: Sequence[Expr] = ()) -> bool:
    """Prove that a sympy expression vanishes; ``False`` says only that no proof was found.

    ``facts`` are expressions that are never negative within the domain.
    """
    if expression == 0:
        return True
    if isinstance(expression, sp.Rational):
        return False
    if sp.sign in kinds_of(expression):
        return _zero_with_signs(expression, facts)
    try:
        return all(_branch_vanishes(branch, [*facts, *more]) for branch, more in _branches(expression))
    except (TooLarge, ZeroDivisionError, NotImplementedError, RecursionError, OverflowError):
        return False


def _zero_with_signs(expression: Expr, facts: Sequence[Expr]) -> bool:
    """Prove that an expression with signs of symbols is zero: where they are not zero, and where each of them is."""
    signs = expression.atoms(sp.sign)
    if len(signs) > MAX_SIGNS or not all(one.args[0].is_Symbol and one.args[0].is_extended_real for one in signs):
        return False
    if not is_zero(expression.xreplace({one: one.args[0] / sp.Abs(one.args[0]) for one in signs}), facts):
        return False
    for one in signs:
        there = expression.xreplace({one: sp.Integer(0)}).subs(one.args[0], 0)
        if not there.has(sp.nan, sp.zoo, sp.oo) and not is_zero(there, facts):
            return False
    return True


def differs_by_number(difference: Expr) -> bool:
    """Tell whether a difference is a number other than zero, whatever its quantities are."""
    if isinstance(difference, sp.Rational):
        return bool(difference != 0)
    try:
        found = normal(difference)
    except (TooLarge, ZeroDivisionError, NotImplementedError, RecursionError, OverflowError):
        return False
    if found is None:
        return False
    quotient, ring = found
    plain = is_numeric(quotient.top, ring) and is_numeric(quotient.bottom, ring)
    return plain and not _zero_numerator(quotient.top, ring)


def _branch_vanishes(expression: Expr, facts: Sequence[Expr]) -> bool:
    found = normal(expression, facts)
    if found is None:
        return False
    quotient, ring = found
    return _zero_numerator(quotient.top, ring)


def normal(expression: Expr, facts: Sequence[Expr] = ()) -> tuple[Quotient, Ring] | None:
    """Return the normal form and its ring; ``None`` where it takes too many passes.

    Raises :class:`TooLarge` and ``ZeroDivisionError``.
    """
    complex_ = type(sp.I) in kinds_of(expression) or any(
        symbol.is_extended_real is not True for symbol in symbols_of(expression)
    )
    knowledge = Knowledge()
    for size in SIZES:
        for _ in range(MAX_PASSES):
            generators = Generators(size, knowledge, complex_=complex_)
            try:
                for fact in facts:
                    generators.learn(generators.value(fact))
                return generators.value(expression), generators.ring
            except Again:
                continue
            except TooLarge:
                if len(generators.ring.generators) < size or size == SIZES[-1]:
                    raise
                break
    return None


def _zero_numerator(top: Polynomial, ring: Ring) -> bool:
    """Prove that a numerator vanishes: for every monomial in free generators, its algebraic coefficient does."""
    if top.is_zero():
        return True
    occurring = ring.occurring(top)
    numeric = {ring.place(at) for at in occurring if ring.generators[at].numeric}
    constant = {ring.place(at) for at in occurring if _is_angle_or_log(ring.generators[at])}
    if constant and all(_constants_cancel(one, ring) for one in _coefficients(top, constant, ring)):
        return True
    return all(vanishes(one, ring) for one in _coefficients(top, numeric, ring))


def _coefficients(top: Polynomial, places: set[int], ring: Ring) -> list[Polynomial]:
    """Return the coefficients, made from the generators at ``places``, of the monomials in all others."""
    parts: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
    for exponents, coefficient in top.to_dict().items():
        free = tuple(0 if at in places else power for at, power in enumerate(exponents))
        inside = tuple(power if at in places else 0 for at, power in enumerate(exponents))
        parts.setdefault(free, {})[inside] = coefficient
    return [ring.context.from_dict(part) for part in parts.values()]


def _is_angle_or_log(generator: Generator) -> bool:
    return generator.kind in {"atan", "log"} or generator.name == "pi"


def _constants_cancel(top: Polynomial, ring: Ring) -> bool:
    """Prove that a sum of rational multiples of arctangents of numbers and of π vanishes, or one of logarithms."""
    generators = [ring.generators[at] for at in ring.occurring(top)]
    if top.total_degree() != 1 or not all(map(_is_angle_or_log, generators)):
        return False
    terms = []
    for exponents, coefficient in top.to_dict().items():
        at = next((place for place, power in enumerate(exponents) if power), None)
        if at is None:
            return False
        terms.append((ring.generators[ring.place(at)], fmpq(coefficient)))
    times = math.lcm(*(int(coefficient.q) for _, coefficient in terms))
    if all(one.kind == "log" for one, _ in terms):
        pairs = [(one.data, int((coefficient * times).p)) for one, coefficient in terms]
        return _product_is_one(pairs, ring)
    if any(one.kind == "log" for one, _ in terms):
        return False
    return _angles_cancel([(one, int((coefficient * times).p)) for one, coefficient in terms], ring)


def _product_is_one(pairs: Iterable[tuple[Polynomial, int]], ring: Ring) -> bool:
    """Tell whether a product of powers of absolute values is 1: its square is."""
    above = below = ring.constant(1)
    for of, power in pairs:
        if abs(power) > 24:
            return False
        if power > 0:
            above = ring.reduced(above * of ** (2 * power))
        else:
            below = ring.reduced(below * of ** (-2 * power))
    return _zero_numerator(ring.reduced(above - below), ring)


def _angles_cancel(terms: Sequence[tuple[object, int]], ring: Ring) -> bool:
    """Prove that whole multiples of arctangents and of π add to zero: 1 + i·tan of each multiplies to a real number."""
    real, imaginary = ring.constant(1), ring.constant(0)
    before = ctx.prec
    ctx.prec = 128
    try:
        total = arb(0)
        for generator, times in terms:
            if abs(times) > 24:
                return False
            if generator.name == "pi":  # type: ignore[attr-defined]
                total += arb.pi() * times
                continue
            of: Quotient = generator.data  # type: ignore[attr-defined]
            if not (is_numeric(of.top, ring) and is_numeric(of.bottom, ring)):
                return False
            below = value_of(of.bottom, ring, 128)
            if below.contains(0):
                return False
            total += (value_of(of.top, ring, 128) / below).real.atan() * times
            turn = of.top if times > 0 else -of.top
            for _ in range(abs(times)):
                real, imaginary = (
                    ring.reduced(real * of.bottom - imaginary * turn),
                    ring.reduced(real * turn + imaginary * of.bottom),
                )
        return bool(abs(total) < 1) and vanishes(imaginary, ring)
    finally:
        ctx.prec = before


def _branches(expression: Expr) -> Iterator[tuple[Expr, list[Expr]]]:
    """Yield the expression with every choice of the branches of its cases, and what is not negative there."""
    if sp.Piecewise not in kinds_of(expression):
        yield expression, []
        return
    todo: list[tuple[Expr, list[Expr], list[Expr]]] = [(expression, [], [])]
    made = 0
    while todo:
        current, facts, held = todo.pop()
        cases = next((part for part in sp.preorder_traversal(current) if isinstance(part, sp.Piecewise)), None)
        if cases is None:
            yield current, facts
            continue
        made += 1
        if made > MAX_BRANCHES:
            raise TooLarge
        conditions = [condition for _, condition in cases.args]
        for at, (value, condition) in enumerate(cases.args):
            if any(sp.Not(other) in held for other in [condition] if other != sp.true):
                continue
            if any(other in held for other in conditions[:at]):
                continue
            now = [*held, condition, *(sp.Not(other) for other in conditions[:at])]
            known = [fact for one in now if (fact := _fact(one)) is not None]
            todo.append((current.xreplace({cases: value}), [*facts, *known], now))


def _fact(condition: Expr) -> Expr | None:
    """Return what a condition says is never negative."""
    if isinstance(condition, sp.GreaterThan | sp.StrictGreaterThan):
        return condition.lhs - condition.rhs
    if isinstance(condition, sp.LessThan | sp.StrictLessThan):
        return condition.rhs - condition.lhs
    return None
