r"""Names with their indices, powers and marks: ``w_{21}^{(4)}``, ``\bar{z}``, ``\dot{x}``, ``\text{max}``."""

from __future__ import annotations

import re
from fractions import Fraction

from qbank.checker.syntax import Apply, Call, Const, Deriv, Div, Mul, Name, Neg, Node, Num, Pow, Tuple

from .applications import ARGUMENTS, FunctionReader
from .functions import FUNCTION_LETTERS, VECTOR_OPERATORS, WORDS
from .kinds import MATRIX, VECTOR
from .tokens import SPELLED, Token
from .variables import REMAINDERS

_DOTS = (r"\dot{", r"\ddot{", r"\dddot{")
_APPLICABLE = frozenset({"F", "G", "H", "Q", "U", "X", "Y", "u", "v", "w", "y", "p", "q", "x", r"\delta", r"\Phi",
                         r"\Psi", r"\zeta", r"\chi", r"\Theta", r"\Omega", "O", "o", "T", r"\mathcal{O}", r"\pi",
                         "f", "g", "h", r"\sigma", r"\phi", r"\varphi", r"\psi"})  # fmt: skip
"""Letters that are often functions."""
_OPERATORS = frozenset({"proj", "comp", "orth", "ker", "Ker", "coker", "range", "Range", "col", "Col", "row", "Row",
                        "null", "Null", "Nul", "nullity", "span", "Span", "vec", "Hom", "Aut", "End", "Res", "softmax",
                        "Softmax", "sup", "inf", "supp", "conv", "KL", "ord", "perp", "median", "mode", "IQR", "MAD",
                        "prox", "dist", "diam", "vol", "Vol", "Area", "id", "im", "Gal", "char", "sinc", "rect", "tri",
                        "sgnum", "logit", "cis", "entropy", "Spec", "spec"})  # fmt: skip
"""Words that act on what follows and are not read."""


MAX_REMAINDER = 16
_REMAINDER = re.compile(
    r"\(([a-mo-z]|\\(?:var)?epsilon|\\delta)(\^(\d|\{\d+(/\d)?\}))?\)|\(\(([a-mo-z])[+-]\d+\)(\^(\d|\{\d+\}))?\)"
)
"""What follows the O of a remainder; n goes to infinity."""


def conjugate(node: Node) -> Node:
    """Return the complex conjugate of ``node``."""
    return Call("conj", (node,))


class NameReader(FunctionReader):
    """Reads names with their indices, powers and primes."""

    def name(self) -> Node:
        """Read a name with its indices and powers, or the application of a function."""
        token = self.now
        if token.kind == "word":
            return self.word()
        before = self.ahead(-1).text if self.at else ""
        base = self.taken_name()
        if base in REMAINDERS and before in ("+", "-") and self._is_remainder():
            return Call("O", (self.parenthesis(self.take()),))
        if base.startswith(_DOTS) and base[base.index("{") + 1 : -1] in self.notation.functions:
            return self._moving(base, token)
        if base in self.notation.functions and not (base in self.bound or self._indexed_otherwise(base)):
            return self.own_function(base, token)
        if base in self.notation.functions and base not in self.bound:
            return self._indexed_function(base, token)
        if base == "d" and self.now.kind in ("letter", "word") and not self.notation.variables.distance:
            raise self.refuse("a differential that belongs to no integral or derivative", token)
        if base == "C" and self._counts():
            return Call("binomial", self._pair())
        if base.startswith(r"\bar{") and base[5:-1].isupper() and len(base[5:-1]) > 1:
            known = self.notation.known or frozenset()
            if any({letter, rf"\bar{{{letter}}}"} & known for letter in base[5:-1]):
                raise self.refuse("a length, or the opposite of a product", token, "say what the letters are")
        if base.startswith(r"\bar{") and self.notation.variables.complex:
            return self._conjugated(base[5:-1], token)
        if base in SPELLED and base not in self.notation.words and len(base) > 1:
            raise self.refuse(f"{base} without a backslash prints as letters", token, f"write \\{base}")
        if base.startswith(_DOTS) and base[base.index("{") + 1 : -1] in self.notation.variables.moving:
            return self._moving(base, token)
        if letters := self.partial_letters(base):
            self.take()
            self.at = (self.group_end(self.at) if self.now.kind == "open" else self.at) + 1
            slope = Deriv(Name(base), tuple(Name(letter) for letter in letters))
            if self.now.kind != "sup":
                return slope
            sign = self.take()
            return self.raised(slope, self.exponent(), sign)
        primes = self.primes()
        if not primes:
            return self._primed_after(base, self.scripts(base, token), token)
        return self._primed(base, primes, token)

    def _indexed_function(self, base: str, token: Token) -> Node:
        r"""Read a quantity with the letter of a function and an index, ``f_0``, ``f^*``; not ``h_\theta(x)``."""
        node = self.scripts(base, token)
        if self.now.text == "(" or self.now.kind == "prime":
            raise self.refuse("a function with an index", token, "give it a letter of its own")
        return node

    def _conjugated(self, base: str, token: Token) -> Node:
        r"""Read ``\bar{z}`` or ``\overline{zw}``, the complex conjugate."""
        if len(base) > 1 and base.isalpha():
            letters = [Token("letter", letter, token.start, token.end) for letter in base]
            if self.now.kind in ("sub", "prime"):
                raise self.refuse("an index on something that is no name")
            return conjugate(Mul(tuple(self.leaf(letter) for letter in letters)))
        node = self.scripts(base, token)
        if isinstance(node, Pow):
            return Pow(conjugate(node.base), node.exponent)
        return conjugate(node)

    def _moving(self, base: str, token: Token) -> Node:
        r"""Read ``\dot{x}``, the derivative by time."""
        order = len(base[1 : base.index("{")]) - len("ot")
        inner = base[base.index("{") + 1 : -1]
        if inner in self.notation.functions and self.now.text == "(":
            argument = self.parenthesis(self.take())
            return Apply(inner, argument.items if isinstance(argument, Tuple) else (argument,), order)
        node = self.scripts(base[base.index("{") + 1 : -1], token)
        power = node.exponent if isinstance(node, Pow) else None
        name = node.base if isinstance(node, Pow) else node
        if not isinstance(name, Name):
            raise self.refuse("a dot above something that is no name", token)
        found = Deriv(name, (Name("t"),) * order, total=True)
        return Pow(found, power) if power is not None else found

    def _primed(self, base: str, primes: int, token: Token) -> Node:
        """Read a name with primes: a derivative of it, or a name of its own."""
        shown = base + "'" * primes
        if shown in self.notation.words or shown in self.bound:
            return self.scripts(shown, token)
        by = self.notation.variables.variable_of(base)
        if by == "":
            return self.scripts(shown, token)
        if by is None:
            raise self.refuse(
                f"a prime on {token.text}, which is not known as a function",
                token,
                f"declare {token.text} under functions, or {shown} under symbols",
            )
        node = self.scripts(base, token)
        power = node.exponent if isinstance(node, Pow) else None
        name = node.base if isinstance(node, Pow) else node
        if not isinstance(name, Name):
            raise self.refuse("a prime on something that is no function", token)
        found = Deriv(name, (Name(by),) * primes, total=True)
        return Pow(found, power) if power is not None else found

    def _primed_after(self, base: str, node: Node, token: Token) -> Node:
        """Read the primes after an index: ``x_1'``."""
        if self.now.kind != "prime" or not isinstance(node, Name):
            return node
        if self.notation.variables.variable_of(base):
            raise self.refuse("a prime after an index is read in two ways", token)
        primes = self.primes()
        named = Name(node.base + "'" * primes, node.sub, node.sup)
        if self.now.kind == "sup":
            sign = self.take()
            return self.raised(named, self.argument(), sign)
        return named

    def _indexed_otherwise(self, base: str) -> bool:
        """Tell whether an index or star follows the name of a function, and no derivative by its arguments: ``f_0``."""
        starred = self.now.kind == "sup" and "*" in (
            self.ahead().text,
            self.ahead().kind == "open" and self.ahead(2).text,
        )
        return starred or (self.now.kind == "sub" and not self.partial_letters(base))

    def _is_remainder(self) -> bool:
        """Tell whether a power of a letter follows, or of its distance from a number: ``O(x^3)``, ``O((x - 1)^2)``."""
        texts = []
        for distance in range(MAX_REMAINDER):
            texts.append(self.ahead(distance).text)
            if texts.count("(") == texts.count(")"):
                break
        written = "".join(texts)
        return "O" not in dict(self.notation.variables.parameters) and _REMAINDER.fullmatch(written) is not None

    def _counts(self) -> bool:
        """Tell whether ``(n, k)`` follows, the arguments of a number of combinations."""
        texts = [self.ahead(distance) for distance in range(5)]
        shape = texts[0].text == "(" and texts[2].text == "," and texts[4].text == ")"
        lone = len(self.tokens) == self.at + 5 and self.at == 1 and texts[1].kind == texts[3].kind == "number"
        return shape and not lone and "C" not in self.notation.bare and all(
            texts[at].kind == "number" or texts[at].text in ("n", "k", "r", "m") for at in (1, 3)
        )  # fmt: skip

    def _pair(self) -> tuple[Node, ...]:
        pair = self.parenthesis(self.take())
        if not isinstance(pair, Tuple) or len(pair.items) != 2:
            raise self.refuse("two arguments are missing here")
        return pair.items

    def taken_name(self) -> str:
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
        if letters in self.notation.segments and not any(self.notation.kind_of(Name(letter)) for letter in letters):
            raise self.refuse(f"{letters} is a length or a product", first, "declare it under symbols, or write \\cdot")
        if letters in SPELLED and len(base) == 1:
            base = letters
        self.at += len(base) if letters else 1
        if base == r"\Delta" and self.now.kind == "letter":
            # a difference is one quantity: \Delta w is not \Delta times w
            return rf"{base} {self.taken_name()}"
        return base

    def word(self) -> Node:
        r"""Read ``\text{…}``: a function, or a name of several letters."""
        token = self.take()
        text = token.text.strip()
        if text in ("argmax", "argmin", "max", "min") and text not in self.notation.words:
            return self.operands[r"\max"](self, Token("command", f"\\{text}", token.start, token.end))
        if text in ("i", "j") and rf"\mathrm{{{text}}}" not in (self.notation.known or ()):
            if self.now.kind in ("sub", "prime"):
                raise self.refuse("an index on the imaginary unit", token)
            return Const("i")
        if not text.isalpha():
            raise self.refuse("prose, not a formula", token)
        after = self.ahead(0)
        if text in self.notation.functions:
            return self.own_function(text, token)
        function = WORDS.get(text.lower())
        spoken = (
            text in ("Re", "Im", "Arg")
            and ((self.notation.variables.complex and (after.kind == "letter" or after.text == r"\{"))
                 or (token.operator and text not in self.notation.words and after.text in ("(", r"\{", *ARGUMENTS)))
        )  # fmt: skip
        if function in VECTOR_OPERATORS:
            return self.operands[r"\nabla"](self, token)
        if function and (after.text in ("(", "[") or after.kind in ("prime", "sup") or text.islower() or spoken):
            return self.known_function(function, token)
        if text == "e":
            return self.leaf(Token("letter", "e", token.start, token.end))
        if after.text == "(" and text not in self.notation.words:
            raise self.refuse(f"the function {text} is not known", token, "declare it under functions")
        if len(text) == 1 and text != "e":
            text = rf"\mathrm{{{text}}}"  # upright, so not the letter in italics
        elif text != "e" and text not in self.notation.words:
            raise self.refuse(f"the word {text} is no name known here", token, "declare it under symbols")
        node = self.scripts(text, token)
        if (token.operator or text in _OPERATORS) and self.starts_factor():
            raise self.refuse(f"the operator {text} is not known", token, "declare it under functions")
        return node

    def _multiplies_matrices(self, base: str) -> bool:
        """Tell whether a matrix stands before a parenthesis that holds another: a product."""
        kinds = self.notation.kinds
        inside = self.ahead(1)
        other = inside.kind == "letter" and (kinds.of(Name(inside.text)) == MATRIX or inside.text == "I")
        return base in kinds.matrices and other

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
            elif self.now.text in ("*", r"\star") or (
                self.now.kind == "open" and self.ahead().text in ("*", r"\star") and self.ahead(2).kind == "close"
            ):
                self.at += 3 if self.now.kind == "open" else 1
                if self.notation.variables.complex:
                    mark = conjugate
                else:
                    base += "^*"
            elif self.parenthesised_index(base=base):
                if sup:
                    raise self.refuse("a double superscript", sign)
                sup = self.superscript()
            else:
                if power:
                    raise self.refuse("a double superscript", sign)
                if self.now.text in (r"\top", "*", r"\dagger", r"\perp") or self._braced_sign() or self._transposes():
                    raise self.refuse("this superscript is not understood yet")
                power = (self.exponent(), sign)
        if sub and power is None and self._of_the_matrix(base):
            self.at += 3
        inverse = power is not None and power[0] == Neg(Num(Fraction(1)))
        powered = inverse or (power and base in FUNCTION_LETTERS)
        if self.now.text == "(" and powered and self._applied() and not self._multiplies_matrices(base):
            raise self.refuse("an inverse function or a power times a factor", token, "write \\cdot for a product")
        if power is None:
            self._check_bracket(base, token)
        if (
            self.now.text == "("
            and power is None
            and ((base in self.notation.doubtful and base in _APPLICABLE) or self._applied())
            and not self._multiplies_matrices(base)
        ):
            raise self.refuse(
                f"whether {base} is a function or a factor cannot be told",
                token,
                f"declare {base} under functions, or write \\cdot",
            )
        if power is None and (along := self._directional(Name(base, sub, sup), token)) is not None:
            return along
        self._check_product(Name(base, sub, sup), power and power[0], token)
        if not sub and not sup:
            node = self.leaf(Token("letter", base, token.start, token.end))
        else:
            self.check_known(base, token)
            node = Name(base, sub, sup)
        if mark:
            node = mark(node)
        return self.raised(node, *power) if power else node

    def _of_the_matrix(self, base: str) -> bool:
        r"""Tell whether ``(A)`` follows a letter of eigenvalues, where A is the only matrix there is."""
        inside, matrices = self.ahead(1), self.notation.kinds.matrices
        shape = self.now.text == "(" and self.ahead(2).text == ")" and inside.kind == "letter"
        return shape and base in (r"\lambda", r"\sigma") and matrices == {inside.text}

    def _directional(self, name: Name, token: Token) -> Node | None:
        r"""Read what follows ``D_{\mathbf v}``: the derivative along the unit vector, where words say "direction"."""
        if name.base != "D" or len(name.sub) != 1 or name.sup or not isinstance(name.sub[0], Name):
            return None
        vector = name.sub[0]
        if self.now.text not in self.notation.functions or self.notation.kind_of(vector) != VECTOR:
            return None
        if not self.notation.directed:
            raise self.refuse("a derivative along a vector or in its direction", token, "write \\nabla f \\cdot …")
        slope = Call("dot", (self.operands[r"\nabla"](self, token), vector))
        return Div(slope, Call("norm", (vector,)))

    def _check_bracket(self, base: str, token: Token) -> None:
        """Refuse a bracket after a name that may be its argument."""
        if self.now.text != "[" or base == r"\pi" or not self.starts_factor():
            return
        if base in self.notation.functions or not self._between_bounds():
            raise self.refuse(f"whether {base} is a function or a factor cannot be told", token, "write \\cdot")

    def _between_bounds(self) -> bool:
        """Tell whether the bracket that opens here is that of ``[F]_a^b``."""
        depth = 0
        for place in range(self.at, len(self.tokens)):
            depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(self.tokens[place].text, 0)
            if depth == 0:
                kinds = [token.kind for token in self.tokens[place + 1 : place + 4]]
                over = self.group_end(place + 2) + 1 if kinds[1:2] == ["open"] else place + 3
                return kinds[:1] == ["sub"] and [one.kind for one in self.tokens[over : over + 1]] == ["sup"]
        return False

    def _check_product(self, name: Name, power: Node | None, token: Token) -> None:
        """Refuse what looks like a product, or a power, and may be something else."""
        capital = name.base.isupper() or name.base.startswith((r"\mathcal{", r"\mathbb{"))
        if self.now.text == "(" and power is None and capital and self._before_a_list(name):
            raise self.refuse(f"a point {name.base}, a function or a factor", token, "write \\cdot for a product")
        if name.base == "C" and power and _chooses(name.sub, power):
            raise self.refuse("a binomial coefficient or a power", token, "write \\binom")
        if name.base == "D" and len(name.sub) == 1 and isinstance(name.sub[0], Name) and self.starts_factor():
            raise self.refuse("a directional derivative, or a product", token, "write \\cdot for a product")

    def _before_a_list(self, name: Name) -> bool:
        """Tell whether a list in parentheses follows a name that is no matrix."""
        depth = 0
        for token in self.tokens[self.at :]:
            depth += (token.text in ("(", "[") or token.kind == "open") - (
                token.text in (")", "]") or token.kind == "close"
            )
            if depth == 0:
                break
            if depth == 1 and token.text == ",":
                return self.notation.kind_of(name) is None
        return False

    def _applied(self) -> bool:
        """Tell whether a parenthesis follows with nothing but names or one number in it, as after a function."""
        distance = 1
        if self.ahead().kind == "number" and self.ahead(2).text == ")":
            return True
        while self.ahead(distance).kind in ("letter", "word", "sub", "sup") or self.ahead(distance).text == ",":
            scripted = self.ahead(distance).kind in ("sub", "sup")
            if scripted and self.ahead(distance + 1).kind == "open":
                distance = self.group_end(self.at + distance + 1) - self.at
            else:
                distance += scripted
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


def _chooses(sub: tuple[Node, ...], power: Node) -> bool:
    r"""Tell whether ``C_n^k`` may be a number of combinations."""
    if len(sub) != 1:
        return False
    if isinstance(sub[0], Num) and isinstance(power, Num):
        return sub[0].value > 2 and power.value <= sub[0].value  # C_1^2 is a square
    return isinstance(sub[0], Name) and isinstance(power, Name)
