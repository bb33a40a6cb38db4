"""Products and sums as they are written, and as polynomials over the rationals: what the judging of forms rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from qbank.checker.syntax import Add, Call, Div, Mul, Name, Neg, Node, Num, Pow, names_in

from .polynomials import Polynomial, TooLarge, polynomial

MAX_DEGREE = 24
MAX_NAMES = 5
MAX_TERMS = 150
_INDEPENDENT = frozenset({"sin", "cos", "tan", "exp", "ln", "sinh", "cosh"})


@dataclass(frozen=True, slots=True)
class Formed:
    """Whether a formula has a form: ``None`` where that is open; and why not, or why it is open."""

    has: bool | None
    why: str = ""


HAS = Formed(has=True)
"""A formula has the form."""


def lacks(why: str) -> Formed:
    """Return that a formula lacks a form, and why."""
    return Formed(has=False, why=why)


class OpenForm(Exception):  # noqa: N818 - an answer, not an error
    """It is open whether a formula has a form: why."""


def in_one_ring(*given: Polynomial) -> tuple[fmpq_mpoly, ...]:
    """Return polynomials in one ring. Raises :class:`OpenForm` where their atoms may depend on each other."""
    atoms = sorted({node for one in given for monomial in one.terms for node, _ in monomial}, key=repr)
    others = [atom for atom in atoms if not isinstance(atom, Name)]
    free = len(others) <= 1 and all(
        isinstance(one, Call) and one.function in _INDEPENDENT and not one.primes and isinstance(one.arguments[0], Name)
        for one in others
    )
    if not free or len(atoms) > MAX_NAMES:
        raise OpenForm("it is no polynomial in names")
    if any(len(one.terms) > MAX_TERMS for one in given):
        raise TooLarge
    ring = fmpq_mpoly_ctx.get([f"x{at}" for at in range(max(1, len(atoms)))], Ordering.lex)
    place = {atom: at for at, atom in enumerate(atoms)}
    found = []
    for one in given:
        terms: dict[tuple[int, ...], fmpq] = {}
        for monomial, coefficient in one.terms.items():
            exponents = [0] * max(1, len(atoms))
            for node, exponent in monomial:
                exponents[place[node]] = exponent
            if sum(exponents) > MAX_DEGREE:
                raise OpenForm("its degree is too high")
            terms[tuple(exponents)] = fmpq(coefficient.numerator, coefficient.denominator)
        found.append(ring.from_dict(terms))
    return tuple(found)


def content_of(one: Polynomial) -> int:
    """Return the greatest integer in all coefficients. Raises :class:`OpenForm` where they are no integers."""
    if any(value.denominator != 1 for value in one.terms.values()):
        raise OpenForm("it has fractions for coefficients")
    return gcd(*(int(value) for value in one.terms.values()))


def irreducibles(node: Node) -> list[tuple[fmpq_mpoly, int]]:
    """Return the factors over the rationals with their exponents; none of a number."""
    (inner,) = in_one_ring(polynomial(node))
    return [] if inner.is_constant() else list(inner.factor()[1])


def written_number(node: Node) -> Fraction | None:
    """Return the value of a number as written: an integer, a fraction of integers."""
    match node:
        case Num(value):
            return value
        case Neg(of):
            inner = written_number(of)
            return None if inner is None else -inner
        case Div(Num(one, None), Num(other, None)) if other:
            return one / other
    return None


def factors_of(node: Node, exponent: int = 1) -> Iterator[tuple[Node, int]]:
    """Yield the factors of a product as written, with exponents; those below a fraction's bar have negative ones."""
    match node:
        case Neg(of):
            yield from factors_of(of, exponent)
        case Mul(parts):
            for part in parts:
                yield from factors_of(part, exponent)
        case Pow(base, Num(power)) if power.denominator == 1 and power:
            yield from factors_of(base, exponent * int(power))
        case Div(above, below) if written_number(node) is None:
            yield from factors_of(above, exponent)
            yield from factors_of(below, -exponent)
        case _:
            yield node, exponent


def repeated(node: Node) -> list[Node]:
    """Return the factors of a numerator, each as often as it stands there. Raises :class:`OpenForm`."""
    found = [(part, power) for part, power in factors_of(node) if power > 0]
    if sum(power for _, power in found) > MAX_DEGREE:
        raise OpenForm("its degree is too high")
    return [part for part, power in found for _ in range(power)]


def terms_of(node: Node) -> tuple[Node, ...]:
    """Return the terms of a sum; anything else is one term."""
    return node.terms if isinstance(node, Add) else (node,)


def sum_inside(node: Node) -> bool:
    """Tell whether a product or power still holds a sum with names in it."""
    match node:
        case Neg(of):
            return sum_inside(of)
        case Add(terms):
            return any(sum_inside(term) for term in terms)
        case Mul() | Pow() | Div():
            parts = list(factors_of(node))
            whole = len(parts) == 1 and parts[0][1] == 1
            return not whole and any(
                power > 0 and isinstance(part, Add) and len(polynomial(part).terms) > 1 and any(names_in(part))
                for part, power in parts
            )
    return False


def as_monomial(node: Node) -> tuple[frozenset[tuple[Node, int]], int] | None:
    """Return the names of a monomial with their exponents, and how many numbers it holds beside a denominator."""
    powers: dict[Node, int] = {}
    above = below = 0
    for part, exponent in factors_of(node):
        if written_number(part) is not None:
            above, below = above + (exponent > 0), below + (exponent < 0)
            if abs(exponent) > 1:
                return None
        elif isinstance(part, Name) or (isinstance(part, Call) and part.function == "exp"):
            if part in powers:
                return None
            powers[part] = exponent
        else:
            return None
    return frozenset(powers.items()), max(above, below)
