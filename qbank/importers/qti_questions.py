"""Items of QTI as questions: keys, shares and feedback are found by running the item's own scoring on responses.

Whatever way an item is scored in, what counts is what each response earns: every option is tried, every text and
number that the scoring names, and the places between. What no type of ours would score alike is kept raw.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .answers import bare, reached
from .draft import compact
from .moodle import FULL, UnreadableError, number, percent, short, single_or_several
from .qti_parts import BLANK, Interaction, Item, Outcome, Responses

NEAR = Decimal("0.02")
MAX_TRIED = 400
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

    def fields(self, made: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of the question, given those of its type. Raises :class:`UnreadableError`."""
        item = self.item
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
        return [share_of(score, best) for score in scores]

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
                self.tell("QB616", f"feedback without a counterpart became part of the explanation: {beginning(text)}")
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
        right = {each.ident: self.right_response(each) for each in item.interactions}
        empty = {each.ident: () for each in item.interactions}
        best = self.tried.run(right).score
        none = self.tried.run(empty).score
        if best <= 0:
            raise UnreadableError("its scoring gives nothing for what it calls right")
        self.full(best)
        weights, gaps = [], {}
        alone = [self.tried.run({**empty, ident: values}).score - none for ident, values in right.items()]
        shared = all(each > 0 for each in alone) and abs(sum(alone, none) - best) <= NEAR * best
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
            if abs(weight - least) > NEAR * least:
                gap["weight"] = short((weight / least).quantize(Decimal("0.001")).normalize())
        return {"type": "cloze", "gaps": gaps}

    def right_response(self, interaction: Interaction) -> tuple[str, ...]:
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
            shares = [share_of(run(each.ident).score - floor, weight) for each in interaction.choices]
            options = [compact({"text": each.text, "feedback": each.feedback}) for each in interaction.choices]
            layout = interaction.layout or ("column" if interaction.kind == "choice" else "")
            choice = single_or_several(options, shares, single=True)
            return {**choice, **compact({"layout": layout, "shuffle": "" if interaction.shuffle else False})}
        if interaction.kind == "text":
            return {
                "type": "short-answer",
                **self.texts(interaction, lambda value: share_of(run(value).score - floor, weight)),
            }
        if interaction.kind == "number":
            return {
                "type": "numerical",
                **self.ranges(interaction, lambda value: share_of(run(value).score - floor, weight)),
            }
        raise UnreadableError("one of its gaps has no counterpart here")

    def _ticks_gap(
        self, interaction: Interaction, run: Callable[..., Outcome], floor: Decimal, weight: Decimal
    ) -> dict[str, Any]:
        """Return a gap in which several options are to be ticked, all of them or none."""
        right = self.item.scoring.key(interaction.ident)
        idents = [each.ident for each in interaction.choices]
        if not set(right) <= set(idents) or abs(run(*right).score - floor - weight) > NEAR * weight:
            raise UnreadableError("nothing tells what is right in one of its gaps")
        less = [run(*(each for each in right if each != one)).score - floor for one in right]
        if any(score > NEAR * weight for score in less):
            raise UnreadableError("the way in which a gap scores several options has no counterpart here")
        options = [bare(compact({"text": each.text, "feedback": each.feedback})) for each in interaction.choices]
        keys = [at for at, ident in enumerate(idents, 1) if ident in right]
        more = [run(*right, ident).score - floor for ident in idents if ident not in right]
        if any(score > NEAR * weight for score in more):
            self.tell("QB616", "wrong ticks beside the right ones cost nothing there: here they do")
        made = {"type": "multiple-choice", "options": options, "answer": keys, "scoring": "all-or-nothing"}
        return {**made, **compact({"shuffle": "" if interaction.shuffle else False})}

    # -- texts and numbers

    def texts(self, interaction: Interaction, share: Callable[[str], Decimal]) -> dict[str, Any]:
        """Return the answers of a short text."""
        named = list(self.item.scoring.named(interaction.ident))[:MAX_TRIED]
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

    def ranges(self, interaction: Interaction, share: Callable[[str], Decimal]) -> dict[str, Any]:
        """Return the answers of a number: where the score changes is found between the numbers that scoring names."""
        named = sorted(
            {value for text in self.item.scoring.named(interaction.ident) if (value := number(text)) is not None}
        )
        named = named[:MAX_TRIED]
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
            self.tell(
                "QB616", f"feedback of the first right number became part of the explanation: {beginning(right[3])}"
            )
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


def share_of(score: Decimal, best: Decimal) -> Decimal:
    """Return a score in percent of the best."""
    if best <= 0:
        return Decimal(0)
    exact = (score * 100 / best).quantize(Decimal("0.00001"))
    near = percent(str(exact))
    return max(Decimal(-100), min(FULL, near if near is not None else exact))


def _names(key: str, values: Sequence[str]) -> bool:
    """Tell whether the name of a feedback holds that of a choice."""
    return any(re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", key) for value in values if value)


def beginning(text: str) -> str:
    """Return the first words of a text, for a message."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= 40 else plain[:39] + '…'}”"
