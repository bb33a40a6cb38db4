r"""Congruences among the premises: what they say of a letter that lies in a range, and of remainders of formulas in it.

``7x \equiv 1 \pmod{26}`` with ``0 \le x < 26`` says that x is 15; where several numbers are left, their product of
differences is zero. Without a range, ``a \equiv 3 \pmod 7`` still tells the remainder of every formula in a.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from qbank.checker.domain import Domain
from qbank.checker.syntax import (
    Add,
    Call,
    Congruence,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Tuple,
    names_in,
    put,
    rebuild,
    walk,
)

from .congruences import NotWhole, residue, solutions, whole

MAX_NUMBERS = 12
MAX_RANGE = 100_000
MAX_DEPTH = 4

Remainders = Mapping[Name, tuple[int, int]]
"""Letters with their remainder and its modulus."""


def with_residues(relations: Sequence[Node], domain: Domain) -> list[Node]:
    """Return premises with congruences in one letter that a range leaves few numbers for as equations."""
    relations = _resolved(relations)
    found: list[Node] = []
    done: set[Name] = set()
    for node in relations:
        letter = letter_of(node)
        numbers = None if letter is None else _numbers(letter, relations, domain)
        if letter is None or numbers is None:
            found.append(node)
        elif letter not in done:
            done.add(letter)
            found.append(_equation(letter, numbers))
    return found


def remainders(relations: Sequence[Node]) -> Remainders:
    """Return the letters of which congruences tell the remainder."""
    relations = _resolved(relations)
    found: dict[Name, tuple[int, int]] = {}
    for letter in dict.fromkeys(map(letter_of, relations)):
        if letter is not None and (known := _residues(letter, relations)) is not None and len(known[0]) == 1:
            found[letter] = known[0][0], known[1]
    return found


def _resolved(relations: Sequence[Node]) -> list[Node]:
    """Return the premises with what names are defined to be put into congruences."""
    if not any(isinstance(node, Congruence) for node in relations):
        return list(relations)
    bodies: dict[Name, Node] = {}
    for node in relations:
        if isinstance(node, Relation) and node.signs == ("=",) and isinstance(node.sides[0], Name):
            bodies.setdefault(node.sides[0], node.sides[1])
    found = list(relations)
    for _ in range(MAX_DEPTH):
        found = [put(node, bodies) if isinstance(node, Congruence) else node for node in found]
    return found


def letter_of(node: Node) -> Name | None:
    """Return the one letter that a congruence is about."""
    if not isinstance(node, Congruence):
        return None
    names = set(names_in(node))
    return names.pop() if len(names) == 1 else None


def tells(node: Node, relations: Sequence[Node], domain: Domain, asked: Node | None) -> bool:
    """Tell whether all that a congruence says of what is ``asked`` is made use of."""
    letter = letter_of(_resolved([*relations, node])[-1])
    relations = _resolved(relations)
    if letter is None:
        return False
    if _numbers(letter, relations, domain) is not None:
        return True
    known = remainders(relations)
    rest = folded(asked, known) if asked is not None else None
    elsewhere = (other for other in relations if not isinstance(other, Congruence))
    return rest is not None and not any(letter in set(names_in(one)) for one in (rest, *elsewhere))


def folded(node: Node, known: Remainders) -> Node:
    """Return a formula with the remainders in it worked out as far as those of its letters are ``known``."""
    match node:
        case Call("mod", (of, modulus)) if known:
            value = _told(of, modulus, known)
            if value is not None:
                return Num(Fraction(value))
    return rebuild(node, lambda child: folded(child, known)) if known else node


def _told(of: Node, modulus: Node, known: Remainders) -> int | None:
    """Return the remainder of a formula modulo a number, where those of its letters tell it."""
    base = whole(modulus)
    names = set(names_in(of))
    if base is None or base < 1 or not names <= known.keys() or any(known[name][1] % base for name in names):
        return None
    if any(isinstance(part, Num) and part.value.denominator > 1 for part in walk(of)):
        return None
    try:
        return residue(of, base, {name: known[name][0] for name in names})
    except NotWhole:
        return None


def _residues(letter: Name, relations: Sequence[Node]) -> tuple[list[int], int] | None:
    about = tuple(node for node in relations if letter_of(node) == letter)
    return solutions(about[0] if len(about) == 1 else Tuple(about), letter)


def _numbers(letter: Name, relations: Sequence[Node], domain: Domain) -> list[int] | None:
    """Return the whole numbers in the range of a letter that satisfy all that is said of it."""
    interval = domain.of(letter)
    if interval.low is None or interval.high is None or interval.high - interval.low > MAX_RANGE:
        return None
    known = _residues(letter, relations)
    if known is None:
        return None
    residues, modulus = set(known[0]), known[1]
    span = range(math.ceil(interval.low), math.floor(interval.high) + 1)
    numbers = [number for number in span if number % modulus in residues and Fraction(number) in interval]
    return numbers if 0 < len(numbers) <= MAX_NUMBERS else None


def _equation(letter: Name, numbers: Sequence[int]) -> Relation:
    values = [Num(Fraction(number)) for number in numbers]
    if len(values) == 1:
        return Relation((letter, values[0]), ("=",))
    return Relation((Mul(tuple(Add((letter, Neg(value))) for value in values)), Num(Fraction(0))), ("=",))
