"""The ``check`` block: what the checker is told where the stem alone does not suffice."""

from typing import Literal

from .model import Model
from .scalars import Latex, PlainText


class Notation(Model):
    """How the mathematics reads. Reasonable notation needs none of this: it is inferred."""

    symbols: tuple[Latex, ...] = ()
    """Names of several letters."""
    functions: tuple[Latex, ...] = ()
    """Names that are functions, alone or with their definition, e.g. `g(z) = z^2`."""
    indices: tuple[Latex, ...] = ()
    """Letters that are indices, alone or with their range, e.g. `i = 1..n`, or `(d)` for superscripts."""
    assume: tuple[Latex, ...] = ()
    """Domains: relations and memberships in LaTeX, or a name and plain words, e.g. `$n$ positive integer`."""


Relation = Literal[
    "equal", "up-to-constant", "equivalent", "same-set", "same-multiset", "approximate", "satisfies",
    "form:factored", "form:expanded", "form:lowest-terms", "form:rationalised", "form:partial-fractions",
    "form:completed-square", "form:cartesian", "form:single-logarithm", "form:sum-of-logarithms", "form:scientific",
]  # fmt: skip


class CheckBlock(Notation):
    """Premises, what is asked, and how the notation reads."""

    given: tuple[Latex, ...] = ()
    """Premises that the student is told."""
    assumed: tuple[Latex, ...] = ()
    """Premises that are used but not told to the student: reported as a warning."""
    find: Latex = ""
    """What is asked, in LaTeX: the checker derives it from the premises and compares it with every option."""
    relation: Relation | None = None
    """How an option must relate to the answer; left out: inferred and reported."""
    waive: PlainText = ""
    """Why `undecided` is accepted here; shown in every report."""
