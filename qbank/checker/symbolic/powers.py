"""Absolute values, roots, exponentials and logarithms as quotients over generators."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable

import sympy as sp
from flint import fmpq

from .constants import is_numeric, root_of
from .quotients import Generator, Polynomial, Quotient, TooLarge
from .signs import Signs


class Powers(Signs):
    """Powers that are no whole ones, and logarithms: each split into those of factors."""

    @abstractmethod
    def angle(self, one: Quotient) -> tuple[Quotient, Quotient]:
        """Return cosine and sine of a real angle."""

    def absolute(self, one: Quotient) -> Quotient:
        """Return the absolute value."""
        ring = self.ring
        if one.top.is_zero():
            return one
        if not self.is_real(one):
            other = self.conjugate(one)
            return self.root(ring.multiplied(one, other), fmpq(1, 2), known=True)
        _, factors, constant = self.factored(one)
        result = ring.number(int(constant.p), int(constant.q))
        for factor, power in factors:
            result = ring.multiplied(result, ring.power(self._signed(factor), power))
        return result

    # Roots

    def root(self, one: Quotient, exponent: fmpq, *, known: bool = False) -> Quotient:
        """Return a power with a fraction for its exponent; ``known``: of what is not negative."""
        ring = self.ring
        if one.top.is_zero():
            return one
        if self.is_real(one) and (known or not self.complex):
            self.learn(one)
            return self._root_parts(one, exponent)
        if self.is_real(one):
            sign, factors, _ = self.factored(one)
            rest = [pair for pair in factors if self.sign(pair[0]) != 1]
            if not rest and sign > 0:
                return self._root_parts(one, exponent)
            if not rest and sign < 0 and exponent.q == 2:
                turned = ring.power(self.value(sp.I), int(exponent.p))
                return ring.multiplied(turned, self._root_parts(ring.negative(one), exponent))
        name = f"root:{ring.quotient_text(one)}"
        grain = self.knowledge.finer(name, int(exponent.q))
        at = ring.add(Generator("root", name, one, real=False))
        if one.bottom.is_one():
            ring.relate(at, grain, one.top)
        return ring.power(ring.as_quotient(at), int((exponent * grain).p))

    def _root_parts(self, one: Quotient, exponent: fmpq) -> Quotient:
        """Return the power of the absolute value, factor by factor."""
        ring = self.ring
        _, factors, constant = self.factored(one)
        result = self._number_root(constant, exponent)
        for factor, power in factors:
            result = ring.multiplied(result, self._factor_root(factor, exponent * power))
        return result

    def _number_root(self, number: fmpq, exponent: fmpq) -> Quotient:
        ring, result = self.ring, self.ring.number(1)
        for whole, direction in ((int(number.p), 1), (int(number.q), -1)):
            if whole >= 10**18:
                raise TooLarge
            for prime, power in sp.factorint(whole).items():
                result = ring.multiplied(
                    result, self._factor_root(ring.constant(int(prime)), exponent * int(power) * direction)
                )
        return result

    def _factor_root(self, factor: Polynomial, exponent: fmpq) -> Quotient:
        """Return ``|factor|`` to a power."""
        ring = self.ring
        if exponent.q == 1:
            return ring.power(self._signed(factor) if not factor.is_constant() else Quotient(factor, ring.constant(1)),
                              int(exponent.p))  # fmt: skip
        inside = ring.occurring(factor)
        if len(factor) == 1 and len(inside) == 1:
            generator = ring.generators[inside[0]]
            if generator.kind == "root" and generator.real:
                return self._factor_root(generator.data, exponent / generator.power)
            if generator.kind == "exp" and generator.positive:
                return self.exponential(ring.scaled(generator.data, exponent))
        name = f"root:{ring.text(factor)}"
        grain = self.knowledge.finer(name, int(exponent.q))
        signed = Quotient(factor, ring.constant(1)) if factor.is_constant() else self._signed(factor)
        numeric = is_numeric(signed.top, ring)
        data = root_of(signed.top, grain, ring) if numeric else None
        at = ring.add(Generator("root", name, factor, positive=True, numeric=numeric))
        if numeric:
            ring.generators[at] = Generator("number root", name, data, positive=True, numeric=True)
        ring.relate(at, grain, signed.top)
        return ring.power(ring.as_quotient(at), int((exponent * grain).p))

    # Exponentials and logarithms

    def exponential(self, one: Quotient) -> Quotient:
        """Return e to a power: terms of the exponent become factors."""
        ring, result = self.ring, self.ring.number(1)
        for exponents, coefficient in one.top.to_dict().items():
            monomial = ring.context.from_dict({exponents: fmpq(1)})
            times = fmpq(coefficient)
            result = ring.multiplied(result, self._exponential_term(Quotient(monomial, one.bottom), times))
        return result

    def _exponential_term(self, key: Quotient, times: fmpq) -> Quotient:
        ring = self.ring
        if "i" in ring.by_name and key.top.degrees()[ring.place(ring.by_name["i"])] == 1:
            i = ring.variable(ring.by_name["i"])
            cosine, sine = self.angle(Quotient(key.top / i * times, key.bottom))
            return ring.added(cosine, ring.multiplied(self.value(sp.I), sine))
        inside = ring.occurring(key.top)
        if key.bottom.is_one() and len(inside) == 1 and key.top.total_degree() == 1:
            generator = ring.generators[inside[0]]
            if generator.kind == "log":
                return self._factor_root(generator.data, times)
            if generator.kind == "formal":
                if times.q == 1:
                    return ring.power(generator.data, int(times.p))
                return self.root(generator.data, times)
        name = f"exp:{ring.quotient_text(key)}"
        grain = self.knowledge.finer(name, int(times.q))
        real = self.is_real(key)
        part = ring.scaled(key, fmpq(1, grain))
        formal = any(ring.generators[at].kind == "formal" for at in ring.occurring(key.top, key.bottom))
        at = ring.add(Generator("exp", name, part, real=real, positive=real and not formal))
        return ring.power(ring.as_quotient(at), int((times * grain).p))

    def logarithm(self, one: Quotient) -> Quotient:
        """Return the natural logarithm."""
        ring = self.ring
        if one.top.is_zero():
            raise ZeroDivisionError
        if self.is_real(one):
            sign, factors, constant = self.factored(one)
            if not self.complex:
                self.learn(one)
                return self._logs(constant, factors)
            if sign > 0 and all(self.sign(factor) == 1 for factor, _ in factors):
                return self._logs(constant, factors)
        at = ring.add(Generator("logarithm", f"logarithm:{ring.quotient_text(one)}", one, real=not self.complex))
        return ring.as_quotient(at)

    def _logs(self, constant: fmpq, factors: Iterable[tuple[Polynomial, int]]) -> Quotient:
        """Return the logarithm of the absolute value of a product."""
        ring, total = self.ring, self.ring.number(0)
        for whole, direction in ((int(constant.p), 1), (int(constant.q), -1)):
            if whole >= 10**18:
                raise TooLarge
            for prime, power in sp.factorint(whole).items():
                total = ring.added(
                    total, ring.scaled(self._log(ring.constant(int(prime))), fmpq(direction * int(power)))
                )
        for factor, power in factors:
            total = ring.added(total, ring.scaled(self._log(factor), fmpq(power)))
        return total

    def _log(self, factor: Polynomial) -> Quotient:
        """Return the logarithm of the absolute value of a factor."""
        ring = self.ring
        inside = ring.occurring(factor)
        if len(factor) == 1 and len(inside) == 1:
            generator = ring.generators[inside[0]]
            if generator.kind == "exp" and generator.positive:
                return generator.data  # type: ignore[no-any-return]
            if generator.kind in {"sign", "alternating"} and generator.real:
                return ring.number(0)
            if generator.kind == "root" and generator.real:
                return ring.scaled(self._log(generator.data), fmpq(1, generator.power))
        positive = factor.is_constant()
        at = ring.add(Generator("log", f"log:{ring.text(factor)}", factor, positive=positive))
        return ring.as_quotient(at)
