"""How sympy's functions become quotients over generators: one rule for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from flint import fmpq

from .angles import MAX_ANGLE
from .constants import is_numeric
from .functions import Expr
from .generators import Generators
from .quotients import Generator, Quotient, TooLarge

Rule = Callable[..., Quotient]


def _angle(self: Generators, of: Expr) -> tuple[Quotient, Quotient]:
    one = self.value(of)
    ring = self.ring
    if self.is_real(one):
        return self.angle(one)
    turned = ring.multiplied(one, self.value(sp.I))
    forth, back = self.exponential(turned), self.exponential(ring.negative(turned))
    half = fmpq(1, 2)
    cosine = ring.scaled(ring.added(forth, back), half)
    sine = ring.multiplied(ring.scaled(ring.added(forth, ring.negative(back)), -half), self.value(sp.I))
    return cosine, sine


def _ratio(above: int | None, below: int | None) -> Rule:
    def worked_out(self: Generators, of: Expr) -> Quotient:
        pair = _angle(self, of)
        top = self.ring.number(1) if above is None else pair[above]
        return top if below is None else self.ring.multiplied(top, self.ring.inverse(pair[below]))

    return worked_out


def _hyperbolic(above: int, below: int | None, *, turned: bool = False) -> Rule:
    def worked_out(self: Generators, of: Expr) -> Quotient:
        ring, one = self.ring, self.value(of)
        forth = self.exponential(one)
        back = ring.inverse(forth)
        pair = ring.added(forth, back), ring.added(forth, ring.negative(back))
        top = pair[above]
        if below is None:
            value = ring.scaled(top, fmpq(1, 2))
            return ring.inverse(value) if turned else value
        return ring.multiplied(top, ring.inverse(pair[below]))

    return worked_out


def _through(make: Callable[..., Expr]) -> Rule:
    """Return the rule of a function that is written with others."""
    return lambda self, *arguments: self.value(make(*arguments))


def _conjugate(self: Generators, of: Expr) -> Quotient:
    return self.conjugate(self.value(of))


def _real_part(self: Generators, of: Expr) -> Quotient:
    one = self.value(of)
    return self.ring.scaled(self.ring.added(one, self.conjugate(one)), fmpq(1, 2))


def _imaginary_part(self: Generators, of: Expr) -> Quotient:
    ring, one = self.ring, self.value(of)
    twice = ring.added(one, ring.negative(self.conjugate(one)))
    return ring.multiplied(ring.scaled(twice, fmpq(-1, 2)), self.value(sp.I))


def _factorial(self: Generators, of: Expr) -> Quotient:
    """Return a factorial through that of the argument without its whole part."""
    ring, one = self.ring, self.value(of)
    shift = fmpq(0)
    if one.bottom.is_one():
        shift = next((fmpq(c) for powers, c in one.top.to_dict().items() if not any(powers)), fmpq(0))
    whole = int(shift.p // shift.q)
    if abs(whole) > MAX_ANGLE and len(ring.occurring(one.top)):
        raise TooLarge
    rest = ring.added(one, ring.number(-whole))
    if rest.top.is_zero():
        if not 0 <= whole <= 200:
            raise TooLarge
        return ring.number(int(sp.factorial(whole)))
    at = ring.add(Generator("factorial", f"factorial:{ring.quotient_text(rest)}", rest))
    value = ring.as_quotient(at)
    for step in range(1, whole + 1):
        value = ring.multiplied(value, ring.added(rest, ring.number(step)))
    for step in range(whole + 1, 1):
        value = ring.multiplied(value, ring.inverse(ring.added(rest, ring.number(step))))
    return value


def _binomial(self: Generators, above: Expr, below: Expr) -> Quotient:
    ring = self.ring
    if isinstance(below, sp.Integer):
        if not 0 <= below <= MAX_ANGLE:
            raise TooLarge
        value, top = ring.number(1), self.value(above)
        for step in range(int(below)):
            factor = ring.added(top, ring.number(-step))
            value = ring.multiplied(value, ring.scaled(factor, fmpq(1, step + 1)))
        return value
    return self.value(sp.factorial(above) / (sp.factorial(below) * sp.factorial(above - below)))


def _whole(self: Generators, of: Expr, name: str) -> Quotient:
    """Return floor or ceiling: whole shifts are taken out."""
    ring, one = self.ring, self.value(of)
    shift = fmpq(0)
    if one.bottom.is_one():
        shift = next((fmpq(c) for powers, c in one.top.to_dict().items() if not any(powers)), fmpq(0))
    whole = int(shift.p // shift.q)
    rest = ring.added(one, ring.number(-whole))
    at = ring.add(Generator("floor", f"{name}:{ring.quotient_text(rest)}", rest))
    return ring.added(ring.as_quotient(at), ring.number(whole))


def _larger(self: Generators, *arguments: Expr, smaller: bool = False) -> Quotient:
    ring = self.ring
    result = self.value(arguments[0])
    for argument in arguments[1:]:
        other = self.value(argument)
        apart = self.absolute(ring.added(result, ring.negative(other)))
        both = ring.added(ring.added(result, other), ring.negative(apart) if smaller else apart)
        result = ring.scaled(both, fmpq(1, 2))
    return result


def _sign(self: Generators, of: Expr) -> Quotient:
    """Return the sign, a quantity of its own: its square is 1 only away from zero."""
    ring, one = self.ring, self.value(of)
    sign, factors, _ = self.factored(one)
    open_ = [factor for factor, _ in factors if not isinstance(self.sign(factor), int) or not is_numeric(factor, ring)]
    if not open_:
        return self.sign_value(one)
    turned = one if sign > 0 else ring.negative(one)
    at = ring.add(Generator("function", f"signum:{ring.quotient_text(turned)}"))
    return ring.scaled(ring.as_quotient(at), fmpq(sign))


def _logarithm(self: Generators, of: Expr) -> Quotient:
    return self.logarithm(self.value(of))


def _absolute(self: Generators, of: Expr) -> Quotient:
    return self.absolute(self.value(of))


FUNCTIONS: Mapping[Any, Rule] = {
    sp.exp: lambda self, of: self.exponential(self.value(of)),
    sp.log: _logarithm,
    sp.Abs: _absolute,
    sp.sin: _ratio(1, None), sp.cos: _ratio(0, None), sp.tan: _ratio(1, 0), sp.cot: _ratio(0, 1),
    sp.sec: _ratio(None, 0), sp.csc: _ratio(None, 1),
    sp.sinh: _hyperbolic(1, None), sp.cosh: _hyperbolic(0, None), sp.tanh: _hyperbolic(1, 0),
    sp.coth: _hyperbolic(0, 1), sp.sech: _hyperbolic(0, None, turned=True), sp.csch: _hyperbolic(1, None, turned=True),
    sp.atan: lambda self, of: self.arctangent(self.value(of)),
    sp.asin: _through(lambda u: sp.atan(u / sp.sqrt(1 - u**2))),
    sp.acos: _through(lambda u: sp.pi / 2 - sp.asin(u)),
    sp.asec: _through(lambda u: sp.acos(1 / u)), sp.acsc: _through(lambda u: sp.asin(1 / u)),
    sp.asinh: _through(lambda u: sp.log(u + sp.sqrt(u**2 + 1))),
    sp.acosh: _through(lambda u: sp.log(u + sp.sqrt(u**2 - 1))),
    sp.atanh: _through(lambda u: sp.log((1 + u) / (1 - u)) / 2),
    sp.conjugate: _conjugate, sp.re: _real_part, sp.im: _imaginary_part,
    sp.factorial: _factorial, sp.gamma: _through(lambda u: sp.factorial(u - 1)), sp.binomial: _binomial,
    sp.floor: lambda self, of: _whole(self, of, "floor"), sp.ceiling: lambda self, of: _whole(self, of, "ceiling"),
    sp.Max: _larger, sp.Min: lambda self, *arguments: _larger(self, *arguments, smaller=True),
    sp.sign: _sign,
}  # fmt: skip
"""By sympy's class."""
