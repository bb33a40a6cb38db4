"""LaTeX formulas read into syntax trees: a precedence parser that understands the whole input or refuses it.

Nothing is guessed. An unknown name, an ellipsis, a form that textbooks read in two ways: each is refused by
:class:`Unreadable` with its place and a hint. The rules of reading are in ``docs/reading.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .functions import COMMANDS, INVERSE, WORDS
from .notation import Notation
from .syntax import (
    Add,
    Apply,
    Big,
    Call,
    Const,
    Deriv,
    Div,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    negated,
    walk,
)
from .tokens import Token, Unreadable, tokenize

MAX_DEPTH = 50
MAX_EXPONENT = 1000
MAX_FACTORIAL = 200
RELATIONS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx", r"\equiv"})
_END = Token("end", "", 0, 0)
_CLOSERS = {"(": ")", "[": "]"}
_SPLITTING = frozenset({")", "]", ",", ";", "+", "-"}) | RELATIONS
_BARS = {"|": "abs", r"\|": "norm"}
_LEFT_BARS = {r"\lvert": ("abs", r"\rvert"), r"\lVert": ("norm", r"\rVert")}


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


class _Reader:
    """A cursor over the tokens of one formula."""

    def __init__(self, tokens: Sequence[Token], notation: Notation, end: int) -> None:
        self.tokens = tokens
        self.notation = notation
        self.at = 0
        self.depth = 0
        self.bars: list[str] = []
        self.stop = Token("end", "", end, end)

    # cursor

    @property
    def now(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else self.stop

    def ahead(self, distance: int = 1) -> Token:
        place = self.at + distance
        return self.tokens[place] if place < len(self.tokens) else self.stop

    def take(self) -> Token:
        token = self.now
        self.at += 1
        return token

    def expect(self, kind: str, text: str = "") -> Token:
        token = self.now
        if token.kind != kind or (text and token.text != text):
            wanted = text or {"open": "{", "close": "}"}.get(kind, kind)
            raise self.refuse(f"{wanted!r} is missing here")
        return self.take()

    def refuse(self, reason: str, token: Token | None = None, hint: str = "") -> Unreadable:
        place = token or self.now
        return Unreadable(reason, place.start, place.end, hint)

    # relations and sums

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

    # products

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
                if token.kind == "number" and self.tokens[self.at - 1].kind == "number":
                    raise self.refuse("two numbers side by side print as one", hint="write \\cdot between them")
                whole = self.tokens[self.at - 1].kind == "number" and token.text == r"\frac"
                factors.append(self.factor())
                if whole and _is_fraction(factors[-1]):
                    raise self.refuse("a mixed number is read in two ways", token, "write \\cdot or + between")
            else:
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
        if token.text in _BARS:
            return not self.bars
        if token.text in _LEFT_BARS:
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
        if self._parenthesised_index():
            raise self.refuse("a superscript in parentheses on something that is no name", sign)
        exponent = self.argument()
        if self.now.kind == "sup":
            raise self.refuse("a double superscript")
        return self._power(base, exponent, sign)

    def _power(self, base: Node, exponent: Node, sign: Token) -> Node:
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
        return self._leaf(self.take())

    def _leaf(self, token: Token) -> Node:
        known = self.notation.known
        if token.text == r"\pi" and not (known and r"\pi" in self.notation.words):
            return Const("pi")
        if token.text == "e" and "e" not in self.notation.words:
            return Const("e")
        self.check_known(token.text, token)
        return Name(token.text)

    def check_known(self, base: str, token: Token) -> None:
        known = self.notation.known
        if known is not None and not known.issuperset(base.split(" ")):
            raise self.refuse(f"the name {base} occurs nowhere else in the question", token, "declare it under symbols")

    # operands

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
        if token.text in _CLOSERS and token.kind == "op":
            return self.parenthesis()
        if token.text in _BARS and token.kind in ("op", "command"):
            return self.bar()
        if token.text in _LEFT_BARS:
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
        if self.now.text != _CLOSERS[token.text]:
            raise self.refuse(f"{_CLOSERS[token.text]!r} is missing here" if self.now.kind == "end" else self._stray())
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
        return Call(_BARS[token.text], (node,))

    def sided_bar(self) -> Node:
        function, closer = _LEFT_BARS[self.take().text]
        bars, self.bars = self.bars, []
        node = self.sum()
        self.bars = bars
        self.expect("command", closer)
        return Call(function, (node,))

    # names

    def name(self) -> Node:
        token = self.now
        if token.kind == "word":
            return self.word()
        base = self._take_name()
        if base in self.notation.functions:
            return self.own_function(base, token)
        primes = self._primes()
        if primes:
            base += "'" * primes
            if base not in self.notation.words:
                raise self.refuse(
                    f"a prime on {token.text}, which is not known as a function",
                    token,
                    f"declare {token.text} under functions, or {base} under symbols",
                )
        return self.scripts(base, token)

    def _take_name(self) -> str:
        """Take the letters of the longest known word here, or one letter."""
        first = self.now
        letters = ""
        at = self.at
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.kind != "letter" or len(token.text) > 1 or (letters and self.tokens[at - 1].end != token.start):
                break
            letters += token.text
            at += 1
        base = self.notation.word_at(letters) if letters else first.text
        self.at += len(base) if letters else 1
        if base == r"\Delta" and self.now.kind == "letter":
            # a difference is one quantity: \Delta w is not \Delta times w
            return rf"{base} {self._take_name()}"
        return base

    def _primes(self) -> int:
        count = 0
        while self.now.kind == "prime":
            self.take()
            count += 1
        return count

    def word(self) -> Node:
        token = self.take()
        text = token.text.strip()
        if not text.isalpha():
            raise self.refuse("prose, not a formula", token)
        after = self.ahead(0)
        if text in self.notation.functions:
            return self.own_function(text, token)
        function = WORDS.get(text.lower())
        if function and (after.text in ("(", "[") or after.kind in ("prime", "sup") or text.islower()):
            return self.known_function(function, token)
        if text == "e":
            return self._leaf(Token("letter", "e", token.start, token.end))
        if after.text == "(" and text not in self.notation.words:
            raise self.refuse(f"the function {text} is not known", token, "declare it under functions")
        return self.scripts(text, token)

    def scripts(self, base: str, token: Token) -> Node:
        """Read the indices and powers of the name ``base``."""
        sub: tuple[Node, ...] = ()
        sup: tuple[Node, ...] = ()
        power: tuple[Node, Token] | None = None
        while self.now.kind in ("sub", "sup"):
            sign = self.take()
            if sign.kind == "sub":
                if sub:
                    raise self.refuse("a double subscript", sign)
                sub = self.indices(base)
            elif self._parenthesised_index():
                if sup:
                    raise self.refuse("a double superscript", sign)
                sup = self.superscript()
            else:
                if power:
                    raise self.refuse("a double superscript", sign)
                if self.now.text in (r"\top", "*", r"\dagger", r"\perp") or self._braced_sign():
                    raise self.refuse(f"the superscript {self.now.text} is not understood yet")
                power = (self.argument(), sign)
        if self.now.text == "(" and power is None and (base in self.notation.doubtful or self._applied()):
            raise self.refuse(
                f"whether {base} is a function or a factor cannot be told",
                token,
                f"declare {base} under functions, or write \\cdot",
            )
        if not sub and not sup:
            node = self._leaf(Token("letter", base, token.start, token.end))
        else:
            self.check_known(base, token)
            node = Name(base, sub, sup)
        return self._power(node, *power) if power else node

    def _applied(self) -> bool:
        """Tell whether a parenthesis follows with nothing but names in it, as after a function."""
        distance = 1
        while self.ahead(distance).kind in ("letter", "word") or self.ahead(distance).text == ",":
            distance += 1
        return distance > 1 and self.ahead(distance).text == ")"

    def _braced_sign(self) -> bool:
        return self.now.kind == "open" and self.ahead().text in (r"\top", "*", r"\dagger", r"\perp", "+", "-") and (
            self.ahead(2).kind == "close"
        )  # fmt: skip

    def _parenthesised_index(self, start: int = 0) -> bool:
        """Tell whether ``{(…)}`` with one index inside follows, ``start`` tokens ahead."""
        opened = self.ahead(start).kind == "open" and self.ahead(start + 1).text == "("
        return opened and self._closes_at(start + 2)

    def _closes_at(self, distance: int) -> bool:
        while self.ahead(distance).kind in ("letter", "number", "word") or self.ahead(distance).text in (",", "+", "-"):
            distance += 1
        return self.ahead(distance).text == ")" and self.ahead(distance + 1).kind == "close"

    def superscript(self) -> tuple[Node, ...]:
        self.expect("open")
        self.expect("op", "(")
        items = self.index_list(")")
        self.expect("op", ")")
        self.expect("close")
        return items

    def indices(self, base: str) -> tuple[Node, ...]:
        """Read a subscript: letters, digits, sums of these, words; ``_{ji}`` holds two."""
        if self.now.kind != "open":
            token = self.take()
            if token.kind == "number" and len(token.text) > 1:
                raise self.refuse("a subscript of several digits without braces", token, f"write {{{token.text}}}")
            return (self._index_leaf(token),)
        self.take()
        items = self.index_list("}")
        self.expect("close")
        if len(items) == 2 and base not in self.notation.paired and {type(item) for item in items} == {Num, Name}:
            raise self.refuse("this index is read in two ways", hint="part the indices by commas")
        if base in self.notation.paired and len(items) == 1 and isinstance(items[0], Num):
            digits = str(items[0].value)
            if digits.isdigit():
                return tuple(Num(Fraction(int(digit))) for digit in digits)
        return items

    def index_list(self, closer: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while True:
            terms = self._juxtaposed()
            if self.now.text in ("+", "-") and self.now.kind == "op":
                if len(terms) > 1:
                    raise self.refuse("several indices beside a sum", hint="part the indices by commas")
                node: Node = terms[0]
                while self.now.text in ("+", "-") and self.now.kind == "op":
                    sign = self.take().text
                    more = self._juxtaposed()
                    if len(more) > 1:
                        raise self.refuse("several indices beside a sum", hint="part the indices by commas")
                    node = Add((node, negated(more[0]) if sign == "-" else more[0]))
                terms = [node]
            items.extend(terms)
            if self.now.text != ",":
                break
            self.take()
        if self.now.text != closer:
            raise self.refuse("this index is not understood")
        return tuple(items)

    def _juxtaposed(self) -> list[Node]:
        terms: list[Node] = []
        while self.now.kind in ("letter", "number", "word"):
            if self.now.kind == "number" and terms and isinstance(terms[-1], Num):
                raise self.refuse("two numbers side by side print as one", hint="part the indices by commas")
            terms.append(self._index_leaf(self.take()))
        if not terms:
            raise self.refuse("this index is not understood")
        return terms

    def _index_leaf(self, token: Token) -> Node:
        if token.kind == "number" and "." not in token.text:
            return Num(Fraction(int(token.text)))
        if token.kind in ("letter", "word"):
            return Name(token.text.strip())
        raise self.refuse("this index is not understood", token)

    # functions

    def own_function(self, name: str, token: Token) -> Node:
        primes = self._primes()
        if self.now.kind == "sup" and self._parenthesised_index(1):
            self.take()
            order = self.superscript()
            if primes or len(order) != 1 or not isinstance(order[0], Num):
                raise self.refuse("this order of a derivative is not understood", token)
            primes = int(order[0].value)
        power = None
        if self.now.kind == "sup":
            sign = self.take()
            power = (self.argument(), sign)
        if self.now.text != "(":
            if primes or power:
                raise self.refuse(f"the function {name} without its argument", token)
            self.check_known(name, token)
            return Name(name)
        argument = self.parenthesis()
        items = argument.items if isinstance(argument, Tuple) else (argument,)
        if any(part == Name(name) for item in items for part in walk(item)):
            raise self.refuse(f"{name} of itself is read in two ways", token, f"write {name}(z) in full, or \\cdot")
        node: Node = Apply(name, items, primes)
        if power and power[0] == Neg(Num(Fraction(1))):
            raise self.refuse(
                f"{name}^{{-1}} is read in two ways", token, f"write \\frac{{1}}{{{name}(…)}} for the reciprocal"
            )
        if power is None and self.now.kind == "sup":
            raise self.refuse(f"a power after {name}(…) is read in two ways", hint=f"write ({name}(…))^2")
        return self._power(node, *power) if power else node

    def known_function(self, function: str, token: Token) -> Node:
        r"""Read the argument of a function that every student knows: ``\sin^2 x``, ``\ln(1 - o)``, ``\sin 2x``."""
        base = None
        primes = self._primes()
        if self.now.kind == "sub":
            if token.text not in (r"\log", "log"):
                raise self.refuse(f"an index on {token.text} is not understood")
            self.take()
            base = self.argument()
        power = None
        if self.now.kind == "sup":
            sign = self.take()
            power = (self.argument(), sign)
        if power and power[0] == Neg(Num(Fraction(1))):
            if function not in INVERSE:
                raise self.refuse(f"{token.text}^{{-1}} is read in two ways", token)
            function, power = INVERSE[function], None
        argument = self.parenthesis() if self.now.text in ("(", "[") else self.bare_argument(token)
        if isinstance(argument, Tuple):
            raise self.refuse(f"{token.text} takes one argument", token)
        node: Node = Call(function, (argument,), primes)
        if base is not None:
            node = Div(node, Call("ln", (base,)))
        return self._power(node, *power) if power else node

    def bare_argument(self, function: Token) -> Node:
        r"""Read ``2x`` in ``\sin 2x``: the product up to the next function, sign or parenthesis."""
        factors: list[Node] = []
        while True:
            token = self.now
            simple = token.kind in ("number", "letter") or (
                not factors and (token.kind in ("word", "open") or token.text in _ARGUMENTS or token.text in _BARS)
            )
            if not simple:
                break
            if isinstance(factors[-1] if factors else None, Div | Call):
                raise self.refuse(f"where the argument of {function.text} ends is read in two ways", token)
            factors.append(self.factor())
        if not factors:
            raise self.refuse(f"{function.text} without an argument", function)
        number = len(factors) == 1 and isinstance(factors[0], Num) and self.now.text in (r"\cdot", r"\times", "*")
        if number or self.now.text in ("(", "[", "/", r"\frac") or self.now.kind == "open":
            raise self.refuse(
                f"where the argument of {function.text} ends is read in two ways",
                hint="put the argument in parentheses",
            )
        return factors[0] if len(factors) == 1 else Mul(tuple(factors))

    # commands

    def fraction(self, token: Token) -> Node:
        derivative = self.derivative(token)
        if derivative is not None:
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
        return Deriv(self.differentiated() if of is None else of, tuple(by))

    def differentiated(self) -> Node:
        r"""Read what ``\frac{d}{dx}`` acts on: a parenthesis alone, else the rest of the product."""
        if self.now.text in _CLOSERS:
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
        if self.now.text == "[":
            self.take()
            degree = self.sum()
            self.expect("op", "]")
            return Call("root", (self.operand_of(), degree))
        return Call("sqrt", (self.operand_of(),))

    def binomial(self, _token: Token) -> Node:
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
        body = self.product()
        for index in reversed(letters):
            body = Big(token.text[1:], index, lower, upper, body)
        return body

    def _bound_letter(self, token: Token) -> str:
        if token.kind != "letter":
            raise self.refuse("an index must be a letter", token)
        return token.text


def _is_fraction(node: Node) -> bool:
    return isinstance(node, Div) and isinstance(node.numerator, Num) and isinstance(node.denominator, Num)


MAX_ORDER = 10
_OPERANDS = {
    r"\frac": _Reader.fraction,
    r"\sqrt": _Reader.root,
    r"\binom": _Reader.binomial,
    r"\sum": _Reader.big,
    r"\prod": _Reader.big,
}
_ARGUMENTS = frozenset({r"\frac", r"\sqrt"})
