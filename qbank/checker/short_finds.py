r"""Short ways to write what is asked: ``S_{\min}`` for the least value of the S that the premises give.

Each is put in full before anything is derived (``docs/evidence.md``, what is asked by ``find``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import gcd

from .calls import fraction_of
from .conventions import OTHER_SPACES, take_ranges, told_otherwise
from .deciding.openness import is_closed
from .doubts import alarming
from .extreme_words import over_others
from .gathering import gather
from .normal_laws import take_normal_laws
from .premises import Premises
from .reading.tokens import Unreadable
from .setting import Read, Setting
from .spectra import name_spectrum
from .stated_masses import take_masses
from .syntax import (
    Add,
    Apply,
    Big,
    Call,
    Integral,
    Matrix,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    names_in,
    put,
    rebuild,
    walk,
)
from .vector_slopes import by_components

_EXTREMAL = re.compile(
    r"\b(?:minim|maxim|extrem|optim)\w*|\b(?:least|greatest|smallest|largest|lowest|highest|cheapest|shortest|longest"
    r"|best|most|peak)\b|\\m(?:in|ax)\b",
    re.IGNORECASE,
)
"""Words beside which ``S_{\\min}`` is the least S."""
_CONFINED = re.compile(
    r"\b(?:whole|integers?|tiles?|local|relative|exceeds?|at most|at least|no more than|up to|only|capacity|must|cannot"
    r"|limit(?:ed)?|first|between|before|until|while|allowed|available)\b",
    re.IGNORECASE,
)
"""Words that may say where the quantities lie, or that not the least of all values is meant."""
_TOTIENT = re.compile(r"\b(?:totient|Euler\w*(?:'s)?)\b", re.IGNORECASE)
_OWN_TOTIENT = re.compile(r"\b(?:denotes?|polynomial|here|not (?:co|relatively ))", re.IGNORECASE)
_MARKETS = re.compile(
    r"\b(?:equilibrium|compet\w+|players?|firms?|markets?|demand|prices?|unchanged|frozen)\b", re.IGNORECASE
)
"""Words beside which others decide on a quantity that an equation ties."""
_SHAPES = frozenset({"base", "square", "two"})
"""Words that alarm elsewhere, and describe what extrema are asked of."""
MOST_COUNTED = 10_000
_EXTREMES = {"greatest": "max", "least": "min", "max": "max", "min": "min"}


def in_full(setting: Setting, stem: str, options: Sequence[Node]) -> None:
    """Put what ``find`` says for short in full."""
    tree = setting.find.tree if setting.find is not None else None
    if tree is None or setting.find is None:
        return
    alarms = {*alarming(stem)}
    if why := told_otherwise(setting, tree, stem, [*alarms]) or over_others(setting, tree, stem, options):
        problem = Unreadable(why, 0, len(setting.find.formula.latex))
        setting.find = replace(setting.find, tree=None, problem=problem)
        return
    take_ranges(setting, [*alarms])
    if any(isinstance(part, Integral) for part in walk(tree)):
        from .integrals_given import take_integrals  # noqa: PLC0415 - sympy takes most of a second

        take_integrals(setting, tree, options)
        tree = setting.find.tree or tree
    _applied(setting, tree, options)
    by_components(setting)
    if _TOTIENT.search(stem) and not _OWN_TOTIENT.search(stem):
        _count_units(setting)
    words = {word for word in alarms if not word[:1].isdigit()}
    setting.words = replace(
        setting.words,
        cases=setting.words.cases and not words - {"two", "three"},
        tied=not words - {"base", "square"} and _EXTREMAL.search(stem) is not None and not _MARKETS.search(stem),
    )
    if alarms:
        if alarms <= _SHAPES:
            _put_extreme(setting, tree, stem, options)
        return  # what prose alone says for these rules is not understood whole
    name_spectrum(setting, stem)
    take_normal_laws(setting, stem)
    take_masses(setting, stem)
    if not OTHER_SPACES.search(stem):
        setting.find = replace(setting.find, tree=_dimensions(setting, setting.find.tree or tree))
    _put_extreme(setting, tree, stem, options)


def _put_extreme(setting: Setting, tree: Node, stem: str, options: Sequence[Node]) -> None:
    whole = _extreme(setting, tree, stem, options)
    if whole is not None and setting.find is not None:
        setting.find = replace(setting.find, tree=whole)


def _count_units(setting: Setting) -> None:
    r"""Put Euler's function of a number, ``\varphi(36)``, for how many numbers up to it have no factor with it."""

    def counted(node: Node) -> Node:
        match node:
            case Apply(r"\varphi" | r"\phi" as function, (argument,), 0) if function not in defined:
                number = fraction_of(put(argument, numbers))
                if number is not None and number.denominator == 1 and 1 <= number <= MOST_COUNTED:
                    return Num(Fraction(sum(gcd(one, int(number)) == 1 for one in range(1, int(number) + 1))))
        return rebuild(node, counted)

    numbers = {
        tree.sides[0]: tree.sides[1]
        for tree in setting.stated
        if isinstance(tree, Relation) and isinstance(tree.sides[0], Name) and is_closed(tree.sides[1])
    }
    defined = {
        tree.sides[0].function
        for tree in setting.stated
        if isinstance(tree, Relation) and isinstance(tree.sides[0], Apply)
    }
    if setting.find is not None and setting.find.tree is not None:
        setting.find = replace(setting.find, tree=counted(setting.find.tree))
    setting.given[:] = [replace(read, tree=read.tree and counted(read.tree)) for read in setting.given]


def _dimensions(setting: Setting, tree: Node) -> Node:
    r"""Put ``\dim\ker A`` and the like of a matrix that the premises write out for what its rank says."""
    matrices = {
        one.sides[0]: one.sides[1].columns
        for one in setting.stated
        if isinstance(one, Relation) and isinstance(one.sides[0], Name) and isinstance(one.sides[1], Matrix)
    }

    def counted(node: Node) -> Node:
        of: Node | None = None
        kernel = False
        match node:
            case Name(base, (), ()) if (match := _DIMENSION.fullmatch(base)) is not None:
                of, kernel = Name(match.group(2)), match.group(1) in _KERNELS
            case Apply("nullity", (Name() as name,), 0):
                of, kernel = name, True
        if of not in matrices or of is None:
            return rebuild(node, counted)
        rank = Call("rank", (of,))
        return Add((Num(Fraction(matrices[of])), Neg(rank))) if kernel else rank

    return counted(tree)


_DIMENSION = re.compile(r"\\dim~\\?(ker|Ker|null|Null|Nul|Kern|im|Im|img|image|col|Col|row|Row|range|Range|Bild)~?(\w)")
_KERNELS = frozenset({"ker", "Ker", "null", "Null", "Nul", "Kern"})


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
            if (
                not _EXTREMAL.search(stem)
                or _CONFINED.search(stem)
                or any(part == tree for one in setting.stated for part in walk(one))
            ):
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
    if not setting.assumed and any(_confines(read, names, setting.stated) for read in setting.stem):
        return None
    if isinstance(body, Apply):
        names = [one for one in body.arguments if isinstance(one, Name)]
    for name in reversed(names):
        body = Big(_EXTREMES[operator], name.base, None, None, body)
    return body


def _confines(read: Read, names: Sequence[Name], given: Sequence[Node]) -> bool:
    """Tell whether a formula of the stem may say where the names lie: an inequality, an interval, a list."""
    match read.tree:
        case None:
            return True
        case Relation(_, signs):
            return set(signs) != {"="} and bool({*names} & {*names_in(read.tree)})
        case Num():  # such as a length, unless the premises have it
            return not any(read.tree in {*walk(one)} for one in given)
        case tree:
            return not [*names_in(tree)]  # such as $[0, 6]$


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
