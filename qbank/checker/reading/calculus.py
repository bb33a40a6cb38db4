r"""Fractions, roots, derivatives, sums: what commands such as ``\frac`` and ``\sum`` stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qbank.checker.syntax import Big, Call, Deriv, Div, Name, Node, Num, Pow

from .cursor import CLOSERS, MAX_ORDER
from .names import NameReader
from .tokens import Token


class CalculusReader(NameReader):
    """Reads fractions and derivatives, roots, binomials, sums and products."""

    def fraction(self, token: Token) -> Node:
        r"""Read ``\frac``: a derivative or a fraction."""
        derivative = self.derivative(token)
        if derivative is not None:
            if self.now.text == "(" and self._single():
                raise self.refuse("a derivative at a point or times a factor", hint="write \\cdot for a product")
            return derivative
        return Div(self.operand_of(), self.operand_of())

    def derivative(self, token: Token) -> Node | None:
        r"""Read ``\frac{\partial A}{\partial B}`` or ``\frac{d}{dx}``; ``None`` where this is a plain fraction."""
        if self.now.kind != "open":
            return None
        sign = self.ahead().text
        middle = self._group_end(self.at)
        plain = sign in ("d", r"\mathrm{d}") and self.ahead().kind in ("letter", "word")
        if sign != r"\partial" and not (plain and self._is_differential(middle + 1)):
            return None
        if plain and "d" in self.notation.words:
            raise self.refuse("d is a name here, so this is a fraction or a derivative", token)
        self.take()
        self.take()
        order = self._order()
        of = None if self.now.kind == "close" else self.product()
        self.expect("close")
        self.expect("open")
        by: list[Name] = []
        while self.now.kind != "close":
            if self.now.text != sign:
                raise self.refuse("this derivative is not understood")
            self.take()
            start = self.now
            name = self.name() if start.kind in ("letter", "word") else None
            count = 1
            if isinstance(name, Pow) and isinstance(name.exponent, Num):
                count = int(name.exponent.value)
                name = name.base if isinstance(name.base, Name) else None
            if not isinstance(name, Name):
                raise self.refuse("a derivative by something that is no name", start)
            by.extend([name] * count)
        self.expect("close")
        if not by or len(by) != order or order > MAX_ORDER:
            raise self.refuse("the orders above and below do not agree", token)
        return Deriv(self.differentiated() if of is None else of, tuple(by), total=sign != r"\partial")

    def _single(self) -> bool:
        """Tell whether a parenthesis with one number or name in it follows."""
        return self.ahead().kind in ("number", "letter", "word") and self.ahead(2).text == ")"

    def differentiated(self) -> Node:
        r"""Read what ``\frac{d}{dx}`` acts on: a parenthesis alone, else the rest of the product."""
        if self.now.text in CLOSERS:
            node = self.factor()
            if self.starts_factor():
                raise self.refuse(
                    "how far the derivative reaches is read in two ways", hint="put all that it acts on in parentheses"
                )
            return node
        start = self.at
        node = self.product()
        if any(token.text in (r"\cdot", r"\times", "*") for token in self.tokens[start : self.at]):
            raise self.refuse(
                "how far the derivative reaches is read in two ways", hint="put all that it acts on in parentheses"
            )
        return node

    def _order(self) -> int:
        if self.now.kind != "sup":
            return 1
        self.take()
        order = self.argument()
        if not isinstance(order, Num) or order.value.denominator != 1:
            raise self.refuse("the order of a derivative must be a number")
        return int(order.value)

    def _group_end(self, at: int) -> int:
        """Return the place after the group that opens at ``at``."""
        depth = 0
        for place in range(at, len(self.tokens)):
            depth += {"open": 1, "close": -1}.get(self.tokens[place].kind, 0)
            if depth == 0:
                return place
        raise self.refuse("'}' is missing")

    def _is_differential(self, at: int) -> bool:
        """Tell whether ``{d x …}`` stands at ``at``."""
        tokens = [token.text for token in self.tokens[at : at + 3]]
        return len(tokens) == 3 and tokens[0] == "{" and tokens[1] == "d" and tokens[2] != "}"

    def root(self, _token: Token) -> Node:
        r"""Read ``\sqrt``, with its degree if there is one."""
        if self.now.text == "[":
            self.take()
            degree = self.sum()
            self.expect("op", "]")
            return Call("root", (self.operand_of(), degree))
        return Call("sqrt", (self.operand_of(),))

    def binomial(self, _token: Token) -> Node:
        r"""Read ``\binom``."""
        return Call("binomial", (self.operand_of(), self.operand_of()))

    def big(self, token: Token) -> Node:
        """Read a sum or product: it reaches over the rest of its product and stops at + and -."""
        index, lower, upper = "", None, None
        letters: list[str] = []
        while self.now.kind in ("sub", "sup"):
            if self.take().kind == "sup":
                upper = self.argument()
                continue
            if self.now.kind != "open":
                letters = [self._bound_letter(self.take())]
                continue
            self.take()
            letters = [self._bound_letter(self.take())]
            while self.now.text == ",":
                self.take()
                letters.append(self._bound_letter(self.take()))
            if self.now.text == "=" and len(letters) == 1:
                self.take()
                lower = self.sum()
            if self.now.kind != "close":
                raise self.refuse("what this runs over is not understood", hint="write \\sum_{i=1}^n")
            self.take()
        if not letters or (lower is None) != (upper is None):
            raise self.refuse("what this runs over is not understood", token, hint="write \\sum_{i=1}^n")
        start = self.at
        self.bound += letters
        body = self.product()
        del self.bound[-len(letters) :]
        if any(part.text == "/" for part in self.tokens[start : self.at]):
            raise self.refuse(
                "how far the sum or product reaches is read in two ways", token, "use \\frac or parentheses"
            )
        for index in reversed(letters):
            body = Big(token.text[1:], index, lower, upper, body)
        return body

    def _bound_letter(self, token: Token) -> str:
        if token.kind != "letter":
            raise self.refuse("an index must be a letter", token)
        return token.text


OPERANDS: Mapping[str, Callable[[CalculusReader, Token], Node]] = {
    r"\frac": CalculusReader.fraction,
    r"\sqrt": CalculusReader.root,
    r"\binom": CalculusReader.binomial,
    r"\sum": CalculusReader.big,
    r"\prod": CalculusReader.big,
}
"""What starts an operand, with the method that reads on after it."""
