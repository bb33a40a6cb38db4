"""Things to be paired, or to be put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from markupsafe import Markup

from qbank.schema import Matching, Ordering
from qbank.scrambling import scrambled

from .answer import Counted
from .labels import LABELS, letter
from .writer import Writer, in_words, is_plain_text, spoken


@dataclass(frozen=True, slots=True)
class Side:
    """One thing: on the left by its number, on the right by its number and, in its place, a letter."""

    number: int
    label: str
    text: Markup
    spoken: str
    words: str


@dataclass(frozen=True, slots=True)
class MatchAnswer(Counted):
    """For each thing on the left, one of those on the right."""

    kind: ClassVar[str] = "match"
    prompt: ClassVar[str] = "match_each"
    explains: ClassVar[bool] = False
    lefts: tuple[Side, ...]
    rights: tuple[Side, ...]
    """In the order in which they are shown."""
    keys: tuple[int, ...]
    """For each on the left, the number of its match."""
    rich: bool
    """The right sides are more than letters: menus name them by their labels alone."""
    shuffles: bool

    def right(self, left: int) -> Side:
        """Return the match of the thing numbered ``left``."""
        return next(side for side in self.rights if side.number == self.keys[left - 1])

    def data(self) -> dict[str, Any]:
        """Return the number of each match, and how places are lettered."""
        return {"keys": list(self.keys), "labels": [letter(n) for n in range(len(self.rights))], "rich": self.rich}

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield both sides."""
        for side in self.lefts:
            yield f"the left side of pair {side.number}", side.text
        for side in self.rights:
            yield f"right side {side.number}", side.text


def matching(writer: Writer) -> MatchAnswer:
    """Return the things to be paired."""
    question = cast("Matching", writer.question)
    matches = question.matches
    paths: dict[str, tuple[str | int, ...]] = {}
    for n, pair in enumerate(question.pairs):
        paths.setdefault(pair.right.strip(), ("pairs", n, "right"))
    for n, distractor in enumerate(question.distractors):
        paths.setdefault(distractor.strip(), ("distractors", n))
    order = scrambled(question.scramble, matches)
    labels = LABELS[question.numbering]
    return MatchAnswer(
        lefts=tuple(
            Side(
                n,
                labels(n),
                writer.text(("pairs", n - 1, "left"), pair.left),
                spoken(pair.left, writer.voice),
                in_words(pair.left),
            )
            for n, pair in enumerate(question.pairs, 1)
        ),
        rights=tuple(
            Side(
                index + 1,
                letter(place),
                writer.text(paths[matches[index]], matches[index]),
                spoken(matches[index], writer.voice),
                in_words(matches[index]),
            )
            for place, index in enumerate(order)
        ),
        keys=tuple(matches.index(pair.right.strip()) + 1 for pair in question.pairs),
        rich=not all(map(is_plain_text, matches)),
        shuffles=question.shuffle,
    )


@dataclass(frozen=True, slots=True)
class OrderAnswer(Counted):
    """Things to be moved until they stand in order."""

    kind: ClassVar[str] = "order"
    prompt: ClassVar[str] = "put_in_order"
    explains: ClassVar[bool] = False
    shuffles: ClassVar[bool] = True
    items: tuple[Side, ...]
    """In the right order."""
    shown: tuple[int, ...]
    """The indices of the items in the order in which the page opens."""
    labels: tuple[str, ...]
    scoring: str
    layout: str

    def data(self) -> dict[str, Any]:
        """Return what earns points, and how places are numbered."""
        return {"count": len(self.items), "scoring": self.scoring, "labels": list(self.labels)}

    def texts(self) -> Iterator[tuple[str, Markup]]:
        """Yield the items."""
        for item in self.items:
            yield f"item {item.number}", item.text


def ordering(writer: Writer) -> OrderAnswer:
    """Return the things to be put in order."""
    question = cast("Ordering", writer.question)
    labels = LABELS[question.numbering]
    return OrderAnswer(
        items=tuple(
            Side(n, labels(n), writer.text(("items", n - 1), item), spoken(item, writer.voice), in_words(item))
            for n, item in enumerate(question.items, 1)
        ),
        shown=tuple(scrambled(question.scramble, question.items)),
        labels=tuple(labels(n) for n in range(1, len(question.items) + 1)),
        scoring=question.scoring,
        layout=question.layout,
    )
