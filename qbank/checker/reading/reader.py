"""LaTeX formulas read into syntax trees: a precedence parser that understands the whole input or refuses it.

Nothing is guessed. An unknown name, an ellipsis, a form that textbooks read in two ways: each is refused by
:class:`Unreadable` with its place and a hint. The rules of reading are in ``docs/reading.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from qbank.checker.syntax import Add, Call, Const, Div, Mul, Name, Neg, Node, Num, Pow, Relation, Tuple, negated

from .calculus import CalculusReader
from .cursor import BARS, CLOSERS, LEFT_BARS, MAX_DEPTH, MAX_EXPONENT, MAX_FACTORIAL
from .functions import COMMANDS
from .notation import Notation
from .tokens import Token, Unreadable, tokenize

RELATIONS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx", r"\equiv"})


def read(text: str, notation: Notation) -> Node:
    """Read one formula or relation.

    ``text`` is LaTeX without dollars; a final full stop or comma is punctuation.
    Raises :class:`Unreadable` with offsets into ``text``.
    """
    return read_tokens(tokenize(text), notation, len(text))


def read_tokens(tokens: Sequence[Token], notation: Notation, end: int) -> Node:
    """Read a formula that is already cut into tokens; ``end`` is the offset where it stops."""
    inside = [token for token in tokens if token.kind not in ("align", "space")]
    while inside and inside[-1].kind == "op" and inside[-1].text in ".,;:":
        end = inside.pop().start
    if not inside:
        raise Unreadable("nothing to read", 0, end)
    return _Reader(inside, notation, end).relation_whole()


class _Reader(CalculusReader):
    """Reads relations, sums, products and operands."""

    def relation_whole(self) -> Node:
        node = self.relation()
        if self.now.kind != "end":
            raise self.refuse(self._stray())
        return node

    def _stray(self) -> str:
        token = self.now
        if token.text in (r"\to", r"\xrightarrow", r"\mapsto", r"\Rightarrow", r"\implies", r"\iff"):
            return "an arrow is not a formula"
        if token.kind == "row":
            return "a line break inside a formula"
        return f"{token.text!r} is not understood here"

    def relation(self) -> Node:
        sides = [self.sum()]
        signs = []
        while self.now.text in RELATIONS and self.now.kind in ("op", "command"):
            signs.append(self.take().text)
            sides.append(self.sum())
        return Relation(tuple(sides), tuple(signs)) if signs else sides[0]

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(f"more than {MAX_DEPTH} levels of nesting")
        terms = []
        sign = self.take().text if self.now.text in ("+", "-") and self.now.kind == "op" else "+"
        while True:
            term = self.product()
            terms.append(negated(term) if sign == "-" else term)
            if self.now.kind != "op" or self.now.text not in ("+", "-"):
                break
            sign = self.take().text
            if self.now.kind == "op" and self.now.text == "-":  # a + -b, as students write it
                self.take()
                sign = "-" if sign == "+" else "+"
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    def product(self) -> Node:
        """Read factors up to the next ``+``, ``-``, relation or closing sign."""
        factors = [self.factor()]
        divided = False
        while True:
            token = self.now
            if token.text in (r"\cdot", r"\times", "*") and token.kind in ("op", "command"):
                self.take()
                factors.append(self.signed_factor())
                divided = False
            elif token.text in ("/", r"\div") and token.kind in ("op", "command"):
                if divided:
                    raise self.refuse("two divisions in a row", hint="use \\frac or parentheses")
                self.take()
                left = factors[0] if len(factors) == 1 else Mul(tuple(factors))
                factors = [Div(left, self.factor())]
                divided = True
            elif self.starts_factor():
                if divided:
                    raise self.refuse("a product right after a division", hint="use \\frac or parentheses")
                if token.kind == "number":
                    raise self.refuse("a number after a factor may be misread", hint="write \\cdot before it")
                whole = self.tokens[self.at - 1].kind == "number" and token.text == r"\frac"
                factors.append(self.factor())
                if whole and _is_fraction(factors[-1]):
                    raise self.refuse("a mixed number is read in two ways", token, "write \\cdot or + between")
            else:
                if sum(_is_vector(factor) for factor in factors) > 1:
                    raise self.refuse(
                        "a product of vectors or matrices is not understood yet", self.tokens[self.at - 1]
                    )
                return factors[0] if len(factors) == 1 else Mul(tuple(factors))

    def signed_factor(self) -> Node:
        if self.now.kind == "op" and self.now.text == "-":
            self.take()
            return negated(self.factor())
        return self.factor()

    def starts_factor(self) -> bool:
        token = self.now
        if token.kind in ("number", "letter", "word", "open"):
            return True
        if token.text in BARS:
            return not self.bars
        if token.text in LEFT_BARS:
            return True
        if token.kind == "op":
            return token.text in ("(", "[")
        return token.kind == "command" and (token.text in COMMANDS or token.text in _OPERANDS)

    def factor(self) -> Node:
        """Read one factor with its powers and factorials."""
        token = self.now
        node = self.operand()
        while True:
            if self.now.kind == "sup":
                direct = token.kind == "word" or token.text in COMMANDS
                if direct and isinstance(node, Call) and self.tokens[self.at - 1].text in (")", "]"):
                    raise self.refuse(
                        f"a power after \\{node.function}(…) is read in two ways",
                        hint=f"write \\{node.function}^2(x) or (\\{node.function}(x))^2",
                    )
                node = self.power(node)
            elif self.now.kind == "sub":
                raise self.refuse("an index on something that is no name")
            elif self.now.text == "!" and self.now.kind == "op":
                self.take()
                if isinstance(node, Pow):
                    raise self.refuse("a factorial of a power is read in two ways", hint="use parentheses")
                if self.now.text == "!":
                    raise self.refuse("a double factorial is not understood")
                if isinstance(node, Num) and node.value > MAX_FACTORIAL:
                    raise self.refuse(f"a factorial above {MAX_FACTORIAL}", token)
                node = Call("factorial", (node,))
            elif self.now.kind == "prime":
                raise self.refuse("a prime on something that is no function")
            else:
                return node

    def power(self, base: Node) -> Node:
        sign = self.expect("sup")
        if self.parenthesised_index():
            raise self.refuse("a superscript in parentheses on something that is no name", sign)
        exponent = self.argument()
        if self.now.kind == "sup":
            raise self.refuse("a double superscript")
        return self.raised(base, exponent, sign)

    def raised(self, base: Node, exponent: Node, sign: Token) -> Node:
        number = exponent.of if isinstance(exponent, Neg) else exponent
        if isinstance(number, Num) and number.value > MAX_EXPONENT:
            raise self.refuse(f"an exponent above {MAX_EXPONENT}", sign)
        if isinstance(exponent, Pow) and isinstance(exponent.base, Num) and isinstance(exponent.exponent, Num | Pow):
            raise self.refuse("a tower of numbers", sign)
        if base == Const("e"):
            return Call("exp", (exponent,))
        return Pow(base, exponent)

    def operand_of(self) -> Node:
        r"""Read what a command takes; of digits without braces, TeX takes the first: ``\frac12`` is one half."""
        token = self.now
        if token.kind == "number" and len(token.text) > 1 and token.text[0].isdigit():
            middle = token.start + 1
            rest = Token("number", token.text[1:], middle, token.end)
            self.tokens = [*self.tokens[: self.at], rest, *self.tokens[self.at + 1 :]]
            return Num(Fraction(int(token.text[0])))
        return self.argument()

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
        if token.kind == "command" and token.text in _OPERANDS:
            return self.operand()
        raise self.refuse("something is missing here")

    def bare_letter(self) -> Node:
        return self.leaf(self.take())

    def operand(self) -> Node:
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
        if token.kind in ("letter", "word"):
            return self.name()
        if token.kind == "open":
            self.take()
            node = self.sum()
            self.expect("close")
            return node
        if token.text in CLOSERS and token.kind == "op":
            return self.parenthesis()
        if token.text in BARS and token.kind in ("op", "command"):
            return self.bar()
        if token.text in LEFT_BARS:
            return self.sided_bar()
        if token.kind == "command" and token.text in COMMANDS:
            self.take()
            return self.known_function(COMMANDS[token.text], token)
        if token.kind == "command" and token.text in _OPERANDS:
            self.take()
            return _OPERANDS[token.text](self, token)
        if token.text == r"\ldots":
            raise self.refuse("an ellipsis leaves open what it stands for", hint="write a sum with \\sum")
        if token.kind == "end":
            raise self.refuse("the formula stops too early")
        raise self.refuse(self._stray())

    def number(self) -> Num:
        text = self.take().text
        whole, dot, decimals = text.partition(".")
        return Num(Fraction(int((whole or "0") + decimals), 10 ** len(decimals)), len(decimals) if dot else None)

    def parenthesis(self) -> Node:
        token = self.take()
        bars, self.bars = self.bars, []
        items = [self.sum()]
        while self.now.text == "," and self.now.kind == "op":
            self.take()
            items.append(self.sum())
        self.bars = bars
        if self.now.text != CLOSERS[token.text]:
            raise self.refuse(f"{CLOSERS[token.text]!r} is missing here" if self.now.kind == "end" else self._stray())
        self.take()
        if len(items) > 1:
            if token.text == "[":
                raise self.refuse("a list in square brackets is read in two ways", token)
            return Tuple(tuple(items))
        return items[0]

    def bar(self) -> Node:
        token = self.take()
        if token.text in self.bars:
            raise self.refuse("nested bars are read in two ways", token, "write \\left| … \\right|")
        self.bars.append(token.text)
        node = self.sum()
        if self.now.text != token.text:
            raise self.refuse(f"the closing {token.text} is missing here")
        self.take()
        self.bars.pop()
        return Call(BARS[token.text], (node,))

    def sided_bar(self) -> Node:
        function, closer = LEFT_BARS[self.take().text]
        bars, self.bars = self.bars, []
        node = self.sum()
        self.bars = bars
        self.expect("command", closer)
        return Call(function, (node,))


def _is_vector(node: Node) -> bool:
    base = node.base if isinstance(node, Pow) else node
    return isinstance(base, Name) and base.base.startswith((r"\mathbf", r"\vec", r"\boldsymbol"))


def _is_fraction(node: Node) -> bool:
    return isinstance(node, Div) and isinstance(node.numerator, Num) and isinstance(node.denominator, Num)


_OPERANDS = {
    r"\frac": _Reader.fraction,
    r"\sqrt": _Reader.root,
    r"\binom": _Reader.binomial,
    r"\sum": _Reader.big,
    r"\prod": _Reader.big,
}
