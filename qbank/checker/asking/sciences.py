"""Quantities of physics, engineering and learning that words ask for by name, with the formulas of the textbooks.

"A body of mass $m = 2$ kg moves at $v = 3$ m/s. Its kinetic energy is": each quantity that the formula needs is named
once in the stem by what it is. ``docs/evidence.md`` says which formulas these are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from qbank.checker.syntax import (
    Add,
    Apply,
    Between,
    Call,
    Const,
    Deriv,
    Div,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Relation,
    names_in,
    put,
)

from .clause import Clause, Groups, Phrase, Thing, Unclear, allow, phrase, taken

ONE, TWO = Num(Fraction(1)), Num(Fraction(2))
HALF = Div(ONE, TWO)
_AT = r"(?: of| is| equals| equal to| with)* ⟦(\d+)⟧"
_ROLES: Mapping[str, str] = {
    "mass": rf"(?<!molar )\bmass{_AT}",
    "speed": rf"\b(?:speed|velocity){_AT}|\b(?:moves|moving|travels|travelling|flies|launched|thrown|driving|drives)"
             r"(?: [a-z]+){0,2} (?:at|with)(?: speed| velocity| a speed of| a velocity of| an initial speed of)?"
             r" ⟦(\d+)⟧",
    "height": rf"\b(?:height|altitude){_AT}|⟦(\d+)⟧ above the ground",
    "gravity": rf"\bgravit\w+(?: acceleration| field)?{_AT}|\btaking ⟦(\d+)⟧|\buse ⟦(\d+)⟧|\bwith ⟦(\d+)⟧$",
    "force": rf"\bforce{_AT}",
    "acceleration": rf"\bacceleration{_AT}|\baccelerates (?:at|with) ⟦(\d+)⟧",
    "spring": rf"\b(?:spring|force) constant{_AT}|\bstiffness{_AT}",
    "stretch": r"\b(?:stretched|compressed|extended|displaced|extension|elongation|displacement|compression)(?: by| of| is)*"
               r" ⟦(\d+)⟧",
    "resistance": rf"\bresist(?:or|ance){_AT}|\bheater of resistance{_AT}",
    "voltage": rf"\b(?:voltage|potential difference|battery|source|emf|supply)(?: drop)?{_AT}|\bconnected to(?: an?)?"
               r"(?: voltage(?: of)?| battery(?: of)?| source(?: of)?)? ⟦(\d+)⟧|\bcharged to ⟦(\d+)⟧",
    "current": rf"\bcurrent{_AT}|\bcarries ⟦(\d+)⟧",
    "capacitance": rf"\b(?:capacitance|capacitor){_AT}",
    "inductance": rf"\b(?:inductance|inductor|coil){_AT}",
    "angular": rf"\bangular frequency{_AT}",
    "frequency": rf"(?<!angular )\bfrequency{_AT}",
    "charge": rf"\bcharge{_AT}",
    "length": rf"\blength{_AT}",
    "time": r"\b(?:for|after|during|time|in)(?: a time)?(?: of)? ⟦(\d+)⟧",
}  # fmt: skip
_MADE: Mapping[str, Sequence[tuple[tuple[str, ...], Callable[..., Node]]]] = {
    "kinetic energy": [(("mass", "speed"), lambda m, v: Mul((HALF, m, Pow(v, TWO))))],
    "momentum": [(("mass", "speed"), lambda m, v: Mul((m, v)))],
    "potential energy": [(("mass", "height", "gravity"), lambda m, h, g: Mul((m, g, h)))],
    "elastic potential energy": [(("spring", "stretch"), lambda k, x: Mul((HALF, k, Pow(x, TWO))))],
    "power": [
        (("resistance", "voltage"), lambda r, u: Div(Pow(u, TWO), r)),
        (("resistance", "current"), lambda r, i: Mul((r, Pow(i, TWO)))),
        (("voltage", "current"), lambda u, i: Mul((u, i))),
    ],
    "current": [(("resistance", "voltage"), lambda r, u: Div(u, r))],
    "time constant": [
        (("resistance", "capacitance"), lambda r, c: Mul((r, c))),
        (("resistance", "inductance"), lambda r, x: Div(x, r)),
    ],
    "energy stored": [
        (("capacitance", "voltage"), lambda c, u: Mul((HALF, c, Pow(u, TWO)))),
        (("capacitance", "charge"), lambda c, q: Div(Pow(q, TWO), Mul((TWO, c)))),
        (("inductance", "current"), lambda x, i: Mul((HALF, x, Pow(i, TWO)))),
    ],
    "angular resonance frequency": [(("inductance", "capacitance"), lambda x, c: Div(ONE, Call("sqrt", (Mul((x, c)),))))],
    "resonance frequency": [
        (("inductance", "capacitance"),
         lambda x, c: Div(ONE, Mul((TWO, Const("pi"), Call("sqrt", (Mul((x, c)),)))))),
    ],
    "cutoff frequency": [
        (("resistance", "capacitance"), lambda r, c: Div(ONE, Mul((TWO, Const("pi"), r, c)))),
    ],
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "net force": "force", "resulting force": "force", "electric power": "power", "electrical power": "power",
    "power dissipated": "power", "power consumed": "power", "gravitational potential energy": "potential energy",
    "stored energy": "energy stored", "energy": "energy stored", "resonant frequency": "resonance frequency",
    "cut-off frequency": "cutoff frequency", "resonance angular frequency": "angular resonance frequency",
    "angular frequency of resonance": "angular resonance frequency", "linear momentum": "momentum",
}  # fmt: skip
_NAMES = "|".join(sorted({*_MADE, *_WORDS}, key=len, reverse=True))


_PLAIN = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "with",
        "at",
        "has",
        "have",
        "is",
        "are",
        "and",
        "in",
        "on",
        "to",
        "it",
        "its",
        "this",
        "that",
        "consider",
        "suppose",
        "let",
        "given",
        "be",
        "moves",
        "moving",
        "travels",
        "travelling",
        "drives",
        "flies",
        "body",
        "object",
        "particle",
        "car",
        "ball",
        "block",
        "truck",
        "bus",
        "runner",
        "stone",
        "point",
        "train",
        "cyclist",
        "mass",
        "speed",
        "velocity",
        "constant",
        "straight",
        "line",
        "along",
        "road",
        "horizontally",
        "horizontal",
        "heater",
        "resistor",
        "resistance",
        "voltage",
        "connected",
        "source",
        "battery",
        "ideal",
        "dc",
        "supply",
        "mains",
        "electric",
        "across",
        "terminals",
        "capacitor",
        "capacitance",
        "coil",
        "inductor",
        "inductance",
        "charged",
        "current",
        "carries",
        "flows",
        "through",
        "circuit",
        "form",
        "forms",
        "low-pass",
        "high-pass",
        "filter",
        "rc",
        "rl",
        "lc",
        "rlc",
        "consists",
        "spring",
        "stretched",
        "compressed",
        "by",
        "height",
        "ground",
        "above",
        "gravity",
        "acceleration",
        "due",
        "gravitational",
        "field",
        "take",
        "taking",
        "use",
        "lamp",
        "bulb",
        "potential",
        "difference",
        "simple",
        "magnitude",
        "value",
        "shelf",
        "table",
        "lies",
        "rests",
        "sits",
        "parallel-plate",
    ]
)
"""Words that may tell of the quantities: any other may say what no formula here knows of, as "rolling" does."""


def _role(clause: Clause, role: str) -> Node | None:
    """Return the one quantity that the stem names by a role; nothing where it names none, or several."""
    found: dict[Node, None] = {}
    for sentence in clause.wording.sentences:
        for match in re.finditer(_ROLES[role], sentence.text):
            number = next(int(one) for one in match.groups() if one)
            tree = clause.read(number)
            if isinstance(tree, Relation):
                if tree.signs != ("=",) or not isinstance(tree.sides[0], Name):
                    return None
                tree = tree.sides[0]
            if tree is None:
                return None
            found[tree] = None
    return next(iter(found)) if len(found) == 1 else None


def _quantity(clause: Clause, _: Groups) -> Thing:
    """Ask for a quantity by its name, where the stem names each quantity that its formula needs, and no other."""
    allow(clause, "described")
    word = clause.word("what")
    word = _WORDS.get(word, word)
    if not clause.harmless(clause.word("tail")):
        raise Unclear("the quantity is not understood")
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    if word == "energy stored" and "stored" not in text:
        raise Unclear("which energy?")
    fits = [
        make(*(one for one in values if one is not None))
        for roles, make in _MADE.get(word, ())
        for values in [[_role(clause, role) for role in roles]]
        if None not in values
    ]
    told = " ".join(sentence.text for sentence in clause.wording.sentences[:-1])
    if len(fits) != 1 or any(one not in _PLAIN for one in re.findall(r"[a-z][a-z'-]*", re.sub(r"⟦\d+⟧", " ", told))):
        raise Unclear(f"the quantities that the {word} is made of are not told")
    return Thing("value", fits[0])


# networks of resistors and the like


def _network(clause: Clause, _: Groups) -> Thing:
    """Ask for the total of resistances or capacitances, all in series or all in parallel."""
    allow(clause, "described")
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    series, parallel = re.findall(r"\bseries\b", text), re.findall(r"\bparallel\b", text)
    listed = [match.group() for match in re.finditer(_LISTED, text)]
    kind = "capacit" if "capacit" in clause.word("kind") else "resist" if "resist" in clause.word("kind") else ""
    if len(listed) != 1 or bool(series) == bool(parallel) or not kind or kind not in listed[0]:
        raise Unclear("how they are connected is not understood")
    trees = [clause.tree(int(number)) for number in re.findall(r"⟦(\d+)⟧", listed[0])]
    values = [
        tree.sides[0] if isinstance(tree, Relation) and isinstance(tree.sides[0], Name) else tree for tree in trees
    ]
    if any(isinstance(value, Relation) for value in values) or len(values) < 2:
        raise Unclear("which ones are connected?")
    if bool(series) == (kind == "resist"):
        return Thing("value", Add(tuple(values)))
    return Thing("value", Div(ONE, Add(tuple(Div(ONE, value) for value in values))))


_LISTED = (
    r"(?:resist(?:ors|ances)|capacit(?:ors|ances))(?: of(?: resistance| capacitance)?| with)? ⟦\d+⟧(?:(?:, and "
    r"|, | and )⟦\d+⟧)+"
)


def _divider(clause: Clause, _: Groups) -> Thing:
    """Ask for the voltage across one of two resistors in series."""
    allow(clause)
    text = " ".join(sentence.text for sentence in clause.wording.sentences[:-1])
    ours, total = clause.tree(clause.numbered("f")), None
    named = [
        tree.sides[0] for tree in clause.stated() if isinstance(tree, Relation) and isinstance(tree.sides[0], Name)
    ]
    pair = [name for name in dict.fromkeys(named) if name.base == "R"]
    sources = [name for name in dict.fromkeys(named) if name.base in ("U", "V", "E")]
    if len(sources) == 1:
        total = sources[0]
    words = re.findall(r"[a-z][a-z'-]*", re.sub(r"⟦\d+⟧", " ", text))
    plain = _PLAIN | {"divider", "fed", "feeds", "resistors", "connection", "unloaded", "applied", "two"}
    if len(pair) != 2 or ours not in pair or total is None or "series" not in words or set(words) - plain - {"series"}:
        raise Unclear("how they are connected is not understood")
    return Thing("value", Div(Mul((total, ours)), Add(tuple(pair))))


# classifiers


def _score(clause: Clause, _: Groups) -> Thing:
    """Ask for a score of a classifier from its counts, which are named as usual: TP, FP, FN, TN."""
    allow(clause, "described")
    counts: dict[str, Node] = {}
    for formula in clause.wording.formulas:
        match = re.fullmatch(r"(?:\\(?:mathrm|text|mathit)\s*)?\{?([TF][PN])\}?\s*=\s*(\d+)", formula.latex.strip())
        if match:
            counts[match.group(1)] = Num(Fraction(match.group(2)))
    needed = {
        "precision": ("TP", "FP"), "recall": ("TP", "FN"), "sensitivity": ("TP", "FN"), "specificity": ("TN", "FP"),
        "accuracy": ("TP", "TN", "FP", "FN"), "f": ("TP", "FP", "FN"), "true positive rate": ("TP", "FN"),
        "false positive rate": ("FP", "TN"), "positive predictive value": ("TP", "FP"),
    }  # fmt: skip
    word = clause.word("what")
    word = "f" if word.startswith(("f", "⟦")) and not word.startswith("false") else word
    if word.startswith("f") and clause.word("what").startswith("⟦"):
        latex = clause.formula(int(clause.word("what")[1:-1])).latex.replace(" ", "")
        if latex not in ("F_1", "F_{1}", "F1"):
            raise Unclear("which score?")
    names = needed[word]
    if not all(name in counts for name in names):
        raise Unclear("the counts are not told")
    values = {name: counts[name] for name in names}
    if word == "f":
        above: Node = Mul((TWO, values["TP"]))
        below: Node = Add((above, values["FP"], values["FN"]))
    elif word == "accuracy":
        above, below = Add((values["TP"], values["TN"])), Add(tuple(values.values()))
    else:
        above, below = values[names[0]], Add(tuple(values.values()))
    return Thing("value", Div(above, below))


def _layer(clause: Clause, _: Groups) -> Thing:
    """Ask for the output size of a convolution: ``⌊(W - K + 2P)/S⌋ + 1``."""
    allow(clause, "described")
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    values: dict[str, Node] = {}
    squares: set[str] = set()
    for role, pattern in {
        "input": r"\binput (?:width|size|length|height)(?: of| is)* ⟦(\d+)⟧",
        "kernel": r"\b(?:kernel|filter) (?:width|size|length|height)(?: of| is)* ⟦(\d+)⟧",
        "padding": r"\bpadding(?: of| is)* ⟦(\d+)⟧",
        "stride": r"\bstride(?: of| is)* ⟦(\d+)⟧",
    }.items():
        numbers = re.findall(pattern, text)
        tree = clause.read(int(numbers[0])) if len(numbers) == 1 else None
        if isinstance(tree, Relation):
            tree = tree.sides[-1]
        if numbers and (square := re.fullmatch(r"(\d+)\s*\\times\s*\1", clause.formula(int(numbers[0])).latex.strip())):
            tree, squares = Num(Fraction(int(square.group(1)))), squares | {role}
        if tree is None and role == "padding" and re.search(r"\bno padding\b|\bwithout padding\b", text):
            tree = Num(Fraction(0))
        if not isinstance(tree, Num | Name):
            raise Unclear("the sizes of the layer are not told")
        values[role] = tree
    if re.search(r"\bdilat|\btranspos|\bpool", text):
        raise Unclear("another kind of layer")
    span = Add((values["input"], Neg(values["kernel"]), Mul((TWO, values["padding"]))))
    side = Add((Call("floor", (Div(span, values["stride"]),)), ONE))
    return Thing("value", Mul((side, side)) if "input" in squares else side)


def named_function(clause: Clause, noun: str) -> Node:
    """Return the function that the stem gives a name in words: "the cost is $C(q) = …$". Raises :class:`Unclear`."""
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    found = set(
        re.findall(rf"\b{noun}(?: function)?(?:,? (?:is|of|are|be|given by|described by|has|function))* ⟦(\d+)⟧", text)
    )
    trees = [clause.tree(int(number)) for number in found]
    if len(trees) != 1 or not isinstance(tree := trees[0], Relation) or tree.signs != ("=",):
        raise Unclear(f"which {noun}?")
    return tree


def _marginal(clause: Clause, _: Groups) -> Thing:
    """Ask for the derivative of a cost, revenue, profit or utility."""
    allow(clause, "at", "described")
    tree = named_function(clause, clause.word("noun"))
    assert isinstance(tree, Relation)  # noqa: S101 - made sure there
    first = tree.sides[0]
    names = first.arguments if isinstance(first, Apply) else tuple(dict.fromkeys(names_in(tree.sides[1])))
    if len(names) != 1 or not isinstance(x := names[0], Name):
        raise Unclear("marginal in which quantity?")
    made, used = taken(clause, Deriv(tree.sides[1], (x,)), (x,))
    return Thing("value", made, used=used)


def _half(clause: Clause, _: Groups) -> Thing:
    """Ask when a decaying quantity has half the value that it has at time zero."""
    allow(clause)
    heads = [tree for tree in clause.stated() if isinstance(tree, Relation) and isinstance(tree.sides[0], Apply)]
    first = heads[0].sides[0] if len(heads) == 1 else None
    if not isinstance(first, Apply) or first.arguments != (Name("t"),) or heads[0].signs != ("=",):
        raise Unclear("what decays?")
    t, body = Name("t"), heads[0].sides[1]
    start = put(body, {t: Num(Fraction(0))})
    return Thing("solutions", Relation((body, Mul((HALF, start))), ("=",)), "same-set", by=t)


def _named(clause: Clause, *bases: str) -> Name:
    """Return the one name of the stem that is given a value and is called as usual. Raises :class:`Unclear`."""
    heads = {tree.sides[0] for tree in clause.stated() if isinstance(tree, Relation) and tree.signs == ("=",)}
    found = [head for head in heads if isinstance(head, Name) and head.base in bases and not head.sub]
    if len(found) != 1:
        raise Unclear("a quantity is missing")
    return found[0]


def _error(clause: Clause, _: Groups) -> Thing:
    """Ask for the standard error of a mean, ``σ/√n``."""
    allow(clause, "described")
    told = " ".join(sentence.text for sentence in clause.wording.sentences if not sentence.asks)
    if re.search(r"deviation of (?:the|its|this) (?:sample )?(?:mean|average)|standard error", told):
        raise Unclear("the standard error is stated")
    return Thing("value", Div(_named(clause, r"\sigma", "s"), Call("sqrt", (_named(clause, "n"),))))


def _standardised(clause: Clause, _: Groups) -> Thing:
    """Ask for a z-score, ``(x - μ)/σ``."""
    allow(clause, "described")
    x = clause.tree(clause.numbered("f"))
    x = x.sides[-1] if isinstance(x, Relation) else x
    return Thing("value", Div(Add((x, Neg(_named(clause, r"\mu")))), _named(clause, r"\sigma")))


def _interval(clause: Clause, _: Groups) -> Thing:
    """Ask for the confidence interval of a mean with a known deviation, for a quantile that the stem states."""
    allow(clause, "described")
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    quantiles = [
        tree.sides[0] for tree in clause.stated()
        if isinstance(tree, Relation) and isinstance(tree.sides[0], Name) and tree.sides[0].base == "z"
    ]  # fmt: skip
    means = [
        tree.sides[0] for tree in clause.stated()
        if isinstance(tree, Relation) and isinstance(tree.sides[0], Name) and "bar" in tree.sides[0].base
    ]  # fmt: skip
    if len(set(quantiles)) != 1 or len(set(means)) != 1 or not re.search(r"\bknown\b", text):
        raise Unclear("the quantile or the mean is not told")
    level = re.search(r"(\d+) ?%", clause.word("level") or "")
    number = re.search(r"⟦(\d+)⟧", clause.word("level") or "")
    percent = (
        level.group(1) if level else re.sub(r"\D", "", clause.formula(int(number.group(1))).latex) if number else ""
    )
    index = quantiles[0].sub[0] if quantiles[0].sub else None
    if (
        not isinstance(index, Num)
        or percent not in ("90", "95", "99")
        or (1 + Fraction(int(percent), 100)) / 2 != index.value
    ):
        raise Unclear("the quantile does not belong to the level")
    step = Div(Mul((quantiles[0], _named(clause, r"\sigma"))), Call("sqrt", (_named(clause, "n"),)))
    return Thing("value", Between(Add((means[0], Neg(step))), Add((means[0], step)), low_open=False, high_open=False))


_OF_IT = (
    r"(?: of (?:the|this) (?:body|object|particle|car|ball|block|system|capacitor|inductor|coil|circuit|resistor|heater"
    r"|spring|projectile|train|truck|electron|classifier|model|filter|lamp))?(?: stored(?: in (?:it|the (?:capacitor"
    r"|inductor|coil"
    r"|spring)))?)?(?: dissipated(?: in (?:it|the resistor))?)?"
)
THINGS: Sequence[Phrase] = (
    phrase(r"marginal (?P<noun>cost|revenue|profit|utility|product)(?: function)?(?: of (?:the|this) [a-z]+)?", _marginal),
    phrase(r"half-life(?: ⟦\d+⟧)?(?: of (?:the|this) [a-z]+)?(?=$)", _half),
    phrase(r"(?:after|at) (?:what|which) time ?(?:⟦\d+⟧ )?(?:has|is|does|did) (?:the )?[a-z]+ (?:⟦\d+⟧ )?(?:dropped"
           r"|fallen|decayed"
           r"|decreased|drop|fall|decay|decrease) to (?:one )?half (?:of )?(?:its|the) (?:initial|original|starting)"
           r" value(?=$)", _half),
    phrase(r"standard error(?: of (?:the|its) (?:sample )?mean| of ⟦\d+⟧)?", _error),
    phrase(r"(?:z-score|⟦\d+⟧ ?-score|standard score|standardi[sz]ed value) (?:of|for) ⟦(?P<f>\d+)⟧", _standardised),
    phrase(r"(?:two-sided |symmetric )?(?P<level>⟦\d+⟧|\d+ ?%)(?:-| )?confidence interval (?:for|of) (?:the mean"
           r" )?⟦\d+⟧"
           r"(?: \(use ⟦\d+⟧\))?", _interval),
    phrase(rf"(?P<what>{_NAMES})(?: ⟦\d+⟧)?{_OF_IT}(?=$)", _quantity),
    phrase(rf"(?P<what>{_NAMES})(?: ⟦\d+⟧)?(?: stored)?(?P<tail>(?:,? (?:of|in|for|with|and|when|if|at|charged to"
           rf"|carrying"
           r"|moving (?:at|with)|through|is)(?: (?:the|an?))?(?: [a-z-]+){0,3}(?: ⟦\d+⟧)?)+)(?=$)", _quantity),
    phrase(r"(?:total|equivalent|combined|overall|resulting) (?P<kind>resistance|capacitance)(?: ⟦\d+⟧)?(?=$| of)"
           r"(?: of (?:the|this) (?:circuit|combination|arrangement|network|parallel combination|series combination"
           r"|parallel connection|series connection|two resistors|two capacitors))?", _network),
    phrase(r"(?P<what>precision|recall|sensitivity|specificity|accuracy|true positive rate|false positive rate|f1"
           r"|f1-score"
           r"|positive predictive value|⟦\d+⟧(?= ?-?score))(?: ?-?score)?(?: of (?:the|this) (?:classifier"
           r"|model))?(?=$)", _score),
    phrase(r"voltage(?: drop)? ⟦\d+⟧ (?:across|over|at) (?:the resistor )?⟦(?P<f>\d+)⟧", _divider),
    phrase(r"(?:spatial )?(?:output (?:width|size|length|height)|(?:width|size|length|height) of the output)(?: of"
           r" the layer)?(?=$)",
           _layer),
)  # fmt: skip
