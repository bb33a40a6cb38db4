"""Symbolic values as quotients of polynomials over generators, with the identities of the elementary functions.

Every step is an identity that holds wherever its two sides have values: real ones where nothing complex occurs, so that
a logarithm's argument is positive and that of an even root is not negative; else principal ones, and only what is known
to be positive is split. What is known of signs is kept as products of factors that are never negative.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import reduce

import sympy as sp
from flint import acb, arb, fmpq

from .constants import Algebraic, is_numeric, root_of, sign_of
from .functions import Expr, LogAbs, OddRoot
from .quotients import Generator, Polynomial, Quotient, Ring, TooLarge

MAX_ANGLE = 24
"""Multiples of an angle, and shifts of a factorial, that are written out."""
MAX_FACTORED = 400
"""Terms of a polynomial that is factored."""


class Again(Exception):  # noqa: N818 - asks for another pass
    """A finer root, exponential or angle is needed than was taken, or a sign became known."""


class Knowledge:
    """What one pass learns for the next: how fine generators are taken, and factors whose product is not negative."""

    def __init__(self) -> None:
        self.grain: dict[str, int] = {}
        self.facts: dict[frozenset[str], int] = {}
        self.known = 0

    def finer(self, name: str, denominator: int) -> int:
        """Return into how many parts a quantity is cut. Raises :class:`Again`."""
        grain = self.grain.setdefault(name, 1)
        if grain % denominator:
            self.grain[name] = math.lcm(grain, denominator)
            raise Again
        return grain

    def learn(self, factors: frozenset[str], sign: int) -> None:
        """Note the sign of a product of factors.

        Raises :class:`Again`, and :class:`TooLarge` where it has the other sign too: no point is left but where it is
        zero, and what holds there alone proves nothing.
        """
        known = self.facts.get(factors)
        if known is not None and known != sign:
            raise TooLarge
        if factors and known is None:
            self.facts[factors] = sign
            raise Again

    def resolved(self, factor: str) -> tuple[frozenset[str], int]:
        """Return independent factors whose signs make up that of ``factor``, and a sign.

        Raises :class:`TooLarge` where what is known contradicts itself.
        """
        basis: dict[str, tuple[frozenset[str], int]] = {}

        def rest(factors: frozenset[str], sign: int) -> tuple[frozenset[str], int]:
            for pivot in sorted(factors):
                if pivot in basis and pivot in factors:
                    other, its = basis[pivot]
                    factors, sign = factors ^ other, sign * its
            return factors, sign

        for factors, sign in self.facts.items():
            left, its = rest(factors, sign)
            while left & basis.keys():
                left, its = rest(left, its)
            if left:
                pivot = max(left)
                for key, (others, theirs) in list(basis.items()):
                    if pivot in others:
                        basis[key] = others ^ left, theirs * its
                basis[pivot] = left, its
            elif its < 0:
                raise TooLarge
        left, its = rest(frozenset({factor}), 1)
        while left & basis.keys():
            left, its = rest(left, its)
        return left, its


class Generators:
    """One pass: a ring, and the values made in it."""

    def __init__(self, size: int, knowledge: Knowledge, *, complex_: bool) -> None:
        """``complex_``: something in the expression may have no real value."""
        self.ring = Ring(size)
        self.knowledge = knowledge
        self.complex = complex_
        self._known: dict[Expr, Quotient] = {}

    def value(self, expression: Expr) -> Quotient:
        """Return the quotient that a sympy expression stands for.

        Raises :class:`TooLarge`, :class:`Again`, and ``ZeroDivisionError``.
        """
        known = self._known.get(expression)
        if known is None:
            known = self._known[expression] = self._value(expression)
        return known

    def _value(self, expression: Expr) -> Quotient:
        ring = self.ring
        if isinstance(expression, sp.Rational):
            return ring.number(int(expression.p), int(expression.q))
        if isinstance(expression, sp.Add):
            return reduce(ring.added, (self.value(term) for term in expression.args))
        if isinstance(expression, sp.Mul):
            return reduce(ring.multiplied, (self.value(factor) for factor in expression.args))
        if isinstance(expression, sp.Pow):
            return self._pow(expression.base, expression.exp)
        if isinstance(expression, sp.Symbol):
            return self._symbol(expression)
        if expression is sp.I:
            at = ring.add(Generator("i", "i", Algebraic(lambda: acb(0, 1), 0.0, 1, 2), real=False, numeric=True))
            ring.relate(at, 2, ring.constant(-1))
            return ring.as_quotient(at)
        if expression is sp.E:
            return self.exponential(ring.number(1))
        if isinstance(expression, sp.NumberSymbol):
            return ring.as_quotient(ring.add(Generator("number", str(expression), expression, positive=True)))
        return self._function(expression)

    def _symbol(self, symbol: Expr) -> Quotient:
        """Return a symbol; a complex one as its real part and i times its imaginary part."""
        ring = self.ring
        if not symbol.is_commutative:
            raise TooLarge
        if symbol.is_extended_real:
            positive = bool(symbol.is_nonnegative)
            return ring.as_quotient(ring.add(Generator("symbol", f"symbol:{symbol}", symbol, positive=positive)))
        real, imaginary = (
            ring.as_quotient(ring.add(Generator("symbol", f"{part}:{symbol}", symbol))) for part in ("re", "im")
        )
        return ring.added(real, ring.multiplied(self.value(sp.I), imaginary))

    def _pow(self, base: Expr, exponent: Expr) -> Quotient:
        if isinstance(exponent, sp.Integer):
            return self.ring.power(self.value(base), int(exponent))
        if base is sp.E:
            return self.exponential(self.value(exponent))
        if isinstance(exponent, sp.Rational):
            return self.root(self.value(base), fmpq(int(exponent.p), int(exponent.q)))
        return self._open_power(base, exponent)

    def _open_power(self, base: Expr, exponent: Expr) -> Quotient:
        """Return a power with an open exponent: ``exp(e ln b)`` where b is positive or e an integer."""
        ring, of, by = self.ring, self.value(base), self.value(exponent)
        sign, factors, constant = self.factored(of)
        if not self.is_real(of):
            factors, sign = [], 0
        signs = [(factor, power, self.sign(factor)) for factor, power in factors]
        open_ = [one for one in signs if not (isinstance(one[2], int) and one[2] > 0)]
        if not open_ and sign > 0:
            return self.exponential(ring.multiplied(by, self._logs(constant, factors)))
        if exponent.is_integer and self.is_real(of):
            value = self.exponential(ring.multiplied(by, self._logs(constant, factors)))
            minus = sign
            for factor, power, known in open_:
                if power % 2 == 0:
                    continue
                if isinstance(known, int):
                    minus *= known
                else:
                    value = ring.multiplied(value, self._alternating(by, ring.text(factor)))
            return value if minus > 0 else ring.multiplied(value, self._alternating(by, ""))
        if of.top == self.value(sp.I).top and of.bottom.is_one() and exponent.is_integer:
            return self._alternating(by, "", 4)
        formal = ring.add(Generator("formal", f"formal:{ring.quotient_text(of)}", of, real=self.is_real(of)))
        return self.exponential(ring.multiplied(by, ring.as_quotient(formal)))

    def _alternating(self, exponent: Quotient, of: str, order: int = 2) -> Quotient:
        """Return the sign of a factor (−1 without one, i of order 4) to an integer power."""
        ring = self.ring
        if not exponent.bottom.is_one() or any(
            fmpq(coefficient).q != 1 for coefficient in exponent.top.to_dict().values()
        ):
            name = f"alternating:{of}:{order}:{ring.quotient_text(exponent)}"
            at = ring.add(Generator("alternating", name, real=order == 2))
            ring.relate(at, order, ring.constant(1))
            return ring.as_quotient(at)
        result = ring.number(1)
        for exponents, coefficient in exponent.top.to_dict().items():
            times = int(fmpq(coefficient).p)
            monomial = ring.context.from_dict({exponents: fmpq(1)})
            if monomial.is_one():
                one = self.value(sp.I) if order == 4 else ring.number(-1) if not of else self._sign_generator(of)
            elif not of and self.complex:
                at = ring.add(Generator("alternating", f"alternating:i:{ring.text(monomial)}", real=False))
                ring.relate(at, 4, ring.constant(1))
                one = ring.power(ring.as_quotient(at), 1 if order == 4 else 2)
            else:
                at = ring.add(Generator("alternating", f"alternating:{of}:{ring.text(monomial)}"))
                ring.relate(at, 2, ring.constant(1))
                one = ring.as_quotient(at)
            result = ring.multiplied(result, ring.power(one, times % order))
        return result

    # Signs and factors

    def is_real(self, one: Quotient) -> bool:
        """Tell whether every generator in it is real."""
        return all(self.ring.generators[at].real for at in self.ring.occurring(one.top, one.bottom))

    def factored(self, one: Quotient) -> tuple[int, list[tuple[Polynomial, int]], fmpq]:
        """Return sign, factors with their powers, and a positive constant; each factor with a fixed sign of its own."""
        factors: list[tuple[Polynomial, int]] = []
        constant = fmpq(1)
        for polynomial, direction in ((one.top, 1), (one.bottom, -1)):
            if polynomial.is_zero():
                raise ZeroDivisionError
            if len(polynomial) > MAX_FACTORED:
                raise TooLarge
            content, parts = polynomial.factor()
            constant *= fmpq(content) ** direction
            for part, power in parts:
                lead = self._first_coefficient(part)
                constant *= lead ** (int(power) * direction)
                factors.append((part / lead, int(power) * direction))
        sign = -1 if constant < 0 else 1
        return sign, factors, abs(constant)

    def _first_coefficient(self, factor: Polynomial) -> fmpq:
        """Return the coefficient whose term comes first as text: the same in every ring."""
        ring = self.ring
        return min(
            (ring.text(ring.context.from_dict({exponents: fmpq(1)})), fmpq(coefficient))
            for exponents, coefficient in factor.to_dict().items()
        )[1]

    def sign(self, factor: Polynomial) -> int | Quotient:
        """Return the sign of a real factor: 1 or -1 where known, else as a quantity whose square is 1."""
        ring = self.ring
        if is_numeric(factor, ring):
            return sign_of(factor, ring)
        if self._positive(factor):
            return 1
        if self._positive(-factor):
            return -1
        left, sign = self.knowledge.resolved(self._told(factor))
        if not left:
            return sign
        value = reduce(ring.multiplied, (self._sign_generator(one) for one in sorted(left)))
        return value if sign > 0 else ring.negative(value)

    def _told(self, factor: Polynomial) -> str:
        """Return the text under which the sign of a factor is known; a sign's own sign is that of what it is of."""
        inside = self.ring.occurring(factor)
        if len(factor) == 1 and len(inside) == 1 and self.ring.generators[inside[0]].kind == "sign":
            return str(self.ring.generators[inside[0]].data)
        return self.ring.text(factor)

    def _sign_generator(self, of: str) -> Quotient:
        at = self.ring.add(Generator("sign", f"sign:{of}", of))
        self.ring.relate(at, 2, self.ring.constant(1))
        return self.ring.as_quotient(at)

    def _positive(self, factor: Polynomial) -> bool:
        """Tell whether a polynomial is plainly never negative: by its coefficients and what is known of generators."""
        for exponents, coefficient in factor.to_dict().items():
            if fmpq(coefficient) < 0:
                return False
            for at, power in enumerate(exponents):
                if power:
                    generator = self.ring.generators[self.ring.place(at)]
                    if not generator.positive and (power % 2 or not generator.real):
                        return False
        return True

    def learn(self, one: Quotient) -> None:
        """Note that a value is not negative. Raises :class:`Again` where that is new."""
        if not self.is_real(one):
            return
        sign, factors, _ = self.factored(one)
        open_: set[str] = set()
        for factor, power in factors:
            if power % 2 == 0:
                continue
            if is_numeric(factor, self.ring):
                sign *= sign_of(factor, self.ring)
            elif self._positive(factor):
                pass
            elif self._positive(-factor):
                sign = -sign
            else:
                open_ ^= {self._told(factor)}
        if sign == 0:
            return
        if not open_ and sign < 0:
            raise TooLarge  # the value is negative: a root or logarithm of it is not real
        self.knowledge.learn(frozenset(open_), sign)

    def _signed(self, factor: Polynomial) -> Quotient:
        """Return the absolute value of a real factor."""
        ring, sign = self.ring, self.sign(factor)
        value = Quotient(factor, ring.constant(1))
        if isinstance(sign, int):
            return value if sign >= 0 else ring.negative(value)
        return ring.multiplied(sign, value)

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

    def conjugate(self, one: Quotient) -> Quotient:
        """Return the complex conjugate. Raises :class:`TooLarge` where a generator may be neither real nor i."""
        ring = self.ring
        place = ring.add(Generator("i", "i")) if "i" in ring.by_name else -1
        if any(not ring.generators[at].real and at != place for at in ring.occurring(one.top, one.bottom)):
            raise TooLarge
        if place < 0:
            return one
        at = ring.place(place)
        turned = [
            ring.context.from_dict(
                {
                    exponents: -fmpq(value) if exponents[at] % 2 else fmpq(value)
                    for exponents, value in part.to_dict().items()
                }
            )
            for part in (one.top, one.bottom)
        ]
        return ring.lowest(*turned)

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

    # Exponentials, logarithms and angles

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

    def sign_value(self, one: Quotient) -> Quotient:
        """Return the sign of a value that is not zero."""
        ring = self.ring
        sign, factors, _ = self.factored(one)
        result = ring.number(sign)
        for factor, power in factors:
            known = self.sign(factor)
            if power % 2:
                result = ring.multiplied(result, ring.number(known) if isinstance(known, int) else known)
        return result

    def _arctangent(self, u: Quotient) -> Quotient:
        ring = self.ring
        if len(ring.occurring(u.top, u.bottom)) == 0 and u.top == u.bottom:
            return ring.scaled(self.value(sp.pi), fmpq(1, 4))
        at = ring.add(Generator("atan", f"atan:{ring.quotient_text(u)}", u, real=self.is_real(u)))
        return ring.as_quotient(at)

    # Other functions

    def _function(self, expression: Expr) -> Quotient:
        from .generated import FUNCTIONS  # noqa: PLC0415  # the table needs this class

        rule = FUNCTIONS.get(type(expression))
        if rule is not None:
            return rule(self, *expression.args)
        if isinstance(expression, LogAbs):
            _, factors, constant = self.factored(self.value(expression.args[0]))
            return self._logs(constant, factors)
        if isinstance(expression, OddRoot):
            return self.odd_root(*expression.args)
        if not isinstance(expression, sp.Function) or isinstance(expression, sp.Piecewise):
            raise TooLarge
        return self.opaque(expression)

    def odd_root(self, of: Expr, degree: Expr) -> Quotient:
        """Return the real root of odd degree, negative for a negative number."""
        one = self.value(of)
        if one.top.is_zero():
            return one
        if not self.is_real(one):
            raise TooLarge
        return self.ring.multiplied(self.sign_value(one), self._root_parts(one, fmpq(1, int(degree))))

    def opaque(self, expression: Expr) -> Quotient:
        """Return a function of which nothing is known as a quantity of its own, told by its arguments."""
        ring = self.ring
        arguments = [self.value(argument) for argument in expression.args]
        name = f"{type(expression).__name__}({','.join(ring.quotient_text(one) for one in arguments)})"
        real = all(self.is_real(one) for one in arguments) and expression.is_real is not False
        at = ring.add(Generator("function", name, expression, real=real, positive=bool(expression.is_nonnegative)))
        return ring.as_quotient(at)
