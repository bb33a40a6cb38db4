"""The numeric route: syntax trees evaluated at exact random points, at small sizes, to high precision.

It shares nothing with the symbolic route but the tree, the premises and the domains: derivatives are taken numerically
through the definitions (B is moved while everything that it is made from stands still), sums are written out. Points
depend on the content alone: each value comes from a hash of the name, the index values and the trial.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product, takewhile
from typing import Any

import mpmath as mp

from qbank.checker.domain import Domain, Interval
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.premises import Premises
from qbank.checker.printing import latex
from qbank.checker.syntax import (
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
    folded,
    letters_of,
    rebuild,
    substitute,
    walk,
)

from .functions import NUMERIC, Outside, Value, finite, power
from .sampling import SCALES, draw

Key = tuple[object, ...]
DIGITS = 50
MAX_STEPS = 30_000
MAX_RANGE = 100
MAX_DEPTH = 150
MAX_SPREAD = 85
"""Values on the way lie between 2^-85 and 2^85: rounding then costs at most 51 of the 80 digits carried."""
SIZES = (2, 3, 4, 2, 3, 5, 6, 7)
"""How long sums are written out, trial by trial: a formula in n itself must not agree by chance."""


class Point:
    """Values for every free name, made up when first asked for; ``trial`` numbers the attempts.

    ``sizes``: how many values each index range has; ``indices``: what each free index letter is.
    """

    def __init__(
        self, premises: Premises, domain: Domain, trial: int, sizes: Mapping[str, int], named: Mapping[Name, int]
    ) -> None:
        self.premises = premises
        self.domain = domain
        self.trial = trial
        self.sizes = sizes
        self.indices: dict[str, Node] = {}
        self.atoms: dict[Key, tuple[Name | Deriv, Fraction]] = {}
        self.moved: dict[Key, Value] = {}
        self.named_sizes = dict(named)
        self._steps = self._spread = self._depth = 0
        self._busy: set[Key] = set()
        self._base: dict[Key, Value] = {}
        self._bodies: dict[Name, list[Node]] = {}
        self._written: dict[int, tuple[Big, list[Node]]] = {}
        self._keys: dict[Name, tuple[Name, Key]] = {}
        self._values: dict[Node, Value | Outside | Undecided] = {}

    def again(self) -> Point:
        """Return the same point with nothing worked out yet."""
        point = Point(self.premises, self.domain, self.trial, self.sizes, self.named_sizes)
        point.indices = self.indices
        return point

    def choose_indices(self) -> None:
        """Choose what every free index letter is, within its range."""
        for at, (letter, sort) in enumerate(self.premises.letters.sorts.items()):
            values = self._values_of(sort)
            if not values:
                raise Outside("an empty range")
            self.indices[letter] = values[(self.trial // 2 + at) % len(values)]

    # names

    def grounded(self, node: Node) -> Node:
        """Return ``node`` with the values of the free index letters put in."""
        return substitute(node, self.indices)

    def value(self, node: Node) -> Value:
        """Return the value of ``node``, worked out once.

        Raises :class:`Outside` where it is not finite and real, :class:`Undecided` where this route cannot tell.
        """
        if node not in self._values:
            self._steps = self._spread = 0
            try:
                found = self.evaluate(self.grounded(node))
            except (Outside, Undecided) as problem:
                self._values[node] = problem
            else:
                extreme = Outside("values too far apart in size for the digits carried")
                self._values[node] = extreme if self._spread > MAX_SPREAD else found
        found = self._values[node]
        if isinstance(found, Outside | Undecided):
            raise found
        return found

    def all_values(self, name: Name) -> Iterator[Value]:
        """Yield the values of a name for every value of its index letters."""
        letters = [letter for letter in dict.fromkeys(letters_of(name)) if letter in self.premises.letters.sorts]
        for values in product(*(self._values_of(self.premises.letters.sorts[letter]) for letter in letters)):
            yield self.value(substitute(name, dict(zip(letters, values, strict=True))))

    def evaluate(self, node: Node) -> Value:
        """Return the value of a grounded node, noting how large or small the values on the way are.

        Raises :class:`Outside` where it is not finite and real, :class:`Undecided` where this route cannot tell.
        """
        self._steps += 1
        if self._depth > MAX_DEPTH:
            raise Undecided("definitions lead back to themselves")
        if self._steps > MAX_STEPS:
            raise Undecided("the formula is too large to evaluate")
        self._depth += 1
        try:
            value = self._evaluated(node)
        finally:
            self._depth -= 1
        if not isinstance(value, tuple) and value:
            self._spread = max(self._spread, abs(mp.mag(value)))
        return value

    def _evaluated(self, node: Node) -> Value:
        match node:
            case Num(value):
                return mp.mpf(value.numerator) / value.denominator
            case Const(name):
                return {"pi": mp.pi, "e": mp.e}[name] + 0
            case Name():
                return self._name(node)
            case Add(terms):
                return _added([self.evaluate(term) for term in terms])
            case Neg(of):
                return _scaled(mp.mpf(-1), self.evaluate(of))
            case Mul(factors):
                return _multiplied([self.evaluate(factor) for factor in factors])
            case Div(numerator, denominator):
                below = _real(self.evaluate(denominator))
                if abs(below) < mp.mpf(10) ** -30:
                    raise Outside("a division by zero")
                return _scaled(1 / below, self.evaluate(numerator))
            case Pow(base, exponent):
                return power(_real(self.evaluate(base)), _real(self.evaluate(exponent)))
            case Call():
                return self._call(node)
            case Apply():
                return self._apply(node)
            case Big(operator):
                values = [self.evaluate(term) for term in self._terms(node)]
                total = mp.mpf(0 if operator == "sum" else 1)
                for value in values:
                    total = total + _real(value) if operator == "sum" else total * _real(value)
                return total
            case Deriv():
                return self._derivative(node)
            case Tuple(items):
                return tuple(_real(self.evaluate(item)) for item in items)
            case Relation():
                raise Undecided("a relation where a value is wanted")
            case _:
                raise Undecided(f"{latex(node)} cannot be worked out yet")

    def _name(self, name: Name) -> Value:
        if name.base.startswith("@"):  # the letter itself, as in k x^k
            return mp.mpf(name.base[1:].partition(":")[0])
        if name.base in self.indices and not name.sub and not name.sup:
            return self.evaluate(self.indices[name.base])
        known = self._keys.get(name)
        if known is None:
            settled = self._settled(name)
            known = self._keys[name] = (settled, self.key(settled))
        name, key = known
        if key in self.moved:
            return self.moved[key]
        if not self.moved and key in self._base:
            return self._base[key]
        if key in self._busy:
            raise Undecided(f"the definition of {latex(name)} leads back to itself")
        self._busy.add(key)
        try:
            value = self._defined(name, key)
        finally:
            self._busy.discard(key)
        if not self.moved:
            self._base[key] = value
        return value

    def _defined(self, name: Name, key: Key) -> Value:
        reason: Undecided | None = None
        bodies = self._bodies.get(name)
        if bodies is None:
            bodies = self._bodies[name] = [self.grounded(body) for body in self.premises.bodies(name)]
        for body in bodies:
            try:
                return self.evaluate(body)
            except Undecided as problem:
                reason = reason or problem
        if reason:
            raise reason
        if name == Name(name.base) and name.base in self.premises.applied:
            raise Undecided(f"the function {name.base} stands without its argument")
        value = self.atom(name, key)
        if self.moved:
            value += self._abstract_change(name)
        return value

    def _abstract_change(self, name: Name) -> Value:
        """Return how far an undefined quantity moves with what it depends on, to first order."""
        change = mp.mpf(0)
        for top, free in self.premises.tops(name):
            for values in product(*(self._values_of(self.premises.letters.sorts[letter]) for letter in free)):
                inner = self.grounded(substitute(top, dict(zip(free, values, strict=True))))
                if not isinstance(inner, Name):
                    continue
                there = self._name(inner)
                moved, self.moved = self.moved, {}
                here = self._name(inner)
                self.moved = moved
                if there != here:
                    slope = Deriv(name, (inner,))
                    change += self.atom(slope, ("d", self.key(name), self.key(inner))) * (there - here)
        return change

    def _settled(self, name: Name) -> Name:
        """Return ``name`` with sizes put into its indices, which must then be worked out."""
        indices = [self._index(index) for index in (*name.sub, *name.sup)]
        return Name(name.base, tuple(indices[: len(name.sub)]), tuple(indices[len(name.sub) :]))

    def _index(self, index: Node) -> Node:
        if isinstance(index, Num | Name) and index not in self.named_sizes:
            return index
        sizes = {size.base: Num(Fraction(value)) for size, value in self.named_sizes.items() if not size.sub}
        whole = substitute(Name("", (index,)), sizes)
        settled = folded(whole.sub[0]) if isinstance(whole, Name) else index
        if isinstance(settled, Add | Neg):
            raise Undecided(f"the index {latex(index)} cannot be worked out")
        return settled

    def key(self, name: Name) -> Key:
        """Return what identifies a grounded name."""
        return (
            name.base,
            *(latex(index) for index in (*name.sub, None, *name.sup) if index is not None),
            len(name.sub),
        )

    def atom(self, name: Name | Deriv, key: Key) -> Value:
        """Return the value of a free quantity, an exact number of few digits within its domain."""
        if isinstance(name, Name) and name in self.named_sizes:
            return mp.mpf(self.named_sizes[name])
        found = self.atoms.get(key)
        if found is None:
            interval = interval_of(self.domain, name, self.premises.letters) if isinstance(name, Name) else Interval()
            scale = SCALES[self.trial % len(SCALES)]
            found = (name, draw(interval, f"{key}|{self.trial if scale == 1 else ''}", scale))
            self.atoms[key] = found
        return mp.mpf(found[1].numerator) / found[1].denominator

    # functions

    def _call(self, node: Call) -> Value:
        if node.function == "norm":
            vector = self.evaluate(node.arguments[0])
            if not isinstance(vector, tuple):
                raise Undecided(f"the components of {latex(node.arguments[0])} are not given")
            return mp.sqrt(mp.fsum(item**2 for item in vector))
        function = NUMERIC.get(node.function)
        if function is None:
            raise Undecided(f"the function {node.function} cannot be checked yet")
        arguments = [_real(self.evaluate(argument)) for argument in node.arguments]
        if node.primes:
            return finite(_slope(function, arguments[0], node.primes))
        try:
            return finite(function(*arguments))
        except (ValueError, ZeroDivisionError, OverflowError) as problem:
            raise Outside(str(problem)) from problem

    def _apply(self, node: Apply) -> Value:
        arguments = [_real(self.evaluate(argument)) for argument in node.arguments]
        defined = self.premises.functions.get(node.function)
        if defined is None:
            if len(arguments) != 1:
                raise Undecided(f"the function {node.function} has no definition")
            return _slope(_made_up(node.function), arguments[0], node.primes)
        parameters, body = defined
        if {parameter.base for parameter in parameters} & set(letters_of(body)):
            raise Undecided(f"{node.function} has its argument as an index")
        if len(parameters) != len(arguments) or (node.primes and len(parameters) > 1):
            raise Undecided(f"{node.function} is used with another number of arguments than it is defined with")

        def whole(*values: Value) -> Value:
            saved = self.moved
            self.moved = {**saved, **{self.key(name): value for name, value in zip(parameters, values, strict=True)}}
            try:
                return _real(self.evaluate(self.grounded(body)))
            finally:
                self.moved = saved

        return _slope(whole, arguments[0], node.primes) if node.primes else whole(*arguments)

    def _derivative(self, node: Deriv) -> Value:
        def partial(names: tuple[Name, ...]) -> Value:
            if not names:
                return _real(self.evaluate(node.of))
            first = names[0]
            order = sum(1 for _ in takewhile(lambda name: name == first, names))
            key = self.key(first)
            here = _real(self._name(first))
            saved = self.moved

            def moved(value: Value) -> Value:
                self.moved = {**saved, key: value}
                try:
                    return partial(names[order:])
                finally:
                    self.moved = saved

            return _slope(moved, here, order)

        return partial(node.by)

    # indices

    def _values_of(self, sort: str) -> list[Node]:
        size = self.sizes.get(sort, 0)
        low, high = self._stated(sort) or (1, size)
        if high - low > MAX_RANGE:
            raise Undecided("a range too long to write out")
        if self.premises.letters.separate:
            return [Name(f"@{at}:{sort}") for at in range(low, high + 1)]
        return [Num(Fraction(at)) for at in range(low, high + 1)]

    def _stated(self, sort: str) -> tuple[int, int] | None:
        bounds = self.premises.letters.bounds.get(sort)
        return None if bounds is None else (self._whole(bounds[0]), self._whole(bounds[1]))

    def _terms(self, node: Big) -> list[Node]:
        """Write a sum out, once; found again by identity, since hashing a deep tree costs more than that saves."""
        known = self._written.get(id(node))
        if known is None:
            terms = [_at(node.body, node.index, value) for value in self._range(node)]
            known = self._written[id(node)] = (node, terms)
        return known[1]

    def _range(self, node: Big) -> list[Node]:
        sort = self.premises.letters.sorts.get(node.index.rstrip("'"), node.index)
        if node.lower is None or node.upper is None:
            return self._values_of(sort)
        low, high = self._whole(node.lower), self._whole(node.upper)
        if high - low > MAX_RANGE:
            raise Undecided("a sum too long to write out")
        if self.premises.letters.separate:
            return [Name(f"@{at}:{sort}") for at in range(low, high + 1)]
        return [Num(Fraction(at)) for at in range(low, high + 1)]

    def _whole(self, node: Node) -> int:
        value = _real(self.evaluate(self.grounded(node)))
        if value != int(value) or abs(value) > 1000:
            raise Undecided(f"the bound {latex(node)} is no small whole number")
        return int(value)

    # reports

    def shown(self, leaves: Sequence[Name | Deriv]) -> dict[str, str]:
        """Return the point as text: LaTeX names with their exact values, sizes and indices.

        ``leaves`` are the quantities that matter, as the symbolic route knows them: bound labels stand for any index.
        """
        wanted = [self.grounded(leaf) for leaf in leaves]
        found = {
            latex(_display(name)): str(value)
            for name, value in self.atoms.values()
            if any(_covers(leaf, name) for leaf in wanted)
        }
        shown = {letter for leaf in leaves for letter in letters_of(leaf)}
        for letter, index in self.indices.items():
            if letter in shown:
                found[letter] = index.base[1:].partition(":")[0] if isinstance(index, Name) else latex(index)
        found |= {latex(name): str(size) for name, size in self.named_sizes.items()}
        return dict(sorted(found.items()))


def _covers(leaf: Node, name: Node) -> bool:
    """Tell whether ``name`` is ``leaf`` with values put for bound labels."""
    if isinstance(leaf, Name) and leaf.base.startswith("#"):
        return True
    if type(leaf) is not type(name):
        return False
    if isinstance(leaf, Name) and isinstance(name, Name):
        if leaf.base != name.base or len(leaf.sub) != len(name.sub) or len(leaf.sup) != len(name.sup):
            return False
        return all(map(_covers, (*leaf.sub, *leaf.sup), (*name.sub, *name.sup)))
    if isinstance(leaf, Deriv) and isinstance(name, Deriv):
        return _covers(leaf.of, name.of) and all(map(_covers, leaf.by, name.by))
    return leaf == name


def points(premises: Premises, domain: Domain, trials: int) -> Iterator[Point]:
    """Yield points to try, over several sizes of every range and values of every index letter."""
    letters = premises.letters
    sorts = list(dict.fromkeys(letters.sorts.values()))
    for trial in range(trials):
        named = {
            name: max(SIZES[(trial + at) % len(SIZES)], letters.largest)
            for at, name in enumerate(name for name in letters.limits if not premises.defines(name))
        }
        sizes = {sort: max(SIZES[(trial + at) % len(SIZES)], letters.largest) for at, sort in enumerate(sorts)}
        point = Point(premises, domain, trial, sizes, named)
        try:
            point.choose_indices()
        except (Outside, Undecided):
            continue
        yield point


def _display(node: Any) -> Any:
    """Return a name with index values ``@2:k`` shown as ``k=2``."""
    if isinstance(node, Deriv):
        return Deriv(_display(node.of), tuple(_display(name) for name in node.by))
    if isinstance(node, Name) and node.base.startswith("@"):
        number, _, sort = node.base[1:].partition(":")
        return Name(f"{sort}={number}") if sort else node
    if isinstance(node, Name):
        return Name(node.base, tuple(_display(part) for part in node.sub), tuple(_display(part) for part in node.sup))
    return node


def _at(body: Node, letter: str, value: Node) -> Node:
    inside = substitute(body, {letter: value})
    if not isinstance(value, Num) or not any(part == Name(letter) for part in walk(inside)):
        return inside

    def put(node: Node) -> Node:
        if node == Name(letter):
            return value
        if isinstance(node, Big) and node.index == letter:
            return node
        return rebuild(node, put)

    return put(inside)


def _made_up(name: str) -> Callable[[Value], Value]:
    """Return a smooth function without symmetries to stand for an undefined one, always the same for a name."""
    digest = hashlib.sha256(name.encode()).digest()
    a, b, c = (mp.mpf(1 + digest[at]) / 97 for at in range(3))
    return lambda x: mp.sin(a * x + b) + c * x**2 / 7 + mp.exp(x / 5)


def _slope(function: Callable[[Value], Value], at: Value, order: int) -> Value:
    """Differentiate ``order`` times by the central difference of that order, to about the digits in force.

    The step is half of the digits, so that the error of the formula, its square, is of the order of the last one; as
    many digits more are carried as the divisions by the step cost.
    """
    if order == 0:
        return function(at)
    digits = mp.mp.dps // 2
    with mp.workdps(mp.mp.dps + order * digits):
        step = mp.mpf(10) ** -digits
        places = [at + (mp.mpf(order) / 2 - number) * step for number in range(order + 1)]
        total = mp.mpf(0)
        for number, place in enumerate(places):
            total += (-1) ** number * math.comb(order, number) * _real(function(place))
        return total / step**order


def _real(value: Value) -> Value:
    if isinstance(value, tuple):
        raise Undecided("a vector where a number is wanted")
    return value


def _added(values: list[Value]) -> Value:
    vectors = [value for value in values if isinstance(value, tuple)]
    if not vectors:
        return mp.fsum(values)
    if len(vectors) != len(values) or len({len(vector) for vector in vectors}) > 1:
        raise Undecided("a sum of vectors of different sizes, or of a vector and a number")
    return tuple(mp.fsum(items) for items in zip(*vectors, strict=True))


def _scaled(factor: Value, value: Value) -> Value:
    return tuple(factor * item for item in value) if isinstance(value, tuple) else factor * value


def _multiplied(values: list[Value]) -> Value:
    total: Value = mp.mpf(1)
    for value in values:
        if isinstance(value, tuple) and isinstance(total, tuple):
            raise Undecided("a product of two vectors")
        total = _scaled(value, total) if isinstance(total, tuple) else _scaled(total, value)
    return total
