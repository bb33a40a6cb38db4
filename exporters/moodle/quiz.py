"""What stands in a file of Moodle XML, as values: made from questions, written by the templates, read back from bytes.

All texts are as Moodle stores them, HTML or plain text, so that what was written and what was read compare with ``==``.
Numbers are texts as the file spells them; fractions are percentages. All values are tuples: there are thousands, and
these are made and compared in a third of the time that dataclasses take.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple


class File(NamedTuple):
    """A file within an element. ``name`` is safe: letters, digits, ``.``, ``_`` and ``-``."""

    name: str
    data: bytes


class Rich(NamedTuple):
    """HTML with the files that it shows."""

    html: str = ""
    files: tuple[File, ...] = ()


class Combined(NamedTuple):
    """What is shown after a right, partly right or wrong answer; ``counted``: with the number of right choices."""

    correct: Rich
    partial: Rich
    incorrect: Rich
    counted: bool


class Hint(NamedTuple):
    """Help between two tries; ``parts``: the right choices are counted, and the wrong ones cleared."""

    text: Rich
    parts: bool


class Answer(NamedTuple):
    """An option with what it earns, and its feedback."""

    fraction: str
    text: Rich
    feedback: Rich


class Choice(NamedTuple):
    """One or several of some options are right."""

    single: bool
    shuffle: bool
    numbering: str
    combined: Combined
    answers: tuple[Answer, ...]


class TrueFalse(NamedTuple):
    """The question's text is a statement; ``if_true`` is the feedback on choosing that it is true."""

    right: bool
    if_true: Rich
    if_false: Rich


class NumberAnswer(NamedTuple):
    """A number, or ``*`` for any; accepted from ``tolerance`` below it to ``tolerance`` above."""

    fraction: str
    value: str
    tolerance: str
    feedback: Rich


class Numerical(NamedTuple):
    """The answer is a number; the first of ``answers`` that fits counts."""

    answers: tuple[NumberAnswer, ...]
    units: tuple[tuple[str, str], ...]
    """Names with how many of each make one unit of the answer, the answer's own first."""
    unit_penalty: str
    """What a wrong unit costs, as a part of 1; empty where units are not graded."""


class TextAnswer(NamedTuple):
    r"""A plain text in which ``*`` stands for any characters and ``\*`` for a star."""

    fraction: str
    text: str
    feedback: Rich


class ShortAnswer(NamedTuple):
    """The answer is a text; the first of ``answers`` that fits counts."""

    case_sensitive: bool
    answers: tuple[TextAnswer, ...]


class Matching(NamedTuple):
    """Things with the plain text of their match; a match without a thing is a distractor."""

    shuffle: bool
    combined: Combined
    pairs: tuple[tuple[Rich, str], ...]


class Ordering(NamedTuple):
    """Items in their right order."""

    layout: str
    grading: str
    combined: Combined
    items: tuple[Rich, ...]


class Alternative(NamedTuple):
    """An answer within a gap: its percentage, the text as it is stored, the tolerance of a number, and its feedback."""

    fraction: str
    text: str
    tolerance: str
    feedback: str


class Part(NamedTuple):
    """A gap of a cloze: its weight, Moodle's word for what it is, and its alternatives."""

    weight: str
    word: str
    alternatives: tuple[Alternative, ...]


class Cloze(NamedTuple):
    """A text with gaps: they stand in the question's text, and are listed here in their order."""

    parts: tuple[Part, ...]


class Essay(NamedTuple):
    """A text that a person grades. Limits are numbers; empty where there are none."""

    response: str
    required: str
    lines: str
    min_words: str
    max_words: str
    attachments: str
    attachments_required: str
    file_types: str
    grader: Rich
    template: str
    template_format: str


class Description(NamedTuple):
    """A text that asks nothing."""


class Node(NamedTuple):
    """A node of STACK's tree of tests. ``if_true`` and ``if_false`` name the next one; -1 ends."""

    test: str
    answer: str
    option: str
    score: str
    if_true: str
    if_false: str
    feedback: Rich
    """Shown where the test holds."""


FIELD = "[[input:ans1]] [[validation:ans1]]"
"""Where the student types, and is shown how it was understood."""


class Stack(NamedTuple):
    """A formula graded by the plugin STACK."""

    input: str
    """``algebraic``, or ``matrix``."""
    answer: str
    """In Maxima's language."""
    size: str
    words: str
    """Names of several letters that students may use."""
    floats: bool
    combined: Combined
    nodes: tuple[Node, ...]


class Dataset(NamedTuple):
    """The values of a wildcard ``{name}``, one for each variant, as they are printed."""

    name: str
    values: tuple[str, ...]

    @property
    def least(self) -> str:
        """The least value: with :attr:`most` and :attr:`decimals`, what Moodle draws further values from."""
        return min(self.values, key=Decimal)

    @property
    def most(self) -> str:
        """The largest value."""
        return max(self.values, key=Decimal)

    @property
    def decimals(self) -> int:
        """How many decimals the values have."""
        return max(len(value.partition(".")[2].partition("e")[0]) for value in self.values)


class Worked(NamedTuple):
    """An answer with wildcards: a formula in a question on a number, else an option.

    ``relative``: the tolerance is a part of the answer. ``exponent``: the answer is shown with ``length`` significant
    figures, else with as many decimals.
    """

    answer: Answer
    tolerance: str = "0"
    relative: bool = False
    exponent: bool = False
    length: str = "0"


class CalculatedNumber(NamedTuple):
    """The variants of a question on a number, told apart by the values of their wildcards."""

    answers: tuple[Worked, ...]
    units: tuple[tuple[str, str], ...]
    unit_penalty: str
    datasets: tuple[Dataset, ...]


class CalculatedChoice(NamedTuple):
    """The variants of a question with options, told apart by the values of their wildcards."""

    single: bool
    shuffle: bool
    numbering: str
    combined: Combined
    answers: tuple[Worked, ...]
    datasets: tuple[Dataset, ...]


class Kept(NamedTuple):
    """A whole question of Moodle's, as it was imported."""

    xml: str


Calculated = CalculatedNumber | CalculatedChoice
Body = (
    Choice
    | TrueFalse
    | Numerical
    | ShortAnswer
    | Matching
    | Ordering
    | Cloze
    | Essay
    | Description
    | Stack
    | Calculated
    | Kept
)


KINDS: Mapping[type, str] = MappingProxyType(
    {
        Choice: "multichoice",
        TrueFalse: "truefalse",
        Numerical: "numerical",
        ShortAnswer: "shortanswer",
        Matching: "matching",
        Ordering: "ordering",
        Cloze: "cloze",
        Essay: "essay",
        Description: "description",
        Stack: "stack",
        CalculatedNumber: "calculated",
        CalculatedChoice: "calculatedmulti",
        Kept: "kept",
    }
)
"""Moodle's name of each type, and of the template that writes it."""


class Item(NamedTuple):
    """A question: what all types have, and the ``body`` of its own type."""

    category: str
    """The whole path, from ``$course$`` on; Moodle's ``//`` stands for a slash within a name."""
    idnumber: str
    name: str
    text: Rich
    general_feedback: Rich
    grade: str
    penalty: str
    hints: tuple[Hint, ...]
    tags: tuple[str, ...]
    body: Body

    @property
    def kind(self) -> str:
        """Moodle's name of the type."""
        return KINDS[type(self.body)]
