r"""Functions and what they act on: ``g'(z)``, ``(f \circ g)(x)``, ``f_{xy}(1, 2)``, ``\sin^2 x``, ``\log_2 n``.

Where the argument of a function ends, and whether its power is an inverse, is read only where textbooks agree.
"""

from __future__ import annotations

from fractions import Fraction

from qbank.checker.syntax import Apply, At, Call, Deriv, Div, Mul, Name, Neg, Node, Num, Tuple, walk

from .cursor import BARS, LEFT_BARS
from .functions import COMMANDS, INVERSE, SEVERAL
from .indices import IndexReader
from .kinds import VECTOR
from .tokens import Token

_FUNCTIONS = frozenset({"f", "g", "h"})
ARGUMENTS = frozenset({r"\frac", r"\sqrt", r"\binom", r"\det", r"\lfloor", r"\lceil", *LEFT_BARS})
"""Commands that start the argument of a function and end by themselves."""
_REACHING = frozenset({r"\sum", r"\prod", r"\max", r"\min", r"\int", r"\lim"})
"""Commands that start the argument of a function and reach over the rest of the product."""


class FunctionReader(IndexReader):
    """Reads functions with their arguments."""

    def own_function(self, name: str, token: Token) -> Node:
        """Read the application of a function of the question's own."""
        if by := self.partial_letters(name):
            self.take()
            self.at = (self.group_end(self.at) if self.now.kind == "open" else self.at) + 1
            return self.partial_of(name, by, token)
        primes = self.primes()
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

    def partial_letters(self, base: str) -> tuple[str, ...]:
        """Return the arguments by which ``f_{xy}`` is differentiated, if that is what stands here."""
        if self.now.kind != "sub":
            return ()
        parameters = self.notation.variables.coordinates_of(base)
        letters = []
        distance = 1 + (self.ahead().kind == "open")
        while self.ahead(distance).kind == "letter":
            letters.append(self.ahead(distance).text)
            if distance == 1:
                break
            distance += 1
        closed = distance == 1 or self.ahead(distance).kind == "close"
        return tuple(letters) if len(parameters) > 1 and closed and set(letters) <= set(parameters) else ()

    def primes(self) -> int:
        """Step over the primes that stand here, and return how many there are."""
        count = 0
        while self.now.kind == "prime":
            self.take()
            count += 1
        return count

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

    def known_function(self, function: str, token: Token) -> Node:
        r"""Read the argument of a function that every student knows: ``\sin^2 x``, ``\ln(1 - o)``, ``\sin 2x``."""
        base = None
        node: Node
        primes = self.primes()
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

    def bare_argument(self, function: Token) -> Node:
        r"""Read ``2x`` in ``\sin 2x``: the product up to the next function, sign or parenthesis."""
        factors: list[Node] = []
        while True:
            token = self.now
            simple = token.kind in ("number", "letter") or (
                not factors and (token.kind in ("word", "open") or token.text in ARGUMENTS or token.text in BARS)
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
        parted = self.now.text == "(" and self.tokens[self.at - 1].parted  # \cos x\,(2 + \cos x)
        if number or (self.now.text in ("(", "[", "/", r"\frac") and not parted) or self.now.kind == "open":
            raise self.refuse(
                f"where the argument of {function.text} ends is read in two ways",
                hint="put the argument in parentheses",
            )
        return factors[0] if len(factors) == 1 else Mul(tuple(factors))

    def _spaced(self) -> bool:
        """Tell whether more than a blank parts this sign from the one before."""
        return self.now.start - self.tokens[self.at - 1].end > 1 and self.now.kind == "letter"
