r"""Lines in the solution of a recurrence: first terms, the characteristic equation, closed forms and their constants.

``a_n = A 2^n + B 3^n`` must satisfy the equation for all n and all A and B, and have the first values once no constant
is left; these say what ``A + B`` and ``2A + 3B`` are. Terms with a number as index are worked out one after another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import sympy as sp

from .along import ANOTHER, OTHERS
from .deciding.equality import Comparer
from .deciding.written import written
from .letters import Undecided
from .recurrences import Recurrence, index_shift, recurrences
from .ruling import Ruling
from .setting import Setting
from .solution import FAILS, HOLDS, UNDECIDED
from .symbolic.algebra import Algebra
from .symbolic.functions import Expr
from .symbolic.zero import is_zero
from .syntax import Add, Name, Node, Num, Relation, names_in, put, rebuild, walk

MAX_TERMS = 40
"""Up to which index terms are worked out."""
SOLVES = "solves the recurrence"
_CHARACTERISTIC = re.compile(r"\b(characteristic|auxiliary)\b", re.IGNORECASE)


class Recurring:
    """One sequence that is given by an equation for its terms; ``values`` are the terms that are stated."""

    def __init__(self, recurrence: Recurrence, values: dict[int, Node]) -> None:
        self.base = recurrence.name.base
        self.letter = Name(recurrence.letter)
        self.shift = recurrence.shift
        self.body = recurrence.relation.sides[1]
        self.values = values
        self.form: Node | None = None
        """The closed form, once a line gave it."""
        self.comparer: Comparer | None = None
        self._terms: dict[int, Expr] = {}

    def speaks(self, node: Node) -> bool:
        """Tell whether terms of the sequence stand in a formula."""
        return any(isinstance(part, Name) and part.base == self.base for part in walk(node))

    def decide(self, left: Node, right: Node, spoken: set[str], before: str) -> Ruling | None:
        """Judge ``left = right``; ``None`` where nothing can be told. ``before`` are all words before it.

        ``spoken`` are the names of the question: others are constants that are left open.
        """
        try:
            if self.speaks(left) or self.speaks(right):
                ruling = self._about(left, right, spoken)
                doubtful = OTHERS.search(before) or ANOTHER.search(before.rpartition(".")[2])
                return (
                    Ruling(UNDECIDED, "may be about another sequence")
                    if doubtful and ruling.verdict == FAILS
                    else ruling
                )
            return (
                self._characteristic(left, right, spoken) if _CHARACTERISTIC.search(before.rpartition(".")[2]) else None
            )
        except (Undecided, sp.PolynomialError):
            return None

    def starting(self) -> Iterator[tuple[Node, Node]]:
        """Yield what the stated terms say of the constants in the closed form."""
        for at, value in self.values.items():
            if self.form is not None:
                yield put(self.form, {self.letter: Num(Fraction(at))}), value

    # judging

    def _about(self, left: Node, right: Node, spoken: set[str]) -> Ruling:
        if left == Name(self.base, (self.letter,)) and not self.speaks(right):
            return self.closed(right, spoken)
        if self._stated(left, right):
            return Ruling(HOLDS, "is the recurrence")
        one, other = (self.value(self._known(side)) for side in (left, right))
        if one.free_symbols - other.free_symbols or other.free_symbols - one.free_symbols - {self._n}:
            raise Undecided("terms of which nothing is known")
        if is_zero(one - other):
            return Ruling(HOLDS, "follows from the recurrence")
        if (one - other).free_symbols - {self._n} or not _differs(one - other, self._n):
            raise Undecided("terms of which nothing is known")
        return Ruling(FAILS, "does not follow from the recurrence")

    def closed(self, form: Node, spoken: set[str]) -> Ruling:
        """Judge a formula for the general term."""
        value = self.value(form)
        constants = {
            symbol
            for symbol in value.free_symbols - {self._n}
            if isinstance(key := self._algebra.keys.get(symbol), Name) and key.base not in spoken
        }
        if value.free_symbols - {self._n} - constants:
            raise Undecided("a formula with other quantities")
        rest = self.value(put(form, {self.letter: self._moved(self.letter, self.shift)}))
        rest -= self.value(self._with_form(self.body, form))
        if not is_zero(sp.expand(sp.powsimp(sp.expand(rest, power_base=False)))) and not is_zero(sp.simplify(rest)):
            linear = all(is_zero(sp.diff(value, one, 2)) for one in constants)
            free = enumerate(sorted(constants, key=str))
            numbers = rest.xreplace({one: sp.Rational(2 * at + 3, 7) for at, one in free})
            if not linear or self._n not in value.free_symbols or not _differs(numbers, self._n):
                raise Undecided("a trial solution")
            return Ruling(FAILS, "does not solve the recurrence")
        if not constants:
            for at in self.values:
                if not is_zero(self.value(put(form, {self.letter: Num(Fraction(at))})) - self.term(at)):
                    return Ruling(FAILS, "solves the recurrence, but has other first terms")
        self.form = form
        return Ruling(HOLDS, SOLVES)

    def _characteristic(self, left: Node, right: Node, spoken: set[str]) -> Ruling | None:
        """Judge an equation in one new letter that is called characteristic."""
        names = {name for side in (left, right) for name in names_in(side)}
        if len(names) != 1 or next(iter(names)).base in spoken or self.form is not None:
            return None
        (name,) = names
        root = self._algebra.symbol(name)
        mine = sp.fraction(sp.together(self.value(left) - self.value(right)))[0]
        terms: dict[int, Expr] = {}
        for part in walk(self.body):
            if isinstance(part, Name) and part.base == self.base:
                found = index_shift(part.sub[0]) if len(part.sub) == 1 else None
                if found is None or found[0] != self.letter.base:
                    return None
                terms[found[1]] = self._algebra.symbol(_term_named(found[1]))
        value = self.value(self._renamed(self.body))
        homogeneous = value - value.xreplace(dict.fromkeys(terms.values(), sp.Integer(0)))
        low = min(terms)
        expected = root ** (self.shift - low)
        for at, symbol in terms.items():
            slope = sp.diff(homogeneous, symbol)
            if slope.free_symbols:
                return None
            expected -= slope * root ** (at - low)
        if not mine.is_polynomial(root) or not mine.free_symbols <= {root} or sp.Poly(mine, root).is_zero:
            return None  # the last: its factors are written beside it
        one, other = sp.Poly(mine, root).monic(), sp.Poly(expected, root).monic()
        if (one - other).is_zero:
            return Ruling(HOLDS, "is the characteristic equation")
        if one.degree() != other.degree():
            return None
        return Ruling(FAILS, "is not the characteristic equation", firm=True)

    # values

    @property
    def _algebra(self) -> Algebra:
        assert self.comparer is not None  # noqa: S101 - set before lines are judged
        return self.comparer.algebra

    @property
    def _n(self) -> Expr:
        symbol: Expr = self._algebra.symbol(self.letter)
        return symbol

    def value(self, node: Node) -> Expr:
        """Return the value of a formula without terms that are not known."""
        value = self._algebra.value(node)
        if not isinstance(value, sp.Expr):
            raise Undecided("no number")
        return value

    def _moved(self, letter: Node, by: int) -> Node:
        return Add((letter, Num(Fraction(by)))) if by else letter

    def _with_form(self, node: Node, form: Node) -> Node:
        """Put a closed form for the terms."""
        if isinstance(node, Name) and node.base == self.base and len(node.sub) == 1:
            return put(form, {self.letter: node.sub[0]})
        return rebuild(node, lambda part: self._with_form(part, form))

    def _renamed(self, node: Node) -> Node:
        """Put quantities of their own for the terms."""
        if isinstance(node, Name) and node.base == self.base and (found := index_shift(node.sub[0])) is not None:
            return _term_named(found[1])
        return rebuild(node, self._renamed)

    def _known(self, node: Node) -> Node:
        """Put in terms with a number as index, and the closed form for others."""
        if isinstance(node, Name) and node.base == self.base and len(node.sub) == 1 and not node.sup:
            index = node.sub[0]
            if isinstance(index, Num) and index.value.denominator == 1:
                value = self.term(int(index.value))
                if not value.is_Rational:
                    raise Undecided("a term that is no fraction")
                return written(value, {})
            if self.form is None or set(names_in(self.form)) - {self.letter}:
                raise Undecided("terms of which nothing is known")
            return put(self.form, {self.letter: index})
        return rebuild(node, self._known)

    def term(self, at: int) -> Expr:
        """Return one term, worked out from those before it."""
        if at in self._terms:
            return self._terms[at]
        if at in self.values:
            found = self.value(self.values[at])
        elif at > MAX_TERMS or at < min(self.values, default=at + 1):
            raise Undecided("a term that is too far away")
        else:
            here = put(self.body, {self.letter: Num(Fraction(at - self.shift))})
            found = self.value(self._known(_folded_indices(here, self.letter, at - self.shift)))
        self._terms[at] = found
        return found

    def _stated(self, left: Node, right: Node) -> bool:
        head = Name(self.base, (self._index(self.shift),))
        return (left, right) == (head, self.body)

    def _index(self, by: int) -> Node:
        return self.letter if not by else self._moved(self.letter, by)


def _term_named(at: int) -> Name:
    return Name("#term", (Num(Fraction(abs(at))), Num(Fraction(at < 0))))


def _folded_indices(node: Node, letter: Name, at: int) -> Node:
    """Work out the indices of a formula at one value of the letter."""
    found = index_shift(node.sub[0]) if isinstance(node, Name) and len(node.sub) == 1 else None
    if isinstance(node, Name) and found is not None and found[0] == letter.base:
        return Name(node.base, (Num(Fraction(at + found[1])),), node.sup)
    return rebuild(node, lambda part: _folded_indices(part, letter, at))


def _differs(difference: Expr, letter: Expr) -> bool:
    """Tell whether a formula in a whole number is seen not to vanish."""
    for at in (3, 4, 5):
        number = sp.N(difference.xreplace({letter: sp.Integer(at)}), 30)
        if number.is_number and number.is_Float and abs(number) > sp.Float("1e-12"):
            return True
    return False


def recurring(setting: Setting) -> tuple[Recurring, list[Node]] | None:
    """Return the sequence that a question is about, and the premises that it takes over.

    ``None`` unless one equation gives the terms of one sequence by earlier ones, and nothing else but terms is stated.
    """
    trees = [tree for tree in dict.fromkeys([*setting.stated, *setting.solved]) if isinstance(tree, Relation)]
    found = list(recurrences(trees))
    if len(found) != 1 or len(found[0].name.sub) != 1 or found[0].name.sup:
        return None
    base = found[0].name.base
    values: dict[int, Node] = {}
    taken: list[Node] = [found[0].relation]
    for tree in trees:
        about = any(isinstance(part, Name) and part.base == base for part in walk(tree))
        if tree == found[0].relation or not about:
            continue
        match tree:
            case Relation((Name(_, (Num(at),), ()), value), ("=",)) if not any(True for _ in names_in(value)):
                values[int(at)] = value
                taken.append(tree)
            case _:
                return None
    return (Recurring(found[0], values), taken) if values else None
