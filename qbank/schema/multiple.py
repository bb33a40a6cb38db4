"""Questions in which every right option is to be ticked."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from .choice import MAX_OPTIONS, Option, too_many
from .mistake import Mistake
from .model import Agreeing
from .question import Question
from .scalars import Ordinal
from .shares import balanced, share_mistakes


def _listed(value: Any) -> Any:
    """Take one number for a list of one."""
    return (value,) if isinstance(value, str | int) and not isinstance(value, bool) else value


_ORDINAL = {"type": "integer", "minimum": 1}
Ordinals = Annotated[
    tuple[Ordinal, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [_ORDINAL, {"type": "array", "items": _ORDINAL, "minItems": 1}]}),
]
"""Numbers of options, counted from 1."""


class TickFields(Agreeing):
    """Options of which each is ticked or not, and what that earns."""

    options: tuple[Option, ...]
    """The options, in order."""
    answer: Ordinals | None = None
    """Numbers of the right options, counted from 1; or `correct: true` on each of them, never both."""
    scoring: Literal["balanced", "all-or-nothing"] = "balanced"
    """`balanced`: right ticks share the points, wrong ones take as much away altogether, never below 0;
    `all-or-nothing`: points for exactly the right ticks."""

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options that the student sees, in the author's order."""
        return self.options

    @cached_property
    def key(self) -> tuple[int, ...] | None:
        """Numbers of the keyed options, counted from 1, in order; ``None`` where there is no key yet."""
        if self.answer is not None:
            return tuple(sorted(set(self.answer)))
        return tuple(n for n, option in enumerate(self.options, 1) if option.correct) or None

    @cached_property
    def fractions(self) -> tuple[Decimal, ...]:
        """What ticking each option earns, in percent of the points; the sum is cut to 0 … 100."""
        return tuple(balanced(self.options, self.key or ()))

    def fraction(self, number: int) -> Decimal:
        """Return what ticking option ``number`` (from 1) earns, in percent of the points."""
        return self.fractions[number - 1]

    def earned(self, ticked: Sequence[int]) -> Decimal:
        """Return what ticking these options (numbers from 1) earns, in percent of the points."""
        if self.scoring == "all-or-nothing":
            return Decimal(100 if tuple(sorted(set(ticked))) == self.key else 0)
        total = sum((self.fraction(n) for n in set(ticked)), Decimal(0))
        return min(Decimal(100), max(Decimal(0), round(total, 6)))

    def mistakes(self) -> Sequence[Mistake]:
        """Return contradictions between the options and the key."""
        if len(self.options) > MAX_OPTIONS:
            return [too_many(self.options)]
        found = list(self._key_mistakes())
        if len(self.options) < 2:
            found.append(Mistake("QB110", "a choice needs at least two options", path=("options",)))
        return found or list(share_mistakes(self.options, self.key or ()))

    def _key_mistakes(self) -> Iterator[Mistake]:
        marked = [n for n, option in enumerate(self.options, 1) if option.correct]
        if self.answer is None:
            return
        if not self.answer:
            hint = "where none of them is, add the option “None of the above”, with means: none, and key that"
            yield Mistake("QB110", "no option is right", hint, ("answer",))
        for index, number in enumerate(self.answer):
            if not 1 <= number <= len(self.options):
                hint = "options are counted from 1" if number == 0 else ""
                message = f"there is no option {number}: the options are 1 to {len(self.options)}"
                yield Mistake("QB112", message, hint, ("answer", index))
            elif number in self.answer[:index]:
                yield Mistake("QB113", f"option {number} is named twice", "", ("answer", index))
        if marked:
            numbers = ", ".join(map(str, marked))
            message = f"the key is given twice: as answer, and by correct: true on option {numbers}"
            yield Mistake("QB113", message, "keep one of the two", ("answer",))


class MultipleChoice(TickFields, Question):
    """Every right option is to be ticked."""

    type: Literal["multiple-choice"]
    """`multiple-choice`: one or more of the options are right, and all of these are to be ticked."""
