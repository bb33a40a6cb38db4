"""The symbolic route, values: syntax trees to sympy through definitions, with sums of open size in normal form.

Every name becomes a generated symbol (``v0``, ``v1`` …); no author's string reaches sympy. See ``algebra.py``.
"""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction

import sympy as sp

from qbank.checker.grids import Grid, spread
from qbank.checker.index_letters import letters_of, substitute
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.norms import lines
from qbank.checker.printing import latex
from qbank.checker.reading.kinds import MATRIX, VECTOR
from qbank.checker.syntax import (
    Add,
    Apply,
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
    Relation,
    Tuple,
    Unit,
    names_in,
    put,
    rebuild,
    walk,
)
from qbank.checker.units import UNITS

from .arrays import ARRAYS, added, multiplied, norm, power, scalar, scaled
from .functions import SYMBOLIC, Expr
from .leibniz import slope_of_integrals
from .parts import has_no_value, size_of, symbols_of
from .series import infinite
from .slopes import slope
from .sums import Sums

FIELDS = frozenset({"grad", "div", "curl", "laplacian", "hessian", "jacobian"})
"""Derivatives of functions of several variables."""
NUMBERS = {"pi": sp.pi, "e": sp.E, "i": sp.I}
BASE_UNITS = ("m", "kg", "s", "A", "K", "mol", "cd")
"""In the order of a unit's exponents."""
MAX_WRITTEN_OUT = 30
MAX_OPERATIONS = 5000
MAX_DEPTH = 150
"""Nodes within nodes, definitions put in."""
MAX_BITS = 10_000
MAX_TERMS = 2000
"""Terms of sums written out in one question."""


class Values(Sums):
    """The values of one question's formulas: its premises, and the symbols made so far."""

    def value(self, node: Node, stop: frozenset[Name] = frozenset()) -> Expr:
        """Return the sympy expression (a tuple of them for a vector) that ``node`` stands for.

        Names that belong to the family of one in ``stop`` are left as they are.
        Raises :class:`Undecided` for what this route cannot express.
        """
        known = self._values.get((node, stop))
        if known is None and self._depth > MAX_DEPTH:
            raise Undecided("definitions lead back to themselves")
        if known is None:
            self._depth += 1
            try:
                known = self._value(node, stop)
            finally:
                self._depth -= 1
            self._values[node, stop] = known
            parts = known.items if isinstance(known, Grid) else (known,)
            if any(grown(part) for part in parts):
                raise Undecided("the expression grows too large")
            if any(map(has_no_value, parts)):
                raise Undecided(f"{latex(node)} has no finite value")
        return known

    def _value(self, node: Node, stop: frozenset[Name]) -> Expr:
        match node:
            case Num(value):
                return sp.Rational(value.numerator, value.denominator)
            case Const(name):
                if name not in NUMBERS:
                    raise Undecided(f"{latex(node)} is no number")
                return NUMBERS[name]
            case Name():
                return self._name(node, stop)
            case Add(terms) | Mul(terms) if any(map(open_identity, terms)):
                return self._with_identity(node, terms, stop)
            case Add(terms):
                return added([self.value(term, stop) for term in terms])
            case Neg(of):
                return scaled(sp.Integer(-1), self.value(of, stop))
            case Mul(factors):
                return multiplied([self.value(factor, stop) for factor in factors])
            case Div(numerator, denominator):
                below = scalar(self.value(denominator, stop))
                if below == 0:
                    raise Undecided("a division by zero")
                return scaled(1 / below, self.value(numerator, stop))
            case Pow(base, exponent):
                below, above = self.value(base, stop), scalar(self.value(exponent, stop))
                return power(below, above) if isinstance(below, Grid) else self._power(below, above)
            case Call("zero", ()):
                return sp.Integer(0)  # beside a vector or matrix, that of its size
            case Call():
                return self._call(node, stop)
            case Apply():
                return self._apply(node, stop)
            case Big():
                return self._big(node, stop)
            case Deriv():
                return self.differentiated(node, stop)
            case Tuple(items):
                return Grid(tuple(scalar(self.value(item, stop)) for item in items), 1, loose=True)
            case Matrix(items, columns):
                return self._matrix(node, [self.value(item, stop) for item in items], columns)
            case Unit(symbol):
                return self._unit(symbol)
            case Relation():
                raise Undecided("a relation where a value is wanted")
            case _:
                return self.compound(node, stop)

    def _with_identity(self, node: Node, parts: tuple[Node, ...], stop: frozenset[Name]) -> Expr:
        """Return a sum or product with the identity of open size: it has that of what stands beside it."""
        beside = [part for part in parts if not open_identity(part)]
        found = [value for part in beside if isinstance(value := self.value(part, stop), Grid)]
        sides = {value.rows for value in found if value.rows == value.columns}
        if len(sides) != 1:
            raise Undecided("an identity matrix of a size that is not given")
        return self.value(sized(node, sides.pop()), stop)

    @staticmethod
    def _matrix(node: Node, items: list[Expr], columns: int) -> Grid:
        """Return a matrix; what holds blocks is put together where the blocks fit."""
        if any(isinstance(item, Grid) for item in items):
            raise Undecided(f"{latex(node)} is made of blocks")
        return Grid(tuple(items), columns)

    def _unit(self, symbol: str) -> Expr:
        """Return a unit as an exact factor times powers of the base units, each a positive quantity of its own."""
        measure = UNITS.get(symbol)
        if measure is None:
            raise Undecided(f"the unit {symbol} is not known")
        value: Expr = sp.Rational(measure.factor.numerator, measure.factor.denominator)
        for base, exponent in zip(BASE_UNITS, measure.exponents, strict=True):
            if exponent:
                value *= self.symbol(Unit(base)) ** exponent
        return value

    def _name(self, name: Name, stop: frozenset[Name]) -> Expr:
        if self.is_array(name) and (name in stop or not self.premises.defines(name)):
            raise Undecided(f"the components of {latex(name)} are not given")  # a symbol would commute
        if any(self.may_be(name, other) for other in stop):
            return self.symbol(name)
        reasons = []
        for body in self.premises.bodies(name):
            try:
                return self.value(body, stop)
            except Undecided as reason:
                reasons.append(reason)
        if reasons:
            raise reasons[0]
        if name == Name(name.base) and name.base in self.premises.applied:
            raise Undecided(f"the function {name.base} stands without its argument")
        if interval_of(self.domain, name, self.premises.letters).kind:
            raise Undecided(f"{latex(name)} is no number, and what it consists of is not given")
        return self.symbol(name)

    def is_array(self, name: Name) -> bool:
        """Tell whether a name stands for a vector or matrix."""
        return self.kinds.of(name) in (VECTOR, MATRIX)

    def may_be(self, name: Name, other: Name) -> bool:
        """Tell whether the two belong to one family."""
        shape = self.premises.letters.shape
        return name == other or shape(name) == shape(other)

    @staticmethod
    def _power(base: Expr, exponent: Expr) -> Expr:
        if base == 0 and not exponent.is_positive:
            raise Undecided("a power of zero")
        if base.is_Rational and exponent.is_Rational:
            digits = max(int(abs(base.p)).bit_length(), int(base.q).bit_length())
            if abs(exponent) * digits > MAX_BITS:
                raise Undecided("a power too large to work out")
        if base.is_Add and exponent.is_Integer and abs(exponent) > 1 and not base.is_number:
            return sp.Pow(base, exponent, evaluate=False)  # as it would be, but for questions about infinite terms
        return base**exponent

    def _call(self, node: Call, stop: frozenset[Name]) -> Expr:
        if node.function in FIELDS:
            return self.field(node, stop)
        if node.function in {"conj", "re", "im", "arg"}:
            self._imagine(node.arguments[0])
        if node.function == "norm" and len(node.arguments) > 1:
            sums = lines(self.value(node.arguments[0], stop), node.arguments[1])
            return SYMBOLIC["max"](*(sp.Add(*map(sp.Abs, line)) for line in sums))
        arguments = [self.value(argument, stop) for argument in node.arguments]
        if node.function in ARRAYS and not node.primes:
            return ARRAYS[node.function](*arguments)
        if node.function in {"abs", "max", "min"} and len(arguments) == 1 and isinstance(arguments[0], Grid):
            if node.function == "abs":
                return norm(arguments[0])
            arguments = list(arguments[0].items)
        if node.function in {"conj", "re", "im"} and isinstance(arguments[0], Grid):
            return arguments[0].map(SYMBOLIC[node.function])
        function = SYMBOLIC.get(node.function)
        if function is None:
            raise Undecided(f"the function {node.function} cannot be checked yet")
        if not node.primes:
            return function(*(scalar(argument) for argument in arguments))
        variable = sp.Dummy(real=True)
        value = function(variable)
        for _ in range(node.primes):
            value = slope(value, variable)
        return value.subs(variable, scalar(arguments[0]))

    def _imagine(self, node: Node) -> None:
        """Take names whose complex parts are wanted for complex, unless the formula shows the parts itself."""
        if Const("i") in walk(node):
            return
        told = {entry.base for entry, _ in self.domain.intervals}
        for name in names_in(node):
            if name.base not in told and name not in self.imaginary and not self.premises.defines(name):
                self.imaginary.add(name)
                self._symbols.pop(name, None)
                self._values.clear()

    def _apply(self, node: Apply, stop: frozenset[Name]) -> Expr:
        defined = self.premises.functions.get(node.function)
        found = tuple(self.value(argument, stop) for argument in node.arguments)
        if defined is not None:
            if not node.primes and node.arguments == defined[0]:
                return self.value(defined[1], stop)  # F(s) is its formula, wherever s lies
            found = spread(found, len(defined[0]))
            if not node.primes and len(found) == len(defined[0]) and any(isinstance(one, Grid) for one in found):
                return self.value(put(defined[1], dict(zip(defined[0], node.arguments, strict=True))), stop)
        arguments = tuple(map(scalar, found))
        if defined is None:
            if len(arguments) != 1:
                raise Undecided(f"the function {node.function} has no definition")
            return self.function_of(node.function, node.primes)(arguments[0])
        parameters, body = defined
        if len(parameters) != len(arguments) or (node.primes and len(parameters) > 1):
            raise Undecided(f"{node.function} is used with another number of arguments than it is defined with")
        if {parameter.base for parameter in parameters} & set(letters_of(body)):
            raise Undecided(f"{node.function} has its argument as an index")
        local = {parameter: Name(f"{parameter.base}#{next(self.fresh)}") for parameter in parameters}
        inside, order = put(body, local), node.primes
        slope_ = slope_of_integrals(self, inside, local[parameters[0]], stop) if order else None
        value = self.value(inside, stop) if slope_ is None else slope_
        for _ in range(order if slope_ is None else order - 1):
            value = self.derivative(value, local[parameters[0]], stop)
        put_in = {self.symbol(local[name]): argument for name, argument in zip(parameters, arguments, strict=True)}
        return self.replaced(value, put_in)

    def function_of(self, name: str, order: int) -> Expr:
        """Return the sympy function for an undefined function's derivative of this order."""
        found = self._functions.get((name, order))
        if found is None:
            at = list(dict.fromkeys(base for base, _ in self._functions)).index(name) if any(
                base == name for base, _ in self._functions
            ) else len({base for base, _ in self._functions})  # fmt: skip
            found = type(
                f"f{at}d{order}",
                (sp.Function,),
                {
                    "fdiff": lambda whole, _=1: self.function_of(name, order + 1)(whole.args[0]),
                    "nargs": (1,),
                    "is_real": True,
                },
            )
            self._functions[name, order] = found
        return found

    def terms_of_unknown(self, value: Expr) -> set[tuple[str, int, Expr]]:
        """Return what a value holds of functions without a formula: the name, how often differentiated, the term."""
        made = {found: key for key, found in self._functions.items()}
        parts = value.atoms(sp.Function) if isinstance(value, sp.Basic) else ()
        return {(*made[part.func], part) for part in parts if part.func in made}

    def _big(self, node: Big, stop: frozenset[Name]) -> Expr:
        if node.operator not in {"sum", "prod"}:
            raise Undecided("an extremum that was not found")
        bounds = self.bounds_of(node, stop)
        if isinstance(bounds, tuple) and all(isinstance(bound, sp.Integer) for bound in bounds):
            low, high = int(bounds[0]), int(bounds[1])
            if high - low >= MAX_WRITTEN_OUT:
                raise Undecided(f"a sum of more than {MAX_WRITTEN_OUT} terms written out")
            self._written += max(0, high - low + 1)
            if self._written > MAX_TERMS:
                raise Undecided(f"sums of more than {MAX_TERMS} terms in all")
            parts = [
                scalar(self.value(_indexed(node.body, node.index, Num(Fraction(at))), stop))
                for at in range(low, high + 1)
            ]
            return sp.Add(*parts) if node.operator == "sum" else sp.Mul(*parts)
        sort = self.premises.letters.sorts.get(node.index.rstrip("'"), node.index)
        label = f"#t{next(self.fresh)}:{sort}"
        if isinstance(bounds, tuple) and sp.oo in bounds:
            return self._series(node, bounds[0], label, stop)
        body = scalar(self.value(_indexed(node.body, node.index, Name(label)), stop))
        return self.summed(node.operator, bounds, label, body)

    def _series(self, node: Big, low: Expr, label: str, stop: frozenset[Name]) -> Expr:
        """Return the value of a series. Raises :class:`Undecided` where it is not found for certain."""
        if node.operator != "sum":
            raise Undecided("a product of infinitely many factors")
        body = scalar(self.value(_indexed(node.body, node.index, Name(label)), stop))
        index = self.symbol(Name(label))
        if any(self.mentions_label(symbol, label) for symbol in symbols_of(body) if symbol != index):
            raise Undecided("a series whose terms are not all given")
        found = infinite(body, index, low, self.facts_of(body), strict=self.strict)
        if found is None:
            raise Undecided("the value of the series was not found")
        return found

    def bounds_of(self, node: Big, stop: frozenset[Name] = frozenset()) -> tuple[Expr, Expr] | str:
        """Return the bounds of a sum, or the range that its index runs over."""
        letters = self.premises.letters
        sort = letters.sorts.get(node.index.rstrip("'"), node.index)
        if node.lower is not None and node.upper == Const("infinity"):
            return scalar(self.value(node.lower, stop)), sp.oo
        if node.lower is not None and node.upper is not None:
            return scalar(self.value(node.lower, stop)), scalar(self.value(node.upper, stop))
        if sort in letters.bounds:
            lower, upper = letters.bounds[sort]
            return scalar(self.value(lower, stop)), scalar(self.value(upper, stop))
        return sort

    @abstractmethod
    def field(self, node: Call, stop: frozenset[Name]) -> Expr:
        """Return the value of a gradient, divergence and the like."""

    @abstractmethod
    def expanded(self, expression: Expr, stop: frozenset[Name]) -> Expr:
        """Expand the names that were left alone."""

    @abstractmethod
    def compound(self, node: Node, stop: frozenset[Name]) -> Expr:
        """Return the value of what is no arithmetic: integrals, limits, cases, values at a point."""

    @abstractmethod
    def differentiated(self, node: Deriv, stop: frozenset[Name]) -> Expr:
        """Return the value of a derivative."""

    @abstractmethod
    def derivative(self, expression: Expr, by: Name, stop: frozenset[Name]) -> Expr:
        """Return the derivative of a value by a name, all else held."""


def open_identity(node: Node) -> bool:
    """Tell whether a formula is a multiple of the identity of open size."""
    match node:
        case Call("identity", ()):
            return True
        case Neg(of):
            return open_identity(of)
        case Add(terms):
            return all(map(open_identity, terms))
        case Mul(factors):
            return any(map(open_identity, factors))
        case Div(above):
            return open_identity(above)
        case Pow(base):
            return open_identity(base)
    return False


def sized(node: Node, side: int) -> Node:
    """Return a formula with the identity of open size given one."""
    if node == Call("identity", ()):
        return Call("identity", (Num(Fraction(side)),))
    return rebuild(node, lambda child: sized(child, side))


def grown(expression: Expr) -> bool:
    """Tell whether an expression is too large to work with."""
    return size_of(expression) > MAX_OPERATIONS


def _indexed(node: Node, letter: str, index: Node) -> Node:
    """Put ``index`` for a bound letter, in indices and where the letter stands for its own value."""
    inside = substitute(node, {letter: index})
    return put(inside, {Name(letter): index})
