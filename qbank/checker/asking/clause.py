"""An asking clause under way: its formulas, what modifies the thing asked for, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from qbank.checker.doubts import alarming_words
from qbank.checker.formulas import Formula
from qbank.checker.printing import latex
from qbank.checker.setting import Setting
from qbank.checker.syntax import (
    Apply,
    At,
    Between,
    Name,
    Node,
    Num,
    Relation,
    Tuple,
    names_in,
)
from qbank.checker.wording import Wording

from .words import THE


class Unclear(Exception):  # noqa: N818 - no error of ours: the stem may ask in any words
    """What is asked cannot be made out: why."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What was made out: see :class:`qbank.checker.asked.Asked`; ``used`` are numbers of formulas."""

    kind: str
    tree: Node | None
    relation: str = ""
    used: frozenset[int] = field(default_factory=frozenset)
    formed: bool = False
    by: Name | None = None
    unknowns: tuple[Name, ...] = ()
    conditions: tuple[Node, ...] = ()
    nonzero: bool = False
    also: Node | None = None


Groups = Sequence[str | None]
"""What the places of a pattern hold: words, and numbers of formulas."""


_RANGED = re.compile(r"(?:the )?(?:area|arc|length|volume|average|mean value|integral)\b")


@dataclass(slots=True)
class Clause:
    """One asking sentence under way: the thing asked for and what modifies it."""

    wording: Wording
    setting: Setting
    modifiers: dict[str, list[int]] = field(default_factory=dict)
    direction: str = ""
    thing: str = ""
    """The words for the thing asked for."""
    formed: bool = False
    relation: str = ""
    made: list[Thing] = field(default_factory=list)
    """Inner noun phrases that were understood; they are numbered after the stem's formulas."""
    verb: str = ""
    ranged: bool = False
    """The thing asked for may be taken over a chain such as ``0 \\le x \\le 3``."""
    match: re.Match[str] | None = None
    """The thing asked for as its pattern was found."""
    described: str = ""
    """Words after the thing asked for that say of what it is: "of the car"."""

    def start(self, thing: re.Match[str]) -> None:
        """Begin with a thing asked for that nothing modifies yet."""
        self.modifiers, self.formed, self.relation, self.direction = {}, False, "", ""
        self.described = ""
        self.thing, self.match = self.verb + thing.group(), thing
        self.ranged = bool(_RANGED.match(thing.group()))

    def word(self, group: str) -> str:
        """Return what a group of the pattern holds; nothing, if it has no such group."""
        return (self.match.groupdict().get(group) or "") if self.match else ""

    def numbered(self, group: str) -> int:
        """Return the number of the formula that a group of the pattern holds. Raises :class:`Unclear`."""
        if not (word := self.word(group)).isdigit():
            raise Unclear("a formula is missing")
        return int(word)

    def add(self, inner: Thing) -> int:
        """Take an inner noun phrase for a formula of its own; return its number."""
        self.made.append(inner)
        return len(self.wording.formulas) + len(self.made) - 1

    def read(self, number: int) -> Node | None:
        """Read formula ``number``; ``None`` where it cannot be."""
        if number >= len(self.wording.formulas):
            return self.made[number - len(self.wording.formulas)].tree
        return self.setting.read(self.wording.formulas[number]).tree

    def tree(self, number: int) -> Node:
        """Read formula ``number``. Raises :class:`Unclear`."""
        if (tree := self.read(number)) is not None:
            return tree
        problem = self.setting.read(self.wording.formulas[number]).problem
        raise Unclear(problem.reason if problem else "not read")

    def formula(self, number: int) -> Formula:
        """Return formula ``number`` as written; inner noun phrases as they are printed."""
        if number < len(self.wording.formulas):
            return self.wording.formulas[number]
        return Formula(latex(self.tree(number)), ("stem",), -1)

    def part(self, number: int, latex: str) -> Node:
        """Read a part of formula ``number``. Raises :class:`Unclear`."""
        whole = self.formula(number)
        read = self.setting.read(Formula(latex, whole.path, whole.offset + max(0, whole.latex.find(latex))))
        if read.tree is None:
            raise Unclear(read.problem.reason if read.problem else "not read")
        return read.tree

    def stated(self) -> list[Node]:
        """Return what the stem's formulas say, as far as they could be read."""
        return [read.tree for read in self.setting.stem if read.tree is not None]

    def inner(self) -> frozenset[int]:
        """Return the numbers of the formulas that inner noun phrases have used up."""
        return frozenset(number for thing in self.made for number in thing.used)

    @staticmethod
    def harmless(words: str) -> bool:
        """Tell whether words say nothing that may change what the formulas around them mean."""
        return not alarming_words(words)


def number_of(groups: Groups, at: int = -1) -> int:
    """Return the number of a formula among what a pattern holds. Raises :class:`Unclear`."""
    text = groups[at]
    if text is None or not text.isdigit():
        raise Unclear("a formula is missing")
    return int(text)


def allow(clause: Clause, *names: str) -> None:
    """Refuse what modifies the thing in a way that it cannot be modified."""
    if strange := set(clause.modifiers) - set(names):
        raise Unclear(f"what “{min(strange)}” adds to the question is not understood")


@dataclass(frozen=True, slots=True)
class Function:
    """An expression and the variables that its header names, if any: ``f(x, y) = …``."""

    body: Node
    variables: tuple[Name, ...]
    header: Node | None = None


def function_of(clause: Clause, number: int) -> Function:
    """Return the function that a formula is, or names. Raises :class:`Unclear`."""
    tree = clause.tree(number)
    if isinstance(tree, Relation):
        if set(tree.signs) != {"="}:
            raise Unclear("an inequality where a function was expected")
        first, last = tree.sides[0], tree.sides[-1]
        if isinstance(first, Apply):
            return Function(last, plain(first.arguments), first)
        if isinstance(first, Name):
            return Function(last, (), first)
        raise Unclear("an equation where a function was expected")
    name = tree.function if isinstance(tree, Apply) and not tree.primes else tree.base if isinstance(tree, Name) else ""
    for stated in (read.tree for read in clause.setting.stem):
        if isinstance(stated, Relation) and stated.signs[0] == "=":
            first = stated.sides[0]
            if isinstance(first, Apply) and first.function == name and not first.primes:
                if isinstance(tree, Apply) and tree.arguments != first.arguments:  # f(2x) is another function
                    return Function(tree, tuple(dict.fromkeys(names_in(tree))), None)
                return Function(stated.sides[-1], plain(first.arguments), first)
            if first == tree:
                return Function(stated.sides[-1], (), tree)
    return Function(tree, plain(tree.arguments) if isinstance(tree, Apply) else (), None)


def plain(arguments: Sequence[Node]) -> tuple[Name, ...]:
    """Return arguments that are all names; else nothing."""
    names = tuple(one for one in arguments if isinstance(one, Name))
    return names if len(names) == len(arguments) else ()


def variables_of(function: Function) -> tuple[Name, ...]:
    """Return the variables of a function: those of its header, or all names in it."""
    return function.variables or tuple(dict.fromkeys(names_in(function.body)))


def variable_of(clause: Clause, function: Function) -> Name:
    """Return the one variable: the named one, that of the header, or the only one there is."""
    if numbers := clause.modifiers.get("by"):
        tree = clause.tree(numbers[0])
        if isinstance(tree, Name):
            return tree
        raise Unclear("with respect to something that is no name")
    names = variables_of(function)
    if len(names) == 1:
        return names[0]
    at = [name for name, _ in point_of(clause, "at", names)] if "at" in clause.modifiers else []
    if len(at) == 1:
        return at[0]
    raise Unclear("with respect to which variable?")


def point_of(clause: Clause, modifier: str, variables: Sequence[Name]) -> list[tuple[Name, Node]]:
    """Return the names and values of a condition such as ``x = 2`` or ``(1, 2)``."""
    found: list[tuple[Name, Node]] = []
    if "origin" in clause.modifiers:
        return [(name, Num(Fraction(0))) for name in variables]
    for number in clause.modifiers.get(modifier, ()):
        for piece in _cut(clause.formula(number).latex):
            tree = clause.part(number, piece) if piece != clause.formula(number).latex else clause.tree(number)
            if isinstance(tree, Relation) and tree.signs == ("=",):
                left, right = tree.sides
                if isinstance(left, Name):
                    pair = right.items if isinstance(right, Tuple) else pair_of(right)
                    if left not in variables and pair is not None and len(pair) == len(variables) > 1:
                        found += zip(variables, pair, strict=True)  # at P = (2, 1)
                        continue
                    own = [name for name in variables if name.base == left.base and not name.sub]
                    found.append((own[0] if own and left.sub else left, right))
                elif (names := pair_of(left)) and plain(names) and (pair := pair_of(right)):
                    found += zip(plain(names), pair, strict=True)
                elif isinstance(left, Tuple) and isinstance(right, Tuple) and plain(left.items):
                    found += zip(plain(left.items), right.items, strict=True)
                else:
                    raise Unclear("where it is to be taken is not understood")
            elif (pair := pair_of(tree)) is not None and len(variables) == 2:
                found += zip(variables, pair, strict=True)
            elif isinstance(tree, Tuple) and len(tree.items) == len(variables) > 1:
                found += zip(variables, tree.items, strict=True)
            elif len(variables) == 1 and not isinstance(tree, Relation | Tuple):
                found.append((variables[0], tree))
            else:
                raise Unclear("where it is to be taken is not understood")
    return found


def pair_of(tree: Node | None) -> tuple[Node, Node] | None:
    """Return the two coordinates of a point, which alone may read as an open interval."""
    match tree:
        case Tuple((one, other)) | Between(one, other, True, True):
            return one, other
    return None


def _cut(latex: str) -> Iterator[str]:
    """Cut ``x = 1, y = 2`` where a new equation begins."""
    parts = re.split(r",(?=[^,()]*=)", latex) if "=" in latex else [latex]
    return (part.strip() for part in parts)


def taken(clause: Clause, tree: Node, variables: Sequence[Name]) -> tuple[Node, frozenset[int]]:
    """Take ``tree`` at the point that the stem names, if it names one."""
    point = point_of(clause, "at", variables)
    used = frozenset(clause.modifiers.get("at", ()))
    if not point:
        return tree, used
    return At(tree, tuple(name for name, _ in point), tuple(value for _, value in point)), used


Phrase = tuple[re.Pattern[str], Callable[[Clause, Groups], Thing]]
"""Words for a thing that can be asked for, and what makes its tree of their formulas."""


def phrase(words: str, build: Callable[[Clause, Groups], Thing]) -> Phrase:
    """Return a thing that can be asked for, with or without its article."""
    return re.compile(THE + words), build
