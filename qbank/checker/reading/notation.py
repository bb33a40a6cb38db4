"""Which names a question uses: words of several letters, functions, and single letters.

Names are known before a formula is read: declared by the author, or inferred from what the question states. A run of
letters is one name only where something says so; ``net_j`` with no other trace of a lone n, e and t does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from qbank.checker.syntax import Name
from qbank.checker.units import is_unit

from .functions import WORDS
from .indexed_functions import indexed_functions, joined_up
from .kinds import STRUCTURE_WORDS, Kinds, joined
from .kinds_said import kinds_said
from .kinds_used import kinds_used
from .measures import measures, with_measures
from .tokens import Token, Tokens, Unreadable, tokenize
from .variables import Variables, find_variables, is_differential, script_marks, upright


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
    longest: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", tuple(sorted(self.words, key=lambda word: (-len(word), word))))

    def kind_of(self, name: Name) -> str | None:
        """Return ``vector matrix set statement``, or nothing for a scalar."""
        return self.kinds.of(name)

    def word_at(self, letters: str) -> str:
        """Return the longest known word that ``letters`` begin with, else their first letter."""
        return next((word for word in self.longest if letters.startswith(word)), letters[:1])


_AROUND = frozenset({"=", "+", "-", r"\cdot", r"\times", "(", ")", "{", "}", "/", "<", ">", r"\le", r"\ge"})
"""What stands around a word that is a quantity."""
_PROSE = frozenset({"and", "for", "where", "with", "then", "otherwise", "undefined", "true", "false", "else", "when",
                    "iff", "mod", "not", "xor", "therefore", "since", "const", "constant", "exp", "rad",
                    "deg"})  # fmt: skip
OPERATOR_WORDS = frozenset({"argmax", "argmin", "max", "min", "lim"})
"""Words with something below them that are no names."""
FUNCTION_LETTERS = frozenset({"f", "g", "h", r"\sigma", r"\phi", r"\varphi", r"\psi", r"\Phi"})
"""Letters that are functions where they always stand before a parenthesis."""

_HEADED = FUNCTION_LETTERS | {"F", "G", "H", r"\pi", r"\Psi"}
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
    declared = frozenset(words) | {name for tokens in cut for name in _renamed_constants(tokens)}
    lone = {token.text for tokens in cut for token in _lone_letters(tokens)}
    found = declared | _found_words(cut, lone)
    found |= {word for tokens in cut for word in _text_words(tokens)}
    found -= STRUCTURE_WORDS & {word for tokens in further for word in _applied_words(tokens)}
    notation = Notation(words=frozenset(word for word in found if len(word) > 1 and word.isalpha()))
    named = frozenset(functions) | {name for tokens in cut for name in _functions(tokens, notation)}
    uses = {use for tokens in further for use in _uses(tokens, notation)}
    bare = {name for name, applied in uses if not applied}
    applied = {name for name, applied in uses if applied}
    if r"\Phi" in applied & bare and any(_NORMAL.search(text) for text in said):
        beside_others = (use for tokens in further if len(tokens) > 1 for use in _uses(tokens, notation))
        bare -= {r"\Phi"} - {name for name, applied in beside_others if not applied}
    heads = {use for tokens in further for use in _indexed_uses(tokens, notation)}
    headed = {name for name, before in heads if before} & _HEADED
    headed -= {name for name, before in heads if not before}
    named |= (applied - bare) & FUNCTION_LETTERS
    told = kinds_said(said, assumed)
    kinds = joined(told, kinds_used(further, told))
    named |= kinds.predicates
    named -= (kinds.operators | STRUCTURE_WORDS) - frozenset(functions)
    variables = find_variables(further, declared | named, [*said, *assumed])
    named |= variables.functions - kinds.operators
    # F(b) - F(a) beside f(x): an antiderivative
    named |= {name for name in applied - bare - kinds.operators if name in ("F", "G", "H") and name.lower() in named}
    known = (
        {name for tokens in cut for name in (*(name for _, name, _ in _names(tokens, notation)), *upright(tokens))}
        | declared
        | named
    )
    known |= kinds.events | {name[5:-1] for name in known if name.startswith(r"\bar{")} & (
        kinds.sets | kinds.propositions
    )
    if variables.complex:
        known |= {letter for name in known if name.startswith(r"\bar{") for letter in (name[5:-1], *name[5:-1])}
    shapes = [(name, shape) for tokens in further for name, shape in _subscripts(tokens, notation)]
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
        segments=_segments(further) - notation.words,
        other_logarithms=any(_BASES.search(text) for text in said),
        variables=variables,
        kinds=kinds,
        layers=frozenset(letter for tokens in further for letter in _layers(tokens)),
        indexed=indexed,
        measures=measured,
        directed=any(_DIRECTED.search(text) and not _UNSCALED.search(text) for text in said),
    )


def _applied_words(tokens: Sequence[Token]) -> Iterable[str]:
    r"""Yield words before a bracket: ``\operatorname{Var}(X)``."""
    for token, after in pairwise(tokens):
        if token.kind == "word" and after.text in ("(", "["):
            yield token.text.strip()


def _cut(formula: str) -> Tokens:
    try:
        return tokenize(formula)
    except Unreadable:
        return Tokens()


def _runs(tokens: Tokens) -> list[tuple[int, int]]:
    """Return the stretches ``[start, end)`` of Latin letters that touch one another."""
    try:
        return tokens.runs
    except AttributeError:
        tokens.runs = list(_found_runs(tokens))
        return tokens.runs


def _found_runs(tokens: Tokens) -> Iterable[tuple[int, int]]:
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and _touches(tokens, start, end):
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)


def _touches(tokens: Sequence[Token], start: int, end: int) -> bool:
    token = tokens[end]
    plain = token.kind == "letter" and len(token.text) == 1
    return plain and (end == start or tokens[end - 1].end == token.start)


def _lone_letters(tokens: Tokens) -> Iterable[Token]:
    marks = script_marks(tokens)
    for start, end in _runs(tokens):
        if end - start == 1 and not (marks[start] and not _is_bound(tokens, start)):
            yield tokens[start]


def _is_bound(tokens: Sequence[Token], index: int) -> bool:
    r"""Tell whether the letter is an exponent or bound of its own, not an index: ``x^n``, ``\sum^n``."""
    return index > 0 and tokens[index - 1].kind == "sup"


_WORD_LENGTH = 3
_BASES = re.compile(
    r"\b(?:bits?|base[- ](?:2|two|10|ten|\$)|to (?:the )?base|binary|decibels?|dB|pH|Shannon|channel"
    r"|information (?:content|gain|theory)|computer science|common logarithms?|decades?|decimal logarithms?)\b"
)
"""Words where a plain logarithm may have another base than e."""
_DIRECTED = re.compile(r"\b(?:in|into|towards?) (?:the |a )?(?:given |same )?direction\b|\bunit vector\b")
"""Words beside which a derivative along a vector is that along its unit vector."""
_UNSCALED = re.compile(r"\bper (?:unit )?(?:time|second)|\bvelocity\b|\bspeed\b|normali[sz]", re.IGNORECASE)
"""Words beside which the length of a vector may count."""
_NORMAL = re.compile(
    r"\\mathcal\s*\{?\s*N\b|\\sim\s*N\s*\("
    r"|\b(?:[Nn]ormal\w*|[Gg]aussian|(?:cumulative )?distribution function|CDF|cdf)\b"
)
r"""Words beside which ``\Phi``, named by itself, is a distribution function."""
_SPELT = frozenset({
    "net", "out", "err", "loss", "acc", "cost", "avg", "grad", "act", "bias", "sum", "tot", "rate", "size", "time",
    "dist", "gain", "temp", "vol", "area", "len", "num", "den", "std", "var", "cov", "mean", "error", "input", "output",
    "total", "score", "speed", "force", "mass", "work", "power", "energy", "price", "profit", "revenue", "hidden",
    "target", "delta", "bits", "age", "pos", "neg", "pred", "prev", "new", "old", "tmp", "precision", "recall",
    "accuracy", "CPI", "GDP", "IPC", "AMAT", "IRR", "KE", "PE", "SS", "ROI",
})  # fmt: skip
"""Words that are names where they carry an index or stand alone before ``=``, set as plain letters."""
_INITIALS = frozenset({"MSE", "RMSE", "MAE", "SSE", "SST", "SSR", "SSB", "SSW", "MSB", "MSW", "MSR", "TPR", "FPR",
                       "TNR", "FNR", "PPV", "NPV", "IoU"})  # fmt: skip
"""Words that are names wherever they stand."""
_OUTCOMES = frozenset({"TP", "TN", "FP", "FN"})
"""Counts of a confusion matrix: names where two of them occur."""


def _found_words(cut: Sequence[Tokens], lone: set[str]) -> set[str]:
    """Return the runs of letters that are one name each; any other run is a product."""
    runs = [run for tokens in cut for run in _plain_runs(tokens)]
    found = {run for tokens in cut for run in _words(tokens) if _is_word(run, runs, lone)}
    outcomes = _OUTCOMES & set(runs)
    return found | (outcomes if len(outcomes) > 1 else set()) | (_INITIALS & set(runs))


def _segments(formulas: Sequence[Tokens]) -> frozenset[str]:
    """Return pairs of capitals of which several chain up, while none of their letters stands alone."""
    runs = {run for tokens in formulas for run in _plain_runs(tokens)}
    pairs = {run for run in runs if len(run) == len(set(run)) == 2 and set(run) <= set("ABCDEFGHMNOPQS")}
    alone = {token.text for tokens in formulas for token in _lone_letters(tokens)}
    chained = {one for one in pairs for other in pairs if one != other and len(set(one) & set(other)) == 1}
    return frozenset(run for run in chained if not set(run) & alone)


def _is_word(run: str, runs: Sequence[str], lone: set[str]) -> bool:
    """Tell whether a run that stands where a name may is one: a known word, or one whose letters occur nowhere else."""
    if run in _SPELT:
        return not set(run) <= lone
    apart = not set(run) & lone and all(other == run or not set(other) & set(run) for other in runs)
    return apart and run.islower() and runs.count(run) > 1 and bool(set(run) & set("aeiou"))


def _plain_runs(tokens: Tokens) -> Iterable[str]:
    """Yield runs of two letters or more outside scripts."""
    marks = script_marks(tokens)
    for start, end in _runs(tokens):
        if end - start > 1 and not marks[start]:
            yield "".join(token.text for token in tokens[start:end])


def _words(tokens: Tokens) -> Iterable[str]:
    """Yield runs of three letters or more that carry an index or stand alone where a name must."""
    marks = script_marks(tokens)
    for start, end in _runs(tokens):
        run = "".join(token.text for token in tokens[start:end])
        if (len(run) < _WORD_LENGTH and run not in _SPELT) or marks[start]:
            continue
        after = tokens[end] if end < len(tokens) else None
        indexed = after is not None and (after.kind == "sub" or _index_after(tokens, end))
        before = tokens[start - 1] if start else None
        alone = before is None and after is not None and after.text == "="
        differential = before is not None and before.text == r"\partial"
        if indexed or alone or differential:
            yield run


def _index_after(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether ``^{(…)}`` follows."""
    texts = [token.text for token in tokens[at : at + 3]]
    return texts == ["^", "{", "("]


def _functions(tokens: Tokens, notation: Notation) -> Iterable[str]:
    """Yield names that the formula defines as functions, ``f(x) = …``, or differentiates by a prime, ``g'(z)``."""
    marks = script_marks(tokens)
    for place, name, after in _names(tokens, notation):
        token = tokens[place]
        composed = [part.text for part in tokens[place - 1 : place + 5]]
        if composed[0::2] == ["(", r"\circ", ")"] and composed[5:] == ["("]:
            yield from (composed[1], composed[3])  # (f \circ g)(x)
        primed = after
        while primed < len(tokens) and tokens[primed].kind == "prime":
            primed += 1
        if name in FUNCTION_LETTERS and _order_at(tokens, after):
            yield name
        opened = primed < len(tokens) and tokens[primed].text == "("
        if opened and not marks[place]:
            known = token.kind == "word" and name.lower() in WORDS
            defined = place == 0 and _defines(tokens, primed)
            defined |= place == 0 and name in _STARTED and _at_number(tokens, primed)
            if not known and (primed > after or defined or token.kind == "word"):
                yield name


_STARTED = frozenset({"f", "g", "h", "u", "v", "x", "y", "N", "T"})
"""Letters that are functions where an equation gives their value at a number."""


def _at_number(tokens: Sequence[Token], opened: int) -> bool:
    """Tell whether ``(0) =`` stands here."""
    inside = tokens[opened + 1 : opened + 4]
    return [token.kind for token in inside[:1]] == ["number"] and [token.text for token in inside[1:]] == [")", "="]


def _order_at(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether ``^{(n)}(`` stands at ``at``, the order of a derivative."""
    shape = [token.text for token in tokens[at : at + 7]]
    return shape[:3] + shape[4:] == ["^", "{", "(", ")", "}", "("]


def _names(tokens: Tokens, notation: Notation) -> list[tuple[int, str, int]]:
    """Return every name with the places where it stands and where it ends."""
    try:
        words, found = tokens.names
    except AttributeError:
        words, found = None, []
    if words != notation.longest:
        found, place = [], 0
        while place < len(tokens):
            name, after = _name_at(tokens, place, notation)
            if name:
                found.append((place, name, after))
            place = after
        tokens.names = notation.longest, found
    return found


def _name_at(tokens: Tokens, place: int, notation: Notation) -> tuple[str, int]:
    token = tokens[place]
    if token.kind == "word":
        return (token.text.strip() if token.text.strip().isalpha() else ""), place + 1
    if token.kind != "letter" or is_differential(tokens, place):
        return "", place + 1
    letters = ""
    for at in range(place, len(tokens)):
        if not _touches(tokens, place, at):
            break
        letters += tokens[at].text
    name = notation.word_at(letters) if letters else token.text
    return name, place + (len(name) if letters else 1)


def _defines(tokens: Sequence[Token], opened: int) -> bool:
    """Tell whether the parenthesis at ``opened`` holds plain names only, several if indexed, before ``=``."""
    indexed = several = inside = False
    for at in range(opened + 1, len(tokens)):
        token = tokens[at]
        if inside or token.kind == "sub":
            indexed, inside = True, token.kind == "sub" or (inside and tokens[at].kind == "open")
            continue
        if token.text == ")":
            named = at > opened + 1 and (several or not indexed)
            return named and at + 1 < len(tokens) and tokens[at + 1].text == "="
        several |= token.text == ","
        if token.kind not in ("letter", "close") and token.text not in (",", ";"):
            return False
    return False


def _renamed_constants(tokens: Sequence[Token]) -> Iterable[str]:
    r"""Yield ``e`` and ``\pi`` where an equation has them alone on its left, or something is differentiated by them."""
    whole = any(token.text in (r"\bmod", r"\pmod", r"\mod") for token in tokens)  # m^e \bmod n
    for place, token in enumerate(tokens):
        if token.text not in ("e", r"\pi") or token.kind != "letter":
            continue
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        before = tokens[place - 1].text if place else ""
        if (place == 0 and after == "=") or before == r"\partial" or (token.text == "e" and whole):
            yield token.text


def _uses(tokens: Tokens, notation: Notation) -> Iterable[tuple[str, bool]]:
    """Yield every name outside scripts, and whether a parenthesis follows it at once (primes apart)."""
    marks = script_marks(tokens)
    for place, name, after in _names(tokens, notation):
        end = after
        while end < len(tokens) and tokens[end].kind == "prime":
            end += 1
        if not marks[place]:
            yield name, end < len(tokens) and tokens[end].text == "("


def _indexed_uses(tokens: Tokens, notation: Notation) -> Iterable[tuple[str, bool]]:
    """Yield every name outside scripts, and whether it has an index with a parenthesis after it."""
    marks = script_marks(tokens)
    for place, name, after in _names(tokens, notation):
        end = after
        while end < len(tokens) and (tokens[end].kind == "sub" or marks[end] == "sub"):
            end += 1
        if not marks[place]:
            yield name, end > after and end < len(tokens) and tokens[end].text == "("


def _subscripts(tokens: Tokens, notation: Notation) -> Iterable[tuple[str, str]]:
    """Yield every name with a subscript, and its indices as letters ``l``, one-digit numbers ``n``, commas ``c``."""
    for _, name, after in _names(tokens, notation):
        if after < len(tokens) and tokens[after].kind == "sub":
            inside = tokens[after + 1 : after + 2]
            if inside and inside[0].kind == "open":
                end = next((at for at in range(after + 2, len(tokens)) if tokens[at].kind == "close"), len(tokens))
                inside = tokens[after + 2 : end]
            yield name, "".join(_index_kind(token) for token in inside)


def _index_kind(token: Token) -> str:
    if token.kind == "number":
        return "n" if len(token.text) == 1 else "m"
    return "l" if token.kind == "letter" else "c" if token.text == "," else "x"


def _text_words(tokens: Sequence[Token]) -> Iterable[str]:
    r"""Yield words in ``\text{…}`` that are names: with an index, alone before ``=``, or differentiated."""
    for place, token in enumerate(tokens):
        text = token.text.strip()
        if token.kind != "word" or not text.isalpha() or len(text) == 1 or text in OPERATOR_WORDS:
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        measured = (
            place > 0
            and is_unit(text)
            and (
                tokens[place - 1].kind in ("number", "close", "word") or tokens[place - 1].text in (r"\cdot", ")", "/")
            )
        )
        if measured:
            continue
        indexed = after is not None and (after.kind == "sub" or (after.kind == "sup" and not is_unit(text)))
        alone = place == 0 and after is not None and after.text == "="
        before = tokens[place - 1] if place else None
        alone |= (
            (before is None or before.text in _AROUND)
            and (after is None or after.text in _AROUND)
            and (len(text) > 2 and text.lower() not in _PROSE and any(token.text == "=" for token in tokens))
        )
        if indexed or alone or (place > 0 and tokens[place - 1].text == r"\partial"):
            yield text


def _layers(tokens: Sequence[Token]) -> Iterable[str]:
    for place in range(len(tokens) - 5):
        texts = [token.text for token in tokens[place : place + 6]]
        if texts[:3] == ["^", "{", "("] and texts[4:] == [")", "}"] and tokens[place + 3].kind == "letter":
            yield texts[3]
