r"""Short ways to write what is asked: ``S_{\min}`` for the least value of the S that the premises give.

Each is put in full before anything is derived (``docs/evidence.md``, what is asked by ``find``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .deciding.equality import is_closed
from .premises import Premises, gather
from .setting import Setting
from .spectra import name_spectrum
from .syntax import Apply, Big, Call, Name, Node, Relation, names_in, put, walk

_EXTREMAL = re.compile(
    r"\b(?:minim|maxim|extrem|optim)\w*|\b(?:least|greatest|smallest|largest|lowest|highest|cheapest|shortest|longest"
    r"|best|most|peak)\b|\\m(?:in|ax)\b",
    re.IGNORECASE,
)
"""Words beside which ``S_{\\min}`` is the least S."""
_EXTREMES = {"greatest": "max", "least": "min", "max": "max", "min": "min"}


def in_full(setting: Setting, stem: str, options: Sequence[Node]) -> None:
    """Put what ``find`` says for short in full."""
    tree = setting.find.tree if setting.find is not None else None
    if tree is None or setting.find is None:
        return
    _applied(setting, tree, options)
    name_spectrum(setting, stem)
    whole = _extreme(setting, tree, stem, options)
    if whole is not None:
        setting.find = replace(setting.find, tree=whole)


def _applied(setting: Setting, tree: Node, options: Sequence[Node]) -> None:
    """Take y for y(x) in an equation of x and y beside ``y(1) = 2``, where ``y'(1)`` is asked."""
    slopes = {part.function for part in walk(tree) if isinstance(part, Apply) and part.primes}
    for function in sorted(slopes):
        parts = [part for one in (*setting.stated, tree) for part in walk(one)]
        uses = [part for part in parts if isinstance(part, Apply) and part.function == function]
        places = {argument for part in uses for argument in part.arguments}
        name = Name(function)
        tied = [one for one in setting.stated if name in set(names_in(one))]
        others = {other for one in tied for other in names_in(one)} - {name}
        if len(places) != 1 or not is_closed(*places) or len(others) != 1 or len(tied) != 1:
            continue
        spoken = any(name in set(names_in(one)) for one in (tree, *options))
        if not spoken and isinstance(tied[0], Relation) and name not in tied[0].sides:
            whole = Apply(function, tuple(others))
            for reads in (setting.stem, setting.given, setting.assumed):
                reads[:] = [
                    replace(read, tree=put(read.tree, {name: whole})) if read.tree == tied[0] else read
                    for read in reads
                ]


def _extreme(setting: Setting, tree: Node, stem: str, options: Sequence[Node]) -> Node | None:
    r"""Return ``S_{\min}`` or ``\min S`` as an extremum over all names that S is made of and no option has."""
    match tree:
        case Call("greatest" | "least" as operator, (body,)):
            if isinstance(body, Name):
                body = _defined(setting, body.base) or body
        case Name(base, (Name("max" | "min" as operator, (), ()),), ()):
            if not _EXTREMAL.search(stem) or any(part == tree for one in setting.stated for part in walk(one)):
                return None
            defined = _defined(setting, base)
            if defined is None:
                return None
            body = defined
        case _:
            return None
    premises = gather(setting.stated, [body], setting.indices, setting.domain, setting.words)
    used = {name for option in options for name in names_in(option)}
    names = sorted((name for name in _leaves(premises, body) if name not in used), key=lambda one: one.base)
    if not names or any(name.sub or name.sup for name in names) or _at_a_place(setting, names):
        return None
    if isinstance(body, Apply):
        names = [one for one in body.arguments if isinstance(one, Name)]
    for name in reversed(names):
        body = Big(_EXTREMES[operator], name.base, None, None, body)
    return body


def _at_a_place(setting: Setting, names: Sequence[Name]) -> bool:
    """Tell whether the stem gives one of the names a value that the premises leave out."""
    trees = (read.tree for read in setting.stem if isinstance(read.tree, Relation) and read.tree.signs == ("=",))
    return any(tree.sides[0] in names and is_closed(tree.sides[1]) for tree in trees)


def _defined(setting: Setting, base: str) -> Node | None:
    """Return the name, or function of names, that a premise gives by a formula."""
    for tree in setting.stated:
        match tree:
            case Relation((Name(name, (), ()) as left, *_), ("=", *_)) if name == base:
                return left
            case Relation((Apply(name, arguments, 0) as left, *_), ("=", *_)) if name == base:
                return left if all(isinstance(one, Name) for one in arguments) else None
    return None


def _leaves(premises: Premises, node: Node) -> set[Name]:
    """Return the names that a formula comes down to, definitions put in."""
    found: set[Name] = set()
    todo, seen = list(names_in(node)), set[Name]()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        bodies = list(premises.bodies(name))
        todo += [inner for body in bodies for inner in names_in(body)]
        if not bodies:
            found.add(name)
    return found
