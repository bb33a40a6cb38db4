"""Cosines, sines and arctangents as quotients over generators, by the addition theorems."""

from __future__ import annotations

import sympy as sp
from flint import acb, arb, fmpq

from .constants import Algebraic
from .powers import Powers
from .quotients import Generator, Quotient, TooLarge

MAX_ANGLE = 24
"""Multiples of an angle, and shifts of a factorial, that are written out."""


class Angles(Powers):
    """Functions of angles: those of one term each are generators."""

    def angle(self, one: Quotient) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of a real angle: terms are added by the addition theorems."""
        ring = self.ring
        cosine, sine = ring.number(1), ring.number(0)
        for exponents, coefficient in one.top.to_dict().items():
            monomial = ring.context.from_dict({exponents: fmpq(1)})
            c, s = self._angle_term(Quotient(monomial, one.bottom), fmpq(coefficient))
            cosine, sine = self._turned(cosine, sine, c, s)
        return cosine, sine

    def _turned(self, c: Quotient, s: Quotient, d: Quotient, t: Quotient) -> tuple[Quotient, Quotient]:
        ring = self.ring
        return (
            ring.added(ring.multiplied(c, d), ring.negative(ring.multiplied(s, t))),
            ring.added(ring.multiplied(s, d), ring.multiplied(c, t)),
        )

    def _angle_term(self, key: Quotient, times: fmpq) -> tuple[Quotient, Quotient]:
        ring = self.ring
        inside = ring.occurring(key.top, key.bottom)
        only = ring.generators[inside[0]] if len(inside) == 1 and key.bottom.is_one() else None
        plain = only is not None and key.top.total_degree() == 1
        if plain and only is not None and only.name == "pi":
            return self._part_of_turn(times)
        if plain and only is not None and only.kind == "atan" and times.q == 1:
            u = only.data
            below = self.root(ring.added(ring.number(1), ring.multiplied(u, u)), fmpq(-1, 2), known=True)
            base = below, ring.multiplied(u, below)
        else:
            name = f"angle:{ring.quotient_text(key)}"
            grain = self.knowledge.finer(name, int(times.q))
            times = times * grain
            real = self.is_real(key)
            c = ring.add(Generator("cos", f"cos:{name}", real=real))
            s = ring.add(Generator("sin", f"sin:{name}", real=real))
            if not ring.generators[s].power:
                ring.relate(s, 2, ring.constant(1) - ring.variable(c) ** 2)
            base = ring.as_quotient(c), ring.as_quotient(s)
        return self._multiple(base, int(times.p))

    def _multiple(self, base: tuple[Quotient, Quotient], times: int) -> tuple[Quotient, Quotient]:
        if abs(times) > MAX_ANGLE:
            raise TooLarge
        ring = self.ring
        c, s = ring.number(1), ring.number(0)
        for _ in range(abs(times)):
            c, s = self._turned(c, s, *base)
        return (c, s) if times > 0 else (c, ring.negative(s))

    def _part_of_turn(self, times: fmpq) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of a rational part of π."""
        ring = self.ring
        part = sp.Rational(int(times.p), int(times.q))
        values = sp.cos(sp.pi * part), sp.sin(sp.pi * part)
        if not any(value.has(sp.cos, sp.sin) for value in values):
            return self.value(values[0]), self.value(values[1])
        q = int(times.q)
        if q > 60:
            raise TooLarge
        degree = int(sp.totient(2 * q))
        generators = []
        for name, value in (
            ("cos", lambda: acb(arb.cos_pi_fmpq(fmpq(1, q)))),
            ("sin", lambda: acb(arb.sin_pi_fmpq(fmpq(1, q)))),
        ):
            data = Algebraic(value, 0.0, 2, degree)
            at = ring.add(Generator("turn", f"{name}:{q}", data, positive=True, numeric=True))
            generators.append(ring.as_quotient(at))
        sine = ring.by_name[f"sin:{q}"]
        if not ring.generators[sine].power:
            ring.relate(sine, 2, ring.constant(1) - ring.variable(ring.by_name[f"cos:{q}"]) ** 2)
        return self._multiple((generators[0], generators[1]), int(times.p) % (2 * q))

    def arctangent(self, one: Quotient) -> Quotient:
        """Return the arctangent: odd, and of one of a number and its inverse."""
        ring = self.ring
        if one.top.is_zero():
            return one
        sign, _, _ = self.factored(one)
        u = one if sign > 0 else ring.negative(one)
        above, below = ring.text(u.top), ring.text(u.bottom)
        result = self._arctangent(u)
        if (len(above), above) < (len(below), below) and self.is_real(one) and not self.complex:
            turned = ring.inverse(u)
            quarter = ring.scaled(self.value(sp.pi), fmpq(1, 2))
            sign_now = ring.multiplied(self.sign_value(turned), quarter)
            result = ring.added(sign_now, ring.negative(self._arctangent(turned)))
        return result if sign > 0 else ring.negative(result)

    def _arctangent(self, u: Quotient) -> Quotient:
        ring = self.ring
        if len(ring.occurring(u.top, u.bottom)) == 0 and u.top == u.bottom:
            return ring.scaled(self.value(sp.pi), fmpq(1, 4))
        at = ring.add(Generator("atan", f"atan:{ring.quotient_text(u)}", u, real=self.is_real(u)))
        return ring.as_quotient(at)
