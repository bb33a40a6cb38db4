"""Equations under which the next lines of a solution stand: claimed, supposed, or set up to be solved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .asides import REJECTED
from .claim_shapes import Equation, has_charge, has_names, is_zero_number, isolates, names_of
from .claims import LEFT_OPEN, ONE_OF, SOME_OF, UNSTATED, Thread
from .cutting import IFF, SO
from .deciding.equality import Comparer
from .deciding.inequalities import items_of
from .orders import has_order
from .recurring import SOLVES
from .ruling import NOTHING_GIVEN, RESTS, Ruling
from .solution import FAILS, HOLDS, UNDECIDED, Line
from .solution_claims import SolutionClaims
from .solution_zeros import ZERO
from .syntax import Apply, Call, Chance, Deriv, Moment, Mul, Name, Node, Num, names_in, walk

TO_BE_SOLVED = "an equation to be solved: nothing stated says that it holds"
CONDITION = "false as a claim; it may state a condition"
MAY_FOLLOW = "may follow from a line that was not checked"
_SET_UP = (TO_BE_SOLVED, LEFT_OPEN, UNSTATED, CONDITION)
"""Reasons why an equation is not decided under which the next lines go on from it all the same."""


class Supposing(SolutionClaims):
    """Tells what is set up to be solved from what is claimed, and keeps both for the lines that go on from them."""

    def __init__(self, comparer: Comparer, asked: Node | None) -> None:
        super().__init__(comparer, asked)
        self.rest = False
        """More lines follow."""
        self.spoken = 0
        """The sentence in which an equation was last supposed or followed."""

    def _enter(self, line: Line, rest: Sequence[Line]) -> None:
        """Note what a new claim starts from: which unknowns are solved for later on."""
        if self.thread.sentence is not None and line.sentence != self.thread.sentence:
            self.thread = Thread()
        self._leave_case(line)
        self.rest = bool(rest)
        self.later = {
            one.sides[0] for one in rest if one.signs[:1] == ("=",) and one.sides and isinstance(one.sides[0], Name)
        }
        self.later |= {one.kin for one in rest if one.kin is not None}
        after = rest[0] if rest else line
        if after.link in (SO, IFF) and after.signs == ("=",) and not has_names(after.sides[-1]):  # "so 2p = 20"
            self.later |= set(names_in(after.sides[0]))

    def _leave_case(self, line: Line) -> None:
        r"""Go back to what held before a case that a line denies: ``x \ne 0`` after ``x = 0``."""
        pair = line.sides[:2]
        if line.signs != (r"\ne",) or pair not in self.thread.equations or has_names(pair[1]):
            return
        before = self.thread.equations[: self.thread.equations.index(pair)]
        whole = self.thread.whole if self.thread.whole != before else None
        self.thread = Thread(equations=before, sure=self.thread.sure, unstated=self.thread.unstated, whole=whole)

    def _supposes(self, chain: Sequence[tuple[Node, Line | None]], at: int, line: Line) -> Ruling | None:
        """Tell an equation that is set up to be solved from a false claim.

        ``f'(x) = 2x - 4 = 0`` sets what stands before to a number; an equation whose unknown is solved for later on
        claims nothing by itself.
        """
        left, right = chain[at - 1][0], chain[at][0]
        number = not any(True for _ in names_in(right))
        names = set(names_in(left)) | set(names_in(right))
        determinant = isinstance(left, Call) and left.function == "det" and has_names(right)
        computed = determinant or self._evaluates(left, right)
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

    def _go_on(self, chain: Sequence[tuple[Node, Line | None]], lines: Sequence[Line]) -> bool:
        """Put the equations of a chain among those that the next lines stand under; tell whether they are there."""
        if len(chain) < 2 or not lines or lines[-1].method == ZERO or lines[-1].rooted:
            return False
        line = lines[-1]
        if line.aside == REJECTED:
            return False  # "u = 3 is discarded": the next lines do not stand under it
        if self.charged and any(has_charge(side) for side, _ in chain):
            return False
        if any(has_order(side) for side, _ in chain):
            return line.verdict == HOLDS  # with a remainder it is no equation
        pairs = [(one[0], other[0]) for one, other in pairwise(chain)]
        if line.defines or line.taken:  # its first equation is a definition, the others may rest on words
            solved = line.verdict == HOLDS and is_zero_number(chain[-1][0])
            pairs = pairs[1:] if solved or line.method.startswith(RESTS) else []
        if line.verdict == HOLDS and line.method == SOLVES and self.recurring is not None:
            self._add(self._binding(list(self.recurring.starting())))
            return True
        if self.recurring is not None and any(map(self.recurring.speaks, (side for side, _ in chain))):
            return line.verdict == HOLDS
        if self.along is not None:
            if (line.verdict == HOLDS and "differential" in line.method) or "constant is zero" in line.method:
                self._add(self._binding([one for pair in pairs for one in self.along.starting(*pair)]))
                return True
            pairs = [(self.along.filled(one), self.along.filled(other)) for one, other in pairs]
        open_ = self._binding([pair for pair in pairs if items_of(pair[1]) is None])
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
        if not (line.verdict == HOLDS or line.supposed or (set_up and not line.doubted)):
            return False
        if set_up and any(self._capitals(side) for pair in open_ for side in pair):
            return False
        self.thread.wrong = []
        self.thread.unstated = self.thread.unstated or unstated
        self.thread.sure = line.verdict == HOLDS and not line.supposed
        if self.thread.whole is None and (line.supposed or line.method in (ONE_OF, SOME_OF)):
            self.thread.whole = list(self.thread.equations)
        self._add(open_)
        self.thread.sentence = line.sentence if line.scoped else None
        self.spoken = line.sentence
        return True

    def _binding(self, pairs: Sequence[Equation]) -> list[Equation]:
        """Leave out the equations that hold everywhere: every claim would be some of their solutions."""
        return [pair for pair in pairs if self.comparer.compare(*pair).outcome != "equal"]

    def _doubtful(self, names: set[Name]) -> bool:
        """Tell whether a claim about ``names`` may follow from a line that was not read or not decided."""
        reached = self._reached(names | names_of([pair for one in self._contexts(names) for pair in one]))
        return bool(self.doubted & {name.base for name in reached})

    def _ties_doubted(self, left: Node, right: Node) -> bool:
        """Tell whether a step leads from quantities to others of which an equation was not read or not decided."""
        if not (has_names(left) and has_names(right)):
            return False
        return bool(self.doubted & {name.base for name in self._leaves(left) ^ self._leaves(right)})

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

    def _capitals(self, node: Node) -> bool:
        """Tell whether a side is capitals side by side, one of them nowhere in the question: ``MR`` may be one name."""
        names = node.factors if isinstance(node, Mul) else ()
        plain = [one.base for one in names if isinstance(one, Name) and len(one.base) == 1 and one.base.isupper()]
        return bool(plain) and len(plain) == len(names) and not set(plain) <= self.spoken_of


def _is_plain(node: Node) -> bool:
    """Tell whether a formula speaks of quantities alone, not of events or derivatives."""
    return not any(isinstance(part, Chance | Moment | Deriv | Apply) for part in walk(node))
