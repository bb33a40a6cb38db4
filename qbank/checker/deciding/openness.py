"""What premises leave open of two formulas, so that a point where they differ proves nothing.

A quantity may be given in words alone, be a function that everybody knows, or depend on others in a way that nothing
states. Two numbers leave nothing open.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from qbank.checker.grids import Grid
from qbank.checker.index_letters import letters_of, substitute
from qbank.checker.letters import Undecided
from qbank.checker.premises import Premises
from qbank.checker.printing import latex
from qbank.checker.reading.measures import is_measure
from qbank.checker.shares import MARK
from qbank.checker.symbolic.algebra import Algebra
from qbank.checker.syntax import Apply, Big, Chance, Deriv, Moment, Name, Node, names_in, walk

_VARIABLES = (Name("x"), Name("y"), Name("z"), Name("t"))
"""What partial derivatives are taken by."""


class Openness:
    """Tells what is open under one set of premises and domains."""

    def __init__(self, premises: Premises, told: frozenset[str] | None, algebra: Algebra) -> None:
        """``told``: the names that the question speaks of; ``None``: every name is as good as any."""
        self.premises = premises
        self.told = told
        self.algebra = algebra
        self.settled: set[str] = set()
        """Abstract derivatives that count as quantities of their own, as LaTeX."""
        self.bound = ""
        """Why no difference refutes anything here, if so."""

    def left_open(self, left: Node, right: Node) -> str:
        """Return why a difference between two formulas proves nothing, or nothing.

        Either the premises bind the quantities, or one side holds what the other does not and nothing is given of:
        an abstract derivative, or a name or function that neither stem nor premises speak of.
        """
        if is_closed(left) and is_closed(right):
            return ""  # two numbers: no premise makes them equal
        if unknown := sorted(self._unknown_values(left, right)):
            return f"the function {unknown[0]} has no definition"
        if self.bound or (self.premises.random is not None and self.premises.random.reason):
            return self.bound or (self.premises.random.reason if self.premises.random is not None else "")
        if tied := sorted(
            name.base for side in (left, right) for name in self.undefined(side) if is_measure(name.base)
        ):
            return f"what ties {tied[0]} to others is not stated"
        if (words := self._word_functions(left, right)) and not self._are_numbers(left, right):
            return f"the function {words[0]} is not defined"
        if unsaid := self._unsaid_functions(left, right):
            return f"nothing is said of the function {min(unsaid)}"
        if self.premises.open_sequences and (sequence := self._open_sequence(left, right)):
            return f"the recurrence of {sequence} could not be written out so far"
        loose = (self.derivatives(left) ^ self.derivatives(right)) - self.settled - self._given_derivatives
        strange = (
            (self._bases(left) ^ self._bases(right)) - (self.told or frozenset()) if self.told is not None else set()
        )
        if self.told is not None and self.premises.random is not None:
            free = [self._bases(side) & self.premises.random.bases for side in (left, right)]
            if bool(free[0]) != bool(free[1]):  # it may be told in words: a fair die, two cards drawn
                return f"nothing is given of {min(free[0] | free[1])}"
        if slope := self._possible_slope(left, right):
            return f"whether {latex(slope)} is a derivative is not said"
        if mean := self._undefined_mean(left, right):
            return f"whether {latex(mean)} is the mean is not said"
        ranges = [self._open_ranges(side) for side in (left, right)]
        if ranges[0] - ranges[1] and ranges[1] - ranges[0]:
            return "nothing says that the sums run over the same range"
        series = [self._open_series(side) for side in (left, right)]
        if series[0] ^ series[1]:
            return f"what the sum over {min(series[0] | series[1])} runs over is not said"
        if not loose and not strange:
            return ""
        return f"nothing is given of {', '.join(sorted(loose | strange))}"

    def _unknown_values(self, left: Node, right: Node) -> set[str]:
        """Return functions without a definition that one side alone has, at numbers: they may be known ones."""
        found = [
            {
                part.function
                for part in walk(side)
                if isinstance(part, Apply) and part.function not in self.premises.functions and self._is_one_value(part)
            }
            for side in (left, right)
        ]
        return found[0] ^ found[1]

    def _are_numbers(self, *nodes: Node) -> bool:
        """Tell whether formulas are numbers, once the definitions are put in."""
        try:
            return not any(self.algebra.leaves(self.algebra.value(node)) for node in nodes)
        except (Undecided, AttributeError, TypeError):
            return False

    def _is_one_value(self, node: Apply) -> bool:
        """Tell whether a function is taken at numbers, written or defined."""
        try:
            return not any(self.algebra.leaves(self.algebra.value(argument)) for argument in node.arguments)
        except (Undecided, AttributeError, TypeError):
            return False

    def _unsaid_functions(self, *nodes: Node) -> set[str]:
        """Return the functions without a definition that neither stem nor premises speak of: they may be known ones."""
        used = {part.function for node in nodes for part in walk(node) if isinstance(part, Apply)}
        return used - set(self.premises.functions) - self.told if self.told is not None else set()

    def _open_sequence(self, *nodes: Node) -> str:
        """Return the base of a name at a number that a recurrence gives, which was not written out."""
        leaves = (leaf for node in nodes for leaf in self._leaves(node) if isinstance(leaf, Name))
        open_ = (leaf.base for leaf in leaves if leaf.base in self.premises.open_sequences)
        return next(open_, "")

    def _possible_slope(self, left: Node, right: Node) -> Name | None:
        """Return ``v_y``, of which nothing is stated, on one side of an equation with a derivative: ``u_x = v_y``."""
        if not any(isinstance(part, Deriv) for side in (left, right) for part in walk(side)):
            return None
        names = sorted(set(self.undefined(left)) ^ set(self.undefined(right)), key=str)
        return next((name for name in names if len(name.sub) == 1 and name.sub[0] in _VARIABLES), None)

    def _undefined_mean(self, *nodes: Node) -> Name | None:
        r"""Return ``\bar x`` beside the ``x_i``, where nothing says what it is: it may go without saying."""
        names = dict.fromkeys(name for node in nodes for name in names_in(node))
        families = {name.base for name in names if name.sub}
        barred = (name for name in names if name.base.startswith((r"\bar{", r"\overline{")))
        return next(
            (
                name
                for name in barred
                if name.base.partition("{")[2].removesuffix("}") in families and not self.premises.defines(name)
            ),
            None,
        )

    def _word_functions(self, *nodes: Node) -> list[str]:
        """Return functions of several letters without a definition, in the nodes or in any premise."""
        bodies = [definition.body for definition in self.premises.definitions]
        used = {part.function for node in (*nodes, *bodies) for part in walk(node) if isinstance(part, Apply)}
        return sorted(name for name in used - set(self.premises.functions) if len(name) > 1 and name.isalpha())

    def words_open(self, left: Node, right: Node) -> str:
        """Return why a difference between formulas with named matrices proves nothing, or nothing."""
        used = {part.function for node in (left, right) for part in walk(node) if isinstance(part, Apply)}
        if unknown := sorted(used - set(self.premises.functions)):
            return f"the function {unknown[0]} is not defined"
        if self.premises.dependences:
            return "how the quantities depend on each other is not said"
        if self.told is not None:
            bases = [{name.base for name in self.undefined(side)} for side in (left, right)]
            if strange := sorted((bases[0] ^ bases[1]) - self.told):
                return f"nothing is given of {', '.join(strange)}"
        return ""

    def _open_ranges(self, node: Node) -> set[str]:
        """Return the ranges without stated bounds that sums in ``node`` run over."""
        letters = self.premises.letters
        sorts = {
            letters.sorts.get(part.index, part.index)
            for part in walk(node)
            if isinstance(part, Big) and part.lower is None
        }
        return sorts - set(letters.bounds)

    def _open_series(self, node: Node) -> set[str]:
        r"""Return the indices of sums without stated bounds whose terms are formulas in them: ``\sum_k k r^k``.

        Such a sum may be a series. One over quantities with indices is what it is for any number of them.
        """
        letters = self.premises.letters
        sums = [part for part in walk(node) if isinstance(part, Big) and part.lower is None]
        open_ = [part for part in sums if letters.sorts.get(part.index, part.index) not in letters.bounds]
        return {part.index for part in open_ if not self._indexed_by(part.index, part.body)}

    def _indexed_by(self, index: str, body: Node) -> bool:
        """Tell whether quantities without a formula, in ``body`` or behind it, have an index."""
        applied = (part for part in walk(body) if isinstance(part, Apply))
        unknown = [one for one in applied if one.function not in self.premises.functions]
        named = any(index in letters_of(name) for name in self.undefined(body))
        return named or any(Name(index) in set(names_in(one)) for one in unknown)

    def _bases(self, node: Node) -> set[str]:
        """Return the names that the value of ``node`` depends on, and the functions without a definition in it."""
        functions = {part.function for part in walk(node) if isinstance(part, Apply)} - set(self.premises.functions)
        names = {leaf.base.removesuffix(MARK) for leaf in self._leaves(node) if isinstance(leaf, Name)}
        return functions | {base for base in names if not base.startswith("#")}

    def derivatives(self, node: Node) -> set[str]:
        """Return the abstract derivatives that the value of ``node`` holds, as LaTeX with ranges for indices."""
        if not self.premises.dependences:
            return set()
        return {latex(self._by_range(part)) for part in self.algebra.abstract(self.algebra.value(node))}

    @cached_property
    def _given_derivatives(self) -> set[str]:
        """Abstract derivatives that a premise gives a name, as ``δ_k = -∂E/∂net_k`` does."""
        found: set[str] = set()
        for definition in self.premises.definitions:
            try:
                value = self.algebra.value(definition.body)
            except Undecided:
                continue
            rest = value.as_coeff_Mul()[1] if not isinstance(value, Grid) else None
            if rest is not None and isinstance(self.algebra.keys.get(rest), Deriv):
                found |= self.derivatives(definition.body)
        return found

    def _by_range(self, node: Node) -> Node:
        """Put for every index letter the range that it runs over."""
        letters = {name.base for name in walk(node) if isinstance(name, Name)}
        sorts = {letter: sort for letter in letters if (sort := self.premises.letters.sort(Name(letter)))}
        return substitute(node, {letter: Name(sort) for letter, sort in sorts.items()})

    def undefined(self, node: Node) -> Iterator[Name]:
        """Yield the names that a formula comes down to, definitions put in."""
        todo, seen = list(names_in(node)), set[Name]()
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            bodies = list(self.premises.bodies(name))
            todo += [inner for body in bodies for inner in names_in(body)]
            if not bodies:
                yield name

    def _leaves(self, *nodes: Node) -> list[Name | Deriv]:
        """Return the free quantities that the nodes depend on."""
        symbols = set().union(*(self.algebra.leaves(self.algebra.value(node)) for node in nodes))
        keys = [self.algebra.keys[symbol] for symbol in symbols]
        return [key for key in keys if isinstance(key, Name | Deriv)]


def is_closed(node: Node) -> bool:
    """Tell whether a formula stands for one number, whatever the premises say."""
    if any(True for _ in names_in(node)):
        return False
    return not any(
        isinstance(part, Apply | Chance | Moment | Deriv) or (isinstance(part, Big) and part.lower is None)
        for part in walk(node)
    )
