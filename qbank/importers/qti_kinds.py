"""The types of questions that items of QTI become, each by trying what responses earn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType
from typing import Any

from .answers import bare
from .draft import compact
from .moodle import FULL, UnreadableError, number, single_or_several
from .qti_parts import Interaction, Item
from .qti_questions import MAX_TRIED, NEAR, Question, Tried, share_of

_FEW = 8
"""Of so many options, every choice is tried."""
_TRUTH = MappingProxyType({"true": True, "false": False})


def _options(interaction: Interaction, feedback: Sequence[str]) -> list[dict[str, Any]]:
    return [
        compact({"text": each.text, "feedback": told, "pin": True if each.fixed and interaction.shuffle else ""})
        for each, told in zip(interaction.choices, feedback, strict=True)
    ]


def _choice(question: Question, interaction: Interaction) -> dict[str, Any]:
    choices = interaction.choices
    if len(choices) < 2:
        raise UnreadableError("it has fewer than two options")
    if any(not each.text.strip() for each in choices):
        raise UnreadableError("one of its options has no text")
    shuffle = "" if interaction.shuffle else False
    scores = [question.score(interaction.ident, each.ident) for each in choices]
    if interaction.many:
        return {**_ticks(question, interaction, scores), "shuffle": shuffle}
    feedback = question.single(interaction)
    shares = question.shares(scores)
    texts = [each.text.strip().strip("*").casefold() for each in choices]
    if sorted(texts) == ["false", "true"] and sorted(shares) == [0, FULL]:
        key = _TRUTH[texts[shares.index(FULL)]]
        told = dict(zip(texts, feedback, strict=True))
        right, wrong = told[str(key).lower()], told[str(not key).lower()]
        return {"type": "true-false", "answer": key, "feedback": compact({"correct": right, "incorrect": wrong})}
    options = _options(interaction, feedback)
    if not any(share > 0 for share in shares):
        if any(score < 0 for score in scores):
            raise UnreadableError("no option earns anything")
        question.tell("QB617", "nothing tells which option is right")
        return {"type": "single-choice", "options": [bare(each) for each in options], "shuffle": shuffle}
    return {**single_or_several(options, shares, single=True), "shuffle": shuffle}


def _ticks(question: Question, interaction: Interaction, singles: Sequence[Decimal]) -> dict[str, Any]:
    """Return a choice of several options, scored by its sum or by all at once."""
    idents = [each.ident for each in interaction.choices]
    everything = range(len(idents))
    scores: dict[frozenset[int], Decimal] = {frozenset({at}): score for at, score in enumerate(singles)}

    def score(ticked: frozenset[int]) -> Decimal:
        if ticked not in scores:
            scores[ticked] = question.score(interaction.ident, *(idents[at] for at in sorted(ticked)))
        return scores[ticked]

    feedback = question.single(interaction)
    right = _best(question, interaction, score)
    best = question.full(score(right))
    if best <= 0 or not right:
        options = _options(interaction, feedback)
        question.tell("QB617", "nothing tells which options are right")
        return {"type": "multiple-choice", "options": [bare(each) for each in options]}
    if interaction.most and interaction.most < len(idents) and interaction.most != 1:
        question.tell("QB616", f"that at most {interaction.most} options may be ticked has no counterpart here")
    near = [right - {at} for at in right] + [right | {at} for at in everything if at not in right]
    tried = [*near, *(frozenset({at}) for at in everything), frozenset()]
    tried += list(_subsets(len(idents))) if len(idents) <= _FEW else []
    told = _options(interaction, feedback)
    if all(score(each) <= 0 for each in tried if each != right):
        keys = [at + 1 for at in sorted(right)]
        scoring = "" if len(idents) == 1 else "all-or-nothing"
        return {"type": "multiple-choice", "options": [bare(each) for each in told], "answer": keys, "scoring": scoring}
    gains = [best - score(right - {at}) if at in right else score(right | {at}) - best for at in everything]
    # a score that never falls below 0 hides what a wrong option costs when it is alone
    fits = all(
        abs(max(Decimal(0), min(best, sum((gains[at] for at in each), Decimal(0)))) - max(Decimal(0), score(each)))
        <= NEAR * best
        for each in tried
    )
    wrong = any(gains[at] > 0 for at in everything if at not in right)
    if not fits or wrong or any(gains[at] <= 0 for at in right):
        raise UnreadableError("the way in which it scores several options has no counterpart here")
    return single_or_several(told, [share_of(gain, best) for gain in gains], single=False)


def _subsets(count: int) -> Iterator[frozenset[int]]:
    for size in range(count + 1):
        yield from map(frozenset, combinations(range(count), size))


def _best(question: Question, interaction: Interaction, score: Callable[[frozenset[int]], Decimal]) -> frozenset[int]:
    """Return the options that together earn most: as declared, else by trying."""
    idents = [each.ident for each in interaction.choices]
    if len(idents) <= _FEW:
        return max(_subsets(len(idents)), key=lambda each: (score(each), -len(each)))
    declared = frozenset(at for at, ident in enumerate(idents) if ident in question.item.scoring.key(interaction.ident))
    paying = frozenset(at for at in range(len(idents)) if score(frozenset({at})) > 0)
    best = max((declared, paying, frozenset[int]()), key=score)
    for _ in idents:
        nearest = max((best ^ {at} for at in range(len(idents))), key=score)
        if score(nearest) <= score(best):
            break
        best = nearest
    return best


def _text(question: Question, interaction: Interaction) -> dict[str, Any]:
    named = list(question.item.scoring.named(interaction.ident))
    if not named:
        question.tell("QB617", "nothing tells which answer is right")
        return {"type": "short-answer"}
    for value in named[:MAX_TRIED]:
        question.score(interaction.ident, value)
    question.score(interaction.ident, "\ue000")
    best = max(outcome.score for _, outcome in question.tried.found)
    if best <= 0:
        raise UnreadableError("no answer earns anything")
    question.full(best)
    found = question.texts(interaction, lambda value: share_of(_quiet(question, interaction, value), best))
    return {"type": "short-answer", **found}


def _quiet(question: Question, interaction: Interaction, value: str) -> Decimal:
    """Return what a response earns, without counting it among those tried."""
    return question.item.scoring.run({interaction.ident: (value,)}).score


def _numerical(question: Question, interaction: Interaction) -> dict[str, Any]:
    values = [value for text in question.item.scoring.named(interaction.ident) if (value := number(text)) is not None]
    if not values:
        question.tell("QB617", "nothing tells which number is right")
        return {"type": "numerical"}
    middles = [(low + high) / 2 for low, high in zip(sorted(values), sorted(values)[1:], strict=False)]
    for value in [*values, *middles, max(values) * 2 + 1]:
        question.score(interaction.ident, str(value))
    best = max(outcome.score for _, outcome in question.tried.found)
    if best <= 0:
        raise UnreadableError("no number earns anything")
    question.full(best)
    found = question.ranges(interaction, lambda value: share_of(_quiet(question, interaction, value), best))
    return {"type": "numerical", **found}


def _essay(question: Question, interaction: Interaction) -> dict[str, Any]:
    named = question.item.scoring.named(interaction.ident)
    if any(_quiet(question, interaction, value) > 0 for value in named[:MAX_TRIED]):
        return _text(question, interaction)
    upload = interaction.kind == "upload"
    model = [*question.item.scoring.key(interaction.ident), *question.item.rubric]
    return {
        "type": "essay",
        "response": "none" if upload else "" if interaction.rich else "plain",
        "attachments": "1" if upload else "",
        "attachments_required": "1" if upload else "",
        "lines": interaction.lines,
        "model_answer": "\n\n".join(model),
    }


def _ordering(question: Question, interaction: Interaction) -> dict[str, Any]:
    by_ident = {each.ident: each for each in interaction.choices}
    right = question.item.scoring.key(interaction.ident)
    if sorted(right) != sorted(by_ident) or len(right) < 2:
        raise UnreadableError("its right order is not declared, or holds only some of the items")
    best = question.full(question.score(interaction.ident, *right))
    if best <= 0:
        raise UnreadableError("its scoring gives nothing for what it calls right")
    others = {(*right[1:], right[0]), tuple(reversed(right))}
    others |= {(*right[:at], right[at + 1], right[at], *right[at + 2 :]) for at in range(len(right) - 1)}
    scored = {other: question.score(interaction.ident, *other) for other in sorted(others)}
    scoring = "all-or-nothing"
    if any(score > 0 for score in scored.values()):
        places = {other: sum(a == b for a, b in zip(other, right, strict=True)) for other in others}
        scoring = ""
        wanted = {each: places[each] * best / len(right) for each in others}
        if any(abs(score - wanted[each]) > NEAR * best for each, score in scored.items()):
            question.tell("QB616", "its way of giving part of the points has no counterpart: here each place counts")
    layout = "horizontal" if interaction.layout == "row" else ""
    items = [by_ident[ident].text for ident in right]
    return {"type": "ordering", "items": items, "scoring": scoring, "layout": layout}


def _matching(question: Question, interaction: Interaction) -> dict[str, Any]:
    lefts = {each.ident: each for each in interaction.choices}
    rights = {each.ident: each for each in interaction.targets or interaction.choices}
    key = question.item.scoring.key(interaction.ident)
    wanted = [(text.split()[0], text.split()[1]) for text in key if len(text.split()) == 2]
    if interaction.targets:
        wanted = [pair if pair[0] in lefts else (pair[1], pair[0]) for pair in wanted]
    if any(left not in lefts or right not in rights for left, right in wanted) or not wanted:
        raise UnreadableError("its right pairs are not declared")
    swapped = len({left for left, _ in wanted}) < len(wanted)
    if swapped and len({right for _, right in wanted}) == len(wanted):
        lefts, rights, wanted = rights, lefts, [(right, left) for left, right in wanted]
    elif swapped:
        raise UnreadableError("some of its things have several matches")
    partner = dict(wanted)
    used = {*partner.values()} | ({*partner} if not interaction.targets else set())
    if interaction.targets and set(partner) != set(lefts):
        raise UnreadableError("some of its things have no match")
    best = question.full(question.score(interaction.ident, *key))
    if best <= 0:
        raise UnreadableError("its scoring gives nothing for what it calls right")
    alone = [question.score(interaction.ident, pair) for pair in key]
    if not any(score > 0 for score in alone):
        question.tell("QB616", "points are given for all pairs together: here each pair earns its share")
    elif max(alone) - min(alone) > NEAR * best:
        question.tell("QB616", "some pairs earn more than others: here all earn the same")
    order = [ident for ident in lefts if ident in partner]
    pairs = [{"left": lefts[left].text, "right": rights[partner[left]].text} for left in order]
    distractors = [each.text for ident, each in rights.items() if ident not in used]
    return _paired(pairs, distractors, interaction)


def _paired(pairs: list[dict[str, str]], distractors: Sequence[str], interaction: Interaction) -> dict[str, Any]:
    taken = {" ".join(pair["right"].split()) for pair in pairs}
    loose = [text for text in dict.fromkeys(distractors) if text.strip() and " ".join(text.split()) not in taken]
    return {"type": "matching", "pairs": pairs, "distractors": loose, "shuffle": "" if interaction.shuffle else False}


def _rows(question: Question) -> dict[str, Any]:
    """Return a matching whose things are interactions of their own, all with the same choices."""
    item = question.item
    right = {each.ident: question.right_response(each) for each in item.interactions}
    best = question.tried.run(right).score
    if question.full(best) <= 0:
        raise UnreadableError("its scoring gives nothing for what it calls right")
    empty: dict[str, tuple[str, ...]] = {each.ident: () for each in item.interactions}
    question.tried.run(empty)
    pairs: list[dict[str, str]] = []
    loose: list[str] = []
    for each in item.interactions:
        texts = {choice.ident: choice.text for choice in each.choices}
        if right[each.ident][0] not in texts:
            raise UnreadableError("one of its keys is none of the choices")
        if question.tried.run({**right, each.ident: ()}).score >= best:
            raise UnreadableError("one of its things earns nothing")
        pairs.append({"left": each.label, "right": texts[right[each.ident][0]]})
        loose += texts.values()
    alone = [question.tried.run({**empty, ident: values}).score for ident, values in right.items()]
    if not all(score > 0 for score in alone):
        question.tell("QB616", "points are given for all pairs together: here each pair earns its share")
    return _paired(pairs, loose, item.interactions[0])


_TYPES: Mapping[str, Callable[[Question, Interaction], dict[str, Any]]] = MappingProxyType(
    {
        "choice": _choice,
        "menu": _choice,
        "text": _text,
        "number": _numerical,
        "essay": _essay,
        "upload": _essay,
        "order": _ordering,
        "match": _matching,
        "associate": _matching,
    }
)


def fields_of(item: Item, tell: Callable[[str, str], None]) -> dict[str, Any]:
    """Return the fields of the question that an item is. Raises :class:`UnreadableError` where it is none of ours."""
    question = Question(item, tell, Tried(item))
    if len({each.ident for each in item.interactions}) < len(item.interactions):
        raise UnreadableError("two of its interactions have the same name")
    if not item.interactions:
        made: dict[str, Any] = {"type": "description"}
    elif item.rows:
        made = _rows(question)
    elif len(item.interactions) > 1 or item.interactions[0].gap:
        made = question.gaps()
    else:
        made = _TYPES[item.interactions[0].kind](question, item.interactions[0])
    return question.fields(made)
