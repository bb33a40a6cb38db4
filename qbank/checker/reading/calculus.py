r"""Fractions, roots, derivatives, sums: what commands such as ``\frac`` and ``\sum`` stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from qbank.checker.index_letters import letters_of
from qbank.checker.syntax import (
    Add,
    At,
    Big,
    Call,
    Const,
    Deriv,
    Div,
    Matrix,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Tuple,
    Unit,
    names_in,
    walk,
)

from .cursor import CLOSERS, MAX_ORDER
from .names import NameReader
from .tokens import Token


class CalculusReader(NameReader):
    """Reads fractions and derivatives, roots, binomials, sums and products."""

    def fraction(self, token: Token) -> Node:
        r"""Read ``\frac``: a derivative or a fraction."""
        if self.now.kind == "open" and [self.ahead(at).text for at in (1, 2, 4)] == [r"\partial", "(", ","]:
            return self.jacobian(token)
        derivative = self.derivative(token)
        if derivative is not None:
            return self.derivative_there(derivative)
        above = self.numerator()
        outside, self.measured = self.measured, any(isinstance(part, Unit) for part in walk(above))
        below = self.operand_of()
        self.measured = outside
        return Div(above, below)

    def jacobian(self, token: Token) -> Node:
        r"""Read ``\frac{\partial(x, y)}{\partial(u, v)}``, the determinant of the derivatives."""
        halves: list[tuple[Name, ...]] = []
        for _ in range(2):
            self.expect("open")
            self.expect("command", r"\partial")
            self.expect("op", "(")
            names: list[Node] = [self.name()]
            while self.now.text == ",":
                self.take()
                names.append(self.name())
            self.expect("op", ")")
            self.expect("close")
            halves.append(tuple(name for name in names if isinstance(name, Name)))
            if len(halves[-1]) != len(names):
                raise self.refuse("a Jacobian of something that is no name", token)
        of, by = halves
        if len(of) != len(by):
            raise self.refuse("a Jacobian that is not square", token)
        return Call("det", (Matrix(tuple(Deriv(name, (other,)) for name in of for other in by), len(by)),))

    def numerator(self) -> Node:
        """Read what stands above in a fraction."""
        return self.operand_of()

    def derivative_there(self, derivative: Node) -> Node:
        r"""Read the place after a derivative, if there is one: ``\frac{dy}{dx}(3)``."""
        if self.now.text != "(" or not isinstance(derivative, Deriv) or not isinstance(derivative.of, Name):
            return derivative
        inside = self._arguments()
        if not inside:
            return derivative
        parameters = tuple(Name(name) for name in self.notation.variables.parameters_of(derivative.of.base))
        names = parameters or (derivative.by[0],) * (len(set(derivative.by)) == 1)
        numbers = all(token.kind == "number" or token.text in ("-", r"\pi") for token in inside)
        same = [token.text for token in inside] == [name.base for name in names]
        if not (same or (numbers and inside)) or len(names) != self._count_of(inside):
            raise self.refuse("a derivative at a point or times a factor", hint="write \\cdot for a product")
        argument = self.parenthesis(self.take())
        if same:
            return derivative
        return At(derivative, names, argument.items if isinstance(argument, Tuple) else (argument,))

    def _arguments(self) -> list[Token]:
        """Return the tokens of numbers and names in the parenthesis here, nothing where it holds anything else."""
        inside: list[Token] = []
        distance = 1
        while (token := self.ahead(distance)).text != ")":
            if token.kind not in ("number", "letter", "word") and token.text not in (",", "-"):
                return []
            inside.append(token)
            distance += 1
        names = [token for token in inside if token.text != ","]
        return names if len(names) <= 1 + (len(inside) - len(names)) + sum(t.text == "-" for t in inside) else []

    @staticmethod
    def _count_of(inside: list[Token]) -> int:
        return sum(token.text != "-" for token in inside)

    def derivative(self, token: Token) -> Node | None:
        r"""Read ``\frac{\partial A}{\partial B}`` or ``\frac{d}{dx}``; ``None`` where this is a plain fraction."""
        if self.now.kind != "open":
            return None
        sign = self.ahead().text
        middle = self.group_end(self.at)
        plain = sign == "d" and self.ahead().kind in ("letter", "word") and self.ahead(2).kind != "sub"
        if sign != r"\partial" and not (plain and self._is_differential(middle + 1)):
            return None
        if any(part.text == "/" for part in self.tokens[self.at : middle]):
            return None  # a fraction of derivatives, each written with a slash
        if plain and "d" in self.notation.words:
            raise self.refuse("d is a name here, so this is a fraction or a derivative", token)
        self.take()
        self.take()
        order = self._order()
        of = None if self.now.kind == "close" else self.product()
        self.expect("close")
        self.expect("open")
        by = self._denominator(sign, lambda: self.now.kind == "close")
        self.expect("close")
        return self._derived(of, by, order, token, sign)

    def _denominator(self, sign: str, ends: Callable[[], bool]) -> list[Name]:
        """Read the names by which is differentiated, each after its sign."""
        by: list[Name] = []
        while not ends():
            if self.now.text != sign:
                raise self.refuse("this derivative is not understood")
            self.take()
            start = self.now
            name = self.name() if start.kind in ("letter", "word") else None
            count = 1
            if isinstance(name, Pow) and isinstance(name.exponent, Num):
                count = int(name.exponent.value) if name.exponent.value.denominator == 1 else 0
                name = name.base if isinstance(name.base, Name) else None
            if not isinstance(name, Name) or not 1 <= count <= MAX_ORDER:
                raise self.refuse("a derivative by something that is no name", start)
            by.extend([name] * count)
        return by

    def _derived(self, of: Node | None, by: list[Name], order: int, token: Token, sign: str) -> Node:
        if not by or len(by) != order or order > MAX_ORDER:
            raise self.refuse("the orders above and below do not agree", token)
        return Deriv(self.differentiated() if of is None else of, tuple(by), total=sign != r"\partial")

    def inline_derivative(self, token: Token, sign: str) -> Node:
        r"""Read ``\partial f/\partial x`` or ``dy/dx``, after its first sign."""
        order = self._order()
        of = None if self.now.text == "/" else self.inline_name()
        self.expect("op", "/")
        start = self.now
        by = self._denominator(sign, lambda: self.now.text != sign)
        if not by:
            raise self.refuse("this derivative is not understood", start)
        derivative = self._derived(of, by, order, token, sign)
        return derivative if of is None else self.derivative_there(derivative)

    def inline_name(self) -> Node:
        """Read what an inline derivative is of: a name, or a function of names."""
        if self.now.kind not in ("letter", "word"):
            raise self.refuse("this derivative is not understood")
        return self.name()

    def is_inline_derivative(self) -> bool:
        """Tell whether ``dy/dx``, ``d/dx`` or ``d^2y/dx^2`` stands here."""
        texts = [self.ahead(distance).text for distance in range(16)]
        if texts[0] != "d":
            return False
        place = 1
        if texts[1] == "^":
            place += 4 if texts[2] == "{" else 2
        if texts[place] != "/":
            place += 1
            if texts[place] == "_":
                place += 4 if texts[place + 1] == "{" else 2
        return texts[place : place + 2] == ["/", "d"] and self.ahead(place + 2).kind in ("letter", "word")

    def differentiated(self) -> Node:
        r"""Read what ``\frac{d}{dx}`` acts on: a parenthesis alone, else the rest of the product."""
        if self.now.text in CLOSERS:
            node = self.factor()
            if isinstance(node, At):
                raise self.refuse(
                    "a value of the derivative, or the derivative of a value", hint="write \\left. … \\right|"
                )
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

    def group_end(self, at: int) -> int:
        """Return the place where the group that opens at ``at`` is closed."""
        depth = 0
        for place in range(at, len(self.tokens)):
            depth += {"open": 1, "close": -1}.get(self.tokens[place].kind, 0)
            if depth == 0:
                return place
        raise self.refuse("'}' is missing")

    def _is_differential(self, at: int) -> bool:
        """Tell whether ``{d x …}`` stands at ``at``."""
        tokens = [token.text for token in self.tokens[at : at + 3]]
        return (
            len(tokens) == 3
            and tokens[0] == "{"
            and tokens[1] == "d"
            and self.tokens[at + 2].kind in ("letter", "word")
        )

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
        lower, upper = None, None
        letters: list[str] = []
        while self.now.kind in ("sub", "sup"):
            if self.take().kind == "sup":
                upper = self.argument()
                continue
            if self.now.kind != "open":
                letters = [self.bound_letter(self.take())]
                continue
            self.take()
            if self.now.kind == "number" and self.ahead().text in (r"\le", "<"):
                letters, lower, upper = self._two_sided()
            else:
                letters = [self.bound_letter(self.take())]
                while self.now.text == ",":
                    self.take()
                    letters.append(self.bound_letter(self.take()))
                if self.now.text in ("=", r"\ge", ">") and len(letters) == 1:
                    open_end = self.take().text
                    lower = self.sum()
                    if open_end == ">":
                        lower = Add((lower, Num(Fraction(1))))
                    if open_end != "=" and upper is None and self.now.kind == "close":
                        upper = Const("infinity")
            if self.now.kind != "close":
                raise self.refuse("what this runs over is not understood", hint="write \\sum_{i=1}^n")
            self.take()
        if not letters or (lower is None) != (upper is None):
            raise self.refuse("what this runs over is not understood", token, hint="write \\sum_{i=1}^n")
        return self.bounded(token.text[1:], letters, (lower, upper), token)

    def _two_sided(self) -> tuple[list[str], Node, Node]:
        r"""Read ``1 \le i \le n`` below a sum."""
        lower: Node = self.sum()
        if self.take().text == "<":
            lower = Add((lower, Num(Fraction(1))))
        letter = self.bound_letter(self.take())
        sign = self.take()
        if sign.text not in (r"\le", "<"):
            raise self.refuse("what this runs over is not understood", sign, hint="write \\sum_{i=1}^n")
        upper = self.sum()
        return [letter], lower, upper if sign.text == r"\le" else Add((upper, Neg(Num(Fraction(1)))))

    def bounded(self, operator: str, letters: list[str], bounds: tuple[Node | None, Node | None], token: Token) -> Node:
        """Read what an operator with bound ``letters`` stands before."""
        start = self.at
        self.bound += letters
        body = self.product()
        del self.bound[-len(letters) :]
        self.check_reach(start, token)
        if operator == "prod" and _holds_later_sum(body, letters):
            raise self.refuse("whether the product reaches over the sum cannot be told", token, "put it in parentheses")
        for index in reversed(letters):
            body = Big(operator, index, *bounds, body)
        return body

    def check_reach(self, start: int, token: Token) -> None:
        """Refuse a body, read from ``start`` on, that a slash outside parentheses may end."""
        if any(part.text == "/" for part in self._outside(start)):
            raise self.refuse(
                "how far the sum or product reaches is read in two ways", token, "use \\frac or parentheses"
            )

    def _outside(self, start: int) -> Iterator[Token]:
        """Yield the tokens from ``start`` up to here that stand in no parenthesis or group."""
        depth = 0
        for token in self.tokens[start : self.at]:
            opens = token.kind == "open" or token.text in ("(", "[")
            depth += opens - (token.kind == "close" or token.text in (")", "]"))
            if depth == 0 and not opens:
                yield token

    def bound_letter(self, token: Token) -> str:
        """Return the letter that a token is, or refuse."""
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


def _holds_later_sum(body: Node, letters: list[str]) -> bool:
    r"""Tell whether a sum follows in the body of a product, ``\prod_i a_i \sum_j b_j``, that has not its letters."""
    later = body.factors[1:] if isinstance(body, Mul) else ()
    sums = (part for part in later if isinstance(part, Big) and part.operator == "sum")
    return any({*letters_of(one), *(name.base for name in names_in(one))}.isdisjoint(letters) for one in sums)
