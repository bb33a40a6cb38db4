"""Scores of classifiers, sizes of layers, statistics of means, marginal quantities and half-lives, by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from qbank.checker.syntax import (
    Add,
    Apply,
    Between,
    Call,
    Deriv,
    Div,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    names_in,
    put,
)

from .clause import Clause, Groups, Phrase, Thing, Unclear, allow, phrase, taken

ONE, TWO = Num(Fraction(1)), Num(Fraction(2))


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
    told = [one.text for one in clause.wording.sentences if not one.asks and not _recalls(clause, one.text)]
    wide = "size" not in (clause.match.group() if clause.match else "")
    words = re.findall(r"[a-z][a-z'-]*", re.sub(r"⟦\d+⟧", " ", " ".join(told)))
    if not all(_LAYER.fullmatch(word) or (wide and word in ("filters", "channels", "kernels")) for word in words):
        raise Unclear("another kind of layer")
    if len(re.findall(r"⟦\d+⟧", " ".join(told))) > len(values) + wide:
        raise Unclear("another kind of layer")
    span = Add((values["input"], Neg(values["kernel"]), Mul((TWO, values["padding"]))))
    side = Add((Call("floor", (Div(span, values["stride"]),)), ONE))
    return Thing("value", Mul((side, side)) if "input" in squares else side)


def _recalls(clause: Clause, text: str) -> bool:
    """Tell whether a sentence recalls the formula used here."""
    match = re.fullmatch(r"recall(?: that)? ⟦(\d+)⟧", text)
    return (
        match is not None
        and re.search(r"\\lfloor.*\\rfloor\s*\+\s*1$", clause.formula(int(match.group(1))).latex.strip()) is not None
    )


_LAYER = re.compile(
    r"an?|the|convolution|convolutional|layer|conv|has|have|with|of|and|is|are|to|on|in|uses|using|applied|applies|input"
    r"|image|width|height|size|length|square|kernel|kernels|filter|no|without|padding|stride|for|its|single|consider|let"
    r"|this|neural|network|cnn|spatial|zero-padding|pixels|x|by|it|each|zero"
    r"|both|directions"
)
"""Words that tell of one plain convolution."""
_PLAIN_BEFORE = re.compile(
    r"(?:^|[ ,])(?:the|an?|its|this|their|his|her|total|whose|annual|daily|weekly|monthly|has|have|with|and|let|if"
    r"|given|[a-z]+'s) $|^$"
)
_MADE_OF = re.compile(r"\b(?:derivative|logarithm|square|root|inverse|reciprocal|rate|change|average|mean) (?:of|in)\b")


def called(text: str, noun: str) -> set[str]:
    """Return the numbers of the formulas that a text calls by a noun alone: no average cost is a cost."""
    pattern = rf"\b{noun}(?: function)?(?:,? (?:is|of|are|be|given by|described by|has|function))* ⟦(\d+)⟧"
    found: set[str] = set()
    for match in re.finditer(pattern, text):
        before = re.split(r"[,.⟧]", text[: match.start()])[-1]
        if _PLAIN_BEFORE.search(before) and not _MADE_OF.search(before):
            found.add(match.group(1))
        else:
            return set()
    return found


def named_function(clause: Clause, noun: str) -> Node:
    """Return the function that the stem gives a name in words: "the cost is $C(q) = …$". Raises :class:`Unclear`."""
    text = " ".join(sentence.text for sentence in clause.wording.sentences)
    found = called(text, noun)
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
    return Thing("solutions", Relation((body, Mul((Div(ONE, TWO), start))), ("=",)), "same-set", by=t)


def _named(clause: Clause, *bases: str) -> Name:
    """Return the one name of the stem that is given a value and is called as usual. Raises :class:`Unclear`."""
    heads = {tree.sides[0] for tree in clause.stated() if isinstance(tree, Relation) and tree.signs == ("=",)}
    found = [head for head in heads if isinstance(head, Name) and head.base in bases and not head.sub]
    if len(found) != 1:
        raise Unclear("a quantity is missing")
    return found[0]


def _error(clause: Clause, _: Groups) -> Thing:
    """Ask for the standard error of a mean, ``σ/√n``."""
    allow(clause)
    told = " ".join(sentence.text for sentence in clause.wording.sentences if not sentence.asks)
    if re.search(r"deviation of (?:the|its|this) (?:sample )?(?:mean|average)|standard error|variance|finite", told):
        raise Unclear("the standard error is stated")
    return Thing("value", Div(_named(clause, r"\sigma", "s"), Call("sqrt", (_named(clause, "n"),))))


def _standardised(clause: Clause, _: Groups) -> Thing:
    """Ask for a z-score, ``(x - μ)/σ``."""
    allow(clause)
    if any("variance" in sentence.text for sentence in clause.wording.sentences):
        raise Unclear("which deviation?")
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


THINGS: Sequence[Phrase] = (
    phrase(r"marginal (?P<noun>cost|revenue|profit|utility|product)(?: function)?(?: of (?:the|this) [a-z]+)?",
           _marginal),
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
    phrase(r"(?P<what>precision|recall|sensitivity|specificity|accuracy|true positive rate|false positive rate|f1"
           r"|f1-score"
           r"|positive predictive value|⟦\d+⟧(?= ?-?score))(?: ?-?score)?(?: of (?:the|this) (?:classifier"
           r"|model))?(?=$)", _score),
    phrase(r"(?:spatial )?(?:output (?:width|size|length|height)|(?:width|size|length|height) of the output)(?: of"
           r" the layer)?(?=$)",
           _layer),
)  # fmt: skip
