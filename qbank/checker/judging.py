"""Each line of a worked solution judged: whether it follows from what stands before it.

A line claims that its sides are equal (or ordered, close, members) for all values, or, where an equation is being
solved, that this follows from the equations before it. Each claim is tried under every reading that the text leaves
open: by itself, under the equations supposed so far, and under the line before alone. It holds if one reading proves
it, and fails only if it is false under all of them. Where a line disagrees with both neighbours and they agree with
each other, it is the one to blame.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from .along import Along, along
from .asides import CASE, REJECTED, value_of
from .claims import EXCLUDED, FOLLOWED, LEFT_OPEN, UNSTATED, Claims, Equation, Thread, is_zero_number, names_of
from .cutting import BECAUSE, IFF, SO
from .deciding.distributions import known as known_laws
from .deciding.equality import Comparer, Verdict
from .deciding.inequalities import items_of
from .deciding.statable import constraint_problems
from .domain import Domain
from .following import FOLLOWS, NEVER, SOME, Following
from .late_units import Judged, Printed, looked_back
from .ordering import being_solved, ruled
from .plain_claims import (
    NO_UNIT,
    ORDER,
    RESTS,
    SAME_SOLUTIONS,
    UNIT_LATE,
    Ruling,
    has_names,
    is_constant,
    isolates,
    letters_of,
)
from .points import is_found, placed, points_given, points_named
from .recurring import SOLVES, Recurring, recurring
from .setting import Read, Setting
from .solution import FAILS, HOLDS, UNDECIDED, UNREAD, Line, Worked
from .solution_signs import undefined
from .solution_words import BESIDE, EQUIVALENCE, KINDS, PLACES, SCENE, SHAPES
from .syntax import (
    Apply,
    Chance,
    Deriv,
    Logic,
    Moment,
    Mul,
    Name,
    Node,
    Num,
    Relation,
    Tuple,
    names_in,
    put,
    rebuild,
    walk,
)
from .told_values import disagreements

_CLAIMED = re.compile(
    r"\b(claims?|claimed|says?|said|writes?|wrote|believes?|thinks?|argues?|wrong(ly)?|mistaken(ly)?|incorrect(ly)?)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(solve|system|simultaneous(ly)?|both|satisf\w+|constraints?)\b", re.IGNORECASE)
_CHANGING = re.compile(r"\b(updat\w+|starts?|starting|initial(ly)?|iterat\w+|after|then)\b", re.IGNORECASE)
STATED = "is an equation of the question"
ZERO = "is a zero of a formula before it"
TO_BE_SOLVED = "an equation to be solved: nothing stated says that it holds"
DISAGREES = "is not what the numbers beside it come to, with the values told"
CONDITION = "false as a claim; it may state a condition"
MAY_FOLLOW = "may follow from a line that was not checked"
NOTHING_GIVEN = "nothing is given of"
_SET_UP = (TO_BE_SOLVED, LEFT_OPEN, UNSTATED, CONDITION)
"""Reasons why an equation is not decided under which the next lines go on from it all the same."""


def _sure(setting: Setting) -> Setting:
    """Leave out the stem's equations that its words put in doubt: none of them binds the lines of a solution.

    What somebody "claims"; two formulas for one name, as of two lines in the plane, unless they are to be solved; the
    value at which an iteration starts.
    """
    words = " ".join(read.formula.before for read in setting.stem)
    values: dict[Node, list[Read]] = {}
    for read in setting.stem:
        tree = read.tree
        if isinstance(tree, Relation) and tree.signs == ("=",) and isinstance(tree.sides[0], Name):
            values.setdefault(tree.sides[0], []).append(read)
    dropped = [read for read in setting.stem if _CLAIMED.search(read.formula.before)]
    for reads in values.values():
        apart = len({read.formula.place[0] for read in reads}) > 1
        changing = _CHANGING.search(reads[0].formula.before) is not None and _assigned(setting, reads[0])
        if (apart and not _TOGETHER.search(words)) or changing:
            dropped += reads
    return replace(setting, stem=[read for read in setting.stem if read not in dropped]) if dropped else setting


def _assigned(setting: Setting, read: Read) -> bool:
    r"""Tell whether the name that a formula gives a value is changed later on: ``x \leftarrow x - 1``."""
    name, _, _ = read.formula.latex.partition("=")
    arrows = (one.formula.latex for one in setting.stem if r"\leftarrow" in one.formula.latex)
    return any(arrow.strip().startswith(name.strip()) for arrow in arrows)


def _defining(setting: Setting, lines: Sequence[Node]) -> list[Relation]:
    """Return the definitions within the sentence that asks: "a step of Newton's method for f(x) = …".

    So is "the length of the curve y = …" one, where the ``lines`` differentiate y.
    """
    made = [tree for tree in setting.solved if isinstance(tree, Relation) and isolates(*tree.sides[:2])]
    sloped = {part.of for tree in lines for part in walk(tree) if isinstance(part, Deriv)}
    curves = [
        tree
        for tree in made
        if tree.sides[0] in sloped
        and tree.signs == ("=",)
        and has_names(tree.sides[1])
        and [one.sides[0] for one in made].count(tree.sides[0]) == 1
    ]
    stated = {part.function for tree in setting.stated for part in walk(tree) if isinstance(part, Apply)}
    return curves + [
        tree
        for tree in setting.solved
        if isinstance(tree, Relation)
        and tree.signs == ("=",)
        and isinstance(left := tree.sides[0], Apply)
        and not left.primes
        and all(isinstance(one, Name) for one in left.arguments)
        and left.function not in stated | {part.function for part in walk(tree.sides[1]) if isinstance(part, Apply)}
        and set(left.arguments) & set(names_in(tree.sides[1]))
    ]


def _parts(left: Node, right: Node) -> list[Equation]:
    """Return an equation, or those of the items: ``(x, y) = (2, 5)``."""
    if isinstance(left, Tuple) and isinstance(right, Tuple) and len(left.items) == len(right.items):
        return list(zip(left.items, right.items, strict=True))
    return [(left, right)]


def _is_plain(node: Node) -> bool:
    """Tell whether a formula speaks of quantities alone, not of events or derivatives."""
    return not any(isinstance(part, Chance | Moment | Deriv | Apply) for part in walk(node))


def _is_rate(node: Node) -> bool:
    """Tell whether a formula is a first derivative."""
    return (isinstance(node, Apply) and node.primes == 1) or (isinstance(node, Deriv) and len(node.by) == 1)


def _arguments(node: Node) -> tuple[Node, ...]:
    return node.arguments if isinstance(node, Apply) else ()


def _still(node: Node) -> Node:
    """Return a formula without its derivatives."""
    return Num(Fraction(0)) if isinstance(node, Deriv) else rebuild(node, _still)


class Judge(Claims):
    """Decides each line of one solution."""

    def __init__(self, comparer: Comparer, asked: Node | None) -> None:
        super().__init__(comparer)
        self.asked = asked
        self.seen: list[Node] = []
        """Sides that earlier lines established: they may be set to zero."""
        self.flat: list[tuple[Node, Node]] = []
        """First derivatives that earlier lines took, each with what it comes to."""
        self.later: set[Name] = set()
        """Names that later lines give values to."""
        self.told = ""
        """The prose of the solution, each word at its place."""
        self.recurring: Recurring | None = None
        """The sequence that is given by a recurrence."""
        self.along: Along | None = None
        """The differential equation that is solved."""
        self.rest = False
        """More lines follow."""
        self.doubted: set[str] = set()
        """What equations before that were not read, or not decided, speak of: what follows from them is not known."""
        self.zeros_in = -1
        """The last sentence that speaks of roots."""
        self.made: set[Node] = set()
        """The names that the solution defines."""
        self.anew: set[Node] = set()
        """Names that the solution gives another meaning further on."""
        self.late: set[Node] = set()
        """Names whose values were given in numbers, with the unit at the end alone."""
        self.iterates = self.changes = False
        self.stem = ""
        self.printed: Printed = ()
        """The quantities that the stem prints."""
        self.firm = False
        """The last inequality was found to hold, and is no reason in passing."""
        self.spoken = 0
        """The sentence in which an equation was last supposed or followed."""

    def judge(self, worked: Worked) -> None:
        """Give every line its verdict."""
        self._prepare(worked)
        self.told = worked.prose
        self.shaped = SHAPES.search(worked.prose) is not None
        self.of_kind = any(pattern.search(text) for pattern in (SHAPES, KINDS) for text in (worked.stem, worked.prose))
        self.placed = PLACES.search(worked.stem) is not None
        self.iterates, self.changes = worked.iterates, worked.changes
        self.stem = worked.stem
        self.other_units = BESIDE.search(worked.stem) is not None
        self.printed = worked.printed
        self.made = {line.sides[0] for line in worked.lines if line.defines or line.taken}
        chain: list[tuple[Node, Line | None]] = []
        lost = False
        for at, line in enumerate(worked.lines):
            if not line.sides:
                line.verdict = UNREAD
                line.method = line.problem.reason if line.problem else "not read"
                if not line.prose:
                    self.doubted |= letters_of(line.formula.latex)
                if not line.continues and not line.prose:  # a claim of its own, which the next lines go on with
                    self._close(chain)
                    chain = [(line.begins, None)] if line.begins is not None else []
                    lost = not chain
                continue
            if not line.continues:
                self._close(chain)
                chain = []
                self._enter(line, worked.lines[at + 1 :])
            elif lost:
                self._mark(line, UNDECIDED, "what it goes on from was not read")
            elif not chain and self.asked is not None:
                chain.append((self.asked, None))
            lost = False
            if line.modulus is None:  # without a modulus, ≡ says that both sides are the same
                line.signs = tuple("=" if sign == r"\equiv" else sign for sign in line.signs)
            if line.anew and (name := value_of(line)) in self.made:
                self.anew.add(name)
            self._others(line, chain)
            if set(line.signs) <= {"="}:
                chain += [(side, line) for side in line.sides]
            else:
                self._close(chain)
                chain = [(line.sides[-1], line)]
        self._close(chain)
        if worked.setting is not None and not self.barred:
            for found in disagreements(worked, _sure(worked.setting), self.comparer):
                if found.line.verdict not in (FAILS, UNREAD):
                    self._mark(found.line, FAILS, DISAGREES)
                    found.line.against = Verdict("different", witness=found.witness)
        for line in worked.lines:
            if line.partial is not None and line.verdict == HOLDS:
                line.verdict, line.method = UNDECIDED, f"one side was not read: {line.partial.reason}"

    def _prepare(self, worked: Worked) -> None:
        """Make what compares the lines: it may use what the solution says of names that the question leaves open."""
        setting = _sure(worked.setting) if worked.setting is not None else None
        given = list(points_given(worked.lines))
        if setting is not None:
            self.points, reads = points_named(setting, self.asked)
            setting = replace(setting, stem=[read for read in setting.stem if read not in reads]) if reads else setting
        self.points |= dict(given)
        self.setting = setting
        flow = along(setting) if setting is not None else None
        steps = recurring(setting) if setting is not None and flow is None else None
        if setting is not None and (found := flow or steps) is not None:
            taken = found[1]
            setting = replace(
                setting,
                stem=[read for read in setting.stem if read.tree not in taken],
                given=[read for read in setting.given if read.tree not in taken],
                solved=[tree for tree in setting.solved if tree not in taken],
            )
        if setting is not None:
            asked = [self.asked] if self.asked is not None else []
            made = [one for one in worked.definitions if not isinstance(one, Relation) or one.sides not in given]
            own = setting.unsolved([*asked, *worked.trees], [*_defining(setting, worked.trees), *made, *worked.laws])
            own.settled = set(self.comparer.settled)
            self.unread = setting.unread
            if own.contradiction():
                self.barred = own.bound = "the premises exclude one another"
            self.comparer = own
            self.given = {name for names, _ in own.premises.functions.values() for name in names}
            self.along = flow[0] if flow is not None and flow[0].start(own) else None
            self.recurring = steps[0] if steps is not None else None
            if self.recurring is not None:
                self.recurring.comparer = own
            whole = self.setting or setting
            self.open_names = undefined(whole)
            parts = [part for tree in whole.trees() for part in walk(tree)]
            self.spoken_of = {part.base for part in parts if isinstance(part, Name)}
            self.spoken_of |= {part.function for part in parts if isinstance(part, Apply)}
            self.spoken_of |= {name.base for name in self._defined() if name.sub or name.sup}
            self.lawful = set(known_laws([*setting.stated, *worked.laws]))
            self.spoken_of |= {name.base for name in self.lawful}
            stated = {part.function for tree in setting.stated for part in walk(tree) if isinstance(part, Apply)}
            self.conventional = {r"\Phi"} - stated if self.lawful else set()
        used = [*worked.trees, *([self.asked] if self.asked is not None else [])]
        self.derived = list(
            dict.fromkeys(
                part for tree in used for part in walk(tree) if isinstance(part, Deriv) and isinstance(part.of, Name)
            )
        )
        self.base = self._ties() if constraint_problems(self.comparer, used) else []
        if setting is not None:
            known = _defining(setting, worked.trees)
            solved = [
                one for one in setting.solved if isinstance(one, Relation) and one.signs == ("=",) and one not in known
            ]
            pairs = [(one.sides[0], one.sides[1]) for one in solved]
            ends = [pair for pair in pairs if isolates(*pair) and not has_names(pair[1])]
            ends = [pair for pair in ends if any(pair[0] == other[0] and pair != other for other in ends)]
            self.base += [pair for pair in pairs if pair not in self.base and pair not in ends]  # not "from 0 to 3"
        here: list[Equation] = list(self.points.items())
        self.base = [pair for one in self.base if one not in here for pair in _parts(*one)]
        self.seen += [definition.body for definition in self.comparer.premises.definitions]

    # what lines stand under

    def _enter(self, line: Line, rest: Sequence[Line]) -> None:
        """Note what a new claim starts from: which unknowns are solved for later on."""
        if self.thread.sentence is not None and line.sentence != self.thread.sentence:
            self.thread = Thread()
        self.rest = bool(rest)
        self.later = {
            one.sides[0] for one in rest if one.signs[:1] == ("=",) and one.sides and isinstance(one.sides[0], Name)
        }
        after = rest[0] if rest else line
        if after.link in (SO, IFF) and after.signs == ("=",) and not has_names(after.sides[-1]):  # "so 2p = 20"
            self.later |= set(names_in(after.sides[0]))

    # claims

    def _claim(self, left: Node, sign: str, right: Node, line: Line | None) -> Ruling:
        """Judge one claim: at the point that the question names, where only one side speaks of its letter."""
        if isinstance(left, Name) and sign == "=" and left in self.points:
            if self.points[left] == right:
                return Ruling(HOLDS, "the point that is spoken of")
            return super()._claim(left, sign, right, line)
        held = names_of(self.thread.equations)
        points = {name: value for name, value in self.points.items() if name not in held}
        reached = [self._leaves(side) if points else set() for side in (left, right)]
        if line is not None and line.under is not None:
            points = {}
        here = {name: value for name, value in points.items() if name in reached[0] | reached[1]}
        if not here:
            return super()._claim(left, sign, right, line)
        once = {name: value for name, value in here.items() if (name in reached[0]) != (name in reached[1])}
        ruling = super()._claim(placed(left, once), sign, placed(right, once), line)
        if len(once) == len(here) or ruling.verdict == HOLDS:
            return ruling
        there = super()._claim(placed(left, here), sign, placed(right, here), line)
        if there.verdict == FAILS:
            return ruling
        if ruling.verdict == FAILS and self._evaluates(left, right) and set(here) <= set(names_in(_still(right))):
            return ruling
        explicit = set(here) & set(names_in(left)) & set(names_in(right))
        if ruling.verdict == FAILS and explicit and not isinstance(left, Name | Apply):
            return ruling
        return Ruling(UNDECIDED, "holds at the point that is spoken of, but not everywhere")

    def _others(self, line: Line, chain: Sequence[tuple[Node, Line | None]]) -> None:
        """Judge the relations of a line other than equality."""
        sides = [chain[-1][0], *line.sides] if line.continues and chain else list(line.sides)
        signs = line.signs if len(line.signs) == len(sides) - 1 else line.signs[1:]
        if set(signs) <= {"="}:
            return
        if self.along is not None:
            sides = [self.along.filled(side) for side in sides]
        rulings = [self._claim(*one, line) for one in zip(sides, signs, sides[1:], strict=False)]
        before = [side for side, _ in chain[:-1]] if line.continues else []
        for at, sign in enumerate(signs[: len(rulings)]):
            before.append(sides[at])
            rulings[at] = self._looked_back(before, sign, sides[at + 1], rulings[at], line)
            before = [] if sign == r"\approx" else before  # what follows may be worth something else
        claim = Relation(tuple(sides), tuple(signs))
        if set(signs) <= ORDER and any(one.verdict == UNDECIDED for one in rulings) and not line.conditional:
            rulings = [self._ordered(claim) or one for one in rulings]
        if set(signs) <= ORDER and any(one.verdict == FAILS for one in rulings):
            rulings = self._solving(claim, rulings, line)
        if line.either:
            rulings = [
                replace(one, verdict=UNDECIDED, method="one of two cases") if one.verdict == FAILS else one
                for one in rulings
            ]
        for ruling in rulings:
            self._rule(line, ruling)
            line.tail = line.tail + 1 if ruling.verdict == HOLDS or ruling.method == UNIT_LATE else 0
        if set(signs) <= ORDER:
            self.ordered = claim
            known = line.method == SAME_SOLUTIONS or not line.conditional
            self.firm = line.verdict == HOLDS and known and line.link != BECAUSE

    def _solving(self, claim: Relation, rulings: Sequence[Ruling], line: Line) -> list[Ruling]:
        """Look again at an inequality that is false for some values, where one is being solved."""
        if not being_solved(self.setting, self.stem, self.ordered, claim):
            return list(rulings)
        if (found := self._ordered(claim)) is not None:
            return [found]
        stated = [] if self.setting is None else [*self.setting.stated, *self.setting.solved]
        orders = [one for one in stated if isinstance(one, Relation) and set(one.signs) <= ORDER - {"="}]
        before = self.ordered if self.firm and self.ordered else orders[0] if self.ordered is None and orders else None
        before = before if len(orders) <= 1 else None
        return [ruled(self.comparer, before, claim, one, line) for one in rulings]

    # chains of equal sides

    def _close(self, chain: list[tuple[Node, Line | None]]) -> None:
        """Judge a chain of equal sides."""
        wrong: set[int] = set()
        tail, loose = 0, False
        for at in range(1, len(chain)):
            line = chain[at][1]
            ruling = self._step(chain, at)
            introduced = at == 1 and line is not None and (line.defines or line.taken)
            tail = tail + (not introduced) if ruling.verdict == HOLDS or ruling.method == UNIT_LATE else 0
            if line is not None:
                line.tail = tail
                loose = loose or (ruling.method == FOLLOWED and self.thread.unstated)
                line.unstated = line.unstated or loose
            if ruling.verdict != FAILS:
                if line is not None:
                    self._rule(line, ruling)
                continue
            blamed = self._blamed(chain, at, wrong)
            if blamed is None:
                if line is not None:
                    self._mark(line, HOLDS, "follows from the line before the wrong one")
                continue
            wrong.add(blamed)
            culprit = chain[blamed][1]
            if culprit is not None:
                self._rule(culprit, ruling)
            if blamed != at and line is not None:
                self._mark(line, HOLDS, "agrees with what is asked")
        first = chain[0][1] if chain else None
        if first is not None and not first.verdict:
            if self.asked is None or self._equal(self.asked, chain[0][0]):
                self._mark(first, HOLDS, "is what is asked" if self.asked is not None else "starts the derivation")
            else:
                self._mark(first, UNDECIDED, "is not what is asked, and nothing says what it is")
        self._record(chain)

    def _step(self, chain: Sequence[tuple[Node, Line | None]], at: int) -> Ruling:
        """Judge one side of a chain against the one before it."""
        (left, _), (right, line) = chain[at - 1], chain[at]
        if line is not None and (listed := self._listed(left, right)) is not None:
            return listed
        if line is not None and self.recurring is not None:
            told = self.recurring.decide(left, right, self.spoken_of, self.told[: line.formula.offset])
            if told is not None:
                return told
            if self.recurring.speaks(left) or self.recurring.speaks(right):
                return Ruling(UNDECIDED, "terms of the sequence of which nothing is known")
        if at == 1 and line is not None and line.kin is None and is_found(line):
            return Ruling(UNDECIDED, UNSTATED)
        if at == 1 and line is not None and line.kin is not None and has_names(right):
            if (found := self._where_flat(line.kin, right)) is not None:
                return found
        elif at == 1 and line is not None and line.kin is not None:
            return self._one_value(line.kin, right, line)
        if line is not None and self.along is not None:
            if (
                found := self.along.decide(left, right, line, self.spoken_of, self.told[: line.formula.offset])
            ) is not None:
                return found
            left, right = self.along.filled(left), self.along.filled(right)
        if at == 1 and len(chain) == 2 and has_names(left) and self._stands_in_stem(left, right):
            return Ruling(HOLDS, STATED)
        if at == 1 and line is not None and (line.defines or line.taken) and self._rated(left):
            return Ruling(UNDECIDED, "nothing shows that it solves the differential equation before it")
        self.linked = at > 1
        ruling = self._claim(left, "=", right, line)
        ruling = self._looked_back([side for side, _ in chain[:at]], "=", right, ruling, line)
        self.linked = False
        if at == 1 and line is not None and ruling.method == UNSTATED and isinstance(left, Name):
            ruling = self._zero(left, right, line) or ruling
        if ruling.verdict == HOLDS or line is None or line.doubted or line.supposed:
            return ruling
        if at > 1 and ruling.verdict == FAILS and line.either and not isinstance(left, Name) and not ruling.arithmetic:
            return Ruling(UNDECIDED, "one of two cases")
        if at == 1 and ruling.verdict == FAILS and line.zeroed and self._sloped_by(left):
            return Ruling(UNDECIDED, "may be where the derivative is zero")
        both = isinstance(right, Logic) and right.operator == "iff" and EQUIVALENCE.search(line.formula.latex)
        if ruling.verdict == FAILS and both:
            return Ruling(UNDECIDED, "may be two steps: between formulas of logic, write one sign of equivalence")
        if at == 1 and ruling.verdict == FAILS and self._again(left, line):
            return Ruling(UNDECIDED, "may be another formula for what stands on its left")
        if at == 1 and ruling.verdict == FAILS and line.listed and isolates(left, right) and not has_names(right):
            return Ruling(UNDECIDED, "may be one of several places")
        if (supposed := self._supposes(chain, at, line)) is not None:
            return supposed
        return ruling

    def _looked_back(self, before: Sequence[Node], sign: str, right: Node, ruling: Ruling, line: Line | None) -> Ruling:
        """Judge a quantity after numbers without units by the sides that have some."""

        def decide(side: Node) -> Ruling:
            return self._claim(side, sign, right, line)

        sides = [placed(side, self.points) for side in before]
        return looked_back(self.comparer, sides, right, ruling, Judged(self.printed, decide))

    def _rated(self, left: Node) -> bool:
        """Tell whether a line before speaks of the derivative of the function that a line gives a formula."""
        rates = [part.of for side in self.seen for part in walk(side) if isinstance(part, Deriv)]
        called = {
            one.function if isinstance(one, Apply) else one.base for one in rates if isinstance(one, Apply | Name)
        }
        return isinstance(left, Apply) and left.function in called

    def _sloped_by(self, name: Node) -> bool:
        """Tell whether a name that the question defines is what a derivative before is taken by."""
        by = {one for rate, _ in self.flat for one in (rate.by if isinstance(rate, Deriv) else _arguments(rate))}
        return name in by and name in self._defined()

    def _again(self, left: Node, line: Line) -> bool:
        """Tell whether a line gives a second formula for a name of the solution: "supply gives p = 10 + q"."""
        elsewhere = line.sourced or SCENE.search(line.formula.before) is not None
        return elsewhere and isinstance(left, Name) and left in self.made and has_names(line.sides[-1])

    def _one_value(self, kin: Name, value: Node, line: Line) -> Ruling:
        r"""Judge ``\lambda_1 = 5`` and ``q^* = 20``: a solution of the equation for λ or q that stands before it."""
        held = [pair for pair in self.thread.equations if kin in names_of([pair])]
        if not held:
            return self._zero(kin, value, line) or Ruling(UNDECIDED, UNSTATED)
        found = self._following(held[-1:]).decide(kin, "=", value)
        if found.outcome in (FOLLOWS, SOME):
            return Ruling(HOLDS, "is one of the solutions")
        leads = line.link in (SO, IFF) or not line.formula.first or self.thread.equations[-1] == held[-1]
        if found.outcome == NEVER and found.witness is not None and leads:
            return Ruling(FAILS, "is no solution of the equation before it", found.witness, firm=True)
        return Ruling(UNDECIDED, UNSTATED)

    def _zero(self, name: Name, value: Node, line: Line) -> Ruling | None:
        """Judge a value that is called a root: of some formula before it, which the words do not always tell."""
        if line.zero_words and line.sentence != self.zeros_in:
            self.zeros_in = line.sentence
        if line.sentence != self.zeros_in or has_names(value):
            return None
        sides = [side for side in self.seen if name in set(names_in(side)) and side != name][-12:]
        found = [self._following([(side, Num(Fraction(0)))]).decide(name, "=", value) for side in sides]
        if any(one.outcome in (FOLLOWS, SOME) for one in found):
            return Ruling(HOLDS, ZERO)
        if found and all(one.outcome == NEVER and one.witness is not None for one in found):
            if self._excluded_root(sides, name, value):
                return Ruling(UNDECIDED, EXCLUDED)
            return Ruling(FAILS, "is no zero of a formula before it", found[-1].witness, firm=True)
        return None

    def _excluded_root(self, sides: Sequence[Node], name: Name, value: Node) -> bool:
        """Tell whether only the conditions of the question keep a value from being a zero of one of some formulas."""
        bare = Comparer(self.comparer.premises, Domain(), self.comparer.told, kinds=self.comparer.kinds)
        found = [Following(bare, [(side, Num(Fraction(0)))]).decide(name, "=", value) for side in sides]
        return any(one.outcome != NEVER for one in found)

    def _where_flat(self, name: Name, value: Node) -> Ruling | None:
        r"""Judge ``\hat\lambda = \frac1n\sum_i x_i`` after "setting this to zero": where the one derivative is zero."""
        lefts = {rate for rate, _ in self.flat}
        sides = [side for _, side in self.flat if name in set(names_in(side))]
        held = names_of(self.thread.equations)
        if len(lefts) != 1 or not sides or self.base or not set(names_in(value)) <= set(names_in(sides[-1])) - held:
            return None
        found = self.comparer.compare(put(sides[-1], {name: value}), Num(Fraction(0)))
        if found.proved:
            return Ruling(HOLDS, ZERO)
        if found.outcome == "different":
            return Ruling(FAILS, "is no zero of the derivative before it", found.witness, firm=True)
        return None

    def _listed(self, left: Node, right: Node) -> Ruling | None:
        r"""Judge ``x = 1, 2`` and ``x = \pm 2``: each value must be a solution of the equations before."""
        values = items_of(right)
        if values is None or not isinstance(left, Name):
            return None
        rulings = [self._claim(left, "=", value, None) for value in values]
        wrong = next((one for one in rulings if one.verdict == FAILS), None)
        if wrong is not None:
            return wrong
        return next((one for one in rulings if one.verdict != HOLDS), rulings[0])

    def _supposes(self, chain: Sequence[tuple[Node, Line | None]], at: int, line: Line) -> Ruling | None:
        """Tell an equation that is set up to be solved from a false claim.

        ``f'(x) = 2x - 4 = 0`` sets what stands before to a number; an equation whose unknown is solved for later on
        claims nothing by itself.
        """
        left, right = chain[at - 1][0], chain[at][0]
        number = not any(True for _ in names_in(right))
        names = set(names_in(left)) | set(names_in(right))
        computed = self._evaluates(left, right)
        lawful = isinstance(left, Chance | Moment) and set(names_in(left)) <= self.lawful
        known = isinstance(left, Apply | Deriv | Num) or (isinstance(left, Name) and number) or computed or lawful
        if at == 1 and not known and names and self._doubtful(names):
            return Ruling(UNDECIDED, MAY_FOLLOW)
        if at == 1 and not known and any(map(self.comparer.algebra.is_array, names)) and self._slopes_by_arrays():
            return Ruling(UNDECIDED, TO_BE_SOLVED)  # an equation of vectors or matrices, which may follow from words
        if at >= 2 and at == len(chain) - 1 and is_zero_number(right) and self._moves(left):
            return Ruling(HOLDS, "sets up the equation to be solved")
        if line.conditional or (at == 1 and computed) or not (self._leaves(left) | self._leaves(right)):
            return None
        one = at == 1 and len(chain) > 2 and len(names) == 1 and names <= self.later
        if one and not known and not isinstance(left, Name) and self._solvable(left, right):
            return Ruling(UNDECIDED, TO_BE_SOLVED)  # 2x + 4 = 3(x - 1) = 3x - 3, of which x is found later
        alone = not self.thread.equations or (line.sentence != self.spoken and not self._goes_on_from(line, names))
        if at == 1 and len(chain) == 2 and not line.continues and alone and not self.base:
            if (
                number
                and not isinstance(left, Name)
                and any(self._equal(left, one) for one in self.seen[-12:] if set(names_in(one)) & names)
            ):
                return Ruling(HOLDS, "sets up the equation to be solved")
            if number and names and not (known or isinstance(left, Name)) and self._solvable(left, right):
                return Ruling(UNDECIDED, TO_BE_SOLVED)
            if not lawful and names & self.later and not isolates(left, right) and self._solvable(left, right):
                return Ruling(UNDECIDED, TO_BE_SOLVED)
        return None

    def _slopes_by_arrays(self) -> bool:
        """Tell whether a line before takes a derivative by a vector or matrix, which may be set to zero."""
        slopes = (part for side in self.seen for part in walk(side) if isinstance(part, Deriv))
        return any(self.comparer.algebra.is_array(name) for one in slopes for name in one.by)

    def _goes_on_from(self, line: Line, names: set[Name]) -> bool:
        """Tell whether a line is put as what follows from the equations it stands under, of whose names it speaks."""
        return line.led and names <= names_of(self.thread.equations)

    def _solvable(self, left: Node, right: Node) -> bool:
        following = self._following([(left, right)])
        return bool(following.branches) or not following.complete

    def _stands_in_stem(self, left: Node, right: Node) -> bool:
        """Tell whether this very equation stands in the stem, as a premise or as what is to be solved."""
        if self.setting is None:
            return False
        return Relation((left, right), ("=",)) in (*self.setting.solved, *self.setting.stated)

    def _record(self, chain: Sequence[tuple[Node, Line | None]]) -> None:
        """Keep what a chain established: sides that may be set to zero, equations that the next lines go on from."""
        self.seen += [side for side, _ in chain]
        if chain and _is_rate(chain[0][0]):
            self.flat += [(chain[0][0], side) for side, line in chain[1:] if line is not None and line.verdict == HOLDS]
        lines = [line for _, line in chain if line is not None]
        self.late |= {value for line in lines if line.method in (UNIT_LATE, NO_UNIT) and (value := value_of(line))}
        if not self._go_on(chain, lines) and any(line.verdict == UNDECIDED for line in lines):
            self.doubted |= {name.base for side, _ in chain for name in names_in(side)}

    def _go_on(self, chain: Sequence[tuple[Node, Line | None]], lines: Sequence[Line]) -> bool:
        """Put the equations of a chain among those that the next lines stand under; tell whether they are there."""
        if len(chain) < 2 or not lines or lines[-1].method == ZERO:
            return False
        line = lines[-1]
        pairs = [(one[0], other[0]) for one, other in pairwise(chain)]
        if line.defines or line.taken:  # its first equation is a definition, the others may rest on words
            pairs = pairs[1:] if line.method.startswith(RESTS) else []
        if line.verdict == HOLDS and line.method == SOLVES and self.recurring is not None:
            self._add(list(self.recurring.starting()))
            return True
        if self.recurring is not None and any(map(self.recurring.speaks, (side for side, _ in chain))):
            return line.verdict == HOLDS
        if self.along is not None:
            if (line.verdict == HOLDS and "differential" in line.method) or "constant is zero" in line.method:
                self._add([one for pair in pairs for one in self.along.starting(*pair)])
                return True
            pairs = [(self.along.filled(one), self.along.filled(other)) for one, other in pairs]
        open_ = [
            pair for pair in pairs if items_of(pair[1]) is None and self.comparer.compare(*pair).outcome != "equal"
        ]
        if not open_:
            return False
        if line.supposed and line.verdict != HOLDS:
            self._mark_supposed(line)
        if line.verdict == FAILS:
            self.thread.wrong = [open_[-1]]
            return False
        if line.supposed and line.link != "and" and not (set(self.thread.unknowns) - set(names_of(open_))):
            self.thread = Thread()
        told = line.method == CONDITION and isolates(*open_[-1]) and not has_names(open_[-1][1])
        unstated = line.method.startswith(NOTHING_GIVEN) or (line.method == MAY_FOLLOW and not line.conditional)
        unstated = unstated and not line.aside and all(_is_plain(side) for pair in open_ for side in pair)
        set_up = (line.method in _SET_UP and not told) or line.method.startswith(RESTS) or unstated
        if not (line.verdict == HOLDS or line.supposed or set_up):
            return False
        if set_up and any(self._capitals(side) for pair in open_ for side in pair):
            return False
        self.thread.wrong = []
        self.thread.unstated = self.thread.unstated or unstated
        self.thread.sure = line.verdict == HOLDS and not line.supposed
        self._add(open_)
        self.thread.sentence = line.sentence if line.scoped else None
        self.spoken = line.sentence
        return True

    def _doubtful(self, names: set[Name]) -> bool:
        """Tell whether a claim about ``names`` may follow from a line that was not read or not decided."""
        reached = self._reached(names | names_of([pair for one in self._contexts(names) for pair in one]))
        return bool(self.doubted & {name.base for name in reached})

    def _add(self, pairs: Sequence[Equation]) -> None:
        """Put equations under the thread; a value for a name replaces another value for it."""
        for left, right in pairs:
            if isolates(left, right):
                self.thread.equations = [
                    one
                    for one in self.thread.equations
                    if not (isolates(*one) and one[0] == left and not has_names(one[1]))
                ]
            self.thread.equations = [*self.thread.equations, (left, right)][-6:]

    def _mark_supposed(self, line: Line) -> None:
        if line.verdict == UNDECIDED and self.rest:
            line.verdict, line.method = HOLDS, "a condition, under which the next lines stand"

    def _blamed(self, chain: Sequence[tuple[Node, Line | None]], at: int, wrong: set[int]) -> int | None:
        """Return which of sides ``at - 1`` and ``at`` is wrong, ``None`` where the first was blamed already."""
        before, here = chain[at - 1], chain[at]
        if at - 1 in wrong:
            earlier = next((chain[back] for back in range(at - 2, -1, -1) if back not in wrong), None)
            if earlier is not None and self._agrees(earlier[0], here[0], here[1]):
                return None
            if self.asked is not None and self._equal(self.asked, here[0]):
                return None
            return at
        if at >= 2 and before[1] is not None and before[1] is not here[1] and at - 1 not in wrong:
            doubtful = self._claim(chain[at - 2][0], "=", before[0], before[1])
            if doubtful.verdict == UNDECIDED and self._agrees(chain[at - 2][0], here[0], here[1]):
                return at - 1
        begins = at == 1 and before[1] is not None and before[1] is not here[1]
        if begins and self.asked is not None and self._equal(self.asked, here[0]):
            return 0
        return at

    def _agrees(self, left: Node, right: Node, line: Line | None) -> bool:
        return self._claim(left, "=", right, line).verdict == HOLDS

    def _rule(self, line: Line, ruling: Ruling) -> None:
        worked_out = any(map(has_names, line.sides)) and line.aside in ("", REJECTED, CASE)
        arithmetic = ruling.arithmetic and worked_out  # it is right whatever the words say of the name
        if ruling.verdict == FAILS and not arithmetic and (reason := line.aside or self._elsewhere(line)):
            ruling = Ruling(UNDECIDED, reason)
        self._mark(line, ruling.verdict, ruling.method, firm=ruling.firm)
        if ruling.verdict == FAILS and line.verdict == FAILS and line.against is None:
            line.against = Verdict("different", witness=ruling.witness)

    def _elsewhere(self, line: Line) -> str:
        """Return why a line may speak of other values of its letters than those known."""
        if self.anew and (line.continues or self.anew & {name for side in line.sides for name in names_in(side)}):
            return "a letter has another meaning here"
        if any(self._merged(side) for side in line.sides):
            return "capitals side by side may be one name"
        if self._moved_on(line):
            return "may be of another place or time than the value before"
        value = value_of(line)
        if self.late & {name for side in line.sides[1:] for name in names_in(side)}:
            return "rests on a value of which the unit stands at the end alone"
        if (
            value in self.made
            and not (line.defines or line.taken)
            and line.formula.before.rstrip().endswith(":")
            and line.formula.before.strip(" :\n")
        ):
            return "a formula for another case"
        if self.iterates and value is not None and not value.sub and not any(map(has_names, line.sides[-1:])):
            return "may be the value after a step"
        constant = value is not None and value in (known := self._defined()) and is_constant(known[value])
        if self.changes and constant and not any(map(has_names, line.sides[1:])):
            return "may be the value after a change"
        return ""

    def _moved_on(self, line: Line) -> bool:
        """Tell whether words of a place or time stand before a line that puts in what the solution says of a name."""
        spoken = {name for side in line.sides for name in names_in(side)}
        puts_in = self.made & spoken and line.sides[0] not in self.made and not _is_rate(line.sides[0])
        return bool(puts_in) and PLACES.search(line.formula.before) is not None

    def _capitals(self, node: Node) -> bool:
        """Tell whether a side is capitals side by side, one of them nowhere in the question: ``MR`` may be one name."""
        names = node.factors if isinstance(node, Mul) else ()
        plain = [one.base for one in names if isinstance(one, Name) and len(one.base) == 1 and one.base.isupper()]
        return bool(plain) and len(plain) == len(names) and not set(plain) <= self.spoken_of

    def _merged(self, node: Node) -> bool:
        """Tell whether a capital that the question does not speak of stands before a function: ``AC(q)``."""
        pairs = (pair for part in walk(node) if isinstance(part, Mul) for pair in pairwise(part.factors))
        return any(
            isinstance(one, Name)
            and one.base.isupper()
            and one.base not in self.spoken_of
            and isinstance(other, Apply)
            and other.function.isupper()
            for one, other in pairs
        )

    @staticmethod
    def _mark(line: Line, verdict: str, method: str, *, firm: bool = False) -> None:
        """Keep the worst verdict; ``firm``: the claim is of numbers alone, which state no condition."""
        if verdict == FAILS and (line.doubted or line.supposed or (line.conditional and not firm)):
            verdict, method = UNDECIDED, CONDITION
        order = (HOLDS, UNDECIDED, FAILS)
        if not line.verdict or order.index(verdict) > order.index(line.verdict):
            line.verdict, line.method = verdict, method
