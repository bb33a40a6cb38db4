r"""Double integrals in the other order: ``\int_0^1 \int_y^1 e^{x^2} dx dy`` is ``\int_0^1 \int_0^x e^{x^2} dy dx``.

Over a region between a constant and a monotone function of the outer variable that meet at one end, the order of the
integrals of a function that is continuous there does not matter (Fubini's theorem).
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from qbank.checker.letters import Undecided

from .continuity import continuous
from .functions import Expr
from .integrals import definite
from .zero import is_zero

Ends = tuple[Expr, Expr]


def in_other_order(  # noqa: PLR0917 - two variables, each with its ends
    value: Expr, inner: Expr, ends: Ends, outer: Expr, outer_ends: Ends, facts: Sequence[Expr]
) -> Expr:
    """Return the integral of ``value`` by ``inner`` between ``ends`` and then by ``outer``, in the other order.

    Raises :class:`Undecided` where the region is of another shape.
    """
    low, high = outer_ends
    fixed = [end for end in ends if outer not in end.free_symbols]
    if len(fixed) != 1 or not (low.is_Rational and high.is_Rational and low < high):
        raise Undecided("no antiderivative was found")
    moving = ends[1] if fixed[0] is ends[0] else ends[0]
    inverse, rises = _inverse(moving, outer, inner, low)
    at_low, at_high = (moving.xreplace({outer: end}) for end in (low, high))
    if is_zero(at_low - fixed[0]):
        far, between = at_high, (inverse, high)
    elif is_zero(at_high - fixed[0]):
        far, between = at_low, (low, inverse)
    else:
        raise Undecided("no antiderivative was found")
    # the moving end is the upper one where it lies above the constant
    above = rises == (far is at_high)
    if above != (moving is ends[1]):
        raise Undecided("a region whose ends are turned")
    start, end = (fixed[0], far) if above else (far, fixed[0])
    if not continuous(value, inner, start, end):
        raise Undecided("whether the integrand is continuous between the bounds was not shown")
    strip = value * (between[1] - between[0])
    if outer in value.free_symbols:
        if not value.is_polynomial(outer):
            raise Undecided("no antiderivative was found")
        strip = definite(value, outer, between[0], between[1], facts)
    return definite(sp.expand(strip), inner, start, end, facts)


def _inverse(moving: Expr, outer: Expr, inner: Expr, low: Expr) -> tuple[Expr, bool]:
    """Return the outer variable on the curve, and whether the curve rises. Raises :class:`Undecided`."""
    slope = sp.diff(moving, outer)
    if slope.is_Rational and slope != 0:
        return sp.expand((inner - moving.xreplace({outer: sp.Integer(0)})) / slope), bool(slope > 0)
    factor, power = moving.as_independent(outer, as_Add=False)
    base, exponent = power.as_base_exp()
    if base == outer and exponent.is_Rational and exponent > 0 and factor.is_Rational and factor > 0 and low >= 0:
        return (inner / factor) ** (1 / exponent), True
    raise Undecided("no antiderivative was found")
