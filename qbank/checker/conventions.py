r"""Words of a stem that may give what ``find`` asks another meaning than the usual one.

Rows are counted from one, a congruence's range is where the stem says, ``\rho(X, Y)`` is a correlation: such customs
are followed only where no word of the stem may set them aside (``docs/evidence.md``, what is asked by ``find``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .deciding.residues import letter_of
from .domain import Domain, from_relation
from .other_operations import other_operations
from .recurrences import recurrences
from .setting import Setting
from .syntax import (
    Apply,
    Big,
    Call,
    Chance,
    Deriv,
    Integral,
    Limit,
    Moment,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    names_in,
    walk,
)
from .wording import wording

_HELD = re.compile(
    r"\b(?:as given|held|(?:keep|kept|hold)(?:s|ing)? \w+ (?:fixed|constant)|ceteris paribus|nash|cournot|price taker"
    r"|stop-?gradient|frozen|unchanged"
    r"|semi-?gradient|detach\w*|treated as (?:a )?constant|bootstrapped|weight decay)\b",
    re.IGNORECASE,
)
"""Words that say what a derivative leaves alone, or what else a step takes away."""
OTHER_SPACES = re.compile(
    r"\\mathbb\s*\{?\s*[FZ]|\\mathrm\s*\{?\s*GF|\b(?:finite field|modulo|mod|row vectors?|from the right"
    r"|left null|over the field|over the integers)\b"
)
"""Words beside which the kernel and the rank may be others than those of a matrix of real numbers."""
_OTHER_DIRECTIONS = re.compile(r"\bopposite|\bany vector|\bnot normali[sz]ed|D_[^$]*=")
_OF_SPACES = frozenset({"rank", "det", "trace", "entry", "inverse", "power"})
_DEVIATIONS = re.compile(r"N\s*\(\s*\\mu\s*,\s*\\sigma\s*\)|\blists the standard deviation")
_CORRELATION = re.compile(
    r"(?:^|\b(?:the|a|an|of|with|have|has|and|their|linear|pearson(?:'s)?) )(?:coefficient of )?correlat\w+",
    re.IGNORECASE,
)
"""That a correlation is spoken of, and no other kind of it."""
_WHOLE = frozenset({"whole", "integer", "integers", "natural", "positive"})
_SHARED = frozenset({"right", "first", "second", "third", "fourth", "otherwise"})
"""Words that alarm elsewhere, and go with the customs here."""
_RESIDUES = frozenset({"modulo", "mod", "residue", "residues", "unit", "units", "ring", "when", "divided"})


def told_otherwise(setting: Setting, tree: Node, stem: str, alarms: Sequence[str]) -> str:
    """Return why words of the stem may give what ``find`` asks another meaning; or nothing.

    ``alarms`` are the words of the stem that may change what formulas mean.
    """
    trees = [tree, *(read.tree for read in setting.given if read.tree is not None)]
    parts = [part for one in trees for part in walk(one)]
    latex = setting.find.formula.latex if setting.find is not None else ""
    if _HELD.search(stem) and any(map(_differentiates, parts)):
        return "what is held fixed is said in words"
    if "D_" in latex and _OTHER_DIRECTIONS.search(stem):
        return "which direction is meant is said in words"
    if OTHER_SPACES.search(stem) and any(isinstance(part, Call) and part.function in _OF_SPACES for part in parts):
        return "which numbers the entries are is said in words"
    if _DEVIATIONS.search(stem) and any(isinstance(part, Chance | Moment) for part in parts):
        return "what stands second in N( , ) is said in the stem"
    extremal = {part.index for part in parts if isinstance(part, Big) and part.operator in {"max", "min"}}
    if not setting.assumed and any(_bounds(read.tree, extremal) for read in setting.stem):
        return "the stem says where the variable lies, and the block does not"
    if isinstance(tree, Name) and not setting.given and any(_prints(read.tree, tree) for read in setting.stem):
        return "the stem prints a value of what is asked: which other is meant is said in words"
    exact = any(isinstance(part, Integral | Limit) for part in walk(tree)) or any(map(_differentiates, parts))
    if exact and _ROUGHLY.search(stem) and not any(map(_differentiates, walk(tree))):
        return "by which rule the value is approximated is said in words"
    poisson = any(
        isinstance(part, Call) and part.function == "dist_poisson" for one in setting.stated for part in walk(one)
    )
    if poisson and alarms and _RATE.search(stem):
        return "for how long the law holds is said in words"
    unusual = _unusual(setting, tree, parts, stem, {*alarms} - _SHARED)
    return unusual or other_operations(setting, tree, wording(stem, ("stem",)))


_ROUGHLY = re.compile(
    r"\b(?:trapezoid\w*|trapezium|simpson\w*|midpoint (?:rule|method)|euler(?:'s)? (?:method|steps?)|runge"
    r"|riemann sums?|linear(?:i[sz]ed)? approximation|small[- ]angle|upper bound|lower bound)\b",
    re.IGNORECASE,
)
_RATE = re.compile(r"\b(?:per|an|each|every) (?:second|minute|hour|day|week|month|year|[ck]?m|metre|meter|page|line)\b")


def _prints(tree: Node | None, name: Name) -> bool:
    """Tell whether an equation says a name's value, with nothing left to work out."""
    if not isinstance(tree, Relation) or tree.signs != ("=",) or tree.sides[0] != name:
        return False
    return isinstance(tree.sides[1].of if isinstance(tree.sides[1], Neg) else tree.sides[1], Num)


def _unusual(setting: Setting, tree: Node, parts: Iterable[Node], stem: str, alarms: set[str]) -> str:
    """Return which custom the words may set aside."""
    read = [setting.find, *setting.given] if setting.find is not None else setting.given
    latex = " ".join(one.formula.latex for one in read)
    entries = any(
        isinstance(part, Call) and part.function == "entry" and not isinstance(part.arguments[0], Name)
        for part in walk(tree)
    )
    if entries and alarms:
        return "how rows and columns are counted may be said in words"
    correlated = any(isinstance(part, Moment) and part.kind == "correlation" for part in parts)
    if r"\rho" in latex and correlated and (alarms or not _CORRELATION.search(stem)):
        return r"what \rho stands for may be said in words"
    if _ANGLE.search(latex) and alarms:
        return "what the cosine of two vectors is may be said in words"
    general = isinstance(tree, Name) and any(isinstance(index, Name) for index in tree.sub)
    if general and any(True for _ in recurrences(setting.stated)) and (alarms - _WHOLE or _PARITY.search(stem)):
        return "for which indices the recurrence holds may be said in words"
    return ""


_ANGLE = re.compile(r"\\cos\s*(?:\\left)?\(\s*\\(?:mathbf|vec|boldsymbol|bm|bold)")
_PARITY = re.compile(r"\b(?:odd|even)\b", re.IGNORECASE)


def take_ranges(setting: Setting, alarms: Sequence[str]) -> None:
    r"""Take for told where the stem says that the letters of given congruences lie, as ``0 \le x < 43``."""
    letters = {letter_of(tree) for tree in setting.stated} - {None} if setting.given else set()
    if not letters or {*alarms} - _SHARED - _WHOLE - _RESIDUES:
        return
    for tree in (read.tree for read in setting.stem):
        if isinstance(tree, Relation) and set(tree.signs) <= {"<", r"\le"} and len({*names_in(tree)} & letters) == 1:
            told = from_relation(tree) if len({*names_in(tree)}) == 1 else None
            if told is not None:
                setting.told = Domain(
                    (*setting.told.intervals, *told.intervals), (*setting.told.relations, *told.relations)
                )
    setting.settle()


def _bounds(tree: Node | None, names: set[str]) -> bool:
    """Tell whether an inequality speaks of one of the names."""
    inequality = isinstance(tree, Relation) and set(tree.signs) != {"="}
    return tree is not None and inequality and any(name.base in names for name in names_in(tree))


def _differentiates(node: Node) -> bool:
    return (
        isinstance(node, Deriv)
        or (isinstance(node, Apply) and node.primes > 0)
        or (isinstance(node, Call) and node.function == "grad")
    )
