r"""Probabilities rewritten as ordinary formulas, so that both routes compare them like any other.

Every ``P(A)``, ``P(A \mid B)`` becomes a rational function of free probabilities (``events.py``). Premises such as
``P(A) = 0.3`` or ``P(B \mid A) = 0.9`` are equations between them: each is solved for one that occurs in it linearly.
Independence is never assumed: it is a premise like any other, ``P(A \cap B) = P(A) P(B)``, or told by ``independent``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import prod

from qbank.checker.domain import Domain, Interval
from qbank.checker.index_letters import substitute
from qbank.checker.syntax import Add, Big, Chance, Const, Logic, Mul, Name, Node, Num, Relation, put, rebuild, walk

from .events import Trial, chances, literals, plain_event, scene
from .families import family_of, open_members
from .ratios import Field, Poly, Ratio, TooLarge, eliminated, generators, ratio
from .regions import NoSet

UNIT = Interval(Fraction(0), Fraction(1))
_OPEN_UNIT = Interval(Fraction(0), Fraction(1), low_open=True, high_open=True)
MAX_WRITTEN = 30
MAX_CORNERS = 8


@dataclass(slots=True)
class Rewriting:
    """What premises and formulas become: ``formula`` rewrites one; ``domain`` holds what the free quantities satisfy.

    ``reason`` says why no difference proves anything, if so.
    """

    premises: list[Node] = field(default_factory=list)
    domain: Domain = field(default_factory=Domain)
    reason: str = ""
    values: dict[Chance, Node] = field(default_factory=dict)

    def formula(self, node: Node) -> Node:
        """Return ``node`` with every probability that is understood rewritten."""
        return self._changed(written_out(node))

    def _changed(self, node: Node) -> Node:
        if isinstance(node, Chance) and node in self.values:
            return self.values[node]
        return rebuild(node, self._changed)


def written_out(node: Node) -> Node:
    """Write out sums and products of probabilities between numbers, whose index stands in the events."""
    inner = rebuild(node, written_out)
    match inner:
        case Big("sum" | "prod" as operator, index, Num(low), Num(high), body) if (
            any(True for _ in chances([body])) and low.denominator == high.denominator == 1
        ):
            if not 0 <= high - low < MAX_WRITTEN:
                return inner
            numbers = [Num(Fraction(at)) for at in range(int(low), int(high) + 1)]
            terms = tuple(put(substitute(body, {index: at}), {Name(index): at}) for at in numbers)
            return terms[0] if len(terms) == 1 else (Add(terms) if operator == "sum" else Mul(terms))
    return inner


def rewriting(
    premises: Sequence[Node],
    formulas: Iterable[Node],
    independent: Sequence[Sequence[Name]] = (),
    random: frozenset[str] = frozenset(),
    *,
    known: Mapping[Chance, Node] | None = None,
    partitions: frozenset[str] = frozenset(),
) -> Rewriting | None:
    """Return how probabilities are rewritten, or ``None`` where there are none.

    ``independent``: groups of events, or of random variables, that are mutually independent; ``random``: bases of
    random variables; ``known``: probabilities that a distribution tells; ``partitions``: bases of events of which one
    happens.
    """
    told = [written_out(premise) for premise in premises]
    used = [written_out(formula) for formula in formulas]
    wanted = [chance for chance in dict.fromkeys(chances([*told, *used])) if chance not in (known or {})]
    if not wanted:
        return Rewriting(told, values=dict(known)) if known else None
    if any(open_members(chance) for chance in wanted):
        return _with_family(told, used, wanted, partitions)
    work = _Work(told, used, wanted, independent=independent, random=random, known=dict(known or {}))
    return work.done()


def _with_family(told: list[Node], used: list[Node], wanted: Sequence[Chance], partitions: frozenset[str]) -> Rewriting:
    """Return how probabilities are rewritten where events carry an open index."""
    result = Rewriting()
    try:
        family = family_of(wanted, [*told, *used], partitions)
        if family is not None:
            result.values = {chance: family.value(chance) for chance in wanted}
            result.domain = Domain(tuple(family.domain.items()))
            if not family.partition:
                result.reason = f"whether the events {family.base} are a partition is not said"
    except NoSet as problem:
        result.reason = str(problem) or "events that are not understood"
    result.premises = [result.formula(premise) for premise in told if _impossible(premise) is None]
    return result


class _Work:
    """One rewriting on its way."""

    def __init__(
        self,
        told: list[Node],
        used: list[Node],
        wanted: list[Chance],
        *,
        independent: Sequence[Sequence[Name]],
        random: frozenset[str],
        known: dict[Chance, Node],
    ) -> None:
        self.result = Rewriting(values=known)
        self.told, self.used = told, used
        self.independent = independent
        self.events: dict[Chance, tuple[Node, Node | None]] = {}
        for chance in wanted:
            try:
                given = None if chance.given is None else plain_event(chance.given)
                self.events[chance] = (plain_event(chance.event), given)
            except NoSet as problem:
                self.result.reason = str(problem)
        self.random = random

    def done(self) -> Rewriting:
        try:
            self._solve()
        except NoSet as problem:
            self.result.reason = str(problem) or "events that are not understood"
            self.result.premises = self.told
        except TooLarge:
            self.result.reason = "too many events, or a probability under a condition that cannot happen"
            self.result.premises = self.told
        return self.result

    def _solve(self) -> None:
        whole = [event for pair in self.events.values() for event in pair if event is not None]
        known = {literal for event in whole for literal in literals(event)}
        impossible = (_impossible(premise) for premise in self.told)
        barred = [event for event in impossible if event is not None and set(literals(event)) <= known]
        self.scene = scene([*whole, *barred], self._place, self.random)
        for event in barred:
            self.scene.impossible |= self.scene.event(event)
        if not self.scene.outcomes:
            raise NoSet("the premises leave nothing that can happen")
        free = self.scene.free()
        equations = [pair for premise in self.told for pair in _equations(premise)]
        leaves = (leaf for pair in equations for side in pair for leaf in generators(side, self._opened))
        self.field = Field([*free.values(), *leaves])
        self.unknowns = [self.field.places[name] for name in free.values()]
        self.odds = self._odds(free)
        zero = [self._value(one) - self._value(other) for one, other in equations]
        zero += list(self._independence())
        solved, left = eliminated(self.field, zero, self.unknowns, self._nonzero)
        self._confine(solved)
        for place, value in solved.items():
            self.odds = {run: self.field.put(odd, place, value) for run, odd in self.odds.items()}
        self._rest(left)
        for chance in self.events:
            found = self._chance(chance)
            if found is not None:
                self.result.values[chance] = self.field.node(found)
        if self._loose():
            self.result.reason = self.result.reason or "whether events of one letter exclude one another is not said"
        if self.scene.tangled:
            self.result.reason = self.result.reason or "how the events hang together is not told"
        self.result.premises += [
            self.result.formula(premise)
            for premise in self.told
            if not any(True for _ in _equations(premise)) and _impossible(premise) is None
        ]

    def _loose(self) -> bool:
        """Tell whether several numbered events of one letter are conditions and nothing is said of them together."""
        given = [one for _, condition in self.events.values() if condition is not None for one in literals(condition)]
        bases = [one.base for one in dict.fromkeys(given) if isinstance(one, Name) and one.sub]
        return len(bases) > len(set(bases)) and not self.scene.impossible and not self.independent

    def _opened(self, node: Node) -> list[Node] | None:
        return [] if isinstance(node, Chance) and node in self.events else None

    def _place(self, trial: Trial) -> tuple[int, ...]:
        """Sort what is conditioned on before what happens under the condition."""
        stated = [one for one in chances(self.told) if one in self.events and one.given is not None]
        asked = [one for one in chances(self.used) if one in self.events and one.given is not None]
        score = 0
        for chance in stated or asked:
            event, given = self.events[chance]
            mine = set(trial.literals)
            score += bool(mine & set(literals(event))) - bool(given is not None and mine & set(literals(given)))
        return (score,)

    def _odds(self, free: Mapping[tuple[tuple[int, ...], int], Name]) -> dict[tuple[int, ...], Ratio]:
        """Return the probability of every run of outcomes."""
        one = self.field.constant(Fraction(1))
        odds: dict[tuple[int, ...], Ratio] = {(): one}
        for before, following in self.scene.branches():
            rest = odds[before]
            for outcome in following[:-1]:
                share = self.field.key(free[before, outcome])
                odds[*before, outcome] = rest * share
                rest = rest * (one - share)
            odds[*before, following[-1]] = rest
        return {run: odds[run] for run in self.scene.outcomes}

    def _probability(self, event: Node) -> Ratio:
        return self._sum(self.scene.event(event))

    def _sum(self, runs: Iterable[tuple[int, ...]]) -> Ratio:
        total = self.field.constant(Fraction(0))
        for run in runs:
            total = total + self.odds[run]
        return total

    def _chance(self, chance: Chance) -> Ratio | None:
        """Return a probability; ``None`` where its condition cannot happen."""
        event, given = self.events[chance]
        if given is None:
            return self._probability(event)
        below = self._probability(given)
        if below.above.is_zero():
            return None
        return self._probability(Logic("and", (event, given))) / below

    def _value(self, node: Node) -> Ratio:
        def known(part: Node) -> Ratio | None:
            if not isinstance(part, Chance) or part not in self.events:
                return None
            value = self._chance(part)
            if value is None:
                raise TooLarge
            return value

        return self.field.of(node, known)

    def _independence(self) -> Iterator[Ratio]:
        """Yield what mutual independence says: every choice of outcomes has the product of their probabilities."""
        for group in self.independent:
            places = [at for at, trial in enumerate(self.scene.trials) if any(_of(trial, name) for name in group)]
            for size in range(2, len(places) + 1):
                for chosen in combinations(places, size):
                    yield from self._products(chosen)

    def _products(self, chosen: tuple[int, ...]) -> Iterator[Ratio]:
        for outcomes in product(*(range(len(self.scene.trials[at].truths) - 1) for at in chosen)):
            fixed = dict(zip(chosen, outcomes, strict=True))
            joint = self._sum(run for run in self.scene.outcomes if all(run[at] == one for at, one in fixed.items()))
            parts = (self._sum(run for run in self.scene.outcomes if run[at] == one) for at, one in fixed.items())
            yield joint - prod(parts, start=self.field.constant(Fraction(1)))

    def _nonzero(self, factor: Poly) -> bool:
        """Tell whether a factor vanishes nowhere that matters: where P(A) is 0 or 1, what A conditions is idle."""
        _, parts = factor.factor()
        return all(self._vanishes_nowhere(part) for part, _ in parts)

    def _vanishes_nowhere(self, part: Poly) -> bool:
        degrees = part.degrees()
        inside = [at for at in range(len(degrees)) if degrees[at] > 0]
        if not set(inside) & set(self.unknowns):
            return True
        if not set(inside) <= set(self.unknowns) or max(degrees) > 1 or len(inside) > MAX_CORNERS:
            signs = {coefficient > 0 for coefficient in part.to_dict().values()}
            return len(signs) == 1
        corners = [
            sum(
                coefficient
                for powers, coefficient in part.to_dict().items()
                if all(corner[inside.index(at)] for at in inside if powers[at])
            )
            for corner in product((0, 1), repeat=len(inside))
        ]
        return all(value >= 0 for value in corners) or all(value <= 0 for value in corners)

    def _confine(self, solved: Mapping[int, Ratio]) -> None:
        """Say where the free quantities lie: a probability that was solved for is one still."""
        intervals: list[tuple[Name, Interval]] = []
        relations: list[Relation] = []
        for place in self.unknowns:
            name = self.field.keys[place]
            value = solved.get(place)
            node = None if value is None else self.field.node(value)
            if node is None and isinstance(name, Name):
                intervals.append((name, _OPEN_UNIT))
            elif isinstance(node, Num):
                if node.value not in UNIT:
                    self.result.reason = "the premises give a probability outside of 0 … 1"
            elif isinstance(node, Name):
                intervals.append((node, UNIT))
            elif node is not None:
                relations.append(Relation((node, Num(Fraction(0))), (r"\ge",)))
                relations.append(Relation((node, Num(Fraction(1))), (r"\le",)))
        self.result.domain = Domain(tuple(intervals), tuple(relations))

    def _rest(self, left: Sequence[Ratio]) -> None:
        """Keep the equations that were not solved: as a definition where one name alone is determined."""
        for equation in left:
            places = self.field.used(equation)
            if not places:
                self.result.reason = "the premises contradict one another"
                continue
            zero: Node = Num(Fraction(0))
            kept = Relation(
                (self.field.node(ratio(equation.above, self.field.constant(Fraction(1)).below)), zero), ("=",)
            )
            for place in sorted(places - set(self.unknowns)):
                name = self.field.keys[place]
                parts = self.field.parts(equation.above, place)
                if isinstance(name, Name) and set(parts) <= {0, 1} and len(places) == 1:
                    value = ratio(-parts.get(0, parts[1] * 0), parts[1])
                    kept = Relation((name, self.field.node(value)), ("=",))
            self.result.premises.append(kept)


def _of(trial: Trial, name: Name) -> bool:
    """Tell whether a trial is that of an event or random variable."""
    return any(name == literal or name in set(walk(literal)) for literal in trial.literals)


def _equations(premise: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the equations about probabilities that a premise states."""
    if isinstance(premise, Relation) and set(premise.signs) == {"="} and any(True for _ in chances([premise])):
        yield from pairwise(premise.sides)


def _impossible(premise: Node) -> Node | None:
    r"""Return the event that a premise on events rules out: ``A \cap B = \emptyset``, ``A \subset B``."""
    if not isinstance(premise, Relation) or any(True for _ in chances([premise])):
        return None
    try:
        match premise:
            case Relation((one, Const("empty")), ("=",)) | Relation((Const("empty"), one), ("=",)):
                return plain_event(one)
            case Relation((one, other), (r"\subset" | r"\subseteq",)):
                return Logic("and", (plain_event(one), Logic("not", (plain_event(other),))))
            case Relation((one, Name(r"\Omega")), ("=",)):
                return Logic("not", (plain_event(one),))
    except NoSet:
        return None
    return None
