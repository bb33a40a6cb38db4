"""Which combinations of values there are: all that fit the conditions, or a seeded sample where they are too many."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from qbank.checker.syntax import Name, Node

from .exact import NoValueError, Value
from .expressions import evaluate, holds, names

MAX_COMBINATIONS = 50_000
"""Combinations that are looked at; of more, a sample of as many."""
MAX_VARIANTS = 10_000
"""Variants of one question."""

Row = dict[Name, "Value | str"]


class UnfitRowError(Exception):
    """A definition (``name``) or condition (``index``) has no value for a row."""

    def __init__(self, reason: str, row: Row, *, name: Name | None = None, index: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.row, self.name, self.index = reason, row, name, index


@dataclass(frozen=True, slots=True)
class Plan:
    """``lists``: the values of the parameters that have some of their own; ``steps``: what is worked out then."""

    lists: Mapping[Name, Sequence[Value | str]]
    steps: tuple[tuple[Name | int, Node], ...]
    """In order: a definition by its name, or a condition by its number."""
    seed: str

    @property
    def product(self) -> int:
        """How many combinations there are."""
        return math.prod(len(each) for each in self.lists.values())


def planned(
    lists: Mapping[Name, Sequence[Value | str]], definitions: Mapping[Name, Node], conditions: Sequence[Node], seed: str
) -> Plan:
    """Put definitions behind what they need, and each condition as early as it can be decided.

    ``definitions`` are in an order in which each comes after those that it needs.
    """
    steps: list[tuple[Name | int, Node]] = []
    known = set(lists)
    waiting = dict(enumerate(conditions))

    def decide() -> None:
        for index, condition in list(waiting.items()):
            if known.issuperset(names(condition)):
                steps.append((index, condition))
                del waiting[index]

    decide()
    for name, definition in definitions.items():
        steps.append((name, definition))
        known.add(name)
        decide()
    return Plan(lists, tuple(steps), seed)


def rows(plan: Plan) -> tuple[list[Row], int]:
    """Return the rows that fit, in the order of the values, and how many combinations were left unlooked at.

    Raises :class:`UnfitRowError` for a row that cannot be decided.
    """
    product = plan.product
    indices: Sequence[int] = range(product) if product <= MAX_COMBINATIONS else _sample(plan, product)
    found = [row for index in indices if (row := _fitting(plan, _decoded(plan, index))) is not None]
    unlooked = product - len(indices)
    if len(found) > MAX_VARIANTS:
        kept = chosen(range(len(found)), MAX_VARIANTS, lambda at: f"{plan.seed} {sorted(map(str, found[at].items()))}")
        unlooked += len(found) - len(kept)
        found = [found[at] for at in kept]
    return found, unlooked


def chosen(among: Sequence[int], count: int, key: Callable[[int], str]) -> list[int]:
    """Choose ``count`` of the numbers by a digest of their keys: what is added later changes as little as can be."""
    if len(among) <= count:
        return list(among)
    ranked = sorted(among, key=lambda each: (sha256(key(each).encode()).digest(), each))
    return sorted(ranked[:count])


def _sample(plan: Plan, product: int) -> list[int]:
    drawn = {int.from_bytes(sha256(f"{plan.seed} {at}".encode()).digest()[:16]) % product
             for at in range(MAX_COMBINATIONS)}  # fmt: skip
    return sorted(drawn)


def _decoded(plan: Plan, index: int) -> Row:
    """Return a combination by its number: the last parameter changes fastest."""
    row: list[tuple[Name, Value | str]] = []
    for name, values in reversed(list(plan.lists.items())):
        index, at = divmod(index, len(values))
        row.append((name, values[at]))
    return dict(reversed(row))


def _fitting(plan: Plan, row: Row) -> Row | None:
    for what, node in plan.steps:
        try:
            if isinstance(what, int):
                if not holds(node, row):  # type: ignore[arg-type]  # words were refused before
                    return None
            else:
                row[what] = evaluate(node, row)  # type: ignore[arg-type]  # see above
        except NoValueError as error:
            name = what if isinstance(what, Name) else None
            raise UnfitRowError(str(error), row, name=name, index=what if isinstance(what, int) else 0) from None
    return row


def ordered(definitions: Mapping[Name, Node]) -> tuple[dict[Name, Node], list[Name]]:
    """Return definitions, each after those that it needs, and the names that need each other in a circle."""
    done: dict[Name, Node] = {}
    waiting = dict(definitions)
    while ready := [name for name, node in waiting.items() if not any(need in waiting for need in names(node))]:
        for name in ready:
            done[name] = waiting.pop(name)
    return done, _circle(waiting)


def _circle(waiting: Mapping[Name, Node]) -> list[Name]:
    """Return one circle among definitions of which none is ready."""
    path: list[Name] = []
    for name in waiting:
        path = [name]
        break
    while path and path[-1] not in path[:-1]:
        path.append(next(_needs(waiting, path[-1])))
    return path[path.index(path[-1]) :] if path else []


def _needs(waiting: Mapping[Name, Node], name: Name) -> Iterator[Name]:
    return (need for need in names(waiting[name]) if need in waiting)
