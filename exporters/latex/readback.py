"""Reads a written document back and compares it with the bank: questions, points, options, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qbank.diagnostic import Diagnostic, diagnostic
from qbank.schema import Question

from .content import points
from .strings import Strings

_MARK = re.compile(r"^% question: (\S+)$", re.MULTILINE)
_CHOICE = re.compile(r"^\\qb(option|key)\{", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """A question as the document has it. ``keys`` counts options from 1, over all times they are printed."""

    id: str
    options: int
    keys: tuple[int, ...]
    head: str


def questions(source: str) -> Iterator[Found]:
    """Yield the questions of a document, by the comment that stands before each."""
    _, *parts = _MARK.split(source)
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        choices = [match[1] for match in _CHOICE.finditer(body)]
        keys = tuple(number for number, kind in enumerate(choices, 1) if kind == "key")
        yield Found(name, len(choices), keys, body.lstrip().partition("\n")[0])


def question_at(source: str, line: int) -> str:
    """Return the id of the question at ``line`` (from 1) of a document, or an empty text before the first."""
    names = _MARK.findall("\n".join(source.split("\n")[:line]))
    return names[-1] if names else ""


def compare(name: str, source: str, asked: list[Question], words: Strings) -> list[Diagnostic]:
    """Return what differs between the document ``name`` and the questions that it was to print: nothing, or our fault.

    The exam shows no key, the solutions show it, the slides print all options once without and once with it.
    """
    told = []
    found = list(questions(source))
    if [each.id for each in found] != [question.id for question in asked]:
        told.append(diagnostic("QB427", f"{name} does not hold the bank's questions in their order"))
        return told
    for each, question in zip(found, asked, strict=True):
        choices, key = len(getattr(question, "choices", ())), getattr(question, "key", None)
        before = {"exam.tex": None, "solutions.tex": 0, "slides.tex": choices}[name]
        expected = () if before is None or key is None else (before + key,)
        options = 2 * choices if name == "slides.tex" else choices
        for what, got, wanted in (
            ("options", each.options, options),
            ("keys", each.keys, expected),
            ("points", bool(re.search(rf"[{{~]{re.escape(points(question.points, words))}}}+$", each.head)), True),
        ):
            if got != wanted:
                told.append(diagnostic("QB427", f"{name} has other {what} than {question.id}", question=question.id))
    return told
