r"""Square roots of what is a square, or has a square for a factor: ``\sqrt{t^2(4 + 9t^2)}`` is ``t\sqrt{4 + 9t^2}``.

Lengths of curves lead to them. A root of a square is that of its two signs which holds on the whole interval.
"""

from __future__ import annotations

import sympy as sp

from .budget import within
from .continuity import continuous, nonzero
from .functions import Expr
from .zero import is_zero

CALLS = 60_000
MAX_OPERATIONS = 60
_HALF = sp.Rational(1, 2)


def without_roots(integrand: Expr, symbol: Expr, low: Expr, high: Expr) -> Expr:
    """Return an equal formula, between the bounds, with the square factors taken out of its square roots."""
    if not (low.is_number and high.is_number) or integrand.count_ops() > MAX_OPERATIONS:
        return integrand
    roots = [one for one in integrand.atoms(sp.Pow) if one.exp in (_HALF, -_HALF) and symbol in one.base.free_symbols]
    changes: dict[Expr, Expr] = {}
    for root in sorted(roots, key=str):
        found = _rooted(root.base, symbol, low, high)
        if found is not None:
            changes[root] = found if root.exp == _HALF else 1 / found
    return _joined(integrand.xreplace(changes), symbol, low, high)


def _rooted(inside: Expr, symbol: Expr, low: Expr, high: Expr) -> Expr | None:
    """Return the root of a formula whose square factors keep their sign between the bounds, if there are any."""
    found = within(CALLS, lambda: _factors(inside))
    if found is None:
        return None
    outside, rest = sp.Integer(1), sp.Integer(1)
    for base, exponent, direction in found:
        whole, left = divmod(exponent, 2)
        way = sign_between(base, symbol, low, high) if whole and symbol in base.free_symbols else 0
        if not whole or not way:
            rest *= base ** (exponent * direction)
            continue
        outside, rest = outside * (way * base) ** (whole * direction), rest * base ** (left * direction)
    if outside == 1 or not is_zero(outside**2 * rest - inside):
        return None
    return outside * sp.sqrt(rest)


def _factors(inside: Expr) -> list[tuple[Expr, int, int]]:
    """Return the factors with their exponents, above (1) and below (-1) the line."""
    found: list[tuple[Expr, int, int]] = []
    for part, direction in zip(
        sp.fraction(sp.together(_half_angles(sp.expand(sp.trigsimp(sp.together(inside)))))), (1, -1), strict=True
    ):
        factor, powers = sp.factor_list(part)
        found += [(factor, 1, direction), *((base, int(exponent), direction) for base, exponent in powers)]
    return found


def _half_angles(inside: Expr) -> Expr:
    """Return ``a ± a cos u`` as a square, and one and the square of a hyperbolic sine or tangent as another."""
    terms = sp.Add.make_args(inside)
    for wave in sorted(inside.atoms(sp.cos), key=str):
        factor = inside.coeff(wave)
        if factor and not factor.has(wave) and sp.expand(inside - factor * wave - factor) == 0:
            return 2 * factor * sp.cos(wave.args[0] / 2) ** 2
        if factor and sp.expand(inside - factor * wave + factor) == 0:
            return -2 * factor * sp.sin(wave.args[0] / 2) ** 2
    if len(terms) == 2 and sp.Integer(1) in terms:
        (other,) = (one for one in terms if one != 1)
        if isinstance(other, sp.Pow) and other.exp == 2 and isinstance(other.base, sp.sinh | sp.tan):
            angle = other.base.args[0]
            return sp.cosh(angle) ** 2 if isinstance(other.base, sp.sinh) else 1 / sp.cos(angle) ** 2
    return inside


def sign_between(base: Expr, symbol: Expr, low: Expr, high: Expr) -> int:
    """Return the sign that a formula has between two numbers; 0 where it may vanish or none was found."""
    if not (low.is_finite and high.is_finite and continuous(base, symbol, low, high)):
        return 0
    if not nonzero(base, symbol, low, high):
        return 0
    middle = base.subs(symbol, (low + high) / 2)
    return 1 if middle.is_positive else -1 if middle.is_negative else 0


def _joined(integrand: Expr, symbol: Expr, low: Expr, high: Expr) -> Expr:
    r"""Return products of roots as roots of products: ``\sqrt{x} \sqrt{1 + 1/(4x)}``."""

    def one_root(term: Expr) -> Expr:
        factors = sp.Mul.make_args(term)
        roots = [one for one in factors if isinstance(one, sp.Pow) and one.exp == _HALF and symbol in one.free_symbols]
        if len(roots) != 2 or not any(sign_between(one.base, symbol, low, high) > 0 for one in roots):
            return term
        rest = sp.Mul(*(one for one in factors if one not in roots))
        return rest * sp.sqrt(sp.cancel(roots[0].base * roots[1].base))

    return sp.Add(*map(one_root, sp.Add.make_args(integrand)))
