"""Each line of a worked solution judged: whether it follows from what stands before it.

A line claims that its sides are equal (or ordered, close, members) for all values, or, where an equation is being
solved, that this follows from the equations before it. Each claim is tried under every reading that the text leaves
open: by itself, under the equations supposed so far, and under the line before alone. It holds if one reading proves
it, and fails only if it is false under all of them. Where a line disagrees with both neighbours and they agree with
each other, it is the one to blame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from .asides import CASE, REJECTED, value_of
from .claim_shapes import ORDER, has_charge, has_names, is_constant, is_rate, isolates, letters_of, names_of
from .claims import FOLLOWED, UNSTATED
from .counted_up import spare_rounded_counts
from .cutting import BECAUSE
from .deciding.equality import Comparer, Verdict
from .deciding.exact import NotReal
from .deciding.inequalities import expanded, items_of, within
from .exchanged import EXCHANGING, spare_exchanged
from .hanging_together import ALWAYS
from .late_units import Judged, Printed, looked_back
from .led_steps import broken_steps
from .letters import Undecided, interval_of
from .matrix_words import slips as matrix_slips
from .ordering import being_solved, ruled
from .other_languages import spare_foreign
from .other_meanings import OtherMeanings
from .plain_claims import COORDINATES
from .points import is_found, off_points, placed
from .printing import latex
from .put_in_order import misplaced, told_numbers
from .remainders import spare_remainders
from .ruling import NO_UNIT, NOTHING_GIVEN, SAME_SOLUTIONS, UNIT_LATE, WRONG, Ruling
from .said_of_names import spare_said
from .setting import Setting
from .solution import FAILS, HOLDS, UNDECIDED, UNREAD, Line, Worked
from .solution_claims import sure
from .solution_words import (
    BESIDE,
    CHANGING,
    CHARGES,
    CURVED,
    EQUIVALENCE,
    GAUSSIAN,
    KINDS,
    OF_SYSTEM,
    PLACES,
    SHAPES,
    TURNING,
    UNIT_VECTORS,
)
from .solution_zeros import Zeros
from .supposing import CONDITION, MAY_FOLLOW, Supposing
from .syntax import Call, Logic, Name, Node, Relation, names_in
from .told_values import disagreements
from .tried import spare_tried
from .written_loosely import spare_loose

STATED = "is an equation of the question"
MISPLACED = "has numbers that cannot be those of the names before them"
DISAGREES = "is not what the numbers beside it come to, with the values told"


class Judge(Supposing, Zeros, OtherMeanings):
    """Decides each line of one solution."""

    def __init__(self, comparer: Comparer, asked: Node | None) -> None:
        super().__init__(comparer, asked)
        self.stem = ""
        self.printed: Printed = ()
        """The quantities that the stem prints."""
        self.firm = False
        """The last inequality was found to hold, and is no reason in passing."""

    def judge(self, worked: Worked) -> None:
        """Give every line its verdict."""
        self._prepare(worked)
        self._note_words(worked)
        self.made = {line.sides[0] for line in worked.lines if line.defines or line.taken}
        self.changed = self._values_changed(worked.lines)
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
            self._beside_lines(worked, worked.setting)
        _soften(worked, self.comparer)

    def _beside_lines(self, worked: Worked, setting: Setting) -> None:
        """Mark the lines that what stands beside them makes false: values told, points, matrices, steps named."""
        stated = sure(setting)
        for found in disagreements(worked, stated, self.comparer):
            charged = self.charged and any(map(has_charge, found.line.sides))
            if found.line.verdict not in (FAILS, UNREAD) and not charged:
                self._mark(found.line, FAILS, DISAGREES)
                found.line.against = Verdict("different", witness=found.witness)
        for line in off_points(worked, setting, self.comparer):
            if line.verdict == UNDECIDED:
                self._rule(line, Ruling(FAILS, "is false at the point that is named", firm=True))
        told = told_numbers(stated.stated)
        for line in worked.lines:
            if line.verdict == UNDECIDED and misplaced(line, told):
                self._rule(line, Ruling(FAILS, MISPLACED, firm=True))
        for line, reason in matrix_slips(worked, stated, self.comparer):
            line.verdict, line.method = FAILS, reason
            if line not in worked.lines:
                worked.lines.append(line)
        solving = self.recurring is not None or self.along is not None  # "hence" may add a particular solution
        for step in () if solving else broken_steps(worked, setting, self.comparer):
            self._rule(step.line, Ruling(FAILS, WRONG, step.witness))

    def _note_words(self, worked: Worked) -> None:
        """Note what the words of stem and solution say for all lines."""
        self.told = worked.prose
        self.shaped = SHAPES.search(worked.prose) is not None
        self.gaussian = any(GAUSSIAN.search(text) for text in (worked.stem, worked.prose))
        self.turned = any(one.search(worked.prose) for one in (TURNING, CHANGING, UNIT_VECTORS))
        texts = [OF_SYSTEM.sub("", text) for text in (worked.stem, worked.prose)]
        self.of_kind = any(pattern.search(text) for pattern in (SHAPES, KINDS) for text in texts)
        self.curved = any(CURVED.search(text) for text in (worked.stem, worked.prose))
        self.placed = PLACES.search(worked.stem) is not None
        self.iterates, self.changes = worked.iterates, worked.changes
        self.stem = worked.stem
        self.other_units = BESIDE.search(worked.stem) is not None
        self.printed = worked.printed
        self.charged = bool(worked.printed) or CHARGES.search(f"{worked.stem} {worked.prose}") is not None

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
        for start, claim in reversed(_ordered_runs(sides, signs)):
            here = slice(start, start + len(claim.signs))
            rulings[here] = self._as_solved(claim, rulings[here], line)
        if line.either:
            cases = zip(rulings, sides, strict=False)
            rulings = [one if self._in_any_case(one, left) else _case(one) for one, left in cases]
        line.wrong += [step for step, one in zip(pairwise(sides), rulings, strict=False) if one.verdict == FAILS]
        for ruling in rulings:
            self._rule(line, ruling)
            line.tail = line.tail + 1 if ruling.verdict == HOLDS or ruling.method == UNIT_LATE else 0
        if (runs := _ordered_runs(sides, signs)) and set(signs[-1:]) <= {*ORDER, r"\approx"}:
            self.ordered = runs[-1][1]
            known = line.method == SAME_SOLUTIONS or not line.conditional
            self.firm = line.verdict == HOLDS and known and line.link != BECAUSE

    def _in_any_case(self, ruling: Ruling, left: Node) -> bool:
        """Tell whether a claim is false in both of two cases: of numbers, or of what has equations of its own alone."""
        equations = self._contexts({left}) if isinstance(left, Name) else []
        return ruling.arithmetic or (bool(equations) and names_of(equations[0]) == {left})

    def _as_solved(self, claim: Relation, rulings: Sequence[Ruling], line: Line) -> list[Ruling]:
        """Look again at the steps of an inequality, as one that has the solutions of another or is being solved."""
        found = list(rulings)
        if any(one.verdict == UNDECIDED for one in found) and not line.conditional:
            found = [self._ordered(claim) or one for one in found]
        return self._solving(claim, found, line) if any(one.verdict == FAILS for one in found) else found

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
        steps = zip(rulings, claim.sides, claim.signs, claim.sides[1:], strict=False)
        return [
            one if sign == "=" and self._computed(left, right) else ruled(self.comparer, before, claim, one, line)
            for one, left, sign, right in steps
        ]

    def _computed(self, left: Node, right: Node) -> bool:
        r"""Tell whether a step works out what stands on its left, as in ``\det A = 3 - 2a \ne 0``: it is not solved."""
        determinant = isinstance(left, Call) and left.function == "det"
        return determinant or self._evaluates(left, right)

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
                spared = all(one is None or one.verdict != FAILS for _, one in chain[:at])
                if line is not None and ruling.arithmetic and spared:
                    line.wrong.append((chain[at - 1][0], chain[at][0]))
                    self._rule(line, ruling)
                elif line is not None:
                    self._mark(line, HOLDS, "follows from the line before the wrong one")
                continue
            wrong.add(blamed)
            culprit = chain[blamed][1]
            if culprit is not None:
                culprit.wrong.append((chain[at - 1][0], chain[at][0]))
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
        if at == 1 and line is not None and line.zero_of is not None and (found := self._where_zero(line)) is not None:
            return found
        if at == 1 and line is not None and self._other_value(left, right, line):
            return Ruling(UNDECIDED, "another value of the letter than before")
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
                strange = [name for side in (left, right) for name in names_in(side) if self._is_another(name)]
                return (
                    Ruling(UNDECIDED, f"{NOTHING_GIVEN} {latex(strange[0])}")
                    if found.verdict == FAILS and strange
                    else found
                )
            left, right = self.along.filled(left), self.along.filled(right)
        if at == 1 and len(chain) == 2 and has_names(left) and self._stands_in_stem(left, right):
            return Ruling(HOLDS, STATED)
        if at == 1 and line is not None and (line.defines or line.taken) and self._rated(left):
            return Ruling(UNDECIDED, "nothing shows that it solves the differential equation before it")
        if at == 1 and line is not None and line.defines and self._may_be_slope(left, right):
            return Ruling(UNDECIDED, "may be a derivative, of which nothing is stated")
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
        if at > 1 and ruling.verdict == FAILS and not ruling.arithmetic and self._ties_doubted(left, right):
            return Ruling(UNDECIDED, MAY_FOLLOW)
        if at == 1 and ruling.verdict == FAILS and self._again(left, line):
            return Ruling(UNDECIDED, "may be another formula for what stands on its left")
        if at == 1 and ruling.verdict == FAILS and line.listed and isolates(left, right) and not has_names(right):
            return Ruling(UNDECIDED, "may be one of several places")
        supposed = self._supposes(chain, at, line) if ruling.method != ALWAYS else None
        return supposed or ruling

    def _other_value(self, left: Node, right: Node, line: Line) -> bool:
        """Tell whether a name is given another number than by a line before, or y the formula of another curve.

        "p = 1/2 contributes …, p = 1/4 …"; y = x + 1 and y = 2x - 3.
        """
        told = self._defined().get(left) if left in self.made and isinstance(left, Name) else None
        if told is None or told == right or line.led:
            return False
        numbers = is_constant(told) and is_constant(right)
        curves = all(any(name.base in COORDINATES for name in names_in(one)) for one in (left, told, right))
        return numbers or curves

    def _looked_back(self, before: Sequence[Node], sign: str, right: Node, ruling: Ruling, line: Line | None) -> Ruling:
        """Judge a quantity after numbers without units by the sides that have some."""

        def decide(side: Node) -> Ruling:
            return self._claim(side, sign, right, line)

        sides = [placed(side, self.points) for side in before]
        return looked_back(self.comparer, sides, right, ruling, Judged(self.printed, decide))

    def _listed(self, left: Node, right: Node) -> Ruling | None:
        r"""Judge ``x = 1, 2`` and ``x = \pm 2``: each value must be a solution of the equations before."""
        values = items_of(right)
        signs = expanded(right)
        if not isinstance(left, Name) and len(signs) > 1 == len(expanded(left)):
            rulings = [self._claim(left, "=", value, None) for value in signs]
            right_ = any(one.verdict != FAILS for one in rulings)
            return Ruling(UNDECIDED, "one of the signs") if right_ else rulings[0]
        if values is None or not isinstance(left, Name) or self._is_vector(left):
            return None
        if len(signs) > 1:  # "c = ±8. Since c > 0, …"
            values = tuple(value for value in values if not self._outside(left, value)) or values
        rulings = [self._claim(left, "=", value, None) for value in values]
        wrong = next((one for one in rulings if one.verdict == FAILS), None)
        if wrong is not None:
            return wrong
        return next((one for one in rulings if one.verdict != HOLDS), rulings[0])

    def _outside(self, name: Name, value: Node) -> bool:
        """Tell whether a value is one that the domains exclude."""
        algebra, premises = self.comparer.algebra, self.comparer.premises
        try:
            return not within(algebra.value(value), interval_of(self.comparer.domain, name, premises.letters))
        except (Undecided, NotReal, TypeError):
            return False

    def _stands_in_stem(self, left: Node, right: Node) -> bool:
        """Tell whether this very equation stands in the stem, as a premise or as what is to be solved."""
        if self.setting is None:
            return False
        return Relation((left, right), ("=",)) in (*self.setting.solved, *self.setting.stated)

    def _record(self, chain: Sequence[tuple[Node, Line | None]]) -> None:
        """Keep what a chain established: sides that may be set to zero, equations that the next lines go on from."""
        self.seen += [side for side, _ in chain]
        if chain and is_rate(chain[0][0]):
            self.flat += [(chain[0][0], side) for side, line in chain[1:] if line is not None and line.verdict == HOLDS]
        lines = [line for _, line in chain if line is not None]
        self.late |= {value for line in lines if line.method in (UNIT_LATE, NO_UNIT) and (value := value_of(line))}
        if not self._go_on(chain, lines) and any(line.verdict == UNDECIDED and not line.rooted for line in lines):
            self.doubted |= {name.base for side, _ in chain for name in names_in(side)}

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

    def _may_be_slope(self, left: Node, right: Node) -> bool:
        r"""Tell whether a new name is written like a derivative: ``\Pi'``, or ``L_x`` of an L that has a formula."""
        if not isinstance(left, Name):
            return False
        by = left.sub[0] if len(left.sub) == 1 else None
        whole = Name(left.base)
        known = whole in self.made or not self._undefined(whole)
        return left.base.endswith("'") or (isinstance(by, Name) and known and by in set(names_in(right)))

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

    @staticmethod
    def _mark(line: Line, verdict: str, method: str, *, firm: bool = False) -> None:
        """Keep the worst verdict; ``firm``: the claim is of numbers alone, which state no condition."""
        supposed = line.supposed and not (
            firm and len(line.signs) > 1
        )  # "setting f'(x) = 2x - 4 = 0" supposes the last
        if verdict == FAILS and (line.doubted or supposed or (line.conditional and not firm)):
            verdict, method = UNDECIDED, CONDITION
        order = (HOLDS, UNDECIDED, FAILS)
        if not line.verdict or order.index(verdict) > order.index(line.verdict):
            line.verdict, line.method = verdict, method


def _case(ruling: Ruling) -> Ruling:
    return replace(ruling, verdict=UNDECIDED, method="one of two cases") if ruling.verdict == FAILS else ruling


def _ordered_runs(sides: Sequence[Node], signs: Sequence[str]) -> list[tuple[int, Relation]]:
    r"""Return the inequalities in a chain, each with its first side: ``a \ge b`` of ``a \ge b \approx 4.2``."""
    found = []
    for ordered, run in groupby(enumerate(signs), key=lambda one: one[1] in ORDER):
        places = [at for at, _ in run]
        start, stop = places[0], places[-1] + 1
        if ordered and not set(signs[start:stop]) <= {"="}:
            found.append((start, Relation(tuple(sides[start : stop + 1]), tuple(signs[start:stop]))))
    return found


def _soften(worked: Worked, comparer: Comparer) -> None:
    """Leave lines open that are false as they stand, but not as they are meant, or of which a side was not read."""
    spare_rounded_counts(worked.lines)
    stated = [] if worked.setting is None else [*worked.setting.stated, *worked.setting.solved]
    spare_tried(worked.lines, stated, comparer)
    spare_remainders(worked, stated, comparer)
    spare_said(worked, comparer)
    spare_foreign(worked)
    spare_loose(worked, comparer)
    if worked.setting is not None and EXCHANGING.search(f"{worked.stem} {worked.prose}"):
        spare_exchanged(worked.lines, worked.setting.stated)
    for line in worked.lines:
        if line.partial is not None and line.verdict == HOLDS:
            line.verdict, line.method = UNDECIDED, f"one side was not read: {line.partial.reason}"
