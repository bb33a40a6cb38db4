"""The tree of what is asked: from the thing named in words, its formulas and what modifies it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING

from .syntax import (
    Add,
    Apply,
    At,
    Between,
    Big,
    Call,
    Congruence,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Logic,
    Matrix,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
    names_in,
    negated,
    walk,
)

if TYPE_CHECKING:
    from .asked import Clause


class Unclear(Exception):  # noqa: N818 - no error of ours: the stem may ask in any words
    """What is asked cannot be made out: why."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What was made out: see :class:`qbank.checker.asked.Asked`; ``used`` are numbers of formulas."""

    kind: str
    tree: Node | None
    relation: str = ""
    used: frozenset[int] = field(default_factory=frozenset)
    formed: bool = False
    by: Name | None = None
    unknowns: tuple[Name, ...] = ()


def build(clause: Clause, kind: str, thing: re.Match[str]) -> Thing:
    """Make the tree of ``thing``, a match whose groups hold words and numbers of formulas. Raises :class:`Unclear`."""
    return _BUILDERS[kind](clause, thing.groups())


Groups = Sequence[str | None]


def _number(groups: Groups, at: int = -1) -> int:
    text = groups[at]
    if text is None or not text.isdigit():
        raise Unclear("a formula is missing")
    return int(text)


def _allow(clause: Clause, *names: str) -> None:
    """Refuse what modifies the thing in a way that it cannot be modified."""
    if strange := set(clause.modifiers) - set(names):
        raise Unclear(f"what “{min(strange)}” adds to the question is not understood")


@dataclass(frozen=True, slots=True)
class _Function:
    """An expression and the variables that its header names, if any: ``f(x, y) = …``."""

    body: Node
    variables: tuple[Name, ...]
    header: Node | None = None


def _function(clause: Clause, number: int) -> _Function:
    tree = clause.tree(number)
    if isinstance(tree, Relation):
        if set(tree.signs) != {"="}:
            raise Unclear("an inequality where a function was expected")
        first, last = tree.sides[0], tree.sides[-1]
        if isinstance(first, Apply):
            return _Function(last, _plain(first.arguments), first)
        if isinstance(first, Name):
            return _Function(last, (), first)
        raise Unclear("an equation where a function was expected")
    name = tree.function if isinstance(tree, Apply) and not tree.primes else tree.base if isinstance(tree, Name) else ""
    for stated in (read.tree for read in clause.setting.stem):
        if isinstance(stated, Relation) and stated.signs[0] == "=":
            first = stated.sides[0]
            if isinstance(first, Apply) and first.function == name and not first.primes:
                return _Function(stated.sides[-1], _plain(first.arguments), first)
            if first == tree:
                return _Function(stated.sides[-1], (), tree)
    return _Function(tree, _plain(tree.arguments) if isinstance(tree, Apply) else (), None)


def _plain(arguments: Sequence[Node]) -> tuple[Name, ...]:
    names = tuple(one for one in arguments if isinstance(one, Name))
    return names if len(names) == len(arguments) else ()


def _variables(function: _Function) -> tuple[Name, ...]:
    return function.variables or tuple(dict.fromkeys(names_in(function.body)))


def _variable(clause: Clause, function: _Function) -> Name:
    """Return the one variable: the named one, that of the header, or the only one there is."""
    if numbers := clause.modifiers.get("by"):
        tree = clause.tree(numbers[0])
        if isinstance(tree, Name):
            return tree
        raise Unclear("with respect to something that is no name")
    names = _variables(function)
    at = [name for name, _ in _point(clause, "at", names)] if "at" in clause.modifiers else []
    if len(names) == 1:
        return names[0]
    if len(at) == 1:
        return at[0]
    raise Unclear("with respect to which variable?")


def _point(clause: Clause, modifier: str, variables: Sequence[Name]) -> list[tuple[Name, Node]]:
    """Return the names and values of a condition such as ``x = 2`` or ``(1, 2)``."""
    found: list[tuple[Name, Node]] = []
    for number in clause.modifiers.get(modifier, ()):
        for piece in _cut(clause.formula(number).latex):
            tree = clause.part(number, piece)
            if isinstance(tree, Relation) and tree.signs == ("=",):
                left, right = tree.sides
                if isinstance(left, Name):
                    found.append((left, right))
                elif isinstance(left, Tuple) and isinstance(right, Tuple) and _plain(left.items):
                    found += zip(_plain(left.items), right.items, strict=True)
                else:
                    raise Unclear("where it is to be taken is not understood")
            elif isinstance(tree, Tuple) and len(tree.items) == len(variables) > 1:
                found += zip(variables, tree.items, strict=True)
            elif len(variables) == 1 and not isinstance(tree, Relation | Tuple):
                found.append((variables[0], tree))
            else:
                raise Unclear("where it is to be taken is not understood")
    return found


def _cut(latex: str) -> Iterator[str]:
    """Cut ``x = 1, y = 2`` where a new equation begins."""
    parts = re.split(r",(?=[^,()]*=)", latex) if "=" in latex else [latex]
    return (part.strip() for part in parts)


def _taken(clause: Clause, tree: Node, variables: Sequence[Name]) -> tuple[Node, frozenset[int]]:
    """Take ``tree`` at the point that the stem names, if it names one."""
    point = _point(clause, "at", variables)
    used = frozenset(clause.modifiers.get("at", ()))
    if not point:
        return tree, used
    return At(tree, tuple(name for name, _ in point), tuple(value for _, value in point)), used


_ORDERS = {None: 1, "first": 1, "second": 2, "third": 3, "fourth": 4}


def _derivative(clause: Clause, groups: Groups) -> Thing:
    _allow(clause, "by", "at")
    function = _function(clause, _number(groups))
    order = _ORDERS[groups[0]] if len(groups) > 1 else 1
    by = _variable(clause, function)
    tree, used = _taken(clause, Deriv(function.body, (by,) * order), (by,))
    return Thing("value", tree, used=used)


def _slope(clause: Clause, groups: Groups) -> Thing:
    if "at" not in clause.modifiers:
        raise Unclear("the slope at which point?")
    return _derivative(clause, groups)


def _named(clause: Clause, groups: Groups) -> Thing:
    return _value(clause, groups[1:2])


def _tangent(clause: Clause, groups: Groups) -> Thing:
    _allow(clause, "at")
    function = _function(clause, _number(groups))
    names = _variables(function)
    point = _point(clause, "at", names) if len(names) == 1 else []
    if len(point) != 1 or not isinstance(function.header, Name | Apply):
        raise Unclear("the tangent at which point?")
    (x, value), body = point[0], function.body
    height, slope = At(body, (x,), (value,)), At(Deriv(body, (x,)), (x,), (value,))
    line = Add((height, Mul((slope, Add((x, negated(value)))))))
    used = frozenset({*clause.modifiers["at"], _number(groups)})
    return Thing("value", Relation((Name("y"), line), ("=",)), "equivalent", used)


def _field(clause: Clause, groups: Groups) -> Thing:
    _allow(clause, "by", "at")
    function = _function(clause, _number(groups))
    names = _variables(function)
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
    tree, used = _taken(clause, tree, names)
    return Thing("value", tree, used=used)


def _integral(clause: Clause, groups: Groups) -> Thing:
    _allow(clause, "by", "span", "over")
    function = _function(clause, _number(groups))
    if isinstance(function.body, Integral):
        return _value(clause, groups)
    by = _variable(clause, function)
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
    _allow(clause, "to")
    function = _function(clause, _number(groups))
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


_CALLS: Mapping[str, str] = {
    "determinant": "det", "determinante": "det", "transpose": "transpose", "trace": "trace", "rank": "rank",
    "argument": "arg", "norm": "norm", "euclidean norm": "norm", "magnitude": "norm", "length": "norm",
    "modulus": "abs",
    "absolute value": "abs", "complex conjugate": "conj", "conjugate": "conj", "real part": "re",
    "imaginary part": "im",
    "cardinality": "card", "power set": "powerset", "complement": "complement",
}  # fmt: skip


def _call(clause: Clause, groups: Groups) -> Thing:
    _allow(clause)
    number = _number(groups)
    function = _function(clause, number)
    body, word = function.body, groups[0] or ""
    if word == "inverse":
        if function.variables or isinstance(clause.tree(number), Apply):
            raise Unclear("the inverse of a function is not derived")
        return Thing("value", Pow(body, Neg(Num(Fraction(1)))))
    if word == "eigenvalues":
        return _eigenvalues(body)
    if "conjugate" in word and isinstance(body, Add) and Const("i") not in set(walk(body)):
        raise Unclear("the conjugate of a real number")
    if word not in _CALLS:
        raise Unclear(f"the {word} is not derived")
    if word in ("norm", "magnitude", "length") and not isinstance(body, Tuple | Matrix | Name):
        return Thing("value", Call("abs", (body,)))
    return Thing("value", Call(_CALLS[word], (body,)))


def _eigenvalues(body: Node) -> Thing:
    """Ask for the zeros of the characteristic polynomial, where the matrix is written out."""
    if not isinstance(body, Matrix):
        return Thing("value", Call("eig", (body,)), "same-set")
    if len(body.items) != body.columns**2:
        raise Unclear("the eigenvalues of a matrix that is not square")
    value = Name("\\lambda")
    if value in set(names_in(body)):
        raise Unclear("the matrix holds a \\lambda of its own")
    diagonal = range(0, len(body.items), body.columns + 1)
    items = tuple(Add((item, Neg(value))) if at in diagonal else item for at, item in enumerate(body.items))
    equation = Relation((Call("det", (Matrix(items, body.columns),)), Num(Fraction(0))), ("=",))
    return Thing("solutions", equation, "same-set", by=value)


def _series(clause: Clause, groups: Groups) -> Thing:
    tree = clause.tree(_number(groups))
    if not any(isinstance(part, Big) for part in walk(tree)):
        raise Unclear("the sum of what?")
    return _value(clause, groups)


def _pair(clause: Clause, groups: Groups) -> Thing:
    _allow(clause)
    word = groups[0] or ""
    one, other = (_function(clause, _number(groups, at)).body for at in (1, 2))
    dot = Call("dot", (one, other))
    match word:
        case "dot product" | "scalar product" | "inner product":
            tree: Node = dot
        case "cross product" | "vector product":
            tree = Call("cross", (one, other))
        case "product" | "matrix product":
            tree = Mul((one, other))
        case "sum":
            tree = Add((one, other))
        case "angle":
            tree = Call("arccos", (Div(dot, Mul((Call("norm", (one,)), Call("norm", (other,))))),))
        case "gcd" | "greatest common divisor" | "lcm" | "least common multiple":
            tree = Call("gcd" if word.startswith("g") else "lcm", (one, other))
        case "covariance" | "correlation":
            tree = Moment(word, (one, other))
        case "union" | "intersection":
            tree = Call(word, (one, other))
        case "distance" if isinstance(one, Tuple) and isinstance(other, Tuple):
            tree = Call("norm", (Add((one, Neg(other))),))
        case _:
            raise Unclear(f"the {word} is not derived")
    return Thing("value", tree)


def _remainder(clause: Clause, groups: Groups) -> Thing:
    _allow(clause)
    one, other = (clause.tree(_number(groups, at)) for at in (0, 1))
    if any(True for side in (one, other) for _ in names_in(side)):
        raise Unclear("the remainder of a polynomial division is not derived")
    return Thing("value", Call("mod", (one, other)))


def _solve(clause: Clause, groups: Groups) -> Thing:
    _allow(clause, "by", "over")
    number = _number(groups)
    tree = clause.tree(number)
    used = {number}
    by: Node | None = clause.tree(int(groups[0])) if len(groups) > 1 and groups[0] else None
    if "by" in clause.modifiers:
        by = clause.tree(clause.modifiers["by"][0])
    if by is not None and not isinstance(by, Name):
        raise Unclear("solved for something that is no name")
    if isinstance(tree, Congruence):
        if not isinstance(by, Name):
            raise Unclear("solved for which name?")
        return Thing("solutions", tree, "satisfies", frozenset({number}), by=by)
    if not isinstance(tree, Relation):
        function = _function(clause, number)
        tree = Relation((function.body, Num(Fraction(0))), ("=",))
        used = set()
    elif tree.signs == ("=",) and isinstance(tree.sides[0], Apply) and len(_plain(tree.sides[0].arguments)) == 1:
        by = by or _plain(tree.sides[0].arguments)[0]  # the zeros of f(x) = x^2 - 1
        tree = Relation((tree.sides[1], Num(Fraction(0))), ("=",))
        used = set()
    if any(isinstance(part, Deriv | Integral) or (isinstance(part, Apply) and part.primes) for part in walk(tree)):
        if re.search(r"\b(?:an?|which|one|particular) .*solution", clause.thing) or not used:
            return Thing("value", tree, "satisfies", frozenset(used))
        return Thing("value", _unknown(tree))  # the equation and its initial values stay premises
    names = tuple(dict.fromkeys(names_in(tree)))
    if by is None and len(names) != 1:
        raise Unclear("solved for which name?")
    return Thing("solutions", tree, "same-set", frozenset(used), by=by or names[0])


def _unknown(equation: Node) -> Node:
    """Return the function that a differential equation is about."""
    found: dict[Node, None] = {}
    for part in walk(equation):
        if isinstance(part, Deriv):
            found[part.of] = None
        elif isinstance(part, Apply) and part.primes:
            found[replace(part, primes=0)] = None
    if len(found) != 1 or not isinstance(one := next(iter(found)), Name | Apply):
        raise Unclear("which function is unknown?")
    return one


def _coefficient(clause: Clause, groups: Groups) -> Thing:
    _allow(clause)
    power, body = clause.tree(_number(groups, 0)), _function(clause, _number(groups, 1)).body
    base, exponent = (power.base, power.exponent) if isinstance(power, Pow) else (power, Num(Fraction(1)))
    if not isinstance(base, Name) or not isinstance(exponent, Num) or exponent.value.denominator != 1:
        raise Unclear("the coefficient of what?")
    return Thing("value", _term(body, base, Num(Fraction(0)), int(exponent.value)))


MAX_TAYLOR = 8


def _term(body: Node, x: Name, centre: Node, order: int) -> Node:
    if not 0 <= order <= MAX_TAYLOR:
        raise Unclear(f"a term of order {order}")
    derivative = Deriv(body, (x,) * order) if order else body
    return Div(At(derivative, (x,), (centre,)), Num(Fraction(factorial(order))))


def _taylor(clause: Clause, groups: Groups) -> Thing:
    _allow(clause, "around", "at", "degree")
    function = _function(clause, _number(groups))
    names = _variables(function)
    degrees = [_ORDERS[groups[0]]] if groups[0] else [int(groups[2])] if groups[2] else []
    for number in [*([int(groups[1])] if groups[1] else []), *clause.modifiers.get("degree", [])]:
        tree = clause.tree(number)
        degrees += [int(tree.value)] if isinstance(tree, Num) and tree.value.denominator == 1 else []
    if len(names) != 1 or len(degrees) != 1:
        raise Unclear("up to which degree, and in which variable?")
    modifier = "around" if "around" in clause.modifiers else "at"
    point = _point(clause, modifier, names)
    centre: Node = point[0][1] if point else Num(Fraction(0))
    x, step = names[0], Add((names[0], negated(centre)))
    terms = [_term(function.body, x, centre, order) for order in range(degrees[0] + 1)]
    powers = [Mul((term, Pow(step, Num(Fraction(order))))) if order else term for order, term in enumerate(terms)]
    return Thing("value", Add(tuple(powers)) if len(powers) > 1 else powers[0],
                 used=frozenset(clause.modifiers.get(modifier, ())))  # fmt: skip


_MOMENTS = {"expected value": "mean", "expectation": "mean", "mean": "mean", "variance": "variance",
            "standard deviation": "deviation"}  # fmt: skip


def _moment(clause: Clause, groups: Groups) -> Thing:
    _allow(clause)
    tree = clause.tree(_number(groups))
    if isinstance(tree, Relation):
        tree = tree.sides[0]
    return Thing("value", Moment(_MOMENTS[groups[0] or ""], (tree,)))


def _rewritten(clause: Clause, groups: Groups) -> Thing:
    word = groups[0] or ""
    tree = clause.tree(_number(groups))
    used = frozenset({_number(groups)}) if isinstance(tree, Relation | Logic) else frozenset()
    _allow(clause)
    if word in ("negation", "negate"):
        return Thing("value", Logic("not", (tree,)), "equivalent", used)
    if word in ("contrapositive", "converse", "inverse"):
        if not isinstance(tree, Logic) or tree.operator != "implies":
            raise Unclear(f"the {word} of something that is no implication")
        one, other = tree.operands
        turned = {
            "converse": (other, one),
            "contrapositive": (Logic("not", (other,)), Logic("not", (one,))),
            "inverse": (Logic("not", (one,)), Logic("not", (other,))),
        }[word]
        return Thing("value", Logic("implies", turned), "equivalent", used, formed=True)
    body = _function(clause, _number(groups)).body if isinstance(tree, Relation) else tree
    return Thing("value", body, used=used if body is tree else frozenset(), formed=True)


def _same(clause: Clause, groups: Groups) -> Thing:
    _allow(clause)
    tree = clause.tree(_number(groups))
    claim = isinstance(tree, Relation | Logic)
    return Thing("value", tree, "equivalent" if claim else "", frozenset({_number(groups)} if claim else ()))


def _value(clause: Clause, groups: Groups) -> Thing:
    _allow(clause, "at")
    number = _number(groups)
    tree = clause.tree(number)
    if isinstance(tree, Relation) and "at" not in clause.modifiers:
        return _quantity(clause, groups)
    if isinstance(tree, Const | Num):
        raise Unclear("a number: what of it is asked?")
    if "at" in clause.modifiers:
        function = _function(clause, number)
        tree, used = _taken(clause, function.body, _variables(function))
        return Thing("value", tree, used=used)
    relation = "up-to-constant" if isinstance(tree, Integral) and tree.lower is None else ""
    return Thing("value", tree, relation)


def _quantity(clause: Clause, groups: Groups) -> Thing:
    """Ask for a quantity by its name, ``I``, or by its definition, ``I = -C dV/dt``."""
    number = _number(groups)
    tree = clause.tree(number)
    if not isinstance(tree, Relation):
        return _value(clause, groups)
    _allow(clause, "at")
    first = tree.sides[0]
    defines = isinstance(first, Name) and first not in set(names_in(tree.sides[-1]))
    if tree.signs != ("=",) or not defines:
        raise Unclear("an equation: what of it is asked?")
    at = _point(clause, "at", tuple(dict.fromkeys(names_in(tree.sides[1]))))
    if not at:
        return Thing("value", first)
    names, values = tuple(name for name, _ in at), tuple(value for _, value in at)
    return Thing("value", At(tree.sides[1], names, values), used=frozenset(clause.modifiers["at"]))


def _extreme(clause: Clause, groups: Groups) -> Thing:
    """Ask for the largest or smallest value of a function, on the line or on an interval."""
    _allow(clause, "over", "by")
    function = _function(clause, _number(groups))
    by, low, high = _variable(clause, function), None, None
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


def _system(clause: Clause, groups: Groups) -> Thing:
    """Ask for all names that several equations hold."""
    _allow(clause)
    numbers = [int(number) for number in re.findall(r"⟦(\d+)⟧", groups[-1] or "")]
    trees = [clause.tree(number) for number in numbers]
    names = tuple(dict.fromkeys(name for tree in trees for name in names_in(tree)))
    plain = all(isinstance(tree, Relation) and tree.signs == ("=",) for tree in trees)
    if not plain or len(names) != len(trees) or any(isinstance(part, Deriv) for tree in trees for part in walk(tree)):
        raise Unclear("the system is not understood")
    return Thing("solutions", Logic("and", tuple(trees)), "same-set", frozenset(numbers), by=names[0], unknowns=names)


_BUILDERS: Mapping[str, Callable[[Clause, Groups], Thing]] = {
    "derivative": _derivative,
    "derivative1": _derivative,
    "slope": _slope,
    "named": _named,
    "tangent": _tangent,
    "field": _field,
    "integral": _integral,
    "limit": _limit,
    "function": _call,
    "pair": _pair,
    "remainder": _remainder,
    "solve": _solve,
    "solve2": _solve,
    "coefficient": _coefficient,
    "taylor": _taylor,
    "moment": _moment,
    "rewritten": _rewritten,
    "same": _same,
    "series": _series,
    "value": _value,
    "rounded": lambda clause, groups: replace(_value(clause, groups), relation="approximate"),
    "quantity": _quantity,
    "extremum": _extreme,
    "area": _area,
    "system": _system,
}
