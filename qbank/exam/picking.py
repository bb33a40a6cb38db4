"""A bank and the file of an exam → the questions of each section: named, all of a kind, or drawn at random.

What is drawn depends on the seed and on the identifiers of the questions alone. A question is in the exam once; one
with parameters counts as one question, so no two of its variants meet in a version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from math import lcm

from pydantic import ValidationError

from qbank.diagnostic import Diagnostic, Severity, Span, diagnostic
from qbank.evidence import Level
from qbank.schema import Bank, Question
from qbank.selecting import below, selected

from .chance import evenly, parts, reachable, shuffled
from .copying import changed_question
from .matching import matched
from .reading import Source
from .schema import MAX_QUESTIONS, Pick

LEVELS = tuple(Level)
UNASKED = frozenset({"description", "raw"})
"""Types that are drawn only where the pick names them: they ask nothing, or cannot be printed."""
MAX_SUMS = 200_000
"""Sums of points that are looked at: enough for 2,000 points in hundredths."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of questions by their ids: why some are ``refused``, and how well the keys are confirmed."""

    refused: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
    """The questions of each section, in order, and which of them were drawn at random, by their ids."""

    sections: tuple[tuple[Question, ...], ...]
    drawn: frozenset[str]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of the exam."""
        return tuple(question for section in self.sections for question in section)


@dataclass(frozen=True, slots=True)
class _Place:
    """A pick of a section, both by their numbers from 0."""

    section: int
    number: int
    pick: Pick


def picked(bank: Bank, source: Source, known: Known | None = None) -> tuple[Selection | None, list[Diagnostic]]:
    """Return the questions of the exam, or ``None`` and why there is none.

    Named questions come first, then all that is of a kind, then what is drawn: so nothing is drawn that stands in the
    exam anyhow, and no drawing takes what another one cannot do without.
    """
    picker = _Picker(bank, source, known or Known())
    picker.run()
    if any(each.severity is Severity.ERROR for each in picker.told):
        return None, picker.told
    return picker.selection(), picker.told


def candidates(bank: Bank, source: Source) -> list[Question]:
    """Return the questions whose evidence decides whether they may be picked."""
    picker = _Picker(bank, source, Known())
    picks = [pick for section in source.file.sections for pick in section.pick if pick.evidence is not None]
    found = {question.id: question for pick in picks for question in picker.fitting(pick)}
    return list(found.values())


class _Picker:
    def __init__(self, bank: Bank, source: Source, known: Known) -> None:
        self.bank, self.source, self.known = bank, source, known
        self.by_id = {question.id: question for question in bank.questions}
        self.order = {question.id: at for at, question in enumerate(bank.questions)}
        self.told: list[Diagnostic] = []
        self.taken: dict[str, _Place] = {}
        self.chosen: dict[tuple[int, int], list[Question]] = {}

    def run(self) -> None:
        places = [
            _Place(section, number, pick)
            for section, each in enumerate(self.source.file.sections)
            for number, pick in enumerate(each.pick)
        ]
        for place in places:
            self.unknown_words(place)
        self.unknown_excluded()
        if self.told and any(each.severity is Severity.ERROR for each in self.told):
            return
        for place in places:
            if place.pick.named:
                self.take_named(place)
        for place in places:
            if not place.pick.named and not place.pick.drawn:
                self.take_all(place)
        self.draw_counts([place for place in places if place.pick.count is not None])
        for place in places:
            if place.pick.points is not None:
                self.draw_points(place, place.pick.points)
        count = sum(each.type != "description" for picks in self.chosen.values() for each in picks)
        if not count and not self.told:
            self.told.append(
                diagnostic("QB462", "nothing in this exam is a question", self.source.place.key("sections"))
            )
        if count > MAX_QUESTIONS:
            span = self.source.place.key("sections")
            self.told.append(diagnostic("QB462", f"{count} questions: an exam has at most {MAX_QUESTIONS}", span))

    def selection(self) -> Selection:
        sections = tuple(
            tuple(question for number, pick in enumerate(section.pick) for question in self.priced(index, number, pick))
            for index, section in enumerate(self.source.file.sections)
        )
        drawn = frozenset(name for name, place in self.taken.items() if place.pick.drawn)
        return Selection(sections, drawn)

    def priced(self, section: int, number: int, pick: Pick) -> Iterator[Question]:
        """Yield the questions of a pick, worth what it says."""
        for question in self.chosen[section, number]:
            if pick.points_each is None or question.type == "description":
                yield question
            else:
                yield changed_question(question, points=pick.points_each)

    def span(self, place: _Place, *path: str | int) -> Span:
        return self.source.place.span("sections", place.section, "pick", place.number, *path)

    # ------------------------------------------------------------------------------------------------ what there is

    def unknown_words(self, place: _Place) -> None:
        """Report what the bank has nothing of, word by word."""
        pick, questions = place.pick, self.bank.questions
        kinds: dict[str, tuple[set[str], str]] = {
            "tag": ({tag for each in questions for tag in each.tags}, "no question has the tag"),
            "category": ({each.category for each in questions}, "no question is of the category"),
            "type": ({each.type for each in questions}, "no question is of the type"),
            "difficulty": ({each.difficulty or "" for each in questions}, "no question is of the difficulty"),
        }
        for name, (there, message) in kinds.items():
            for index, word in enumerate(getattr(pick, name)):
                if name == "category" and any(below(each, word) for each in there):
                    continue
                if word not in there:
                    self.nothing(f"{message} “{word}”", word, there, self.span(place, name, index))
        for index, word in enumerate(pick.id):
            if "*" in word or "?" in word:
                if not any(selected(each, ids=[word]) for each in questions):
                    self.nothing(
                        f"no question has an id like “{word}”", word, self.by_id, self.span(place, "id", index)
                    )
            elif word not in self.by_id:
                self.nothing(f"no question has the id “{word}”", word, self.by_id, self.span(place, "id", index))

    def unknown_excluded(self) -> None:
        for index, word in enumerate(self.source.file.exclude):
            if not any(selected(each, ids=[word]) for each in self.bank.questions):
                span = self.source.place.span("exclude", index)
                message = f"no question has the id “{word}”"
                self.nothing(message, word, self.by_id, span, severity=Severity.WARNING)

    def nothing(
        self, message: str, word: str, there: Mapping[str, object] | set[str], span: Span, **how: Severity
    ) -> None:
        near = get_close_matches(word, there, 1)
        hint = f"did you mean “{near[0]}”?" if near else ""
        self.told.append(diagnostic("QB461", message, span, hint=hint, severity=how.get("severity")))

    def fitting(self, pick: Pick) -> list[Question]:
        """Return the questions that are what the pick says, in the bank's order, or in that of the ids named."""
        found = [
            each
            for each in self.bank.questions
            if selected(each, ids=pick.id, tags=pick.tag, categories=pick.category, types=pick.type)
            and (not pick.difficulty or each.difficulty in pick.difficulty)
        ]
        if not pick.id:
            return found
        return sorted(found, key=lambda each: next(n for n, word in enumerate(pick.id) if selected(each, ids=[word])))

    def confirmed(self, pick: Pick, question: Question) -> bool:
        """Tell whether a question's evidence is good enough."""
        if pick.evidence is None:
            return True
        found = self.known.levels.get(question.id)
        return found is not None and LEVELS.index(found) <= LEVELS.index(Level(pick.evidence))

    def drawable(self, place: _Place) -> tuple[list[Question], str]:
        """Return the questions that may be drawn, in random order, and in words what became of the others."""
        pick, out = place.pick, dict.fromkeys(("in the exam already", "excluded", "drafts", "refused", "weaker"), 0)
        found: list[Question] = []
        fitting = [each for each in self.fitting(pick) if each.type not in UNASKED or each.type in pick.type]
        for each in fitting:
            if each.id in self.taken:
                out["in the exam already"] += 1
            elif self.source.file.exclude and selected(each, ids=self.source.file.exclude):
                out["excluded"] += 1
            elif each.status == "draft":
                out["drafts"] += 1
            elif each.id in self.known.refused:
                out["refused"] += 1
            elif not self.confirmed(pick, each):
                out["weaker"] += 1
            else:
                found.append(each)
        seed = (self.source.file.seed, "draw", place.section, place.number)
        ordered = shuffled(found, *seed, name=lambda each: each.id)
        if pick.balance:
            name = pick.balance
            ordered = evenly(ordered, lambda each: getattr(each, name))
        out[f"not {pick.evidence}"] = out.pop("weaker")
        lost = ", ".join(f"{count} {why}" for why, count in out.items() if count)
        return ordered, f"{len(fitting)} {'fits' if len(fitting) == 1 else 'fit'}" + (f" ({lost})" if lost else "")

    # ------------------------------------------------------------------------------------------------ what is taken

    def take(self, place: _Place, questions: Sequence[Question]) -> None:
        self.chosen[place.section, place.number] = list(questions)
        self.taken |= {question.id: place for question in questions}
        each = place.pick.points_each
        for question in questions:
            if question.type == "raw":
                message = f"{question.id} is of another program, and kept raw: it cannot be part of an exam"
                hint = "leave it out"
                self.told.append(diagnostic("QB462", message, self.span(place), hint=hint, question=question.id))
            if each is None or question.type == "description":
                continue
            try:
                changed_question(question, points=each)
            except ValidationError as error:
                why = error.errors()[0]["msg"]
                message = f"{question.id} cannot be worth {each} points: {why}"
                hint = "leave points_each out for it"
                span = self.span(place, "points_each")
                self.told.append(diagnostic("QB462", message, span, hint=hint, question=question.id))

    def take_named(self, place: _Place) -> None:
        found: list[Question] = []
        for index, word in enumerate(place.pick.id):
            span = self.span(place, "id", index)
            earlier = self.taken.get(word) or (place if any(each.id == word for each in found) else None)
            if earlier:
                where = self.span(earlier, "id")
                message = f"{word} is in this exam already: it is picked in line {where.line}"
                self.told.append(diagnostic("QB463", message, span, hint="leave one of the two out", question=word))
            else:
                found.append(self.by_id[word])
        self.take(place, found)

    def take_all(self, place: _Place) -> None:
        fitting = [each for each in self.fitting(place.pick) if self.confirmed(place.pick, each)]
        found = [each for each in fitting if each.id not in self.taken]
        if not found:
            message = "nothing is left to pick" if fitting else "no question is all of this"
            if fitting:
                message += f": {len(fitting)} fit, and all of them are in the exam already"
            self.told.append(diagnostic("QB462", message, self.span(place)))
        self.take(place, found)

    def draw_counts(self, places: Sequence[_Place]) -> None:
        """Draw for all picks that have a count, at once: each question goes where it is needed."""
        drawable = [self.drawable(place) for place in places]
        wanted = [place.pick.count or 0 for place in places]
        drawn = matched([[each.id for each in found] for found, _ in drawable], wanted)
        for place, (found, words), names, count in zip(places, drawable, drawn, wanted, strict=True):
            if len(names) < count and not (place.pick.at_most and names):
                only = f"{len(names)} can be drawn" if len(names) == len(found) else f"{len(names)} are left"
                message = f"{count} are to be drawn, but only {only}: {words}"
                hint = "" if not names else f"write count: {len(names)}, or add at_most: true"
                self.told.append(diagnostic("QB462", message, self.span(place, "count"), hint=hint))
            self.take(place, sorted((self.by_id[name] for name in names), key=lambda each: self.order[each.id]))

    def draw_points(self, place: _Place, wanted: Decimal) -> None:
        """Draw questions that are worth so much together."""
        found, words = self.drawable(place)
        worth = [each.points if place.pick.points_each is None else place.pick.points_each for each in found]
        unit = Fraction(1, lcm(*(Fraction(each).denominator for each in (*worth, wanted))))
        total, *sums = (int(Fraction(each) / unit) for each in (wanted, *worth))
        if total > MAX_SUMS:
            message = f"these points are too fine to be added up to {wanted}"
            hint = "give the questions points such as 1, 0.5 or 0.25, or write points_each:"
            self.told.append(diagnostic("QB462", message, self.span(place, "points"), hint=hint))
            self.take(place, [])
            return
        last = reachable(sums, total)
        nearest = max(last, default=0)
        if nearest < total and not (place.pick.at_most and nearest):
            message = f"{wanted} points cannot be reached: {words}, worth {_plain(sum(sums) * unit)} together"
            hint = _nearest(nearest, total, sums, unit)
            self.told.append(diagnostic("QB462", message, self.span(place, "points"), hint=hint))
        drawn = [found[index] for index in parts(last, sums, nearest)]
        self.take(place, sorted(drawn, key=lambda each: self.order[each.id]))


def _nearest(nearest: int, total: int, sums: Sequence[int], unit: Fraction) -> str:
    """Say which points can be reached instead of ``total``; all in units."""
    if not any(sums):
        return ""
    above = [each for each in reachable(sums, total + max(sums)) if each > total]
    near = [_plain(each * unit) for each in ([nearest] if nearest else []) + ([min(above)] if above else [])]
    return f"write points: {' or '.join(near)}" + (", or add at_most: true" if nearest else "")


def _plain(value: Fraction) -> str:
    written = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
