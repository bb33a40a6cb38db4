"""What single formulas and words of a worked solution say, looked at by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from qbank.markup import around, parse

from .cutting import AND, IFF, OR, SO
from .gathering import gather
from .reading.reader import RELATIONS
from .reading.tokens import Token, Unreadable, tokenize
from .setting import Setting
from .solution import Line
from .solution_words import (
    DENIED,
    NEW_CLAUSE,
)
from .syntax import Const, Name, Neg, Node, Num, Relation, names_in, walk

METHOD = re.compile(
    r"\W*(?:by|using|from)\b.*(?:,\s*|\b(?:rule|theorem|law|formula|definition|symmetry)\W*)$",
    re.IGNORECASE | re.DOTALL,
)
"""Words that say how a claim is found: it is no reason itself."""
UNDELIMITED = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)


@lru_cache(maxsize=64)
def masked(text: str) -> str:
    """Blank out the mathematics of a text, keeping every place and the full stop that ends a display."""
    pieces, at = [], 0
    for node in parse(text).walk():
        if node.type in ("math", "math_block"):
            start, end = around(text, node)
            pieces += [text[at:start], _blanked(text[start:end], display=node.type == "math_block")]
            at = end
    return "".join([*pieces, text[at:]])


def _blanked(formula: str, *, display: bool) -> str:
    ended = re.search(r"\.(?=(\s|\\end\s*\{[a-z]+\*?\}|\\\\)*(\$\$|\\\])?$)", formula) if display else None
    at = ended.start() if ended else len(formula)
    return " " * at + formula[at : at + 1] + " " * (len(formula) - at - 1)


def undefined(setting: Setting) -> set[Name]:
    """Return the names that the question mentions without stating anything of them."""
    stated = [tree for tree in setting.stated if isinstance(tree, Relation)]
    used = {name for tree in stated for name in names_in(tree)}
    used |= {name for name, _ in setting.domain.intervals}
    used |= {name for relation in setting.domain.relations for name in names_in(relation)}
    mentioned = {name for tree in setting.trees() for name in names_in(tree)}
    inside = {name for tree in setting.trees() if not isinstance(tree, Name) for name in names_in(tree)}
    bare = mentioned - used - inside
    if not bare:
        return bare
    premises = gather(setting.stated)
    return {name for name in bare if not premises.defines(name)}


def is_dotted(function: str) -> bool:
    r"""Tell whether a name is that of a derivative: ``\dot{h}`` is no function of its own."""
    return function.startswith((r"\dot", r"\ddot"))


def is_denied(sentence: str, at: int) -> bool:
    """Tell whether a sentence may deny the formula at a place: a new clause before it says something else."""
    found = list(DENIED.finditer(sentence))
    return any(match.start() >= at or not NEW_CLAUSE.search(sentence[match.end() : at]) for match in found)


def may_condition(tree: Node, line: Line, words: Sequence[str], *, goes_on: bool) -> bool:
    """Tell whether a formula in prose may state a condition rather than a claim.

    ``goes_on``: the line before it claims something, which "and" goes on with.
    """
    if not isinstance(tree, Relation) or len(tree.sides) != 2 or line.continues:
        return False
    if (
        line.link in (SO, OR, IFF)
        or (goes_on and (line.link == AND or line.formula.before.strip() == ","))
        or (bool(words) and words[-1] in CLAIMING)
        or (tree.signs == (r"\equiv",) and line.modulus is None)
    ):
        return False
    left, right = tree.sides
    value = right.of if isinstance(right, Neg) else right
    plain = isinstance(value, Num | Const) and (isinstance(left, Name) or value == Num(Fraction(0)))
    return plain or tree.signs[0] not in ("=", r"\approx")


CLAIMING = frozenset(
    """is are get obtain gives yields have forces fixes determines find finds off shows leaves means becomes solution
    solutions
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words after which a value is claimed."""
PARTICIPLES = frozenset(
    {"arrive", "arrives", "arriving", "left", "ends", "end", "up", "agrees", "coincides", "consistent"}
)
"""Words with which "at" and "with" set no condition: "we arrive at", "we are left with", "this agrees with"."""


def arrow_leads(tree: Node, latex: str) -> bool:
    r"""Tell whether an arrow leads from an equation to a value: ``a = b \to 1``."""
    return r"\to" in latex and any(isinstance(part, Relation) for part in walk(tree))


def is_range(latex: str) -> bool:
    r"""Tell a list of indices, ``i = 1, \dots, n``, from a claim."""
    return (
        re.fullmatch(r"\(?\s*[A-Za-z](\s*,\s*[A-Za-z])*\s*(=|\\in)[^=]*(\\[lc]?dots|\.\.)[^=]*\)?", latex) is not None
    )


def new_base(latex: str, setting: Setting, extra: set[str]) -> str:
    """Return the name that stands first in an equation, if nothing has used it before."""
    left, equals, _ = latex.partition("=")
    tokens = tokens_of(left) if equals else []
    if not tokens or tokens[0].kind not in ("letter", "word"):
        return ""
    base = tokens[0].text.strip()
    return "" if base in (setting.notation.known or frozenset()) or base in extra else base


def tokens_of(latex: str) -> list[Token]:
    """Return the tokens of a formula; none where it cannot be cut into them."""
    try:
        return tokenize(latex)
    except Unreadable:
        return []


def defined_by(tree: Node | None, names: set[Name]) -> Name | None:
    """Return the new name that an equation has alone on its left, if its other sides do not hold it."""
    if not isinstance(tree, Relation) or tree.signs[0] != "=" or not isinstance(tree.sides[0], Name):
        return None
    name = tree.sides[0]
    if name in names or any(name == other for side in tree.sides[1:] for other in names_in(side)):
        return None
    return name


ANNOTATED = re.compile(
    r"\\(?:overset|stackrel|underset)\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{\s*(=|\\approx|\\le|\\ge)\s*\}"
)


def with_plain_signs(latex: str) -> str:
    r"""Put a plain sign for ``\overset{!}{=}``, keeping every place."""
    return ANNOTATED.sub(lambda match: match.group(1).rjust(len(match.group())), latex)


def lead(latex: str) -> tuple[str, bool, str]:
    """Take a leading relation sign off: the rest, whether there was one, and which."""
    tokens = [token for token in tokens_of(latex) if token.kind != "align"]
    if tokens and tokens[0].text in RELATIONS:
        return latex[tokens[0].end :], True, tokens[0].text
    return latex, False, ""
