r"""Lines that look false, and may be right by what the words of the stem say of names and operations.

"$\phi$ is the golden ratio" makes ``\phi^3 = 2\phi + 1`` true, "in a group" makes ``ab`` differ from ``ba``, and
``f' = 556`` beside ``f = 500`` is another frequency, no derivative. No list of such words ends: so a line that is false
at arbitrary values of a name is refuted only where the words say of it no more than what kind of quantity it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from .changes import Changes
from .claim_shapes import is_constant
from .deciding.equality import Comparer
from .doubts import alarming_words
from .other_operations import ARITHMETIC, letters_of, ordered_factors, other_operations
from .remainders import is_whole
from .setting import Setting
from .solution import FAILS, UNDECIDED, Line, Worked
from .syntax import Apply, Call, Chance, Deriv, Mul, Name, Node, Num, Relation, names_in, walk
from .wording import Wording

_BEING = re.compile(
    r"(?:^|[,.] |\b(?:let|where|suppose|that|if|and|assume|when|with|here|say|for) )(?:(?:an?|the) [a-z-]+ )?"
    r"((?:⟦\d+⟧(?:,? and |, )?)+) ?(?:is|are|be|being|lies?|denotes?|satisf\w+|varies|vary)\b([^⟦]*)"
)
"""Names as the subject of a clause, and what is said of them."""
_KINDS = frozenset(
    """
    a an of and or in on for to with which are be as at all any some each both its given fixed arbitrary real positive
    negative nonnegative non-negative nonzero non-zero integer integers number numbers whole natural constant constants
    scalar scalars variable variables parameter parameters function functions vector vectors matrix matrices
    square random events event sets points point continuous discrete differentiable smooth polynomial measured
    independent known unknown learnable trainable
    invertible nonsingular non-singular
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that say of a name no more than what kind of quantity it is."""
_WIRED = re.compile(
    r"\b(?:(?:connected|joined|wired|combined) )?in (?:series|parallel)\b(?: with an? [a-z]+)?(?:,? so that\b)?"
)
"""How parts of a circuit stand, which says nothing of their values."""
_COMPLEMENT = "in which set a complement is taken is not said"
_SPECIAL = re.compile(r"\b(?:golden|unity|identity|inverse|zero|root)\b")


def spare_said(worked: Worked, comparer: Comparer) -> None:
    """Leave false lines undecided that may be right by the words of the stem, or speak of something else."""
    setting, found = worked.setting, worked.wording
    if setting is None or found is None or not any(line.verdict == FAILS for line in worked.lines):
        return
    said, numbers = _said(found, setting), _with_numbers(setting.stated)
    bodies = {tree.sides[0]: tree.sides[-1] for tree in setting.stated if isinstance(tree, Relation)}
    others: set[tuple[str, int]] = set()
    """Functions that the solution supposes to be others than those of the question, and in which sentence."""
    changes = Changes(worked, comparer, bodies)
    for line in worked.lines:
        if not line.sides:
            continue
        head = line.sides[0]
        if line.verdict == FAILS:
            reason = _other_meaning(line, setting, found, worked.moduli)
            if reason not in (ARITHMETIC, _COMPLEMENT) and changes.adds_up_wrongly(line):
                continue
            here = set() if _fails_beside(line, said, comparer) else said
            reason = reason or _other_quantity(line, here, numbers, others) or changes.reason(line)
            if reason:
                line.verdict, line.against, line.method = UNDECIDED, None, reason
        if isinstance(head, Apply) and head in bodies and line.conditional and line.sides[-1] != bodies[head]:
            others.add((head.function, line.sentence))


def _fails_beside(line: Line, said: set[Name], comparer: Comparer) -> bool:
    """Tell whether a step of a line is false that speaks of none of the names of which words say more.

    Steps with decimals are passed over, and those between formulas in different names.
    """
    signs = line.signs if len(line.signs) == len(line.sides) - 1 else line.signs[1:]
    for (left, right), sign in zip(pairwise(line.sides), signs, strict=False):
        names, other = (
            {_called(part) for part in walk(side) if isinstance(part, Name | Apply)} for side in (left, right)
        )
        rounded = any(isinstance(part, Num) and part.places for side in (left, right) for part in walk(side))
        if sign != "=" or names != other or names & said or rounded:
            continue
        if comparer.compare(left, right).outcome == "different":
            return True
    return False


def _other_quantity(line: Line, said: set[Name], numbers: set[str], others: set[tuple[str, int]]) -> str:
    """Return why names in a line may stand for something else, or have what words say of them."""
    parts = [part for side in line.sides for part in walk(side)]
    if not all(map(is_constant, line.sides)) and said & set(map(_called, parts)):
        return "the words of the stem may say more of a name in it"
    marked = "'" in line.formula.latex or r"\prime" in line.formula.latex
    if marked and numbers & {one for part in parts for one in _primed(part)}:
        return "a prime may mark another quantity, and no derivative"
    if any((part.function, line.sentence) in others for part in parts if isinstance(part, Apply)):
        return "another function is spoken of"
    return ""


def _other_meaning(line: Line, setting: Setting, found: Wording, moduli: Sequence[Node]) -> str:
    """Return why operations in a line may mean others than the usual ones, or nothing."""
    parts = [part for side in line.sides for part in walk(side)]
    if len(line.sides) < 2 or (moduli and all(map(is_whole, line.sides))):
        return ""  # judged by remainders
    chances = any(isinstance(part, Chance) for part in parts)
    if not chances and any(isinstance(part, Call) and part.function == "complement" for part in parts):
        return _COMPLEMENT
    products = (part for part in parts if isinstance(part, Mul))
    if ordered_factors(found) and any(len(letters_of(part)) > 1 for part in products):
        return "whether the order of factors counts is said in words"
    return other_operations(setting, Relation(line.sides, line.signs), found)


def _called(part: Node) -> Node:
    """Return what a quantity or a function is called."""
    return Name(part.function) if isinstance(part, Apply) else part


def _primed(part: Node) -> list[str]:
    """Return what a derivative is taken of, if that is a name or function."""
    match part:
        case Apply(function, _, primes) if primes:
            return [function]
        case Deriv(Name() as name):
            return [name.base]
    return []


def _with_numbers(stated: Iterable[Node]) -> set[str]:
    """Return the names to which the question gives a number."""
    return {
        tree.sides[0].base
        for tree in stated
        if isinstance(tree, Relation) and isinstance(tree.sides[0], Name) and is_constant(tree.sides[-1])
    }


def _said(found: Wording, setting: Setting) -> set[Name]:
    """Return the names without a formula of which the stem says more than what kind of quantity they are."""
    names: set[Name] = set()
    for sentence in found.sentences:
        for match in _BEING.finditer(sentence.text):
            told = _WIRED.sub("", match.group(2))
            words = re.findall(r"[^\W\d_][\w-]*", told)
            special = alarming_words(told) or _SPECIAL.search(told)
            if not words or (words[0] == "the" and not special) or set(words) <= _KINDS:
                continue
            trees = (setting.read(found.formulas[int(at)]).tree for at in re.findall(r"\d+", match.group(1)))
            names |= {tree for tree in trees if isinstance(tree, Name)}
    spoken = (part for tree in setting.stated for part in walk(tree) if isinstance(part, Apply))
    made = {one for part in spoken for one in part.arguments}
    signs = ({"="}, {r"\sim"})  # a formula, or a law: what the words say of it is known
    made |= {tree.sides[0] for tree in setting.stated if isinstance(tree, Relation) and set(tree.signs) in signs}
    made |= {_called(tree.sides[0]) for tree in setting.stated if isinstance(tree, Relation)}
    made |= {one for tree in setting.trees() for name in names_in(tree) for one in name.sub}  # letters that count
    return {name for name in names if name not in made}
