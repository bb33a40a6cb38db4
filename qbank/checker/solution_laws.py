r"""Distributions that a solution states: ``X \sim \mathrm{Pois}(3)``, or ``P(X = k) = \frac{3^k}{k!} e^{-3}``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from .deciding.distributions import known, mass, minus
from .deciding.equality import Comparer
from .domain import Domain
from .gathering import gather
from .laws_told import Reader, told
from .reading.kinds import Kinds
from .syntax import Add, Call, Chance, Name, Node, Num, Pow, Relation, names_in, put, walk
from .wording import wording

TRIED = (1, 2, 3)
"""Values of k for which a formula must be that of a law: no other of the same shape is."""
ROUGHLY = re.compile(r"\b(approximat\w*|roughly|asymptotic\w*|nearly|almost|large|limit\w*|under)\b", re.IGNORECASE)
"""Words by which a law is not that of the quantity itself, or not always."""


OF_LAWS = re.compile(
    r"\b(mean|rate|parameters?|average|intensity|distribut\w*|poisson|binomial\w*|geometric\w*|exponential\w*|normal\w*"
    r"|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
"""Words that speak of a law, or of the time for which it holds."""


def law_stated(tree: Node, before: str) -> Relation | None:
    r"""Return ``X \sim`` a known law, where a formula states it after the words ``before``; else ``None``."""
    if not isinstance(tree, Relation) or ROUGHLY.search(before):
        return None
    left, right = tree.sides[0], tree.sides[1]
    if tree.signs == (r"\sim",) and isinstance(left, Name) and isinstance(right, Call):
        return tree if right.function.startswith("dist_") else None
    match left:
        case Chance(Relation((Name() as variable, Name() as k), ("=",)), None) if tree.signs[0] == "=":
            law = next((one for one in _shaped(right, k) if _is_mass(one, right, k)), None)
            return None if law is None else Relation((variable, law), (r"\sim",))
    return None


def law_in_words(text: str, read: Reader, known: frozenset[str]) -> Relation | None:
    r"""Return the one law that the words of a solution tell: "the number $X$ of calls is Poisson with $\lambda = 2$".

    None where words elsewhere speak of a mean, a rate, a distribution or a span of time: that may be another one.
    """
    words = wording(text, ("explanation",))
    laws = [tree for _, tree in told(words, read, known).laws]
    speaking = [one for one in words.sentences if OF_LAWS.search(one.text)]
    if len(laws) != 1 or len(speaking) != 1 or ROUGHLY.search(speaking[0].text):
        return None
    (law,) = laws
    return law if isinstance(law, Relation) and re.search(r"⟦\d+⟧", speaking[0].text) else None


def standard_normal(text: str, trees: Iterable[Node], laws: Iterable[Node]) -> Relation | None:
    r"""Return ``Z \sim \mathcal{N}(0, 1)``, where probabilities of Z are spoken of beside Φ or normal laws."""
    z = Name("Z")
    events = [part.event for tree in trees for part in walk(tree) if isinstance(part, Chance)]
    normal = r"\Phi" in text or any(law.function == "dist_normal" for law in known(laws).values())
    if not normal or not any(z in set(names_in(event)) for event in events):
        return None
    return Relation((z, Call("dist_normal", (Num(Fraction(0)), Num(Fraction(1))))), (r"\sim",))


def _shaped(body: Node, k: Name) -> Iterator[Call]:
    """Yield the laws whose formulas have powers and binomials like those in ``body``."""
    parts = list(walk(body))
    bases = [part.base for part in parts if isinstance(part, Pow) and part.exponent == k]
    for part in parts:
        match part:
            case Call("binomial", (n, chosen)) if chosen == k:
                yield from (Call("dist_binomial", (n, base)) for base in bases)
            case Call("factorial", (counted,)) if counted == k:
                yield from (Call("dist_poisson", (base,)) for base in bases)
            case Pow(base, Add()) if k not in set(names_in(base)):
                yield Call("dist_geometric", (minus(Num(Fraction(1)), base),))


def _is_mass(law: Call, body: Node, k: Name) -> bool:
    """Tell whether a formula is the probability that a law gives k."""
    if any(k in set(names_in(argument)) for argument in law.arguments):
        return False
    comparer = Comparer(gather([]), Domain(), kinds=Kinds())
    whole = mass(law, k)
    for value in TRIED:
        there = {k: Num(Fraction(value))}
        if comparer.compare(put(body, there), put(whole, there)).outcome != "equal":
            return False
    return True
