"""Derivatives, integrals, limits, series and extrema that words ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qbank.checker.syntax import (
    Add,
    Apply,
    Between,
    Deriv,
    Integral,
    Limit,
    Matrix,
    Name,
    Neg,
    Node,
    Relation,
    Tuple,
)

from .clause import (
    Clause,
    Groups,
    Phrase,
    Thing,
    Unclear,
    allow,
    function_of,
    number_of,
    phrase,
    taken,
    variable_of,
    variables_of,
)
from .values import of_value
from .words import OF, ORDER, ORDINALS, F

_ORDERS = {word: at for at, word in enumerate(ORDINALS, 1)} | {None: 1}


def _derivative(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "by", "at")
    function = function_of(clause, number_of(groups))
    order = _ORDERS[groups[0]] if len(groups) > 1 else 1
    by = variable_of(clause, function)
    tree, used = taken(clause, Deriv(function.body, (by,) * order), (by,))
    return Thing("value", tree, used=used)


def _named(clause: Clause, groups: Groups) -> Thing:
    return of_value(clause, groups[1:2])


def _implied(clause: Clause, groups: Groups) -> Thing:
    """Ask for the gradient, and the like, of the one function of several variables that the stem defines."""
    heads = [
        number for number in range(len(clause.wording.formulas))
        if isinstance(tree := clause.read(number), Relation) and isinstance(first := tree.sides[0], Apply)
        and tree.signs == ("=",) and len(first.arguments) > 1
    ]  # fmt: skip
    if len(heads) != 1:
        raise Unclear("of which function?")
    return _field(clause, (*groups, str(heads[0])))


def _field(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "by", "at")
    function = function_of(clause, number_of(groups))
    names = variables_of(function)
    if groups[0] == "gradient" and "by" in clause.modifiers and not isinstance(function.body, Tuple | Matrix):
        return _derivative(clause, groups[1:])
    if len(names) < 2 or (not function.variables and len(names) > 3):
        raise Unclear("of which variables is it a function?")
    parts = function.body.items if isinstance(function.body, Tuple | Matrix) else ()
    partial = [[Deriv(part, (name,)) for name in names] for part in parts]
    word = groups[0]
    if word in ("divergence", "curl", "jacobian") and not parts:
        raise Unclear("a vector field is expected")
    match word:
        case "gradient" if not parts:
            tree: Node = Tuple(tuple(Deriv(function.body, (name,)) for name in names))
        case "hessian" if not parts:
            tree = Matrix(tuple(Deriv(function.body, (one, other)) for one in names for other in names), len(names))
        case "laplacian" if not parts:
            tree = Add(tuple(Deriv(function.body, (name, name)) for name in names))
        case "jacobian":
            tree = Matrix(tuple(one for row in partial for one in row), len(names))
        case "divergence" if len(parts) == len(names):
            tree = Add(tuple(row[at] for at, row in enumerate(partial)))
        case "curl" if len(parts) == len(names) == 3:
            turns = ((2, 1), (0, 2), (1, 0))
            tree = Tuple(tuple(Add((partial[a][b], Neg(partial[b][a]))) for a, b in turns))
        case _:
            raise Unclear(f"the {word} of this is not understood")
    tree, used = taken(clause, tree, names)
    return Thing("value", tree, used=used)


def _integral(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "by", "span", "over")
    function = function_of(clause, number_of(groups))
    if isinstance(function.body, Integral):
        return of_value(clause, groups)
    by = variable_of(clause, function)
    low = high = None
    used: list[int] = []
    if span := clause.modifiers.get("span"):
        low, high = (_end(clause, number, by) for number in span)
        used = span
    elif over := clause.modifiers.get("over"):
        between = clause.tree(over[0])
        if not isinstance(between, Between):
            raise Unclear("the interval is not understood")
        low, high, used = between.low, between.high, over
    tree = Integral(function.body, by, low, high)
    return Thing("value", tree, "" if low is not None else "up-to-constant", frozenset(used))


def _end(clause: Clause, number: int, by: Name) -> Node:
    tree = clause.tree(number)
    if isinstance(tree, Relation):
        if tree.signs != ("=",) or tree.sides[0] != by:
            raise Unclear("the bounds are not understood")
        return tree.sides[1]
    return tree


_ARROW = re.compile(r"\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])")


def _limit(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "to")
    function = function_of(clause, number_of(groups))
    numbers = clause.modifiers.get("to", [])
    if isinstance(function.body, Limit) and not numbers:
        return Thing("value", function.body)
    side = clause.direction
    if len(numbers) == 2:
        left, right = clause.tree(numbers[0]), clause.tree(numbers[1])
    elif len(numbers) == 1:
        ends = _ARROW.split(clause.formula(numbers[0]).latex)
        if len(ends) != 2:
            raise Unclear("where the limit is taken is not understood")
        if match := re.fullmatch(r"(.*?)\^\s*\{?\s*([+-])\s*\}?\s*", ends[1]):
            ends[1], side = match.groups()
        left, right = clause.part(numbers[0], ends[0].strip()), clause.part(numbers[0], ends[1].strip())
    else:
        raise Unclear("where the limit is taken is not said")
    if not isinstance(left, Name):
        raise Unclear("the limit's variable is not understood")
    return Thing("value", Limit(function.body, left, right, side), used=frozenset(numbers))


THINGS: Sequence[Phrase] = (
    phrase(rf"{ORDER}(?:mixed )?(?:partial )?(?:derivative|ableitung"
           rf"|d\wriv\we"
           rf"|derivada){OF}{F}", _derivative),
    phrase(rf"{ORDER}(?:mixed |second |partial )*derivative {F}{OF}{F}", _named),
    phrase(rf"differentiate {F}", _derivative),
    phrase(rf"(?:instantaneous )?rate of change of {F}", _derivative),
    phrase(r"(gradient|hessian|jacobian|divergence|curl|laplacian)(?: vector| matrix)?(?=$| at )", _implied),
    phrase(rf"(gradient|hessian|jacobian|divergence|curl|laplacian)(?: vector| matrix)?{OF}{F}", _field),
    phrase(rf"(?:indefinite |definite |most general |general )*(?:integral|antiderivative|stammfunktion"
           rf"|primitive|integral){OF}{F}", _integral),
    phrase(rf"integrate {F}", _integral),
    phrase(rf"(?:one-sided |left-hand |right-hand )?limit{OF}{F}", _limit),
)  # fmt: skip
