"""Values of what is no arithmetic: values at a point, cases, limits, integrals, and fields' derivatives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy as sp

from qbank.checker.domain import REAL
from qbank.checker.grids import Grid, ShapeError, aligned
from qbank.checker.index_letters import letters_of
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.printing import latex
from qbank.checker.syntax import Apply, At, Call, Cases, Const, Integral, Limit, Logic, Name, Node, Relation, put

from .arrays import grid, scalar
from .functions import Expr
from .integrals import definite
from .limits import limit_of
from .orders import in_other_order
from .parts import symbols_of
from .sums import SumKey
from .values import Values
from .zero import is_zero

_COORDINATES = ("x", "y", "z")
_HOLDS = {"<": sp.Lt, ">": sp.Gt, r"\le": sp.Le, r"\ge": sp.Ge, "=": sp.Eq, r"\ne": sp.Ne}
MAX_FACTS = 12


class Compound(Values):
    """Values of one question with integrals, limits and cases; and the proof that two values agree."""

    def compound(self, node: Node, stop: frozenset[Name]) -> Expr:
        """Return the value of what is no arithmetic. Raises :class:`Undecided`."""
        match node:
            case At(of, names, values):
                return self._at(of, names, [self.value(value, stop) for value in values], stop)
            case Cases(values, conditions):
                return self._cases(values, conditions, stop)
            case Limit(body, by, to, side):
                self.premises.check_limit(node)
                return self._limit(body, by, to, side, stop)
            case Integral(_, _, lower, upper) if lower is not None and upper is not None:
                return self._integral(node, stop)
            case Integral():
                raise Undecided("an antiderivative is known up to a constant only")
            case _:
                raise Undecided(f"{latex(node)} is no value")

    def _fresh(self, name: Name) -> Name:
        return Name(f"{name.base}#{next(self.fresh)}")

    def _bound(self, body: Node, by: Name, stop: frozenset[Name]) -> tuple[Expr, Expr]:
        """Return the value of ``body`` with its bound variable as a real symbol of its own, and that symbol."""
        local = self._fresh(by)
        value, own, symbol = self.value(put(body, {by: local}), stop), self.symbol(by), self.symbol(local)
        parts = value.items if isinstance(value, Grid) else (value,)
        for leaf in sorted(set().union(*(self.leaves(part) for part in parts)), key=str):
            key = self.keys.get(leaf)
            if isinstance(key, Name) and by.base in set(letters_of(key)):
                raise Undecided(f"how {latex(key)} depends on {latex(by)} is not said")
        if any(own in self.leaves(part) for part in parts):  # through a name that is made from it
            if interval_of(self.domain, by, self.premises.letters) != REAL:
                raise Undecided(f"{latex(by)} is bound here and has a domain of its own")
            value = self.replaced(value, {own: symbol})
        return value, symbol

    def _at(self, of: Node, names: tuple[Name, ...], values: list[Expr], stop: frozenset[Name]) -> Expr:
        """Return the value where names have values: all that is differentiated first."""
        inside = self.value(of, stop | set(names))
        pairs = {self.symbol(name): scalar(value) for name, value in zip(names, values, strict=True)}
        settled = self.expanded(self.replaced(inside, pairs), stop)
        if any(part.has(sp.nan, sp.zoo, sp.oo) for part in (settled.items if isinstance(settled, Grid) else [settled])):
            raise Undecided(f"{latex(of)} has no value there")
        return settled

    def _cases(self, values: tuple[Node, ...], conditions: tuple[Node, ...], stop: frozenset[Name]) -> Expr:
        pairs = []
        for value, condition in zip(values, conditions, strict=True):
            holds = self._condition(condition, stop)
            if holds is sp.false:
                continue
            pairs.append((scalar(self.value(value, stop)), holds))
            if holds is sp.true:
                break
        return sp.Piecewise(*pairs) if pairs else sp.nan

    def _condition(self, node: Node, stop: frozenset[Name]) -> Expr:
        match node:
            case Const("true"):
                return sp.true
            case Relation(sides, signs) if set(signs) <= set(_HOLDS):
                values = [scalar(self.value(side, stop)) for side in sides]
                return sp.And(*(_HOLDS[sign](a, b) for sign, a, b in zip(signs, values, values[1:], strict=False)))
            case Logic("and", operands):
                return sp.And(*(self._condition(one, stop) for one in operands))
            case Logic("or", operands):
                return sp.Or(*(self._condition(one, stop) for one in operands))
            case Logic("not", operands):
                return sp.Not(self._condition(operands[0], stop))
        raise Undecided(f"the condition {latex(node)} is not understood")

    def _extended(self, node: Node, stop: frozenset[Name]) -> Expr:
        """Return the value of a bound, which may be infinite."""
        if node == Const("infinity"):
            return sp.oo
        minus = getattr(node, "of", None)
        if minus == Const("infinity"):
            return -sp.oo
        return scalar(self.value(node, stop))

    def _limit(self, body: Node, by: Name, to: Node, side: str, stop: frozenset[Name]) -> Expr:
        target = self._extended(to, stop)
        value, symbol = self._bound(body, by, stop)
        if isinstance(value, Grid):
            return value.map(lambda item: limit_of(item, symbol, target, side))
        return limit_of(value, symbol, target, side)

    def _integral(self, node: Integral, stop: frozenset[Name]) -> Expr:
        assert node.lower is not None  # noqa: S101 - checked by the caller
        assert node.upper is not None  # noqa: S101
        low, high = self._extended(node.lower, stop), self._extended(node.upper, stop)
        try:
            return self._by_one(node, low, high, stop)
        except Undecided:
            if not isinstance(node.body, Integral):
                raise
            return self._turned(node.body, node.by, (low, high), stop)

    def _by_one(self, node: Integral, low: Expr, high: Expr, stop: frozenset[Name]) -> Expr:
        value, symbol = self._bound(node.body, node.by, stop)

        def integrated(item: Expr) -> Expr:
            beyond = self._beyond(item)
            moved = {one: there for one, there, _, _ in beyond}
            inside, start, end = (one.xreplace(moved) for one in (item, low, high))
            facts = [fact.xreplace(moved) for fact in self.facts_of(item, low, high)]
            found = definite(inside, symbol, start, end, facts)
            return found.xreplace({part: back for _, _, part, back in beyond})

        return value.map(integrated) if isinstance(value, Grid) else integrated(value)

    def _turned(self, inner: Integral, by: Name, ends: tuple[Expr, Expr], stop: frozenset[Name]) -> Expr:
        """Return a double integral in the other order. Raises :class:`Undecided`."""
        local = self._fresh(by)
        moved = put(inner, {by: local})
        assert isinstance(moved, Integral)  # noqa: S101 - what was put in stands below
        if moved.lower is None or moved.upper is None:
            raise Undecided("no antiderivative was found")
        bounds = self._extended(moved.lower, stop), self._extended(moved.upper, stop)
        value, symbol = self._bound(moved.body, moved.by, stop)
        return in_other_order(scalar(value), symbol, bounds, self.symbol(local), ends, self.facts_of(value))

    def _beyond(self, value: Expr) -> list[tuple[Expr, Expr, Expr, Expr]]:
        """Return quantities beyond a bound other than zero, each by a positive one, that one, and what that is."""
        found: list[tuple[Expr, Expr, Expr, Expr]] = []
        for one in sorted(value.free_symbols, key=str):
            key = self.keys.get(one)
            if not isinstance(key, Name) or one.is_integer:
                continue
            interval = interval_of(self.domain, key, self.premises.letters)
            if interval.low:
                bound, way, opened = interval.low, 1, interval.low_open
            elif interval.high:
                bound, way, opened = interval.high, -1, interval.high_open
            else:
                continue
            end = sp.Rational(bound.numerator, bound.denominator)
            part = sp.Dummy("p", positive=True) if opened else sp.Dummy("p", nonnegative=True)
            found.append((one, end + way * part, part, way * (one - end)))
        return found

    # Derivatives of fields

    def field(self, node: Call, stop: frozenset[Name]) -> Expr:
        """Return a gradient, divergence, curl, Laplacian, Hessian or Jacobian. Raises :class:`Undecided`."""
        of = node.arguments[0]
        names = self._variables(of, node.function, stop)
        inside = self.value(of, stop | set(names))

        def by(value: Expr, name: Name) -> Expr:
            return self.derivative(scalar(value), name, stop | set(names))

        result = self._field(node.function, inside, names, by)
        return self.expanded(result, stop)

    @staticmethod
    def _field(function: str, value: Expr, names: tuple[Name, ...], by: object) -> Expr:
        side = len(names)
        derive = by  # a function of a value and a name
        assert callable(derive)  # noqa: S101
        if function == "grad":
            return Grid(tuple(derive(value, name) for name in names), 1, loose=True)
        if function == "laplacian":
            if isinstance(value, Grid):
                return value.map(lambda item: sp.Add(*(derive(derive(item, name), name) for name in names)))
            return sp.Add(*(derive(derive(value, name), name) for name in names))
        if function == "hessian":
            return Grid(tuple(derive(derive(value, one), other) for one in names for other in names), side)
        parts = grid(value).items
        if function == "jacobian":
            return Grid(tuple(derive(part, name) for part in parts for name in names), side)
        if len(parts) != side:
            raise Undecided("a field with another number of components than variables")
        if function == "div":
            return sp.Add(*(derive(part, name) for part, name in zip(parts, names, strict=True)))
        if side != 3:
            raise Undecided("the curl of a field that has not three components")
        a, b, c = names
        return Grid(
            (
                derive(parts[2], b) - derive(parts[1], c),
                derive(parts[0], c) - derive(parts[2], a),
                derive(parts[1], a) - derive(parts[0], b),
            ),
            1,
            loose=True,
        )

    def _variables(self, of: Node, function: str, stop: frozenset[Name]) -> tuple[Name, ...]:
        """Return the variables of a function: those of its definition, else x, y, z."""
        if isinstance(of, Apply) and of.arguments and all(isinstance(one, Name) for one in of.arguments):
            return tuple(one for one in of.arguments if isinstance(one, Name))
        base = of.base if isinstance(of, Name) and not of.sub else ""
        if base in self.premises.functions:
            return self.premises.functions[base][0]
        leaves = [self.keys[symbol] for symbol in self.leaves(self.value(of, stop))]
        used = {key for key in leaves if isinstance(key, Name)}
        found = [at for at, letter in enumerate(_COORDINATES) if Name(letter) in used]
        if function in {"div", "curl"}:
            size = len(grid(self.value(of, stop)).items)
            if size > len(_COORDINATES):
                raise Undecided(f"by which variables {latex(of)} is differentiated is not said")
            return tuple(Name(letter) for letter in _COORDINATES[:size])
        indexed = sorted({key for key in used if len(key.sub) == 1 and key.base == "x"}, key=latex)
        if not found and indexed:
            return tuple(indexed)
        if not found or found != list(range(len(found))) or indexed:
            raise Undecided(f"by which variables {latex(of)} is differentiated is not said")
        return tuple(Name(_COORDINATES[at]) for at in found)

    # Agreement

    def agree(self, one: Expr, other: Expr) -> bool:
        """Prove that two values are equal; ``False`` says only that no proof was found."""
        if isinstance(one, Grid) or isinstance(other, Grid):
            if not (isinstance(one, Grid) and isinstance(other, Grid)):
                return False
            try:
                left, right = aligned(one, other)
            except ShapeError:
                return False
            return all(self.vanishes(a - b) for a, b in zip(left.items, right.items, strict=True))
        return self.vanishes(one - other)

    def vanishes(self, difference: Expr) -> bool:
        """Prove that an expression is zero: sums over one range may cancel term by term."""
        facts = self.facts_of(difference)
        if is_zero(difference, facts):
            return True
        sums: dict[tuple[object, ...], list[Expr]] = {}
        for symbol in symbols_of(difference):
            key = self.keys.get(symbol)
            if isinstance(key, SumKey) and key.operator == "sum":
                sums.setdefault((key.bounds, key.label), []).append(symbol)
        groups = [symbols for symbols in sums.values() if len(symbols) > 1]
        if not groups:
            return False
        rest = difference
        for symbols in groups:
            body: Expr = sp.Integer(0)
            for symbol in symbols:
                slope = sp.diff(difference, symbol)
                if slope.free_symbols & set(symbols):
                    return False
                key = self.keys[symbol]
                assert isinstance(key, SumKey)  # noqa: S101 - chosen above
                body += slope * key.body
            if not is_zero(body, self.facts_of(body)):
                return False
            rest = rest.subs(dict.fromkeys(symbols, sp.Integer(0)))
        return is_zero(rest, facts)

    def facts_of(self, *expressions: Expr) -> list[Expr]:
        """Return what the domain says is never negative, of the quantities in the expressions."""
        symbols = set().union(*map(symbols_of, expressions))
        facts = list(self._interval_facts(symbols))
        for relation in self.domain.relations:
            if relation.signs[0] not in {"<", ">", r"\le", r"\ge"}:
                continue
            try:
                left, right = (scalar(self.value(side)) for side in relation.sides)
            except Undecided:
                continue
            fact = right - left if relation.signs[0] in {"<", r"\le"} else left - right
            if symbols_of(fact) & symbols:
                facts.append(fact)
        return facts[:MAX_FACTS]

    def _interval_facts(self, symbols: set[Expr]) -> Iterator[Expr]:
        for symbol in sorted(symbols, key=str):
            key = self.keys.get(symbol)
            if not isinstance(key, Name):
                continue
            interval = interval_of(self.domain, key, self.premises.letters)
            if interval.low is not None and interval.low != 0:
                yield symbol - _rational(interval.low)
            if interval.high is not None:
                yield _rational(interval.high) - symbol


def _rational(value: Fraction) -> Expr:
    return sp.Rational(value.numerator, value.denominator)
