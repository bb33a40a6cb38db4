"""Items of QTI as questions: keys, shares and feedback are found by running the item's own scoring on responses.

Whatever way an item is scored in, what counts is what each response earns: every option is tried, every text and
number that the scoring names, and the places between. What no type of ours would score alike is kept raw.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType
from typing import Any

from .answers import bare, reached
from .draft import compact
from .moodle import FULL, UnreadableError, number, percent, short, single_or_several
from .qti_parts import BLANK, Interaction, Item, Outcome, Responses

_FEW = 8
"""Of so many options, every choice is tried."""
_NEAR = Decimal("0.02")
_TRUTH = MappingProxyType({"true": True, "false": False})
_MAX_TRIED = 400
_MAX_POINTS = 10_000


@dataclass(slots=True)
class Tried:
    """Responses that were tried, with what they gave."""

    item: Item
    found: list[tuple[Responses, Outcome]] = field(default_factory=list)

    def run(self, responses: Responses) -> Outcome:
        """Try one."""
        outcome = self.item.scoring.run(responses)
        self.found.append((responses, outcome))
        return outcome


@dataclass(slots=True)
class Question:
    """What becomes of an item."""

    item: Item
    tell: Callable[[str, str], None]
    tried: Tried
    shown: set[str] = field(default_factory=set)
    """The feedback that has found its place."""

    def fields(self) -> dict[str, Any]:
        """Return the fields of the question. Raises :class:`UnreadableError`."""
        item = self.item
        if len({each.ident for each in item.interactions}) < len(item.interactions):
            raise UnreadableError("two of its interactions have the same name")
        if not item.interactions:
            made: dict[str, Any] = {"type": "description"}
        elif item.rows:
            made = _rows(self)
        elif len(item.interactions) > 1 or item.interactions[0].gap:
            made = self.gaps()
        else:
            made = _TYPES[item.interactions[0].kind](self, item.interactions[0])
        feedback = self.feedback(made)
        best = max((outcome.score for _, outcome in self.tried.found), default=Decimal(0))
        known = item.points is not None or item.maximum is not None
        # scores up to 100 are percentages, whatever the question is worth
        points = item.points if known or best in {0, 100} else best
        if points is not None and not 0 <= points <= _MAX_POINTS:
            raise UnreadableError(f"it is worth {short(points)} points")
        points = None if points == 1 or made["type"] == "description" else points
        stem = item.stem.replace(BLANK, "\\_\\_\\_\\_\\_")
        explanation = "\n\n".join(
            dict.fromkeys([*item.solutions, *made.pop("explanation", []), *feedback.pop("always", [])])
        )
        for name, texts in item.told.items():
            feedback[name] = [*texts, *feedback.get(name, [])]
        told = {name: "\n\n".join(dict.fromkeys(texts)) for name, texts in feedback.items()}
        for name, text in made.pop("feedback", {}).items():
            told[name] = text if not told.get(name) else f"{text}\n\n{told[name]}"
        return compact(
            {
                "id": item.ident,
                "title": item.title,
                "tags": item.tags,
                "language": item.language,
                "points": "" if points is None else short(points),
                **made,
                "stem": stem,
                "hints": item.hints,
                "feedback": compact(told),
                "explanation": explanation,
            }
        )

    # -- trying

    def score(self, ident: str, *values: str) -> Decimal:
        """Return what a response to the one interaction earns."""
        return self.tried.run({ident: values}).score

    def full(self, best: Decimal) -> Decimal:
        """Return what a right answer earns, given the best score found."""
        if best <= 0:
            return Decimal(0)
        most = self.item.maximum
        if most is not None and best < most * Decimal("0.999") and most != 100:
            self.tell("QB616", f"the best answer earns {short(best)} of {short(most)} points: here it earns all")
        return best

    def shares(self, scores: Sequence[Decimal]) -> list[Decimal]:
        """Return scores in percent of the best."""
        best = self.full(max(scores, default=Decimal(0)))
        return [_share(score, best) for score in scores]

    # -- feedback

    def feedback(self, made: dict[str, Any]) -> dict[str, list[str]]:
        """Return the feedback that no option or answer has taken, by outcome; what has no place is told."""
        out: dict[str, list[str]] = {}
        found = self.tried.found
        best = max((outcome.score for _, outcome in found), default=Decimal(0))
        rank = [
            "correct" if outcome.score >= best > 0 else "partial" if outcome.score > 0 else "incorrect"
            for _, outcome in found
        ]
        for key, text in self.item.feedback.items():
            if key in self.shown or not text:
                continue
            shows = [key in outcome.shown for _, outcome in found]
            names = {name for name, shown in zip(rank, shows, strict=True) if shown}
            never = {name for name, shown in zip(rank, shows, strict=True) if not shown}
            if not names & never and names and never:
                for name in sorted(names):
                    out.setdefault(name, []).append(text)
                continue
            if (names or made["type"] != "essay") and (not names or never) and found:
                self.tell("QB616", f"feedback without a counterpart became part of the explanation: {_start(text)}")
            out.setdefault("always", []).append(text)
        return out

    def single(self, interaction: Interaction) -> list[str]:
        """Return for each choice the feedback that is shown with it alone."""
        texts = []
        found = {
            values[0]: each for responses, each in self.tried.found if len(values := responses[interaction.ident]) == 1
        }
        alone = self._own(found)
        for choice in interaction.choices:
            own = [self.item.feedback[key] for key in alone.get(choice.ident, ())]
            texts.append("\n\n".join(dict.fromkeys(text for text in [choice.feedback, *own] if text)))
        return texts

    def _alone(self, interaction: Interaction) -> dict[str, Outcome]:
        """Return what the responses gave that are one value."""
        tried = ((responses[interaction.ident], outcome) for responses, outcome in self.tried.found)
        return {values[0]: outcome for values, outcome in tried if len(values) == 1}

    def _own(self, found: Mapping[str, Outcome]) -> dict[str, list[str]]:
        """Return the feedback that is shown for one response alone, unless it is that of right and wrong."""
        where: dict[str, list[str]] = {}
        for value, outcome in found.items():
            for key in sorted(outcome.shown & set(self.item.feedback)):
                where.setdefault(key, []).append(value)
        best = max((each.score for each in found.values()), default=Decimal(0))
        right = {value for value, each in found.items() if each.score == best}
        own: dict[str, list[str]] = {}
        for key, values in where.items():
            general = set(values) in (right, set(found) - right) and not _names(key, values)
            if len(values) == 1 and not general:
                own.setdefault(values[0], []).append(key)
                self.shown.add(key)
        return own

    # -- cloze

    def gaps(self) -> dict[str, Any]:
        """Return the fields of a text with gaps."""
        item = self.item
        right = {each.ident: self._right(each) for each in item.interactions}
        empty = {each.ident: () for each in item.interactions}
        best = self.tried.run(right).score
        none = self.tried.run(empty).score
        if best <= 0:
            raise UnreadableError("its scoring gives nothing for what it calls right")
        self.full(best)
        weights, gaps = [], {}
        alone = [self.tried.run({**empty, ident: values}).score - none for ident, values in right.items()]
        shared = all(each > 0 for each in alone) and abs(sum(alone, none) - best) <= _NEAR * best
        for interaction, own in zip(item.interactions, alone, strict=True):
            base = empty if shared else right
            weight = own if shared else best - self.tried.run({**right, interaction.ident: ()}).score
            if weight <= 0:
                raise UnreadableError(f"its scoring does not tell what the gap {interaction.gap} is worth")
            weights.append(weight if shared else Decimal(1))
            floor = none if shared else best - weight

            def try_(*values: str, where: str = interaction.ident, base: Responses = base) -> Outcome:
                return self.tried.run({**base, where: values})

            gaps[interaction.gap] = self.gap(interaction, try_, floor, weight)
        if not shared and len(weights) > 1:
            self.tell("QB616", "points are given for all gaps together: here each gap earns its share")
        least = min(weights)
        for gap, weight in zip(gaps.values(), weights, strict=True):
            if abs(weight - least) > _NEAR * least:
                gap["weight"] = short((weight / least).quantize(Decimal("0.001")).normalize())
        return {"type": "cloze", "gaps": gaps}

    def _right(self, interaction: Interaction) -> tuple[str, ...]:
        """Return the right response to a gap: as declared, else the one that earns most on its own."""
        declared = self.item.scoring.key(interaction.ident)
        if interaction.kind in {"text", "number"} or (declared and interaction.kind == "menu"):
            declared = declared[:1]
        if declared:
            return declared
        values = [choice.ident for choice in interaction.choices] or list(self.item.scoring.named(interaction.ident))
        if not values:
            raise UnreadableError("nothing tells what is right in one of its gaps")
        return (max(values, key=lambda value: self.item.scoring.run({interaction.ident: (value,)}).score),)

    def gap(
        self, interaction: Interaction, run: Callable[..., Outcome], floor: Decimal, weight: Decimal
    ) -> dict[str, Any]:
        """Return one gap; ``run`` tries a response, which earns up to ``weight`` above ``floor``."""
        if interaction.kind == "choice" and interaction.many:
            return self._ticks_gap(interaction, run, floor, weight)
        if interaction.kind in {"menu", "choice"} and not interaction.many:
            shares = [_share(run(each.ident).score - floor, weight) for each in interaction.choices]
            options = [compact({"text": each.text, "feedback": each.feedback}) for each in interaction.choices]
            layout = interaction.layout or ("column" if interaction.kind == "choice" else "")
            choice = single_or_several(options, shares, single=True)
            return {**choice, **compact({"layout": layout, "shuffle": "" if interaction.shuffle else False})}
        if interaction.kind == "text":
            return {
                "type": "short-answer",
                **self._texts(interaction, lambda value: _share(run(value).score - floor, weight)),
            }
        if interaction.kind == "number":
            return {
                "type": "numerical",
                **self._ranges(interaction, lambda value: _share(run(value).score - floor, weight)),
            }
        raise UnreadableError("one of its gaps has no counterpart here")

    def _ticks_gap(
        self, interaction: Interaction, run: Callable[..., Outcome], floor: Decimal, weight: Decimal
    ) -> dict[str, Any]:
        """Return a gap in which several options are to be ticked, all of them or none."""
        right = self.item.scoring.key(interaction.ident)
        idents = [each.ident for each in interaction.choices]
        if not set(right) <= set(idents) or abs(run(*right).score - floor - weight) > _NEAR * weight:
            raise UnreadableError("nothing tells what is right in one of its gaps")
        less = [run(*(each for each in right if each != one)).score - floor for one in right]
        if any(score > _NEAR * weight for score in less):
            raise UnreadableError("the way in which a gap scores several options has no counterpart here")
        options = [bare(compact({"text": each.text, "feedback": each.feedback})) for each in interaction.choices]
        keys = [at for at, ident in enumerate(idents, 1) if ident in right]
        more = [run(*right, ident).score - floor for ident in idents if ident not in right]
        if any(score > _NEAR * weight for score in more):
            self.tell("QB616", "wrong ticks beside the right ones cost nothing there: here they do")
        made = {"type": "multiple-choice", "options": options, "answer": keys, "scoring": "all-or-nothing"}
        return {**made, **compact({"shuffle": "" if interaction.shuffle else False})}

    # -- texts and numbers

    def _texts(self, interaction: Interaction, share: Callable[[str], Decimal]) -> dict[str, Any]:
        """Return the answers of a short text."""
        named = list(self.item.scoring.named(interaction.ident))[:_MAX_TRIED]
        found = [(value, share(value)) for value in named]
        right = [value for value, earned in found if earned > 0]
        answers: list[Any] = []
        own = self._spoken(interaction)
        for value, earned in sorted(found, key=lambda each: -each[1]):
            if earned == 0 and not own.get(value):
                continue
            before, after = share(f"\ue000{value}") == earned > 0, share(f"{value}\ue000") == earned > 0
            plain = value.replace("*", "\\*")
            pattern = f"{'*' if before else ''}{plain}{'*' if after else ''}"
            said = {"pattern": pattern} if before or after else {"text": value}
            fraction = "" if earned == FULL else short(earned)
            answers.append(bare(compact({**said, "fraction": fraction, "feedback": own.get(value, "")})))
        case = any(value.swapcase() != value and share(value.swapcase()) <= 0 for value in right)
        kept, left_out = reached(answers, case=case)
        for text in left_out:
            if not any(text.casefold() == value.casefold() != value and text != value for value in right):
                self.tell("QB615", f"the answer “{text}” is left out: an earlier one accepts it already")
        return compact({"answers": kept, "case_sensitive": True if case else ""})

    def _spoken(self, interaction: Interaction) -> dict[str, str]:
        """Return the feedback of single responses."""
        if len(self.item.interactions) > 1:
            return {}
        own = self._own(self._alone(interaction))
        return {value: "\n\n".join(self.item.feedback[key] for key in keys) for value, keys in own.items()}

    def _ranges(self, interaction: Interaction, share: Callable[[str], Decimal]) -> dict[str, Any]:
        """Return the answers of a number: where the score changes is found between the numbers that scoring names."""
        named = sorted(
            {value for text in self.item.scoring.named(interaction.ident) if (value := number(text)) is not None}
        )
        named = named[:_MAX_TRIED]
        if not named:
            raise UnreadableError("its scoring names no number")
        span = max(named[-1] - named[0], abs(named[-1]), Decimal(1))
        if share(str(named[0] - span)) > 0 or share(str(named[-1] + span)) > 0:
            raise UnreadableError("numbers without an end are right, which has no counterpart here")
        points: list[tuple[Decimal, Decimal, Decimal]] = []  # from, to, and a number between
        for at, value in enumerate(named):
            points.append((value, value, value))
            if at + 1 < len(named):
                points.append((value, named[at + 1], (value + named[at + 1]) / 2))
        own = self._told_of_numbers(interaction, points)
        intervals: list[tuple[Decimal, Decimal, Decimal, str]] = []
        for low, high, value in points:
            earned, told = share(str(value)), own.get(value, "")
            last = intervals[-1] if intervals else None
            if earned <= 0 and not told:
                continue
            if last is not None and last[2:] == (earned, told) and last[1] == low:
                intervals[-1] = (last[0], high, earned, told)
            elif low == high or last is None or last[1] != low or last[2:] != (earned, told):
                intervals.append((low, high, earned, told))
        # a place where the score changes belongs to the better side, whose end it is
        intervals = [each for each in intervals if each[0] < each[1] or not _covered(each, intervals)]
        full = [each for each in intervals if each[2] == FULL]
        right = next((each for each in full if not each[3]), next(iter(full), None))
        if right is None:
            raise UnreadableError("no number earns everything")
        if right[3]:
            self.item.solutions.append(right[3])
            self.tell("QB616", f"feedback of the first right number became part of the explanation: {_start(right[3])}")
        declared = {value for text in self.item.scoring.key(interaction.ident) if (value := number(text)) is not None}
        item: dict[str, Any] = _interval(right, {*named} | declared, "answer")
        further = []
        for each in intervals:
            if each is right:
                continue
            said = _interval(each, set(named), "value")
            if "range" not in said:
                said.setdefault("tolerance", "0" if "tolerance" in item else "")
            fraction = "" if each[2] == FULL else short(each[2])
            further.append(compact({**said, "fraction": fraction, "feedback": each[3]}))
        return compact({**item, "answers": further})

    def _told_of_numbers(
        self, interaction: Interaction, points: Sequence[tuple[Decimal, Decimal, Decimal]]
    ) -> dict[Decimal, str]:
        """Return the feedback of single places on the line, other than that of right and wrong and of the key."""
        if len(self.item.interactions) > 1 or not self.item.feedback:
            return {}
        found = {value: self.item.scoring.run({interaction.ident: (str(value),)}) for _, _, value in points}
        outside = self.item.scoring.run({interaction.ident: (str(max(found) * 2 + 1),)})
        best = max(each.score for each in found.values())
        right = {value for value, each in found.items() if each.score == best}
        own: dict[Decimal, list[str]] = {}
        for key, text in self.item.feedback.items():
            shown = {value for value, each in found.items() if key in each.shown}
            mixed = shown & right and shown - right
            if not shown or shown == right or key in outside.shown or mixed:
                continue
            self.shown.add(key)
            for value in shown:
                own.setdefault(value, []).append(text)
        return {value: "\n\n".join(texts) for value, texts in own.items()}


def _covered(
    each: tuple[Decimal, Decimal, Decimal, str], others: Sequence[tuple[Decimal, Decimal, Decimal, str]]
) -> bool:
    return any(other[0] <= each[0] <= other[1] and other[2] >= each[2] for other in others if other is not each)


def _interval(each: tuple[Decimal, Decimal, Decimal, str], named: set[Decimal], name: str) -> dict[str, Any]:
    low, high = each[:2]
    middle = (low + high) / 2
    if low == high:
        return {name: short(low)}
    if middle in named:
        return {name: short(middle), "tolerance": short(high - middle)}
    return {"range": f"{short(low)} to {short(high)}"}


def _share(score: Decimal, best: Decimal) -> Decimal:
    """Return a score in percent of the best."""
    if best <= 0:
        return Decimal(0)
    exact = (score * 100 / best).quantize(Decimal("0.00001"))
    near = percent(str(exact))
    return max(Decimal(-100), min(FULL, near if near is not None else exact))


def _names(key: str, values: Sequence[str]) -> bool:
    """Tell whether the name of a feedback holds that of a choice."""
    return any(re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", key) for value in values if value)


def _start(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= 40 else plain[:39] + '…'}”"


# -- the types


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
        <= _NEAR * best
        for each in tried
    )
    wrong = any(gains[at] > 0 for at in everything if at not in right)
    if not fits or wrong or any(gains[at] <= 0 for at in right):
        raise UnreadableError("the way in which it scores several options has no counterpart here")
    return single_or_several(told, [_share(gain, best) for gain in gains], single=False)


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
    for value in named[:_MAX_TRIED]:
        question.score(interaction.ident, value)
    question.score(interaction.ident, "\ue000")
    best = max(outcome.score for _, outcome in question.tried.found)
    if best <= 0:
        raise UnreadableError("no answer earns anything")
    question.full(best)
    found = question._texts(interaction, lambda value: _share(_quiet(question, interaction, value), best))  # noqa: SLF001
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
    found = question._ranges(interaction, lambda value: _share(_quiet(question, interaction, value), best))  # noqa: SLF001
    return {"type": "numerical", **found}


def _essay(question: Question, interaction: Interaction) -> dict[str, Any]:
    named = question.item.scoring.named(interaction.ident)
    if any(_quiet(question, interaction, value) > 0 for value in named[:_MAX_TRIED]):
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
        if any(
            abs(_share(score, best) - Decimal(100) * places[other] / len(right)) > 1 for other, score in scored.items()
        ):
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
    elif max(alone) - min(alone) > _NEAR * best:
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
    right = {each.ident: question._right(each) for each in item.interactions}  # noqa: SLF001
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
    return Question(item, tell, Tried(item)).fields()
