"""Whole stems that tell of coins, dice, urns and samples: each word of all their sentences is part of a pattern.

A word more ("given that the first is red", "until", "in a row") and none of them fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import comb

from qbank.checker.syntax import (
    Add,
    At,
    Call,
    Const,
    Deriv,
    Div,
    Integral,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    Tuple,
)

from .clause import Clause, Thing, Unclear, function_of, variable_of

ONE = Num(Fraction(1))
MAX_TRIALS = 60
_COUNTS: Mapping[str, int] = {
    word: at for at, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {"no": 0, "none": 0, "once": 1, "twice": 2, "both": -1, "all": -1, "neither": 0}  # fmt: skip
_N = rf"(?:⟦\d+⟧|{'|'.join(word for word in _COUNTS if word not in ('both', 'all', 'neither', 'none'))})"
_TIMES = rf"(?P<n>{_N}|once|twice)(?: times| independent times)?"
_WHAT = (
    r"(?:\. |, )?(?:what is|find|compute|calculate|determine|give) (?:the )?probability (?:of|that)(?: getting|"
    r" obtaining| observing| seeing)?"
)
_SIGN = r"(?:(?P<sign>exactly|at least|at most|more than|fewer than|less than|precisely) )?"


def _count(clause: Clause, word: str) -> int:
    """Return a whole number of a pattern, by its word or formula. Raises :class:`Unclear`."""
    if word in _COUNTS:
        return _COUNTS[word]
    tree = clause.tree(int(word[1:-1]))
    tree = tree.sides[-1] if isinstance(tree, Relation) else tree
    if not isinstance(tree, Num) or tree.value.denominator != 1 or not 0 <= tree.value <= 1000:
        raise Unclear("a whole number is expected")
    return int(tree.value)


def _wanted(clause: Clause, trials: int) -> list[int]:
    """Return which numbers of successes are asked for. Raises :class:`Unclear`."""
    word = clause.word("k") or "one"
    k = trials if _COUNTS.get(word) == -1 else _count(clause, word)
    if word == "both" and trials != 2:
        raise Unclear("both of how many?")
    if trials > MAX_TRIALS or k > trials:
        raise Unclear("how many trials?")
    match clause.word("sign"):
        case "at least":
            return list(range(k, trials + 1))
        case "at most":
            return list(range(k + 1))
        case "more than":
            return list(range(k + 1, trials + 1))
        case "fewer than" | "less than":
            return list(range(k))
    return [k]


def _binomial(trials: int, wanted: Sequence[int], chance: Node) -> Node:
    rest = Add((ONE, Neg(chance)))
    terms = tuple(
        Mul((Num(Fraction(comb(trials, k))), Pow(chance, Num(Fraction(k))), Pow(rest, Num(Fraction(trials - k)))))
        for k in wanted
    )
    return terms[0] if len(terms) == 1 else Add(terms)


def _coin(clause: Clause) -> Node:
    """Count the heads, or tails, of a coin that is tossed a number of times."""
    trials = _count(clause, clause.word("n"))
    chance: Node = Num(Fraction(1, 2))
    if word := clause.word("p"):
        chance = clause.tree(int(word[1:-1]))
        if isinstance(chance, Relation):
            chance = chance.sides[0] if isinstance(chance.sides[0], Name) else chance.sides[-1]
    if clause.word("side") == "tails":
        chance = Add((ONE, Neg(chance)))
    return _binomial(trials, _wanted(clause, trials), chance)


def _die(clause: Clause) -> Node:
    """Count single faces of a die that is rolled a number of times."""
    trials = _count(clause, clause.word("n"))
    return _binomial(trials, _wanted(clause, trials), Num(Fraction(1, 6)))


def _sum(clause: Clause) -> Node:
    """Return the probability of a sum of two or three dice."""
    dice = _count(clause, clause.word("n"))
    total = _count(clause, clause.word("k"))
    if dice not in (2, 3):
        raise Unclear("how many dice?")
    sums = [sum(faces) for faces in product(range(1, 7), repeat=dice)]
    fits = {
        "": lambda value: value == total,
        "exactly": lambda value: value == total,
        "precisely": lambda value: value == total,
        "at least": lambda value: value >= total,
        "at most": lambda value: value <= total,
        "more than": lambda value: value > total,
        "greater than": lambda value: value > total,
        "less than": lambda value: value < total,
        "fewer than": lambda value: value < total,
    }[clause.word("sign")]
    return Num(Fraction(sum(map(fits, sums)), len(sums)))


def _urn(clause: Clause) -> Node:
    """Return the probability of colours among balls drawn from an urn."""
    found = re.findall(r"(⟦\d+⟧|[a-z]+) ([a-z]+)(?: (?:balls?|marbles?|chips?|beads?))?(?:, and |, | and |$)",
                       clause.word("balls"))  # fmt: skip
    colours = {colour: _count(clause, number) for number, colour in found}
    drawn = _count(clause, clause.word("n"))
    total, ours = sum(colours.values()), colours.get(clause.word("colour"), -1)
    if len(colours) != len(found) or len(found) < 2 or not 1 <= drawn <= min(total, MAX_TRIALS):
        raise Unclear("which balls?")
    again = clause.word("how") == "with replacement"
    if kind := clause.word("kind"):
        if drawn != 2:
            raise Unclear("how many balls?")
        same = sum((_share(one, total, again) for one in colours.values()), Fraction(0))
        return Num(same if kind == "the same" else 1 - same)
    if ours < 0:
        raise Unclear("which colour?")
    if again:
        return _binomial(drawn, _wanted(clause, drawn), Num(Fraction(ours, total)))
    ways = sum(comb(ours, k) * comb(total - ours, drawn - k) for k in _wanted(clause, drawn))
    return Num(Fraction(ways, comb(total, drawn)))


def _share(count: int, total: int, again: bool) -> Fraction:  # noqa: FBT001 - with replacement or not
    return Fraction(count * count, total * total) if again else Fraction(count * (count - 1), total * (total - 1))


_RANKS = ("aces", "kings", "queens", "jacks")
_SUITS = ("hearts", "spades", "clubs", "diamonds")


def _cards(clause: Clause) -> Node:
    """Return the probability of ranks or suits among cards drawn from 52, without replacement."""
    drawn = _count(clause, clause.word("n"))
    word = clause.word("card")
    word = word if word.endswith("s") else word + "s"
    ours = 4 if word in _RANKS else 13 if word in _SUITS else 12 if word == "face cards" else 26
    ways = sum(comb(ours, k) * comb(52 - ours, drawn - k) for k in _wanted(clause, drawn))
    return Num(Fraction(ways, comb(52, drawn)))


def _statistic(clause: Clause) -> Node:
    """Ask for the mean, median or variance of numbers that are listed."""
    values = listed(clause, clause.word("list"))
    size = Num(Fraction(len(values)))
    mean = Div(Add(tuple(values)), size)
    squares = Add(tuple(Pow(Add((value, Neg(mean))), Num(Fraction(2))) for value in values))
    match clause.word("what").removeprefix("arithmetic ").removeprefix("unbiased "):
        case "mean" | "average" | "sample mean":
            return mean
        case "sample variance":
            return Div(squares, Num(Fraction(len(values) - 1)))
        case "sample standard deviation":
            return Call("sqrt", (Div(squares, Num(Fraction(len(values) - 1))),))
        case "population variance":
            return Div(squares, size)
        case "median" if all(isinstance(value, Num) for value in values):
            ordered = sorted(value.value for value in values if isinstance(value, Num))
            middle = len(ordered) // 2
            return Num(ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2)
        case "range" if all(isinstance(value, Num) for value in values):
            ordered = sorted(value.value for value in values if isinstance(value, Num))
            return Num(ordered[-1] - ordered[0])
    raise Unclear("which statistic?")


def listed(clause: Clause, text: str) -> list[Node]:
    """Return numbers that are listed, each a formula or all in one. Raises :class:`Unclear`."""
    found: list[Node] = []
    for number in map(int, re.findall(r"⟦(\d+)⟧", text)):
        tree = clause.read(number)
        if isinstance(tree, Tuple):
            found += tree.items
        elif tree is not None and not isinstance(tree, Relation):
            found.append(tree)
        else:
            latex = clause.formula(number).latex
            found += [clause.part(number, part.strip()) for part in re.split(r",(?:\\[,; ]|~)*", latex)]
    if len(found) < 2 or not all(isinstance(one, Num | Neg | Div) for one in found):
        raise Unclear("which numbers?")
    return found


def _descent(clause: Clause) -> Node:
    """Return what some steps of gradient descent, or of Newton's method, lead to."""
    function = function_of(clause, clause.numbered("f"))
    x = variable_of(clause, function)
    value = clause.tree(clause.numbered("start"))
    if not isinstance(value, Relation) or not isinstance(value.sides[0], Name) or value.sides[0].base != x.base:
        raise Unclear("where does it start?")
    index = value.sides[0].sub
    asked = clause.tree(clause.numbered("asked")) if clause.word("asked") else None
    first = index[0] if len(index) == 1 else None
    steps = 1
    if asked is not None:
        last = asked.sub[0] if isinstance(asked, Name) and asked.base == x.base and len(asked.sub) == 1 else None
        if not isinstance(first, Num) or not isinstance(last, Num):
            raise Unclear("which step?")
        steps = int(last.value - first.value)
    if not 1 <= steps <= MAX_STEPS:
        raise Unclear("how many steps?")
    at: Node = value.sides[1]
    rate: Node | None = None
    if clause.word("rate"):
        rate = clause.tree(clause.numbered("rate"))
        rate = rate.sides[-1] if isinstance(rate, Relation) else rate
    for _ in range(steps):
        slope = At(Deriv(function.body, (x,)), (x,), (at,))
        step = Mul((rate, slope)) if rate is not None else Div(At(function.body, (x,), (at,)), slope)
        at = Add((at, Neg(step)))
    return at


MAX_STEPS = 4


def _entropy(clause: Clause) -> Node:
    """Return the entropy of listed probabilities, in bits."""
    values = listed(clause, clause.word("list"))
    return Neg(Add(tuple(Mul((value, Div(Call("ln", (value,)), Call("ln", (Num(Fraction(2)),))))) for value in values)))


def _table(clause: Clause) -> Node:
    """Return the expected value, or variance, of listed values with listed probabilities."""
    values, chances = listed(clause, clause.word("list")), listed(clause, clause.word("chances"))
    if len(values) != len(chances):
        raise Unclear("which probabilities?")
    mean = Add(tuple(Mul(pair) for pair in zip(values, chances, strict=True)))
    if clause.word("what") == "variance":
        square = Add(tuple(Mul((Pow(v, Num(Fraction(2))), p)) for v, p in zip(values, chances, strict=True)))
        return Add((square, Neg(Pow(mean, Num(Fraction(2))))))
    return mean


def _face(clause: Clause) -> Node:
    """Return the expected value, or variance, of the number that a fair die shows."""
    return Num(Fraction(35, 12) if clause.word("what") == "variance" else Fraction(7, 2))


def _turned(clause: Clause) -> Node:
    """Return the volume that a graph makes when it is turned about the x-axis."""
    function = function_of(clause, clause.numbered("f"))
    x, axis, where = (
        variable_of(clause, function),
        clause.tree(clause.numbered("axis")),
        clause.tree(clause.numbered("at")),
    )
    if axis != x or not isinstance(where, Relation) or len(where.sides) != 3 or where.sides[1] != x:
        raise Unclear("about which axis?")
    if not set(where.signs) <= {"<", r"\le"}:
        raise Unclear("between which bounds?")
    square = Pow(function.body, Num(Fraction(2)))
    return Mul((Const("pi"), Integral(square, x, where.sides[0], where.sides[2])))


_LIST = r"(?P<list>⟦\d+⟧(?:(?:, and |, | and )⟦\d+⟧)*)"
_STATISTIC = (
    r"(?P<what>(?:arithmetic )?mean|average|sample mean|(?:unbiased )?sample variance|population variance"
    r"|sample standard deviation|median|range)"
)
_DATA = (
    r"(?:(?:data|sample|data set|dataset|set|list|values|numbers|observations|measurements|sample values|data"
    r" points)(?: of)? ?)*"
)
_ASK = r"(?:what is|find|compute|calculate|determine|give) (?:the |their |its )?"
_BALLS = r"(?:balls?|marbles?|chips?|beads?)"
_COLOURS = rf"(?P<balls>{_N} [a-z]+(?: {_BALLS})?(?:(?:, and |, | and ){_N} [a-z]+(?: {_BALLS})?)+)"
STORIES: Sequence[tuple[re.Pattern[str], Callable[[Clause], Node]]] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        ((rf"(?:suppose )?(?:an? |the )?(?:fair|unbiased) coin is (?:tossed|flipped|thrown) {_TIMES}{_WHAT} {_SIGN}"
         rf"(?P<k>{_N}|all) (?P<side>heads?|tails?)"), _coin),
        ((rf"(?:an? )?(?:biased |unfair |loaded )?coin (?:shows|lands|comes up|has|gives|lands on) heads with"
         rf" probability"
         rf" (?P<p>⟦\d+⟧)\. (?:it|the coin) is (?:tossed|flipped|thrown) {_TIMES}{_WHAT} {_SIGN}(?P<k>{_N}|all) "
         r"(?P<side>heads?|tails?)"), _coin),
        ((rf"(?:an? )?(?:biased |unfair |loaded )?coin with (?:probability (?P<p>⟦\d+⟧) of heads) is"
         rf" (?:tossed|flipped|thrown) {_TIMES}{_WHAT} {_SIGN}(?P<k>{_N}|all) (?P<side>heads?|tails?)"), _coin),
        ((rf"(?:a )?(?:fair |standard |six-sided |ordinary )*(?:die|dice) is (?:rolled|thrown|tossed) {_TIMES}{_WHAT}"
         rf" {_SIGN}"
         rf"(?P<k>{_N}|a) (?:six|sixes|fives?|fours?|threes?|twos?)"), _die),
        ((rf"(?P<n>two|three|⟦\d+⟧) (?:fair |standard |six-sided |ordinary )*dice are (?:rolled|thrown|tossed){_WHAT} "
         rf"(?:the )?(?:sum|total)(?: of the (?:numbers|dice|faces|values|two dice|eyes|results|spots|pips))?"
         rf"(?: shown)? (?:is|equals|of)(?: equal to)? {_SIGN.replace('exactly', 'exactly|greater than')}(?P<k>{_N})"),
         _sum),
        ((rf"(?:a )?(?:fair |standard |six-sided |ordinary )*die is (?:rolled|thrown|tossed) (?P<n>twice|two"
         rf" times){_WHAT} "
         rf"(?:the )?(?:sum|total)(?: of the (?:numbers|two rolls|rolls|values|results))? (?:is|equals|of)(?: equal"
         rf" to)? "
         rf"{_SIGN}(?P<k>{_N})"), _sum),
        ((rf"(?:an? )(?:urn|box|bag|jar|basket) (?:contains|holds|has) {_COLOURS}\. (?P<n>{_N}) {_BALLS} are"
         rf" (?:drawn|chosen|selected|taken|picked)(?: out)?(?: at random| randomly)?,? (?P<how>with replacement"
         rf"|without replacement){_WHAT} {_SIGN}(?P<k>{_N}|both|all)(?: of them| of the {_BALLS}| {_BALLS}| drawn"
         rf" {_BALLS})?"
         rf" (?:are|is)? ?(?P<colour>[a-z]+)(?: {_BALLS})?"), _urn),
        ((rf"(?:an? )(?:urn|box|bag|jar|basket) (?:contains|holds|has) {_COLOURS}\. (?P<n>{_N}) {_BALLS} are"
         rf" (?:drawn|chosen|selected|taken|picked)(?: out)?(?: at random| randomly)?,? (?P<how>with replacement"
         rf"|without replacement){_WHAT} (?:both|the two|they|the) ?(?:{_BALLS} )?(?:are of|have|are) (?P<kind>the same"
         rf"|different) colou?rs?"), _urn),
        ((rf"(?P<n>{_N}) cards are (?:drawn|dealt|chosen|selected)(?: at random| randomly)?,? without replacement,?"
         rf" from an?"
         rf" (?:standard |ordinary |well-shuffled |shuffled )*(?:deck|pack)(?: of (?:⟦\d+⟧ )?(?:playing"
         rf" )?cards)?{_WHAT} {_SIGN}"
         rf"(?P<k>{_N}|both|all)(?: of them| cards| of the cards)? (?:are|is)? ?(?:an? )?(?P<card>{'|'.join(_RANKS)}"
         rf"|ace|king"
         rf"|queen|jack|{'|'.join(_SUITS)}|face cards|red|black)"), _cards),
        ((rf"(?:(?:a|the|consider (?:the|a)|given (?:the|a)) )?{_DATA}(?:consists of|is|are|contains|with|comprises)?:?"
         rf" ?(?:the )?"
         rf"(?:following )?{_DATA}{_LIST}\. {_ASK}{_STATISTIC}(?: of (?:the|this) {_DATA.rstrip('*')})?(?: ⟦\d+⟧)?"),
         _statistic),
        ((rf"(?:{_N}) {_DATA}(?:gave|yielded|resulted in|are|produced) (?:the )?{_DATA}{_LIST}\. {_ASK}{_STATISTIC}"
         rf"(?: of (?:the|this) {_DATA.rstrip('*')})?(?: ⟦\d+⟧)?"), _statistic),
        ((r"(?:we )?(?:minimi[sz]e|to minimi[sz]e|consider minimi[sz]ing|the function|a function)(?: the)?(?: loss|"
         r" function| cost| objective)*"
         r" ⟦(?P<f>\d+)⟧ (?:is minimi[sz]ed )?(?:by|with|using|via) gradient descent,? (?:with|using) (?:a"
         r" )?(?:constant )?(?:learning rate|step size|stepsize)"
         r" ⟦(?P<rate>\d+)⟧,? (?:and )?(?:starting|started|start) (?:from|at|with|point) ⟦(?P<start>\d+)⟧\. (?:what"
         r" is|find|compute|determine)"
         r" (?:the (?:iterate|value|point) )?⟦(?P<asked>\d+)⟧"), _descent),
        ((r"(?:one|a single) (?:step|iteration) of (?:the )?newton(?:'s method|-raphson method|'s iteration)? (?:for"
         r"|applied to) ⟦(?P<f>\d+)⟧,? (?:starting|started)"
         r" (?:at|from|with) ⟦(?P<start>\d+)⟧ (?:gives|yields|leads to|results in)"), _descent),
        ((r"(?:use |apply |perform )?(?:(?:one|a single) (?:step|iteration) of )?newton's method (?:is applied )?(?:to"
         r"|for) ⟦(?P<f>\d+)⟧,? (?:with|starting (?:at|from|with)"
         r"|and) (?:the )?(?:initial (?:guess|value|point)|starting (?:point|value)|start)? ?⟦(?P<start>\d+)⟧\."
         r" (?:what is|find|compute|determine)"
         r" (?:the (?:iterate|value|point|next iterate) )?⟦(?P<asked>\d+)⟧"), _descent),
        ((rf"(?:a )?(?:memoryless |discrete )?(?:source|random variable|distribution)(?: ⟦\d+⟧)? (?:emits|has|with"
         rf"|takes)(?: {_N})?(?: symbols| outcomes| values)?(?: with| the)?"
         rf" probabilities {_LIST}\. {_ASK}(?:shannon )?entropy(?: ⟦\d+⟧)?(?: of (?:the|this) (?:source|distribution"
         rf"|random variable))? (?:in|\(in) bits\)?(?: is)?"), _entropy),
        ((rf"(?:a )?(?:memoryless |discrete )?(?:source|random variable|distribution)(?: ⟦\d+⟧)? (?:emits|has|with"
         rf"|takes)(?: {_N})?(?: symbols| outcomes| values)?(?: with| the)?"
         rf" probabilities {_LIST}\. (?:its|the) (?:shannon )?entropy in bits is"), _entropy),
        ((rf"(?:a |the )?(?:discrete )?random variable(?: ⟦\d+⟧)? takes(?: on)? the values {_LIST} with (?:the"
         rf" )?(?:respective )?probabilities"
         rf" {_LIST.replace('list', 'chances')}(?: respectively|, respectively)?\. {_ASK}(?P<what>expected value|mean"
         rf"|expectation|variance)(?: of ⟦\d+⟧)?"), _table),
        ((rf"{_ASK}(?P<what>expected value|mean|expectation|variance) of (?:(?:the )?(?:number|value|result|outcome)"
         rf" (?:shown |obtained )?(?:on|by|of|when rolling) )?"
         r"(?:rolling )?(?:a|one) (?:roll of a )?(?:fair|standard)(?: six-sided)? (?:die|dice)(?: roll)?"), _face),
        ((r"(?:the )?(?:curve|graph|graph of|region under|area under|region under the graph of|region under the curve"
         r"|graph of the function)"
         r" ⟦(?P<f>\d+)⟧,? (?:for |with |on |where )?⟦(?P<at>\d+)⟧,? (?:is|rotates) ?(?:rotated|revolved|turned)?"
         r" (?:about|around) the"
         rf" ⟦(?P<axis>\d+)⟧ ?-axis\. {_ASK}volume(?: ⟦\d+⟧)?(?: of the (?:resulting |generated |obtained )?(?:solid"
         rf"|body)(?: of revolution)?)?"),
         _turned),
        (rf"{_ASK}{_STATISTIC} of (?:the |these )?(?:following )?{_DATA}{_LIST}", _statistic),
    )
)  # fmt: skip


def story(clause: Clause, text: str) -> Thing | None:
    """Return what a whole stem asks for, if a pattern fits each word of it. ``text``: its sentences, ``. `` between."""
    for pattern, build in STORIES:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        clause.match = match
        numbers = map(int, re.findall(r"⟦(\d+)⟧", text))
        try:
            return Thing("value", build(clause), used=frozenset(numbers))
        except Unclear:
            continue
    return None
