"""One claim of a worked solution judged for all values of its quantities.

What is false for arbitrary values may be meant for some alone, be rounded, or rest on words: then nothing is refuted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from .deciding.congruences import NotWhole, residue, residue_or_none, whole
from .deciding.equality import Comparer, Difference
from .deciding.inequalities import items_of
from .deciding.relations import CONSTANTS_OF_INTEGRATION, decide
from .domain import Domain, Interval, from_relation
from .letters import Undecided
from .matching import related
from .premises import gather
from .printing import latex
from .rates import rate
from .rounding import may_be_rounded, measured, printed, rounded_inside, unitless
from .setting import Read, Setting
from .solution import FAILS, HOLDS, UNDECIDED, Line
from .solution_words import CHANGES
from .symbolic.limits import Infinite
from .syntax import (
    Apply,
    At,
    Between,
    Big,
    Builder,
    Call,
    Chance,
    Congruence,
    Const,
    Deriv,
    Div,
    Integral,
    Limit,
    Logic,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Set,
    Unit,
    names_in,
    put,
    rebuild,
    walk,
)

ORDER = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne"})
MAX_MODULUS = 500
WHOLE = frozenset({"n", "m", "k", "j", "l", "N", "M"})
"""Letters that often stand for whole numbers without a word said."""
COORDINATES = frozenset({"x", "y", "z"})
_DEFINED = re.compile(r"\s*(\\?[A-Za-z]+)(?:_\w|_\{[^{}]*\})?(?:\([^()]*\))?\s*=")
"""A premise that says what a name or function is, and binds nothing else."""
RESTS = "rests on what"
NO_UNIT = "units are left out"
SAME_SOLUTIONS = "has the same solutions as the inequality before"
UNIT_LATE = "right as numbers; the unit is written at the end alone"
_STRUCTURED = (Set, Between, Builder, Logic)
TENS = 10
CLOSE = Fraction(1, 500)
"""How far formulas of decimals may differ for rounding on the way."""
WRONG = "does not follow from what stands before it"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is found of one claim; ``proved`` is false where it only agrees at every point tried."""

    verdict: str
    method: str
    witness: Difference | None = None
    proved: bool = True
    firm: bool = False
    """It is of numbers alone: no condition could make it true."""
    arithmetic: bool = False
    """So, and they are written out."""


class PlainClaims:
    """Decides claims by themselves, under the premises and domains of one comparer."""

    def __init__(self, comparer: Comparer) -> None:
        self.comparer = comparer
        self.setting: Setting | None = None
        self.ordered: Relation | None = None
        """The last inequality that was claimed."""
        self.congruences: list[Congruence] = []
        """The congruences that hold so far."""
        self.open_names: set[Name] = set()
        """Names that the question mentions without stating anything of them."""
        self.spoken_of: set[str] = set()
        """What the names of the question are called, without indices."""
        self.lawful: set[Name] = set()
        """The random variables of which a law is stated: probabilities of them are known."""
        self.other_units = False
        """The stem speaks of units that are no powers of ten of those of the SI."""
        self.shaped = False
        """The solution says in words that matrices are symmetric, orthogonal and the like."""
        self.conventional: set[str] = set()
        """Functions that are known without a formula: Φ beside a law."""
        self.given: set[Name] = set()
        """The parameters of functions that are defined: no unknown quantities."""
        self.barred = ""
        """Why nothing can be refuted: the premises exclude one another."""
        self.unread: list[Read] = []
        """Premises that were not read."""

    def _reached(self, names: set[Name]) -> set[Name]:
        """Return names with all that their definitions are made from."""
        defined, todo, seen = self._defined(), list(names), set(names)
        while todo:
            for name in names_in(defined.get(todo.pop(), Const("true"))):
                if name not in seen:
                    seen.add(name)
                    todo.append(name)
        return seen

    def _plain(self, left: Node, sign: str, right: Node, line: Line | None) -> Ruling:
        """Judge a claim for all values of its quantities."""
        if sign == "=":
            by = line.constant_of if line is not None else None
            left, right = _limits(left), _limits(right)
            ruling = self._equality(left, right, by)
            if ruling.verdict == UNDECIDED and (found := self._improper(left, right)) is not None:
                return found
            if ruling.verdict == FAILS and by is not None:
                zero = dict.fromkeys(self._integration_constants(left, right), Num(Fraction(0)))
                left, right = put(left, zero), put(right, zero)
            return self._spared(ruling, left, right, line) if ruling.verdict == FAILS else ruling
        if sign == r"\approx":
            quantity = measured(right)
            number = printed(quantity[0] if quantity is not None else right)
            scales: list[Node] = [] if quantity is None else [quantity[1]]
            late = quantity is not None and self._in_units(quantity[1]) and not self._in_units(left)
            if quantity is not None and late:
                scales = [unitless(quantity[1]), *self._in_si(quantity[1])]
            values: list[Node] = [Div(left, scale) for scale in scales] or [left]
            near = [self.comparer.within(value, *number) if number is not None else None for value in values]
            close = True if True in near else None if None in near else False
            if close is False and may_be_rounded(self.comparer, left, right):
                close = None
            if close and late:
                return Ruling(UNDECIDED, UNIT_LATE)
            verdict = HOLDS if close else UNDECIDED if close is None else FAILS
            return Ruling(
                verdict,
                "holds to the digits printed"
                if close
                else "is wrong in the digits printed"
                if verdict == FAILS
                else "a rounded value that was not decided",
            )
        if sign == r"\equiv" and line is not None and line.modulus is not None:
            return self._congruent(left, right, line.modulus)
        if line is not None and len(line.signs) > 1 and self._places(left, right):
            return Ruling(UNDECIDED, "may say where the quantities lie")
        if (broken := self._narrowed(line, left, right).breaks(left, sign, right)) is not None:
            positive = self._positive(line, left, right)
            if positive is not None and positive.breaks(left, sign, right) is None:
                return Ruling(UNDECIDED, "holds where all quantities are positive, which nothing says")
            return Ruling(FAILS, "is false", broken)
        if self.comparer.compare(Relation((left, right), (sign,)), Const("true")).proved:
            return Ruling(HOLDS, "holds for all values")
        return Ruling(UNDECIDED, "holds at every point tried, but inequalities are not proved yet")

    def _improper(self, left: Node, right: Node) -> Ruling | None:
        """Judge integrals, limits and series again: for positive quantities, or as what has no finite value."""
        bounded = any(map(_unbounded, (left, right)))
        if self.comparer.bound or not bounded:
            return None
        leaves = self._leaves(left) | self._leaves(right)
        free = sorted(leaves - {name for name, _ in self.comparer.domain.intervals}, key=str)
        if free:
            domain = self.comparer.domain
            domain = Domain((*domain.intervals, *((name, _FRACTION) for name in free)), domain.relations)
            positive = Comparer(self.comparer.premises, domain, self.comparer.told, kinds=self.comparer.kinds)
            verdict = positive.compare(left, right)
            if verdict.outcome == "equal" and verdict.proved:
                return Ruling(HOLDS, "holds for positive quantities")
            if verdict.outcome == "different":
                reason = self._rests_on_words(left, right)
                return Ruling(UNDECIDED, reason) if reason else Ruling(FAILS, WRONG, verdict.witness)
            return None
        values = []
        for side in (left, right):
            try:
                values.append(self.comparer.algebra.value(side))
            except Infinite:
                values.append(None)
            except Undecided:
                return None
        return Ruling(FAILS, "has an infinite side and a finite one") if values.count(None) == 1 else None

    def _spared(self, ruling: Ruling, left: Node, right: Node, line: Line | None) -> Ruling:
        """Look again at what is false as it stands: it may be rounded, or claimed for some values alone."""
        if self._in_units(left) != self._in_units(right):
            return self._unit_at_end(left, right)
        number = printed(right)
        if number is not None and number[1] < Fraction(1, 2) and self.comparer.within(left, *number):
            return Ruling(UNDECIDED, "right to the digits printed, but not equal: write \\approx")
        if rounded_inside(self.comparer, left, right) or self._to_its_digits(left, right):
            return Ruling(UNDECIDED, "right to the digits printed, but not equal: write \\approx")
        if reason := self._rests_on_words(left, right):
            return Ruling(UNDECIDED, reason)
        if self._puts_in(left, right) and (self.other_units or (line and CHANGES.search(line.formula.before))):
            return Ruling(UNDECIDED, "may put in other values than those told")
        narrow = self._narrowed(line, left, right)
        if narrow is self.comparer:
            return ruling
        verdict = narrow.compare(left, right)
        if verdict.outcome == "different":
            return Ruling(FAILS, WRONG, verdict.witness)
        if verdict.proved and line is not None and line.under is not None:
            return Ruling(HOLDS, "holds under the condition that follows")
        return Ruling(UNDECIDED, "holds only for some values, such as whole or positive numbers")

    def _puts_in(self, left: Node, right: Node) -> bool:
        """Tell whether numbers stand beside names to which numbers are given: these may be given anew in words."""
        values = {name for name, body in self._defined().items() if is_constant(body)}
        placed = any(isinstance(part, At) for part in walk(left))
        return is_constant(right) and (placed or bool(values & set(names_in(left))))

    def _to_its_digits(self, left: Node, right: Node) -> bool:
        """Tell whether a quantity is right to its digits, or two formulas of decimals are equal but for rounding."""
        if (quantity := measured(right)) is not None and (number := printed(quantity[0])) is not None:
            scales = [quantity[1], unitless(quantity[1]), *self._in_si(quantity[1])]
            if any(self.comparer.within(Div(left, scale), *number) for scale in scales):
                return True
        number = printed(right)
        if number is not None and abs(number[0]) >= TENS and has_decimals(left) and self.comparer.within(left, *number):
            return True
        if not (has_decimals(left) or has_decimals(right)):
            return False
        ratio = Div(left, right)
        return bool(self.comparer.within(ratio, Fraction(1), CLOSE))

    def _unit_at_end(self, left: Node, right: Node) -> Ruling:
        r"""Judge ``2 \cdot 3 = 6\,\text{m}``: the numbers, where the unit is put on at the end alone."""
        quantity = measured(right)
        if quantity is None or self._moves(left) or self._in_units(left):
            return Ruling(UNDECIDED, NO_UNIT)
        verdict = self.comparer.compare(left, unitless(right))
        scaled = [Mul((quantity[0], scale)) for scale in self._in_si(quantity[1])]
        if any(self.comparer.compare(left, one).outcome != "different" for one in scaled):
            return Ruling(UNDECIDED, NO_UNIT)
        rounded = rounded_inside(self.comparer, left, unitless(right))
        if verdict.outcome != "different" or rounded or self._to_its_digits(left, right):
            return Ruling(UNDECIDED, UNIT_LATE if verdict.proved else NO_UNIT)
        return Ruling(FAILS, WRONG, verdict.witness)

    def _in_si(self, unit: Node) -> list[Node]:
        """Return what a unit is as a number of basic ones, where that is known."""
        try:
            value = self.comparer.algebra.value(unit)
        except Undecided:
            return []
        number = value.xreplace(dict.fromkeys(value.free_symbols, 1)) if isinstance(value, sp.Expr) else None
        return [Num(Fraction(int(number.p), int(number.q)))] if isinstance(number, sp.Rational) else []

    def _in_units(self, node: Node) -> bool:
        """Tell whether units stand in a formula, or in what it is made from."""
        try:
            symbols = getattr(self.comparer.algebra.value(node), "free_symbols", ())
        except Undecided:
            return any(isinstance(part, Unit) for part in walk(node))
        return any(isinstance(self.comparer.algebra.keys.get(symbol), Unit) for symbol in symbols)

    def _rests_on_words(self, left: Node, right: Node) -> str:
        r"""Return why a step that is false for arbitrary values may yet be right: it may use what prose tells.

        ``v = \frac{s}{t} = \frac{100}{10}`` puts in values; ``P = UI = \frac{U^2}{R}`` uses a law for a name of which
        nothing is stated; of a random quantity that the question does not name, nothing is known.
        """
        ones, others = self._leaves(left) - self.lawful, self._leaves(right) - self.lawful
        if bool(ones) != bool(others) and self._moves(left if ones else right):
            return "puts in values: what is stated does not say which"
        unknown_names = (ones ^ others) - self.given - self._vanishing(left, right)
        strange = sorted(
            (name for name in unknown_names if name in self.open_names or name.base not in self.spoken_of), key=str
        )
        if strange:
            return f"{RESTS} {latex(strange[0])} is, which no formula states"
        known = self.comparer.premises.functions
        if isinstance(left, Apply) and left.primes and left.function not in known:
            return f"{RESTS} the function {left.function} is, which no formula states"
        normal = {r"\Phi"} if self.lawful and not self._tabled(r"\Phi") else set()
        unknown = sorted((self._functions(left) ^ self._functions(right)) - normal)
        if open_ := [one for one in unknown if one not in known]:
            return f"{RESTS} the function {open_[0]} is, which no formula states"
        if function := self._unlike(left, right):
            return f"{RESTS} the function {function} is, which no formula states"
        if tied := self._tied(left, right):
            return f"how {latex(tied)} depends on what is integrated over is not solved"
        if self.shaped and any(map(self.comparer.algebra.is_array, names_in(left))):
            return "rests on what words say of the matrices"
        random = [
            {name.base for part in walk(side) if isinstance(part, Chance | Moment) for name in names_in(part)}
            for side in (left, right)
        ]
        values = any(isinstance(part, Relation) for side in (left, right) for part in walk(side))
        if (values or random[0] ^ random[1]) and (random[0] | random[1]) - self.spoken_of:
            return "rests on a random quantity of which no formula states anything"
        return ""

    def _vanishing(self, *nodes: Node) -> set[Name]:
        """Return the names in formulas whose values do not depend on them: x_i in what is differentiated twice."""
        found = set[Name]()
        for node in nodes:
            try:
                symbols = getattr(self.comparer.algebra.value(node), "free_symbols", None)
            except Undecided:
                return set()
            keys = [self.comparer.algebra.keys.get(symbol) for symbol in symbols or ()]
            if symbols is None or not all(isinstance(key, Name) for key in keys):
                return set()
            found |= {inner for key in keys if isinstance(key, Name) for inner in names_in(key)}
        return {name for node in nodes for name in self._leaves(node)} - found

    def _unlike(self, left: Node, right: Node) -> str:
        r"""Return a function without a formula whose values or derivatives stand on one side and others on the other.

        ``\sigma' = \sigma(1 - \sigma)`` and ``f(-2) = -f(2)`` may rest on what words say the function is.
        """
        algebra = self.comparer.algebra
        try:
            found = [algebra.terms_of_unknown(algebra.value(side)) for side in (left, right)]
        except Undecided:
            return ""
        for function in sorted({name for side in found for name, _, _ in side}):
            ones, others = ({one for one in side if one[0] == function} for side in found)
            sloped = [any(order for _, order, _ in side) for side in (ones, others)]
            if ones.isdisjoint(others) or sloped[0] != sloped[1]:
                return function
        return ""

    def _tied(self, *nodes: Node) -> Name | None:
        """Return a quantity below an integral that an equation of the question ties to the variable of the integral.

        One on both sides may as well be a parameter of that equation.
        """
        stated = [] if self.setting is None else [one for one in self.setting.stated if isinstance(one, Relation)]
        spoken = {name for node in nodes for name in names_in(node)}
        common = set(names_in(nodes[0])).intersection(*(names_in(node) for node in nodes))
        ties = [set(names_in(one)) for one in stated if not isinstance(one.sides[0], Name | Apply)]
        ties += [set(names_in(one)) for one in stated if isinstance(one.sides[0], Name) and one.sides[0] in spoken]
        for node in nodes:
            for part in walk(node):
                if not isinstance(part, Integral):
                    continue
                inside = [name for name in names_in(part.body) if name != part.by and name not in common]
                open_ = [name for name in inside if part.by not in self._reached({name})]
                alike = [
                    {one for one in tie if one.base.strip("'").lower() == part.by.base.strip("'").lower()}
                    for tie in ties
                ]  # an integral by V′ up to V
                pairs = list(zip(ties, alike, strict=True))
                tied = (name for name in open_ if any(name in one and same - {name} for one, same in pairs))
                if (found := next(tied, None)) is not None:
                    return found
        return None

    def _tabled(self, function: str) -> bool:
        """Tell whether the question says what a function is at a place, so that it may be any function."""
        stated = [] if self.setting is None else self.setting.stated
        heads = [tree.sides[0] for tree in stated if isinstance(tree, Relation)]
        return any(isinstance(head, Apply) and head.function == function for head in heads)

    def _unread_of(self, *nodes: Node) -> str:
        """Return which premise that was not read may bind the quantities of a claim, and so make it true."""
        used = {name.base for name in self._reached({name for node in nodes for name in names_in(node)})}
        used |= {part.function for node in nodes for part in walk(node) if isinstance(part, Apply)}
        for read in self.unread:
            spoken = letters_of(read.formula.latex)
            defined = _DEFINED.match(read.formula.latex)
            if spoken & used and not (defined and defined.group(1) not in used):
                return f"the premise {read.formula.latex} could not be read"
        return ""

    def _leaves(self, node: Node) -> set[Name]:
        """Return the names that a formula is made from in the end: those that nothing defines."""
        defined = self._defined()
        names = set(names_in(node))
        for function in self._functions(node):
            parameters, body = self.comparer.premises.functions.get(function, ((), Const("true")))
            names |= set(names_in(body)) - set(parameters)
        for name in [name for name in names if name not in defined and not name.sub and not name.sup]:
            if name.base in self.comparer.premises.functions:  # F of ∇F
                names = names - {name} | set(names_in(self.comparer.premises.functions[name.base][1]))
        found = {name for name in self._reached(names) if name not in defined}
        return found or self._keys(node)

    def _functions(self, node: Node) -> set[str]:
        """Return the functions that a formula is made from, through their definitions."""
        known = self.comparer.premises.functions
        todo, found = [node], set[str]()
        while todo:
            used = {part.function for part in walk(todo.pop()) if isinstance(part, Apply)} - found
            found |= used
            todo += [known[name][1] for name in sorted(used) if name in known]
        return found

    def _keys(self, node: Node) -> set[Name]:
        """Return the quantities that the value of a formula depends on: a function's name alone has a value too."""
        try:
            symbols = getattr(self.comparer.algebra.value(node), "free_symbols", ())
        except Undecided:
            return set()
        keys = self.comparer.algebra.keys
        return {key for symbol in symbols if isinstance(key := keys.get(symbol), Name)}

    def _places(self, left: Node, right: Node) -> bool:
        """Tell whether an inequality orders open quantities and numbers alone, as ``0 < y < x`` describes a region."""
        plain = all(isinstance(side, Name) or is_constant(side) for side in (left, right))
        return plain and any(isinstance(side, Name) and self._moves(side) for side in (left, right))

    def _moves(self, node: Node) -> bool:
        """Tell whether the value of a formula depends on something, as far as can be told."""
        try:
            value = self.comparer.algebra.value(node)
        except Undecided:
            return True
        return bool(getattr(value, "free_symbols", True))

    def _narrowed(self, line: Line | None, *nodes: Node) -> Comparer:
        """Return a comparer for the values that a claim may be meant for.

        These are its condition's, whole numbers for n, and positive ones below roots.
        """
        domain = self.comparer.domain
        defined = self._defined()
        names = {name for node in nodes for name in names_in(node) if name.base in WHOLE and not name.sub}
        names -= set(defined)
        listed = {name for name, _ in domain.intervals}
        intervals = [(name, Interval(integer=True)) for name in sorted(names - listed, key=str)]
        if any(map(has_roots, nodes)):  # √(x²) = x where x is a length: nobody says that lengths are positive
            free = set().union(*(self._leaves(node) for node in nodes)) - names - listed
            intervals += [(name, _FRACTION) for name in sorted(free, key=str)]
        relations: tuple[Relation, ...] = ()
        if line is not None and line.under is not None and (found := from_relation(line.under)) is not None:
            intervals += found.intervals
            relations = found.relations
        if not intervals and not relations:
            return self.comparer
        narrowed = Domain((*domain.intervals, *intervals), (*domain.relations, *relations))
        own = Comparer(self.comparer.premises, narrowed, self.comparer.told, kinds=self.comparer.kinds)
        own.bound, own.settled = self.comparer.bound, self.comparer.settled
        return own

    def _positive(self, line: Line | None, *nodes: Node) -> Comparer | None:
        """Return a comparer under which quantities are positive where nothing says otherwise, as sizes are.

        Nothing where there are none such; coordinates may have any sign.
        """
        listed = {name for name, _ in self.comparer.domain.intervals}
        free = set().union(*(self._leaves(node) for node in nodes)) - listed
        sizes = sorted((name for name in free if name.base not in COORDINATES), key=str)
        if not sizes:
            return None
        base = self._narrowed(line, *nodes)
        intervals = [(name, Interval(Fraction(0), low_open=True, integer=name.base in WHOLE)) for name in sizes]
        domain = Domain((*base.domain.intervals, *intervals), base.domain.relations)
        own = Comparer(base.premises, domain, base.told, kinds=base.kinds)
        own.bound, own.settled = base.bound, base.settled
        return own

    def _congruent(self, left: Node, right: Node, modulus: Node) -> Ruling:
        """Judge a congruence: of numbers by their remainders, else for all integers."""
        number = whole(modulus)
        if number is not None and number > 0:
            one, other = residue_or_none(left, number), residue_or_none(right, number)
            if one is not None and other is not None:
                witness = None if one == other else Difference({}, f"{one} modulo {number}", f"{other} modulo {number}")
                return Ruling(
                    HOLDS if one == other else FAILS, "the remainders agree" if one == other else WRONG, witness
                )
        if number is not None and number <= MAX_MODULUS and (ruling := self._residues(left, right, number)) is not None:
            return ruling
        if self.comparer.compare(Congruence((left, right), modulus), Const("true")).proved:
            return Ruling(HOLDS, "for all integers")
        return Ruling(UNDECIDED, "a congruence that was not decided")

    def _residues(self, left: Node, right: Node, modulus: int) -> Ruling | None:
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
            return Ruling(FAILS, WRONG, Difference({latex(name): str(wrong[0])}, *shown))
        if wrong:
            return None
        self.congruences.append(Congruence((left, right), Num(Fraction(modulus))))
        return Ruling(HOLDS, "follows from the congruences before it" if earlier else "for all integers")

    def _equality(self, left: Node, right: Node, by: Name | None) -> Ruling:
        if by is not None:
            zero = dict.fromkeys(self._integration_constants(left, right), Num(Fraction(0)))
            one, other = (rate(put(side, zero), by, self._defined()) for side in (left, right))
            if one is None or other is None:
                return Ruling(UNDECIDED, "an antiderivative inside a formula")
            ruling = self._equality(one, other, None)
            return Ruling(ruling.verdict, "up to a constant, " + ruling.method, ruling.witness, ruling.proved)
        values = items_of(right)
        if values is not None and items_of(left) is None and isinstance(left, Name):
            return Ruling(UNDECIDED, "a list of values")
        verdict = self.comparer.compare(left, right)
        if verdict.outcome == "undecided" and self.comparer.bound and is_constant(left) and is_constant(right):
            free = Comparer(gather([]), Domain(), kinds=self.comparer.kinds)  # numbers rest on no premise
            verdict = free.compare(left, right)
        if verdict.outcome == "undecided" and not self.comparer.bound:
            one, other = (self._expanded(side) for side in (left, right))
            if (one, other) != (left, right) or any(
                isinstance(part, _STRUCTURED) for part in (*walk(one), *walk(other))
            ):
                verdict = related(self.comparer, one, other)
        if verdict.outcome == "different":
            return Ruling(FAILS, WRONG, verdict.witness)
        if verdict.outcome == "undecided":
            return Ruling(UNDECIDED, verdict.reason)
        if verdict.proved:
            return Ruling(HOLDS, "the same formula" if verdict.method == "identical" else "by algebra")
        return Ruling(UNDECIDED, "agrees at every point tried, but no proof was found", proved=False)

    def _expanded(self, node: Node) -> Node:
        """Put in what sets and the like are defined to be: they have no value that a definition could be put in for."""
        kept = {name: body for name, body in self._defined().items() if isinstance(body, _STRUCTURED)}
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

    def _ordered(self, claim: Relation) -> Ruling | None:
        """Judge an inequality that is being solved: it has the solutions of the one before, or of the question's."""
        free = Comparer(self.comparer.premises, Domain(), kinds=self.comparer.kinds)
        before = [self.ordered] if self.ordered is not None else []
        stated = [] if self.setting is None else [one for one in self.setting.stated if isinstance(one, Relation)]
        stated += [] if self.setting is None else [one for one in self.setting.solved if isinstance(one, Relation)]
        for one in (*before, *(one for one in stated if set(one.signs) <= ORDER and not set(one.signs) <= {"="})):
            if set(names_in(one)) == set(names_in(claim)) and _same_solutions(free, one, claim):
                return Ruling(HOLDS, SAME_SOLUTIONS)
        return None

    def _equal(self, left: Node, right: Node) -> bool:
        return self.comparer.compare(left, right).outcome == "equal"


def _unbounded(node: Node) -> bool:
    """Tell whether an integral with open or infinite bounds, a limit or a series stands in a formula."""
    return any(
        isinstance(part, Limit)
        or (isinstance(part, Integral) and part.lower is not None)
        or (isinstance(part, Big) and part.upper == Const("infinity"))
        for part in walk(node)
    )


def _limits(node: Node) -> Node:
    r"""Read ``[F]_0^\infty`` as the limits that it stands for."""
    if isinstance(node, At) and len(node.names) == 1 and node.values[0] in _INFINITE:
        return Limit(_limits(node.of), node.names[0], node.values[0])
    return rebuild(node, _limits)


_INFINITE = (Const("infinity"), Neg(Const("infinity")))


def letters_of(latex: str) -> set[str]:
    """Return the letters and words of a formula that was not read."""
    return set(re.findall(r"\\?[A-Za-z]+", latex)) | set(re.findall("[A-Za-z]", latex))


def isolates(left: Node, right: Node) -> bool:
    """Tell whether a claim gives a name its value."""
    return isinstance(left, Name) and left not in set(names_in(right))


def _same_solutions(comparer: Comparer, one: Relation, other: Relation) -> bool:
    verdict = decide(comparer, one, other)
    return verdict is not None and verdict.proved


def _agree(pair: Sequence[Node], name: Name, value: int, modulus: int) -> bool:
    one, other = (residue(side, modulus, {name: value}) for side in pair)
    return one == other


def is_constant(node: Node) -> bool:
    """Tell whether a formula is made from numbers alone."""
    return not has_names(node) and not any(isinstance(part, Apply | Chance | Moment | Deriv) for part in walk(node))


def evaluates(left: Node, right: Node) -> bool:
    """Tell whether a claim says what a derivative, integral, sum or limit is, as a formula: nothing to be solved."""
    if not has_names(right):
        return False
    match left:
        case Apply(_, arguments, primes):
            return primes > 0 and all(isinstance(one, Name) for one in arguments)
        case Deriv(of):
            return not isinstance(of, Name)
    return isinstance(left, Integral | Big | Limit)


def has_decimals(node: Node) -> bool:
    """Tell whether numbers with digits behind the point stand in a formula."""
    return any(isinstance(part, Num) and part.places for part in walk(node))


def has_names(node: Node) -> bool:
    """Tell whether any name stands in a formula."""
    return any(True for _ in names_in(node))


_FRACTION = Interval(Fraction(0), Fraction(1), low_open=True, high_open=True)
"""Positive, and as an angle below a quarter turn."""


def has_roots(node: Node) -> bool:
    """Tell whether a formula may hold for positive quantities alone: it has a root, logarithm or absolute value."""
    return any(isinstance(part, Call) and part.function in ("sqrt", "root", "ln", "abs") for part in walk(node))
