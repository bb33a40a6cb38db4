"""The claims of one solution, under what its question states and at the point that it names.

Not all that a stem says binds the lines: not what somebody claims, not the value at which an iteration starts. What the
sentence that asks defines does, and so do the equations that are to be solved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from .along import Along, along
from .claim_shapes import Equation, has_names, is_zero_number, isolates, names_of
from .claims import FOLLOWED, Claims
from .deciding.distributions import known as known_laws
from .deciding.equality import Comparer
from .deciding.statable import constraint_problems
from .following import FOLLOWS, NEVER, SOME
from .points import placed, points_given, points_named
from .printing import latex
from .recurring import Recurring, recurring
from .ruling import NOTHING_GIVEN, Ruling
from .setting import Read, Setting
from .solution import FAILS, HOLDS, UNDECIDED, Line, Worked
from .solution_signs import undefined
from .syntax import Apply, Deriv, Name, Node, Num, Relation, Tuple, names_in, rebuild, walk

_CLAIMED = re.compile(
    r"\b(claims?|claimed|says?|said|writes?|wrote|believes?|thinks?|argues?|wrong(ly)?|mistaken(ly)?|incorrect(ly)?)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(solve|system|simultaneous(ly)?|both|satisf\w+|constraints?)\b", re.IGNORECASE)
_CHANGING = re.compile(r"\b(updat\w+|starts?|starting|initial(ly)?|iterat\w+|after|then)\b", re.IGNORECASE)
OTHER_SOLUTION = "may speak of another solution of the equations before"
THERE_ALONE = "holds at the point that is spoken of, but not everywhere"

_PLACED = re.compile(r"\W*(?:at|when|for|if|where|once)(?: the (?:time|moment|instant|place|point))?\W*", re.IGNORECASE)
"""Words between a value and the place where it holds."""


def sure(setting: Setting, lines: Sequence[Line] = ()) -> Setting:
    """Leave out the stem's equations that its words put in doubt: none of them binds the ``lines`` of a solution.

    What somebody "claims"; two formulas for one name, as of two lines in the plane, unless they are to be solved, in
    words or by a line that equates them; the value at which an iteration starts.
    """
    words = " ".join(read.formula.before for read in setting.stem)
    values: dict[Node, list[Read]] = {}
    for read in setting.stem:
        tree = read.tree
        if isinstance(tree, Relation) and tree.signs[:1] == ("=",) and isinstance(tree.sides[0], Name):
            values.setdefault(tree.sides[0], []).append(read)
    dropped = [read for read in setting.stem if _CLAIMED.search(read.formula.before)]
    dropped += _at_a_point(setting)
    for reads in values.values():
        apart = len({read.formula.place[0] for read in reads}) > 1
        changing = _CHANGING.search(reads[0].formula.before) is not None and _assigned(setting, reads[0])
        together = _TOGETHER.search(words) is not None or _equated(reads, lines)
        if (apart and not together) or changing:
            dropped += reads
    return replace(setting, stem=[read for read in setting.stem if read not in dropped]) if dropped else setting


def _at_all_times(setting: Setting) -> Setting:
    r"""Leave out the values of quantities that move: ``x = 3`` beside ``\dot x = 1`` holds at an instant."""
    rates = {name for tree in setting.trees() for name in _moved(tree)}
    return replace(setting, stem=[read for read in setting.stem if _number_for(read.tree) not in rates])


def _at_a_point(setting: Setting) -> list[Read]:
    """Return the values that the stem tells at one place alone: "$y = 8$ when $x = 2$" beside "$x = 3$"."""
    places = [tree.sides for read in setting.stem if _number_for(tree := read.tree) and isinstance(tree, Relation)]
    found = []
    for read, place in pairwise(setting.stem):
        name, there = _number_for(read.tree), _number_for(place.tree)
        told = name is not None and there is not None and _PLACED.fullmatch(place.formula.before) is not None
        if told and len({sides[-1] for sides in places if sides[0] == there}) > 1:
            found.append(read)
    return found


def _number_for(tree: Node | None) -> Node | None:
    """Return the left side of an equation that gives it a number."""
    return tree.sides[0] if isinstance(tree, Relation) and not has_names(tree.sides[-1]) else None


def _moved(tree: Node) -> Iterator[Node]:
    r"""Yield the quantities of which an equation says that they have a rate other than zero: ``\dot x = 1``."""
    match tree:
        case Relation((Deriv(of), value), ("=",)) if not has_names(value) and not is_zero_number(value):
            yield of


def _equated(reads: Sequence[Read], lines: Sequence[Line]) -> bool:
    """Tell whether a line equates the formulas for one name: where they meet."""
    formulas = {read.tree.sides[-1] for read in reads if isinstance(read.tree, Relation)}
    return len(formulas) == len(reads) > 1 and any(formulas <= set(line.sides) for line in lines)


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


def _law_of(variable: Node, tree: Node | None) -> bool:
    return isinstance(tree, Relation) and tree.signs[-1:] == (r"\sim",) and tree.sides[0] == variable


def _parts(left: Node, right: Node) -> list[Equation]:
    """Return an equation, or those of the items: ``(x, y) = (2, 5)``."""
    if isinstance(left, Tuple) and isinstance(right, Tuple) and len(left.items) == len(right.items):
        return list(zip(left.items, right.items, strict=True))
    return [(left, right)]


def _still(node: Node) -> Node:
    """Return a formula without its derivatives."""
    return Num(Fraction(0)) if isinstance(node, Deriv) else rebuild(node, _still)


class SolutionClaims(Claims):
    """Decides claims of one solution; what its lines establish is kept here for the lines after them."""

    def __init__(self, comparer: Comparer, asked: Node | None) -> None:
        super().__init__(comparer)
        self.asked = asked
        self.seen: list[Node] = []
        """Sides that earlier lines established: they may be set to zero."""
        self.flat: list[tuple[Node, Node]] = []
        """First derivatives that earlier lines took, each with what it comes to."""
        self.recurring: Recurring | None = None
        """The sequence that is given by a recurrence."""
        self.along: Along | None = None
        """The differential equation that is solved."""

    def _prepare(self, worked: Worked) -> None:
        """Make what compares the lines: it may use what the solution says of names that the question leaves open."""
        setting = _at_all_times(sure(worked.setting, worked.lines)) if worked.setting is not None else None
        if setting is not None and worked.another is not None:
            setting = replace(setting, stem=[read for read in setting.stem if not _law_of(worked.another, read.tree)])
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
            self.read, self.more = setting, [*_defining(setting, worked.trees), *made, *worked.laws]
            own = setting.unsolved([*asked, *worked.trees], self.more)
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
            laws = known_laws([*setting.stated, *worked.laws])
            self.lawful = set(laws)
            self.normal = {name for name, law in laws.items() if law.function == "dist_normal"}
            self.spoken_of |= {name.base for name in self.lawful}
            self.named = {part for part in parts if isinstance(part, Name)}
        self._bind(worked, setting)

    def _bind(self, worked: Worked, setting: Setting | None) -> None:
        """Note the equations that the lines stand under."""
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
        if not here or self._is_differentiated_curve(left, right):
            ruling = super()._claim(left, sign, right, line)
            if ruling.verdict == FAILS and isinstance(right, Name) and self._is_another(right):
                return Ruling(UNDECIDED, f"{NOTHING_GIVEN} {latex(right)}")
            if ruling.method == FOLLOWED and sign == "=" and self._holds_there_alone(left, right, line):
                return Ruling(UNDECIDED, THERE_ALONE)
            return ruling
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
        return Ruling(UNDECIDED, THERE_ALONE)

    def _is_another(self, name: Name) -> bool:
        r"""Tell whether the question speaks of a letter, but not of it without an index: of ``H_{\max}``, not of H."""
        return name.base in self.spoken_of and name not in self.named and not name.sub and self._undefined(name)

    def _is_differentiated_curve(self, left: Node, right: Node) -> bool:
        """Tell whether a slope between coordinates of the point stands inside an equation: it is said of the curve."""
        slopes = [part for side in (left, right) for part in walk(side) if isinstance(part, Deriv)]
        inside = not any(isinstance(side, Deriv) for side in (left, right))
        return inside and any({one.of, *one.by} <= set(self.points) for one in slopes)

    def _under(self, left: Node, sign: str, right: Node, line: Line | None) -> Ruling | None:
        """Judge a claim by the equations it stands under; of several solutions, it may speak of another one."""
        ruling = super()._under(left, sign, right, line)
        whole = self.thread.whole
        if ruling is None or ruling.verdict != FAILS or sign != "=" or whole is None:
            return ruling
        names = set(names_in(left)) | set(names_in(right))
        equations = self._connected([*self.base, *whole], names | self._leaves(left) | self._leaves(right))
        if not equations:
            return ruling
        following = self._following(equations)
        outcome = following.decide(left, sign, right).outcome
        zero = outcome == SOME and not isolates(left, right) and not following.holds_beside_zeros(left, right)
        return ruling if outcome == NEVER or zero else Ruling(UNDECIDED, OTHER_SOLUTION)

    def _held_here(self) -> list[Equation]:
        """Leave out what holds along the solutions of a differential equation, whatever its constants are."""
        along = self.along
        equations = super()._held_here()
        return equations if along is None else [one for one in equations if not any(map(along.leaves_free, one))]

    def _holds_there_alone(self, left: Node, right: Node, line: Line | None) -> bool:
        """Tell whether an equation between formulas holds for the number alone that a letter of both was given."""
        both = set(names_in(left)) & set(names_in(right))
        held = self.thread.equations
        others = [pair for pair in held if pair[0] not in both or has_names(pair[1])]
        if line is not None and not all(map(has_names, line.sides)):
            return False  # "x = 2, so x² = 2x = 4"
        if others == held or self._plain(left, "=", right, line).verdict != FAILS:
            return False
        kept = self._connected([*self.base, *others], both)
        return not kept or self._following(kept).decide(left, "=", right).outcome != FOLLOWS
