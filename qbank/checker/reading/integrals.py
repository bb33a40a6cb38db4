r"""Integrals, limits, values at a place, gradients: ``\int_0^1 f\,dx``, ``\lim_{x \to 0} f``, ``[F]_a^b``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from qbank.checker.syntax import (
    Add,
    Apply,
    At,
    Call,
    Const,
    Deriv,
    Integral,
    Limit,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Tuple,
    names_in,
    negated,
    walk,
)

from .extrema import ExtremumReader
from .functions import WORDS
from .kinds import VECTOR
from .tokens import Token

_ONE = Num(Fraction(1))
_SIDES = {"+": "+", "-": "-", r"\downarrow": "+", r"\searrow": "+", r"\uparrow": "-", r"\nearrow": "-"}
MAX_INTEGRALS = 4
OVER_REGION = "integral over a region"
"""What is called with an integrand, the name of a region and its coordinates."""
_PARTS = frozenset({"u", "v", "f", "g"})


class IntegralReader(ExtremumReader):
    """Reads what binds a variable of calculus, and what puts a value for it."""

    def integral(self, token: Token) -> Node:
        r"""Read ``\int`` up to its differential, which may stand first, last or in a numerator."""
        lower, upper = self._bounds()
        if self.now.text in (r"\int", r"\sum", r"\prod") and len(self.integrals) >= MAX_INTEGRALS:
            raise self.refuse(f"more than {MAX_INTEGRALS} integrals in one another", token)
        bound = self._letters_ahead() if lower is not None or upper is not None else []
        self.bound += bound
        self.integrals.append(None)
        bars, self.bars = self.bars, []
        try:
            body, by = self._integrand(token)
        finally:
            self.integrals.pop()
            self.bars = bars
            if bound:
                del self.bound[-len(bound) :]
        return Integral(body, by, lower, upper)

    def double_integral(self, token: Token) -> Node:
        r"""Read ``\iint`` without a region, two integrals, or ``\iint_D f\,dA`` over one."""
        if self.now.kind == "sub":
            return self._over_region(token)
        if self.now.kind == "sup":
            raise self.refuse("an integral over a region", token, "write it with the bounds of each variable")
        body = self.integral(token)
        if not self.at_differential(alone=True):
            raise self.refuse("the second differential is missing here")
        return Integral(body, self.differential())

    def _over_region(self, token: Token) -> Node:
        r"""Read ``\iint_D f\,dA`` or ``\iint_D f\,dx\,dy``: the region is a name until premises say what it is."""
        self.take()
        region = self.argument()
        if not isinstance(region, Name) or self.now.kind in ("sub", "sup"):
            raise self.refuse("an integral over a region", token, "write it with the bounds of each variable")
        self.bound.append("A")
        self.integrals.append(None)
        try:
            body, by = self._integrand(token)
        finally:
            self.integrals.pop()
            self.bound.pop()
        names = [Name("x"), Name("y")] if by == Name("A") else [by]
        if len(names) == 1:
            if not self.at_differential(alone=True):
                raise self.refuse("the second differential is missing here")
            names.append(self.differential())
        return Call(OVER_REGION, (body, region, Tuple(tuple(names))))

    def _bounds(self) -> tuple[Node | None, Node | None]:
        lower = upper = None
        while self.now.kind in ("sub", "sup"):
            sign = self.take()
            if sign.kind == "sub" and lower is None:
                lower = self._bound()
            elif sign.kind == "sup" and upper is None:
                upper = self._bound()
            else:
                raise self.refuse("a bound given twice", sign)
        if (lower is None) != (upper is None):
            raise self.refuse("an integral over a region, or with one bound", hint="write both bounds")
        return lower, upper

    def _bound(self) -> Node:
        if self.now.kind == "number" and len(self.now.text) > 1:
            raise self.refuse("a bound of several digits without braces", hint=f"write {{{self.now.text}}}")
        if self.now.kind == "open" and self.ahead().kind == "letter" and self.ahead(2).text == "=":
            return self._named_bound()
        return self.argument()

    def _named_bound(self) -> Node:
        """Read ``{x=0}``, the bound of the one letter that is integrated by."""
        letter = self.ahead()
        differentials = self._letters_ahead()
        if differentials != [letter.text]:
            raise self.refuse("a bound of which name is not clear", letter)
        self.at += 3
        node = self.sum()
        self.expect("close")
        return node

    def _letters_ahead(self) -> list[str]:
        """Return the letters that stand after a d from here on: those that this integral or one in it is by."""
        found = []
        for place in range(self.at, len(self.tokens) - 1):
            after = self.tokens[place + 1]
            if self.tokens[place].text == "d" and after.kind == "letter":
                primes = 0
                while place + 2 + primes < len(self.tokens) and self.tokens[place + 2 + primes].kind == "prime":
                    primes += 1
                found.append(after.text + "'" * primes)
        return found

    def _integrand(self, token: Token) -> tuple[Node, Name]:
        terms: list[Node] = []
        if self.at_differential():
            by = self.differential()
            if self.at_differential() or not self.starts_factor():
                return _ONE, by
            body = self.product()
            if self.integrals[-1] is not None:
                raise self.refuse("two differentials for one integral", token)
            return body, by
        sign = self.take().text if self.now.text in ("+", "-") and self.now.kind == "op" else "+"
        while True:
            term = self.product()
            terms.append(negated(term) if sign == "-" else term)
            found = self.integrals[-1]
            if found is not None or self.at_differential():
                break
            if self.now.kind != "op" or self.now.text not in ("+", "-"):
                raise self.refuse(
                    "the differential of the integral is missing", token, "write \\,dx after the integrand"
                )
            sign = self.take().text
        body = terms[0] if len(terms) == 1 else Add(tuple(terms))
        return body, found if found is not None else self.differential()

    def at_differential(self, *, alone: bool = False) -> bool:
        """Tell whether the differential of an integral stands here; ``alone``: outside its integrand."""
        token, after = self.now, self.ahead()
        return (
            (alone or bool(self.integrals))
            and token.text == "d"
            and token.kind in ("letter", "word")
            and after.kind in ("letter", "word")
            and not (after.text == "d" and self.ahead(2).kind in ("letter", "word"))
        )

    def differential(self) -> Name:
        """Read ``dx``."""
        self.take()
        token = self.now
        if token.text.startswith((r"\mathbf", r"\vec", r"\boldsymbol")):
            raise self.refuse("an integral along a curve or over a surface")
        base = self.take().text
        while self.now.kind == "prime":
            self.take()
            base += "'"
        sub: tuple[Node, ...] = ()
        if self.now.kind == "sub":
            self.take()
            sub = self.indices(base)
        if self.now.kind == "sup" or self.now.text == "(":
            raise self.refuse("this differential is not understood", token)
        self.check_known(base, token)
        return Name(base, sub)

    def numerator(self) -> Node:
        r"""Read a numerator, in which the differential of an integral may stand: ``\frac{x\,dx}{2}``."""
        if not self.integrals or self.now.kind != "open":
            return self.operand_of()
        self.take()
        if self.at_differential():
            node: Node = _ONE
        else:
            outside, self.integrals[-1:] = self.integrals[-1], [None]
            node = self.sum()
            if self.integrals[-1] is None:
                self.integrals[-1] = outside
        if self.at_differential():
            if isinstance(node, Add):
                raise self.refuse("what the differential belongs to is read in two ways", hint="use parentheses")
            self.integrals[-1] = self.differential()
        self.expect("close")
        return node

    def limit(self, token: Token) -> Node:
        r"""Read ``\lim_{x \to 0^+}`` and the product it stands before."""
        if self.now.kind != "sub" or self.ahead().kind != "open":
            raise self.refuse("a limit without saying of what", token, "write \\lim_{x \\to 0}")
        self.take()
        end = self.group_end(self.at)
        self.take()
        start = self.now
        name = self._plain_name()
        arrow = self.take()
        side = _SIDES.get(arrow.text, "")
        if arrow.text != r"\to" and not side:
            raise self.refuse("what goes where in this limit is not understood", start)
        last = self.tokens[end - 1]
        cut = 0
        if last.text in ("+", "-") and self.tokens[end - 2].kind == "sup":
            cut = 2
        elif last.kind == "close" and self.tokens[end - 2].text in ("+", "-") and self.tokens[end - 3].kind == "open":
            cut, last = 4, self.tokens[end - 2]
        elif last.text in ("+", "-"):
            cut = 1
        if cut:
            side = last.text
            self.tokens = [*self.tokens[: end - cut], *self.tokens[end:]]
        to = self.sum()
        self.expect("close")
        self.bound.append(name.base)
        body = self.product()
        self.bound.pop()
        return Limit(body, name, to, side)

    def _plain_name(self) -> Name:
        token = self.now
        if token.kind != "letter":
            raise self.refuse("a name is missing here")
        base = self.taken_name()
        self.bound.append(base)
        while self.now.kind == "prime":
            self.take()
            base += "'"
        sub: tuple[Node, ...] = ()
        if self.now.kind == "sub":
            self.take()
            sub = self.indices(token.text)
        self.bound.pop()
        return Name(base, sub)

    def opened_left(self, token: Token) -> Node:
        r"""Read ``\left. … \right|_{x=1}``."""
        node = self.sum()
        if self.now.text not in (r"\rvert", "|"):
            raise self.refuse("what \\left. opens is not understood", token)
        self.take()
        return self.placed(node)

    def evaluated(self, node: Node) -> Node:
        """Read the places after a product with a bar or a bracket behind it, if there are any."""
        while self.now.text == "|" and self.ahead().kind in ("sub", "sup") and not self.bars:
            self.take()
            node = self.placed(node)
        return node

    def placed(self, node: Node) -> Node:
        r"""Read ``_{x=1}`` or ``_a^b`` after a bar: the value of ``node`` there, or a difference of two."""
        start = self.now
        lower = upper = None
        names: tuple[Name, ...] = ()
        while self.now.kind in ("sub", "sup"):
            sign = self.take()
            found, values = self._place()
            if found and names and found != names:
                raise self.refuse("two places of different names", sign)
            names = names or found
            if sign.kind == "sub":
                lower = values
            else:
                upper = values
        if lower is None:
            raise self.refuse("where this is evaluated is missing", start)
        if not names:
            names = self._evaluated_by(node, len(lower), start, difference=upper is not None)
        below = At(node, names, lower)
        if upper is None:
            return below
        if len(upper) != len(names) or len(lower) != len(names):
            raise self.refuse("where this is evaluated is not understood", start)
        return Add((At(node, names, upper), Neg(below)))

    def _place(self) -> tuple[tuple[Name, ...], tuple[Node, ...]]:
        if self.now.kind != "open":
            return (), (self.argument(),)
        self.take()
        names: list[Name] = []
        values: list[Node] = []
        while True:
            part = self.relation()
            match part:
                case Relation((Name() as name, value), ("=",)):
                    names.append(name)
                    values.append(value)
                case Relation((Tuple(items), Tuple(places)), ("=",)) if all(isinstance(item, Name) for item in items):
                    names += [item for item in items if isinstance(item, Name)]
                    values += places
                case Tuple(items) if not values:
                    values += items
                case _ if not isinstance(part, Relation) and not values:
                    values.append(part)
                case _:
                    raise self.refuse("where this is evaluated is not understood")
            if self.now.text != ",":
                break
            self.take()
        self.expect("close")
        if names and len(names) != len(values):
            raise self.refuse("where this is evaluated is not understood")
        return tuple(names), tuple(values)

    def _evaluated_by(self, node: Node, count: int, token: Token, *, difference: bool) -> tuple[Name, ...]:
        """Return the names that stand for ``count`` values where only the values are written."""
        derivatives = [part for part in walk(node) if isinstance(part, Deriv)]
        inside = list(dict.fromkeys(names_in(node)))
        bases = {part.base for part in inside if part.base in self.notation.functions}
        bases |= {part.function for part in walk(node) if isinstance(part, Apply)}
        for base in sorted(bases):
            parameters = self.notation.variables.parameters_of(base)
            if len(parameters) == count:
                return tuple(Name(parameter) for parameter in parameters)
        by = list(dict.fromkeys(name for part in derivatives for name in part.by))
        if count == 1 and len(by) == 1:
            return (by[0],)
        alone = derivatives[0] if len(derivatives) == len(by) == 1 else None
        if count == 2 and alone is not None and alone.total and isinstance(alone.of, Name):
            return (by[0], alone.of)
        if count == 1 and difference and not by:
            likely = [name for name in inside if name.base in self.notation.variables.by] or inside
            parts = len(inside) > 1 and any(name.base in _PARTS for name in inside)  # uv|_a^b: bounds of what u is of
            if len(likely) == 1 and not parts:
                return (likely[0],)
        raise self.refuse("which name these values are put for is not said", token, "write x=1")

    def nabla(self, token: Token) -> Node:
        r"""Read ``\nabla f``, ``\nabla \cdot F``, ``\nabla \times F``, ``\nabla^2 f``."""
        function = WORDS.get(token.text.strip().lower(), "grad")
        by: tuple[Node, ...] = ()
        order = 1
        while self.now.kind in ("sub", "sup"):
            if self.take().kind == "sub":
                by = self.indices("")
            elif self.argument() == Num(Fraction(2)) and token.kind == "command":
                order, function = 2, "laplacian"
            else:
                raise self.refuse("this power of nabla is not understood", token)
        if by:
            return self._nabla_by(by, order, token)
        if order == 1 and token.kind == "command" and self.now.text in (r"\cdot", r"\times"):
            function = "div" if self.take().text == r"\cdot" else "curl"
        of = self.operand()
        if self.now.text == "(" and isinstance(of, Name):
            raise self.refuse(f"whether {of.base} is a function cannot be told", token, "define it, L(x) = …")
        if self.now.kind in ("sup", "prime"):
            raise self.refuse("a power after a gradient is read in two ways", hint="use parentheses")
        return self._field(function, of, token)

    def name(self) -> Node:
        """Read a name, or the Hessian or Jacobian matrix of the function in its index."""
        function, token = self.notation.fields.get(self.now.text, ""), self.now
        braced = self.ahead(2).kind == "open"
        of = self.ahead(3 if braced else 2).text
        if not function or self.ahead().kind != "sub" or len(self.notation.variables.parameters_of(of)) < 2:
            return super().name()
        if braced and self.ahead(4).kind != "close":
            return super().name()
        self.at += 5 if braced else 3
        parameters = tuple(Name(part) for part in self.notation.variables.parameters_of(of))
        if self.now.text != "(":
            return Call(function, (Apply(of, parameters),))
        argument = self.parenthesis(self.take())
        return self._field(function, Apply(of, argument.items if isinstance(argument, Tuple) else (argument,)), token)

    def _field(self, function: str, of: Node, token: Token) -> Node:
        """Return a gradient, Hessian and the like of what is read, at the place where a function is taken."""
        match of:
            case Apply(name, arguments, 0):
                parameters = tuple(Name(part) for part in self.notation.variables.parameters_of(name))
                indexed = self.notation.variables.indexed_of(name)
                parameters = parameters or tuple(Name(base, (Num(Fraction(at)),)) for base, at in indexed)
                if arguments == parameters:
                    return Call(function, (of,))
                first = arguments[0]
                vector = isinstance(first, Name) and self.notation.kind_of(first) == VECTOR
                if len(arguments) == 1 < len(parameters) and vector:
                    arguments = tuple(
                        Call("entry", (first, Num(Fraction(at)), Num(Fraction(1))))
                        for at in range(1, len(parameters) + 1)
                    )
                if len(parameters) == len(arguments):
                    return At(Call(function, (Apply(name, parameters),)), parameters, arguments)
                raise self.refuse(f"of which names {name} is a function is not said", token)
        return Call(function, (of,))

    def _nabla_by(self, by: tuple[Node, ...], order: int, token: Token) -> Node:
        r"""Read what ``\nabla_{\mathbf w}`` acts on: a derivative by a vector, or a list of those by several names."""
        names = tuple(name for name in by if isinstance(name, Name))
        if len(names) != len(by) or self.now.text in (r"\cdot", r"\times") or (order > 1 and len(names) > 1):
            raise self.refuse("this derivative is not understood", token)
        of = self.differentiated()
        if len(names) == 1:
            return Deriv(of, names * order)
        return Tuple(tuple(Deriv(of, (name,)) for name in names))

    def infinity(self, _token: Token) -> Node:
        r"""Read ``\infty``."""
        return Const("infinity")

    def partial(self, token: Token) -> Node:
        r"""Read ``\partial_x f`` and ``\partial f/\partial x``."""
        if self.now.kind == "sub":
            self.take()
            by = self.indices("")
            if not all(isinstance(name, Name) for name in by):
                raise self.refuse("this derivative is not understood", token)
            return Deriv(self.differentiated(), tuple(name for name in by if isinstance(name, Name)))
        return self.inline_derivative(token, r"\partial")


OPERANDS: Mapping[str, Callable[[IntegralReader, Token], Node]] = {
    r"\int": IntegralReader.integral,
    r"\iint": IntegralReader.double_integral,
    r"\lim": IntegralReader.limit,
    r"\left.": IntegralReader.opened_left,
    r"\nabla": IntegralReader.nabla,
    r"\infty": IntegralReader.infinity,
    r"\partial": IntegralReader.partial,
}
"""What starts an operand, with the method that reads on after it."""
