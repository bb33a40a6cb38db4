r"""Distributions that words tell: "$N$ is Poisson distributed with mean $3$"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .formulas import Formula
from .printing import latex
from .syntax import Apply, Between, Call, Cases, Const, Name, Neg, Node, Num, Pow, Relation, names_in
from .wording import Wording

Reader = Callable[[Formula], Node | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What words tell: ``laws`` as further premises, ``replaced`` readings of formulas by their place in the text."""

    laws: tuple[tuple[Formula, Node], ...] = ()
    replaced: Mapping[int, Node | None] | None = None


_V = r"(⟦\d+⟧|\d+(?:\.\d+)?(?![\w⟧%]))"
_BE = r"(?:is|are|be|has|have|follows?|is assumed to be|are assumed to be|is known to be|is known to follow)"
_KIND = (
    r"(?:an? |the )?(?P<kind>poisson|binomial(?:ly)?|normal(?:ly)?|exponential(?:ly)?|geometric(?:ally)?|uniform(?:ly)?"
    r")(?:-| )?(?:distributed|distribution|random variable|process)?"
)
_LAW = re.compile(
    rf"(?:^|[ ,])(?:(?P<head>⟦\d+⟧)(?: \((?:measured )?in [a-z ]+\))?(?: of [a-z' -]+?)?"
    rf"(?: (?:in|within|during|per) ⟦\d+⟧ [a-z]+)?"
    rf"|(?:the )?(?:number|count) of [a-z' -]+?|(?:the )?(?:lifetime"
    rf"|waiting time|time"
    rf"|service time|weight|height|length|score|scores|weights|heights|lifetimes?)(?: (?:of|between|in|until)"
    rf" [a-z' -]+?)?)"
    rf" {_BE} {_KIND}(?: (?:with|on|over)(?: the)?(?P<rest>.*))?$"
)
_MEAN = r"(?:an? )?(?:average|mean|expected value|expectation|rate|parameter|intensity)(?: of| rate(?: of)?)?"
_RESTS: Mapping[str, tuple[tuple[str, Callable[..., Node]], ...]] = {
    "poisson": ((rf" {_MEAN} {_V}", lambda mean: Call("dist_poisson", (mean,))),),
    "exponential": (
        (rf" (?:an? )?rate(?: parameter)?(?: of)? {_V}", lambda rate: Call("dist_exponential", (rate,))),
        (rf" (?:an? )?(?:mean|average|expected value|expectation)(?: of)? {_V}",
         lambda mean: Call("dist_exponential", (Pow(mean, Neg(Num(Fraction(1)))),))),
    ),
    "binomial": (
        ((rf" (?:parameters )?{_V}(?: trials)?(?:,? and|,) (?:an? )?(?:success |parameter )?(?:probability )?"
         rf"(?:of success )?(?:of )?{_V}"), lambda n, p: Call("dist_binomial", (n, p))),
    ),
    "geometric": (
        (rf" (?:an? )?success probability(?: of)? {_V}(?: on \S+)?", lambda p: Call("dist_geometric", (p,))),
    ),
    "normal": (
        (rf" (?:an? )?(?:mean|expected value|expectation)(?: of)? {_V}(?:,)? and (?:an? )?variance(?: of)? {_V}",
         lambda mean, variance: Call("dist_normal", (mean, variance))),
        ((rf" (?:an? )?(?:mean|expected value|expectation)(?: of)? {_V}(?:,)? and (?:an? )?standard deviation(?: of)?"
         rf" {_V}"),
         lambda mean, deviation: Call("dist_normal", (mean, Pow(deviation, Num(Fraction(2)))))),
    ),
    "uniform": ((r" (?:closed |open )?(?:interval )?(⟦\d+⟧)", lambda place: place),),
}  # fmt: skip
_DENSITY = re.compile(
    r"\bdensity(?: function)?(?: of ⟦\d+⟧)?,?(?: (?:is|be|given by|which is|of the form|has the form|with))*"
    r" ⟦(?P<f>\d+)⟧,?"
    r" (?:for|on|if|when|where|with|over|in)(?: all)?(?: the interval)? ⟦(?P<at>\d+)⟧"
    r"(?:,? \(?(?:and|with|but)? ?(?P<rest>(?:⟦\d+⟧|zero|0)(?: \(?(?:elsewhere|otherwise|else|outside)\)?| for"
    r" ⟦\d+⟧))?\)?)?"
)


def told(found: Wording, read: Reader, known: frozenset[str]) -> Told:
    """Return the distributions that the sentences of a stem tell, as premises; ``known`` names are taken."""
    laws: list[tuple[Formula, Node]] = []
    replaced: dict[int, Node | None] = {}
    for sentence in found.sentences:
        for text in re.split(r", (?:and )?(?=what |find |compute |determine )", sentence.text)[:1]:
            law = _law(found, text, read, known)
            laws += [law] if law is not None else []
        if match := _DENSITY.search(sentence.text):
            replaced |= _density(found, match, read)
    return Told(tuple(laws), replaced)


def is_law(text: str) -> bool:
    """Tell whether a sentence tells nothing but the distribution of a random variable."""
    match = _LAW.search(_LEAD.sub("", text))
    if match is None or match.start() > 0:
        return False
    kind = next(kind for kind in _RESTS if match.group("kind").startswith(kind))
    return any(re.fullmatch(pattern, match.group("rest") or "") for pattern, _ in _RESTS[kind])


_LEAD = re.compile(r"^(?:let|suppose|assume|given|if|suppose that|assume that) ")


def _law(found: Wording, text: str, read: Reader, known: frozenset[str]) -> tuple[Formula, Node] | None:
    match = _LAW.search(_LEAD.sub("", text))
    if match is None:
        return None
    kind = next(kind for kind in _RESTS if match.group("kind").startswith(kind))
    rest = match.group("rest") or ""
    law = _lettered(kind, found, rest, read, known) or _by_words(kind, found, rest, read)
    if law is None or (kind == "uniform" and not isinstance(law, Between)):
        return None
    law = Call("dist_uniform", (law.low, law.high)) if isinstance(law, Between) else law
    head = match.group("head")
    name = read(found.formulas[int(head[1:-1])]) if head else Name(next(n for n in "NZWQ" if n not in known))
    if not isinstance(name, Name):
        return None
    tree = Relation((name, law), (r"\sim",))
    return Formula(latex(tree), ("stem",), -1), tree


def _by_words(kind: str, found: Wording, rest: str, read: Reader) -> Node | None:
    """Return the law whose parameters are named in words; of a uniform one, where it lies."""
    for pattern, make in _RESTS.get(kind, ()):
        values = re.fullmatch(pattern, rest)
        if values is not None:
            trees = [_value(found, one, read) for one in values.groups() if one]
            return None if any(tree is None for tree in trees) else make(*trees)
    return None


def _lettered(kind: str, found: Wording, rest: str, read: Reader, known: frozenset[str]) -> Node | None:
    r"""Return the law of which the letters tell what its parameters are: Poisson with ``\lambda = 2``.

    Binomial with ``n = 4`` has the p that is ``known``.
    """
    if not re.fullmatch(r" ⟦\d+⟧(?:(?:,? and|,) ⟦\d+⟧)?", rest):
        return None
    trees = [read(found.formulas[int(one)]) for one in re.findall(r"⟦(\d+)⟧", rest)]
    heads = [tree.sides[0] for tree in trees if isinstance(tree, Relation) and set(tree.signs) == {"="}]
    names = tuple(head.base for head in heads if isinstance(head, Name) and not head.sub)
    if len(heads) != len(trees) or len(names) != len(heads):
        return None
    if (kind == "poisson" and names in ((r"\lambda",), (r"\mu",))) or (kind == "binomial" and names == ("n", "p")):
        return Call(f"dist_{kind}", tuple(heads))
    if kind == "binomial" and names == ("n",) and "p" in known:
        return Call("dist_binomial", (heads[0], Name("p")))
    if kind == "normal" and names == (r"\mu", r"\sigma"):
        return Call("dist_normal", (heads[0], Pow(heads[1], Num(Fraction(2)))))
    return None


def _value(found: Wording, text: str, read: Reader) -> Node | None:
    r"""Return a parameter: the name of ``\lambda = 3``, whose value the stem's premises hold, or a number."""
    if not text.startswith("⟦"):
        return Num(Fraction(text), len(text.partition(".")[2]) or None)
    tree = read(found.formulas[int(text[1:-1])])
    if isinstance(tree, Relation):
        if set(tree.signs) != {"="}:
            return None
        return tree.sides[0] if isinstance(tree.sides[0], Name) else tree.sides[-1]
    return tree


def _density(found: Wording, match: re.Match[str], read: Reader) -> dict[int, Node | None]:
    """Return a density given for some arguments as one of two pieces: it is zero elsewhere."""
    formula, place = found.formulas[int(match.group("f"))], found.formulas[int(match.group("at"))]
    tree, where = read(formula), read(place)
    if not isinstance(tree, Relation) or tree.signs != ("=",) or isinstance(tree.sides[1], Cases):
        return {}
    first = tree.sides[0]
    if not isinstance(first, Apply) or len(first.arguments) != 1 or not isinstance(first.arguments[0], Name):
        return {}
    x = first.arguments[0]
    condition: Node | None = where
    if isinstance(where, Between):
        condition = Relation((x, where), (r"\in",))
    if not isinstance(condition, Relation) or x not in set(names_in(condition)):
        return {}
    inside = {
        name for other in map(read, found.formulas) if isinstance(other, Relation) for name in names_in(other.sides[-1])
    }
    heads = set(re.findall(r"(?:random variable|let|suppose) ⟦(\d+)⟧", " ".join(one.text for one in found.sentences)))
    if any(read(found.formulas[int(head)]) in inside for head in heads):
        return {}  # another variable is made from this one: which one has the density?
    cases = Cases((tree.sides[1], Num(Fraction(0))), (condition, Const("true")))
    replaced: dict[int, Node | None] = {formula.offset: Relation((first, cases), ("=",)), place.offset: None}
    for number in re.findall(r"⟦(\d+)⟧", match.group("rest") or ""):
        other = found.formulas[int(number)]
        value = read(other)
        if isinstance(value, Relation) and (value.sides[0] == first or x in set(names_in(value))):
            replaced[other.offset] = None
    return replaced
