r"""Words and formulas of a stem that give operations another meaning: ``2^{-1}`` modulo 5, a taxicab norm, ``x * y``.

What ``find`` has of such operations is then not what the stem asks for (``docs/evidence.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from .calls import fraction_of
from .domain import Domain, from_relation, home_of
from .setting import Setting
from .syntax import (
    Add,
    Apply,
    Call,
    Chance,
    Congruence,
    Const,
    Deriv,
    Integral,
    Moment,
    Mul,
    Name,
    Node,
    Num,
    Pow,
    Relation,
    names_in,
    walk,
)
from .wording import Wording

ARITHMETIC = "which arithmetic is meant is said in words"
_ARITHMETIC = re.compile(
    r"\bmod(?:ulo|ular)?\b|\bresidues?\b|\bfinite fields?\b|\bfield (?:with|of) (?:\w+|⟦\d+⟧) elements\b|\bgf\("
    r"|\bboolean\b|\b(?:in|as) (?:binary|octal|hexadecimal|hex)\b"
    r"|\b(?:binary|octal|hexadecimal) (?:numbers?|system|digits?)\b|\bbase (?:\d+|⟦\d+⟧|two|eight|sixteen)\b"
    r"|\bclock\b|\bsaturat\w+|\boverflow\w*|\bunsigned\b|\bintegers? division\b"
    r"|\bwith ints?\b|\b\d+-bit\b|\btropical\b|\bcharacteristic (?:\d+|⟦\d+⟧|two|p)\b"
    r"|\b(?:arithmetic|machine|computer|calculator|chopp\w+|truncat\w+)\b[^.]*\bsignificant (?:digits?|figures?)\b"
    r"|\bsignificant (?:digits?|figures?)\b[^.]*\b(?:arithmetic|machine|floating|keep\w*|kept|after (?:each|every))\b"
)
_ELSEWHERE = re.compile(r"\\mathbb\s*\{?\s*[ZF]\s*\}?\s*(?:_|/)|(?:\\mathrm\s*\{)?GF\}?\s*\(|\\mathbb\s*\{?\s*F")
_NORMS = re.compile(
    r"\b(?:taxicab|manhattan|chebyshev|hamming|minkowski|city[- ]block)\b|\b(?:1|one|⟦\d+⟧)-norm\b|\bl1\b"
    r"|\bmax(?:imum)?[- ]norm\b"
    r"|\b(?:infinity|sup|supremum|sum|weighted|operator|nuclear|frobenius|spectral) norm\b|\bsignature\b"
)
_PRODUCTS = re.compile(
    r"\b(?:entry|element|component)-?wise\b|\bhadamard\b|\bschur product\b|\bkronecker\b"
    r"|\bcomposition\b|\bconvolution\b"
)
_INVERSES = re.compile(r"\bpseudo-?inverse\b|\bmoore\b|\badjugate\b|\bclassical adjoint\b|\bdual\b")
_ORDERED = re.compile(
    r"\bgroups?\b|\bnon-?abelian\b|\bnon-?commut\w+|\bquaternions?\b|\boperators\b|\bpermutations?\b"
    r"|\bconcatenat\w+"
    r"|\bstrings?\b|\blanguages?\b|\b(?:a|the|any) (?:\w+ )?ring\b"
    r"|\bendomorphisms?\b|\bcommutators?\b|\bmonoids?\b|\bsemigroups?\b"
)
"""Words beside which the order of factors may count."""
_VECTORS = re.compile(r"\bvectors?\b|\bcross product\b|\btorque\b")
_FRACTIONAL = re.compile(r"\bfractional part\b|\bnearest integer\b")
_GIVEN_MEANING = re.compile(r"⟦(\d+)⟧(?: here| now)? (?:denotes?|means?|represents?|stands? for|is defined as)\b")
_OWN = re.compile(
    r"^\s*\(?\s*[A-Za-z]\s*(?:\*|\\ast|\\star|\\circ|\\diamond|\\oplus|\\otimes|\\odot|\\bullet)\s*[A-Za-z]\s*\)?\s*="
)
"""``x * y = x + y - 1``: an operation of the stem's own."""


def ordered_factors(found: Wording) -> bool:
    """Tell whether the order of factors may count by the words of a stem."""
    words = _prose(found)
    crossed = any(r"\times" in one.latex for one in found.formulas)
    return bool(_ORDERED.search(words) or (_VECTORS.search(words) and crossed))


def other_operations(setting: Setting, tree: Node, found: Wording) -> str:
    """Return why an operation in what is asked may mean another one by the words of the stem; or nothing."""
    words = _prose(found)
    whole = [tree, *(one for one in setting.stated)]
    parts = [part for one in whole for part in walk(one)]
    calls = {part.function for part in parts if isinstance(part, Call)}
    asked = setting.find.formula.latex if setting.find is not None else ""
    modular = "mod" in calls or any(isinstance(part, Congruence) for part in parts)
    elsewhere = any(_ELSEWHERE.search(one.latex) for one in found.formulas)
    if not modular and not calls & {"gcd", "card"} and (elsewhere or _ARITHMETIC.search(words)):
        return ARITHMETIC
    if calls & {"norm", "abs"} and _NORMS.search(words) and not re.search(r"_\{?(?:\d|\\infty|F)", asked):
        return "which norm is meant is said in words"
    if _PRODUCTS.search(words) and not re.search(r"\\(?:odot|circ|otimes|ast)|\*", asked) and _multiplies(tree):
        return "which product is meant is said in words"
    if _INVERSES.search(words) and re.search(r"\^\s*\{?\s*(?:\\dagger|\+|\*|\\ast|-)", asked):
        return "what the sign above a matrix means is said in words"
    if ordered_factors(found) and _reorders(tree):
        return "whether the order of factors counts is said in words"
    if _FRACTIONAL.search(words) and r"\{" in asked:
        return "what the braces mean is said in words"
    if any(_OWN.match(one.latex) for one in found.formulas):
        return "the stem defines an operation of its own"
    quantities = {name.base for one in (*whole, *_stem_trees(setting)) for name in names_in(one)}
    if "transpose" in calls and "T" in quantities:
        return "whether T above a letter is a power is not said"
    for sentence in found.sentences:
        for match in _GIVEN_MEANING.finditer(sentence.text):
            meant = setting.read(found.formulas[int(match.group(1))]).tree
            if not isinstance(meant, Name | Relation | Chance | Moment | Deriv | Num) and not _plain_function(meant):
                return f"what ${found.formulas[int(match.group(1))].latex}$ means is said in words"
    if setting.given and _bounded(setting, [*whole, *_asked_and_assumed(setting)], found):
        return "a bound that the stem tells is left out of the premises"
    return _outside(setting, tree, found)


_BOUND = re.compile(
    r"\b(?:at most|no more than|not more than|not exceed(?:ing)?|exceeds?|capped at|limited to|up to|clipped (?:at|to)"
    r"|until|never (?:below|above|under|over)) (?:\w+ )?(?:⟦(\d+)⟧|(\d+(?:\.\d+)?)\b)"
)


def _bounded(setting: Setting, used: Sequence[Node], found: Wording) -> bool:
    """Tell whether words of the stem bound something by a number that nothing else has."""
    known = {part.value for tree in used for part in walk(tree) if isinstance(part, Num)}
    for sentence in found.sentences:
        for match in _BOUND.finditer(sentence.text):
            tree = setting.read(found.formulas[int(match.group(1))]).tree if match.group(1) else None
            told = [part.value for part in walk(tree) if isinstance(part, Num)] if tree is not None else []
            told += [Fraction(match.group(2))] if match.group(2) else []
            if any(value not in known for value in told):
                return True
    return False


def _asked_and_assumed(setting: Setting) -> list[Node]:
    return [read.tree for read in (*setting.assumed, setting.find) if read is not None and read.tree is not None]


def _stem_trees(setting: Setting) -> list[Node]:
    return [read.tree for read in setting.stem if read.tree is not None]


def _prose(found: Wording) -> str:
    return ". ".join(sentence.text for sentence in found.sentences)


def _plain_function(node: Node | None) -> bool:
    return isinstance(node, Apply) and all(isinstance(one, Name) for one in node.arguments)


def _multiplies(tree: Node) -> bool:
    return any(
        isinstance(part, Mul) and sum(1 for one in part.factors if not isinstance(one, Num)) > 1 for part in walk(tree)
    )


def _reorders(tree: Node) -> bool:
    """Tell whether products of two names, or powers of sums, stand in a formula."""
    return any(
        (isinstance(part, Mul) and len(letters_of(part)) > 1)
        or (isinstance(part, Pow) and isinstance(part.base, Add | Mul) and len(letters_of(part.base)) > 1)
        for part in walk(tree)
    )


def letters_of(node: Node) -> set[Node]:
    """Return the names in a formula, and the letters that may be elements elsewhere: i and e."""
    return {part for part in walk(node) if isinstance(part, Name | Const)}


_LIMITED = re.compile(r"⟦(\d+)⟧ (?:for|on|if|when|with|where|in)(?: all| every| any)? ⟦(\d+)⟧")


def _outside(setting: Setting, tree: Node, found: Wording) -> str:
    """Return why a function is asked for outside the part where the stem gives its formula; or nothing."""
    given = {head for one in setting.given if (head := _head(one.tree)) is not None}
    for sentence in found.sentences:
        for match in _LIMITED.finditer(sentence.text):
            formula, where = (setting.read(found.formulas[int(at)]).tree for at in match.groups())
            head, domain = _head(formula), _domain(where)
            if head is None or head not in given or domain is None or not isinstance(head.arguments[0], Name):
                continue
            interval = domain.of(head.arguments[0])
            if any(number not in interval for number in _places(tree, head.function)):
                return "the formula holds on a part only, by the stem"
    return ""


def _head(tree: Node | None) -> Apply | None:
    match tree:
        case Relation((Apply(_, (_,), 0) as head, *_), ("=", *_)):
            return head
    return None


def _domain(tree: Node | None) -> Domain | None:
    match tree:
        case Relation((Name() as name, home), (r"\in",)) if (interval := home_of(home)) is not None:
            return Domain(((name, interval),))
    return from_relation(tree) if tree is not None else None


def _places(tree: Node, function: str) -> Iterator[Fraction]:
    """Yield the numbers at which a function stands, and the ends between which it is integrated."""
    for part in walk(tree):
        ends: Sequence[Node | None] = ()
        if isinstance(part, Apply) and part.function == function:
            ends = part.arguments
        elif isinstance(part, Integral):
            ends = (part.lower, part.upper)
        for end in ends:
            if end is not None and (number := fraction_of(end)) is not None:
                yield number
