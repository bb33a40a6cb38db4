"""Relations, sums, products and powers: a precedence parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeGuard

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
    PlusMinus,
    Pow,
    Relation,
    Unit,
    names_in,
    negated,
    rebuild,
    walk,
)

from .cursor import BARS, MAX_DEPTH, MAX_DIGITS_OF_UNIT, MAX_EXPONENT, MAX_EXPONENT_OF_REMAINDER, MAX_FACTORIAL
from .functions import COMMANDS
from .names import conjugate
from .operands import OperandReader
from .tokens import Token

RELATIONS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx", r"\equiv"})
"""Signs between the sides of a relation."""

MULTIPLICATION = frozenset({r"\cdot", r"\times", "*", r"\odot"})
"""Signs between factors."""

_REMARK = re.compile(
    r"\s*\(?\s*(?:by|using|since|because|from|definition|see|(?:product|chain|quotient|power) rule)\b[^()]*\)?\s*$"
)
"""Words behind a formula that say why it holds, and nothing about its value."""

_REMAINDERS = frozenset({r"\bmod", r"\mod", r"\pmod", "mod"})
"""Signs beside which powers are worked out by their remainders."""

_PRODUCED = frozenset("ABCDEGXYuvw")
r"""Letters of sets and vectors: ``A \times B`` is a product of numbers only where something says so."""

SIGNS = frozenset({"+", "-", r"\pm", r"\mp"})
"""Signs between terms."""


class ArithmeticReader(OperandReader):
    """Reads relations, sums, products and powers."""

    @property
    def marks(self) -> Mapping[str, Callable[[Node, Token], Callable[[Node], Node] | None]]:
        """Superscripts that are no powers."""
        return {"*": self.starred}

    def whole(self) -> Node:
        """Read the formula up to its end."""
        if len(self.tokens) > 1 and self.tokens[-1].kind == "word" and _REMARK.match(self.tokens[-1].text):
            self.tokens = self.tokens[:-1]
        while self.now.text == r"\boxed" and self.ahead().kind == "open":
            end = self.group_end(self.at + 1)
            if end != len(self.tokens) - 1:
                break
            self.tokens = self.tokens[self.at + 2 : end]
        node = self.statement()
        if self.now.kind != "end":
            raise self.refuse(self.stray())
        return node

    def statement(self) -> Node:
        """Read a formula of the lowest precedence: a relation, unless logic is read around it."""
        return self.relation()

    def relation(self) -> Node:
        """Read sides with relations between them."""
        sides = [self.side()]
        signs = []
        while self.now.text in RELATIONS and self.now.kind in ("op", "command"):
            signs.append(self.take().text)
            sides.append(self.side())
        return Relation(tuple(sides), tuple(signs)) if signs else sides[0]

    def side(self) -> Node:
        """Read one side of a relation: a sum, unless operations of sets are read around it."""
        return self.sum()

    def sum(self) -> Node:
        """Read terms up to a relation or closing sign."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(f"more than {MAX_DEPTH} levels of nesting")
        terms: list[Node] = []
        sign = self.take().text if self.now.text in SIGNS else "+"
        while True:
            if sign in (r"\pm", r"\mp") and self.now.text in SIGNS:
                raise self.refuse("two signs in a row")
            term = self.product()
            if self.now.text == "|" and self.ahead().kind in ("sub", "sup") and not self.bars:
                if not all(isinstance(part, At) for before in terms for part in plain_parts(before)):
                    raise self.refuse("how far the bar reaches is read in two ways", hint="write \\left[ … \\right]")
                term = self.evaluated(term)
            terms.append(_signed(sign, term))
            if self.now.text not in SIGNS:
                break
            sign = self.take().text
            if sign in ("+", "-") and self.now.kind == "op" and self.now.text == "-":  # a + -b, as students write it
                self.take()
                sign = "-" if sign == "+" else "+"
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    def product(self) -> Node:
        """Read factors up to the next ``+``, ``-``, relation or closing sign."""
        factors = (self.unit([]) if self.measured else []) or [self.factor()]
        signs = [""] * len(factors)
        divided = False
        while True:
            token = self.now
            if token.text in MULTIPLICATION and token.kind in ("op", "command"):
                self.take()
                units = self.unit(factors)
                factors += units or [self.signed_factor()]
                if token.text == "*" and self._is_function(factors[-1]) and self._is_function(factors[-2]):
                    raise self.refuse("a convolution or a product", token, "write \\cdot for a product")
                signs += [token.text] * max(1, len(units))
                divided = False
            elif token.text in ("/", r"\div") and token.kind in ("op", "command"):
                if divided:
                    raise self.refuse("two divisions in a row", hint="use \\frac or parentheses")
                self.take()
                left = self.multiplied(factors, signs, token)
                factors, signs = [Div(left, self.divisor(factors))], [""]
                divided = True
            elif token.text in (r"\bmod", r"\mod") and not self.has(r"\equiv"):
                factors, signs = [self.remainder(self.multiplied(factors, signs, token))], [""]
            elif token.text == r"\parallel" and not divided:
                factors, signs = [self.in_parallel(self.multiplied(factors, signs, token))], [""]
            elif token.text == r"\angle":
                self.take()
                factors.append(self.polar(token, self.signed_factor))
                signs.append("")
            elif not divided and (units := self.unit(factors)):
                factors += units
                signs += [""] * len(units)
            elif self.starts_factor():
                if divided and self._denominator_goes_on(factors[0]):
                    quotient = factors[0]
                    factors = [Div(quotient.numerator, Mul((*_factors(quotient.denominator), self.factor())))]
                    continue
                if divided:
                    raise self.refuse("a product right after a division", hint="use \\frac or parentheses")
                closed = isinstance(factors[-1], Name) or self.tokens[self.at - 1].text == ")" or self._raised(factors)
                powered = closed and self.ahead().kind == "sup"  # C_1 2^n
                if token.kind == "number" and not powered and not _ends_by_itself(factors[-1]):
                    raise self.refuse("a number after a factor may be misread", hint="write \\cdot before it")
                whole = self.tokens[self.at - 1].kind == "number" and token.text == r"\frac"
                factors.append(self.factor())
                signs.append("")
                if whole and _is_fraction(factors[-1]):
                    raise self.refuse("a mixed number is read in two ways", token, "write \\cdot or + between")
            else:
                return self.multiplied(factors, signs, self.tokens[self.at - 1])

    def _raised(self, factors: list[Node]) -> bool:
        """Tell whether the last factor ends with an exponent that is no single digit: ``(-1)^k 2^n``."""
        return isinstance(factors[-1], Pow) and self.tokens[self.at - 1].kind != "number"

    def _is_function(self, node: Node) -> bool:
        named = isinstance(node, Name) and not node.sub and node.base in self.notation.functions | {"f", "g", "h"}
        return named or isinstance(node, Apply)

    def multiplied(self, factors: list[Node], signs: list[str], token: Token) -> Node:
        r"""Return the product of ``factors``; ``signs`` holds the sign before each: ``\cdot``, ``\times`` or nothing.

        ``token`` is the place to blame.
        """
        if sum(_is_vector(factor) for factor in factors) > 1:
            raise self.refuse("a product of vectors or matrices is not understood yet", token)
        if r"\times" in signs and len(factors) == 2 and {_letter(factor) for factor in factors} <= _PRODUCED:
            raise self.refuse("sets, vectors or numbers: what this product is of cannot be told", token)
        return factors[0] if len(factors) == 1 else Mul(tuple(factors))

    def signed_factor(self) -> Node:
        """Read a factor with a minus before it, as after a sign of multiplication."""
        if self.now.kind == "op" and self.now.text == "-":
            self.take()
            return negated(self.factor())
        return self.factor()

    def starts_factor(self) -> bool:
        """Tell whether a factor stands here."""
        token = self.now
        if self.at_differential():
            return False
        if token.kind in ("number", "letter", "word", "open"):
            return True
        if token.text in BARS:
            return not self.bars and self.ahead().kind not in ("sub", "sup")
        if token.text in SIGNS:
            return False
        return token.kind in ("op", "command") and (token.text in COMMANDS or token.text in self.operands)

    def factor(self) -> Node:
        """Read one factor with its powers and factorials."""
        token = self.now
        node = self.operand()
        while True:
            if self.is_degree():
                node = self.degree_sign(node)
            elif self.now.text == r"\%":
                self.take()
                node = self.per_cent(node)
            elif self.now.kind == "sup":
                direct = token.kind == "word" or token.text in COMMANDS
                if direct and isinstance(node, Call) and self.tokens[self.at - 1].text in (")", "]"):
                    raise self.refuse(
                        f"a power after \\{node.function}(…) is read in two ways",
                        hint=f"write \\{node.function}^2(x) or (\\{node.function}(x))^2",
                    )
                node = self.power(node)
            elif self.now.kind == "sub" and self.tokens[self.at - 1].text == "]":
                node = self.placed(node)
            elif self.now.kind == "sub" and (entry := self.entry(node)) is not None:
                node = entry
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
                node = self.primed(node)
            else:
                return node

    def entry(self, node: Node) -> Node | None:
        r"""Read the indices of an entry, ``(A^n)_{12}``, where that stands here; ``None`` where it does not."""
        del node
        return None

    def in_parallel(self, left: Node) -> Node:
        r"""Read ``\parallel R_2`` after ``left``: two resistances or impedances side by side."""
        token = self.take()
        right = self.factor()
        names = [name.base for side in (left, right) for name in names_in(side)]
        if not all(base.startswith(("R", "Z", "r_")) for base in names):
            raise self.refuse("lines or resistances: parallel is read in two ways", token)
        return Div(Mul((left, right)), Add((left, right)))

    def divisor(self, left: list[Node]) -> Node:
        r"""Read what ``left`` is divided by: a number goes with its unit, ``12\,\text{m}/4\,\text{s}``."""
        measured = any(isinstance(part, Unit) for node in left for part in walk(node))
        if self.now.kind in ("word", "letter"):
            parts = self.unit(left)
        else:
            outside, self.measured = self.measured, self.measured or (measured and self.now.text == "(")
            parts = [self.factor()]
            self.measured = outside
            if isinstance(parts[0], Num) and measured:
                parts += self.unit(parts)
        parts = parts or [self.factor()]
        return parts[0] if len(parts) == 1 else Mul(tuple(parts))

    def starred(self, base: Node, token: Token) -> Callable[[Node], Node] | None:
        r"""Return what ``^*`` makes of ``base``: its conjugate, where numbers are complex."""
        del base, token
        return conjugate if self.notation.variables.complex else None

    def has(self, text: str) -> bool:
        """Tell whether a token of this text stands in the formula."""
        return any(token.text == text for token in self.tokens)

    def _denominator_goes_on(self, quotient: Node) -> TypeGuard[Div]:
        r"""Tell whether the factor here still divides: in an exponent, where nobody writes a factor behind ``t/RC``."""
        touches = self.tokens[self.at - 1].end == self.now.start
        if not self.exponents or not touches or self.now.kind != "letter" or not isinstance(quotient, Div):
            return False
        return not (isinstance(quotient.denominator, Num) and isinstance(quotient.numerator, Num))

    def remainder(self, left: Node) -> Node:
        r"""Read ``\bmod m`` after ``left``."""
        token = self.take()
        inverses = any(isinstance(part, Pow) and isinstance(part.exponent, Neg) for part in walk(left))
        modulus = self.factor()
        if inverses and (any(names_in(left)) or any(names_in(modulus))):
            raise self.refuse("an inverse modulo a number is understood of numbers alone", token)
        left = _with_inverses(left, modulus) if inverses else left
        if self.starts_factor() or self.now.text in SIGNS | MULTIPLICATION | {"/"}:
            raise self.refuse("how far the remainder reaches is read in two ways", token, "use parentheses")
        return Call("mod", (left, modulus))

    def primed(self, node: Node) -> Node:
        """Read a prime after something that is no name: ``(uv)'`` of functions of one variable."""
        variables = self.notation.variables
        by = {variables.variable_of(name.base) or variables.parameters_of(name.base)[:1] for name in names_in(node)}
        letters = {letter if isinstance(letter, str) else letter[0] for letter in by if letter}
        if len(letters) == 1:
            return Deriv(node, (Name(letters.pop()),) * self.primes(), total=True)
        raise self.refuse("a prime on something that is no function")

    def power(self, base: Node) -> Node:
        """Read the superscript after ``base``."""
        sign = self.expect("sup")
        if mark := self.mark(base):
            return mark(base)
        if self.parenthesised_index():
            raise self.refuse("a superscript in parentheses on something that is no name", sign)
        exponent = self.exponent()
        if self.now.kind == "sup":
            raise self.refuse("a double superscript")
        return self.raised(base, exponent, sign)

    def exponent(self) -> Node:
        """Read what stands in a superscript."""
        self.exponents += 1
        node = self.argument()
        self.exponents -= 1
        return node

    def raised(self, base: Node, exponent: Node, sign: Token) -> Node:
        """Return a power, within limits."""
        number = exponent.of if isinstance(exponent, Neg) else exponent
        unit = base == Const("i") and isinstance(number, Num) and number.value < 10**MAX_DIGITS_OF_UNIT
        most = MAX_EXPONENT
        if isinstance(base, Num) and any(token.text in _REMAINDERS for token in self.tokens):
            most = MAX_EXPONENT_OF_REMAINDER
        if isinstance(number, Num) and number.value > most and not unit:
            raise self.refuse(f"an exponent above {most}", sign)
        if isinstance(exponent, Pow) and isinstance(exponent.base, Num) and isinstance(exponent.exponent, Num | Pow):
            raise self.refuse("a tower of numbers", sign)
        if base == Const("e"):
            return Call("exp", (exponent,))
        return Pow(base, exponent)


def _ends_by_itself(node: Node) -> bool:
    """Tell whether a number may follow as a factor: after the unit i, a binomial coefficient or a factorial."""
    return node == Const("i") or (isinstance(node, Call) and node.function in ("binomial", "factorial"))


def _letter(node: Node) -> str:
    return node.base if isinstance(node, Name) else ""


def _factors(node: Node) -> tuple[Node, ...]:
    return node.factors if isinstance(node, Mul) else (node,)


def _signed(sign: str, term: Node) -> Node:
    if sign in (r"\pm", r"\mp"):
        return PlusMinus(term, minus=sign == r"\mp")
    return negated(term) if sign == "-" else term


def plain_parts(term: Node) -> tuple[Node, ...]:
    """Return the terms of a difference that a bar has made of ``term``."""
    parts = term.terms if isinstance(term, Add) else (term,)
    return tuple(part.of if isinstance(part, Neg) else part for part in parts)


def _is_vector(node: Node) -> bool:
    base = node.base if isinstance(node, Pow) else node
    return isinstance(base, Name) and base.base.startswith((r"\mathbf", r"\vec", r"\boldsymbol"))


def _is_fraction(node: Node) -> bool:
    return isinstance(node, Div) and isinstance(node.numerator, Num) and isinstance(node.denominator, Num)


def _with_inverses(node: Node, modulus: Node) -> Node:
    """Return ``node`` with what negative powers mean in remainders: powers of inverses."""
    inner = rebuild(node, lambda child: _with_inverses(child, modulus))
    match inner:
        case Pow(base, Neg(exponent)):
            inverse = Call("mod_inverse", (base, modulus))
            return inverse if exponent == Num(Fraction(1)) else Pow(inverse, exponent)
    return inner
