"""Chance that is the same on every machine: what is drawn depends on the seed and on each thing's own name alone.

So a question that is added to a bank takes the place of others here and there, and leaves the rest as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def rank(*names: object) -> str:
    """Return a text by which things are put into a random order, told from their names and a seed."""
    return sha256("\0".join(map(str, names)).encode()).hexdigest()


def shuffled(things: Iterable[T], *seed: object, name: Callable[[T], object] = lambda thing: thing) -> list[T]:
    """Return things in a random order; ``name`` tells one from another."""
    return sorted(things, key=lambda thing: rank(*seed, name(thing)))


def evenly(things: Sequence[T], group: Callable[[T], Hashable]) -> list[T]:
    """Return things so that the first of them, however many, come as evenly as can be from each group.

    Within a group their order stays.
    """
    seen: dict[Hashable, int] = {}
    turns: list[tuple[int, int]] = []
    for at, thing in enumerate(things):
        turn = seen.setdefault(group(thing), 0)
        seen[group(thing)] = turn + 1
        turns.append((turn, at))
    return [things[at] for _, at in sorted(turns)]


def reachable(worth: Sequence[int], most: int) -> Mapping[int, int]:
    """Return each sum from 1 to ``most`` that some of the numbers make, with the index of the last number it needs.

    The rest of the sum is made of numbers before that one: :func:`parts` takes it apart. Stops once ``most`` is found.
    """
    last: dict[int, int] = {}
    sums, mask = 1, (1 << most + 1) - 1
    for index, each in enumerate(worth):
        new = ((sums << each) & mask) & ~sums if 0 < each <= most else 0
        sums |= new
        last |= dict.fromkeys(_ones(new), index)
        if most in last:
            break
    return last


def _ones(number: int) -> Iterator[int]:
    """Yield the places of the binary digits that are 1, from the last digit."""
    digits = bin(number)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def parts(last: Mapping[int, int], worth: Sequence[int], total: int) -> list[int]:
    """Return the indices of the numbers that make a sum which :func:`reachable` found, in ascending order."""
    taken: list[int] = []
    while total:
        taken.append(last[total])
        total -= worth[last[total]]
    return taken[::-1]
