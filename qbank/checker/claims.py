"""One claim of a worked solution judged: for all values, or as what follows from the equations it stands under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .calls import fraction_of
from .claim_shapes import (
    ORDER,
    Equation,
    evaluates,
    has_bare_numbers,
    has_cases,
    has_decimals,
    has_names,
    has_roots,
    has_unit,
    is_constant,
    is_derived,
    is_differentiated,
    is_gradient,
    is_product,
    is_zero_number,
    isolates,
    names_of,
    spread,
    worked_out,
)
from .cutting import AND, IF, OR
from .deciding.equality import Comparer
from .deciding.implicit import Implicit
from .deciding.solving import solved
from .domain import Domain, Interval
from .following import FOLLOWS, NEVER, OPEN, SOME, Following, Found
from .gathering import gather
from .letters import Undecided
from .orders import has_order
from .orders import judge as judge_orders
from .plain_claims import COORDINATES, PlainClaims
from .reading.kinds import MATRIX
from .rounding import measured, printed
from .ruling import NO_UNIT, UNIT_LATE, WRONG, Ruling
from .solution import FAILS, HOLDS, UNDECIDED, Line
from .symbolic.words import SYMMETRIC
from .syntax import (
    Apply,
    Call,
    Chance,
    Deriv,
    Div,
    Integral,
    Matrix,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Tuple,
    children,
    names_in,
    put,
    walk,
)
from .unbound import comes_to, fails_freely, have_own

UNSTATED = "nothing stated says so"
FOLLOWED = "follows from the equations before it"
ONE_OF = "is one of the solutions"
SOME_OF = "goes on with some of the solutions"
EXCLUDED = "solves an equation before it, though other conditions exclude it"
ROOM = Fraction(1, 50)
"""How far values from equations of decimals may be off."""
_POSITIVE = Interval(Fraction(0), low_open=True)
LEFT_OPEN = "does not follow from the equations stated, which leave it open"


@dataclass(slots=True)
class Thread:
    """The equations that the lines at hand stand under, in the order in which they came."""

    equations: list[Equation] = field(default_factory=list)
    sentence: int | None = None
    """They hold within this sentence alone."""
    sure: bool = True
    """The last of them followed from something."""
    unstated: bool = False
    """One of them is an equation that nothing states."""
    whole: list[Equation] | None = None
    """What they were before the first of them that only some of the solutions satisfy."""
    wrong: list[Equation] = field(default_factory=list)
    """The line before, where it failed: what is copied from it is not reported again."""

    @property
    def unknowns(self) -> set[Name]:
        """The names that occur in them."""
        return {name for pair in self.equations for side in pair for name in names_in(side)}


class Claims(PlainClaims):
    """Decides one claim after another under one set of premises; ``thread`` is what the lines at hand suppose."""

    def __init__(self, comparer: Comparer) -> None:
        super().__init__(comparer)
        self.thread = Thread()
        self.base: list[Equation] = []
        """The equations of the premises that bind something."""
        self.points: dict[Name, Node] = {}
        """The point that the question is about: values that bind no line which holds a letter on both sides."""
        self.placed = False
        """The stem may mean a quantity at several places or times."""
        self.of_kind = False
        """Words may say of which kind the matrices are, or that a gradient is not that of the whole function."""
        self.curved = False
        """Words speak of other coordinates, or of another metric: a gradient has other components there."""
        self.derived: list[Node] = []
        """The derivatives of quantities that the lines speak of."""
        self.linked = False
        """The claim at hand goes on with a chain."""
        self.charged = False
        """Charges or units are spoken of: e may be a charge."""
        self.doubted: set[str] = set()
        """What equations before that were not read, or not decided, speak of: what follows from them is not known."""
        self.later: set[Name] = set()
        """Names that later lines give values to."""
        self._solved: dict[tuple[Equation, ...], Following] = {}

    def _ties(self) -> list[Equation]:
        """Return the equations of the premises that bind something: not those that hold everywhere."""
        return [pair for pair in self.comparer.ties() if self.comparer.compare(*pair).outcome != "equal"]

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
        spoken = {leaf for name in names for leaf in self._leaves(name)}
        left = [
            (
                pair,
                self._reached(names_of([pair]))
                | set().union(*map(self._leaves, pair if pair not in self.base else ())),
            )
            for pair in equations
            if not self._of_other_arrays(pair, spoken)
        ]
        while grown := [found for _, found in left if found & reach and not found <= reach]:
            reach = reach.union(*grown)
        return [pair for pair, found in left if found & reach]

    def _of_other_arrays(self, pair: Equation, spoken: set[Name]) -> bool:
        r"""Tell whether an equation is for a vector or matrix without components of which a claim does not speak.

        ``A\mathbf x = \mathbf b`` says nothing of A where A is written out.
        """
        leaves = {leaf for side in pair for leaf in self._leaves(side)}
        return any(map(self.comparer.algebra.is_array, leaves)) and leaves.isdisjoint(spoken)

    def _following(self, equations: Sequence[Equation]) -> Following:
        key = tuple(equations)
        if key not in self._solved:
            self._solved[key] = Following(self.comparer, equations)
        return self._solved[key]

    def _under(self, left: Node, sign: str, right: Node, line: Line | None) -> Ruling | None:
        """Judge a claim by the equations it stands under; ``None`` where there are none."""
        names = {name for side in (left, right) for name in names_in(side)}
        contexts = self._contexts(names | self._leaves(left) | self._leaves(right))
        if line is not None and (line.link in (OR, AND) or line.zeroed) and isolates(left, right):  # x = 1 or x = 3
            kept = [
                pair for pair in self.thread.equations if pair[0] != left or (has_names(pair[1]) and not line.zeroed)
            ]
            contexts = contexts if kept == self.thread.equations else [[*self.base, *kept]]
            contexts = [one for one in (self._connected(one, names) for one in contexts) if one]
        if not contexts:
            if self.thread.wrong and sign == "=":
                return Ruling(UNDECIDED, "what it goes on from is wrong")
            if sign == "=" and isolates(left, right) and self._undefined(left):
                return Ruling(UNDECIDED, UNSTATED)
            return None
        found = [(equations, self._following(equations).decide(left, sign, right)) for equations in contexts]
        if sign != "=" and not self.thread.sure and not (line is not None and line.led):
            found = [(equations, one) for equations, one in found if one.outcome != FOLLOWS]
            if not found:
                return Ruling(UNDECIDED, LEFT_OPEN)
        if any(one.outcome == FOLLOWS for _, one in found):
            return Ruling(HOLDS, FOLLOWED)
        if self.thread.wrong and self._following(self.thread.wrong).decide(left, sign, right).outcome == FOLLOWS:
            return Ruling(HOLDS, "follows from the line before, which is wrong")
        some = found[:1] if has_names(right) else found  # of all that is known, where it says more than a value
        if sign == "=" and any(one.outcome == SOME for _, one in some) and isolates(left, right):
            return Ruling(HOLDS, ONE_OF)
        either = line is not None and line.either
        value = isolates(left, right) and not has_names(right)  # which may be set anew
        gone = line is not None and line.led and not either and not value and self._excluded_by_last(found)
        gone = gone and not self._following(self.thread.equations[-1:]).leaves_open(left, right)
        identity = self.linked and has_names(left) and has_names(right)  # it is said of all values
        if (
            sign == "="
            and not (gone or identity)
            and any(self._loses(equations, left, right, either=either) for equations, _ in found)
        ):
            return Ruling(HOLDS, SOME_OF)
        open_ = next((one for _, one in found if one.outcome not in (NEVER, SOME)), None)
        if open_ is not None or self.comparer.bound:
            return Ruling(UNDECIDED, open_.reason if open_ is not None else self.comparer.bound)
        witness = next((one.witness for _, one in found if one.witness), None)
        if self.thread.wrong and not self.thread.equations:
            return Ruling(UNDECIDED, "what it goes on from is wrong")
        if sign == "=" and line is not None and line.puts_in and not line.led and self._is_free(left, right):
            return Ruling(UNDECIDED, LEFT_OPEN)
        if sign == "=" and not gone and (reason := self._set_aside(contexts, left, right)):
            return Ruling(UNDECIDED, reason)
        if not gone and not self._refutable(contexts[0], left, sign, right, line):
            return Ruling(UNDECIDED, LEFT_OPEN)
        if witness and not self._fails_where_positive(contexts, left, sign, right):
            return Ruling(UNDECIDED, "holds only for some values, such as positive numbers")
        if witness and (quantity := measured(right)) is not None and not self._have_units(contexts):
            bare = [self._following(equations).decide(left, sign, quantity[0]).outcome for equations in contexts]
            if FOLLOWS in bare or SOME in bare:
                return Ruling(UNDECIDED, UNIT_LATE)
        return Ruling(FAILS if witness else UNDECIDED, WRONG, witness)

    @staticmethod
    def _have_units(contexts: Sequence[Sequence[Equation]]) -> bool:
        return any(has_unit(side) for equations in contexts for pair in equations for side in pair)

    def _excluded_by_last(self, found: Sequence[tuple[Sequence[Equation], Found]]) -> bool:
        """Tell whether all equations before a claim, and the last one alone, exclude it: it is no other branch."""
        last = self.thread.equations[-1:]
        alone = [one for equations, one in found[1:] if list(equations) == last]
        return self.thread.sure and [one.outcome for one in (found[0][1], *alone)] == [NEVER, NEVER]

    def _set_aside(self, contexts: Sequence[Sequence[Equation]], left: Node, right: Node) -> str:
        """Return why a claim that its equations exclude may stand: conditions exclude it, or a letter is set anew."""
        bare = Comparer(gather([]), Domain(), kinds=self.comparer.kinds)
        for following in (Following(bare, equations) for equations in contexts):
            outcome = following.decide(left, "=", right).outcome
            some = outcome == SOME and (isolates(left, right) or following.holds_beside_zeros(left, right))
            if outcome == FOLLOWS or some:
                return EXCLUDED
        if (left_over := self._beside_values(left, right)) is None:
            return ""
        outcome = self._following(left_over).decide(left, "=", right).outcome if left_over else OPEN
        return "" if outcome == NEVER else "another value of the letter than before"

    def _beside_values(self, left: Node, right: Node) -> list[Equation] | None:
        """Return the equations about a name but for the numbers that lines gave it; ``None`` where they gave none."""
        values = [pair for pair in self.thread.equations if isolates(*pair) and not has_names(pair[1])]
        if has_names(right) or all(pair[0] != left or pair[1] == right for pair in values):
            return None
        held = [pair for pair in self.thread.equations if pair not in values]
        return self._connected([*self.base, *held], {left} if isinstance(left, Name) else set())

    def _is_free(self, left: Node, right: Node) -> bool:
        """Tell whether nothing but numbers put in before says what a name is: another may be put in."""
        left_over = self._beside_values(left, right)
        return left_over is not None and (not left_over or self._following(left_over).leaves_open(left, right))

    def _fails_where_positive(self, contexts: Sequence[Sequence[Equation]], left: Node, sign: str, right: Node) -> bool:
        """Tell whether a claim with roots, or an inequality, fails for positive quantities too, which lengths are."""
        sides = [left, right, *(side for equations in contexts for pair in equations for side in pair)]
        rooted = any(map(has_roots, sides))
        if not rooted and sign not in ORDER - {"="}:
            return True
        domain = self.comparer.domain
        listed = {name for name, _ in domain.intervals}
        free = sorted(set().union(*map(self._leaves, sides)) - listed, key=str)
        free = [name for name in free if rooted or name.base not in COORDINATES]
        domain = Domain((*domain.intervals, *((name, _POSITIVE) for name in free)), domain.relations)
        own = Comparer(self.comparer.premises, domain, self.comparer.told, kinds=self.comparer.kinds)
        found = [Following(own, equations).decide(left, sign, right) for equations in contexts]
        return all(one.outcome in (NEVER, SOME) and one.witness is not None for one in found)

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
        if self.linked and not has_names(right):
            return False  # values are put in
        beside = line is not None and line.link == AND and not self.thread.sure  # both rest on what stands before
        leads = line is not None and (
            (line.led and not beside)
            or (line.formula.display and not line.formula.first and line.link not in (IF, AND) and self.thread.sure)
        )
        told = self._spoken_of(equations) >= names_of([(left, right)]) - set(self._defined())
        if told and self._doubtfully(equations, left, right):
            return False
        if line is not None and line.transformed and told:
            return True
        if sign == "=" and self.linked and self._leaves(left) == self._leaves(right):
            return True
        placed = line is None or line.conditional or self.placed or not line.plain_before
        if sign == "=" and not placed and worked_out(left, right, equations):
            return True
        return leads and told and has_names(right) and not isinstance(right, Name)

    def _spoken_of(self, equations: Sequence[Equation]) -> set[Name]:
        """Return the quantities of which equations say something: of a derivative, those that it comes to."""
        sides = [side for pair in equations for side in pair]
        sloped = [side for side in sides if any(isinstance(part, Deriv) for part in walk(side))]
        plain = {name for side in sides if side not in sloped for name in names_in(side)}
        return self._reached(plain).union(*map(self._keys, sloped))

    def _doubtfully(self, equations: Sequence[Equation], left: Node, right: Node) -> bool:
        """Tell whether the equations hold a quantity that the claim has not, and of which a line was not decided.

        ``c = 0``, which nothing states, may stand behind it.
        """
        beside = set().union(*(self._leaves(side) for pair in equations for side in pair))
        mine = self._leaves(left) | self._leaves(right) | names_of([(left, right)])
        return bool(self.doubted & {name.base for name in beside - mine if isinstance(name, Name)})

    def _loses(self, equations: Sequence[Equation], left: Node, right: Node, *, either: bool) -> bool:
        """Tell whether the solutions of an equation are some of those of the equations before: no step is wrong.

        Where it is one of several that are joined by "or" (``either``), other conditions may exclude them.
        """
        mine = self._following([(left, right)])
        if mine.only_zeros and not any(is_zero_number(side) for side in (left, right)):
            return False  # m v²/4 = m v²/2 is wrong, and says not that m is zero
        if mine.factor_of(equations):
            return bool(mine.branches) or either
        if not mine.branches or mine.problem or not mine.complete:
            return False
        return all(mine.decide(one, "=", other).outcome == FOLLOWS for one, other in equations)

    def _claim(self, left: Node, sign: str, right: Node, line: Line | None) -> Ruling:
        """Judge one claim."""
        if has_order(left, right):
            return judge_orders(self.comparer, left, sign, right)
        self.comparer.bound = self.barred or self._unread_of(left, right)
        ruling = self._plain(left, sign, right, line)
        if ruling.method in (NO_UNIT, UNIT_LATE):
            return (self._of_quantities(left, right, line) if sign == "=" else None) or ruling
        if ruling.verdict == FAILS and (reason := self._gradient_open(left, right, line)):
            return Ruling(UNDECIDED, reason)
        if sign == "=" and self._moving_along(left):
            return Ruling(UNDECIDED, "whether the other quantities move along is not said")
        if ruling.verdict == FAILS and is_constant(left) and is_constant(right):
            return replace(ruling, firm=True, arithmetic=True)
        if ruling.verdict == FAILS and not isinstance(left, Name) and not self._moves(left) and not self._moves(right):
            ruling = replace(ruling, firm=True)
        if (ruling.verdict == HOLDS and ruling.proved) or not (has_names(left) or has_names(right)):
            return ruling
        if line is not None and line.under is not None and line.under.signs == ("=",):
            here = self._following([(line.under.sides[0], line.under.sides[1])]).decide(left, sign, right)
            name = line.under.sides[0]
            if here.outcome == FOLLOWS and name in set(names_in(left)) & set(names_in(right)):
                return Ruling(UNDECIDED, "holds under the condition that follows, but not everywhere")
            if here.outcome == FOLLOWS:
                return Ruling(HOLDS, "holds under the condition that follows")
        if sign == r"\approx":
            return self._rounded(left, right, line) or ruling
        if (known := self._by_solving(left, sign, right, line)) is not None:
            sloped = is_differentiated(left) and is_zero_number(right)
            failing = known.verdict == FAILS and (sloped or self._evaluates(left, right))
            return self._sure(known, line) if failing else known
        if (under := self._under(left, sign, right, line)) is None:
            return self._sure(ruling, line) if self._evaluates(left, right) else ruling
        sure = ruling.verdict == FAILS and under.verdict != HOLDS
        if sure and (self._evaluates(left, right) or (sign == "=" and self._fails_freely(left, right))):
            return self._sure(ruling, line)
        alike = self._are_alike(left, right)
        exact = alike and ruling.verdict == FAILS and has_names(right) and not any(map(has_decimals, (left, right)))
        if under.verdict == FAILS and sign == "=" and not exact and self._may_round(left, right, line):
            return Ruling(UNDECIDED, "may be rounded")
        if ruling.verdict == HOLDS or (ruling.verdict == UNDECIDED and under.verdict == FAILS):
            return ruling if ruling.verdict == HOLDS or not under.witness else under
        return replace(under, firm=ruling.firm)

    def _of_quantities(self, left: Node, right: Node, line: Line | None) -> Ruling | None:
        r"""Judge a formula for a quantity of which no unit is told, ``v^2 = 2gh``, by the equations it stands under.

        It fails only where no bare number may be meant as a quantity: both sides come to the same unit, or no number is
        a factor or a term of the claim.
        """
        contexts = self._contexts(set(names_in(left)) | set(names_in(right)) | self._leaves(left) | self._leaves(right))
        held = [side for equations in contexts for pair in equations for side in pair]
        bare = any(is_constant(side) and not has_unit(side) and not is_zero_number(side) for side in held)
        if not has_names(left) or not (has_names(right) or has_unit(right)):
            return None
        found = self._under(left, "=", right, line)
        if found is None or found.verdict == UNDECIDED or (found.verdict == FAILS and bare):
            return None
        if found.verdict == FAILS and self._may_round(left, right, line):
            return Ruling(UNDECIDED, "may be rounded")
        pure = not any(has_bare_numbers(side) or has_unit(side) for side in (left, right))
        alike = pure or all(self._following(one).of_one_unit(left, right) for one in contexts)
        return found if found.verdict == HOLDS or alike else None

    def _gradient_open(self, left: Node, right: Node, line: Line | None) -> str:
        """Return why a gradient that is false for arbitrary matrices may yet be right."""
        by = {name for part in walk(left) if isinstance(part, Deriv) for name in part.by}
        arrays = any(map(self.comparer.algebra.is_array, by))
        if not arrays and not (any(is_gradient(part) for part in walk(left)) and has_names(right)):
            return ""
        open_words = line is None or self.of_kind or not line.plain_words
        if not arrays and isinstance(right, Tuple | Matrix):  # its components are listed
            open_words = line is None or self.curved or line.scaled
        if open_words:
            return "rests on what words say of the gradient"
        bodies = [self.comparer.premises.functions[one][1] for one in sorted(self._known_functions(left))]
        if any(has_cases(part) for body in (*bodies, right) for part in walk(body)):
            return "a gradient where there may be several cases"
        if not arrays:
            return ""
        kinds = self.comparer.kinds
        matrices = {one for body in (*bodies, right) for one in names_in(body) if kinds.of(one) == MATRIX}
        square = {one for one in matrices if (shape := kinds.shape(one)) is None or shape[0] == shape[1]}
        traits = kinds.traits | {(one.base, SYMMETRIC) for one in square}
        own = replace(kinds, traits=traits)
        symmetric = Comparer(self.comparer.premises, self.comparer.domain, self.comparer.told, kinds=own)
        return "" if symmetric.compare(left, right).outcome == "different" else "holds for symmetric matrices"

    def _known_functions(self, node: Node) -> set[str]:
        return self._functions(node) & set(self.comparer.premises.functions)

    def _moving_along(self, left: Node) -> bool:
        """Tell whether ``dS/dx`` is claimed of S that holds quantities which an equation of the question ties to x."""
        if not isinstance(left, Deriv) or not left.total or left.of not in self._defined():
            return False
        ties = [names_of([pair]) for pair in self.comparer.ties()]
        others = self._leaves(left.of) - set(left.by)
        return any(set(left.by) & tie and others & tie for tie in ties)

    def _evaluates(self, left: Node, right: Node) -> bool:
        """Tell whether a claim says what something given by a formula comes to: nothing to be solved."""
        if isinstance(left, Mul) and len(rates := [one for one in left.factors if not isinstance(one, Num)]) == 1:
            left = rates[0]  # that of du = 2x dx
        if isinstance(left, Div):  # a ratio of slopes, in the quantities of what is differentiated
            own = set(names_in(right)) <= self._leaves(left) and not any(
                isinstance(part, Deriv) for part in walk(right)
            )
            return own and self._evaluates(left.numerator, right) and self._evaluates(left.denominator, right)
        if isinstance(left, Deriv) and isinstance(left.of, Name) and has_names(right):
            return left.of in self._defined() or left.of.base in self.comparer.premises.functions
        free = not names_of(self.thread.equations) & set(names_in(right))
        if isinstance(left, Call) and left.function == "grad" and free and has_names(right):
            of = left.arguments[0]
            called = of.function if isinstance(of, Apply) else of.base if isinstance(of, Name) else ""
            return of in self._defined() or called in self.comparer.premises.functions
        moment = isinstance(left, Moment | Chance) and not all(isinstance(one, Name) for one in children(left))
        return evaluates(left, right) or (moment and has_names(right))

    @staticmethod
    def _sure(ruling: Ruling, line: Line | None) -> Ruling:
        """Mark as sure what a derivative or integral is said to be: "we need" makes no condition of it."""
        return replace(ruling, firm=True) if line is not None and not line.denied else ruling

    @staticmethod
    def _integrates(left: Node, right: Node) -> bool:
        """Tell whether a claim says what an integral between bounds comes to."""
        return any(
            isinstance(part, Integral) and part.lower is not None for side in (left, right) for part in walk(side)
        )

    def _are_alike(self, left: Node, right: Node) -> bool:
        """Tell whether a step goes on in the same quantities, or integrates."""
        return self._integrates(left, right) or (self.linked and set(names_in(left)) == set(names_in(right)))

    def _is_one_formula(self, node: Node) -> bool:
        """Tell whether all functions in a formula are given by formulas, none of them by cases."""
        known, used = self.comparer.premises.functions, self._functions(node)
        return used <= set(known) and not any(has_cases(part) for one in used for part in walk(known[one][1]))

    def _fails_freely(self, left: Node, right: Node) -> bool:
        """Tell whether a false equation is no matter of the equations before: these bind none of its quantities."""
        held, leaves = self.thread.equations, self._leaves(left) | self._leaves(right)
        alike = self.linked and set(names_in(left)) == set(names_in(right))
        if self._are_alike(left, right) and not self.base:
            spoken = self._reached(names_of([(left, right)]))
            if have_own(self.comparer, held, spoken):
                return True
        worked_out = comes_to(left, right) and not leaves & self.later and self._is_one_formula(left)
        if not (alike or worked_out or (self.linked and self._leaves(left) == self._leaves(right))):
            return False
        return fails_freely(self.comparer, self._held_here(), left, right, leaves)

    def _held_here(self) -> list[Equation]:
        """Return the equations that may bind the quantities of the claim at hand."""
        return [*self.base, *self.thread.equations]

    def _by_solving(self, left: Node, sign: str, right: Node, line: Line | None) -> Ruling | None:
        """Judge a claim about derivatives and determinants by the equations of the question, solved for them."""
        pair = (left, right)
        derived = any(map(is_derived, pair))
        if sign != "=" or not self.comparer.premises.constraints or not (derived or self.derived):
            return None
        known = solved(self.comparer, (*pair, *self.derived), ())
        if known is self.comparer or not (derived or (self.linked and isinstance(known, Implicit))):
            return None
        there = isinstance(known, Implicit) and isinstance(left, Deriv) and not has_names(right)
        if there and isinstance(known, Implicit) and known.passes(self.points):
            verdict = known.free.compare(put(known.along(left), self.points), right)
        else:
            there = False
            verdict = known.compare(left, right)
        if verdict.outcome == "equal" and verdict.proved:
            return Ruling(HOLDS, "follows from the equations of the question")
        if verdict.outcome == "different" and verdict.witness is not None:
            ruling = Ruling(FAILS, WRONG, verdict.witness)
            if not there and not (is_differentiated(left) and is_zero_number(right)):
                ruling = self._spared(ruling, left, right, line)
            return ruling if ruling.verdict == FAILS else None
        return None

    def _may_round(self, left: Node, right: Node, line: Line | None) -> bool:
        """Tell whether decimals, in a claim or in the equations it stands under, leave room for it."""
        held = [side for pair in self.thread.equations for side in pair]
        if not any(map(has_decimals, (left, right, *held))):
            return False
        if printed(right) is None:
            room = ROOM + sum((spread(side) for side in (left, right, *held)), Fraction(0))
            return not is_product(right) or not self._is_far(left, right, room, line)
        ruling = self._rounded(left, right, line, ROOM)
        return ruling is None or ruling.verdict != FAILS

    def _is_far(self, left: Node, right: Node, room: Fraction, line: Line | None) -> bool:
        """Tell whether the equations put a quantity farther from a product of numbers than rounding may."""
        if (value := fraction_of(right)) is not None and self._is_near(
            left, *sorted((value * (1 - room), value * (1 + room)))
        ):
            return False
        ends = [Mul((Num(1 + part), right)) for part in (-room, room)]
        rulings = [self._under(left, sign, end, line) for sign, end in zip((r"\ge", r"\le"), ends, strict=True)]
        return room < 1 and any(one is not None and one.verdict == FAILS for one in rulings)

    def _rounded(self, left: Node, right: Node, line: Line | None, room: Fraction = Fraction(0)) -> Ruling | None:
        r"""Judge ``x \approx 1.41`` by the equations it stands under; ``room``: how far it may be off, as a share."""
        if (quantity := measured(right)) is not None:
            left, right = Div(left, quantity[1]), quantity[0]
        number = printed(right)
        if number is None:
            return None
        value, half = number
        half = max(half, abs(value) * room)
        if self._is_near(left, value - half, value + half):
            return Ruling(HOLDS, ONE_OF)
        low, high = (Num(abs(one)) if one >= 0 else Neg(Num(abs(one))) for one in (value - half, value + half))
        above, below = self._under(left, r"\ge", low, line), self._under(left, r"\le", high, line)
        if above is None or below is None:
            return None
        worst = next((one for one in (above, below) if one.verdict == FAILS), None)
        open_ = next((one for one in (above, below) if one.verdict != HOLDS), above)
        return worst or open_

    def _is_near(self, left: Node, low: Fraction, high: Fraction) -> bool:
        """Tell whether the equations put a quantity between two numbers, by one of several solutions perhaps."""
        contexts = self._contexts(set(names_in(left)) | self._leaves(left))
        return any(self._following(equations).between(left, low, high) for equations in contexts)
