"""Derivatives, integrals, limits, series and extrema that words ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import factorial

from qbank.checker.syntax import (
    Add,
    Apply,
    At,
    Between,
    Big,
    Call,
    Deriv,
    Div,
    Integral,
    Limit,
    Matrix,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    negated,
    walk,
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
    point_of,
    taken,
    variable_of,
    variables_of,
)
from .values import of_value
from .words import OF, ORDER, F

_ORDERS = {None: 1, "first": 1, "second": 2, "third": 3, "fourth": 4}


def _derivative(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "by", "at")
    function = function_of(clause, number_of(groups))
    order = _ORDERS[groups[0]] if len(groups) > 1 else 1
    by = variable_of(clause, function)
    tree, used = taken(clause, Deriv(function.body, (by,) * order), (by,))
    return Thing("value", tree, used=used)


def _slope(clause: Clause, groups: Groups) -> Thing:
    if "at" not in clause.modifiers:
        raise Unclear("the slope at which point?")
    return _derivative(clause, groups)


def _named(clause: Clause, groups: Groups) -> Thing:
    return of_value(clause, groups[1:2])


def _tangent(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "at")
    function = function_of(clause, number_of(groups))
    names = variables_of(function)
    point = point_of(clause, "at", names) if len(names) == 1 else []
    if len(point) != 1 or not isinstance(function.header, Name | Apply):
        raise Unclear("the tangent at which point?")
    (x, value), body = point[0], function.body
    height, slope = At(body, (x,), (value,)), At(Deriv(body, (x,)), (x,), (value,))
    line = Add((height, Mul((slope, Add((x, negated(value)))))))
    used = frozenset({*clause.modifiers["at"], number_of(groups)})
    return Thing("value", Relation((Name("y"), line), ("=",)), "equivalent", used)


def _field(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "by", "at")
    function = function_of(clause, number_of(groups))
    names = variables_of(function)
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


def _series(clause: Clause, groups: Groups) -> Thing:
    tree = clause.tree(number_of(groups))
    if not any(isinstance(part, Big) for part in walk(tree)):
        raise Unclear("the sum of what?")
    return of_value(clause, groups)


MAX_TAYLOR = 8


def _term(body: Node, x: Name, centre: Node, order: int) -> Node:
    if not 0 <= order <= MAX_TAYLOR:
        raise Unclear(f"a term of order {order}")
    derivative = Deriv(body, (x,) * order) if order else body
    return Div(At(derivative, (x,), (centre,)), Num(Fraction(factorial(order))))


def _taylor(clause: Clause, groups: Groups) -> Thing:
    allow(clause, "around", "at", "degree")
    function = function_of(clause, number_of(groups))
    names = variables_of(function)
    degrees = [_ORDERS[groups[0]]] if groups[0] else [int(groups[2])] if groups[2] else []
    for number in [*([int(groups[1])] if groups[1] else []), *clause.modifiers.get("degree", [])]:
        tree = clause.tree(number)
        degrees += [int(tree.value)] if isinstance(tree, Num) and tree.value.denominator == 1 else []
    if len(names) != 1 or len(degrees) != 1:
        raise Unclear("up to which degree, and in which variable?")
    modifier = "around" if "around" in clause.modifiers else "at"
    point = point_of(clause, modifier, names)
    centre: Node = point[0][1] if point else Num(Fraction(0))
    x, step = names[0], Add((names[0], negated(centre)))
    terms = [_term(function.body, x, centre, order) for order in range(degrees[0] + 1)]
    powers = [Mul((term, Pow(step, Num(Fraction(order))))) if order else term for order, term in enumerate(terms)]
    return Thing("value", Add(tuple(powers)) if len(powers) > 1 else powers[0],
                 used=frozenset(clause.modifiers.get(modifier, ())))  # fmt: skip


def _coefficient(clause: Clause, groups: Groups) -> Thing:
    allow(clause)
    power, body = clause.tree(number_of(groups, 0)), function_of(clause, number_of(groups, 1)).body
    base, exponent = (power.base, power.exponent) if isinstance(power, Pow) else (power, Num(Fraction(1)))
    if not isinstance(base, Name) or not isinstance(exponent, Num) or exponent.value.denominator != 1:
        raise Unclear("the coefficient of what?")
    return Thing("value", _term(body, base, Num(Fraction(0)), int(exponent.value)))


def _extreme(clause: Clause, groups: Groups) -> Thing:
    """Ask for the largest or smallest value of a function, on the line or on an interval."""
    allow(clause, "over", "by")
    function = function_of(clause, number_of(groups))
    by, low, high = variable_of(clause, function), None, None
    over = clause.modifiers.get("over", [])
    if over:
        between = clause.tree(over[0])
        if not isinstance(between, Between) or between.low_open or between.high_open:
            raise Unclear("the interval is not understood")
        low, high = between.low, between.high
    operator = "max" if (groups[0] or "").startswith(("max", "lar", "gre")) else "min"
    return Thing("value", Big(operator, by.base, low, high, function.body), used=frozenset(over))


def _area(clause: Clause, groups: Groups) -> Thing:
    if not {"span", "over"} & set(clause.modifiers):
        raise Unclear("the area between which bounds?")
    asked = _integral(clause, groups)
    if not isinstance(asked.tree, Integral):
        raise Unclear("the area under what?")
    return replace(asked, tree=replace(asked.tree, body=Call("abs", (asked.tree.body,))))


THINGS: Sequence[Phrase] = (
    phrase(rf"{ORDER}(?:mixed )?(?:partial )?(?:derivative|ableitung"
           rf"|d\wriv\we"
           rf"|derivada){OF}{F}", _derivative),
    phrase(rf"{ORDER}(?:partial )?derivative {F}{OF}{F}", _named),
    phrase(rf"differentiate {F}", _derivative),
    phrase(rf"slope of (?:the )?(?:line )?(?:tangent|tangent line)?(?: line)?(?: to)? ?{F}", _slope),
    phrase(rf"(?:instantaneous )?rate of change of {F}", _slope),
    phrase(rf"(?:equation of the )?tangent line to {F}", _tangent),
    phrase(rf"(gradient|hessian|jacobian|divergence|curl|laplacian)(?: vector| matrix)?{OF}{F}", _field),
    phrase(rf"(?:indefinite |definite |most general |general )*(?:integral|antiderivative|stammfunktion"
           rf"|primitive|integral){OF}{F}", _integral),
    phrase(rf"integrate {F}", _integral),
    phrase(rf"(?:one-sided |left-hand |right-hand )?limit{OF}{F}", _limit),
    phrase(rf"coefficient of {F} in (?:the )?(?:expansion|taylor expansion|maclaurin series|polynomial)?(?: of )?{F}",
           _coefficient),
    phrase(rf"{ORDER}(?:degree |order )?(?:taylor|maclaurin) (?:polynomial|expansion)(?: of degree (?:⟦(\d+)⟧"
           rf"|(\d)))? ?(?:of|for) {F}",
           _taylor),
    phrase(rf"(?:partial )?sum{OF}{F}", _series),
    phrase(
        rf"(maximum|largest|greatest|minimum|smallest|least) (?:possible )?(?:value )?{OF.strip()} {F}", _extreme
    ),
    phrase(rf"(maximum|minimum)(?: value)?(?: of| that) {F}(?: takes| attains)?", _extreme),
    phrase(rf"area (?:under|below) {F}", _area),
)  # fmt: skip
