r"""Names with their indices and powers, and functions: ``w_{21}^{(4)}``, ``g'(z)``, ``\sin^2 x``."""

from __future__ import annotations

from fractions import Fraction

from qbank.checker.syntax import Add, Apply, Call, Div, Mul, Name, Neg, Node, Num, Tuple, negated, walk

from .cursor import BARS, Cursor
from .functions import INVERSE, WORDS
from .tokens import Token

_ARGUMENTS = frozenset({r"\frac", r"\sqrt"})


class NameReader(Cursor):
    """Reads names and the application of functions."""

    def name(self) -> Node:
        """Read a name with its indices and powers, or the application of a function."""
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
        r"""Read ``\text{…}``: a function, or a name of several letters."""
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
            return self.leaf(Token("letter", "e", token.start, token.end))
        if after.text == "(" and text not in self.notation.words:
            raise self.refuse(f"the function {text} is not known", token, "declare it under functions")
        if len(text) == 1 and text != "e":
            text = rf"\mathrm{{{text}}}"  # upright, so not the letter in italics
        elif text != "e" and text not in self.notation.words:
            raise self.refuse(f"the word {text} is no name known here", token, "declare it under symbols")
        return self.scripts(text, token)

    def scripts(self, base: str, token: Token) -> Node:
        """Read the indices and powers of the name ``base``."""
        sub: tuple[Node, ...] = ()
        sup: tuple[Node, ...] = ()
        power: tuple[Node, Token] | None = None
        mark = None
        while self.now.kind in ("sub", "sup"):
            sign = self.take()
            if sign.kind == "sub":
                if sub:
                    raise self.refuse("a double subscript", sign)
                sub = self.indices(base)
            elif mark:
                raise self.refuse("a double superscript", sign)
            elif mark := self.mark(Name(base, sub, sup)):
                continue
            elif self.parenthesised_index(base=base):
                if sup:
                    raise self.refuse("a double superscript", sign)
                sup = self.superscript()
            else:
                if power:
                    raise self.refuse("a double superscript", sign)
                if self.now.text in (r"\top", "*", r"\dagger", r"\perp") or self._braced_sign() or self._transposes():
                    raise self.refuse("this superscript is not understood yet")
                power = (self.argument(), sign)
        if self.now.text == "[" and power is None:
            raise self.refuse(f"whether {base} is a function or a factor cannot be told", token, "write \\cdot")
        if self.now.text == "(" and power is None and (base in self.notation.doubtful or self._applied()):
            raise self.refuse(
                f"whether {base} is a function or a factor cannot be told",
                token,
                f"declare {base} under functions, or write \\cdot",
            )
        if not sub and not sup:
            node = self.leaf(Token("letter", base, token.start, token.end))
        else:
            self.check_known(base, token)
            node = Name(base, sub, sup)
        if mark:
            node = mark(node)
        return self.raised(node, *power) if power else node

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

    def _transposes(self) -> bool:
        """Tell whether a superscript T follows that is no quantity of the question."""
        inner = self.ahead() if self.now.kind == "open" else self.now
        return inner.text.strip() == "T" and "T" not in self.notation.bare

    def parenthesised_index(self, start: int = 0, base: str = "") -> bool:
        """Tell whether ``{(…)}`` with one index inside follows, ``start`` tokens ahead: of ``e``, it is a power."""
        opened = self.ahead(start).kind == "open" and self.ahead(start + 1).text == "("
        if not opened or (base == "e" and "e" not in self.notation.words):
            return False
        place, inside = start + 2, []
        while self.ahead(place).kind in ("letter", "number", "word") or self.ahead(place).text in (",", "+", "-"):
            inside.append(self.ahead(place))
            place += 1
        if self.ahead(place).text != ")" or self.ahead(place + 1).kind != "close":
            return False
        kinds = [token.kind for token in inside]
        if len(inside) == 1 or (
            len(inside) > 1 and set(kinds[1::2]) == {"op"} and {t.text for t in inside[1::2]} == {","}
        ):
            return True
        if kinds == ["letter", "op", "number"]:  # a layer or a step next to this one, or a power
            if inside[0].text in self.notation.layers:
                return True
            raise self.refuse(
                "a superscript in parentheses may be an index or a power", hint="write x^{n+1} for a power"
            )
        return False

    def superscript(self) -> tuple[Node, ...]:
        """Read an index in parentheses above."""
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
        """Read indices up to ``closer``, side by side or parted by commas."""
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

    def own_function(self, name: str, token: Token) -> Node:
        """Read the application of a function of the question's own."""
        primes = self._primes()
        if self.now.kind == "sup" and self.parenthesised_index(1):
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
        argument = self.parenthesis(self.take())
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
        return self.raised(node, *power) if power else node

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
        argument = self.parenthesis(self.take()) if self.now.text in ("(", "[") else self.bare_argument(token)
        if isinstance(argument, Tuple):
            raise self.refuse(f"{token.text} takes one argument", token)
        node: Node = Call(function, (argument,), primes)
        if base is not None:
            node = Div(node, Call("ln", (base,)))
        return self.raised(node, *power) if power else node

    def bare_argument(self, function: Token) -> Node:
        r"""Read ``2x`` in ``\sin 2x``: the product up to the next function, sign or parenthesis."""
        factors: list[Node] = []
        while True:
            token = self.now
            simple = token.kind in ("number", "letter") or (
                not factors and (token.kind in ("word", "open") or token.text in _ARGUMENTS or token.text in BARS)
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
