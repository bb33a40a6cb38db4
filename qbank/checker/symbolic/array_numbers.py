"""Numbers made from vectors and matrices without components: words of one entry, traces, determinants, ranks.

Each is a quantity of its own, named by the one form that all its equal forms share.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.reading.kinds import VECTOR
from qbank.checker.syntax import Call, Mul, Name, Node, Num, Pow, names_in, walk

from .algebra import Algebra
from .dimensions import Dimension, Dimensions
from .functions import Expr
from .sums import SumKey
from .traits import traits_of
from .words import ORTHOGONAL, Letter, Linear, Word, Words, order

_WORD, _TRACE, _DET, _RANK = "#word", "#trace", "#det", "#rank"
ONE = sp.Integer(1)


class ArrayNumbers:
    """The vectors and matrices of the formulas of one comparison, their sizes, and the numbers made from them."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra
        self.kinds = algebra.kinds
        self.premises = algebra.premises
        self.dimensions = Dimensions()
        self.words = Words(self.dimensions, self._traits(), self._shape, self._number_of_word)
        for name, traits in self.words.traits.items():
            if traits - {ORTHOGONAL}:
                self.dimensions.same(*self._shape(name))
        self._count = 0
        self._depth = 0

    def _traits(self) -> dict[Name, frozenset[str]]:
        found = traits_of(self.premises.constraints)
        for base, trait in sorted(self.kinds.traits):
            name = Name(base)
            found[name] = found.get(name, frozenset()) | {trait}
        return found

    def shape(self, name: Name) -> tuple[Dimension, Dimension]:
        """Return the sizes of a name."""
        return self._shape(name)

    def _shape(self, name: Name) -> tuple[Dimension, Dimension]:
        """Return the sizes of a name: those of a family of vectors are one."""
        vector = self.kinds.of(name) == VECTOR
        whole = Name(name.base) if vector and name.sub and not all(isinstance(i, Num) for i in name.sub) else name
        stated = self.kinds.shape(name)
        rows: Dimension = ("rows", whole)
        columns: Dimension = 1 if vector else ("columns", whole)
        if stated is not None:
            self.dimensions.same(rows, stated[0])
            if not vector:
                self.dimensions.same(columns, stated[1])
        return self.dimensions.find(rows), self.dimensions.find(columns)

    def side(self, one: Dimension) -> Expr:
        """Return a size as a number or a quantity."""
        one = self.dimensions.find(one)
        if isinstance(one, int):
            return sp.Integer(one)
        return self.algebra.value(Name(one)) if isinstance(one, str) else self.algebra.symbol(Name(f"#side {one!r}"))

    def _fresh(self) -> Dimension:
        self._count += 1
        return ("size", self._count)

    def _node(self, word: Word) -> Node:
        return Mul(tuple(_written(letter) for letter in word))

    @staticmethod
    def letter(node: Node) -> Letter:
        """Return the letter that a node in the key of a symbol stands for."""
        inverted = isinstance(node, Pow)
        node = node.base if isinstance(node, Pow) else node
        turned = isinstance(node, Call)
        inner = node.arguments[0] if isinstance(node, Call) else node
        assert isinstance(inner, Name)  # noqa: S101 - made so above
        return Letter(inner, turned, inverted)

    def _number_of_word(self, word: Word) -> Expr:
        return self.algebra.symbol(Call(_WORD, (self._node(word),)))

    def trace(self, linear: Linear) -> Expr:
        """Return the trace: that of a word is that of the word begun anywhere, and of its transpose."""
        self.dimensions.same(linear.rows, linear.columns)
        return sp.Add(*(factor * self._trace_of(word, linear.rows) for word, factor in linear.terms.items()))

    def _trace_of(self, word: Word, side: Dimension) -> Expr:
        if not word:
            return self.side(side)
        candidates: list[Word] = []
        for at in range(len(word)):
            turned = word[at:] + word[:at]
            rows = self.words.shape(turned[0])[0]
            linear = self.words.of_word(turned, rows, rows)
            if rows == 1:
                return self.words.number_of(linear)
            if set(linear.terms) != {turned}:
                return self.trace(linear)
            candidates.append(turned)
            other = self.words.transposed(linear)
            if len(other.terms) == 1 and next(iter(other.terms.values())) == 1:
                candidates.append(next(iter(other.terms)))
        return self.algebra.symbol(Call(_TRACE, (self._node(min(candidates, key=order)),)))

    def determinant(self, linear: Linear) -> Expr:
        """Return the determinant: of a product of square matrices that of each."""
        self.dimensions.same(linear.rows, linear.columns)
        if not linear.terms:
            return sp.Integer(0)
        if len(linear.terms) == 1:
            ((word, factor),) = linear.terms.items()
            scale = factor ** self.side(linear.rows) if factor != 1 else ONE
            if all(self.dimensions.square(*self.words.shape(letter)) for letter in word):
                return scale * sp.Mul(*(self._det_of(letter) for letter in word))
            linear = Linear({word: ONE}, linear.rows, linear.columns)
            return scale * self._mixed(linear)
        return self._mixed(linear)

    def _mixed(self, linear: Linear) -> Expr:
        """Return the determinant of what is no product of square matrices, alike for its transpose."""
        forms = (linear, self.words.transposed(linear))
        parts = min((_parts(form) for form in forms), key=repr)
        return self.algebra.symbol(Call(_DET, (self.words.name_for("sum", parts, linear.rows, linear.rows),)))

    def _det_of(self, letter: Letter) -> Expr:
        made = self.words.made.get(letter.name)
        if made is not None and made.kind == "inverse":
            return 1 / self.determinant(Linear(dict(made.parts), made.rows, made.columns))
        symbol = self.algebra.symbol(Call(_DET, (letter.name,)))
        if ORTHOGONAL in self.words.traits.get(letter.name, ()):
            symbol = symbol / sp.Abs(symbol)  # 1 or -1
        return 1 / symbol if letter.inverted else symbol

    def _rank(self, linear: Linear) -> Expr:
        if len(linear.terms) != 1:
            raise Undecided("the rank of a sum")
        ((word, factor),) = linear.terms.items()
        if not word or not (factor.is_number or factor.is_positive):
            raise Undecided("the rank of a multiple of a matrix")
        half = word[: len(word) // 2]
        turned = self.words.transposed(Linear({word: ONE}, linear.rows, linear.columns)).terms
        other = self.words.transposed(Linear({half: ONE}, self._fresh(), self._fresh())).terms if half else {}
        if len(word) % 2 == 0 and len(other) == 1 and next(iter(other)) == word[len(word) // 2 :]:
            word, turned = half, other  # rank of A Aᵀ
        return self.algebra.symbol(Call(_RANK, (self._node(min([word, *turned], key=order)),)))


def _written(letter: Letter) -> Node:
    node: Node = Call("transpose", (letter.name,)) if letter.turned else letter.name
    return Pow(node, Num(Fraction(-1))) if letter.inverted else node


def _parts(linear: Linear) -> tuple[tuple[Word, Expr], ...]:
    return tuple(sorted(linear.terms.items(), key=lambda pair: order(pair[0])))


def walk_key(key: object) -> Iterator[Name]:
    """Yield the names in what a symbol stands for."""
    if isinstance(key, SumKey | None):
        return
    if isinstance(key, Node):
        yield from (part for part in walk(key) if isinstance(part, Name))


def arrays_in(algebra: Algebra, *nodes: Node) -> list[Name]:
    """Return the vectors and matrices without components that formulas come down to, definitions put in."""
    todo = [name for node in nodes for name in names_in(node)]
    found: dict[Name, None] = {}
    seen: set[Name] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            bodies = list(algebra.premises.bodies(name))
        except Undecided:
            bodies = []
        todo += [inner for body in bodies for inner in names_in(body)]
        if not bodies and algebra.is_array(name):
            found[name] = None
    return sorted(found, key=repr)
