"""Whose value a claim of a worked solution is, against what the stem asks for.

Nothing is known where the stem asks in words alone: then no claim is turned away. Turned away is what plainly names
another quantity, by its letter, its index, or as a function where a slope or a place is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from .asked import asking
from .asking.values import GOES_BY
from .asking.words import ASKS
from .setting import Setting
from .syntax import Apply, Chance, Deriv, Moment, Name, Node, Num, Relation, names_in, put, walk
from .wording import wording

_STOP = re.compile(
    r"\b(?:of|through|across|at|in|on|from|about|between|by|with|per|under|over|that|whose|does|do|has|have|and|or|than|if"
    r"|when|where|satisf\w+|respect|along|near|until|before|after|without|such|into|against)\b"
)
_VALUE_OF = re.compile(r"\b(?:exact |numerical |smallest |largest |possible )*values? of\b")
_PLACE = re.compile(r"\b(?:where|at what|at which|for what|for which|which|when|maximi[sz]\w*|minimi[sz]\w*)\b")
_AT = re.compile(r"\bwhere (?:is|are|does|do|has|have)\b|\bat (?:what|which)\b")
_CHANGED = re.compile(
    r"\b(?:derivatives?|slope|gradient|tangent|normal|rate|velocity|acceleration|marginal|curvature|integral|area|volume"
    r"|arc length|inverse|roots?|zeros?|limit|inflection|stationary|critical|asymptotes?)\b"
)
_WORD = re.compile(r"[a-z]{2,}")
_IDLE = frozenset(
    """the an of is are so hence thus therefore then and that this it we get has have gives be to in for with as by
    which what find compute calculate determine equals value finally now because since one obtain from here there
    its must at on us""".split()  # noqa: SIM905 - a list of words reads best as words
)
_LENGTHS = frozenset({"perimeter", "length", "height", "radius", "distance"})
_QUANTITIES = (Name, Apply, Deriv, Chance, Moment)


@dataclass(frozen=True, slots=True)
class Sought:
    """What the stem asks for, as far as its last question tells."""

    text: str = ""
    """The sentence that asks, its formulas as places."""
    names: tuple[Node, ...] = ()
    """What it asks for by name: "what is $x$", "find the current $I$"."""
    spoken: tuple[Node, ...] = ()
    """All quantities in that sentence."""
    stated: tuple[Node, ...] = ()
    """The formulas of the stem."""

    def named(self, sides: Collection[Node]) -> bool:
        """Tell whether a claim with these sides is about what is asked for by name."""
        return any(_same(side, name) for side in sides for name in self.names)

    def excludes(self, sides: Sequence[Node], others: Collection[Node]) -> bool:
        """Tell whether a claim is about another quantity than the one asked for.

        ``sides`` are those of its chain; ``others`` is what the other claims of the solution begin with.
        """
        head = sides[0] if sides else None
        if not isinstance(head, _QUANTITIES) or self.named(sides):
            return False
        if self.names:
            return True
        return self._by_index(head, others) or self._by_noun(head) or self._by_kind(head)

    def says_more(self, words: str, others: str) -> bool:
        """Tell whether ``words`` before a claim say more of what is asked than ``others``, which speak of it too."""
        asked, here, there = (set(_WORD.findall(text.lower())) - _IDLE for text in (self.text, words, others))
        return 0 < len(asked & there) < len(asked & here)

    def _by_index(self, head: Node, others: Collection[Node]) -> bool:
        """Tell whether a name has another index than all that the sentence speaks of: $I_2$ beside $R_1$."""
        indices = {part.sub for part in self.spoken if isinstance(part, Name) and part.sub}
        if not isinstance(head, Name) or not head.sub or not indices or head.sub in indices:
            return False
        rivals = [*others, *(part for tree in self.stated for part in walk(tree))]
        alike = [one for one in rivals if isinstance(one, Name)]
        return any(one.base == head.base and one.sub in indices for one in alike) or any(
            one.sub == head.sub and any(isinstance(part, Name) and part.base == one.base for part in self.spoken)
            for one in alike
        )

    def _by_noun(self, head: Node) -> bool:
        """Tell whether a letter is that of another quantity than the noun asked for: "what force" and $a = 3$."""
        nouns = [word for word in _WORD.findall(self._phrase()) if word in GOES_BY]
        if not isinstance(head, Name) or not nouns:
            return False
        kin = _LENGTHS if nouns[-1] in _LENGTHS else {nouns[-1]}
        known = {part for tree in self.stated for part in names_in(tree)}
        others = [letters for noun, letters in GOES_BY.items() if noun not in kin]
        return (
            head in known
            and not any(head.base in GOES_BY[noun] for noun in kin)
            and any(head.base in letters for letters in others)
        )

    def _phrase(self) -> str:
        """Return the noun phrase that is asked for, up to the first preposition."""
        start = ASKS.search(self.text)
        words = self.text[start.end() :] if start else ""
        stop = _STOP.search(words)
        return words[: stop.start()] if stop else words

    def _by_kind(self, head: Node) -> bool:
        """Tell a function itself from its slope, or from the place that is asked for."""
        functions = {part.function for tree in self.stated for part in walk(tree) if isinstance(part, Apply)}
        plain = isinstance(head, Apply) and not head.primes and head.function in functions
        return plain and bool(_CHANGED.search(self._phrase()) or _AT.search(self.text))

    def made_from(self, head: Node, value: Node) -> Iterator[Node]:
        """Yield what the stem's formulas are where a name has a value: at a place, the greatest value may be asked."""
        if not isinstance(head, Name) or _PLACE.search(self.text):
            return
        for tree in self.stated:
            if isinstance(tree, Relation) and tree.signs == ("=",) and tree.sides[0] != head:
                body = tree.sides[-1]
                if set(names_in(body)) == {head}:
                    yield put(body, {head: value})


def sought(stem: str, setting: Setting) -> Sought:
    """Return what a stem asks for."""
    found = wording(stem, ("stem",))
    questions = asking(found)
    if not questions:
        return Sought()
    text = found.sentences[questions[-1]].text
    trees = [setting.read(formula).tree for formula in found.formulas]
    stated = tuple(tree for tree in trees if tree is not None)
    inside = [trees[int(number)] for number in re.findall(r"⟦(\d+)⟧", text)]
    spoken = tuple(_head(tree) for tree in inside if tree is not None)
    return Sought(text, tuple(_names(text, trees)), tuple(one for one in spoken if one is not None), stated)


def _names(text: str, trees: Sequence[Node | None]) -> list[Node]:
    """Return the quantities that a sentence asks for by name."""
    start = ASKS.search(text) or re.match("", text)
    words = text[start.end() :] if start else text
    words = _VALUE_OF.sub("", words)
    first = re.search(r"⟦(\d+)⟧", words)
    if first is None or _STOP.search(words[: first.start()]):
        return []
    listed = re.match(r"⟦\d+⟧(?:(?:,| and|, and| or) ⟦\d+⟧)*", words[first.start() :])
    numbers = re.findall(r"⟦(\d+)⟧", listed.group()) if listed else []
    found = [_head(trees[int(number)]) for number in numbers]
    return [one for one in found if one is not None] if None not in found else []


def _head(tree: Node | None) -> Node | None:
    """Return the quantity that a formula is or defines."""
    if isinstance(tree, Relation) and tree.signs == ("=",) and not isinstance(tree.sides[-1], Num):
        tree = tree.sides[0]
    return tree if isinstance(tree, _QUANTITIES) else None


def _same(head: Node, name: Node) -> bool:
    """Tell whether a quantity is the one that a name is of: with a star, a hat or an index more, or for any place."""
    if head == name:
        return True
    if isinstance(head, Chance | Moment) or isinstance(name, Chance | Moment) or called(head) != called(name):
        return False
    if isinstance(head, Deriv) and isinstance(name, Deriv):
        return head.by == name.by
    if isinstance(head, Apply) and isinstance(name, Apply):
        return all(isinstance(one, Name) for one in name.arguments)
    return not (isinstance(head, Name) and isinstance(name, Name) and name.sub)


def called(node: Node | None) -> str:
    """Return what a name, function or derivative is called, without stars and hats; empty for what is none of them."""
    primes = ""
    if isinstance(node, Deriv):
        primes, node = "'" * len(node.by), node.of
    name = node.base if isinstance(node, Name) else node.function if isinstance(node, Apply) else ""
    if dotted := re.fullmatch(r"\\(d+)ot\s*\{?(.*?)\}?", name):
        primes, name = primes + "'" * len(dotted[1]), dotted[2]
    return (
        re.sub(r"\^\*$|^\\\w+\{(.*)\}$", r"\1", name) + primes + "'" * (node.primes if isinstance(node, Apply) else 0)
    )
