r"""Expectations, variances and covariances rewritten as ordinary formulas over the moments of single random variables.

Expectation is linear; a product of independent variables has the product of their expectations. What is left are
quantities of their own: ``E[X]``, ``Var(X)`` (nonnegative), ``Cov(X, Y)``, and higher moments as they stand. A known
distribution gives them. Independence is never assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from qbank.checker.domain import Domain, Interval
from qbank.checker.index_letters import substitute
from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Add,
    Big,
    Call,
    Div,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    names_in,
    put,
    rebuild,
    walk,
)

from .densities import expected
from .distributions import ONE, POSITIVE, TWO, ZERO, generating, minus, raw_moment, roots, total, variance
from .polynomials import Monomial, Polynomial, TooLarge, polynomial
from .ratios import Field, eliminated, generators
from .ratios import TooLarge as RatioTooLarge

_NONNEGATIVE = Interval(low=Fraction(0))
_CONSTANTS = frozenset({"c", "k", r"\mu", r"\sigma", r"\lambda"})
"""Letters that are constants even where an expectation is taken of them alone."""
_UPRIGHT = {"mean": "E", "variance": "Var", "covariance": "Cov"}


class Unknown(Exception):  # noqa: N818 - a limit, not an error
    """A moment that is not understood; the message says why."""


Table = Sequence[tuple[Node, Node]]
"""Every value that a random variable takes, with its probability."""


@dataclass(frozen=True, slots=True)
class Variables:
    """What is known of random variables.

    ``random``: their bases; ``laws`` by name; ``independent``: groups that are mutually independent; ``alike``: bases
    of which the members, ``X_1`` and ``X_i``, are independent and identically distributed; ``separate``: independent
    alone; ``uncorrelated`` pairs; ``defined``: what a variable is made of; ``tables``: the values of finite ones.
    """

    random: frozenset[str] = frozenset()
    laws: Mapping[Name, Call] = field(default_factory=dict)
    independent: Sequence[Sequence[Name]] = ()
    alike: frozenset[str] = frozenset()
    separate: frozenset[str] = frozenset()
    uncorrelated: Sequence[tuple[Name, Name]] = ()
    defined: Mapping[Name, Node] = field(default_factory=dict)
    tables: Mapping[Name, Table] = field(default_factory=dict)


def random_bases(nodes: Iterable[Node]) -> frozenset[str]:
    r"""Return the bases of the random variables in formulas.

    They stand alone in an expectation, left of ``\sim``, or are capital letters inside a moment.
    """
    found: set[str] = set()
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Moment):
                found |= {one.base for one in part.arguments if isinstance(one, Name)} - _CONSTANTS
                names = {name.base for one in part.arguments for name in names_in(one)}
                found |= {base for base in names if base[:1].isupper()}
            elif isinstance(part, Relation) and part.signs[-1:] == (r"\sim",):
                found |= {side.base for side in part.sides[:-1] if isinstance(side, Name)}
    return frozenset(found)


def has_moments(nodes: Iterable[Node]) -> bool:
    """Tell whether a moment stands anywhere."""
    return any(isinstance(part, Moment) for node in nodes for part in walk(node))


class Moments:
    """Rewrites the moments of one question."""

    def __init__(self, variables: Variables) -> None:
        self.variables = variables
        self.reason = ""
        """Why a moment was left as it stands."""
        self.domain: dict[Name, Interval] = {}
        self.pairs: dict[tuple[Name, Name, Name], None] = {}
        """Covariances with the two variances that bound them."""

    def formula(self, node: Node) -> Node:
        """Return ``node`` with its moments rewritten; one that is not understood stays."""
        if isinstance(node, Moment):
            try:
                return self._moment(node)
            except (Unknown, TooLarge) as problem:
                self.reason = str(problem) or "a moment too large to work out"
                return node
        return rebuild(node, self.formula)

    def premises(self, nodes: Sequence[Node]) -> list[Node]:
        """Return premises with the equations between moments solved for a moment each."""
        kept: list[Node] = []
        equations: list[tuple[Node, Node]] = []
        for node in nodes:
            if isinstance(node, Relation) and set(node.signs) == {"="} and has_moments([node]):
                equations += [self._equation(one, other) for one, other in pairwise(node.sides)]
            else:
                kept.append(self.formula(node))
        return kept + self._solved(equations)

    def confined(self) -> Domain:
        """Return what moments satisfy: variances are not negative, and bound covariances."""
        relations = tuple(
            Relation((Pow(covariance, TWO), Mul((one, other))), (r"\le",)) for covariance, one, other in self.pairs
        )
        return Domain(tuple(self.domain.items()), relations)

    def _equation(self, one: Node, other: Node) -> tuple[Node, Node]:
        """Return an equation without roots: a standard deviation says what the variance is."""
        for left, right in ((one, other), (other, one)):
            match left:
                case Moment("deviation", (of,)) if not has_moments([right]):
                    return self.formula(Moment("variance", (of,))), Pow(right, TWO)
                case Moment("correlation", (first, second)) if not has_moments([right]):
                    spreads = [Call("sqrt", (self.formula(Moment("variance", (part,))),)) for part in (first, second)]
                    return self.formula(Moment("covariance", (first, second))), Mul((right, *spreads))
        return self.formula(one), self.formula(other)

    def _solved(self, equations: Sequence[tuple[Node, Node]]) -> list[Node]:
        leaves = list(dict.fromkeys(leaf for pair in equations for side in pair for leaf in generators(side)))
        own = [leaf for leaf in leaves if isinstance(leaf, Name) and leaf.base.startswith(r"\operatorname{")]
        own.sort(key=lambda name: ["E[", "Cov", "Var"].index(_kind(name)))
        table = Field([*own, *(leaf for leaf in leaves if leaf not in own)])
        try:
            zero = [table.of(one) - table.of(other) for one, other in equations]
            solved, left = eliminated(table, zero, range(len(own)), lambda _: True)
        except RatioTooLarge:
            self.reason = "equations between moments that are too large"
            return [Relation(pair, ("=",)) for pair in equations]
        found: list[Node] = [Relation((own[at], table.node(value)), ("=",)) for at, value in solved.items()]
        for at, value in solved.items():
            node = table.node(value)
            if own[at] in self.domain:
                self.domain |= dict.fromkeys(roots(node), POSITIVE)
        return found + [Relation((table.node(equation), ZERO), ("=",)) for equation in left]

    # moments

    def _moment(self, node: Moment) -> Node:
        if node.given is not None:
            raise Unknown("a conditional expectation")
        parts = [put(argument, self.variables.defined) for argument in node.arguments]
        tabled = self._tabled(node.kind, parts)
        if tabled is not None:
            return tabled
        match node.kind, parts:
            case "mean", [one]:
                return self._mean(one)
            case "variance", [one]:
                return self._covariance(one, one)
            case "covariance", [one, other]:
                return self._covariance(one, other)
            case "deviation", [one]:
                return Call("sqrt", (self._covariance(one, one),))
            case "correlation", [one, other]:
                spreads = Mul((self._covariance(one, one), self._covariance(other, other)))
                return Div(self._covariance(one, other), Call("sqrt", (spreads,)))
        raise Unknown("a moment of its own kind")

    def _tabled(self, kind: str, parts: Sequence[Node]) -> Node | None:
        """Return a moment of a function of one variable of finitely many values, by its table."""
        names = {name for name in names_in(parts[0]) if name.base in self.variables.random}
        if len(parts) != 1 or len(names) != 1:
            return None
        (name,) = names
        table, law = self.variables.tables.get(name), self._law(name)
        dense = law if law is not None and law.function == "dist_density" else None
        if (table is None and dense is None) or any(isinstance(part, Moment) for part in walk(parts[0])):
            return None

        def expectation(of: Node) -> Node:
            if table is not None:
                return total(Mul((odds, put(of, {name: value}))) for value, odds in table)
            return total(expected(dense, name, of) if dense is not None else ())

        centre, square = expectation(parts[0]), expectation(Pow(parts[0], TWO))
        spread = minus(square, Pow(centre, TWO))
        return {"mean": centre, "variance": spread, "deviation": Call("sqrt", (spread,))}.get(kind)

    def _is_random(self, node: Node) -> bool:
        return any(name.base in self.variables.random for name in names_in(node))

    def _opened(self, node: Node) -> Polynomial:
        """Return a formula as a polynomial in random factors and constants. Raises :class:`Unknown`."""
        names = {name.base for name in names_in(node)} - self.variables.random
        if not self._is_random(node) and names - _CONSTANTS and not self.variables.random:
            raise Unknown("nothing says what is random")
        return polynomial(self._undivided(node))

    def _undivided(self, node: Node) -> Node:
        match node:
            case Div(numerator, denominator) if not self._is_random(denominator):
                return Mul((self._undivided(numerator), Div(ONE, denominator)))
            case Add(terms):
                return Add(tuple(map(self._undivided, terms)))
            case Mul(factors):
                return Mul(tuple(map(self._undivided, factors)))
            case Neg(of):
                return Neg(self._undivided(of))
            case Pow(base, Num()):
                return Pow(self._undivided(base), node.exponent)
            case Moment(given=None):
                return self._moment(node)
            case Big("sum", index, lower, upper, body):
                return Big("sum", index, lower, upper, self._undivided(body))
        return node

    def _terms(self, node: Node) -> Iterator[tuple[Node, Monomial]]:
        """Yield the terms of a formula: a constant factor and the random factors."""
        for monomial, coefficient in self._opened(node).terms.items():
            fixed: list[Node] = [Num(coefficient)] if coefficient != 1 else []
            fixed += [
                base if power == 1 else Pow(base, Num(Fraction(power)))
                for base, power in monomial
                if not self._is_random(base)
            ]
            drawn = tuple((base, power) for base, power in monomial if self._is_random(base))
            yield (ONE if not fixed else fixed[0] if len(fixed) == 1 else Mul(tuple(fixed))), drawn

    def _mean(self, node: Node) -> Node:
        return total(
            factor if not drawn else _times(factor, self._expected(drawn)) for factor, drawn in self._terms(node)
        )

    def _covariance(self, one: Node, other: Node) -> Node:
        """Return a covariance, bilinear in its two sides: constants drop out."""
        left = [term for term in self._terms(one) if term[1]]
        right = [term for term in self._terms(other) if term[1]]
        return total(
            _times(_times(first, second), self._joint(mine, theirs)) for first, mine in left for second, theirs in right
        )

    def _joint(self, one: Monomial, other: Monomial) -> Node:
        """Return the covariance of two products of random factors."""
        single, double = _alone(one), _alone(other)
        if isinstance(single, Big) or isinstance(double, Big):
            return self._of_sums(single, double)
        if isinstance(single, Name) and isinstance(double, Name):
            return self._of_names(single, double)
        powers = dict(one)
        for base, power in other:
            powers[base] = powers.get(base, 0) + power
        joint = tuple(sorted(powers.items(), key=repr))
        return minus(self._expected(joint), Mul((self._expected(one), self._expected(other))))

    def _of_sums(self, one: Node | None, other: Node | None) -> Node:
        """Return the covariance of sums of open size: of independent members, only like ones count."""
        match one, other:
            case Big("sum", index, lower, upper, body), Big("sum", second, low, high, inner) if (lower, upper) == (
                low,
                high,
            ):
                again = put(inner, {Name(second): Name(index)})
                from_index = _renamed(again, second, index)
                members = {
                    name.base
                    for side in (body, from_index)
                    for name in names_in(side)
                    if name.base in self.variables.random
                }
                if members <= self.variables.alike | self.variables.separate and len(members) == 1:
                    return Big("sum", index, lower, upper, self._covariance(body, from_index))
        raise Unknown("whether the members of a sum are independent is not said")

    def _of_names(self, one: Name, other: Name) -> Node:
        if one == other:
            return self._variance(one)
        if self._apart([one, other]) or self._listed_apart(one, other):
            return ZERO
        first, second = sorted((one, other), key=latex)
        if first.base == second.base and not self._numbered(first, second):
            raise Unknown("whether two members are the same one is not said")
        covariance = Name(rf"\operatorname{{Cov}}({latex(first)}, {latex(second)})")
        spreads = [self._variance(name) for name in (first, second)]
        if all(isinstance(spread, Name) for spread in spreads):
            self.pairs[covariance, spreads[0], spreads[1]] = None  # type: ignore[index]  # told above
        return covariance

    @staticmethod
    def _numbered(one: Name, other: Name) -> bool:
        return all(isinstance(index, Num) for name in (one, other) for index in (*name.sub, *name.sup))

    def _listed_apart(self, one: Name, other: Name) -> bool:
        return any({one, other} == set(pair) for pair in self.variables.uncorrelated)

    def _apart(self, names: Sequence[Name]) -> bool:
        """Tell whether these different names are mutually independent."""
        if any(set(names) <= set(group) for group in self.variables.independent):
            return True
        family = self.variables.alike | self.variables.separate
        bases = {name.base for name in names}
        return len(bases) == 1 and bases <= family and all(self._numbered(name, name) and name.sub for name in names)

    def _expected(self, drawn: Monomial) -> Node:
        """Return the expectation of a product of random factors."""
        if len(drawn) == 1:
            return self._power(*drawn[0])
        names = [base for base, _ in drawn]
        inside = [
            list(dict.fromkeys(name for name in names_in(base) if name.base in self.variables.random)) for base in names
        ]
        flat = [name for group in inside for name in group]
        if len(flat) == len(set(flat)) and all(len(group) == 1 for group in inside) and self._apart(flat):
            return Mul(tuple(self._power(base, power) for base, power in drawn))
        if len(drawn) == 2 and all(power == 1 for _, power in drawn):
            one, other = names
            if isinstance(one, Name) and isinstance(other, Name):
                return Add((self._of_names(one, other), Mul((self._power(one, 1), self._power(other, 1)))))
            if isinstance(one, Big) or isinstance(other, Big):
                return Add((self._of_sums(one, other), Mul((self._power(one, 1), self._power(other, 1)))))
        whole = Mul(tuple(base if power == 1 else Pow(base, Num(Fraction(power))) for base, power in drawn))
        self._plain(whole)
        return Name(rf"\operatorname{{E}}[{latex(whole)}]")

    def _plain(self, node: Node) -> None:
        """Raise :class:`Unknown` for a moment that would be named by its form though something is known of it."""
        names = [name for name in names_in(node) if name.base in self.variables.random]
        if any(self._law(name) is not None for name in names) or any(not self._numbered(name, name) for name in names):
            raise Unknown(f"the expectation of {latex(node)}")

    def _power(self, base: Node, power: int) -> Node:
        if isinstance(base, Big):
            if base.operator != "sum" or power > 2:
                raise Unknown("a power of a sum of open size")
            if power == 2:
                return Add((self._of_sums(base, base), Pow(self._power(base, 1), TWO)))
            return Big("sum", base.index, base.lower, base.upper, self._mean(base.body))
        if not isinstance(base, Name):
            return self._composite(base, power)
        law = self._law(base)
        if law is not None:
            found = raw_moment(law, power)
            if found is None:
                raise Unknown(f"the moment of order {power} of {latex(base)}")
            return found
        if power == 1:
            return self._named("mean", base)
        if power == 2:
            return Add((self._variance(base), Pow(self._power(base, 1), TWO)))
        return Name(rf"\operatorname{{E}}[{self._shown(base)}^{{{power}}}]", *self._indices(base))

    def _composite(self, base: Node, power: int) -> Node:
        """Return the expectation of a function of random variables: of the exponential, by the distribution."""
        if isinstance(base, Moment) and power == 1 and len(base.arguments) == 1:  # the tower property
            whole = put(base.arguments[0], self.variables.defined)
            if base.kind == "mean":
                return self._mean(whole)
            if base.kind == "variance":
                inner = Moment("mean", base.arguments, base.given)
                return minus(self._mean(Pow(whole, TWO)), self._power(inner, 2))
        if isinstance(base, Call) and base.function == "exp" and power == 1:
            terms = list(self._terms(base.arguments[0]))
            drawn = [(factor, _alone(monomial)) for factor, monomial in terms if monomial]
            fixed = [factor for factor, monomial in terms if not monomial]
            if len(drawn) == 1 and isinstance(drawn[0][1], Name) and (law := self._law(drawn[0][1])) is not None:
                found = generating(law, drawn[0][0])
                if found is not None:
                    return found if not fixed else Mul((Call("exp", (total(fixed),)), found))
        self._plain(base)
        shown = base if power == 1 else Pow(base, Num(Fraction(power)))
        return Name(rf"\operatorname{{E}}[{latex(shown)}]")

    def _variance(self, name: Name) -> Node:
        law = self._law(name)
        if law is not None and (found := variance(law)) is not None:
            self.domain |= dict.fromkeys(roots(found), POSITIVE)
            return found
        return self._named("variance", name)

    def _named(self, kind: str, name: Name) -> Name:
        brackets = "[]" if kind == "mean" else "()"
        shown = f"{_UPRIGHT[kind]}}}{brackets[0]}{self._shown(name)}{brackets[1]}"
        found = Name(rf"\operatorname{{{shown}", *self._indices(name))
        if kind == "variance":
            self.domain[found] = _NONNEGATIVE
        return found

    def _shown(self, name: Name) -> str:
        return latex(Name(name.base))

    def _indices(self, name: Name) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        """Return the indices that a moment carries: none, where all members are alike."""
        return ((), ()) if name.base in self.variables.alike else (name.sub, name.sup)

    def _law(self, name: Name) -> Call | None:
        found = self.variables.laws.get(name)
        if found is None and name.base in self.variables.alike:
            found = next((law for other, law in self.variables.laws.items() if other.base == name.base), None)
        return found


def _times(one: Node, other: Node) -> Node:
    if ZERO in (one, other):
        return ZERO
    return other if one == ONE else one if other == ONE else Mul((one, other))


def _alone(drawn: Monomial) -> Node | None:
    return drawn[0][0] if len(drawn) == 1 and drawn[0][1] == 1 else None


def _kind(name: Name) -> str:
    return next((kind for kind in ("Var", "Cov") if name.base.startswith(rf"\operatorname{{{kind}")), "E[")


def _renamed(node: Node, index: str, new: str) -> Node:

    return substitute(node, {index: Name(new)})
