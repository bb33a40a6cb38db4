"""The letters of one formula with what stands beside them, and what is noted of their kinds on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from .kinds import BARRED, Kinds
from .tokens import Token

_FLAGS = ("units", "boolean", "identity", "sizes", "traits")
_OPEN = frozenset({"(", "[", "{", r"\{", r"\langle"})
_CLOSE = frozenset({")", "]", "}", r"\}", r"\rangle"})


class Noted:
    """Names by kind, as they are found, and a way about the formula that is looked at."""

    def __init__(self, said: Kinds) -> None:
        self.said = said
        self.found: dict[str, set[str]] = {
            part.name: set(getattr(said, part.name)) for part in fields(Kinds) if part.name not in _FLAGS
        }
        self.bare_t = False
        self.tokens: Sequence[Token] = ()
        self.weak: set[str] = set()
        self.functional: set[str] = set()
        self.matrix_words = False
        self.sizes: set[tuple[str, int | str, int | str]] = set()

    def text(self, at: int) -> str:
        """Return the text of a token, nothing past either end."""
        return self.tokens[at].text.strip() if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        """Return the kind of a token, nothing past either end."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def closing(self, at: int) -> int:
        """Return where the bracket that opens at ``at`` closes, else the end."""
        depth = 0
        for place in range(at, len(self.tokens)):
            text = self.tokens[place].text
            depth += (text in _OPEN) - (text in _CLOSE)
            if depth <= 0:
                return place
        return len(self.tokens)

    def opening(self, at: int) -> int:
        """Return where the bracket that closes at ``at`` opens, else the start."""
        depth = 0
        for place in range(at, -1, -1):
            text = self.tokens[place].text
            depth += (text in _CLOSE) - (text in _OPEN)
            if depth <= 0:
                return place
        return 0

    def before(self, at: int) -> int:
        """Return the letter that ends before ``at``, over its scripts; -1 where there is none."""
        place = at - 1
        while place >= 0:
            if self.kind(place) == "close":
                place = self.opening(place)
                if self.kind(place - 1) not in ("sub", "sup"):
                    return -1
                place -= 2
            elif self.kind(place - 1) in ("sub", "sup"):
                place -= 2
            elif self.kind(place) == "prime":
                place -= 1
            else:
                return place if self.kind(place) == "letter" else -1
        return -1

    def after_scripts(self, at: int) -> int:
        """Return the place after the scripts and primes that stand at ``at``."""
        while self.kind(at) in ("sub", "sup", "prime"):
            if self.kind(at) != "prime":
                at += 1
                at = self.closing(at) if self.kind(at) == "open" else at
            at += 1
        return at

    def add(self, kind: str, at: int) -> None:
        """Note that the letter at ``at`` has this kind."""
        if self.kind(at) != "letter":
            return
        text = self.text(at)
        if text.startswith(BARRED):
            text = text[text.index("{") + 1 : -1]
            if text.isalpha() and len(text) > 1 and kind in ("sets", "events", "propositions"):
                self.found[kind].update(text)
                return
        family = kind in ("vectors", "matrices") and self.kind(at + 1) == "sub"
        self.found[kind].add(text + "_" * family)
