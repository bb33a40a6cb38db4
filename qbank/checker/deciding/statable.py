"""Whether the premises can hold, and what follows if one more of the stem's equations is taken in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sympy as sp

from qbank.checker.formulas import Formula
from qbank.checker.gathering import gather
from qbank.checker.index_letters import letters_of
from qbank.checker.letters import Undecided
from qbank.checker.printing import latex
from qbank.checker.setting import Read, Setting
from qbank.checker.symbolic.functions import Expr
from qbank.checker.symbolic.zero import is_zero
from qbank.checker.syntax import Apply, Deriv, Name, Node, Relation, names_in, walk

from .equality import Comparer
from .solving import quantities


def constraint_problems(comparer: Comparer, used: Sequence[Node]) -> str:
    """Return why differences would prove nothing: an equation that binds the quantities in use; or nothing.

    An equation that holds everywhere binds nothing. Neither does one with a quantity that occurs in nothing that is
    compared and in no other equation, linearly: it can be chosen so that the equation holds at any point.
    """
    algebra = comparer.algebra
    open_ = []
    spoken = _connected(comparer, used)
    for left, right in comparer.ties():
        if spoken.isdisjoint((*_bases(left), *_bases(right))):
            continue  # it speaks of other things
        if comparer.compare(left, right).outcome == "equal":
            continue
        try:
            difference = algebra.value(left) - algebra.value(right)
        except (Undecided, TypeError):
            return f"the equation {latex(left)} = {latex(right)} is not understood"
        open_.append((left, right, difference))
    busy = quantities(comparer, used) if open_ else set()
    for left, right, difference in open_:
        elsewhere = busy.union(*(algebra.leaves(other) for _, _, other in open_ if other is not difference))
        indices = {letter for side in (left, right) for letter in comparer.index_letters(side)}
        free = sorted(algebra.leaves(difference) - elsewhere, key=str)
        if not any(_slack(comparer, difference, one, indices) for one in free):
            return f"the equation {latex(left)} = {latex(right)} binds the quantities, and is not solved yet"
    return ""


def _bases(node: Node) -> Iterator[str]:
    r"""Yield the letters of the free names and functions in a formula: x for ``\mathbf{x}`` and its components."""
    yield from (name.base.rpartition("{")[2].rstrip("}^*'") for name in names_in(node))
    yield from (part.function for part in walk(node) if isinstance(part, Apply))


def _connected(comparer: Comparer, used: Sequence[Node]) -> set[str]:
    """Return what the names in use and all that premises tie to them are called."""
    premises = comparer.premises
    groups = [{one.name.base, *_bases(one.body)} for one in premises.definitions]
    for function, (parameters, body) in premises.functions.items():
        groups.append({function, *_bases(body)} - {name.base for name in parameters})
    groups += [{*_bases(left), *_bases(right)} for left, right in comparer.ties()]
    found = {base for node in used for base in _bases(node)}
    while joined := [group for group in groups if group & found and not group <= found]:
        found.update(*joined)
    return found


def _slack(comparer: Comparer, difference: Expr, symbol: Expr, indices: set[str]) -> bool:
    """Tell whether ``symbol`` can be chosen so that the equation holds at any point, for every value of its indices.

    Of ``m v^2 = 2 m g h`` the mass cannot: only zero would do.
    """
    key = comparer.algebra.keys[symbol]
    if not isinstance(key, Name | Deriv):
        return False  # a unit is what it is
    if is_zero(difference.xreplace({symbol: sp.Integer(0)})):
        return False
    carried = set(letters_of(key))
    return indices <= carried and comparer.algebra.linear(difference, symbol) and not comparer.confined(symbol)


def left_out(setting: Setting, asked: Node, options: Sequence[Read], key: int | None) -> Iterator[tuple[Formula, int]]:
    """Yield equations of the stem that define a name in use but were left out, with the option they would give."""
    given = [read.tree for read in setting.given if read.tree is not None]
    in_use = {name.base for tree in [*given, asked] for name in names_in(tree)}
    for read in setting.stem:
        tree = read.tree
        if not isinstance(tree, Relation) or set(tree.signs) != {"="} or tree in given:
            continue
        first = tree.sides[0]
        if not isinstance(first, Name) or first.base not in in_use or _defined(first, given):
            continue
        trees = [option.tree for option in options if option.tree is not None]
        premises = gather([*setting.stated, tree, asked], trees, setting.indices)
        other = Comparer(premises, setting.domain, kinds=setting.notation.kinds)
        for number, option in enumerate(options, 1):
            if number == key or option.tree is None or other.parted(option.tree, asked):
                continue
            if other.compare(option.tree, asked).outcome == "equal":
                yield read.formula, number
                break


def _defined(name: Name, given: Sequence[Node]) -> bool:
    return any(isinstance(tree, Relation) and tree.sides[0] == name for tree in given)
