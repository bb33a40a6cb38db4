"""The symbols of one question's symbolic values, and sums of open size in normal form over them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from math import comb, prod

import sympy as sp

from qbank.checker.domain import Domain
from qbank.checker.grids import Grid
from qbank.checker.index_letters import substitute
from qbank.checker.letters import interval_of
from qbank.checker.premises import Premises
from qbank.checker.reading.kinds import Kinds
from qbank.checker.syntax import Deriv, Name, Node, Unit, walk

from .functions import Expr
from .parts import symbols_of
from .series import finite
from .slopes import slope

MAX_TERMS = 500
"""What has more when multiplied out stays as it is."""
_BINDING = (sp.Integral, sp.Sum, sp.Product, sp.Limit, sp.Derivative, sp.Subs, sp.Lambda)
"""What has symbols of its own."""


@dataclass(frozen=True, slots=True)
class SumKey:
    """An independent quantity: the sum (or product) of ``body`` over ``label``, whose range is ``bounds``."""

    operator: str
    bounds: tuple[Expr, Expr] | str
    label: str
    body: Expr


Key = Node | SumKey


class Sums(ABC):
    """The symbols made so far, each with what it stands for, and the sums over them."""

    def __init__(self, premises: Premises, domain: Domain, kinds: Kinds) -> None:
        self.premises = premises
        self.domain = domain
        self.kinds = kinds
        self.keys: dict[Expr, Key] = {}
        self._symbols: dict[Key, Expr] = {}
        self._values: dict[tuple[Node, frozenset[Name]], Expr] = {}
        self._functions: dict[tuple[str, int], Expr] = {}
        self.fresh = count()
        self.imaginary: set[Name] = set()
        self.strict = False
        """Series must be shown to converge."""
        """Names that may be complex: their conjugate or parts are taken, and nothing says that they are real."""
        self._written = self._depth = 0

    def symbol(self, key: Key) -> Expr:
        """Return the symbol that stands for ``key``."""
        found = self._symbols.get(key)
        if found is None:
            found = sp.Symbol(f"v{len(self.keys)}", **self._assumptions(key))
            self._symbols[key] = found
            self.keys[found] = key
        return found

    def _assumptions(self, key: Key) -> dict[str, bool]:
        if isinstance(key, Unit):
            return {"positive": True}
        if isinstance(key, SumKey) and key.body.is_nonnegative:
            return {"nonnegative": True}
        if not isinstance(key, Name):
            return {"real": True}
        interval = interval_of(self.domain, key, self.premises.letters)
        if interval.complex or key in self.imaginary:
            return {"complex": True, "zero": False} if interval.nonzero else {"complex": True}
        known = {"real": True}
        if interval.positive:
            known["positive"] = True
        elif interval.low == 0:
            known["nonnegative"] = True
        if interval.integer:
            known["integer"] = True
        if interval.nonzero and not interval.positive:
            known["zero"] = False
        return known

    @abstractmethod
    def value(self, node: Node, stop: frozenset[Name] = frozenset()) -> Expr:
        """Return the sympy expression that ``node`` stands for."""

    @abstractmethod
    def facts_of(self, *expressions: Expr) -> list[Expr]:
        """Return what the domain says is never negative, of the quantities in the expressions."""

    def summed(self, operator: str, bounds: tuple[Expr, Expr] | str, label: str, body: Expr) -> Expr:
        """Return the sum of ``body`` over ``label`` in normal form."""
        if operator != "sum":
            return self._named_sum(operator, bounds, label, body)
        total = sp.Integer(0)
        before, body = self._split(body, label)
        for term in sp.Add.make_args(sp.expand(body) if expandable(body) else body):
            inside = [symbol for symbol in symbols_of(term) if self.mentions_label(symbol, label)]
            factor, rest = term.as_independent(*inside, as_Add=False) if inside else (term, sp.Integer(1))
            total += factor * (self._named_sum(operator, bounds, label, rest) if inside else self._size(bounds))
        return before * total

    def _split(self, body: Expr, label: str) -> tuple[Expr, Expr]:
        """Return the factors of a term without the label of the sum, and the others: the first need no expanding."""
        factors = sp.Mul.make_args(body)
        inside = [any(self.mentions_label(symbol, label) for symbol in symbols_of(factor)) for factor in factors]
        pairs = list(zip(factors, inside, strict=True))
        return sp.Mul(*(one for one, held in pairs if not held)), sp.Mul(*(one for one, held in pairs if held))

    def _size(self, bounds: tuple[Expr, Expr] | str) -> Expr:
        return self.symbol(Name(f"|{bounds}|")) if isinstance(bounds, str) else bounds[1] - bounds[0] + 1

    def _closed(self, bounds: tuple[Expr, Expr] | str, label: str, body: Expr) -> Expr | None:
        """Return the closed form of a sum whose terms depend on the index as a number alone, if one is found."""
        index = self.symbol(Name(label))
        if isinstance(bounds, str) or any(
            self.mentions_label(symbol, label) for symbol in symbols_of(body) if symbol != index
        ):
            return None
        return finite(body, index, *bounds, self.facts_of(body, *bounds))

    def _named_sum(self, operator: str, bounds: tuple[Expr, Expr] | str, label: str, body: Expr) -> Expr:
        closed = self._closed(bounds, label, body) if operator == "sum" else None
        if closed is not None:
            return closed
        heights = [self._height(symbol) for symbol in symbols_of(body)]
        proper = f"#{1 + max(heights, default=0)}:{label.partition(':')[2]}"
        return self.symbol(SumKey(operator, bounds, proper, self.reindexed(body, {label: Name(proper)})))

    def _height(self, symbol: Expr) -> int:
        """Return how deep sums are nested inside ``symbol``."""
        key = self.keys[symbol]
        return int(key.label[1:].partition(":")[0]) if isinstance(key, SumKey) else 0

    def mentions_label(self, symbol: Expr, label: str) -> bool:
        """Tell whether a quantity depends on a bound label."""
        key = self.keys[symbol]
        if isinstance(key, SumKey):
            return any(self.mentions_label(inner, label) for inner in symbols_of(key.body))
        return any(isinstance(part, Name) and part.base == label for part in walk(key))

    def reindexed(self, expression: Expr, indices: Mapping[str, Node]) -> Expr:
        """Put other indices for bound labels, in every symbol of ``expression``."""

        def changed(key: Key) -> Expr:
            if isinstance(key, SumKey):
                return self.summed(key.operator, key.bounds, key.label, self.reindexed(key.body, indices))
            if isinstance(key, Name) and key.base in indices:  # the index as a value, as in k x^k
                return self.value(indices[key.base])
            return self.symbol(substitute(key, indices))

        return self.each_symbol(expression, changed)

    def replaced(self, expression: Expr, values: Mapping[Expr, Expr]) -> Expr:
        """Put values for symbols, inside sums too."""

        def changed(key: Key) -> Expr:
            symbol = self.symbol(key)
            if symbol in values:
                return values[symbol]
            if isinstance(key, SumKey):
                return self.summed(key.operator, key.bounds, key.label, self.replaced(key.body, values))
            return symbol

        return self.each_symbol(expression, changed)

    def each_symbol(self, expression: Expr, change: Callable[[Key], Expr]) -> Expr:
        """Put for every symbol what ``change`` makes of its key."""
        if isinstance(expression, Grid):
            return expression.map(lambda item: self.each_symbol(item, change))
        new = {symbol: change(self.keys[symbol]) for symbol in sorted(symbols_of(expression), key=made_at)}
        moved = {symbol: value for symbol, value in new.items() if symbol != value}
        if not moved:
            return expression
        if expression.has(*_BINDING):
            return expression.subs(moved, simultaneous=True)
        return expression.xreplace(moved)

    def abstract(self, expression: Expr) -> set[Deriv]:
        """Return the derivatives in ``expression`` of which nothing is given, their bound labels made alike."""
        if isinstance(expression, Grid):
            return set().union(*(self.abstract(item) for item in expression.items))
        found: set[Deriv] = set()
        for symbol in symbols_of(expression):
            key = self.keys[symbol]
            if isinstance(key, SumKey):
                found |= self.abstract(key.body)
            elif isinstance(key, Deriv):
                found.add(key)
        return found

    def leaves(self, expression: Expr) -> set[Expr]:
        """Return the symbols of free quantities in a value, those inside sums included."""
        if isinstance(expression, Grid):
            return set().union(*(self.leaves(item) for item in expression.items))
        found: set[Expr] = set()
        for symbol in symbols_of(expression):
            key = self.keys[symbol]
            found |= self.leaves(key.body) if isinstance(key, SumKey) else {symbol}
        return found

    def linear(self, expression: Expr, symbol: Expr) -> bool:
        """Tell whether ``expression`` is linear in ``symbol``, outside sums, with a factor that is not zero."""
        if symbol not in symbols_of(expression):
            return False
        found = slope(expression, symbol)
        return symbol not in symbols_of(found) and found != 0


def made_at(symbol: Expr) -> int:
    """Return the number of a symbol made by :meth:`Values.symbol`."""
    return int(symbol.name[1:])


def expandable(expression: Expr) -> bool:
    """Tell whether multiplying out stays within reason."""
    return _terms(expression) <= MAX_TERMS


def _terms(expression: Expr) -> int:
    """Return how many terms an expression has at most when multiplied out, those of its fractions counted together."""
    inner = [_terms(part) for part in expression.args]
    if isinstance(expression, sp.Add):
        return min(sum(inner), MAX_TERMS + 1)
    if isinstance(expression, sp.Pow) and expression.base.is_Add and expression.exp.is_Integer:
        power = abs(int(expression.exp))
        return min(comb(power + inner[0] - 1, power), MAX_TERMS + 1) if power <= MAX_TERMS else MAX_TERMS + 1
    return min(prod(inner), MAX_TERMS + 1) if isinstance(expression, sp.Mul) else max(inner, default=1)
