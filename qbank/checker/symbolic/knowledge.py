"""What one pass over an expression learns for the next: how fine quantities are cut, and signs."""

from __future__ import annotations

import math

from .quotients import TooLarge


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
