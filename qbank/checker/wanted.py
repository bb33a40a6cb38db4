"""What the ``check`` block asks for by ``find``, and what the premises say of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from .asked import Asked, read_asked
from .deciding.openness import is_closed
from .deciding.residues import with_residues
from .matching import stands_for
from .setting import Read, Setting
from .short_finds import in_full
from .syntax import (
    Apply,
    At,
    Between,
    Builder,
    Call,
    Chance,
    Congruence,
    Deriv,
    Logic,
    Moment,
    Name,
    Node,
    Num,
    PlusMinus,
    Relation,
    Set,
    Tuple,
    names_in,
    put,
    rebuild,
    walk,
)


def asked_by_author(setting: Setting, stem: str, options: Sequence[Node]) -> Asked:
    """Return what ``find`` asks for, in the same form; equations that it is solved from cease to be premises.

    Where the stem says at what point, and no option has a name of that point, the value there is asked for. ``P = UI``
    with a P that no premise speaks of asks for the right side, unless options are equations of another kind.
    """
    in_full(setting, stem, options)
    used = {name.base for option in options for name in names_in(option)}
    tree = setting.find.tree if setting.find else None
    words = setting.find.formula.latex if setting.find else ""
    if not setting.given and tree is not None and not isinstance(tree, Relation | Name):
        said = read_asked(stem, setting)  # "at $x = 2$" is no premise
        if isinstance(said, Asked) and said.kind == "value":
            there = [read.tree for read in setting.stem if said.holds(read.formula)]
            setting.stem = [read for read in setting.stem if not said.holds(read.formula)]
            tree = _placed(tree, said.tree, there, used)
    if (told := _named(tree, setting, options)) is not None:
        return Asked("value", told[1], words=f"${words}$", by=told[0])
    if tree is not None and _is_condition(tree):
        slopes = list(_slopes(tree))
        defined = _defined(setting)
        if any(one not in defined for one in slopes):
            if _GENERAL.search(stem) and (function := _function(tree)) is not None:
                return _general(setting, tree, function, words)
            setting.solve([tree])
            return Asked("value", tree, "satisfies", f"${words}$")
        names = tuple(dict.fromkeys(name for name in names_in(tree) if name.base not in defined))
        setting.solve([tree])
        if len(names) == 1 and not (slopes and any(_ties_others(one, names[0]) for one in options)):
            return Asked("solutions", tree, "", f"${words}$", by=names[0])
        return Asked("value", tree, "equivalent", f"${words}$")
    return Asked("value", tree, words=f"${words}$")


def _named(tree: Node | None, setting: Setting, options: Sequence[Node]) -> tuple[Name, Node] | None:
    """Return name and formula where ``find`` merely calls a formula by a name of its own."""
    if not isinstance(tree, Relation) or tree.signs != ("=",):
        return None
    name, body = tree.sides
    if not isinstance(name, Name) or isinstance(body, Relation) or not options:
        return None
    spoken = {part for one in (*setting.stated, body) for part in names_in(one)}
    alike = all(_is_value(option) or (isinstance(option, Relation) and option.sides[0] == name) for option in options)
    return (name, body) if alike and name not in spoken else None


def _is_condition(tree: Node) -> bool:
    """Tell whether a formula is an equation or inequality, or several joined by "and" or "or"."""
    if isinstance(tree, Logic):
        return tree.operator in ("and", "or") and all(map(_is_condition, tree.operands))
    return isinstance(tree, Relation) and set(tree.signs) <= _SIGNS


def _slopes(tree: Node) -> Iterator[str]:
    """Yield the names of what is differentiated."""
    for part in walk(tree):
        if isinstance(part, Deriv):
            inner = part.of
            if isinstance(inner, Name):
                yield inner.base
            else:
                yield from (one.function for one in walk(inner) if isinstance(one, Apply))
        elif isinstance(part, Apply) and part.primes:
            yield part.function


def _defined(setting: Setting) -> set[str]:
    """Return the names that premises define by a formula of others: no unknown functions."""
    found: set[str] = set()
    for tree in setting.stated:
        if isinstance(tree, Relation) and tree.signs[0] == "=" and not any(True for _ in _slopes(tree)):
            match tree.sides[0]:
                case Name(base) | Apply(base, _, 0) if base not in _bases(tree.sides[1]):
                    found.add(base)
    return found


def _bases(tree: Node) -> set[str]:
    parts = (part for part in walk(tree) if isinstance(part, Name | Apply))
    return {part.function if isinstance(part, Apply) else part.base for part in parts}


_GENERAL = re.compile(r"\bgeneral\b|\ball (?:\w+ )?(?:solutions|functions)\b", re.IGNORECASE)


def _function(tree: Node) -> Node | None:
    """Return the one unknown function of a differential equation."""
    functions: set[Node] = set()
    for part in walk(tree):
        if isinstance(part, Deriv):
            functions.add(part.of)
        elif isinstance(part, Apply):
            functions.add(Apply(part.function, part.arguments))
    return functions.pop() if len(functions) == 1 else None


def _general(setting: Setting, tree: Node, function: Node, words: str) -> Asked:
    """Ask for all solutions of a differential equation: the function, under the equation as a premise."""
    assert setting.find is not None  # noqa: S101 - it is what was read
    if tree not in setting.stated:
        told = setting.given or setting.stem
        told.append(Read(setting.find.formula, tree))
    setting.find = replace(setting.find, tree=function)
    return Asked("value", function, words=f"${words}$")


def _ties_others(option: Node, name: Name) -> bool:
    """Tell whether an option is an equation between other quantities than the one solved for."""
    if not isinstance(option, Relation) or not isinstance(option.sides[0], Name):
        return False
    return name.base not in option.sides[0].base and name not in set(names_in(option))


def _is_value(option: Node) -> bool:
    return not isinstance(option, Relation | Logic | Congruence | Between | Builder | Set)


def _placed(tree: Node, said: Node | None, there: Sequence[Node | None], used: Collection[str]) -> Node:
    r"""Return ``tree`` at the point that the stem names: ``f'(x)`` "at the point $x = 1$"."""
    at = said if isinstance(said, At) and said.of == tree else None
    if at is None:
        own = set(names_in(tree))
        sides = [one.sides for one in there if isinstance(one, Relation) and one.signs == ("=",)]
        told = {name: value for name, value in sides if isinstance(name, Name) and name in own and is_closed(value)}
        at = At(tree, tuple(told), tuple(told.values())) if told else None
    return tree if at is None or {name.base for name in at.names} & set(used) else at


def stated_value(setting: Setting, asked: Asked, options: Sequence[Node]) -> Asked | None:
    r"""Return what a premise says in so many words of what is asked: ``\cos\theta = \frac{u \cdot v}{…}``.

    That premise then binds nothing else, if nothing else speaks of its names. ``None`` where none says so.
    """
    used: list[Node] = []
    numbers = {
        tree.sides[0]
        for tree in setting.stated
        if isinstance(tree, Relation) and isinstance(tree.sides[0], Name) and is_closed(tree.sides[-1])
    }

    def told(node: Node) -> Node:
        for tree in setting.stated:
            if not isinstance(tree, Relation) or tree.signs != ("=",):
                continue
            value = _value_told(tree, node) or _value_at(tree, node, setting) or _value_of_index(tree, node, numbers)
            if value is not None:
                used.append(tree)
                return told(value) if len(used) < _MAX_TOLD else value
        return rebuild(node, told)

    if asked.kind != "value" or asked.tree is None or isinstance(asked.tree, Relation):
        return None
    tree = told(asked.tree)
    if not used:
        return None
    rest = [one for one in (*setting.stated, *options, tree) if one not in used]
    spoken = {name for one in rest for name in names_in(one)}
    inside = {name for one in used if isinstance(one, Relation) for name in names_in(one.sides[0])}
    if not inside & spoken:
        setting.solve(used)
    return replace(asked, tree=tree)


def _value_of_index(tree: Relation, node: Node, numbers: Collection[Node]) -> Node | None:
    r"""Return the formula for ``\mu_n`` where n is a number of the question too: the index is a label then."""
    match tree.sides:
        case (Name(_, (index,), ()) as left, right) if (
            left == node and index in numbers and left not in names_in(right)
        ):
            return right
    return None


def _value_told(tree: Relation, node: Node) -> Node | None:
    """Return what an equation says that ``node`` is, a probability or function of names on its left side."""
    left, right = tree.sides
    if isinstance(left, Apply) and left == node and not left.primes and not isinstance(right, Num):
        again = any(isinstance(part, Apply) and part.function == left.function for part in walk(right))
        used = all(isinstance(one, Name) and one in set(names_in(right)) for one in left.arguments)
        return None if again or used else right
    if not isinstance(left, Chance | Moment | Call) or any(part == left for part in walk(right)):
        return None
    if left == node and not isinstance(right, Num):
        return right
    match left, node:
        case Chance(Relation((one, Name() as value), ("=",)), None), Chance(Relation((other, at), ("=",)), None):
            if one == other and value in set(names_in(right)):  # P(X = k) for every k
                return put(right, {value: at})
    return None


def solutions_asked(
    setting: Setting, asked: Asked, options: Sequence[Node], relation: str | None = None
) -> Asked | None:
    """Return ``find: x`` as the solutions of the premises that bind x, which then are no premises.

    ``None`` where the options are plain values, unless each is to be one solution (``relation: satisfies``), or where a
    premise defines what is asked.
    """
    names = _unknowns(asked.tree)
    single = relation == "satisfies" and len(names) == 1
    if names and set(names) <= setting.settled:
        return None
    if asked.kind != "value" or not names or not (single or any(_several(option, names) for option in options)):
        return None
    bodies = _bodies(setting.stated)
    binding = [tree for tree in setting.stated if _binds(tree, names, bodies)]
    defined = [
        side
        for tree in setting.stated
        if isinstance(tree, Relation) and tree.signs[0] == "=" and tree not in binding
        for side in tree.sides[:1]
    ]
    if not binding or any(name in defined for name in names) or len(set(defined)) < len(defined):
        return None
    if any(isinstance(part, Deriv) for tree in binding for part in walk(tree)):
        return None
    parts = with_residues(binding, setting.domain)
    setting.solve(binding)
    whole = parts[0] if len(parts) == 1 else Logic("and", tuple(parts))
    return Asked("solutions", whole, "same-set", asked.words, by=names[0], unknowns=names)


def _unknowns(tree: Node | None) -> tuple[Name, ...]:
    items = tree.items if isinstance(tree, Tuple | Set) else (tree,)
    names = tuple(item for item in items if isinstance(item, Name))
    return names if len(names) == len(items) else ()


def _several(option: Node, names: Sequence[Name]) -> bool:
    """Tell whether an option is no single value: a condition, a set, several values."""
    if isinstance(option, Relation) and r"\approx" in option.signs:
        at = option.signs.index(r"\approx")
        option = Relation(option.sides[: at + 1], option.signs[:at]) if at else option.sides[0]
    if isinstance(option, Relation) and option.signs == ("=",) and option.sides[0] in names and len(names) == 1:
        option = option.sides[1]
    if isinstance(option, Relation) and len(names) > 1:
        option = stands_for(option, Tuple(tuple(names)), None)
    listed = isinstance(option, Set | Relation | Logic | Between | Builder | Congruence)
    return listed or any(isinstance(part, PlusMinus) for part in walk(option))


def _bodies(stated: Sequence[Node]) -> dict[str, set[str]]:
    """Return of what the formulas speak that premises define names and functions by."""
    found: dict[str, set[str]] = {}
    for tree in stated:
        if isinstance(tree, Relation) and tree.signs[0] == "=":
            match tree.sides[0]:
                case Name(base) | Apply(base):
                    found.setdefault(base, set()).update(_bases(tree.sides[1]))
    return found


def _speaks_of(tree: Node, names: Sequence[Name], bodies: Mapping[str, set[str]]) -> bool:
    r"""Tell whether a premise speaks of some of the names: ``\det A = 0`` does of the k in ``A``."""
    if set(names) & set(names_in(tree)):
        return True
    reached: set[str] = set()
    beyond = _bases(tree)
    while beyond:
        reached |= beyond
        beyond = {one for base in beyond for one in bodies.get(base, ())} - reached
    return any(name.base in reached for name in names)


def _binds(tree: Node, names: Sequence[Name], bodies: Mapping[str, set[str]]) -> bool:
    """Tell whether a premise is an equation or inequality for some of the names, not a definition."""
    if isinstance(tree, Congruence):
        return bool(set(names) & set(names_in(tree)))
    if not isinstance(tree, Relation) or not set(tree.signs) <= _SIGNS or not _speaks_of(tree, names, bodies):
        return False
    first = tree.sides[0]
    if tree.signs != ("=",):
        return True
    if isinstance(first, Apply) and not first.primes and all(isinstance(one, Name) for one in first.arguments):
        return False
    if isinstance(first, Name):
        inside = set(names_in(tree.sides[1]))
        return first in inside or (first in names and bool(inside & set(names)))
    return True


def _value_at(tree: Relation, node: Node, setting: Setting) -> Node | None:
    r"""Return the number that a table gives: ``\\Phi(1.5) = 0.9332`` for ``\\Phi(z)`` with a z that is 1.5."""
    match tree.sides, node:
        case (Apply(function, (place,), 0), Num() as value), Apply(other, (argument,), 0) if function == other:
            pass
        case _:
            return None
    spoken = [part for one in setting.stated for part in walk(one) if isinstance(part, Apply)]
    known = all(part.function != function or (is_closed(part.arguments[0]) and not part.primes) for part in spoken)
    if not known or not is_closed(place):
        return None
    return value if place == argument or setting.comparer([]).compare(argument, place).proved else None


_MAX_TOLD = 30
_SIGNS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne"})
