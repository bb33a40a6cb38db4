r"""Derivatives of integrals whose antiderivative is not known: Leibniz' rule.

``d/dx ∫_a^b f(x, t) dt = f(x, b) b' - f(x, a) a' + ∫_a^b ∂f/∂x dt`` (W. Rudin, *Principles of Mathematical Analysis*,
theorems 6.20 and 9.42, for integrands that are continuous along the interval; elsewhere the integral has no value).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.syntax import Apply, Const, Deriv, Integral, Name, Neg, Node, put, rebuild, walk

from .arrays import scalar

if TYPE_CHECKING:
    from .functions import Expr
    from .values import Values

_INFINITE = (Const("infinity"), Neg(Const("infinity")))


def body_of(algebra: Values, node: Node) -> Node:
    """Return a formula with a name or an applied function as what it is defined to be."""
    if isinstance(node, Name):
        bodies = list(algebra.premises.bodies(node))
        return bodies[0] if len(bodies) == 1 else node
    if isinstance(node, Apply) and not node.primes and node.function in algebra.premises.functions:
        parameters, body = algebra.premises.functions[node.function]
        if len(parameters) == len(node.arguments):
            return put(body, dict(zip(parameters, node.arguments, strict=True)))
    return node


def slope_of_integrals(algebra: Values, node: Node, by: Name, stop: frozenset[Name]) -> Expr | None:
    """Return the derivative of a formula of integrals by ``by``; ``None`` where this rule does not give it."""
    if not any(isinstance(part, Integral) for part in walk(node)):
        return None
    try:
        found = _slopes(algebra, node, by, stop)
    except Undecided:
        return None
    return None if found == 0 else found


def _slopes(algebra: Values, node: Node, by: Name, stop: frozenset[Name]) -> Expr:
    taken: dict[Integral, Name] = {}

    def named(part: Node) -> Node:
        if isinstance(part, Integral) and part.lower is not None and part.upper is not None:
            return taken.setdefault(part, Name(f"I#{next(algebra.fresh)}"))
        return rebuild(part, named)

    whole = named(node)
    if not taken or any(isinstance(part, Deriv) for part in walk(whole)):
        raise Undecided("no antiderivative was found")
    value = scalar(algebra.value(whole, stop))
    found = algebra.derivative(value, by, stop)
    for integral, name in taken.items():
        outer = algebra.derivative(value, name, stop)
        if outer != 0:
            found += outer * _slope(algebra, integral, by, stop)
    if found.free_symbols & {algebra.symbol(name) for name in taken.values()}:
        raise Undecided("no antiderivative was found")
    return found


def _slope(algebra: Values, integral: Integral, by: Name, stop: frozenset[Name]) -> Expr:
    found: Expr = sp.Integer(0)
    for end, way in ((integral.upper, 1), (integral.lower, -1)):
        if end is None or end in _INFINITE:
            continue
        moved = algebra.derivative(scalar(algebra.value(end, stop)), by, stop)
        if moved != 0:
            found += way * moved * scalar(algebra.value(put(integral.body, {integral.by: end}), stop))
    local = Name(f"{integral.by.base}#{next(algebra.fresh)}")
    inside = scalar(algebra.value(put(integral.body, {integral.by: local}), stop))
    if algebra.derivative(inside, by, stop) != 0:
        if any(end in _INFINITE for end in (integral.lower, integral.upper)):
            raise Undecided("a derivative under an improper integral")
        within = Integral(Deriv(integral.body, (by,)), integral.by, integral.lower, integral.upper)
        found += scalar(algebra.value(within, stop))
    return found
