"""Questions answered by choosing among options."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import model_validator

from .mistake import Mistake
from .model import Agreeing, Model
from .question import Question
from .scalars import Flag, Markdown, Ordinal, Percent, WantedMarkdown

MAX_OPTIONS = 100
"""Nobody reads more."""


class Option(Model):
    """One option. A bare text in YAML stands for `text` alone."""

    text: WantedMarkdown
    """What the student reads: Markdown, with mathematics in `$…$`."""
    correct: Flag | None = None
    """`true` marks the key; an alternative to `answer`."""
    feedback: Markdown = ""
    """What a student reads after choosing this option."""
    fraction: Percent | None = None
    """Share of the points in percent, where it is not all or nothing."""
    pin: Flag = False
    """Stays in its place when options are shuffled."""
    means: Literal["none", "all"] | None = None
    """`none`: none of the above; `all`: all of the above."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class ChoiceFields(Agreeing):
    """Options of which exactly one is right."""

    options: tuple[Option, ...]
    """The options, in order."""
    answer: Ordinal | None = None
    """Number of the right option, counted from 1; or `correct: true` on that option, never both."""

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options that the student sees, in the author's order."""
        return self.options

    @property
    def key(self) -> int | None:
        """Number of the keyed option, counted from 1; ``None`` where there is no key yet."""
        return keyed(self.answer, self.options)

    def fraction(self, number: int) -> Decimal:
        """Return what option ``number`` (from 1) earns, in percent of the points."""
        return share(self.options, number, self.key)

    def mistakes(self) -> Sequence[Mistake]:
        """Return contradictions between the options and the key."""
        if len(self.options) > MAX_OPTIONS:
            return [too_many(self.options)]
        found = list(key_mistakes(self.answer, self.options, len(self.options)))
        if len(self.options) < 2:
            found.append(Mistake("QB110", "a choice needs at least two options", path=("options",)))
        return [*found, *fraction_mistakes(self.options, self.key)]


class SingleChoice(ChoiceFields, Question):
    """Exactly one of the options is right."""

    type: Literal["single-choice"]
    """`single-choice`: exactly one option is right."""


def too_many(options: Sequence[Option]) -> Mistake:
    """Say that there are more options than anybody reads."""
    return Mistake("QB111", f"{len(options)} options: there may be {MAX_OPTIONS}", path=("options",))


def keyed(answer: int | None, options: Sequence[Option]) -> int | None:
    """Return the number of the keyed option, by ``answer`` or else by the option's own mark."""
    return answer or next((n for n, option in enumerate(options, 1) if option.correct), None)


def share(options: Sequence[Option], number: int, key: int | None) -> Decimal:
    """Return what option ``number`` earns in percent: its own ``fraction``, else all or nothing."""
    own = options[number - 1].fraction
    return own if own is not None else Decimal(100 if number == key else 0)


def key_mistakes(answer: int | None, options: Sequence[Option], count: int) -> Iterator[Mistake]:
    """Find a key outside the ``count`` options, and keys that are given twice."""
    marked = [n for n, option in enumerate(options, 1) if option.correct]
    if answer is not None and not 1 <= answer <= count:
        hint = "options are counted from 1" if answer == 0 else ""
        yield Mistake("QB112", f"there is no option {answer}: the options are 1 to {count}", hint, ("answer",))
    if answer is not None and marked:
        yield Mistake(
            "QB113",
            f"the key is given twice: as answer {answer}, and by correct: true on option {marked[0]}",
            "keep one of the two",
            ("answer",),
        )
    for number in marked[1:]:
        yield Mistake(
            "QB113",
            f"options {marked[0]} and {number} are both marked correct",
            "a single choice has one right option",
            ("options", number - 1, "correct"),
        )


def fraction_mistakes(options: Sequence[Option], key: int | None) -> Iterator[Mistake]:
    """Find fractions that contradict the key: the key earns 100, every other option less."""
    for number, option in enumerate(options, 1):
        if option.fraction is None or key is None:
            continue
        path = ("options", number - 1, "fraction")
        if number == key and option.fraction != 100:
            yield Mistake(
                "QB114", f"the right option earns {option.fraction} %", "leave its fraction out: it is 100", path
            )
        elif number != key and option.fraction == 100:
            yield Mistake("QB114", f"option {number} earns 100 %, yet option {key} is the key", "", path)
