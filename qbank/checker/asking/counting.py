"""Numbers of arrangements, choices, subsets and edges, and arithmetic modulo n, asked for in words.

Each pattern is a whole phrase with numbers in it: a word more ("at most", "no two", "in a circle") and none fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import factorial

from qbank.checker.syntax import Add, Call, Congruence, Div, Mul, Name, Neg, Node, Num, Pow, Set

from .clause import Clause, Groups, Phrase, Thing, Unclear, allow, phrase
from .words import NOUNS

ONE, TWO = Num(Fraction(1)), Num(Fraction(2))
_WORDS: Mapping[str, int] = {
    word: at
    for at, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
    )
}  # fmt: skip


def _n(name: str) -> str:
    return rf"(?:⟦(?P<{name}>\d+)⟧|(?P<{name}_>{'|'.join(_WORDS)}))"


def _amount(clause: Clause, name: str) -> Node:
    """Return a number of the pattern: a formula, or a word for a number."""
    if word := clause.word(f"{name}_"):
        return Num(Fraction(_WORDS[word]))
    tree = clause.tree(clause.numbered(name))
    if not isinstance(tree, Num | Name) or (isinstance(tree, Num) and (tree.value.denominator != 1 or tree.value < 0)):
        raise Unclear("a whole number is expected")
    return tree


def _choose(n: Node, k: Node) -> Node:
    return Call("binomial", (n, k))


def _fact(n: Node) -> Node:
    return Call("factorial", (n,))


def _counted(make: Callable[..., Node], *names: str) -> Callable[[Clause, Groups], Thing]:
    """Return what makes a formula of the numbers in a phrase."""

    def build(clause: Clause, _: Groups) -> Thing:
        allow(clause)
        return Thing("value", make(*(_amount(clause, name) for name in names)))

    return build


def _letters(clause: Clause, _: Groups) -> Thing:
    """Ask for the arrangements of a word's letters: a multinomial coefficient."""
    allow(clause)
    word = re.sub(r"\W", "", clause.word("word"))
    count = factorial(len(word))
    for times in Counter(word).values():
        count //= factorial(times)
    return Thing("value", Num(Fraction(count)))


def _of_set(make: Callable[[Node], Node]) -> Callable[[Clause, Groups], Thing]:
    """Return what makes a formula of the size of a set that is written out."""

    def build(clause: Clause, _: Groups) -> Thing:
        allow(clause)
        tree = clause.tree(clause.numbered("f"))
        if not isinstance(tree, Set) or not all(isinstance(item, Num | Name) for item in tree.items):
            raise Unclear("the size of which set?")
        return Thing("value", make(Num(Fraction(len(set(tree.items))))))

    return build


def _inverse(clause: Clause, _: Groups) -> Thing:
    """Ask for an inverse modulo m: what times the number leaves 1."""
    allow(clause)
    x = Name("?1")
    one, modulus = clause.tree(clause.numbered("f")), clause.tree(clause.numbered("m"))
    return Thing("fits", None, unknowns=(x,), conditions=(Congruence((Mul((one, x)), ONE), modulus),))


def _congruent(clause: Clause, _: Groups) -> Thing:
    allow(clause)
    x = Name("?1")
    one, modulus = clause.tree(clause.numbered("f")), clause.tree(clause.numbered("m"))
    return Thing("fits", None, unknowns=(x,), conditions=(Congruence((one, x), modulus),))


def _graph(clause: Clause, _: Groups) -> Thing:
    """Ask for the edges of a complete graph ``K_n`` or ``K_{m,n}``."""
    allow(clause)
    latex = clause.formula(clause.numbered("f")).latex.replace(" ", "")
    two = re.fullmatch(r"K_\{(\d+|[a-z]),(\d+|[a-z])\}", latex)
    one = re.fullmatch(r"K_(?:\{(\d+|[a-z])\}|(\d|[a-z]))", latex)
    if clause.word("two") and two:
        return Thing("value", Mul((_number(two.group(1)), _number(two.group(2)))))
    if one and not clause.word("two"):
        n = _number(one.group(1) or one.group(2))
        return Thing("value", Div(Mul((n, Add((n, Neg(ONE))))), TWO))
    raise Unclear("which graph?")


def _number(text: str) -> Node:
    return Num(Fraction(int(text))) if text.isdigit() else Name(text)


_THINGS = (
    r"(?:(?:different|distinct|distinguishable) )?(?:people|persons|students|players|books|objects|items|elements"
    r"|children|guests|friends|members|letters|cards|candidates|employees|toppings|questions|songs|paintings"
    r"|flags|runners|workers|men|women|balls|colou?rs|volunteers|applicants|politicians)"
)
_WAYS = (
    r"(?:in )?how many (?:(?:different|distinct|possible) )*ways (?:can|are there (?:to|of)|could|do we have to"
    r"|is it possible to)"
)
_GROUP = (
    r"(?:an? )?(?:(?:committee|team|group|subset|selection|hand|delegation|jury|subcommittee|sample)(?: (?:of"
    r"|with))? )?"
)
_DONE = r"(?:be )?(?:chosen|selected|formed|picked|elected|arranged|seated|lined up|ordered|put|placed|made|made up)"
_A, _B = _n("a"), _n("b")
THINGS: Sequence[Phrase] = (
    phrase(rf"{_WAYS} (?:we |one |you )?(?:choose|select|pick|form) {_GROUP}{_A}(?: {_THINGS}| members)?"
           rf" (?:from|out of|among|from among) (?:a (?:group|class|set|total|club) of )?{_B}(?: {_THINGS})?",
           _counted(lambda k, n: _choose(n, k), "a", "b")),
    phrase(rf"{_WAYS} {_GROUP}{_A}(?: {_THINGS}| members)? {_DONE} (?:from|out of|among)"
           rf" (?:a (?:group|class|set|total|club) of )?{_B}(?: {_THINGS})?",
           _counted(lambda k, n: _choose(n, k), "a", "b")),
    phrase(rf"how many (?:different )?(?:committees|teams|groups|subsets|hands|subcommittees) of (?:size )?{_A}"
           rf"(?: {_THINGS}| members)? (?:can be (?:formed|chosen|selected|made)|are there|exist)(?: (?:from|out of"
           rf"|among)"
           rf" (?:a (?:group|class|set|total|club) (?:of|with) )?{_B}(?: {_THINGS})?)",
           _counted(lambda k, n: _choose(n, k), "a", "b")),
    phrase(rf"how many (?:different )?subsets (?:of|with) (?:size |exactly )?{_A}(?: elements)? does a set (?:of|with)"
           rf" (?:size )?{_B}(?: elements)? have", _counted(lambda k, n: _choose(n, k), "a", "b")),
    phrase(rf"how many (?:different )?{_A}-element subsets does a set (?:of|with) (?:size )?{_B}(?: elements)? have",
           _counted(lambda k, n: _choose(n, k), "a", "b")),
    phrase(rf"{_WAYS} {_A} {_THINGS} (?:be )?(?:arranged|seated|lined up|ordered|stand|sit|line up)"
           r"(?: (?:in|on|at) (?:a|one) (?:row|line|shelf|queue|single row|straight line|bench))",
           _counted(_fact, "a")),
    phrase(rf"{_WAYS} (?:arrange|seat|line up|order|permute|put) {_A} {_THINGS}"
           r"(?: (?:in|on|at) (?:a|one) (?:row|line|shelf|queue|single row|straight line|bench))",
           _counted(_fact, "a")),
    phrase(r"how many (?:(?:different|distinct|distinguishable|possible) )*(?:arrangements|permutations|anagrams"
           r"|rearrangements"
           r"|words)(?: are there)? (?:of|can be (?:formed|made) (?:from|with|using)|are there of|can be made from)"
           r"(?: all)?(?: of)?(?: the letters)?(?: (?:of|in))?(?: the word)? (?P<word>[\"'\w“”]+)(?: are there| exist"
           r"| have)?(?=$| *\?)",
           _letters),
    phrase(rf"(?:how many (?:different )?subsets does (?:a|the) set (?:of|with|having) (?:size )?{_A}(?: (?:distinct"
           rf" )?elements)?"
           r" have)", _counted(lambda n: Pow(TWO, n), "a")),
    phrase(rf"(?:number of|how many) (?:different )?subsets (?:of|does) {NOUNS}⟦(?P<f>\d+)⟧(?: have)?",
           _of_set(lambda n: Pow(TWO, n))),
    phrase(rf"(?:cardinality|size|number of elements) of the power set of {NOUNS}⟦(?P<f>\d+)⟧",
           _of_set(lambda n: Pow(TWO, n))),
    phrase(rf"(?:number of|how many) (?:different )?permutations (?:of|does) {NOUNS}⟦(?P<f>\d+)⟧(?: have| are there|"
           rf" exist)?",
           _of_set(_fact)),
    phrase(rf"(?:number of|how many) (?:different )?(?:bit strings|binary strings|binary words|binary sequences) of"
           rf" length {_A}"
           r"(?: are there| exist)?", _counted(lambda n: Pow(TWO, n), "a")),
    phrase(rf"(?:number of|how many) (?:different )?functions(?: are there| exist)? from a set (?:of|with) {_A}(?:"
           rf" elements)?"
           rf" (?:in)?to a set (?:of|with) {_B}(?: elements)?(?: are there| exist)?",
           _counted(lambda a, b: Pow(b, a), "a", "b")),
    phrase(rf"(?:number of|how many) (?:different )?(?:bijections|one-to-one correspondences)(?: are there| exist)? "
           rf"(?:from|between) (?:a|two) sets? (?:of|with) {_A}(?: elements)?(?: each| (?:on)?to itself)",
           _counted(_fact, "a")),
    phrase(rf"(?:number of edges (?:of|in)|how many edges (?:does|are there in|are in)) (?:a |any |every )?tree"
           rf" (?:with|on|of) {_A} (?:vertices|nodes)(?: have)?", _counted(lambda n: Add((n, Neg(ONE))), "a")),
    phrase(rf"(?:number of edges (?:of|in)|how many edges (?:does|are there in|are in)) (?:a |the )?complete graph"
           rf" (?:with|on|of) {_A} (?:vertices|nodes)(?: have)?",
           _counted(lambda n: Div(Mul((n, Add((n, Neg(ONE))))), TWO), "a")),
    phrase(r"(?:number of edges (?:of|in)|how many edges (?:does|are there in|are in)) (?:the )?(?:complete )?"
           r"(?P<two>bipartite )?(?:graph )?⟦(?P<f>\d+)⟧(?: have)?", _graph),
    phrase(rf"(?:modular |multiplicative |modular multiplicative )?inverse of {NOUNS}⟦(?P<f>\d+)⟧,? \(?(?:modulo|mod)"
           rf" ⟦(?P<m>\d+)⟧\)?",
           _inverse),
    phrase(rf"(?:(?:number|integer|of the following|one|which|following|numbers)\s)*(?:is )?congruent to"
           rf" {NOUNS}⟦(?P<f>\d+)⟧,?"
           r" (?:modulo|mod) ⟦(?P<m>\d+)⟧", _congruent),
)  # fmt: skip
