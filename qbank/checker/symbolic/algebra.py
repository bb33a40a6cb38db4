"""The symbolic route: syntax trees to sympy, through definitions, derivatives and sums of any size.

Every name becomes a generated symbol (``v0``, ``v1`` …); no author's string reaches sympy. The rules:

* **Definitions** are put in wherever a name occurs.
* **∂A/∂B**: A's definitions are expanded but stop at B, the result is differentiated, then the rest is expanded.
* **Sums** keep their size open. A sum is linear: ``Σ(a·f + g) = a·Σf + Σg`` where a is free of the index; what is left
  under the sign, with the index renamed, names the sum. Two expressions that agree with every such sum taken as an
  independent quantity agree for every size. The derivative of ``Σ_l f(l)`` by ``w_i`` is ``Σ_l ∂f(l)/∂w_i`` plus the
  term in which ``w_l`` is ``w_i``.
* **An abstract quantity**, undefined and known only through its derivatives, is differentiated by the chain rule
  through the names that it depends on directly.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from qbank.checker.grids import Grid
from qbank.checker.index_letters import substitute
from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.reading.tokens import GREEK
from qbank.checker.syntax import Deriv, Matrix, Name, Node, Num, Tuple, names_in

from .arrays import scalar
from .compound import Compound
from .functions import Expr
from .leibniz import body_of, slope_of_integrals
from .parts import symbols_of
from .slopes import slope_of
from .sums import Key, SumKey, made_at
from .values import grown

Terms = list[tuple[Mapping[str, Node], Expr]]
"""Contributions to a derivative, each with what the bound labels must stand for."""


class Algebra(Compound):
    """The symbolic reading of one question: values, and derivatives through definitions and sums."""

    def differentiated(self, node: Deriv, stop: frozenset[Name]) -> Expr:
        """Expand but stop at what is differentiated by, differentiate, then expand the rest."""
        inside, names = stop | set(node.by), node.by
        under = None
        if not self.premises.defines(names[0]):
            under = slope_of_integrals(self, body_of(self, node.of), names[0], inside)
        whole = self.value(node.of, inside) if under is None else under
        names = names if under is None else names[1:]
        if isinstance(whole, Grid):
            for by in names:
                whole = Grid(
                    tuple(self.derivative(item, by, inside) for item in whole.items), whole.columns, whole.loose
                )
            return self.expanded(whole, stop)
        value = scalar(whole)
        for by in names:
            before = value
            value = self.derivative(before, by, inside)
            apart = value == 0 and isinstance(node.of, Name) and not self._occurs(before, by) and symbols_of(before)
            if apart and (node.total or not self._coordinates(before, by)):
                raise Undecided(f"nothing given connects {latex(node.of)} with {latex(by)}")
            if value == 0 or node.total:
                self._refuse_defined(node.of, before, by, stop)
        return self.expanded(value, stop)

    def _coordinates(self, value: Expr, by: Name) -> bool:
        """Tell whether what a value is made from and ``by`` are the coordinates of one vector field."""
        bodies = [one.body for one in self.premises.definitions]
        bodies += [body for _, body in self.premises.functions.values()]
        fields = [set(names_in(body)) for body in bodies if isinstance(body, Tuple | Matrix)]
        used = {self.keys.get(symbol) for symbol in symbols_of(value)} | {by}
        tied = {name for one in self.premises.constraints for name in names_in(one)}
        return any(used <= field for field in fields) and not used & tied

    def _refuse_defined(self, of: Node, value: Expr, by: Name, stop: frozenset[Name]) -> None:
        """Refuse a derivative by a defined name where what it is made from stands beside it."""
        if not self.premises.defines(by):
            return
        if self.leaves(self.value(by, stop)) & self.leaves(value):
            raise Undecided(f"how {latex(of)} depends on {latex(by)} is not said")

    def _occurs(self, expression: Expr, by: Name) -> bool:
        for symbol in symbols_of(expression):
            key = self.keys[symbol]
            if isinstance(key, SumKey):
                if self._occurs(key.body, by):
                    return True
            elif isinstance(key, Name) and (self.may_be(key, by) or any(True for _ in self.premises.tops(key))):
                return True
        return False

    def expanded(self, expression: Expr, stop: frozenset[Name]) -> Expr:
        """Expand the names that were left alone while differentiating."""

        def changed(key: Key) -> Expr:
            if isinstance(key, SumKey):
                return self.summed(key.operator, key.bounds, key.label, self.expanded(key.body, stop))
            return self.value(key, stop) if isinstance(key, Name) else self.symbol(key)

        return self.each_symbol(expression, changed)

    def derivative(self, expression: Expr, by: Name, stop: frozenset[Name]) -> Expr:
        """Return the derivative of ``expression`` by the name ``by``, all else held; of a vector that of each entry."""
        if isinstance(expression, Grid):
            return expression.map(lambda entry: self.derivative(entry, by, stop))
        if grown(expression):
            raise Undecided("the expression grows too large")
        terms = self._terms(expression, by, stop)
        if any(bound for bound, _ in terms):
            raise Undecided(f"a derivative by {latex(by)} that only some terms of a sum have")
        return sp.Add(*(term for _, term in terms))

    def _terms(self, expression: Expr, by: Name, stop: frozenset[Name]) -> Terms:
        terms: Terms = []
        for symbol in sorted(symbols_of(expression), key=made_at):
            inner = self._symbol_terms(symbol, by, stop)
            if inner:
                outer = slope_of(expression, symbol)
                terms += [(bound, outer * term) for bound, term in inner]
        return terms

    def _symbol_terms(self, symbol: Expr, by: Name, stop: frozenset[Name]) -> Terms:
        key = self.keys[symbol]
        if isinstance(key, SumKey):
            return self._sum_terms(key, by, stop)
        if isinstance(key, Deriv):
            raise Undecided(f"a second derivative through {latex(key)}, of which nothing is given")
        if not isinstance(key, Name):
            return []
        if key == by:
            return [({}, sp.Integer(1))]
        bound = self._bound_match(key, by)
        if bound is not None:
            return [(bound, sp.Integer(1))]
        return self._abstract_terms(key, by, stop)

    def _bound_match(self, key: Name, by: Name) -> dict[str, Node] | None:
        """Return what bound labels in ``key`` must be for it to be ``by``; ``None`` where it never is.

        Raises :class:`Undecided` where that hangs on whether two free index letters are equal.
        """
        letters = self.premises.letters
        if key.base != by.base or len(key.sub) != len(by.sub) or len(key.sup) != len(by.sup):
            return None
        bound: dict[str, Node] = {}
        for mine, theirs in zip((*key.sub, *key.sup), (*by.sub, *by.sup), strict=True):
            if mine == theirs:
                continue
            sort, other = letters.sort(mine), letters.sort(theirs)
            if isinstance(mine, Name) and mine.base.startswith("#"):
                if other is None and isinstance(theirs, Num) and letters.separate:
                    raise Undecided(f"which range the number in {latex(by)} belongs to cannot be told")
                if other != sort and not (other is None and isinstance(theirs, Num)):
                    return None
                bound[mine.base] = theirs
            elif isinstance(mine, Num) and isinstance(theirs, Num):
                return None
            elif sort is not None or other is not None:
                if (sort and other and sort != other) or self._apart(mine, theirs) or self._apart(theirs, mine):
                    return None
                raise Undecided(f"whether {latex(key)} is {latex(by)} depends on the indices")
            elif isinstance(mine, Name | Num) and isinstance(theirs, Name | Num) and not _counting(mine, theirs):
                return None  # two different labels
            else:
                raise Undecided(f"whether {latex(key)} is {latex(by)} depends on the indices")
        return bound

    def _apart(self, number: Node, letter: Node) -> bool:
        """Tell whether a number lies below the range that an index letter runs over."""
        bounds = self.premises.letters.bounds.get(self.premises.letters.sort(letter) or "")
        low = bounds[0] if bounds else None
        return isinstance(number, Num) and isinstance(low, Num) and number.value < low.value

    def _sum_terms(self, key: SumKey, by: Name, stop: frozenset[Name]) -> Terms:
        terms = self._terms(key.body, by, stop)
        if not terms:
            return []
        if key.operator != "sum":
            return self._product_terms(key, by, stop)
        free: Expr = sp.Integer(0)
        collected: Terms = []
        for bound, term in terms:
            if key.label not in bound:
                if bound:
                    collected.append((bound, self.summed(key.operator, key.bounds, key.label, term)))
                else:
                    free += term
                continue
            index = bound[key.label]
            outside = self._outside(index, key.bounds)
            if outside:
                continue
            rest = {label: value for label, value in bound.items() if label != key.label}
            collected.append((rest, self.reindexed(term, {key.label: index})))
        if free != 0:
            collected.append(({}, self.summed(key.operator, key.bounds, key.label, free)))
        return collected

    def _product_terms(self, key: SumKey, by: Name, stop: frozenset[Name]) -> Terms:
        """Differentiate a product with an open number of factors: itself times the sum of their logarithmic slopes."""
        terms = self._terms(sp.log(key.body), by, stop)
        if any(bound for bound, _ in terms):
            raise Undecided("a derivative of a product by one of its factors")
        slopes = self.summed("sum", key.bounds, key.label, sp.Add(*(term for _, term in terms)))
        return [({}, self.symbol(key) * slopes)]

    def _outside(self, index: Node, bounds: tuple[Expr, Expr] | str) -> bool:
        """Tell whether the index lies outside the range of a sum; letters run over their own range."""
        if isinstance(index, Num):
            low = sp.Integer(1) if isinstance(bounds, str) else bounds[0]
            below = sp.Integer(index.value.numerator) < low
            if below not in (sp.true, sp.false):
                raise Undecided("whether an index lies in the range of a sum")
            return bool(below)
        sort = self.premises.letters.sort(index)
        stated = self.premises.letters.bounds.get(sort or "")
        own = tuple(scalar(self.value(bound)) for bound in stated) if stated else sort
        if own != bounds:
            raise Undecided("an index that runs over another range than the sum")
        return False

    def _abstract_terms(self, key: Name, by: Name, stop: frozenset[Name]) -> Terms:
        """Differentiate an undefined quantity through the names that it depends on directly."""
        terms: Terms = []
        tops = self.premises.tops(key)
        if tops and (other := self._other_path(key, [top for top, _ in tops], by)):
            raise Undecided(f"whether {latex(key)} depends on {latex(other)} is not said")
        for top, free in tops:
            labels = {
                letter: Name(f"#t{next(self.fresh)}:{self.premises.letters.sort(Name(letter))}") for letter in free
            }
            inner = substitute(top, labels)
            assert isinstance(inner, Name)  # noqa: S101 - substitution keeps the kind
            outer = self.symbol(Deriv(key, (inner,)))
            inner_terms = self._terms(self.value(inner, stop), by, stop)
            for bound, term in inner_terms:
                value = outer * term
                rest = dict(bound)
                for label in reversed(list(labels.values())):
                    if label.base in rest:
                        value = self.reindexed(value, {label.base: rest.pop(label.base)})
                    else:
                        bounds = self._range(label)
                        value = self.summed("sum", bounds, label.base, value)
                terms.append((rest, value))
        return terms

    def _other_path(self, key: Name, tops: list[Name], by: Name) -> Name | None:
        """Return a name that is made from ``by`` and feeds nothing that is known of ``key``."""
        letters, reach = self.premises.letters, self.premises.reach
        fed = {letters.shape(name) for name in (key, *tops)}.union(*(reach(letters.shape(top)) for top in tops))
        for definition in self.premises.definitions:
            shape = letters.shape(definition.name)
            below = reach(shape)
            if letters.shape(by) in below and letters.shape(key) not in below and shape not in fed:
                return definition.name
        return None

    def _range(self, label: Name) -> tuple[Expr, Expr] | str:
        sort = self.premises.letters.sort(label) or ""
        stated = self.premises.letters.bounds.get(sort)
        return (scalar(self.value(stated[0])), scalar(self.value(stated[1]))) if stated else sort


_COUNTING = frozenset("ijklmnpqrst") | GREEK


def _counting(*indices: Node) -> bool:
    """Tell whether any index is a letter that usually counts: then two of them may be equal."""
    return all(
        isinstance(index, Num) or (isinstance(index, Name) and index.base in _COUNTING) for index in indices
    ) and any(isinstance(index, Name) for index in indices)
