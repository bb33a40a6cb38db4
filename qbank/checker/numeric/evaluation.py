"""The numeric route, values: one tree at a time, without knowing what its names stand for (``point.py`` does).

Derivatives are those of truncated Taylor series: what is differentiated by gets a small change, and the change of the
result is read off.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, ClassVar

from flint import acb, arb, fmpq

from qbank.checker import grids
from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided
from qbank.checker.norms import lines
from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Add,
    Apply,
    At,
    Big,
    Call,
    Cases,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Matrix,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Set,
    Tuple,
    Unit,
)
from qbank.checker.units import UNITS

from .analytic import Mode
from .fields import FIELDS
from .functions import MANY, NUMERIC, absolute
from .matrices import MATRICES, Multiple, Value, is_scalar, product, raised, scalar, total
from .powers import power
from .scalars import MAX_ORDER, Jet, Outside, Scalar, base, divided, parts_at, rational, whole
from .truth import at_edge, truth

Key = tuple[object, ...]
MAX_STEPS = 200_000
MAX_DEPTH = 150
_BASE_UNITS = [fmpq(number, 9973) for number in (10007, 10009, 10037, 10039, 10061, 10067, 10069)]
"""What the base units are taken to be: a formula of another dimension has another value."""


@dataclass(slots=True)
class Frame:
    """What names are moved to, and the values worked out meanwhile.

    ``still`` holds what does not depend on the moved names; ``values`` what holds just now.
    """

    moved: Mapping[Key, Value] = field(default_factory=dict)
    still: dict[Key, tuple[Value, bool]] = field(default_factory=dict)
    values: dict[Key, tuple[Value, bool]] = field(default_factory=dict)


_NOT_HOLOMORPHIC = frozenset({"re", "im", "conj", "abs", "arg"})


class Evaluator(ABC):
    """Works out trees; see :class:`~qbank.checker.numeric.point.Point`."""

    def __init__(self, *, imaginary: bool) -> None:
        self.mode = Mode(imaginary)
        self.frame = self._root = Frame()
        self.doubt = False
        """Some value on the way was estimated, not enclosed."""
        self.steps = 0
        self._depth = self._level = 0
        self._stills: dict[frozenset[Key], dict[Key, tuple[Value, bool]]] = {}
        self._straight = 0
        self._plain_mode = self.mode
        self._kept: dict[Node, tuple[Value, bool]] = {}

    plain_units = False
    """Base units are left out: values in SI units, for people."""

    # what names stand for

    @abstractmethod
    def named(self, name: Name) -> Value:
        """Return the value of a name."""

    @abstractmethod
    def applied(self, node: Apply) -> Value:
        """Return the value of a function of the question's own."""

    @abstractmethod
    def key(self, name: Name) -> Key:
        """Return what identifies a name."""

    @abstractmethod
    def big(self, node: Big) -> Value:
        """Return the value of a sum or product."""

    @abstractmethod
    def integral(self, node: Integral) -> Value:
        """Return the value of an integral."""

    @abstractmethod
    def field(self, node: Call) -> Value:
        """Return the value of a gradient, a divergence and the like."""

    @abstractmethod
    def limit(self, node: Limit) -> Value:
        """Return the value of a limit."""

    @contextmanager
    def moving(self, names: Mapping[Key, Value]) -> Iterator[None]:
        """Give names other values for a while."""
        saved = self.frame
        moved = {**saved.moved, **names}
        still = self._stills.setdefault(frozenset(moved), {})
        self.frame = Frame(moved, still)
        try:
            yield
        finally:
            self.frame = saved

    @contextmanager
    def in_mode(self, mode: Mode) -> Iterator[None]:
        """Work in another mode for a while."""
        saved, stills = self.mode, self._stills
        self.mode, self._stills = mode, {}
        try:
            yield
        finally:
            self.mode, self._stills = saved, stills

    def evaluate(self, node: Node) -> Value:
        """Return the value of a grounded node.

        Raises :class:`Outside` where it has none, :class:`Undecided` where this route cannot tell.
        """
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Undecided("the formula is too large to evaluate")
        if self._depth > MAX_DEPTH:
            raise Undecided("definitions lead back to themselves")
        self._depth += 1
        try:
            rule = self._rules.get(type(node))
            if rule is None:
                raise Undecided(f"{latex(node)} cannot be worked out yet")
            return rule(self, node)
        finally:
            self._depth -= 1

    def number(self, node: Node) -> Scalar:
        """Return the value of a node that must be a number."""
        return scalar(self.evaluate(node))

    # plain arithmetic

    def _add(self, node: Add) -> Value:
        result = self.evaluate(node.terms[0])
        for term in node.terms[1:]:
            result = total(result, self.evaluate(term))
        return result

    def _negative(self, node: Neg) -> Value:
        value = self.evaluate(node.of)
        return -value if is_scalar(value) else product(fmpq(-1), value)

    def _multiply(self, node: Mul) -> Value:
        result = self.evaluate(node.factors[0])
        for factor in node.factors[1:]:
            result = product(result, self.evaluate(factor))
        return result

    def _divide(self, node: Div) -> Value:
        above, below = self.evaluate(node.numerator), self.number(node.denominator)
        return divided(above, below) if is_scalar(above) else product(divided(fmpq(1), below), above)

    def _power(self, node: Pow) -> Value:
        one, other = self.evaluate(node.base), self.number(node.exponent)
        if is_scalar(one):
            return power(one, other, self.mode)
        return raised(one, None if isinstance(other, Jet) else whole(other))

    def _constant(self, node: Const) -> Value:
        if node.name == "pi":
            return arb.pi()
        if node.name == "e":
            return arb.const_e()
        if node.name == "i" and self.mode.imaginary:
            return acb(0, 1)
        raise Undecided(f"{latex(node)} stands where a number is wanted")

    def _unit(self, node: Unit) -> Value:
        measure = UNITS.get(node.symbol)
        if measure is None:
            raise Undecided(f"the unit {node.symbol} is not known")
        result = rational(measure.factor)
        if self.plain_units:
            return result
        for number, exponent in zip(_BASE_UNITS, measure.exponents, strict=True):
            result = result * number**exponent
        return result

    # functions

    def _call(self, node: Call) -> Value:
        name = node.function
        if name in MANY:
            return MANY[name](self._listed(node.arguments), self.mode)
        if name == "identity":
            size = whole(self.number(node.arguments[0])) if node.arguments else None
            return Multiple(fmpq(1)) if size is None else Multiple(fmpq(1)).sized(size)
        if name == "zero":
            return fmpq(0)
        if name in FIELDS:
            return self.field(node)
        if name == "norm" and len(node.arguments) > 1:
            return self._norm_of_order(node)
        arguments = [self.evaluate(argument) for argument in node.arguments]
        if name == "abs" and isinstance(arguments[0], Grid):
            name = "det" if not arguments[0].is_vector else "norm"
        if name in MATRICES:
            return MATRICES[name](*arguments, self.mode)
        function = NUMERIC.get(name)
        if function is None:
            raise Undecided(f"the function {name} cannot be checked yet")
        scalars = [scalar(argument) for argument in arguments]
        if self._straight and name in _NOT_HOLOMORPHIC and any(isinstance(value, Jet) for value in scalars):
            raise Undecided("a derivative by a complex number of what has none")
        if node.primes:
            return self.slope(lambda x: function(x, self.mode), scalars[0], node.primes)
        try:
            return function(*scalars, self.mode)
        except (TypeError, OverflowError, ValueError) as problem:
            raise Outside(str(problem)) from problem

    def _norm_of_order(self, node: Call) -> Value:
        sums = lines(self.evaluate(node.arguments[0]), node.arguments[1])
        return MANY["max"]([grids.total(absolute(item, self.mode) for item in line) for line in sums], self.mode)

    def _listed(self, nodes: Sequence[Node]) -> list[Scalar]:
        if len(nodes) == 1 and isinstance(nodes[0], Set | Tuple):
            nodes = nodes[0].items
        found: list[Scalar] = []
        for node in nodes:
            value = self.evaluate(node)
            found += value.items if isinstance(value, Grid) else [scalar(value)]
        if not found:
            raise Undecided("the largest of nothing")
        return found

    def slope(self, function: Callable[[Scalar], Value], at: Scalar, order: int) -> Value:
        """Differentiate ``order`` times: the coefficient of that power of a small change."""
        if order == 0:
            return function(at)
        if order > MAX_ORDER:
            raise Undecided(f"a derivative of order above {MAX_ORDER}")
        self._level += 1
        level = self._level
        try:
            value = function(Jet(level, (at, fmpq(1), *[fmpq(0)] * (order - 1))))
        finally:
            self._level -= 1
        times = math.factorial(order)
        if isinstance(value, Grid):
            return value.map(lambda item: parts_at(item, level, order + 1)[order] * times)
        return parts_at(scalar(value), level, order + 1)[order] * times

    def once(self, node: Node, rule: Callable[[Any], Value]) -> Value:
        """Return the value by ``rule``, worked out once as long as nothing is moved: it stands in many formulas."""
        if self.frame is not self._root or self._level or self._straight or self.mode is not self._plain_mode:
            return rule(node)
        known = self._kept.get(node)
        if known is None:
            doubt, self.doubt = self.doubt, False
            try:
                known = self._kept[node] = (rule(node), self.doubt)
            finally:
                self.doubt |= doubt
        self.doubt |= known[1]
        return known[0]

    def _derivative(self, node: Deriv) -> Value:
        return self._partial(node.of, node.by)

    def _partial(self, of: Node, names: Sequence[Name]) -> Value:
        if not names:
            return self.evaluate(of)
        first = names[0]
        order = sum(1 for _ in takewhile(lambda name: name == first, names))
        here = self.named(first)
        if isinstance(here, Grid):
            return self._gradient(of, first, here, names[1:])
        straight = isinstance(base(scalar(here)), acb)
        self._straight += straight
        try:
            return self.slope(lambda value: self._moved(of, first, value, names[order:]), here, order)
        finally:
            self._straight -= straight

    def _gradient(self, of: Node, name: Name, here: Grid, rest: Sequence[Name]) -> Value:
        """Differentiate a number by a vector or matrix, in its shape; twice by vectors: a row for each component."""

        def along(place: int) -> Value:
            def moved(value: Scalar) -> Value:
                items = (*here.items[:place], value, *here.items[place + 1 :])
                return self._moved(of, name, Grid(items, here.columns, here.loose), rest)

            return self.slope(moved, here.items[place], 1)

        found = [along(place) for place in range(len(here.items))]
        if not rest:
            return Grid(tuple(scalar(one) for one in found), here.columns, loose=here.is_vector)
        if not here.is_vector or not all(isinstance(one, Grid) and one.is_vector for one in found):
            raise Undecided("a second derivative by a matrix")
        return Grid(tuple(item for one in found for item in one.items), len(found[0].items))

    def _moved(self, of: Node, name: Name, value: Value, rest: Sequence[Name]) -> Value:
        with self.moving({self.key(name): value}):
            return self._partial(of, rest)

    def _at(self, node: At) -> Value:
        values = [self.evaluate(value) for value in node.values]
        with self.moving({self.key(name): value for name, value in zip(node.names, values, strict=True)}):
            return self.evaluate(node.of)

    # structures

    def _tuple(self, node: Tuple) -> Value:
        return Grid(tuple(self.number(item) for item in node.items), loose=True)

    def _matrix(self, node: Matrix) -> Value:
        return Grid(tuple(self.number(item) for item in node.items), node.columns)

    def _cases(self, node: Cases) -> Value:
        for value, condition in zip(node.values, node.conditions, strict=True):
            if at_edge(self, condition):
                raise Outside("no derivative is known where cases meet")
            if truth(self, condition):
                return self.evaluate(value)
        raise Outside("no case applies")

    def _relation(self, _: Relation) -> Value:
        raise Undecided("a relation where a value is wanted")

    def order(self, value: Scalar) -> Scalar:
        """Return what to compare by size: within an integral, the real part of a ball."""
        low = base(value)
        if isinstance(low, acb) and self.mode.analytic and not self.mode.imaginary:
            return low.real
        return low

    _rules: ClassVar[Mapping[type, Callable[[Any, Any], Value]]] = {
        Num: lambda _, node: rational(node.value),
        Const: _constant,
        Name: lambda point, node: point.named(node),
        Add: _add,
        Neg: _negative,
        Mul: _multiply,
        Div: _divide,
        Pow: _power,
        Call: _call,
        Apply: lambda point, node: point.applied(node),
        Big: lambda point, node: point.once(node, point.big),
        Deriv: lambda point, node: point.once(node, point._derivative),  # noqa: SLF001 - of this class
        At: _at,
        Tuple: _tuple,
        Matrix: _matrix,
        Integral: lambda point, node: point.once(node, point.integral),
        Limit: lambda point, node: point.once(node, point.limit),
        Cases: _cases,
        Unit: _unit,
        Relation: _relation,
    }
    """How each kind of node is worked out."""
