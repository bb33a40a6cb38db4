r"""What a question says of chance, put together: events, random variables, distributions, independence.

``rewrite`` is called where premises are gathered: it gives the premises as ordinary equations, and every probability
and moment as an ordinary formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from flint import arb, fmpq

from qbank.checker.calls import fraction_of
from qbank.checker.domain import Domain
from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Apply,
    Call,
    Chance,
    Const,
    Moment,
    Name,
    Node,
    Num,
    Relation,
    Set,
    names_in,
    put,
    rebuild,
    walk,
)

from .chance import Rewriting, rewriting, written_out
from .congruences import whole
from .counting import Cardinals, cardinals
from .densities import density_of, whole_weight
from .distributions import confined, known, normal
from .events import chances
from .laws import Setting, told
from .moments import Moments, Variables, has_moments, random_bases
from .worded import NOTHING, Said, about_chance, said

__all__ = ["ANYWHERE", "NOTHING", "Randomness", "Said", "about_chance", "rewrite", "said"]
ANYWHERE = Domain()


@dataclass(slots=True)
class Randomness:
    """Probabilities and moments as ordinary formulas.

    ``premises`` are those of the question, rewritten; ``domain`` holds what the free quantities satisfy; ``reason``
    says why no difference proves anything, if so.
    """

    premises: list[Node] = field(default_factory=list)
    domain: Domain = field(default_factory=Domain)
    reason: str = ""
    bases: frozenset[str] = frozenset()
    """The free probabilities and moments in the formulas."""
    cardinals: Cardinals | None = None
    phi: bool = False
    r"""``\Phi`` is the standard normal distribution function."""
    table: Mapping[Fraction, Num] = field(default_factory=dict)
    r"""Values of ``\Phi`` that the premises give to some digits."""
    chances: Rewriting | None = None
    moments: Moments | None = None

    def within(self, domain: Domain) -> Domain:
        """Return ``domain`` with what the free quantities satisfy."""
        return _joined(domain, self.domain)

    def formula(self, node: Node) -> Node:
        """Return ``node`` with every probability and moment rewritten that is understood."""
        if self.phi:
            node = _with_normal(node)
        if self.cardinals is not None:
            node = self.cardinals.formula(node)
        if self.chances is not None:
            node = self.chances.formula(node)
        if self.moments is not None and has_moments([node]):
            node = self.moments.formula(node)
        return node


def concerns(nodes: Iterable[Node]) -> bool:
    """Tell whether a probability, a moment or a distribution stands anywhere."""
    return any(isinstance(part, Chance | Moment) or _is_phi(part) for node in nodes for part in walk(node))


def _is_phi(node: Node) -> bool:
    return isinstance(node, Apply) and node.function == r"\Phi" and len(node.arguments) == 1 and not node.primes


def _with_normal(node: Node) -> Node:
    r"""Return ``node`` with ``\Phi``, of which nothing else is said, as the standard normal distribution function."""
    inner = rebuild(node, _with_normal)
    return normal(inner.arguments[0]) if isinstance(inner, Apply) and _is_phi(inner) else inner


def phi_table(premises: Iterable[Node]) -> dict[Fraction, Num] | None:
    r"""Return the rounded values of ``\Phi`` that the premises give; ``None`` where they say another thing of it."""
    found: dict[Fraction, Num] = {}
    for premise in premises:
        if isinstance(premise, Relation) and _is_phi(premise.sides[0]):
            match premise:
                case Relation((Apply(_, (place,)), Num(value, places) as rounded), ("=",)) if (
                    places and (at := fraction_of(place)) is not None and _is_rounded_phi(at, value, places)
                ):
                    found[at] = rounded
                case Relation((Apply(_, (place,)), Num(value, places)), (r"\approx",)) if (
                    places and (at := fraction_of(place)) is not None and _is_rounded_phi(at, value, places)
                ):
                    continue
                case _:
                    return None
    return found


def _is_rounded_phi(at: Fraction, value: Fraction, places: int) -> bool:
    exact = arb(fmpq(at.numerator, at.denominator))
    gap = (1 + (exact / arb(2).sqrt()).erf()) / 2 - arb(fmpq(value.numerator, value.denominator))
    return bool(abs(gap) <= arb(fmpq(1, 10**places)))  # tables are cut off, or rounded


def rewrite(
    premises: Sequence[Node], formulas: Sequence[Node], domain: Domain = ANYWHERE, words: Said = NOTHING
) -> Randomness | None:
    """Return how probabilities and moments are rewritten; ``None`` where there are none.

    ``premises`` are what is stated, ``formulas`` all that will be compared; ``words``: what is said in words.
    """
    counts = cardinals([*premises, *formulas])
    if counts is None and not concerns([*premises, *formulas]):
        return None
    table = phi_table(premises)
    phi = table is not None
    if phi:
        premises, formulas = ([_with_normal(node) for node in nodes] for nodes in (premises, formulas))
    laws = known(premises)
    if not laws:
        laws = density_of(premises, _variables([*premises, *formulas]))
        premises = [*premises, *whole_weight(laws.values())]
    random = random_bases([*premises, *formulas]) | {name.base for name in laws} | words.random
    random |= _members(premises, random)
    defined = _defined(premises, random)
    found = Randomness(phi=phi, table=table or {})
    premises = [*premises, *_conventions([*premises, *formulas], random)]
    every = [written_out(node) for node in (*premises, *formulas)]
    setting = Setting(laws, defined, words.independent, domain)
    lawful = told(dict.fromkeys(chances(every)), setting)
    found.premises = list(premises)
    stated = [*premises, *_exclusions(words), *_partitions(premises, formulas, words)]
    families = frozenset(name.base for group in words.partitions for name in group if name.sub)
    found.chances = rewriting(stated, formulas, words.independent, random, known=lawful, partitions=families)
    if found.chances is not None:
        found.premises, found.reason = found.chances.premises, found.chances.reason
        found.domain = _joined(found.domain, found.chances.domain)
    if has_moments([*found.premises, *formulas]):
        variables = Variables(
            random,
            laws,
            words.independent,
            words.alike,
            words.separate,
            words.uncorrelated,
            defined,
            _tables(premises, laws),
        )
        moments = found.moments = Moments(variables)
        found.premises = moments.premises(found.premises)
        for formula in formulas:
            found.formula(formula)
        found.domain = _joined(found.domain, moments.confined())
    found.domain = _joined(found.domain, Domain(tuple(entry for law in laws.values() for entry in confined(law))))
    if words.doubtful:
        found.reason = found.reason or "what is said of independence is not understood"
    if loose := _undone(premises, random, defined):
        found.reason = found.reason or f"what is said of {loose} is not understood"
    if found.moments is not None and (strange := _unsaid(premises, formulas)):
        found.reason = found.reason or f"what {strange} stands for is not said"
    if any(law.function == "dist_geometric" for law in laws.values()):
        found.reason = found.reason or "a geometric distribution counts trials or failures: which is not said"
    found.premises = [premise for premise in found.premises if not _is_law(premise)]
    if counts is not None:
        found.cardinals = counts
        for formula in (*premises, *formulas):
            counts.formula(formula)
        found.premises = counts.premises(found.premises)
        found.domain = _joined(found.domain, counts.domain())
    new = {name.base for node in (*found.premises, *map(found.formula, formulas)) for name in names_in(node)}
    found.bases = frozenset(new - {name.base for node in (*premises, *formulas) for name in names_in(node)})
    return found


def _variables(nodes: Iterable[Node]) -> list[Name]:
    """Return the capital letters inside moments and probabilities."""
    inside = (part for node in nodes for part in walk(node) if isinstance(part, Chance | Moment))
    return list(dict.fromkeys(name for part in inside for name in names_in(part) if name.base[:1].isupper()))


def _tables(premises: Iterable[Node], laws: Mapping[Name, Call]) -> dict[Name, list[tuple[Node, Node]]]:
    """Return the random variables whose values and probabilities are all told: numbers that sum to 1."""
    found: dict[Name, dict[Node, Num]] = {}
    for premise in premises:
        match premise:
            case Relation((Chance(Relation((Name() as name, value), ("=",)), None), Num() as odds), ("=",)):
                found.setdefault(name, {})[value] = odds
    tables: dict[Name, list[tuple[Node, Node]]] = {
        name: list(table.items())
        for name, table in found.items()
        if sum(odds.value for odds in table.values()) == 1
        and len({whole(value) for value in table} - {None}) == len(table)
    }
    for name, law in laws.items():
        match law:
            case Call("dist_uniform", (Set(items),)):
                tables[name] = [(item, Num(Fraction(1, len(items)))) for item in items]
    return tables


def _conventions(nodes: Sequence[Node], random: frozenset[str]) -> list[Node]:
    r"""Return that ``\mu_X`` is the mean of X and ``\sigma_X`` its standard deviation, where nothing else is said."""
    heads = {node.sides[0] for node in nodes if isinstance(node, Relation)}
    found: list[Node] = []
    for name in dict.fromkeys(name for node in nodes for name in names_in(node)):
        match name:
            case Name(r"\mu" | r"\sigma" as base, (Name(variable, (), ()) as of,), ()) if (
                variable in random and variable[:1].isupper() and name not in heads
            ):
                kind = "mean" if base == r"\mu" else "deviation"
                found.append(Relation((Moment(kind, (of,)), name), ("=",)))
    return found


def _unsaid(premises: Sequence[Node], formulas: Iterable[Node]) -> str:
    r"""Return a usual letter for a mean, a deviation or a sample mean of which the premises say nothing."""
    given = {name for premise in premises if isinstance(premise, Relation) for name in names_in(premise)}
    for name in (name for formula in formulas for name in names_in(formula)):
        if name not in given and (name.base in _USUAL or name.base.startswith((r"\bar{", r"\overline{", r"\hat{"))):
            return latex(name)
    return ""


_USUAL = frozenset({r"\mu", r"\sigma", r"\rho"})


def _joined(one: Domain, other: Domain) -> Domain:
    return Domain((*one.intervals, *other.intervals), (*one.relations, *other.relations))


def _is_law(premise: Node) -> bool:
    return isinstance(premise, Relation) and premise.signs[-1:] == (r"\sim",)


def _members(premises: Sequence[Node], random: frozenset[str]) -> frozenset[str]:
    r"""Return the capital letters that random variables are made of: X, where ``\bar X`` is a sum of the ``X_i``."""
    return frozenset(
        part.base
        for premise in premises
        if isinstance(premise, Relation)
        and any(isinstance(side, Name) and side.base in random for side in premise.sides)
        for part in names_in(premise)
        if len(part.base) == 1 and part.base.isupper() and part.sub
    )


def _undone(premises: Iterable[Node], random: frozenset[str], defined: Mapping[Name, Node]) -> str:
    """Return a random variable that a premise ties to something in a way that is not understood."""
    for premise in premises:
        if isinstance(premise, Relation) and premise.signs[-1] != r"\sim" and not concerns([premise]):
            tied = [name for name in names_in(premise) if name.base in random]
            if tied and premise.sides[0] not in defined:
                return latex(tied[0])
    return ""


def _defined(premises: Iterable[Node], random: frozenset[str]) -> dict[Name, Node]:
    """Return what random variables are made of: ``Y = 2X + 3``, in order, one put into the next."""
    found: dict[Name, Node] = {}
    for premise in premises:
        match premise:
            case Relation((Name() as name, body), ("=",)) if (
                name not in set(names_in(body))
                and any(part.base in random for part in names_in(body))
                and not concerns([body])
            ):
                found[name] = put(body, found)
    return found


def _exclusions(words: Said) -> list[Node]:
    return [
        Relation((Call("intersection", pair), Const("empty")), ("=",))
        for group in (*words.disjoint, *words.partitions)
        for pair in combinations(group, 2)
    ]


def _partitions(premises: Sequence[Node], formulas: Sequence[Node], words: Said) -> list[Node]:
    """Return that partitions are exhaustive; events whose probabilities sum to 1 are a partition.

    The latter where each of them is a condition of one and the same event in some premise, words tell such cases, none
    is independent of another, and no formula has two of them together: that is how total probability is asked.
    """
    stated: list[Node] = [Relation((Call("union", group), Name(r"\Omega")), ("=",)) for group in words.partitions]
    if not words.cases:
        return stated
    odds: dict[str, dict[Name, Fraction]] = {"": {}}
    for premise in premises:
        match premise:
            case Relation(sides, signs) if set(signs) == {"="} and (number := fraction_of(sides[-1])) is not None:
                for side in sides[:-1]:
                    if isinstance(side, Chance) and isinstance(side.event, Name) and side.given is None:
                        odds.setdefault(side.event.base if side.event.sub else "", {})[side.event] = number
    conditions: dict[Node, set[Node]] = {}
    for chance in chances(premises):
        if chance.given is not None:
            conditions.setdefault(chance.event, set()).add(chance.given)
    beside = {name for group in words.independent for name in group}
    for members in odds.values():
        cases = [name for name in members if any(name in given for given in conditions.values())]
        alike = any(set(cases) <= given for given in conditions.values())
        apart = not any(_together(chance, cases) for chance in chances([*premises, *formulas]))
        if len(cases) > 1 and sum(members[name] for name in cases) == 1 and alike and apart and not beside & {*cases}:
            stated += _exclusions(Said(disjoint=(tuple(cases),)))
    return stated


def _together(chance: Chance, cases: Sequence[Name]) -> bool:
    """Tell whether a probability speaks of two of these events at once."""
    inside = {*names_in(chance.event), *(names_in(chance.given) if chance.given is not None else ())}
    return len(inside & set(cases)) > 1
