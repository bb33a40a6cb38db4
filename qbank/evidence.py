"""What the checker found, as plain data: the values that reports, exporters and JSON read.

The field names are those of the JSON report, version 1. No value here needs sympy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Level(StrEnum):
    """How well the answer of a question is confirmed, best first (``docs/evidence.md``)."""

    PROVED = "proved"
    TESTED = "tested"
    CONSISTENT = "consistent"
    ASSERTED = "asserted"
    UNDECIDED = "undecided"
    REFUTED = "refuted"


class Solution(StrEnum):
    """How much of the worked solution was read and shown to hold."""

    VERIFIED = "verified"
    PARTLY = "partly"
    UNREAD = "unread"
    NONE = "none"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class Witness:
    """A point at which two values differ: ``{"y": "1/3"}`` and both values there, as text."""

    point: Mapping[str, str]
    option: str
    answer: str

    @property
    def sides(self) -> tuple[str, str]:
        """Both values to be shown beside one another: a fraction has its decimals too where the other is a decimal."""
        return _beside(self.option, self.answer), _beside(self.answer, self.option)


_FRACTION = re.compile(r"-?\d{1,30}/[1-9]\d{0,29}")
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def _beside(value: str, other: str) -> str:
    if not _FRACTION.fullmatch(value) or not _DECIMAL.fullmatch(other) or other.lstrip("-").isdecimal():
        return value
    above, below = map(int, value.split("/"))
    return rf"{value} \approx {above / below:.8g}"


@dataclass(frozen=True, slots=True)
class OptionEvidence:
    """Verdict on one option (``index`` counts from 1): ``equal different undecided unread``."""

    index: int
    keyed: bool
    verdict: str
    method: str = ""
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class StatementEvidence:
    """Verdict on one statement, lettered (A), (B) …; ``claimed`` is the author's truth value."""

    label: str
    claimed: bool | None
    verdict: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Verdict on one line of the worked solution: ``holds fails undecided unread``."""

    line: int
    latex: str
    verdict: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A variant that failed: the ``values`` of its parameters, and the code and message of what is wrong with it."""

    values: Mapping[str, str]
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class VariantsEvidence:
    """What was checked of a question with parameters: ``checked`` of ``count`` variants, and the first that failed.

    ``proved_at_once``: one proof holds for the values of all parameters. ``shown``: the variant, counted from 0, whose
    formulas and values the evidence tells.
    """

    count: int
    checked: int
    proved_at_once: bool = False
    failed: tuple[Failed, ...] = ()
    shown: int = 0


@dataclass(frozen=True, slots=True)
class QuestionEvidence:
    """All that the checker found about one question; ``id`` … ``type`` tell which."""

    id: str
    file: str
    line: int
    type: str
    evidence: Level
    solution: Solution = Solution.NONE
    assumed: tuple[str, ...] = ()
    sizes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    answer: str = ""
    relation: str = ""
    options: tuple[OptionEvidence, ...] = ()
    statements: tuple[StatementEvidence, ...] = ()
    equivalent: tuple[tuple[int, ...], ...] = ()
    steps: tuple[Step, ...] = ()
    asked: str = ""
    """What is asked, with its formulas between dollars: ``find``, or the stem's words as they were understood."""
    inferred: bool = False
    """The stem's words say what is asked, not the author's ``find``."""
    domain: tuple[str, ...] = ()
    """Where names lie: the author's entries of ``assume``, then what the stem's words tell."""
    summary: str = ""
    """One sentence for people: what was and was not confirmed, and how."""
    variants: VariantsEvidence | None = None
    """Of a question with parameters; the other fields are then those of the variant with the weakest evidence."""

    def of_variant(self, number: int) -> QuestionEvidence:
        """Return what is known of variant ``number`` (from 0), which is all of the one that is told of.

        The values of that one would be wrong beside the texts of another; verdicts on options hold for all variants
        where the weakest has its key proved.
        """
        if self.variants is None or self.variants.shown == number:
            return self
        derived = self.evidence in {Level.PROVED, Level.TESTED}
        options = tuple(replace(each, method="", witness=None) for each in self.options if derived)
        return replace(self, answer="", options=options, statements=(), equivalent=(), steps=(), asked="", domain=())


@dataclass(frozen=True, slots=True)
class Report:
    """The evidence of a bank, in the bank's order."""

    questions: tuple[QuestionEvidence, ...] = ()
    _by_id: Mapping[str, QuestionEvidence] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {each.id: each for each in reversed(self.questions)})

    def of(self, question_id: str) -> QuestionEvidence | None:
        """Return the evidence of the question with this id, or ``None``."""
        return self._by_id.get(question_id)
