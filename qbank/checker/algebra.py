"""The symbolic route: syntax trees to sympy, through definitions, derivatives and sums of any size.

Every name becomes a generated symbol (``v0``, ``v1`` …); no author's string reaches sympy. The rules:

* **Definitions** are put in wherever a name occurs.
* **∂A/∂B**: A's definitions are expanded but stop at B, the result is differentiated, then the rest is expanded.
* **Sums** keep their size open. A sum is linear: ``Σ(a·f + g) = a·Σf + Σg`` where a is free of the index; what is left
  under the sign, with the index renamed, names the sum. Two expressions that agree with every such sum taken as an
  independent quantity agree for every size. The derivative of ``Σ_l f(l)`` by ``w_i`` is ``Σ_l ∂f(l)/∂w_i`` plus the
  term in which ``w_l`` is ``w_i``.
* **An abstract quantity**, undefined and known only through its derivatives, is differentiated by the chain rule
  through the names that it depends on directly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

import sympy as sp

from .domain import Domain
from .premises import Premises, Undecided, interval_of
from .printing import latex
from .symbolic_functions import SYMBOLIC, Expr
from .syntax import (
    Add,
    Apply,
    Big,
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
    Relation,
    Tuple,
    rebuild,
    substitute,
    walk,
)

MAX_WRITTEN_OUT = 30
MAX_OPERATIONS = 5000
MAX_BITS = 10_000
MAX_TERMS = 2000
"""Terms of sums written out in one question."""
MAX_EXPANDED = 8
"""Powers of sums above this stay as they are."""


@dataclass(frozen=True, slots=True)
class SumKey:
    """An independent quantity: the sum (or product) of ``body`` over ``label``, whose range is ``bounds``."""

    operator: str
    bounds: tuple[Expr, Expr] | str
    label: str
    body: Expr


Key = Node | SumKey
Terms = list[tuple[Mapping[str, Node], Expr]]
"""Contributions to a derivative, each with what the bound labels must stand for."""


class Algebra:
    """The symbolic reading of one question: its premises, and the symbols made so far."""

    def __init__(self, premises: Premises, domain: Domain) -> None:
        self.premises = premises
        self.domain = domain
        self.keys: dict[Expr, Key] = {}
        self._symbols: dict[Key, Expr] = {}
        self._values: dict[tuple[Node, frozenset[Name]], Expr] = {}
        self._functions: dict[tuple[str, int], Expr] = {}
        self._fresh = count()
        self._written = 0

    # symbols

    def symbol(self, key: Key) -> Expr:
        """Return the symbol that stands for ``key``."""
        found = self._symbols.get(key)
        if found is None:
            found = sp.Symbol(f"v{len(self._symbols)}", **self._assumptions(key))
            self._symbols[key] = found
            self.keys[found] = key
        return found

    def _assumptions(self, key: Key) -> dict[str, bool]:
        if not isinstance(key, Name):
            return {"real": True}
        interval = interval_of(self.domain, key, self.premises.letters)
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

    # values

    def value(self, node: Node, stop: frozenset[Name] = frozenset()) -> Expr:
        """Return the sympy expression (a tuple of them for a vector) that ``node`` stands for.

        Names that belong to the family of one in ``stop`` are left as they are.
        Raises :class:`Undecided` for what this route cannot express.
        """
        known = self._values.get((node, stop))
        if known is None:
            known = self._values[node, stop] = self._value(node, stop)
            if not isinstance(known, tuple) and sp.count_ops(known) > MAX_OPERATIONS:
                raise Undecided("the expression grows too large")
        return known

    def _value(self, node: Node, stop: frozenset[Name]) -> Expr:
        match node:
            case Num(value):
                return sp.Rational(value.numerator, value.denominator)
            case Const(name):
                return {"pi": sp.pi, "e": sp.E}[name]
            case Name():
                return self._name(node, stop)
            case Add(terms):
                return _added([self.value(term, stop) for term in terms])
            case Neg(of):
                return _scaled(sp.Integer(-1), self.value(of, stop))
            case Mul(factors):
                return _multiplied([self.value(factor, stop) for factor in factors])
            case Div(numerator, denominator):
                below = _scalar(self.value(denominator, stop))
                if below == 0:
                    raise Undecided("a division by zero")
                return _scaled(1 / below, self.value(numerator, stop))
            case Pow(base, exponent):
                return self._power(_scalar(self.value(base, stop)), _scalar(self.value(exponent, stop)))
            case Call():
                return self._call(node, stop)
            case Apply():
                return self._apply(node, stop)
            case Big():
                return self._big(node, stop)
            case Deriv():
                return self._derivative(node, stop)
            case Tuple(items):
                return tuple(_scalar(self.value(item, stop)) for item in items)
            case Relation():
                raise Undecided("a relation where a value is wanted")

    def _name(self, name: Name, stop: frozenset[Name]) -> Expr:
        if any(self._may_be(name, other) for other in stop):
            return self.symbol(name)
        reasons = []
        for body in self.premises.bodies(name):
            try:
                return self.value(body, stop)
            except Undecided as reason:
                reasons.append(reason)
        if reasons:
            raise reasons[0]
        return self.symbol(name)

    def _may_be(self, name: Name, other: Name) -> bool:
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
        return base**exponent

    def _call(self, node: Call, stop: frozenset[Name]) -> Expr:
        arguments = [self.value(argument, stop) for argument in node.arguments]
        if node.function == "norm":
            if not isinstance(arguments[0], tuple):
                raise Undecided(f"the components of {latex(node.arguments[0])} are not given")
            return sp.sqrt(sum((item**2 for item in arguments[0]), sp.Integer(0)))
        function = SYMBOLIC.get(node.function)
        if function is None:
            raise Undecided(f"the function {node.function} cannot be checked yet")
        if not node.primes:
            return function(*(_scalar(argument) for argument in arguments))
        variable = sp.Dummy(real=True)
        return sp.diff(function(variable), variable, node.primes).subs(variable, _scalar(arguments[0]))

    def _apply(self, node: Apply, stop: frozenset[Name]) -> Expr:
        arguments = tuple(_scalar(self.value(argument, stop)) for argument in node.arguments)
        defined = self.premises.functions.get(node.function)
        if defined is None:
            if len(arguments) != 1:
                raise Undecided(f"the function {node.function} has no definition")
            return self._function(node.function, node.primes)(arguments[0])
        parameters, body = defined
        if len(parameters) != len(arguments) or (node.primes and len(parameters) > 1):
            raise Undecided(f"{node.function} is used with another number of arguments than it is defined with")
        local = {parameter: Name(f"{parameter.base}#{next(self._fresh)}") for parameter in parameters}
        value = self.value(_renamed(body, local), stop)
        for _ in range(node.primes):
            value = self.derivative(value, local[parameters[0]], stop)
        put_in = {self.symbol(local[name]): argument for name, argument in zip(parameters, arguments, strict=True)}
        return self._replace(value, put_in)

    def _function(self, name: str, order: int) -> Expr:
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
                    "fdiff": lambda whole, _=1: self._function(name, order + 1)(whole.args[0]),
                    "nargs": (1,),
                    "is_real": True,
                },
            )
            self._functions[name, order] = found
        return found

    # sums

    def _big(self, node: Big, stop: frozenset[Name]) -> Expr:
        bounds = self._bounds(node, stop)
        if isinstance(bounds, tuple) and all(isinstance(bound, sp.Integer) for bound in bounds):
            low, high = int(bounds[0]), int(bounds[1])
            if high - low >= MAX_WRITTEN_OUT:
                raise Undecided(f"a sum of more than {MAX_WRITTEN_OUT} terms written out")
            self._written += max(0, high - low + 1)
            if self._written > MAX_TERMS:
                raise Undecided(f"sums of more than {MAX_TERMS} terms in all")
            parts = [
                _scalar(self.value(_indexed(node.body, node.index, Num(Fraction(at))), stop))
                for at in range(low, high + 1)
            ]
            return sp.Add(*parts) if node.operator == "sum" else sp.Mul(*parts)
        sort = self.premises.letters.sorts.get(node.index.rstrip("'"), node.index)
        label = f"#t{next(self._fresh)}:{sort}"
        body = _scalar(self.value(_indexed(node.body, node.index, Name(label)), stop))
        return self._sum(node.operator, bounds, label, body)

    def _bounds(self, node: Big, stop: frozenset[Name]) -> tuple[Expr, Expr] | str:
        letters = self.premises.letters
        sort = letters.sorts.get(node.index.rstrip("'"), node.index)
        if node.lower is not None and node.upper is not None:
            return _scalar(self.value(node.lower, stop)), _scalar(self.value(node.upper, stop))
        if sort in letters.bounds:
            lower, upper = letters.bounds[sort]
            return _scalar(self.value(lower, stop)), _scalar(self.value(upper, stop))
        return sort

    def _sum(self, operator: str, bounds: tuple[Expr, Expr] | str, label: str, body: Expr) -> Expr:
        """Return the sum of ``body`` over ``label`` in normal form."""
        if operator != "sum":
            return self._named_sum(operator, bounds, label, body)
        total = sp.Integer(0)
        for term in sp.Add.make_args(sp.expand(body) if expandable(body) else body):
            inside = [symbol for symbol in term.free_symbols if self._mentions(symbol, label)]
            factor, rest = term.as_independent(*inside, as_Add=False) if inside else (term, sp.Integer(1))
            total += factor * (self._named_sum(operator, bounds, label, rest) if inside else self._size(bounds))
        return total

    def _size(self, bounds: tuple[Expr, Expr] | str) -> Expr:
        return self.symbol(Name(f"|{bounds}|")) if isinstance(bounds, str) else bounds[1] - bounds[0] + 1

    def _named_sum(self, operator: str, bounds: tuple[Expr, Expr] | str, label: str, body: Expr) -> Expr:
        heights = [self._height(symbol) for symbol in body.free_symbols]
        proper = f"#{1 + max(heights, default=0)}:{label.partition(':')[2]}"
        return self.symbol(SumKey(operator, bounds, proper, self._reindex(body, {label: Name(proper)})))

    def _height(self, symbol: Expr) -> int:
        """Return how deep sums are nested inside ``symbol``."""
        key = self.keys[symbol]
        return int(key.label[1:].partition(":")[0]) if isinstance(key, SumKey) else 0

    def _mentions(self, symbol: Expr, label: str) -> bool:
        key = self.keys[symbol]
        if isinstance(key, SumKey):
            return any(self._mentions(inner, label) for inner in key.body.free_symbols)
        return any(isinstance(part, Name) and part.base == label for part in walk(key))

    def _reindex(self, expression: Expr, indices: Mapping[str, Node]) -> Expr:
        """Put other indices for bound labels, in every symbol of ``expression``."""

        def changed(key: Key) -> Expr:
            if isinstance(key, SumKey):
                return self._sum(key.operator, key.bounds, key.label, self._reindex(key.body, indices))
            if isinstance(key, Name) and key.base in indices:  # the index as a value, as in k x^k
                return self.value(indices[key.base])
            return self.symbol(substitute(key, indices))

        return self._each(expression, changed)

    def _replace(self, expression: Expr, values: Mapping[Expr, Expr]) -> Expr:
        """Put values for symbols, inside sums too."""

        def changed(key: Key) -> Expr:
            symbol = self.symbol(key)
            if symbol in values:
                return values[symbol]
            if isinstance(key, SumKey):
                return self._sum(key.operator, key.bounds, key.label, self._replace(key.body, values))
            return symbol

        return self._each(expression, changed)

    def _each(self, expression: Expr, change: Callable[[Key], Expr]) -> Expr:
        new = {symbol: change(self.keys[symbol]) for symbol in expression.free_symbols}
        moved = {symbol: value for symbol, value in new.items() if symbol != value}
        return expression.subs(moved, simultaneous=True) if moved else expression

    # derivatives

    def _derivative(self, node: Deriv, stop: frozenset[Name]) -> Expr:
        inside = stop | set(node.by)
        value = _scalar(self.value(node.of, inside))
        for by in node.by:
            before = value
            value = self.derivative(before, by, inside)
            if value == 0 and isinstance(node.of, Name) and not self._occurs(before, by) and before.free_symbols:
                raise Undecided(f"nothing given connects {latex(node.of)} with {latex(by)}")
        return self._expanded(value, stop)

    def _occurs(self, expression: Expr, by: Name) -> bool:
        for symbol in expression.free_symbols:
            key = self.keys[symbol]
            if isinstance(key, SumKey):
                if self._occurs(key.body, by):
                    return True
            elif isinstance(key, Name) and (self._may_be(key, by) or any(True for _ in self.premises.tops(key))):
                return True
        return False

    def _expanded(self, expression: Expr, stop: frozenset[Name]) -> Expr:
        """Expand the names that were left alone while differentiating."""

        def changed(key: Key) -> Expr:
            if isinstance(key, SumKey):
                return self._sum(key.operator, key.bounds, key.label, self._expanded(key.body, stop))
            return self.value(key, stop) if isinstance(key, Name) else self.symbol(key)

        return self._each(expression, changed)

    def derivative(self, expression: Expr, by: Name, stop: frozenset[Name]) -> Expr:
        """Return the derivative of ``expression`` by the name ``by``, all else held."""
        if sp.count_ops(expression) > MAX_OPERATIONS:
            raise Undecided("the expression grows too large")
        terms = self._terms(expression, by, stop)
        if any(bound for bound, _ in terms):
            raise Undecided(f"a derivative by {latex(by)} that only some terms of a sum have")
        return sp.Add(*(term for _, term in terms))

    def _terms(self, expression: Expr, by: Name, stop: frozenset[Name]) -> Terms:
        terms: Terms = []
        for symbol in sorted(expression.free_symbols, key=lambda one: int(one.name[1:])):
            inner = self._symbol_terms(symbol, by, stop)
            if inner:
                outer = sp.diff(expression, symbol)
                terms += [(bound, outer * term) for bound, term in inner]
        return terms

    def _symbol_terms(self, symbol: Expr, by: Name, stop: frozenset[Name]) -> Terms:
        key = self.keys[symbol]
        if isinstance(key, SumKey):
            return self._sum_terms(key, by, stop)
        if isinstance(key, Deriv):
            raise Undecided(f"a second derivative through {latex(key)}, of which nothing is given")
        if not isinstance(key, Name):
            return []
        if key == by:
            return [({}, sp.Integer(1))]
        bound = self._bound_match(key, by)
        if bound is not None:
            return [(bound, sp.Integer(1))]
        return self._abstract_terms(key, by, stop)

    def _bound_match(self, key: Name, by: Name) -> dict[str, Node] | None:
        """Return what bound labels in ``key`` must be for it to be ``by``; ``None`` where it never is.

        Raises :class:`Undecided` where that hangs on whether two free index letters are equal.
        """
        letters = self.premises.letters
        if key.base != by.base or len(key.sub) != len(by.sub) or len(key.sup) != len(by.sup):
            return None
        bound: dict[str, Node] = {}
        for mine, theirs in zip((*key.sub, *key.sup), (*by.sub, *by.sup), strict=True):
            if mine == theirs:
                continue
            sort, other = letters.sort(mine), letters.sort(theirs)
            if isinstance(mine, Name) and mine.base.startswith("#"):
                if other is None and isinstance(theirs, Num) and letters.separate:
                    raise Undecided(f"which range the number in {latex(by)} belongs to cannot be told")
                if other != sort and not (other is None and isinstance(theirs, Num)):
                    return None
                bound[mine.base] = theirs
            elif isinstance(mine, Num) and isinstance(theirs, Num):
                return None
            elif sort is not None or other is not None:
                if (sort and other and sort != other) or self._apart(mine, theirs) or self._apart(theirs, mine):
                    return None
                raise Undecided(f"whether {latex(key)} is {latex(by)} depends on the indices")
            elif isinstance(mine, Name | Num) and isinstance(theirs, Name | Num) and not _counting(mine, theirs):
                return None  # two different labels
            else:
                raise Undecided(f"whether {latex(key)} is {latex(by)} depends on the indices")
        return bound

    def _apart(self, number: Node, letter: Node) -> bool:
        """Tell whether a number lies below the range that an index letter runs over."""
        bounds = self.premises.letters.bounds.get(self.premises.letters.sort(letter) or "")
        low = bounds[0] if bounds else None
        return isinstance(number, Num) and isinstance(low, Num) and number.value < low.value

    def _sum_terms(self, key: SumKey, by: Name, stop: frozenset[Name]) -> Terms:
        terms = self._terms(key.body, by, stop)
        if not terms:
            return []
        if key.operator != "sum":
            raise Undecided("a derivative of a product with an open number of factors")
        free: Expr = sp.Integer(0)
        collected: Terms = []
        for bound, term in terms:
            if key.label not in bound:
                if bound:
                    collected.append((bound, self._sum(key.operator, key.bounds, key.label, term)))
                else:
                    free += term
                continue
            index = bound[key.label]
            outside = self._outside(index, key.bounds)
            if outside:
                continue
            rest = {label: value for label, value in bound.items() if label != key.label}
            collected.append((rest, self._reindex(term, {key.label: index})))
        if free != 0:
            collected.append(({}, self._sum(key.operator, key.bounds, key.label, free)))
        return collected

    def _outside(self, index: Node, bounds: tuple[Expr, Expr] | str) -> bool:
        """Tell whether the index lies outside the range of a sum; letters run over their own range."""
        if isinstance(index, Num):
            low = sp.Integer(1) if isinstance(bounds, str) else bounds[0]
            below = sp.Integer(index.value.numerator) < low
            if below not in (sp.true, sp.false):
                raise Undecided("whether an index lies in the range of a sum")
            return bool(below)
        sort = self.premises.letters.sort(index)
        stated = self.premises.letters.bounds.get(sort or "")
        own = tuple(_scalar(self.value(bound)) for bound in stated) if stated else sort
        if own != bounds:
            raise Undecided("an index that runs over another range than the sum")
        return False

    def _abstract_terms(self, key: Name, by: Name, stop: frozenset[Name]) -> Terms:
        """Differentiate an undefined quantity through the names that it depends on directly."""
        terms: Terms = []
        tops = self.premises.tops(key)
        if tops and (other := self._other_path(key, [top for top, _ in tops], by)):
            raise Undecided(f"whether {latex(key)} depends on {latex(other)} is not said")
        for top, free in tops:
            labels = {
                letter: Name(f"#t{next(self._fresh)}:{self.premises.letters.sort(Name(letter))}") for letter in free
            }
            inner = substitute(top, labels)
            assert isinstance(inner, Name)  # noqa: S101 - substitution keeps the kind
            outer = self.symbol(Deriv(key, (inner,)))
            inner_terms = self._terms(self.value(inner, stop), by, stop)
            for bound, term in inner_terms:
                value = outer * term
                rest = dict(bound)
                for label in reversed(list(labels.values())):
                    if label.base in rest:
                        value = self._reindex(value, {label.base: rest.pop(label.base)})
                    else:
                        bounds = self._range(label)
                        value = self._sum("sum", bounds, label.base, value)
                terms.append((rest, value))
        return terms

    def _other_path(self, key: Name, tops: list[Name], by: Name) -> Name | None:
        """Return a name that is made from ``by`` and feeds nothing that is known of ``key``."""
        letters, reach = self.premises.letters, self.premises.reach
        fed = {letters.shape(name) for name in (key, *tops)}.union(*(reach(letters.shape(top)) for top in tops))
        for definition in self.premises.definitions:
            shape = letters.shape(definition.name)
            below = reach(shape)
            if letters.shape(by) in below and letters.shape(key) not in below and shape not in fed:
                return definition.name
        return None

    def _range(self, label: Name) -> tuple[Expr, Expr] | str:
        sort = self.premises.letters.sort(label) or ""
        stated = self.premises.letters.bounds.get(sort)
        return (_scalar(self.value(stated[0])), _scalar(self.value(stated[1]))) if stated else sort

    # what is left

    def abstract(self, expression: Expr) -> set[Deriv]:
        """Return the derivatives in ``expression`` of which nothing is given, their bound labels made alike."""
        if isinstance(expression, tuple):
            return set().union(*(self.abstract(item) for item in expression))
        found: set[Deriv] = set()
        for symbol in expression.free_symbols:
            key = self.keys[symbol]
            if isinstance(key, SumKey):
                found |= self.abstract(key.body)
            elif isinstance(key, Deriv):
                found.add(key)
        return found

    def leaves(self, expression: Expr) -> set[Expr]:
        """Return the symbols of free quantities in a value, those inside sums included."""
        if isinstance(expression, tuple):
            return set().union(*(self.leaves(item) for item in expression))
        found: set[Expr] = set()
        for symbol in expression.free_symbols:
            key = self.keys[symbol]
            found |= self.leaves(key.body) if isinstance(key, SumKey) else {symbol}
        return found

    def linear(self, expression: Expr, symbol: Expr) -> bool:
        """Tell whether ``expression`` is linear in ``symbol``, outside sums, with a factor that is not zero."""
        if symbol not in expression.free_symbols:
            return False
        slope = sp.diff(expression, symbol)
        return symbol not in slope.free_symbols and slope != 0


_COUNTING = frozenset("ijklmnpqrst")


def _counting(*indices: Node) -> bool:
    """Tell whether any index is a letter that usually counts: then two of them may be equal."""
    return all(
        isinstance(index, Num) or (isinstance(index, Name) and index.base in _COUNTING) for index in indices
    ) and any(isinstance(index, Name) for index in indices)


def expandable(expression: Expr) -> bool:
    """Tell whether multiplying out stays within reason."""
    powers = expression.atoms(sp.Pow)
    return not any(power.base.is_Add and power.exp.is_Integer and abs(power.exp) > MAX_EXPANDED for power in powers)


def _indexed(node: Node, letter: str, index: Node) -> Node:
    """Put ``index`` for a bound letter, in indices and where the letter stands for its own value."""
    inside = substitute(node, {letter: index})
    return _renamed(inside, {Name(letter): index})


def _renamed(node: Node, names: Mapping[Name, Node]) -> Node:
    """Put nodes for whole names."""
    if isinstance(node, Name):
        return names.get(node, node)
    if isinstance(node, Big) and Name(node.index) in names:
        return node
    return rebuild(node, lambda child: _renamed(child, names))


def _scalar(value: Expr) -> Expr:
    if isinstance(value, tuple):
        raise Undecided("a vector where a number is wanted")
    return value


def _added(values: list[Expr]) -> Expr:
    vectors = [value for value in values if isinstance(value, tuple)]
    if not vectors:
        return sp.Add(*values)
    if len(vectors) != len(values) or len({len(vector) for vector in vectors}) > 1:
        raise Undecided("a sum of vectors of different sizes, or of a vector and a number")
    return tuple(sp.Add(*items) for items in zip(*vectors, strict=True))


def _scaled(factor: Expr, value: Expr) -> Expr:
    return tuple(factor * item for item in value) if isinstance(value, tuple) else factor * value


def _multiplied(values: list[Expr]) -> Expr:
    vectors = [value for value in values if isinstance(value, tuple)]
    if len(vectors) > 1:
        raise Undecided("a product of two vectors")
    factor = sp.Mul(*(value for value in values if not isinstance(value, tuple)))
    return _scaled(factor, vectors[0]) if vectors else factor
