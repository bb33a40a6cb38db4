"""A cursor over the tokens of one formula, and what the parts of the reader ask of one another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from qbank.checker.syntax import Const, Name, Node

from .notation import Notation
from .tokens import Token, Unreadable

MAX_DEPTH = 50
MAX_EXPONENT = 1000
MAX_EXPONENT_OF_REMAINDER = 10_000
MAX_DIGITS_OF_UNIT = 4
"""Powers of the imaginary unit may have exponents of as many digits."""
MAX_FACTORIAL = 200
MAX_ORDER = 10
CLOSERS = {"(": ")", "[": "]"}
BARS = {"|": "abs", r"\|": "norm"}
LEFT_BARS = {r"\lvert": ("abs", r"\rvert"), r"\lVert": ("norm", r"\rVert")}


class Cursor(ABC):
    """Where the reader is, and the ways to go on: names, calculus and the rest are read by its subclasses."""

    operands: ClassVar[Mapping[str, Callable[..., Node]]] = {}
    """What starts an operand, with the method that reads on after it."""

    @property
    @abstractmethod
    def marks(self) -> Mapping[str, Callable[[Node, Token], Callable[[Node], Node] | None]]:
        r"""Superscripts that are no powers, as ``\top``: what is given the base and says what it becomes."""

    def __init__(self, tokens: Sequence[Token], notation: Notation, end: int) -> None:
        self.tokens = tokens
        self.notation = notation
        self.at = 0
        self.depth = 0
        self.bars: list[str] = []
        self.bound: list[str] = []
        """Letters of the sums that the cursor is in."""
        self.exponents = 0
        """How many exponents the cursor is in."""
        self.measured = False
        """The cursor is below a quantity with a unit, where a unit alone may stand."""
        self.integrals: list[Name | None] = []
        """Integrals whose integrand is being read, with what they are by once that is known."""
        self.stop = Token("end", "", end, end)

    @property
    def now(self) -> Token:
        """The token here; past the end, one of kind ``end``."""
        try:
            return self.tokens[self.at]
        except IndexError:
            return self.stop

    def ahead(self, distance: int = 1) -> Token:
        """Return the token ``distance`` further on."""
        place = self.at + distance
        return self.tokens[place] if place < len(self.tokens) else self.stop

    def take(self) -> Token:
        """Return the token here and step over it."""
        token = self.now
        self.at += 1
        return token

    def expect(self, kind: str, text: str = "") -> Token:
        """Step over a token of this kind (and text), or refuse."""
        token = self.now
        if token.kind != kind or (text and token.text != text):
            wanted = text or {"open": "{", "close": "}"}.get(kind, kind)
            raise self.refuse(f"{wanted!r} is missing here")
        return self.take()

    def refuse(self, reason: str, token: Token | None = None, hint: str = "") -> Unreadable:
        """Return the refusal at ``token``, else here; the caller raises it."""
        place = token or self.now
        return Unreadable(reason, place.start, place.end, hint)

    def check_known(self, base: str, token: Token) -> None:
        """Refuse a name that the question does not use."""
        known = self.notation.known
        if base in self.bound or known is None:
            return
        plain = base.rstrip("'").removesuffix("^*")
        if not any(known.issuperset(shape.split(" ")) for shape in (base, plain)):
            raise self.refuse(f"the name {base} occurs nowhere else in the question", token, "declare it under symbols")

    def mark(self, base: Node) -> Callable[[Node], Node] | None:
        """Step over a superscript that is no power, and return what it makes of its base; ``None`` where it is one."""
        braced = self.now.kind == "open"
        token = self.ahead() if braced else self.now
        if token.text not in self.marks or (braced and self.ahead(2).kind != "close"):
            return None
        change = self.marks[token.text](base, token)
        if change is not None:
            self.at += 3 if braced else 1
        return change

    def leaf(self, token: Token) -> Node:
        """Return the constant or name that a letter is."""
        variables = self.notation.variables
        if token.text == r"\pi" and r"\pi" not in self.notation.words:
            return Const("pi")
        if token.text == "e" and "e" not in self.notation.words:
            return Const("e")
        if token.text not in self.bound:
            if token.text in variables.imaginary:
                return Const("i")
            if token.text in variables.doubtful:
                raise self.refuse(
                    f"whether {token.text} is the imaginary unit cannot be told",
                    token,
                    f"declare {token.text} under symbols, or write \\mathrm{{{token.text}}} for the unit",
                )
        self.check_known(token.text, token)
        return Name(token.text)

    @abstractmethod
    def sum(self) -> Node:
        """Read terms up to a relation or closing sign."""

    @abstractmethod
    def side(self) -> Node:
        """Read one side of a relation."""

    @abstractmethod
    def relation(self) -> Node:
        """Read sides with relations between them."""

    @abstractmethod
    def at_differential(self) -> bool:
        """Tell whether the differential of an integral stands here."""

    @abstractmethod
    def product(self) -> Node:
        """Read factors up to the next ``+``, ``-``, relation or closing sign."""

    @abstractmethod
    def operand(self) -> Node:
        """Read an operand without what stands after it."""

    @abstractmethod
    def factor(self) -> Node:
        """Read one factor with its powers and factorials."""

    @abstractmethod
    def taken_name(self) -> str:
        """Take the letters of the longest known word here, or one letter."""

    @abstractmethod
    def group_end(self, at: int) -> int:
        """Return the place where the group that opens at ``at`` is closed."""

    @abstractmethod
    def starts_factor(self) -> bool:
        """Tell whether a factor stands here."""

    @abstractmethod
    def argument(self) -> Node:
        """Read what a script takes: a group in braces or one sign."""

    @abstractmethod
    def exponent(self) -> Node:
        """Read what stands in a superscript."""

    @abstractmethod
    def operand_of(self) -> Node:
        """Read what a command takes."""

    @abstractmethod
    def parenthesis(self, token: Token) -> Node:
        """Read a parenthesis that is just opened by ``token``, or a list in one."""

    @abstractmethod
    def raised(self, base: Node, exponent: Node, sign: Token) -> Node:
        """Return a power, within limits."""
