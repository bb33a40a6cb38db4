"""Symbolic values as quotients of polynomials over generators, with the identities of the elementary functions.

Every step is an identity that holds wherever its two sides have values: real ones where nothing complex occurs, so that
a logarithm's argument is positive and that of an even root is not negative; else principal ones, and only what is known
to be positive is split. What is known of signs is kept as products of factors that are never negative.
"""

from __future__ import annotations

from functools import reduce

import sympy as sp
from flint import acb, fmpq

from .angles import Angles
from .constants import Algebraic
from .functions import Expr, LogAbs, OddRoot
from .quotients import Generator, Quotient, TooLarge


class Generators(Angles):
    """One pass over a sympy expression."""

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
