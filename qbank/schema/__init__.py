"""The question types as frozen pydantic models: what an author may write, and nothing else."""

from .bank import Bank, Settings, Variant
from .check import CheckBlock, Notation
from .choice import Option, SingleChoice
from .cloze import GAP_TYPES, ChoiceGap, Cloze, Gap, NumericalGap, ShortAnswerGap, TickGap
from .essay import Criterion, Description, Essay
from .formula import Formula, FormulaAnswer
from .matching import Matching, Ordering, Pair
from .multiple import MultipleChoice, TickFields
from .numerical import Accepted, Numerical, NumericalAnswer, NumericalFields, Unit
from .question import Defaults, Feedback, Origin, Question
from .raw import Raw
from .shortanswer import ShortAnswer, ShortAnswerFields, ShortAnswerText
from .statements import Statement, StatementOption, Statements
from .truefalse import TrueFalse

QUESTION_TYPES: dict[str, type[Question]] = {
    "single-choice": SingleChoice,
    "multiple-choice": MultipleChoice,
    "true-false": TrueFalse,
    "statements": Statements,
    "numerical": Numerical,
    "short-answer": ShortAnswer,
    "formula": Formula,
    "matching": Matching,
    "ordering": Ordering,
    "cloze": Cloze,
    "essay": Essay,
    "description": Description,
    "raw": Raw,
}
"""Every type by the name that authors write. A new type is one module and one line here."""

__all__ = [
    "GAP_TYPES",
    "QUESTION_TYPES",
    "Accepted",
    "Bank",
    "CheckBlock",
    "ChoiceGap",
    "Cloze",
    "Criterion",
    "Defaults",
    "Description",
    "Essay",
    "Feedback",
    "Formula",
    "FormulaAnswer",
    "Gap",
    "Matching",
    "MultipleChoice",
    "Notation",
    "Numerical",
    "NumericalAnswer",
    "NumericalFields",
    "NumericalGap",
    "Option",
    "Ordering",
    "Origin",
    "Pair",
    "Question",
    "Raw",
    "Settings",
    "ShortAnswer",
    "ShortAnswerFields",
    "ShortAnswerGap",
    "ShortAnswerText",
    "SingleChoice",
    "Statement",
    "StatementOption",
    "Statements",
    "TickFields",
    "TickGap",
    "TrueFalse",
    "Unit",
    "Variant",
]
