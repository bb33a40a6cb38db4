"""Signs and factors of values over generators: what the normal form knows of who is positive."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import reduce

from flint import fmpq

from .constants import is_numeric, sign_of
from .functions import Expr
from .knowledge import Knowledge
from .quotients import Generator, Polynomial, Quotient, Ring, TooLarge

MAX_FACTORED = 400
"""Terms of a polynomial that is factored."""


class Signs(ABC):
    """One pass: a ring, the values made in it, and what is known of their signs."""

    def __init__(self, size: int, knowledge: Knowledge, *, complex_: bool) -> None:
        """``complex_``: something in the expression may have no real value."""
        self.ring = Ring(size)
        self.knowledge = knowledge
        self.complex = complex_
        self._known: dict[Expr, Quotient] = {}

    @abstractmethod
    def value(self, expression: Expr) -> Quotient:
        """Return the quotient that a sympy expression stands for."""

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
