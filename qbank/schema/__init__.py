"""The question types as frozen pydantic models: what an author may write, and nothing else."""

from .bank import Bank, Settings
from .check import CheckBlock, Notation
from .choice import Option, SingleChoice
from .question import Defaults, Feedback, Origin, Question
from .statements import Statement, StatementOption, Statements

QUESTION_TYPES: dict[str, type[Question]] = {
    "single-choice": SingleChoice,
    "statements": Statements,
}
"""Every type by the name that authors write. A new type is one module and one line here."""

__all__ = [
    "QUESTION_TYPES",
    "Bank",
    "CheckBlock",
    "Defaults",
    "Feedback",
    "Notation",
    "Option",
    "Origin",
    "Question",
    "Settings",
    "SingleChoice",
    "Statement",
    "StatementOption",
    "Statements",
]
