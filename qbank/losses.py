"""What a format leaves behind of the questions: one diagnostic for each question and field that says something.

An exporter names the fields that it has no place for in a table, and hands it to :func:`losses`. What depends on a
question's type or other fields it tells by :func:`lost`. Both are notes with a code that
:data:`qbank.diagnostic.CODES` marks as a loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .diagnostic import Diagnostic, diagnostic

if TYPE_CHECKING:
    from .schema import Bank, Question, Settings


def said(question: Question, name: str, settings: Settings | None = None) -> bool:
    """Tell whether a question's field says something: it was given, and differs from the default and the bank's own.

    ``name`` may go one level down: ``feedback.partial``.
    """
    top, _, below = name.partition(".")
    if top not in question.model_fields_set:
        return False
    value = getattr(question, top)
    if below:
        return bool(str(getattr(value, below)).strip())
    default = type(question).model_fields[top].get_default(call_default_factory=True)
    return value not in (default, getattr(settings, top, default))


def lost(code: str, format_name: str, question: Question, name: str, what: str = "") -> Diagnostic:
    """Return what is told of a field that a format has no place for; ``what`` is what the field is, its name if empty.

    Questions that lose the same are told of in the same words, so that a report can gather them.
    """
    message = f"{format_name} has no place for {what or f'“{name}”'}"
    return diagnostic(code, message, question.origin.span(*name.split(".")), question=question.id, field=name)


def losses(code: str, format_name: str, fields: Mapping[str, str], bank: Bank) -> Iterator[Diagnostic]:
    """Yield what the questions of a bank lose: ``fields`` holds names, each with what it is (or ``""``)."""
    for question in bank.questions:
        for name, what in fields.items():
            if said(question, name, bank.settings):
                yield lost(code, format_name, question, name, what)
