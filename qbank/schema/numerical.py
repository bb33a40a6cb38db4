"""Questions answered by a number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from .mistake import Mistake, mistaken
from .model import Agreeing, Model
from .question import Question
from .scalars import Markdown, Number, Penalty, Percent, PlainText, read_number

FULL = Decimal(100)
_RANGE = re.compile(r"(\S+)\s*(?:to|…|\.\.)\s*(\S+)")


def read_tolerance(value: object) -> object:
    """Read ``0.05`` or ``2 %``. Returns the text in its short form; raises for what is no number or negative."""
    if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
        return value
    text = str(value).strip()
    number = read_number(text.removesuffix("%").strip())
    if isinstance(number, Decimal) and number < 0:
        raise mistaken(Mistake("QB111", f"a tolerance of {text} is negative", "it is 0 or more"))
    return f"{number} %" if text.endswith("%") else str(number)


def read_range(value: object) -> object:
    """Read ``3.1 to 3.2``, or a list of two numbers. Returns ``low to high``; raises where it is neither."""
    if isinstance(value, list | tuple) and len(value) == 2:
        ends = [str(each) for each in value]
    elif isinstance(value, str) and (found := _RANGE.fullmatch(value.strip())):
        ends = list(found.groups())
    else:
        raise mistaken(Mistake("QB117", "a range has two ends", "such as 3.1 to 3.2"))
    low, high = (read_number(end) for end in ends)
    if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
        raise mistaken(Mistake("QB111", f"the range {low} to {high} is empty", f"write {high} to {low}"))
    return f"{low} to {high}"


_ONE_OF = {"type": ["number", "string"]}
Tolerance = Annotated[str, BeforeValidator(read_tolerance), WithJsonSchema(_ONE_OF)]
"""How far an answer may be off: a number, or a percentage of the answer."""
Range = Annotated[str, BeforeValidator(read_range), WithJsonSchema({"type": "string"})]
"""All numbers from one to another, both included."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The numbers from ``low`` to ``high``, both included, and what they earn."""

    value: Decimal
    """The number itself: the middle, where a range was given."""
    low: Decimal
    high: Decimal
    fraction: Decimal
    """Percent of the points."""
    feedback: str
    path: tuple[str | int, ...]
    """Of the feedback, from the question or gap."""

    @property
    def margin(self) -> Decimal:
        """How far from ``value`` an answer may lie."""
        return self.high - self.value


class NumericalAnswer(Model):
    """A further number that is accepted, or known to be wrong. A bare number in YAML stands for `value` alone."""

    value: Number | None = None
    """The number."""
    range: Range | None = None
    """All numbers from one to another, such as `3.1 to 3.2`, in place of `value`."""
    tolerance: Tolerance | None = None
    """How far off it may be: a number, or a percentage such as `2 %`; left out: that of the question."""
    fraction: Percent = FULL
    """Share of the points in percent."""
    feedback: Markdown = ""
    """What a student reads after this answer."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"value": value} if isinstance(value, str | int | Decimal) else value


class NumericalFields(Agreeing):
    """A number as an answer, with what is accepted around it."""

    answer: Number | None = None
    """The number, in decimals."""
    range: Range | None = None
    """All numbers from one to another, such as `3.1 to 3.2`, in place of `answer`."""
    tolerance: Tolerance = "0"
    """How far off an answer may be: a number, or a percentage of the answer such as `2 %`."""
    answers: tuple[NumericalAnswer, ...] = ()
    """Further numbers that are accepted or earn a part, and wrong ones that get a feedback of their own."""

    @property
    def key(self) -> Decimal | None:
        """The number that is right, or the middle of the range; ``None`` where there is no key yet."""
        return self.accepted[0].value if self._first else None

    @property
    def _first(self) -> bool:
        return self.answer is not None or self.range is not None

    @cached_property
    def accepted(self) -> tuple[Accepted, ...]:
        """What earns points or gets a feedback, the key first; the first that fits an answer counts."""
        key = [((), NumericalAnswer(value=self.answer, range=self.range))] if self._first else []
        further = [(("answers", index, "feedback"), each) for index, each in enumerate(self.answers)]
        told = [(path, each) for path, each in (*key, *further) if each.value is not None or each.range is not None]
        return tuple(_accepted(each, self.tolerance, path) for path, each in told)

    def earned(self, number: Decimal) -> Decimal:
        """Return what a number earns, in percent of the points."""
        return next((each.fraction for each in self.accepted if each.low <= number <= each.high), Decimal(0))

    def mistakes(self) -> Sequence[Mistake]:
        """Return contradictions between answer, range and further answers."""
        return [*_twice(self.answer, self.range, ()), *self._further()]

    def _further(self) -> Iterator[Mistake]:
        for index, each in enumerate(self.answers):
            path = ("answers", index)
            yield from _twice(each.value, each.range, path)
            if each.value is None and each.range is None:
                yield Mistake("QB102", "neither “value” nor “range” is here", "write value: and the number", path)
        for index, accepted in enumerate(self.accepted):
            for earlier in self.accepted[:index]:
                if earlier.low <= accepted.low and accepted.high <= earlier.high:
                    message = f"{accepted.value} is never reached: {earlier.value} with its tolerance comes first"
                    yield Mistake("QB119", message, "leave it out, or make the tolerance smaller", accepted.path[:-1])
                    break


def _twice(value: Decimal | None, interval: str | None, path: tuple[str | int, ...]) -> Iterator[Mistake]:
    if value is not None and interval is not None:
        name = "value" if path else "answer"
        yield Mistake("QB113", f"both “{name}” and “range” are here", "keep one of the two", (*path, "range"))


def _accepted(answer: NumericalAnswer, tolerance: str, path: tuple[str | int, ...]) -> Accepted:
    if answer.range is not None:
        low, high = (Decimal(end) for end in answer.range.split(" to "))
        return Accepted((low + high) / 2, low, high, answer.fraction, answer.feedback, path)
    middle = answer.value if answer.value is not None else Decimal(0)
    told = tolerance if answer.tolerance is None else answer.tolerance
    number = Decimal(told.removesuffix("%").strip())
    margin = abs(middle) * number / 100 if told.endswith("%") else number
    return Accepted(middle, middle - margin, middle + margin, answer.fraction, answer.feedback, path)


class Unit(Model):
    """Another unit in which the answer may be given."""

    name: PlainText
    """The unit, as the student writes it: `km/h`."""
    factor: Number
    """How many of it make one unit of the answer: 3.6 for `km/h` where the answer is in `m/s`."""


class Numerical(NumericalFields, Question):
    """The answer is a number, perhaps with a unit."""

    type: Literal["numerical"]
    """`numerical`: the answer is a number."""
    unit: PlainText = ""
    """The unit of the answer, as the student writes it: `m/s`."""
    units: tuple[Unit, ...] = ()
    """Other units that are accepted."""
    unit_penalty: Penalty | None = None
    """What a missing or wrong unit costs, in percent of the points; left out: the number alone counts."""

    def mistakes(self) -> Sequence[Mistake]:
        """Return contradictions between answers and units."""
        found = list(super().mistakes())
        names = [self.unit]
        for index, unit in enumerate(self.units):
            if unit.factor <= 0:
                message = f"1 {self.unit or 'unit'} is not {unit.factor} {unit.name}"
                found.append(Mistake("QB111", message, "a factor is above 0", ("units", index, "factor")))
            if unit.name in names:
                found.append(Mistake("QB119", f"the unit {unit.name} is named twice", "", ("units", index, "name")))
            names.append(unit.name)
        if (self.units or self.unit_penalty is not None) and not self.unit:
            found.append(Mistake("QB102", "“unit” is missing", "write the unit of the answer behind unit:"))
        return found
