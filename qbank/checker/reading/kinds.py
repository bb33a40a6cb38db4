r"""What kind of thing a name stands for: vector, matrix, set, event, proposition, random variable.

Formulas show it by how they use a name (``kinds_used``), and the plain words around them tell it (``kinds_said``). What
nothing tells is a scalar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qbank.checker.syntax import Name

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
_COUNTING = frozenset("nmijkN")
"""Letters that count, even where sums and products are or and and."""
BARRED = (r"\bar{", r"\overline{")
RELATION_SIGNS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne", r"\in"})
_UNIT_STYLES = (
    (r"\mathbf{i}", r"\mathbf{j}", r"\mathbf{k}"), (r"\hat{i}", r"\hat{j}", r"\hat{k}"),
    (r"\hat{\imath}", r"\hat{\jmath}", r"\hat{k}"), (r"\vec{i}", r"\vec{j}", r"\vec{k}"),
    (r"\hat{\mathbf{i}}", r"\hat{\mathbf{j}}", r"\hat{\mathbf{k}}"),
    (r"\boldsymbol{i}", r"\boldsymbol{j}", r"\boldsymbol{k}"), (r"\vec{\imath}", r"\vec{\jmath}", r"\vec{k}"),
)  # fmt: skip
UNIT_VECTORS = {letter: at for style in _UNIT_STYLES for at, letter in enumerate(style)}
"""The letters of unit vectors, and which of them each is."""


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


def from_names(found: Mapping[str, set[str]], units: int, *, boolean: bool, identity: bool) -> Kinds:
    """Return the kinds of names that are ``found`` by kind."""

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


def is_capital(text: str) -> bool:
    """Tell whether a letter is a capital, whatever is set over it."""
    if text.startswith(BOLD):
        text = text[text.index("{") + 1 : -1]
    if text.startswith(BARRED):
        text = text[text.index("{") + 1 : -1]
    return (len(text) == 1 and text.isupper()) or (text.startswith("\\") and text[1:2].isupper() and text != r"\Pr")


def spanned_by_units(texts: set[str]) -> int:
    """Return the dimension of the space whose unit vectors are among ``texts``, nought where there are none."""
    for first, second, third in _UNIT_STYLES:
        if len(texts & {first, second, third}) > 1:
            return 3 if third in texts else 2
    return 0
