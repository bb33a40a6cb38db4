"""Operands: numbers, groups in braces, parentheses and lists, bars, and what a command takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from qbank.checker.syntax import Call, Node, Num, PlusMinus, Tuple

from . import calculus, extrema, integrals
from .cursor import BARS, CLOSERS, LEFT_BARS, MAX_DEPTH
from .functions import COMMANDS
from .quantities import QuantityReader
from .tokens import Token


class OperandReader(QuantityReader):
    """Reads operands and arguments."""

    def operand(self) -> Node:
        """Read an operand without what stands after it."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(f"more than {MAX_DEPTH} levels of nesting")
        try:
            return self._operand()
        finally:
            self.depth -= 1

    def _operand(self) -> Node:
        token = self.now
        if token.kind == "number":
            return self.number()
        if token.text == r"\Gamma" and self.ahead().text == "(" and r"\Gamma" not in self.notation.bare:
            self.take()
            return self.gamma(token)
        if token.kind in ("letter", "word"):
            if self.is_inline_derivative():
                self.take()
                return self.inline_derivative(token, "d")
            return self.name()
        if token.text == "(" and (composed := self.composition()) is not None:
            return composed
        if token.kind == "open":
            return self.braced()
        if token.kind == "command" and token.text in COMMANDS:
            self.take()
            return self.known_function(COMMANDS[token.text], token)
        if token.kind in ("op", "command") and token.text in self.operands:
            self.take()
            return self.operands[token.text](self, token)
        if token.text == r"\ldots":
            raise self.refuse("an ellipsis leaves open what it stands for", hint="write a sum with \\sum")
        if token.kind == "end":
            raise self.refuse("the formula stops too early")
        raise self.refuse(self.stray())

    def number(self) -> Num:
        """Read a number."""
        text = self.now.text
        if text.startswith("0") and text.isdigit() and len(text) > 1:
            raise self.refuse("a number that starts with 0 is read in two ways", hint="write 1{,}000 without the comma")
        self.take()
        whole, dot, decimals = text.partition(".")
        return Num(Fraction(int((whole or "0") + decimals), 10 ** len(decimals)), len(decimals) if dot else None)

    def bare_letter(self) -> Node:
        """Read one letter without scripts."""
        return self.leaf(self.take())

    def argument(self) -> Node:
        """Read what a command or script takes: a group in braces or one sign."""
        token = self.now
        if token.kind == "open":
            self.take()
            node = self.sum()
            self.expect("close")
            return node
        if token.kind == "number" and len(token.text) > 1:
            # TeX takes one digit: x^12 prints as x¹2
            raise self.refuse("a number of several digits without braces", hint=f"write {{{token.text}}}")
        if token.kind in ("number", "letter"):
            return self.number() if token.kind == "number" else self.bare_letter()
        if token.kind == "command" and token.text in COMMANDS:
            raise self.refuse("a function as a script needs braces")
        if token.kind == "command" and token.text in self.operands:
            return self.operand()
        raise self.refuse("something is missing here")

    def operand_of(self) -> Node:
        r"""Read what a command takes; of digits without braces, TeX takes the first: ``\frac12`` is one half."""
        token = self.now
        if token.kind == "number" and len(token.text) > 1 and token.text[0].isdigit():
            middle = token.start + 1
            rest = Token("number", token.text[1:], middle, token.end)
            self.tokens = [*self.tokens[: self.at], rest, *self.tokens[self.at + 1 :]]
            return Num(Fraction(int(token.text[0])))
        return self.argument()

    def stray(self) -> str:
        """Say why the token here cannot stand here."""
        token = self.now
        if token.text in (r"\to", r"\xrightarrow", r"\mapsto", r"\Rightarrow", r"\implies", r"\iff"):
            return "an arrow is not a formula"
        if token.kind == "row":
            return "a line break inside a formula"
        return f"{token.text!r} is not understood here"

    def group(self, _token: Token) -> Node:
        """Read a group in braces that stands after a command which changes nothing."""
        return self.argument()

    def labelled(self, _token: Token) -> Node:
        r"""Read ``\underbrace{…}_{…}`` without its label."""
        node = self.argument()
        if self.now.kind in ("sub", "sup"):
            self.take()
            self.at = (self.group_end(self.at) if self.now.kind == "open" else self.at) + 1
        return node

    def braced(self) -> Node:
        r"""Read a group in braces: ``{n \choose k}`` too."""
        self.take()
        if self.now.kind == "close" and self.ahead().kind == "sub":
            return self.combinations()
        node = self.sum()
        if self.now.text == r"\choose":
            self.take()
            node = Call("binomial", (node, self.sum()))
        self.expect("close")
        return node

    def combinations(self) -> Node:
        r"""Read ``{}_nC_k`` or ``{}_nP_k`` after its first brace."""
        self.take()
        self.take()
        whole = self.argument()
        letter = self.take()
        if letter.text not in ("C", "P") or self.now.kind != "sub":
            raise self.refuse("this is not understood", letter)
        self.take()
        return Call("binomial" if letter.text == "C" else "permutations", (whole, self.argument()))

    def gamma(self, _token: Token) -> Node:
        r"""Read the argument of the gamma function."""
        return Call("gamma", (self.parenthesis(self.take()),))

    def floor(self, token: Token) -> Node:
        r"""Read ``\lfloor x \rfloor`` or ``\lceil x \rceil``."""
        bars, self.bars = self.bars, []
        node = self.sum()
        self.bars = bars
        self.expect("command", token.text.replace(r"\l", r"\r", 1))
        return Call("floor" if "floor" in token.text else "ceil", (node,))

    def both_signs(self, token: Token) -> Node:
        r"""Read ``\pm a`` where an operand stands."""
        return PlusMinus(self.factor(), minus=token.text == r"\mp")

    def parenthesis(self, token: Token) -> Node:
        """Read a parenthesis that is just opened, or a list in one."""
        bars, self.bars = self.bars, []
        applied = self.at > 1 and self.tokens[self.at - 2].text in self.notation.functions
        items = [self.item()]
        while self.now.kind == "op" and (self.now.text == "," or (self.now.text == ";" and applied)):  # f(x; \theta)
            self.take()
            items.append(self.item())
        self.bars = bars
        if self.now.text not in CLOSERS.values():
            raise self.refuse(f"{CLOSERS[token.text]!r} is missing here" if self.now.kind == "end" else self.stray())
        return self.listed(token, items, self.take())

    def item(self) -> Node:
        """Read one item of a list in parentheses."""
        return self.sum()

    def listed(self, opener: Token, items: list[Node], closer: Token) -> Node:
        """Return what ``items`` in parentheses or brackets are."""
        if closer.text != CLOSERS[opener.text]:
            raise self.refuse(f"{CLOSERS[opener.text]!r} is missing here", closer)
        if len(items) > 1:
            if opener.text == "[":
                raise self.refuse("a list in square brackets is read in two ways", opener)
            return Tuple(tuple(items))
        return items[0]

    def bar(self, token: Token) -> Node:
        """Read what stands between two plain bars."""
        if token.text in self.bars:
            raise self.refuse("nested bars are read in two ways", token, "write \\left| … \\right|")
        self.bars.append(token.text)
        node = self.side()
        if self.now.text != token.text:
            raise self.refuse(f"the closing {token.text} is missing here")
        self.take()
        self.bars.pop()
        return self.barred(BARS[token.text], node, token)

    def barred(self, function: str, node: Node, token: Token) -> Node:
        """Return what ``node`` between bars is; ``token`` is the bar to blame."""
        del token
        return Call(function, (node,))

    def sided_bar(self, token: Token) -> Node:
        r"""Read what stands between ``\left|`` and ``\right|``."""
        function, closer = LEFT_BARS[token.text]
        bars, self.bars = self.bars, []
        node = self.side()
        self.bars = bars
        self.expect("command", closer)
        return self.barred(function, node, token)


OPERANDS: Mapping[str, Callable[..., Node]] = {
    **calculus.OPERANDS,
    **extrema.OPERANDS,
    **integrals.OPERANDS,
    r"\boxed": OperandReader.group,
    r"\cancel": OperandReader.group,
    r"\underbrace": OperandReader.labelled,
    r"\overbrace": OperandReader.labelled,
    r"\lfloor": OperandReader.floor,
    r"\lceil": OperandReader.floor,
    r"\pm": OperandReader.both_signs,
    r"\mp": OperandReader.both_signs,
    "(": OperandReader.parenthesis,
    "[": OperandReader.parenthesis,
    **dict.fromkeys(BARS, OperandReader.bar),
    **dict.fromkeys(LEFT_BARS, OperandReader.sided_bar),
}
"""What starts an operand, with the method that reads on after it."""
