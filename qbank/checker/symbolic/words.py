"""Products of named vectors and matrices of any size, in normal form: linear combinations of words.

A word is a product of letters in its order; a letter is a name, turned (transposed), inverted, or both. Nothing
commutes but numbers: a part of a word between two sizes of 1 is a number, and equal to its transpose. The inverse of
what is no product of square letters is a letter of its own, known by the normal form of what it is the inverse of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy as sp

from qbank.checker.letters import Undecided
from qbank.checker.syntax import Name

from .dimensions import Dimension, Dimensions
from .functions import Expr

MAX_WORK = 4000
"""Words that are looked at in one comparison."""
MAX_LENGTH = 24
SYMMETRIC, SKEW, ORTHOGONAL, IDEMPOTENT = "symmetric", "skew", "orthogonal", "idempotent"


@dataclass(frozen=True, slots=True)
class Letter:
    """A name in a word."""

    name: Name
    turned: bool = False
    inverted: bool = False


Word = tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """A combination of words of one shape; the empty word is the identity."""

    terms: Mapping[Word, Expr]
    rows: Dimension
    columns: Dimension


@dataclass(frozen=True, slots=True)
class Made:
    """What a made-up name stands for: the inverse of a combination, a cross product of two words, or a sum."""

    kind: str
    parts: tuple[Any, ...]
    rows: Dimension
    columns: Dimension


class Words:
    """Arithmetic of combinations of words.

    ``number`` names the number that a word with one row and one column is; ``traits`` says which matrices are
    symmetric, skew, orthogonal or idempotent; ``shape`` the sizes of a name.
    """

    def __init__(
        self,
        dimensions: Dimensions,
        traits: Mapping[Name, frozenset[str]],
        shape: Callable[[Name], tuple[Dimension, Dimension]],
        number: Callable[[Word], Expr],
    ) -> None:
        self.dimensions = dimensions
        self.traits = traits
        self._shape = shape
        self._number = number
        self.made: dict[Name, Made] = {}
        self._names: dict[object, Name] = {}
        self.work = 0

    # letters

    def shape(self, letter: Letter) -> tuple[Dimension, Dimension]:
        """Return the rows and columns of a letter."""
        made = self.made.get(letter.name)
        rows, columns = (made.rows, made.columns) if made else self._shape(letter.name)
        rows, columns = self.dimensions.find(rows), self.dimensions.find(columns)
        return (columns, rows) if letter.turned != letter.inverted else (rows, columns)

    def letter(self, name: Name, *, turned: bool = False, inverted: bool = False) -> tuple[int, Letter]:
        """Return a letter in normal form, and its sign."""
        traits = self.traits.get(name, frozenset())
        if inverted and ORTHOGONAL in traits:
            inverted, turned = False, not turned
        if turned and SYMMETRIC in traits:
            return 1, Letter(name, inverted=inverted)
        if turned and SKEW in traits:
            return -1, Letter(name, inverted=inverted)
        return 1, Letter(name, turned, inverted)

    def name_for(self, kind: str, parts: tuple[object, ...], rows: Dimension, columns: Dimension) -> Name:
        """Return the made-up name for what ``parts`` describe: always the same one."""
        name = self._names.setdefault((kind, parts), Name(f"#{kind}{len(self._names)}"))
        self.made.setdefault(name, Made(kind, parts, rows, columns))
        return name

    # arithmetic

    def of_word(self, word: Word, rows: Dimension, columns: Dimension) -> Linear:
        """Return one word as a combination, in normal form."""
        return self.normal([(word, sp.Integer(1))], rows, columns)

    def zero(self, rows: Dimension, columns: Dimension) -> Linear:
        """Return the combination of nothing."""
        return Linear({}, rows, columns)

    def added(self, one: Linear, other: Linear) -> Linear:
        """Return the sum. Raises :class:`Undecided` where the sizes do not fit."""
        self.dimensions.same(one.rows, other.rows)
        self.dimensions.same(one.columns, other.columns)
        return self.normal([*one.terms.items(), *other.terms.items()], one.rows, one.columns)

    def scaled(self, factor: Expr, linear: Linear) -> Linear:
        """Return a number times a combination."""
        return Linear(
            {word: value for word, own in linear.terms.items() if (value := sp.expand(factor * own)) != 0},
            linear.rows,
            linear.columns,
        )

    def multiplied(self, one: Linear, other: Linear) -> Linear:
        """Return the product. Raises :class:`Undecided` where the sizes do not fit."""
        self.dimensions.same(one.columns, other.rows)
        pairs = ((a + b, c * d) for a, c in one.terms.items() for b, d in other.terms.items())
        return self.normal(pairs, one.rows, other.columns)

    def product(self, linears: Iterable[Linear]) -> Linear:
        """Return the product of several."""
        first, *rest = linears
        for one in rest:
            first = self.multiplied(first, one)
        return first

    def transposed(self, linear: Linear) -> Linear:
        """Return the transpose."""
        total = self.zero(linear.columns, linear.rows)
        for word, factor in linear.terms.items():
            turned = self._each(reversed(word), self._turned, linear.columns)
            total = self.added(total, self.scaled(factor, turned))
        return total

    def _each(self, word: Iterable[Letter], change: Callable[[Letter], Linear], side: Dimension) -> Linear:
        changed = [change(letter) for letter in word]
        return self.product(changed) if changed else Linear({(): sp.Integer(1)}, side, side)

    def single(self, letter: Letter, factor: int = 1) -> Linear:
        """Return a letter as a combination."""
        return Linear({(letter,): sp.Integer(factor)}, *self.shape(letter))

    def _turned(self, letter: Letter) -> Linear:
        made = self.made.get(letter.name)
        if made is not None and made.kind == "inverse":
            return self.inverse(self.transposed(self._inside(made)))
        sign, other = self.letter(letter.name, turned=not letter.turned, inverted=letter.inverted)
        return self.single(other, sign)

    def _inside(self, made: Made) -> Linear:
        return Linear(dict(made.parts), made.rows, made.columns)

    def inverse(self, linear: Linear) -> Linear:
        """Return the inverse: of a product of square letters that of each, else a letter of its own."""
        self.dimensions.same(linear.rows, linear.columns)
        if not linear.terms:
            raise Undecided("the inverse of a zero matrix")
        words = sorted(linear.terms, key=order)
        if len(words) == 1 and all(self.dimensions.square(*self.shape(letter)) for letter in words[0]):
            return self.scaled(1 / linear.terms[words[0]], self._each(reversed(words[0]), self._inverted, linear.rows))
        lead = linear.terms[words[-1]]
        parts = tuple((word, sp.cancel(linear.terms[word] / lead)) for word in words)
        return self.scaled(1 / lead, self.single(Letter(self.name_for("inverse", parts, linear.rows, linear.rows))))

    def _inverted(self, letter: Letter) -> Linear:
        made = self.made.get(letter.name)
        if made is not None and made.kind == "inverse":
            return self._inside(made)
        sign, other = self.letter(letter.name, turned=letter.turned, inverted=not letter.inverted)
        return self.single(other, sign)

    # the normal form

    def normal(self, pairs: Iterable[tuple[Word, Expr]], rows: Dimension, columns: Dimension) -> Linear:
        """Return a combination with every word reduced."""
        todo = list(pairs)
        found: dict[Word, Expr] = {}
        while todo:
            word, factor = todo.pop()
            self.work += 1
            if self.work > MAX_WORK or len(word) > MAX_LENGTH:
                raise Undecided("the products of matrices grow too large")
            changed = self._step(word, rows, columns)
            if changed is None:
                found[word] = found.get(word, sp.Integer(0)) + factor
            else:
                todo += [(other, factor * own) for other, own in changed]
        expanded = {word: sp.expand(factor) for word, factor in found.items()}
        return Linear({word: factor for word, factor in expanded.items() if factor != 0}, rows, columns)

    def _step(self, word: Word, rows: Dimension, columns: Dimension) -> list[tuple[Word, Expr]] | None:
        """Return what one rule makes of a word; ``None`` for one in normal form."""
        for at, (one, other) in enumerate(pairwise(word)):
            if self._cancels(one, other):
                return [(word[:at] + word[at + 2 :], sp.Integer(1))]
            if one == other and IDEMPOTENT in self.traits.get(one.name, ()):
                return [(word[:at] + word[at + 1 :], sp.Integer(1))]
        for at, letter in enumerate(word):
            made = self.made.get(letter.name)
            if made is not None and made.kind == "inverse" and (found := self._undone(word, at, made)) is not None:
                return found
        return self._numbers_out(word, rows, columns)

    def _cancels(self, one: Letter, other: Letter) -> bool:
        if one.name != other.name:
            return False
        if one.inverted != other.inverted:
            return one.turned == other.turned
        orthogonal = ORTHOGONAL in self.traits.get(one.name, ())
        tall = one.turned and not other.turned and not one.inverted
        return orthogonal and (tall or (one.turned != other.turned and self.dimensions.square(*self.shape(one))))

    def _undone(self, word: Word, at: int, made: Made) -> list[tuple[Word, Expr]] | None:
        """Let the inverse of a combination meet its leading word: what is left is smaller."""
        *rest, (lead, _) = made.parts
        letter = (word[at],)
        after, before = at + 1 + len(lead), at - len(lead)
        if word[at + 1 : after] == lead:
            left = [(word[:at] + word[after:], sp.Integer(1))]
            return left + [(word[:at] + letter + inner + word[after:], -factor) for inner, factor in rest]
        if before >= 0 and word[before:at] == lead:
            left = [(word[:before] + word[at + 1 :], sp.Integer(1))]
            return left + [(word[:before] + inner + letter + word[at + 1 :], -factor) for inner, factor in rest]
        return None

    def _numbers_out(self, word: Word, rows: Dimension, columns: Dimension) -> list[tuple[Word, Expr]] | None:
        """Take the parts of a word that are numbers out of it."""
        cuts = [at for at in range(1, len(word)) if self.shape(word[at])[0] == 1]
        whole = rows == 1 and columns == 1
        if not word or whole or not cuts:
            return None
        parts = [word[a:b] for a, b in zip([0, *cuts], [*cuts, len(word)], strict=True)]
        left = parts.pop(0) if rows != 1 else ()
        right = parts.pop() if columns != 1 else ()
        if not parts:
            return None
        return [(left + right, sp.Mul(*(self.number(part) for part in parts)))]

    def number(self, word: Word) -> Expr:
        """Return the number that a word from one row to one column is."""
        linear = self.normal([(word, sp.Integer(1))], 1, 1)
        return self.number_of(linear)

    def number_of(self, linear: Linear) -> Expr:
        """Return the number that a combination with one row and one column is."""
        return sp.expand(sp.Add(*(factor * self._one(word) for word, factor in linear.terms.items())))

    def _one(self, word: Word) -> Expr:
        """Return one number: equal for a word and its transpose."""
        if not word:
            return sp.Integer(1)
        cuts = [at for at in range(1, len(word)) if self.shape(word[at])[0] == 1]
        if cuts:
            ends = zip([0, *cuts], [*cuts, len(word)], strict=True)
            return sp.Mul(*(self.number(word[a:b]) for a, b in ends))
        if (triple := self._triple(word)) is not None:
            return triple
        other = self.transposed(Linear({word: sp.Integer(1)}, 1, 1))
        if len(other.terms) == 1:
            ((turned, factor),) = other.terms.items()
            if order(turned) < order(word):
                return factor * self._number(turned)
            if turned == word and factor == -1:
                return sp.Integer(0)  # xᵀKx of a skew K
        return self._number(word)

    # cross products

    def cross(self, one: Linear, other: Linear) -> Linear:
        """Return the cross product of two columns of size 3."""
        for linear in (one, other):
            self.dimensions.same(linear.rows, 3)
            if self.dimensions.find(linear.columns) != 1:
                raise Undecided("a cross product of what are no columns")
        terms: list[tuple[Word, Expr]] = []
        for a, c in one.terms.items():
            for b, d in other.terms.items():
                if a == b:
                    continue
                first, second, sign = (a, b, 1) if order(a) < order(b) else (b, a, -1)
                name = self.name_for("cross", (first, second), 3, 1)
                terms.append(((Letter(name),), sign * c * d))
        return self._uncrossed(self.normal(terms, 3, 1))

    def _uncrossed(self, linear: Linear) -> Linear:
        """Expand cross products of cross products: u × (v × w) = v (u·w) − w (u·v)."""
        total = self.zero(3, 1)
        for word, factor in linear.terms.items():
            total = self.added(total, self.scaled(factor, self._double(word)))
        return total

    def _double(self, word: Word) -> Linear:
        made = self.made.get(word[0].name) if len(word) == 1 else None
        if made is None or made.kind != "cross":
            return Linear({word: sp.Integer(1)}, 3, 1)
        one, other = made.parts
        for outer, inner, sign in ((one, other, 1), (other, one, -1)):
            within = self.made.get(inner[0].name) if len(inner) == 1 else None
            if within is not None and within.kind == "cross":
                u = self.of_word(outer, 3, 1)
                v, w = (self.of_word(part, 3, 1) for part in within.parts)
                found = self.added(self.scaled(self.dot(u, w), v), self.scaled(-self.dot(u, v), w))
                return self._uncrossed(self.scaled(sp.Integer(sign), found))
        return Linear({word: sp.Integer(1)}, 3, 1)

    def dot(self, one: Linear, other: Linear) -> Expr:
        """Return the product of two columns that is a number."""
        return self.number_of(self.multiplied(self.transposed(one), other))

    def _triple(self, word: Word) -> Expr | None:
        """Return u·(v × w) with its vectors in order, (a × b)·(c × d) by products of two."""
        for letters in (word, tuple(Letter(one.name, not one.turned, one.inverted) for one in reversed(word))):
            last = self.made.get(letters[-1].name)
            if last is None or last.kind != "cross" or letters[-1].turned:
                continue
            first = self.made.get(letters[0].name) if len(letters) == 2 else None
            if first is not None and first.kind == "cross":
                a, b, c, d = (self.of_word(part, 3, 1) for part in (*first.parts, *last.parts))
                return self.dot(a, c) * self.dot(b, d) - self.dot(a, d) * self.dot(b, c)
            if any(one.name in self.made for one in letters[:-1]):
                return None
            u = tuple(Letter(one.name, not one.turned, one.inverted) for one in reversed(letters[:-1]))
            three = [u, *last.parts]
            if len(set(three)) < 3:
                return sp.Integer(0)
            ranked = sorted(three, key=order)
            places = [ranked.index(part) for part in three]
            swaps = sum(a > b for at, a in enumerate(places) for b in places[at + 1 :])
            name = self.name_for("triple", tuple(ranked), 1, 1)
            return (-1) ** swaps * self._number((Letter(name),))
        return None


def order(word: Word) -> tuple[object, ...]:
    """Return what words are ordered by: longer ones come later."""
    return len(word), tuple((repr(one.name), one.inverted, one.turned) for one in word)
