"""Probabilities and moments that words ask for, of the one random variable of a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from qbank.checker.syntax import Call, Chance, Moment, Name, Node, Num, Relation, names_in

from .clause import Clause, Groups, Phrase, Thing, Unclear, allow, phrase

_SIGNS: Mapping[str, str] = {
    "exactly": "=", "at least": r"\ge", "at most": r"\le", "more than": ">", "greater than": ">", "larger than": ">",
    "fewer than": "<", "less than": "<", "smaller than": "<", "no more than": r"\le", "no fewer than": r"\ge",
    "bigger than": ">", "exceeds": ">", "equal to": "=", "above": ">", "below": "<",
}  # fmt: skip
_NUMBERS: Mapping[str, int] = {
    word: at for at, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {"no": 0, "none": 0, "once": 1, "twice": 2}  # fmt: skip
_MOMENTS: Mapping[str, str] = {
    "expected value": "mean", "expectation": "mean", "mean": "mean", "variance": "variance",
    "standard deviation": "deviation", "average": "mean",
}  # fmt: skip


def random_of(clause: Clause) -> tuple[Name, Call | None]:
    """Return the one random variable of the stem, and its law where it is told. Raises :class:`Unclear`."""
    laws = {
        name: tree.sides[-1]
        for tree in clause.stated()
        if isinstance(tree, Relation) and tree.signs == (r"\sim",)
        for name in tree.sides[:1]
        if isinstance(name, Name)
    }
    if len(laws) == 1:
        name, law = next(iter(laws.items()))
        return name, law if isinstance(law, Call) else None
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    named = re.findall(
        r"(?:random variable|let|lifetime|time|suppose) ⟦(\d+)⟧(?: of [a-z ]+?)? (?:have|has|with)\b", text
    )
    named += re.findall(r"\brandom variable ⟦(\d+)⟧", text)
    names = {tree for number in named if isinstance(tree := clause.read(int(number)), Name)}
    if laws or len(names) != 1 or "density" not in text:
        raise Unclear("of which random variable?")
    return names.pop(), None


def _probability(clause: Clause, _: Groups) -> Thing:
    """Ask for the probability of an event that is a formula."""
    allow(clause)
    event = clause.tree(clause.numbered("f"))
    name, _law = random_of(clause)
    if not isinstance(event, Relation) or name not in set(names_in(event)):
        raise Unclear("the probability of what?")
    return Thing("value", Chance(event), used=frozenset({clause.numbered("f")}))


def _amount(clause: Clause, group: str) -> Node:
    word = clause.word(group)
    if word in _NUMBERS:
        return Num(Fraction(_NUMBERS[word]))
    return clause.tree(int(word[1:-1]))


def _counted(clause: Clause, _: Groups) -> Thing:
    """Ask for the probability that the one random variable is "at least two"."""
    allow(clause)
    name, law = random_of(clause)
    counts = law is not None and law.function in ("dist_poisson", "dist_binomial")
    if clause.word("name"):
        if clause.tree(int(clause.word("name")[1:-1])) != name:
            raise Unclear("the probability of what?")
    elif not counts:
        raise Unclear("what is counted?")
    told = " ".join(sentence.text for sentence in clause.wording.sentences[:-1])
    if (unit := clause.word("unit")) and not re.search(
        rf"\b(?:per|an?|each|every|one|given) (?:[a-z]+ )?{unit}\b", told
    ):
        raise Unclear("in another time than that of the distribution")
    relation, value = clause.word("sign") or "exactly", _amount(clause, "n")
    return Thing("value", Chance(Relation((name, value), (_SIGNS[relation],))))


def _moment(clause: Clause, _: Groups) -> Thing:
    """Ask for a moment of the one random variable."""
    allow(clause, "described")
    name, _law = random_of(clause)
    return Thing("value", Moment(_MOMENTS[clause.word("moment")], (name,)))


_SIGN = rf"(?P<sign>{'|'.join(sorted(_SIGNS, key=len, reverse=True))})"
_N = rf"(?P<n>⟦\d+⟧|{'|'.join(_NUMBERS)})"
_UNIT = (
    r"(?: (?:calls?|events?|arrivals?|customers?|cars?|heads|tails|successes|success|failures|defects?|defective items?"
    r"|emails?|errors?|typos|misprints?|accidents?|decays?|particles?|requests?|messages?|goals?|mutations?|sixes"
    r"|patients?|visitors?|claims?|earthquakes?|items?|flaws?|defectives?|correct answers))?"
)
_WHEN = (
    r"(?: (?:occurs?|arrives?|happens?|are received|is received|is made|are made|arrive|are observed|come in|comes in"
    r"|are detected|is detected))?(?: (?:in|during|within|on|per) (?:a|one|any|the next|the)(?: given| single"
    r"| particular| randomly chosen)? (?P<unit>minute|hour|day|week|month|year|second|page|interval|meter|metre"
    r"|night))?"
)
THINGS: Sequence[Phrase] = (
    phrase(r"probability (?:that |of )⟦(?P<f>\d+)⟧", _probability),
    phrase(rf"probability (?:that |of )(?P<name>⟦\d+⟧) (?:is |being |takes (?:the value |a value )?)?{_SIGN} {_N}",
           _counted),
    phrase(rf"probability (?:of (?:getting |having |receiving |observing |obtaining |there being )?"
           rf"|that (?:there (?:is|are|will be) |we (?:get|observe|receive|have) |one (?:gets|observes) )?)"
           rf"{_SIGN}? ?{_N}{_UNIT}{_WHEN}", _counted),
    phrase(rf"(?P<moment>{'|'.join(_MOMENTS)})(?: of (?:the|this) (?:random variable|distribution))?(?=$)", _moment),
)  # fmt: skip
