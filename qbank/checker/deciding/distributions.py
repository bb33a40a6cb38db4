r"""Known distributions: probabilities, densities and moments as ordinary formulas.

Parameters as in ``syntax``: ``dist_normal(mu, variance)``, ``dist_exponential(rate)``, ``dist_geometric(p)`` counts the
trials up to the first success.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from qbank.checker.domain import Interval
from qbank.checker.syntax import Add, Big, Call, Div, Mul, Name, Neg, Node, Num, Pow, Relation, Set

from .densities import between

MAX_COUNTED = 60

DISCRETE = frozenset({"dist_bernoulli", "dist_binomial", "dist_poisson", "dist_geometric"})
CONTINUOUS = frozenset({"dist_normal", "dist_uniform", "dist_exponential", "dist_density"})


def number(value: int | Fraction) -> Num:
    """Return a number as a node."""
    return Num(Fraction(value))


ZERO, ONE, TWO = number(0), number(1), number(2)
POSITIVE = Interval(low=Fraction(0), low_open=True)
_OPEN_UNIT = Interval(Fraction(0), Fraction(1), low_open=True, high_open=True)
_SIZE = Interval(low=Fraction(1), integer=True)
_PARAMETERS = {
    ("dist_normal", 1): POSITIVE, ("dist_bernoulli", 0): _OPEN_UNIT, ("dist_binomial", 0): _SIZE,
    ("dist_binomial", 1): _OPEN_UNIT, ("dist_poisson", 0): POSITIVE, ("dist_exponential", 0): POSITIVE,
    ("dist_geometric", 0): _OPEN_UNIT, ("dist_beta", 0): POSITIVE, ("dist_beta", 1): POSITIVE,
}  # fmt: skip
"""Where the parameters lie, by their place."""


def minus(one: Node, other: Node) -> Node:
    """Return the difference."""
    return Add((one, Neg(other)))


def total(terms: Iterable[Node]) -> Node:
    """Return the sum of some terms."""
    found = tuple(terms)
    return ZERO if not found else found[0] if len(found) == 1 else Add(found)


def known(premises: Iterable[Node]) -> dict[Name, Call]:
    r"""Return the distributions that premises state: ``X \sim \mathcal{N}(\mu, \sigma^2)``."""
    found: dict[Name, Call] = {}
    for premise in premises:
        if isinstance(premise, Relation) and premise.signs[-1:] == (r"\sim",):
            *names, law = premise.sides
            if isinstance(law, Call) and law.function.startswith("dist_"):
                found |= {name: law for name in names if isinstance(name, Name)}
    return found


def confined(law: Call) -> list[tuple[Name, Interval]]:
    r"""Return where those parameters of a law lie that are names: a variance is positive, ``\sigma^2`` of σ > 0."""
    found: list[tuple[Name, Interval]] = []
    for place, argument in enumerate(law.arguments):
        interval = _PARAMETERS.get((law.function, place))
        if interval is None:
            continue
        found += [(root, POSITIVE) for root in roots(argument)]
        if isinstance(argument, Name):
            found.append((argument, interval))
    return found


def roots(node: Node) -> Iterator[Name]:
    r"""Yield the standard deviations in a variance that is written as their square: ``\sigma^2``."""
    match node:
        case Pow(Name() as root, Num(exponent)) if exponent == 2:
            yield root
        case Mul(parts) | Add(parts):
            for part in parts:
                yield from roots(part)
        case Div(numerator, _):
            yield from roots(numerator)


# moments


def mean(law: Call) -> Node | None:
    """Return the expectation."""
    match law.function, law.arguments:
        case "dist_normal", (mu, _):
            return mu
        case "dist_uniform", (Set(items),):
            return Div(total(items), number(len(items)))
        case "dist_uniform" | "dist_beta", (a, b):
            return Div(Add((a, b)), TWO) if law.function == "dist_uniform" else Div(a, Add((a, b)))
        case "dist_bernoulli", (p,):
            return p
        case "dist_binomial", (n, p):
            return Mul((n, p))
        case "dist_poisson", (rate,):
            return rate
        case (("dist_exponential" | "dist_geometric"), (rate,)):
            return Div(ONE, rate)
    return None


def variance(law: Call) -> Node | None:
    """Return the variance."""
    match law.function, law.arguments:
        case "dist_normal", (_, spread):
            return spread
        case "dist_uniform", (Set(items),):
            squares = Div(total(Pow(item, TWO) for item in items), number(len(items)))
            return minus(squares, Pow(Div(total(items), number(len(items))), TWO))
        case "dist_uniform", (a, b):
            return Div(Pow(minus(b, a), TWO), number(12))
        case "dist_beta", (a, b):
            whole = Add((a, b))
            return Div(Mul((a, b)), Mul((Pow(whole, TWO), Add((whole, ONE)))))
        case "dist_bernoulli", (p,):
            return Mul((p, minus(ONE, p)))
        case "dist_binomial", (n, p):
            return Mul((n, p, minus(ONE, p)))
        case "dist_poisson", (rate,):
            return rate
        case "dist_exponential", (rate,):
            return Div(ONE, Pow(rate, TWO))
        case "dist_geometric", (p,):
            return Div(minus(ONE, p), Pow(p, TWO))
    return None


def raw_moment(law: Call, order: int) -> Node | None:
    """Return E[X^order], where a formula is at hand."""
    centre, spread = mean(law), variance(law)
    if centre is None or spread is None:
        return None
    if law.function == "dist_bernoulli":
        return centre
    match order:
        case 1:
            return centre
        case 2:
            return Add((spread, Pow(centre, TWO)))
    if law.function == "dist_normal" and order == 3:
        return Add((Pow(centre, number(3)), Mul((number(3), centre, spread))))
    if law.function == "dist_normal" and order == 4:
        return Add(
            (Pow(centre, number(4)), Mul((number(6), Pow(centre, TWO), spread)), Mul((number(3), Pow(spread, TWO))))
        )
    if law.function == "dist_exponential":
        factorial = Call("factorial", (number(order),))
        return Div(factorial, Pow(law.arguments[0], number(order)))
    return None


def generating(law: Call, t: Node) -> Node | None:
    """Return E[e^(tX)], where it is finite for every t."""
    match law.function, law.arguments:
        case "dist_normal", (mu, spread):
            return Call("exp", (Add((Mul((mu, t)), Div(Mul((spread, Pow(t, TWO))), TWO))),))
        case "dist_bernoulli", (p,):
            return Add((minus(ONE, p), Mul((p, Call("exp", (t,))))))
        case "dist_binomial", (n, p):
            return Pow(Add((minus(ONE, p), Mul((p, Call("exp", (t,)))))), n)
        case "dist_poisson", (rate,):
            return Call("exp", (Mul((rate, minus(Call("exp", (t,)), ONE))),))
    return None


# probabilities


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers between ``low`` and ``high``; ``None`` is infinite; a closed end belongs to it."""

    low: Node | None
    high: Node | None
    low_closed: bool
    high_closed: bool


def probability(law: Call, stretch: Stretch) -> Node | None:
    """Return the probability of a stretch; ``None`` where no formula is at hand. Symbolic ends are in order."""
    if law.function == "dist_uniform" and isinstance(law.arguments[0], Set):
        return _listed(law.arguments[0], stretch)
    if law.function in CONTINUOUS:
        if stretch.low is not None and stretch.low == stretch.high:
            return ZERO
        if law.function == "dist_density":
            parts = between(law, stretch.low, stretch.high)
            return None if parts is None else total(parts)
        ends = [None if end is None else below(law, end) for end in (stretch.low, stretch.high)]
        if any(found is None and end is not None for found, end in zip(ends, (stretch.low, stretch.high), strict=True)):
            return None
        low, high = ends
        if low is None:
            return ONE if high is None else high
        return minus(ONE if high is None else high, low)
    return _counted(law, stretch) if law.function in DISCRETE else None


def below(law: Call, at: Node) -> Node | None:
    """Return the distribution function of a continuous law; ``None`` where a number is needed and missing."""
    match law.function, law.arguments:
        case "dist_normal", (mu, spread):
            return normal(Div(minus(at, mu), Call("sqrt", (spread,))))
        case "dist_exponential", (rate,):
            if isinstance(at, Num) and at.value <= 0:
                return ZERO
            return minus(ONE, Call("exp", (Neg(Mul((rate, at))),)))
        case "dist_uniform", (Num(a), Num(b)) if isinstance(at, Num) and a < b:
            return number(min(Fraction(1), max(Fraction(0), (at.value - a) / (b - a))))
        case "dist_uniform", (a, b) if not isinstance(at, Num):
            return Div(minus(at, a), minus(b, a))
    return None


def normal(z: Node) -> Node:
    """Return the standard normal distribution function."""
    return Div(Add((ONE, Call("erf", (Div(z, Call("sqrt", (TWO,))),)))), TWO)


def _listed(values: Set, stretch: Stretch) -> Node | None:
    ends = [end for end in (stretch.low, stretch.high) if end is not None]
    if not all(isinstance(one, Num) for one in (*values.items, *ends)):
        return None

    def inside(item: Node) -> bool:
        assert isinstance(item, Num)  # noqa: S101 - told above
        above = not isinstance(stretch.low, Num) or (
            item.value > stretch.low.value or (stretch.low_closed and item.value == stretch.low.value)
        )
        under = not isinstance(stretch.high, Num) or (
            item.value < stretch.high.value or (stretch.high_closed and item.value == stretch.high.value)
        )
        return above and under

    return number(Fraction(sum(map(inside, values.items)), len(values.items)))


def mass(law: Call, k: Node) -> Node:
    """Return the probability that a discrete law gives the whole number ``k``."""
    match law.function, law.arguments:
        case "dist_bernoulli", (p,):
            return Mul((Pow(p, k), Pow(minus(ONE, p), minus(ONE, k))))
        case "dist_binomial", (n, p):
            rest = number(n.value - k.value) if isinstance(n, Num) and isinstance(k, Num) else minus(n, k)
            return Mul((Call("binomial", (n, k)), Pow(p, k), Pow(minus(ONE, p), rest)))
        case "dist_poisson", (rate,):
            return Div(Mul((Pow(rate, k), Call("exp", (Neg(rate),)))), Call("factorial", (k,)))
    (p,) = law.arguments
    before = number(k.value - 1) if isinstance(k, Num) else minus(k, ONE)
    return Mul((p, Pow(minus(ONE, p), before)))


def _support(law: Call) -> tuple[int, Node | None]:
    match law.function, law.arguments:
        case "dist_bernoulli", _:
            return 0, ONE
        case "dist_binomial", (n, _):
            return 0, n
        case "dist_geometric", _:
            return 1, None
    return 0, None


def _counted(law: Call, stretch: Stretch) -> Node | None:
    """Sum the masses of the whole numbers in a stretch, or of those outside where these are fewer."""
    first, last = _support(law)
    if stretch.low is not None and stretch.low == stretch.high and not isinstance(stretch.low, Num):
        return mass(law, stretch.low)
    low = _first_whole(stretch.low, closed=stretch.low_closed, step=1)
    high = _first_whole(stretch.high, closed=stretch.high_closed, step=-1)
    if stretch.low is None:
        low = number(first)
    if isinstance(last, Num) and (stretch.high is None or (isinstance(high, Num) and high.value > last.value)):
        high = last
    if isinstance(low, Num) and low.value < first:
        low = number(first)
    if isinstance(low, Num) and isinstance(high, Num) and high.value - low.value < MAX_COUNTED:
        return total(mass(law, number(at)) for at in range(int(low.value), int(high.value) + 1))
    if stretch.high is None and isinstance(low, Num) and low.value - first < MAX_COUNTED:
        return minus(ONE, total(mass(law, number(at)) for at in range(first, int(low.value))))
    if law.function == "dist_geometric" and low is not None:
        (p,) = law.arguments
        tails = [Pow(minus(ONE, p), minus(low, ONE))]
        return tails[0] if stretch.high is None else minus(tails[0], Pow(minus(ONE, p), high or ZERO))
    if low is None or high is None or stretch.high is None:
        return None
    index = r"\kappa"
    return Big("sum", index, low, high, mass(law, Name(index)))


def _first_whole(end: Node | None, *, closed: bool, step: int) -> Node | None:
    """Return the first whole number inside an end, counted inwards; symbolic ends are whole."""
    if end is None:
        return None
    if not isinstance(end, Num):
        return end if closed else (Add((end, ONE)) if step > 0 else minus(end, ONE))
    value = end.value
    rounded = -(-value.numerator // value.denominator) if step > 0 else value.numerator // value.denominator
    if value.denominator == 1 and not closed:
        rounded += step
    return number(rounded)
