"""A choice question read: its stem, what is asked, its options and its solution, under one set of premises."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from qbank.schema import SingleChoice
from qbank.schema.check import Notation as Declared

from .asked import Asked, denies
from .choice_evidence import Choice
from .deciding.identities import by_identities
from .deciding.statable import constraint_problems
from .deriving import speaks_of_form
from .formulas import formulas
from .options import Shape, read_option, shape, unlabelled
from .recurrences import recurrences
from .setting import Setting
from .setting_reading import read_setting
from .solution_reading import read_solution
from .syntax import Apply, Deriv, names_in, walk
from .wanted import asked_by_author, solutions_asked, stated_value

_FREE = ("A", "B", "D", "c", "k", "a", "b", r"\alpha", r"\beta")
"""Letters that an option may add beside equations for an unknown function or sequence."""


def read_choice(question: SingleChoice, declared: Declared) -> Choice:
    """Read a question as its author, its ``check`` block and the bank's settings (``declared``) say."""
    asked = bool(question.check and question.check.find)
    shapes = [shape(option.text, ("options", at, "text"), option.means) for at, option in enumerate(question.options)]
    uses = [formula.latex for one in shapes for formula in one.formulas]
    uses += [formula.latex for formula in formulas(question.explanation, ("explanation",))]
    setting = read_setting(question, declared, uses, derived=asked)
    read = [setting.read(formula).tree for one in shapes for formula in one.formulas] if asked else []
    values = [tree for tree in read if tree is not None]
    setting.unapply(values)
    understood = asked_by_author(setting, question.stem, values) if asked else None
    found = put_together(question, setting, shapes, understood)
    trees = [read.tree for read in found.options if read.tree is not None]
    relation = question.check.relation if question.check else None
    if understood is not None and (told := stated_value(setting, understood, trees)) is not None:
        found = put_together(question, setting, shapes, told)
    elif understood is not None and (solutions := solutions_asked(setting, understood, trees, relation)) is not None:
        found = put_together(question, setting, shapes, solutions)
    found.formed = speaks_of_form(question.stem) or denies(question.stem)
    return found


def put_together(question: SingleChoice, setting: Setting, shapes: Sequence[Shape], understood: Asked | None) -> Choice:
    """Read options and solution under ``setting``, and put all together."""
    extra = _constants(setting)
    worked = read_solution(question.explanation, setting, question.stem)
    if understood is None or understood.kind in ("value", "solutions"):
        asked = [understood.tree] if understood is not None and understood.tree is not None else []
        bare = unlabelled(shapes, setting, [*asked, *worked.trees])
    else:
        bare = list(shapes)
    options = [read_option(one, setting, ("options", at, "text"), extra) for at, one in enumerate(bare)]
    trees = [read.tree for read in options if read.tree is not None]
    others = [*trees, *worked.trees]
    comparer = setting.comparer(others, worked.definitions)
    if understood is not None and understood.kind == "value" and understood.tree is not None:
        unsolved = partial(setting.unsolved, others, worked.definitions)
        known = by_identities(comparer, unsolved, understood.tree, trees, question.stem)
        if known is not comparer:
            comparer = known
            setting.settled |= set(names_in(understood.tree))
    words = [one.words for one in shapes]
    return Choice(question, setting, options, worked, comparer, shapes=list(shapes), words=words, understood=understood,
                  rounded=[one.rounded for one in bare])  # fmt: skip


def _constants(setting: Setting) -> tuple[str, ...]:
    """Return the letters that an option may add: constants of integration that nothing else is called by.

    Beside equations for an unknown function or sequence, more letters are, and what the function depends on.
    """
    known = setting.notation.known
    if known is None:
        return ()
    letters = ["C", "K"]
    parts = [part for tree in (*setting.stated, *setting.solved) for part in walk(tree)]
    if any(isinstance(part, Deriv) or (isinstance(part, Apply) and part.primes) for part in parts):
        letters += [*_FREE, *(by for _, by in setting.notation.variables.derived if by)]
        letters += [by.base for part in parts if isinstance(part, Deriv) for by in part.by]
    elif any(True for _ in recurrences(setting.stated)):
        letters += _FREE
    return tuple(letter for letter in dict.fromkeys(letters) if letter not in known)


def bound(found: Choice) -> str:
    """Return why no difference refutes anything: a premise that was not read, or one that binds the quantities."""
    if found.setting.unread:
        return f"the premise {found.setting.unread[0].formula.latex} could not be read"
    asked = [found.asked] if found.asked is not None else []
    trees = [read.tree for read in found.options if read.tree is not None]
    return constraint_problems(found.comparer, [*asked, *trees, *found.worked.trees])
