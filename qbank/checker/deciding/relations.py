r"""Formulas that are no plain values, compared by what they mean: equations, inequalities, sets, lists, intervals.

``decide`` is the one place that tells which kind of thing two formulas are:

* **conditions** (equations, inequalities, memberships, joined by words) are equal where they have the same solutions;
* **sets of real numbers** are conditions on their elements, and so may be compared with conditions;
* **finite sets and lists** are compared element by element;
* **antiderivatives** are equal where their derivatives are: two formulas that differ by a constant are both right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, permutations
from typing import TYPE_CHECKING

import sympy as sp
from sympy.solvers.solveset import NonlinearError

from qbank.checker.domain import REAL
from qbank.checker.letters import Undecided, interval_of
from qbank.checker.numeric.functions import Outside
from qbank.checker.numeric.sampling import SCALES, draw
from qbank.checker.printing import latex
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.zero import is_zero
from qbank.checker.syntax import (
    Add,
    Apply,
    Between,
    Builder,
    Call,
    Const,
    Deriv,
    Div,
    Integral,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    PlusMinus,
    Relation,
    Tuple,
    names_in,
    walk,
)

from .exact import NotReal, ball, known_sign
from .inequalities import (
    ORDER,
    Atom,
    Condition,
    Conditions,
    Junction,
    atoms,
    expanded,
    guarded,
    holds,
    is_condition,
    is_set,
    items_of,
    matched,
    places,
    symbols,
)
from .zeros import zeros

if TYPE_CHECKING:
    from .equality import Comparer, Verdict

POINTS = 12
"""Points at which a difference is looked for."""
CONFIRMED = 2
"""Points at which a proof is tried."""
MAX_PRODUCT = 12
MAX_COMPLEX_DEGREE = 8
COMPLEX_NAMES = frozenset("zw")
"""Names that often stand for complex numbers."""
CONSTANTS_OF_INTEGRATION = frozenset("CcKk")


def decide(comparer: Comparer, left: Node, right: Node, relation: str | None = None) -> Verdict | None:
    """Compare two formulas by what they mean; ``None`` where both are plain values and nothing else is asked.

    ``relation``: ``up-to-constant``, ``same-set``, ``same-multiset``, ``equivalent``, ``approximate``; ``None``: by
    the form of the two formulas.
    """
    verdict = _in_all(comparer, left, right, relation)
    if verdict is not None and verdict.outcome == "different" and comparer.bound:
        return _undecided(comparer.bound)
    return verdict


def _in_all(comparer: Comparer, left: Node, right: Node, relation: str | None) -> Verdict | None:
    """Decide under every solution of the premises, where they have several."""
    branches = getattr(comparer, "branches", None)
    if not branches:
        return _by_kind(comparer, left, right, relation)
    if items_of(left) is not None or items_of(right) is not None:
        return comparer.compare(left, right)
    verdicts = [_by_kind(branch, left, right, relation) for branch in branches]
    if None in verdicts:
        return None
    outcomes = {verdict.outcome for verdict in verdicts if verdict is not None}
    return verdicts[0] if len(outcomes) == 1 else _undecided("true for some solutions of the premises only")


def _by_kind(comparer: Comparer, left: Node, right: Node, relation: str | None) -> Verdict | None:
    from .congruences import decide_congruence  # noqa: PLC0415 - these modules need the verdicts of equality.py
    from .logic import decide_logic  # noqa: PLC0415 - as above
    from .sets import decide_sets  # noqa: PLC0415 - as above

    verdict = decide_congruence(left, right, comparer.domain)
    if verdict is not None:
        return verdict
    try:
        verdict = _decided(comparer, left, right, relation)
    except Undecided as problem:
        verdict = _undecided(str(problem))
    except (NotReal, Outside) as problem:
        verdict = _undecided(f"a value that is not real: {problem}")
    if verdict is not None and verdict.outcome != "undecided":
        return verdict
    for other in (decide_logic(left, right, comparer.domain), decide_sets(left, right)):
        if other is not None and (verdict is None or other.outcome != "undecided"):
            return other
    return verdict


def _decided(comparer: Comparer, left: Node, right: Node, relation: str | None) -> Verdict | None:
    if relation == "up-to-constant" or _antiderivative(left) or _antiderivative(right):
        return up_to_constant(comparer, left, right)
    if relation == "approximate":
        return approximate(comparer, left, right)
    if relation in ("same-set", "same-multiset"):
        listed = items_of(left) or (left,), items_of(right) or (right,)
        return same_items(comparer, *listed, repeated=relation == "same-multiset")
    conditions = is_condition(left), is_condition(right)
    if any(conditions):
        return _conditions(comparer, left, right, conditions)
    sets = is_set(left), is_set(right)
    if all(sets) or _interval_pair(left, right):
        finite = items_of(left), items_of(right)
        if finite[0] is not None and finite[1] is not None:
            return same_items(comparer, *finite)
        return _real_sets(comparer, left, right)
    if _signed(left, right):
        return same_items(comparer, items_of(left) or (left,), items_of(right) or (right,))
    if any(sets):
        return _undecided("a set beside what is none")
    return None


def _undecided(reason: str) -> Verdict:
    from .equality import Verdict  # noqa: PLC0415 - the two modules call each other

    return Verdict("undecided", reason=reason)


def _equal(method: str) -> Verdict:
    from .equality import Verdict  # noqa: PLC0415 - as above

    return Verdict("equal", method)


def _different(method: str, point: Mapping[str, str], left: str, right: str) -> Verdict:
    from .equality import Difference, Verdict  # noqa: PLC0415 - as above

    return Verdict("different", method, Difference(point, left, right))


def _antiderivative(node: Node) -> bool:
    return any(isinstance(part, Integral) and part.lower is None and part.upper is None for part in _terms(node))


def _terms(node: Node) -> Iterator[Node]:
    """Yield the terms of a sum, without their factors' parts: where an antiderivative may stand."""
    match node:
        case Add(terms):
            for term in terms:
                yield from _terms(term)
        case Neg(of):
            yield from _terms(of)
        case Mul(factors):
            yield from factors
        case _:
            yield node


def _signed(*nodes: Node) -> bool:
    return any(isinstance(part, PlusMinus) for node in nodes for part in walk(node))


def _interval_pair(left: Node, right: Node) -> bool:
    """Tell whether one is a set of real numbers and the other a pair, which then is an interval."""
    pairs = [isinstance(one, Tuple) and len(one.items) == 2 for one in (left, right)]
    sets = [isinstance(one, Between | Builder) or (is_set(one) and isinstance(one, Call)) for one in (left, right)]
    return (pairs[0] and sets[1]) or (pairs[1] and sets[0])


# antiderivatives and rounding


def up_to_constant(comparer: Comparer, left: Node, right: Node) -> Verdict:
    """Compare two antiderivatives by their derivatives.

    The rule for logarithms: ``ln x`` and ``ln|x|`` have one derivative where both have a value, and count as equal.
    """
    integrals = [part for node in (left, right) for part in _terms(node) if isinstance(part, Integral)]
    by = integrals[0].by if integrals else _variable(left, right)
    if by is None:
        return _undecided("which variable the antiderivatives are of is not said")
    if any(part.by != by for part in integrals):
        return _undecided("antiderivatives by different variables")
    verdict = comparer.compare(_slope(left, by), _slope(right, by))
    if verdict.outcome == "equal" and verdict.proved:
        return _equal("equal derivatives: the same up to a constant")
    return verdict


def _variable(*nodes: Node) -> Name | None:
    names = dict.fromkeys(name for node in nodes for name in names_in(node))
    moving = [name for name in names if name.base not in CONSTANTS_OF_INTEGRATION]
    return moving[0] if len(moving) == 1 else None


def _slope(node: Node, by: Name) -> Node:
    """Return the derivative of a formula, antiderivatives undone by hand."""
    match node:
        case Integral(body, variable, None, None) if variable == by:
            return body
        case Add(terms):
            return Add(tuple(_slope(term, by) for term in terms))
        case Neg(of):
            return Neg(_slope(of, by))
        case Mul(factors) if len(moving := [one for one in factors if by in set(names_in(one))]) == 1:
            return Mul((*(one for one in factors if one is not moving[0]), _slope(moving[0], by)))
        case Div(above, below) if by not in set(names_in(below)):
            return Div(_slope(above, by), below)
        case Call("ln", (Call("abs", (inside,)),)):
            return Div(Deriv(inside, (by,)), inside)
        case Name() if node != by:
            return Num(_ZERO)
    if any(isinstance(part, Integral) and part.lower is None for part in walk(node)):
        raise Undecided("an antiderivative within a formula")
    return Deriv(node, (by,)) if by in set(names_in(node)) else Num(_ZERO)


def approximate(comparer: Comparer, left: Node, right: Node) -> Verdict | None:
    """Compare a decimal with an exact number: right if that number rounds to it."""
    rounded = rounded_number(left)
    if rounded is None:
        left, right = right, left
        rounded = rounded_number(left)
    if rounded is None:
        return None
    number, half = rounded
    exact = _value(comparer, right)
    if exact.free_symbols:
        return None
    way = known_sign(half - sp.Abs(exact - number))
    if way >= 0:
        return _equal("equal to the digits printed")
    return _different("differs in the digits printed", {}, latex(left), str(sp.N(exact, 12)))


def rounded_number(node: Node) -> tuple[Expr, Expr] | None:
    """Return a decimal number, and half a unit of its last digit."""
    match node:
        case Neg(of):
            inner = rounded_number(of)
            return inner and (-inner[0], inner[1])
        case Num(value, places_) if places_ is not None:
            return sp.Rational(value.numerator, value.denominator), sp.Rational(1, 2 * 10**places_)
    return None


# sets and lists written out


def same_items(comparer: Comparer, left: Sequence[Node], right: Sequence[Node], *, repeated: bool = False) -> Verdict:
    """Compare two lists whose order does not matter; ``repeated``: how often a value occurs does."""
    verdicts = {(a, b): _compared(comparer, one, other) for a, one in enumerate(left) for b, other in enumerate(right)}
    equal = {pair for pair, verdict in verdicts.items() if verdict.outcome == "equal"}
    proved = {pair for pair in equal if verdicts[pair].proved}
    if repeated:
        return _same_multiset(left, right, verdicts)
    for chosen, method in ((proved, "the same elements"), (equal, "numeric")):
        if all(any((a, b) in chosen for b in range(len(right))) for a in range(len(left))) and all(
            any((a, b) in chosen for a in range(len(left))) for b in range(len(right))
        ):
            return _equal(method)
    for own, others, turned in ((left, right, False), (right, left, True)):
        for at, item in enumerate(own):
            row = [verdicts[(b, at) if turned else (at, b)] for b in range(len(others))]
            missing = _missing(comparer, item, others, row)
            if missing is not None:
                shown = f"{latex(item)} is an element", f"{latex(item)} is none"
                return _different("an element of one only", missing, *(shown[::-1] if turned else shown))
    undecided = next((one for one in verdicts.values() if one.outcome == "undecided"), None)
    return _undecided(undecided.reason if undecided else "which elements are the same could not be decided")


def _compared(comparer: Comparer, one: Node, other: Node) -> Verdict:
    inner = decide(comparer, one, other)
    return comparer.compare(one, other) if inner is None else inner


def _missing(
    comparer: Comparer, item: Node, others: Sequence[Node], row: Sequence[Verdict]
) -> Mapping[str, str] | None:
    """Return a point at which ``item`` is none of ``others``."""
    if any(verdict.outcome == "equal" for verdict in row):
        return None
    if all(verdict.outcome == "different" for verdict in row):
        points = [verdict.witness.point for verdict in row if verdict.witness]
        if len(points) == len(row) and all(point == points[0] for point in points):
            return points[0] if points else {}
    if len(others) > MAX_PRODUCT or not _scalar(comparer, item, *others):
        return None
    gaps = Mul(tuple(Add((item, Neg(other))) for other in others))
    verdict = comparer.compare(gaps, Num(_ZERO))
    return verdict.witness.point if verdict.outcome == "different" and verdict.witness else None


def _scalar(comparer: Comparer, *nodes: Node) -> bool:
    try:
        for node in nodes:
            _value(comparer, node)
    except Undecided:
        return False
    return True


def _same_multiset(left: Sequence[Node], right: Sequence[Node], verdicts: Mapping[tuple[int, int], Verdict]) -> Verdict:
    if len(left) != len(right):
        if all(verdict.outcome != "undecided" for verdict in verdicts.values()):
            return _different("another number of values", {}, f"{len(left)} values", f"{len(right)} values")
        return _undecided("lists of different lengths")
    for order in islice(permutations(range(len(right))), 5040):
        row = [verdicts[a, b] for a, b in enumerate(order)]
        if all(verdict.outcome == "equal" for verdict in row):
            return _equal("the same values" if all(verdict.proved for verdict in row) else "numeric")
    decided = all(verdict.outcome != "undecided" for verdict in verdicts.values())
    still = all(not verdict.witness.point for verdict in verdicts.values() if verdict.witness)
    if decided and still:
        return _different("other values", {}, ", ".join(map(latex, left)), ", ".join(map(latex, right)))
    return _undecided("which values are the same could not be decided")


# conditions


def _conditions(comparer: Comparer, left: Node, right: Node, are: tuple[bool, bool]) -> Verdict | None:
    if left == right:
        return _equal("identical")
    if all(are):
        by_sides = _same_left(comparer, left, right)
        if by_sides is not None:
            return by_sides
        reader = Conditions(lambda node: _value(comparer, node))
        conditions = reader.of(left), reader.of(right)
        if any(part == Const("i") for side in (left, right) for part in walk(side)):
            return same_roots(*conditions)
        free = symbols(conditions[0]) | symbols(conditions[1])
        if free and not all(symbol.is_real for symbol in free):
            return same_roots(*conditions)
        return same_solutions(comparer, *conditions)
    condition, home = (left, right) if are[0] else (right, left)
    if not (is_set(home) or (isinstance(home, Tuple) and len(home.items) == 2)):
        return _undecided("an equation or inequality, not a value")
    names = set(names_in(condition)) - set(names_in(home))
    if len(names) != 1:
        return _undecided("which quantity the set is of is not said")
    reader = Conditions(lambda node: _value(comparer, node))
    pair = reader.of(condition), reader.member(names.pop(), home)
    return same_solutions(comparer, *(pair if are[0] else pair[::-1]))


def _same_left(comparer: Comparer, left: Node, right: Node) -> Verdict | None:
    """Compare ``y = A`` with ``y = B``: the same where A and B are; functions f(x) too."""
    if not (isinstance(left, Relation) and isinstance(right, Relation)):
        return None
    if left.signs != right.signs or len(left.sides) != 2 or left.sides[0] != right.sides[0]:
        return None
    subject, one, other = left.sides[0], left.sides[1], right.sides[1]
    if left.signs[0] != "=" or not isinstance(subject, Name | Apply | Deriv) or _signed(left, right):
        return None
    if items_of(one) or items_of(other) or is_condition(one) or is_condition(other):
        return None
    inside = {part for side in (one, other) for part in walk(side)}
    if subject in inside or any(isinstance(part, Apply) and part == subject for part in inside):
        return None
    verdict = comparer.compare(one, other)
    if isinstance(subject, Name) and verdict.outcome == "different":
        interval = interval_of(comparer.domain, subject, comparer.premises.letters)
        if interval.low is not None or interval.high is not None or interval.integer:
            return None  # the value at the witness must be one that the subject may have
    return verdict if verdict.outcome != "undecided" else None


def _real_sets(comparer: Comparer, left: Node, right: Node) -> Verdict:
    if isinstance(left, Const) and isinstance(right, Const):
        if left == right:
            return _equal("the same set")
        return _different("another set", {}, latex(left), latex(right))
    reader = Conditions(lambda node: _value(comparer, node))
    element = Name("#element")
    return same_solutions(comparer, reader.member(element, left), reader.member(element, right), element)


def same_solutions(comparer: Comparer, one: Condition, other: Condition, element: Name | None = None) -> Verdict:
    """Decide whether two conditions hold for the same values. Raises :class:`Undecided`."""
    free = sorted(symbols(one) | symbols(other), key=lambda symbol: int(str(symbol)[1:]))
    reason = ""
    if len(free) == 1 and _maybe_complex(comparer, free[0]) and has_other_roots(one, other):
        raise Undecided("whether the unknown is complex is not said")
    if len(free) <= 1:
        try:
            return _by_places(comparer, one, other, free, element)
        except Undecided as problem:
            reason = str(problem)
    proof = "equivalent: the same up to a factor that is never zero" if matched(one, other) else ""
    if not proof and (_same_systems(one, other) or _same_branches(one, other, free)):
        proof = "equivalent: the same solutions"
    found = _witness(comparer, one, other, free, CONFIRMED if proof else POINTS)
    if found is not None:
        return _undecided("a proof and a point contradict each other") if proof else found
    if proof:
        return _equal(proof)
    return _undecided(reason or "whether the two have the same solutions could not be decided")


def same_roots(one: Condition, other: Condition) -> Verdict:
    """Decide whether polynomial equations in one unknown have the same complex solutions. Raises :class:`Undecided`."""
    free = symbols(one) | symbols(other)
    if len(free) > 1:
        if matched(one, other):
            return _equal("equivalent: the same up to a factor that is never zero")
        raise Undecided("complex equations in several unknowns")
    roots = [_complex_roots(condition) for condition in (one, other)]
    for own, others, turned in ((roots[0], roots[1], False), (roots[1], roots[0], True)):
        for root in own:
            signs = [_apart(root, match) for match in others]
            if all(signs):
                truths = ("false", "true") if turned else ("true", "false")
                return _different("solves one and not the other", {"the unknown": str(root)}, *truths)
            if None in signs and False not in signs:
                raise Undecided("whether two solutions are the same")
    return _equal("the same complex solutions")


def has_other_roots(one: Condition, other: Condition) -> bool:
    """Tell whether polynomial equations have complex solutions that are not real: then it matters what is meant."""
    if any(atom.sign != "=" for condition in (one, other) for atom in atoms(condition)):
        return False
    try:
        roots = [root for condition in (one, other) for root in _complex_roots(condition)]
    except Undecided:
        return False
    return any(not ball(root).imag.contains(0) for root in roots)


def _complex_roots(condition: Condition) -> list[Expr]:
    found: list[Expr] = []
    for branch in _alternatives(condition):
        if len(branch) != 1 or branch[0].sign != "=":
            raise Undecided("a complex condition that is no equation")
        (atom,) = branch
        unknown = sp.Dummy("z")
        difference = atom.difference.xreplace(dict.fromkeys(atom.difference.free_symbols, unknown))
        numerator = sp.fraction(sp.together(difference))[0]
        if not numerator.is_polynomial(unknown) or sp.degree(numerator, unknown) > MAX_COMPLEX_DEGREE:
            raise Undecided("a complex equation that is no polynomial")
        poly = sp.Poly(numerator, unknown)
        roots = sp.roots(poly)
        if sum(roots.values()) != poly.degree():
            raise Undecided("a complex equation that is not solved by algebra")
        found += list(roots)
    return found


def _apart(one: Expr, other: Expr) -> bool | None:
    """Tell whether two complex numbers differ; ``None`` where that is not known."""
    gap = one - other
    for bits in (128, 512):
        found = ball(gap, bits)
        if not (found.real.contains(0) and found.imag.contains(0)):
            return True
    return False if is_zero(gap) else None


def _by_places(
    comparer: Comparer, one: Condition, other: Condition, free: Sequence[Expr], element: Name | None
) -> Verdict:
    """Decide conditions in one unknown exactly, at every place where their truth can change."""
    unknown = free[0] if free else sp.Dummy("x", real=True)
    key = comparer.algebra.keys.get(unknown)
    name = key if isinstance(key, Name) else None
    if free and not isinstance(name, Name):
        raise Undecided("a condition on what is no plain quantity")
    interval = interval_of(comparer.domain, name or Name("x"), comparer.premises.letters)
    for place in places((one, other), unknown, interval):
        truths = holds(one, {unknown: place}), holds(other, {unknown: place})
        if truths[0] != truths[1]:
            point = {"x" if name is None or name == element else latex(name): _shown(place)}
            return _different("holds for one and not for the other", point, *(_TRUTH[truth] for truth in truths))
    return _equal("the same solutions, found exactly")


def _maybe_complex(comparer: Comparer, unknown: Expr) -> bool:
    key = comparer.algebra.keys.get(unknown)
    if not isinstance(key, Name) or key.base not in COMPLEX_NAMES:
        return False
    return interval_of(comparer.domain, key, comparer.premises.letters) == REAL


_TRUTH = {True: "true", False: "false"}
_ZERO = Fraction(0)


def _shown(number: Expr) -> str:
    return str(number) if number.is_Rational else str(sp.N(number, 12))


def _witness(comparer: Comparer, one: Condition, other: Condition, free: Sequence[Expr], trials: int) -> Verdict | None:
    """Look for a point at which both conditions have a meaning, and one holds and the other does not."""
    for turned, (here, there) in enumerate(((one, other), (other, one))):
        for point in _points_on(comparer, here, free, trials):
            try:
                if not _admitted(comparer, point) or not holds(here, point) or holds(there, point):
                    continue
                if not all(guarded(atom, point) for atom in atoms(there)):
                    continue
            except (Undecided, NotReal):
                continue
            shown = {_name(comparer, symbol): _shown(value) for symbol, value in point.items()}
            truths = ("false", "true") if turned else ("true", "false")
            return _different("holds for one and not for the other", dict(sorted(shown.items())), *truths)
    return None


def _name(comparer: Comparer, symbol: Expr) -> str:
    key = comparer.algebra.keys.get(symbol)
    return latex(key) if isinstance(key, Name) and not key.base.startswith("#") else "x"


def _admitted(comparer: Comparer, point: Mapping[Expr, Expr]) -> bool:
    """Tell whether a point lies within the domains; relations of the domain are conditions too."""
    for symbol, value in point.items():
        key = comparer.algebra.keys.get(symbol)
        if not isinstance(key, Name):
            return False
        known_sign(value)  # raises where the value is not real
        interval = interval_of(comparer.domain, key, comparer.premises.letters)
        ends = ((interval.low, interval.low_open, 1), (interval.high, interval.high_open, -1))
        for end, opened, way in ends:
            if end is not None:
                side = known_sign(value - sp.Rational(end.numerator, end.denominator)) * way
                if side < 0 or (side == 0 and opened):
                    return False
        if (interval.integer and not value.is_Integer) or (interval.nonzero and known_sign(value) == 0):
            return False
        if interval.parity is not None and int(value) % 2 != interval.parity:
            return False
    reader = Conditions(lambda node: _value(comparer, node))
    for relation in comparer.domain.relations:
        condition = reader.of(relation)
        if symbols(condition) <= set(point):
            if not holds(condition, point):
                return False
        elif symbols(condition) & set(point):
            return False
    return True


def _points_on(
    comparer: Comparer, condition: Condition, free: Sequence[Expr], trials: int
) -> Iterator[dict[Expr, Expr]]:
    """Yield points that may satisfy a condition: its equations solved one by one, the rest chosen."""
    for branch in _alternatives(condition):
        equations = [atom.difference for atom in branch if atom.sign == "="]
        edges = [atom.difference for atom in branch if atom.sign != "="]
        for trial in range(trials):
            yield from _solved_points(comparer, equations, free, trial)
            if trial < 3 and edges and not equations:  # points on an edge tell < from ≤
                yield from _solved_points(comparer, [edges[trial % len(edges)]], free, trial)


def _alternatives(condition: Condition) -> Iterator[tuple[Atom, ...]]:
    if isinstance(condition, Atom):
        yield (condition,)
    elif condition.operator == "and":
        yield tuple(atom for part in condition.parts for atom in atoms(part))
    elif condition.operator == "or":
        for part in condition.parts:
            yield from _alternatives(part)
    else:
        yield ()


def _solved_points(
    comparer: Comparer, equations: Sequence[Expr], free: Sequence[Expr], trial: int
) -> Iterator[dict[Expr, Expr]]:
    ways: list[dict[Expr, Expr]] = [{}]
    for equation in equations:
        following: list[dict[Expr, Expr]] = []
        for way in ways[:4]:
            reduced = equation.subs(way, simultaneous=True)
            for symbol in _by_ease(reduced, [one for one in free if one not in way], trial):
                try:
                    values = zeros(reduced, symbol)
                except (Undecided, NotReal):
                    continue
                following += [
                    {**{name: old.subs(symbol, value) for name, old in way.items()}, symbol: value} for value in values
                ]
                break
        ways = following
    for way in ways[:4]:
        chosen = {symbol: _drawn(comparer, symbol, trial) for symbol in free if symbol not in way}
        if all(value is not None for value in chosen.values()):
            solved = {symbol: value.subs(chosen, simultaneous=True) for symbol, value in way.items()}
            yield {**chosen, **solved}


def _by_ease(equation: Expr, names: Sequence[Expr], trial: int) -> list[Expr]:
    """Return the quantities to solve for, those in which the equation is linear first."""
    inside = [name for name in names if name in equation.free_symbols]
    turned = inside[trial % len(inside) :] + inside[: trial % len(inside)] if inside else []
    return sorted(turned, key=lambda name: equation.diff(name).has(name))


def _drawn(comparer: Comparer, symbol: Expr, trial: int) -> Expr | None:
    key = comparer.algebra.keys.get(symbol)
    if not isinstance(key, Name):
        return None
    interval = interval_of(comparer.domain, key, comparer.premises.letters)
    scale = SCALES[trial % len(SCALES)]
    value = draw(interval, f"{latex(key)}|{trial}", scale if trial % 4 else 1)
    return sp.Rational(value.numerator, value.denominator)


# equality of equations in several unknowns


def _same_systems(one: Condition, other: Condition) -> bool:
    """Prove that two systems of linear equations have the same solutions, or two equations the same factors."""
    sides = [_equations(condition) for condition in (one, other)]
    if sides[0] is None or sides[1] is None:
        return False
    if len(sides[0]) == len(sides[1]) == 1:
        guards = [guard for condition in (one, other) for atom in atoms(condition) for guard in atom.guards]
        never_zero = [value for value, sign in guards if sign in (">", r"\ne")]
        factors = [_squarefree(equations[0], never_zero) for equations in sides]
        return factors[0] is not None and factors[0] == factors[1]
    names = sorted(set().union(*(equation.free_symbols for equations in sides for equation in equations)), key=str)
    forms = []
    for equations in sides:
        try:
            matrix, right = sp.linear_eq_to_matrix(list(equations), names)
        except NonlinearError:
            return False
        if not all(entry.is_Rational for entry in (*matrix, *right)):
            return False
        reduced, _ = matrix.row_join(right).rref()
        forms.append([row for row in reduced.tolist() if any(row)])
    return bool(forms[0] == forms[1])


def _equations(condition: Condition) -> list[Expr] | None:
    """Return the equations that hold at once; alternatives are one equation, their product."""
    found = [condition] if isinstance(condition, Atom) else list(condition.parts) if condition.operator == "and" else []
    if isinstance(condition, Junction) and condition.operator == "or":
        branches = list(_alternatives(condition))
        if branches and all(len(branch) == 1 and branch[0].sign == "=" for branch in branches):
            return [sp.Mul(*(branch[0].difference for branch in branches))]
    if not found or not all(isinstance(atom, Atom) and atom.sign == "=" for atom in found):
        return None
    return [atom.difference for atom in atoms(Junction("and", tuple(found)))]


def _squarefree(equation: Expr, never_zero: Sequence[Expr]) -> frozenset[Expr] | None:
    """Return the factors of an equation over the rationals, each once, without those that are never zero."""
    try:
        found = _factored(equation)
        spared = frozenset[Expr]().union(*(_factored(value) for value in never_zero))
    except sp.PolynomialError:
        return None
    return frozenset(factor for factor in found - spared if not (factor.is_positive or factor.is_negative))


def _factored(value: Expr) -> frozenset[Expr]:
    numerator, _ = sp.fraction(sp.together(value))
    _, factors = sp.factor_list(sp.expand(numerator))
    return frozenset(sp.Poly(factor).monic().as_expr() for factor, _ in factors)


def _same_branches(one: Condition, other: Condition, free: Sequence[Expr]) -> bool:
    """Prove that two equations are the same by solving both for one quantity."""
    pair = [_equations(condition) or [] for condition in (one, other)]
    if len(pair[0]) != 1 or len(pair[1]) != 1:
        return False
    for symbol in free:
        if not all(symbol in equations[0].free_symbols for equations in pair):
            continue
        try:
            branches = [_true_branches(equations[0], symbol) for equations in pair]
        except (Undecided, NotReal):
            continue
        if branches[0] and all(
            all(any(_same_branch(value, match) for match in theirs) for value in mine)
            for mine, theirs in (branches, branches[::-1])
        ):
            return True
    return False


def _same_branch(value: Expr, match: Expr) -> bool:
    """Prove that two branches agree, and that there are points at which both are real: else it says nothing."""
    if not is_zero(value - match):
        return False
    free = sorted(value.free_symbols | match.free_symbols, key=str)
    for trial in range(POINTS):
        signs = ((-1) ** ((trial >> at) % 2) for at in range(len(free)))
        values = (sp.Rational(way * (3 + trial + at), 2 + at) for at, way in enumerate(signs))
        point = dict(zip(free, values, strict=True))
        try:
            known_sign(value.subs(point, simultaneous=True))
            known_sign(match.subs(point, simultaneous=True))
        except (NotReal, Undecided):
            continue
        return True
    return False


def _true_branches(equation: Expr, symbol: Expr) -> list[Expr]:
    found = zeros(equation, symbol)
    if not all(is_zero(equation.subs(symbol, value)) for value in found):
        raise Undecided("a solution that could not be confirmed")
    return found


def _value(comparer: Comparer, node: Node) -> Expr:
    value = comparer.algebra.value(node)
    if not isinstance(value, sp.Expr):
        raise Undecided("a vector or matrix where a number is wanted")
    return value


__all__ = ["ORDER", "approximate", "decide", "expanded", "same_items", "same_solutions", "up_to_constant"]
