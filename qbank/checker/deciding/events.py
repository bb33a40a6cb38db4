r"""Events as unions of outcomes, and their probabilities as rational functions of free quantities.

The events of a question are made of *trials*: a named event happens or not; a random variable falls on one of the
places that its thresholds cut the line into. A *scene* orders the trials and gives each outcome, under each run of
outcomes before it, a probability of its own: ``P(A)``, ``P(B \mid A)``, ``P(B \mid A^c)``. These are free numbers
between 0 and 1, and every probability is a polynomial in them: what holds for all their values holds for all events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from qbank.checker.printing import latex
from qbank.checker.syntax import (
    Between,
    Big,
    Call,
    Chance,
    Const,
    Logic,
    Mul,
    Name,
    Node,
    Relation,
    Set,
    Tuple,
    walk,
)

from .orders import Axis, Order, ordered
from .regions import NoSet, is_operation, written_out

MAX_OUTCOMES = 64
SURE = frozenset({Name(r"\Omega")})
_EMPTY, _TRUE, _FALSE = Const("empty"), Const("true"), Const("false")


def plain_event(node: Node) -> Node:
    r"""Return an event with ``and or not`` alone, of names and relations of two sides; raise :class:`NoSet` else.

    ``(A, B)`` and the product ``AB`` are both at once; ``X \in \{1, 2\}`` is one value or the other.
    """
    match node:
        case Tuple(items) | Mul(items) if isinstance(node, Tuple) or all(_may_be_event(item) for item in items):
            return Logic("and", tuple(map(plain_event, items)))
        case Big("union" | "intersection"):
            return plain_event(written_out(node))
        case Call("complement", (of,)) | Logic("not", (of,)):
            return Logic("not", (plain_event(of),))
        case Call("setminus", (one, other)):
            return Logic("and", (plain_event(one), Logic("not", (plain_event(other),))))
        case Call("symdiff", parts) | Logic("xor", parts):
            return Logic("xor", tuple(map(plain_event, parts)))
        case Call("union", parts) | Logic("or", parts):
            return Logic("or", tuple(map(plain_event, parts)))
        case Call("intersection", parts) | Logic("and", parts):
            return Logic("and", tuple(map(plain_event, parts)))
        case Name() if node in SURE:
            return _TRUE
        case Name() | Const("empty" | "true" | "false"):
            return node
        case Relation((element, Set(items)), (r"\in" | r"\notin" as sign,)) if items:
            held = Logic("or", tuple(Relation((element, item), ("=",)) for item in items))
            return held if sign == r"\in" else Logic("not", (held,))
        case Relation((element, Between(low, high, low_open, high_open)), (r"\in" | r"\notin" as sign,)):
            bounds: list[Node] = []
            if not _infinite(low):
                bounds.append(Relation((element, low), (">" if low_open else r"\ge",)))
            if not _infinite(high):
                bounds.append(Relation((element, high), ("<" if high_open else r"\le",)))
            inside = Logic("and", tuple(bounds))
            return inside if sign == r"\in" else Logic("not", (inside,))
        case Relation(sides, signs) if set(signs) <= {"<", ">", r"\le", r"\ge", "=", r"\ne"}:
            pairs = [Relation((a, b), (s,)) for a, s, b in zip(sides, signs, sides[1:], strict=False)]
            return pairs[0] if len(pairs) == 1 else Logic("and", tuple(pairs))
    raise NoSet(f"the event {latex(node)} is not understood")


def _infinite(node: Node) -> bool:
    return any(part == Const("infinity") for part in walk(node))


def _may_be_event(node: Node) -> bool:
    return isinstance(node, Name) or is_operation(node)


def literals(event: Node) -> Iterator[Node]:
    """Yield the names and relations that a plain event is made of."""
    if isinstance(event, Logic):
        for operand in event.operands:
            yield from literals(operand)
    elif event not in (_EMPTY, _TRUE, _FALSE):
        yield event


def happens(event: Node, known: Callable[[Node], bool]) -> bool:
    """Tell whether a plain event happens, when it is known of each literal."""
    match event:
        case Logic("not", (of,)):
            return not happens(of, known)
        case Logic("and", parts):
            return all(happens(part, known) for part in parts)
        case Logic("or", parts):
            return any(happens(part, known) for part in parts)
        case Logic("xor", parts):
            return sum(happens(part, known) for part in parts) % 2 == 1
        case Const(name):
            return name == "true"
    return known(event)


@dataclass(frozen=True, slots=True)
class Trial:
    """A named event, or the place of a quantity on a line.

    ``outcomes`` in words, and for each of them the ``truths`` of the literals.
    """

    literals: tuple[Node, ...]
    outcomes: tuple[str, ...]
    truths: tuple[tuple[bool, ...], ...]

    def holds(self, literal: Node, outcome: int) -> bool:
        """Tell whether a literal is true in an outcome."""
        return self.truths[outcome][self.literals.index(literal)]


def _braced(text: str) -> str:
    return text if len(text) == 1 else f"({text})"


def _named_trial(name: Name) -> Trial:
    text = latex(name)
    return Trial((name,), (text, f"{_braced(text)}^c"), ((True,), (False,)))


def _line_trial(relations: Sequence[tuple[Relation, Order]]) -> Trial:
    """Return the trial of a quantity that is compared with numbers: places that no relation tells apart are one."""
    axis = relations[0][1].axis
    marks = sorted({order.threshold for _, order in relations})
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    places = [*marks, *between, marks[0] - 1, marks[-1] + 1]
    seen: dict[tuple[bool, ...], str] = {}
    for place in places:
        truths = tuple(order.holds({axis: place}) for _, order in relations)
        words = (
            " , ".join(latex(relation) for (relation, _), truth in zip(relations, truths, strict=True) if truth)
            or r"\text{else}"
        )
        seen.setdefault(truths, words)
    return Trial(tuple(relation for relation, _ in relations), tuple(seen.values()), tuple(seen))


@dataclass(slots=True)
class Scene:
    """The trials of a question in order, and the free probabilities of their outcomes."""

    trials: list[Trial]
    tangled: bool = False
    """Trials may bear on one another in ways that are not known: no difference is to be told."""
    impossible: frozenset[tuple[int, ...]] = frozenset()

    @property
    def outcomes(self) -> list[tuple[int, ...]]:
        """Every run of outcomes, one of each trial, that can happen."""
        runs = product(*(range(len(trial.truths)) for trial in self.trials))
        return [run for run in runs if run not in self.impossible]

    def event(self, event: Node) -> frozenset[tuple[int, ...]]:
        """Return the runs of outcomes in which a plain event happens. Raises :class:`NoSet`."""
        places = {literal: at for at, trial in enumerate(self.trials) for literal in trial.literals}
        if not all(literal in places for literal in literals(event)):
            raise NoSet("an event of its own kind")
        return frozenset(
            run
            for run in self.outcomes
            if happens(event, lambda one, run=run: self.trials[places[one]].holds(one, run[places[one]]))  # type: ignore[misc]
        )

    def branches(self) -> Iterator[tuple[tuple[int, ...], list[int]]]:
        """Yield every run of outcomes of the first trials, with the outcomes that can follow it."""
        whole = self.outcomes
        for depth in range(len(self.trials)):
            for before in sorted({run[:depth] for run in whole}):
                yield before, sorted({run[depth] for run in whole if run[:depth] == before})

    def free(self) -> dict[tuple[tuple[int, ...], int], Name]:
        """Return the free probabilities: of each outcome but the last, given the run before and none of the earlier."""
        found: dict[tuple[tuple[int, ...], int], Name] = {}
        for before, following in self.branches():
            conditions = [self.trials[at].outcomes[outcome] for at, outcome in enumerate(before)]
            trial = self.trials[len(before)]
            for place, outcome in enumerate(following[:-1]):
                others = [rf"\text{{not }} {trial.outcomes[earlier]}" for earlier in following[:place]]
                given = r" \cap ".join([*conditions, *others])
                condition = rf" \mid {given}" if given else ""
                found[before, outcome] = Name(rf"\Pr({trial.outcomes[outcome]}{condition})")
        return found


def scene(events: Iterable[Node], order: Callable[[Trial], tuple[int, ...]], random: frozenset[str]) -> Scene:
    """Return the scene in which plain events happen; ``order`` sorts the trials. Raises :class:`NoSet`."""
    named: dict[Node, None] = {}
    by_axis: dict[Axis, dict[Relation, Order]] = {}
    tangled = False
    for event in events:
        for literal in literals(event):
            if isinstance(literal, Name):
                named[literal] = None
                continue
            assert isinstance(literal, Relation)  # noqa: S101 - plain events hold nothing else
            found = ordered(literal)
            if found is None or not found.axis:
                raise NoSet(f"the event {latex(literal)} is not understood")
            by_axis.setdefault(found.axis, {})[literal] = found
    names: list[Name] = []
    for axis in by_axis:
        inside = {part for monomial, _ in axis for node, _ in monomial for part in walk(node) if isinstance(part, Name)}
        variables = {name for name in inside if name.base in random or name.base[:1].isupper()} or inside
        tangled |= bool(variables & set(names))
        names += variables
    tangled |= bool(set(names) & set(named))
    trials = [_named_trial(name) for name in named if isinstance(name, Name)]
    trials += [_line_trial(list(relations.items())) for relations in by_axis.values()]
    total = 1
    for trial in trials:
        total *= len(trial.truths)
    if total > MAX_OUTCOMES:
        raise NoSet("too many events")
    return Scene(sorted(trials, key=order), tangled=tangled)


def chances(nodes: Iterable[Node]) -> Iterator[Chance]:
    """Yield every probability in ``nodes``."""
    for node in nodes:
        yield from (part for part in walk(node) if isinstance(part, Chance))
