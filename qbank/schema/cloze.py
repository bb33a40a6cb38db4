"""Texts with gaps."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from .choice import ChoiceFields
from .mistake import Mistake
from .model import Agreeing
from .multiple import TickFields
from .numerical import NumericalFields
from .question import Question
from .scalars import Flag, Number, within
from .shortanswer import ShortAnswerFields

MAX_GAPS = 50
"""Nobody fills in more."""
GAP = re.compile(r"\[\[([A-Za-z][A-Za-z0-9_-]{0,49})\]\]")
"""A gap in the text: its name between double brackets."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,49}")

Weight = Annotated[Number, within(0, 1000)]


class Gap(Agreeing):
    """What all gaps have."""

    weight: Weight = Decimal(1)
    """Its share of the points, compared with the other gaps."""


class ChoiceGap(ChoiceFields, Gap):
    """One of several options."""

    type: Literal["single-choice"]
    """`single-choice`: one of several options."""
    layout: Literal["menu", "column", "row"] = "menu"
    """A menu in the line, which holds plain text alone; or buttons below or beside one another."""
    shuffle: Flag = True
    """Whether options may be shown in another order."""


class TickGap(TickFields, Gap):
    """Every right option is to be ticked."""

    type: Literal["multiple-choice"]
    """`multiple-choice`: every right option is to be ticked."""
    layout: Literal["column", "row"] = "column"
    """Whether the options stand below or beside one another."""
    shuffle: Flag = True
    """Whether options may be shown in another order."""


class NumericalGap(NumericalFields, Gap):
    """A number."""

    type: Literal["numerical"]
    """`numerical`: a number."""


class ShortAnswerGap(ShortAnswerFields, Gap):
    """A word or a few."""

    type: Literal["short-answer"]
    """`short-answer`: a word or a few."""


AnyGap = Annotated[ChoiceGap | TickGap | NumericalGap | ShortAnswerGap, Field(discriminator="type")]
GAP_TYPES: Mapping[str, type[Gap]] = {
    "single-choice": ChoiceGap,
    "multiple-choice": TickGap,
    "numerical": NumericalGap,
    "short-answer": ShortAnswerGap,
}
"""Every kind of gap by the name that authors write."""


class Cloze(Question):
    """A text with gaps."""

    type: Literal["cloze"]
    """`cloze`: the stem has gaps, such as `[[capital]]`, which `gaps` describes."""
    gaps: dict[str, AnyGap]
    """The gaps by their names; each stands in the stem once, as `[[name]]`."""

    @property
    def key(self) -> dict[str, object] | None:
        """The key of each gap; ``None`` where one has none yet."""
        keys: dict[str, object] = {name: gap.key for name, gap in self.gaps.items()}
        return None if None in keys.values() else keys

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names of the gaps, in the order of the text."""
        return tuple(GAP.findall(self.stem))

    def share(self, name: str) -> Decimal:
        """Return what a gap is worth, in percent of the points."""
        return 100 * self.gaps[name].weight / sum((gap.weight for gap in self.gaps.values()), Decimal(0))

    def mistakes(self) -> Sequence[Mistake]:
        """Return gaps that stand nowhere, twice, or are not described."""
        if not 1 <= len(self.gaps) <= MAX_GAPS:
            code, message = ("QB110", "there must be at least one gap")
            if len(self.gaps) > MAX_GAPS:
                code, message = "QB111", f"{len(self.gaps)} gaps: there may be {MAX_GAPS}"
            return [Mistake(code, message, path=("gaps",))]
        return list(self._gap_mistakes())

    def _gap_mistakes(self) -> Iterator[Mistake]:
        for name in self.gaps:
            if not _NAME.fullmatch(name):
                hint = "letters a to z, digits, “_” and “-”, a letter first"
                yield Mistake("QB130", f"“{name[:50]}” cannot name a gap", hint, ("gaps", name))
            elif name not in self.order:
                hint = f"write [[{name}]] where the gap is to be"
                yield Mistake("QB130", f"the gap {name} stands nowhere in the stem", hint, ("gaps", name))
        for name in dict.fromkeys(self.order):
            if name not in self.gaps:
                yield Mistake("QB130", f"the gap [[{name}]] is not described", f"add {name}: below gaps:", ("stem",))
            elif self.order.count(name) > 1:
                yield Mistake("QB130", f"the gap [[{name}]] stands in the stem twice", "give each a name", ("stem",))
        if all(gap.weight == 0 for gap in self.gaps.values()):
            yield Mistake("QB111", "no gap is worth anything", "leave weight out, or set it above 0", ("gaps",))
