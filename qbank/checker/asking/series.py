"""Power series, Taylor polynomials and coefficients, and integral transforms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import factorial

from qbank.checker.deciding.polynomials import polynomial
from qbank.checker.syntax import (
    Add,
    At,
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
    names_in,
    negated,
    put,
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
    variables_of,
)
from .laurent import powers
from .values import of_value
from .words import OF, ORDER, ORDINALS, F, formula

ZERO, ONE, TWO = (Num(Fraction(value)) for value in range(3))
_ORDERS = {word: at for at, word in enumerate(ORDINALS, 1)}
MAX_TAYLOR = 8
"""The highest degree of a Taylor polynomial that is written out."""


def _series(clause: Clause, groups: Groups) -> Thing:
    tree = clause.tree(number_of(groups))
    if not any(isinstance(part, Big) for part in walk(tree)):
        raise Unclear("the sum of what?")
    return of_value(clause, groups)


def term(body: Node, x: Name, centre: Node, order: int) -> Node:
    """Return the coefficient of a Taylor series. Raises :class:`Unclear`."""
    if not 0 <= order <= MAX_TAYLOR:
        raise Unclear(f"a term of order {order}")
    derivative = Deriv(body, (x,) * order) if order else body
    return Div(At(derivative, (x,), (centre,)), Num(Fraction(factorial(order))))


def _centre(clause: Clause, x: Name) -> tuple[Node, frozenset[int]]:
    for modifier in ("around", "at"):
        if point := point_of(clause, modifier, (x,)):
            if len(point) != 1 or point[0][0] != x:
                raise Unclear("about which point?")
            return point[0][1], frozenset(clause.modifiers.get(modifier, ()))
    return ZERO, frozenset()


def _taylor(clause: Clause, _: Groups) -> Thing:
    allow(clause, "around", "at", "degree", "origin")
    function = function_of(clause, clause.numbered("f"))
    names = variables_of(function)
    degrees = [_ORDERS[clause.word("order")]] if clause.word("order") else []
    degrees += [int(clause.word("digit"))] if clause.word("digit") else []
    degrees += [{"two": 2, "three": 3, "four": 4}[clause.word("word")]] if clause.word("word") else []
    numbers = [clause.numbered("degree")] if clause.word("degree") else []
    for number in (*numbers, *clause.modifiers.get("degree", ())):
        tree = clause.tree(number)
        degrees += [int(tree.value)] if isinstance(tree, Num) and tree.value.denominator == 1 else []
    if len(names) != 1 or len(degrees) != 1:
        raise Unclear("up to which degree, and in which variable?")
    x = names[0]
    centre, used = _centre(clause, x)
    step = x if centre == ZERO else Add((x, negated(centre)))
    powers = [
        Mul((term(function.body, x, centre, order), Pow(step, Num(Fraction(order))))) if order
        else term(function.body, x, centre, 0)
        for order in range(degrees[0] + 1)
    ]  # fmt: skip
    return Thing("value", Add(tuple(powers)) if len(powers) > 1 else powers[0], used=used)


def _coefficient(clause: Clause, _: Groups) -> Thing:
    allow(clause, "around", "at", "origin")
    power, function = clause.tree(clause.numbered("power")), function_of(clause, clause.numbered("f"))
    base, exponent = (power.base, power.exponent) if isinstance(power, Pow) else (power, ONE)
    sign = -1 if isinstance(exponent, Neg) else 1
    exponent = exponent.of if isinstance(exponent, Neg) else exponent
    if not isinstance(exponent, Num) or exponent.value.denominator != 1:
        raise Unclear("the coefficient of what?")
    x = next(iter(names_in(base)), None)
    if x is None:
        raise Unclear("the coefficient of what?")
    centre, used = _centre(clause, x)
    plain = base == x and centre == ZERO
    shifted = isinstance(base, Add) and centre != ZERO and base == Add((x, negated(centre)))
    if not (plain or shifted):
        raise Unclear("the coefficient of what?")
    number = sign * int(exponent.value)
    whole = powers(function.body, x) if plain else None
    if whole is not None and any(power < 0 for power in whole):  # (x - 1/x)^4 has no derivatives at 0
        return Thing("value", Num(whole.get(number, Fraction(0))), used=used)
    if number < 0:
        raise Unclear("the coefficient of what?")
    return Thing("value", term(function.body, x, centre, number), used=used)


def _radius(clause: Clause, _: Groups) -> Thing:
    r"""Ask for the radius of convergence: ``\lim |a_n / a_{n+1}|`` for ``\sum a_n (x - c)^n``, by the ratio test."""
    allow(clause)
    tree = function_of(clause, clause.numbered("f")).body
    if not isinstance(tree, Big) or tree.operator != "sum" or tree.upper != Const("infinity"):
        raise Unclear("the radius of convergence of what?")
    n = Name(tree.index)
    factors = _factors(tree.body)
    others = {name for name in names_in(tree.body) if name != n}
    powers = [at for at, (factor, below) in enumerate(factors) if not below and set(names_in(factor)) - {n}]
    power = factors[powers[0]][0] if len(powers) == 1 else None
    if len(others) != 1 or power is None:
        raise Unclear("a power series in which variable?")
    base, exponent = (power.base, power.exponent) if isinstance(power, Pow) else (power, ONE)
    step, scale = _linear(exponent, n), _linear(base, others.pop())
    rest = [one for at, one in enumerate(factors) if at != powers[0]]
    if not step or step < 0 or not scale:
        raise Unclear("a power series of another form")
    ratio, order = Fraction(1), Fraction(0)
    for factor, below in rest:
        one, growth = _ratio(factor, n)
        ratio, order = (ratio / one, order + growth) if below else (ratio * one, order - growth)
    if order:
        return Thing("value", Const("infinity") if order > 0 else ZERO)
    radius: Node = Num(ratio) if step == 1 else Pow(Num(ratio), Num(1 / step))
    return Thing("value", radius if abs(scale) == 1 else Div(radius, Num(abs(scale))))


def _ratio(factor: Node, n: Name) -> tuple[Fraction, Fraction]:
    """Return the limit of ``|a_n / a_{n+1}|`` for a factor, and which power of n it has to be divided by.

    ``(αn + β)!`` has the ratio ``1/(αn)^α`` in the limit. Raises :class:`Unclear`.
    """
    match factor:
        case Call("factorial", (inner,)) if (growth := _linear(inner, n)) and growth.denominator == 1 and growth > 0:
            return 1 / growth ** int(growth), growth
        case Pow(Num() | Neg(Num()) | Div(Num(), Num()), exponent) if (step := _linear(exponent, n)) is not None:
            value = polynomial(factor.base).constant if isinstance(factor, Pow) else None
            if not value or step.denominator != 1:
                raise Unclear("the terms of the series are not understood")
            return 1 / abs(value) ** int(step), Fraction(0)
        case Pow(inner, Num(exponent)) if exponent.denominator == 1 and not isinstance(inner, Num):
            one, growth = _ratio(inner, n)
            return one ** int(exponent), growth * exponent
    if _rational(factor, n):
        return Fraction(1), Fraction(0)
    raise Unclear("the terms of the series are not understood")


def _rational(node: Node, n: Name) -> bool:
    """Tell whether a factor is a polynomial in n alone, a root of one, or its logarithm: its ratio tends to 1."""
    match node:
        case Call("ln" | "log" | "sqrt", (inner, *_)):
            return _rational(inner, n)
        case Pow(inner, Num() | Div(Num(), Num())):
            return _rational(inner, n)
    found = polynomial(node)
    return bool(found.terms) and all(
        isinstance(part, Name) and part == n for monomial in found.terms for part, _ in monomial
    )


def _factors(node: Node) -> list[tuple[Node, bool]]:
    """Return the factors of a term, and whether each stands below."""
    match node:
        case Mul(factors):
            return [one for factor in factors for one in _factors(factor)]
        case Div(above, below):
            return _factors(above) + [(factor, not under) for factor, under in _factors(below)]
        case Neg(of):
            return _factors(of)
    return [(node, False)]


def _linear(node: Node, name: Name) -> Fraction | None:
    """Return the coefficient of ``name`` in a sum that is linear in it, with numbers alone beside it."""
    match node:
        case Name() if node == name:
            return Fraction(1)
        case Num():
            return Fraction(0)
        case Neg(of):
            inner = _linear(of, name)
            return None if inner is None else -inner
        case Mul((Num(value), inner_)) if (found := _linear(inner_, name)) is not None:
            return value * found
        case Add(terms):
            parts = [_linear(one, name) for one in terms]
            return None if None in parts else sum((part for part in parts if part is not None), Fraction(0))
    return None


def _laplace(clause: Clause, _: Groups) -> Thing:
    r"""Ask for the Laplace transform of sums of ``t^n e^{at}``, ``e^{at} \sin bt`` and ``e^{at} \cos bt``."""
    allow(clause)
    function = function_of(clause, clause.numbered("f"))
    t, s = Name("t"), Name("s")
    if (function.variables and function.variables != (t,)) or s in set(names_in(function.body)):
        raise Unclear("the transform of which function?")
    terms = function.body.terms if isinstance(function.body, Add) else (function.body,)
    found = tuple(_transformed(one, t, s) for one in terms)
    return Thing("value", Add(found) if len(found) > 1 else found[0])


def _transformed(node: Node, t: Name, s: Name) -> Node:
    if isinstance(node, Neg):
        return Neg(_transformed(node.of, t, s))
    shift: Node = s
    constant: list[Node] = []
    power, wave = 0, None
    for factor, below in _factors(node):
        match factor:
            case _ if t not in set(names_in(factor)):
                constant.append(Div(ONE, factor) if below else factor)
            case Name() if not below:
                power += 1
            case Pow(Name(), Num(exponent)) if not below and exponent.denominator == 1 and 0 < exponent <= MAX_TAYLOR:
                power += int(exponent)
            case Pow(Const("e"), exponent) | Call("exp", (exponent,)) if not below and _proportional(exponent, t):
                shift = Add((shift, Neg(put(exponent, {t: ONE}))))
            case Call("sin" | "cos", (inner,), 0) if not below and wave is None and _proportional(inner, t):
                wave = factor
            case _:
                raise Unclear("a transform that is in no table here")
    if wave is None:
        body: Node = Div(Num(Fraction(factorial(power))), Pow(shift, Num(Fraction(power + 1))))
    elif power:
        raise Unclear("a transform that is in no table here")
    else:
        assert isinstance(wave, Call)  # noqa: S101 - matched above
        rate = put(wave.arguments[0], {t: ONE})
        body = Div(rate if wave.function == "sin" else shift, Add((Pow(shift, TWO), Pow(rate, TWO))))
    return Mul((*constant, body)) if constant else body


def _proportional(node: Node, t: Name) -> bool:
    """Tell whether a formula is a multiple of t."""
    found = polynomial(node)
    powers = [dict(monomial) for monomial in found.terms]
    return bool(powers) and all(one.get(t) == 1 and not _within(one, t) for one in powers)


def _within(factors: Mapping[Node, int], t: Name) -> bool:
    return any(part != t and t in set(names_in(part)) for part in factors)


_NAMED_ORDER = ORDER.replace("(first", "(?P<order>first", 1)
THINGS: Sequence[Phrase] = (
    phrase(rf"coefficient of {formula('power')} in (?:the )?(?:(?:(?:power |taylor |maclaurin )?(?:expansion|series)"
           rf"(?: expansion)?|polynomial|product)(?: of| for)?)? ?{formula('f')}", _coefficient),
    phrase(rf"{_NAMED_ORDER}(?:degree |order )?(?:taylor|maclaurin) (?:polynomial|expansion|approximation)"
           rf"(?: of (?:degree|order) (?:⟦(?P<degree>\d+)⟧|(?P<digit>\d)|(?P<word>two|three|four)))?"
           rf"(?: ⟦\d+⟧)? ?(?:of|for) {formula('f')}", _taylor),
    phrase(rf"radius of convergence{OF}{formula('f')}", _radius),
    phrase(rf"laplace transform{OF}{formula('f')}", _laplace),
    phrase(rf"(?:partial )?sum{OF}{F}", _series),
)  # fmt: skip
