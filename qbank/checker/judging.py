"""Each line of a worked solution judged: whether it follows from what stands before it.

A line claims that its sides are equal (or ordered, close, members) for all values, or, where an equation is being
solved, that this follows from the equations before it. Each claim is tried under every reading that the text leaves
open: by itself, under the equations supposed so far, and under the line before alone. It holds if one reading proves
it, and fails only if it is false under all of them. Where a line disagrees with both neighbours and they agree with
each other, it is the one to blame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .cutting import IF, IFF, SO
from .deciding.congruences import NotWhole, residue, residue_or_none, whole
from .deciding.equality import Comparer, Difference, Verdict
from .deciding.inequalities import items_of
from .deciding.relations import CONSTANTS_OF_INTEGRATION, decide
from .deciding.statable import constraint_problems
from .domain import Domain, Interval, from_relation
from .following import FOLLOWS, NEVER, SOME, Following
from .letters import Undecided
from .premises import gather
from .printing import latex
from .rates import rate
from .setting import Setting
from .solution import FAILS, HOLDS, UNDECIDED, UNREAD, Line, Worked, printed
from .syntax import (
    Apply,
    Between,
    Builder,
    Chance,
    Congruence,
    Const,
    Deriv,
    Logic,
    Moment,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Set,
    names_in,
    put,
    walk,
)

Equation = tuple[Node, Node]
_ORDER = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne"})
MAX_MODULUS = 500
WHOLE = frozenset({"n", "m", "k", "j", "l", "N", "M"})
"""Letters that often stand for whole numbers without a word said."""
WRONG = "does not follow from what stands before it"


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What is found of one claim; ``proved`` is false where it only agrees at every point tried."""

    verdict: str
    method: str
    witness: Difference | None = None
    proved: bool = True


@dataclass(slots=True)
class _Thread:
    """The equations that the lines at hand stand under, in the order in which they came."""

    equations: list[Equation] = field(default_factory=list)
    sentence: int | None = None
    """They hold within this sentence alone."""
    wrong: list[Equation] = field(default_factory=list)
    """The line before, where it failed: what is copied from it is not reported again."""

    @property
    def unknowns(self) -> set[Name]:
        return {name for pair in self.equations for side in pair for name in names_in(side)}


class Judge:
    """Decides each line of one solution."""

    def __init__(self, comparer: Comparer, asked: Node | None) -> None:
        self.comparer = comparer
        self.asked = asked
        self.thread = _Thread()
        self.base: list[Equation] = []
        self.seen: list[Node] = []
        self.later: set[Name] = set()
        self.rest = False
        self.ordered: Relation | None = None
        """The last inequality that was claimed."""
        self.congruences: list[Congruence] = []
        """The congruences that hold so far."""
        self.setting: Setting | None = None
        self._solved: dict[tuple[Equation, ...], Following] = {}

    def judge(self, worked: Worked) -> None:
        """Give every line its verdict."""
        self._prepare(worked)
        chain: list[tuple[Node, Line | None]] = []
        lost = False
        for at, line in enumerate(worked.lines):
            if not line.sides:
                line.verdict = UNREAD
                line.method = line.problem.reason if line.problem else "not read"
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
            self._others(line, chain)
            if set(line.signs) <= {"="}:
                chain += [(side, line) for side in line.sides]
            else:
                self._close(chain)
                chain = [(line.sides[-1], line)]
        self._close(chain)

    def _prepare(self, worked: Worked) -> None:
        """Make what compares the lines: it may use what the solution says of names that the question leaves open."""
        setting = self.setting = worked.setting
        if setting is not None:
            asked = [self.asked] if self.asked is not None else []
            own = setting.unsolved([*asked, *worked.trees], [*worked.definitions, *worked.laws])
            own.settled = set(self.comparer.settled)
            if setting.unread:
                own.bound = f"the premise {setting.unread[0].formula.latex} could not be read"
            elif own.contradiction():
                own.bound = "the premises exclude one another"
            self.comparer = own
        used = [*worked.trees, *([self.asked] if self.asked is not None else [])]
        self.base = self._ties() if constraint_problems(self.comparer, used) else []
        self.seen += [definition.body for definition in self.comparer.premises.definitions]

    def _ties(self) -> list[Equation]:
        """Return the equations of the premises that bind something: not those that hold everywhere."""
        return [pair for pair in self.comparer.ties() if self.comparer.compare(*pair).outcome != "equal"]

    # what lines stand under

    def _enter(self, line: Line, rest: Sequence[Line]) -> None:
        """Note what a new claim starts from: which unknowns are solved for later on."""
        if self.thread.sentence is not None and line.sentence != self.thread.sentence:
            self.thread = _Thread()
        self.rest = bool(rest)
        self.later = {
            one.sides[0] for one in rest if one.signs[:1] == ("=",) and one.sides and isinstance(one.sides[0], Name)
        }

    def _contexts(self, names: set[Name]) -> list[list[Equation]]:
        """Return the equations that a claim about ``names`` may stand under, most of them first."""
        held = self.thread.equations
        found = [[*self.base, *held]]
        if held:
            found.append([held[-1]])
            if len(held) > 1:
                found.append([*self.base, *held[:-1]])
                found.append([*self.base, held[0]])
        if self.base and held:
            found.append(list(self.base))
        found = [self._connected(one, names) for one in found]
        return [one for at, one in enumerate(found) if one and one not in found[:at]]

    def _connected(self, equations: Sequence[Equation], names: set[Name]) -> list[Equation]:
        """Return the equations that say something of ``names``, directly or through others."""
        reach = self._reached(names)
        left = [(pair, self._reached(_names([pair]))) for pair in equations]
        while grown := [found for _, found in left if found & reach and not found <= reach]:
            reach = reach.union(*grown)
        return [pair for pair, found in left if found & reach]

    def _reached(self, names: set[Name]) -> set[Name]:
        """Return names with all that their definitions are made from."""
        defined, todo, seen = self._defined(), list(names), set(names)
        while todo:
            for name in names_in(defined.get(todo.pop(), Const("true"))):
                if name not in seen:
                    seen.add(name)
                    todo.append(name)
        return seen

    def _following(self, equations: Sequence[Equation]) -> Following:
        key = tuple(equations)
        if key not in self._solved:
            self._solved[key] = Following(self.comparer, equations)
        return self._solved[key]

    def _under(self, left: Node, sign: str, right: Node, line: Line | None) -> _Ruling | None:
        """Judge a claim by the equations it stands under; ``None`` where there are none."""
        contexts = self._contexts({name for side in (left, right) for name in names_in(side)})
        if not contexts:
            if self.thread.wrong and sign == "=":
                return _Ruling(UNDECIDED, "what it goes on from is wrong")
            if sign == "=" and _isolates(left, right) and self._undefined(left):
                return _Ruling(UNDECIDED, "nothing stated says so")
            return None
        found = [(equations, self._following(equations).decide(left, sign, right)) for equations in contexts]
        if any(one.outcome == FOLLOWS for _, one in found):
            return _Ruling(HOLDS, "follows from the equations before it")
        if self.thread.wrong and self._following(self.thread.wrong).decide(left, sign, right).outcome == FOLLOWS:
            return _Ruling(HOLDS, "follows from the line before, which is wrong")
        if sign == "=" and any(one.outcome == SOME for _, one in found) and _isolates(left, right):
            return _Ruling(HOLDS, "is one of the solutions")
        if sign == "=" and any(self._loses(equations, left, right) for equations, _ in found):
            return _Ruling(HOLDS, "goes on with some of the solutions")
        open_ = next((one for _, one in found if one.outcome not in (NEVER, SOME)), None)
        if open_ is not None or self.comparer.bound:
            return _Ruling(UNDECIDED, open_.reason if open_ is not None else self.comparer.bound)
        witness = next((one.witness for _, one in found if one.witness), None)
        if self.thread.wrong and not self.thread.equations:
            return _Ruling(UNDECIDED, "what it goes on from is wrong")
        if not self._refutable(contexts[0], left, sign, right, line):
            return _Ruling(UNDECIDED, "does not follow from the equations stated, which leave it open")
        return _Ruling(FAILS if witness else UNDECIDED, WRONG, witness)

    def _undefined(self, name: Node) -> bool:
        """Tell whether nothing defines a name: to give it a value is no claim about all values."""
        try:
            return isinstance(name, Name) and not self.comparer.premises.defines(name)
        except Undecided:
            return True

    def _refutable(self, equations: Sequence[Equation], left: Node, sign: str, right: Node, line: Line | None) -> bool:
        """Tell whether a claim that does not follow is wrong.

        Where the equations leave quantities free, a claim may add what is said in words ("by symmetry, x = y"). It is
        wrong there only if they exclude it, or if it is put as what the line before says of the same quantities.
        """
        if not self._following(equations).leaves_open(left, right):
            return True
        if sign == "=" and self._following([*equations, (left, right)]).excluded:
            return True
        leads = line is not None and (
            line.link in (SO, IFF) or (line.formula.display and not line.formula.first and line.link != IF)
        )
        told = _names(equations) >= _names([(left, right)])
        return leads and told and _free(right) and not isinstance(right, Name)

    def _loses(self, equations: Sequence[Equation], left: Node, right: Node) -> bool:
        """Tell whether the solutions of an equation are some of those of the equations before: no step is wrong."""
        mine = self._following([(left, right)])
        if mine.factor_of(equations):
            return True
        if not mine.branches or mine.problem or not mine.complete:
            return False
        return all(mine.decide(one, "=", other).outcome == FOLLOWS for one, other in equations)

    # claims

    def _claim(self, left: Node, sign: str, right: Node, line: Line | None) -> _Ruling:
        """Judge one claim."""
        ruling = self._plain(left, sign, right, line)
        if (ruling.verdict == HOLDS and ruling.proved) or not (_free(left) or _free(right)):
            return ruling
        if sign == r"\approx":
            return self._rounded(left, right, line) or ruling
        if (under := self._under(left, sign, right, line)) is None:
            return ruling
        if ruling.verdict == HOLDS or (ruling.verdict == UNDECIDED and under.verdict == FAILS):
            return ruling if ruling.verdict == HOLDS or not under.witness else under
        return under

    def _rounded(self, left: Node, right: Node, line: Line | None) -> _Ruling | None:
        r"""Judge ``x \approx 1.41`` by the equations it stands under."""
        number = printed(right)
        if number is None:
            return None
        value, half = number
        low, high = (Num(abs(one)) if one >= 0 else Neg(Num(abs(one))) for one in (value - half, value + half))
        above, below = self._under(left, r"\ge", low, line), self._under(left, r"\le", high, line)
        if above is None or below is None:
            return None
        worst = next((one for one in (above, below) if one.verdict == FAILS), None)
        open_ = next((one for one in (above, below) if one.verdict != HOLDS), above)
        return worst or open_

    def _plain(self, left: Node, sign: str, right: Node, line: Line | None) -> _Ruling:
        """Judge a claim for all values of its quantities."""
        if sign == "=":
            ruling = self._equality(left, right, line.constant_of if line is not None else None)
            return self._spared(ruling, left, right, line) if ruling.verdict == FAILS else ruling
        if sign == r"\approx":
            number = printed(right)
            close = self.comparer.within(left, *number) if number is not None else None
            verdict = HOLDS if close else UNDECIDED if close is None else FAILS
            return _Ruling(verdict, "to the digits printed")
        if sign == r"\equiv" and line is not None and line.modulus is not None:
            return self._congruent(left, right, line.modulus)
        if (broken := self._narrowed(line, left, right).breaks(left, sign, right)) is not None:
            return _Ruling(FAILS, "is false", broken)
        if self.comparer.compare(Relation((left, right), (sign,)), Const("true")).proved:
            return _Ruling(HOLDS, "holds for all values")
        return _Ruling(UNDECIDED, "holds at every point tried, but inequalities are not proved yet")

    def _spared(self, ruling: _Ruling, left: Node, right: Node, line: Line | None) -> _Ruling:
        """Look again at what is false as it stands: it may be rounded, or claimed for some values alone."""
        number = printed(right)
        if number is not None and number[1] < Fraction(1, 2) and self.comparer.within(left, *number):
            return _Ruling(UNDECIDED, "right to the digits printed, but not equal: write \\approx")
        narrow = self._narrowed(line, left, right)
        if narrow is self.comparer:
            return ruling
        verdict = narrow.compare(left, right)
        if verdict.outcome == "different":
            return _Ruling(FAILS, WRONG, verdict.witness)
        if verdict.proved and line is not None and line.under is not None:
            return _Ruling(HOLDS, "holds under the condition that follows")
        return _Ruling(UNDECIDED, "holds only for some values, such as whole numbers")

    def _narrowed(self, line: Line | None, *nodes: Node) -> Comparer:
        """Return a comparer for the values that a claim may be meant for: its condition's, and whole numbers for n."""
        domain = self.comparer.domain
        names = {name for node in nodes for name in names_in(node) if name.base in WHOLE and not name.sub}
        listed = {name for name, _ in domain.intervals}
        intervals = [(name, Interval(integer=True)) for name in sorted(names - listed, key=str)]
        relations: tuple[Relation, ...] = ()
        if line is not None and line.under is not None and (found := from_relation(line.under)) is not None:
            intervals += found.intervals
            relations = found.relations
        if not intervals and not relations:
            return self.comparer
        narrowed = Domain((*domain.intervals, *intervals), (*domain.relations, *relations))
        own = Comparer(self.comparer.premises, narrowed, self.comparer.told, self.comparer.pointwise.kinds)
        own.bound, own.settled = self.comparer.bound, self.comparer.settled
        return own

    def _congruent(self, left: Node, right: Node, modulus: Node) -> _Ruling:
        """Judge a congruence: of numbers by their remainders, else for all integers."""
        number = whole(modulus)
        if number is not None and number > 0:
            one, other = residue_or_none(left, number), residue_or_none(right, number)
            if one is not None and other is not None:
                witness = None if one == other else Difference({}, f"{one} modulo {number}", f"{other} modulo {number}")
                return _Ruling(
                    HOLDS if one == other else FAILS, "the remainders agree" if one == other else WRONG, witness
                )
        if number is not None and number <= MAX_MODULUS and (ruling := self._residues(left, right, number)) is not None:
            return ruling
        if self.comparer.compare(Congruence((left, right), modulus), Const("true")).proved:
            return _Ruling(HOLDS, "for all integers")
        return _Ruling(UNDECIDED, "a congruence that was not decided")

    def _residues(self, left: Node, right: Node, modulus: int) -> _Ruling | None:
        """Judge a congruence in one unknown by trying all remainders that the ones before it leave."""
        names = {name for side in (left, right) for name in names_in(side)}
        if len(names) != 1:
            return None
        (name,) = names
        stated = [] if self.setting is None else [one for one in self.setting.stated if isinstance(one, Congruence)]
        earlier = [
            one.sides
            for one in (*stated, *self.congruences)
            if whole(one.modulus) == modulus and len(one.sides) == 2 and {*names_in(one)} == names
        ]
        try:
            left_over = [
                value for value in range(modulus) if all(_agree(pair, name, value, modulus) for pair in earlier)
            ]
            wrong = [value for value in left_over if not _agree((left, right), name, value, modulus)]
        except NotWhole:
            return None
        if wrong and earlier and left_over and not self.comparer.bound:
            shown = [str(residue(side, modulus, {name: wrong[0]})) for side in (left, right)]
            return _Ruling(FAILS, WRONG, Difference({latex(name): str(wrong[0])}, *shown))
        if wrong:
            return None
        self.congruences.append(Congruence((left, right), Num(Fraction(modulus))))
        return _Ruling(HOLDS, "follows from the congruences before it" if earlier else "for all integers")

    def _equality(self, left: Node, right: Node, by: Name | None) -> _Ruling:
        if by is not None:
            zero = dict.fromkeys(self._integration_constants(left, right), Num(Fraction(0)))
            one, other = (rate(put(side, zero), by, self._defined()) for side in (left, right))
            if one is None or other is None:
                return _Ruling(UNDECIDED, "an antiderivative inside a formula")
            ruling = self._equality(one, other, None)
            return _Ruling(ruling.verdict, "up to a constant, " + ruling.method, ruling.witness, ruling.proved)
        values = items_of(right)
        if values is not None and items_of(left) is None and isinstance(left, Name):
            return _Ruling(UNDECIDED, "a list of values")
        verdict = self.comparer.compare(left, right)
        if verdict.outcome == "undecided" and self.comparer.bound and _constant(left) and _constant(right):
            verdict = Comparer(gather([]), Domain()).compare(left, right)  # numbers rest on no premise
        if verdict.outcome == "undecided" and not self.comparer.bound:
            one, other = (self._expanded(side) for side in (left, right))
            verdict = self.comparer.compare(one, other) if (one, other) != (left, right) else verdict
        if verdict.outcome == "different":
            return _Ruling(FAILS, WRONG, verdict.witness)
        if verdict.outcome == "undecided":
            return _Ruling(UNDECIDED, verdict.reason)
        if verdict.proved:
            return _Ruling(HOLDS, "the same formula" if verdict.method == "identical" else "by algebra")
        return _Ruling(UNDECIDED, "agrees at every point tried, but no proof was found", proved=False)

    def _expanded(self, node: Node) -> Node:
        """Put in what sets and the like are defined to be: they have no value that a definition could be put in for."""
        kept = {
            name: body for name, body in self._defined().items() if isinstance(body, Set | Between | Builder | Logic)
        }
        for _ in range(4):
            node = put(node, kept)
        return node

    def _integration_constants(self, *nodes: Node) -> set[Name]:
        """Return the constants of integration: C, c, K and k where the question does not speak of them."""
        told = self.comparer.told or frozenset()
        names = {name for node in nodes for name in names_in(node)}
        return {name for name in names if name.base in CONSTANTS_OF_INTEGRATION - told and name not in self._defined()}

    def _defined(self) -> dict[Name, Node]:
        return {definition.name: definition.body for definition in self.comparer.premises.definitions}

    def _others(self, line: Line, chain: Sequence[tuple[Node, Line | None]]) -> None:
        """Judge the relations of a line other than equality."""
        sides = [chain[-1][0], *line.sides] if line.continues and chain else list(line.sides)
        signs = line.signs if len(line.signs) == len(sides) - 1 else line.signs[1:]
        if set(signs) <= {"="}:
            return
        rulings = [self._claim(*one, line) for one in zip(sides, signs, sides[1:], strict=False)]
        claim = Relation(tuple(sides), tuple(signs))
        if set(signs) <= _ORDER and any(one.verdict == UNDECIDED for one in rulings) and not line.conditional:
            rulings = [self._ordered(claim) or one for one in rulings]
        for ruling in rulings:
            self._rule(line, ruling)
        self.ordered = claim if set(signs) <= _ORDER else self.ordered

    def _ordered(self, claim: Relation) -> _Ruling | None:
        """Judge an inequality that is being solved: it has the solutions of the one before, or of the question's."""
        free = Comparer(self.comparer.premises, Domain())
        before = [self.ordered] if self.ordered is not None else []
        stated = [] if self.setting is None else [one for one in self.setting.stated if isinstance(one, Relation)]
        for one in (*before, *(one for one in stated if set(one.signs) <= _ORDER and not set(one.signs) <= {"="})):
            if set(names_in(one)) == set(names_in(claim)) and _same_solutions(free, one, claim):
                return _Ruling(HOLDS, "has the same solutions as the inequality before")
        return None

    # chains of equal sides

    def _close(self, chain: list[tuple[Node, Line | None]]) -> None:
        """Judge a chain of equal sides."""
        wrong: set[int] = set()
        for at in range(1, len(chain)):
            line = chain[at][1]
            ruling = self._step(chain, at)
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

    def _step(self, chain: Sequence[tuple[Node, Line | None]], at: int) -> _Ruling:
        """Judge one side of a chain against the one before it."""
        (left, _), (right, line) = chain[at - 1], chain[at]
        if line is not None and (listed := self._listed(left, right)) is not None:
            return listed
        ruling = self._claim(left, "=", right, line)
        if ruling.verdict == HOLDS or line is None or line.conditional:
            return ruling
        if (supposed := self._supposes(chain, at, line)) is not None:
            return supposed
        return ruling

    def _listed(self, left: Node, right: Node) -> _Ruling | None:
        r"""Judge ``x = 1, 2`` and ``x = \pm 2``: each value must be a solution of the equations before."""
        values = items_of(right)
        if values is None or not isinstance(left, Name):
            return None
        rulings = [self._claim(left, "=", value, None) for value in values]
        wrong = next((one for one in rulings if one.verdict == FAILS), None)
        if wrong is not None:
            return wrong
        return next((one for one in rulings if one.verdict != HOLDS), rulings[0])

    def _supposes(self, chain: Sequence[tuple[Node, Line | None]], at: int, line: Line) -> _Ruling | None:
        """Tell an equation that is set up to be solved from a false claim.

        ``f'(x) = 2x - 4 = 0`` sets what stands before to a number; an equation whose unknown is solved for later on
        claims nothing by itself.
        """
        left, right = chain[at - 1][0], chain[at][0]
        number = not any(True for _ in names_in(right))
        names = set(names_in(left)) | set(names_in(right))
        if at >= 2 and at == len(chain) - 1 and _zero(right) and self._moves(left):
            return _Ruling(HOLDS, "sets up the equation to be solved")
        if at == 1 and len(chain) == 2 and not line.continues and not self.thread.equations and not self.base:
            if number and any(self._equal(left, one) for one in self.seen[-12:] if set(names_in(one)) & names):
                return _Ruling(HOLDS, "sets up the equation to be solved")
            if names & self.later and not _isolates(left, right) and self._solvable(left, right):
                return _Ruling(UNDECIDED, "an equation to be solved: nothing stated says that it holds")
        return None

    def _moves(self, node: Node) -> bool:
        """Tell whether the value of a formula depends on something."""
        try:
            return bool(self.comparer.algebra.value(node).free_symbols)
        except (Undecided, AttributeError):
            return False

    def _solvable(self, left: Node, right: Node) -> bool:
        following = self._following([(left, right)])
        return bool(following.branches) or not following.complete

    def _record(self, chain: Sequence[tuple[Node, Line | None]]) -> None:
        """Keep what a chain established: sides that may be set to zero, equations that the next lines go on from."""
        self.seen += [side for side, _ in chain]
        lines = [line for _, line in chain if line is not None]
        if len(chain) < 2 or not lines or lines[-1].defines or lines[-1].taken:
            return
        line = lines[-1]
        pairs = [(one[0], other[0]) for one, other in zip(chain, chain[1:], strict=False)]
        open_ = [
            pair for pair in pairs if items_of(pair[1]) is None and self.comparer.compare(*pair).outcome != "equal"
        ]
        if not open_:
            return
        if line.supposed and line.verdict != HOLDS:
            self._mark_supposed(line)
        if line.verdict == FAILS:
            self.thread.wrong = [open_[-1]]
            return
        if line.supposed and line.link != "and" and not (set(self.thread.unknowns) - set(_names(open_))):
            self.thread = _Thread()
        if line.verdict == HOLDS or line.supposed or line.method.startswith("an equation to be solved"):
            self.thread.wrong = []
            self._add(open_)
            if line.supposed and line.sentence and not line.formula.display:
                self.thread.sentence = None

    def _add(self, pairs: Sequence[Equation]) -> None:
        """Put equations under the thread; a value for a name replaces another value for it."""
        for left, right in pairs:
            if _isolates(left, right):
                self.thread.equations = [
                    one
                    for one in self.thread.equations
                    if not (_isolates(*one) and one[0] == left and not _free(one[1]))
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
            earlier = self._claim(chain[at - 2][0], "=", before[0], before[1])
            if earlier.verdict == UNDECIDED and self._agrees(chain[at - 2][0], here[0], here[1]):
                return at - 1
        begins = at == 1 and before[1] is not None and before[1] is not here[1]
        if begins and self.asked is not None and self._equal(self.asked, here[0]):
            return 0
        return at

    def _agrees(self, left: Node, right: Node, line: Line | None) -> bool:
        return self._claim(left, "=", right, line).verdict == HOLDS

    def _equal(self, left: Node, right: Node) -> bool:
        return self.comparer.compare(left, right).outcome == "equal"

    def _rule(self, line: Line, ruling: _Ruling) -> None:
        self._mark(line, ruling.verdict, ruling.method)
        if ruling.verdict == FAILS and line.verdict == FAILS and line.against is None:
            line.against = Verdict("different", witness=ruling.witness)

    @staticmethod
    def _mark(line: Line, verdict: str, method: str) -> None:
        """Keep the worst verdict."""
        if verdict == FAILS and line.conditional:
            verdict, method = UNDECIDED, "false as a claim; it may state a condition"
        order = (HOLDS, UNDECIDED, FAILS)
        if not line.verdict or order.index(verdict) > order.index(line.verdict):
            line.verdict, line.method = verdict, method


def _isolates(left: Node, right: Node) -> bool:
    """Tell whether a claim gives a name its value."""
    return isinstance(left, Name) and left not in set(names_in(right))


def _same_solutions(comparer: Comparer, one: Relation, other: Relation) -> bool:
    verdict = decide(comparer, one, other)
    return verdict is not None and verdict.proved


def _agree(pair: Sequence[Node], name: Name, value: int, modulus: int) -> bool:
    one, other = (residue(side, modulus, {name: value}) for side in pair)
    return one == other


def _constant(node: Node) -> bool:
    return not any(isinstance(part, Name | Apply | Chance | Moment | Deriv) for part in walk(node))


def _free(node: Node) -> bool:
    return any(True for _ in names_in(node))


def _names(pairs: Sequence[Equation]) -> set[Name]:
    return {name for pair in pairs for side in pair for name in names_in(side)}


def _zero(node: Node) -> bool:
    return isinstance(node, Num) and node.value == 0
