r"""Names with their indices and powers, and functions: ``w_{21}^{(4)}``, ``g'(z)``, ``\sin^2 x``."""

from __future__ import annotations

from fractions import Fraction

from qbank.checker.syntax import (
    Add,
    Apply,
    At,
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
    Tuple,
    negated,
    walk,
)

from .cursor import BARS, LEFT_BARS, Cursor
from .functions import COMMANDS, FUNCTION_LETTERS, INVERSE, SEVERAL, VECTOR_OPERATORS, WORDS
from .kinds import MATRIX, VECTOR
from .tokens import SPELLED, Token

_LABELS = frozenset({"max", "min", "eq", "tot", "net", "avg", "ref", "rms", "eff", "out", "crit", "opt", "total", "new",
                     "old", "esc", "err", "test", "train", "val", "pred", "true", "init", "final"})  # fmt: skip
"""Words that stand as indices, also where they are set as letters."""
_DOTS = (r"\dot{", r"\ddot{", r"\dddot{")
_APPLICABLE = frozenset({"F", "G", "H", "Q", "U", "X", "Y", "u", "v", "w", "y", "p", "q", "x", r"\delta", r"\Phi",
                         r"\Psi", r"\zeta", r"\chi", r"\Theta", r"\Omega", "O", "o", "T", r"\mathcal{O}", r"\pi",
                         "f", "g", "h", r"\sigma", r"\phi", r"\varphi", r"\psi"})  # fmt: skip
"""Letters that are often functions."""
_FUNCTIONS = frozenset({"f", "g", "h"})
_ARGUMENTS = frozenset({r"\frac", r"\sqrt", r"\binom", r"\det", r"\lfloor", r"\lceil", *LEFT_BARS})
"""Commands that start the argument of a function and end by themselves."""
_REACHING = frozenset({r"\sum", r"\prod", r"\max", r"\min", r"\int", r"\lim"})
"""Commands that start the argument of a function and reach over the rest of the product."""
_OPERATORS = frozenset({"proj", "comp", "orth", "ker", "Ker", "coker", "range", "Range", "col", "Col", "row", "Row",
                        "null", "Null", "Nul", "nullity", "span", "Span", "vec", "Hom", "Aut", "End", "Res", "softmax",
                        "Softmax", "sup", "inf", "supp", "conv", "KL", "ord", "perp", "median", "mode", "IQR", "MAD",
                        "prox", "dist", "diam", "vol", "Vol", "Area", "id", "im", "Gal", "char", "sinc", "rect", "tri",
                        "sgnum", "logit", "cis", "entropy", "Spec", "spec"})  # fmt: skip
"""Words that act on what follows and are not read."""


def conjugate(node: Node) -> Node:
    """Return the complex conjugate of ``node``."""
    return Call("conj", (node,))


class NameReader(Cursor):
    """Reads names and the application of functions."""

    def name(self) -> Node:
        """Read a name with its indices and powers, or the application of a function."""
        token = self.now
        if token.kind == "word":
            return self.word()
        base = self.taken_name()
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
        primes = self._primes()
        if not primes:
            return self._primed_after(base, self.scripts(base, token), token)
        return self._primed(base, primes, token)

    def _indexed_function(self, base: str, token: Token) -> Node:
        r"""Read a quantity with the letter of a function and an index: ``f_0``; not ``h_\theta(x)``."""
        node = self.scripts(base, token)
        if self.now.text == "(" or self.now.kind == "prime":
            raise self.refuse("a function with an index", token, "give it a letter of its own")
        return node

    def composition(self) -> Node | None:
        r"""Read ``(f \circ g)(x)``, if that stands here."""
        shape = [self.ahead(distance) for distance in range(6)]
        if self._pair_applied():
            raise self.refuse("a sum or product of functions, applied, or a product", shape[0], "write \\cdot")
        outer, inner = shape[1].text, shape[3].text
        if [token.text for token in shape[::2]] != ["(", r"\circ", ")"] or shape[5].text != "(":
            return None
        if not {outer, inner} <= self.notation.functions:
            raise self.refuse("a composition of what is not known as a function", shape[1])
        self.at += 5
        argument = self.parenthesis(self.take())
        items = argument.items if isinstance(argument, Tuple) else (argument,)
        return Apply(outer, (Apply(inner, items),))

    def _pair_applied(self) -> bool:
        """Tell whether ``(f + g)(x)`` or ``(fg)(2)`` stands here."""
        distance = 1
        letters = 0
        while self.ahead(distance).text in _FUNCTIONS or self.ahead(distance).text in self.notation.functions:
            letters += 1
            distance += 1 + (self.ahead(distance + 1).text in ("+", "-", "/", r"\cdot", "*", r"\star"))
        return letters > 1 and [self.ahead(distance).text, self.ahead(distance + 1).text] == [")", "("]

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
        primes = self._primes()
        named = Name(node.base + "'" * primes, node.sub, node.sup)
        if self.now.kind == "sup":
            sign = self.take()
            return self.raised(named, self.argument(), sign)
        return named

    def _indexed_otherwise(self, base: str) -> bool:
        """Tell whether an index follows the name of a function that is no derivative by its arguments: ``f_0``."""
        return self.now.kind == "sub" and not self._partial_letters(base)

    def _partial_letters(self, base: str) -> tuple[str, ...]:
        """Return the arguments by which ``f_{xy}`` is differentiated, if that is what stands here."""
        if self.now.kind != "sub":
            return ()
        parameters = self.notation.variables.parameters_of(base)
        letters = []
        distance = 1 + (self.ahead().kind == "open")
        while self.ahead(distance).kind == "letter":
            letters.append(self.ahead(distance).text)
            if distance == 1:
                break
            distance += 1
        closed = distance == 1 or self.ahead(distance).kind == "close"
        return tuple(letters) if len(parameters) > 1 and closed and set(letters) <= set(parameters) else ()

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
                 or (token.operator and text not in self.notation.words and after.text in ("(", r"\{", *_ARGUMENTS)))
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
        if self.now.text == "[" and power is None and base != r"\pi" and self.starts_factor():
            raise self.refuse(f"whether {base} is a function or a factor cannot be told", token, "write \\cdot")
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
            if token.text == r"\infty":
                return (Name("infty"),)
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
            if self.now.text == "/" and len(terms) == 1 and self.ahead().kind in ("number", "letter"):
                self.take()  # t_{1/2}
                terms = [Div(terms[0], self._index_leaf(self.take()))]
            items.extend(terms)
            if self.now.text != ",":
                break
            self.take()
        if self.now.text != closer:
            raise self.refuse("this index is not understood")
        return tuple(items)

    def _label(self) -> str:
        """Return the word that stands here as an index in plain letters: ``T_{max}`` is the T with the word max."""
        run = ""
        while len(self.ahead(len(run)).text) == 1 and self.ahead(len(run)).kind == "letter":
            run += self.ahead(len(run)).text
        return run if run in _LABELS else ""

    def _juxtaposed(self) -> list[Node]:
        if self.now.text in (r"\max", r"\min", r"\infty"):
            return [Name(self.take().text[1:])]
        if label := self._label():
            self.at += len(label)
            return [Name(label)]
        terms: list[Node] = []
        while self.now.kind in ("letter", "number", "word"):
            if self.now.kind == "number" and terms and isinstance(terms[-1], Num):
                raise self.refuse("two numbers side by side print as one", hint="part the indices by commas")
            terms.append(self._index_leaf(self.take()))
        if not terms:
            raise self.refuse("this index is not understood")
        return terms

    def _index_leaf(self, token: Token) -> Node:
        if token.kind == "number":
            digits = token.text.partition(".")[2]  # z_{0.975}
            return Num(Fraction(token.text), len(digits) if digits else None)
        if token.kind in ("letter", "word"):
            return Name(token.text.strip())
        raise self.refuse("this index is not understood", token)

    def own_function(self, name: str, token: Token) -> Node:
        """Read the application of a function of the question's own."""
        if by := self._partial_letters(name):
            self.take()
            self.at = (self.group_end(self.at) if self.now.kind == "open" else self.at) + 1
            return self.partial_of(name, by, token)
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
            power = (self.exponent(), sign)
        if self.now.text != "(":
            return self.unapplied(name, primes, power, token)
        argument = self.parenthesis(self.take())
        items = argument.items if isinstance(argument, Tuple) else (argument,)
        if any(part == Name(name) for item in items for part in walk(item)):
            raise self.refuse(f"{name} of itself is read in two ways", token, f"write {name}(z) in full, or \\cdot")
        node: Node = Apply(name, items, primes)
        if power and power[0] == Neg(Num(Fraction(1))):
            raise self.refuse(
                f"{name}^{{-1}} is read in two ways", token, f"write \\frac{{1}}{{{name}(…)}} for the reciprocal"
            )
        return self.raised(node, *power) if power else node

    def unapplied(self, name: str, primes: int, power: tuple[Node, Token] | None, token: Token) -> Node:
        """Return a function without its argument: a quantity, and with primes its derivative."""
        self.check_known(name, token)
        variables = self.notation.variables
        parameters = variables.parameters_of(name)
        by = variables.variable_of(name) or (parameters[0] if len(parameters) == 1 else "")
        node: Node = Name(name)
        if primes:
            if not by:
                raise self.refuse(f"the function {name} without its argument", token)
            node = Deriv(node, (Name(by),) * primes, total=True)
        return self.raised(node, *power) if power else node

    def partial_of(self, name: str, by: tuple[str, ...], token: Token) -> Node:
        """Read what follows ``f_{xy}``, the partial derivative: nothing, or the place where it is taken."""
        names = tuple(Name(letter) for letter in by)
        parameters = tuple(Name(part) for part in self.notation.variables.parameters_of(name))
        if self.now.text != "(":
            return Deriv(Name(name), names)
        argument = self.parenthesis(self.take())
        items = argument.items if isinstance(argument, Tuple) else (argument,)
        if len(items) != len(parameters):
            raise self.refuse(f"{name} has {len(parameters)} arguments", token)
        found = Deriv(Apply(name, parameters), names)
        return found if items == parameters else At(found, parameters, items)

    def known_function(self, function: str, token: Token) -> Node:
        r"""Read the argument of a function that every student knows: ``\sin^2 x``, ``\ln(1 - o)``, ``\sin 2x``."""
        base = None
        node: Node
        primes = self._primes()
        if self.now.kind == "sub":
            if token.text not in (r"\log", "log"):
                raise self.refuse(f"an index on {token.text} is not understood")
            self.take()
            base = self._base_of_logarithm()
        power = None
        if self.now.kind == "sup":
            sign = self.take()
            power = (self.exponent(), sign)
        if power and power[0] == Neg(Num(Fraction(1))):
            if function not in INVERSE:
                raise self.refuse(f"{token.text}^{{-1}} is read in two ways", token)
            function, power = INVERSE[function], None
        if function == "arg" and self.now.text in (r"\max", r"\min"):
            return self.operands[r"\max"](
                self, Token("command", rf"\arg{self.take().text[1:]}", token.start, token.end)
            )
        if self.now.text == r"\{" and function in ("re", "im", "arg", "exp", "ln"):
            self.take()
            node = Call(function, (self.sum(),))
            self.expect("command", r"\}")
            return node
        if function in SEVERAL or self.now.text == r"\{":
            argument = self.parenthesis(self.expect("op", "("))
            items = argument.items if isinstance(argument, Tuple) else (argument,)
            low, high = SEVERAL.get(function, (1, 1))
            if not low <= len(items) <= high or primes or base:
                raise self.refuse(f"{token.text} of {len(items)} arguments is not understood", token)
            node = Call(function, items)
            return self.raised(node, *power) if power else node
        argument = self.parenthesis(self.take()) if self.now.text in ("(", "[") else self.bare_argument(token)
        if isinstance(argument, Tuple) and function == "cos" and (between := self._between_vectors(argument)):
            return self.raised(between, *power) if power else between
        if isinstance(argument, Tuple):
            raise self.refuse(f"{token.text} takes one argument", token)
        node = Call(function, (argument,), primes)
        if base is None and token.text in (r"\log", "log", "Log") and self._base_left_open(argument):
            raise self.refuse("the base of this logarithm is left open", token, "write \\ln, \\log_2 or \\log_{10}")
        if base is not None:
            node = Div(node, Call("ln", (base,)))
        return self.raised(node, *power) if power else node

    def _between_vectors(self, pair: Tuple) -> Node | None:
        r"""Return ``\cos(\mathbf a, \mathbf b)``, the cosine of the angle between two vectors."""
        names = [item for item in pair.items if isinstance(item, Name) and self.notation.kind_of(item) == VECTOR]
        if len(names) != 2 or len(pair.items) != 2:
            return None
        lengths = tuple(Call("norm", (name,)) for name in names)
        return Div(Call("dot", tuple(names)), Mul(lengths))

    def _base_of_logarithm(self) -> Node:
        r"""Read the base of a logarithm; ``\log_23`` prints as that of 3 to the base 2."""
        token = self.now
        if token.kind != "number" or not token.text.isdigit() or len(token.text) == 1 or token.text[0] in "01":
            return self.argument()
        digit = Token("number", token.text[0], token.start, token.start + 1)
        rest = Token("number", token.text[1:], token.start + 1, token.end)
        self.tokens = [*self.tokens[: self.at], digit, rest, *self.tokens[self.at + 1 :]]
        outside, self.at = self.at, self.at + 2
        if self.starts_factor() or self.now.kind in ("sub", "sup") or self.now.text in ("(", "[", "!"):
            raise self.refuse("the base of this logarithm is left open", token, f"write _{{{token.text}}}")
        self.at = outside
        return self.argument()

    def _base_left_open(self, argument: Node) -> bool:
        """Tell whether a logarithm without a base may have the base 2 or 10."""
        value = argument.value if isinstance(argument, Num) else Fraction(1)
        digits = str(max(value.numerator, value.denominator))
        power = min(value.numerator, value.denominator) == 1 and digits == "1" + "0" * (len(digits) - 1) != "1"
        return power or self.notation.other_logarithms

    def _spaced(self) -> bool:
        """Tell whether more than a blank parts this sign from the one before."""
        return self.now.start - self.tokens[self.at - 1].end > 1 and self.now.kind == "letter"

    def bare_argument(self, function: Token) -> Node:
        r"""Read ``2x`` in ``\sin 2x``: the product up to the next function, sign or parenthesis."""
        factors: list[Node] = []
        while True:
            token = self.now
            simple = token.kind in ("number", "letter") or (
                not factors and (token.kind in ("word", "open") or token.text in _ARGUMENTS or token.text in BARS)
            )
            if not simple or self.at_differential():
                break
            if factors and (token.text == "e" or token.text in self.notation.functions or self._spaced()):
                raise self.refuse(
                    f"where the argument of {function.text} ends is read in two ways", token, "use parentheses"
                )
            if isinstance(factors[-1] if factors else None, Div | Call):
                raise self.refuse(f"where the argument of {function.text} ends is read in two ways", token)
            factors.append(self.factor())
        if not factors and self.now.kind == "command" and self.now.text in COMMANDS:
            return self.factor()  # \ln\ln x
        if not factors and self.now.text in _REACHING:
            return self.product()
        if not factors:
            raise self.refuse(f"{function.text} without an argument", function)
        number = len(factors) == 1 and isinstance(factors[0], Num) and self.now.text in (r"\cdot", r"\times", "*")
        if number or self.now.text in ("(", "[", "/", r"\frac") or self.now.kind == "open":
            raise self.refuse(
                f"where the argument of {function.text} ends is read in two ways",
                hint="put the argument in parentheses",
            )
        return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _chooses(sub: tuple[Node, ...], power: Node) -> bool:
    r"""Tell whether ``C_n^k`` may be a number of combinations."""
    if len(sub) != 1:
        return False
    if isinstance(sub[0], Num) and isinstance(power, Num):
        return sub[0].value > 2 and power.value <= sub[0].value  # C_1^2 is a square
    return isinstance(sub[0], Name) and isinstance(power, Name)
