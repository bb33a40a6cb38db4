"""Curves and graphs: tangents, lengths, areas, volumes of revolution, means, linear approximations, motions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from qbank.checker.deciding.polynomials import Polynomial, TooLarge, polynomial
from qbank.checker.syntax import (
    Add,
    Apply,
    At,
    Between,
    Call,
    Const,
    Deriv,
    Div,
    Integral,
    Logic,
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
    put,
)

from .clause import (
    Clause,
    Function,
    Groups,
    Phrase,
    Thing,
    Unclear,
    allow,
    function_of,
    pair_of,
    phrase,
    point_of,
    taken,
    variable_of,
    variables_of,
)
from .words import OF, formula

ZERO, ONE, TWO = (Num(Fraction(value)) for value in range(3))
_FUNCTION, _OTHER = formula("f"), formula("g")
_X, _Y = Name("x"), Name("y")


def bounds_of(clause: Clause, by: Name) -> tuple[Node, Node, frozenset[int]]:
    r"""Return the bounds that "from … to …" or "on the interval …" name, or a chain like ``0 \le x \le 3``."""
    if span := clause.modifiers.get("span"):
        ends = []
        for number in span:
            tree = clause.tree(number)
            if isinstance(tree, Relation):
                if tree.signs != ("=",) or tree.sides[0] != by:
                    raise Unclear("the bounds are not understood")
                tree = tree.sides[1]
            ends.append(tree)
        return ends[0], ends[1], frozenset(span)
    for number in (*clause.modifiers.get("over", ()), *clause.modifiers.get("range", ())):
        tree = clause.tree(number)
        if isinstance(tree, Between):
            return tree.low, tree.high, frozenset({number})
        if isinstance(tree, Relation) and len(tree.sides) == 3 and set(tree.signs) <= {"<", r"\le"}:
            low, middle, high = tree.sides
            if middle == by:
                return low, high, frozenset({number})
    raise Unclear("between which bounds?")


def _graph(clause: Clause, group: str = "f") -> tuple[Function, Name]:
    """Return the function whose graph a formula is, and its variable: ``y = x^2``, ``f(x) = x^2``."""
    function = function_of(clause, clause.numbered(group))
    return function, variable_of(clause, function)


def _tangent(clause: Clause, _: Groups) -> Thing:
    """Ask for the equation of a tangent or a normal."""
    allow(clause, "at")
    function, x = _graph(clause)
    if not isinstance(function.header, Name | Apply):
        raise Unclear("the tangent to what?")
    value = _abscissa(clause, function, x)
    height, slope = At(function.body, (x,), (value,)), At(Deriv(function.body, (x,)), (x,), (value,))
    if clause.word("line") == "normal":
        slope_: Node = Div(Num(Fraction(-1)), slope)
    else:
        slope_ = slope
    line = Add((height, Mul((slope_, Add((x, negated(value)))))))
    used = frozenset({*clause.modifiers["at"], clause.numbered("f")})
    left = function.header if isinstance(function.header, Name) else _Y
    return Thing("value", Relation((left, line), ("=",)), "equivalent", used)


def _abscissa(clause: Clause, function: Function, x: Name) -> Node:
    """Return where a tangent touches: the point named, ``x = 2`` or ``(2, 4)``, which must lie on the graph."""
    numbers = clause.modifiers.get("at", [])
    tree = clause.read(numbers[0]) if len(numbers) == 1 else None
    if isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Tuple):
        tree = tree.sides[1]
    if (pair := pair_of(tree)) is not None:
        value, height = pair
        if not on_graph(function.body, x, value, height):
            raise Unclear("whether the point lies on the graph is not decided")
        return value
    point = point_of(clause, "at", (x,))
    if len(point) != 1:
        raise Unclear("the tangent at which point?")
    return point[0][1]


def on_graph(body: Node, x: Name, value: Node, height: Node) -> bool:
    """Tell whether a point of numbers lies on the graph of a polynomial."""
    try:
        left = polynomial(put(body, {x: value})).constant
        right = polynomial(height).constant
    except TooLarge:
        return False
    return left is not None and left == right


def _slope(clause: Clause, _: Groups) -> Thing:
    """Ask for the slope of a graph, or of a curve ``F(x, y) = 0``, at a point."""
    allow(clause, "at")
    if "at" not in clause.modifiers:
        raise Unclear("the slope at which point?")
    tree = clause.tree(clause.numbered("f"))
    used = frozenset(clause.modifiers["at"])
    implicit = isinstance(tree, Relation) and tree.signs == ("=",) and not isinstance(tree.sides[0], Name | Apply)
    if implicit and set(names_in(tree)) == {_X, _Y}:
        point = point_of(clause, "at", (_X, _Y))
        if [name for name, _ in point] != [_X, _Y]:
            raise Unclear("the slope at which point?")
        return _turned(clause, At(Deriv(_Y, (_X,), total=True), (_X, _Y), tuple(value for _, value in point)), used)
    function, x = _graph(clause)
    value = _abscissa(clause, function, x)
    return _turned(clause, At(Deriv(function.body, (x,)), (x,), (value,)), used)


def _turned(clause: Clause, slope: Node, used: frozenset[int]) -> Thing:
    normal = clause.word("line") == "normal"
    return Thing("value", Div(Num(Fraction(-1)), slope) if normal else slope, used=used)


def _linear(clause: Clause, _: Groups) -> Thing:
    """Ask for the linear approximation of a function at a point."""
    allow(clause, "at", "around")
    function = function_of(clause, clause.numbered("f"))
    names = variables_of(function)
    modifier = "around" if "around" in clause.modifiers else "at"
    point = point_of(clause, modifier, names)
    if not point or {name for name, _ in point} != set(names):
        raise Unclear("the linear approximation at which point?")
    at, values = tuple(name for name, _ in point), tuple(value for _, value in point)
    terms: list[Node] = [At(function.body, at, values)]
    for name, value in point:
        terms.append(Mul((At(Deriv(function.body, (name,)), at, values), Add((name, negated(value))))))
    return Thing("value", Add(tuple(terms)), used=frozenset(clause.modifiers[modifier]))


def _mean(clause: Clause, _: Groups) -> Thing:
    """Ask for the mean value of a function on an interval."""
    allow(clause, "over", "span", "range")
    function, x = _graph(clause)
    low, high, used = bounds_of(clause, x)
    width = Add((high, Neg(low)))
    return Thing("value", Div(Integral(function.body, x, low, high), width), used=used)


def _rate(clause: Clause, _: Groups) -> Thing:
    """Ask for the difference quotient of a function over an interval."""
    allow(clause, "over", "span", "range")
    function, x = _graph(clause)
    low, high, used = bounds_of(clause, x)
    rise = Add((At(function.body, (x,), (high,)), Neg(At(function.body, (x,), (low,)))))
    return Thing("value", Div(rise, Add((high, Neg(low)))), used=used)


def _length(clause: Clause, _: Groups) -> Thing:
    """Ask for the length of a graph."""
    allow(clause, "over", "span", "range")
    function, x = _graph(clause)
    if set(names_in(function.body)) != {x} or (isinstance(function.header, Name) and function.header == x):
        raise Unclear("the length of which graph?")
    low, high, used = bounds_of(clause, x)
    body = Pow(Add((ONE, Pow(Deriv(function.body, (x,)), TWO))), Num(Fraction(1, 2)))
    return Thing("value", Integral(body, x, low, high), used=used | {clause.numbered("f")})


_BOUNDS = re.compile(r",? (?:from|between) ⟦\d+⟧ (?:to|and) ⟦\d+⟧|,? (?:on|over|for) (?:the interval )?⟦\d+⟧")


def _volume(clause: Clause, _: Groups) -> Thing:
    """Ask for the volume that a graph makes when it is turned about the x-axis."""
    allow(clause, "over", "span", "range")
    if numbers := [int(number) for number in re.findall(r"⟦(\d+)⟧", clause.word("mid"))]:
        if len(numbers) > 2 or not _BOUNDS.fullmatch(clause.word("mid")):
            raise Unclear("between which bounds?")
        clause.modifiers["span" if len(numbers) == 2 else "range"] = numbers
    function, x = _graph(clause)
    axis = clause.tree(clause.numbered("axis"))
    if axis != x or set(names_in(function.body)) != {x}:
        raise Unclear("a volume of revolution about another axis")
    low, high, used = bounds_of(clause, x)
    volume = Mul((Const("pi"), Integral(Pow(function.body, TWO), x, low, high)))
    return Thing("value", volume, used=used | {clause.numbered("f")})


def _area(clause: Clause, _: Groups) -> Thing:
    """Ask for the area between a graph and the axis."""
    allow(clause, "over", "span", "by", "range")
    function, x = _graph(clause)
    low, high, used = bounds_of(clause, x)
    return Thing("value", Integral(Call("abs", (function.body,)), x, low, high), used=used)


def _between(clause: Clause, _: Groups) -> Thing:
    """Ask for the area between two graphs: with bounds, or where their difference has two or more zeros."""
    allow(clause, "over", "span", "range")
    one, other = function_of(clause, clause.numbered("f")), function_of(clause, clause.numbered("g"))
    names = {*names_in(one.body), *names_in(other.body)}
    heads = [function.header for function in (one, other) if isinstance(function.header, Name)]
    if len(names) != 1 or len(set(heads)) > 1 or names & set(heads):
        raise Unclear("the area between which graphs?")
    x = names.pop()
    numbers = frozenset({clause.numbered("f"), clause.numbered("g")})
    difference = Add((one.body, Neg(other.body)))
    if clause.modifiers:
        low, high, used = bounds_of(clause, x)
        return Thing("value", Integral(Call("abs", (difference,)), x, low, high), used=used | numbers)
    return Thing("value", enclosed(difference, x), used=numbers)


def enclosed(difference: Node, x: Name) -> Node:
    """Return the area between a polynomial's graph and the axis, from its first zero to its last.

    A parabola with the discriminant D encloses D^(3/2)/(6a²) with the axis; else all zeros must be rational. Raises
    :class:`Unclear`.
    """
    try:
        found = polynomial(difference)
    except TooLarge as problem:
        raise Unclear("the zeros are not found") from problem
    coefficients = coefficients_of(found, x)
    if len(coefficients) == 3:
        c, b, a = coefficients
        discriminant = b * b - 4 * a * c
        if discriminant <= 0:
            raise Unclear("the graphs enclose no area")
        power = Pow(Num(discriminant), Div(Num(Fraction(3)), TWO))
        return Div(power, Num(6 * a * a))
    zeros = rational_zeros(coefficients)
    if len(zeros) < 2:
        raise Unclear("the zeros are not found")
    pieces = [Call("abs", (Integral(difference, x, Num(low), Num(high)),)) for low, high in pairwise(zeros)]
    return pieces[0] if len(pieces) == 1 else Add(tuple(pieces))


def coefficients_of(found: Polynomial, x: Name) -> list[Fraction]:
    """Return the coefficients of a polynomial in one name, the constant first. Raises :class:`Unclear`."""
    powers: dict[int, Fraction] = {}
    for monomial, coefficient in found.terms.items():
        if monomial and (len(monomial) > 1 or monomial[0][0] != x):
            raise Unclear("no polynomial in one variable")
        powers[monomial[0][1] if monomial else 0] = coefficient
    return [powers.get(at, Fraction(0)) for at in range(max(powers, default=0) + 1)]


MAX_TRIED = 60
"""Numerators and denominators of rational zeros that are looked for."""


def rational_zeros(coefficients: Sequence[Fraction]) -> list[Fraction]:
    """Return the zeros in their order if all of a polynomial's zeros are rational; else nothing."""
    rest, found = list(coefficients), []
    candidates = {Fraction(p, q) for q in range(1, 13) for p in range(-MAX_TRIED, MAX_TRIED + 1)}
    for value in sorted(candidates):
        while len(rest) > 1 and sum(one * value**at for at, one in enumerate(rest)) == 0:
            found.append(value)
            quotient = [rest[-1]]
            for one in rest[-2:0:-1]:
                quotient.append(one + value * quotient[-1])
            rest = quotient[::-1]
    return sorted(set(found)) if len(rest) == 1 else []


def _mean_value(clause: Clause, _: Groups) -> Thing:
    """Ask for the places where the derivative is the difference quotient over an interval."""
    allow(clause, "over", "span")
    function, x = _graph(clause)
    low, high, used = bounds_of(clause, x)
    c = clause.tree(clause.numbered("by")) if clause.word("by") else Name("c")
    if not isinstance(c, Name):
        raise Unclear("for which name?")
    rise = Add((At(function.body, (x,), (high,)), Neg(At(function.body, (x,), (low,)))))
    slope = At(Deriv(function.body, (x,)), (x,), (c,)) if c != x else Deriv(function.body, (x,))
    mean = Relation((slope, Div(rise, Add((high, Neg(low))))), ("=",))
    both = Logic("and", (mean, Relation((low, c, high), ("<", "<"))))
    return Thing("solutions", both, "same-set", used, by=c)


_SEVERAL = re.compile(r"\b(?:relative|radius|diameter|ang(?:le|ular)|area|volume|other|second|mean|average)\b")
"""Words by which what is asked for may be no derivative of the one position."""
_MOVED = re.compile(
    r"(?: of (?:the|this|that|its)(?: moving)? (?:particle|object|body|car|ball|point|train|stone|rocket|cyclist|runner"
    r"|mass|block|projectile|vehicle|bus|motion|drone|robot|bead|cart|lift|elevator))?"
)
_POSITION = re.compile(r"\b(?:position|displacement|distance|height|moves?|moving|motion|location|path|trajectory)\b")


def _motion(clause: Clause, _: Groups) -> Thing:
    """Ask for velocity or acceleration where the position, or the velocity, is given as a function of time."""
    allow(clause, "at", "described")
    heads = [tree for tree in clause.stated() if isinstance(tree, Relation) and isinstance(tree.sides[0], Apply)]
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    if _SEVERAL.search(text) or not _MOVED.fullmatch(clause.described):
        raise Unclear("the motion is not understood")
    first = heads[0].sides[0] if len(heads) == 1 else None
    if not isinstance(first, Apply) or len(first.arguments) != 1 or not isinstance(first.arguments[0], Name):
        raise Unclear("the motion is not understood")
    fast = re.search(r"\bvelocity ⟦\d+⟧", text) and first.function == "v"
    if not fast and (not _POSITION.search(text) or first.function not in ("s", "x", "y", "z", "h", "r", "d", "f")):
        raise Unclear("the motion is not understood")
    order = (2 if clause.word("what") == "acceleration" else 1) - bool(fast)
    t, body = first.arguments[0], heads[0].sides[-1]
    if order < 1:
        raise Unclear("the velocity is stated")
    tree, used = taken(clause, Deriv(body, (t,) * order), (t,))
    if clause.word("what") == "speed":
        tree = Call("abs", (tree,))
    return Thing("value", tree, used=used)


_TANGENT = r"(?P<line>tangent|normal)(?: line)?(?: line to| to| of| for)?(?: the)?"
THINGS: Sequence[Phrase] = (
    phrase(rf"(?:slope|gradient) of (?:the )?(?:line )?{_TANGENT} {_FUNCTION}", _slope),
    phrase(rf"(?:slope|steepness)(?P<line>){OF}{_FUNCTION}", _slope),
    phrase(rf"(?:equation of (?:the )?)?{_TANGENT} {_FUNCTION}", _tangent),
    phrase(rf"(?:local )?(?:lineari[sz]ation|linear approximation|tangent line approximation"
           rf"|first-order approximation){OF}{_FUNCTION}", _linear),
    phrase(rf"(?:average|mean) value{OF}{_FUNCTION}", _mean),
    phrase(rf"average rate of change{OF}{_FUNCTION}", _rate),
    phrase(rf"(?:arc ?length|arc-length|length)(?: of the arc)?{OF}(?:the )?(?:curve|graph|arc|graph of|curve of"
           rf"|function){' '}{_FUNCTION}", _length),
    phrase(rf"area (?:of the region |of the surface )?(?:under|below|bounded by|between) {_FUNCTION}"
           r"(?: and (?:the )?(?:⟦\d+⟧ ?-axis|x-axis))?(?=,? (?:from|between|on|over|for))", _area),
    phrase(rf"area (?:of (?:the )?(?:finite |bounded |plane )?(?:region|area|surface) )?(?:that is |which is )?"
           rf"(?:enclosed |bounded |contained |lying )?(?:by|between|enclosed between) {_FUNCTION} and {_OTHER}",
           _between),
    phrase(rf"volume of (?:the )?(?:solid|body)(?: of revolution)? (?:obtained|generated|formed|that (?:is obtained"
           rf"|arises|results)|produced|which is obtained) (?:by|when|if) (?:rotating|revolving|turning) (?:the )?"
           rf"(?:region |area |graph |curve )?(?:under |below |between |bounded by |of )?{_FUNCTION}"
           r"(?P<mid>,? (?:from|between|on|over|for) .*?)? (?:about|around) the ⟦(?P<axis>\d+)⟧ ?-axis",
           _volume),
    phrase(rf"(?:all )?(?:the )?(?:values?|numbers?|points?)? ?(?:of )?(?:⟦(?P<by>\d+)⟧ )?(?:that is )?"
           rf"(?:guaranteed by|satisfying|that satisf(?:y|ies)|from|in) (?:the )?(?:conclusion of )?(?:the )?"
           rf"mean value theorem (?:for|applied to|of) {_FUNCTION}", _mean_value),
    phrase(r"(?:instantaneous )?(?P<what>velocity|acceleration|speed)"
           r"(?: of (?:the|this) (?:particle|object|body|car|ball|point|train))?", _motion),
)  # fmt: skip
