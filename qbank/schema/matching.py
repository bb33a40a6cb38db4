"""Questions in which things are to be paired, or put in order."""

from collections.abc import Iterator, Sequence
from typing import Literal

from .mistake import Mistake
from .model import Model
from .question import Question
from .scalars import Markdown, WantedMarkdown

MAX_ITEMS = 50
"""Nobody pairs or orders more."""


class Pair(Model):
    """Two things that belong together."""

    left: WantedMarkdown
    """What the student is given."""
    right: WantedMarkdown
    """What the student is to find for it."""


class Matching(Question):
    """Each thing on the left has its match on the right."""

    type: Literal["matching"]
    """`matching`: for each thing on the left its match is to be chosen."""
    pairs: tuple[Pair, ...]
    """The pairs, in order; the right sides are shown in another one. Several pairs may share a right side."""
    distractors: tuple[Markdown, ...] = ()
    """Further right sides that match nothing."""

    @property
    def matches(self) -> tuple[str, ...]:
        """All right sides, each once, in the order written: those of the pairs, then the distractors."""
        return tuple(dict.fromkeys([*(pair.right.strip() for pair in self.pairs), *map(str.strip, self.distractors)]))

    def mistakes(self) -> Sequence[Mistake]:
        """Return pairs and distractors that cannot be told apart."""
        if not 2 <= len(self.pairs) <= MAX_ITEMS:
            code, message = ("QB110", "there must be at least two pairs")
            if len(self.pairs) > MAX_ITEMS:
                code, message = "QB111", f"{len(self.pairs)} pairs: there may be {MAX_ITEMS}"
            return [Mistake(code, message, path=("pairs",))]
        return list(self._doubles())

    def _doubles(self) -> Iterator[Mistake]:
        rights = {_normal(pair.right): number for number, pair in enumerate(self.pairs, 1)}
        yield from _same([pair.left for pair in self.pairs], "pairs", "left")
        if len(rights) == 1 and not self.distractors:
            message = "there is nothing to choose: all pairs share their right side, and there is no distractor"
            yield Mistake("QB110", message, "add some below distractors:", ("pairs",))
        for index, distractor in enumerate(self.distractors):
            if not distractor.strip():
                yield Mistake("QB110", "a distractor is empty", "", ("distractors", index))
            elif pair := rights.get(_normal(distractor)):
                message = f"this distractor is the right side of pair {pair}"
                yield Mistake("QB119", message, "leave it out: it would be right", ("distractors", index))
        yield from _same(self.distractors, "distractors")


class Ordering(Question):
    """The items are to be put in order."""

    type: Literal["ordering"]
    """`ordering`: the items are to be put in order."""
    items: tuple[WantedMarkdown, ...]
    """The items in the right order; they are shown in another one."""
    scoring: Literal["position", "neighbours", "all-or-nothing"] = "position"
    """`position`: each item in its right place earns its share; `neighbours`: each that is followed by the right one;
    `all-or-nothing`: points for the right order only."""
    layout: Literal["vertical", "horizontal"] = "vertical"
    """Whether the items are shown below or beside one another."""

    def mistakes(self) -> Sequence[Mistake]:
        """Return items that cannot be told apart."""
        if not 2 <= len(self.items) <= MAX_ITEMS:
            code, message = ("QB110", "there must be at least two items")
            if len(self.items) > MAX_ITEMS:
                code, message = "QB111", f"{len(self.items)} items: there may be {MAX_ITEMS}"
            return [Mistake(code, message, path=("items",))]
        return list(_same(self.items, "items"))


def _same(texts: Sequence[str], *path: str) -> Iterator[Mistake]:
    """Find texts that stand there twice."""
    first: dict[str, int] = {}
    name, *field = path
    for number, text in enumerate(texts, 1):
        earlier = first.setdefault(_normal(text), number)
        if earlier != number and text.strip():
            message = f"number {number} is the same as number {earlier}"
            yield Mistake("QB119", message, "nobody could tell them apart", (name, number - 1, *field))


def _normal(text: str) -> str:
    return " ".join(text.split())
