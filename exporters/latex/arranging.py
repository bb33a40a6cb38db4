"""Questions in which things are paired, or put in order."""

from __future__ import annotations

from itertools import zip_longest

from qbank.markup import parse, plain
from qbank.schema import Matching, Ordering
from qbank.scrambling import scrambled

from .answer import Ordered, Pairs, PrintedSide
from .labels import label, letter
from .pen import Path, Pen

SHORT = 30
"""Characters up to which things stand beside one another, where the author wants that."""
_BARE = frozenset({"document", "paragraph", "text", "softbreak", "strong", "emphasis", "strikethrough", "code", "math"})


def matching(pen: Pen[Matching]) -> Pairs:
    """Return numbered left sides and lettered right sides, these in another order."""
    question = pen.question
    matches = question.matches
    shown = [matches[index] for index in scrambled(question.scramble, matches)]
    letters = {match: letter(number) for number, match in enumerate(shown, 1)}
    paths = right_paths(question)
    lefts = [
        PrintedSide(
            label("123", number), pen.beside(("pairs", number - 1, "left"), pair.left), letters[pair.right.strip()]
        )
        for number, pair in enumerate(question.pairs, 1)
    ]
    rights = [PrintedSide(letters[match], pen.beside(paths[match], match)) for match in shown]
    return Pairs(
        kind="pairs",
        instruction=pen.plain(pen.words.match),
        key=", ".join(f"{left.label.rstrip('.')}~{left.letter}" for left in lefts),
        rows=tuple(zip_longest(lefts, rights)),
    )


def right_paths(question: Matching) -> dict[str, Path]:
    """Return where each right side is written first."""
    paths: dict[str, Path] = {}
    for index, pair in enumerate(question.pairs):
        paths.setdefault(pair.right.strip(), ("pairs", index, "right"))
    for index, distractor in enumerate(question.distractors):
        paths.setdefault(distractor.strip(), ("distractors", index))
    return paths


def ordering(pen: Pen[Ordering]) -> Ordered:
    """Return the items in another order, each with the number of its place."""
    question, words = pen.question, pen.words
    shown = scrambled(question.scramble, question.items)
    rules = {"position": words.by_position, "neighbours": words.by_neighbours, "all-or-nothing": words.whole_order}
    return Ordered(
        kind="ordered",
        instruction=pen.plain(words.order),
        key=", ".join(str(index + 1) for index in shown),
        notes=(pen.plain(rules[question.scoring]),),
        items=tuple((index + 1, pen.beside(("items", index), question.items[index])) for index in shown),
        inline=question.layout == "horizontal" and all(map(fits_in_line, question.items)),
    )


def fits_in_line(markdown: str) -> bool:
    """Tell whether a text is short and has nothing but words and formulas."""
    tree = parse(markdown)
    return len(tree.children) == 1 and len(plain(tree)) <= SHORT and all(node.type in _BARE for node in tree.walk())
