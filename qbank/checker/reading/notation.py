"""Which names a question uses: words of several letters, functions, and single letters.

Names are known before a formula is read: declared by the author, or inferred from what the question states. A run of
letters is one name only where something says so; ``net_j`` with no other trace of a lone n, e and t does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from qbank.checker.syntax import Name

from .indexed_functions import indexed_functions, joined_up
from .kinds import STRUCTURE_WORDS, Kinds, joined
from .kinds_said import kinds_said
from .kinds_used import kinds_used
from .measures import measures, with_measures
from .tokens import Tokens, Unreadable, tokenize
from .uses import (
    APPLIED_LETTERS,
    defined_functions,
    indexed_uses_of,
    layers_in,
    placed_names,
    renamed_constants,
    subscripts_in,
    uses_of,
)
from .variables import Variables, find_variables, upright
from .words import applied_words, found_words, lone_letters, segments_in, words_in_text


@dataclass(frozen=True, slots=True)
class Notation:
    """``words``: names of several letters; ``functions``: names of functions; ``known``: every name there is.

    ``known`` is ``None`` while names are being collected: then every letter is a name.
    ``paired`` are the bases whose digits in a subscript are one index each (``w_{21}`` beside ``w_{ij}``), ``single``
    those that carry one index somewhere.
    """

    words: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    known: frozenset[str] | None = None
    paired: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    """Letters that stand before a parenthesis wherever they occur, with their index: a factor or a function."""
    bare: frozenset[str] = frozenset()
    """Names that stand for themselves somewhere, outside scripts."""
    other_logarithms: bool = False
    """Words speak of logarithms to the base 2 or 10."""
    segments: frozenset[str] = frozenset()
    r"""Pairs of capitals that may be lengths: ``AB`` beside ``BC``, where no A, B or C stands alone."""
    variables: Variables = field(default_factory=Variables)
    """What letters mean in calculus."""
    layers: frozenset[str] = frozenset()
    """Letters that stand alone in a superscript in parentheses."""
    kinds: Kinds = field(default_factory=Kinds)
    """Which names are vectors, matrices, sets, events, propositions, random variables."""
    indexed: frozenset[str] = frozenset()
    r"""Functions whose name has an index, ``v_{C}``."""
    measures: frozenset[str] = frozenset()
    r"""Letters of measures of distributions, ``H`` in ``H(Y \mid X)``: each is one name with its parenthesis."""
    directed: bool = False
    """Words speak of the direction of a vector."""
    fields: Mapping[str, str] = field(default_factory=dict)
    r"""Letters of matrices of derivatives that words speak of: ``H_f`` is the Hessian of f."""
    longest: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", tuple(sorted(self.words, key=lambda word: (-len(word), word))))

    def kind_of(self, name: Name) -> str | None:
        """Return ``vector matrix set statement``, or nothing for a scalar."""
        return self.kinds.of(name)

    def word_at(self, letters: str) -> str:
        """Return the longest known word that ``letters`` begin with, else their first letter."""
        return next((word for word in self.longest if letters.startswith(word)), letters[:1])


_HEADED = APPLIED_LETTERS | {"F", "G", "H", r"\pi", r"\Psi"}
"""Letters that are functions, too, where they always stand before a parenthesis with an index: ``h_\theta(x)``."""


def infer(  # noqa: PLR0917 - what tells names apart comes from several places
    formulas: Iterable[str],
    words: Iterable[str] = (),
    functions: Iterable[str] = (),
    beside: Iterable[str] = (),
    said: Iterable[str] = (),
    assumed: Iterable[str] = (),
) -> Notation:
    """Collect the names that ``formulas`` use, beside the declared ``words`` and ``functions``.

    ``beside`` are formulas that use the names but make none known: they tell a factor from a function.
    ``said`` are texts with their formulas in dollars, ``assumed`` entries of ``assume``: both tell what kind of thing a
    name is (matrices $A$ and $B$; ``A, B matrix``).
    A formula that is no mathematics adds nothing: it is named unread where it is read.
    """
    cut = [tokens for formula in formulas if (tokens := _cut(formula))]
    further = [*cut, *(tokens for formula in beside if (tokens := _cut(formula)))]
    indexed, measured = indexed_functions(cut), measures(cut)
    cut, further = (
        [Tokens(with_measures(joined_up(tokens, indexed), measured)) for tokens in some] for some in (cut, further)
    )
    declared = frozenset(words) | {name for tokens in cut for name in renamed_constants(tokens)}
    lone = {token.text for tokens in cut for token in lone_letters(tokens)}
    found = declared | found_words(cut, lone)
    found |= {word for tokens in cut for word in words_in_text(tokens)}
    found -= STRUCTURE_WORDS & {word for tokens in further for word in applied_words(tokens)}
    notation = Notation(words=frozenset(word for word in found if len(word) > 1 and word.isalpha()))
    named = frozenset(functions) | {name for tokens in cut for name in defined_functions(tokens, notation)}
    uses = {use for tokens in further for use in uses_of(tokens, notation)}
    bare = {name for name, applied in uses if not applied}
    applied = {name for name, applied in uses if applied}
    if r"\Phi" in applied & bare and any(_NORMAL.search(text) for text in said):
        beside_others = (use for tokens in further if len(tokens) > 1 for use in uses_of(tokens, notation))
        bare -= {r"\Phi"} - {name for name, applied in beside_others if not applied}
    if any(_ACTIVATION.search(text) for text in said):
        bare -= applied & ACTIVATIONS  # the logistic $\sigma$
    heads = {use for tokens in further for use in indexed_uses_of(tokens, notation)}
    headed = {name for name, before in heads if before} & _HEADED
    headed -= {name for name, before in heads if not before}
    named |= (applied - bare) & APPLIED_LETTERS
    told = kinds_said(said, assumed)
    kinds = joined(told, kinds_used(further, told))
    named |= kinds.predicates
    named -= (kinds.operators | STRUCTURE_WORDS) - frozenset(functions)
    variables = find_variables(further, declared | named, [*said, *assumed])
    named |= variables.functions - kinds.operators
    # F(b) - F(a) beside f(x): an antiderivative
    named |= {name for name in applied - bare - kinds.operators if name in ("F", "G", "H") and name.lower() in named}
    known = (
        {
            name
            for tokens in cut
            for name in (*(name for _, name, _ in placed_names(tokens, notation)), *upright(tokens))
        }
        | declared
        | named
    )
    known |= kinds.events | {name[5:-1] for name in known if name.startswith(r"\bar{")} & (
        kinds.sets | kinds.propositions
    )
    if variables.complex:
        known |= {letter for name in known if name.startswith(r"\bar{") for letter in (name[5:-1], *name[5:-1])}
    shapes = [(name, shape) for tokens in further for name, shape in subscripts_in(tokens, notation)]
    single = {name for name, shape in shapes if shape in ("l", "n")}
    paired = {
        name for name, shape in shapes if shape in ("ll", "ncn") or (shape in ("ln", "nl") and name not in single)
    }
    constants = declared & {"e", r"\pi"}
    unit = variables.imaginary | variables.doubtful
    return replace(
        notation,
        words=notation.words | constants,
        functions=named,
        known=frozenset(known),
        paired=frozenset(paired),
        single=frozenset(single),
        doubtful=frozenset((applied - bare | headed) - named - kinds.operators),
        bare=frozenset(bare - unit),
        segments=segments_in(further) - notation.words,
        other_logarithms=any(_BASES.search(text) for text in said),
        variables=variables,
        kinds=kinds,
        layers=frozenset(letter for tokens in further for letter in layers_in(tokens)),
        indexed=indexed,
        measures=measured,
        fields={letter: function for letter, function, words in _FIELDS if any(map(words.search, said))},
        directed=any(_DIRECTED.search(text) and not _UNSCALED.search(text) for text in said),
    )


def _cut(formula: str) -> Tokens:
    try:
        return tokenize(formula)
    except Unreadable:
        return Tokens()


_BASES = re.compile(
    r"\b(?:bits?|base[- ](?:2|two|10|ten|\$)|to (?:the )?base|binary|decibels?|dB|pH|Shannon|channel"
    r"|information (?:content|gain|theory)|computer science|common logarithms?|decades?|decimal logarithms?)\b"
)
"""Words where a plain logarithm may have another base than e."""
_FIELDS = (
    ("H", "hessian", re.compile(r"\bHess(?:ian|e)\b")),
    ("J", "jacobian", re.compile(r"\bJacobi(?:an)?\b")),
)
_DIRECTED = re.compile(r"\b(?:in|into|towards?) (?:the |a )?(?:given |same )?direction\b|\bunit vector\b")
"""Words beside which a derivative along a vector is that along its unit vector."""
_UNSCALED = re.compile(r"\bper (?:unit )?(?:time|second)|\bvelocity\b|\bspeed\b|normali[sz]", re.IGNORECASE)
"""Words beside which the length of a vector may count."""
_ACTIVATION = re.compile(r"\b(?:logistic|sigmoid\w*|activations?|nonlinearity|neurons?|neural)\b", re.IGNORECASE)
ACTIVATIONS = frozenset({r"\sigma", r"\varphi", r"\phi"})
_NORMAL = re.compile(
    r"\\mathcal\s*\{?\s*N\b|\\sim\s*N\s*\("
    r"|\b(?:[Nn]ormal\w*|[Gg]aussian|(?:cumulative )?distribution function|CDF|cdf)\b"
)
r"""Words beside which ``\Phi``, named by itself, is a distribution function."""
