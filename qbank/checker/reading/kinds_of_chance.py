"""What ``P(…)`` and ``E[…]`` tell: events, random variables, and whether ``P`` is a probability at all."""

from __future__ import annotations

from collections.abc import Sequence

from .kinds import AND, BARRED, CONNECTIVES, MEAN, NOT, OR, RELATION_SIGNS, SET_SIGNS, is_capital
from .kinds_noted import Noted
from .tokens import Token

_RANDOM = frozenset("XYZWUVSTN")
_EVENTS = frozenset("ABCDEFGHMQRS")
_EVENT_SIGNS = (
    RELATION_SIGNS | SET_SIGNS | AND | OR | NOT | {r"\mid", "|", r"\overline", r"\complement", r"\emptyset", r"\Omega"}
)
_SIZE = frozenset({"|", r"\lvert", r"\left|", r"\#"})
"""What stands before a set whose size is meant."""
_OF_EVENTS = SET_SIGNS | CONNECTIVES | {"c", ",", "|", r"\complement", r"\mid", "(", ")", "+", "-"}


class ChanceNoted(Noted):
    """Notes events and random variables."""

    def chance(self, at: int) -> None:
        """``P(…)`` that holds an event tells what P is, and what the letters in it are."""
        name = self.text(at)
        start = self.after_scripts(at + 1)
        if self.text(start) not in ("(", "[", r"\{"):
            return
        end = self.closing(start)
        inside = [self.text(place) for place in range(start + 1, end)]
        letters = [
            place
            for place in range(start + 1, end)
            if self.kind(place) == "letter" and not (self.text(place) in ("c", "C") and self.kind(place - 1) == "sup")
        ]
        signs = set(inside) & _EVENT_SIGNS
        words = any(self.kind(place) == "word" and len(self.text(place)) > 1 for place in range(start + 1, end))
        plain = all(is_capital(self.text(place)) or self.text(place).startswith(BARRED) for place in letters)
        events = plain and bool(letters) and all(
            self.kind(p) in ("letter", "prime", "sub", "sup", "open", "close")
            or self.text(p) in _OF_EVENTS
            or (self.kind(p) == "number" and self.kind(p - 1) in ("sub", "open"))
            for p in range(start + 1, end)
        )  # fmt: skip
        relation = bool(set(inside) & RELATION_SIGNS)
        signs |= {r"\{"} & set(inside[:1])
        if "".join(inside).rpartition("^")[2].strip("{}") in ("+", "-"):
            signs |= {"+"}  # the outcome of a test: P(+), P(T^-)
        strong = (
            bool(signs)
            or words
            or any(
                self.text(p).startswith(BARRED) or self.kind(p + 1) == "prime" or self.text(p + 2) == "c"
                for p in letters
            )
        )
        if name == "p":
            if relation:
                self.found["operators"].add(name)
            elif not strong and not {self.text(p) for p in letters} <= _EVENTS | self.found["events"]:
                return  # the pressure p(V)
        elif name == "P" and not strong and name in self.functional:
            return
        elif name != "P" or strong:
            self.found["operators"].add(name)
        elif events and {self.text(p) for p in letters} <= _EVENTS | self.found["events"]:
            self.weak.add(name)
        else:
            self.functional.add(name)
            return
        for place in letters:
            if self.kind(place - 1) == "sup" or self.kind(place - 2) == "sup" or self.kind(place - 1) == "sub":
                continue
            if relation:
                near = self.text(self.after_scripts(place + 1)) in RELATION_SIGNS | {"|", r"\mid"}
                if is_capital(self.text(place)) and (near or self.text(place) in _RANDOM):
                    self.add("variables", place)
                elif events:
                    self.add("events", place)
            elif events and self.text(place) not in self.found["variables"]:
                self.add("events", place)

    def moment(self, at: int) -> None:
        """``E[…]`` tells that E is an expectation, ``E(X)`` does where X is like a random variable."""
        name = self.text(at)
        start = self.after_scripts(at + 1)
        if self.text(start) not in ("(", "[", r"\{"):
            return
        end = self.closing(start)
        letters = [place for place in range(start + 1, end) if is_capital(self.text(place))]
        random = any(self.text(p) in _RANDOM & set("XYZ") | self.found["variables"] for p in letters)
        if name == "E" and self.text(start) == "(" and not random:
            self.functional.add(name)
            return
        if name in MEAN:
            self.found["operators"].add(name)
        for place in letters:
            if self.text(place) in _RANDOM:
                self.add("variables", place)

    def formula_given(self, tokens: Sequence[Token]) -> None:
        """Note of P that ``P(R) = …`` gives it as a formula in R: the power, no probability."""
        self.tokens = tokens
        for at in range(len(tokens)):
            if self.text(at) == "P" and self.text(at + 1) == "(" and self._gives_formula(at + 1):
                self.functional.add("P")

    def _gives_formula(self, start: int) -> bool:
        end = self.closing(start)
        letters = [place for place in range(start + 1, end) if self.kind(place) == "letter"]
        if self.text(end + 1) != "=" or len(letters) != 1:
            return False
        wanted, at = self.text(letters[0]), end + 2
        while at < len(self.tokens):
            if self.text(at) == "P" and self.text(at + 1) == "(":
                at = self.closing(at + 1)
            elif self.text(at) == wanted and self.text(at - 1) not in _SIZE:
                return True
            at += 1
        return False
