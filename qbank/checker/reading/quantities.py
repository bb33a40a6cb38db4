r"""Units, per cent, degrees, polar form: what may stand after a number."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from qbank.checker.syntax import Call, Const, Div, Mul, Name, Neg, Node, Num, Pow, Unit, walk
from qbank.checker.units import parse_unit

from .integrals import IntegralReader
from .tokens import Token

_DEGREES = frozenset({"deg", "degree", "degrees"})


class QuantityReader(IntegralReader):
    """Reads what is written after numbers."""

    def unit(self, before: list[Node]) -> list[Node]:
        r"""Read units after ``before``, the factors so far: nothing where they can have none."""
        if not self._may_have_unit(before):
            return []
        found: list[Node] = []
        while parts := self._one_unit():
            found += parts
        return found

    def _may_have_unit(self, before: list[Node]) -> bool:
        token = self.now
        if token.kind != "word" and token.text not in (r"\Omega", r"\mu", r"\frac", r"\AA"):
            return False
        return self.measured or any(
            isinstance(part, Num | Unit) or part == Const("pi") for node in before for part in walk(node)
        )

    def _one_unit(self) -> list[Node]:
        token = self.now
        if token.text == r"\frac":
            return self._unit_fraction()
        text, length = self._unit_text(token)
        units = parse_unit(text) if length else None
        if units is None or self._is_a_name(token.text.strip()) or self.ahead(length).kind == "sub":
            return []
        if token.text == "d" and self.ahead().kind in ("letter", "word"):
            return []  # a differential
        if token.text.strip() == "var" and self.ahead(length).text in ("(", "["):
            return []  # a variance
        self.at += length
        if self.now.kind == "sup" and self.ahead().text != r"\circ":
            self.take()
            exponent = self.argument()
            number = exponent.of if isinstance(exponent, Neg) else exponent
            if not isinstance(number, Num) or abs(units[-1][1]) != 1:
                raise self.refuse("this power of a unit is not understood", token)
            power = int(number.value) * (-1 if isinstance(exponent, Neg) else 1)
            units = (*units[:-1], (units[-1][0], units[-1][1] * power))
        return [_powered(symbol, exponent) for symbol, exponent in units]

    def _unit_text(self, token: Token) -> tuple[str, int]:
        """Return the text of a unit here, and of how many tokens it is made."""
        if token.kind == "word" and self.ahead().text == r"\Omega" and self.notation.variables.ohm:
            return f"{token.text.strip()}Ω", 2
        if token.kind == "word":
            return token.text, 1
        if token.text == r"\mu" and self.ahead().kind == "word":
            return f"μ{self.ahead().text.strip()}", 2
        if token.text == r"\Omega" and self.notation.variables.ohm:
            return "Ω", 1
        return "", 0

    def _is_a_name(self, word: str) -> bool:
        known = self.notation.known or frozenset()
        return word in self.notation.words or word in self.notation.functions or rf"\mathrm{{{word}}}" in known

    def _unit_fraction(self) -> list[Node]:
        r"""Read ``\frac{\text{m}}{\text{s}^2}``; nothing where it holds anything but units."""
        start = self.at
        self.take()
        halves: list[list[Node]] = []
        for _ in range(2):
            if self.now.kind != "open":
                break
            self.take()
            parts: list[Node] = []
            while found := self._one_unit() if self.now.kind == "word" or self.now.text in (r"\mu", r"\Omega") else []:
                parts += found
                if self.now.text == r"\cdot":
                    self.take()
            if not parts or self.now.kind != "close":
                break
            self.take()
            halves.append(parts)
        if len(halves) < 2:
            self.at = start
            return []
        return [*halves[0], *(_inverse(part) for part in halves[1])]

    def per_cent(self, node: Node) -> Node:
        r"""Return ``node`` per cent."""
        return Div(node, Num(Fraction(100)))

    def degrees(self, node: Node, token: Token) -> Node:
        r"""Return ``node`` degrees in radians; a temperature is refused, since its zero is not zero."""
        scale = self.now.text.strip() if self.now.kind in ("word", "letter") else ""
        if scale in ("C", "F", "c") or (scale and scale[0] in "CF"):
            raise self.refuse("a temperature with an offset is no factor", token, "write it in kelvin")
        return Div(Mul((node, Const("pi"))), Num(Fraction(180)))

    def is_degree(self) -> bool:
        r"""Tell whether ``^\circ`` stands here, from its superscript sign on."""
        if self.now.text == r"\degree":
            return True
        word = self.now.text.strip()
        if self.now.kind == "word" and word in _DEGREES and not self._is_a_name(word):
            return self.tokens[self.at - 1].kind == "number"
        if self.now.kind != "sup":
            return False
        braced = self.ahead().kind == "open"
        return self.ahead(1 + braced).text in (r"\circ", r"\degree") and (not braced or self.ahead(3).kind == "close")

    def degree_sign(self, node: Node) -> Node:
        r"""Step over ``^\circ`` and return what it makes of ``node``."""
        token = self.now
        if self.now.kind == "sup":
            self.take()
        self.at += 3 if self.now.kind == "open" else 1
        return self.degrees(node, token)

    def polar(self, token: Token, signed: Callable[[], Node]) -> Node:
        r"""Read the angle in ``10\angle 30^\circ``: the factor e to the power of i times it."""
        braced = self.now.kind == "open"
        start = self.at
        angle = self.operand_of() if braced else signed()
        shown = [part.text for part in self.tokens[start : self.at]]
        plain = not any(isinstance(part, Name | Const | Call) for part in walk(angle))
        if (
            plain
            and not {r"\circ", r"\degree"} & set(shown)
            and not any(isinstance(part, Num) and part.value == 0 for part in [angle])
        ):
            raise self.refuse("degrees or radians cannot be told", token, "write 30^\\circ or \\pi/6")
        return Call("exp", (Mul((Const("i"), angle)),))


def _powered(symbol: str, exponent: int) -> Node:
    if exponent == 1:
        return Unit(symbol)
    number = Num(Fraction(abs(exponent)))
    return Pow(Unit(symbol), number if exponent > 0 else Neg(number))


def _inverse(unit: Node) -> Node:
    match unit:
        case Unit(symbol):
            return _powered(symbol, -1)
        case Pow(Unit(symbol), Neg(Num(value))):
            return _powered(symbol, int(value))
        case Pow(Unit(symbol), Num(value)):
            return _powered(symbol, -int(value))
    raise TypeError("no power of a unit")
