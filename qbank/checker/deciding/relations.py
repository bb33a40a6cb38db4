r"""Formulas that are no plain values, compared by what they mean: equations, inequalities, sets, lists, intervals.

``decide`` is the one place that tells which kind of thing two formulas are:

* **conditions** (equations, inequalities, memberships, joined by words) are equal where they have the same solutions;
* **sets of real numbers** are conditions on their elements, and so may be compared with conditions;
* **finite sets and lists** are compared element by element;
* **antiderivatives** are equal where their derivatives are: two formulas that differ by a constant are both right.
"""

from __future__ import annotations

from qbank.checker.letters import Undecided, interval_of
from qbank.checker.numeric.scalars import Outside
from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Apply,
    Between,
    Builder,
    Call,
    Const,
    Deriv,
    Name,
    Node,
    PlusMinus,
    Relation,
    Tuple,
    names_in,
    walk,
)

from .antiderivatives import CONSTANTS_OF_INTEGRATION, approximate, is_antiderivative, up_to_constant
from .congruences import decide_congruence
from .elements import same_items
from .equality import Comparer, Verdict
from .equivalence import same_solutions
from .exact import NotReal
from .inequalities import (
    Conditions,
    is_condition,
    is_set,
    items_of,
    symbols,
)
from .logic import decide_logic
from .sets import decide_sets, of_letters
from .systems_compared import same_roots
from .verdicts import different, equal, number_of, undecided

__all__ = ["CONSTANTS_OF_INTEGRATION", "decide"]


def decide(comparer: Comparer, left: Node, right: Node, relation: str | None = None) -> Verdict | None:
    """Compare two formulas by what they mean; ``None`` where both are plain values and nothing else is asked.

    ``relation``: ``up-to-constant``, ``same-set``, ``same-multiset``, ``equivalent``, ``approximate``; ``None``: by
    the form of the two formulas.
    """
    verdict = _in_all(comparer, left, right, relation)
    if verdict is not None and verdict.outcome == "different" and comparer.bound:
        return undecided(comparer.bound)
    return verdict


def _in_all(comparer: Comparer, left: Node, right: Node, relation: str | None) -> Verdict | None:
    """Decide under every solution of the premises, where they have several."""
    branches = getattr(comparer, "branches", None)
    if not branches:
        return comparer.remembered(
            (left, right, relation, comparer.under_way()), lambda: _by_kind(comparer, left, right, relation)
        )
    if items_of(left) is not None or items_of(right) is not None:
        return comparer.compare(left, right)
    verdicts = [_by_kind(branch, left, right, relation) for branch in branches]
    if None in verdicts:
        return None
    outcomes = {verdict.outcome for verdict in verdicts if verdict is not None}
    return verdicts[0] if len(outcomes) == 1 else undecided("true for some solutions of the premises only")


def _by_kind(comparer: Comparer, left: Node, right: Node, relation: str | None) -> Verdict | None:
    verdict = decide_congruence(left, right, comparer.domain)
    if verdict is not None:
        return verdict
    if of_letters(left, right) and not any(map(comparer.premises.defines, (*names_in(left), *names_in(right)))):
        verdict = decide_sets(left, right)
        if verdict is not None and verdict.outcome != "undecided":
            return verdict
    try:
        verdict = _decided(comparer, left, right, relation)
    except Undecided as problem:
        verdict = undecided(str(problem))
    except (NotReal, Outside) as problem:
        verdict = undecided(f"a value that is not real: {problem}")
    if verdict is not None and verdict.outcome != "undecided":
        return verdict
    for other in (decide_logic(left, right, comparer.domain), decide_sets(left, right)):
        if other is not None and (verdict is None or other.outcome != "undecided"):
            return other
    return verdict


def _decided(comparer: Comparer, left: Node, right: Node, relation: str | None) -> Verdict | None:
    if relation == "up-to-constant" or is_antiderivative(left) or is_antiderivative(right):
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
        mine, theirs = items_of(left), items_of(right)
        if mine is not None and theirs is not None:
            return same_items(comparer, mine, theirs)
        return _real_sets(comparer, left, right)
    if _signed(left, right):
        return same_items(comparer, items_of(left) or (left,), items_of(right) or (right,))
    if any(sets):
        return undecided("a set beside what is none")
    return None


def _signed(*nodes: Node) -> bool:
    return any(isinstance(part, PlusMinus) for node in nodes for part in walk(node))


def _interval_pair(left: Node, right: Node) -> bool:
    """Tell whether one is a set of real numbers and the other a pair, which then is an interval."""
    pairs = [isinstance(one, Tuple) and len(one.items) == 2 for one in (left, right)]
    sets = [isinstance(one, Between | Builder) or (is_set(one) and isinstance(one, Call)) for one in (left, right)]
    return (pairs[0] and sets[1]) or (pairs[1] and sets[0])


def _conditions(comparer: Comparer, left: Node, right: Node, are: tuple[bool, bool]) -> Verdict | None:
    if left == right:
        return equal("identical")
    if all(are):
        by_sides = _same_left(comparer, left, right)
        if by_sides is not None:
            return by_sides
        reader = Conditions(lambda node: number_of(comparer, node))
        conditions = reader.of(left), reader.of(right)
        if any(part == Const("i") for side in (left, right) for part in walk(side)):
            return same_roots(*conditions)
        free = symbols(conditions[0]) | symbols(conditions[1])
        if free and not all(symbol.is_real for symbol in free):
            return same_roots(*conditions)
        return same_solutions(comparer, *conditions)
    condition, home = (left, right) if are[0] else (right, left)
    if not (is_set(home) or (isinstance(home, Tuple) and len(home.items) == 2)):
        return undecided("an equation or inequality, not a value")
    names = set(names_in(condition)) - set(names_in(home))
    if len(names) != 1:
        return undecided("which quantity the set is of is not said")
    reader = Conditions(lambda node: number_of(comparer, node))
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
            return equal("the same set")
        return different("another set", {}, latex(left), latex(right))
    reader = Conditions(lambda node: number_of(comparer, node))
    element = Name("#element")
    return same_solutions(comparer, reader.member(element, left), reader.member(element, right), element)
