"""Formulas with vectors and matrices whose components are not given: their values in the normal form of ``words.py``.

A value is a number (an expression in which each number made from matrices, as ``xᵀAx`` or a trace, is a quantity of
its own) or a combination of words. Two equal values are equal for every size.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from qbank.checker.index_letters import substitute
from qbank.checker.letters import Undecided
from qbank.checker.numeric.layout import ALL_SIDES, SIDES, Layouts
from qbank.checker.printing import latex
from qbank.checker.reading.kinds import BOLD
from qbank.checker.syntax import (
    Add,
    Apply,
    Big,
    Call,
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
    bound_names,
    names_in,
    put,
    walk,
)

from .array_numbers import ONE, ArrayNumbers, arrays_in, walk_key
from .dimensions import Dimension
from .functions import SYMBOLIC, Expr
from .sums import SumKey
from .traits import grams_in
from .words import Letter, Linear, Word, order

Value = Expr
"""An expression or a :class:`Linear`."""
MAX_POWER = 12
MAX_CLEARED = 3
"""Inverses that a difference is multiplied by to show that it vanishes."""
_SIZES = frozenset("nmdpkN")
"""Letters that usually stand for the size of a matrix."""


class NamedArrays(ArrayNumbers):
    """The values of the formulas of one comparison."""

    def equal(self, left: Node, right: Node) -> bool:
        """Prove that two formulas are equal for every size; ``False`` says only that no proof was found.

        Raises :class:`Undecided` where sizes do not fit, or a formula is beyond this normal form.
        """
        one, other = self.values(left, right)
        if not isinstance(one, Linear) and not isinstance(other, Linear):
            return self.algebra.vanishes(one - other)
        one, other = self._beside(one, other), self._beside(other, one)
        return self._vanishes(self.words.added(one, self.words.scaled(-ONE, other)), MAX_CLEARED)

    def values(self, *nodes: Node) -> list[Value]:
        """Return values of one shape; worked out twice, since sizes are only known when all has been seen."""
        values: list[Value] = []
        for _ in range(2):
            self._count = 0
            self.words.work = 0
            values = [self.value(node) for node in nodes]
            linears = [value for value in values if isinstance(value, Linear)]
            for linear in linears[1:]:
                self.dimensions.same(linears[0].rows, linear.rows)
                self.dimensions.same(linears[0].columns, linear.columns)
        return values

    def _beside(self, value: Value, model: Value) -> Linear:
        if isinstance(value, Linear):
            return value
        if value == 0 and isinstance(model, Linear):
            return self.words.zero(model.rows, model.columns)
        raise Undecided("a vector or matrix, and a number")

    def _vanishes(self, linear: Linear, left: int) -> bool:
        if all(self.algebra.vanishes(factor) for factor in linear.terms.values()):
            return True
        if not left:
            return False
        for word in sorted(linear.terms, key=order):
            for letter, before in ((word[0], True), (word[-1], False)) if word else ():
                made = self.words.made.get(letter.name)
                if letter.inverted or (made is not None and made.kind == "inverse"):
                    undone = self.words.inverse(self.words.single(letter))
                    pair = (undone, linear) if before else (linear, undone)
                    return self._vanishes(self.words.multiplied(*pair), left - 1)
        return False

    def layouts(self, *nodes: Node) -> Layouts:
        """Return the sizes that random matrices must have to fit into the formulas, once these were worked out."""
        names = arrays_in(self.algebra, *nodes)
        shapes = tuple((name, tuple(self.dimensions.find(one) for one in self._shape(name))) for name in names)
        for part in (part for node in nodes for part in walk(node)):
            match part:
                case Call("identity", (Name(size, (), ()),)):
                    shapes += ((Name("I", (Name(size),)), (size, size)),)
        told = tuple((name, traits) for name in names if (traits := self.words.traits.get(name)))
        sized = any(
            isinstance(part, Call) and part.function in ("det", "trace", "identity", "rank", "frobenius")
            for node in nodes
            for part in walk(node)
        )
        return Layouts(shapes, told, ALL_SIDES if sized else SIDES)  # type: ignore[arg-type]

    def doubt(self, *nodes: Node) -> str:
        """Return why a difference may come from the sizes of made-up matrices, or nothing."""
        sizes = {part.base for node in nodes for part in names_in(node) if part.base in _SIZES and not part.sub}
        known = {label for _, shape in self.layouts(*nodes).shapes for label in shape if isinstance(label, str)}
        known |= {size for _, rows, columns in self.kinds.sizes for size in (rows, columns) if isinstance(size, str)}
        if sizes - known and self.layouts(*nodes).sides == ALL_SIDES:
            return f"whether {min(sizes - known)} is the size of a matrix is not said"
        for name in arrays_in(self.algebra, *nodes):
            inside = name.base.partition("{")[2][:-1] if name.base.startswith(BOLD) else ""
            if inside.isalpha() and len(inside) > 1:
                return f"whether {name.base} is a product is not said"
        capitals = {
            name.base
            for node in nodes
            for name in names_in(node)
            if len(name.base) == 1 and name.base.isupper() and name.base not in "NKTMLEJ"
            if not self.algebra.is_array(name) and not self.premises.defines(name)
        }
        return f"whether {min(capitals)} is a matrix is not said" if capitals else ""

    def narrowed(self, left: Node, right: Node) -> str:
        """Return why an equality holds in a special case only: one side inverts what is square on that side alone."""
        for one, other in ((left, right), (right, left)):
            grams = {name for part in walk(one) for name in grams_in(part)}
            inverted = {
                part.base
                for part in walk(other)
                if isinstance(part, Pow) and isinstance(part.exponent, Neg) and isinstance(part.base, Name)
            }
            alone = NamedArrays(self.algebra)
            alone.values(one)
            for name in sorted(grams & inverted, key=repr):
                if not self.words.traits.get(name) and not alone.dimensions.square(*alone.shape(name)):
                    return f"only if {latex(name)} is square"
        capital = self.doubt(left, right)
        return "" if "is the size" in capital else capital

    # values

    def value(self, node: Node) -> Value:
        """Return the value of a formula. Raises :class:`Undecided`."""
        self._depth += 1
        try:
            if self._depth > 80:
                raise Undecided("definitions lead back to themselves")
            return self._value(node)
        finally:
            self._depth -= 1

    def number(self, node: Node) -> Expr:
        """Return the value of a formula that is a number. Raises :class:`Undecided`."""
        value = self.value(node)
        if isinstance(value, Linear):
            raise Undecided("a vector or matrix where a number is wanted")
        return value

    def _value(self, node: Node) -> Value:
        if not self.mentions(node):
            value = self.algebra.value(node)
            if not isinstance(value, sp.Expr):
                raise Undecided("given components beside names without them")
            return value
        match node:
            case Name():
                return self._name(node)
            case Add(terms):
                return self._sum([self.value(term) for term in terms])
            case Neg(of):
                return self._times([-ONE, self.value(of)])
            case Mul(factors):
                return self._times([self.value(factor) for factor in factors])
            case Div(numerator, denominator):
                return self._times([1 / self.number(denominator), self.value(numerator)])
            case Pow(base, exponent):
                return self._power(self.value(base), self.number(exponent))
            case Call(primes=0):
                return self._call(node)
            case Big("sum"):
                return self._big(node)
            case Deriv(of, by):
                return self._differentiated(of, by)
            case Apply():
                return self._applied(node)
        raise Undecided(f"{latex(node)} is beyond the algebra of matrices of any size")

    def mentions(self, node: Node, seen: frozenset[Name] = frozenset()) -> bool:
        """Tell whether a vector, a matrix or an identity of open size is in a formula, definitions put in."""
        for part in walk(node):
            if isinstance(part, Matrix | Tuple) or (isinstance(part, Call) and part.function in ("identity", "zero")):
                return True
            if not isinstance(part, Name) or part in seen:
                continue
            if self.algebra.is_array(part):
                return True
            seen |= {part}
            if any(self.mentions(body, seen) for body in self.premises.bodies(part)):
                return True
        return False

    def _name(self, name: Name) -> Value:
        for body in self.premises.bodies(name):
            return self.value(body)
        if not self.algebra.is_array(name):
            raise Undecided(f"how {latex(name)} is made is not said")
        _, letter = self.words.letter(name)
        return self.words.single(letter)

    def _applied(self, node: Apply) -> Value:
        """Return the value of a function of the question's own; of one without a definition, only of a number."""
        defined = self.premises.functions.get(node.function)
        if defined is None:
            if len(node.arguments) != 1:
                raise Undecided(f"the function {node.function} has no definition")
            return self.algebra.function_of(node.function, node.primes)(self.number(node.arguments[0]))
        parameters, body = defined
        binds = any(next(iter(bound_names(part)[0]), None) is not None for part in walk(body))
        if node.primes or len(parameters) != len(node.arguments) or (binds and parameters != node.arguments):
            raise Undecided(f"{node.function} of vectors or matrices")
        if any(self.algebra.is_array(name) for name in parameters) and parameters != node.arguments:
            raise Undecided(f"{node.function} of other vectors or matrices than it is defined for")
        return self.value(put(body, dict(zip(parameters, node.arguments, strict=True))))

    def _sum(self, values: Sequence[Value]) -> Value:
        linears = [value for value in values if isinstance(value, Linear)]
        numbers = [value for value in values if not isinstance(value, Linear)]
        if not linears:
            return sp.Add(*numbers)
        if any(number != 0 for number in numbers):
            raise Undecided("a sum of a vector or matrix and a number")
        total = linears[0]
        for linear in linears[1:]:
            total = self.words.added(total, linear)
        return total

    def _times(self, values: Sequence[Value]) -> Value:
        product: Value = ONE
        for value in values:
            if isinstance(product, Linear) and isinstance(value, Linear):
                product = self._settled(self.words.multiplied(product, value))
            elif isinstance(product, Linear):
                product = self.words.scaled(value, product)
            elif isinstance(value, Linear):
                product = self.words.scaled(product, value)
            else:
                product = product * value
        return product

    def _settled(self, linear: Linear) -> Value:
        """Return a combination with one row and one column as the number that it is."""
        if self.dimensions.find(linear.rows) == self.dimensions.find(linear.columns) == 1:
            return self.words.number_of(linear)
        return linear

    def _power(self, base: Value, exponent: Expr) -> Value:
        if not isinstance(base, Linear):
            return base**exponent
        if not isinstance(exponent, sp.Integer) or abs(exponent) > MAX_POWER:
            raise Undecided("a power of a matrix that is no small whole number")
        self.dimensions.same(base.rows, base.columns)
        one = self.words.inverse(base) if exponent < 0 else base
        product = Linear({(): ONE}, base.rows, base.columns)
        for _ in range(abs(int(exponent))):
            product = self.words.multiplied(product, one)
        return product

    def _call(self, node: Call) -> Value:
        name = node.function
        if name == "identity":
            side = self._fresh() if not node.arguments else _size(node.arguments[0])
            return Linear({(): ONE}, side, side)
        if name == "zero":
            return self.words.zero(self._fresh(), self._fresh()) if node.arguments else sp.Integer(0)
        if name == "grad":
            raise Undecided("by what is differentiated is not said")
        arguments = [self.value(argument) for argument in node.arguments]
        first = arguments[0]
        if not any(isinstance(argument, Linear) for argument in arguments):
            if name in ("transpose", "trace", "det"):
                return first
            if name in ("dot", "inner"):
                return first * arguments[1]
            if name == "norm" and len(arguments) == 1:
                return sp.Abs(first)
            if name not in SYMBOLIC:
                raise Undecided(f"the function {name} cannot be checked yet")
            return SYMBOLIC[name](*arguments)
        if not all(isinstance(argument, Linear) for argument in arguments):
            raise Undecided("a number where a vector or matrix is wanted")
        return self._of_arrays(name, arguments)

    def _of_arrays(self, name: str, arguments: list[Linear]) -> Value:
        first = arguments[0]
        match name, len(arguments):
            case "transpose" | "hermitian", 1:
                return self.words.transposed(first)
            case "inverse", 1:
                return self.words.inverse(first)
            case "dot" | "inner", 2:
                return self.words.dot(*(self._column(one) for one in arguments))
            case "cross", 2:
                return self.words.cross(*(self._column(one) for one in arguments))
            case "norm" | "abs", 1:
                column = self._column(first)
                return sp.sqrt(self.words.dot(column, column))
            case "frobenius", 1:
                return sp.sqrt(self.trace(self.words.multiplied(self.words.transposed(first), first)))
            case "trace", 1:
                return self.trace(first)
            case "det", 1:
                return self.determinant(first)
            case "rank", 1:
                return self._rank(first)
        raise Undecided(f"{name} is beyond the algebra of matrices of any size")

    def _column(self, linear: Linear) -> Linear:
        """Return a vector as a column."""
        if self.dimensions.find(linear.columns) == 1:
            return linear
        if self.dimensions.find(linear.rows) == 1:
            return self.words.transposed(linear)
        raise Undecided("a matrix where a vector is wanted")

    # sums

    def _big(self, node: Big) -> Value:
        bounds = self.algebra.bounds_of(node)
        letters = self.premises.letters
        sort = letters.sorts.get(node.index.rstrip("'"), node.index)
        label = f"#t{next(self.algebra.fresh)}:{sort}"
        index = Name(label)
        body = self.value(put(substitute(node.body, {node.index: index}), {Name(node.index): index}))
        return self.summed(bounds, label, body)

    def summed(self, bounds: tuple[Expr, Expr] | str, label: str, body: Value) -> Value:
        """Return a sum over a bound label."""
        if not isinstance(body, Linear):
            if self._hidden(body, label):
                raise Undecided("a sum over inverses")
            return self.algebra.summed("sum", bounds, label, body)
        total = self.words.zero(body.rows, body.columns)
        for word, factor in body.terms.items():
            for term in sp.Add.make_args(sp.expand(factor)):
                total = self.words.added(total, self._summed_word(bounds, label, word, term, body))
        return total

    def _hidden(self, body: Expr, label: str) -> bool:
        """Tell whether the index of a sum stands inside a made-up name."""
        names = {name for symbol in body.free_symbols for name in walk_key(self.algebra.keys.get(symbol))} & set(
            self.words.made
        )
        return any(label in repr(self.words.made[name]) for name in names)

    def _summed_word(
        self, bounds: tuple[Expr, Expr] | str, label: str, word: Word, factor: Expr, model: Linear
    ) -> Linear:
        names = [part for letter in word for part in walk(letter.name)]
        if any(label in repr(self.words.made.get(letter.name)) for letter in word):
            raise Undecided("a sum over inverses")
        inside = [symbol for symbol in factor.free_symbols if self.algebra.mentions_label(symbol, label)]
        outer, rest = factor.as_independent(*inside, as_Add=False) if inside else (factor, ONE)
        if Name(label) not in names and not inside:
            size = self.algebra.summed("sum", bounds, label, ONE)
            return Linear({word: outer * size}, model.rows, model.columns)
        proper = f"#1:{label.partition(':')[2]}"
        nested = any(isinstance(self.algebra.keys[symbol], SumKey) for symbol in rest.free_symbols)
        if nested or (proper != label and proper in repr((word, rest))):
            raise Undecided("sums of vectors within sums")
        renamed = {label: Name(proper)}
        letters = tuple(
            Letter(name, one.turned, one.inverted)
            for one in word
            if isinstance(name := substitute(one.name, renamed), Name)
        )
        parts = (bounds, proper, letters, self.algebra.reindexed(rest, renamed))
        name = self.words.name_for("sum", parts, model.rows, model.columns)
        return Linear({(Letter(name),): outer}, model.rows, model.columns)

    # derivatives

    def _differentiated(self, of: Node, by: Sequence[Name]) -> Value:
        from .gradients import differentiated  # noqa: PLC0415 - the two modules call each other

        return differentiated(self, of, by)


def _size(node: Node) -> Dimension:
    if isinstance(node, Num) and node.value.denominator == 1:
        return int(node.value)
    if isinstance(node, Name) and not node.sub and not node.sup:
        return node.base
    raise Undecided(f"an identity matrix of size {latex(node)}")
