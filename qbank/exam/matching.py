"""Who gets what, where several want some of the same things: as many as can be, and preferred ones first."""

from __future__ import annotations

from collections.abc import Sequence


def matched(wishes: Sequence[Sequence[str]], counts: Sequence[int]) -> list[list[str]]:
    """Share things among takers; each thing goes to one of them.

    ``wishes`` are the things that each taker can use, the preferred ones first; ``counts`` how many each wants. A taker
    gets the first things on its list unless another one needs them. If anybody goes short, it is who comes last, and
    there is no way to serve that one as well. (Augmenting paths, shortest first, as in maximum bipartite matching.)
    """
    owner: dict[str, int] = {}
    for taker, count in enumerate(counts):
        for _ in range(count):
            if not _serve(taker, wishes, owner):
                break
    return [[thing for thing in things if owner.get(thing) == taker] for taker, things in enumerate(wishes)]


def _serve(taker: int, wishes: Sequence[Sequence[str]], owner: dict[str, int]) -> bool:
    """Give one more thing to a taker; others may have to change what they hold for something else."""
    giver: dict[int, tuple[int, str]] = {}  # who would give which thing to whom
    reached = [taker]
    for one in reached:
        free = next((thing for thing in wishes[one] if thing not in owner), None)
        if free is not None:
            owner[free], at = one, one
            while at != taker:
                at, thing = giver[at]
                owner[thing] = at
            return True
        for thing in wishes[one]:
            other = owner[thing]
            if other != taker and other not in giver:
                giver[other] = (one, thing)
                reached.append(other)
    return False
