"""Equations among the premises that define nothing, solved: what they say of each quantity becomes a definition.

With one solution, the premises say the same as before and define what they bound: a comparer with those definitions
takes the place of the old one. With several, a formula is the answer only if it is in all of them, and is refuted only
if it differs in all; the set of values that a quantity takes is known too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import sympy as sp

from qbank.checker.domain import REAL, Interval
from qbank.checker.grids import Grid
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.premises import Definition, Premises
from qbank.checker.symbolic.algebra import Algebra
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.sums import SumKey, expandable
from qbank.checker.syntax import Apply, Deriv, Matrix, Name, Node, Relation, children, walk

from .carried import carried
from .constrained import Unclear, constrained, with_extrema_named
from .determinants import with_determinants
from .dynamics import dynamic
from .elements import same_items
from .equality import Comparer, Verdict
from .exact import NotReal, known_sign
from .explicit import explicit
from .idle_motions import without_idle_motions
from .implicit import implicit
from .inequalities import Conditions, holds, is_condition, is_set, items_of, symbols
from .periods import windows
from .rates import instant
from .systems import Values, solve
from .tied import along_ties
from .unknown_arrays import fitting, satisfying, with_entries
from .verdicts import number_of
from .written import written

SEVERAL = "one of several solutions of the premises"


class Branched(Comparer):
    """A comparer under premises with several solutions; ``branches`` are comparers, one for each."""

    branches: Sequence[Comparer]

    def compare(self, left: Node, right: Node) -> Verdict:
        """Decide whether ``left`` equals ``right`` whichever solution holds."""
        values = [self.values_of(side) for side in (left, right)]
        for own, others, formula in ((values[0], values[1], right), (values[1], values[0], left)):
            listed = items_of(formula)
            if listed is not None and own is not None and others is None:
                return same_items(self.branches[0], own, listed)
        verdicts = [branch.compare(left, right) for branch in self.branches]
        outcomes = {verdict.outcome for verdict in verdicts}
        if outcomes == {"equal"}:
            return next((verdict for verdict in verdicts if not verdict.proved), verdicts[0])
        if outcomes == {"different"}:
            return verdicts[0]
        undecided = next((verdict for verdict in verdicts if verdict.outcome == "undecided"), None)
        return undecided or Verdict("undecided", reason=SEVERAL)

    def values_of(self, node: Node) -> list[Node] | None:
        """Return the values that a quantity takes over the solutions, as trees; ``None`` where they are not alike."""
        if items_of(node) is not None or is_set(node) or is_condition(node):
            return None
        found: dict[Node, None] = {}
        for branch in self.branches:
            try:
                value = branch.algebra.value(node)
                found[written(value, branch.algebra.keys)] = None
            except (Undecided, AttributeError):
                return None
        return list(found) if len(found) > 1 else None


def solved(comparer: Comparer, asked: Sequence[Node], used: Sequence[Node]) -> Comparer:
    """Return a comparer whose premises have their equations solved; the same one where there is nothing to solve.

    ``asked``: what is asked, solved for first; ``used``: the options and lines to come, whose names are rather left as
    they are. A comparer whose equations could not be solved is returned as it is: ``constraint_problems`` says so.
    """
    comparer = without_idle_motions(comparer, [*asked, *used])
    if (open_ := carried(comparer, asked, solved=False)) is not None:
        return open_
    moving = dynamic(comparer, asked)
    if moving is not None and any(moving.is_asked(node) for node in asked):
        return moving
    if (known := explicit(comparer)) is not None:
        return solved(known, asked, used) if known.premises.constraints else known
    if moving is not None:
        return moving
    if (extreme := constrained(comparer, asked)) is not None:
        return (
            extreme if isinstance(extreme, Unclear) else solved(extreme, [extreme.ordinary(one) for one in asked], used)
        )
    comparer = with_extrema_named(comparer)
    if (known := with_determinants(comparer, asked)) is not None:
        comparer = known
    if (sized := with_entries(comparer, asked)) is not None:
        whole = _solved_equations(sized, asked, used)
        determined = whole is not sized and not any(map(_leaves_entries, getattr(whole, "branches", [whole])))
        return whole if determined else satisfying(comparer, sized, asked)
    if (fit := fitting(comparer, asked)) is not None:
        return fit
    comparer = along_ties(comparer, asked)
    if (open_ := carried(comparer, asked, solved=True)) is not None:
        return open_
    if (there := instant(comparer, asked)) is not None:
        comparer = there
        asked, used = ([there.ordinary(node) for node in nodes] for nodes in (asked, used))
    elif (tied := implicit(comparer, asked)) is not None:
        return tied
    whole = _solved_equations(comparer, asked, used)
    turned = None if _says_more(whole, comparer) else _turned(comparer, asked)
    if turned is None:
        return whole
    found = _solved_equations(turned, asked, used)
    return found if _says_more(found, turned) else whole


def _says_more(whole: Comparer, comparer: Comparer) -> bool:
    """Tell whether equations were solved."""
    return isinstance(whole, Branched) or whole.premises.definitions != comparer.premises.definitions


def _turned(comparer: Comparer, asked: Sequence[Node]) -> Comparer | None:
    """Return a comparer with the formula for what is asked as an equation: others may say more of it."""
    premises = comparer.premises
    turned = [one for one in premises.definitions if one.name in asked and not comparer.index_letters(one.name)]
    if not turned or not premises.constraints:
        return None
    kept = tuple(one for one in premises.definitions if one not in turned)
    equations = (Relation((one.name, one.body), ("=",)) for one in turned)
    known = replace(premises, definitions=kept, constraints=(*premises.constraints, *equations))
    return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)


def _leaves_entries(comparer: Comparer) -> bool:
    """Tell whether an entry of an unknown array is still free."""
    entries = [one for one in comparer.premises.definitions if isinstance(one.body, Matrix)]
    names = (comparer.algebra.keys.get(one) for one in quantities(comparer, [entry.name for entry in entries]))
    return any(isinstance(name, Name) and name.base.startswith("#") for name in names)


def _solved_equations(comparer: Comparer, asked: Sequence[Node], used: Sequence[Node]) -> Comparer:
    comparer = _worked_out(comparer)
    try:
        branches = _solutions(comparer, asked, used)
    except (Undecided, NotReal, TypeError):
        return comparer
    if branches is None or any(_holds_fixed(comparer, [*asked, *used], values) for values in branches):
        return comparer
    comparers = [_with(comparer, values) for values in branches]
    if not comparers or any(one is None for one in comparers):
        return comparer
    ready = [one for one in comparers if one is not None and _defined_inside(one)]
    if not ready or not all(_confirmed(one) for one in ready):
        return comparer
    if len(ready) == 1:
        return ready[0]
    several = Branched(comparer.premises, comparer.domain, comparer.told, kinds=comparer.kinds)
    several.branches = ready
    return several


def _holds_fixed(comparer: Comparer, nodes: Iterable[Node], values: Values) -> bool:
    """Tell whether a partial derivative is taken by what a solution makes another quantity in it depend on."""
    algebra = comparer.algebra
    for node in nodes:
        for part in walk(node):
            if not isinstance(part, Deriv) or part.total or any(comparer.index_letters(one) for one in part.by):
                continue
            try:
                inside = algebra.leaves(algebra.value(part.of))
                by = set().union(*(algebra.leaves(algebra.value(name)) for name in part.by))
            except (Undecided, AttributeError, TypeError):
                continue
            if any(symbol in inside and value.free_symbols & by for symbol, value in values.items()):
                return True
    return False


def _solutions(comparer: Comparer, asked: Sequence[Node], used: Sequence[Node]) -> list[Values] | None:
    algebra = comparer.algebra
    equations = []
    for left, right in comparer.ties():
        if any(comparer.index_letters(side) for side in (left, right)):
            raise Undecided("an equation with open indices")
        values = [algebra.value(side) for side in (left, right)]
        if comparer.compare(left, right).outcome == "equal":
            continue
        equations += [
            _gathered(_without_products(algebra, one)) for one in _differences(*values) if sp.expand(one) != 0
        ]
    free = set().union(*(one.free_symbols for one in equations)) if equations else set()
    if not equations:
        return None
    fixed = {symbol for symbol in free if not isinstance(algebra.keys.get(symbol), Name)}
    if any(isinstance(key, Deriv) and _bears(algebra.keys, key, free) for key in map(algebra.keys.get, fixed)):
        return None  # an equation for a function, not for a number
    hidden = set().union(*(algebra.leaves(symbol) for symbol in fixed)) - fixed  # inside sums
    wanted = (quantities(comparer, asked) & free) - fixed
    spared = ((quantities(comparer, used) | hidden) & free) - wanted - fixed
    unknowns = [*_sorted(wanted), *_sorted(free - wanted - spared - fixed)]
    found = solve(equations, unknowns, frozenset(spared | fixed), windows(comparer, free - fixed, [*asked, *used]))
    if any(values.keys() & (hidden | fixed) for values in found):
        raise Undecided("an equation that is not solved by algebra")
    telling = [values for values in found if wanted <= values.keys()]  # a x = a b says x = b: that a is 0 is not meant
    return [values for values in telling or found if _allowed(comparer, values)]


def _without_products(algebra: Algebra, equation: Expr) -> Expr:
    """Return an equation divided by a product of open size, as in that of a likelihood, times the factors' bases.

    Where one with an index is zero the rest has no value: it has its logarithm, or divides by it. Data are as they are.
    """
    for symbol in equation.free_symbols:
        key = algebra.keys.get(symbol)
        if not isinstance(key, SumKey) or key.operator != "prod":
            continue
        rest = sp.diff(equation, symbol)
        if symbol in rest.free_symbols or sp.expand(equation.xreplace({symbol: sp.Integer(0)})) != 0:
            continue
        sums = (algebra.keys.get(one) for one in rest.free_symbols)
        parts = {
            part
            for one in (rest, *(sum_.body for sum_ in sums if isinstance(sum_, SumKey)))
            for part in sp.preorder_traversal(one)
        }
        bases = {one.as_base_exp()[0] for one in sp.Mul.make_args(key.body) if not isinstance(one, sp.exp)}
        listed = {one for one in key.body.free_symbols if algebra.mentions_label(one, key.label)}
        open_ = [one for one in bases if not (one.is_nonzero or one.free_symbols <= listed)]
        if all(_breaks(base, parts) for base in open_):
            return rest * sp.Mul(*(base**2 for base in open_ if not base.free_symbols & listed))
    return equation


def _breaks(base: Expr, parts: Iterable[Expr]) -> bool:
    """Tell whether there is a logarithm of something, or a quotient by it."""
    return any(
        (isinstance(one, sp.log) and one.args[0] in (base, -base))
        or (isinstance(one, sp.Pow) and one.exp.is_negative and sp.expand(one.base) in (base, sp.expand(-base)))
        for one in parts
    )


def _gathered(equation: Expr) -> Expr:
    """Return an equation divided by its powers of open exponents, as in that of a likelihood, times their bases."""
    powers = [one for one in equation.atoms(sp.Pow) if one.exp.free_symbols and one.base.free_symbols]
    if not powers or any(symbol in one.exp.free_symbols for one in powers for symbol in one.base.free_symbols):
        return equation
    bases = sp.Mul(*dict.fromkeys(one.base for one in powers))
    falling = [one for one in equation.atoms(sp.exp) if one.args[0].free_symbols]
    rest = sp.expand(equation / sp.Mul(*powers))
    rest = sp.expand(sp.powsimp(rest)) if falling else rest
    rest = sp.cancel(rest)
    if any(one.exp.free_symbols for one in rest.atoms(sp.Pow)):
        return equation
    return bases * rest


def _worked_out(comparer: Comparer) -> Comparer:
    """Return a comparer whose equations hold no derivatives that can be taken: ``L'(p) = 0`` as a formula in p."""
    premises = comparer.premises
    constraints = tuple(
        replace(one, sides=tuple(_without_derivatives(comparer, side) for side in one.sides))
        for one in premises.constraints
    )
    if constraints == premises.constraints:
        return comparer
    known = replace(premises, constraints=constraints)
    return Comparer(known, comparer.domain, comparer.told, kinds=comparer.kinds)


def _without_derivatives(comparer: Comparer, node: Node) -> Node:
    if not any(isinstance(part, Deriv) or (isinstance(part, Apply) and part.primes) for part in walk(node)):
        return node
    try:
        plain = written(comparer.algebra.value(node), comparer.algebra.keys)
    except (Undecided, AttributeError):
        return node
    if any(isinstance(part, Deriv) for part in walk(plain)) or comparer.compare(node, plain).outcome != "equal":
        return node
    return plain


def _differences(left: Expr, right: Expr) -> Iterator[Expr]:
    """Yield what is zero where two values are equal: their difference, or those of their entries."""
    if isinstance(left, Grid) and isinstance(right, Grid) and left.shape == right.shape:
        for one, other in zip(left.items, right.items, strict=True):
            yield one - other
    elif isinstance(left, sp.Expr) and isinstance(right, sp.Expr):
        yield left - right
    elif isinstance(left, Grid) and right == 0:
        yield from left.items
    else:
        raise Undecided("an equation between what are no numbers")


def _bears(keys: Mapping[Expr, object], derivative: Deriv, free: Iterable[Expr]) -> bool:
    """Tell whether an equation holds a quantity beside its derivative, or what it is differentiated by."""
    return any(keys.get(symbol) in (derivative.of, *derivative.by) for symbol in free)


def quantities(comparer: Comparer, nodes: Iterable[Node]) -> set[Expr]:
    """Return the symbols of the free quantities that formulas are made of, whatever kind of formula they are."""
    algebra = comparer.algebra
    found: set[Expr] = set()
    todo = list(nodes)
    while todo:
        node = todo.pop()
        try:
            found |= algebra.leaves(algebra.value(node))
        except (Undecided, AttributeError, TypeError):
            todo += [part for part in children(node) if part != node]
    return found


def _sorted(found: Iterable[Expr]) -> list[Expr]:
    return sorted(found, key=lambda symbol: int(str(symbol)[1:]))


def _allowed(comparer: Comparer, values: Values) -> bool:
    """Tell whether a solution lies in the domain, as far as it is made of numbers."""
    for symbol, value in values.items():
        key = comparer.algebra.keys[symbol]
        assert isinstance(key, Name)  # noqa: S101 - tested before
        if not _inside(interval_of(comparer.domain, key, comparer.premises.letters), value):
            return False
    if any(_broken(comparer, relation, values) for relation in comparer.domain.relations):
        return False
    numbers = {symbol: value for symbol, value in values.items() if not value.free_symbols}
    reader = Conditions(lambda node: number_of(comparer, node))
    conditions = (reader.of(relation) for relation in comparer.domain.relations)
    return all(not symbols(one) or not symbols(one) <= numbers.keys() or holds(one, numbers) for one in conditions)


def _broken(comparer: Comparer, relation: Relation, values: Values) -> bool:
    """Tell whether an inequality between names fails for a solution, whatever positive values the others have."""
    for left, sign, right in zip(relation.sides, relation.signs, relation.sides[1:], strict=False):
        if sign not in ("<", ">", r"\le", r"\ge"):
            continue
        try:
            gap = comparer.algebra.value(right) - comparer.algebra.value(left)
            gap = gap.xreplace(dict(values)) * (1 if sign in ("<", r"\le") else -1)
            gap = sp.expand(gap) if expandable(gap) else gap
        except (Undecided, AttributeError, TypeError):
            continue
        if gap.is_negative or (gap.is_nonpositive and sign in ("<", ">")):
            return True
    return False


def _inside(interval: Interval, value: Expr) -> bool:
    """Tell whether a value may lie in an interval, as far as it is a number."""
    if value.free_symbols:
        plain = _with_real_root(value)
        return not ((interval.positive and plain.is_nonpositive) or (interval.high == 0 and plain.is_positive))
    try:
        known_sign(value)
    except NotReal:
        return False
    ends = ((interval.low, interval.low_open, 1), (interval.high, interval.high_open, -1))
    for end, opened, way in ends:
        if end is not None:
            side = known_sign(value - sp.Rational(end.numerator, end.denominator)) * way
            if side < 0 or (side == 0 and opened):
                return False
    if interval.integer and value.is_Rational and not value.is_Integer:
        return False
    return not (interval.nonzero and known_sign(value) == 0)


def _with_real_root(value: Expr) -> Expr:
    """Return a product with its one root of open sign as a nonnegative number: so it is where the product is real."""
    open_ = [one for one in sp.Mul.make_args(value) if one.is_Pow and one.exp == sp.Rational(1, 2) and not one.is_real]
    if len(open_) != 1 or not _has_real_values(open_[0].base) or not _has_real_values(value / open_[0]):
        return value
    return value / open_[0] * sp.Dummy(nonnegative=True)


def _has_real_values(value: Expr) -> bool:
    """Tell whether an expression is real wherever it has a value."""
    if value.is_real:
        return True
    if value.is_Pow and not value.exp.is_Integer:
        return False
    known = value.is_Add or value.is_Mul or value.is_Pow or isinstance(value, sp.tan | sp.cot | sp.sec | sp.csc)
    return bool(known and all(_has_real_values(part) for part in value.args))


def _defined_inside(branch: Comparer) -> bool:
    """Tell whether what the premises define lies in its domain under one solution, as far as it is a number."""
    for name in dict.fromkeys(one.name for one in branch.premises.definitions):
        try:
            interval = interval_of(branch.domain, name, branch.premises.letters)
            value = branch.algebra.value(name) if interval != REAL else None  # Z = 3 + 4j is not said to be real
            if isinstance(value, sp.Expr) and not _inside(interval, sp.cancel(value)):
                return False
        except (Undecided, AttributeError):
            continue
    return True


def _with(comparer: Comparer, values: Values) -> Comparer | None:
    """Return a comparer whose premises define what one solution says."""
    keys = comparer.algebra.keys
    try:
        definitions = [Definition(_named(keys[symbol]), written(value, keys)) for symbol, value in values.items()]
    except Undecided:
        return None
    premises: Premises = replace(comparer.premises, definitions=(*comparer.premises.definitions, *definitions))
    return Comparer(premises, comparer.domain, comparer.told, kinds=comparer.kinds)


def _named(key: object) -> Name:
    if not isinstance(key, Name):
        raise Undecided("a solution of more than plain quantities")
    return key


def _confirmed(comparer: Comparer) -> bool:
    """Tell whether a solution makes every equation of the premises hold, by both routes."""
    return all(comparer.compare(left, right).outcome == "equal" for left, right in comparer.ties())
