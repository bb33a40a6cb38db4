r"""Lines in the solution of a differential equation: what holds along every solution, and what initial values say.

The equation, ``y' = -2xy``, is solved for its highest derivative, so that every line becomes a formula in x, y and the
lower derivatives. A line holds if it is zero there; a line with antiderivatives, or with a constant of integration that
is alone in it, if its derivative along the solutions is; ``y = C e^{-x^2}`` if it solves the equation whatever C is.
Initial values turn a solution into an equation for its constants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import sympy as sp

from .deciding.equality import Comparer
from .deciding.zeros import zeros
from .letters import Undecided
from .ruling import Ruling
from .setting import Setting
from .solution import FAILS, HOLDS, UNDECIDED, Line
from .symbolic.functions import Expr
from .symbolic.zero import is_zero
from .syntax import (
    Add,
    Apply,
    At,
    Deriv,
    Div,
    Integral,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    names_in,
    put,
    rebuild,
    walk,
)

MAX_ORDER = 4
MIN_PARAMETERS = 2
"""Quantities besides x and y that a line shares with another one of which it is taken for a form."""
MAX_RATES = 4
"""Derivatives along a solution that are looked at where it starts."""
LEAVES = "does not hold along the solution from the initial value"
_NUMBERS = tuple(sp.Rational(*one) for one in ((3, 7), (5, 1), (1, 9), (17, 2), (2, 1), (4, 5), (1, 30), (30, 1)))
ANOTHER = re.compile(
    r"\b(tr(y|ial)|guess|form|constant solution|stationary|trivial|singular|approximat\w*|step|assum\w*|suppose|put|"
    r"set)\b",
    re.IGNORECASE,
)
"""Words before a line by which it may be about another function than the solution."""
OTHERS = re.compile(
    r"\b(homogen\w+|ansatz|variation|undetermined|complementary|particular|equilibri\w*|steady|linear[iz]\w+|Euler|"
    r"substitut\w*|superpos\w*|split\w*|without the|neglect\w*)\b",
    re.IGNORECASE,
)
"""Words anywhere before it that do."""


class Along:
    """The solutions of one differential equation for ``function`` of ``by``."""

    def __init__(
        self, function: str, by: Name, equation: tuple[Node, Node], values: dict[tuple[Node, int], Node]
    ) -> None:
        self.function = function
        self.by = by
        self.equation = equation
        self.values = values
        """What the function, and its derivatives, are at some places."""
        self.comparer: Comparer | None = None
        self.order = 0
        self.highest: Expr = sp.Integer(0)
        self.residual: Expr = sp.Integer(0)
        self.integral: Expr | None = None
        """What a line said to be zero along the solutions, without a derivative."""
        self.known: Expr | None = None
        """The function, where a line gave it."""
        self.body: Node | None = None
        """The same without constants, as a formula."""
        self._count = 0

    def start(self, comparer: Comparer) -> bool:
        """Solve the equation for its highest derivative; tell whether that could be done."""
        self.comparer = comparer
        try:
            residual = self._value(self.equation[0]) - self._value(self.equation[1])
        except Undecided:
            return False
        orders = [at for at in range(MAX_ORDER + 1) if self._symbol(at) in residual.free_symbols]
        self.order = max(orders, default=0)
        if not self.order:
            return False
        top = self._symbol(self.order)
        slope = sp.diff(residual, top)
        if top in slope.free_symbols or is_zero(slope):
            return False
        self.residual = residual
        self.highest = -residual.xreplace({top: sp.Integer(0)}) / slope
        return True

    # formulas

    def _symbol(self, order: int) -> Expr:
        assert self.comparer is not None  # noqa: S101 - set by ``start``
        return self.comparer.algebra.symbol(Name("#" + self.function, (Num(Fraction(order)),)))

    def _place(self) -> Expr:
        assert self.comparer is not None  # noqa: S101 - as above
        return self.comparer.algebra.symbol(self.by)

    def _value(self, node: Node) -> Expr:
        """Return a formula in the variable, the function and its derivatives; raises :class:`Undecided`."""
        assert self.comparer is not None  # noqa: S101 - as above
        found: dict[Expr, Expr] = {}

        def change(part: Node) -> Node:
            value: Expr | None = None
            match part:
                case Name(base) if base == self.function and part == Name(base):
                    value = self._symbol(0)
                case Apply(function, (argument,), primes) if function == self.function:
                    value = self._at(argument, primes)
                case Deriv(of, by) if set(by) == {self.by} and self.speaks(of):
                    value = self._value(of)
                    for _ in by:
                        value = self.rate(value)
                case Integral(_, _, None, None):
                    raise Undecided("an antiderivative")
            if value is None:
                return rebuild(part, change)
            assert self.comparer is not None  # noqa: S101 - as above
            self._count += 1
            name = Name("#part", (Num(Fraction(self._count)),))
            found[self.comparer.algebra.symbol(name)] = value
            return name

        value = self.comparer.algebra.value(change(node))
        if not isinstance(value, sp.Expr):
            raise Undecided("no number")
        value = value.xreplace(found)
        bars = {part: sp.log(part.args[0].args[0]) for part in value.atoms(sp.log) if isinstance(part.args[0], sp.Abs)}
        return value.xreplace(bars)  # ln|y| and ln y have one derivative

    def _at(self, argument: Node, primes: int) -> Expr:
        if argument == self.by:
            return self._symbol(primes)
        if any(True for _ in names_in(argument)) or (stated := self.values.get((argument, primes))) is None:
            raise Undecided("the function somewhere else")
        return self._value(stated)

    def speaks(self, node: Node) -> bool:
        """Tell whether the function occurs in a formula."""
        return any(
            (isinstance(part, Name) and part == Name(self.function))
            or (isinstance(part, Apply) and part.function == self.function)
            for part in walk(node)
        )

    def leaves_free(self, node: Node) -> bool:
        """Tell whether a formula speaks of the function, and of none of its values but at an open or initial place."""
        places = (part for part in walk(node) if isinstance(part, Apply) and part.function == self.function)
        known = {place for place, _ in self.values} | {self.by}
        return self.speaks(node) and all(set(part.arguments) <= known for part in places)

    def rate(self, value: Expr) -> Expr:
        """Return the derivative of a formula by the variable, along any function."""
        changed = sp.diff(value, self._place())
        for order in range(MAX_ORDER):
            changed += sp.diff(value, self._symbol(order)) * self._symbol(order + 1)
        return changed

    def _reduced(self, value: Expr) -> Expr:
        """Put in the highest derivative by the equation."""
        bodies = [self.highest]
        for _ in range(self.order + 1, MAX_ORDER + 1):
            bodies.append(self.rate(bodies[-1]).xreplace({self._symbol(self.order): self.highest}))
        for at in range(MAX_ORDER, self.order - 1, -1):
            value = value.xreplace({self._symbol(at): bodies[at - self.order]})
        return value

    def _rate_of(self, node: Node) -> Expr:
        """Return the derivative of a formula that may hold antiderivatives."""
        match node:
            case Integral(body, by, None, None):
                if by == self.by:
                    return self._value(body)
                if by == Name(self.function):
                    return self._value(body) * self._symbol(1)
                raise Undecided("an antiderivative by another variable")
            case Add(terms):
                return sp.Add(*map(self._rate_of, terms))
            case Neg(of):
                return -self._rate_of(of)
            case Div(above, below) if _open(above) and not _open(below) and not self._moves(below):
                return self._rate_of(above) / self._value(below)
            case Mul(factors) if _open(node):
                moving = [one for one in factors if _open(one)]
                still = [one for one in factors if not _open(one)]
                if len(moving) > 1 or any(map(self._moves, still)):
                    raise Undecided("an antiderivative inside a product")
                return self._rate_of(moving[0]) * sp.Mul(*map(self._value, still))
        return self.rate(self._value(node))

    def _moves(self, node: Node) -> bool:
        return self.speaks(node) or self.by in set(names_in(node))

    # lines

    def decide(self, left: Node, right: Node, line: Line, spoken: set[str], before: str) -> Ruling | None:
        """Judge ``left = right``, where it speaks of the function; ``None`` where it does not, or nothing can be told.

        ``spoken`` are the names of the question: others are constants of integration. ``before`` is the prose so far.
        """
        left, right = self.filled(left), self.filled(right)
        if not (self.speaks(left) or self.speaks(right)):
            return None
        doubtful = line.conditional or line.supposed or ANOTHER.search(line.formula.before) or OTHERS.search(before)
        try:
            ruling = self._decided(left, right, spoken)
            if ruling is not None and ruling.method == LEAVES and not line.led:
                ruling = None  # it may say where the solution meets another curve
            ruling = ruling or self._goes_on_wrongly(left, right, line)
        except Undecided:
            return None
        if doubtful:
            self.integral = None
        alone = left in (Name(self.function), Apply(self.function, (self.by,))) and not self.speaks(right)
        if (
            ruling is not None
            and ruling.verdict == HOLDS
            and alone
            and set(names_in(right)) <= self._question(spoken, right)
        ):
            self.body = right
        if ruling is not None and ruling.verdict == FAILS and doubtful:
            return Ruling(UNDECIDED, "may be about another function than the solution")
        return ruling

    def _decided(self, left: Node, right: Node, spoken: set[str]) -> Ruling | None:
        if _open(left) or _open(right):
            difference = self._reduced(self._rate_of(left) - self._rate_of(right))
            return _ruled(difference, "its derivative follows from the differential equation")
        one, other = self._value(left), self._value(right)
        if self.known is not None and is_zero(self._filled_in(one - other)):
            return Ruling(HOLDS, "holds for the solution before")
        difference = self._reduced(one - other)
        if is_zero(difference):
            return Ruling(HOLDS, "follows from the differential equation")
        constants = self._constants(one - other, spoken)
        if any(one == self._symbol(order) for order in range(MAX_ORDER)) and not self._holds(other):
            return self._explicit(one, other, constants)
        rated = max((at for at in range(MAX_ORDER) if self._symbol(at) in (one - other).free_symbols), default=0)
        if len(constants) == 1 and rated >= self.order:
            return None  # no first integral: another equation
        if len(constants) == 1:
            (constant,) = constants
            slope = sp.diff(one - other, constant)
            if constant not in slope.free_symbols and not is_zero(slope):
                alone = -(one - other).xreplace({constant: sp.Integer(0)}) / slope
                return _ruled(self._reduced(self.rate(alone)), "the derivative of its constant is zero")
            return None
        if constants or not other.free_symbols:
            return None  # y' = 0 asks where the solution is constant
        if max(
            (at for at in range(MAX_ORDER) if self._symbol(at) in difference.free_symbols), default=0
        ) or self._rated(left):
            return _ruled(difference, "follows from the differential equation")
        return self._at_start(one - other)

    def _filled_in(self, value: Expr) -> Expr:
        """Return a value with the solution that was found for the function and its derivatives."""
        rates = [self.known]
        for _ in range(MAX_ORDER - 1):
            rates.append(sp.diff(rates[-1], self._place()))
        return value.xreplace({self._symbol(at): rate for at, rate in enumerate(rates)})

    def _rated(self, node: Node) -> bool:
        """Tell whether a derivative of the function stands in a formula."""
        return any(
            (isinstance(part, Deriv) and self.speaks(part))
            or (isinstance(part, Apply) and part.function == self.function and part.primes)
            for part in walk(node)
        )

    def _at_start(self, difference: Expr) -> Ruling | None:
        """Judge a first integral without a constant: by its derivative and an initial value."""
        if not is_zero(rate := self._reduced(self.rate(difference))):
            both = {self._place(), self._symbol(0)} <= difference.free_symbols
            return self._leaves_solution(rate) if both and self.order == 1 else None
        self.integral = difference
        if (begins := self._begins()) is not None:
            return _ruled(difference.xreplace(begins), "holds along the solution from the initial value")
        return None

    def _begins(self) -> dict[Expr, Expr] | None:
        """Return the place and the value from which the solution starts, if one is given."""
        given = [(place, value) for (place, primes), value in self.values.items() if primes == 0]
        return {self._place(): self._value(given[0][0]), self._symbol(0): self._value(given[0][1])} if given else None

    def _leaves_solution(self, rate: Expr) -> Ruling | None:
        """Refute an equation between x and y that cannot stay true from the initial value on: it changes there."""
        begins = self._begins()
        if begins is None:
            return None
        for _ in range(MAX_RATES):
            if _fails(rate.xreplace(begins)):
                return Ruling(FAILS, LEAVES)
            rate = self._reduced(self.rate(rate))
        return None

    def _goes_on_wrongly(self, left: Node, right: Node, line: Line) -> Ruling | None:
        """Judge a row in the same quantities as the first integral before it, which must make it true.

        Another curve, which the solution meets, shares x and y with it, but hardly two parameters.
        """
        if self.integral is None or not (line.led or (line.formula.display and not line.formula.first)):
            return None
        difference = self._value(left) - self._value(right)
        own = {name := self._symbol(0), self._place()}
        if difference.free_symbols != self.integral.free_symbols or not own <= difference.free_symbols:
            return None
        if len(difference.free_symbols - own) < MIN_PARAMETERS:
            return None
        solutions = zeros(self.integral, name)
        if not solutions or not all(_fails(difference.xreplace({name: one})) for one in solutions):
            return None
        return Ruling(FAILS, "does not follow from the line before, along the solutions of the differential equation")

    def _explicit(self, name: Expr, value: Expr, constants: set[Expr]) -> Ruling | None:
        """Judge a formula for the function, or for a derivative of it where the function is known."""
        order = next(at for at in range(MAX_ORDER) if name == self._symbol(at))
        if order:
            if self.known is None:
                return None
            expected = self.known
            for _ in range(order):
                expected = sp.diff(expected, self._place())
            lost = expected.free_symbols - value.free_symbols - {self._place()}  # found to be zero, perhaps
            if lost and is_zero(expected.xreplace(dict.fromkeys(lost, sp.Integer(0))) - value):
                return Ruling(HOLDS, "is the derivative of the solution before")
            return None if lost else _ruled(expected - value, "is the derivative of the solution before")
        filled = self.residual
        rates = [value]
        for _ in range(self.order):
            rates.append(sp.diff(rates[-1], self._place()))
        filled = filled.xreplace({self._symbol(at): rate for at, rate in enumerate(rates)})
        linear = all(is_zero(sp.diff(value, one, 2)) for one in constants)
        if not is_zero(filled) and (not linear or len(constants) > self.order):
            return None  # e^{ax}(A \\cos bx + B \\sin bx): what a and b are comes next
        if not is_zero(filled):
            moving = (filled.free_symbols | value.free_symbols) & {self._place()}
            if moving and _fails(filled):
                return Ruling(FAILS, "does not solve the differential equation")
            return Ruling(UNDECIDED, "whether it solves the differential equation was not shown")
        if not constants:
            for (place, primes), given in self.values.items():
                if primes <= self.order:
                    there = rates[primes].xreplace({self._place(): self._value(place)}) - self._value(given)
                    if len(self.values) > self.order and there.free_symbols & self.residual.free_symbols:
                        continue  # it says what a constant of the equation is, such as the rate of a growth
                    if self._place() in value.free_symbols and not is_zero(there) and _fails(there):
                        return Ruling(FAILS, "solves the differential equation, but has other initial values")
        self.known = value
        return Ruling(HOLDS, "solves the differential equation")

    def _constants(self, value: Expr, spoken: set[str]) -> set[Expr]:
        assert self.comparer is not None  # noqa: S101 - set by ``start``
        keys = self.comparer.algebra.keys
        return {
            symbol
            for symbol in value.free_symbols
            if isinstance(key := keys.get(symbol), Name)
            and key != self.by
            and not key.base.startswith("#")
            and key.base not in spoken
        }

    def _question(self, spoken: set[str], node: Node) -> set[Name]:
        """Return the names in a formula that the question speaks of: the others are constants of integration."""
        return {name for name in names_in(node) if name.base in spoken or name == self.by}

    def _holds(self, value: Expr) -> bool:
        return any(self._symbol(at) in value.free_symbols for at in range(MAX_ORDER))

    def filled(self, node: Node) -> Node:
        """Put in what the function is at the places where its values are given."""
        if isinstance(node, Apply) and node.function == self.function and len(node.arguments) == 1:
            argument, primes = node.arguments[0], node.primes
            if (argument, primes) in self.values or self.body is None or self.by in set(names_in(argument)):
                return self.values.get((argument, primes), node)
            body = Deriv(self.body, (self.by,) * primes, total=True) if primes else self.body
            return At(body, (self.by,), (argument,)) if primes else put(body, {self.by: argument})
        return rebuild(node, self.filled)

    def starting(self, left: Node, right: Node) -> Iterator[tuple[Node, Node]]:
        """Yield what initial values say of a line ``left = right`` that holds along the solution."""
        alone = left in (Name(self.function), Apply(self.function, (self.by,))) and not self.speaks(right)
        if _open(left) or _open(right):
            return
        for (place, primes), value in self.values.items():
            if alone:
                body = Deriv(right, (self.by,) * primes, total=True) if primes else right
                yield At(body, (self.by,), (place,)) if primes else put(body, {self.by: place}), value
            elif primes == 0:
                there = {self.by: place, Name(self.function): value}
                yield put(left, there), put(right, there)


def _ruled(difference: Expr, method: str) -> Ruling | None:
    if is_zero(difference):
        return Ruling(HOLDS, method)
    if _fails(difference):
        return Ruling(FAILS, "does not hold along the solutions of the differential equation")
    return None


def _fails(difference: Expr) -> bool:
    """Tell whether a formula is zero at none of several places, where it has a value: a solution may hold in parts."""
    names, found = sorted(difference.free_symbols, key=str), False
    for shift in range(len(_NUMBERS)):
        point = {symbol: _NUMBERS[(shift + 3 * at) % len(_NUMBERS)] for at, symbol in enumerate(names)}
        number = sp.N(difference.xreplace(point), 30)
        if (
            not number.is_number
            or number.has(sp.nan, sp.zoo, sp.oo)
            or (sp.im(number) != 0 and not difference.has(sp.I))
        ):
            continue
        if abs(number) <= sp.Float("1e-12"):
            return False
        found = True
    return found


def _open(node: Node) -> bool:
    return any(isinstance(part, Integral) and part.lower is None and part.upper is None for part in walk(node))


def along(setting: Setting) -> tuple[Along, list[Node]] | None:
    """Return the differential equation that a question is about, and the premises that it takes over.

    ``None`` unless one equation has derivatives of one function, of which nothing but initial values is given.
    """
    trees = [tree for tree in dict.fromkeys([*setting.stated, *setting.solved]) if isinstance(tree, Relation)]
    found = [(tree, one) for tree in trees if tree.signs == ("=",) for one in [_unknown(tree)] if one is not None]
    if len(found) != 1:
        return None
    equation, (function, by) = found[0]
    values: dict[tuple[Node, int], Node] = {}
    taken: list[Node] = [equation]
    for tree in trees:
        if tree == equation or not _about(tree, function):
            continue
        left = tree.sides[0]
        if not isinstance(left, Apply) or left.function != function or len(left.arguments) != 1:
            return None
        if any(True for _ in names_in(left.arguments[0])) or tree.signs[:1] != ("=",):
            return None
        if any(_about(side, function) for side in tree.sides[1:]):
            return None
        values[left.arguments[0], left.primes] = tree.sides[1]
        taken.append(tree)
    return Along(function, by, (equation.sides[0], equation.sides[1]), values), taken


def _about(tree: Node, function: str) -> bool:
    """Tell whether a formula speaks of a function; ``v_0`` is another quantity."""
    return any(
        (
            isinstance(part, Name)
            and part.base == function
            and not all(isinstance(one, Num) for one in part.sub or (tree,))
        )
        or (isinstance(part, Apply) and part.function == function)
        for part in walk(tree)
    )


def _unknown(tree: Relation) -> tuple[str, Name] | None:
    """Return the function and the variable of a differential equation."""
    found = {
        (part.of.base if isinstance(part.of, Name) else part.of.function, part.by[0])
        for part in walk(tree)
        if isinstance(part, Deriv)
        and len(set(part.by)) == 1
        and not part.by[0].sub
        and (isinstance(part.of, Name) or (isinstance(part.of, Apply) and part.of.arguments == part.by[:1]))
    }
    found |= {
        (part.function, part.arguments[0])
        for part in walk(tree)
        if isinstance(part, Apply) and part.primes and len(part.arguments) == 1 and isinstance(part.arguments[0], Name)
    }
    return found.pop() if len(found) == 1 else None
