r"""What kind of thing a name stands for: vector, matrix, set, event, proposition, random variable.

Known from how the formulas use a name (bold, under a transpose, beside ``\cup``, inside ``P(…)``), and from the plain
words around it ("matrices $A$ and $B$", ``A, B matrix`` under ``assume``). What nothing tells is a scalar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from qbank.checker.syntax import Name

from .tokens import Token
from .told import told_of_matrices

VECTOR, MATRIX, SET, STATEMENT = "vector", "matrix", "set", "statement"
BOLD = (r"\mathbf{", r"\boldsymbol{", r"\vec{", r"\textbf{")
_ACCENTS = tuple(rf"\{accent}{{{bold}" for accent in ("hat", "tilde", "bar", "dot", "ddot") for bold in BOLD)
SET_SIGNS = frozenset({r"\cup", r"\cap", r"\setminus", r"\backslash", r"\smallsetminus", r"\triangle", r"\subset",
                       r"\subseteq", r"\supset", r"\supseteq", r"\subsetneq", r"\supsetneq",
                       r"\bigtriangleup"})  # fmt: skip
AND = frozenset({r"\land", r"\wedge"})
OR = frozenset({r"\lor", r"\vee"})
NOT = frozenset({r"\neg", r"\lnot"})
XOR = frozenset({r"\oplus", r"\veebar"})
IMPLIES = frozenset({r"\to", r"\Rightarrow", r"\implies", r"\Longrightarrow"})
IMPLIED = frozenset({r"\gets", r"\leftarrow", r"\Leftarrow", r"\impliedby", r"\Longleftarrow"})
IFF = frozenset({r"\leftrightarrow", r"\Leftrightarrow", r"\iff", r"\longleftrightarrow", r"\Longleftrightarrow"})
CONNECTIVES = AND | OR | NOT | XOR | IMPLIES | IMPLIED | IFF
MATRIX_WORDS = {"det": "det", "tr": "trace", "trace": "trace", "rank": "rank", "rk": "rank", "adj": "adj"}
CHANCE = frozenset({"P", "Pr", "Prob", r"\Pr", r"\mathbb{P}", r"\mathbf{P}"})
MEAN = frozenset({"E", r"\mathbb{E}", r"\mathbf{E}"})
MOMENTS = {"var": "variance", "cov": "covariance", "corr": "correlation", "cor": "correlation", "sd": "deviation",
           "std": "deviation", "stdev": "deviation"}  # fmt: skip
_NAMED = ("N", "U", "B", "Normal", "Unif", "Uniform", "Bernoulli", "Ber", "Bern", "Bin", "Binomial", "Binom", "Poisson",
          "Pois", "Poi", "Po", "Exp", "Exponential", "Expo", "Geom", "Geometric", "Geo", "Gamma", "Beta")  # fmt: skip
STRUCTURE_WORDS = frozenset({*MATRIX_WORDS, "Tr", "diag", *MOMENTS, "Var", "Cov", "Corr", "SD", "Pr", "Prob",
                             *(word for word in _NAMED if len(word) > 1)})  # fmt: skip
r"""Words in ``\text{…}`` before a parenthesis that are no functions of the question's own."""
_RANDOM = frozenset("XYZWUVSTN")
_EVENTS = frozenset("ABCDEFGHMQRS")
_PROPOSITIONS = frozenset("pqrstuvPQRS")
_COUNTING = frozenset("nmijkN")
"""Letters that count, even where sums and products are or and and."""
_BARRED = (r"\bar{", r"\overline{")


@dataclass(frozen=True, slots=True)
class Kinds:
    """Names by kind: ``A`` is the bare name, ``v_`` the family ``v_1, v_2, …``."""

    vectors: frozenset[str] = frozenset()
    matrices: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    propositions: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    """Random variables."""
    operators: frozenset[str] = frozenset()
    """Letters that stand for a probability or an expectation: ``P``, ``E``."""
    predicates: frozenset[str] = frozenset()
    """Functions whose values are true or false."""
    units: int = 0
    r"""The dimension of the space that ``\mathbf{i}, \mathbf{j}, \mathbf{k}`` span, if they are its unit vectors."""
    boolean: bool = False
    """Sums and products are or and and."""
    identity: bool = False
    """``I`` is the identity matrix."""
    sizes: frozenset[tuple[str, int | str, int | str]] = frozenset()
    """Rows and columns of matrices and vectors, as numbers or names of sizes, where they are said."""
    traits: frozenset[tuple[str, str]] = frozenset()
    """Matrices with what is said of them: ``symmetric skew orthogonal idempotent square``."""

    def shape(self, name: Name) -> tuple[int | str, int | str] | None:
        """Return the rows and columns that are said of a vector or matrix, if they are."""
        key = name.base + "_" * bool(name.sub)
        return next(((rows, columns) for base, rows, columns in sorted(self.sizes, key=str) if base == key), None)

    def of(self, name: Name) -> str | None:
        """Return the kind of a name: ``vector matrix set statement``, or nothing, which is a scalar."""
        base, key = name.base, name.base + "_" * bool(name.sub)
        entry = len(name.sub) > 1
        if key in self.matrices or base in self.matrices:
            return None if entry else MATRIX
        if key in self.vectors:
            return None if entry else VECTOR
        if base.startswith(_ACCENTS):
            base = base[base.index("{") + 1 : -1]
        if base.startswith(BOLD):
            letter = base[base.index("{") + 1 : -1].lstrip("\\")
            return MATRIX if letter[:1].isupper() and not base.startswith(r"\vec") else VECTOR
        if base in self.sets or base in self.events:
            return SET
        if base in self.propositions or (self.boolean and len(base) == 1 and base not in _COUNTING):
            return STATEMENT
        return None


def joined(one: Kinds, other: Kinds) -> Kinds:
    """Return what either knows."""
    return Kinds(
        one.vectors | other.vectors,
        one.matrices | other.matrices,
        one.sets | other.sets,
        one.events | other.events,
        one.propositions | other.propositions,
        one.variables | other.variables,
        one.operators | other.operators,
        one.predicates | other.predicates,
        max(one.units, other.units),
        one.boolean or other.boolean,
        one.identity or other.identity,
        one.sizes | other.sizes,
        one.traits | other.traits,
    )


# what words say

_NOUNS = {
    r"matri(?:x|ces)": "matrices", r"vectors?": "vectors", r"(?:sub)?sets?": "sets", r"events?": "events",
    r"propositions?|(?:propositional|statement|boolean|logical) (?:variables?|letters?)": "propositions",
    r"random variables?|r\.v\.s?|rvs?": "variables",
}  # fmt: skip
_ITEM = r"(?:\$[^$]{1,80}\$|[A-Z](?:_\w)?\b|[b-z](?:_\w)?\b(?=\s*(?:,|and\b|or\b|be\b|is\b|are\b|\.|$)))"
_LIST = rf"{_ITEM}(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+){_ITEM})*"
_AFTER = [
    (re.compile(rf"\b(?i:{noun})\s+(?P<list>{_LIST})"), kind) for noun, kind in _NOUNS.items()
]  # fmt: skip
_BEFORE = [
    (re.compile(
        rf"(?P<list>{_LIST})\s+(?:be|is|are|denotes?|represents?)\s+(?:(?!and\b|of\b|in\b|on\b|to\b|the \w+ of)"
        rf"(?:[\w×-]+|\$[^$]{{1,30}}\$),?\s+){{0,5}}?(?i:{noun})\b"
    ), kind)
    for noun, kind in _NOUNS.items()
]  # fmt: skip
_VALUE_OF = re.compile(
    r"(?:\bvalues? of(?: the (?:parameter|constant|number))?"
    r"|\b(?:for|at) (?:which|what)(?: real| positive)?(?: numbers?)?)\s*$",
    re.IGNORECASE,
)
"""For which value of k are the vectors …: k is none of them."""
_HINTS = re.compile(r"matri|vector|set|event|proposition|variable|letter|r\.v\.|rv", re.IGNORECASE)
_BOOLEAN = re.compile(
    r"\b(?:boolean|logic gates?|logic circuit|karnaugh|switching (?:function|algebra))\b", re.IGNORECASE
)
_NAME = re.compile(
    r"\s*(?P<base>\\(?:mathbf|boldsymbol|vec|mathcal)\s*\{?\s*\\?[A-Za-z]+\s*\}?|\\[A-Za-z]+|[A-Za-z])"
    r"(?P<sub>_(?:\w|\{[^{}]*\}))?\s*(?:$|=|\\in\b|\\sim\b|\\subset|\\colon|:)"
)
_ASSUMED = re.compile(
    r"(?P<list>\S.*?)[\s,:]*(?:\b(?:is|are)\s+)?(?:\ban?\s+)?\b(?P<kind>matri(?:x|ces)|vectors?|sets?|events?|boolean|propositions?"
    r"|random variables?)\s*$", re.IGNORECASE | re.DOTALL
)  # fmt: skip
_KIND_OF_WORD = {"m": "matrices", "v": "vectors", "s": "sets", "e": "events", "b": "propositions",
                 "p": "propositions", "r": "variables"}  # fmt: skip


def kinds_said(texts: Iterable[str], assumed: Iterable[str] = ()) -> Kinds:
    """Return the kinds that plain words tell.

    ``texts`` are texts with their formulas in dollars; ``assumed`` are entries of ``assume`` (``A, B matrix``).
    """
    texts, assumed = list(texts), list(assumed)
    found: dict[str, set[str]] = {kind: set() for kind in _NOUNS.values()}
    boolean = False
    for text in texts:
        boolean = boolean or bool(_BOOLEAN.search(text))
        if not _HINTS.search(text):
            continue
        for pattern, kind in (*_AFTER, *_BEFORE):
            for match in pattern.finditer(text):
                if not _VALUE_OF.search(text[: match.start()]):
                    found[kind].update(_listed(match.group("list")))
    for entry in assumed:
        if entered := _ASSUMED.fullmatch(entry.strip()):
            word = entered.group("kind").lower()
            boolean = boolean or word == "boolean"
            found[_KIND_OF_WORD[word[0]]].update(_listed(entered.group("list")))
    sizes, traits = told_of_matrices([*texts, *assumed], _listed)
    surely = told_of_matrices(assumed, _listed)  # of the relation R, "symmetric" says something else
    found["matrices"].update(size[0] for size in sizes)
    found["matrices"].update(base for base, _ in surely[1])
    return replace(_kinds(found, 0, boolean=boolean, identity=False), sizes=sizes, traits=traits)


def _kinds(found: Mapping[str, set[str]], units: int, *, boolean: bool, identity: bool) -> Kinds:
    def named(kind: str) -> frozenset[str]:
        return frozenset(found.get(kind, ()))

    return Kinds(
        named("vectors"),
        named("matrices"),
        named("sets"),
        named("events"),
        named("propositions"),
        named("variables"),
        named("operators"),
        named("predicates"),
        units,
        boolean,
        identity,
    )


def _listed(text: str) -> Iterator[str]:
    """Yield the names of ``$A$, $B$ and C``; those of components, ``(2, k, 7)``, are none."""
    for part in re.split(r",|\band\b|\bor\b|\$", re.sub(r"\([^()]*\)", "()", text)):
        if match := _NAME.match(part):
            base = re.sub(r"\s+", "", match.group("base"))
            if base.startswith(("\\mathbf", "\\boldsymbol", "\\vec", "\\mathcal")) and "{" not in base:
                command = next(c for c in (r"\mathbf", r"\boldsymbol", r"\vec", r"\mathcal") if base.startswith(c))
                base = f"{command}{{{base[len(command) :]}}}"
            yield base + "_" * bool(match.group("sub"))


# what formulas show


def kinds_used(formulas: Sequence[Sequence[Token]], said: Kinds) -> Kinds:
    """Return the kinds that the use of names shows, beside those that words ``said``."""
    seen = _Seen(said)
    for tokens in formulas:
        seen.look(tokens)
    for tokens in formulas:
        seen.look_beside(tokens)
    return seen.kinds(formulas)


class _Seen:
    """Names by kind, as they are found."""

    def __init__(self, said: Kinds) -> None:
        self.said = said
        self.found: dict[str, set[str]] = {
            part.name: set(getattr(said, part.name)) for part in fields(Kinds) if part.name not in _FLAGS
        }
        self.bare_t = False
        self.tokens: Sequence[Token] = ()
        self.weak: set[str] = set()
        self.functional: set[str] = set()
        self.arrows: set[str] = set()
        self.matrix_words = False
        self.sizes: set[tuple[str, int | str, int | str]] = set()

    def kinds(self, formulas: Sequence[Sequence[Token]]) -> Kinds:
        """Return what was found."""
        texts = {token.text for tokens in formulas for token in tokens}
        found = self.found
        if self.weak - self.functional:
            found["operators"] |= self.weak - self.functional
        if found["operators"] & (CHANCE | {"p"}) and "P" not in self.functional:
            found["operators"].add("P")
        if "E" in found["events"]:
            found["operators"].discard("E")
        found["sets"] -= found["matrices"] | found["vectors"]
        found["propositions"] -= found["matrices"] | found["vectors"] | found["sets"] | found["events"]
        environments = any(text.startswith(r"\begin{") and "matrix" in text for text in texts)
        linear = (
            bool(found["matrices"])
            or environments
            or self.matrix_words
            or any(text.startswith(BOLD) for text in texts & _BOLD_CAPITALS)
        )
        named = any(len(t) > 1 and t[0].text == "I" and t[1].text == "=" for t in formulas)
        seen = _kinds(
            found,
            _units(texts),
            boolean=self.said.boolean,
            identity=linear and not named and "I" not in found["matrices"] | found["events"] | found["sets"],
        )
        return replace(seen, sizes=frozenset(self.sizes))

    def text(self, at: int) -> str:
        """Return the text of a token, nothing past either end."""
        return self.tokens[at].text.strip() if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        """Return the kind of a token, nothing past either end."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def closing(self, at: int) -> int:
        """Return where the bracket that opens at ``at`` closes, else the end."""
        depth = 0
        for place in range(at, len(self.tokens)):
            text = self.tokens[place].text
            depth += (text in _OPEN) - (text in _CLOSE)
            if depth <= 0:
                return place
        return len(self.tokens)

    def opening(self, at: int) -> int:
        """Return where the bracket that closes at ``at`` opens, else the start."""
        depth = 0
        for place in range(at, -1, -1):
            text = self.tokens[place].text
            depth += (text in _CLOSE) - (text in _OPEN)
            if depth <= 0:
                return place
        return 0

    def before(self, at: int) -> int:
        """Return the letter that ends before ``at``, over its scripts; -1 where there is none."""
        place = at - 1
        while place >= 0:
            if self.kind(place) == "close":
                place = self.opening(place)
                if self.kind(place - 1) not in ("sub", "sup"):
                    return -1
                place -= 2
            elif self.kind(place - 1) in ("sub", "sup"):
                place -= 2
            elif self.kind(place) == "prime":
                place -= 1
            else:
                return place if self.kind(place) == "letter" else -1
        return -1

    def after_scripts(self, at: int) -> int:
        """Return the place after the scripts and primes that stand at ``at``."""
        while self.kind(at) in ("sub", "sup", "prime"):
            if self.kind(at) != "prime":
                at += 1
                at = self.closing(at) if self.kind(at) == "open" else at
            at += 1
        return at

    def add(self, kind: str, at: int) -> None:
        """Note that the letter at ``at`` has this kind."""
        if self.kind(at) != "letter":
            return
        text = self.text(at)
        if text.startswith(_BARRED):
            text = text[text.index("{") + 1 : -1]
            if text.isalpha() and len(text) > 1 and kind in ("sets", "events", "propositions"):
                self.found[kind].update(text)
                return
        family = kind in ("vectors", "matrices") and self.kind(at + 1) == "sub"
        self.found[kind].add(text + "_" * family)

    def linear(self, at: int) -> None:
        """Note that the letter at ``at`` is a matrix or, in lower case, a vector."""
        if self.kind(at) == "letter" and self.text(at) not in ("I", "d", r"\lambda"):
            self.add("matrices" if _is_capital(self.text(at)) else "vectors", at)

    def capitals(self, start: int, end: int) -> None:
        """Note that the capital letters between two places are matrices."""
        for place in range(start, end):
            if _is_capital(self.text(place)) and self.kind(place - 1) not in ("sub", "sup"):
                self.linear(place)

    def look(self, tokens: Sequence[Token]) -> None:
        """Note what the signs of one formula tell about the letters beside them."""
        self.tokens = tokens
        texts = {token.text for token in tokens}
        self.bare_t = any(
            token.text == "T" and "sup" not in (self.kind(at - 1), self.kind(at - 2), self.kind(at - 3))
            for at, token in enumerate(tokens)
        )
        quantified = bool(texts & {r"\forall", r"\exists"})
        if texts & CONNECTIVES:
            self.propositions()
        for at, token in enumerate(tokens):
            text = token.text
            if token.kind == "sup":
                self.superscript(at)
            elif text in SET_SIGNS:
                self.add("sets", self.before(at))
                self.add("sets", at + 1)
            elif text in (r"\in", r"\notin"):
                self.member(at)
            elif text == "=" and token.kind == "op":
                self.equation(at)
            elif text == r"\sim" and at:
                self.add("variables", self.before(at))
            elif text == r"\lambda" and self.text(at + 1) == "I" and self.text(at - 1) == "-":
                self.linear(self.before(at - 1))  # A - \lambda I
            elif text == r"\mathcal{P}" and self.text(at + 1) == "(" and self.text(at + 3) == ")":
                self.add("sets", at + 2)
            elif text == r"\det" or (token.kind == "word" and text.strip().lower() in MATRIX_WORDS):
                self.matrix_words = True
                opened = self.text(at + 1) in ("(", "[")
                self.capitals(at + 1, self.closing(at + 1) if opened else at + 2)
            elif text in (r"\rVert", r"\|") and self.text(at + 1) == "_" and self.text(at + 2).strip("{}") == "F":
                self.linear(self.before(at))
            elif text == r"\times" and texts & (SET_SIGNS | {r"\mathcal{P}", r"\emptyset", r"\{", r"\in"}):
                places = (self.before(at), at + 1)
                if all(_is_capital(self.text(place)) and len(self.text(place)) == 1 for place in places):
                    self.add("sets", places[0])
                    self.add("sets", places[1])
            if self.text(at + 1) in ("(", "[", r"\{", "_"):
                if text.strip() in CHANCE or text == "p":
                    self.chance(at)
                elif text.strip() in MEAN or (token.kind == "word" and text.strip().lower() in MOMENTS):
                    self.moment(at)
            if quantified and token.kind == "letter" and _is_capital(text) and self.text(at + 1) == "(":
                self.found["predicates"].add(text)

    def look_beside(self, tokens: Sequence[Token]) -> None:
        """Note what follows from known matrices for the letters that they multiply."""
        self.tokens = tokens
        matrices = self.found["matrices"]
        for _ in range(2):
            known = [at for at, token in enumerate(tokens) if token.kind == "letter" and (
                token.text in matrices or (token.text.startswith(BOLD) and token.text[-2].isupper())
            )]  # fmt: skip
            for at in known:
                after = self.after_scripts(at + 1)
                for place in (after, self.before(at)):
                    near = self.text(place)
                    if len(near) != 1 or self.kind(place) != "letter" or self.kind(place - 1) in ("sub", "sup"):
                        continue
                    if near.isupper() or (place == after and near not in "deikmnt"):
                        self.linear(place)
        for at, token in enumerate(tokens):
            if token.text.startswith(BOLD) and token.text[-2:-1].islower():
                place = self.before(at)
                plain = len(self.text(place)) == 1 and self.text(place).isupper()
                if plain and self.after_scripts(place + 1) == at:
                    self.linear(place)

    def superscript(self, at: int) -> None:
        """Note what a transpose tells, and the inverse of a product of capitals."""
        braced = self.kind(at + 1) == "open"
        inner = at + 1 + braced
        minus = self.text(inner) == "-"
        inner += minus
        mark = self.text(inner)
        if braced and self.kind(inner + 1) != "close":
            return
        transposed = mark in (r"\top", r"\intercal") or (
            mark in ("T", r"\dagger") and not (self.bare_t and self.kind(inner) == "letter")
        )
        group = self.text(at - 1) in (")", "]")
        if transposed and group:
            start = self.opening(at - 1)
            self.capitals(start, at)
            if at - start == 3:
                self.linear(start + 1)
        elif transposed:
            self.linear(self.before(at) if self.kind(at - 1) != "letter" else at - 1)
        elif minus and mark == "1" and group:
            start = self.opening(at - 1)
            if at - start > 3 and all(_is_capital(self.text(place)) for place in range(start + 1, at - 1)):
                self.capitals(start, at)
        elif minus and mark == "1" and _is_capital(self.text(at - 1)):
            self.similar(at)
        elif mark in ("c", r"\complement") and _is_capital(self.text(at - 1)):
            self.add("sets", at - 1)

    def similar(self, at: int) -> None:
        """Note that ``PDP^{-1}`` and ``P^{-1}AP`` hold matrices: of numbers, nobody writes the factor twice."""
        letter = self.text(at - 1)
        start, end = at - 1, self.after_scripts(at)
        while _is_capital(self.text(start - 1)) and self.kind(start - 2) not in ("sub", "sup"):
            start -= 1
        while _is_capital(self.text(end)):
            end += 1
        rest = [*range(start, at - 1), *range(self.after_scripts(at), end)]
        if len(rest) > 1 and letter in (self.text(place) for place in rest):
            for place in (*rest, at - 1):
                self.linear(place)

    def member(self, at: int) -> None:
        r"""Read ``x \in \mathbb{R}^n``, ``A \in \mathbb{R}^{m \times n}`` and ``x \in A``."""
        home = self.text(at + 1)
        if _is_capital(home) and len(home) == 1:
            after = self.after_scripts(at + 2)
            if self.kind(after) not in ("letter", "number", "open"):
                self.add("sets", at + 1)
        if home not in (r"\mathbb{R}", r"\mathbb{C}") or self.text(at + 2) != "^":
            return
        end = self.closing(at + 3) if self.kind(at + 3) == "open" else at + 3
        inside = [self.text(place) for place in range(at + 3, end + 1)]
        if {"+", "*"} & set(inside) or r"\infty" in inside:
            return
        place = self.before(at)
        while place >= 0:
            self.add("matrices" if r"\times" in inside else "vectors", place)
            self._sized(place, [text for text in inside if text not in ("{", "}")])
            comma = place - 1
            place = self.before(comma) if self.text(comma) == "," else -1

    def _sized(self, at: int, inside: Sequence[str]) -> None:
        r"""Note the size that ``\mathbb{R}^{m \times n}`` or ``\mathbb{R}^n`` says."""
        sides = [int(text) if text.isdigit() else text for text in inside if text != r"\times"]
        plain = all(isinstance(side, int) or (len(side) == 1 and side.isalpha()) for side in sides)
        if plain and len(sides) == 1 + (r"\times" in inside):
            family = self.kind(at + 1) == "sub"
            self.sizes.add((self.text(at) + "_" * family, sides[0], sides[1] if len(sides) > 1 else 1))

    def equation(self, at: int) -> None:
        """Note that a name alone before a matrix, a list or a set written out is one."""
        place = self.before(at)
        if (
            place < 0
            or self.kind(place - 1) in ("letter", "number", "sup", "sub")
            or self.text(place - 1) in (")", "]")
        ):
            return
        start = at + 1
        if self.text(start) in ("(", "[") and self.text(start + 1).startswith(r"\begin"):
            start += 1
        opener = self.text(start)
        if opener.startswith(r"\begin{") and ("matrix" in opener or opener == r"\begin{array}"):
            ends = [p for p in range(start, len(self.tokens)) if self.text(p) == "\\\\" or self.text(p)[:4] == r"\end"]
            row = range(start, ends[0] if ends else len(self.tokens))
            wide = any(self.kind(p) == "align" for p in row)
            if "vmatrix" not in opener.lower():
                self.add("matrices" if wide else "vectors", place)
        elif opener in ("(", r"\langle"):
            end = self.closing(start)
            last = self.after_scripts(end + 1)
            comma = any(self.text(p) == "," for p in range(start, end))
            if (
                comma
                and self.text(end) != "]"
                and (last >= len(self.tokens) or self.text(last) in (",", ".", ";", "="))
            ):
                self.add("vectors", place)
        elif opener == r"\{" and r"\begin" not in self.text(start + 1):
            self.add("sets", place)

    def propositions(self) -> None:
        """Letters beside connectives are propositions, where nothing else stands beside them."""
        arrows_only = True
        signs = 0
        for token in self.tokens:
            if token.text in CONNECTIVES - _ARROWS:
                arrows_only = False
            signs += token.text in _ARROWS
        letters = [at for at, token in enumerate(self.tokens) if token.kind == "letter"]
        if arrows_only:
            plain = all(
                token.text in _PROPOSITIONS or token.text in ("(", ")") or token.text in CONNECTIVES
                or token.text == r"\equiv" for token in self.tokens
            )  # fmt: skip
            if plain and signs:
                self.found["propositions"].update(self.text(at) for at in letters)
            return
        equation = self.text(1) == "=" and all(
            token.kind in ("letter", "prime") or token.text in CONNECTIVES | {"(", ")", "[", "]"}
            for token in self.tokens[2:]
        )
        for at in letters:
            after = self.after_scripts(at + 1)
            if "=" in (self.text(at - 1), self.text(after)) and not (equation and at == 0):
                continue  # x = 1 or x = 2: a number
            if self._is_compared(at, after):
                continue  # f'(x) = 0 and f''(x) < 0
            if self.text(at - 1) in _AROUND and self.text(after) in _AROUND and self.kind(at - 1) != "sup":
                beside = {self.text(at - 1), self.text(after)}
                if beside & CONNECTIVES or self.text(after) == ")" or self.text(at - 1) in ("(", r"\equiv"):
                    text = self.text(at)
                    if text not in (r"\mathbb{R}", r"\mathbb{Z}", r"\mathbb{N}"):
                        self.add("propositions", at)

    def _gives_formula(self, letters: Sequence[int], end: int) -> bool:
        """Tell whether ``P(R) = …`` gives P as a formula in R: the power, no probability."""
        if self.text(end + 1) != "=" or len(letters) != 1:
            return False
        wanted, at = self.text(letters[0]), end + 2
        while at < len(self.tokens):
            if self.text(at) == "P" and self.text(at + 1) == "(":
                at = self.closing(at + 1)
            elif self.text(at) == wanted:
                return True
            at += 1
        return False

    def _is_compared(self, at: int, after: int) -> bool:
        """Tell whether a letter, ``after`` its scripts, is a function or its argument beside a relation."""
        if self.text(after) == "(":
            return self.text(self.closing(after) + 1) in _RELATION_SIGNS
        applied = self.text(at - 1) == "(" and self.text(after) == ")" and self.kind(at - 2) in ("letter", "prime")
        return applied and self.text(after + 1) in _RELATION_SIGNS

    def chance(self, at: int) -> None:
        """``P(…)`` that holds an event tells what P is, and what the letters in it are."""
        name = self.text(at)
        start = self.after_scripts(at + 1)
        if self.text(start) not in ("(", "[", r"\{"):
            return
        end = self.closing(start)
        inside = [self.text(place) for place in range(start + 1, end)]
        letters = [
            place
            for place in range(start + 1, end)
            if self.kind(place) == "letter" and not (self.text(place) in ("c", "C") and self.kind(place - 1) == "sup")
        ]
        signs = set(inside) & _EVENT_SIGNS
        words = any(self.kind(place) == "word" and len(self.text(place)) > 1 for place in range(start + 1, end))
        plain = all(_is_capital(self.text(place)) or self.text(place).startswith(_BARRED) for place in letters)
        events = plain and bool(letters) and all(
            self.kind(p) in ("letter", "prime", "sub", "sup", "open", "close")
            or self.text(p) in _OF_EVENTS
            or (self.kind(p) == "number" and self.kind(p - 1) in ("sub", "open"))
            for p in range(start + 1, end)
        )  # fmt: skip
        relation = bool(set(inside) & _RELATION_SIGNS)
        signs |= {r"\{"} & set(inside[:1])
        if "".join(inside).rpartition("^")[2].strip("{}") in ("+", "-"):
            signs |= {"+"}  # the outcome of a test: P(+), P(T^-)
        strong = (
            bool(signs)
            or words
            or any(
                self.text(p).startswith(_BARRED) or self.kind(p + 1) == "prime" or self.text(p + 2) == "c"
                for p in letters
            )
        )
        if name == "p":
            if relation:
                self.found["operators"].add(name)
            elif not strong and not {self.text(p) for p in letters} <= _EVENTS | self.found["events"]:
                return  # the pressure p(V)
        elif name == "P" and not strong and self._gives_formula(letters, end):
            self.functional.add(name)
            return
        elif name != "P" or strong:
            self.found["operators"].add(name)
        elif events and {self.text(p) for p in letters} <= _EVENTS | self.found["events"]:
            self.weak.add(name)
        else:
            self.functional.add(name)
            return
        for place in letters:
            if self.kind(place - 1) == "sup" or self.kind(place - 2) == "sup" or self.kind(place - 1) == "sub":
                continue
            if relation:
                near = self.text(self.after_scripts(place + 1)) in _RELATION_SIGNS | {"|", r"\mid"}
                if _is_capital(self.text(place)) and (near or self.text(place) in _RANDOM):
                    self.add("variables", place)
                elif events:
                    self.add("events", place)
            elif events and self.text(place) not in self.found["variables"]:
                self.add("events", place)

    def moment(self, at: int) -> None:
        """``E[…]`` tells that E is an expectation, ``E(X)`` does where X is like a random variable."""
        name = self.text(at)
        start = self.after_scripts(at + 1)
        if self.text(start) not in ("(", "[", r"\{"):
            return
        end = self.closing(start)
        letters = [place for place in range(start + 1, end) if _is_capital(self.text(place))]
        random = any(self.text(p) in _RANDOM & set("XYZ") | self.found["variables"] for p in letters)
        if name == "E" and self.text(start) == "(" and not random:
            self.functional.add(name)
            return
        if name in MEAN:
            self.found["operators"].add(name)
        for place in letters:
            if self.text(place) in _RANDOM:
                self.add("variables", place)


_ARROWS = IMPLIES | IMPLIED | IFF
_FLAGS = ("units", "boolean", "identity", "sizes", "traits")
_OPEN = frozenset({"(", "[", "{", r"\{", r"\langle"})
_CLOSE = frozenset({")", "]", "}", r"\}", r"\rangle"})
_RELATION_SIGNS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\in"})
_EVENT_SIGNS = (
    _RELATION_SIGNS | SET_SIGNS | AND | OR | NOT | {r"\mid", "|", r"\overline", r"\complement", r"\emptyset", r"\Omega"}
)
_OF_EVENTS = SET_SIGNS | CONNECTIVES | {"c", ",", "|", r"\complement", r"\mid", "(", ")", "+", "-"}
_AROUND = CONNECTIVES | {"", "(", ")", r"\equiv", "=", r"\{", r"\}", ",", "[", "]", r"\top", r"\bot"}
_BOLD_CAPITALS = frozenset(f"{bold}{letter}}}" for bold in BOLD for letter in "ABCDHJKLMPQRSUVWX")
_UNIT_STYLES = (
    (r"\mathbf{i}", r"\mathbf{j}", r"\mathbf{k}"), (r"\hat{i}", r"\hat{j}", r"\hat{k}"),
    (r"\hat{\imath}", r"\hat{\jmath}", r"\hat{k}"), (r"\vec{i}", r"\vec{j}", r"\vec{k}"),
    (r"\hat{\mathbf{i}}", r"\hat{\mathbf{j}}", r"\hat{\mathbf{k}}"),
    (r"\boldsymbol{i}", r"\boldsymbol{j}", r"\boldsymbol{k}"), (r"\vec{\imath}", r"\vec{\jmath}", r"\vec{k}"),
)  # fmt: skip
UNIT_VECTORS = {letter: at for style in _UNIT_STYLES for at, letter in enumerate(style)}
"""The letters of unit vectors, and which of them each is."""


def _units(texts: set[str]) -> int:
    for first, second, third in _UNIT_STYLES:
        if len(texts & {first, second, third}) > 1:
            return 3 if third in texts else 2
    return 0


def _is_capital(text: str) -> bool:
    if text.startswith(BOLD):
        text = text[text.index("{") + 1 : -1]
    if text.startswith(_BARRED):
        text = text[text.index("{") + 1 : -1]
    return (len(text) == 1 and text.isupper()) or (text.startswith("\\") and text[1:2].isupper() and text != r"\Pr")
