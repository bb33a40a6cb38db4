r"""Whole numbers modulo n: remainders worked out, congruences compared by all residues.

A polynomial with whole coefficients takes, modulo m, values that depend on the residues of its letters modulo m alone.
So statements made of congruences hold for all integers if they hold for every residue modulo the least common multiple
of their moduli: a proof by cases, as in any textbook.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from qbank.checker.domain import Domain
from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Add,
    Call,
    Congruence,
    Const,
    Div,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    rebuild,
    walk,
)

from .witness import Difference, Verdict

MAX_MODULUS = 10**18
MAX_CASES = 20_000
MAX_BITS = 100_000


class NotWhole(Exception):  # noqa: N818 - a limit, not an error
    """Not made of whole numbers, or beyond the limits."""


# values


def worked_out(node: Node) -> Node:
    """Return ``node`` with remainders, greatest common divisors and least common multiples of numbers as numbers."""
    match node:
        case Call("mod", (of, modulus)):
            base = _modulus(modulus)
            value = None if base is None else residue_or_none(of, base)
            if value is not None:
                return Num(Fraction(value))
    inner = rebuild(node, worked_out)
    match inner:
        case Call("gcd" | "lcm" as function, parts) if parts:
            numbers = [whole(part) for part in parts]
            if all(number is not None for number in numbers):
                known = [number for number in numbers if number is not None]
                return Num(Fraction(math.gcd(*known) if function == "gcd" else math.lcm(*known)))
    return inner


def whole(node: Node) -> int | None:
    """Return the whole number that ``node`` is, if it is one written without letters."""
    match node:
        case Num(value):
            return int(value) if value.denominator == 1 else None
        case Neg(of):
            inner = whole(of)
            return None if inner is None else -inner
        case Add(terms):
            parts = [whole(term) for term in terms]
            return sum(part for part in parts if part is not None) if None not in parts else None
        case Mul(factors):
            parts = [whole(factor) for factor in factors]
            return math.prod(part for part in parts if part is not None) if None not in parts else None
        case Pow(base, exponent):
            one, other = whole(base), whole(exponent)
            if one is None or other is None or other < 0 or other * max(1, one.bit_length()) > MAX_BITS:
                return None
            return int(one**other)
        case Call("factorial", (of,)):
            number = whole(of)
            return math.factorial(number) if number is not None and 0 <= number <= 1000 else None
        case Div(numerator, denominator):
            above, below = whole(numerator), whole(denominator)
            return above // below if above is not None and below and above % below == 0 else None
        case Call("mod", (of, divisor)):
            modulus = _modulus(divisor)
            return None if modulus is None else residue_or_none(of, modulus)
        case Call("mod_inverse", (of, divisor)):
            one, modulus = whole(of), _modulus(divisor)
            return None if one is None or modulus is None or math.gcd(one, modulus) != 1 else pow(one, -1, modulus)
        case Call("binomial", (of, chosen)):
            one, other = whole(of), whole(chosen)
            return (
                math.comb(one, other) if one is not None and other is not None and 0 <= other <= one <= 1000 else None
            )
    return None


def _modulus(node: Node) -> int | None:
    number = whole(node)
    return number if number is not None and 1 <= number <= MAX_MODULUS else None


def residue_or_none(node: Node, modulus: int) -> int | None:
    r"""Return the remainder of a number written without letters, or ``None``.

    ``3^{-1} \bmod 7`` is an inverse; of a fraction, ``\bmod`` may mean its remainder as a real number: ``None``.
    """
    if any((isinstance(part, Num) and part.value.denominator > 1) or isinstance(part, Div) for part in walk(node)):
        number = whole(node)
        return None if number is None else number % modulus
    try:
        return residue(node, modulus, {})
    except NotWhole:
        return None


def residue(node: Node, modulus: int, values: Mapping[Name, int]) -> int:
    """Return the remainder of ``node`` where its letters have these values.

    Powers by repeated squaring; a division of numbers is one by what has an inverse. Raises :class:`NotWhole`.
    """
    match node:
        case Num(value):
            return value.numerator * _inverse(value.denominator, modulus) % modulus
        case Name() if node in values:
            return values[node] % modulus
        case Neg(of):
            return -residue(of, modulus, values) % modulus
        case Add(terms):
            return sum(residue(term, modulus, values) for term in terms) % modulus
        case Mul(factors):
            total = 1
            for factor in factors:
                total = total * residue(factor, modulus, values) % modulus
            return total
        case Div(numerator, denominator) if not any(isinstance(part, Name) for part in walk(node)):
            below = _inverse(residue(denominator, modulus, values), modulus)
            return residue(numerator, modulus, values) * below % modulus
        case Pow(base, exponent):
            power = whole(exponent)
            if power is None:
                raise NotWhole(f"the exponent {latex(exponent)} is no number")
            one = residue(base, modulus, values)
            return pow(_inverse(one, modulus), -power, modulus) if power < 0 else pow(one, power, modulus)
        case Call("mod", (of, inner)):
            base_ = _modulus(inner)
            if base_ is None or (any(isinstance(part, Name) for part in walk(of)) and modulus % base_):
                raise NotWhole("a remainder of another modulus")
            return residue(of, base_, values) % modulus
    number = whole(node)
    if number is None:
        raise NotWhole(f"{latex(node)} is no whole number that can be worked out")
    return number % modulus


def _inverse(number: int, modulus: int) -> int:
    if math.gcd(number, modulus) != 1:
        raise NotWhole(f"{number} has no inverse modulo {modulus}")
    return pow(number, -1, modulus) if modulus > 1 else 0


# statements


def decide_congruence(left: Node, right: Node, domain: Domain = Domain()) -> Verdict | None:  # noqa: B008 - frozen
    """Decide whether two statements made of congruences say the same of all integers; ``None`` for anything else.

    A list of congruences is all of them at once. With ``Const("true")``: whether the statement always holds.
    ``domain``: letters in it are confined further, so that no difference is told.
    """
    if not any(isinstance(part, Congruence) for side in (left, right) for part in walk(side)):
        return None
    try:
        return _by_cases(left, right, domain)
    except NotWhole as problem:
        return Verdict("undecided", reason=str(problem))


def solutions(node: Node, letter: Name) -> tuple[list[int], int] | None:
    """Return the residues that solve congruences in one letter, and their modulus; ``None`` where they are too many.

    The Chinese remainder theorem is not needed: the cases modulo the least common multiple are counted.
    """
    try:
        modulus = _common([node])
        if modulus > MAX_CASES or _letters([node]) != [letter]:
            return None
        return [value for value in range(modulus) if _holds(node, {letter: value})], modulus
    except NotWhole:
        return None


def _by_cases(left: Node, right: Node, domain: Domain) -> Verdict:
    letters = _letters([left, right])
    modulus = _common([left, right])
    if modulus ** len(letters) > MAX_CASES:
        raise NotWhole("too many cases")
    bases = {name.base for name in domain.names()}
    for values in product(range(modulus), repeat=len(letters)):
        point = dict(zip(letters, values, strict=True))
        one, other = _holds(left, point), _holds(right, point)
        if one != other:
            if any(name.base in bases for name in letters):
                raise NotWhole("the letters are confined further")
            shown = {latex(name): str(value) for name, value in point.items()}
            return Verdict("different", "residues", Difference(shown, _word(one), _word(other)))
    return Verdict("equal", "residues")


def _word(truth: bool) -> str:  # noqa: FBT001 - the value shown
    return "true" if truth else "false"


def _congruences(nodes: Iterable[Node]) -> Iterator[Congruence]:
    for node in nodes:
        yield from (part for part in walk(node) if isinstance(part, Congruence))


def _letters(nodes: Sequence[Node]) -> list[Name]:
    found = (part for node in nodes for part in walk(node) if isinstance(part, Name))
    return sorted(dict.fromkeys(found), key=latex)


def _common(nodes: Sequence[Node]) -> int:
    """Return the least common multiple of the moduli."""
    total = 1
    for congruence in _congruences(nodes):
        modulus = _modulus(congruence.modulus)
        if modulus is None:
            raise NotWhole(f"the modulus {latex(congruence.modulus)} is no number")
        total = math.lcm(total, modulus)
    return total


def _holds(node: Node, point: Mapping[Name, int]) -> bool:
    told: Callable[[Iterable[bool]], bool]
    match node:
        case Const("true" | "false" as name):
            return name == "true"
        case Congruence(sides, modulus):
            base = _modulus(modulus) or 1
            return len({residue(side, base, point) for side in sides}) == 1
        case Tuple(items):
            return all(_holds(item, point) for item in items)
        case Logic("not", (of,)):
            return not _holds(of, point)
        case Logic("and" | "or" as operator, operands):
            told = all if operator == "and" else any
            return told(_holds(operand, point) for operand in operands)
        case Logic("implies", (one, other)):
            return not _holds(one, point) or _holds(other, point)
        case Logic("iff", (one, other)):
            return _holds(one, point) == _holds(other, point)
        case Relation((one, other), ("=" | r"\ne" as sign)) if whole(one) is not None and whole(other) is not None:
            return (whole(one) == whole(other)) == (sign == "=")
    raise NotWhole(f"{latex(node)} is no statement about remainders")
